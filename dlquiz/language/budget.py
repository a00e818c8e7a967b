"""What work may cost, in half microseconds: counted, not timed, so that it ends at the same place everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

from dlquiz.language import letters
from dlquiz.language.arrays import common_shape, flatten, is_array
from dlquiz.language.numbers import number_cost


class BudgetExceeded(Exception):
    """The work costs more than there is in the budget."""


class WorkBudget:
    """Half microseconds of work that are left, for all formulas that are paid from it."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, cost: int) -> None:
        """Take the cost out; BudgetExceeded where there is not so much left."""
        self.left -= cost
        if self.left < 0:
            raise BudgetExceeded


def value_cost(value: Any) -> int:
    """What going over all of a value once costs."""
    if is_array(value):
        return int(value.size) if value.dtype.kind == "f" else sum(map(number_cost, flatten(value)))
    if isinstance(value, tuple):
        return 1 + sum(map(value_cost, value))
    if isinstance(value, str):
        return 1 + len(value) // 64
    if letters.is_formula(value):
        return letters.weight(value)
    return number_cost(value)


def values_cost(values: Iterable[Any]) -> int:
    """The cost of going over several values once."""
    return sum(map(value_cost, values))


def broadcast_cost(values: Sequence[Any]) -> int:
    """The cost of going over several values together, element by element, once the smaller ones are repeated."""
    shape = common_shape(values)
    if not shape:
        return values_cost(values)
    count = prod(shape)
    return sum(value_cost(v) * (count // max(1, v.size) if is_array(v) else count) for v in values)


def mean_cost(array: Any) -> int:
    """What an operation on one element of an array costs at least."""
    return 1 + value_cost(array) // max(1, int(array.size))
