"""Whole quizzes as they look: at 80 and at 40 columns, for screen readers, in ASCII, and in colour.

The screens are kept in `golden/`.  After a change that is meant, read the difference and renew them:

    REFRESH=1 make test ARGS="tests/screen/test_golden.py"; git diff tests/screen/golden
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text
from screens import make_screen

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.dialogue import Dialogue
from dlquiz.screen.plain_prompt import PlainPrompt
from dlquiz.screen.prompt import QuizLeft, render_lead
from dlquiz.screen.score_screen import render_score
from dlquiz.screen.screen import Screen, detect_screen
from dlquiz.screen.solution import show_solution
from dlquiz.session import Planned, Quiz, summarize

Capture = pytest.CaptureFixture[str]
HERE = Path(__file__).parent
BANK = HERE.parent / "banks" / "dialogue.yaml"
SCREENS = {
    "wide": make_screen(80),
    "narrow": make_screen(40),
    "plain": make_screen(80, plain=True),
    "ascii": make_screen(80, encoding="ascii"),
    "narrow-ascii": make_screen(40, encoding="ascii"),
    "colour": make_screen(80, color_system="standard"),
}
TYPED = {
    "talk-whole": ["540", "1,96", "?", "?", "20(27+1)", ""],
    "talk-real": ["1.97", "1.9", "/solution", ""],
    "talk-parts": ["0.6", "/hint", "0.6457", "/undo", "/sol", ""],
    "talk-choice": ["a", "x", "the largest value", ""],
    "talk-several": ["a", "a b", "b c", ""],
    "talk-order": ["a b", "c a b", "/s", "/so", "/u", "b a c", ""],
    "talk-match": ["d", "b", "a", "1b 2c 3d", ""],
    "talk-recall": ["It makes the network redundant.", "why", "partly", ""],
    "talk-text": ["momentun", "Momentum", ""],
    "talk-matrix": ["1 3", "-2 4", "", ""],
    "talk-shape": ["3x32x32", "(32, 32, 3)", ""],
    "talk-yes": ["quit", "n", "y", ""],
    "talk-expression": ["x^2", "2x", ""],
    "talk-loop": ["0.1", "?", "/sol", ""],
    "talk-wide": ["x", "1.5", "2.0171", "/solution", ""],
    "talk-markdown": ["/help", "/foo", "/skip"],
}


class Script(PlainPrompt):
    """Types what it is given, and shows it as a terminal would."""

    def __init__(self, lines: list[str], screen: Screen) -> None:
        super().__init__(lambda: screen)
        self.lines = iter(lines)

    def read_line(self, label: str, room: int = 0) -> str:
        typed = next(self.lines, None)
        if typed is None:
            raise EOFError
        screen = self.measured()
        screen.show([Text.assemble(render_lead(label, screen, room), typed)])
        return typed


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> QuestionSet:
    return load_questions([BANK], tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def problems(bank: QuestionSet) -> list[Problem]:
    """A variant of every question, those of the shipped banks too."""
    return [make_problem(question, 7) for question in [*bank, *load_questions()]]


@pytest.fixture(autouse=True)
def typed_not_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlquiz.screen.plain_prompt.has_waiting_input", lambda: False)


def transcript(bank: QuestionSet, screen: Screen, ids: list[str], capsys: Capture) -> str:
    """A quiz over these questions, each move taking ten seconds."""
    ticks = count(0, 10)
    plan = [Planned(name, 1) for name in ids]
    quiz = Quiz(plan, lambda planned: make_problem(bank[planned.id], planned.seed), next(ticks))
    script = Script([line for name in ids for line in TYPED[name]], screen)
    with suppress(QuizLeft, EOFError):
        Dialogue(quiz, bank.topics, script, lambda: screen, lambda: next(ticks)).run()
    screen.show(render_score(summarize(quiz.state.question_attempts), len(plan), bank.topics, screen))
    return capsys.readouterr().out


def compare(name: str, text: str) -> None:
    """The screen is the one that is kept; with REFRESH it is kept from now on."""
    path = HERE / "golden" / f"{name}.txt"
    if os.environ.get("REFRESH"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCREENS)
def test_a_quiz_over_every_kind(name: str, bank: QuestionSet, capsys: Capture) -> None:
    compare(f"quiz-{name}", transcript(bank, SCREENS[name], list(TYPED), capsys))


@pytest.mark.parametrize("name", SCREENS)
def test_solutions(name: str, bank: QuestionSet, capsys: Capture) -> None:
    for question in bank:
        show_solution(make_problem(question, 1), SCREENS[name])
    compare(f"solution-{name}", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["wide", "narrow", "plain", "ascii", "narrow-ascii"])
def test_no_line_is_wider_than_the_screen(name: str, problems: list[Problem], capsys: Capture) -> None:
    screen = SCREENS[name]
    for problem in problems:
        show_solution(problem, screen)
    assert [line for line in capsys.readouterr().out.split("\n") if cell_len(line) > screen.width] == []


def test_nothing_but_ascii_reaches_an_ascii_terminal(problems: list[Problem], capsys: Capture) -> None:
    for problem in problems:
        show_solution(problem, SCREENS["ascii"])
    text = capsys.readouterr().out
    assert text.isascii() and "�" not in text
    assert "?" not in "".join(line for line in text.split("\n") if not line.rstrip().endswith("?")).replace("? ", "")


def test_without_colour_no_escape_sequence_is_written(bank: QuestionSet, capsys: Capture) -> None:
    assert "\033" not in transcript(bank, SCREENS["wide"], list(TYPED), capsys)


@pytest.mark.parametrize(
    ("variables", "colour"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(
    variables: dict[str, str], colour: bool, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert detect_screen(False).console.color_system is None  # no terminal
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert bool(detect_screen(False).console.color_system) is colour
    assert detect_screen(True).console.color_system is None
