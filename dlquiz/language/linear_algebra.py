"""Products of vectors and matrices, inverses, determinants, equations, eigenvalues: exact where they can be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from dlquiz.language import numbers
from dlquiz.language.arrays import Array, flatten, fold, freeze, is_array, make_array, map_elements
from dlquiz.language.budget import value_cost
from dlquiz.language.numbers import number_cost
from dlquiz.language.reductions import list_truths, require_array, require_elements, require_matrix

MAX_CONDITION = 1e12  # of a matrix of floats; what is worse has no inverse to 12 digits
MAX_EIGEN_SIDE = 8  # of a matrix whose eigenvalues are asked for
EIGEN_COST = 20_000  # half microseconds for the roots of a characteristic polynomial
IMAGINARY = 1e-9  # the imaginary part, next to the largest eigenvalue, that floats leave of a real one
SINGULAR = "the matrix has no inverse"


# products


def dot(a: Any, b: Any) -> Any:
    """Vector·vector a number, matrix·vector and vector·matrix a vector, matrix·matrix a matrix."""
    left, right = require_array(a), require_array(b)
    if left.ndim > 2 or right.ndim > 2:
        raise ValueError("only vectors and matrices can be multiplied")
    if left.shape[-1] != right.shape[0]:
        raise ValueError(f"the sizes {left.shape[-1]} and {right.shape[0]} do not fit")
    rows = left[:, np.newaxis, :] if left.ndim == right.ndim == 2 else left
    return fold(numbers.add, map_elements(numbers.multiply, rows, right.T), axis=-1, initial=0)


def dot_cost(values: Sequence[Any]) -> int:
    """Every row meets every column."""
    a, b = values
    if not is_array(a) or not is_array(b):
        return 1
    columns, rows = (b.shape[1] if b.ndim == 2 else 1), (a.shape[0] if a.ndim == 2 else 1)
    return 2 * (value_cost(a) * columns + value_cost(b) * rows)


def outer(a: Any, b: Any) -> Array:
    """Every element of one vector times every element of another: a matrix."""
    left, right = require_array(a), require_array(b)
    if left.ndim != 1 or right.ndim != 1:
        raise ValueError("two vectors are needed")
    return map_elements(numbers.multiply, left[:, np.newaxis], right)


def outer_cost(values: Sequence[Any]) -> int:
    """Every element meets every other."""
    a, b = values
    return value_cost(a) * len(list_truths(b)) + value_cost(b) * len(list_truths(a))


def norm(value: Any) -> Any:
    """The Euclidean length: √Σx²; of a matrix the Frobenius norm."""
    squares = map_elements(lambda v: numbers.multiply(v, v), require_array(value))
    return numbers.square_root(fold(numbers.add, squares, initial=0))


def softmax(value: Any) -> Array:
    """e^z / Σ e^z: of a vector, or of each row of a matrix; the largest z is taken off first, against overflow."""
    if require_elements(value, "softmax").ndim > 2:
        raise ValueError("softmax is of a vector, or of each row of a matrix")
    floats = value.astype(float)
    powers = np.exp(floats - floats.max(axis=-1, keepdims=True))
    return freeze(powers / powers.sum(axis=-1, keepdims=True))


# systems of equations


def require_square(value: Any) -> Array:
    """The value, which is a matrix with as many rows as columns."""
    rows, columns = require_matrix(value).shape
    if rows != columns or not rows:
        raise ValueError(f"a square matrix is needed, not one of {rows}×{columns}")
    return value  # type: ignore[no-any-return]


def solve(a: Any, b: Any) -> Array:
    """x of a @ x = b, for a square matrix a and a vector or matrix b; real."""
    left, right = require_square(a), require_array(b)
    if right.ndim > 2 or len(right) != len(left):
        raise ValueError(f"{len(left)} equations need as many right sides, not {len(right)}")
    if left.dtype.kind == "f" or right.dtype.kind == "f":
        return freeze(np.linalg.solve(require_regular(left), right.astype(float)))
    det, solution = eliminate(left, right.reshape(len(left), -1))
    if not det:
        raise ValueError("the equations have no single solution: the determinant is 0")
    return map_elements(numbers.bound, solution.reshape(right.shape))


def inverse(a: Any) -> Array:
    """The inverse of a square matrix; real."""
    matrix = require_square(a)
    if matrix.dtype.kind == "f":
        return freeze(np.linalg.inv(require_regular(matrix)))
    det, solution = eliminate(matrix, np.eye(len(matrix), dtype=int))
    if not det:
        raise ValueError(SINGULAR)
    return map_elements(numbers.bound, solution)


def determinant(a: Any) -> Any:
    """The determinant of a square matrix; whole where the matrix is."""
    matrix = require_square(a)
    if matrix.dtype.kind == "f":
        return numbers.bound(float(np.linalg.det(matrix)))
    det, _ = eliminate(matrix, np.zeros((len(matrix), 0), dtype=int))
    return numbers.bound(int(det) if isinstance(matrix[0, 0], int) else det)


def require_regular(matrix: Array) -> Array:
    """A matrix in floats, which can be inverted."""
    floats: Array = matrix.astype(float)
    if not np.linalg.cond(floats) < MAX_CONDITION:
        raise ValueError(SINGULAR)
    return floats


def eliminate(left: Array, right: Array) -> tuple[Fraction, Array]:
    """Gauss and Jordan, exact: the determinant of `left`, and x of left @ x = right unless that is 0."""
    work = np.concatenate([left, right], axis=1).astype(object) * Fraction(1)
    side, det = len(left), Fraction(1)
    for k in range(side):
        pivot = next((i for i in range(k, side) if work[i, k]), None)
        if pivot is None:
            return Fraction(0), right
        if pivot != k:
            work[[k, pivot]] = work[[pivot, k]]
            det = -det
        det *= work[k, k]
        work[k] = work[k] / work[k, k]
        others = np.arange(side) != k
        work[others] -= np.outer(work[others, k], work[k])
    return det, work[:, side:]


def elimination_cost(values: Sequence[Any]) -> int:
    """A product and a difference for each pivot and element, of numbers that grow as the determinant does."""
    side = len(require_matrix(values[0]))
    width = sum(value.shape[-1] if is_array(value) and value.ndim == 2 else 1 for value in values)
    return 2 * side * side * max(width, 2 * side) * growth_cost(values, side)


def growth_cost(values: Sequence[Any], side: int) -> int:
    """What an operation costs on a number as long as a product of `side` elements."""
    elements = [element for value in values if is_array(value) for element in flatten(value)]
    longest = max((number_bits(element) for element in elements), default=1)
    return number_cost(Fraction(1, 1 << min(side * longest, 1 << 20)))


def number_bits(value: Any) -> int:
    """The binary digits of an exact number, above and below the bar."""
    return 64 if isinstance(value, float) else value.numerator.bit_length() + value.denominator.bit_length()


# eigenvalues


def eigenvalues(a: Any) -> Array:
    """The eigenvalues of a square matrix, ascending, each as often as it counts; ValueError where some are complex.

    Exact where they are rational and the matrix is exact; else floats.
    """
    matrix = require_square(a)
    if len(matrix) > MAX_EIGEN_SIDE:
        raise ValueError(f"eigenvalues are found of at most {MAX_EIGEN_SIDE}×{MAX_EIGEN_SIDE} matrices")
    if matrix.dtype.kind == "f":
        found = float_eigenvalues(matrix)
    elif len(matrix) <= 2:
        found = small_eigenvalues(matrix)
    else:
        found = real_roots(characteristic_polynomial(matrix))
    if len(found) < len(matrix):
        raise ValueError("some eigenvalues are complex")
    return map_elements(numbers.bound, make_array(sorted(map(numbers.as_real, found))))


def eigenvalues_cost(values: Sequence[Any]) -> int:
    """As many products of matrices as there are rows, and the roots of a polynomial."""
    side = min(len(require_matrix(values[0])), MAX_EIGEN_SIDE)
    return side**4 * growth_cost(values, side) + (EIGEN_COST if side > 2 else 0)


def float_eigenvalues(matrix: Array) -> list[Any]:
    """The real eigenvalues of a matrix of floats."""
    if np.allclose(matrix, matrix.T, rtol=numbers.SLACK, atol=0):
        return np.linalg.eigvalsh(matrix).tolist()  # type: ignore[no-any-return]
    found = np.linalg.eigvals(matrix)
    return [float(value.real) for value in found if abs(value.imag) <= IMAGINARY * np.abs(found).max()]


def small_eigenvalues(matrix: Array) -> list[Any]:
    """The real eigenvalues of a 1×1 or 2×2 matrix: (a + d)/2 ± √(((a − d)/2)² + bc)."""
    if len(matrix) == 1:
        return flatten(matrix)
    a, b, c, d = map(Fraction, flatten(matrix))
    square = ((a - d) / 2) ** 2 + b * c
    if square < 0:
        return []
    root = numbers.square_root(square)
    return [(a + d) / 2 - root, (a + d) / 2 + root]


def characteristic_polynomial(matrix: Array) -> list[Fraction]:
    """The coefficients of det(x·I − A), the highest power first (Faddeev and LeVerrier)."""
    side = len(matrix)
    exact, identity = matrix * Fraction(1), np.eye(side, dtype=int).astype(object)
    coefficients, product = [Fraction(1)], exact
    for k in range(1, side + 1):
        coefficients.append(-product.trace() / k)
        product = exact @ (product + coefficients[-1] * identity)
    return coefficients


def real_roots(coefficients: Sequence[Fraction]) -> list[Any]:
    """The real roots of a polynomial, each as often as it counts: exact where they are rational."""
    from sympy import Poly, Rational, Symbol

    exact = [Rational(c.numerator, c.denominator) for c in coefficients]
    roots = Poly(exact, Symbol("x")).real_roots(radicals=False)
    return [Fraction(int(r.p), int(r.q)) if r.is_Rational else float(r.evalf(17)) for r in roots]
