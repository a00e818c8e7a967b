"""Scalar arithmetic: exact while it can be, whole or real by its making, bounded, and compared to 12 digits where inexact.

Whole numbers are `int`, reals are `Fraction` while they are exact and `float` afterwards; truths count as 0 and 1.
A `ValueError` raised here carries the sentence; who knows the place adds it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

NUMBERS = frozenset({bool, int, Fraction, float})  # by exact type: asking `isinstance` of an ABC costs ten times as much
BITS = 4096  # of a whole number, and of the numerator and denominator that a real may keep exact
LIMIT = 10.0**308
NOISE = 1e-15  # what cancellation leaves of a float that is zero
SLACK = 5e-13  # half a unit of the twelfth digit


def bounded(value: Any) -> Any:
    """The value, if it may go on: huge whole numbers and floats that overflowed may not; huge fractions become floats."""
    kind = type(value)
    if kind is int:
        if value.bit_length() > BITS:
            raise ValueError("the number becomes too large")
    elif kind is Fraction:
        if value.denominator.bit_length() > BITS or value.numerator.bit_length() > BITS:
            return bounded(as_float(value))
    elif kind is float and (math.isnan(value) or abs(value) > LIMIT):
        raise ValueError("the number becomes too large")
    return value


def as_float(value: Any) -> float:
    """The nearest float; ValueError beyond 10^308."""
    try:
        return float(value)
    except OverflowError:
        raise ValueError("the number becomes too large") from None


def real(value: Any) -> Any:
    """The same number as a real."""
    return Fraction(value) if isinstance(value, int) else value


def digits12(value: Any) -> Fraction:
    """The exact number that stands for a value: itself, or a float rounded to 12 significant digits."""
    if type(value) is not float:
        return Fraction(value)
    return Fraction(0) if abs(value) < NOISE else Fraction(f"{value:.11e}")


def equal(a: Any, b: Any) -> bool:
    """Equality; to 12 digits where a float takes part."""
    if type(a) is not float and type(b) is not float:
        return bool(a == b)
    if a == b:
        return True
    difference = abs(as_float(a) - as_float(b))
    return difference <= NOISE or difference <= SLACK * max(abs(as_float(a)), abs(as_float(b)))


def less(a: Any, b: Any) -> bool:
    """Order; what is equal to 12 digits is not less."""
    return bool(a < b) and not equal(a, b)


def add(a: Any, b: Any) -> Any:
    """Sum."""
    return bounded(a + b)


def subtract(a: Any, b: Any) -> Any:
    """Difference."""
    return bounded(a - b)


def multiply(a: Any, b: Any) -> Any:
    """Product."""
    return bounded(a * b)


def divide(a: Any, b: Any) -> Any:
    """Quotient: always real."""
    if b == 0:
        raise ValueError("division by zero")
    if isinstance(a, int) and isinstance(b, int):
        return Fraction(a, b)
    return bounded(a / b)


def floor_divide(a: Any, b: Any) -> Any:
    """Quotient rounded down: whole for whole numbers, a whole-valued real otherwise."""
    if isinstance(a, int) and isinstance(b, int):
        if b == 0:
            raise ValueError("division by zero")
        return a // b
    return Fraction(floor(divide(a, b)))


def remainder(a: Any, b: Any) -> Any:
    """What floor division leaves, with the sign of the divisor."""
    if b == 0:
        raise ValueError("division by zero")
    if type(a) is not float and type(b) is not float:
        return a % b
    return bounded(a - b * floor_divide(a, b))


def power(base: Any, exponent: Any) -> Any:
    """Power: exact for whole exponents, whole for whole numbers where the exponent is not negative."""
    if type(exponent) is Fraction and exponent.denominator == 1:
        return real(power(base, exponent.numerator))
    if base == 0 and exponent < 0:
        raise ValueError("division by zero")
    if isinstance(exponent, int) and type(base) is not float:
        return whole_power(base, exponent)
    if base < 0 and not isinstance(exponent, int):
        raise ValueError("a negative number has no real power with a broken exponent")
    try:
        return bounded(float(base) ** float(exponent))
    except OverflowError:
        raise ValueError("the number becomes too large") from None


def whole_power(base: Any, exponent: int) -> Any:
    """Power of an exact number to a whole exponent, bounded before it is computed."""
    size = abs(base) if isinstance(base, int) else max(abs(base.numerator), base.denominator)
    if size > 1 and size.bit_length() * abs(exponent) > 2 * BITS:
        if isinstance(base, int):
            raise ValueError("the number becomes too large")
        try:
            return bounded(float(base) ** exponent)
        except OverflowError:
            raise ValueError("the number becomes too large") from None
    if isinstance(base, int) and exponent < 0:
        return bounded(Fraction(base) ** exponent)
    return bounded(base**exponent)


def floor(value: Any) -> int:
    """The next whole number below; floats to 12 digits, so that noise does not decide."""
    return math.floor(digits12(value))


def ceil(value: Any) -> int:
    """The next whole number above; floats to 12 digits."""
    return math.ceil(digits12(value))


def rounded(value: Any, places: int = 0) -> Fraction:
    """Rounded to decimal places, ties away from zero: 2.5 to 3, -2.5 to -3."""
    if abs(places) > 400:
        raise ValueError("rounding to so many places has no meaning")
    scale = Fraction(10) ** places
    scaled = digits12(value) * scale
    sign = -1 if scaled < 0 else 1
    return sign * math.floor(abs(scaled) + Fraction(1, 2)) / scale


def decimals(value: Any) -> int:
    """How many decimals it takes to write the number: 0.25 takes 2; a fraction that never ends counts 99."""
    exact = digits12(value)
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return 99 if rest > 1 else max(twos, fives)


def square_root(value: Any) -> Any:
    """The root: exact where it is rational, else a float; always real."""
    if value < 0:
        raise ValueError("a negative number has no real root")
    if type(value) is not float:
        exact = Fraction(value)
        top, bottom = math.isqrt(exact.numerator), math.isqrt(exact.denominator)
        if top * top == exact.numerator and bottom * bottom == exact.denominator:
            return Fraction(top, bottom)
    return math.sqrt(as_float(value))
