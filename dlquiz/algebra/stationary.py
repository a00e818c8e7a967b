"""Where the slope of a function is 0: by algebra for polynomials in one letter and for linear slopes, else by search.

What is searched is bounded: signs on a grid in one letter, Newton's method from a grid of starts in several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any, NamedTuple

import sympy

from dlquiz import tree
from dlquiz.algebra.calculus import find_roots
from dlquiz.algebra.expressions import symbol, to_number, to_sympy
from dlquiz.algebra.slopes import differentiate_tree

Point = dict[str, Any]
Compute = Callable[[tree.Node, Mapping[str, Any]], Any]  # the value of a formula at a point; None where it has none
SPAN = 10  # of the search on both sides of 0
GRID = 400  # places on it, in one letter
STARTS = (-2.1, -0.6, 0.15, 0.7, 1.9)  # of Newton's method, by each letter
MAX_STARTS = 64
PASSES = 25  # of Newton's method
HALVINGS = 60
MAX_LETTERS = 4  # by which points are searched
ZERO = 1e-9
SAME = 1e-6
DENOMINATOR = 60  # of a fraction that is tried in place of a float
MINIMUM, MAXIMUM, SADDLE, PASSES_THROUGH, FLAT = "minimum", "maximum", "saddle", "inflection", "flat"


class StationaryPoint(NamedTuple):
    """A place where all slopes are 0, what it is, and the largest eigenvalue of the Hessian there."""

    at: Point
    kind: str
    curvature: Any


class Stationary(NamedTuple):
    """The points that were found, and what was not looked for or found, in a sentence; empty where these are all."""

    points: list[StationaryPoint]
    missing: str


def find_stationary(
    function: tree.Node, slopes: Mapping[str, tree.Node], compute: Compute, starts: Sequence[Point]
) -> Stationary:
    """The stationary points of a function with these slopes; the search begins at `starts` too."""
    letters = list(slopes)
    seconds = {(a, b): differentiate_tree(slopes[a], b) for a in letters for b in letters}
    found, missing = list_points(slopes, seconds, compute, starts)
    kinds = [classify_point(slopes, seconds, compute, point) for point in found]
    return Stationary(kinds, missing)


def list_points(
    slopes: Mapping[str, tree.Node],
    seconds: Mapping[tuple[str, str], tree.Node],
    compute: Compute,
    starts: Sequence[Point],
) -> tuple[list[Point], str]:
    """The places, and what may be missing."""
    letters = list(slopes)
    if all(not tree.names(second) & set(letters) for second in seconds.values()):
        return solve_linear(slopes)
    if len(letters) == 1:
        (letter,) = letters
        try:
            expression = to_sympy(slopes[letter], letters)
            return [{letter: root} for root in find_roots(expression, symbol(letter))], ""
        except ValueError as error:
            if "no real root" in str(error):
                return [], ""
        roots = [
            exact_root(slopes[letter], letter, root, compute) for root in scan_roots(slopes[letter], letter, compute)
        ]
        return [{letter: root} for root in roots], f"Points beyond ±{SPAN} were not looked for."
    if len(letters) > MAX_LETTERS:
        return [], f"Stationary points are looked for in up to {MAX_LETTERS} letters."
    return search_points(slopes, seconds, compute, starts), "There may be more: these were found by search."


def solve_linear(slopes: Mapping[str, tree.Node]) -> tuple[list[Point], str]:
    """The only point where linear slopes are 0; none where there is none, or a line of them."""
    letters = list(slopes)
    unknowns = [symbol(letter) for letter in letters]
    equations = [to_sympy(slope, letters) for slope in slopes.values()]
    matrix, right = sympy.linear_eq_to_matrix(equations, unknowns)
    if matrix.det().is_zero is not False:
        return [], "The slopes are 0 nowhere, or along a whole line."
    values = matrix.LUsolve(right)
    return [{letter: to_number(value) for letter, value in zip(letters, values, strict=True)}], ""


def scan_roots(slope: tree.Node, letter: str, compute: Compute) -> Iterator[float]:
    """The places where the sign of the slope changes through 0."""
    places = [-SPAN + 2 * SPAN * (i + 0.5 / 3) / GRID for i in range(GRID)]
    values = [compute(slope, {letter: place}) for place in places]
    for i in range(GRID - 1):
        low, high = values[i], values[i + 1]
        if low is not None and high is not None and (low < 0) != (high < 0):
            root = halve_interval(slope, letter, places[i], places[i + 1], compute)
            value = compute(slope, {letter: root})
            if value is not None and abs(value) <= SAME * max(1.0, abs(low), abs(high)):
                yield root


def halve_interval(slope: tree.Node, letter: str, low: float, high: float, compute: Compute) -> float:
    """The root between two places where the slope has different signs."""
    below = compute(slope, {letter: low}) < 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = compute(slope, {letter: middle})
        if value is None:
            break
        low, high = (middle, high) if (value < 0) == below else (low, middle)
    return (low + high) / 2


def exact_root(slope: tree.Node, letter: str, root: float, compute: Compute) -> Any:
    """The fraction near a root, if the slope is exactly 0 there; else the root."""
    near = Fraction(root).limit_denominator(DENOMINATOR)
    return near if abs(near - Fraction(root)) < SAME and compute(slope, {letter: near}) == 0 else root


def search_points(
    slopes: Mapping[str, tree.Node],
    seconds: Mapping[tuple[str, str], tree.Node],
    compute: Compute,
    starts: Sequence[Point],
) -> list[Point]:
    """The points that Newton's method reaches from the starts and from a grid, each once."""
    letters = list(slopes)
    grid = (dict(zip(letters, places, strict=True)) for places in product(STARTS, repeat=len(letters)))
    found: list[Point] = []
    for start in [*starts, *islice(grid, MAX_STARTS)]:
        point = run_newton(slopes, seconds, compute, start)
        if point is not None and not any(is_near(point, other) for other in found):
            found.append(point)
    return sorted(found, key=lambda point: [float(value) for value in point.values()])


