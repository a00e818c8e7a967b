"""An edit of a step: one place of its formula, computed in another way.

In `k*k*c_in`, read as (k*k)*c_in, the path (0,) leads to k*k and (0, 1) to its second k.  An edit at (0,) that
returns k makes the formula `k*c_in`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dlquiz import tree
from dlquiz.language.formula import Formula

NodeEdit = Callable[[tree.Node], tree.Node | None]


class StepEdit(NamedTuple):
    """Which step is edited (by name, or by rule for every pass), where in its formula, and how."""

    target: str
    path: tuple[int, ...]  # indices of children from the root; () is the whole formula
    edit: NodeEdit


def edit_formula(formula: Formula, slip: StepEdit) -> Formula:
    """A formula with an edit made; the formula itself where the edit does not fit."""
    new_tree = edit_tree(formula.tree, slip.path, slip.edit)
    return formula if new_tree is None else Formula.of(new_tree)


def edit_tree(node: tree.Node, path: tuple[int, ...], edit: NodeEdit) -> tree.Node | None:
    """The tree with the node at `path` edited; None where there is no such place or the edit does not fit."""
    if not path:
        return edit(node)
    below = tree.children(node)
    if path[0] >= len(below):
        return None
    new = edit_tree(below[path[0]], path[1:], edit)
    return None if new is None else tree.with_child(node, path[0], new)
