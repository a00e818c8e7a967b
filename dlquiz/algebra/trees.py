"""SymPy to trees, for our own printers: the terms and factors in the order of paper, whatever SymPy's is.

Terms come by descending degree, then by their letters; in a product the number comes first, then the letters, the
functions, and the sums.  The order is made from names and numbers alone, so that it is the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy

from dlquiz import tree
from dlquiz.algebra.functions import NAMES, Named

DECIMALS = 6  # that a coefficient may have and still be written as a decimal
HALF = sympy.Rational(1, 2)


@lru_cache(4096, typed=True)
def to_tree(expression: Any) -> tree.Node:
    """The tree of an expression; ValueError where the language cannot say it.

    Terms are ordered by the trees of what is in them, so without what is kept, each level would take twice the time.
    """
    for kind, rule in RULES:
        if isinstance(expression, kind):
            return rule(expression)
    if type(expression) in NAMES:
        return call(NAMES[type(expression)], *expression.args)
    raise ValueError("this cannot be written as a formula")


def call(function: str, *arguments: Any) -> tree.Node:
    """A function of expressions; `max` inside `max` is one."""
    nodes: list[tree.Node] = []
    for argument in map(to_tree, arguments):
        inner = isinstance(argument, tree.Call) and function in ("max", "min") and argument.function == function
        nodes.extend(tree.children(argument) if inner else (argument,))
    return tree.Call(function, tuple(nodes))


def from_number(value: Any) -> tree.Node:
    """A number: a quotient where its decimals do not end soon."""
    if value.is_Float:
        return put_sign(value < 0, tree.Number(abs(float(value))))
    if not value.is_finite:
        raise ValueError("this has no value")
    top, bottom = abs(int(value.p)), int(value.q)
    if 10**DECIMALS % bottom:
        return put_sign(value < 0, tree.Binary("/", tree.Number(top), tree.Number(bottom)))
    return put_sign(value < 0, tree.Number(top if bottom == 1 else Fraction(top, bottom)))


def put_sign(minus: Any, node: tree.Node) -> tree.Node:
    """A node, with a minus before it or not."""
    return tree.Unary("-", node) if minus else node


# sums


def from_sum(expression: Any) -> tree.Node:
    """Terms in the order of paper; a sum begins with a plus where it can: y - x, 1 - s, but -x^2 + 3x - 2."""
    terms = sorted(expression.args, key=term_key)
    if all(degree(term) <= 0 for term in terms):
        terms.sort(key=lambda term: not term.is_number)  # 1 + exp(-x)
    leading = [term for term in terms if len(terms) == 2 or degree(term) == degree(terms[0])]
    first = next((term for term in leading if not is_negative(term)), terms[0])
    terms.remove(first)
    terms.insert(0, first)
    made = to_tree(terms[0])
    for term in terms[1:]:
        made = tree.Binary("-" if is_negative(term) else "+", made, to_tree(-term if is_negative(term) else term))
    return made


def is_negative(term: Any) -> bool:
    """Whether a term has a minus before it."""
    return bool(term.as_coeff_Mul()[0] < 0)


def degree(term: Any) -> Fraction:
    """The degree of a term in its letters; a function counts as a number."""
    return sum((exponent for _, exponent in letter_powers(term)), Fraction(0))


def letter_powers(term: Any) -> list[tuple[str, Fraction]]:
    """The letters of a term with their constant exponents, in the order of their names."""
    pairs = (factor.as_base_exp() for factor in sympy.Mul.make_args(term))
    made = [
        (base.name, Fraction(int(exponent.p), int(exponent.q)))
        for base, exponent in pairs
        if base.is_Symbol and exponent.is_Rational
    ]
    return sorted(made, key=lambda pair: name_key(pair[0]))


def term_key(term: Any) -> tuple[Any, ...]:
    """By degree, downwards; then by letters, higher powers first; then by what is written."""
    ranked = tuple((name_key(name), -exponent) for name, exponent in letter_powers(term))
    return -degree(term), term.is_number, ranked, text_key(to_tree(term.as_coeff_Mul()[1]))


def name_key(name: str) -> tuple[str, str]:
    """Names in alphabetical order, small and capital letters together."""
    return name.lower(), name


def text_key(node: tree.Node) -> str:
    """A tree as a text that orders it."""
    own = [
        str(getattr(node, key))
        for key in tree.keys(node)
        if isinstance(getattr(node, key), (str, int, Fraction, float))
    ]
    return f"{type(node).__name__}{''.join(own)}({','.join(map(text_key, tree.children(node)))})"


# products and powers


def from_product(expression: Any) -> tree.Node:
    """A coefficient, what stands above the bar, and what stands below it."""
    coefficient, rest = expression.as_coeff_Mul()
    above: list[Any] = []
    below: list[Any] = []
    for factor in sympy.Mul.make_args(rest):
        (below if is_below(factor) else above).append(factor)
    tops = order_factors(above)
    bottoms = order_factors([1 / factor for factor in below])
    number = from_number(abs(coefficient))
    if isinstance(number, tree.Binary):  # an endless fraction
        bottoms.insert(0, number.right)
        number = number.left
    if number != tree.Number(1) or not tops:
        tops.insert(0, number)
    made = tree.Binary("/", chain(tops), chain(bottoms)) if bottoms else chain(tops)
    return put_sign(coefficient < 0, made)


def is_below(factor: Any) -> bool:
    """Whether a factor stands below the bar."""
    return bool(factor.is_Pow and factor.exp.is_Rational and factor.exp < 0)


def order_factors(factors: list[Any]) -> list[tree.Node]:
    """Letters by their names, then functions, then sums."""
    return [to_tree(factor) for factor in sorted(factors, key=factor_key)]


def factor_key(factor: Any) -> tuple[Any, ...]:
    """What orders the factors of a product."""
    base = factor.base if factor.is_Pow and not isinstance(factor, sympy.exp) else factor
    if base.is_Number:
        return 0, ("", ""), text_key(to_tree(factor))
    if base.is_Symbol:
        return 1, name_key(base.name), text_key(to_tree(factor))
    return (3 if base.is_Add else 2), ("", ""), text_key(to_tree(factor))


def chain(factors: list[tree.Node]) -> tree.Node:
    """Factors multiplied from left to right."""
    made = factors[0]
    for factor in factors[1:]:
        made = tree.Binary("*", made, factor)
    return made


def from_power(expression: Any) -> tree.Node:
    """A power; of a half the root, of a negative exponent the quotient."""
    base, exponent = expression.base, expression.exp
    if is_below(expression):
        return tree.Binary("/", tree.Number(1), to_tree(base**-exponent))
    if exponent == HALF:
        return tree.Call("sqrt", (to_tree(base),))
    return tree.Binary("**", to_tree(base), to_tree(exponent))


# pieces


def from_piecewise(expression: Any) -> tree.Node:
    """Pieces, the last of which holds everywhere else."""
    pieces = list(expression.args)
    if pieces[-1][1] != sympy.true:
        raise ValueError("this cannot be written as a formula")
    made = to_tree(pieces[-1][0])
    for value, condition in reversed(pieces[:-1]):
        made = tree.Conditional(to_tree(value), to_tree(condition), made)
    return made


def from_relation(expression: Any) -> tree.Node:
    """A comparison."""
    op = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "==", "!=": "!="}[expression.rel_op]
    return tree.Compare((op,), (to_tree(expression.lhs), to_tree(expression.rhs)))


def write_logic(op: str) -> Callable[[Any], tree.Node]:
    """`and`, `or`."""
    return lambda expression: tree.Logic(op, tuple(sorted(map(to_tree, expression.args), key=text_key)))


RULES: tuple[tuple[Any, Callable[[Any], tree.Node]], ...] = (
    (sympy.Number, from_number),
    (sympy.Symbol, lambda expression: tree.Name(expression.name)),
    (sympy.Add, from_sum),
    (sympy.Mul, from_product),
    (type(sympy.E), lambda expression: tree.Call("exp", (tree.Number(1),))),
    (type(sympy.pi), lambda expression: tree.Name("pi")),
    (sympy.exp, lambda expression: call("exp", expression.exp)),
    (sympy.Pow, from_power),
    (Named, lambda expression: call(type(expression).name, *expression.args)),
    (sympy.Piecewise, from_piecewise),
    (sympy.core.relational.Relational, from_relation),
    (sympy.And, write_logic("and")),
    (sympy.Or, write_logic("or")),
    (sympy.Not, lambda expression: tree.Unary("not", to_tree(expression.args[0]))),
    (type(sympy.true), lambda expression: tree.Truth(True)),
    (type(sympy.false), lambda expression: tree.Truth(False)),
)
