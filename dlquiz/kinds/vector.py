"""Vectors: in Python, NumPy, MATLAB or plain style; a column or a row counts."""

from __future__ import annotations

import re
from typing import Any

from dlquiz.kinds import arrays, common_slips
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array
from dlquiz.model import AnswerKey, Reading

COMMAS = re.compile(r"[\[(\s]*[-+]?\d+,\d+(?:\s*;\s*[-+]?\d+,\d+)+[\])\s]*")


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The vector that a typed text stands for; FormulaError where it stands for none."""
    if decimal == "point" and COMMAS.fullmatch(typed.text):
        raise typed.fault("decimal commas? write points, such as 0.5; 1.25", typed.text.index(","))
    value = flat(arrays.read(typed, decimal))
    arrays.lone(typed, value, decimal)
    return Reading(value, arrays.reading(typed, value))


def flat(value: Array) -> Array:
    """A column or a row as the vector that it is; anything else as it stands."""
    if value.ndim == 2 and 1 in value.shape:
        return Array(value.items, (len(value.items),))
    return value


def right(value: Any, expected: AnswerKey) -> bool:
    """Whether all elements are right."""
    return arrays.right(value, expected)


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right, close or wrong, and what is off."""
    typed, value = reading.value, expected.value
    if right(typed, expected):
        return "right", ""
    if typed.ndim != 1:
        return "wrong", f"a block of {arrays.shape(typed)} numbers, where a vector is asked for"
    if typed.shape != value.shape:
        counts = f"{len(typed)} element{'' if len(typed) == 1 else 's'}"
        return "wrong", f"{counts}, where {len(value)} are asked for"
    says = arrays.misrounded(typed, expected)
    if arrays.close(typed, expected):
        return "close", says or common_slips.ROUNDING
    return "wrong", says or arrays.remark(typed.items, value.items, expected)


def show(expected: AnswerKey) -> str:
    """The right answer."""
    return arrays.show(expected.value, expected)


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "a vector, such as [4, -7]" + arrays.precision(expected)


def takes_zero(expected: AnswerKey) -> bool:
    """Whether zeros are taken for a vector that is not all zeros."""
    return arrays.takes_zero(expected)
