"""A value on the way typed as the answer is recognised; what an answer cannot be at all is said first."""

from __future__ import annotations

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.library import Bank
from dlquiz.problem import Problem

BANK = """
topic: ways
title: Ways
questions:
- id: unit
  draw:
    x: {from: 0.2, to: 2.9, step: 0.1}
    w: {from: -1.9, to: 1.9, step: 0.1}
    y: [0, 1]
  ask: A sigmoid unit with input $x$, weight $w$ and target $y$; $a$ is its output.
  steps:
    - {name: z, formula: w * x, why: The input is weighted.}
    - {name: a, formula: sigmoid(z), why: The sum is squashed.}
    - {name: E, formula: 0.5 * (y - a)^2, why: Half the squared error.}
    - {name: dE_da, formula: a - y, why: The half cancels the 2.}
    - {name: dE_dw, formula: dE_da * a * (1 - a) * x, why: Three slopes are multiplied.}
  parts:
    - {name: a, answer: {value: a, decimals: 4}}
    - {name: E, answer: {value: E, decimals: 4}}
    - {name: dE_dw, answer: {value: dE_dw, decimals: 4}}
- id: counts
  draw: {k: [3, 5], c_in: {from: 11, to: 60}, filters: {from: 8, to: 120}}
  ask: Parameters?
  steps:
    - {name: weights, formula: k * k * c_in, why: A filter spans all channels.}
    - {name: per_filter, formula: weights + 1, why: One bias for each filter.}
    - {name: total, formula: filters * per_filter, why: Every filter is learned.}
  answer: total
"""


@pytest.fixture(scope="module")
def library() -> Bank:
    return Bank(QuestionSet([("bank.yaml", compile_text(BANK, "bank.yaml"))]))


def unit(library: Bank) -> Problem:
    return library["unit"].problem(x=2.3, w=0.7, y=1)


def says(problem: Problem, typed: str, part: str | None = None) -> str:
    found = problem.check(typed, part).diagnosis
    return found.says if found is not None else ""


def test_the_output_is_not_the_gradient(library: Bank) -> None:
    assert says(unit(library), "0.8334", "dE_dw") == (
        "0.8334 is a, a value on the way. Find ∂E/∂a next. The half cancels the 2."
    )


def test_a_quantity_that_leads_elsewhere_is_named(library: Bank) -> None:
    assert says(unit(library), "0.0139", "dE_dw") == "0.01388 is E; what is asked for is ∂E/∂w."


def test_a_step_that_was_never_shown_comes_with_its_formula(library: Bank) -> None:
    problem = library["counts"].problem(k=3, c_in=13, filters=20)
    found = problem.check("117").diagnosis
    assert found is not None
    assert (found.step, found.slip, found.got) == ("per_filter", "on the way", None)
    assert found.says == (
        "117 is weights = 3·3·13, a value on the way. Find per_filter next. One bias for each filter."
    )


@pytest.mark.parametrize("typed", ["3", "13", "1", "0"])
def test_numbers_of_the_question_mean_nothing(library: Bank, typed: str) -> None:
    assert library["counts"].problem(k=3, c_in=13, filters=20).check(typed).diagnosis is None


def test_what_an_answer_cannot_be_is_said(library: Bank) -> None:
    assert says(unit(library), "3.3", "a") == "A sigmoid gives values between 0 and 1."
    assert says(unit(library), "-5.27", "E") == "This loss cannot be negative here."
    assert says(library["counts"].problem(k=3, c_in=13, filters=20), "-5") == "A count cannot be negative."


def test_it_is_said_before_what_explains_the_number(library: Bank) -> None:
    assert says(unit(library), "1.61", "a") == (
        "A sigmoid gives values between 0 and 1. You may have used z = 1.61 in place of σ(1.61)."
    )
