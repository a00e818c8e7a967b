"""What vectors and matrices have in common: their elements, and what to say of wrong ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dlquiz.kinds import arithmetic, common_slips, list_syntax, number, separators, tolerance
from dlquiz.kinds.labels import unlabelled, unwrapped
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import percent
from dlquiz.language import numbers
from dlquiz.language.arrays import Array
from dlquiz.language.write import show as formulas
from dlquiz.model import AnswerKey

FEW = 4  # elements that are named one by one


def read(typed: TypedText, decimal: str) -> Array:
    """The array that a typed text stands for; FormulaError where it stands for none."""
    bare = unwrapped(unlabelled(typed))
    if not bare.text:
        raise typed.fault("the brackets are empty")
    if decimal == "comma":
        bare = separators.rows(separators.pointed(bare))
    return list_syntax.array(list_syntax.nested(bare), element, bare)


def lone(typed: TypedText, value: Array, decimal: str) -> None:
    """FormulaError for `[1,2]` of people who write decimal commas, where one number in a row could be two."""
    if decimal == "comma" and value.shape[-1] == 1 and separators.COMMA.search(typed.text):
        at = typed.text.index(",")
        raise typed.fault("a decimal comma, or two elements? between elements stands a semicolon", at)


def element(cell: TypedText) -> Any:
    """The value of one element; per cent is a hundredth."""
    list_syntax.zeroed(cell)
    marked = percent(cell)
    if marked is not None:
        return numbers.divide(arithmetic.read(marked)[1], 100)
    return list_syntax.whole(arithmetic.read(cell)[1])


def right(typed: Array, expected: AnswerKey) -> bool:
    """Whether an array is the right one: its shape, and every element."""
    return bool(typed.shape == expected.value.shape) and same(typed.items, expected.value.items, expected)


def close(typed: Array, expected: AnswerKey) -> bool:
    """Whether every element of an array of the right shape is right or close, and no listed mistake lands there."""
    for mine, value in zip(typed.items, expected.value.items, strict=True):
        if not tolerance.right(mine, value, expected) and not tolerance.close(mine, value, expected):
            return False
    return not listed(typed, expected)


def listed(typed: Array, expected: AnswerKey) -> bool:
    """Whether a listed mistake lands here."""
    arrays = (mistake for mistake in expected.mistaken if isinstance(mistake, Array))
    return any(same(typed.items, mistake.items, expected) for mistake in arrays)


def misrounded(typed: Array, expected: AnswerKey) -> str:
    """What to say where all elements that are off are misrounded in one way; else an empty text."""
    pairs = zip(typed.items, expected.value.items, strict=True)
    off = [(mine, value) for mine, value in pairs if not tolerance.right(mine, value, expected)]
    if listed(typed, expected) or any(isinstance(value, int) for _, value in off):
        return ""
    says = {number.misrounded(mine, value, expected) for mine, value in off}
    return says.pop() if len(says) == 1 else ""


def same(typed: Sequence[Any], right: Sequence[Any], expected: AnswerKey) -> bool:
    """Whether all elements are right."""
    return len(typed) == len(right) and all(tolerance.right(a, b, expected) for a, b in zip(typed, right, strict=True))


def remark(typed: Sequence[Any], right: Sequence[Any], expected: AnswerKey) -> str:
    """What to say of a wrong vector of the right length: its order, one slip in all elements, or which are off."""
    if same(typed, right[::-1], expected):
        return "the right numbers in reverse order"
    if same(sorted(typed), sorted(right), expected):
        return "the right numbers in another order"
    return common(typed, right, expected) or elements(typed, right, expected)


def common(typed: Sequence[Any], right: Sequence[Any], expected: AnswerKey) -> str:
    """The one slip that all elements share."""
    pairs = [(mine, value) for mine, value in zip(typed, right, strict=True) if value]
    found = (s.name for s in common_slips.SLIPS if all(led(mine, s.of(value), expected) for mine, value in pairs))
    return next(found, "") if pairs else ""


def led(mine: Any, gone: Any, expected: AnswerKey) -> bool:
    """Whether a slip led to an element, told from 0."""
    return tolerance.right(mine, gone, expected) and not tolerance.takes_zero(gone, expected)


def elements(typed: Sequence[Any], right: Sequence[Any], expected: AnswerKey) -> str:
    """Which elements are off, counted from 1."""
    off = [i + 1 for i, (a, b) in enumerate(zip(typed, right, strict=True)) if not tolerance.right(a, b, expected)]
    if len(off) == len(right) > 1:
        return "every element is off"
    if len(off) > FEW:
        return f"{len(off)} of {len(right)} elements are off"
    return f"element {off[0]} is off" if len(off) == 1 else f"elements {', '.join(map(str, off))} are off"


def echo(value: Any) -> str:
    """An array as it was read."""
    if isinstance(value, Array):
        return f"[{', '.join(echo(part) for part in value)}]" if len(value.items) <= 64 else f"{shape(value)} numbers"
    return arithmetic.literal(value)


def shape(value: Array) -> str:
    """A shape as people write it."""
    return "×".join(map(str, value.shape))


def reading(typed: TypedText, value: Array) -> str:
    """The echo, empty where it is the text itself."""
    text = echo(value)
    return "" if arithmetic.bare(text) == arithmetic.bare(typed.raw) else text


def show(value: Any, expected: AnswerKey) -> str:
    """An array as a person would type it, reals rounded as asked."""
    if isinstance(value, Array):
        return f"[{', '.join(show(part, expected) for part in value)}]"
    return formulas.number_text(value) if isinstance(value, int) else number.text(value, expected)


def precision(expected: AnswerKey) -> str:
    """How exact the elements must be; an empty text where they are whole."""
    items = expected.value.items if isinstance(expected.value, Array) else ()
    return "" if all(isinstance(item, int) for item in items) else "; " + number.precision(expected)


def takes_zero(expected: AnswerKey) -> bool:
    """Whether zeros are taken for an array that is not all zeros."""
    items = expected.value.items
    return any(items) and all(tolerance.right(Fraction(0), item, expected) for item in items)
