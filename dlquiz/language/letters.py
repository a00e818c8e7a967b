"""Arithmetic with letters: a value in which a declared variable stands is itself a formula, kept tidy.

A formula is a sum of terms; a term is a coefficient and powers of factors.  Sums inside a product or a power are
factors of their own: they are not multiplied out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz.language import numbers
from dlquiz.tree import Binary, Call, Node, Number, Unary, children

LONGEST = 500  # nodes of one formula
DEEPEST = 100
POWER = 1_000  # the largest exponent that is computed with

Factors = dict[Node, int]  # factor -> exponent, in the order of writing
Term = tuple[Any, Factors]  # coefficient, factors


def combined(op: str, left: Any, right: Any) -> Any:
    """`left op right` where at least one is a formula."""
    if op == "+":
        return rebuilt(terms(left) + terms(right))
    if op == "-":
        return rebuilt(terms(left) + [opposite(term) for term in terms(right)])
    if op == "*":
        return rebuilt([multiplied(single(left), single(right))])
    if op == "/":
        return rebuilt([multiplied(single(left), raised(single(right), -1))])
    if op == "**":
        exponent = whole(right)
        return (
            Binary("**", as_node(left), as_node(right))
            if exponent is None
            else rebuilt([raised(single(left), exponent)])
        )
    raise ValueError(f'"{op}" does not go with letters')


def negated(value: Node) -> Any:
    """`-value`."""
    return rebuilt([opposite(single(value))])


def applied(function: str, *values: Any) -> Node:
    """A function of formulas: kept as it is."""
    return Call(function, tuple(as_node(v) for v in values))


def as_node(value: Any) -> Node:
    """A number as the leaf of a tree."""
    if isinstance(value, Node):
        return value
    if type(value) in numbers.NUMBERS:
        return Number(int(value) if isinstance(value, bool) else value)
    raise ValueError("letters go with numbers, not with arrays or texts")


def measured(node: Node) -> tuple[int, int]:
    """The nodes of a tree, and its depth."""
    below = [measured(child) for child in children(node)]
    return 1 + sum(size for size, _ in below), 1 + max((depth for _, depth in below), default=0)


# to terms


def terms(value: Any) -> list[Term]:
    """The terms of a sum."""
    if isinstance(value, Binary) and value.op in ("+", "-"):
        right = terms(value.right)
        return terms(value.left) + (right if value.op == "+" else [opposite(term) for term in right])
    if isinstance(value, Unary) and value.op == "-":
        return [opposite(term) for term in terms(value.operand)]
    return [factored(value)]


def single(value: Any) -> Term:
    """A value as one term; a sum becomes one factor."""
    if isinstance(value, Binary) and value.op in ("+", "-"):
        return 1, {value: 1}
    return factored(value)


def factored(value: Any) -> Term:
    """Coefficient and factors of what is no sum."""
    if not isinstance(value, Node):
        return value, {}
    if isinstance(value, Number):
        return value.value, {}
    if isinstance(value, Unary) and value.op == "-":
        return opposite(single(value.operand))
    if isinstance(value, Binary) and value.op == "*":
        return multiplied(single(value.left), single(value.right))
    if isinstance(value, Binary) and value.op == "/":
        return multiplied(single(value.left), raised(single(value.right), -1))
    if isinstance(value, Binary) and value.op == "**" and isinstance(value.right, Number):
        exponent = whole(value.right.value)
        if exponent is not None:
            return raised(single(value.left), exponent)
    return 1, {value: 1}


def whole(value: Any) -> int | None:
    """An exponent that can be computed with; None for any other."""
    if isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1):
        return int(value)
    return None


def opposite(term: Term) -> Term:
    """The term with the other sign."""
    return -term[0], term[1]


def multiplied(a: Term, b: Term) -> Term:
    """The product of two terms."""
    factors = dict(a[1])
    for factor, exponent in b[1].items():
        factors[factor] = factors.get(factor, 0) + exponent
    return numbers.multiply(a[0], b[0]), checked(factors)


def raised(term: Term, exponent: int) -> Term:
    """A whole power of a term."""
    return numbers.power(term[0], exponent), checked({f: e * exponent for f, e in term[1].items()})


def checked(factors: Factors) -> Factors:
    """Factors whose exponents are not 0, and not huge."""
    if any(abs(exponent) > POWER for exponent in factors.values()):
        raise ValueError("the power becomes too large")
    return {factor: exponent for factor, exponent in factors.items() if exponent}


# and back


def rebuilt(summands: list[Term]) -> Any:
    """The tree of a sum, like terms collected; a plain number where no letter is left."""
    collected: dict[frozenset[tuple[Node, int]], Term] = {}
    for coefficient, factors in summands:
        key = frozenset(factors.items())
        before = collected[key][0] if key in collected else 0
        collected[key] = (numbers.add(before, coefficient), factors)
    left = [term for term in collected.values() if term[0] != 0]
    if not any(factors for _, factors in left):
        return left[0][0] if left else 0
    made = term_node(*left[0])
    for coefficient, factors in left[1:]:
        op = "-" if coefficient < 0 else "+"
        made = Binary(op, made, term_node(abs(coefficient), factors))
    return made


def term_node(coefficient: Any, factors: Factors) -> Node:
    """The tree of one term: 3·x²/y, the denominator of an endless fraction below the bar."""
    if coefficient < 0:
        return Unary("-", term_node(-coefficient, factors))
    below = [powered(f, -e) for f, e in factors.items() if e < 0]
    above = [powered(f, e) for f, e in factors.items() if e > 0]
    if type(coefficient) is Fraction and numbers.decimals(coefficient) > 6:
        below.insert(0, Number(coefficient.denominator))
        coefficient = coefficient.numerator
    if coefficient != 1 or not above:
        above.insert(0, Number(coefficient))
    return Binary("/", chained(above), chained(below)) if below else chained(above)


def powered(factor: Node, exponent: int) -> Node:
    """A factor with its exponent."""
    return factor if exponent == 1 else Binary("**", factor, Number(exponent))


def chained(factors: list[Node]) -> Node:
    """Factors multiplied from left to right."""
    node = factors[0]
    for factor in factors[1:]:
        node = Binary("*", node, factor)
    return node
