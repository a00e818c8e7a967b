"""Where the slope of a function is 0: by algebra for polynomials in one letter and for linear slopes, else by search.

What is searched is bounded: signs on a grid in one letter, Newton's method from a grid of starts in several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any, NamedTuple

import sympy

from dlquiz import tree
from dlquiz.algebra.expressions import symbol, to_number, to_sympy
from dlquiz.algebra.kinks import Kink, find_kinks, list_corners
from dlquiz.algebra.slopes import differentiate_tree
from dlquiz.algebra.zeros import DENOMINATOR, SAME, SPAN, Compute, find_zeros, list_plateaus

Point = dict[str, Any]
STARTS = (-2.1, -0.6, 0.15, 0.7, 1.9)  # of Newton's method, by each letter
MAX_STARTS = 64
PASSES = 25  # of Newton's method
MAX_LETTERS = 4  # by which points are searched
ZERO = 1e-9
MAX_COMBINED = 64  # points of a sum of functions of one letter each
MINIMUM, MAXIMUM, SADDLE, PASSES_THROUGH, FLAT = "minimum", "maximum", "saddle", "inflection", "flat"
KINK = "kink, "
KINKS_MISSING = "Kinks in several letters were not looked for."
KINKS = {True: f"{KINK}{MINIMUM}", False: f"{KINK}{MAXIMUM}"}


class StationaryPoint(NamedTuple):
    """A place where all slopes are 0, or 0 is a sub-gradient, what it is, and the largest eigenvalue of the Hessian
    there; the slopes on both sides of a kink, by its letter."""

    at: Point
    kind: str
    curvature: Any
    kinks: Mapping[str, Kink] = {}

    @property
    def is_sharp(self) -> bool:
        """Whether it is a kink with a slope on both sides, at which no plateau ends."""
        return any(kink.left < 0 < kink.right for kink in self.kinks.values())


class Stationary(NamedTuple):
    """The points that were found, and what was not looked for or found, in a sentence; empty where these are all.

    Besides points: intervals of a letter on which the slope is 0 all along (None for an end beyond the search), and a
    formula that is 0 along a line of stationary points, with what they are.
    """

    points: list[StationaryPoint]
    missing: str = ""
    plateaus: Sequence[tuple[str, Any, Any]] = ()
    line: tuple[tree.Node, str] | None = None


Slopes = Mapping[str, tree.Node]
Seconds = Mapping[tuple[str, str], tree.Node]


def find_stationary(function: tree.Node, slopes: Slopes, compute: Compute, starts: Sequence[Point]) -> Stationary:
    """The stationary points of a function with these slopes; the search begins at `starts` too."""
    letters = list(slopes)
    seconds = {(a, b): differentiate_tree(slopes[a], b) for a in letters for b in letters}
    separate = all(tree.names(slope) & set(letters) <= {letter} for letter, slope in slopes.items())
    bent = any(tree.names(corner) & set(letters) for corner in list_corners(function))
    if len(letters) == 1 or (separate and bent):
        return combine_letters([find_in_letter(function, slopes, seconds, letter, compute) for letter in letters])
    if not bent and all(not tree.names(second) & set(letters) for second in seconds.values()):
        return solve_linear(slopes, seconds, compute)
    if len(letters) > MAX_LETTERS:
        return Stationary([], f"Stationary points are looked for in up to {MAX_LETTERS} letters.")
    found = search_points(slopes, seconds, compute, starts)
    missing = (
        "Kinks in several letters were not looked for." if bent else "There may be more: these were found by search."
    )
    return Stationary([classify_point(slopes, seconds, compute, point) for point in found], missing)


def find_in_letter(function: tree.Node, slopes: Slopes, seconds: Seconds, letter: str, compute: Compute) -> Stationary:
    """The stationary points and kinks by one letter, on which alone its slope depends."""
    slope = slopes[letter]
    zeros = find_zeros(slope, letter, compute)
    kinks = find_kinks(function, slope, letter, compute)
    smooth = [at for at in zeros.places if not any(is_near({letter: at}, {letter: kink.at}) for kink in kinks)]
    own = {letter: slope}, {(letter, letter): seconds[letter, letter]}
    points = [classify_point(*own, compute, {letter: at}) for at in smooth]
    points += [StationaryPoint({letter: kink.at}, KINKS[kink.is_minimum], None, {letter: kink}) for kink in kinks]
    plateaus = [] if zeros.complete else [(letter, *ends) for ends in list_plateaus(slope, letter, compute)]
    single = [p for p in points if p.kinks or not any(is_within(p.at[letter], low, high) for _, low, high in plateaus)]
    missing = "" if zeros.complete else f"Points beyond ±{SPAN} were not looked for."
    return Stationary(sorted(single, key=lambda point: float(point.at[letter])), missing, plateaus)


def is_within(place: Any, low: Any, high: Any) -> bool:
    """Whether a place lies in an interval or at its edge."""
    return bool((low is None or place >= low - SAME) and (high is None or place <= high + SAME))


def combine_letters(found: Sequence[Stationary]) -> Stationary:
    """The stationary points of a sum of functions of one letter each."""
    points = [combine_points(parts) for parts in islice(product(*(one.points for one in found)), MAX_COMBINED)]
    missing = dict.fromkeys(one.missing for one in found if one.missing)
    return Stationary(points, " ".join(missing), [plateau for one in found for plateau in one.plateaus])


def combine_points(parts: Sequence[StationaryPoint]) -> StationaryPoint:
    """The point whose coordinates are those of these points."""
    if len(parts) == 1:
        return parts[0]
    at = {letter: place for part in parts for letter, place in part.at.items()}
    kinks = {letter: kink for part in parts for letter, kink in part.kinks.items()}
    kinds = {part.kind.removeprefix(KINK) for part in parts}
    kind = FLAT if kinds & {FLAT, PASSES_THROUGH} else next(iter(kinds)) if len(kinds) == 1 else SADDLE
    curved = [part.curvature for part in parts if part.curvature is not None]
    kink = KINK if kinks and kind != FLAT else ""
    return StationaryPoint(at, f"{kink}{kind}", max(curved, key=float, default=None), kinks)


def solve_linear(slopes: Slopes, seconds: Seconds, compute: Compute) -> Stationary:
    """The only point where linear slopes are 0, or a line of them; none where there is none."""
    letters = list(slopes)
    unknowns = [symbol(letter) for letter in letters]
    equations = [to_sympy(slope, letters) for slope in slopes.values()]
    matrix, right = sympy.linear_eq_to_matrix(equations, unknowns)
    rank = matrix.rank()
    if rank < matrix.row_join(right).rank():
        return Stationary([])
    if rank == 1 < len(letters):
        bend = sum(compute(seconds[letter, letter], {}) for letter in letters)
        along = next(slope for slope in slopes.values() if tree.names(slope))
        return Stationary([], line=(along, MINIMUM if bend > 0 else MAXIMUM))
    if rank < len(letters):
        return Stationary([], "The slopes are 0 along a whole line or plane.")
    values = matrix.LUsolve(right)
    point = {letter: to_number(value) for letter, value in zip(letters, values, strict=True)}
    return Stationary([classify_point(slopes, seconds, compute, point)])


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
