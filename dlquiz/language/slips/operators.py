"""One operator for another, a sign turned, operands in the other order, brackets lost or put in."""

from __future__ import annotations

from dlquiz.language.slips.patterns import ONE, Found, as_binary, as_call, looks_at
from dlquiz.tree import Binary, Call, Name, Node, Number, Unary


def turn_sign(node: Node) -> Found:
    """-a for a, as the result of a step."""
    yield Unary("-", node), None


@looks_at(Binary)
def add_for_subtract(node: Node) -> Found:
    """a + b for a - b."""
    if found := as_binary(node, "-"):
        yield Binary("+", found.left, found.right), found.right


@looks_at(Binary)
def subtract_for_add(node: Node) -> Found:
    """a - b for a + b."""
    if found := as_binary(node, "+"):
        yield Binary("-", found.left, found.right), found.right


@looks_at(Binary)
def turn_first_sign(node: Node) -> Found:
    """-a + b for a + b, and -a - b for a - b."""
    if found := as_binary(node, "+", "-"):
        yield Binary(found.op, Unary("-", found.left), found.right), found.left


@looks_at(Binary)
def swap_times_plus(node: Node) -> Found:
    """a + b for a·b, and the other way round."""
    if found := as_binary(node, "+", "*"):
        yield Binary("*" if found.op == "+" else "+", found.left, found.right), node


@looks_at(Binary)
def swap_times_divide(node: Node) -> Found:
    """a·b for a/b, and the other way round."""
    if found := as_binary(node, "/", "*"):
        yield Binary("*" if found.op == "/" else "/", found.left, found.right), node
        if found.op == "*" and isinstance(found.left, Number):
            yield Binary("/", found.right, found.left), node


@looks_at(Binary)
def invert_fraction(node: Node) -> Found:
    """b/a for a/b."""
    if found := as_binary(node, "/"):
        yield Binary("/", found.right, found.left), node


@looks_at(Binary, Call)
def swap_operands(node: Node) -> Found:
    """b - a for a - b, B·A for A·B, bᵃ for aᵇ."""
    if found := as_binary(node, "-", "@", "**", "//", "%"):
        yield Binary(found.op, found.right, found.left), node
    if (found_call := as_call(node, "dot", "conv2d", "outer")) and len(found_call.arguments) == 2:
        yield Call(found_call.function, found_call.arguments[::-1]), node


@looks_at(Binary)
def swap_power_product(node: Node) -> Found:
    """aᵇ for a·b, and the other way round."""
    if (found := as_binary(node, "*")) and isinstance(found.right, Name):
        yield Binary("**", found.left, found.right), node
    if (found := as_binary(node, "**")) and not isinstance(found.right, Number):
        yield Binary("*", found.left, found.right), node


@looks_at(Binary)
def lose_brackets(node: Node) -> Found:
    """a·b + c or b + a·c for a·(b + c)."""
    if found := as_binary(node, "*", "/"):
        if inner := as_binary(found.left, "+", "-"):
            yield Binary(inner.op, inner.left, Binary(found.op, inner.right, found.right)), inner
        inner = as_binary(found.right, "+", "-")
        if inner and found.op == "*":
            yield Binary(inner.op, Binary("*", found.left, inner.left), inner.right), inner
            yield Binary(inner.op, inner.left, Binary("*", found.left, inner.right)), inner


@looks_at(Binary)
def put_brackets(node: Node) -> Found:
    """a·(b + c) or b·(a + c) for a·b + c."""
    found = as_binary(node, "+", "-")
    product = as_binary(found.left, "*", "/") if found else None
    if found and product:
        yield Binary(product.op, product.left, Binary(found.op, product.right, found.right)), node
        if product.op == "*":
            yield Binary("*", product.right, Binary(found.op, product.left, found.right)), node


@looks_at(Binary)
def weight_terms(node: Node) -> Found:
    """βv + (1 - β)g for βv + g: a moving mean for a sum, as some books have it."""
    found = as_binary(node, "+", "-")
    term = as_binary(found.left, "*") if found else None
    if found and term and isinstance(term.left, Name):
        share = Binary("-", ONE, term.left)
        yield Binary(found.op, term, Binary("*", share, found.right)), found.right
