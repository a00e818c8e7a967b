"""Inverses, determinants, systems and eigenvalues: exact, and against NumPy's algorithms in floats."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import quick

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import Array, flatten, make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula

F = Fraction
numbers = st.integers(-6, 6) | st.builds(F, st.integers(-9, 9), st.integers(1, 4))


def value(text: str, **scope: Any) -> Any:
    return evaluate(read_formula(text), scope, text=text)


@st.composite
def squares(draw: st.DrawFn, most: int = 4, element: st.SearchStrategy[Any] = numbers) -> Array:
    side = draw(st.integers(1, most))
    return make_array(draw(st.lists(element, min_size=side**2, max_size=side**2)), (side, side))


def floats(array: Any) -> Any:
    return np.array(array.tolist(), dtype=float)


def leibniz(m: Array) -> Any:
    """Σ over permutations of sign · product."""
    total = 0
    for order in permutations(range(len(m))):
        sign = (-1) ** sum(a > b for i, a in enumerate(order) for b in order[i + 1 :])
        total += sign * math.prod(m[i, j] for i, j in enumerate(order))
    return total


@quick
@given(squares())
def test_determinants_are_exact(m: Array) -> None:
    found = value("det(M)", M=m)
    assert found == leibniz(m)
    assert type(found) is (int if isinstance(m[0, 0], int) else F)


@quick
@given(squares())
def test_inverses_are_exact(m: Array) -> None:
    if leibniz(m) == 0:
        with pytest.raises(FormulaError, match="no inverse"):
            value("inv(M)", M=m)
        return
    found = value("inv(M)", M=m)
    assert (value("M @ A", M=m, A=found) == np.eye(len(m), dtype=int)).all()
    assert {type(item) for item in flatten(found)} == {F}


@quick
@given(squares(), st.data())
def test_systems_are_solved_exactly(m: Array, data: st.DataObject) -> None:
    assume(leibniz(m) != 0)
    for shape in ((len(m),), (len(m), 2)):
        size = math.prod(shape)
        b = make_array(data.draw(st.lists(numbers, min_size=size, max_size=size)), shape)
        x = value("solve(M, b)", M=m, b=b)
        assert x.shape == shape
        assert (value("M @ x", M=m, x=x) == b).all()


@quick
@given(squares(5, st.integers(-6, 6)))
def test_floats_agree_with_numpy(m: Array) -> None:
    x = floats(m) + math.pi / 100
    assume(np.linalg.cond(x) < 1e6)
    scope = {"M": make_array(x.tolist())}
    assert math.isclose(value("det(M)", **scope), np.linalg.det(x), rel_tol=1e-9, abs_tol=1e-9)
    np.testing.assert_allclose(value("inv(M)", **scope), np.linalg.inv(x), rtol=1e-7, atol=1e-9)
    ones = value("solve(M, ones(n))", **scope, n=len(m))
    np.testing.assert_allclose(ones, np.linalg.solve(x, np.ones(len(m))), rtol=1e-7, atol=1e-9)


@quick
@given(squares(5, st.integers(-4, 4)))
def test_eigenvalues_of_symmetric_matrices(m: Array) -> None:
    symmetric = value("M + transpose(M)", M=m)
    found = value("eigvals(M)", M=symmetric)
    np.testing.assert_allclose(floats(found), np.linalg.eigvalsh(floats(symmetric)), rtol=1e-9, atol=1e-9)


@quick
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=4), st.data())
def test_eigenvalues_are_found_as_often_as_they_count(wanted: list[int], data: st.DataObject) -> None:
    """Also where a matrix has too few eigenvectors, so that floats would be off by far, or complex."""
    n = len(wanted)
    above = [[data.draw(st.integers(-3, 3)) if j > i else wanted[i] * (i == j) for j in range(n)] for i in range(n)]
    base = make_array(data.draw(st.lists(st.integers(-3, 3), min_size=n * n, max_size=n * n)), (n, n))
    assume(leibniz(base) != 0)
    m = value("P @ T @ inv(P)", P=base, T=make_array(above))
    assert flatten(value("eigvals(M)", M=m)) == sorted(wanted)


EIGENVALUES = {
    "eigvals([[2, 1], [1, 2]])": [1, 3],
    "eigvals([[1, 2], [2, 1]])": [-1, 3],
    "eigvals([[3, 1], [-1, 1]])": [2, 2],
    "eigvals([[0, 2], [1, 0]])": [-math.sqrt(2), math.sqrt(2)],
    "eigvals([[5]])": [5],
    "eigvals([[2, 0, 0], [0, 3, 4], [0, 4, 9]])": [1, 2, 11],
    "eigvals([[0.5, 0], [0, 1/3]])": [F(1, 3), F(1, 2)],
}


@pytest.mark.parametrize(("text", "wanted"), EIGENVALUES.items())
def test_eigenvalues(text: str, wanted: list[Any]) -> None:
    found = value(text)
    assert value("all(found == wanted)", found=found, wanted=make_array(wanted))
    assert not found.flags.writeable


FAULTS = {
    "eigvals([[0, -1], [1, 0]])": "some eigenvalues are complex",
    "eigvals([[0, -1, 0], [1, 0, 0], [0, 0, 1]])": "some eigenvalues are complex",
    "eigvals([[0, -exp(0)], [1, 0]])": "some eigenvalues are complex",
    "inv([[1, 2], [2, 4]])": "no inverse",
    "inv([[exp(1), 2*exp(1)], [1, 2]])": "no inverse",
    "solve([[1, 2], [2, 4]], [1, 1])": "no single solution",
    "solve([[1, 2], [3, 4]], [1, 1, 1])": "2 equations need as many right sides, not 3",
    "det([[1, 2, 3], [4, 5, 6]])": "a square matrix is needed, not one of 2×3",
    "det([1, 2])": "a matrix is needed",
    "eigvals(outer(range(9), range(9)))": "at most 8×8",
    "inv(outer(range(90), range(90)) + 1/7)": "too long",
    "det(outer(range(9), range(9)) + (1/3)**2000)": "too long",
}


@pytest.mark.parametrize(("text", "says"), FAULTS.items())
def test_faults_of_matrices(text: str, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        value(text)
    assert says in caught.value.message
