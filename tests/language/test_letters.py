"""Values with letters in them are SymPy expressions: shown as one writes them, worth what the formula is worth."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import quick, sums

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula
from dlquiz.language.typed import read_typed_formula
from dlquiz.language.write.formulas import to_latex, to_plain, to_prose, to_prose_with_values
from dlquiz.language.write.values import value_to_latex, value_to_prose, value_to_text

F = Fraction
SCOPE: dict[str, Any] = {name: letters.symbol(name) for name in ("x", "y", "z", "x_1", "eta", "rate")} | {
    "a": 1, "b": 2, "c": -3, "n": 0, "h": F(1, 2), "t": F(1, 3), "f": 2.5e-9, "p": F(2),
}  # fmt: skip

TIDY = {
    "a*x^2 + c*x*y": ("x^2 - 3xy", "x^{2} - 3 x y"),
    "x + y - x": ("y", "y"),
    "x + x": ("2x", "2 x"),
    "n*x + y": ("y", "y"),
    "a*x": ("x", "x"),
    "-a*x": ("-x", "-x"),
    "c*x": ("-3x", "-3 x"),
    "y - c*x": ("3x + y", "3 x + y"),
    "c - x": ("-x - 3", "-x - 3"),
    "x - 1 + 3": ("x + 2", "x + 2"),
    "h*x": ("0.5x", "0.5 x"),
    "t*x": ("x/3", r"\frac{x}{3}"),
    "2*t*x*y": ("2xy/3", r"\frac{2 x y}{3}"),
    "f*x": ("2.5e-9·x", r"2.5 \cdot 10^{-9} \cdot x"),
    "exp(1)*x + x": ("3.71828x", "3.71828 x"),
    "x*y*x": ("x^2·y", "x^{2} y"),
    "y*x*x": ("x^2·y", "x^{2} y"),
    "2^x*y": ("2^x·y", "2^{x} y"),
    "x/y": ("x/y", r"\frac{x}{y}"),
    "3*x/(2*y)": ("1.5x/y", r"\frac{1.5 x}{y}"),
    "x*y/x": ("y", "y"),
    "1/x": ("1/x", r"\frac{1}{x}"),
    "x^-2": ("1/x^2", r"\frac{1}{x^{2}}"),
    "x/(y*z)": ("x/(yz)", r"\frac{x}{y z}"),
    "(x + 1)^2": ("(x + 1)^2", r"\left(x + 1\right)^{2}"),
    "b*(x + 1)^2": ("2(x + 1)^2", r"2 \left(x + 1\right)^{2}"),
    "(x + 1)*(x + 1)": ("(x + 1)^2", r"\left(x + 1\right)^{2}"),
    "x + -(x + y)": ("-y", "-y"),
    "x - b*(x + y)": ("x - 2(x + y)", r"x - 2 \left(x + y\right)"),
    "x + c*(x + y)": ("x - 3(x + y)", r"x - 3 \left(x + y\right)"),
    "3*(x + y) - 2*(x + y) + z": ("x + y + z", "x + y + z"),
    "12345*x + 1000/27": ("12345x + 1000/27", r"12345 x + \frac{1000}{27}"),
    "max(1234, x)": ("max(1234, x)", r"\max\left(1234, x\right)"),
    "2*(x + y)": ("2(x + y)", r"2 \left(x + y\right)"),
    "-(x + 1)": ("-(x + 1)", r"-\left(x + 1\right)"),
    "y - (x + 1)": ("y - x - 1", "y - x - 1"),
    "x*(y + 1)": ("x·(y + 1)", r"x \cdot \left(y + 1\right)"),
    "(y + 1)*x": ("x·(y + 1)", r"x \cdot \left(y + 1\right)"),
    "(x + 1)*(y + 1)": ("(x + 1)·(y + 1)", r"\left(x + 1\right) \cdot \left(y + 1\right)"),
    "2^x": ("2^x", "2^{x}"),
    "(-2)^x": ("(-2)^x", r"\left(-2\right)^{x}"),
    "x^y": ("x^y", "x^{y}"),
    "x^h": ("√x", r"\sqrt{x}"),
    "x^p*x": ("x^3", "x^{3}"),
    "(b*x)^3": ("8x^3", "8 x^{3}"),
    "sin(x + x)*3": ("3·sin(2x)", r"3 \cdot \sin\left(2 x\right)"),
    "y*exp(-x)": ("y·exp(-x)", r"y \cdot e^{-x}"),
    "exp(-x)*y": ("y·exp(-x)", r"y \cdot e^{-x}"),
    "max(c, x)": ("max(-3, x)", r"\max\left(-3, x\right)"),
    "b*x_1*eta": ("2ηx₁", r"2 \eta x_{1}"),
    "b*rate*x": ("2·rate·x", r"2 \cdot \text{rate} \cdot x"),
    "true*x": ("x", "x"),
}


@pytest.mark.parametrize(("text", "wanted"), TIDY.items())
def test_tidy(text: str, wanted: tuple[str, str]) -> None:
    made = evaluate(read_formula(text), SCOPE)
    assert (value_to_text(made), value_to_latex(made)) == wanted


def test_thousands_are_not_set_apart_where_a_learner_could_type_the_formula() -> None:
    """A comma in a formula could be a decimal sign, so the reader of typed formulas asks what is meant."""
    scope = {"x": letters.symbol("x"), "n": 12345}
    formula = read_formula("1234567*x + n")
    assert to_prose(formula, scope) == "1234567·x + n"
    assert to_prose_with_values(formula, scope) == "1234567·x + 12345"
    assert to_latex(formula, scope) == r"1234567 \cdot x + n"
    assert to_prose(formula, {"x": 2, "n": 12345}) == "1,234,567·x + n"
    assert value_to_prose(evaluate(formula, scope)) == "1234567x + 12345"


def test_thousands_are_not_set_apart_between_arguments() -> None:
    formula = read_formula("max(1234, n, 5) + exp(-2000)")
    assert to_prose(formula) == "max(1234, n, 5) + exp(-2,000)"
    assert to_latex(formula) == r"\max\left(1234, n, 5\right) + e^{-2{,}000}"


PLAIN = {"x - x": 0, "x/x": 1, "x - x + 2.5": F(5, 2), "n*x": 0, "x^0": 1, "0*x + 3": 3, "x == x": True, "x != y": True}


@pytest.mark.parametrize(("text", "wanted"), PLAIN.items())
def test_a_plain_value_where_no_letter_is_left(text: str, wanted: Any) -> None:
    assert evaluate(read_formula(text), SCOPE) == wanted


FAULTS = {
    "x ‸/ 0": "division by zero",
    "1 ‸/ (x - x)": "division by zero",
    "x ‸// 2": "does not go with letters",
    "x ‸% 2": "does not go with letters",
    "x ‸@ 2": "does not go with letters",
    "x ‸+ [1, 2]": "letters go with numbers",
    "x ‸* 'a'": "letters go with numbers",
    "x ‸** 5000": "the power becomes too large",
    "1 if ‸x else 2": "needs a truth",
    "x ‸< 3": "does not go with a formula with letters",
    "x‸[0]": "no element to pick",
    "‸range(x)": "does not go with letters",
    "‸max(x, [1, 2])": "letters go with numbers",
    "‸max(x, 'a')": "letters go with numbers",
    "‸sum([x, 1])": "does not go with a list",
}


@pytest.mark.parametrize(("marked", "says"), FAULTS.items())
def test_what_letters_do_not_go_with(marked: str, says: str) -> None:
    text = marked.replace("‸", "")
    with pytest.raises(FormulaError) as caught:
        evaluate(read_formula(text), SCOPE, text=text)
    assert says in caught.value.message
    assert caught.value.at == marked.index("‸") or "<" in text


def test_lists_of_letters() -> None:
    made = evaluate(read_formula("[x + x, 1, y]"), SCOPE)
    assert value_to_text(made) == "[2x, 1, y]"
    assert value_to_latex(made) == r"\begin{pmatrix}2 x & 1 & y\end{pmatrix}"
    assert evaluate(read_formula("[x, y][1]"), SCOPE) == letters.symbol("y")


def test_formulas_with_letters_are_bounded() -> None:
    """Step by step a formula could double: it becomes too long before it becomes slow."""
    for text in ("(f + 1)*(f + 2)", "sin(f)", "f*f + f", "[f, f]", "f^x"):
        made: Any = letters.symbol("x")
        with pytest.raises(FormulaError, match=r"too long|more than|too large"):
            for _ in range(600):
                made = evaluate(read_formula(text), {"f": made, "x": letters.symbol("x")})
        assert len(value_to_text(made)) < 100_000


# worth what the formula is worth

leaves = st.sampled_from(["x", "y", "a", "b", "c", "h", "t", "n"]).map(tree.Name) | st.integers(0, 3).map(tree.Number)
POINTS = [{"x": F(3, 7), "y": F(-5, 3)}, {"x": F(11, 2), "y": F(2, 13)}]


@st.composite
def powers(draw: st.DrawFn) -> tree.Node:
    """Arithmetic with letters in it, and whole powers."""
    base = draw(sums(leaves, ["+", "-", "*", "/"], 6))
    if not draw(st.booleans()):
        return base
    power = tree.Binary("**", base, tree.Number(draw(st.integers(-2, 3))))
    return tree.Binary(draw(st.sampled_from(["+", "-", "*", "/"])), power, draw(sums(leaves, ["+", "-", "*"], 3)))


def at(node: Any, point: dict[str, Any]) -> Any:
    """The value at a point."""
    return evaluate(letters.to_tree(node), point)


@quick
@given(powers())
def test_the_tidied_formula_has_the_same_values(node: tree.Node) -> None:
    try:
        made = evaluate(node, SCOPE)
        wanted = [evaluate(node, SCOPE | point) for point in POINTS]
    except FormulaError:
        assume(False)
    assert [at(made, point) for point in POINTS] == wanted
    assert evaluate(read_formula(to_plain(letters.to_tree(made))), POINTS[0]) == wanted[0]


@quick
@given(powers())
def test_a_learner_reads_it_as_it_is_meant(node: tree.Node) -> None:
    """What is shown without signs for times is read back, by the reader of typed formulas, with the same value."""
    try:
        made = evaluate(node, SCOPE)
    except FormulaError:
        assume(False)
    assume(letters.is_formula(made))
    text = value_to_text(made)
    assume("0.33333" not in text and "e-" not in text)
    try:
        read_back = read_typed_formula(text.replace("·", "*"), ["x", "y"])
    except FormulaError as error:
        raise AssertionError(f"{text}: {error}") from None
    for point in POINTS:
        got, wanted = at(read_back, point), at(made, point)
        assert abs(got - wanted) <= abs(wanted) * F(1, 10**4)


LETTERS = [letters.symbol("x"), letters.symbol("y")]


@quick
@given(sums(leaves, ["+", "-", "*"], 8))
def test_like_terms_are_collected(node: tree.Node) -> None:
    """No two terms are a number times the same, none is 0, and what is shown is read back as the same value."""
    made = evaluate(node, SCOPE)
    assume(letters.is_formula(made))
    rests = [term.as_coeff_Mul()[1] for term in sympy.Add.make_args(made)]
    assert len(rests) == len(set(rests))
    again = evaluate(letters.to_tree(made), {"x": LETTERS[0], "y": LETTERS[1]})
    assert value_to_text(again) == value_to_text(made)


ORDERED = """
from dlquiz.language import letters
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.values import value_to_latex
scope = {name: letters.symbol(name) for name in ("x", "y", "w", "b", "eta", "N", "I", "S")}
for text in (
    "3*w - x*y + y^2*x - x^3 + exp(-x*y) + sigmoid(w*x + b)*x - 1/x",
    "(x + w + b)^2*(y - eta)*exp(x)*max(x, y, b)/(w - S)^3/sqrt(N)",
    "N*I*S - S*I*x + I*N^2 - tanh(x)*tanh(y) + log(x) - log(y)",
):
    print(value_to_latex(evaluate(read_formula(text), scope)))
"""


def test_the_order_of_terms_is_the_same_in_every_run() -> None:
    """SymPy's own order may follow hashes, which differ from run to run."""
    shown = set()
    for seed in ("0", "1", "2", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        made = subprocess.run([sys.executable, "-c", ORDERED], env=environment, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        shown.add(made.stdout)
    assert len(shown) == 1


def test_letters_decide_between_pieces() -> None:
    scope = {"x": letters.symbol("x"), "a": 2}
    made = evaluate(read_formula("a*x if x > 0 else 0.1*x"), scope)
    assert value_to_text(made) == "2x if x > 0 else 0.1x"
    assert evaluate(read_formula("1 if 0 < a < 3 else x"), scope) == 1
