"""Derivatives, values at a point, expanding, factoring and roots of values with letters, bounded before they start."""

from __future__ import annotations

import math
from collections.abc import Collection
from fractions import Fraction
from typing import Any

import sympy

from dlquiz.algebra.expressions import from_number, settle, to_number, wrap

MAX_TERMS = 200  # of an expression that is multiplied out
MAX_DEGREE = 20  # of a polynomial whose roots or factors are looked for
MAX_LETTERS = 3  # of a polynomial that is factored
TIDY_OPERATIONS = 40  # of a formula that is tidied: factoring longer ones may run away
MAX_EXPANDED = 2_000  # terms that all its sums, multiplied out, would make together
TIDY_TERMS = 4  # of a polynomial that is multiplied out
TIDY_GAIN = 0.8  # how long a form may be, relative to the formula, to be worth a line


def as_letter(value: Any) -> Any:
    """A value that is a letter by itself; ValueError for any other."""
    if not isinstance(value, sympy.Symbol):
        raise ValueError('the second argument is a letter, declared under "variables"')
    return value


def as_letters(values: Any) -> list[Any]:
    """Several letters, or one."""
    return [as_letter(value) for value in (values if isinstance(values, list) else [values])]


def differentiate(formula: Any, letter: Any) -> Any:
    """The derivative by a letter; steps have slope 0, and where a function bends it is the slope on the right piece.

    Raises ValueError where the derivative cannot be written down.
    """
    expression = wrap(formula)
    made = expression.diff(as_letter(letter)).replace(sympy.DiracDelta, lambda *_: sympy.Integer(0))
    if made.has(sympy.Derivative, sympy.Subs):
        raise ValueError("this has no derivative that can be written down")
    return settle(keep_sums(lower_powers(made), expression.atoms(sympy.Add)))


def lower_powers(expression: Any) -> Any:
    """The expression with x^(n - 1) for x^n/x, where the exponent is a letter."""

    def join(product: Any) -> Any:
        lettered = {factor.base for factor in product.args if factor.is_Pow and factor.exp.free_symbols}
        others: list[Any] = []
        exponents: dict[Any, Any] = dict.fromkeys(lettered, sympy.Integer(0))
        for factor in product.args:
            base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sympy.Integer(1))
            if base in lettered:
                exponents[base] += exponent
            else:
                others.append(factor)
        return sympy.Mul(*others, *(base**exponent for base, exponent in exponents.items()))

    return expression.replace(lambda part: part.is_Mul, join)


def keep_sums(expression: Any, sums: Collection[Any]) -> Any:
    """The expression with its multiples of these sums written as such, as on paper: 2c(x - m) for c(2x - 2m)."""

    def pull(part: Any) -> Any:
        number, rest = part.primitive()
        if rest not in sums and -rest in sums:
            number, rest = -number, -rest
        known = rest in sums and number != 1
        return sympy.Mul(number, rest, evaluate=False) if known else part

    return expression.replace(lambda part: part.is_Add, pull) if sums else expression


def gradient(formula: Any, letters: Any) -> list[Any]:
    """The derivatives by each of the letters."""
    return [differentiate(formula, letter) for letter in as_letters(letters)]


def hessian(formula: Any, letters: Any) -> list[list[Any]]:
    """The second derivatives, row by row."""
    return [gradient(slope, letters) for slope in gradient(formula, letters)]


def evaluate_at(formula: Any, letters: Any, values: Any) -> Any:
    """The value where letters have these values, which may be formulas too."""
    names = as_letters(letters)
    numbers = [wrap(value) for value in (values if isinstance(values, list) else [values])]
    if len(names) != len(numbers):
        raise ValueError(f"{len(names)} letters and {len(numbers)} values")
    return settle(wrap(formula).subs(dict(zip(names, numbers, strict=True)), simultaneous=True))


def count_terms(expression: Any) -> int:
    """How many terms an expression has at most once it is multiplied out."""
    if expression.is_Add:
        return sum(map(count_terms, expression.args))
    if expression.is_Mul:
        return math.prod(map(count_terms, expression.args))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        terms, power = count_terms(expression.base), int(expression.exp)
        return math.comb(min(terms, MAX_TERMS + 1) + power - 1, power) if terms > 1 else 1
    return 1


