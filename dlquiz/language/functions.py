"""The functions that a formula or a text may call: one table of name, usage, shapes and meaning.

Scalar functions go element by element over arrays.  `dlquiz formulas` prints this table.  A row whose code needs more
than this room, or a heavy package, names it as "module:function"; it is imported when it is first called.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
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

Code = Callable[..., Any] | str  # "module:function" is imported when it is first called
EVERYWHERE, IN_TEXTS, YIELDING = "everywhere", "in texts", "yielding"  # which formulas may call a function


class Function(NamedTuple):
    """A function of the formula language."""

    name: str
    usage: str  # how it is written
    doc: str  # what it gives, with shapes
    code: Code
    least: int
    most: int
    cost_code: Code = touched
    each: bool = False  # element by element: what letters can go through
    takes_letters: bool = False  # formulas with letters go in as they are
    scope: str = EVERYWHERE  # YIELDING: everywhere too, but a bank may take the name for a quantity

    def apply(self, *values: Any) -> Any:
        """The value of a call."""
        return import_code(self.code)(*values)

    def cost(self, values: Sequence[Any]) -> int:
        """What a call costs in half microseconds, known before it is made."""
        return import_code(self.cost_code)(values)  # type: ignore[no-any-return]


def import_code(code: Code) -> Callable[..., Any]:
    """The function itself, of a row that only names it."""
    return import_function(code) if isinstance(code, str) else code


@cache
def import_function(path: str) -> Callable[..., Any]:
    """The function of "module:function"."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]


def table(
    *rows: tuple[str, str, str, Code],
    cost: Code = touched,
    each: bool = False,
    takes_letters: bool = False,
    scope: str = EVERYWHERE,
) -> list[Function]:
    """Functions from rows of name, usage, meaning and code; the arity is read off the usage."""
    return [
        Function(name, usage, doc, code, *arity(usage), cost, each, takes_letters, scope)
        for name, usage, doc, code in rows
    ]


def arity(usage: str) -> tuple[int, int]:
    """How many arguments, at least and at most: `round(x[, places])` takes one or two."""
    inside = re.sub(r'"[^"]*"', "text", usage[usage.index("(") + 1 : -1])
    required = re.sub(r"\[[^]]*\]", "", inside)
    least = len([a for a in required.split(",") if a.strip() and "…" not in a])
    optional = inside.count(",") - required.count(",")
    return least, 99 if "…" in inside else least + optional


def costly(times: int) -> Code:
    """A cost of so many times going over the arguments."""
    return lambda values: times * met(values)


def text_cost(values: Sequence[Any]) -> int:
    """A long text is a large network."""
    return sum(len(value) if isinstance(value, str) else 1 for value in values)


TEXTS = "dlquiz.language.text_functions"
LETTERS = "dlquiz.language.letter_functions"
CALCULUS = "dlquiz.algebra.calculus"
NETWORKS = "dlquiz.solvers.networks"

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
    *table(
        ("plural", 'plural(n, "filter")', "n with its noun: 1 filter, 2 filters; in texts only", f"{TEXTS}:plural"),
        ("signed", "signed(x)", "x with its sign: + 3, - 2; in texts only", f"{TEXTS}:signed"),
        ("fixed", "fixed(x, places)", "x with exactly so many decimals; in texts only", f"{TEXTS}:fixed"),
        scope=IN_TEXTS,
    ),
    *table(
        ("join", 'join(v, ", ")', "the elements with a text between them; in texts only", f"{TEXTS}:join"),
        cost=f"{TEXTS}:join_cost",
        scope=IN_TEXTS,
    ),
    *table(
        (
            "net_shape",
            "net_shape(net[, layer])",
            "output sizes of a network, or behind one of its layers",
            f"{NETWORKS}:net_shape",
        ),
        (
            "net_sees",
            "net_sees(net[, layer])",
            "receptive field of the last layer, or of one, in pixels",
            f"{NETWORKS}:net_sees",
        ),
        (
            "net_parameters",
            "net_parameters(net)",
            "parameters of a network in the notation",
            f"{NETWORKS}:net_parameters",
        ),
        (
            "net_operations",
            "net_operations(net)",
            "multiply-adds of a network in the notation",
            f"{NETWORKS}:net_operations",
        ),
        ("net_fits", "net_fits(net)", "whether all sizes of a network fit", f"{NETWORKS}:net_fits"),
        cost=text_cost,
        scope=YIELDING,
    ),
    *table(
        ("diff", "diff(f, x)", "derivative of a formula by a letter, or by a quantity", f"{CALCULUS}:differentiate"),
        (
            "gradient",
            "gradient(f, letters)",
            "derivatives of a formula by each of a list of letters",
            f"{LETTERS}:gradient",
        ),
        (
            "hessian",
            "hessian(f, letters)",
            "second derivatives by a list of letters, as a matrix",
            f"{LETTERS}:hessian",
        ),
        (
            "at",
            "at(f, x, value)",
            "formula with a value for a letter, or values for a list of letters",
            f"{LETTERS}:evaluate_at",
        ),
        ("expand", "expand(f)", "formula multiplied out", f"{CALCULUS}:expand"),
        ("factor", "factor(f)", "polynomial as a product", f"{CALCULUS}:factor"),
        ("roots", "roots(f, x)", "real roots of a polynomial, ascending, each once", f"{LETTERS}:find_roots"),
        cost=f"{LETTERS}:cost",
        takes_letters=True,
        scope=YIELDING,
    ),
]

FUNCTIONS: dict[str, Function] = {}  # what a formula may call
TEXT_FUNCTIONS: dict[str, Function] = {}  # what a formula in a text may call: all of them


def add_function(function: Function) -> None:
    """Add a function to the language, unless there is one of its name; a plug-in's solver adds its own so."""
    if function.scope != IN_TEXTS:
        FUNCTIONS.setdefault(function.name, function)
    TEXT_FUNCTIONS.setdefault(function.name, function)


for row in ROWS:
    add_function(row)

__all__ = ["FUNCTIONS", "TEXT_FUNCTIONS", "Function", "add_function", "analytic", "same", "table"]
