"""Whether two formulas are equal: by values that enclose them at random points, never by algebra.

At every point both sides are computed with 40 digits; where cancellation leaves the comparison open, with more, up to
what 10^-308 beside 10^308 needs.  What many digits cost is bounded: once it is spent, later points, which only confirm
the earlier ones, are decided by what their digits tell.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.algebra.intervals import Interval, Intervals, at_digits
from dlquiz.algebra.program import Missing, Program, Side, enclose_point

SEED = 20_240_229
POINTS = 32
ROUNDS = 12  # of points, where few of them count
ENOUGH = 8
COSTS = {40: 20, 120: 40, 340: 90, 640: 200}  # microseconds that one exponential takes, by its digits
STEP = 6  # microseconds that any other operation takes
EFFORT = 150_000  # microseconds that one comparison may take, roughly
GRID = 20  # binary places of a point, counted from the width of its interval
EQUAL = 1e-12  # of the larger side: what counts as no difference
NEARLY = 1e-3  # of the larger side
ROUGHLY = 0.02  # of the larger side: how far typed decimals may lead away
TELLING = Fraction(1, 10**15)  # how narrow an enclosure must be, relative to the larger side

Ends = tuple[Any, Any]
Point = Mapping[str, Fraction]


class Sample(NamedTuple):
    """Two sides at one point, None where a side has no value there, and how far apart they are at least."""

    point: Point
    mine: float | None
    other: float | None
    apart: float  # relative to the larger side; infinite where one side has no value

    @property
    def same(self) -> bool:
        """Whether both sides are equal here."""
        return self.apart <= EQUAL


class Comparison(NamedTuple):
    """How two formulas compare, and the points that tell."""

    verdict: str  # right | close | wrong
    samples: list[Sample]  # none where too few points count


def compare(mine: tree.Node, other: tree.Node, variables: Mapping[str, Ends]) -> Comparison:
    """A typed formula beside the right one, over the intervals of the letters."""
    samples = sample_points(Program(mine, other, variables.keys()), variables)
    if not samples:
        return Comparison("right" if mine == other else "wrong", [])
    if all(sample.same for sample in samples) or equals_by_rounding(mine, other, variables, samples):
        return Comparison("right", samples)
    return Comparison("close" if all(sample.apart <= NEARLY for sample in samples) else "wrong", samples)


def are_equal(mine: tree.Node, other: tree.Node, variables: Mapping[str, Ends]) -> bool:
    """Whether two formulas are equal; where no decimals were typed, the first point that tells them apart decides."""
    if not has_typed_decimals(mine, numbers_in(other)):
        run = Sampling(Program(mine, other, variables.keys()))
        found = filter(None, map(run.at, draw_points(variables, SEED)))
        if any(not sample.same for sample in found):
            return False
    return compare(mine, other, variables).verdict == "right"


def numbers_in(node: tree.Node) -> set[Any]:
    """The numbers that a formula holds, without their signs."""
    return {abs(part.value) for part in tree.walk(node) if isinstance(part, tree.Number)}


def has_typed_decimals(mine: tree.Node, held: set[Any]) -> bool:
    """Whether a formula has a decimal that stands for all numbers that round to it."""
    return any(isinstance(n, tree.Number) and n.slack and n.value not in held for n in tree.walk(mine))


def equals_by_rounding(mine: tree.Node, other: tree.Node, variables: Mapping[str, Ends], exact: list[Sample]) -> bool:
    """Whether a typed decimal that the right formula does not hold stands for a number that makes both equal."""
    held = numbers_in(other)
    if not has_typed_decimals(mine, held) or 2 * sum(sample.apart <= ROUGHLY for sample in exact) < len(exact):
        return False
    samples = sample_points(Program(mine, other, variables.keys(), held), variables)
    return bool(samples) and all(sample.same for sample in samples)


def sample_points(program: Program, variables: Mapping[str, Ends]) -> list[Sample]:
    """Both formulas at points inside the intervals, as far as the points count; empty where too few do."""
    run = Sampling(program)
    samples: list[Sample] = []
    for turn in range(ROUNDS):
        found = (run.at(point) for point in draw_points(variables, SEED + turn))
        samples += [sample for sample in found if sample is not None]
        if len(samples) >= ENOUGH or run.effort < 0:
            break
    return samples if len(samples) >= ENOUGH // 2 else []


class Sampling:
    """A program at one point after another, and what is left of its effort."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.effort = EFFORT
        self.wide = program.held is not None  # then more digits make nothing narrower

    def at(self, point: Point) -> Sample | None:
        """Both sides at one point; None where the point does not count."""
        for digits in COSTS:
            self.effort -= self.cost(digits)
            arithmetic = at_digits(digits)
            sides = self.program.run(enclose_point(point, arithmetic), arithmetic)
            if Missing.LARGE in map(find_missing, sides):
                return None
            if self.wide or is_settled(*sides, arithmetic) or self.is_last(digits):
                return judge_point(point, *sides)
        return None

    def cost(self, digits: int) -> int:
        """What one point costs."""
        return COSTS[digits] * self.program.heavy + STEP * len(self.program.steps)

    def is_last(self, digits: int) -> bool:
        """Whether more digits are not to be had."""
        more = next((d for d in COSTS if d > digits), None)
        return more is None or self.cost(more) > self.effort


