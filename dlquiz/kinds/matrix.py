"""Matrices: in Python, NumPy, PyTorch or MATLAB style, or rows on lines."""

from __future__ import annotations

from typing import Any

from dlquiz.kinds import arrays, common_slips
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array, transposed
from dlquiz.model import AnswerKey, Reading


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The matrix that a typed text stands for; FormulaError where it stands for none."""
    value = rows(arrays.read(typed, decimal))
    arrays.lone(typed, value, decimal)
    return Reading(value, arrays.reading(typed, value))


def rows(value: Array) -> Array:
    """Rows in brackets of their own with semicolons between their elements, as the matrix that they are."""
    return Array(value.items, value.shape[:2]) if value.ndim == 3 and value.shape[2] == 1 else value


def right(value: Any, expected: AnswerKey) -> bool:
    """Whether all elements are right."""
    return arrays.right(value, expected)


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right, close or wrong, and what is off."""
    typed, value = reading.value, expected.value
    if right(typed, expected):
        return "right", ""
    if typed.shape != value.shape:
        return "wrong", misshapen(typed, value, expected)
    says = arrays.misrounded(typed, expected)
    if arrays.close(typed, expected):
        return "close", says or common_slips.ROUNDING
    if value.shape[0] == value.shape[1] and arrays.same(typed.items, transposed(value).items, expected):
        return "wrong", "transposed: rows and columns have changed places"
    return "wrong", says or arrays.common(typed.items, value.items, expected) or entries(typed, value, expected)


def misshapen(typed: Array, right: Array, expected: AnswerKey) -> str:
    """What to say of a matrix of another shape."""
    if typed.shape == right.shape[::-1] and arrays.same(typed.items, transposed(right).items, expected):
        return "transposed: rows and columns have changed places"
    if typed.ndim == 1 and arrays.same(typed.items, right.items, expected):
        return "flattened: the right numbers, but the rows are lost"
    if typed.ndim == 3 and typed.shape[0] == 1:
        return "one pair of brackets too many: there is no batch axis"
    if typed.ndim == 1:
        return "a flat list, where a matrix is asked for; write each row in brackets, or end it with ;"
    return f"a shape of {arrays.shape(typed)}, where {arrays.shape(right)} is asked for"


def entries(typed: Array, right: Array, expected: AnswerKey) -> str:
    """Which entries are off, by row and column from 1."""
    wide = right.shape[1]
    pairs = enumerate(zip(typed.items, right.items, strict=True))
    off = [i for i, (a, b) in pairs if not arrays.same([a], [b], expected)]
    if len(off) == len(right.items):
        return "every entry is off"
    if len(off) > arrays.FEW:
        return f"{len(off)} of {len(right.items)} entries are off"
    places = ", ".join(f"row {i // wide + 1} column {i % wide + 1}" for i in off)
    return f"off: {places}"


def show(expected: AnswerKey) -> str:
    """The right answer."""
    return arrays.show(expected.value, expected)


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "a matrix, such as [[4, -7, 0], [6, 5, 8]]" + arrays.precision(expected)


def takes_zero(expected: AnswerKey) -> bool:
    """Whether zeros are taken for a matrix that is not all zeros."""
    return arrays.takes_zero(expected)
