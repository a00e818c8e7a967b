"""`dlquiz export`: what is said, what is left out, and that no file is ever half-written."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Event
from typing import Any

import pyte
import pytest

from dlquiz import processes
from dlquiz.bank.cache import load_compiled
from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands import export
from dlquiz.errors import DlquizError
from dlquiz.export import work
from dlquiz.export.driver import FORMATS, find_format
from dlquiz.export.job import Item, Job
from dlquiz.model import Question

KINDS = Path(__file__).with_name("kinds.yaml")
FAULTY = """
topic: faulty
title: Faulty
questions:
- id: divides
  draw:
    n: {from: 0, to: 0}
  ask: What is it?
  answer: 1 / n
- id: fine
  ask: Why?
  answer: {kind: text, accept: [because]}
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and an empty folder to work in."""
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "home"


def run(format: str = "tsv", *words: str, **options: Any) -> int:
    """The verb with the bank of this folder."""
    settings: dict[str, Any] = {
        "variants": None,
        "seed": 0,
        "out": None,
        "files": [KINDS],
        "when": None,
        "plain": False,
    }
    return export.run(format, words, **(settings | options))


@pytest.mark.parametrize(
    ("format", "names"),
    [
        ("anki", ["dlquiz.apkg"]),
        ("tsv", ["dlquiz.tsv"]),
        ("csv", ["dlquiz.csv"]),
        ("json", ["dlquiz.json", "dlquiz.schema.json"]),
        ("markdown", ["dlquiz-key.md", "dlquiz.md"]),
    ],
)
def test_every_format_writes_its_files_and_no_others(
    format: str, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(format) == 0
    assert sorted(path.name for path in Path().iterdir()) == names
    said = capsys.readouterr()
    assert said.out.startswith("13 questions in dlquiz") and not said.err


def test_topics_and_ids_choose(capsys: pytest.CaptureFixture[str]) -> None:
    run("json", "kind-choice", "kind-text")
    assert capsys.readouterr().out == "2 questions in dlquiz.json and dlquiz.schema.json\n"


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (["ankii"], {}, 'There is no format "ankii"; did you mean "anki"?'),
        (["xlsx"], {}, f'There is no format "xlsx"; there are {", ".join(FORMATS)}.'),
        (["json"], {"plain": True}, "--plain goes with tsv and csv; json has no plain form."),
        (["tsv", "kind-choise"], {}, 'There is no topic or question "kind-choise"; did you mean "kind-choice"?'),
        (["tsv"], {"when": "soon"}, '--time "soon" is not a date such as 2026-01-31 or 2026-01-31T12:00.'),
        (["tsv"], {"out": Path()}, "--out . is a folder; name a file in it."),
        (["tsv"], {"out": KINDS / "x.tsv"}, f"{KINDS / 'x.tsv'} cannot be written: "),
    ],
)
def test_faults_are_one_plain_sentence(arguments: list[str], options: dict[str, Any], said: str) -> None:
    with pytest.raises(DlquizError) as caught:
        run(*arguments, **options)
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)
    assert not list(Path().iterdir())


def test_the_command_line_ends_with_2() -> None:
    command = [sys.executable, "-m", "dlquiz", "export", "nothing"]
    path = os.pathsep.join(sys.path)
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path}, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'There is no format "nothing"; there are {", ".join(FORMATS)}.\n'


def test_a_faulty_question_is_named_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = tmp_path / "faulty.yaml"
    bank.write_text(FAULTY, encoding="utf-8")
    assert run(files=[bank]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("divides is left out: ") and said.err.count("\n") == 1
    assert said.out == "1 question in dlquiz.tsv\n"


def test_nothing_left_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = tmp_path / "faulty.yaml"
    bank.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(DlquizError, match="Nothing is left to export"):
        run("tsv", "divides", files=[bank])
    assert capsys.readouterr().err and not list(Path().iterdir())


def test_what_a_format_cannot_carry_is_listed_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave_out(item: Item, job: Job) -> str:
        return "it has no form here" if item.question.id == "kind-text" else ""

    monkeypatch.setattr("dlquiz.export.json.describe_gap", leave_out)
    run("json")
    said = capsys.readouterr()
    assert said.err == "kind-text is left out: it has no form here.\n" and said.out.startswith("12 ")
    run("anki")
    assert capsys.readouterr().err == ""


def test_a_formula_that_plain_text_cannot_carry_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = tmp_path / "odd.yaml"
    bank.write_text(FAULTY.replace("ask: Why?", r"ask: Why $\frac{1}$?"), encoding="utf-8")
    run(files=[bank])
    capsys.readouterr()
    with pytest.raises(DlquizError, match="Nothing is left"):
        run(files=[bank], plain=True)
    assert r"fine is left out: $\frac{1}$ has no plain form." in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    run("markdown")
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    calls = iter([None, OSError(28, "No space left on device")])

    def failing(file: int) -> None:
        if (error := next(calls)) is not None:
            raise error

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(DlquizError, match="cannot be written: No space left on device"):
        run("markdown", "kind-text")
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert run("tsv", out=Path(os.devnull)) == 0
    assert not Path(os.devnull).is_file()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target.tsv"
    Path("link.tsv").symlink_to(target)
    target.write_text("old")
    run("tsv", out=Path("link.tsv"))
    assert Path("link.tsv").is_symlink() and target.read_text(encoding="utf-8").startswith("#separator")


def test_time_and_seed_are_taken() -> None:
    run("anki", when="2026-01-31", out=Path("a.apkg"))
    run("anki", when="1769817600", out=Path("b.apkg"))
    run("json", seed=7, variants=2)
    assert Path("a.apkg").read_bytes() == Path("b.apkg").read_bytes()
    assert '"kind-number@8"' in Path("dlquiz.json").read_text(encoding="utf-8")
    assert export.read_time("2026-01-31") == export.read_time("2026-01-31T01:00+01:00") == 1769817600


class Terminal(StringIO):
    """A stderr that is a terminal, with its screen."""

    def __init__(self) -> None:
        super().__init__()
        self.screen = pyte.Screen(80, 5)
        self.stream = pyte.Stream(self.screen)
        self.drawn = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.stream.feed(text.replace("\n", "\r\n"))
        if " 6 of 13" in self.screen.display[0]:
            self.drawn.set()
        return len(text)


def test_the_bar_is_drawn_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with export.progress_bar() as advance:
        advance(6, 13)
        assert terminal.drawn.wait(20)
    assert "".join(terminal.screen.display).strip() == ""
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 0)


def test_there_is_no_bar_where_nobody_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    with export.progress_bar() as advance:
        advance(6, 13)
    assert capsys.readouterr().err == ""


def test_several_processes_make_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    run("anki", out=Path("one.apkg"), when="1770000000")
    monkeypatch.setattr(work, "MIN_VARIANTS", 1)
    monkeypatch.setattr(processes, "count_cores", lambda: 2)
    run("anki", out=Path("two.apkg"), when="1770000000")
    assert Path("one.apkg").read_bytes() == Path("two.apkg").read_bytes()


def test_a_process_that_fails_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MIN_VARIANTS", 1)
    monkeypatch.setattr(processes, "count_cores", lambda: 2)
    monkeypatch.setattr(processes, "begin_process", os.abort)
    run("json")
    assert Path("dlquiz.json").read_text(encoding="utf-8").count('"variant"') == 13


def test_processes_are_started_only_for_much_work() -> None:
    assert isinstance(work.make_records(work.Work(QuestionSet(), "json", range(1), None), ["a"] * 20), map)  # type: ignore[arg-type]


def test_questions_that_are_exported_are_not_kept_in_memory(tmp_path: Path) -> None:
    plain = load_compiled(KINDS, tmp_path)
    copies = [
        plain | {"questions": [one | {"id": f"{one['id']}-{i}"} for one in plain["questions"]]} for i in range(20)
    ]
    bank = QuestionSet([(str(i), copy) for i, copy in enumerate(copies)])
    job = Job(tmp_path / "out.csv", 1_770_000_000, tmp_path / "change-dates.sqlite3", str)
    before = count_questions()
    made = list(map(work.Work(bank, find_format("csv"), range(1), job).make_record, bank.ids))
    assert len(made) > 200
    assert count_questions() - before < 100


def count_questions() -> int:
    """The questions in memory."""
    gc.collect()
    return sum(type(one) is Question for one in gc.get_objects())
