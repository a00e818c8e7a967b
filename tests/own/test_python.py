"""What a notebook asks of a problem: numbers and arrays as answers, what a verdict says, and names that are not there."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import dlquiz
from dlquiz.errors import NotFound, UsageError
from dlquiz.problem import Problem


@pytest.fixture(scope="module")
def convolution() -> Problem:
    return dlquiz.load()["conv-params"].problem(k=3, c_in=3, filters=20, bias=True)


@pytest.mark.parametrize("answer", [560, 560.0, np.int64(560), np.float32(560), Fraction(560), "560"])
def test_numbers_are_answers(convolution: Problem, answer: object) -> None:
    assert convolution.check(answer).verdict == "right"


def test_arrays_are_answers() -> None:
    made = dlquiz.backprop("E = mean((W @ x)^2)", W=[[1, 2], [3, 4]], x=[1, -1])
    right = made.problem.tape["dE_dW"].value
    assert made.problem.check(np.array(right, dtype=float), part="dE_dW").verdict == "right"
    assert made.problem.check(right.tolist(), part="dE_dW").verdict == "right"
    assert made.problem.check([[0, 0], [0, 0]], part="dE_dW").verdict == "wrong"


def test_what_is_no_answer(convolution: Problem) -> None:
    with pytest.raises(UsageError, match="is not an answer"):
        convolution.check(object())


def test_a_verdict_always_says_something_or_nothing(convolution: Problem) -> None:
    assert convolution.check(560).says == ""
    assert convolution.check(540).says == "The biases are missing; each filter has one."
    assert "one answer" in convolution.check("1 or 2").says


def test_a_name_that_the_solution_does_not_have(convolution: Problem) -> None:
    with pytest.raises(NotFound, match=r'the solution has no "totl"; did you mean "total"\?'):
        convolution.tape["totl"]
    with pytest.raises(KeyError):
        convolution.tape["zzz"]
