"""Functions of formulas with letters: SymPy's, their lists given as arrays of the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.language import letters
from dlquiz.language.arrays import array_or_tuple, is_list, list_items

CALCULUS = 4_000  # half microseconds that a derivative, or the like, costs …
LEVEL = 160  # … and for each node of its formula and each level


def cost(values: Sequence[Any]) -> int:
    """What a call costs, in half microseconds."""
    lists = [list_items(value) for value in values if is_list(value)]
    formulas = filter(letters.is_formula, [*values, *(item for items in lists for item in items)])
    sizes = map(letters.measure, formulas)
    return (CALCULUS + sum(calculus_cost(*size) for size in sizes)) * max(1, *map(len, lists), 0) ** 2


def calculus_cost(nodes: int, depth: int) -> int:
    """What a derivative of a formula of this size costs: a rule for each node, whose result grows with each level."""
    return LEVEL * nodes * depth


def to_items(values: Any) -> Any:
    """The elements of a list or an array; a single value as it is."""
    return list_items(values) if is_list(values) else values


def to_array(items: list[Any]) -> Any:
    """A list of results: an array of numbers, else a list."""
    return array_or_tuple([to_array(item) if isinstance(item, list) else item for item in items])


def gradient(formula: Any, names: Any) -> Any:
    """The derivatives by each letter."""
    from dlquiz.algebra import calculus

    return to_array(calculus.gradient(formula, to_items(names)))


def hessian(formula: Any, names: Any) -> Any:
    """The second derivatives."""
    from dlquiz.algebra import calculus

    return to_array(calculus.hessian(formula, to_items(names)))


def evaluate_at(formula: Any, names: Any, values: Any) -> Any:
    """The value where letters have values; of a list of formulas, such as a gradient, the list of values."""
    from dlquiz.algebra import calculus

    if is_list(formula):
        return to_array([evaluate_at(item, names, values) for item in list_items(formula)])
    return calculus.evaluate_at(formula, to_items(names), to_items(values))


def find_roots(formula: Any, letter: Any) -> Any:
    """The real roots."""
    from dlquiz.algebra import calculus

    return to_array(calculus.find_roots(formula, letter))
