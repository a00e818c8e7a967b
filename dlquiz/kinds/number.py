"""Real numbers: judged to so many decimals or digits, or within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from dlquiz.kinds import arithmetic, common_slips, separators, tolerance
from dlquiz.kinds.fields import Field, number_field
from dlquiz.kinds.kind import ROUNDING, UNIT, Kind, is_number
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import drop_percent, drop_unit
from dlquiz.language import numbers as exact
from dlquiz.language.text_functions import PLACES as MAX_PLACES
from dlquiz.language.text_functions import fixed, plural
from dlquiz.language.write.digits import number_to_text
from dlquiz.model import AnswerKey, Reading, Value

EXPONENT = re.compile(r"(?<=\d)e([-+]?\d+)")
PLAIN_NUMBER = re.compile(r"([+-]?)(\d{1,15})(?:\.(\d{0,15}))?")
TENS = [10**places for places in range(16)]


def parse_plain(sign: str, whole: str, rest: str | None) -> Fraction:
    """The number of a plain text, without a detour: most of what is typed is one."""
    rest = rest or ""
    digits = int(sign + whole + rest)
    return Fraction(digits, TENS[len(rest)])


def convert_percent(value: Any, key: AnswerKey) -> Any:
    """What so many per cent are: a hundredth, unless the question asks for per cent."""
    return exact.as_real(value) if "%" in key.unit else exact.divide(value, 100)


def describe_rounding(typed: Any, value: Any, key: AnswerKey, shown: str = "") -> str:
    """What to say of the right number with its digits cut off, or with fewer than asked for; else an empty text.

    `shown` are the words for a number that is rightly rounded, in place of "that is 0.92".
    """
    if tolerance.is_cut_off(typed, value, key):
        return common_slips.CUT
    fewer = tolerance.find_fewer_digits(typed, value, key)
    if fewer is None:
        return ""
    if fewer.rounded:
        return f"{shown or f'that is {number_to_text(typed)}'}; give {describe_precision(key)}"
    how = "cut off after"
    there = f"{how} {fewer.digits}" if fewer.digits else "cut to a whole number"
    return f"{describe_precision(key)} {'is' if count_digits(key) == 1 else 'are'} asked for; this is {there}"


def is_listed_mistake(typed: Any, key: AnswerKey) -> bool:
    """Whether a listed mistake ends in this value."""
    numbers = (m for m in key.mistaken if isinstance(m, (int, Fraction, float)))
    return any(tolerance.is_right(typed, number, key) for number in numbers)


def name_slip(typed: Any, key: AnswerKey) -> str:
    """The common slip that leads to a number, named where it can be told from the tolerance."""

    def same(made: Any, gone: Any) -> bool:
        if made == gone:
            return True
        return not tolerance.takes_zero(gone, key) and tolerance.is_right(made, gone, key)

    value = key.value
    reach = float(tolerance.allowed_distance(key, value) / abs(Fraction(value))) if value else 0.0
    return common_slips.name_slip(typed, value, same, reach, logarithms=True)


def write_rounded(value: Any, key: AnswerKey) -> str:
    """A number rounded as the question asks, without zeros behind an exact value: -5 rather than -5.0000."""
    places = exact.count_decimals(value)
    if places > count_digits(key):
        return write_digits(value, key)
    text = number_to_text(value)  # which rounds to six digits
    return fixed(value, places) if places and "e" not in text else text


def write_digits(value: Any, key: AnswerKey) -> str:
    """A number with the digits that the question asks for."""
    if key.significant is not None:
        unit = 2 * tolerance.half_digit(value, key.significant)
        if unit > 1:
            return number_to_text(int(exact.round_number(exact.digits12(value) / unit) * unit))
        decimals = exact.count_decimals(unit) if unit else 0
        return fixed(value, decimals) if decimals <= MAX_PLACES else number_to_text(value)
    if key.rel is not None or key.abs is not None:
        return number_to_text(value)
    return fixed(value, tolerance.count_decimals(key))


def describe_precision(key: AnswerKey) -> str:
    """How exact an answer must be."""
    if key.rel is not None:
        return f"to {number_to_text(key.rel * 100)} %"
    if key.abs is not None:
        return f"to ±{number_to_text(key.abs)}"
    if key.significant is not None:
        return plural(key.significant, "significant digit")
    return plural(count_digits(key), "decimal") if count_digits(key) else "rounded to a whole number"


def ask_precision(key: AnswerKey, values: Iterable[Any]) -> str:
    """How exact an answer of several numbers must be; an empty text where rounding leaves all of them as they are."""
    return "" if all(tolerance.is_exact(value, key) for value in values) else describe_precision(key)


def count_digits(key: AnswerKey) -> int:
    """How many digits are asked for: significant ones, or decimals."""
    return key.significant or tolerance.count_decimals(key)


def number_latex(text: str) -> str:
    """A written number, or several, as LaTeX: powers of ten."""
    return EXPONENT.sub(r" \\cdot 10^{\1}", text)


class Number(Kind):
    """Real numbers: judged to so many decimals or digits, or within a tolerance."""

    name = "number"
    keys = (*ROUNDING, UNIT)
    value_needed = "a number"
    default_decimals = tolerance.DECIMALS

    def fits(self, value: Value) -> bool:
        return is_number(value)

    def searches_slips(self, key: AnswerKey) -> bool:
        return True

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The number that a typed text stands for; FormulaError where it stands for none, or for two."""
        plain = PLAIN_NUMBER.fullmatch(typed.text)
        if plain and (decimal == "point" or plain[3] is None):
            return Reading(parse_plain(*plain.groups()))
        bare = drop_label(typed)
        rest = drop_unit(bare, key.unit)
        marked = drop_percent(rest) if rest is bare else None
        rest = rest if marked is None else marked
        if decimal == "comma":
            rest = separators.ungroup_real(separators.swap_points_and_commas(rest), ",")
        else:
            rest = separators.ungroup_real(rest)
        node, value = arithmetic.read_arithmetic(rest)
        if marked is not None:
            value = convert_percent(value, key)
            return Reading(value, arithmetic.write_number(value))
        return Reading(exact.as_real(value), arithmetic.echo_arithmetic(typed, node, value))

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a number is right to the asked digits."""
        return tolerance.is_right(value, key.value, key)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        typed, value = reading.value, key.value
        if self.is_right(typed, key):
            return "right", ""
        listed = is_listed_mistake(typed, key)
        says = "" if listed else describe_rounding(typed, value, key)
        if tolerance.is_close(typed, value, key) and not listed:
            return "close", says or common_slips.ROUNDING
        return "wrong", says or name_slip(typed, key)

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (number_field(key.value, key),)

    def to_text(self, key: AnswerKey) -> str:
        return write_rounded(key.value, key)

    def option_text(self, key: AnswerKey) -> str:
        return write_digits(key.value, key)

    def instruction(self, key: AnswerKey) -> str:
        precision = ask_precision(key, [key.value]) or "the exact value"
        return f"in per cent, {precision}" if "%" in key.unit else precision

    def takes_zero(self, key: AnswerKey) -> bool:
        """Whether the tolerance takes 0 for a value other than 0."""
        return tolerance.takes_zero(key.value, key)

    def to_latex(self, key: AnswerKey) -> str:
        return number_latex(self.to_text(key))
