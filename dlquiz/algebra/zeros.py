"""Where a formula of one letter is 0: exactly where it is a quotient of polynomials, else by its signs on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.algebra.calculus import find_roots
from dlquiz.algebra.expressions import symbol, to_sympy

Compute = Callable[[tree.Node, Mapping[str, Any]], Any]  # the value of a formula at a point; None where it has none
SPAN = 10  # of the search on both sides of 0
GRID = 400  # places on it
HALVINGS = 60
SAME = 1e-6
DENOMINATOR = 60  # of a fraction that is tried in place of a float
PLACES = [-SPAN + 2 * SPAN * (i + 0.5 / 3) / GRID for i in range(GRID)]


class Zeros(NamedTuple):
    """The places where a formula is 0, and whether these are all."""

    places: list[Any]
    complete: bool


def find_zeros(node: tree.Node, letter: str, compute: Compute) -> Zeros:
    """The zeros of a formula, in ascending order."""
    try:
        return Zeros(find_roots(to_sympy(node, [letter]), symbol(letter)), True)
    except ValueError as error:
        if "no real root" in str(error):
            return Zeros([], True)
    return Zeros([exact_zero(node, letter, root, compute) for root in scan_signs(node, letter, compute)], False)


def scan_signs(node: tree.Node, letter: str, compute: Compute) -> Iterator[float]:
    """The places where the sign changes through 0."""
    values = [compute(node, {letter: place}) for place in PLACES]
    for i in range(GRID - 1):
        low, high = values[i], values[i + 1]
        if low is not None and high is not None and (low < 0) != (high < 0):
            root = halve_interval(lambda place: compute(node, {letter: place}), PLACES[i], PLACES[i + 1])
            value = compute(node, {letter: root})
            if value is not None and abs(value) <= SAME * max(1.0, abs(low), abs(high)):
                yield root


def halve_interval(value_at: Callable[[float], Any], low: float, high: float) -> float:
    """The place between two places, at one of which a value is below 0, where that changes."""
    below = value_at(low) < 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = value_at(middle)
        if value is None:
            break
        low, high = (middle, high) if (value < 0) == below else (low, middle)
    return (low + high) / 2


def exact_zero(node: tree.Node, letter: str, root: float, compute: Compute) -> Any:
    """The fraction near a root, if the formula is exactly 0 there; else the root."""
    near = Fraction(root).limit_denominator(DENOMINATOR)
    return near if abs(near - Fraction(root)) < SAME and compute(node, {letter: near}) == 0 else root


def list_plateaus(node: tree.Node, letter: str, compute: Compute) -> list[tuple[Any, Any]]:
    """The intervals on which a formula is 0 all along; None for an end beyond the search."""
    zero = [compute(node, {letter: place}) == 0 for place in PLACES]
    starts = [i for i in range(GRID) if zero[i] and not (i and zero[i - 1])]
    ends = [i for i in range(GRID) if zero[i] and not (i + 1 < GRID and zero[i + 1])]

    def edge(outside: int, inside: int) -> Any:
        if not 0 <= outside < GRID:
            return None

        def side(place: float) -> int:
            return -1 if compute(node, {letter: place}) == 0 else 1

        place = halve_interval(side, PLACES[outside], PLACES[inside])
        near = Fraction(place).limit_denominator(DENOMINATOR)
        return near if abs(near - Fraction(place)) < SAME else place

    return [(edge(i - 1, i), edge(j + 1, j)) for i, j in zip(starts, ends, strict=True) if j > i]
