"""What vectors and matrices have in common: their elements, and what to say of wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

from dlquiz.kinds import arithmetic, common_slips, list_syntax, number, separators, tolerance
from dlquiz.kinds.fields import Field, number_field
from dlquiz.kinds.kind import ROUNDING, Kind, is_number
from dlquiz.kinds.labels import drop_label, drop_wrapper
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import drop_percent
from dlquiz.language import numbers
from dlquiz.language.arrays import Array, flatten, is_array, list_items, make_array, to_list
from dlquiz.language.text_functions import plural
from dlquiz.language.write.digits import number_to_text
from dlquiz.model import AnswerKey, Value

FEW = 4  # elements that are named one by one
SAMPLE = (4, -7, 2, 5, -1, 3)  # the elements of an example in an instruction


def read_array(typed: TypedText, decimal: str) -> Array:
    """The array that a typed text stands for; FormulaError where it stands for none."""
    bare = drop_wrapper(drop_label(typed))
    if not bare.text:
        raise typed.fault("the brackets are empty")
    if decimal == "comma":
        bare = separators.comma_rows(separators.point_decimals(bare))
    return list_syntax.nested_to_array(list_syntax.read_nested(bare), read_element, bare)


def refuse_lone_element(typed: TypedText, value: Array, decimal: str) -> None:
    """FormulaError for `[1,2]` of people who write decimal commas, where one number in a row could be two."""
    if decimal == "comma" and value.shape[-1] == 1 and separators.COMMA.search(typed.text):
        at = typed.text.index(",")
        raise typed.fault("a decimal comma, or two elements? between elements stands a semicolon", at)


def read_element(cell: TypedText) -> Any:
    """The value of one element; per cent is a hundredth."""
    list_syntax.refuse_leading_zero(cell)
    marked = drop_percent(cell)
    if marked is not None:
        return numbers.divide(arithmetic.read_arithmetic(marked)[1], 100)
    return list_syntax.make_whole(arithmetic.read_arithmetic(cell)[1])


def is_right_array(typed: Array, key: AnswerKey) -> bool:
    """Whether an array is the right one: its shape, and every element."""
    return bool(typed.shape == key.value.shape) and same_elements(flatten(typed), flatten(key.value), key)


def is_close_array(typed: Array, key: AnswerKey) -> bool:
    """Whether every element of an array of the right shape is right or close, and no listed mistake ends in it."""
    for mine, value in zip(flatten(typed), flatten(key.value), strict=True):
        if not tolerance.is_right(mine, value, key) and not tolerance.is_close(mine, value, key):
            return False
    return not is_listed_mistake(typed, key)


def is_listed_mistake(typed: Array, key: AnswerKey) -> bool:
    """Whether a listed mistake ends in this value."""
    arrays = (mistake for mistake in key.mistaken if is_array(mistake))
    return any(same_elements(flatten(typed), flatten(mistake), key) for mistake in arrays)


def describe_rounding(typed: Array, key: AnswerKey) -> str:
    """What to say where all elements that are off are misrounded in one way; else an empty text."""
    pairs = zip(flatten(typed), flatten(key.value), strict=True)
    off = [(mine, value) for mine, value in pairs if not tolerance.is_right(mine, value, key)]
    if is_listed_mistake(typed, key) or any(isinstance(value, int) for _, value in off):
        return ""
    says = {number.describe_rounding(mine, value, key, "these are rounded too far") for mine, value in off}
    return says.pop() if len(says) == 1 else ""


def same_elements(typed: Sequence[Any], right: Sequence[Any], key: AnswerKey) -> bool:
    """Whether all elements are right."""
    return len(typed) == len(right) and all(tolerance.is_right(a, b, key) for a, b in zip(typed, right, strict=True))


def describe_vector(typed: Sequence[Any], right: Sequence[Any], key: AnswerKey) -> str:
    """What to say of a wrong vector of the right length: its order, one slip in all elements, or which are off."""
    if same_elements(typed, right[::-1], key):
        return "the right numbers in reverse order"
    if same_elements(sorted(typed), sorted(right), key):
        return "the right numbers in another order"
    return name_common_slip(typed, right, key) or describe_elements(typed, right, key)


def name_common_slip(typed: Sequence[Any], right: Sequence[Any], key: AnswerKey) -> str:
    """The one slip that all elements share."""
    pairs = [(mine, value) for mine, value in zip(typed, right, strict=True) if value]
    found = (s.name for s in common_slips.SLIPS if all(slip_leads_to(mine, s.of(value), key) for mine, value in pairs))
    return next(found, "") if pairs else ""


def slip_leads_to(mine: Any, gone: Any, key: AnswerKey) -> bool:
    """Whether a slip led to an element, told from 0."""
    return tolerance.is_right(mine, gone, key) and not tolerance.takes_zero(gone, key)


def describe_elements(typed: Sequence[Any], right: Sequence[Any], key: AnswerKey) -> str:
    """Which elements are off, counted from 1."""
    off = [i + 1 for i, (a, b) in enumerate(zip(typed, right, strict=True)) if not tolerance.is_right(a, b, key)]
    if len(off) == len(right) > 1:
        return "every element is off"
    if len(off) > FEW:
        return f"{len(off)} of {len(right)} elements are off"
    return f"element {off[0]} is off" if len(off) == 1 else f"elements {', '.join(map(str, off))} are off"


def write_echo(value: Any) -> str:
    """An array as it was read."""
    if is_array(value):
        if value.size > 64:
            return f"{write_shape(value)} numbers"
        return f"[{', '.join(write_echo(part) for part in list_items(value))}]"
    return arithmetic.write_number(value)


def write_shape(value: Array) -> str:
    """A shape as people write it."""
    return "×".join(map(str, value.shape))


def echo_array(typed: TypedText, value: Array) -> str:
    """The echo, empty where it is the text itself."""
    text = write_echo(value)
    return "" if arithmetic.strip_spelling(text) == arithmetic.strip_spelling(typed.raw) else text


def write_array(value: Any, key: AnswerKey, write: Callable[[Any, AnswerKey], str] = number.write_rounded) -> str:
    """An array as a person would type it, reals rounded as asked."""
    if is_array(value):
        return f"[{', '.join(write_array(part, key, write) for part in list_items(value))}]"
    return number_to_text(value) if isinstance(value, int) else write(value, key)


def describe_vector_form(key: AnswerKey) -> str:
    """How a vector is typed, with as many elements as are asked for; a long one has no example."""
    count = len(flatten(key.value)) if is_array(key.value) else 0
    sample = f", such as [{', '.join(map(str, SAMPLE[:count]))}]" if 0 < count <= len(SAMPLE) else ""
    return f"a vector of {plural(count, 'element')}{sample}"


def describe_precision(key: AnswerKey) -> str:
    """How exact the elements must be; an empty text where they are whole."""
    items = flatten(key.value) if is_array(key.value) else ()
    if all(isinstance(item, int) for item in items):
        return ""
    return f"; {number.ask_precision(key, items) or 'exact values'}"


def takes_zeros(key: AnswerKey) -> bool:
    """Whether zeros are taken for an array that is not all zeros."""
    items = flatten(key.value)
    return any(items) and all(tolerance.is_right(Fraction(0), item, key) for item in items)


def array_latex(value: Array, key: AnswerKey) -> str:
    """A matrix, or a vector as its one row, as LaTeX."""
    rows = [to_list(value)] if value.ndim == 1 else to_list(value)
    cells = (" & ".join(number.number_latex(write_array(cell, key)) for cell in row) for row in rows)
    return r"\begin{pmatrix}" + r" \\ ".join(cells) + r"\end{pmatrix}"


def wrap_number(value: Value) -> Value:
    """A number as the list of one that people type."""
    return make_array([value]) if is_number(value) else value


class ArrayKind(Kind):
    """Vectors and matrices, judged element by element: whole ones exactly, real ones as numbers."""

    keys = ROUNDING
    default_decimals = tolerance.DECIMALS
    axes: ClassVar[int]

    def fits(self, value: Value) -> bool:
        return is_array(value) and value.ndim == self.axes

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        return is_right_array(value, key)

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        places = product(*map(range, key.value.shape))
        elements = zip(flatten(key.value), places, strict=True)
        return tuple(number_field(element, key, self.label_element(place)) for element, place in elements)

    def label_element(self, place: tuple[int, ...]) -> str:
        """Which element a field asks for, counted from 1."""
        raise NotImplementedError

    def to_text(self, key: AnswerKey) -> str:
        return write_array(key.value, key)

    def option_text(self, key: AnswerKey) -> str:
        return write_array(key.value, key, number.write_digits)

    def takes_zero(self, key: AnswerKey) -> bool:
        return takes_zeros(key)

    def searches_slips(self, key: AnswerKey) -> bool:
        return True

    def to_latex(self, key: AnswerKey) -> str:
        return array_latex(key.value, key)
