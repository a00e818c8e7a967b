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

from dlquiz.language import numbers, reductions, vectors
from dlquiz.language.budget import broadcast_cost, values_cost
from dlquiz.language.scalars import (
    analytic,
    clip,
    elementwise,
    elu,
    gelu,
    leaky,
    logarithm,
    logistic,
    mish,
    positive_part,
    round_value,
    softplus,
    swish,
    where,
)

Code = Callable[..., Any] | str  # "module:function" is imported when it is first called


class Function(NamedTuple):
    """A function of the formula language."""

    name: str
    usage: str  # how it is written
    doc: str  # what it gives, with shapes
    code: Code
    least: int
    most: int
    cost_code: Code = values_cost
    each: bool = False  # element by element: what letters can go through
    takes_letters: bool = False  # formulas with letters go in as they are
    text_only: bool = False  # whether only a formula in a text may call it
    yields: bool = False  # whether a bank may still call a quantity so: it could before there was the function

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
    cost: Code = values_cost,
    each: bool = False,
    takes_letters: bool = False,
    text_only: bool = False,
    yields: bool = False,
) -> list[Function]:
    """Functions from rows of name, usage, meaning and code; the arity is read off the usage."""
    return [
        Function(name, usage, doc, code, *arity(usage), cost, each, takes_letters, text_only, yields)
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
    return lambda values: times * broadcast_cost(values)


def text_cost(values: Sequence[Any]) -> int:
    """A long text is a large network."""
    return sum(len(value) if isinstance(value, str) else 1 for value in values)


CALCULUS = "dlquiz.algebra.calculus"
LETTERS = "dlquiz.language.letter_functions"
ALGEBRA = "dlquiz.language.linear_algebra"
NETWORKS = "dlquiz.solvers.networks"
TEXTS = "dlquiz.language.text_functions"
WINDOWS = "dlquiz.language.windows"

ROWS: list[Function] = [
    *table(
        ("abs", "abs(x)", "absolute value", elementwise(abs)),
        ("min", "min(v) or min(a, …)", "smallest element; of several, element by element", reductions.smallest),
        ("max", "max(v) or max(a, …)", "largest element; of several, element by element", reductions.largest),
        cost=costly(2),
        each=True,
    ),
    *table(
        (
            "sum",
            "sum(v[, axis])",
            "sum of all elements; axis 0 adds down the columns, 1 along the rows",
            reductions.add_up,
        ),
        ("mean", "mean(v[, axis])", "mean of all elements, or along an axis; real", reductions.average),
        ("prod", "prod(v[, axis])", "product of all elements, or along an axis", reductions.multiply_up),
    ),
    *table(
        (
            "cumsum",
            "cumsum(v[, axis])",
            "running sums of a vector, or of a matrix along an axis; without an axis of all elements, row by row",
            reductions.accumulate,
        ),
        ("cumprod", "cumprod(v[, axis])", "running products, as cumsum", reductions.accumulate_products),
        ("diag", "diag(M)", "diagonal of a matrix as a vector", vectors.take_diagonal),
        ("shape", "shape(v)", "sizes of an array as a vector: [rows, columns] of a matrix", vectors.list_sizes),
        yields=True,
    ),
    *table(
        ("round", "round(x[, places])", "rounded, ties away from zero; whole without places", round_value),
        ("floor", "floor(x)", "next whole number below", elementwise(numbers.floor)),
        ("ceil", "ceil(x)", "next whole number above", elementwise(numbers.ceil)),
        cost=costly(8),
        each=True,
    ),
    *table(
        ("sqrt", "sqrt(x)", "square root; real", elementwise(numbers.square_root)),
        ("exp", "exp(x)", "e to the power x", analytic(math.exp)),
        ("log", "log(x)", "natural logarithm", logarithm(math.log)),
        ("log2", "log2(x)", "logarithm to base 2", logarithm(math.log2)),
        ("log10", "log10(x)", "logarithm to base 10", logarithm(math.log10)),
        ("sin", "sin(x)", "sine, x in radians", analytic(math.sin)),
        ("cos", "cos(x)", "cosine, x in radians", analytic(math.cos)),
        ("sign", "sign(x)", "-1, 0 or 1; whole", elementwise(numbers.sign)),
        ("clip", "clip(x, low, high)", "x held between low and high", clip),
        ("where", "where(condition, a, b)", "a where the condition holds, else b, element by element", where),
        cost=costly(2),
        each=True,
    ),
    *table(
        ("len", "len(v)", "elements of a vector or list, rows of a matrix", vectors.count_items),
        ("any", "any(v)", "whether one element is true", reductions.any_true),
        ("all", "all(v)", "whether every element is true", reductions.all_true),
    ),
    *table(
        (
            "range",
            "range([start,] stop[, step])",
            "vector from start (0) up to and without stop",
            vectors.make_range,
        ),
        cost=vectors.range_cost,
    ),
    *table(
        ("zeros", "zeros(shape)", "whole zeros: zeros(3) a vector, zeros([2, 3]) a matrix", vectors.make_zeros),
        ("ones", "ones(shape)", "whole ones: ones(3) a vector, ones([2, 3]) a matrix", vectors.make_ones),
        cost=vectors.fill_cost,
        yields=True,
    ),
    *table(
        ("sort", "sort(v)", "elements in ascending order; of a matrix each row", vectors.sort_ascending),
        cost=vectors.sort_cost,
    ),
    *table(
        (
            "distinct",
            "distinct(a, …)",
            "whether no two values, or elements of one list, are equal",
            vectors.all_distinct,
        ),
        cost=vectors.distinct_cost,
    ),
    *table(
        (
            "decimals",
            "decimals(x)",
            "decimals it takes to write x; 99 where they never end",
            elementwise(numbers.count_decimals),
        ),
        cost=costly(8),
    ),
    *table(
        ("sigmoid", "sigmoid(x)", "1/(1 + e^-x)", analytic(logistic)),
        ("tanh", "tanh(x)", "hyperbolic tangent", analytic(math.tanh)),
        ("relu", "relu(x)", "max(0, x)", elementwise(positive_part)),
        ("leaky_relu", "leaky_relu(x[, slope])", "x for x > 0, else slope·x (0.01 unless said)", leaky),
        ("elu", "elu(x[, alpha])", "x for x > 0, else alpha·(e^x - 1) (alpha 1 unless said)", elu),
        ("swish", "swish(x)", "x·sigmoid(x)", analytic(swish)),
        ("gelu", "gelu(x)", "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))): the tanh form", analytic(gelu)),
        ("mish", "mish(x)", "x·tanh(log(1 + e^x))", analytic(mish)),
        ("softplus", "softplus(x)", "log(1 + e^x)", analytic(softplus)),
        (
            "step_function",
            "step_function(x)",
            "1 for x > 0, else 0; whole",
            elementwise(lambda x: max(0, numbers.sign(x))),
        ),
        cost=costly(2),
        each=True,
    ),
    *table(
        ("softmax", "softmax(v)", "e^v / sum(e^v) of a vector, or of each row of a matrix", f"{ALGEBRA}:softmax"),
        ("transpose", "transpose(M)", "rows to columns", vectors.transpose),
        ("norm", "norm(v)", "Euclidean length; real", f"{ALGEBRA}:norm"),
        ("argmax", "argmax(v)", "index of the largest element, from 0; of ties the first", reductions.index_of_largest),
        ("onehot", "onehot(i, n)", "n zeros with a 1 at index i", vectors.make_onehot),
        ("concat", "concat(a, …)", "vectors end to end, matrices below each other", vectors.concatenate),
        cost=lambda values: 2 * values_cost(values),
    ),
    *table(
        ("dot", "dot(a, b)", "product of vectors or matrices, the same as a @ b", f"{ALGEBRA}:dot"),
        cost=f"{ALGEBRA}:dot_cost",
    ),
    *table(
        ("outer", "outer(a, b)", "matrix of all products of two vectors", f"{ALGEBRA}:outer"),
        cost=f"{ALGEBRA}:outer_cost",
    ),
    *table(
        ("det", "det(M)", "determinant of a square matrix; whole where the matrix is", f"{ALGEBRA}:determinant"),
        ("inv", "inv(M)", "inverse of a square matrix; real", f"{ALGEBRA}:inverse"),
        ("solve", "solve(M, b)", "x of M @ x = b, M square, b a vector or matrix; real", f"{ALGEBRA}:solve"),
        cost=f"{ALGEBRA}:elimination_cost",
        yields=True,
    ),
    *table(
        (
            "eigvals",
            "eigvals(M)",
            "real eigenvalues of a square matrix in ascending order, each as often as it counts",
            f"{ALGEBRA}:eigenvalues",
        ),
        cost=f"{ALGEBRA}:eigenvalues_cost",
        yields=True,
    ),
    *table(
        (
            "conv2d",
            "conv2d(map, kernel[, stride, padding, dilation])",
            "cross-correlation (kernel not flipped) of two matrices or two vectors; zeros as padding;"
            " stride, padding and dilation are one number, or [down, across]",
            f"{WINDOWS}:conv2d",
        ),
        cost=f"{WINDOWS}:conv2d_cost",
    ),
    *table(
        (
            "conv_transpose2d",
            "conv_transpose2d(map, kernel[, stride, padding, dilation, output_padding])",
            "transposed convolution of two matrices or two vectors: (n - 1)·stride - 2·padding + dilation·(k - 1)"
            " + output_padding + 1 elements along an axis",
            f"{WINDOWS}:conv_transpose2d",
        ),
        cost=f"{WINDOWS}:conv_transpose2d_cost",
    ),
    *table(
        (
            "maxpool2d",
            "maxpool2d(map, size[, stride, padding, dilation, ceil])",
            "largest of each window of a matrix or vector; size is one number or [down, across], stride = size unless"
            " said; the padding never wins; floor unless ceil is true",
            f"{WINDOWS}:max_pool2d",
        ),
        (
            "avgpool2d",
            "avgpool2d(map, size[, stride, padding, dilation, ceil])",
            "mean of each window, as maxpool2d; the padding counts as zeros",
            f"{WINDOWS}:avg_pool2d",
        ),
        cost=f"{WINDOWS}:pool_cost",
    ),
    *table(
        (
            "maxmask2d",
            "maxmask2d(map, size)",
            "1 at the largest element of each window, of equal ones at the first; 0 elsewhere; windows side by side",
            f"{WINDOWS}:mark_largest",
        ),
        cost=f"{WINDOWS}:pool_cost",
        yields=True,
    ),
    *table(
        (
            "spread2d",
            "spread2d(map, size[, shape])",
            "each element at all places of its window, windows side by side; 0 beyond them, up to the shape",
            f"{WINDOWS}:spread_over_windows",
        ),
        cost=f"{WINDOWS}:spread_cost",
        yields=True,
    ),
    *table(
        ("plural", 'plural(n, "filter")', "n with its noun: 1 filter, 2 filters; in texts only", f"{TEXTS}:plural"),
        ("signed", "signed(x)", "x with its sign: + 3, - 2; in texts only", f"{TEXTS}:signed"),
        ("fixed", "fixed(x, places)", "x with exactly so many decimals; in texts only", f"{TEXTS}:fixed"),
        text_only=True,
    ),
    *table(
        ("join", 'join(v, ", ")', "the elements with a text between them; in texts only", f"{TEXTS}:join"),
        cost=f"{TEXTS}:join_cost",
        text_only=True,
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
        yields=True,
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
        yields=True,
    ),
]

FUNCTIONS: dict[str, Function] = {}  # what a formula may call
TEXT_FUNCTIONS: dict[str, Function] = {}  # what a formula in a text may call: all of them


def add_function(function: Function) -> None:
    """Add a function to the language, unless there is one of its name; a plug-in's solver adds its own so."""
    if not function.text_only:
        FUNCTIONS.setdefault(function.name, function)
    TEXT_FUNCTIONS.setdefault(function.name, function)


for row in ROWS:
    add_function(row)

__all__ = ["FUNCTIONS", "TEXT_FUNCTIONS", "Function", "add_function", "analytic", "table"]
