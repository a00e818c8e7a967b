"""How far off a number may be: right, close or wrong, decided exactly; only floats get a slack of twelve digits."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz.language import numbers
from dlquiz.model import AnswerKey

SLACK = Fraction(5, 10**13)
NOISE = Fraction(1, 10**15)
DECIMALS = 4  # unless the bank says otherwise
ROUGH = Fraction(1, 20)  # how far off what is rounded to fewer digits may be, to be told from chance
CLOSE = 4  # half units of the last place: two units
HALVES = [Fraction(1, 2 * 10**places) for places in range(41)]


def allowed_distance(key: AnswerKey, value: Any) -> Fraction:
    """How far from `value` is still right."""
    if key.rel is not None:
        return key.rel * abs(Fraction(value))
    if key.abs is not None:
        return key.abs
    if key.significant is not None:
        return half_digit(value, key.significant)
    digits = count_decimals(key)
    return HALVES[digits] if 0 <= digits <= 40 else Fraction(10) ** -digits / 2


def count_decimals(key: AnswerKey) -> int:
    """How many decimals are asked for."""
    return DECIMALS if key.decimals is None else key.decimals


def is_exact(value: Any, key: AnswerKey) -> bool:
    """Whether rounding as asked leaves a number, to twelve digits, as it is: 425 or 0.15 to four decimals."""
    if key.rel is not None or key.abs is not None:
        return False
    digits = numbers.digits12(value)  # 0 also of what is too small to be told from it
    return not digits or (digits / (2 * allowed_distance(key, value))).denominator == 1


def half_digit(value: Any, significant: int) -> Fraction:
    """Half a unit of the last of so many significant digits."""
    number = abs(numbers.digits12(value))
    if not number:
        return Fraction(0)
    power = len(str(number.numerator)) - len(str(number.denominator))
    if number < Fraction(10) ** power:
        power -= 1
    return Fraction(10) ** (power - significant + 1) / 2


def is_near(typed: Any, value: Any, distance: Fraction) -> bool:
    """Whether two numbers are no further apart than that."""
    if isinstance(typed, (int, Fraction)) and isinstance(value, (int, Fraction)):
        gap: Any = abs(typed - value)
        return bool(gap <= distance)
    if not (
        math.isfinite(typed) and math.isfinite(value)
    ):  # ten times a number at the bound, when slips are looked for
        return False
    a, b = Fraction(typed), Fraction(value)
    return abs(a - b) <= distance + SLACK * max(abs(a), abs(b)) + NOISE


def is_right_whole(typed: Any, value: int) -> bool:
    """Whether a number is this whole one: exactly, or to twelve digits where it came out of a float."""
    if type(typed) is float:
        return abs(Fraction(typed) - value) < Fraction(1, 2) and is_near(typed, value, Fraction(0))
    return bool(typed == value)


def is_right(typed: Any, value: Any, key: AnswerKey) -> bool:
    """Whether a number is right: whole ones exactly, real ones within what the question allows."""
    if isinstance(value, int) and key.kind != "number":
        return is_right_whole(typed, value)
    return is_near(typed, value, allowed_distance(key, value))


def is_close(typed: Any, value: Any, key: AnswerKey) -> bool:
    """Whether a number is off by its rounding alone, on the same side of 0.

    It lies within two units of the last place, or is the value rightly rounded to fewer places, of which at least two
    digits are significant.
    """
    if key.rel is not None or key.abs is not None or (isinstance(value, int) and key.kind != "number"):
        return False
    if not typed * value > 0:
        return False
    return is_near(typed, value, CLOSE * allowed_distance(key, value)) or is_rounded_further(typed, value, key)


def is_rounded_further(typed: Any, value: Any, key: AnswerKey) -> bool:
    """Whether a number is the value rightly rounded to fewer places, with at least two significant digits."""
    fewer = find_fewer_digits(typed, value, key)
    if fewer is None or not fewer.rounded:
        return False
    return fewer.digits > 1 if key.significant is not None else abs(typed) * 10**fewer.digits >= 10


def is_cut_off(typed: Any, value: Any, key: AnswerKey) -> bool:
    """Whether a number is the value with its digits cut off, where they should have been rounded."""
    if key.rel is not None or key.abs is not None:
        return False
    unit = 2 * allowed_distance(key, value)
    if not unit or not typed:
        return False
    number, mine = numbers.digits12(value), numbers.digits12(typed)
    return bool(abs(mine) == abs(number) // unit * unit and mine * number > 0)


def judged_width(key: AnswerKey, value: float, right: Any) -> float:
    """How wide the stretch around a number is that is judged as one; `right` is the right number there."""
    if type(right) is int and key.kind != "number":
        return 1.0
    if key.rel is not None:
        return 2 * float(key.rel) * abs(value)
    if key.abs is not None:
        return 2 * float(key.abs)
    if key.significant is not None:
        return float(10 ** -(key.significant - 1)) * abs(value)
    return float(10.0 ** -count_decimals(key))


class Fewer(NamedTuple):
    """A value with fewer digits than asked for."""

    digits: int
    rounded: bool  # or cut off


def find_fewer_digits(typed: Any, value: Any, key: AnswerKey) -> Fewer | None:
    """With how many digits, fewer than asked for, a number is the value; None where it is not, or only roughly so."""
    if key.rel is not None or key.abs is not None or type(typed) is float:
        return None
    number, first = numbers.digits12(value), 0 if key.significant is None else 1
    off = abs(typed - number)
    if off > abs(number) * ROUGH:
        return None
    for digits in range((key.significant or count_decimals(key)) - 1, first - 1, -1):
        unit = Fraction(10) ** -digits if key.significant is None else 2 * half_digit(value, digits)
        if (Fraction(typed) / unit).denominator == 1 and (2 * off <= unit or (off < unit and abs(typed) < abs(number))):
            return Fewer(digits, 2 * off <= unit)
    return None


def takes_zero(value: Any, key: AnswerKey) -> bool:
    """Whether 0 is taken for a value that is not 0."""
    return value != 0 and is_right(Fraction(0), value, key)
