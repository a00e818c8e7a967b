"""What a picture is given: the formulas and texts of a bank, and the values that they have on one draw.

Everything that is computed for a picture is paid from the budget of the variant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf, isfinite
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import is_array, list_items, make_array
from dlquiz.language.budget import WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.template import Template
from dlquiz.streams import Stream

MAX_LABEL, MAX_TITLE = 28, 100  # characters
LARGEST = 1e12  # numbers beyond are not drawn
MAX_SAMPLES = 240  # points of a curve
Along = tuple[str, tuple[float, ...]]  # a letter, and the values that it runs through


class Given:
    """The keys of one picture on one draw; FormulaError where a value does not fit the picture."""

    def __init__(self, keys: Mapping[str, Any], scope: Scope, stream_key: Sequence[object], budget: WorkBudget) -> None:
        self.keys = keys
        self.scope = scope
        self.stream_key = stream_key
        self.budget = budget

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def stream(self, name: str) -> Stream:
        """Random numbers of their own for everything that has a name."""
        return Stream(*self.stream_key, "picture", name)

    # values

    def value(self, key: str) -> Any:
        """The value of a formula."""
        return self.evaluate(self.keys[key])

    def evaluate(self, formula: Formula) -> Any:
        """The value of a formula on this draw."""
        return formula.value(self.scope, budget=self.budget)

    def number(self, key: str, default: float = 0.0) -> float:
        """One number."""
        return to_float(self.value(key), self.keys[key]) if key in self else default

    def numbers(self, key: str, most: int, count: int = 0) -> list[float]:
        """Numbers in a list, at most so many; exactly `count` where that is given."""
        return self.to_numbers(self.keys[key], most, count)

    def to_numbers(self, formula: Formula, most: int, count: int = 0) -> list[float]:
        """The numbers that a formula gives."""
        items = list_values(self.evaluate(formula), formula)
        check_count(len(items), most, count, formula)
        return [to_float(item, formula) for item in items]

    def rows(self, key: str, most: int, count: int = 0) -> list[list[float]]:
        """Lists of numbers, such as points; each with `count` numbers where that is given."""
        formula = self.keys[key]
        rows = list_values(self.value(key), formula)
        check_count(len(rows), most, 0, formula)
        made = [[to_float(item, formula) for item in list_values(row, formula)] for row in rows]
        for row in made:
            check_count(len(row), most, count, formula)
        return made

    def points(self, label: str, formula: Formula) -> list[tuple[str, float, float]]:
        """The point [x, y] that a formula gives, with its label; of several points each with its number behind it."""
        value = self.evaluate(formula)
        if not is_array(value) or value.ndim < 2:
            x, y = self.to_numbers(formula, 2, 2)
            return [(label, x, y)]
        rows = [[to_float(item, formula) for item in list_values(row, formula)] for row in list_values(value, formula)]
        for row in rows:
            check_count(len(row), 2, 2, formula)
        return [(own, x, y) for own, (x, y) in zip(number_labels([label], len(rows)), rows, strict=True)]

    # texts

    def text(self, key: str, default: str = "") -> str:
        """A text on one line."""
        return self.render(self.keys[key], MAX_TITLE) if key in self else default

    def texts(self, key: str) -> list[str]:
        """Several texts."""
        return [self.render(template) for template in self.keys.get(key, ())]

    def render(self, template: Template, most: int = MAX_LABEL) -> str:
        """A label of at most so many characters."""
        text = " ".join(template.render(self.scope, TEXT_FUNCTIONS, self.budget).split())
        return text if len(text) <= most else text[: most - 1] + "…"

    def labelled(self, key: str) -> list[tuple[str, Formula]]:
        """Labels with their formulas."""
        return [(self.render(label), formula) for label, formula in self.keys.get(key, ())]

    # curves

    def along(self, count: int) -> list[Along]:
        """The letters that a picture runs along, each with `count` values, or with steps of a given size."""
        return [(name, self.spread(formula, count)) for name, formula in self.keys["along"]]

    def spread(self, formula: Formula, count: int) -> tuple[float, ...]:
        """The values from one end to the other."""
        ends = self.to_numbers(formula, 3)
        if len(ends) < 2 or ends[0] >= ends[1] or (len(ends) == 3 and ends[2] <= 0):
            raise FormulaError("write [from, to], or [from, to, step], with the smaller end first", formula.text)
        low, high = ends[:2]
        if len(ends) == 2:
            return tuple(low + (high - low) * i / (count - 1) for i in range(count))
        steps = int((high - low) / ends[2] + 1e-9)
        if steps >= MAX_SAMPLES:
            raise FormulaError(f"these are more than {MAX_SAMPLES} steps", formula.text)
        return tuple(low + i * ends[2] for i in range(steps + 1))

    def sample(self, formula: Formula, along: Along) -> list[float | None]:
        """The values of a formula along a letter; None where there is none, such as a logarithm of 0."""
        name, values = along
        body = self.in_letters(formula, (name,))
        made = self.sample_at_once(body, along) or [
            self.sample_point(body, {**self.scope, name: value}) for value in values
        ]
        if all(value is None for value in made):
            raise FormulaError("this curve has no value anywhere", formula.text)
        return made

    def sample_at_once(self, body: Formula, along: Along) -> list[float | None]:
        """The values of a curve by one evaluation with an array; empty where the formula needs one point at a time."""
        name, values = along
        array = make_array(values, (len(values),))
        try:
            found = body.value({**self.scope, name: array}, budget=self.budget)
            if not is_array(found) or found.shape != array.shape:
                return []
            return [to_float(value, body) for value in list_items(found)]
        except FormulaError:
            return []

    def sample_point(self, body: Formula, scope: Scope) -> float | None:
        """One value of a curve."""
        try:
            return to_float(body.value(scope, budget=self.budget), body)
        except FormulaError:
            return None

    def sample_grid(self, formula: Formula, along: Sequence[Along]) -> Any:
        """The values of a formula of two letters, as a matrix: rows for the second letter, columns for the first."""
        import numpy as np

        (name, across), (other, down) = along
        columns, rows = np.meshgrid(np.array(across), np.array(down))
        arrays = {n: make_array(list(map(float, a.ravel())), (a.size,)) for n, a in ((name, columns), (other, rows))}
        value = self.in_letters(formula, (name, other)).value({**self.scope, **arrays}, budget=self.budget)
        if not is_array(value) or value.size != columns.size:
            raise FormulaError(f'this has not one value for each "{name}" and "{other}"', formula.text)
        return np.array(value, dtype=float).reshape(columns.shape)

    def in_letters(self, formula: Formula, names: Sequence[str]) -> Formula:
        """The formula as it runs along letters; where quantities hold letters of the question, written out in them."""
        if not any(letters.is_formula(self.scope.get(name)) for name in names):
            return formula
        value = self.evaluate(formula)
        return Formula.of(letters.to_tree(value)) if letters.is_formula(value) else formula


def number_labels(labels: list[str], count: int) -> list[str]:
    """The labels; a single one of several things with a number behind it: class 1, w_1, or 1 alone."""
    if len(labels) != 1 or count < 2:
        return labels if labels != [""] else ["1"]
    (label,) = labels
    space = "" if not label or label.endswith("_") else " "
    return [f"{label}{space}{i}" for i in range(1, count + 1)]


def list_values(value: Any, formula: Formula) -> list[Any]:
    """The items of a list."""
    if not is_array(value) and not isinstance(value, tuple):
        raise FormulaError("a list is expected here", formula.text)
    return list(list_items(value))


def check_count(found: int, most: int, count: int, formula: Formula) -> None:
    """FormulaError unless a list is as long as the picture needs it."""
    if count and found != count:
        raise FormulaError(f"a list of {count} numbers is expected here, not of {found}", formula.text)
    if not 0 < found <= most:
        raise FormulaError(f"a list of 1 to {most} values is expected here, not of {found}", formula.text)


def to_float(value: Any, formula: Formula) -> float:
    """A number that can be drawn."""
    if type(value) is float and -LARGEST <= value <= LARGEST:
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, float)):
        raise FormulaError("a number is expected here", formula.text)
    number = float(value) if -LARGEST <= value <= LARGEST else inf
    if not isfinite(number):
        raise FormulaError("this number is too large to be drawn", formula.text)
    return number


def to_short(number: float) -> str:
    """A number with at most four digits that count: 0.6457, 1,792, 1.2e-05."""
    if number == int(number) and abs(number) < 1e7:
        return f"{int(number):,}"
    if abs(number) >= 1e4:
        return f"{number:,.0f}" if abs(number) < 1e7 else f"{number:.2e}"
    return f"{number:.4g}"
