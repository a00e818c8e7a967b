"""Values with letters: a value in which a declared variable stands is a SymPy expression.

SymPy is imported by `symbol`, so only where a question declares letters; whether a value is an expression is asked
without importing it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import Any

from dlquiz import tree

WORK = 200  # half microseconds that any operation of SymPy costs
NODE_WORK = 40  # and for each node of its operands


def is_formula(value: Any) -> bool:
    """Whether a value is a SymPy expression."""
    basic = getattr(sys.modules.get("sympy.core.basic"), "Basic", None)
    return basic is not None and isinstance(value, basic)


def symbol(name: str) -> Any:
    """The value of a declared variable."""
    from dlquiz.algebra import expressions

    return expressions.symbol(name)


def combine(op: str, left: Any, right: Any) -> Any:
    """`left op right` where at least one is a formula; a plain number where no letter is left; ValueError."""
    from dlquiz.algebra import expressions

    return expressions.combine(op, left, right)


def apply(function: str, *values: Any) -> Any:
    """A function of formulas and numbers; ValueError."""
    from dlquiz.algebra import expressions

    return expressions.apply(function, *values)


def is_condition(value: Any) -> bool:
    """Whether a value is a comparison that letters leave open."""
    expression = getattr(sys.modules.get("sympy.core.expr"), "Expr", None)
    return is_formula(value) and expression is not None and not isinstance(value, expression)


def compare(op: str, left: Any, right: Any) -> Any:
    """`left op right`, an order, where at least one is a formula: a condition, or a truth where letters decide not."""
    from dlquiz.algebra import expressions

    return expressions.compare(op, left, right)


def join_conditions(conditions: Sequence[Any]) -> Any:
    """The condition that holds where all of them do."""
    from dlquiz.algebra import expressions

    return expressions.join_conditions(conditions)


def choose(then: Any, condition: Any, otherwise: Any) -> Any:
    """A formula in two pieces; ValueError where one of them is no formula and no number."""
    from dlquiz.algebra import expressions

    return expressions.choose(then, condition, otherwise)


def measure(value: Any) -> tuple[int, int]:
    """The nodes of a formula, and its depth."""
    from dlquiz.algebra import expressions

    return expressions.measure(value)


def weight(value: Any) -> int:
    """The nodes of a formula."""
    return measure(value)[0]


def cost(*values: Any) -> int:
    """What an operation costs, in half microseconds, before it is made."""
    return WORK + NODE_WORK * sum(weight(value) for value in values if is_formula(value))


def from_tree(node: tree.Node, names: Collection[str]) -> Any:
    """The value of a formula that a learner typed, in these letters; ValueError where it has none that goes on."""
    from dlquiz.algebra import expressions

    return expressions.settle(expressions.to_sympy(node, names))


def to_tree(value: Any) -> tree.Node:
    """The tree of a formula or a number, as our printers write it; what a learner typed is one already."""
    if isinstance(value, tree.Node):
        return value
    if not is_formula(value):
        return tree.Number(int(value) if isinstance(value, bool) else value)
    from dlquiz.algebra import trees

    return trees.to_tree(value)
