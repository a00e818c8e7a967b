"""How other systems ask for an answer: fields that they can judge by themselves.

A kind that no system judges as we do, such as a formula, is one field for an essay.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz.kinds import tolerance
from dlquiz.model import AnswerKey
from dlquiz.records import frozen


@frozen
class NumberField:
    """A number, right within a tolerance; within `close`, where there is such a distance, it earns half the marks."""

    value: Any  # int | Fraction | float
    tolerance: Fraction
    close: Fraction | None = None
    label: str = ""  # which of several fields it is: "element 2 of 3"


@frozen
class ChoiceField:
    """Options, one or several of them right."""

    options: tuple[str, ...]
    right: tuple[int, ...]
    because: tuple[str, ...]  # a reason for each option, which may be empty
    label: str = ""


@frozen
class TruthField:
    """A statement that is true or false."""

    value: bool
    label: str = ""


@frozen
class WordsField:
    """Words, of which any one is right."""

    accept: tuple[str, ...]
    label: str = ""


@frozen
class MatchField:
    """Left sides, each with the place of its right side; a right side may belong to several or to none."""

    lefts: tuple[str, ...]
    rights: tuple[str, ...]
    partner: tuple[int, ...]
    label: str = ""


@frozen
class OrderField:
    """Items in their right order."""

    items: tuple[str, ...]
    label: str = ""


@frozen
class EssayField:
    """A text that a person marks."""

    label: str = ""


def number_field(value: Any, key: AnswerKey, label: str = "") -> NumberField:
    """A number, or an element of an array, as exact as its key asks: a whole one exactly."""
    if isinstance(value, int) and key.kind != "number":
        return NumberField(value, Fraction(0), label=label)
    distance = tolerance.allowed_distance(key, value)
    coarse = key.rel is not None or key.abs is not None or not distance
    return NumberField(value, distance, None if coarse else tolerance.CLOSE * distance, label)


Field = NumberField | ChoiceField | TruthField | WordsField | MatchField | OrderField | EssayField
