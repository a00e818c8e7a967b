"""Formulas with letters against SymPy: tidied, they are still the same polynomial."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from dlquiz import tree
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read
from dlquiz.language.write.values import value_to_text
from dlquiz.streams import Stream

LETTERS = ("x", "y", "w")


def written(stream: Stream, depth: int) -> str:
    """A random polynomial as text."""
    if depth == 0:
        return stream.pick([*LETTERS, "2", "3", "0.5", "-1", "0"])
    op = stream.pick(["+", "-", "*", "**"])
    left = written(stream, depth - 1)
    return f"({left})**{stream.draw_below(4)}" if op == "**" else f"({left}) {op} ({written(stream, depth - 1)})"


def of_sympy(node: Any) -> Any:
    """The same formula for SymPy, built node by node: no text of ours is ever parsed by it."""
    if isinstance(node, (int, Fraction)):
        return sympy.Rational(node.numerator, node.denominator)
    if isinstance(node, tree.Number):
        return of_sympy(node.value)
    if isinstance(node, tree.Name):
        return sympy.Symbol(node.name)
    if isinstance(node, tree.Unary):
        return -of_sympy(node.operand)
    assert isinstance(node, tree.Binary)
    left, right = of_sympy(node.left), of_sympy(node.right)
    return {"+": left + right, "-": left - right, "*": left * right, "**": left**right}.get(
        node.op, left / (right or 1)
    )


@pytest.mark.parametrize("seed", range(60))
def test_tidied_is_still_the_same(seed: int) -> None:
    text = written(Stream("letters", seed), 4)
    tidied = evaluate(read(text), {name: tree.Name(name) for name in LETTERS})
    assert sympy.expand(of_sympy(read(text)) - of_sympy(tidied)) == 0, (text, value_to_text(tidied))
