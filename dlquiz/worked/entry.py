"""An entry of a tape: a step after it ran, and how it is shown."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dlquiz import tree
from dlquiz.language.formula import BuiltFormula, Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.write.formulas import to_prose, to_prose_with_values
from dlquiz.language.write.reasons import branch_reasons
from dlquiz.model import Step, Value

Naming = Mapping[str, tree.Node]


class PassFormula(BuiltFormula):
    """A rule's formula in one pass: `x - lr*g` is `x_1 - lr*g_2`.  Renamed only when somebody looks."""

    __slots__ = ("naming", "rule")

    def __init__(self, rule: Formula, naming: Naming) -> None:
        self.rule = rule
        self.naming = {name: naming[name] for name in rule.names if name in naming}
        self._tree = None
        self._names = None

    @property
    def tree(self) -> tree.Node:
        if self._tree is None:
            self._tree = tree.rename(self.rule.tree, self.naming)
        return self._tree


@dataclass(frozen=True)
class Entry:
    """A step after it ran: its value, and the scope that it and the steps before it made."""

    step: Step
    value: Value
    scope: Mapping[str, Value]  # of the whole tape; every name in it is assigned once
    naming: Naming  # what the names of loops mean here

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.step.name

    @property
    def formula(self) -> str:
        """The formula with names, of a conditional the branch taken."""
        return to_prose(self.step.formula.tree, self.scope)

    @property
    def substituted(self) -> str:
        """The formula with its numbers put in, and why a conditional took its branch."""
        text = to_prose_with_values(self.step.formula.tree, self.scope)
        reasons = branch_reasons(self.step.formula.tree, self.scope)
        return text + "".join(f", since {reason}" for reason in reasons)

    @property
    def local_scope(self) -> Mapping[str, Value]:
        """The scope with the names of loops as they stood when this entry was computed."""
        if not self.naming:
            return self.scope
        return ChainMap({n: Formula.of(node).value(self.scope) for n, node in self.naming.items()}, dict(self.scope))

    @cached_property
    def why(self) -> str:
        """The sentence why, rendered."""
        return self.step.why.render(self.local_scope, TEXT_FUNCTIONS)
