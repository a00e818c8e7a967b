"""The verbs other than `quiz`: `new`, `show --watch`, completion, …; and text that tries to control the terminal."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from dlquiz.cli import app

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import resource

from terminal import BANK, ROOT, Terminal

HOSTILE = r"""
topic: hostile
title: "Escapes \e[2J and \u202E bidi"
about: "\e]0;title\a"
questions:
- id: hostile-one
  title: "Clear \e[2J the \x9b2J screen"
  ask: "A \u202Ereversed\u202C ask with [bold red]markup[/] and \e[31mred\e[0m and a \b backspace; $x \e[1m$"
  hint: "A hint \e[5mblinks\e[0m"
  remark: "A remark \e[3;1H"
  answer:
    options:
      - right: "right \e[32m one"
        because: "be\u2066cause"
      - wrong: "wrong \u0007 one"
- id: hostile-two
  title: Steps
  ask: How much?
  steps:
    - name: a
      formula: 1 + 1
      why: "Why \e[7m not"
  answer: a
"""


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A verb without a terminal."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
    command = [sys.executable, "-m", "dlquiz", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, encoding="utf-8")


# new


def test_a_new_bank_passes_its_own_check(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "Loss functions")
    assert made.returncode == 0 and "loss-functions.yaml is written" in made.stdout
    checked = run(tmp_path, "check", "loss-functions.yaml")
    assert (checked.returncode, checked.stderr) == (0, "") and "no faults" in checked.stdout


def test_a_new_bank_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("topic: mine", encoding="utf-8")
    made = run(tmp_path, "new", "mine")
    assert made.returncode == 2 and "already exists" in made.stderr
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "topic: mine"
    assert run(tmp_path, "new", "mine", "--out", "other.yaml").returncode == 0


def test_no_half_a_bank_is_left(tmp_path: Path) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "dlquiz", "new", "mine"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, preexec_fn=no_room)
    assert made.returncode == 2 and "mine.yaml cannot be written: File too large." in made.stderr
    assert not (tmp_path / "mine.yaml").exists()


@pytest.mark.parametrize("topic", ["../up", "Löss", "a/b", "", "x: y"])
def test_a_topic_is_a_slug(tmp_path: Path, topic: str) -> None:
    made = run(tmp_path, "new", topic)
    assert made.returncode == 2 and "is not a topic" in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


# show --watch


def test_a_teacher_watches_the_bank(tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    text = BANK.read_text(encoding="utf-8")
    bank.write_text(text, encoding="utf-8")
    with Terminal(tmp_path, ["show", "talk-yes", "--bank", str(bank), "--watch"]) as teacher:
        teacher.see("Yes or no(.|\n)*Watching")
        bank.write_text(text.replace("Yes or no", "Now another title"), encoding="utf-8")
        teacher.see("Now another title")
        assert "Yes or no" not in teacher.text
        bank.write_text(text.replace("title: Yes or no", "titel: oops"), encoding="utf-8")
        teacher.see('did you mean "title"')
        bank.unlink()
        teacher.see("no such file")
        bank.write_text(text.replace("Yes or no", "Back again"), encoding="utf-8")
        teacher.see("Back again").press("c")
        assert teacher.ended() == 0


# outputs that take nothing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
@pytest.mark.parametrize(
    "words", [("list", "pooling"), ("list", "--json"), ("show", "conv-params@7"), ("schema",), ("formulas",)]
)
def test_a_full_disk_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        made = run_into(tmp_path, full, *words)
    assert made.returncode == 2
    assert made.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(tmp_path: Path, closed: str) -> None:
    for words, code in (("show conv-params@7", 0), ("answer conv-params@7 1", 1), ("quiz", 2), ("show no-such", 2)):
        line = f"{shlex.quote(sys.executable)} -m dlquiz {words} {closed}"
        environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        made = subprocess.run(["sh", "-c", line], capture_output=True, text=True, cwd=tmp_path, env=environment)
        assert made.returncode == code and "Traceback" not in made.stderr, (words, made)


def run_into(home: Path, stdout: IO[str], *words: str) -> subprocess.CompletedProcess[str]:
    """A verb that writes into a file."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dlquiz", *words]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, cwd=home, env=environment)


