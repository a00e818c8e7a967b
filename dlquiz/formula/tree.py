"""The checked tree of a formula: what `read` makes, and `evaluate`, `show` and `slips` walk over.

Every node knows `at`, its offset in the text, which takes no part in equality: `a+b` and `a + b` are the same tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree."""

    at: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal: `int` where it is whole by its making, `Fraction` where it was written as a decimal."""

    value: int | Fraction


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A quantity by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Array(Node):
    """A bracketed list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-x`, `+x` or `not x`."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`+ - * / // % ** @`."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A chain `a < b <= c`: one operand more than operators."""

    ops: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`a and b and c`, or the same with `or`."""

    op: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Slice(Node):
    """`start:stop:step` inside an index."""

    start: Node | None
    stop: Node | None
    step: Node | None


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`base[keys]`."""

    base: Node
    keys: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]


def children(node: Node) -> Iterator[Node]:
    """The nodes right below `node`, from left to right as they stand in the tree."""
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node) -> Iterator[Node]:
    """`node` and all below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> frozenset[str]:
    """The free names of a tree: the quantities that it is computed from."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Name))


def calls(node: Node) -> Iterator[Call]:
    """The calls in a tree."""
    return (n for n in walk(node) if isinstance(n, Call))


def with_child(node: Node, index: int, new: Node) -> Node:
    """The node with its child of that number, as `children` counts them, replaced."""
    count = 0
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Node):
            if count == index:
                return replace(node, **{spec.name: new})  # type: ignore[arg-type]
            count += 1
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            if index < count + len(value):
                items = (*value[: index - count], new, *value[index - count + 1 :])
                return replace(node, **{spec.name: items})  # type: ignore[arg-type]
            count += len(value)
    raise IndexError(index)


def transform(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with every node replaced for which `change` gives another; what it replaces is not entered."""
    new = change(node)
    if new is not None:
        return new
    changes: dict[str, object] = {}
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Node):
            below: object = transform(value, change)
        elif isinstance(value, tuple):
            below = tuple(transform(v, change) if isinstance(v, Node) else v for v in value)
        else:
            continue
        if below != value:
            changes[spec.name] = below
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def rename(node: Node, new: dict[str, Node]) -> Node:
    """The tree with names replaced by the trees that stand in for them."""
    return transform(node, lambda n: new.get(n.name) if isinstance(n, Name) else None)
