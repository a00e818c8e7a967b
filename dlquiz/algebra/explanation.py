"""What is off in a wrong formula: a sign, a factor, one side of 0, a term; nothing where nothing short can be said.

Factors are read off the sampled values.  The difference is worked out by SymPy, in formulas so short that multiplying
them out cannot run away; what is no sum, product or whole power counts as one letter there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from dlquiz import tree
from dlquiz.algebra.comparison import Sample

TELLING = 1e-9  # how steady a factor must be to be named
DENOMINATOR = 100  # of a factor that is named
NAMED_FACTORS = (
    (-1.0, "the sign is off"),
    (2.0, "twice the right formula: a factor of 2 too many"),
    (0.5, "half the right formula: a factor of 2 is missing"),
    (math.log(2), "the natural logarithm instead of the one to base 2?"),
    (1 / math.log(2), "the logarithm to base 2 instead of the natural one?"),
    (math.log(10), "the natural logarithm instead of the one to base 10?"),
    (1 / math.log(10), "the logarithm to base 10 instead of the natural one?"),
)


def explain(mine: tree.Node, right: tree.Node, samples: list[Sample], letters: Iterable[str]) -> str:
    """What is off in a wrong formula; an empty text where nothing can be said."""
    declared = frozenset(letters)
    used, wanted = tree.names(mine) & declared, tree.names(right) & declared
    if not used and wanted:
        return f"a number, where a formula in {', '.join(sorted(wanted))} is asked for"
    if all(sample.mine is None for sample in samples):
        return "this has no value where it is needed"
    named = find_equal_side(samples) or describe_factor(samples) or describe_offset(samples)
    if named:
        return named
    if wanted - used:
        return f"it does not depend on {', '.join(sorted(wanted - used))}"
    return describe_term(mine, right, declared)


def find_equal_side(samples: list[Sample]) -> str:
    """Where both sides are equal, if it is on one side of 0 of one letter."""
    for name in samples[0].point:
        above = [s.same for s in samples if s.point[name] > 0]
        below = [s.same for s in samples if s.point[name] < 0]
        if len(above) < 3 or len(below) < 3:
            continue
        if all(above) and not any(below):
            return f"equal only for {name} > 0"
        if all(below) and not any(above):
            return f"equal only for {name} < 0"
    return ""


def find_relation(samples: list[Sample], relate: Callable[[float, float], float]) -> float | None:
    """What relates both sides, where it is the same at all points."""
    pairs = [(s.mine, s.other) for s in samples if s.mine and s.other]
    if len(pairs) < len(samples) / 2 or len(pairs) < 3:
        return None
    found = [relate(mine, other) for mine, other in pairs]
    return found[0] if all(math.isclose(f, found[0], rel_tol=TELLING) for f in found) else None


def describe_factor(samples: list[Sample]) -> str:
    """The factor between both sides, by its name."""
    ratio = find_relation(samples, lambda mine, other: mine / other)
    if ratio is None or math.isclose(ratio, 1, rel_tol=10 * TELLING):
        return "upside down: this is the reciprocal" if is_reciprocal(samples) else ""
    for value, name in NAMED_FACTORS:
        if math.isclose(ratio, value, rel_tol=10 * TELLING):
            return name
    exact = Fraction(ratio).limit_denominator(DENOMINATOR)
    short = math.isclose(ratio, exact, rel_tol=10 * TELLING)
    return f"{exact} times the right formula" if short and abs(exact.numerator) < 10_000 else "off by a constant factor"


def is_reciprocal(samples: list[Sample]) -> bool:
    """Whether one side is the reciprocal of the other."""
    product = find_relation(samples, lambda mine, other: mine * other)
    return product is not None and math.isclose(product, 1, rel_tol=10 * TELLING)


def describe_offset(samples: list[Sample]) -> str:
    """Whether a constant lies between both sides."""
    difference = find_relation(samples, lambda mine, other: mine - other)
    return "" if difference is None else "off by a constant that is added or missing"


# the difference


def describe_term(mine: tree.Node, right: tree.Node, letters: frozenset[str]) -> str:
    """What one term explains: it is missing, too much, or has the wrong sign."""
    difference = expand_difference(mine, right, letters)
    if difference is None:
        return ""
    off, wanted = difference
    if len(off) != 1:
        return ""
    ((term, amount),) = off.items()
    if term not in wanted:
        return "one term too many"
    share = amount / wanted[term]
    if share == -1:
        return "one term is missing"
    return "one term has the wrong sign" if share == -2 else "the number before one term is off"


def expand_difference(
    mine: tree.Node, right: tree.Node, letters: frozenset[str]
) -> tuple[Mapping[Any, Any], Mapping[Any, Any]] | None:
    """The difference and the right formula as terms with their numbers; None where they are too long."""
    from dlquiz.algebra.calculus import MAX_TERMS, count_terms
    from dlquiz.algebra.expressions import to_sympy

    try:
        own, wanted = to_sympy(mine, letters), to_sympy(right, letters)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    if count_terms(own) + count_terms(wanted) > MAX_TERMS:
        return None
    expanded = wanted.expand(deep=False)
    difference = (own.expand(deep=False) - expanded).expand(deep=False)
    return difference.as_coefficients_dict(), expanded.as_coefficients_dict()
