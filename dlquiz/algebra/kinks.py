"""Kinks of a function of one letter, as of |x| and relu(x), at which 0 lies between the slopes on both sides.

There 0 is a sub-gradient: the place is stationary, though the function has no slope.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.algebra.zeros import DENOMINATOR, Compute, find_zeros

BENT = ("abs", "relu", "leaky_relu", "elu", "sign", "step_function")
MAX_NODES = 150  # of all formulas that are looked at, each at hundreds of places; the shortest come first
BESIDE = 1e-7  # how far beside a kink its slopes are taken
ALIKE = 1e-5


class Kink(NamedTuple):
    """A place with the slopes on its left and right, which may be infinite."""

    at: Any
    left: Any
    right: Any

    @property
    def is_minimum(self) -> bool:
        """Whether the function falls or rests on the left and rises or rests on the right."""
        return bool(self.left <= 0 <= self.right)


def list_corners(function: tree.Node) -> list[tree.Node]:
    """The formulas at whose zeros a function may bend: u of |u| and relu(u), u - v of max(u, v) and of u > v."""
    corners = dict.fromkeys(corner for node in tree.walk(function) for corner in find_corners(node))
    sizes = sorted(((tree.measure(corner, MAX_NODES)[0], corner) for corner in corners), key=lambda pair: pair[0])
    in_all = accumulate(size for size, _ in sizes)
    return [corner for (_, corner), nodes in zip(sizes, in_all, strict=True) if nodes <= MAX_NODES]


def find_corners(node: tree.Node) -> Iterator[tree.Node]:
    """The formulas at whose zeros this node bends."""
    if isinstance(node, tree.Call) and node.function in BENT:
        yield node.arguments[0]
    elif isinstance(node, tree.Call) and node.function in ("max", "min"):
        for i, one in enumerate(node.arguments):
            yield from (tree.Binary("-", one, other) for other in node.arguments[i + 1 :])
    elif isinstance(node, tree.Conditional) and isinstance(node.condition, tree.Compare):
        left, right = node.condition.operands[:2]
        yield tree.Binary("-", left, right)


def find_kinks(function: tree.Node, slope: tree.Node, letter: str, compute: Compute) -> list[Kink]:
    """The stationary kinks of a function with this slope, in ascending order."""
    corners = [corner for corner in list_corners(function) if letter in tree.names(corner)]
    places = {float(place): place for corner in corners for place in find_zeros(corner, letter, compute).places}
    found = [look_beside(slope, letter, places[key], compute) for key in sorted(places)]
    return [kink for kink in found if kink is not None]


def look_beside(slope: tree.Node, letter: str, place: Any, compute: Compute) -> Kink | None:
    """The kink at a place; None where the slope is the same on both sides, or has the same sign."""
    left, right = (find_limit(slope, letter, place, side, compute) for side in (-1, 1))
    if left is None or right is None or left == right:
        return None
    return None if (left < 0 and right < 0) or (left > 0 and right > 0) else Kink(place, left, right)


def find_limit(slope: tree.Node, letter: str, place: Any, side: int, compute: Compute) -> Any:
    """The slope on one side of a place, without the rounding of the step to that side; it may be infinite."""
    scale = side * max(1.0, abs(float(place)))
    near, nearer = (compute(slope, {letter: float(place) + scale * step}) for step in (BESIDE, BESIDE / 100))
    if near is None or nearer is None:
        return None
    if abs(nearer) > 2 * abs(near) > 1:
        return inf if near > 0 else -inf
    fraction = Fraction(nearer).limit_denominator(DENOMINATOR)
    return fraction if abs(fraction - Fraction(nearer)) < ALIKE else nearer
