"""The quantities of a table: each is computed once, by a formula, through a pen that somebody holds.

The table's own pen, `RowSink`, keeps the value with its formula and what went in; a solver's pen writes the same
quantities on a tape, where a learner's values can take their place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from dlquiz.language.evaluate import evaluate
from dlquiz.language.formula import Formula
from dlquiz.language.functions import FUNCTIONS, TEXT_FUNCTIONS
from dlquiz.language.template import Template
from dlquiz.language.write.formulas import to_prose_with_values


class NamedValue(NamedTuple):
    """A value and the name that it is known by: (32, "n_2")."""

    value: Any
    name: str


class QuantitySink(Protocol):
    """Writes down the quantities of one layer."""

    def set(self, name: str, value: int) -> NamedValue:
        """A number that the layer says itself, such as its stride."""

    def step(self, name: str, formula: str, why: str, **inputs: NamedValue) -> NamedValue:
        """A number that is computed: by `formula`, whose names are the inputs; once for each name."""


class Cell(NamedTuple):
    """One quantity of a table's row: a small tape together with the others of its row."""

    name: str
    text: str  # the formula
    scope: Mapping[str, Any]  # what went in
    reason: str
    value: Any

    @property
    def formula(self) -> Formula:
        """The formula with names; what comes in under the name of what goes out is `n_in`."""
        text = re.sub(rf"\b{self.name}\b", f"{self.name}_in", self.text) if self.name in self.scope else self.text
        return read_formula(text)

    @property
    def substituted(self) -> str:
        """The formula with its numbers put in."""
        return to_prose_with_values(read_formula(self.text).tree, self.scope)

    @property
    def why(self) -> str:
        """The sentence why."""
        return Template(self.reason).render(self.scope, TEXT_FUNCTIONS)


@lru_cache(1024)
def read_formula(text: str) -> Formula:
    """A formula, read once."""
    return Formula(text)


@lru_cache(16_384)
def compute_value(text: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """The value of a formula, whole where it can be; layers of one size, which every network has, are computed once."""
    value = evaluate(read_formula(text).tree, dict(zip(names, values, strict=True)), FUNCTIONS, text)
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


class RowSink:
    """The pen of a table: it keeps the cells of one row."""

    __slots__ = ("cells", "known", "mark")

    def __init__(self, number: int) -> None:
        self.mark = f"_{number}"
        self.cells: list[Cell] = []
        self.known: dict[str, NamedValue] = {}

    def set(self, name: str, value: int) -> NamedValue:
        """The number itself."""
        return NamedValue(value, name)

    def step(self, name: str, formula: str, why: str, **inputs: NamedValue) -> NamedValue:
        """The value; the cell is kept."""
        if name in self.known:
            return self.known[name]
        scope = {key: quantity.value for key, quantity in inputs.items()}
        value = compute_value(formula, tuple(scope), tuple(scope.values()))
        self.cells.append(Cell(name, formula, scope, why, value))
        self.known[name] = NamedValue(value, name + self.mark)
        return self.known[name]
