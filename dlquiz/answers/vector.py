"""Vectors: in Python, NumPy, MATLAB or plain style; a column or a row counts."""

from __future__ import annotations

from dlquiz.answers import arrays
from dlquiz.answers.typed import Typed
from dlquiz.formula.array import Array
from dlquiz.model import Expected, Reading


def read(typed: Typed, expected: Expected, decimal: str = "point") -> Reading:
    """The vector that a typed text stands for; FormulaError where it stands for none."""
    value = flat(arrays.read(typed, decimal))
    return Reading(value, arrays.reading(typed, value))


def flat(value: Array) -> Array:
    """A column or a row as the vector that it is; anything else as it stands."""
    if value.ndim == 2 and 1 in value.shape:
        return Array(value.items, (len(value.items),))
    return value


def judge(reading: Reading, expected: Expected) -> tuple[str, str]:
    """Right, close or wrong, and what is off."""
    typed, right = reading.value, expected.value
    if typed.shape == right.shape:
        verdict = arrays.judged(typed.items, right.items, expected)
        return verdict, arrays.remark(verdict, typed.items, right.items, expected)
    if typed.ndim != 1:
        return "wrong", f"a block of {arrays.shape(typed)} numbers, where a vector is asked for"
    counts = f"{len(typed)} element{'' if len(typed) == 1 else 's'}"
    return "wrong", f"{counts}, where {len(right)} are asked for"


def show(expected: Expected) -> str:
    """The right answer."""
    return arrays.show(expected.value, expected)


def instruction(expected: Expected) -> str:
    """How to answer."""
    return "a vector, such as [4, -7]" + arrays.precision(expected)


def takes_zero(expected: Expected) -> bool:
    """Whether zeros are taken for a vector that is not all zeros."""
    return arrays.takes_zero(expected)
