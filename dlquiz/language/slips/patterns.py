"""What the finders of slips look for in a formula, and how they put the pieces together again.

A finder takes a node and yields pairs: the node that stands there after the slip, and the piece of the right formula
that the catalogue's sentence is about (None where it names none).  `drop_term` on `a + b` yields `(a, b)` and `(b, a)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce

from dlquiz.tree import Binary, Call, Node, Number, transform

Found = Iterable[tuple[Node, Node | None]]
Finder = Callable[[Node], Found]
ONE = Number(1)
NODE_TYPES: dict[Finder, tuple[type[Node], ...]] = {}  # at which nodes a finder looks


def looks_at(*types: type[Node]) -> Callable[[Finder], Finder]:
    """A decorator that says at which nodes a finder looks; it yields nothing at others."""

    def note_types(finder: Finder) -> Finder:
        NODE_TYPES[finder] = types
        return finder

    return note_types


def as_binary(node: Node, *ops: str) -> Binary | None:
    """The node, if it is one of these operators; else None."""
    return node if isinstance(node, Binary) and node.op in ops else None


def as_call(node: Node, *functions: str) -> Call | None:
    """The node, if it calls one of these functions; else None."""
    return node if isinstance(node, Call) and node.function in functions else None


def is_number(node: Node, value: int | Fraction) -> bool:
    """Whether a node is this number."""
    return isinstance(node, Number) and node.value == value


def is_complement(node: Node, other: Node) -> bool:
    """Whether a node is 1 minus the other."""
    return isinstance(node, Binary) and node.op == "-" and is_number(node.left, 1) and node.right == other


def complement_of(node: Node) -> Node | None:
    """a where a node is 1 - a; None where it is not."""
    found = as_binary(node, "-")
    return found.right if found and is_number(found.left, 1) else None


def list_terms(node: Node) -> list[Node]:
    """The terms of a sum, from left to right."""
    found = as_binary(node, "+")
    return [*list_terms(found.left), *list_terms(found.right)] if found else [node]


def list_factors(node: Node) -> list[Node]:
    """The factors of a product, from left to right."""
    found = as_binary(node, "*")
    return [*list_factors(found.left), *list_factors(found.right)] if found else [node]


def add_up(terms: Sequence[Node]) -> Node:
    """The sum of some terms."""
    return reduce(lambda left, right: Binary("+", left, right), terms)


def multiply(factors: Sequence[Node]) -> Node:
    """The product of some factors."""
    return reduce(lambda left, right: Binary("*", left, right), factors)


def replace_all(node: Node, old: Node, new: Node) -> Node:
    """The tree with a part replaced wherever it stands."""
    return transform(node, lambda below: new if below == old else None)


def transpose(node: Node) -> Node:
    """Aᵀ for A, and A for Aᵀ."""
    found = as_call(node, "transpose")
    return found.arguments[0] if found else Call("transpose", (node,))
