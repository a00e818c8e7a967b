"""Curves are sampled at once where their formulas allow it, with the values that points one by one have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.pictures.given import Given

X = tuple(-2 + i / 8 for i in range(33))
AT_ONCE = ("x^2 - 3*x", "1/(1 + exp(-x))", "a*abs(x) + b", "max(0, x)", "tanh(a*x)", "(x - a)^4/7", "a^x")
ONE_BY_ONE = (
    "x if x > 0 else a*x",
    "sum([x, a])",
    "log(x)",
    "1/x",
    "max([x, a, b])",
    "a",
    "mean([x, x^2])",
    "[1, 2] @ [x, a]",
)


@pytest.mark.parametrize("text", AT_ONCE + ONE_BY_ONE)
def test_both_ways_give_the_same(text: str) -> None:
    given = Given({}, {"a": Fraction(1, 3), "b": 2}, ("q", 1), WorkBudget(10**9))
    body = Formula(text)
    at_once = given.sample_at_once(body, ("x", X))
    assert bool(at_once) == (text in AT_ONCE)
    one_by_one = [given.sample_point(body, {**given.scope, "x": x}) for x in X]
    assert given.sample(body, ("x", X)) == one_by_one
    assert at_once in ([], one_by_one)