# faulty command lines


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("solve", "conv-params", "k=3", "k=4"), "k is given twice: k=3 and k=4."),
        (("solve", "conv-params", "kk=3"), 'did you mean "k"'),
        (("show", "conv-params@-1"), "a whole number, as in conv-params@7"),
        (("show", "@7"), "Name a question"),
        (("answer", "gd-overshoot-exam@1", "5"), "say which one is meant"),
    ],
)
def test_faulty_command_lines(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    made = run(tmp_path, *words)
    assert made.returncode == 2 and made.stdout == ""
    assert says in made.stderr and made.stderr.count("\n") == 1


def test_lines_of_answers_take_the_seeds_of_the_command_line(tmp_path: Path) -> None:
    lines = [{"id": "conv-params", "seed": seed, "text": "438"} for seed in (7, -7, 10**18)]
    command = [sys.executable, "-m", "dlquiz", "answer", "--json"]
    typed = "\n".join(map(json.dumps, lines))
    environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    made = subprocess.run(command, input=typed, capture_output=True, text=True, cwd=tmp_path, env=environment)
    first, *others = map(json.loads, made.stdout.splitlines())
    assert first["verdict"] == "right"
    assert all("seed" in other["error"] for other in others)


def test_the_list_of_a_bank_costs_no_more_than_one_variant(tmp_path: Path) -> None:
    """Which kind of answer a question has takes drawing it; beyond the work for one variant nothing is computed."""
    body = "  ask: x\n  let: {v: sum(range(9000)/7)}\n  answer: v\n"
    bank = tmp_path / "bank.yaml"
    questions = "".join(f"- id: work-{i}\n{body}" for i in range(400))
    bank.write_text(f"topic: work\ntitle: Work\nquestions:\n{questions}", encoding="utf-8")
    rows = json.loads(run(tmp_path, "list", "--bank", str(bank), "--json").stdout)
    kinds = [row["kinds"] for row in rows if row["topic"] == "work"]
    computed = kinds.index(["takes too long to tell"])
    assert 0 < computed < 40 and kinds == [["number"]] * computed + [["takes too long to tell"]] * (400 - computed)


def test_every_topic_is_listed_in_columns(tmp_path: Path) -> None:
    made = run(tmp_path, "list")
    assert made.stdout.count(" id  ") == made.stdout.count(" questions)") > 3
    assert max(map(len, made.stdout.splitlines())) <= 80


@pytest.mark.parametrize("columns", ["40", "80", "120"])
@pytest.mark.parametrize(
    "words", [("list",), ("formulas",), ("net",), ("net", "vgg-16"), ("solve", "max-pool-gradient@2")]
)
def test_no_line_is_wider_than_the_window(tmp_path: Path, words: tuple[str, ...], columns: str) -> None:
    made = run(tmp_path, *words, COLUMNS=columns)
    assert made.returncode == 0
    assert max(map(len, made.stdout.splitlines())) <= int(columns)


def test_short_brackets_of_a_formula_are_not_broken(tmp_path: Path) -> None:
    lines = run(tmp_path, "solve", "max-pool-overlap@2").stdout.splitlines()
    assert sum("I[rows 1–3]" in line for line in lines) == 1
    assert not any(re.search(r"\[[^\[\]]*$", line) for line in lines)


def test_the_brief_holds_a_bank_that_check_is_content_with_and_the_notes(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("A dense layer has NOTES of its own.", encoding="utf-8")
    brief = run(tmp_path, "new", "--brief", "notes.md").stdout
    assert "A dense layer has NOTES of its own." in brief
    (example,) = re.findall(r"```yaml\n(.*?)```", brief, re.DOTALL)
    (tmp_path / "drafted.yaml").write_text(example, encoding="utf-8")
    made = run(tmp_path, "check", "drafted.yaml")
    assert made.returncode == 0, made.stderr
    assert "cannot be read" in run(tmp_path, "new", "--brief", "missing.md").stderr


def test_one_wide_step_does_not_take_the_others_out_of_their_columns(tmp_path: Path) -> None:
    sizes = "n_in=13", "hidden_1=9", "hidden_2=30", "n_out=5"
    text = run(tmp_path, "solve", "mlp-weights-and-biases", *sizes).stdout
    assert re.search(r"\n   1  weights\S+  n_in·hidden\S+ +13·9 +117\n", text)
    assert "\n › 7  table = [[117, 9], [270, 30], [150, 5]]\n      = [[weights" in text


# help


def test_the_list_of_verbs_is_not_cut_off_and_begins_with_practice(tmp_path: Path) -> None:
    verbs = run(tmp_path, "--help").stdout.partition("Commands:\n")[2].strip().splitlines()
    assert verbs[0].startswith("quiz") and len(verbs) == len(app.registered_commands)
    assert all(line.rstrip().endswith(".") and "..." not in line for line in verbs)


def read_readme_lines(*verbs: str) -> list[str]:
    """The command lines of README.md that call one of these verbs."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith(tuple(f"dlquiz {verb} " for verb in verbs))]


@pytest.mark.parametrize(
    "line",
    read_readme_lines(
        "list",
        "show",
        "solve",
        "answer",
        "net",
        "derive",
        "descend",
        "backprop",
        "export",
        "new",
        "check",
        "flags",
        "config",
        "progress",
    ),
)
def test_what_the_readme_tells_to_type_works(tmp_path: Path, line: str) -> None:
    if "my-topic.yaml" in line.partition("#")[0]:
        assert run(tmp_path, "new", "my-topic").returncode == 0
    if "export pdf" in line:
        pytest.importorskip("typst", reason="typst is not installed: .ci/oracles typst")
    (tmp_path / "notes.md").write_text("Notes of a lecture.", encoding="utf-8")
    made = run(tmp_path, *shlex.split(line, comments=True)[1:])
    assert (made.returncode, made.stderr) == (0, "")


def test_the_faults_in_the_document_of_banks_are_those_that_are_printed(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "banks.md").read_text(encoding="utf-8")
    head, _, _, grown, *_ = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    bank = head.partition("- id:")[0] + grown.replace("many updates", "many {{ full }}").replace(
        "gives: images", "gives: imges"
    )
    (tmp_path / "updates.yaml").write_text(bank, encoding="utf-8")
    made = run(tmp_path, "check", "updates.yaml")
    assert f"$ dlquiz check updates.yaml\n{made.stderr}{made.stdout}```" in text


# completion


def complete(home: Path, line: str) -> list[str]:
    """What the shell would offer."""
    words = line.split(" ")
    code = "import sys; sys.argv = ['dlquiz']; from dlquiz.cli import main; main()"
    environment = {
        **os.environ,
        "DLQUIZ_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "_DLQUIZ_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    made = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=home)
    assert made.stderr == ""
    return made.stdout.split()


def test_the_shell_completes_topics_and_ids(tmp_path: Path) -> None:
    assert complete(tmp_path, "dlquiz quiz poo")[:1] == ["pooling"]
    assert "conv-params" in complete(tmp_path, "dlquiz solve conv-p")
    assert "pooling" not in complete(tmp_path, "dlquiz solve poo")
    assert complete(tmp_path, "dlquiz list back") == ["backprop"]
    assert "talk-whole" in complete(tmp_path, f"dlquiz quiz --bank {BANK} talk-w")
    assert complete(tmp_path, "dlquiz quiz --bank missing.yaml x") == []


# hostile text


def is_harmless(raw: str) -> bool:
    """Whether nothing in a text controls the terminal or changes the direction of its letters."""
    return all(char.isprintable() or char in "\n\r" for char in raw)


@pytest.mark.parametrize("verb", ["show", "solve"])
def test_no_character_of_a_bank_commands_the_terminal(tmp_path: Path, verb: str) -> None:
    bank = tmp_path / "hostile.yaml"
    bank.write_text(HOSTILE, encoding="utf-8")
    for question in ("hostile-one", "hostile-two"):
        made = run(tmp_path, verb, question, "--bank", str(bank))
        assert made.returncode == 0 and is_harmless(made.stdout), made.stdout
        if question == "hostile-one":
            assert "[bold red]markup[/]" in made.stdout


def test_no_character_of_a_bank_or_an_answer_commands_the_terminal_in_a_quiz(tmp_path: Path) -> None:
    bank = tmp_path / "hostile.yaml"
    bank.write_text(HOSTILE, encoding="utf-8")
    options = ["quiz", "--bank", str(bank), "--seed", "1", "--questions", "2", "--plain"]
    with Terminal(tmp_path, options) as student:
        student.see("answer:").type("\u202eb\x16\x1b[2J").see("answer:(.|\n)*answer:")
        student.type("?").see("hint").type("/sol").see("Enter").type("").see("2 of 2(.|\n)*answer:")
        student.type("/sol").see("Enter").type("").see("y / n").type("n")
        assert student.ended() == 0
        raw = student.raw.decode()
        for bracketed_paste in ("\033[?2004h", "\033[?2004l", "\033[?1034h"):
            raw = raw.replace(bracketed_paste, "")
        shown = [line for line in raw.split("\n") if not line.startswith("answer:")]  # what readline echoes is its own
        assert all(is_harmless(line) for line in shown), shown


def test_no_message_or_json_commands_the_terminal(tmp_path: Path) -> None:
    bank = tmp_path / "hostile.yaml"
    bank.write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "faulty.yaml").write_text('topic: a\ntitle: b\n"\\e[2Jx\\u202e": 1\nquestions: []\n', encoding="utf-8")
    for words in (
        ("show", "hostile-one", "--bank", str(bank), "--json"),
        ("list", "--bank", str(bank), "--json"),
        ("check", "faulty.yaml"),
        ("check", "no\033[2J.yaml"),
        ("show", "no\033[2J"),
        ("net", "in 3x3 | \033[2J"),
    ):
        made = run(tmp_path, *words)
        assert is_harmless(made.stdout + made.stderr), made
        assert "Traceback" not in made.stderr


@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--json"), ("solve", "gd-two-steps@1"), ("show", "gd-two-steps@1", "--json"), ("formulas",)],
)
def test_an_ascii_pipe_gets_ascii(tmp_path: Path, words: tuple[str, ...]) -> None:
    made = run(tmp_path, *words, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert made.returncode == 0 and made.stdout.isascii() and made.stderr == ""


def test_hostile_answers_are_shown_harmlessly(tmp_path: Path) -> None:
    made = run(tmp_path, "answer", "--bank", str(BANK), "talk-text", "a\033[2Jb\u202ec")
    assert made.returncode == 2 and is_harmless(made.stdout)
