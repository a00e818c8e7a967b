"""Functions that make, join, turn and sort arrays and lists."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import Array, freeze, is_array, is_list, list_items, make_array, shape_of
from dlquiz.language.budget import value_cost, values_cost
from dlquiz.language.numbers import NUMBERS, number_cost
from dlquiz.language.reductions import list_truths, require_array, require_matrix
from dlquiz.language.scalars import require_number, require_whole
from dlquiz.language.values import values_equal

MAX_ELEMENTS = 10_000  # elements that a function makes
MAX_AXES = 8  # of one array or list


# making


def make_range(*ends: Any) -> Array:
    """0 … n−1, or from a up to and without b, by steps; real where one of them is."""
    start, step, count = range_of(ends)
    return make_array([start + i * step for i in range(count)])


def range_of(ends: Sequence[Any]) -> tuple[Any, Any, int]:
    """Start, step and count of a range."""
    start, stop, step = (0, ends[0], 1) if len(ends) == 1 else (*ends, 1)[:3]
    if any(type(require_number(v)) is float for v in (start, stop, step)):
        raise ValueError("exact numbers are needed")
    if step == 0:
        raise ValueError("the step is not 0")
    count = max(0, numbers.ceil(numbers.divide(numbers.subtract(stop, start), step)))
    if count > MAX_ELEMENTS:
        raise ValueError(f"more than {MAX_ELEMENTS:,} elements")
    return (start if all(isinstance(v, int) for v in ends) else numbers.as_real(start)), step, count


def range_cost(values: Sequence[Any]) -> int:
    """A product and a sum for each element."""
    start, step, count = range_of(values)
    return 2 * count * (number_cost(start) + number_cost(step))


def make_onehot(i: Any, n: Any) -> Array:
    """A vector of n zeros with a 1 at index i, counted from 0."""
    index, length = require_whole(i, "the index"), require_whole(n, "the length")
    if not 0 <= index < length <= MAX_ELEMENTS:
        raise ValueError(f"there is no index {index} among {length}")
    return make_array([int(k == index) for k in range(length)])


def read_shape(value: Any) -> tuple[int, ...]:
    """A shape that is given as one size or as a vector of sizes."""
    sizes = tuple(require_whole(size, "a size") for size in (list_items(value) if is_array(value) else [value]))
    if any(size < 0 for size in sizes) or len(sizes) > MAX_AXES:
        raise ValueError(f"a shape has at most {MAX_AXES} sizes, none below 0")
    if prod(sizes) > MAX_ELEMENTS:
        raise ValueError(f"more than {MAX_ELEMENTS:,} elements")
    return sizes


def make_zeros(shape: Any) -> Array:
    """Whole zeros of a shape."""
    return make_array([0] * prod(read_shape(shape)), read_shape(shape))


def make_ones(shape: Any) -> Array:
    """Whole ones of a shape."""
    return make_array([1] * prod(read_shape(shape)), read_shape(shape))


def fill_cost(values: Sequence[Any]) -> int:
    """A number for each element."""
    return prod(read_shape(values[0]))


# asking


def list_sizes(value: Any) -> Array:
    """The sizes of an array, first axis first; a number has none."""
    if not is_array(value):
        require_number(value)
    return make_array(shape_of(value))


def count_items(value: Any) -> int:
    """Elements of a vector or list, rows of a matrix, characters of a text."""
    if is_list(value) or isinstance(value, str):
        return len(value)
    raise TypeError


def all_distinct(*values: Any) -> bool:
    """Whether no two values, or no two elements of one list, are equal."""
    items = list_compared(values)
    if not all(type(item) in NUMBERS for item in items):
        return not any(values_equal(a, b) for i, a in enumerate(items) for b in items[:i])
    ranked = sorted(items)
    return not any(map(numbers.equal, ranked, ranked[1:]))


def list_compared(values: Sequence[Any]) -> list[Any]:
    """The values, or the elements of the one list among them."""
    return list_items(values[0]) if len(values) == 1 and is_list(values[0]) else list(values)


def distinct_cost(values: Sequence[Any]) -> int:
    """Numbers are sorted; anything else is compared pair by pair."""
    items = list_compared(values)
    pairs = not all(type(item) in NUMBERS for item in items)
    return values_cost(items) * (len(items) if pairs else len(items).bit_length())


# joining, turning, sorting


def concatenate(*values: Any) -> Any:
    """Vectors end to end; matrices of equal width below each other; lists of texts."""
    import numpy as np

    if all(isinstance(value, tuple) for value in values):
        return tuple(item for value in values for item in value)
    parts = [require_array(value) for value in values]
    if len({part.shape[1:] for part in parts}) > 1:
        raise ValueError("only the first size may differ")
    return freeze(np.concatenate([part.astype(object) for part in parts]))


def transpose(value: Any) -> Array:
    """Rows to columns; a vector stays as it is."""
    array = require_array(value)
    return array if array.ndim == 1 else require_matrix(array).T


def take_diagonal(value: Any) -> Array:
    """The diagonal of a matrix."""
    return freeze(require_matrix(value).diagonal().copy())


def sort_ascending(value: Any) -> Array:
    """Ascending; of a matrix each row."""
    import numpy as np

    return freeze(np.sort(require_array(value), axis=-1))


def sort_cost(values: Sequence[Any]) -> int:
    """Elements times the depth of sorting."""
    return value_cost(values[0]) * len(list_truths(values[0])).bit_length()
