"""Real numbers: judged to so many decimals or digits, or within a tolerance."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from dlquiz.kinds import arithmetic, common_slips, separators, tolerance
from dlquiz.kinds.labels import unlabelled
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import percent, unitless
from dlquiz.language import numbers as exact
from dlquiz.language.text_functions import fixed
from dlquiz.language.write import show as formulas
from dlquiz.model import AnswerKey, Reading

PLAIN_NUMBER = re.compile(r"([+-]?)(\d{1,15})(?:\.(\d{0,15}))?")
TENS = [10**places for places in range(16)]


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The number that a typed text stands for; FormulaError where it stands for none, or for two."""
    plain = PLAIN_NUMBER.fullmatch(typed.text)
    if plain and (decimal == "point" or plain[3] is None):
        return Reading(literal(*plain.groups()))
    bare = unlabelled(typed)
    rest = unitless(bare, expected.unit)
    marked = percent(rest) if rest is bare else None
    rest = rest if marked is None else marked
    rest = separators.real(separators.mirrored(rest), ",") if decimal == "comma" else separators.real(rest)
    node, value = arithmetic.read(rest)
    if marked is not None:
        value = hundredth(value, expected)
        return Reading(value, arithmetic.literal(value))
    return Reading(exact.real(value), arithmetic.echo(typed, node, value))


def literal(sign: str, whole: str, rest: str | None) -> Fraction:
    """The number of a plain text, without a detour: most of what is typed is one."""
    rest = rest or ""
    digits = int(sign + whole + rest)
    return Fraction(digits, TENS[len(rest)])


def hundredth(value: Any, expected: AnswerKey) -> Any:
    """What so many per cent are: a hundredth, unless the question asks for per cent."""
    return exact.real(value) if "%" in expected.unit else exact.divide(value, 100)


def right(value: Any, expected: AnswerKey) -> bool:
    """Whether a number is right to the asked digits."""
    return tolerance.right(value, expected.value, expected)


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right, close or wrong, and what is off."""
    typed, value = reading.value, expected.value
    if right(typed, expected):
        return "right", ""
    listed = mistaken(typed, expected)
    says = "" if listed else misrounded(typed, value, expected)
    if tolerance.close(typed, value, expected) and not listed:
        return "close", says or common_slips.ROUNDING
    return "wrong", says or slip(typed, expected)


def misrounded(typed: Any, value: Any, expected: AnswerKey) -> str:
    """What to say of the right number with its digits cut off, or with fewer than asked for; else an empty text."""
    if tolerance.cut(typed, value, expected):
        return common_slips.CUT
    fewer = tolerance.fewer(typed, value, expected)
    if fewer is None:
        return ""
    how = "rounded to" if fewer.rounded else "cut off after"
    there = f"{how} {fewer.digits}" if fewer.digits else f"{how.split()[0]} to a whole number"
    return f"{precision(expected)} {'is' if asked(expected) == 1 else 'are'} asked for; this is {there}"


def mistaken(typed: Any, expected: AnswerKey) -> bool:
    """Whether a listed mistake lands here."""
    numbers = (m for m in expected.mistaken if isinstance(m, (int, Fraction, float)))
    return any(tolerance.right(typed, number, expected) for number in numbers)


def slip(typed: Any, expected: AnswerKey) -> str:
    """The common slip that leads to a number, named where it can be told from the tolerance."""

    def same(made: Any, gone: Any) -> bool:
        if made == gone:
            return True
        return not tolerance.takes_zero(gone, expected) and tolerance.right(made, gone, expected)

    value = expected.value
    reach = float(tolerance.half(expected, value) / abs(Fraction(value))) if value else 0.0
    return common_slips.named(typed, value, same, reach, logarithms=True)


def show(expected: AnswerKey) -> str:
    """The right answer, rounded as asked."""
    return text(expected.value, expected)


def text(value: Any, expected: AnswerKey) -> str:
    """A number rounded as the question asks."""
    if expected.significant is not None:
        unit = 2 * tolerance.place(value, expected.significant)
        if unit > 1:
            return formulas.number_text(int(exact.rounded(exact.digits12(value) / unit) * unit))
        return fixed(value, exact.decimals(unit)) if unit else "0"
    if expected.rel is not None or expected.abs is not None:
        return formulas.number_text(value)
    return fixed(value, tolerance.places(expected))


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "in per cent, " + precision(expected) if "%" in expected.unit else precision(expected)


def precision(expected: AnswerKey) -> str:
    """How exact an answer must be."""
    if expected.rel is not None:
        return f"to {formulas.number_text(expected.rel * 100)} %"
    if expected.abs is not None:
        return f"to ±{formulas.number_text(expected.abs)}"
    if expected.significant is not None:
        return counted(expected.significant, "significant digit")
    return counted(asked(expected), "decimal") if asked(expected) else "rounded to a whole number"


def asked(expected: AnswerKey) -> int:
    """How many digits are asked for: significant ones, or decimals."""
    return expected.significant or tolerance.places(expected)


def counted(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def takes_zero(expected: AnswerKey) -> bool:
    """Whether the tolerance takes 0 for a value other than 0."""
    return tolerance.takes_zero(expected.value, expected)
