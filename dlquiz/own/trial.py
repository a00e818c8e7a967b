"""A descent run on in floats, by the solver's own steps: whether it converges, crosses over, oscillates or diverges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.solvers.descents import Plan, begin, take_step

STEPS = 1_000
FAR = 1e8
REST = 1e-9  # how little a step moves once it has converged
STEEP = 1e-3  # a slope at which nothing has come to rest in a minimum
LATE = 200  # steps that tell how it goes on
FLIPS = 0.6  # of the late steps that turn back, where it jumps across
CONVERGES, CROSSES, OSCILLATES, DIVERGES = "converges", "crosses over", "oscillates", "diverges"
STOPS = "stops short"
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
    broke: bool  # whether the last step had no value
    stuck: bool  # whether a rate that decays has left it where the slope is far from 0


def run_on(plan: Plan, start: Sequence[Any], rate: Any, settings: Mapping[str, Any]) -> Course:
    """The places of a descent until it rests, is far away, or has taken many steps."""
    tape = FloatTape({})
    begin(tape, plan, start if len(start) > 1 else start[0], rate, **settings)
    places: list[Place] = [tuple(float(place) for place in start)]
    try:
        for t in range(1, STEPS + 1):
            take_step(tape, plan, t)
            places.append(tuple(float(tape.scope[letter]) for letter in plan.letters))
            if max(map(abs, places[-1])) > FAR:
                return Course(places, True, True)
            if t > 20 and all(moved(places, i) < REST for i in range(len(places) - 5, len(places))):
                break
        slopes = [float(tape.scope[plan.name("g", letter)]) for letter in plan.letters]
    except FormulaError:
        return Course(places, True, True)
    return Course(places, False, plan.decays and max(map(abs, slopes)) > STEEP)


def moved(places: Sequence[Place], i: int) -> float:
    """How far step i went, relative to where it led."""
    return max(abs(a - b) / max(1.0, abs(a)) for a, b in zip(places[i], places[i - 1], strict=True))


def judge_course(course: Course) -> str:
    """What happens at this rate."""
    if course.broke:
        return DIVERGES
    moves = [moved(course.places, i) for i in range(1, len(course.places))]
    late, before = moves[-LATE:], moves[-2 * LATE : -LATE]
    if moves[-1] < REST or (before and max(late) < 0.9 * max(before)):
        if course.stuck:
            return STOPS
        return CROSSES if count_flips(course.places) >= FLIPS else CONVERGES
    parts = course.places[-LATE:], course.places[:-LATE]
    far, earlier = (max((max(map(abs, place)) for place in part), default=0.0) for part in parts)
    return DIVERGES if far > 1.01 * earlier else OSCILLATES


def count_flips(places: Sequence[Place]) -> float:
    """How many of the steps turn back, of those that move at all, in the letter that turns most often."""
    shares = [0.0]
    for line in zip(*places, strict=True):
        steps = [b - a for a, b in pairwise(line) if abs(b - a) > 1e-12 * max(1.0, abs(b))]
        turned = sum(a * b < 0 for a, b in pairwise(steps))
        shares.append(turned / (len(steps) - 1) if len(steps) > 1 else 0.0)
    return max(shares)
