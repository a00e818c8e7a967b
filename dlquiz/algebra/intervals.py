"""Numbers enclosed in intervals: the functions of the language by mpmath's interval arithmetic, at any precision.

An enclosure is never wrong, only wide: what is lost to cancellation shows as width, and whoever asks can compute again
with more digits.  Each precision has a context of its own, so mpmath's global one stays as it is.  mpmath's intervals
have no tanh, cosh or erf: hyperbolics are written by exp, and GELU is its tanh form.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from mpmath.ctx_iv import MPIntervalContext
from mpmath.libmp import fnan, mpf_sign, mpi_add, mpi_div, mpi_mul, mpi_sub

Interval = Any  # mpmath's ivmpf
NARROW = "1e-20"  # how wide an exponent may be, to be taken for the whole number in it
LARGEST_POWER = 308  # of ten, that a value may reach
SMALL = 1000  # a power of two below that
FARTHEST = 100_000  # what an exponential still takes: far beyond 10^-308
WHOLE_EXPONENT = 10_000
PLACES = 400  # that rounding may be asked for


class Undefined(Exception):
    """There is no real value here."""


class TooLarge(Exception):
    """A value beyond 10^308."""


class Unsure(Exception):
    """The interval is too wide to decide what comes next: more digits are needed."""


class Intervals:
    """The operations at one precision."""

    def __init__(self, digits: int) -> None:
        self.context = MPIntervalContext()
        self.context.dps = self.digits = digits
        self.zero, self.one = self.context.mpf(0), self.context.mpf(1)
        self.largest = self.context.mpf(10) ** LARGEST_POWER
        self.hundredth = self.one / 100
        self.number = lru_cache(4096)(self.enclose)
        self.operations = self.list_operations()

    def enclose(self, value: int | Fraction | float, slack: Fraction | int = 0) -> Interval:
        """The narrowest enclosure of a number; with `slack`, of all numbers so far from it."""
        exact = Fraction(value)
        if slack:
            return self.hull(self.enclose(exact - slack), self.enclose(exact + slack))
        return self.context.mpf(exact.numerator) / exact.denominator

    def hull(self, low: Interval, high: Interval) -> Interval:
        """From the lower end of one to the upper end of the other."""
        return self.context.mpf([low.a, high.b])

    def check_magnitude(self, value: Interval) -> Interval:
        """A value, if it is not beyond 10^308 for sure."""
        if all(is_small(end) for end in value._mpi_):
            return value
        if (value.a > self.largest) or (value.b < -self.largest):
            raise TooLarge
        return value

    # arithmetic: what mpmath's operators come down to, once they have looked at the types of both sides

    def add(self, a: Interval, b: Interval) -> Interval:
        """Sum."""
        return self.context.make_mpf(mpi_add(a._mpi_, b._mpi_, self.context.prec))

    def subtract(self, a: Interval, b: Interval) -> Interval:
        """Difference."""
        return self.context.make_mpf(mpi_sub(a._mpi_, b._mpi_, self.context.prec))

    def multiply(self, a: Interval, b: Interval) -> Interval:
        """Product."""
        return self.context.make_mpf(mpi_mul(a._mpi_, b._mpi_, self.context.prec))

    def divide(self, a: Interval, b: Interval) -> Interval:
        """Quotient; Undefined by 0."""
        self.sign(b, Undefined)
        return self.context.make_mpf(mpi_div(a._mpi_, b._mpi_, self.context.prec))

    def sign(self, a: Interval, at_zero: type[Exception] | None = None) -> int:
        """-1, 0 or 1, 0 only where it is exact; `at_zero` is raised there."""
        low, high = a._mpi_
        if mpf_sign(low) > 0:
            return 1
        if mpf_sign(high) < 0:
            return -1
        if mpf_sign(low) or mpf_sign(high) or fnan in (low, high):
            raise Unsure
        if at_zero is not None:
            raise at_zero
        return 0

    def power(self, a: Interval, b: Interval) -> Interval:
        """Any power: of a negative number only a whole one, which may have been computed, as in x^(1+2), x^sqrt(9)."""
        whole = round(float(b.mid)) if abs(b.mid) <= WHOLE_EXPONENT else None
        if whole is not None and whole in b and b.delta <= self.context.mpf(NARROW):
            return self.whole_power(a, whole)
        base = self.sign(a)
        if base < 0 or (base == 0 and self.sign(b) <= 0):
            raise Undefined
        return self.zero if base == 0 else self.exponential(b * self.logarithm(a))

    def whole_power(self, a: Interval, exponent: int) -> Interval:
        """A whole power."""
        if exponent < 0:
            return self.divide(self.one, self.whole_power(a, -exponent))
        return a**exponent

    def root(self, a: Interval) -> Interval:
        """√a; what noise has left of 0 counts as 0."""
        if a.b < 0:
            raise Undefined
        return self.context.sqrt(self.larger(a, self.zero))

    def exponential(self, a: Interval) -> Interval:
        """e^a."""
        if a.b > FARTHEST or a.a < -FARTHEST:
            raise TooLarge
        return self.context.exp(a)

    def logarithm(self, a: Interval) -> Interval:
        """ln a."""
        if self.sign(a) <= 0:
            raise Undefined
        return self.context.log(a)

    def logarithm_to(self, base: int) -> Callable[[Interval], Interval]:
        """The logarithm to a base."""
        return lambda a: self.logarithm(a) / self.context.log(base)

    def limit_angle(self, function: Callable[[Interval], Interval]) -> Callable[[Interval], Interval]:
        """Sine or cosine, not too far out."""

        def apply(a: Interval) -> Interval:
            if a.b > FARTHEST or a.a < -FARTHEST:
                raise TooLarge
            return function(a)

        return apply

    # piece by piece

    def magnitude(self, a: Interval) -> Interval:
        """Absolute value."""
        return abs(a)

    def larger(self, first: Interval, *rest: Interval) -> Interval:
        """The largest of several."""
        for other in rest:
            low, high = first.a if first.a >= other.a else other.a, first.b if first.b >= other.b else other.b
            first = self.hull(low, high)
        return first

    def smaller(self, first: Interval, *rest: Interval) -> Interval:
        """The smallest of several."""
        return -self.larger(-first, *(-other for other in rest))

    def round_whole(self, a: Interval, toward: Fraction) -> Interval:
        """The whole number that is reached by adding `toward` and rounding down; Unsure where two can be."""
        low, high = (floor_end(end, toward) for end in (a.a, a.b))
        near = floor_end(a.mid, Fraction(1, 2))
        if low != high and near in a:
            return self.context.mpf(near)  # noise around a whole number
        if low != high:
            raise Unsure
        return self.context.mpf(low)

    def floor(self, a: Interval) -> Interval:
        """The next whole number below."""
        return self.round_whole(a, Fraction(0))

    def ceil(self, a: Interval) -> Interval:
        """The next whole number above."""
        return -self.round_whole(-a, Fraction(0))

    def round_decimals(self, a: Interval, places: Interval | None = None) -> Interval:
        """Rounded to so many decimals, ties away from zero."""
        shift = 0 if places is None else round(float(places.mid))
        if abs(shift) > PLACES:
            raise Undefined
        scale = self.context.mpf(10) ** shift
        sign = -1 if self.sign(a) < 0 else 1
        return sign * self.round_whole(sign * a * scale, Fraction(1, 2)) / scale

    # activations

    def sigmoid(self, a: Interval) -> Interval:
        """1 / (1 + e^-a)."""
        return self.one / (self.one + self.exponential(-a))

    def tanh(self, a: Interval) -> Interval:
        """1 - 2 / (1 + e^2a)."""
        return self.one - 2 / (self.one + self.exponential(2 * a))

    def sech(self, a: Interval) -> Interval:
        """2 / (e^a + e^-a)."""
        return 2 / (self.exponential(a) + self.exponential(-a))

    def softplus(self, a: Interval) -> Interval:
        """ln(1 + e^a)."""
        return self.context.log(self.one + self.exponential(a))

    def leaky(self, a: Interval, slope: Interval | None = None) -> Interval:
        """a where it is positive, else slope·a."""
        low = self.smaller(a, self.zero)
        return self.larger(a, self.zero) + low * (self.hundredth if slope is None else slope)

    def elu(self, a: Interval, alpha: Interval | None = None) -> Interval:
        """a where it is positive, else alpha·(e^a - 1)."""
        below = self.exponential(self.smaller(a, self.zero)) - 1
        return self.larger(a, self.zero) + (below if alpha is None else alpha * below)

    def gelu(self, a: Interval) -> Interval:
        """a/2·(1 + tanh(√(2/π)·(a + 0.044715·a³)))."""
        inner = self.context.sqrt(2 / self.context.pi) * (a + self.number(Fraction(44715, 1_000_000)) * a**3)
        return a / 2 * (1 + self.tanh(inner))

    def mish(self, a: Interval) -> Interval:
        """a·tanh(ln(1 + e^a))."""
        return a * self.tanh(self.softplus(a))

    def list_operations(self) -> dict[str, Callable[..., Interval]]:
        """The operations by their names."""
        return {
            "+": self.add,
            "-": self.subtract,
            "*": self.multiply,
            "/": self.divide,
            "**": self.power,
            "negative": lambda a: -a,
            "positive": lambda a: a,
            "abs": self.magnitude,
            "min": self.smaller,
            "max": self.larger,
            "round": self.round_decimals,
            "floor": self.floor,
            "ceil": self.ceil,
            "sqrt": self.root,
            "exp": self.exponential,
            "log": self.logarithm,
            "log2": self.logarithm_to(2),
            "log10": self.logarithm_to(10),
            "sin": self.limit_angle(self.context.sin),
            "cos": self.limit_angle(self.context.cos),
            "sign": lambda a: self.context.mpf(self.sign(a)),
            "clip": lambda a, low, high: self.smaller(self.larger(a, low), high),
            "sigmoid": self.sigmoid,
            "tanh": self.tanh,
            "sech": self.sech,
            "relu": lambda a: self.larger(a, self.zero),
            "leaky_relu": self.leaky,
            "elu": self.elu,
            "swish": lambda a: a * self.sigmoid(a),
            "gelu": self.gelu,
            "mish": self.mish,
            "softplus": self.softplus,
            "step_function": lambda a: self.context.mpf(max(self.sign(a), 0)),
        }

    def holds(self, op: str, a: Interval, b: Interval) -> bool:
        """Whether a comparison holds; Unsure where the intervals do not tell."""
        sign = self.sign(a - b)
        return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0, "==": sign == 0, "!=": sign != 0}[op]


def is_small(end: Any) -> bool:
    """Whether an end is less than 2^SMALL in size for sure, by its exponent and its number of bits."""
    _, mantissa, exponent, bits = end
    return bool(exponent + bits < SMALL if mantissa else exponent == 0)


def floor_end(end: Any, toward: Fraction) -> int:
    """An end of an interval, moved by `toward` and rounded down."""
    sign, mantissa, exponent, _ = end._mpi_[0]
    value: Fraction = Fraction(-mantissa if sign else mantissa)
    moved: Fraction = value * Fraction(2) ** exponent + toward
    return math.floor(moved)


@lru_cache(8)
def at_digits(digits: int) -> Intervals:
    """The arithmetic with so many digits."""
    return Intervals(digits)
