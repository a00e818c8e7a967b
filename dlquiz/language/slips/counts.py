"""Counts and numbers that are off: one too many, 1 for all of them, twice or half, rounded in another way."""

from __future__ import annotations

from dlquiz.language.slips.patterns import ONE, Found, as_binary, as_call, list_terms, looks_at
from dlquiz.tree import Binary, Call, Name, Node, Number


def count_one_more(node: Node) -> Found:
    """a + 1 for a, as the result of a step."""
    yield Binary("+", node, ONE), None


def count_one_less(node: Node) -> Found:
    """a - 1 for a, as the result of a step."""
    yield Binary("-", node, ONE), None


@looks_at(Binary)
def count_once(node: Node) -> Found:
    """1 for a count: one bias for a layer, where every unit has its own."""
    if found := as_binary(node, "+"):
        if isinstance(found.right, Name):
            yield Binary("+", found.left, ONE), found.right
        if isinstance(found.left, Name):
            yield Binary("+", ONE, found.right), found.left


@looks_at(Binary)
def count_all_once(node: Node) -> Found:
    """2 for b + d: one bias for each of two layers."""
    terms = list_terms(node)
    if len(terms) > 1 and all(isinstance(term, Name) for term in terms):
        yield Number(len(terms)), node


@looks_at(Binary, Call)
def divide_by_one_less(node: Node) -> Found:
    """A sum over n - 1 for a mean, and a/(n - 1) for a/n."""
    if (found := as_call(node, "mean")) and len(found.arguments) == 1:
        count = Call("len", found.arguments)
        yield Binary("/", Call("sum", found.arguments), Binary("-", count, ONE)), node
    if (quotient := as_binary(node, "/")) and isinstance(quotient.right, Name):
        yield Binary("/", quotient.left, Binary("-", quotient.right, ONE)), node


@looks_at(Binary)
def take_as_one(node: Node) -> Found:
    """1 for a quantity that is subtracted, subtracted from, or an exponent."""
    if found := as_binary(node, "-", "**"):
        if isinstance(found.right, Name):
            yield Binary(found.op, found.left, ONE), found.right
        if isinstance(found.left, Name) and found.op == "-":
            yield Binary(found.op, ONE, found.right), found.left


@looks_at(Number)
def shift_number(node: Node) -> Found:
    """A digit of the formula one more or one less."""
    if isinstance(node, Number) and isinstance(node.value, int) and 0 <= node.value <= 9:
        yield Number(node.value + 1), node
        if node.value != 1:  # a term or factor that is left out has rows of its own
            yield Number(node.value - 1), node


@looks_at(Binary, Call)
def change_rounding(node: Node) -> Found:
    """Rounded up for down, to the nearest, or not at all."""
    if (found := as_call(node, "floor", "ceil", "round")) and len(found.arguments) == 1:
        yield found.arguments[0], node
        for other in ("floor", "ceil", "round"):
            if other != found.function:
                yield Call(other, found.arguments), node
    if whole := as_binary(node, "//"):
        quotient = Binary("/", whole.left, whole.right)
        yield quotient, node
        yield Call("ceil", (quotient,)), node


def take_complement(node: Node) -> Found:
    """1 - a for a: the share that is left for the share that is taken."""
    yield Binary("-", ONE, node), None


def double(node: Node) -> Found:
    """Twice as much, as the result of a step."""
    yield Binary("*", Number(2), node), None


def halve(node: Node) -> Found:
    """Half as much, as the result of a step."""
    yield Binary("/", node, Number(2)), None
