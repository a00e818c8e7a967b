"""Tree to text: plain (which reads back as the same tree), prose for the terminal, and LaTeX; and values to text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dlquiz import tree
from dlquiz.language import numbers
from dlquiz.language.arrays import Array
from dlquiz.language.evaluate import Scope
from dlquiz.language.functions import FUNCTIONS, Function
from dlquiz.language.write.digits import literal, number_latex, number_text, scientific
from dlquiz.language.write.latex import Latex, LatexLetters
from dlquiz.language.write.plain import ATOM, SIGN, Piece, Style, taken
from dlquiz.language.write.prose import Letters, Prose

NEGATED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}


def plain(node: tree.Node) -> str:
    """The form that reads back as the same tree."""
    return Style().piece(node).text


def plain_taken(node: tree.Node, scope: Scope, substitute: bool, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """The plain form of the branches taken, with names or with values."""
    return Style(scope, substitute, functions).piece(node).text


def prose(node: tree.Node, scope: Scope | None = None, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With names, for the terminal; with a scope only the branches taken."""
    return Prose(scope, False, functions).piece(node).text


def substituted(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With the values put in, for the terminal."""
    return Prose(scope, True, functions).piece(node).text


def latex(node: tree.Node, scope: Scope | None = None, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With names, as LaTeX."""
    return Latex(scope, False, functions).piece(node).text


def latex_substituted(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> str:
    """With the values put in, as LaTeX."""
    return Latex(scope, True, functions).piece(node).text


# the reasons of conditionals


def since(node: tree.Node, scope: Scope, functions: Mapping[str, Function] = FUNCTIONS) -> list[str]:
    """Why each conditional on the way took its branch: "5 > 0"; nothing where a plain draw decides."""
    return list(dict.fromkeys(reasons(node, scope, functions)))


def reasons(node: tree.Node, scope: Scope, functions: Mapping[str, Function]) -> Iterator[str]:
    """The reasons in the order of the formula."""
    if type(node) in tree.LEAVES:
        return
    if not isinstance(node, tree.Conditional):
        for child in tree.children(node):
            yield from reasons(child, scope, functions)
    elif (branch := taken(node, scope, functions)) is not None:
        if not is_plain(node.condition, scope):
            yield reason(node.condition, branch is node.then, scope, functions)
        yield from reasons(branch, scope, functions)


def is_plain(condition: tree.Node, scope: Scope) -> bool:
    """Whether a condition speaks for itself: a draw, or a word that is drawn."""
    compares = any(isinstance(node, tree.Compare) for node in tree.walk(condition))
    return not compares or any(isinstance(scope.get(name), str) for name in tree.names(condition))


def reason(condition: tree.Node, held: bool, scope: Scope, functions: Mapping[str, Function]) -> str:
    """A condition with its numbers, turned round where it did not hold; `k = 3` rather than `3 = 3`."""
    node = condition if held else negated(condition)
    text = substituted(node, scope, functions)
    left, _, right = text.partition(" = ")
    return prose(node, scope, functions) if left == right else text


def negated(condition: tree.Node) -> tree.Node:
    """What holds where a condition does not."""
    if isinstance(condition, tree.Compare) and len(condition.ops) == 1:
        return tree.Compare((NEGATED[condition.ops[0]],), condition.operands)
    if isinstance(condition, tree.Unary) and condition.op == "not":
        return condition.operand
    return tree.Unary("not", condition)


# values


def value_text(value: Any) -> str:
    """Any value for people."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in numbers.NUMBERS:
        return number_text(value)
    if isinstance(value, tree.Node):
        return Letters().piece(value).text
    if isinstance(value, (Array, tuple)):
        return f"[{', '.join(value_text(v) for v in value)}]"
    return str(value)


def value_latex(value: Any) -> str:
    """Any value as LaTeX; a text stands as it is, since its author meant it for this place."""
    if isinstance(value, tree.Node):
        return LatexLetters().piece(value).text
    if isinstance(value, str):
        return value
    if isinstance(value, (Array, tuple)):
        return Latex().brackets(cells(value))
    return Latex().value("", value).text


def cells(value: Any) -> list[Any]:
    """The elements of an array as LaTeX, in lists as they stand in it."""
    return [cells(v) if isinstance(v, (Array, tuple)) else value_latex(v) for v in value]


__all__ = [
    "ATOM",
    "SIGN",
    "Latex",
    "LatexLetters",
    "Letters",
    "Piece",
    "Prose",
    "Style",
    "latex",
    "latex_substituted",
    "literal",
    "number_latex",
    "number_text",
    "plain",
    "plain_taken",
    "prose",
    "scientific",
    "since",
    "substituted",
    "value_latex",
    "value_text",
]
