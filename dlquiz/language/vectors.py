"""Functions of vectors and matrices: made, reduced, joined, multiplied."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

from dlquiz.language import numbers as exact
from dlquiz.language.arrays import Array, columns, stack, touched, transposed, weight
from dlquiz.language.scalars import larger, numeric, over, smaller, whole

MAX_ELEMENTS = 10_000  # elements that a function makes


def vector(value: Any) -> Array:
    """An array of numbers; TypeError for anything else."""
    if isinstance(value, Array):
        return value
    raise TypeError


def matrix(value: Any) -> Array:
    """An array of two axes."""
    if vector(value).ndim != 2:
        raise ValueError("a matrix is needed: two axes")
    return value  # type: ignore[no-any-return]


def filled(value: Any, what: str) -> Sequence[Any]:
    """The elements of an array that has some."""
    if not vector(value).items:
        raise ValueError(f"{what} of nothing")
    return value.items  # type: ignore[no-any-return]


# reductions


def total(items: Iterable[Any]) -> Any:
    """Sum."""
    return reduce(exact.add, items, 0)


def product(items: Iterable[Any]) -> Any:
    """Product."""
    return reduce(exact.multiply, items, 1)


def average(items: Sequence[Any]) -> Any:
    """Mean: real."""
    if not items:
        raise ValueError("the mean of nothing")
    return exact.divide(total(items), len(items))


def reduction(function: Callable[[Sequence[Any]], Any]) -> Callable[..., Any]:
    """Over all elements; with axis 0 down the columns, with axis 1 along the rows."""

    def apply(value: Any, axis: Any = None) -> Any:
        if axis is None:
            return function(vector(value).items)
        lines = columns(matrix(value)) if along(axis) == 0 else list(value)
        return Array([function(line.items) for line in lines], (len(lines),))

    return apply


def along(axis: Any) -> int:
    """The axis of a matrix: 0 or 1 (-1 is the last)."""
    number = whole(axis, "an axis")
    if number not in (0, 1, -1):
        raise ValueError("a matrix has the axes 0 and 1")
    return number % 2


def largest(*values: Any) -> Any:
    """Of one array, or element by element of several."""
    if len(values) == 1:
        return reduce(larger, filled(values[0], "the largest"))
    return over(lambda *numbers: reduce(larger, numbers), *values)


def smallest(*values: Any) -> Any:
    """Of one array, or element by element of several."""
    if len(values) == 1:
        return reduce(smaller, filled(values[0], "the smallest"))
    return over(lambda *numbers: reduce(smaller, numbers), *values)


def truths(value: Any) -> Sequence[Any]:
    """The elements of an array, or the one truth itself."""
    return value.items if isinstance(value, Array) else (numeric(value),)


def argmax(value: Any) -> int:
    """The index of the largest element; of ties the first."""
    items = filled(value, "the largest")
    return reduce(lambda best, i: i if exact.less(items[best], items[i]) else best, range(len(items)))


def ordered(value: Any) -> Array:
    """Ascending; of a matrix each row."""
    if vector(value).ndim == 1:
        return Array(sorted(value.items), value.shape)
    return stack([ordered(row) for row in value]) or vector(value)


def ordered_cost(values: Sequence[Any]) -> int:
    """Elements times the depth of sorting."""
    return touched(values) * (len(truths(values[0])) if values else 0).bit_length()


def softmax(value: Any) -> Array:
    """e^z / Σ e^z: of a vector, or of each row of a matrix."""
    if vector(value).ndim == 2:
        return stack([softmax(row) for row in value]) or vector(value)
    floats = [exact.as_float(v) for v in filled(value, "softmax")]
    top = max(floats)
    powers = [math.exp(v - top) for v in floats]
    below = math.fsum(powers)
    return Array([p / below for p in powers], value.shape)


# equality


def same(a: Any, b: Any) -> bool:
    """Equality of any two values; numbers to 12 digits where they are floats."""
    if isinstance(a, Array) and isinstance(b, Array):
        return a.shape == b.shape and all(map(exact.equal, a.items, b.items))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) in exact.NUMBERS and type(b) in exact.NUMBERS:
        return exact.equal(a, b)
    return type(a) is type(b) and bool(a == b)


def distinct(*values: Any) -> bool:
    """Whether no two are equal."""
    items = parts(values)
    if not all(type(item) in exact.NUMBERS for item in items):
        return not any(same(a, b) for i, a in enumerate(items) for b in items[:i])
    ranked = sorted(items)
    return not any(map(exact.equal, ranked, ranked[1:]))


def parts(values: Sequence[Any]) -> list[Any]:
    """The values, or the elements of the one list among them."""
    return list(values[0]) if len(values) == 1 and isinstance(values[0], (Array, tuple)) else list(values)


def distinct_cost(values: Sequence[Any]) -> int:
    """Numbers are sorted; anything else is compared pair by pair."""
    items = parts(values)
    pairs = not all(type(item) in exact.NUMBERS for item in items)
    return touched(items) * (len(items) if pairs else len(items).bit_length())


# linear algebra


def inner(a: Sequence[Any], b: Sequence[Any]) -> Any:
    """Σ aᵢ·bᵢ."""
    if len(a) != len(b):
        raise ValueError(f"the sizes {len(a)} and {len(b)} do not fit")
    return total(map(exact.multiply, a, b))


def dot(a: Any, b: Any) -> Any:
    """Vector·vector a number, matrix·vector and vector·matrix a vector, matrix·matrix a matrix."""
    left, right = vector(a), vector(b)
    if left.ndim > 2 or right.ndim > 2:
        raise ValueError("only vectors and matrices can be multiplied")
    rows = [left] if left.ndim == 1 else list(left)
    lines = [right] if right.ndim == 1 else columns(right)
    made = [inner(row.items, line.items) for row in rows for line in lines]
    shape = (*left.shape[:-1], *right.shape[1:])
    return Array(made, shape) if shape else made[0]


def dot_cost(values: Sequence[Any]) -> int:
    """Every row meets every column."""
    a, b = values
    if not isinstance(a, Array) or not isinstance(b, Array):
        return 1
    return 2 * (weight(a) * (b.shape[1] if b.ndim == 2 else 1) + weight(b) * (a.shape[0] if a.ndim == 2 else 1))


def outer(a: Any, b: Any) -> Array:
    """Every element of one vector times every element of another: a matrix."""
    left, right = vector(a), vector(b)
    if left.ndim != 1 or right.ndim != 1:
        raise ValueError("two vectors are needed")
    return Array([exact.multiply(x, y) for x in left for y in right], (len(left), len(right)))


def outer_cost(values: Sequence[Any]) -> int:
    """Every element meets every other."""
    a, b = values
    return weight(a) * len(truths(b)) + weight(b) * len(truths(a))


def turned(value: Any) -> Array:
    """Rows to columns; a vector stays as it is."""
    return value if vector(value).ndim == 1 else transposed(matrix(value))


def norm(value: Any) -> Any:
    """The Euclidean length: √Σx²; of a matrix the Frobenius norm."""
    return exact.square_root(total(exact.multiply(v, v) for v in vector(value).items))


# making and joining


def onehot(i: Any, n: Any) -> Array:
    """A vector of n zeros with a 1 at index i, counted from 0."""
    index, length = whole(i, "the index"), whole(n, "the length")
    if not 0 <= index < length <= MAX_ELEMENTS:
        raise ValueError(f"there is no index {index} among {length}")
    return Array([int(k == index) for k in range(length)], (length,))


def concat(*values: Any) -> Any:
    """Vectors end to end; matrices of equal width below each other; lists of texts."""
    if all(isinstance(v, tuple) for v in values):
        return tuple(x for v in values for x in v)
    parts = [vector(v) for v in values]
    if len({part.shape[1:] for part in parts}) > 1:
        raise ValueError("only the first size may differ")
    return Array((x for p in parts for x in p.items), (sum(len(p) for p in parts), *parts[0].shape[1:]))


def interval(*ends: Any) -> Array:
    """0 … n−1, or from a up to and without b, by steps; real where one of them is."""
    start, step, count = grid(ends)
    return Array([start + i * step for i in range(count)], (count,))


def grid(ends: Sequence[Any]) -> tuple[Any, Any, int]:
    """Start, step and count of a range."""
    start, stop, step = (0, ends[0], 1) if len(ends) == 1 else (*ends, 1)[:3]
    if any(type(numeric(v)) is float for v in (start, stop, step)):
        raise ValueError("exact numbers are needed")
    if step == 0:
        raise ValueError("the step is not 0")
    count = max(0, exact.ceil(exact.divide(exact.subtract(stop, start), step)))
    if count > MAX_ELEMENTS:
        raise ValueError(f"more than {MAX_ELEMENTS:,} elements")
    return (start if all(isinstance(v, int) for v in ends) else exact.real(start)), step, count


def grid_cost(values: Sequence[Any]) -> int:
    """A product and a sum for each element."""
    start, step, count = grid(values)
    return 2 * count * (exact.weight(start) + exact.weight(step))


def length(value: Any) -> int:
    """Elements of a vector or list, rows of a matrix, characters of a text."""
    if isinstance(value, (Array, tuple, str)):
        return len(value)
    raise TypeError
