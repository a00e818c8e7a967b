"""LaTeX in one line: a table of what becomes what, and the mathematics stays the same."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.evaluate import evaluate
from dlquiz.language.typed import read_typed_formula
from dlquiz.language.write.formulas import to_latex, to_plain
from dlquiz.screen.inline_math import render_latex

LINES = [
    (r"3 \times 3", "3 × 3"),
    (r"k \cdot k", "k·k"),
    (r"a+b-c", "a + b - c"),
    (r"-x + -2", "-x + -2"),
    (r"\frac{a}{b}", "a/b"),
    (r"\frac{a + b}{2}", "(a + b)/2"),
    (r"\frac{1}{2n}", "1/(2n)"),
    (r"\frac{1}{1+e^{-z}}", "1/(1 + e⁻ᶻ)"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"a/\frac{b}{c}", "a/(b/c)"),
    (r"\frac{1}{2}x", "(1/2)x"),
    (r"\frac12(a-y)^2", "(1/2)(a - y)²"),
    (r"\frac{1}{2} \cdot x", "1/2 · x"),
    (r"-\frac{1}{2}", "-1/2"),
    (r"\frac{a}{b}^2", "(a/b)²"),
    (r"\frac{\partial E}{\partial w_1}", "∂E/∂w₁"),
    (r"\frac{dE}{dw}", "dE/dw"),
    (r"\frac{1}{(a+b)}", "1/(a + b)"),
    (r"\frac{x}{\ln(2)}", "x/ln(2)"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
    (r"2^{10}", "2¹⁰"),
    (r"2^{-\frac{1}{2}}", "2^(-1/2)"),
    (r"e^{-x^2}", "e^(-x²)"),
    (r"1.5 \cdot 10^{-3}", "1.5·10⁻³"),
    (r"x_i^2", "xᵢ²"),
    (r"x_{t+1}", "xₜ₊₁"),
    (r"x^2_i", "xᵢ²"),
    (r"w_{new}", "w_new"),
    (r"c_{\text{in}} k", "c_in k"),
    (r"W^{(1)} W^T W^\top", "W⁽¹⁾WᵀWᵀ"),
    (r"\mathbf{W} \in \mathbb{R}^{2\times 3}", "W ∈ ℝ^(2×3)"),
    (r"\sqrt{x+1}", "√(x + 1)"),
    (r"\sqrt{x}y", "(√x)y"),
    (r"\sqrt{x}^2", "(√x)²"),
    (r"\sqrt{\left(-x\right)^2}", "√((-x)²)"),
    (r"\sqrt[3]{2}", "∛2"),
    (r"2\sqrt2", "2√2"),
    (r"\hat{y} - \bar x", "ŷ - x\u0304"),
    (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
    (r"\frac{1}{n}\sum_i (y_i)^2", "(1/n) ∑ᵢ (yᵢ)²"),
    (r"\ln x + \ln(2x)", "ln x + ln(2x)"),
    (r"-\log_2 p", "-log₂ p"),
    (r"\max(0, x)", "max(0, x)"),
    (r"\operatorname{ReLU}\left(x\right)", "ReLU(x)"),
    (r"\left\lfloor \frac{n - k}{s} \right\rfloor + 1", "⌊(n - k)/s⌋ + 1"),
    (r"|-x|", "|-x|"),
    (r"\lVert x \rVert", "‖x‖"),
    (r"x \leftarrow x - \eta g", "x ← x - ηg"),
    (r"24 \to 12", "24 → 12"),
    (r"1 \le i < n", "1 ≤ i < n"),
    (r"a \ne b", "a ≠ b"),
    (r"\begin{pmatrix}1 & 2\end{pmatrix}", "[1, 2]"),
    (r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}", "[[1, 2], [3, 4]]"),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", "[1, 2]ᵀ"),
    (r"\begin{cases}x & \text{if } x>0\\0 & \text{otherwise}\end{cases}", "{ x if x > 0; 0 otherwise }"),
    (r"\{1, 2\}", "{1, 2}"),
    (r"50\%", "50%"),
    (r"3{,}000", "3,000"),
    (r"a \, b \quad c", "a b c"),
    (r"f'(x)", "f'(x)"),
    (r"\ReLU(x)", "ReLU(x)"),
]
BROKEN = [r"\frac{a", r"a}", r"\begin{pmatrix}1", "^", r"\sqrt", "{" * 500, r"\frac{a}{" * 60]


@pytest.mark.parametrize(("latex", "line"), LINES)
def test_a_line(latex: str, line: str) -> None:
    assert render_latex(latex) == line


@pytest.mark.parametrize("latex", BROKEN)
def test_what_cannot_be_read_is_shown_as_it_is(latex: str) -> None:
    assert render_latex(latex) in (latex, "^")


@given(st.text(alphabet=r"\{}^_&abx12 +-=|()[]frcsqt", max_size=40))
def test_nothing_crashes(latex: str) -> None:
    assert isinstance(render_latex(latex), str)


leaves = st.one_of(
    st.sampled_from([tree.Name(name) for name in "xyz"]),
    st.integers(1, 12).map(tree.Number),
    st.sampled_from([Fraction(1, 2), Fraction(3, 2), Fraction(5, 4)]).map(tree.Number),
)


def grown(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    """Formulas of formulas."""
    return st.one_of(
        st.builds(tree.Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda base, power: tree.Binary("**", base, tree.Number(power)), inner, st.integers(2, 3)),
        st.builds(lambda operand: tree.Unary("-", operand), inner),
        st.builds(lambda name, arg: tree.Call(name, (arg,)), st.sampled_from(["sqrt", "abs", "sigmoid", "exp"]), inner),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(leaves, grown, max_leaves=7))
def test_the_mathematics_stays_the_same(node: tree.Node) -> None:
    """LaTeX of a formula, set in a line, typed as an answer, is the formula; and it has one reading only."""
    line = render_latex(to_latex(node))
    typed = re.sub(r"√(\d[\d.]*|[a-z])", r"√(\1)", line)  # the reader wants roots in brackets
    try:
        again = read_typed_formula(TypedText.of(typed).text, ["x", "y", "z"])
    except FormulaError as error:
        raise AssertionError(f"{to_plain(node)} is set as {line}: {error.message}") from error
    for x, y, z in ((1.25, 0.7, 2.1), (0.3, 3.3, 1.9)):
        scope = {"x": x, "y": y, "z": z, "e": math.e}
        try:
            wanted = evaluate(node, scope)
        except FormulaError:
            continue
        assert float(evaluate(again, scope)) == pytest.approx(float(wanted), rel=1e-9), line
