"""The functions that a formula may call: one table of name, usage, shapes and meaning.

Scalar functions go element by element over arrays.  `dlquiz formulas` prints this table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dlquiz.language import numbers
from dlquiz.language.arrays import met, touched
from dlquiz.language.scalars import (
    analytic,
    clip,
    elu,
    leaky,
    logarithm,
    logistic,
    positive_part,
    rounding,
    scalar,
    softplus,
    where,
)
from dlquiz.language.vectors import (
    argmax,
    average,
    concat,
    distinct,
    distinct_cost,
    dot,
    dot_cost,
    grid_cost,
    interval,
    largest,
    length,
    norm,
    onehot,
    ordered,
    ordered_cost,
    outer,
    outer_cost,
    product,
    reduction,
    same,
    smallest,
    softmax,
    total,
    truths,
    turned,
)
from dlquiz.language.windows import conv2d, conv2d_cost, pool, pool_cost

Cost = Callable[[Sequence[Any]], int]


class Function(NamedTuple):
    """A function of the formula language."""

    name: str
    usage: str  # how it is written
    doc: str  # what it gives, with shapes
    apply: Callable[..., Any]
    least: int
    most: int
    cost: Cost = touched  # of a call, in half microseconds, known before it is made
    each: bool = False  # element by element: what letters can go through


def table(*rows: tuple[str, str, str, Callable[..., Any]], cost: Cost = touched, each: bool = False) -> list[Function]:
    """Functions from rows of name, usage, meaning and code; the arity is read off the usage."""
    return [Function(name, usage, doc, apply, *arity(usage), cost, each) for name, usage, doc, apply in rows]


def arity(usage: str) -> tuple[int, int]:
    """How many arguments, at least and at most: `round(x[, places])` takes one or two."""
    inside = re.sub(r'"[^"]*"', "text", usage[usage.index("(") + 1 : -1])
    required = re.sub(r"\[[^]]*\]", "", inside)
    least = len([a for a in required.split(",") if a.strip() and "…" not in a])
    optional = inside.count(",") - required.count(",")
    return least, 99 if "…" in inside else least + optional


def costly(times: int) -> Cost:
    """A cost of so many times going over the arguments."""
    return lambda values: times * met(values)


ROWS: list[Function] = [
    *table(
        ("abs", "abs(x)", "absolute value", scalar(abs)),
        ("min", "min(v) or min(a, …)", "smallest element; of several, element by element", smallest),
        ("max", "max(v) or max(a, …)", "largest element; of several, element by element", largest),
        cost=costly(2),
        each=True,
    ),
    *table(
        (
            "sum",
            "sum(v[, axis])",
            "sum of all elements; axis 0 adds down the columns, 1 along the rows",
            reduction(total),
        ),
        ("mean", "mean(v[, axis])", "mean of all elements, or along an axis; real", reduction(average)),
        ("prod", "prod(v[, axis])", "product of all elements, or along an axis", reduction(product)),
    ),
    *table(
        ("round", "round(x[, places])", "rounded, ties away from zero; whole without places", rounding),
        ("floor", "floor(x)", "next whole number below", scalar(numbers.floor)),
        ("ceil", "ceil(x)", "next whole number above", scalar(numbers.ceil)),
        cost=costly(8),
        each=True,
    ),
    *table(
        ("sqrt", "sqrt(x)", "square root; real", scalar(numbers.square_root)),
        ("exp", "exp(x)", "e to the power x", analytic(math.exp)),
        ("log", "log(x)", "natural logarithm", logarithm(math.log)),
        ("log2", "log2(x)", "logarithm to base 2", logarithm(math.log2)),
        ("log10", "log10(x)", "logarithm to base 10", logarithm(math.log10)),
        ("sin", "sin(x)", "sine, x in radians", analytic(math.sin)),
        ("cos", "cos(x)", "cosine, x in radians", analytic(math.cos)),
        ("sign", "sign(x)", "-1, 0 or 1; whole", scalar(numbers.sign)),
        ("clip", "clip(x, low, high)", "x held between low and high", clip),
        ("where", "where(condition, a, b)", "a where the condition holds, else b, element by element", where),
        cost=costly(2),
        each=True,
    ),
    *table(
        ("len", "len(v)", "elements of a vector or list, rows of a matrix", length),
        ("any", "any(v)", "whether one element is true", lambda v: any(truths(v))),
        ("all", "all(v)", "whether every element is true", lambda v: all(truths(v))),
    ),
    *table(
        ("range", "range([start,] stop[, step])", "vector from start (0) up to and without stop", interval),
        cost=grid_cost,
    ),
    *table(("sort", "sort(v)", "elements in ascending order; of a matrix each row", ordered), cost=ordered_cost),
    *table(
        ("distinct", "distinct(a, …)", "whether no two values, or elements of one list, are equal", distinct),
        cost=distinct_cost,
    ),
    *table(
        ("decimals", "decimals(x)", "decimals it takes to write x; 99 where they never end", scalar(numbers.decimals)),
        cost=costly(8),
    ),
    *table(
        ("sigmoid", "sigmoid(x)", "1/(1 + e^-x)", analytic(logistic)),
        ("tanh", "tanh(x)", "hyperbolic tangent", analytic(math.tanh)),
        ("relu", "relu(x)", "max(0, x)", scalar(positive_part)),
        ("leaky_relu", "leaky_relu(x[, slope])", "x for x > 0, else slope·x (0.01 unless said)", leaky),
        ("elu", "elu(x[, alpha])", "x for x > 0, else alpha·(e^x - 1) (alpha 1 unless said)", elu),
        ("swish", "swish(x)", "x·sigmoid(x)", analytic(lambda x: x * logistic(x))),
        ("softplus", "softplus(x)", "log(1 + e^x)", analytic(softplus)),
        ("step_function", "step_function(x)", "1 for x > 0, else 0; whole", scalar(lambda x: max(0, numbers.sign(x)))),
        cost=costly(2),
        each=True,
    ),
    *table(
        ("softmax", "softmax(v)", "e^v / sum(e^v) of a vector, or of each row of a matrix", softmax),
        ("transpose", "transpose(M)", "rows to columns", turned),
        ("norm", "norm(v)", "Euclidean length; real", norm),
        ("argmax", "argmax(v)", "index of the largest element, from 0; of ties the first", argmax),
        ("onehot", "onehot(i, n)", "n zeros with a 1 at index i", onehot),
        ("concat", "concat(a, …)", "vectors end to end, matrices below each other", concat),
        cost=lambda values: 2 * touched(values),
    ),
    *table(("dot", "dot(a, b)", "product of vectors or matrices, the same as a @ b", dot), cost=dot_cost),
    *table(("outer", "outer(a, b)", "matrix of all products of two vectors", outer), cost=outer_cost),
    *table(
        (
            "conv2d",
            "conv2d(map, kernel[, stride, padding])",
            "cross-correlation (kernel not flipped) of matrices",
            conv2d,
        ),
        cost=conv2d_cost,
    ),
    *table(
        (
            "maxpool2d",
            "maxpool2d(map, size[, stride])",
            "largest of each window; stride = size unless said, floor",
            pool(max),
        ),
        (
            "avgpool2d",
            "avgpool2d(map, size[, stride])",
            "mean of each window; stride = size unless said, floor",
            pool(average),
        ),
        cost=pool_cost,
    ),
]

FUNCTIONS: dict[str, Function] = {f.name: f for f in ROWS}

__all__ = ["FUNCTIONS", "Function", "analytic", "same", "table"]

ADDED: list[Callable[[str], Function | None]] = []  # where else a bank's functions are looked for: in the solvers


def added(name: str) -> Function | None:
    """A function that somebody else adds to the language; None where nobody does."""
    return next((function for look in ADDED if (function := look(name)) is not None), None)
