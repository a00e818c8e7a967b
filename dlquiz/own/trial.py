"""A descent run on in floats, by the solver's own steps: whether it converges, crosses over, oscillates or diverges.

It may also stop short (a rate that decays leaves it where the slope is far from 0), keep falling (it goes downhill
without coming near a stationary point, as on 3x or exp(-x)), or break off where the function has no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS, NUMBERS
from dlquiz.solvers.descents import Plan, begin, take_step

STEPS = 1_000
FAR = 1e8
LARGE = 100.0  # a place at which values may grow beyond all bounds
REST = 1e-9  # how little a step moves once it has converged
STEEP = 1e-3  # a slope at which nothing has come to rest in a minimum
LATE = 200  # steps that tell how it goes on
FEW = 0.05  # of the steps turn back, where it goes one way
CLOSER = 0.99  # of a distance, where it has fallen
FLIPS = 0.6  # of the late steps that turn back, where it jumps across
CONVERGES, CROSSES, OSCILLATES, DIVERGES = "converges", "crosses over", "oscillates", "diverges"
STOPS, FALLS, BREAKS = "stops short", "keeps falling", "breaks off"
STEADY = 1.01  # by how much the later of two stretches may move more, or lie farther out, where nothing grows
Place = tuple[float, ...]


class FloatTape:
    """A tape that keeps values alone: what a solver emits, computed in floats."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.scope: dict[str, Any] = {**CONSTANTS, **scope}

    def set(self, name: str, value: Any) -> Any:
        """A value that is no step."""
        self.scope[name] = value if name.startswith(("k_", "t_")) else float(value)
        return self.scope[name]

    def value(self, formula: Formula) -> Any:
        """The value of a formula."""
        return formula.value(self.scope)

    def step(
        self,
        name: str,
        formula: str,
        why: str = "",
        rule: str = "",
        index: tuple[int, ...] = (),
        *,
        naming: Mapping[str, str] | None = None,
    ) -> Any:
        """A step; nothing but its value is kept."""
        for own, target in (naming or {}).items():
            self.scope[own] = self.scope[target]
        self.scope[name] = self.scope[rule] = read(formula).value(self.scope)
        return self.scope[name]


FORMULAS: dict[str, Formula] = {}


def read(text: str) -> Formula:
    """A formula, read once."""
    if text not in FORMULAS:
        FORMULAS[text] = Formula(text)
    return FORMULAS[text]


class Course(NamedTuple):
    """Where a descent went."""

    places: list[Place]
    end: str = ""  # DIVERGES where it is far away, BREAKS where a step has no value
    stuck: bool = False  # whether a rate that decays has left it where the slope is far from 0


def run_on(plan: Plan, function: tree.Node, start: Sequence[Any], rate: Any, settings: Mapping[str, Any]) -> Course:
    """The places of a descent until it rests, is far away, has no value, or has taken many steps."""
    tape = FloatTape({})
    begin(tape, plan, start if len(start) > 1 else start[0], rate, **settings)
    places: list[Place] = [tuple(float(place) for place in start)]
    value = Formula.of(function)
    try:
        for t in range(1, STEPS + 1):
            take_step(tape, plan, t)
            places.append(tuple(float(tape.scope[letter]) for letter in plan.letters))
            if max(map(abs, places[-1])) > FAR:
                return Course(places, DIVERGES)
            if type(tape.value(value)) not in NUMBERS:
                return Course(places, BREAKS)
            if t > 20 and all(moved(places, i) < REST for i in range(len(places) - 5, len(places))):
                break
        slopes = [float(tape.scope[plan.name("g", letter)]) for letter in plan.letters]
    except FormulaError:
        left = len(places) > 1  # its start, which may be far away where no step has a value
        return Course(places, DIVERGES if left and max(map(abs, places[-1])) > LARGE else BREAKS)
    return Course(places, stuck=plan.decays and max(map(abs, slopes)) > STEEP)


def moved(places: Sequence[Place], i: int) -> float:
    """How far step i went, relative to where it led."""
    return max(abs(a - b) / max(1.0, abs(a)) for a, b in zip(places[i], places[i - 1], strict=True))


def judge_course(course: Course, stationary: Sequence[Place]) -> str:
    """What happens at this rate, where these points are stationary."""
    if course.end == BREAKS:
        return BREAKS
    moves = [moved(course.places, i) for i in range(1, len(course.places))]
    if moves[-1] < REST:
        return judge_rest(course)
    if keeps_falling(course.places, stationary):
        return FALLS
    late, before = moves[-LATE:], moves[-2 * LATE : -LATE]
    shrinks = bool(before) and max(late) < 0.9 * max(before)
    creeps = count_flips(course.places) < FEW and comes_closer(course.places, stationary)
    if not course.end and (shrinks or creeps):
        return judge_rest(course)
    far, earlier = (find_extent(part) for part in (course.places[-LATE:], course.places[:-LATE]))
    return DIVERGES if course.end or far > STEADY * earlier else OSCILLATES


def judge_rest(course: Course) -> str:
    """How it came to rest."""
    if course.stuck:
        return STOPS
    return CROSSES if count_flips(course.places) >= FLIPS else CONVERGES


def find_extent(places: Sequence[Place]) -> float:
    """How far from 0 some places lie at most."""
    return max((max(map(abs, place)) for place in places), default=0.0)


def keeps_falling(places: Sequence[Place], stationary: Sequence[Place]) -> bool:
    """Whether steps that do not grow lead one way, by some letter, and towards no stationary point."""
    half = len(places) // 2
    if half < 10 or find_step(places[half:]) > STEADY * find_step(places[: half + 1]):
        return False
    return not comes_closer(places, stationary) and any(
        count_turns(line[half:]) == 0 and abs(line[-1] - line[0]) > STEADY * abs(line[half] - line[0])
        for line in zip(*places, strict=True)
    )


def comes_closer(places: Sequence[Place], stationary: Sequence[Place]) -> bool:
    """Whether the second half of the way leads towards a stationary point."""
    middle, end = places[len(places) // 2], places[-1]
    return any(measure(end, point) < CLOSER * measure(middle, point) for point in stationary)


def find_step(places: Sequence[Place]) -> float:
    """The longest of some steps."""
    return max(measure(one, other) for one, other in pairwise(places))


def measure(one: Place, other: Place) -> float:
    """The largest distance of two places by a letter."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def count_flips(places: Sequence[Place]) -> float:
    """How many of the steps turn back, in the letter that turns most often."""
    return max(count_turns(line) for line in zip(*places, strict=True))


def count_turns(line: Sequence[float]) -> float:
    """How many of the steps of one letter turn back, of those that move at all."""
    steps = [b - a for a, b in pairwise(line) if abs(b - a) > 1e-12 * max(1.0, abs(b))]
    turned = sum(a * b < 0 for a, b in pairwise(steps))
    return turned / (len(steps) - 1) if len(steps) > 1 else 0.0
