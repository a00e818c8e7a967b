"""Free working: lines are matched by name, symbol or value; the first that departs is named, the rest may follow."""

from __future__ import annotations

import pytest

import dlquiz
from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.library import Bank
from dlquiz.problem import Problem
from dlquiz.tutor.working import judge_lines


@pytest.fixture(scope="module")
def problem() -> Problem:
    return dlquiz.load()["conv-params"].problem(k=3, c_in=3, filters=20, bias=True)


def verdicts(problem: Problem, *lines: str) -> list[tuple[str, str]]:
    return [(line.verdict, line.entry) for line in judge_lines(problem.tape, lines)]


def test_lines_by_name_with_spaces_and_by_value_alone(problem: Problem) -> None:
    assert verdicts(problem, "3*3*3 = 27", "Per Filter = 27 + 1 = 28", "560") == [
        ("right", "weights"),
        ("right", "per_filter"),
        ("right", "total"),
    ]


def test_the_first_departure_is_named_and_what_comes_after_follows(problem: Problem) -> None:
    assert verdicts(problem, "weights = 27", "per_filter = 27", "total = 20*27 = 540") == [
        ("right", "weights"),
        ("departs", "per_filter"),
        ("follows", "total"),
    ]


def test_a_line_that_contradicts_itself_departs(problem: Problem) -> None:
    (line,) = judge_lines(problem.tape, ["weights = 3*3*3 = 28"])
    assert (line.verdict, line.message) == ("departs", "The two sides are not equal: 27 and 28.")


def test_a_value_between_two_entries_is_known(problem: Problem) -> None:
    assert verdicts(problem, "3*3 = 9") == [("between", "")]


def test_names_of_the_question_may_be_used(problem: Problem) -> None:
    assert verdicts(problem, "total = filters*(k*k*c_in + 1)") == [("right", "total")]


def test_what_cannot_be_read_has_a_caret_in_the_line(problem: Problem) -> None:
    (line,) = judge_lines(problem.tape, ["weights = 3 3 3"])
    assert line.verdict == "unreadable"
    assert line.caret is not None and line.caret >= len("weights = ")


@pytest.mark.parametrize("symbol", ["∂E/∂w", "dE_dw", "dE/dw"])
def test_derivatives_by_every_spelling(symbol: str) -> None:
    problem = dlquiz.load()["backprop-one-weight"].problem(seed=2)
    value = problem.tape["dE_dw"].value
    assert verdicts(problem, f"{symbol} = {value:.6f}") == [("right", "dE_dw")]


LISTS = """
topic: lists
title: Lists
questions:
- id: lists
  draw: {a: [3], b: [4]}
  ask: A list, and its sum.
  steps:
    - name: pair
      formula: "[a + b, a - b]"
    - name: larger
      formula: b * pair
    - name: total
      formula: sum(larger)
  answer: total
"""


def test_a_number_never_follows_from_where_a_list_stands() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(LISTS, "bank.yaml"))]))["lists"].problem()
    assert verdicts(problem, "pair = [7, 1]", "5", "larger = [28, 4]", "32") == [
        ("departs", "pair"),
        ("unknown", ""),
        ("follows", "larger"),
        ("follows", "total"),
    ]
