"""Whole numbers: judged exactly, at any size."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from dlquiz.kinds import arithmetic, common_slips, separators, tolerance
from dlquiz.kinds.fields import Field, number_field
from dlquiz.kinds.kind import UNIT, Kind
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import drop_percent, drop_unit
from dlquiz.language.write.digits import group_digits, group_latex, number_to_literal
from dlquiz.model import AnswerKey, Reading, Value

SMALL = 10
COUNTED = re.compile(
    r"(?:the\s+)?(?:layer|step|epoch|iteration|pass|unit|neuron|class|example|channel|row|column|line|update)\s+"
    r"(?:no\.?\s*|number\s+)?(?=\d+\.?$)",
    re.IGNORECASE,
)
PLAIN_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,39})")


def drop_noun(typed: TypedText) -> TypedText:
    """`layer 6` as 6: a noun that counts, in front of the number alone."""
    match = COUNTED.match(typed.text)
    return typed.cut(match.end()) if match else typed


def percent_fault(typed: TypedText, number: TypedText) -> Exception:
    """What to say of a per cent sign where a whole number is asked for."""
    return typed.fault("per cent, where a whole number is asked for? type the number alone", len(number.text))


def name_slip(typed: Any, value: int) -> str:
    """The common slip that leads to a number; of small ones only the sign, since chance leads from any to any."""
    if max(abs(typed), abs(value)) < SMALL and typed != -value:
        return ""
    return common_slips.name_slip(typed, value, is_same)


def is_same(typed: object, value: object) -> bool:
    """Whether two numbers are the same."""
    return tolerance.is_near(typed, value, Fraction(0))


class Integer(Kind):
    """Whole numbers: judged exactly, at any size."""

    name = "integer"
    keys = (UNIT,)
    value_needed = "a whole number"
    least_counted = 0
    typed_as = "number"

    def fits(self, value: Value) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def coerce(self, value: Value) -> Value:
        if isinstance(value, Fraction) and value.denominator == 1:
            value = value.numerator
        return super().coerce(value)

    def searches_slips(self, key: AnswerKey) -> bool:
        return True

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The number that a typed text stands for; FormulaError where it stands for none, or for two."""
        if PLAIN_INTEGER.fullmatch(typed.text):
            return Reading(int(typed.text))
        rest = drop_unit(drop_noun(drop_label(typed)), key.unit)
        marked = drop_percent(rest)
        if marked is not None:
            raise percent_fault(rest, marked)
        if decimal == "comma":
            rest = separators.ungroup_whole(separators.swap_points_and_commas(rest), ",")
        else:
            rest = separators.ungroup_whole(rest)
        node, value = arithmetic.read_arithmetic(rest)
        if isinstance(value, Fraction) and value.denominator == 1:
            value = value.numerator
        return Reading(value, arithmetic.echo_arithmetic(typed, node, value))

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a number is the right one."""
        return tolerance.is_right_whole(value, key.value)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        typed, value = reading.value, key.value
        if self.is_right(typed, key):
            return "right", ""
        if not isinstance(typed, int) and Fraction(typed).denominator != 1:
            return "wrong", name_slip(typed, value) or "a whole number is asked for"
        return "wrong", name_slip(typed, value)

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (number_field(key.value, key),)

    def to_text(self, key: AnswerKey) -> str:
        return group_digits(self.example_text(key))

    def option_text(self, key: AnswerKey) -> str:
        return self.example_text(key)

    def example_text(self, key: AnswerKey) -> str:
        return number_to_literal(int(key.value))

    def instruction(self, key: AnswerKey) -> str:
        return "a whole number"

    def to_latex(self, key: AnswerKey) -> str:
        return group_latex(self.example_text(key))
