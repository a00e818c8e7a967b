"""Numbers as text: exact literals, six digits for people, powers of ten in LaTeX."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from dlquiz.language import numbers

DIGITS = 6  # of a real number in a text
MAX_LITERAL_DIGITS = 40  # longer literals are written with a power of ten
MAX_WHOLE = 10**21  # whole numbers from here on are rounded too
MAX_WRITTEN_OUT = 15  # digits before the point; larger reals are written with a power of ten
LARGE = re.compile(r"(?<![\d.])\d{4,}(?![\de])")
GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")


def number_to_literal(value: int | Fraction) -> str:
    """An exact number as formulas spell it: a decimal where it ends, else a quotient in brackets, (1/3)."""
    if isinstance(value, int):
        return str(value)
    places = numbers.count_decimals(value)
    if places == 99 and (value * 10**99).denominator > 1:
        return f"({value.numerator}/{value.denominator})"
    sign, digits = "-" if value < 0 else "", str(abs(int(value * 10**places)))
    if max(len(digits), places) > MAX_LITERAL_DIGITS:
        return f"{sign}{digits[0]}.{digits[1:].rstrip('0') or '0'}e{len(digits) - places - 1}"
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :] or '0'}"


def leading_digits(value: Any, digits: int) -> tuple[int, int]:
    """The leading digits of a positive number as one whole number, and the power of ten of the first digit.

    123.456 to 4 digits is (1235, 2).  Ties are rounded up; of a float, 12 digits count.
    """
    if type(value) is float:
        mantissa, _, exponent = f"{value:.11e}".partition("e")
        top, bottom, power = int(mantissa.replace(".", "")), 10**11, int(exponent)
    else:
        power = len(str(value.numerator)) - len(str(value.denominator))
        top, bottom = scale_by_ten(value.numerator, value.denominator, -power)
        if top < bottom:
            top, power = top * 10, power - 1
    leading = (2 * top * 10 ** (digits - 1) + bottom) // (2 * bottom)
    return (leading // 10, power + 1) if leading >= 10**digits else (leading, power)


def scale_by_ten(top: int, bottom: int, power: int) -> tuple[int, int]:
    """Numerator and denominator of a quotient times a power of ten."""
    return (top * 10**power, bottom) if power >= 0 else (top, bottom * 10**-power)


def split_number(value: Any, digits: int = DIGITS) -> tuple[str, str, int | None]:
    """Sign, digits with their point, and power of ten (None where the number is written out)."""
    top = value.numerator if type(value) is Fraction else value  # which has the sign, and is compared faster
    sign, value = ("-", -value) if top < 0 else ("", value)
    if isinstance(value, int) and value < MAX_WHOLE:
        return sign, str(int(value)), None
    if top == 0 or (type(value) is float and value < numbers.NOISE):
        return "", "0", None
    if value == math.inf:
        return sign, "∞", None
    leading, power = leading_digits(value, digits)
    if digits <= power < MAX_WRITTEN_OUT:
        return sign, str(int(numbers.round_number(value))), None
    if -5 <= power < digits:
        return sign, place_point(str(leading).rjust(digits - min(power, 0), "0"), max(power, 0) + 1), None
    return sign, place_point(str(leading), 1), power


def place_point(digits: str, whole: int) -> str:
    """Digits with a point after the first `whole`, without zeros at the end."""
    return f"{digits[:whole]}.{digits[whole:]}".rstrip("0").rstrip(".")


def number_to_text(value: Any, digits: int = DIGITS) -> str:
    """A number for people: whole numbers in full, reals to 6 digits, small ones as 1.2e-7."""
    sign, text, power = split_number(value, digits)
    return f"{sign}{text}" + ("" if power is None else f"e{power}")


def group_digits(text: str) -> str:
    """A written number with commas between thousands: 10,497,600."""
    return LARGE.sub(lambda match: f"{int(match[0]):,}", text)


def group_latex(text: str) -> str:
    """The same in LaTeX: 10{,}497{,}600."""
    return group_digits(text).replace(",", "{,}")


def ungroup_digits(text: str) -> str:
    """The same without them, for lists and arguments, where a comma stands between elements."""
    return GROUPED.sub(lambda match: match[0].replace(",", ""), text)


def ungroup_latex(text: str) -> str:
    """The same in LaTeX."""
    return text.replace("{,}", "")


def number_to_latex(value: Any) -> str:
    """A number for people, as LaTeX."""
    sign, text, power = split_number(value)
    if power is None:
        return f"{sign}{text}"
    return f"{sign}10^{{{power}}}" if text == "1" else rf"{sign}{text} \cdot 10^{{{power}}}"
