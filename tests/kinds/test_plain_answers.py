"""What people type plainly: labels before the elements of a vector, parts by symbol or number, a wrong yes-no."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bank"))

from bank_text import build_single

import dlquiz
from dlquiz.errors import NotFound
from dlquiz.problem import make_problem
from dlquiz.session import JudgedAnswer, Planned, Quiz

STEP = """
draw: {a: [1, 2]}
ask: What are $[w, b]$ after the step with {{ a }}?
answer: '[-0.4 * a, 0.3]'
"""


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("w=-0.4, b=0.3", "right"),
        ("[w = -0.4, b = 0.3]", "right"),
        ("w=-0.4; b=0.3", "right"),
        ("w=-0.4, b=0.4", "wrong"),
        ("b=0.3, w=-0.4", "unreadable"),
        ("u=-0.4, b=0.3", "unreadable"),
        ("[-0.4, 0.3]", "right"),
    ],
)
def test_labels_before_the_elements_that_the_question_names(typed: str, verdict: str) -> None:
    assert make_problem(build_single(STEP), 0, {"a": 1}).check(typed).verdict == verdict


def test_labels_are_not_read_where_the_question_names_no_elements() -> None:
    question = build_single(STEP.replace("$[w, b]$", "the two"))
    assert make_problem(question, 0, {"a": 1}).check("w=-0.4, b=0.3").verdict == "unreadable"


def test_parts_by_symbol_and_number() -> None:
    problem = dlquiz.load()["backprop-one-weight"].problem(1)
    assert problem.part("∂E/∂a").name == "dE_da"
    assert problem.part("2").name == list(problem.parts)[1]
    for word in ("0", "99", "∂E/∂q"):
        with pytest.raises(NotFound):
            problem.part(word)


YES_NO = """
draw: {a: [1, 2]}
ask: Is {{ a }} more than 5?
answer: a > 5
"""


def test_a_wrong_yes_settles_the_part() -> None:
    problem = make_problem(build_single(YES_NO), 0)
    quiz = Quiz([Planned("q-0", 0)], lambda planned: problem, 0.0)
    judged = quiz.answer("yes", 1.0)
    assert isinstance(judged, JudgedAnswer)
    assert judged.settled
    assert judged.verdict.verdict == "wrong"
    assert quiz.question_attempt.result == "wrong"
