"""Trees to SymPy and back: the same values, exact numbers, bounded, and nothing is ever parsed."""

from __future__ import annotations

import ast
import math
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy

from dlquiz import algebra, tree
from dlquiz.algebra import expressions, trees
from dlquiz.algebra.comparison import compare
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.formulas import to_plain
from dlquiz.language.write.values import value_to_text

LETTERS = ("x", "y", "w", "N", "I", "E", "S", "lambda")
POINTS = {"x": (Fraction(1, 3), Fraction(3)), "y": (Fraction(1, 5), Fraction(2)), "w": (Fraction(-2), Fraction(2))}

FORMULAS = [
    "x + 2*y - 3", "x^2/(3*y)", "0.1*x", "-(x - y)^3", "2^x", "x^-2", "sqrt(x)", "x^0.5*y^1.5", "exp(-x)/(1 + exp(-x))^2",
    "log(x)*log2(y) - log10(x)", "sin(x)*cos(y)", "abs(w)", "sign(w)*x", "max(x, y, w)", "min(x, -y)", "clip(w, -1, 1)",
    "sigmoid(w)*(1 - sigmoid(w))", "tanh(w)^2", "relu(w)", "leaky_relu(w)", "leaky_relu(w, 0.2)", "elu(w)", "elu(w, 2)",
    "swish(w)", "softplus(w)", "step_function(w)", "floor(x)", "ceil(x)", "x if w > 0 else y", "where(w > 0, x, y)",
    "x if 0 < w and w < 1 else y if not w >= 1 else 2", "pi*x", "N*I*E*S - lambda*I", "(2*w*x + 4*y)*x", "x/(y/w)",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_there_and_back_is_the_same_formula(text: str) -> None:
    node = read_formula(text)
    names = tree.names(node) & set(LETTERS)
    back = trees.to_tree(expressions.to_sympy(node, names))
    found = compare(back, node, {name: POINTS.get(name, (Fraction(-2), Fraction(2))) for name in names})
    assert found.verdict == "right", to_plain(back)
    again = trees.to_tree(expressions.to_sympy(back, names))
    assert again == back


def test_numbers_stay_exact() -> None:
    made = expressions.to_sympy(read_formula("0.1*x + x/3"), ["x"])
    assert made == sympy.Rational(13, 30) * expressions.symbol("x")
    assert trees.to_tree(made) == read_formula("13*x/30")
    assert expressions.combine("-", made, made) == 0
    assert type(expressions.combine("-", made, made)) is Fraction


def test_the_base_of_the_natural_logarithm_makes_an_exponential() -> None:
    x = expressions.symbol("x")
    assert expressions.combine("**", math.e, expressions.combine("*", -1, x)) == sympy.exp(-x)


REFUSED: dict[str, Callable[[], Any]] = {
    "a tower": lambda: expressions.combine("**", expressions.symbol("x"), 9**9),
    "a large power of a large number": lambda: expressions.combine("**", expressions.combine("*", 10**300, expressions.symbol("x")), 900),
    "infinity": lambda: expressions.combine("+", expressions.symbol("x"), math.inf),
    "a text": lambda: expressions.combine("+", expressions.symbol("x"), "1"),
    "division by zero": lambda: expressions.combine("/", expressions.symbol("x"), 0),
    "an unknown function": lambda: expressions.apply("__import__", expressions.symbol("x")),
    "a root of a negative": lambda: expressions.combine("**", expressions.combine("*", -4, expressions.combine("**", expressions.symbol("x"), 2)), Fraction(1, 2)),
    "an unknown name": lambda: expressions.to_sympy(read_formula("z + 1"), ["x"]),
    "a text in a tree": lambda: expressions.to_sympy(read_formula("x + 'os'"), ["x"]),
    "what cannot be written": lambda: trees.to_tree(sympy.Integral(expressions.symbol("x"))),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_refused_at_once(case: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError):
        REFUSED[case]()
    assert time.process_time() - start < 1


def test_a_formula_that_grows_is_refused_before_it_is_slow() -> None:
    x = expressions.symbol("x")
    for op in ("*", "+", "**"):
        made: Any = x
        start = time.process_time()
        with pytest.raises(ValueError):
            for _ in range(2_000):
                made = expressions.combine(op, expressions.apply("sin", made), made)
        assert time.process_time() - start < 5


def test_nothing_of_ours_is_parsed_or_run_by_sympy() -> None:
    """No module of the room calls what would evaluate a text."""
    banned = {"sympify", "parse_expr", "eval", "exec", "lambdify", "S", "nsimplify"}
    for path in Path(algebra.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                assert name not in banned, f"{path.name}:{node.lineno}"


SHOWN = {
    "2*(w*x + y)*x": "2x·(wx + y)",
    "y - x": "y - x",
    "1 - sigmoid(x)": "1 - σ(x)",
    "-x^2 + 3*x - 2": "-x^2 + 3x - 2",
    "x*y^2 + x^2*y + x + y^3": "x^2·y + xy^2 + y^3 + x",
    "S*N*I*E": "EINS",
    "(x + 1)^20": "(x + 1)^20",
}


@pytest.mark.parametrize(("text", "wanted"), SHOWN.items())
def test_terms_and_factors_stand_as_on_paper(text: str, wanted: str) -> None:
    assert value_to_text(expressions.to_sympy(read_formula(text), LETTERS)) == wanted


def test_what_is_loaded_behind_the_first_screen_can_be_used() -> None:
    import gc

    algebra.load()
    assert gc.isenabled()