def is_near(one: Point, other: Point) -> bool:
    """Whether two points are the same but for rounding."""
    return all(abs(float(one[name]) - float(other[name])) < 1e3 * SAME for name in one)


def run_newton(
    slopes: Mapping[str, tree.Node], seconds: Mapping[tuple[str, str], tree.Node], compute: Compute, start: Point
) -> Point | None:
    """The stationary point that Newton's method reaches; None where it reaches none near by."""
    import numpy as np

    letters = list(slopes)
    point = {name: float(value) for name, value in start.items()}
    for _ in range(PASSES):
        gradient = [compute(slope, point) for slope in slopes.values()]
        hessian = [[compute(seconds[a, b], point) for b in letters] for a in letters]
        if any(value is None for value in [*gradient, *(v for row in hessian for v in row)]):
            return None
        if max(map(abs, gradient)) < ZERO:
            return round_point(slopes, compute, point)
        try:
            move = np.linalg.solve(np.array(hessian, dtype=float), np.array(gradient, dtype=float))
        except np.linalg.LinAlgError:
            return None
        point = {name: point[name] - float(step) for name, step in zip(letters, move, strict=True)}
        if max(map(abs, point.values())) > SPAN:
            return None
    return None


def round_point(slopes: Mapping[str, tree.Node], compute: Compute, point: Point) -> Point:
    """The point in fractions, if the slopes are exactly 0 there."""
    near = {name: Fraction(value).limit_denominator(DENOMINATOR) for name, value in point.items()}
    return near if all(compute(slope, near) == 0 for slope in slopes.values()) else point


def classify_point(
    slopes: Mapping[str, tree.Node], seconds: Mapping[tuple[str, str], tree.Node], compute: Compute, point: Point
) -> StationaryPoint:
    """What a point is, by the eigenvalues of the Hessian; where one is 0, by the slopes beside it in one letter."""
    letters = list(slopes)
    hessian = [[compute(seconds[a, b], point) for b in letters] for a in letters]
    if any(value is None for row in hessian for value in row):
        return StationaryPoint(point, FLAT, None)
    values = [hessian[0][0]] if len(letters) == 1 else list_eigenvalues(hessian)
    low, high = min(values), max(values)
    if abs(low) < ZERO or abs(high) < ZERO:
        kind = classify_by_sides(slopes, compute, point) if len(letters) == 1 else FLAT
        kind = SADDLE if low < -ZERO and high > ZERO else kind
    else:
        kind = MINIMUM if low > 0 else MAXIMUM if high < 0 else SADDLE
    return StationaryPoint(point, kind, high)


def list_eigenvalues(hessian: list[list[Any]]) -> list[Any]:
    """The eigenvalues of a symmetric matrix; whole ones and halves exactly."""
    import numpy as np

    values = np.linalg.eigvalsh(np.array([[float(value) for value in row] for row in hessian]))
    near = [Fraction(float(value)).limit_denominator(DENOMINATOR) for value in values]
    return [n if abs(float(n) - float(v)) < ZERO else float(v) for n, v in zip(near, values, strict=True)]


def classify_by_sides(slopes: Mapping[str, tree.Node], compute: Compute, point: Point) -> str:
    """What a flat point in one letter is, by the signs of the slope on both sides."""
    ((letter, slope),) = slopes.items()
    place = float(point[letter])
    step = 1e-3 * max(1.0, abs(place))
    below, above = (compute(slope, {letter: place + side * step}) for side in (-1, 1))
    if below is None or above is None or below == 0 or above == 0:
        return FLAT
    if (below < 0) == (above < 0):
        return PASSES_THROUGH
    return MINIMUM if below < 0 else MAXIMUM
