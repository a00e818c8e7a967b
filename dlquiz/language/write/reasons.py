"""Why conditionals took the branch they did: `z if z > 0 else 0.01*z` at z = 5 is 5, since 5 > 0."""

from __future__ import annotations

from collections.abc import Iterator

from dlquiz import tree
from dlquiz.language.evaluate import Scope
from dlquiz.language.write.formulas import to_prose, to_prose_with_values
from dlquiz.language.write.plain import branch_taken

OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}


def branch_reasons(node: tree.Node, scope: Scope) -> list[str]:
    """The reasons of all conditionals of a formula, such as "5 > 0", each once and in the order of the formula.

    A condition that a drawn word decides, such as the padding mode, gives no reason: the question has stated it.
    """
    return list(dict.fromkeys(find_reasons(node, scope)))


def find_reasons(node: tree.Node, scope: Scope) -> Iterator[str]:
    """The reasons in the order of the formula; of a conditional, only the branch taken is searched."""
    if type(node) in tree.LEAVES:
        return
    if not isinstance(node, tree.Conditional):
        for child in tree.children(node):
            yield from find_reasons(child, scope)
    elif (branch := branch_taken(node, scope)) is not None:
        if not is_obvious(node.condition, scope):
            yield write_reason(node.condition, branch is node.then, scope)
        yield from find_reasons(branch, scope)


def is_obvious(condition: tree.Node, scope: Scope) -> bool:
    """Whether a condition compares nothing, or compares a word."""
    compares = any(isinstance(node, tree.Compare) for node in tree.walk(condition))
    return not compares or any(isinstance(scope.get(name), str) for name in tree.names(condition))


def write_reason(condition: tree.Node, holds: bool, scope: Scope) -> str:
    """A condition with its numbers, negated where it does not hold; `k = 3` rather than `3 = 3`."""
    node = condition if holds else negate(condition)
    text = to_prose_with_values(node, scope)
    left, _, right = text.partition(" = ")
    return to_prose(node, scope) if left == right else text


def negate(condition: tree.Node) -> tree.Node:
    """The condition that holds where this one does not: `a < b` becomes `a >= b`."""
    if isinstance(condition, tree.Compare) and len(condition.ops) == 1:
        return tree.Compare((OPPOSITE[condition.ops[0]],), condition.operands)
    if isinstance(condition, tree.Unary) and condition.op == "not":
        return condition.operand
    return tree.Unary("not", condition)
