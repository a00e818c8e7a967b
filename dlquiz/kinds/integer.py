"""Whole numbers: judged exactly, at any size."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from dlquiz.kinds import arithmetic, common_slips, separators, tolerance
from dlquiz.kinds.labels import unlabelled
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import percent, unitless
from dlquiz.language.write import show as formulas
from dlquiz.model import AnswerKey, Reading

SMALL = 10
PLAIN_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,39})")


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The number that a typed text stands for; FormulaError where it stands for none, or for two."""
    if PLAIN_INTEGER.fullmatch(typed.text):
        return Reading(int(typed.text))
    rest = unitless(unlabelled(typed), expected.unit)
    marked = percent(rest)
    if marked is not None:
        raise typed_fault(rest, marked)
    rest = separators.whole(separators.mirrored(rest), ",") if decimal == "comma" else separators.whole(rest)
    node, value = arithmetic.read(rest)
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    return Reading(value, arithmetic.echo(typed, node, value))


def typed_fault(typed: TypedText, number: TypedText) -> Exception:
    """What to say of a per cent sign where a whole number is asked for."""
    return typed.fault("per cent, where a whole number is asked for? type the number alone", len(number.text))


def right(value: Any, expected: AnswerKey) -> bool:
    """Whether a number is the right one."""
    return tolerance.whole(value, expected.value)


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right or wrong, and what is off."""
    typed, value = reading.value, expected.value
    if right(typed, expected):
        return "right", ""
    if not isinstance(typed, int) and Fraction(typed).denominator != 1:
        return "wrong", slip(typed, value) or "a whole number is asked for"
    return "wrong", slip(typed, value)


def slip(typed: Any, value: int) -> str:
    """The common slip that leads to a number; of small ones only the sign, since chance leads from any to any."""
    if max(abs(typed), abs(value)) < SMALL and typed != -value:
        return ""
    return common_slips.named(typed, value, tolerance_free)


def tolerance_free(typed: object, value: object) -> bool:
    """Whether two numbers are the same."""
    return tolerance.near(typed, value, Fraction(0))


def show(expected: AnswerKey) -> str:
    """The right answer."""
    return formulas.literal(int(expected.value))


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "a whole number"
