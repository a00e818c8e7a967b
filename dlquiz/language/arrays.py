"""NumPy's arrays as formulas hold them: read-only; `dtype=object` with int, Fraction or bool while exact, else float64.

This module keeps what is surprising about NumPy: `==` gives an array (and warns where the shapes differ), arrays do
not hash, indexing and iterating give NumPy's own numbers, int64 overflows silently.  NumPy is imported with the first
array.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast

from dlquiz.language import numbers
from dlquiz.language.numbers import NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"
Shape = tuple[int, ...]
MAX_REAL = float(numbers.MAX_MAGNITUDE)


def is_array(value: object) -> TypeGuard[Array]:
    """Whether a value is an array; by the name of its type, so that asking imports nothing and costs little."""
    return type(value).__name__ == "ndarray"


def is_list(value: object) -> bool:
    """Whether a value is an array, or a list of texts or of anything else."""
    return isinstance(value, tuple) or is_array(value)


# making


def make_array(items: Sequence[Any], shape: Shape | None = None) -> Array:
    """An array of numbers, or of arrays of one shape; with `shape` the numbers are laid out row by row."""
    import numpy as np

    array = np.array(items, dtype=object)
    return freeze(array if shape is None else array.reshape(shape))


def array_or_tuple(items: Sequence[Any]) -> Array | tuple[Any, ...]:
    """An array where the items are numbers, or arrays of one shape; else a tuple of them."""
    if all(type(item) in NUMBERS for item in items):
        return make_array(items)
    if all(map(is_array, items)) and len({item.shape for item in items}) == 1:
        return make_array(items)
    return tuple(items)


def freeze(array: Array) -> Array:
    """The array by its content, read-only: float64 where an element is a float, else exact.

    One real number makes all of them real; one number makes truths count as 0 and 1.
    """
    if array.dtype.kind != "O":
        array = array.astype(float if array.dtype.kind == "f" else object)
    else:
        kinds = set(map(type, array.flat))
        if len(kinds) > 1 or float in kinds:
            array = unify(array, kinds)
    array.setflags(write=False)
    return array


def unify(array: Array, kinds: set[type]) -> Array:
    """The elements of an array, which are of these types, as one type."""
    import numpy as np

    if float in kinds:
        return array.astype(float)
    return cast("Array", np.frompyfunc(Fraction if Fraction in kinds else int, 1, 1)(array))


# taking apart


def to_list(array: Array) -> list[Any]:
    """Nested lists of Python's numbers."""
    return array.tolist()  # type: ignore[no-any-return]


def flatten(array: Array) -> list[Any]:
    """All elements as Python's numbers, row by row."""
    return array.ravel().tolist()


def list_items(value: Array | Iterable[Any]) -> list[Any]:
    """The elements of a vector as Python's numbers, the rows of a matrix, the items of any other list."""
    return value.tolist() if is_array(value) and value.ndim == 1 else list(value)


def pick(array: Array, keys: tuple[int | slice, ...]) -> Any:
    """The part of an array that the keys name, first axis first; an element as Python's number."""
    part = array[keys]
    return part if is_array(part) else float(part) if array.dtype.kind == "f" else part


# element by element


def map_elements(function: Callable[..., Any], *values: Any) -> Array:
    """`function` on the elements of its operands, at least one an array, whose shapes fit."""
    import numpy as np

    given = [value for value in values if is_array(value)]
    if function in OF_REALS and all(array.dtype.kind == "f" for array in given):
        made = combine_reals(OF_REALS[function], *values)
        if made is not None:
            return made
    return freeze(np.frompyfunc(function, len(values), 1)(*values))


OF_REALS: dict[object, str] = {
    numbers.add: "add", numbers.subtract: "subtract", numbers.multiply: "multiply", numbers.divide: "divide",
}  # fmt: skip
"""Operations in which NumPy and Python round alike, by their names in NumPy."""


def combine_reals(operation: str, *values: Any) -> Array | None:
    """An operation on arrays of floats and numbers, all at once.

    None where there are no elements, or where one does not go on, which has to be told.
    """
    import numpy as np

    try:
        reals = [value if is_array(value) else float(value) for value in values]
    except OverflowError:
        return None
    with np.errstate(all="ignore"):
        made = getattr(np, operation)(*reals) + 0.0  # a zero goes on without a sign
        return freeze(made) if made.size and (np.abs(made) < MAX_REAL).all() else None


def fold(function: Callable[[Any, Any], Any], array: Array, axis: int | None = None, initial: Any = None) -> Any:
    """`function` from element to element along an axis, or through all of them: what is left is one axis less.

    `initial` comes before the first element; without it nothing is made of an empty array (ValueError).
    """
    import numpy as np

    line = (array.ravel() if axis is None else array).astype(object)
    start = {} if initial is None else {"initial": initial}
    left = np.frompyfunc(function, 2, 1).reduce(line, axis=axis or 0, **start)
    return freeze(left) if is_array(left) else left


def shape_of(value: Any) -> Shape:
    """The shape of an array; a number has none."""
    return value.shape if is_array(value) else ()


def common_shape(values: Iterable[Any]) -> Shape | None:
    """The shape that operands have together, by NumPy's rules of broadcasting; None where they do not fit."""
    shapes = {value.shape for value in values if is_array(value)}
    if len(shapes) < 2:
        return next(iter(shapes), ())
    import numpy as np

    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        return None


# comparing


def arrays_equal(a: Array, b: Array) -> bool:
    """Whether two arrays have the same shape and exactly the same numbers."""
    return bool(a.shape == b.shape) and flatten(a) == flatten(b)


def hashable(value: Any) -> Hashable:
    """What stands for a value among the keys of a mapping: the same for equal values."""
    if is_array(value):
        return "array", value.shape, *flatten(value)
    return tuple(map(hashable, value)) if isinstance(value, tuple) else value