def draw_points(variables: Mapping[str, Ends], seed: int) -> Sequence[Point]:
    """Random points, in every stretch of every interval one; never an end or a whole number."""
    return draw_points_of(tuple((name, *map(Fraction, ends)) for name, ends in variables.items()), seed)


@lru_cache(64)
def draw_points_of(intervals: tuple[tuple[str, Fraction, Fraction], ...], seed: int) -> Sequence[Point]:
    """The points of these intervals, which one question asks for again and again."""
    stream = random.Random(seed).random
    columns = {name: draw_column(stream, low, high) for name, low, high in intervals}
    return [{name: values[i] for name, values in columns.items()} for i in range(POINTS)]


def draw_column(stream: Callable[[], float], low: Fraction, high: Fraction) -> list[Fraction]:
    """One value in each stretch of an interval, shuffled; a binary fraction, so that an interval holds it exactly."""
    order = sorted((stream(), i) for i in range(POINTS))
    unit = Fraction(2) ** (math.floor(math.log2(high - low)) - GRID)
    places = (Fraction(i) + Fraction(1 + int(stream() * 998_000), 1_000_000) for _, i in order)
    values = [round((low + (high - low) * place / POINTS) / unit) * unit for place in places]
    return [v + unit if v.denominator == 1 else v for v in values]


def find_missing(side: Side) -> Missing | None:
    """Why a side has no value; None where it has one."""
    return side if isinstance(side, Missing) else None


def is_settled(mine: Side, other: Side, arithmetic: Intervals) -> bool:
    """Whether the enclosures are narrow enough for a decision."""
    if isinstance(mine, Missing) or isinstance(other, Missing):
        return Missing.OPEN not in map(find_missing, (mine, other))
    return bool(mine.delta + other.delta <= arithmetic.number(TELLING) * larger_side(mine, other))


def larger_side(mine: Interval, other: Interval) -> Interval:
    """The least that the larger side can be."""
    return max((abs(mine).a, abs(other).a), key=midpoint)


def judge_point(point: Point, mine: Side, other: Side) -> Sample | None:
    """The comparison; None where neither side has a value, or it stays open whether one has."""
    if Missing.OPEN in map(find_missing, (mine, other)):
        return None
    if isinstance(mine, Missing) or isinstance(other, Missing):
        if isinstance(mine, Missing) and isinstance(other, Missing):
            return None
        return Sample(point, as_float(mine), as_float(other), math.inf)
    apart = abs(mine - other).a
    if apart == 0:
        return Sample(point, as_float(mine), as_float(other), 0.0)
    side = max((abs(mine).b, abs(other).b), key=midpoint)
    return Sample(point, as_float(mine), as_float(other), float((apart / side).a))


def midpoint(value: Interval) -> Any:
    """What orders ends of intervals, however small they are."""
    return value.mid


def as_float(side: Side) -> float | None:
    """A side as a float, for explaining."""
    return None if isinstance(side, Missing) else float(side.mid)
