"""How well chance explains a typed value: how many of the values in which slips end lie around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, prod
from typing import NamedTuple

from dlquiz.kinds.tolerance import judged_width
from dlquiz.language import numbers
from dlquiz.language.values import list_elements, list_floats
from dlquiz.model import AnswerKey, Value

Floats = Sequence[float]  # the elements of a value
SLACK = 1e-9  # of a float, far above what judging a number leaves to rounding


class Band(NamedTuple):
    """How wide a stretch around a number is judged as one, and how far around it candidates count."""

    width: float
    reach: float


class Surroundings:
    """What lies around a typed value, element by element; of arrays, the elements that differ from the right ones."""

    def __init__(self, typed: Value, key: AnswerKey) -> None:
        self.floats = list_floats(typed)
        self.near = [find_nearness(number, key) for number in self.floats or ()]
        right = list_floats(key.value)
        self.comparable = right is not None and self.floats is not None and len(right) == len(self.floats)
        if not self.comparable or right is None or self.floats is None:
            return
        pairs = zip(list_elements(typed), list_elements(key.value), strict=True)
        self.bands = [measure_band(mine, its, key) for mine, its in pairs]
        differences = (abs(a - b) for a, b in zip(self.floats, right, strict=True))
        self.wrong = [at for at, gap in enumerate(differences) if gap > self.bands[at].width / 2]
        self.distances = [band.width / 2 for band in self.bands]
        for at in self.wrong:
            self.distances[at] = self.bands[at].reach

    def may_accept(self, value: Floats | None) -> bool:
        """A cheap test before the exact judgement: whether the typed value may be right where a value is."""
        return value is not None and self.floats is not None and is_within(value, self.floats, self.near)

    def count_by_chance(self, values: Iterable[Floats | None]) -> float:
        """How many of some values would meet the typed one by chance.

        Take n different values within `reach` of the typed number.  A number drawn uniformly from that interval, which
        is 2·reach wide, meets n·width / (2·reach) of them on average, where `width` is how wide a band the key judges
        as one number.  With 100 as the answer to a whole number, typed 97, reach 50 and 30 candidates around it, that
        is 30·1/100 = 0.3: too many, so nothing is said.  Of arrays, the elements that differ from the right ones count:
        the values that differ there and nowhere else, and for each such element a factor width / (2·reach).  Zeros in
        place of several of them tell nothing: a unit that is off makes them all, whatever turned it off.
        """
        if not self.comparable or self.floats is None:
            return 0.0
        if len(self.wrong) > 1 and not any(self.floats[at] for at in self.wrong):
            return inf
        around = {
            tuple([f"{value[at]:.9g}" for at in self.wrong])
            for value in values
            if value is not None and is_within(value, self.floats, self.distances)
        }
        return len(around) * prod(self.bands[at].width / (2 * self.bands[at].reach) for at in self.wrong)


def is_within(value: Floats, typed: Floats, distances: Floats) -> bool:
    """Whether two values have as many elements, none further apart than that."""
    if len(value) != len(typed) or (value and abs(value[0] - typed[0]) > distances[0]):  # which most are
        return False
    return all(abs(a - b) <= most for a, b, most in zip(value, typed, distances, strict=True))


def find_nearness(number: float, key: AnswerKey) -> float:
    """How far from a typed number a value may be for which the key would accept it; rather more than less."""
    return judged_width(key, 2 * number, None) / 2 * (1 + SLACK) + SLACK * (abs(number) + SLACK)


def measure_band(typed: Value, right: Value, key: AnswerKey) -> Band:
    """The band of a number, or of an element of an array.

    Where the answer comes out even, so do most wrong ones: -2.5 and 1.4 lie on a grid of tenths, however many decimals
    are asked for.
    """
    mine, its = float(typed), float(right)
    width = max(judged_width(key, mine, right), find_grid(typed, right))
    return Band(width, max(abs(its), abs(mine), 10 * width) / 2)


def find_grid(one: Value, other: Value) -> float:
    """The decimal step of the grid on which two numbers lie; 0 where one of them does not come out even."""
    places = max(numbers.count_decimals(numbers.digits12(value)) for value in (one, other))
    return float(10.0**-places) if places < 10 else 0.0