def expand(formula: Any) -> Any:
    """Multiplied out, like terms collected; what stands inside functions stays."""
    expression = wrap(formula)
    if count_terms(expression) > MAX_TERMS:
        raise ValueError(f"multiplied out this has more than {MAX_TERMS} terms")
    return settle(expression.expand(deep=False))


def tidy(formula: Any) -> Any:
    """The shortest of the forms that collecting, cancelling and factoring give; a long formula stays as it is."""
    expression = wrap(formula)
    size = expression.count_ops()
    if size < 2 or size > TIDY_OPERATIONS or count_expanded(expression) > MAX_EXPANDED:
        return formula
    if expression.has(sympy.Piecewise, sympy.Float):
        return formula
    if expression.is_polynomial() and count_terms(expression) <= MAX_TERMS:
        plain = expression.expand()
        if plain == expression or (len(plain.args) <= TIDY_TERMS and plain.count_ops() <= TIDY_GAIN * size):
            return formula if plain == expression else settle(plain)
    forms = [expression]
    for form in (sympy.factor_terms, sympy.factor):
        try:
            forms.append(form(expression))
        except (sympy.PolynomialError, NotImplementedError, ValueError):
            continue
    shortest = min(forms, key=lambda one: one.count_ops())
    return settle(shortest) if shortest.count_ops() <= TIDY_GAIN * size else formula


def count_expanded(expression: Any) -> int:
    """How many terms there are once all sums, also those below a bar, are multiplied out with each other."""
    exponents: dict[Any, int] = dict.fromkeys(expression.atoms(sympy.Add), 1)
    for power in expression.atoms(sympy.Pow):
        if power.base in exponents and power.exp.is_Integer:
            exponents[power.base] = max(exponents[power.base], min(abs(int(power.exp)), MAX_EXPANDED))
    made = 1
    for base, exponent in exponents.items():
        made *= math.comb(len(base.args) + exponent - 1, exponent)
        if made > MAX_EXPANDED:
            break
    return made


def as_polynomial(formula: Any, *letters: Any) -> Any:
    """The formula as a polynomial in letters with exact numbers; ValueError where it is none, or its degree is high."""
    expression = wrap(formula)
    if count_terms(expression) > MAX_TERMS:
        raise ValueError("this polynomial is too long")
    exact = expression.replace(lambda part: part.is_Float, lambda part: from_number(Fraction(float(part))))
    if not exact.is_polynomial(*letters):
        raise ValueError("this is not a polynomial")
    made = sympy.Poly(exact, *letters)
    if made.total_degree() > MAX_DEGREE or any(not number.is_Rational for number in made.coeffs()):
        raise ValueError(f"only polynomials up to degree {MAX_DEGREE} with plain numbers are taken")
    return made


def factor(formula: Any) -> Any:
    """A polynomial as a product."""
    letters = sorted(wrap(formula).free_symbols, key=str)
    if not letters:
        return settle(wrap(formula))
    if len(letters) > MAX_LETTERS:
        raise ValueError(f"only polynomials in up to {MAX_LETTERS} letters are factored")
    number, factors = as_polynomial(formula, *letters).factor_list()
    product = sympy.Mul(*(base.as_expr() ** power for base, power in factors))
    return settle(sympy.Mul(number, product, evaluate=False) if product.is_Add and number != 1 else number * product)


def find_roots(formula: Any, letter: Any) -> list[Any]:
    """The real roots in ascending order, each once: exact where they are rational, else floats.

    Raises ValueError where there is none, where every number is one, and for what is not a quotient of polynomials.
    """
    above, below = sympy.fraction(sympy.together(wrap(formula)))
    polynomial = as_polynomial(above, as_letter(letter))
    if polynomial.is_zero:
        raise ValueError("every number is a root")
    found = sorted(set(polynomial.real_roots())) if polynomial.degree() > 0 else []
    kept = [root for root in found if below.subs(letter, root) != 0]
    if not kept:
        raise ValueError("there is no real root")
    return [to_number(root) for root in kept]
