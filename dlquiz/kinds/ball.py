"""Ball arithmetic: a decimal number together with a bound on how far off it may be, at any precision.

What cancellation has eaten shows as a wide ball, and whoever asks can compute again with more digits.  (F. Johansson,
"Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", 2017; here the radii are estimates.)
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation, Overflow, getcontext
from fractions import Fraction
from functools import lru_cache

Ball = tuple[Decimal, Decimal]  # value, radius

ZERO, ONE, TWO, HALF = Decimal(0), Decimal(1), Decimal(2), Decimal("0.5")
NARROW = Decimal("1e-20")  # how wide an exponent may be, to be taken for the whole number in it
LARGEST = 308  # powers of ten
FARTHEST = Decimal(100_000)  # what an exponential still takes: far beyond 10^-308
EXACT: Ball = (ONE, ZERO)


class Unsure(Exception):
    """The ball is too wide to decide what comes next: more digits are needed."""


class Undefined(Exception):
    """There is no real value here."""


class TooLarge(Exception):
    """A value beyond 10^308."""


def context(digits: int) -> Context:
    """Arithmetic with so many digits, whose exponents do not end."""
    return Context(prec=digits, Emax=10**17, Emin=-(10**17), traps=[InvalidOperation, Overflow])


def unit() -> Decimal:
    """How far off a correctly rounded result may be, relative to it."""
    return ONE.scaleb(1 - getcontext().prec)


def ball(value: Decimal, radius: Decimal) -> Ball:
    """A result, widened by its own rounding; TooLarge beyond 10^308."""
    if value.adjusted() > LARGEST and value:
        raise TooLarge
    return value, radius + abs(value).scaleb(1 - getcontext().prec)


def number(value: int | Fraction | float) -> Ball:
    """The ball of a constant."""
    exact = Fraction(value)
    made = Decimal(exact.numerator) / Decimal(exact.denominator)
    return made, (ZERO if exact.denominator == 1 else abs(made) * unit())


def add(a: Ball, b: Ball) -> Ball:
    """Sum."""
    return ball(a[0] + b[0], a[1] + b[1])


def subtract(a: Ball, b: Ball) -> Ball:
    """Difference."""
    return ball(a[0] - b[0], a[1] + b[1])


def multiply(a: Ball, b: Ball) -> Ball:
    """Product."""
    return ball(a[0] * b[0], abs(a[0]) * b[1] + abs(b[0]) * a[1] + a[1] * b[1])


def divide(a: Ball, b: Ball) -> Ball:
    """Quotient; Undefined by 0."""
    room = abs(b[0]) - b[1]
    if room <= 0:
        raise Undefined if not b[0] and not b[1] else Unsure
    value = a[0] / b[0]
    return ball(value, (a[1] + abs(value) * b[1]) / room)


def negate(a: Ball) -> Ball:
    """Negative."""
    return -a[0], a[1]


def magnitude(a: Ball) -> Ball:
    """Absolute value."""
    return abs(a[0]), a[1]


def larger(a: Ball, b: Ball) -> Ball:
    """The larger of two."""
    return max(a[0], b[0]), max(a[1], b[1])


def smaller(a: Ball, b: Ball) -> Ball:
    """The smaller of two."""
    return min(a[0], b[0]), max(a[1], b[1])


def sign(a: Ball) -> int:
    """-1, 0 or 1; 0 only where it is exact, Unsure where the ball holds 0."""
    if abs(a[0]) <= a[1]:
        if a[1]:
            raise Unsure
        return 0
    return 1 if a[0] > 0 else -1


def whole_power(a: Ball, exponent: int) -> Ball:
    """A whole power."""
    if exponent < 0:
        return divide(EXACT, whole_power(a, -exponent))
    if exponent == 0:
        return EXACT
    if a[0].adjusted() * exponent > 2 * LARGEST:
        raise TooLarge
    value = a[0] ** exponent
    outer = (abs(a[0]) + a[1]) ** exponent
    return ball(value, outer - abs(value) + outer * unit())


def power(a: Ball, b: Ball) -> Ball:
    """Any power: of a negative number only a whole one, which may have been computed, as in x^(1+2) and x^sqrt(9)."""
    whole = b[0].to_integral_value()
    if abs(b[0] - whole) <= b[1] <= NARROW and abs(whole) <= 10_000:
        return whole_power(a, int(whole))
    base = sign(a)
    if base < 0:
        raise Undefined
    if base == 0:
        if sign(b) <= 0:
            raise Undefined
        return ZERO, ZERO
    return exponential(multiply(b, logarithm(a)))


def exponential(a: Ball) -> Ball:
    """e^a."""
    if abs(a[0]) > FARTHEST:
        raise TooLarge
    if a[1] > HALF:
        raise Unsure
    value = a[0].exp()
    return ball(value, TWO * value * a[1])


def logarithm(a: Ball) -> Ball:
    """ln a."""
    if sign(a) <= 0:
        raise Undefined
    return ball(a[0].ln(), a[1] / (a[0] - a[1]))


def root(a: Ball) -> Ball:
    """√a; what noise has left of 0 counts as 0."""
    if a[0] < -a[1]:
        raise Undefined
    middle = max(a[0], ZERO)
    value = middle.sqrt()
    return ball(value, (middle + a[1]).sqrt() - max(middle - a[1], ZERO).sqrt())


def stepped(rounding: str) -> Callable[[Ball], Ball]:
    """Rounding to whole numbers; what lies within its ball of one is that one."""

    def apply(a: Ball) -> Ball:
        nearest = a[0].to_integral_value(ROUND_HALF_UP)
        if abs(a[0] - nearest) <= a[1] < HALF:
            return nearest, ZERO
        if a[1] >= HALF:
            raise Unsure
        return a[0].to_integral_value(rounding), ZERO

    return apply


floor = stepped(ROUND_FLOOR)
ceil = stepped(ROUND_CEILING)
nearest = stepped(ROUND_HALF_UP)


# sine and cosine: the recipes of the decimal module's documentation


@lru_cache(8)
def pi(digits: int) -> Decimal:
    """π with so many digits."""
    arithmetic = context(digits + 5)
    last, term, total = ZERO, Decimal(3), Decimal(3)
    n, below, d, step = 1, 0, 0, 24
    while total != last:
        last = total
        n, below = n + below, below + 8
        d, step = d + step, step + 32
        term = arithmetic.divide(arithmetic.multiply(term, Decimal(n)), Decimal(d))
        total = arithmetic.add(total, term)
    return total


def circle() -> Ball:
    """π at the present precision."""
    value = +pi(getcontext().prec)
    return value, value * unit()


def euler() -> Ball:
    """e at the present precision."""
    value = ONE.exp()
    return value, value * unit()


def series(x: Decimal, first: Decimal, at: int) -> Decimal:
    """x^n/n! with changing signs, every second n, from `first` on."""
    last, term, total = ZERO, first, first
    square = x * x
    while total != last:
        last = total
        at += 2
        term = -term * square / (at * (at - 1))
        total += term
    return total


def reduced(a: Ball) -> Ball:
    """The angle within half a turn of 0."""
    if abs(a[0]) > FARTHEST:
        raise TooLarge
    turn = multiply((TWO, ZERO), circle())
    turns = (a[0] / turn[0]).to_integral_value()
    return subtract(a, multiply((turns, ZERO), turn))


def sine(a: Ball) -> Ball:
    """sin a."""
    x = reduced(a)
    return series(x[0], x[0], 1), x[1] + unit() * 100


def cosine(a: Ball) -> Ball:
    """cos a."""
    x = reduced(a)
    return series(x[0], ONE, 0), x[1] + unit() * 100
