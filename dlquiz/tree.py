"""The checked tree of a formula: what `read` makes, and `evaluate`, `show` and `slips` walk over.

Every node knows `at`, its offset in the text, which takes no part in equality: `a+b` and `a + b` are the same tree.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import field
from fractions import Fraction
from typing import Any

from dlquiz.records import frozen


@frozen
class Node:
    """A node of the tree."""

    at: int = field(default=0, compare=False, kw_only=True)


@frozen
class Number(Node):
    """A literal: `int` where it is whole by its making, `Fraction` where it was written as a decimal.

    A `float` comes only out of computing with letters.  `slack` is half a unit of the last place of a decimal that a
    learner typed with at least three digits: it may stand for all numbers that round to it.
    """

    value: int | Fraction | float
    slack: Fraction | int = field(default=0, compare=False, kw_only=True)


@frozen
class Text(Node):
    """A string literal."""

    value: str


@frozen
class Truth(Node):
    """`true` or `false`."""

    value: bool


@frozen
class Name(Node):
    """A quantity by its name."""

    name: str


@frozen
class Array(Node):
    """A bracketed list."""

    items: tuple[Node, ...]


@frozen
class Unary(Node):
    """`-x`, `+x` or `not x`."""

    op: str
    operand: Node


@frozen
class Binary(Node):
    """`+ - * / // % ** @`."""

    op: str
    left: Node
    right: Node


@frozen
class Compare(Node):
    """A chain `a < b <= c`: one operand more than operators."""

    ops: tuple[str, ...]
    operands: tuple[Node, ...]


@frozen
class Logic(Node):
    """`a and b and c`, or the same with `or`."""

    op: str
    operands: tuple[Node, ...]


@frozen
class Conditional(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node


@frozen
class Slice(Node):
    """`start:stop:step` inside an index."""

    start: Node | None
    stop: Node | None
    step: Node | None


@frozen
class Index(Node):
    """`base[keys]`."""

    base: Node
    keys: tuple[Node, ...]


@frozen
class Call(Node):
    """A function applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]


def keys(node: Node) -> tuple[str, ...]:
    """The fields of a node but its place."""
    return node.__match_args__


CHILDREN: dict[type[Node], Callable[[Any], tuple[Node, ...]]] = {
    Number: lambda node: (),
    Text: lambda node: (),
    Truth: lambda node: (),
    Name: lambda node: (),
    Array: lambda node: node.items,
    Unary: lambda node: (node.operand,),
    Binary: lambda node: (node.left, node.right),
    Compare: lambda node: node.operands,
    Logic: lambda node: node.operands,
    Conditional: lambda node: (node.then, node.condition, node.otherwise),
    Slice: lambda node: tuple(end for end in (node.start, node.stop, node.step) if end is not None),
    Index: lambda node: (node.base, *node.keys),
    Call: lambda node: node.arguments,
}
"""The nodes right below those of each class, as their fields hold them."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below `node`, from left to right as they stand in the tree."""
    return CHILDREN[type(node)](node)


def walk(node: Node) -> Iterator[Node]:
    """`node` and all below it, parents first."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(CHILDREN[type(node)](node)))


def names(node: Node) -> frozenset[str]:
    """The free names of a tree: the quantities that it is computed from."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Name))


def measure(node: Node, most: int) -> tuple[int, int]:
    """The nodes of a tree and its depth, counted until there are more than `most`; what is shared counts each time."""
    nodes = deepest = 0
    waiting = [(node, 1)]
    while waiting and nodes <= most:
        below, depth = waiting.pop()
        nodes += 1
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in children(below))
    return nodes, deepest


def calls(node: Node) -> Iterator[Call]:
    """The calls in a tree."""
    return (n for n in walk(node) if isinstance(n, Call))


def transform(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with every node replaced for which `change` gives another; what it replaces is not entered."""
    new = change(node)
    if new is not None:
        return new
    made: dict[str, Any] = {}
    for name in keys(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            made[name] = transform(value, change)
        elif isinstance(value, tuple):
            made[name] = tuple([transform(v, change) if isinstance(v, Node) else v for v in value])
        else:
            made[name] = value
    if all(unchanged(new, getattr(node, name)) for name, new in made.items()):
        return node
    return type(node)(**made, at=node.at)


def unchanged(new: Any, old: Any) -> bool:
    """Whether a field holds the same nodes as before."""
    return new is old or (isinstance(new, tuple) and all(map(operator.is_, new, old)))


def with_child(node: Node, index: int, new: Node) -> Node:
    """The node with its child of that number, as `children` counts them, replaced."""
    made: dict[str, Any] = {name: getattr(node, name) for name in keys(node)}
    count = 0
    for name, value in made.items():
        below = (value,) if isinstance(value, Node) else value
        if not isinstance(below, tuple) or not below or not isinstance(below[0], Node):
            continue
        if index < count + len(below):
            items = (*below[: index - count], new, *below[index - count + 1 :])
            made[name] = new if isinstance(value, Node) else items
            return type(node)(**made, at=node.at)
        count += len(below)
    raise IndexError(index)


def rename(node: Node, new: dict[str, Node]) -> Node:
    """The tree with names replaced by the trees that stand in for them."""
    return transform(node, lambda n: new.get(n.name) if isinstance(n, Name) else None)
