"""Arithmetic with letters: a value in which a declared variable stands is itself a formula, kept tidy.

A formula is a sum of terms; a term is a coefficient and powers of factors.  Sums inside a product or a power are
factors of their own: they are not multiplied out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz.formula import exact
from dlquiz.formula.tree import Binary, Call, Name, Node, Number, Unary

Factors = dict[Node, Any]  # factor -> exponent, in the order of writing
Term = tuple[Any, Factors]  # coefficient, factors


def combined(op: str, left: Any, right: Any) -> Any:
    """`left op right` where at least one is a formula."""
    if op in ("+", "-"):
        sign = 1 if op == "+" else -1
        return rebuilt(terms(left) + [(coefficient * sign, factors) for coefficient, factors in terms(right)])
    if op == "*":
        return rebuilt([multiplied(single(left), single(right))])
    if op == "/":
        if right == 0 and not isinstance(right, Node):
            raise ValueError("division by zero")
        return rebuilt([multiplied(single(left), raised(single(right), -1))])
    if op == "**":
        if isinstance(right, int) and abs(right) <= 64:
            return rebuilt([raised(single(left), right)])
        return Binary("**", as_node(left), as_node(right))
    raise ValueError(f'"{op}" does not go with letters')


def negated(value: Node) -> Any:
    """`-value`."""
    return combined("*", -1, value)


def applied(function: str, values: list[Any]) -> Node:
    """A function of formulas: kept as it is."""
    return Call(function, tuple(as_node(v) for v in values))


def as_node(value: Any) -> Node:
    """A number as the leaf of a tree."""
    if isinstance(value, Node):
        return value
    if isinstance(value, (int, Fraction)):
        return Number(int(value) if isinstance(value, bool) else value)
    if isinstance(value, float):
        return Number(Fraction(repr(value)))
    raise ValueError("letters go with numbers, not with arrays or texts")


def terms(value: Any) -> list[Term]:
    """The terms of a sum."""
    if isinstance(value, Binary) and value.op in ("+", "-"):
        sign = 1 if value.op == "+" else -1
        return terms(value.left) + [(c * sign, f) for c, f in terms(value.right)]
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
        coefficient, factors = single(value.operand)
        return -coefficient, factors
    if isinstance(value, Binary) and value.op == "*":
        return multiplied(single(value.left), single(value.right))
    if isinstance(value, Binary) and value.op == "/":
        return multiplied(single(value.left), raised(single(value.right), -1))
    if isinstance(value, Binary) and value.op == "**" and isinstance(value.right, Number) and isinstance(value.right.value, int):
        return raised(single(value.left), value.right.value)
    return 1, {value: 1}


def multiplied(a: Term, b: Term) -> Term:
    """The product of two terms."""
    factors = dict(a[1])
    for factor, exponent in b[1].items():
        factors[factor] = factors.get(factor, 0) + exponent
    return exact.multiply(a[0], b[0]), {f: e for f, e in factors.items() if e}


def raised(term: Term, exponent: int) -> Term:
    """A whole power of a term."""
    return exact.power(term[0], exponent), {f: e * exponent for f, e in term[1].items() if exponent}


def rebuilt(summands: list[Term]) -> Any:
    """The tree of a sum, like terms collected; a plain number where no letter is left."""
    collected: dict[frozenset[Any], Term] = {}
    for coefficient, factors in summands:
        key = frozenset(factors.items())
        before = collected[key][0] if key in collected else 0
        collected[key] = (exact.add(before, coefficient), factors)
    left = [term for term in collected.values() if term[0] != 0]
    if not any(factors for _, factors in left):
        return left[0][0] if left else 0
    made: Node | None = None
    for coefficient, factors in left:
        if made is None:
            made = term_node(coefficient, factors)
        elif coefficient < 0:
            made = Binary("-", made, term_node(-coefficient, factors))
        else:
            made = Binary("+", made, term_node(coefficient, factors))
    return made


def term_node(coefficient: Any, factors: Factors) -> Node:
    """The tree of one term: 3·x²/y, the denominator of an endless fraction below the bar."""
    if coefficient < 0:
        return Unary("-", term_node(-coefficient, factors))
    below: list[Node] = [powered(f, -e) for f, e in factors.items() if e < 0]
    above: list[Node] = [powered(f, e) for f, e in factors.items() if e > 0]
    if isinstance(coefficient, Fraction) and exact.decimals(coefficient) > 6:
        below.insert(0, Number(coefficient.denominator))
        coefficient = coefficient.numerator
    if coefficient != 1 or not above:
        above.insert(0, as_node(coefficient))
    node = chained(above)
    return Binary("/", node, chained(below)) if below else node


def powered(factor: Node, exponent: int) -> Node:
    """A factor with its exponent."""
    return factor if exponent == 1 else Binary("**", factor, Number(exponent))


def chained(factors: list[Node]) -> Node:
    """Factors multiplied from left to right."""
    node = factors[0]
    for factor in factors[1:]:
        node = Binary("*", node, factor)
    return node


def letter(name: str) -> Node:
    """A declared variable as a value."""
    return Name(name)
