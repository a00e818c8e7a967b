"""What is asked of any value, be it a number, an array, a text, a list or a formula with letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.language import letters, numbers
from dlquiz.language.arrays import arrays_equal, flatten, is_array
from dlquiz.language.numbers import NUMBERS


def values_equal(a: Any, b: Any) -> bool:
    """Equality of any two values; numbers to 12 digits where they are floats."""
    if type(a) in NUMBERS and type(b) in NUMBERS:
        return numbers.equal(a, b)
    if is_array(a) and is_array(b):
        return bool(a.shape == b.shape) and all(map(numbers.equal, flatten(a), flatten(b)))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(values_equal, a, b))
    return type(a) is type(b) and bool(a == b)


def values_identical(a: Any, b: Any) -> bool:
    """Whether two values are the very same, digit by digit and type by type; of arrays the numbers count."""
    if is_array(a) and is_array(b):
        return arrays_equal(a, b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(values_identical, a, b))
    return type(a) is type(b) and bool(a == b)


def is_worded(value: Any) -> bool:
    """Whether a value is a text or a list of texts, which are shown as words, not as mathematics."""
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(item, str) for item in value))


def list_elements(value: Any) -> Sequence[Any]:
    """The elements of an array or a list; of a number itself."""
    return flatten(value) if is_array(value) else value if isinstance(value, tuple) else (value,)


def list_floats(value: Any) -> tuple[float, ...] | None:
    """The elements of a number, array or list as floats; None where they are not numbers, or too large."""
    items = list_elements(value)
    if not all(type(item) in NUMBERS for item in items):
        return None
    try:
        return tuple(map(float, items))
    except OverflowError:
        return None


def count_elements(value: Any) -> int:
    """How many elements an array or a list has; anything else is one."""
    if is_array(value):
        return int(value.size)
    return len(value) if isinstance(value, tuple) else 1


def nesting_depth(value: Any) -> int:
    """How deep the lists in a value go."""
    if isinstance(value, tuple):
        return 1 + max(map(nesting_depth, value), default=0)
    return int(value.ndim) if is_array(value) else 0


def describe_shape(value: Any) -> str:
    """A shape as people write it: 2×3."""
    return "×".join(map(str, value.shape)) if is_array(value) else "number"


def describe_value(value: Any) -> str:
    """What a value is, for messages."""
    if is_array(value):
        return f"an array of shape {describe_shape(value)}"
    if letters.is_formula(value):
        return "a formula with letters"
    if isinstance(value, (str, tuple)):
        return "a text" if isinstance(value, str) else "a list"
    return "a truth" if isinstance(value, bool) else "a number"
