"""Paper notation: what a good student would write, where the scope tells the shapes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dlquiz.language.arrays import make_array
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.formulas import (
    has_columns,
    to_latex,
    to_latex_with_values,
    to_plain,
    to_prose,
    to_prose_with_values,
)
from dlquiz.language.write.latex import ColumnLatex
from dlquiz.language.write.reasons import deciding_reasons
from dlquiz.language.write.values import value_to_latex, value_to_prose, value_to_text
from dlquiz.screen.charset import spell_text

SCOPE: dict[str, Any] = {
    "W": make_array([1, 2, 3, 4], (2, 2)),
    "U": make_array(range(9), (3, 3)),
    "V": make_array([1, 0, 0, 1], (2, 2)),
    "v": make_array([9, 8]),
    "x": make_array([5, -6]),
    "y": make_array([0, 1, 2, 3, 4, 5, 6, 7]),
    "g": make_array([2, -1]),
    "s": 3,
    "k": 2,
    "dE_dW": make_array([1, 2, 3, 4], (2, 2)),
    "dE_dw": Fraction(1, 2),
    "r_1": 7,
    "r_2": 11,
    "r_3": 15,
    "r_4": 23,
    "r_5": 30,
    "side": 12,
    "big": 46_656,
}

# as written with names, and with numbers
NOTATION = {
    # products
    "v*x": ("v ⊙ x", "[9, 8] ⊙ [5, -6]"),
    "s*x": ("s·x", "3·[5, -6]"),
    "W @ x": ("W x", "[[1, 2], [3, 4]] [5, -6]"),
    "W @ x + g": ("W x + g", "[[1, 2], [3, 4]] [5, -6] + [2, -1]"),
    "W @ V @ x": ("W V x", "[[1, 2], [3, 4]] [[1, 0], [0, 1]] [5, -6]"),
    "W @ (v*x)": ("W (v ⊙ x)", "[[1, 2], [3, 4]] ([9, 8] ⊙ [5, -6])"),
    "(W @ x)*g": ("W x ⊙ g", "[[1, 2], [3, 4]] [5, -6] ⊙ [2, -1]"),
    "x*(W @ g)": ("x ⊙ (W g)", "[5, -6] ⊙ ([[1, 2], [3, 4]] [2, -1])"),
    "transpose(W) @ g": ("Wᵀ g", "[[1, 2], [3, 4]]ᵀ [2, -1]"),
    "g @ W": ("gᵀ W", "[2, -1]ᵀ [[1, 2], [3, 4]]"),
    "v @ x": ("v·x", "9·5 + 8·(-6)"),
    "dot(x, g)": ("x·g", "5·2 + (-6)·(-1)"),
    "outer(g, x)": ("g xᵀ", "[2, -1] [5, -6]ᵀ"),
    "s*(v @ x)": ("s·(v·x)", "3·(9·5 + 8·(-6))"),
    # elements, counted from 1
    "W[0, 1]": ("w₁₂", "2"),
    "W[k - 1, 0]": ("w₂₁", "3"),
    "W[0][1]": ("w₁₂", "2"),
    "dE_dW[0, 1]": ("∂E/∂w₁₂", "2"),
    "y[k]": ("y₃", "2"),
    "y[-1]": ("y₈", "7"),
    "y[n - 1]": ("y_n", "y_n"),
    "y[n]": ("y_(n + 1)", "y_(n + 1)"),
    "W[0, :]": ("W₁,:", "[1, 2]"),
    "U[:, 1]": ("U:,₂", "[1, 4, 7]"),
    "U[0:2, 1:3]": ("U[rows 1–2, columns 2–3]", "[[1, 2], [4, 5]]"),
    "y[2:5]": ("y[entries 3–5]", "[2, 3, 4]"),
    "[s, k][1]": ("k", "2"),
    # sums and the like
    "sum(v)": ("∑ᵢ vᵢ", "9 + 8"),
    "sum(v*x)": ("∑ᵢ vᵢ·xᵢ", "9·5 + 8·(-6)"),
    "s*sum(v)": ("s·(∑ᵢ vᵢ)", "3·(9 + 8)"),
    "sum(y)": ("∑ᵢ yᵢ", "∑ y"),
    "sum(W)": ("∑ W", "1 + 2 + 3 + 4"),
    "sum(W, 0)": ("column sums of W", "column sums of [[1, 2], [3, 4]]"),
    "prod(v)": ("∏ᵢ vᵢ", "9·8"),
    "mean(x**2)": ("(∑ᵢ xᵢ^2)/2", "(5^2 + (-6)^2)/2"),
    "2*mean(v*x)": ("2·(∑ᵢ vᵢ·xᵢ)/2", "2·(9·5 + 8·(-6))/2"),
    "2/len(v)": ("2/2", "2/2"),
    "len([r_1, r_2])": ("number of r₁, r₂", "2"),
    "len([r_1, r_2, r_3, r_4, r_5])": ("number of r₁, r₂, …, r₅", "5"),
    "sum([r_1, r_2, r_3] < side) + 1": (
        "(number of r₁, r₂, r₃ below side) + 1",
        "(number of 7, 11, 15 below 12) + 1",
    ),
    "sum(y >= 3)": ("number of entries of y at least 3", "number of entries of y at least 3"),
    "max(W)": ("max(W)", "max(1, 2, 3, 4)"),
    "max(U[0:2, 0:2])": ("max(U[rows 1–2, columns 1–2])", "max(0, 1, 3, 4)"),
    "norm(v)": ("‖v‖", "√(9^2 + 8^2)"),
    "onehot(k - 1, 3)": ("one-hot(k)", "[0, 1, 0]"),
    "where(x > 0, x, 0)": ("x where x > 0, else 0", "[5, -6] where [5, -6] > 0, else 0"),
    "diff(s, k)": ("∂s/∂k", "∂s/∂k"),
    "conv_transpose2d(V, ones([2, 2]), 2)": ("convᵀ(V, 1_(2×2), 2)", "convᵀ([[1, 0], [0, 1]], 1_(2×2), 2)"),
    "argmax(y) + 1": ("argmax(y)", "argmax(y)"),
    "concat(v, x)": ("[v; x]", "[[9, 8]; [5, -6]]"),
    # conditions
    "where(x > 0, 1, 0)": ("1[x > 0]", "1[[5, -6] > 0]"),
    "g*(x > 0)": ("g ⊙ 1[x > 0]", "[2, -1] ⊙ 1[[5, -6] > 0]"),
    # quotients and large numbers
    "dE_dw/s": ("(∂E/∂w)/s", "0.5/3"),
    "big*s": ("big·s", "46,656·3"),
    "[big, 1000]": ("[big, 1000]", "[46656, 1000]"),
}


@pytest.mark.parametrize(("text", "wanted"), NOTATION.items())
def test_notation_of_paper(text: str, wanted: tuple[str, str]) -> None:
    node = read_formula(text)
    assert (to_prose(node, SCOPE), to_prose_with_values(node, SCOPE)) == wanted


def test_the_plain_form_stays_as_banks_spell_it() -> None:
    for text in NOTATION:
        node = read_formula(text)
        assert read_formula(to_plain(node)) == node


LATEX = {
    "v*x": r"v \odot x",
    "W @ x": r"W \, x",
    "outer(g, x)": r"g \, x^{\top}",
    "W[0, 1]": "w_{12}",
    "dE_dW[1, 0]": r"\frac{\partial E}{\partial w_{21}}",
    "U[0:2, :]": "{U}_{1:2,:}",
    "where(x > 0, 1, 0)": r"\mathbf{1}\left[x > 0\right]",
    "mean(v*x)": r"\frac{\sum_{i} v_{i} \cdot x_{i}}{2}",
    "sum(v)": r"\sum_{i} v_{i}",
    "len([r_1, r_2])": r"\text{number of }r_{1}, r_{2}",
    "concat(v, x)": r"\left[v;\, x\right]",
}


@pytest.mark.parametrize(("text", "wanted"), LATEX.items())
def test_notation_in_latex(text: str, wanted: str) -> None:
    assert to_latex(read_formula(text), SCOPE) == wanted


def test_a_vector_is_a_column_where_a_matrix_multiplies_it() -> None:
    node = read_formula("W @ x + g")
    column = r"\begin{pmatrix}5 \\ -6\end{pmatrix} + \begin{pmatrix}2 \\ -1\end{pmatrix}"
    assert has_columns(node, SCOPE) and not has_columns(read_formula("v @ x"), SCOPE)
    assert (
        to_latex_with_values(node, SCOPE, ColumnLatex) == rf"\begin{{pmatrix}}1 & 2 \\ 3 & 4\end{{pmatrix}} \, {column}"
    )
    assert value_to_latex(SCOPE["x"], ColumnLatex) == r"\begin{pmatrix}5 \\ -6\end{pmatrix}"


def test_notation_in_ascii() -> None:
    written = [
        to_prose(read_formula(text), SCOPE) for text in ("v*x", "W[0, 1]", "sum(v)", "outer(g, x)", "U[0:2, 0:2]")
    ]
    assert [spell_text(text) for text in written] == [
        "v (.) x",
        "w_12",
        "sum_i v_i",
        "g x^T",
        "U[rows 1-2, columns 1-2]",
    ]


def test_large_counts_are_grouped_where_a_solution_shows_them() -> None:
    assert value_to_prose(10_497_600) == "10,497,600" and value_to_text(10_497_600) == "10497600"
    assert value_to_prose(make_array([10_000, 1])) == "[10000, 1]"
    assert value_to_prose(Fraction(12345678, 100)) == "123,457"
    assert value_to_prose(Fraction(1, 80_000)) == "0.0000125"


# the comparison that decides

DIRECTION = '"grows" if c > 0 else "shrinks" if c < 0 else "stays"'
FATE = '"a" if c > 0 else "b" if c == 0 else "n" if c > -1 else "s" if c == -1 else "away"'
REASONS = [
    (DIRECTION, Fraction(3, 10), ["c = 0.3 is positive"]),
    (DIRECTION, Fraction(-3, 10), ["c = -0.3 is negative"]),
    (DIRECTION, 0, ["c is 0"]),
    (FATE, Fraction(-6, 5), ["c = -1.2 is below -1"]),
    (FATE, Fraction(-1, 2), ["c = -0.5 lies between -1 and 0"]),
    (FATE, -1, ["c is -1"]),
    ("1 if 0 < c < 3 else 2", 2, ["c = 2 lies between 0 and 3"]),
    ("1 if 0 < c < 3 else 2", 4, ["c = 4 is at least 3"]),
    ("1 if c > 4 or c < 1 else 2", 2, ["c = 2 lies between 1 and 4"]),
    ("1 if not c > 4 else 2", 2, ["c = 2 is at most 4"]),
    ("1 if c < r_1 else 2 if r_1 < c else 3", 7, ["c and r₁ are both 7"]),
    ("1 if c < r_1 else 2", 8, ["c = 8 is at least r₁ = 7"]),
    ("1 if abs(c) < 1 else 2", Fraction(1, 2), ["|0.5| is below 1"]),
    ("1 if c % 2 == 0 else 2", 4, ["4 mod 2 is 0"]),
    ("1 if c != 3 else 2", 4, ["c = 4 is not 3"]),
]


@pytest.mark.parametrize(("text", "value", "wanted"), REASONS)
def test_only_the_comparison_that_decides_is_told(text: str, value: Any, wanted: list[str]) -> None:
    assert deciding_reasons(read_formula(text), {**SCOPE, "c": value}) == wanted
