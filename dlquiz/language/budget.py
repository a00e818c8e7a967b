"""What work may cost, in half microseconds: counted, not timed, so that it ends at the same place everywhere.

Everything that a bank makes the program do is paid from a budget.  Reading its questions and formulas and making
derivatives is paid from that of the bank; formulas, texts, values that are written out, and the layout of what was
written, which is proportional to its length and paid with it, from that of the variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

from dlquiz.errors import DlquizError
from dlquiz.language import letters
from dlquiz.language.arrays import common_shape, flatten, is_array
from dlquiz.language.numbers import NUMBERS, number_cost

CHARACTER = 2  # for each character that is written and set on a screen or a page
FORMULA_CHARACTER = 8  # for each of a text with mathematics in it
LINE = 100  # for each line of a text
QUESTION = 300  # for each question whose names are checked
READING = 30  # for each formula that is read from a bank
TOKEN = 10  # for each of its words and signs
WRITTEN = 8  # how much more writing a value costs than going over it

WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")


class BudgetExceeded(DlquizError):
    """The work costs more than there is in the budget."""

    def __init__(self) -> None:
        super().__init__("this takes too long to compute and to write")


class WorkBudget:
    """Half microseconds of work that are left; what is spent is taken from `whole` too, of which this is a part."""

    __slots__ = ("left", "whole")

    def __init__(self, left: int, whole: WorkBudget | None = None) -> None:
        self.left = left
        self.whole = whole

    def spend(self, cost: int) -> None:
        """Take the cost out; BudgetExceeded where there is not so much left, here or in the whole."""
        self.left -= cost
        if self.whole is not None:
            self.whole.spend(cost)
        if self.left < 0:
            raise BudgetExceeded

    @property
    def available(self) -> int:
        """What may be spent, here and in the whole."""
        return self.left if self.whole is None else min(self.left, self.whole.available)

    @property
    def is_exceeded(self) -> bool:
        """Whether it is this budget that was exceeded, and not only the whole."""
        return self.left < 0


def reading_cost(text: str) -> int:
    """What reading a formula and checking its names costs."""
    return READING + TOKEN * len(WORD_OR_SIGN.findall(text))


def value_cost(value: Any) -> int:
    """What going over all of a value once costs."""
    if type(value) in NUMBERS:
        return number_cost(value)
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
