"""A formula: its text, and its tree, which is read when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.budget import WorkBudget
from dlquiz.language.evaluate import Scope, evaluate
from dlquiz.language.functions import FUNCTIONS, Function
from dlquiz.language.grammar import read_formula


class Formula:
    """A formula of a bank or a solver.  Formulas are equal where their trees are."""

    __slots__ = ("_names", "_tree", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._tree: tree.Node | None = None
        self._names: frozenset[str] | None = None

    @classmethod
    def of(cls, node: tree.Node) -> Formula:
        """The formula of a tree that was built, not read from text."""
        return BuiltFormula(node)

    @property
    def tree(self) -> tree.Node:
        """The checked tree; FormulaError where the text is not a formula."""
        if self._tree is None:
            self._tree = read_formula(self.text)
        return self._tree

    @property
    def names(self) -> frozenset[str]:
        """The names that the formula is computed from."""
        if self._names is None:
            self._names = tree.names(self.tree)
        return self._names

    def value(
        self, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS, budget: WorkBudget | None = None
    ) -> Any:
        """The value with the names as in `scope`; FormulaError where it cannot be computed.

        The work is taken from `budget`; BudgetExceeded where that does not suffice.
        """
        try:
            return evaluate(self.tree, scope, functions, budget=budget)
        except FormulaError as error:
            error.text = error.text or self.text  # the text of a built formula is written only now: most never fail
            raise

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"


class BuiltFormula(Formula):
    """A formula built from a tree; its text is the plain form, written when it is first needed."""

    __slots__ = ()

    def __init__(self, node: tree.Node) -> None:
        self._tree = node
        self._names = None

    @property
    def text(self) -> str:  # type: ignore[override]
        from dlquiz.language.write.formulas import to_plain

        return to_plain(self.tree)
