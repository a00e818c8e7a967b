"""Pictures in a quiz: with the question, with the solution, on request, and in words."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from screens import make_screen
from test_golden import Script

from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem
from dlquiz.screen.dialogue import Dialogue
from dlquiz.screen.screen import Screen
from dlquiz.screen.solution import show_solution
from dlquiz.session import Planned, Quiz

BANK = Path(__file__).parents[1] / "banks" / "pictures.yaml"
ANSWER = ["/solution", ""]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def typed_not_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlquiz.screen.plain_prompt.has_waiting_input", lambda: False)


def talk(screen: Screen, typed: list[str], folder: Path, capsys: Capture) -> str:
    """What a quiz over the question with pictures shows."""
    bank = load_questions([BANK], folder)
    ticks = count(0, 10)
    quiz = Quiz([Planned("picture-step", 1)], lambda one: make_problem(bank[one.id], one.seed), next(ticks))
    Dialogue(quiz, bank.topics, Script(typed, screen), lambda: screen, lambda: next(ticks)).run()
    return capsys.readouterr().out


def test_a_question_is_asked_with_its_picture_and_solved_with_the_others(tmp_path: Path, capsys: Capture) -> None:
    text = talk(make_screen(80), ANSWER, tmp_path, capsys)
    asked, solved = text.split("/solution", 1)
    assert "f(w) = w²" in asked and "start" in asked and "the step" not in asked and "what was" not in asked
    assert solved.index("what was and what is") < solved.index("the step")
    assert "start" not in solved


def test_where_there_is_no_room_the_picture_comes_on_request(tmp_path: Path, capsys: Capture) -> None:
    screen = make_screen(80)
    screen.console.height = 12
    text = talk(screen, ["/picture", *ANSWER], tmp_path, capsys)
    before, after = text.split("› /picture", 1)
    assert "/picture shows the picture of this question." in before and "●" not in before
    assert "●" in after.split("/solution")[0]


def test_once_it_is_answered_the_request_shows_the_pictures_of_the_solution(tmp_path: Path, capsys: Capture) -> None:
    text = talk(make_screen(80), ["/solution", "/picture", ""], tmp_path, capsys)
    assert text.count("the step\n") == 2 and text.count("f(w) = w²\n") == 2


def test_in_plain_lines_a_picture_is_a_sentence(tmp_path: Path, capsys: Capture) -> None:
    text = " ".join(talk(make_screen(80, plain=True), ANSWER, tmp_path, capsys).split())
    assert text.count("Picture: ") == 3 and "start is marked at (2" in text
    assert not any(0x2800 <= ord(char) < 0x2900 or char in "│─┌█" for char in text)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_a_poor_terminal_is_sent_nothing_that_it_cannot_show(encoding: str, tmp_path: Path, capsys: Capture) -> None:
    problem = make_problem(load_questions([BANK], tmp_path)["picture-step"], 1)
    show_solution(problem, make_screen(80, encoding=encoding))
    text = capsys.readouterr().out
    text.encode(encoding)
    assert "***" in text
