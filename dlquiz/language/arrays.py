"""Arrays of exact numbers: immutable, hashable, of any rank, with the broadcasting that NumPy taught everybody.

A NumPy object array would do, but costs 150 ms to import before the first question, overflows silently where it is
int64, and can be changed behind a tape's back.  `numpy.asarray(a)` works where an array leaves the house.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import Any

from dlquiz.language import letters, numbers

Scalar = bool | int | Fraction | float
Shape = tuple[int, ...]


class Array:
    """A block of numbers in row-major order; all whole, all truths, or all real, by the making of its elements."""

    __slots__ = ("_weight", "items", "shape")

    def __init__(self, items: Iterable[Any], shape: Shape) -> None:
        self.items: tuple[Any, ...] = unify(tuple(items))
        self.shape = shape
        self._weight = 0

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def weight(self) -> int:
        """What an operation on every element costs, in half microseconds."""
        if not self._weight and self.items:
            self._weight = sum(map(numbers.weight, self.items))
        return self._weight

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        """The elements of a vector, the rows of a matrix."""
        return (self.at(i) for i in range(self.shape[0]))

    def at(self, i: int) -> Any:
        """The i-th element or row; IndexError outside."""
        n = self.shape[0]
        if not -n <= i < n:
            raise IndexError(i)
        i %= n
        rest = self.shape[1:]
        if not rest:
            return self.items[i]
        size = prod(rest)
        return Array(self.items[i * size : (i + 1) * size], rest)

    def __getitem__(self, i: int) -> Any:
        return self.at(i)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Array):
            return NotImplemented
        return self.shape == other.shape and self.items == other.items

    def __hash__(self) -> int:
        return hash((self.shape, self.items))

    def __repr__(self) -> str:
        return f"Array({self.tolist()!r})"

    def tolist(self) -> list[Any]:
        """Nested Python lists."""
        if self.ndim == 1:
            return list(self.items)
        return [row.tolist() for row in self]

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        """A NumPy array: int64 where whole and small, else float64; `dtype=object` keeps the exact values."""
        import numpy as np

        if dtype is not None:
            made = np.array(self.items, dtype=object).astype(dtype)
        elif all(isinstance(v, int) for v in self.items):
            made = np.array(self.items)
        else:
            made = np.array([float(v) for v in self.items])
        return made.reshape(self.shape)


def unify(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """One decimal makes all real; one number makes truths count as 0 and 1."""
    kinds = {type(v) for v in items}
    if len(kinds) < 2 or kinds == {Fraction, float}:
        return items
    if kinds <= {bool, int}:
        return tuple(int(v) for v in items)
    if kinds <= {bool, int, Fraction, float}:
        return tuple(Fraction(v) if isinstance(v, int) else v for v in items)
    return items


def stack(items: Sequence[Any]) -> Array | None:
    """Numbers to a vector, equally shaped arrays to an array of one axis more; None where they do not fit."""
    if items and all(isinstance(v, Array) for v in items):
        shape = items[0].shape
        if any(v.shape != shape for v in items):
            return None
        return Array((x for v in items for x in v.items), (len(items), *shape))
    if any(isinstance(v, (Array, str, tuple)) for v in items):
        return None
    return Array(items, (len(items),))


def broadcast(a: Shape, b: Shape) -> Shape | None:
    """The common shape of two operands, axes aligned at the right; None where they do not fit."""
    if a == b or not b:
        return a
    width = max(len(a), len(b))
    a, b = (1,) * (width - len(a)) + a, (1,) * (width - len(b)) + b
    if any(m != n and 1 not in (m, n) for m, n in zip(a, b, strict=True)):
        return None
    return tuple(n if m == 1 else m for m, n in zip(a, b, strict=True))


def spread(a: Any, shape: Shape) -> tuple[Any, ...]:
    """The elements of `a`, or the number, repeated to fill `shape`, which it broadcasts to."""
    if not isinstance(a, Array):
        return (a,) * prod(shape)
    if a.shape == shape:
        return a.items
    own = (1,) * (len(shape) - a.ndim) + a.shape
    offsets = [0]
    stride = len(a.items)
    for n, m in zip(shape, own, strict=True):
        stride //= m or 1
        offsets = [o + (i * stride if m != 1 else 0) for o in offsets for i in range(n)]
    return tuple(a.items[o] for o in offsets)


def shape_of(value: Any) -> Shape:
    """The shape of an array; a number has none."""
    return value.shape if isinstance(value, Array) else ()


def common_shape(values: Iterable[Any]) -> Shape | None:
    """The shape that operands have together; None where they do not fit."""
    shape: Shape | None = ()
    for value in values:
        if shape is not None:
            shape = broadcast(shape, shape_of(value))
    return shape


def zipped(function: Callable[..., Any], *values: Any) -> Array | None:
    """`function` on the elements of its operands, at least one an array; None where the shapes do not fit."""
    shape = common_shape(values)
    if shape is None:
        return None
    return Array(map(function, *(spread(value, shape) for value in values)), shape)


def mapped(function: Callable[[Any], Any], a: Array) -> Array:
    """`function` on every element."""
    return Array(map(function, a.items), a.shape)


def columns(a: Array) -> list[Array]:
    """The columns of a matrix: what adding down axis 0 adds."""
    n = a.shape[1]
    return [Array(a.items[j::n], (a.shape[0],)) for j in range(n)]


def transposed(a: Array) -> Array:
    """Rows to columns."""
    m, n = a.shape
    return Array((a.items[i * n + j] for j in range(n) for i in range(m)), (n, m))


def weight(value: Any) -> int:
    """What going over all of a value once costs, in half microseconds."""
    if isinstance(value, Array):
        return value.weight
    if isinstance(value, tuple):
        return 1 + sum(map(weight, value))
    if isinstance(value, str):
        return 1 + len(value) // 64
    if letters.is_formula(value):
        return letters.weight(value)
    return numbers.weight(value)


def touched(values: Iterable[Any]) -> int:
    """The cost of going over several values once."""
    return sum(map(weight, values))


def met(values: Sequence[Any]) -> int:
    """The cost of going over several values together, element by element, once the smaller ones are repeated."""
    shape = common_shape(values)
    if not shape:
        return touched(values)
    count = prod(shape)
    return sum(weight(v) * count // max(1, len(v.items) if isinstance(v, Array) else 1) for v in values)
