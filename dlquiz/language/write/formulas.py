"""Formulas as text: plain (reads back as the same tree), prose (for the terminal) and LaTeX.

With a `scope`, only the branch that a conditional takes is written.  The forms `…_with_values` put the values of the
scope in the place of names: `k*k` with k = 3 is written `3*3`.
"""

from __future__ import annotations

from dlquiz import tree
from dlquiz.language.evaluate import Scope
from dlquiz.language.write.latex import Latex
from dlquiz.language.write.paper import is_call
from dlquiz.language.write.plain import Style
from dlquiz.language.write.prose import Prose


def to_plain(node: tree.Node, scope: Scope | None = None) -> str:
    """The formula as banks spell it."""
    return Style(scope).write_node(node).text


def to_plain_with_values(node: tree.Node, scope: Scope) -> str:
    """The formula as banks spell it, with values for names."""
    return Style(scope, substitute=True).write_node(node).text


def to_prose(node: tree.Node, scope: Scope | None = None) -> str:
    """The formula for the terminal: `∂E/∂w`, `2·3`, `⌊x⌋`."""
    return Prose(scope, whole=node).write_node(node).text


def to_prose_with_values(node: tree.Node, scope: Scope) -> str:
    """The formula for the terminal, with values for names."""
    return Prose(scope, substitute=True, whole=node).write_node(node).text


def to_latex(node: tree.Node, scope: Scope | None = None, style: type[Latex] = Latex) -> str:
    """The formula as LaTeX, without dollar signs."""
    return style(scope, whole=node).write_node(node).text


def to_latex_with_values(node: tree.Node, scope: Scope, style: type[Latex] = Latex) -> str:
    """The formula as LaTeX, with values for names."""
    return style(scope, substitute=True, whole=node).write_node(node).text


def has_columns(node: tree.Node, scope: Scope) -> bool:
    """Whether a formula multiplies a vector by a matrix, or a column by a row: then vectors are columns."""
    products = (n for n in tree.walk(node) if is_call(n, "outer") or (isinstance(n, tree.Binary) and n.op == "@"))
    return any(is_call(n, "outer") or is_matrix(n.left, scope) for n in products)  # type: ignore[attr-defined]


def is_matrix(node: tree.Node, scope: Scope) -> bool:
    """Whether the value of a node is a matrix."""
    array = Latex(scope).find_array(node)
    return array is not None and array.ndim == 2
