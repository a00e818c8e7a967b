"""Slopes and powers that are left out or taken for one another."""

from __future__ import annotations

from dlquiz.language.slips.patterns import (
    ONE,
    Found,
    as_binary,
    as_call,
    complement_of,
    is_complement,
    is_number,
    list_factors,
    looks_at,
    multiply,
    replace_all,
)
from dlquiz.tree import Binary, Call, Name, Node, Number


@looks_at(Binary)
def drop_slope(node: Node) -> Found:
    """e·x for e·a·(1 - a)·x: a product without the two factors of a slope."""
    factors = list_factors(node)
    for at, factor in enumerate(factors):
        if len(factors) > 2 and (bare := complement_of(factor)) in factors and bare is not None:
            rest = [one for i, one in enumerate(factors) if i != at]
            rest.remove(bare)
            yield multiply(rest), Binary("*", bare, factor)


@looks_at(Binary)
def forget_slope(node: Node) -> Found:
    """1 for the slope a(1 - a) or 1 - a², and a for a(1 - a)."""
    if (found := as_binary(node, "*")) and is_complement(found.right, found.left):
        yield ONE, node
    if (found := as_binary(node, "-")) and is_number(found.left, 1) and as_binary(found.right, "**"):
        yield ONE, node


@looks_at(Binary)
def confuse_slopes(node: Node) -> Found:
    """Another slope: a² or 1 - a² for a(1 - a), a(1 - a) for 1 - a², the slope taken at σ(a); and xⁿ for nxⁿ⁻¹."""
    if (found := as_binary(node, "*")) and is_complement(found.right, found.left):
        yield replace_all(node, found.left, Call("sigmoid", (found.left,))), node
        yield Binary("**", found.left, Number(2)), node
        yield Binary("-", ONE, Binary("**", found.left, Number(2))), node
    if (found := as_binary(node, "-")) and is_number(found.left, 1) and (square := as_binary(found.right, "**")):
        yield Binary("*", square.left, Binary("-", ONE, square.left)), node
        yield replace_all(node, square.left, Call("tanh", (square.left,))), node
    if (found := as_binary(node, "*")) and (lowered := as_binary(found.right, "**")):
        exponent = as_binary(lowered.right, "-")
        if exponent and is_number(exponent.right, 1):
            whole = Binary("**", lowered.left, exponent.left)
            if found.left == exponent.left:
                yield whole, node
            elif (product := as_binary(found.left, "*")) and exponent.left in (product.left, product.right):
                yield Binary("*", product.left if product.right == exponent.left else product.right, whole), node


@looks_at(Call)
def take_slope_for_function(node: Node) -> Found:
    """a(1 - a) for the sigmoid a, 1 - a² for tanh."""
    if call := as_call(node, "sigmoid"):
        yield Binary("*", call, Binary("-", ONE, call)), node
    if call := as_call(node, "tanh"):
        yield Binary("-", ONE, Binary("**", call, Number(2))), node


@looks_at(Binary, Call)
def change_power(node: Node) -> Found:
    """2x, x or |x| for x², x² for x³, and x² for 2x."""
    if call := as_call(node, "abs"):
        yield Binary("**", call.arguments[0], Number(2)), node
    if (found := as_binary(node, "**")) and isinstance(found.right, Name):
        yield Binary("**", found.left, Binary("-", found.right, ONE)), node
        yield Binary("**", found.left, Binary("+", found.right, ONE)), node
    if found := as_binary(node, "**"):
        yield found.left, node
        if is_number(found.right, 2):
            yield Binary("*", Number(2), found.left), node
            yield Call("abs", (found.left,)), node
        if isinstance(found.right, Number) and found.right.value not in (1, 2):
            yield Binary("**", found.left, Number(found.right.value - 1)), node
            yield Binary("*", found.right, found.left), node
    if found := as_binary(node, "*"):
        if found.left == found.right:
            yield Binary("*", Number(2), found.left), node
        if is_number(found.left, 2):
            yield Binary("**", found.right, Number(2)), node
