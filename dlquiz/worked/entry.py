"""An entry of a tape: a step with its value, and how it is written."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dlquiz import tree
from dlquiz.language.budget import CHARACTER, WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.language.formula import BuiltFormula, Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.values import is_worded
from dlquiz.language.write.formulas import to_prose, to_prose_with_values
from dlquiz.language.write.reasons import deciding_reasons
from dlquiz.language.write.values import value_to_prose
from dlquiz.model import Step, Value

Naming = Mapping[str, tree.Node]


class PassFormula(BuiltFormula):
    """The formula of a rule in one pass: `x_1 - lr*g_2` for `x - lr*g`.  Written out when it is first needed."""

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
    """A step with its value."""

    step: Step
    value: Value
    scope: Mapping[str, Value]  # of the whole tape, which assigns every name once
    naming: Naming  # the entries that the names of loops mean here
    budget: WorkBudget | None = field(default=None, compare=False, repr=False)  # pays what is written

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.step.name

    @property
    def names_its_value(self) -> bool:
        """Whether the formula is no more than the name of words, which its value says better: `answer = loss`."""
        node = self.step.formula.tree
        if isinstance(node, tree.Index) and isinstance(node.base, tree.Name):  # case[1] of a case with its texts
            return isinstance(self.scope.get(node.base.name), tuple)
        return isinstance(node, tree.Name) and is_worded(self.value)

    def write(self, writer: Callable[[tree.Node, Scope], str]) -> str:
        """The formula as one of `language.write` writes it; of a conditional, only the branch taken."""
        text = writer(self.step.formula.tree, self.scope)
        if self.budget is not None:
            self.budget.spend(CHARACTER * len(text))
        return text

    @cached_property
    def formula(self) -> str:
        """The formula for the terminal."""
        return self.numbers if self.names_its_value else self.write(to_prose)

    @cached_property
    def numbers(self) -> str:
        """The formula with numbers for names."""
        if self.names_its_value and isinstance(self.value, tuple):
            return value_to_prose(self.value)
        return self.write(to_prose_with_values)

    @cached_property
    def since(self) -> str:
        """Why its conditionals took their branches, in words; empty where there is none."""
        return " and ".join(deciding_reasons(self.step.formula.tree, self.scope))

    @cached_property
    def substituted(self) -> str:
        """The formula with numbers for names, and why each conditional took its branch."""
        return f"{self.numbers}, since {self.since}" if self.since else self.numbers

    @property
    def local_scope(self) -> Mapping[str, Value]:
        """The scope with the names of loops as they were when this entry was computed."""
        if not self.naming:
            return self.scope
        return ChainMap({n: Formula.of(node).value(self.scope) for n, node in self.naming.items()}, dict(self.scope))

    @cached_property
    def why(self) -> str:
        """The reason for the step, with its numbers."""
        return self.step.why.render(self.local_scope, TEXT_FUNCTIONS, self.budget)
