"""Sums and products of trees, written as on paper: nothing times 1, no minus of a minus, one level of + and *."""

from __future__ import annotations

from fractions import Fraction

from dlquiz import tree

ONE = tree.Number(1)


def number(node: tree.Node) -> int | Fraction | None:
    """The value of a literal number, with or without a sign, or of a quotient of two; None for anything else."""
    if isinstance(node, tree.Number):
        return None if isinstance(node.value, float) else node.value
    if isinstance(node, tree.Unary) and node.op == "-":
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, tree.Binary) and node.op == "/":
        above, below = number(node.left), number(node.right)
        return None if above is None or not below else Fraction(above) / below
    return None


def negate(node: tree.Node) -> tree.Node:
    """The same with the other sign."""
    if isinstance(node, tree.Unary) and node.op == "-":
        return node.operand
    return tree.Unary("-", node)


def split_sign(node: tree.Node) -> tuple[bool, tree.Node]:
    """Whether a minus stands before a tree or its first factor, and the tree without it."""
    if isinstance(node, tree.Unary) and node.op == "-":
        return True, node.operand
    if isinstance(node, tree.Binary) and node.op in ("*", "/"):
        minus, left = split_sign(node.left)
        if minus:
            return True, tree.Binary(node.op, left, node.right)
    return False, node


def add(*terms: tree.Node) -> tree.Node:
    """A sum from left to right; a negative term is subtracted."""
    made = terms[0]
    for term in terms[1:]:
        minus, bare = split_sign(term)
        made = tree.Binary("-" if minus else "+", made, bare)
    return made


def subtract(left: tree.Node, right: tree.Node) -> tree.Node:
    """A difference; a negative term is added."""
    minus, bare = split_sign(right)
    return tree.Binary("+" if minus else "-", left, bare)


def multiply(*factors: tree.Node) -> tree.Node:
    """A product from left to right; signs go before it, and factors 1 are left out."""
    minus = False
    kept: list[tree.Node] = []
    for factor in factors:
        negative, bare = split_sign(factor)
        minus ^= negative
        kept += [part for part in split_product(bare) if part != ONE]
    made = kept[0] if kept else ONE
    for factor in kept[1:]:
        made = tree.Binary("*", made, factor)
    return tree.Unary("-", made) if minus else made


def split_product(node: tree.Node) -> list[tree.Node]:
    """The factors of a product."""
    factors: list[tree.Node] = []
    while isinstance(node, tree.Binary) and node.op == "*":
        factors.append(node.right)
        node = node.left
    if isinstance(node, tree.Unary) and node.op == "-" and factors:  # -a*b
        return [tree.Unary("-", ONE), *split_product(node.operand), *reversed(factors)]
    return [node, *reversed(factors)]


def split_sum(node: tree.Node) -> list[tuple[int, tree.Node]]:
    """The terms of a sum, each with its sign; brackets inside are opened."""
    terms: list[tuple[int, tree.Node]] = []
    waiting = [(1, node)]
    while waiting:
        sign, part = waiting.pop()
        if isinstance(part, tree.Binary) and part.op in ("+", "-"):
            waiting += [(sign if part.op == "+" else -sign, part.right), (sign, part.left)]
        elif isinstance(part, tree.Unary) and part.op in ("+", "-"):
            waiting.append((sign if part.op == "+" else -sign, part.operand))
        else:
            terms.append((sign, part))
    return terms
