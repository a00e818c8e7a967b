"""What differs from one kind of answer to another; the table of all kinds is in `kinds/__init__.py`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from dlquiz import tree
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array
from dlquiz.model import AnswerKey, Reading, Value


class Kind:
    """A kind of answer: reads typed text, judges it, and writes the right answer.

    Whether a text can be read depends on the kind and on the text, never on the right answer: being asked again
    must not tell it.
    """

    name: ClassVar[str]

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """How a typed text is understood; FormulaError, with its place, where it is not.

        `decimal` is "point", or "comma" for people who write decimal commas.
        """
        raise NotImplementedError

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """The verdict (right, close or wrong), and what to say of it."""
        raise NotImplementedError

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a value that was read or computed is right."""
        raise NotImplementedError

    def to_text(self, key: AnswerKey) -> str:
        """The right answer as a person would type it, rounded as asked."""
        raise NotImplementedError

    def instruction(self, key: AnswerKey) -> str:
        """How to answer, in a short phrase that tells nothing of the answer."""
        raise NotImplementedError

    def takes_zero(self, key: AnswerKey) -> bool:
        """Whether the tolerance takes 0 for a value other than 0, for every element of an array."""
        return False


def natural_kind(value: Value) -> str:
    """The kind that a value has by itself: whole integer, 1-D vector, with letters expression; else an empty text."""
    if isinstance(value, bool):
        return "yes-no"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, (Fraction, float)):
        return "number"
    if isinstance(value, tree.Node):
        return "expression"
    if isinstance(value, Array) and value.ndim in (1, 2):
        return "vector" if value.ndim == 1 else "matrix"
    return ""
