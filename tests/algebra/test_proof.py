"""What SymPy proves, in a process with a limit, and what it need not."""

from __future__ import annotations

import pytest

from dlquiz.algebra.proof import is_zero, prove_equal
from dlquiz.language.grammar import read_formula

PROVED = [
    ("(x + 1)^2", "x^2 + 2*x + 1"),
    ("sigmoid(x)*(1 - sigmoid(x))", "exp(-x)/(1 + exp(-x))^2"),
    ("tanh(x)", "2*sigmoid(2*x) - 1"),
    ("relu(x)", "(x + abs(x))/2"),
    ("max(x, 0)", "relu(x)"),
    ("1 - tanh(x)^2", "sech(x)^2"),
]


@pytest.mark.parametrize(("mine", "other"), PROVED)
def test_identities_are_proved(mine: str, other: str) -> None:
    assert is_zero(read_formula(mine), read_formula(other), ["x"])


def test_what_is_not_equal_is_not_proved() -> None:
    assert not is_zero(read_formula("x + 1e-9"), read_formula("x"), ["x"])


def test_the_process_ends_with_its_time() -> None:
    one, two = read_formula("(x + 1)^2"), read_formula("x^2 + 2*x + 1")
    assert prove_equal(one, two, ["x"], seconds=60)
    assert not prove_equal(one, two, ["x"], seconds=0.01)
