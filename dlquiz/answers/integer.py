"""Whole numbers: judged exactly, at any size."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from dlquiz.answers import arithmetic, separators, slips, tolerance
from dlquiz.answers.labels import unlabelled
from dlquiz.answers.typed import Typed
from dlquiz.answers.units import percent, unitless
from dlquiz.formula import show as formulas
from dlquiz.model import Expected, Reading

SMALL = 10
PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d{0,39})")


def read(typed: Typed, expected: Expected, decimal: str = "point") -> Reading:
    """The number that a typed text stands for; FormulaError where it stands for none, or for two."""
    if PLAIN.fullmatch(typed.text):
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


def typed_fault(typed: Typed, number: Typed) -> Exception:
    """What to say of a per cent sign where a whole number is asked for."""
    return typed.fault("per cent, where a whole number is asked for? type the number alone", len(number.text))


def right(value: Any, expected: Expected) -> bool:
    """Whether a number is the right one."""
    return tolerance.whole(value, expected.value)


def judge(reading: Reading, expected: Expected) -> tuple[str, str]:
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
    return slips.named(typed, value, tolerance_free)


def tolerance_free(typed: object, value: object) -> bool:
    """Whether two numbers are the same."""
    return tolerance.near(typed, value, Fraction(0))


def show(expected: Expected) -> str:
    """The right answer."""
    return formulas.literal(int(expected.value))


def instruction(expected: Expected) -> str:
    """How to answer."""
    return "a whole number"
