"""Functions of numbers that go element by element over arrays: rounding, activations, the larger of two."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import common_shape, is_array, map_elements


def require_number(value: Any) -> Any:
    """The value, which is a number; TypeError for anything else."""
    if type(value) in numbers.NUMBERS:
        return value
    raise TypeError


def require_whole(value: Any, what: str) -> int:
    """The value as a whole number, for counts and places."""
    if isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1):
        return int(value)
    raise ValueError(f"{what} is a whole number")


def apply_elementwise(function: Callable[..., Any], *values: Any) -> Any:
    """A function of numbers, element by element over those values that are arrays."""
    arrays = 0
    for value in values:
        if is_array(value):
            arrays += 1
        else:
            require_number(value)
    if arrays > 1 and common_shape(values) is None:
        raise ValueError("the shapes do not fit")
    return map_elements(function, *values) if arrays else function(*values)


def elementwise(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of one number, made to go over arrays."""
    return lambda value: apply_elementwise(function, value)


def analytic(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A function computed in floats, made to go over arrays."""
    return elementwise(lambda v: numbers.bound(function(numbers.as_float(v))))


# the larger, the smaller, either


def larger(a: Any, b: Any) -> Any:
    """The larger of two numbers: whole where both are, else real."""
    return real_if_either(a, b, b if b > a else a)


def smaller(a: Any, b: Any) -> Any:
    """The smaller of two numbers: whole where both are, else real."""
    return real_if_either(a, b, b if b < a else a)


def real_if_either(a: Any, b: Any, chosen: Any) -> Any:
    """The one chosen of two numbers, real where either is."""
    return chosen if isinstance(a, int) and isinstance(b, int) else numbers.as_real(chosen)


def clip(value: Any, low: Any, high: Any) -> Any:
    """A number kept between two others."""
    return apply_elementwise(lambda v, a, b: smaller(larger(v, a), b), value, low, high)


def where(condition: Any, a: Any, b: Any) -> Any:
    """a where the condition holds, b elsewhere: whole where both are, else real."""
    return apply_elementwise(lambda c, x, y: real_if_either(x, y, x if c else y), condition, a, b)


# rounding


def round_value(value: Any, places: Any = None) -> Any:
    """To whole numbers, or to decimal places; ties away from zero."""
    if places is None:
        return apply_elementwise(lambda v: int(numbers.round_number(v)), value)
    digits = require_whole(places, "the number of places")
    return apply_elementwise(lambda v: round_places(v, digits), value)


def round_places(value: Any, places: int) -> Any:
    """One number to decimal places, whole where it was."""
    made = numbers.round_number(value, places)
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

    return elementwise(one)


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
    return apply_elementwise(
        lambda v, s: numbers.as_real(v) if v > 0 else numbers.multiply(numbers.as_real(v), s), x, slope
    )


def elu(x: Any, alpha: Any = Fraction(1)) -> Any:
    """x for x > 0, alpha·(e^x − 1) otherwise: real."""
    return apply_elementwise(
        lambda v, a: numbers.as_real(v) if v > 0 else numbers.multiply(a, math.expm1(numbers.as_float(v))), x, alpha
    )


def swish(x: float) -> float:
    """x·sigmoid(x)."""
    return x * logistic(x)


def gelu(x: float) -> float:
    """x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))), the tanh form (Hendrycks and Gimpel 2016, equation 2)."""
    return x / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def mish(x: float) -> float:
    """x·tanh(log(1 + e^x)) (Misra 2019, equation 1)."""
    return x * math.tanh(softplus(x))
