"""Vectors: in Python, NumPy, MATLAB or plain style; a column or a row counts."""

from __future__ import annotations

import re

from dlquiz.kinds import arrays, common_slips, separators
from dlquiz.kinds.arrays import ArrayKind
from dlquiz.kinds.labels import drop_element_labels
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array, flatten
from dlquiz.model import AnswerKey, Reading, Value

COMMAS = re.compile(r"[\[(\s]*[-+]?\d+,\d+(?:\s*;\s*[-+]?\d+,\d+)+[\])\s]*")


def flatten_row(value: Array) -> Array:
    """A column or a row as the vector that it is; anything else as it stands."""
    return value.ravel() if value.ndim == 2 and 1 in value.shape else value


class Vector(ArrayKind):
    """Vectors: in Python, NumPy, MATLAB or plain style; a column or a row counts."""

    name = "vector"
    value_needed = "a list of numbers"
    axes = 1
    lines = "brackets"
    typed_as = "matrix"
    names_elements = True

    def adapt_wrong(self, value: Value) -> Value:
        return arrays.wrap_number(value)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The vector that a typed text stands for; FormulaError where it stands for none."""
        if decimal == "point" and COMMAS.fullmatch(typed.text):
            raise typed.fault("decimal commas? write points, such as 0.5; 1.25", typed.text.index(","))
        if decimal == "point":
            separators.refuse_grouped_element(typed)
        value = flatten_row(arrays.read_array(drop_element_labels(typed, key), decimal))
        arrays.refuse_lone_element(typed, value, decimal)
        return Reading(value, arrays.echo_array(typed, value))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        typed, value = reading.value, key.value
        if self.is_right(typed, key):
            return "right", ""
        if typed.ndim != 1:
            return "wrong", f"a block of {arrays.write_shape(typed)} numbers, where a vector is asked for"
        if typed.shape != value.shape:
            counts = f"{len(typed)} element{'' if len(typed) == 1 else 's'}"
            return "wrong", f"{counts}, where {len(value)} are asked for"
        says = arrays.describe_rounding(typed, key)
        if arrays.is_close_array(typed, key):
            return "close", says or common_slips.ROUNDING
        return "wrong", says or arrays.describe_vector(flatten(typed), flatten(value), key)

    def label_element(self, place: tuple[int, ...]) -> str:
        return f"Enter element {place[0] + 1}."

    def instruction(self, key: AnswerKey) -> str:
        return arrays.describe_vector_form(key) + arrays.describe_precision(key)
