"""What people leave out of a formula: terms, factors, divisions, functions, a minus sign."""

from __future__ import annotations

from fractions import Fraction

from dlquiz.language.slips.patterns import (
    ONE,
    Found,
    add_up,
    as_binary,
    as_call,
    complement_of,
    is_number,
    list_terms,
    looks_at,
)
from dlquiz.tree import Binary, Call, Name, Node, Number, Unary


@looks_at(Binary)
def drop_term(node: Node) -> Found:
    """a + b without a, or without b."""
    if found := as_binary(node, "+", "-"):
        yield found.left, found.right
        yield (found.right if found.op == "+" else Unary("-", found.right)), found.left


@looks_at(Binary, Call)
def drop_factor(node: Node) -> Found:
    """a·b without a, or without b; the sum of the others where it is a product of lists."""
    if found := as_binary(node, "*", "@"):
        yield found.left, found.right
        yield found.right, found.left
    if (product := as_call(node, "dot")) and len(product.arguments) == 2:
        left, right = product.arguments
        yield Call("sum", (left,)), right
        yield Call("sum", (right,)), left


@looks_at(Binary)
def drop_biases(node: Node) -> Found:
    """a·b + c·d without + b + d: a sum without all of its terms that are not products."""
    terms = list_terms(node)
    plain = [term for term in terms if isinstance(term, (Name, Number))]
    kept = [term for term in terms if term not in plain]
    if len(plain) > 1 and kept:
        yield add_up(kept), add_up(plain)


@looks_at(Binary)
def forget_half(node: Node) -> Found:
    """a for ½·a, and a for a/2."""
    if (found := as_binary(node, "*")) and is_number(found.left, Fraction(1, 2)):
        yield found.right, found.left
    if (found := as_binary(node, "/")) and is_number(found.right, 2):
        yield found.left, found.right


@looks_at(Binary)
def forget_division(node: Node) -> Found:
    """a for a/n."""
    if found := as_binary(node, "/", "//"):
        yield found.left, found.right


@looks_at(Binary)
def forget_complement(node: Node) -> Found:
    """a for 1 - a."""
    if (bare := complement_of(node)) is not None:
        yield bare, node


@looks_at(Binary)
def forget_reciprocal(node: Node) -> Found:
    """a for 1/a."""
    if (found := as_binary(node, "/")) and is_number(found.left, 1):
        yield found.right, node


@looks_at(Binary)
def forget_numerator(node: Node) -> Found:
    """1/n for a/n."""
    if found := as_binary(node, "/"):
        yield Binary("/", ONE, found.right), found.left


REDUCING = ("floor", "ceil", "round", "sum", "mean", "len")  # have a row of their own, or make no sense when forgotten


@looks_at(Call)
def forget_function(node: Node) -> Found:
    """x for f(x)."""
    if isinstance(node, Call) and len(node.arguments) == 1 and node.function not in REDUCING:
        yield node.arguments[0], node


@looks_at(Unary)
def lose_sign(node: Node) -> Found:
    """a for -a."""
    if isinstance(node, Unary) and node.op == "-":
        yield node.operand, node
