"""Formulas compared by their values at random points: with as many digits as it takes, and never by algebra.

At every point both sides are computed with 40 digits; where cancellation leaves the comparison open, with more, up to
what 10^-308 beside 10^308 needs.  What many digits cost is bounded: once it is spent, later points, which only confirm
the earlier ones, are decided by what their digits tell.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.kinds import ball
from dlquiz.kinds.program import Missing, Program, Side

SEED = 20_240_229
POINTS = 32
ROUNDS = 12  # of points, where few of them count
ENOUGH = 8
COSTS = {40: 30, 120: 60, 340: 600, 640: 3_500}  # microseconds that one exponential takes, by its digits
EFFORT = 120_000  # microseconds that one comparison may take, roughly
TOLERANCE = Decimal("1e-4")  # of the larger side
SETTLED = Decimal("1e-8")  # how narrow a ball must be, relative to the larger side

Interval = tuple[Any, Any]
Point = Mapping[str, Fraction]


class Sample(NamedTuple):
    """Two sides at one point; None where a side has no value there."""

    point: Point
    mine: float | None
    other: float | None
    same: bool


def compared(mine: tree.Node, other: tree.Node, variables: Mapping[str, Interval]) -> list[Sample]:
    """Both formulas at points inside the intervals, as far as the points count; empty where too few do."""
    comparison = Comparison(Program(mine, other, variables.keys()))
    samples: list[Sample] = []
    for turn in range(ROUNDS):
        found = (comparison.at(point) for point in points(variables, SEED + turn))
        samples += [sample for sample in found if sample is not None]
        if len(samples) >= ENOUGH or comparison.effort < 0:
            break
    return samples if len(samples) >= ENOUGH // 2 else []


class Comparison:
    """The comparison of two formulas, and what is left of its effort."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.effort = EFFORT

    def at(self, point: Point) -> Sample | None:
        """Both sides at one point; None where the point does not count."""
        for digits in COSTS:
            self.effort -= self.cost(digits)
            with localcontext(ball.context(digits)):
                sides = self.program.run({name: ball.number(value) for name, value in point.items()}, digits)
                if Missing.LARGE in sides:
                    return None
                if settled(*sides) or self.last(digits):
                    return decided(point, *sides)
        return None

    def cost(self, digits: int) -> int:
        """What one point costs, with a little for what is not heavy."""
        return COSTS[digits] * self.program.heavy + 2 * len(self.program.steps)

    def last(self, digits: int) -> bool:
        """Whether more digits are not to be had."""
        more = next((d for d in COSTS if d > digits), None)
        return more is None or self.cost(more) > self.effort


def points(variables: Mapping[str, Interval], seed: int) -> Iterator[Point]:
    """Random points, in every stretch of every interval one; never an end or a whole number."""
    stream = random.Random(seed).random
    columns = {name: column(stream, *map(Fraction, ends)) for name, ends in variables.items()}
    for i in range(POINTS):
        yield {name: values[i] for name, values in columns.items()}


def column(stream: Callable[[], float], low: Fraction, high: Fraction) -> list[Fraction]:
    """One value in each stretch of an interval, shuffled."""
    order = sorted((stream(), i) for i in range(POINTS))
    places = (Fraction(i) + Fraction(1 + int(stream() * 998_000), 1_000_000) for _, i in order)
    values = [low + (high - low) * place / POINTS for place in places]
    return [v + (high - low) / 7_654_321 if v.denominator == 1 else v for v in values]


def settled(mine: Side, other: Side) -> bool:
    """Whether the balls are narrow enough for a decision."""
    if isinstance(mine, Missing) or isinstance(other, Missing):
        return Missing.OPEN not in (mine, other)
    return mine[1] + other[1] <= SETTLED * max(abs(mine[0]), abs(other[0]))


def decided(point: Point, mine: Side, other: Side) -> Sample | None:
    """The comparison; None where neither side has a value."""
    if isinstance(mine, Missing) or isinstance(other, Missing):
        if isinstance(mine, Missing) and isinstance(other, Missing):
            return None
        return Sample(point, plain(mine), plain(other), False)
    side, noise = max(abs(mine[0]), abs(other[0])), mine[1] + other[1]
    return Sample(point, plain(mine), plain(other), abs(mine[0] - other[0]) <= TOLERANCE * side + noise)


def plain(side: Side) -> float | None:
    """A side as a float, for explaining."""
    return None if isinstance(side, Missing) else float(side[0])
