"""NumPy's arrays as formulas hold them: by content, read-only, and without NumPy's surprises."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz.language import numbers
from dlquiz.language.arrays import (
    OF_REALS,
    array_or_tuple,
    arrays_equal,
    common_shape,
    flatten,
    fold,
    freeze,
    hashable,
    is_array,
    is_list,
    list_items,
    make_array,
    map_elements,
    pick,
    to_list,
)
from dlquiz.language.scalars import apply_elementwise
from dlquiz.language.values import values_equal, values_identical
from dlquiz.model import AnswerKey, Verdict

F = Fraction
CONTENTS = {
    "whole": ([1, 2], [int, int]),
    "truths": ([True, False], [bool, bool]),
    "truths and a number": ([True, 2], [int, int]),
    "one real makes all real": ([1, F(1, 2)], [F, F]),
    "one float makes all floats": ([1, F(1, 2), 0.5], [float, float, float]),
    "huge": ([10**300, -(10**300)], [int, int]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("items", "types"), CONTENTS.values(), ids=CONTENTS)
def test_an_array_is_of_one_type_by_its_content(items: list[Any], types: list[type]) -> None:
    array = make_array(items)
    assert array.dtype == (np.float64 if float in types else object)
    assert [type(item) for item in flatten(array)] == types
    assert to_list(array) == items
    with pytest.raises(ValueError, match="read-only"):
        array[:] = 0


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.bool_, np.float32])
def test_arrays_of_other_types_become_exact_or_double(dtype: Any) -> None:
    array = freeze(np.ones((2, 2), dtype=dtype))
    assert array.dtype == (np.float64 if dtype is np.float32 else object)
    assert {type(item) for item in flatten(array)} <= {int, bool, float}


def test_whole_numbers_do_not_overflow() -> None:
    assert flatten(map_elements(numbers.multiply, make_array([2**62]), 4)) == [2**64]
    assert fold(numbers.add, make_array([2**63 - 1, 1])) == 2**63


def test_elements_are_numbers_of_python() -> None:
    floats = make_array([[0.5, 1.5]])
    assert type(pick(floats, (0, 1))) is float
    assert [type(item) for item in list_items(floats[0])] == [float, float]
    assert [type(row) for row in list_items(floats)] == [np.ndarray]
    assert type(fold(numbers.add, floats)) is float
    assert type(pick(make_array([F(1, 2)]), (0,))) is F
    assert not pick(floats, (slice(0, 1),)).flags.writeable
    assert not fold(numbers.add, floats, 0).flags.writeable


def test_arrays_of_one_shape_become_an_array_and_anything_else_a_tuple() -> None:
    row = make_array([1, 2])
    assert to_list(array_or_tuple([row, make_array([F(1, 2), F(3)])])) == [[1, 2], [F(1, 2), 3]]
    assert array_or_tuple(["a", 1]) == ("a", 1)
    assert isinstance(array_or_tuple([row, make_array([1])]), tuple)
    assert isinstance(array_or_tuple([row, 1]), tuple)
    assert is_list(("a",)) and is_list(row) and not is_list("a") and not is_array(("a",))


def test_shapes_that_do_not_fit() -> None:
    assert common_shape([1, make_array([1, 2]), make_array([[1], [2]])]) == (2, 2)
    assert common_shape([make_array([1, 2]), make_array([1, 2, 3])]) is None
    with pytest.raises(ValueError, match="do not fit"):
        apply_elementwise(numbers.add, make_array([1, 2]), make_array([1, 2, 3]))


def test_equality_and_keys() -> None:
    a, b, column = make_array([1, 2]), make_array([F(1), F(2)]), make_array([[1], [2]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert arrays_equal(a, b) and not arrays_equal(a, column) and not arrays_equal(a, make_array([1, 2, 3]))
        assert values_equal(a, make_array([1.0, 2 + 1e-15])) and not values_identical(a, make_array([1.0, 2 + 1e-15]))
        assert not values_equal(a, 1) and not values_identical(a, (1, 2))
    assert hashable(a) == hashable(b) != hashable(column)
    assert hash(hashable(("a", a))) == hash(hashable(("a", b)))
    assert hashable(a) != hashable((1, 2))


reals = st.floats(-1e308, 1e308) | st.sampled_from([0.0, -0.0, 1e-320, 9.9e307, -9.9e307])
vectors = st.lists(reals, min_size=2, max_size=2).map(make_array)
others = reals | vectors | st.integers(-9, 9) | st.fractions() | st.sampled_from([10**400, F(10**400, 3), True])


@settings(max_examples=300, deadline=None)
@given(vectors, others, st.booleans(), st.sampled_from(sorted(OF_REALS.values())))
def test_reals_are_computed_at_once_as_they_are_one_by_one(array: Any, other: Any, swap: bool, name: str) -> None:
    function = {name: function for function, name in OF_REALS.items()}[name]
    operands = (other, array) if swap else (array, other)

    def list_results(compute: Callable[[], Any]) -> Any:
        try:
            made = compute()
        except ValueError as error:
            return str(error)
        return [(type(item), repr(item)) for item in made.tolist()]

    one_by_one = np.frompyfunc(function, 2, 1)
    expected = list_results(lambda: freeze(one_by_one(*operands)))
    assert list_results(lambda: map_elements(function, *operands)) == expected


def test_records_with_arrays_are_compared() -> None:
    one, same, other = (AnswerKey("vector", make_array(items)) for items in ([1, 2], [1, 2], [1, 3]))
    assert one == same
    assert one != other
    assert Verdict("right", 1.0, value=make_array([])) == Verdict("right", 1.0, value=make_array([]))
    assert AnswerKey("vector", make_array([1])) != AnswerKey("vector", make_array([1, 2]))
    assert AnswerKey("vector", make_array([1, 2])) != AnswerKey("vector", (1, 2))


def test_asking_imports_nothing() -> None:
    code = (
        "import sys; from dlquiz.language.arrays import is_array, is_list; from dlquiz.language.formula import Formula\n"
        "assert not is_array(1) and is_list((1,))\n"
        "assert Formula('max(1, 2) + round(2.5) + sigmoid(0)*(2 in [1, 2])').value({}) == 5.5\n"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
