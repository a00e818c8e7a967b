"""The functions of the language as SymPy knows them: its own where it has them, else a class with its derivative.

A function stays as it was written (`sigmoid(z)`, not its exponentials), and its derivative is the one of the textbooks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy
from sympy import Integer, Rational

ONE, TWO = Integer(1), Integer(2)
HUNDREDTH = Rational(1, 100)
GELU_CUBE = Rational(44715, 1_000_000)


class Named(sympy.Function):  # type: ignore[misc]
    """A function of the language that SymPy does not have; `name` is how it is written."""

    name = ""
    is_real = True

    def fdiff(self, argindex: int = 1) -> Any:
        """The derivative by one argument; ValueError where there is none to write down."""
        slopes = SLOPES.get(type(self).name)
        if slopes is None or argindex > len(slopes):
            raise ValueError(f"{type(self).name} has no derivative that can be written down")
        return slopes[argindex - 1](*self.args)


def make_function(name: str) -> Any:
    """The class of one function."""
    return type(name, (Named,), {"name": name, "is_real": True})


sigmoid, relu, leaky_relu, elu, swish, gelu, mish, softplus, step_function, log2, log10, maximum, minimum, rounded = (
    make_function(name)
    for name in (
        "sigmoid", "relu", "leaky_relu", "elu", "swish", "gelu", "mish", "softplus", "step_function", "log2", "log10",
        "max", "min", "round",
    )
)  # fmt: skip


def piece(then: Any, condition: Any, otherwise: Any) -> Any:
    """One of two formulas."""
    return sympy.Piecewise((then, condition), (otherwise, True))


def leaky_slope(x: Any, slope: Any = HUNDREDTH) -> Any:
    """1 where x is positive, else the slope."""
    return piece(ONE, x > 0, slope)


def elu_slope(x: Any, alpha: Any = ONE) -> Any:
    """1 where x is positive, else alpha·e^x."""
    return piece(ONE, x > 0, alpha * sympy.exp(x))


def gelu_slope(x: Any) -> Any:
    """The derivative of the tanh form."""
    inner = sympy.sqrt(2 / sympy.pi) * (x + GELU_CUBE * x**3)
    bend = sympy.sqrt(2 / sympy.pi) * (1 + 3 * GELU_CUBE * x**2)
    return (1 + sympy.tanh(inner)) / 2 + x * (1 - sympy.tanh(inner) ** 2) * bend / 2


def mish_slope(x: Any) -> Any:
    """tanh(softplus(x)) + x·(1 - tanh(softplus(x))²)·sigmoid(x)."""
    bounded = sympy.tanh(softplus(x))
    return bounded + x * (1 - bounded**2) * sigmoid(x)


def first_where(decides: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The derivatives of the larger or smaller of two: 1 by the one that is taken, 0 by the other."""
    return (
        lambda a, b: piece(ONE, decides(a, b), Integer(0)),
        lambda a, b: piece(Integer(0), decides(a, b), ONE),
    )


SLOPES: dict[str, tuple[Callable[..., Any], ...]] = {
    "sigmoid": (lambda x: sigmoid(x) * (1 - sigmoid(x)),),
    "relu": (lambda x: piece(ONE, x > 0, Integer(0)),),
    "leaky_relu": (leaky_slope,),
    "elu": (elu_slope,),
    "swish": (lambda x: sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x)),),
    "gelu": (gelu_slope,),
    "mish": (mish_slope,),
    "softplus": (lambda x: sigmoid(x),),
    "step_function": (lambda x: Integer(0),),
    "log2": (lambda x: 1 / (x * sympy.log(2)),),
    "log10": (lambda x: 1 / (x * sympy.log(10)),),
    "max": first_where(lambda a, b: a > b),
    "min": first_where(lambda a, b: a < b),
}


def clip(x: Any, low: Any, high: Any) -> Any:
    """x held between two ends."""
    return minimum(maximum(x, low), high)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": sympy.Abs,
    "sqrt": sympy.sqrt,
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tanh": sympy.tanh,
    "sech": sympy.sech,
    "sign": sympy.sign,
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "clip": clip,
    "where": lambda condition, a, b: piece(a, condition, b),
    **{
        made.name: made
        for made in (
            sigmoid, relu, leaky_relu, elu, swish, gelu, mish, softplus, step_function, log2, log10, maximum, minimum,
            rounded,
        )
    },
}  # fmt: skip
NAMES: dict[Any, str] = {  # of SymPy's own, when they are written
    sympy.Abs: "abs",
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tanh: "tanh",
    sympy.sech: "sech",
    sympy.sign: "sign",
    sympy.floor: "floor",
    sympy.ceiling: "ceil",
    sympy.cosh: "cosh",
    sympy.sinh: "sinh",
}

# what the functions are made of, for numbers and proofs; where pieces meet they are equal: >= is what SymPy has for |x|
DEFINITIONS: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "relu": lambda x: piece(x, x >= 0, Integer(0)),
    "leaky_relu": lambda x, slope=HUNDREDTH: piece(x, x >= 0, slope * x),
    "elu": lambda x, alpha=ONE: piece(x, x >= 0, alpha * (sympy.exp(x) - 1)),
    "swish": lambda x: x / (1 + sympy.exp(-x)),
    "gelu": lambda x: x / 2 * (1 + sympy.tanh(sympy.sqrt(2 / sympy.pi) * (x + GELU_CUBE * x**3))),
    "mish": lambda x: x * sympy.tanh(sympy.log(1 + sympy.exp(x))),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "step_function": lambda x: piece(ONE, x > 0, Integer(0)),
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "max": lambda a, b: piece(a, a >= b, b),
    "min": lambda a, b: piece(a, a <= b, b),
}


def write_out(expression: Any) -> Any:
    """The expression with what the functions are made of in their places."""
    return expression.replace(
        lambda part: isinstance(part, Named) and part.name in DEFINITIONS,
        lambda part: DEFINITIONS[part.name](*part.args),
    )
