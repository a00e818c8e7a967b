"""Scalar arithmetic: exact while it can be, whole or real by its making, bounded, and compared to 12 digits else.

Whole numbers are `int`, reals are `Fraction` while they are exact and `float` afterwards; truths count as 0 and 1.
A `ValueError` raised here carries the sentence; who knows the place adds it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

CONSTANTS = {"e": math.e, "pi": math.pi}  # the names that every formula knows
NUMBERS = frozenset({bool, int, Fraction, float})  # by exact type: `isinstance` of an ABC costs ten times as much
MAX_MAGNITUDE = 10**308  # of any number, so that each has a float
MIN_MAGNITUDE = Fraction(1, MAX_MAGNITUDE)  # that can be written
BITS = 4096  # of the numerator and denominator that a real may keep exact
NOISE = 1e-15  # what cancellation leaves of a float that is zero
SLACK = 5e-13  # half a unit of the twelfth digit
PLACES = 100  # that rounding may be asked for
TOO_LARGE = "the number becomes too large"
BY_ZERO = "division by zero"


def bound(value: Any) -> Any:
    """The value, if it may go on: fractions of too many digits become floats, and beyond 10^308 nothing goes on.

    A zero goes on without a sign.
    """
    kind = type(value)
    if kind is int and value.bit_length() < 1023:
        return value
    if kind is Fraction:
        top, bottom = value.numerator.bit_length(), value.denominator.bit_length()
        if top - bottom < 1023:  # then it is below 10^308
            return value if top <= BITS and bottom <= BITS else as_float(value)
    if not -MAX_MAGNITUDE <= value <= MAX_MAGNITUDE:
        raise ValueError(TOO_LARGE)
    return value + 0


def bound_result(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """An operation whose result is bounded, and whose operands may be beyond the floats."""

    def apply(a: Any, b: Any) -> Any:
        try:
            return bound(operation(a, b))
        except OverflowError:
            raise ValueError(TOO_LARGE) from None

    return apply


add = bound_result(operator.add)
subtract = bound_result(operator.sub)
multiply = bound_result(operator.mul)


def negate(value: Any) -> Any:
    """The number with the other sign, which a zero does not have."""
    return 0 - value


def as_float(value: Any) -> float:
    """The nearest float; ValueError beyond 10^308."""
    try:
        return float(value)
    except OverflowError:
        raise ValueError(TOO_LARGE) from None


def as_real(value: Any) -> Any:
    """The same number as a real."""
    return Fraction(value) if isinstance(value, int) else value


def unify_numbers(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of one list: one real number makes all of them real; one number makes truths count as 0 and 1."""
    kinds = {type(v) for v in items}
    if len(kinds) < 2 or not kinds <= NUMBERS:
        return items
    return tuple(map(int, items)) if kinds == {bool, int} else tuple(map(as_real, items))


def number_cost(value: Any) -> int:
    """What an operation on a number costs, in half microseconds: 1 for a small whole one, 300 for a huge fraction."""
    kind = type(value)
    if kind is Fraction:
        bits: int = value.numerator.bit_length() + value.denominator.bit_length()
        return 4 + bits // 128 + (bits // 512) ** 2
    return 1 + value.bit_length() // 256 if kind is int else 1


# comparisons


def digits12(value: Any) -> Fraction:
    """The exact number that stands for a value: itself, or a float rounded to 12 significant digits."""
    if type(value) is not float:
        return value if type(value) is Fraction else Fraction(value)
    if abs(value) < NOISE:
        return Fraction(0)
    digits, _, exponent = f"{value:.11e}".partition("e")
    power = int(exponent) - 11
    leading = int(digits.replace(".", ""))
    return Fraction(leading * 10**power) if power >= 0 else Fraction(leading, 10**-power)


def equal(a: Any, b: Any) -> bool:
    """Equality; to 12 digits where a float takes part."""
    if a == b:
        return True
    if type(a) is not float and type(b) is not float:
        return False
    try:
        x, y = float(a), float(b)
    except OverflowError:  # the other is a float, and far smaller
        return False
    scale = max(abs(x), abs(y))
    return abs(x - y) <= SLACK * scale < math.inf or scale < NOISE


