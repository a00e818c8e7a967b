"""Functions that go element by element over arrays: rounding, activations, largest and smallest."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import Array, mapped, zipped


def numeric(value: Any) -> Any:
    """A scalar as a number; TypeError for anything else."""
    if type(value) in numbers.NUMBERS:
        return value
    raise TypeError


def whole(value: Any, what: str) -> int:
    """A whole number, for counts and places."""
    if isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1):
        return int(value)
    raise ValueError(f"{what} is a whole number")


def scalar(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of one number, made to go over arrays."""

    def apply(value: Any) -> Any:
        return mapped(function, value) if isinstance(value, Array) else function(numeric(value))

    return apply


def analytic(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A function computed in floats, made to go over arrays."""
    return scalar(lambda v: numbers.bounded(function(numbers.as_float(v))))


def over(function: Callable[..., Any], *values: Any) -> Any:
    """A function of several numbers, element by element over those that are arrays."""
    for value in values:
        if not isinstance(value, Array):
            numeric(value)
    if not any(isinstance(value, Array) for value in values):
        return function(*values)
    made = zipped(function, *values)
    if made is None:
        raise ValueError("the shapes do not fit")
    return made


# largest, smallest, choice


def larger(a: Any, b: Any) -> Any:
    """The larger of two numbers: whole where both are, else real."""
    return joined(a, b, b if b > a else a)


def smaller(a: Any, b: Any) -> Any:
    """The smaller of two numbers: whole where both are, else real."""
    return joined(a, b, b if b < a else a)


def joined(a: Any, b: Any, pick: Any) -> Any:
    """One of two numbers, real where one of them is."""
    return pick if isinstance(a, int) and isinstance(b, int) else numbers.real(pick)


def clip(value: Any, low: Any, high: Any) -> Any:
    """A number held between two others."""
    return over(lambda v, a, b: smaller(larger(v, a), b), value, low, high)


def where(condition: Any, a: Any, b: Any) -> Any:
    """a where the condition holds, b elsewhere: whole where both are, else real."""
    return over(lambda c, x, y: joined(x, y, x if c else y), condition, a, b)


# rounding


def rounding(value: Any, places: Any = None) -> Any:
    """To whole numbers, or to decimal places; ties away from zero."""
    if places is None:
        return scalar(lambda v: int(numbers.rounded(v)))(value)
    digits = whole(places, "the number of places")
    return scalar(lambda v: rounded(v, digits))(value)


def rounded(value: Any, places: int) -> Any:
    """One number rounded, whole where it was."""
    made = numbers.rounded(value, places)
    return int(made) if isinstance(value, int) else made


# logarithms and activations


def logarithm(function: Callable[[Any], float]) -> Callable[[Any], Any]:
    """A logarithm of numbers of any size, with a sentence where there is none."""

    def one(value: Any) -> float:
        if value <= 0:
            raise ValueError("only positive numbers have a logarithm")
        if type(value) is not Fraction:
            return function(value)
        near = 1e-300 < value < 1e300
        return function(value) if near else function(value.numerator) - function(value.denominator)

    return scalar(one)


def logistic(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def positive_part(x: Any) -> Any:
    """max(0, x), whole where x is."""
    return x if x > 0 else type(x)(0)


def leaky(x: Any, slope: Any = Fraction(1, 100)) -> Any:
    """x for x > 0, slope·x otherwise: real."""
    return over(lambda v, s: numbers.real(v) if v > 0 else numbers.multiply(numbers.real(v), s), x, slope)


def elu(x: Any, alpha: Any = Fraction(1)) -> Any:
    """x for x > 0, alpha·(e^x − 1) otherwise: real."""
    return over(
        lambda v, a: numbers.real(v) if v > 0 else numbers.multiply(a, math.expm1(numbers.as_float(v))), x, alpha
    )
