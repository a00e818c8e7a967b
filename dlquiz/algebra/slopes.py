"""Slopes of single functions and monomials as trees: SymPy derives, and its result goes back into a tree."""

from __future__ import annotations

from functools import lru_cache

from dlquiz import tree
from dlquiz.algebra.calculus import differentiate
from dlquiz.algebra.expressions import symbol, to_sympy, wrap
from dlquiz.algebra.trees import to_tree

PLACE = "place"  # the letter at which a function is derived


def differentiate_tree(node: tree.Node, letter: str) -> tree.Node:
    """The derivative of a formula by a letter, tidied by SymPy; ValueError where there is none."""
    return to_tree(wrap(differentiate(to_sympy(node, tree.names(node)), symbol(letter))))


def differentiate_named(node: tree.Node, letter: str, name: str) -> tree.Node:
    """The derivative of the formula of a quantity, its value written by its `name`: a(1 - a) for sigmoid(z).

    An empty name stands for nothing.  ValueError where there is no derivative.
    """
    expression = to_sympy(node, tree.names(node))
    slope = wrap(differentiate(expression, symbol(letter)))
    if name and expression.args:
        slope = slope.xreplace({expression: symbol(name)})
    return to_tree(slope)


def slope_of_call(node: tree.Call) -> tree.Node:
    """The slope of a function by its first argument, taken where the call stands: sigmoid(u)(1 - sigmoid(u))."""
    inner, *rest = node.arguments
    return tree.rename(find_slope(node.function, tuple(rest)), {PLACE: inner})


@lru_cache(256)
def find_slope(function: str, rest: tuple[tree.Node, ...]) -> tree.Node:
    """The slope of a function at the letter `PLACE`; further arguments are constants."""
    return differentiate_tree(tree.Call(function, (tree.Name(PLACE), *rest)), PLACE)
