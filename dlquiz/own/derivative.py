"""`dlquiz.derive`: the derivatives of a function that somebody typed, checked against central differences."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.json_data import value_to_json
from dlquiz.language import letters
from dlquiz.language.evaluate import evaluate
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.formulas import to_plain
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.own.bank_text import AskedValue, OwnQuestion, accuracy, open_bank, quote, write_bank, write_equations
from dlquiz.own.own_problem import OwnProblem
from dlquiz.own.typed_input import (
    check_names,
    read_arguments,
    read_formula_text,
    read_letters,
    read_values,
    split_place,
)
from dlquiz.problem import Problem
from dlquiz.solvers.derivatives import list_pairs, list_slope_names, name_slope, write_latex

OPERATOR = re.compile(r"\s*[d∂]\s*/\s*[d∂]\s*([A-Za-z]\w*)(?=[\s(\[])")  # d/dx
INTERVALS = ((Fraction(-2), Fraction(2)), (Fraction(1, 10), Fraction(2)))  # where letters are sampled from
POINTS = 12
ENOUGH = 4  # points at which the function has a value
STEP = 1e-5  # of a central difference, relative to the letter
SLACK = 1e-4  # between slope and difference, relative to the larger of them and 1
CURVED = 20  # how much less exact a difference of differences is
AGREEING = 0.7  # of the points; the others may lie beside a kink


class Derivative(OwnProblem):
    """The derivatives of a function: `derivatives` as texts, and their `values` at the point, by letter ("w,b" for a
    second derivative)."""

    def __init__(self, bank: str, problem: Problem, notes: list[str], function: tree.Node, names: Mapping[str, str]):
        super().__init__(bank, problem, notes)
        self.expression = to_plain(function)
        self.names = names  # letter, or letters with a comma between them -> name on the tape

    @property
    def derivatives(self) -> dict[str, str]:
        """The derivative by each letter as text."""
        tape = self.problem.tape
        return {by: to_plain(letters.to_tree(tape[name].value)) for by, name in self.names.items()}

    @property
    def values(self) -> dict[str, Any]:
        """The value by each letter at the point; empty without one."""
        tape = self.problem.tape
        found = {by: tape[f"{name}_0"].value for by, name in self.names.items() if f"{name}_0" in tape}
        return {by: value_to_json(value) for by, value in found.items()}

    def to_json(self) -> dict[str, Any]:
        return {
            "expression": self.expression,
            "derivatives": self.derivatives,
            "values": self.values,
            "steps": self.rows,
        }


def derive(
    expression: str,
    by: str | Sequence[str] | None = None,
    twice: bool = False,
    at: str | None = None,
    **values: Any,
) -> Derivative:
    """The derivatives of an expression, step by step.

    `by` is a letter or several ("w,b"), all letters of the expression where it is left out; with `twice` the second
    derivatives too.  `values` gives numbers to letters: `derive("x^2*y", by="x", x=3, y=0.5)`; so does `at`, as
    "x=3, y=0.5", or as "3, 0.5" in the order of f(x, y) = … or else of the alphabet.  Known are + - * / ^,
    sqrt, exp, ln, sin, cos, tanh, sigmoid, relu, leaky_relu, elu, softplus, swish, gelu, mish, abs or |x|, max, min,
    softmax([a, b])[0], norm([x, y]), and pieces such as x if x > 0 else 0.

    `dlquiz.errors.UsageError` for what cannot be read or derived.
    """
    named = split_place(at or "", ())
    point = read_point(values, named)
    operator = OPERATOR.match(expression)
    if operator is not None and by is None:
        expression, by = expression[operator.end() :], operator[1]
    wanted = read_letters(by)
    function = read_formula_text(expression, [*point, *wanted, *read_arguments(expression)])
    known = sorted(tree.names(function) - CONSTANTS.keys())
    if not known:
        raise UsageError("there is no letter in this expression, so its derivative is 0 by any letter")
    check_names(known)
    if at and not named:
        point = read_point(values, find_place(at, read_arguments(expression) or known))
    for name in [*wanted, *point]:
        if name not in known:
            raise UsageError(f'there is no "{name}" in the expression{did_you_mean(name, known) or list_known(known)}')
    wanted = wanted or tuple(known)
    intervals = find_intervals(function, known)
    text = write_question(function, wanted, twice, point, intervals, {})
    problem = open_bank(text)
    found = {name: problem.tape[f"{name}_0"].value for name in list_slope_names(wanted, twice) if point}
    if any("significant" in accuracy(value) for value in found.values()):
        text = write_question(function, wanted, twice, point, intervals, found)
        problem = open_bank(text)
    names = {by: name_slope(by) for by in wanted}
    if twice:
        pairs = list_pairs(wanted)
        names |= dict(zip((f"{a},{b}" for a, b in pairs), list_slope_names(wanted, True)[len(wanted) :], strict=True))
    slopes = {by: letters.to_tree(problem.tape[name].value) for by, name in names.items()}
    note = check_differences(function, slopes, intervals)
    return Derivative(text, problem, [note], function, names)


def read_point(values: Mapping[str, Any], place: Mapping[str, str]) -> dict[str, Any]:
    """The values of both; UsageError for a letter that both give."""
    for name in values.keys() & place.keys():
        raise UsageError(f"{name} is given twice: {name}={values[name]} and {name}={place[name]}.")
    return read_values({**values, **place})


def find_place(at: str, known: Sequence[str]) -> dict[str, str]:
    """What each letter is at `1,2`; UsageError where the numbers do not fit the letters."""
    place = split_place(at, known)
    if not place:
        example = ",".join(f"{letter}=1" for letter in known)
        raise UsageError(f'"{at.strip()[:60]}" does not say where each letter is; write {example}')
    return place


def list_known(known: Sequence[str]) -> str:
    """`; its letters are w and x`."""
    return f"; its letters are {', '.join(known)}"


def write_question(
    function: tree.Node,
    by: Sequence[str],
    twice: bool,
    point: Mapping[str, Any],
    intervals: Mapping[str, tuple[Fraction, Fraction]],
    found: Mapping[str, Any],
) -> str:
    """The text of the bank."""
    named = ", ".join(map(name_to_latex, intervals))
    ask = f"Consider $f({named}) = {write_latex(function)}$"
    numbers = write_equations({letter: f"{letter}_0" for letter in point})
    given = {"f": quote(to_plain(function)), "by": f"[{', '.join(by)}]"}
    given |= {"twice": "true"} if twice else {}
    given |= {"point": f"[{', '.join(point)}]"} if point else {}
    names = list_slope_names(by, twice)
    parts = [AskedValue(name, f"What is ${name_to_latex(name)}$?", {"kind": "expression"}) for name in names]
    for name in names if point else ():
        whole = set(intervals) == set(point)
        keys = accuracy(found.get(name)) if whole else {"kind": "expression"}
        parts.append(AskedValue(f"{name}_0", f"And its value, ${name_to_latex(name)}$ there?", keys))
    return write_bank(
        OwnQuestion(
            verb="derivative",
            title="Derivatives of a function" if len(names) > 1 else "Derivative of a function",
            ask=f"{ask}, at {numbers}." if point else f"{ask}.",
            solver="derivative",
            given=given,
            parts=parts,
            variables={x: f"[{float(low):g}, {float(high):g}]" for x, (low, high) in intervals.items()},
            values={f"{letter}_0": value for letter, value in point.items()},
        )
    )


# the check


def find_intervals(function: tree.Node, known: Sequence[str]) -> dict[str, tuple[Fraction, Fraction]]:
    """Where the letters are sampled from: around 0, or above it where the function has too few values."""
    for interval in INTERVALS:
        if len(list(sample_points(function, dict.fromkeys(known, interval)))) >= ENOUGH:
            return dict.fromkeys(known, interval)
    return dict.fromkeys(known, INTERVALS[0])


def sample_points(function: tree.Node, intervals: Mapping[str, tuple[Fraction, Fraction]]) -> list[dict[str, float]]:
    """Points at which the function has a value."""
    source = random.Random(1)
    points = [
        {name: source.uniform(float(low), float(high)) for name, (low, high) in intervals.items()}
        for _ in range(POINTS)
    ]
    return [point for point in points if compute(function, point) is not None]


def compute(function: tree.Node, point: Mapping[str, float]) -> float | None:
    """The value at a point; None where there is none."""
    try:
        value = evaluate(function, {**CONSTANTS, **point})
        return float(value)
    except (FormulaError, TypeError, ValueError, OverflowError):
        return None


def check_differences(
    function: tree.Node, slopes: Mapping[str, tree.Node], intervals: Mapping[str, tuple[Fraction, Fraction]]
) -> str:
    """A sentence about the check; UsageError where a derivative does not agree with the central difference."""
    points = sample_points(function, intervals)
    for by, slope in slopes.items():
        *before, letter = by.split(",")
        source = slopes[before[0]] if before else function
        judged = [agrees(source, slope, letter, point) for point in points]
        counted = [one for one in judged if one is not None]
        if counted and sum(counted) < AGREEING * len(counted):
            raise UsageError(f"the derivative by {by} does not agree with central differences, so it is not shown")
    if not points:
        return "The function has no value at the points that were tried, so the derivative could not be checked."
    return f"Checked against central differences at {len(points)} points."


def agrees(function: tree.Node, slope: tree.Node, letter: str, point: dict[str, float]) -> bool | None:
    """Whether a slope agrees with the central difference at a point; None where one of them has no value."""
    step = STEP * max(1.0, abs(point[letter]))
    above = compute(function, {**point, letter: point[letter] + step})
    below = compute(function, {**point, letter: point[letter] - step})
    own = compute(slope, point)
    if above is None or below is None or own is None:
        return None
    difference = (above - below) / (2 * step)
    return abs(difference - own) <= SLACK * max(1.0, abs(own), abs(difference), abs(above))
