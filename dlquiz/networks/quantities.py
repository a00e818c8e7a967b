"""The quantities of a network: each is computed once, by a formula, and written to a sink.

The table's `RowSink` keeps the value with its formula and inputs.  A solver's sink writes the same quantities to a
tape, where a learner's values can replace them.
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
    """A value and the name by which formulas know it: (32, "n_2")."""

    value: Any
    name: str


class QuantitySink(Protocol):
    """Where the quantities of one layer are written."""

    def set(self, name: str, value: int) -> NamedValue:
        """A number that the layer itself states, such as its stride."""

    def step(self, name: str, formula: str, why: str, **inputs: NamedValue) -> NamedValue:
        """A number computed by `formula` from the inputs that it names; each name is computed once."""


class Cell(NamedTuple):
    """One quantity of a row of the table."""

    name: str
    text: str  # the formula
    scope: Mapping[str, Any]  # what went in
    reason: str
    value: Any

    @property
    def formula(self) -> Formula:
        """The formula with names; an input that has the name of the result is called `n_in`."""
        text = re.sub(rf"\b{self.name}\b", f"{self.name}_in", self.text) if self.name in self.scope else self.text
        return read_formula(text)

    @property
    def substituted(self) -> str:
        """The formula with the numbers put in."""
        return to_prose_with_values(read_formula(self.text).tree, self.scope)

    @property
    def why(self) -> str:
        return Template(self.reason).render(self.scope, TEXT_FUNCTIONS)


@lru_cache(1024)
def read_formula(text: str) -> Formula:
    """The formula of a text; the cache reads each text once."""
    return Formula(text)


@lru_cache(16_384)
def compute_value(text: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """The value of a formula, an int where it is whole; equal layers, which networks repeat, are computed once."""
    value = evaluate(read_formula(text).tree, dict(zip(names, values, strict=True)), FUNCTIONS, text)
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


class RowSink:
    """Keeps the cells of one row of the table."""

    __slots__ = ("cells", "known", "mark")

    def __init__(self, number: int) -> None:
        self.mark = f"_{number}"
        self.cells: list[Cell] = []
        self.known: dict[str, NamedValue] = {}

    def set(self, name: str, value: int) -> NamedValue:
        return NamedValue(value, name)

    def step(self, name: str, formula: str, why: str, **inputs: NamedValue) -> NamedValue:
        if name in self.known:
            return self.known[name]
        scope = {key: quantity.value for key, quantity in inputs.items()}
        value = compute_value(formula, tuple(scope), tuple(scope.values()))
        self.cells.append(Cell(name, formula, scope, why, value))
        self.known[name] = NamedValue(value, name + self.mark)
        return self.known[name]
