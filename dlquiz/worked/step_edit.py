"""A slip: one place of a step's formula, computed otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dlquiz import tree
from dlquiz.language.formula import Formula

NodeEdit = Callable[[tree.Node], tree.Node | None]


class StepEdit(NamedTuple):
    """A step computed otherwise: which (a name, or a rule for every pass), where in its formula, and what instead."""

    target: str
    path: tuple[int, ...]  # children to go down from the root; () replaces the whole formula
    edit: NodeEdit


def edit_formula(formula: Formula, slip: StepEdit) -> Formula:
    """A formula with a slip in it; as it stands where the slip finds nothing to change."""
    made = edit_tree(formula.tree, slip.path, slip.edit)
    return formula if made is None else Formula.of(made)


def edit_tree(node: tree.Node, path: tuple[int, ...], edit: NodeEdit) -> tree.Node | None:
    """The tree with the node at `path` edited."""
    if not path:
        return edit(node)
    below = list(tree.children(node))
    if path[0] >= len(below):
        return None
    new = edit_tree(below[path[0]], path[1:], edit)
    return None if new is None else tree.with_child(node, path[0], new)
