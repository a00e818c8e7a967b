"""Guided mode: one entry after another, shown or answered, and wrong values carried on."""

from __future__ import annotations

import pytest

import dlquiz
from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.library import Bank
from dlquiz.problem import Problem
from dlquiz.tutor.guided import Guide


@pytest.fixture
def problem() -> Problem:
    return dlquiz.load()["conv-params"].problem(k=3, c_in=3, filters=20, bias=True)


def test_entries_are_asked_in_turn_and_gathered(problem: Problem) -> None:
    guide = Guide(problem.tape, problem.tape["total"])
    assert guide.prompt == "weights = ?"
    assert guide.answer("3*3*3").verdict == "right"
    guide.show()
    assert guide.answer("561").verdict == "wrong"
    assert guide.answer("560").verdict == "right"
    assert guide.entry is None
    assert [(row.name, row.text, row.by) for row in guide.known] == [
        ("weights", "27", "answered"),
        ("per_filter", "28", "shown"),
        ("total", "560", "answered"),
    ]


def test_a_wrong_value_that_is_kept_is_carried_on(problem: Problem) -> None:
    guide = Guide(problem.tape, problem.tape["total"])
    guide.accept(9)
    assert guide.answer("10").verdict == "follows"


def test_what_cannot_be_read_costs_nothing(problem: Problem) -> None:
    guide = Guide(problem.tape, problem.tape["total"])
    assert guide.answer("2 7 1").verdict == "unreadable"
    assert guide.prompt == "weights = ?"


SMALL = """
topic: small
title: Small
questions:
- id: small
  draw: {x: [0.00521]}
  ask: A small square.
  steps:
    - {name: square, formula: x * x}
    - {name: whole, formula: 1000000 * square}
  answer: {value: whole, decimals: 2}
"""


def test_zero_is_not_taken_for_a_small_value() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(SMALL, "bank.yaml"))]))["small"].problem()
    guide = Guide(problem.tape, problem.tape["whole"])
    assert guide.answer("0").verdict == "wrong"
    assert guide.answer("0.0000271").verdict == "right"
    assert guide.answer("27.1441").verdict == "right"