def less(a: Any, b: Any) -> bool:
    """Order; what is equal to 12 digits is not less."""
    return bool(a < b) and not equal(a, b)


def sign(value: Any) -> int:
    """-1, 0 or 1."""
    return less(0, value) - less(value, 0)


# operations


def divide(a: Any, b: Any) -> Any:
    """Quotient: always real."""
    if b == 0:
        raise ValueError(BY_ZERO)
    if isinstance(a, int) and isinstance(b, int):
        return Fraction(a, b)
    try:
        return bound(a / b)
    except (OverflowError, ZeroDivisionError):  # one is exact, and beyond the floats
        raise ValueError(TOO_LARGE) from None


def floor_divide(a: Any, b: Any) -> Any:
    """Quotient rounded down: whole for whole numbers, a whole-valued real otherwise."""
    if isinstance(a, int) and isinstance(b, int):
        if b == 0:
            raise ValueError(BY_ZERO)
        return a // b
    return bound(Fraction(floor(divide(a, b))))


def remainder(a: Any, b: Any) -> Any:
    """What floor division leaves, with the sign of the divisor."""
    if b == 0:
        raise ValueError(BY_ZERO)
    if type(a) is not float and type(b) is not float:
        return bound(a % b)
    return subtract(a, multiply(b, floor_divide(a, b)))


def power(base: Any, exponent: Any) -> Any:
    """Power: exact for whole exponents, whole for whole numbers where the exponent is not negative."""
    if type(exponent) is Fraction and exponent.denominator == 1:
        return as_real(power(base, exponent.numerator))
    if base == 0 and exponent < 0:
        raise ValueError(BY_ZERO)
    if isinstance(exponent, int) and type(base) is not float:
        return whole_power(base, exponent)
    if base < 0 and exponent != math.floor(exponent):
        raise ValueError("a negative number has no real power with a fractional exponent")
    return float_power(base, exponent)


def whole_power(base: Any, exponent: int) -> Any:
    """Power of an exact number to a whole exponent, bounded before it is computed."""
    size = abs(base) if isinstance(base, int) else max(abs(base.numerator), base.denominator)
    if size > 1 and size.bit_length() * abs(exponent) > 2 * BITS:
        if isinstance(base, int) and exponent > 0:
            raise ValueError(TOO_LARGE)
        return float_power(base, exponent)
    if isinstance(base, int) and exponent < 0:
        return bound(Fraction(base) ** exponent)
    return bound(base**exponent)


def float_power(base: Any, exponent: Any) -> float:
    """Power in floats."""
    try:
        return bound(float(base) ** float(exponent))  # type: ignore[no-any-return]
    except (OverflowError, ZeroDivisionError):
        raise ValueError(TOO_LARGE) from None


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


# rounding


def floor(value: Any) -> int:
    """The next whole number below; floats to 12 digits, so that noise does not decide."""
    return math.floor(digits12(value))


def ceil(value: Any) -> int:
    """The next whole number above; floats to 12 digits."""
    return math.ceil(digits12(value))


def round_number(value: Any, places: int = 0) -> Fraction:
    """Rounded to decimal places, ties away from zero: 2.5 to 3, -2.5 to -3."""
    if abs(places) > PLACES:
        raise ValueError("rounding to so many places has no meaning")
    number = digits12(value)
    top, bottom = abs(number.numerator) * 10 ** max(places, 0), number.denominator * 10 ** max(-places, 0)
    nearest = Fraction((2 * top + bottom) // (2 * bottom) * 10 ** max(-places, 0), 10 ** max(places, 0))
    return -nearest if number < 0 else nearest


def count_decimals(value: Any) -> int:
    """How many decimals it takes to write the number: 0.25 takes 2; a fraction that never ends counts 99."""
    rest = digits12(value).denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = round(math.log(rest, 5))
    return max(twos, fives) if rest == 5**fives else 99
