"""Functions that make less of an array: sums, means, the largest, and running sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import Array, common_shape, flatten, fold, freeze, is_array, map_elements
from dlquiz.language.scalars import apply_elementwise, larger, require_number, require_whole, smaller


def require_array(value: Any) -> Array:
    """The value, which is an array; TypeError for anything else."""
    if is_array(value):
        return value
    raise TypeError


def require_matrix(value: Any) -> Array:
    """The value, which is an array of two axes."""
    if require_array(value).ndim != 2:
        raise ValueError("a matrix is needed: two axes")
    return value  # type: ignore[no-any-return]


def require_elements(value: Any, what: str) -> Array:
    """The value, which is an array that has elements."""
    if not require_array(value).size:
        raise ValueError(f"{what} of nothing")
    return value  # type: ignore[no-any-return]


def matrix_axis(value: Any, axis: Any) -> int | None:
    """The axis of a matrix, 0 or 1 (-1 is the last); None where none is given: then all elements count."""
    if axis is None:
        require_array(value)
        return None
    require_matrix(value)
    number = require_whole(axis, "an axis")
    if number not in (0, 1, -1):
        raise ValueError("a matrix has the axes 0 and 1")
    return number % 2


# sums and products


def add_up(value: Any, axis: Any = None) -> Any:
    """Sum of all elements, or along an axis of a matrix."""
    return fold(numbers.add, value, matrix_axis(value, axis), initial=0)


def multiply_up(value: Any, axis: Any = None) -> Any:
    """Product of all elements, or along an axis of a matrix."""
    return fold(numbers.multiply, value, matrix_axis(value, axis), initial=1)


def average(value: Any, axis: Any = None) -> Any:
    """Mean of all elements, or along an axis of a matrix; real."""
    along = matrix_axis(value, axis)
    count = value.size if along is None else value.shape[along]
    if not count:
        raise ValueError("the mean of nothing")
    return apply_elementwise(numbers.divide, add_up(value, axis), int(count))


def accumulate(value: Any, axis: Any = None) -> Array:
    """Running sums along a vector or an axis of a matrix; without an axis of all elements, row by row."""
    return run_along(numbers.add, value, axis)


def accumulate_products(value: Any, axis: Any = None) -> Array:
    """Running products, as `accumulate`."""
    return run_along(numbers.multiply, value, axis)


def run_along(function: Callable[[Any, Any], Any], value: Any, axis: Any) -> Array:
    """What a function of two makes of the elements so far, along an axis."""
    import numpy as np

    along = matrix_axis(value, axis)
    line = value.ravel() if along is None else value
    numbers_only = map_elements(numbers.add, line, 0)  # truths count as 0 and 1
    return freeze(np.frompyfunc(function, 2, 1).accumulate(numbers_only.astype(object), axis=along or 0))


# largest and smallest


def reduction_or_elementwise(function: Callable[[Any, Any], Any], what: str) -> Callable[..., Any]:
    """Of one array its elements taken together; of several values element by element."""

    def apply(*values: Any) -> Any:
        if len(values) == 1:
            return fold(function, require_elements(values[0], what))
        if common_shape(values) is None:
            raise ValueError("the shapes do not fit")
        return reduce(lambda a, b: apply_elementwise(function, a, b), values)

    return apply


largest = reduction_or_elementwise(larger, "the largest")
smallest = reduction_or_elementwise(smaller, "the smallest")


def index_of_largest(value: Any) -> int:
    """The index of the largest element; of ties the first."""
    items = flatten(require_elements(value, "the largest"))
    return reduce(lambda best, i: i if numbers.less(items[best], items[i]) else best, range(len(items)))


# truths


def list_truths(value: Any) -> Sequence[Any]:
    """The elements of an array, or the one truth itself."""
    return flatten(value) if is_array(value) else (require_number(value),)


def any_true(value: Any) -> bool:
    """Whether one element is true."""
    return any(list_truths(value))


def all_true(value: Any) -> bool:
    """Whether every element is true."""
    return all(list_truths(value))
