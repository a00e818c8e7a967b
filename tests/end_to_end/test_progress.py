"""What is remembered between two evenings, as a student meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from terminal import BANK, ROOT, Terminal

FOOTER = r"\? hint"
AT_HOME = """
import os, sys, time
from datetime import datetime, timedelta
from dlquiz.commands import home
from dlquiz.commands.sitting import Habits
from dlquiz.progress.settings import read_settings, settings_path
start, since = datetime.fromisoformat(sys.argv[1]), time.monotonic()
settings, _ = read_settings(settings_path(), os.environ)
sys.exit(home.run(Habits(settings), lambda: start + timedelta(seconds=time.monotonic() - since)))
"""


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A verb without a terminal."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
    command = [sys.executable, "-m", "dlquiz", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, encoding="utf-8")


def practise(home: Path, *words: str, **more: str) -> Terminal:
    """A quiz in a terminal."""
    return Terminal(home, ["quiz", "--bank", str(BANK), "--questions", "1", *words], **more)


def test_an_evening_is_in_the_history_as_it_was(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-real@1") as student:
        student.see(FOOTER).type("540").see("again, ").type("1.96").see("Enter for the score")
        shown = student.text
        student.type("").see("Done").type("n")
        assert student.ended() == 0
    listed = run(tmp_path, "history")
    assert listed.returncode == 0 and "talk-real@1" in listed.stdout and "right" in listed.stdout
    one = run(tmp_path, "history", "2")
    question = [line for line in shown.splitlines() if line.strip()][1:3]
    assert all(line.strip() in one.stdout for line in question)
    assert "You typed: 1.96" in one.stdout and "has no grade" in one.stdout
    narrow = run(tmp_path, "history", "2", COLUMNS="40").stdout
    assert narrow.split() == one.stdout.split() and max(map(len, narrow.splitlines())) <= 40
    data = json.loads(run(tmp_path, "history", "2", "--json").stdout)
    assert data["typed"] == "1.96" and data["printed"]["question"] and not data["taken_back"]
    missing = run(tmp_path, "history", "9")
    assert (missing.returncode, missing.stderr) == (2, "There is no attempt 9; `dlquiz history` lists them.\n")


@pytest.mark.parametrize(
    ("words", "more"), [(("--no-history",), {}), ((), {"DLQUIZ_HISTORY": "false"})], ids=["option", "setting"]
)
def test_nothing_is_kept_where_nothing_is_wanted(tmp_path: Path, words: tuple[str, ...], more: dict[str, str]) -> None:
    with practise(tmp_path, *words, "talk-whole", **more) as student:
        student.see(FOOTER).type("560").see("Enter|again").type("/q")
        assert student.ended() == 0
    assert not (tmp_path / "progress.db").exists()
    assert "Nothing is kept yet" in run(tmp_path, "history").stdout


def test_a_damaged_store_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_bytes(b"no database at all" * 100)
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).type("560").see("damaged and is left as it is(.|\n)*right")
        assert student.text.count("is left as it is") == 1
        student.type("/q")
        assert student.ended() == 0
    told = run(tmp_path, "history")
    assert told.returncode == 2 and "is damaged and is left as it is" in told.stderr and told.stderr.count("\n") == 1
    assert (tmp_path / "progress.db").read_bytes() == b"no database at all" * 100


@pytest.mark.skipif(sys.platform == "darwin", reason="limits the size of files as Linux does")
@pytest.mark.parametrize("blocks", [0, 60, 400], ids=["at once", "with the tables", "in the middle"])
def test_a_full_disk_is_told_once_and_the_quiz_goes_on(tmp_path: Path, blocks: int) -> None:
    run(tmp_path, "show", "--bank", str(BANK), "talk-whole@1")  # what is compiled is there already
    words = ["-m", "dlquiz", "quiz", "--plain", "--seed", "1", "--bank", str(BANK), "talk-whole"]
    limit = (
        "import os, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({blocks * 512}, {blocks * 512})); "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    with Terminal(tmp_path, words, program=("-c", limit), rows=100) as student:
        student.see("answer:")
        for number in range(12):
            student.type(str(1000 + number)).see(f"Not yet: {1000 + number}")
        student.type("/q").see("Stopped|Done")
        text = " ".join(student.raw.decode().split())
        assert text.count("nothing is kept") + text.count("from here on are not") == 1
        assert student.ended() == 0
    made = run(tmp_path, "history")
    assert made.returncode == 0 and made.stderr == ""


def test_what_was_typed_yesterday_is_there_again(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).type("20*27").see("again, ").type("/q")
        assert student.ended() == 0
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).press("up").see("answer › 20\\*27")


# what comes next


def test_without_a_terminal_the_first_screen_names_commands(tmp_path: Path) -> None:
    made = run(tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "Nothing is practised yet" in made.stdout and "dlquiz review" in made.stdout
    assert run(tmp_path, "exam-date", "2999-12-10").stdout.startswith("The exam is on Tuesday, 10 December 2999: in ")
    assert "If it were today, about 25 % would be right." in run(tmp_path).stdout
    assert run(tmp_path, "exam-date", "none").returncode == 0
    assert "No day is set" in run(tmp_path, "exam-date").stdout
    assert run(tmp_path, "plan").returncode == 2
    over = run(tmp_path, "plan", DLQUIZ_EXAM_DATE="2020-12-10")
    assert (over.returncode, over.stderr) == (
        2, "The exam was on Thursday, 10 December 2020. dlquiz exam-date 2026-12-10 sets another day.\n",
    )  # fmt: skip


def test_one_key_goes_on_and_what_was_left_is_there_again(tmp_path: Path) -> None:
    with Terminal(
        tmp_path, ["quiz", "--bank", str(BANK), "--questions", "2", "talk-whole@1", "talk-real@1"]
    ) as student:
        student.see(FOOTER).type("/skip").see("2 of 2").press("d").see("Stopped")
        assert student.ended() == 0
    home = run(tmp_path).stdout
    assert "go on talk-whole@1 talk-real@1, stopped at 2 of 2 today" in " ".join(home.split())
    with Terminal(tmp_path, []) as student:
        student.see("Enter for 1")
        assert "1  go on" in student.text and "2  review" in student.text and "3  practise" in student.text
        student.type("7").see("Type a number from 1 to 4").type("").see(r"1 of 1(.|\n)*@1(.|\n)*\? hint")
        student.type("/skip").see("Done: 0 of 1 mark")
        assert student.ended() == 0
    with Terminal(tmp_path, []) as student:
        student.see("Enter for 1").type("").see(r"1 of 15(.|\n)*\? hint")
        student.type("/skip").see("2 of 16").type("/q").see("Next due: 1 tomorrow")
        assert student.ended() == 0
    with Terminal(tmp_path, []) as student:
        student.see("stopped at 2 of 16").type("").see(r"1 of 15(.|\n)*\? hint").type("/q")
        assert student.ended() == 0


def test_what_was_left_before_another_sitting_is_offered_again(tmp_path: Path) -> None:
    for words in (("talk-whole@1", "talk-real@1"), ("talk-whole",)):
        with Terminal(tmp_path, ["quiz", "--bank", str(BANK), "--questions", str(len(words)), *words]) as student:
            student.see(FOOTER).type("/skip").press("d").see("Stopped|Done")
            assert student.ended() == 0
    assert "talk-whole@1 talk-real@1, stopped at 2 of 2 today" in " ".join(run(tmp_path).stdout.split())


def test_what_was_left_may_be_gone_from_its_bank(tmp_path: Path) -> None:
    bank = write_bank(tmp_path, "sums", [{"id": "sum-one"}, {"id": "sum-two"}])
    with Terminal(tmp_path, ["quiz", "--bank", bank, "--questions", "2"]) as student:
        student.see(FOOTER).type("/skip").press("d").see("Stopped|Done")
        assert student.ended() == 0
    for questions, says in (([{"id": "sum-new"}], "not in the banks any more"), ([], r"\s*".join("nosuchfile"))):
        write_bank(tmp_path, "sums", questions) if questions else Path(bank).unlink()
        with Terminal(tmp_path, []) as student:
            student.see("1  go on(.|\n)*Enter for 1").type("").see(says)
            assert student.ended() == 2


def test_an_exam_that_was_left_is_the_first_way_to_go_on(tmp_path: Path) -> None:
    with Terminal(tmp_path, ["exam", "--bank", str(BANK), "--questions", "2", "talk-whole", "talk-real"]) as student:
        student.see("Question 1").type("7").see("Question 2").type("/quit").see("The exam is kept")
        assert student.ended() == 0
    home = " ".join(run(tmp_path).stdout.split())
    assert "1 mock exam paper" in home and "1 answer, " in home and "min left dlquiz exam" in home


def test_a_review_asks_what_was_missed_until_it_is_solved(tmp_path: Path) -> None:
    words = ["review", "--bank", str(BANK), "talk-whole"]
    with Terminal(tmp_path, words) as student:
        student.see(r"1 of 1(.|\n)*\? hint").type("/solution").see("Enter for the next question").type("")
        student.see(r"2 of 2(.|\n)*\? hint").type("/solution").see("Enter for the next").type("").see("3 of 3").type(
            "/q"
        )
        student.see("Stopped after 1 question of 1|Done: 0 of 1")
        assert student.ended() == 0
    data = json.loads(run(tmp_path, "history", "--json").stdout)
    assert [one["grade"] for one in data] == [1, None]
    with Terminal(tmp_path, words) as student:
        student.see("Nothing has faded. dlquiz quiz practises anything.")
        assert student.ended() == 0


def write_bank(folder: Path, topic: str, questions: list[dict[str, object]], **head: object) -> str:
    """The path of a bank whose questions ask for a sum."""
    usual = {
        "title": "Sum",
        "ask": "What is 2 plus 3?",
        "answer": "total",
        "steps": [{"name": "total", "formula": "2 + 3"}],
    }
    bank = {"topic": topic, "title": topic, **head, "questions": [usual | one for one in questions]}
    path = folder / f"{topic}.yaml"
    path.write_text(json.dumps(bank, indent=1), encoding="utf-8")
    return str(path)


def test_the_path_goes_from_easy_to_hard_and_on_from_where_it_was_left(tmp_path: Path) -> None:
    later = write_bank(tmp_path, "later", [{"id": "later-easy", "level": 1}], after=["sums"])
    sums = write_bank(tmp_path, "sums", [{"id": "sum-hard", "level": 3}, {"id": "sum-easy", "level": 1}])
    words = ["quiz", "--path", "--bank", later, "--bank", sums]
    with Terminal(tmp_path, [*words, "--questions", "2"]) as student:
        student.see("0 of 3 questions known well").see(r"sum-easy(.|\n)*\? hint").type("5").see("Enter for the next")
        student.type("").see(r"sum-hard(.|\n)*\? hint").type("/q")
        assert student.ended() == 0
    with Terminal(tmp_path, []) as student:
        student.see("path through all topics, stopped at 2 of 2 today").type("/q")
        assert student.ended() == 0
    with Terminal(tmp_path, words) as student:
        student.see("1 of 3 questions known well").see(r"1 of 2(.|\n)*sum-hard(.|\n)*\? hint").type("5")
        student.see("Enter for the next").type("").see(r"later-easy(.|\n)*\? hint").type("5").see("Enter for the score")
        student.type("").see("Done: 2 of 2")
        assert student.ended() == 0
    with Terminal(tmp_path, [*words, "sums"]) as student:
        student.see("You know all of this path well today")
        assert student.ended() == 0


# notes, settings, progress


def test_flags_and_notes_are_kept_with_their_question(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-whole@1") as student:
        student.see(FOOTER).type("/note mind the bias").see("Noted.").type("/flag").see("what is wrong with it ›")
        student.type("the picture lies").see("Flagged").type("560").see("Your note: mind the bias").type("/q")
        assert student.ended() == 0
    listed = run(tmp_path, "flags").stdout
    assert "note talk-whole@1" in listed and "mind the bias" in listed and "the picture lies" in listed
    assert [one["kind"] for one in json.loads(run(tmp_path, "flags", "--json").stdout)] == ["note", "flag"]


def test_settings_hold_from_now_on(tmp_path: Path) -> None:
    assert run(tmp_path, "config", "decimal", "comma").stdout.startswith("decimal is comma (")
    assert run(tmp_path, "config", "decimal").stdout == "comma\n"
    assert run(tmp_path, "answer", "--bank", str(BANK), "talk-real@1", "1,96").returncode == 0
    told = run(tmp_path, "config", "decimal", "point", DLQUIZ_DECIMAL="comma")
    assert told.returncode == 0 and told.stderr == "The environment variable DLQUIZ_DECIMAL overrules it.\n"
    faulty = run(tmp_path, "config", "dezimal", "comma")
    assert (faulty.returncode, faulty.stdout) == (2, "") and 'did you mean "decimal"' in faulty.stderr
    assert run(tmp_path, "config", "decimal", "--unset").returncode == 0
    assert "daily-new     15" in run(tmp_path, "config").stdout
    data = json.loads(run(tmp_path, "config", "--json", DLQUIZ_EXAM_DATE="2026-12-10").stdout)
    assert (data["daily"], data["plain"], data["exam-date"]) == (40, False, "2026-12-10")


def test_progress_moves_to_another_machine(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with practise(here, "talk-whole") as student:
        student.see(FOOTER).type("/sol").see("Enter").type("/q")
        assert student.ended() == 0
    assert run(here, "progress", "path").stdout.strip() == str(here / "progress.db")
    assert "is written" in run(here, "progress", "export", str(tmp_path / "progress.json")).stdout
    merged = run(there, "progress", "import", str(tmp_path / "progress.json"))
    assert merged.stdout == "Merged in: 1 attempt and 0 notes. All others were there already.\n"
    assert "talk-whole" in run(there, "history").stdout
    assert run(there, "progress", "reset").returncode == 2
    assert "begins anew" in run(there, "progress", "reset", "--yes").stdout
    assert "Nothing is kept yet" in run(there, "history").stdout and len(list(there.glob("progress-*.db"))) == 1
    faulty = run(there, "progress", "import", "missing.json")
    assert (faulty.returncode, faulty.stderr) == (2, "missing.json cannot be found.\n")


def test_the_syllabus_says_how_well_a_fact_is_known(tmp_path: Path) -> None:
    before = run(tmp_path, "syllabus").stdout
    assert "known" not in before and not (tmp_path / "progress.db").exists()
    with Terminal(tmp_path, ["quiz", "pool-possible"]) as student:
        student.see(FOOTER).type("/sol").see("Enter").type("/q")
        assert student.ended() == 0
    counted = run(tmp_path, "syllabus").stdout
    assert "practised" in counted and "100 %" in counted
    assert "known 100 % (1 of " in run(tmp_path, "syllabus", "pooling").stdout
    (topic,) = json.loads(run(tmp_path, "syllabus", "pooling", "--json").stdout)
    assert {"pool-possible": 1.0} in [fact["known"] for fact in topic["facts"]]


def test_three_evenings_before_an_exam(tmp_path: Path) -> None:
    def evening(moment: str) -> Terminal:
        return Terminal(tmp_path, [moment], program=("-c", AT_HOME), TZ="Europe/Berlin", DLQUIZ_EXAM_DATE="2026-12-15")

    with evening("2026-11-28T19:00:00+00:00") as student:
        student.see("Exam in 17 days. If it were today, about 25 % would be right.").type("").see(
            r"1 of 15(.|\n)*\? hint"
        )
        student.type("/sol").see("Enter for").type("").see("2 of 16")
        student.child.close(force=True)  # the terminal is closed
    with evening("2026-11-29T02:30:00+00:00") as student:  # half past three at night: still the same evening
        student.see("Exam in 17 days").see("1 of [0-9]+ questions practised").see("review, stopped at 2 of 16 today")
        assert "faded" not in student.text and "14 new" in student.text
        student.type("/q")
        assert student.ended() == 0
    with evening("2026-11-29T19:00:00+00:00") as student:
        student.see("Exam in 16 days").see("1 faded, 15 new: about 15 min").see("stopped at 2 of 16 yesterday")
        student.type("2").see(r"1 of 15(.|\n)*\? hint").type("/skip").see("2 of 16").press("d").see(
            "Next due: 1 today, 1 tomorrow"
        )
        assert student.ended() == 0
    listed = run(tmp_path, "history", TZ="Europe/Berlin").stdout
    assert "28 Nov 20:00" in listed and "29 Nov 20:00" in listed


def test_merged_progress_commands_no_terminal(tmp_path: Path) -> None:
    with practise(tmp_path, "talk-whole") as student:
        student.see(FOOTER).type("/note mine").see("Noted").type("540").see("again, ").type("/q")
        assert student.ended() == 0
    exported = json.loads(run(tmp_path, "progress", "export").stdout)
    hostile = "\x1b[2J\u202e\x9b31m[bold]"
    for rows, names in (
        ("attempts", ("typed", "question", "part", "slip", "step", "version", "verb")),
        ("notes", ("text",)),
    ):
        exported[rows] = [{**one, **dict.fromkeys(names, hostile), "key": "other"} for one in exported[rows]]
    exported["sheets"] = [{**one, "question": hostile, "solution": hostile} for one in exported["sheets"]]
    (tmp_path / "hostile.json").write_text(json.dumps(exported), encoding="utf-8")
    assert "1 attempt and 1 note" in run(tmp_path, "progress", "import", "hostile.json").stdout
    for words in (["history"], ["history", "2"], ["history", "2", "--json"], ["flags"], [], ["syllabus"]):
        made = run(tmp_path, *words)
        assert made.returncode == 0, made.stderr
        assert all(char.isprintable() or char == "\n" for char in made.stdout + made.stderr), words
