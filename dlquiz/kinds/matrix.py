"""Matrices: in Python, NumPy, PyTorch or MATLAB style, or rows on lines."""

from __future__ import annotations

from dlquiz.kinds import arrays, common_slips
from dlquiz.kinds.arrays import ArrayKind
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array, flatten
from dlquiz.model import AnswerKey, Reading


def drop_cell_brackets(value: Array) -> Array:
    """Rows in brackets of their own with semicolons between their elements, as the matrix that they are."""
    return value[:, :, 0] if value.ndim == 3 and value.shape[2] == 1 else value


def describe_shape(typed: Array, right: Array, key: AnswerKey) -> str:
    """What to say of a matrix of another shape."""
    if typed.shape == right.shape[::-1] and arrays.same_elements(flatten(typed), flatten(right.T), key):
        return "transposed: rows and columns have changed places"
    if typed.ndim == 1 and arrays.same_elements(flatten(typed), flatten(right), key):
        return "flattened: the right numbers, but the rows are lost"
    if typed.ndim == 3 and typed.shape[0] == 1:
        return "one pair of brackets too many: there is no batch axis"
    if typed.ndim == 1:
        return "a flat list, where a matrix is asked for; write each row in brackets, or end it with ;"
    return f"a shape of {arrays.write_shape(typed)}, where {arrays.write_shape(right)} is asked for"


def describe_entries(typed: Array, right: Array, key: AnswerKey) -> str:
    """Which entries are off, by row and column from 1."""
    wide = right.shape[1]
    pairs = enumerate(zip(flatten(typed), flatten(right), strict=True))
    off = [i for i, (a, b) in pairs if not arrays.same_elements([a], [b], key)]
    if len(off) == right.size:
        return "every entry is off"
    if len(off) > arrays.FEW:
        return f"{len(off)} of {right.size} entries are off"
    places = ", ".join(f"row {i // wide + 1} column {i % wide + 1}" for i in off)
    return f"off: {places}"


class Matrix(ArrayKind):
    """Matrices: in Python, NumPy, PyTorch or MATLAB style, or rows on lines."""

    name = "matrix"
    value_needed = "a list of rows"
    axes = 2
    lines = "rows"
    typed_as = "vector"

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The matrix that a typed text stands for; FormulaError where it stands for none."""
        value = drop_cell_brackets(arrays.read_array(typed, decimal))
        arrays.refuse_lone_element(typed, value, decimal)
        return Reading(value, arrays.echo_array(typed, value))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        typed, value = reading.value, key.value
        if self.is_right(typed, key):
            return "right", ""
        if typed.shape != value.shape:
            return "wrong", describe_shape(typed, value, key)
        says = arrays.describe_rounding(typed, key)
        if arrays.is_close_array(typed, key):
            return "close", says or common_slips.ROUNDING
        if value.shape[0] == value.shape[1] and arrays.same_elements(flatten(typed), flatten(value.T), key):
            return "wrong", "transposed: rows and columns have changed places"
        return "wrong", says or arrays.name_common_slip(flatten(typed), flatten(value), key) or describe_entries(
            typed, value, key
        )

    def label_element(self, place: tuple[int, ...]) -> str:
        return f"Enter the element in row {place[0] + 1}, column {place[1] + 1}."

    def instruction(self, key: AnswerKey) -> str:
        return "a matrix, such as [[4, -7, 0], [6, 5, 8]]" + arrays.describe_precision(key)
