"""Showing: plain, prose and LaTeX, with the right brackets and no more; branches, elements, values and numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import quick, sums, trees

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.arrays import make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula
from dlquiz.language.letters import symbol
from dlquiz.language.write.digits import number_to_literal, number_to_text
from dlquiz.language.write.formulas import (
    to_latex,
    to_latex_with_values,
    to_plain,
    to_plain_with_values,
    to_prose,
    to_prose_with_values,
)
from dlquiz.language.write.reasons import branch_reasons
from dlquiz.language.write.symbols import escape_latex
from dlquiz.language.write.values import value_to_latex, value_to_text

F = Fraction

# as written: in the terminal, in LaTeX
FORMS = {
    "k*k*c_in": ("k·k·c_in", r"k \cdot k \cdot c_{\text{in}}"),
    "a + (b - c)": ("a + b - c", "a + b - c"),
    "a - (b + c)": ("a - (b + c)", r"a - \left(b + c\right)"),
    "a*(b*c)": ("a·b·c", r"a \cdot b \cdot c"),
    "a*(b/c)": ("a·b/c", r"a \cdot \frac{b}{c}"),
    "a/(b*c)": ("a/(b·c)", r"\frac{a}{b \cdot c}"),
    "a/(b/c)": ("a/(b/c)", r"\frac{a}{\frac{b}{c}}"),
    "(a + b)/c": ("(a + b)/c", r"\frac{a + b}{c}"),
    "(a + b)*c": ("(a + b)·c", r"\left(a + b\right) \cdot c"),
    "a*(b % c)": ("a·(b mod c)", r"a \cdot \left(b \bmod c\right)"),
    "a*((b % c)*d)": ("a·(b mod c)·d", r"a \cdot \left(b \bmod c\right) \cdot d"),
    "a + b % c": ("a + (b mod c)", r"a + \left(b \bmod c\right)"),
    "a % 2 == 0": ("a mod 2 = 0", r"a \bmod 2 = 0"),
    "a // (b + c)*d": ("⌊a/(b + c)⌋·d", r"\left\lfloor \frac{a}{b + c} \right\rfloor \cdot d"),
    "-(a*b)": ("-a·b", r"-a \cdot b"),
    "-(a + b)": ("-(a + b)", r"-\left(a + b\right)"),
    "a*(-b)": ("a·(-b)", r"a \cdot \left(-b\right)"),
    "a - (-b)": ("a - (-b)", r"a - \left(-b\right)"),
    "(-a)**2": ("(-a)^2", r"\left(-a\right)^{2}"),
    "-a**2": ("-a^2", "-a^{2}"),
    "a**-b": ("a^-b", "a^{-b}"),
    "a**(b*c)": ("a^(b·c)", r"a^{b \cdot c}"),
    "a**b**c": ("a^b^c", "a^{b^{c}}"),
    "(a**b)**c": ("(a^b)^c", r"\left(a^{b}\right)^{c}"),
    "(a/b)**2": ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
    "sqrt(a*b)": ("√(a·b)", r"\sqrt{a \cdot b}"),
    "sqrt(2)/2": ("√2/2", r"\frac{\sqrt{2}}{2}"),
    "sqrt(a)**2": ("(√a)^2", r"\sqrt{a}^{2}"),
    "abs(a - b)": ("|a - b|", r"\left| a - b \right|"),
    "abs(abs(a) - b)": ("abs(|a| - b)", r"\left| \left| a \right| - b \right|"),
    "floor((n + 2*p - k)/s) + 1": (
        "⌊(n + 2·p - k)/s⌋ + 1",
        r"\left\lfloor \frac{n + 2 \cdot p - k}{s} \right\rfloor + 1",
    ),
    "ceil(a)*norm(v)": ("⌈a⌉·‖v‖", r"\left\lceil a \right\rceil \cdot \left\lVert v \right\rVert"),
    "1/(1 + exp(-z))": ("1/(1 + exp(-z))", r"\frac{1}{1 + e^{-z}}"),
    "exp(x)**2": ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
    "sigmoid(w*x)": ("σ(w·x)", r"\sigma\left(w \cdot x\right)"),
    "log(a) + log2(b) + log10(c)": (
        "ln(a) + log₂(b) + log₁₀(c)",
        r"\ln\left(a\right) + \log_2\left(b\right) + \log_{10}\left(c\right)",
    ),
    "leaky_relu(x, 0.2)": ("LeakyReLU(x, 0.2)", r"\operatorname{LeakyReLU}\left(x, 0.2\right)"),
    "step_function(x)": ("step(x)", r"\operatorname{step}\left(x\right)"),
    "my_way(x)": ("my_way(x)", r"\operatorname{my\_way}\left(x\right)"),
    "max(a, b)": ("max(a, b)", r"\max\left(a, b\right)"),
    "A @ B @ v": ("A B v", r"A \, B \, v"),
    "a*(A @ v)": ("a·(A v)", r"a \cdot \left(A \, v\right)"),
    "transpose(A + B) @ v": ("(A + B)ᵀ v", r"\left(A + B\right)^{\top} \, v"),
    "dot(v, x - y)": ("v·(x - y)", r"v \cdot \left(x - y\right)"),
    "W[0, 1:]*x[k - 1]": ("W[row 1, columns from 2]·x_k", r"{W}_{1,2:} \cdot {x}_{k}"),
    "W[1, :]*x[k]": ("W₂,:·x_(k + 1)", r"{W}_{2,:} \cdot {x}_{k + 1}"),
    "(a + b)[0]": ("(a + b)₁", r"{\left(a + b\right)}_{1}"),
    "dE_da*da_dz": ("∂E/∂a·∂a/∂z", r"\frac{\partial E}{\partial a} \cdot \frac{\partial a}{\partial z}"),
    "x/dE_dw": ("x/(∂E/∂w)", r"\frac{x}{\frac{\partial E}{\partial w}}"),
    "dE_dw**2": ("(∂E/∂w)^2", r"\left(\frac{\partial E}{\partial w}\right)^{2}"),
    "w - lr*dE_dw": ("w - η·∂E/∂w", r"w - \eta \cdot \frac{\partial E}{\partial w}"),
    "not (a and b)": ("not (a and b)", r"\lnot \left(a \land b\right)"),
    "a and (b or c)": ("a and (b or c)", r"a \land \left(b \lor c\right)"),
    "a or (b or c)": ("a or b or c", r"a \lor b \lor c"),
    "a < b <= c != d": ("a < b ≤ c ≠ d", r"a < b \le c \ne d"),
    "(a < b) == c": ("(a < b) = c", r"\left(a < b\right) = c"),
    "a not in [1, 2]": ("a not in [1, 2]", r"a \notin \begin{pmatrix}1 & 2\end{pmatrix}"),
    "[[a, 1], [2, 3]]": ("[[a, 1], [2, 3]]", r"\begin{pmatrix}a & 1 \\ 2 & 3\end{pmatrix}"),
    "(x if a > b else y)*2": (
        "(x if a > b else y)·2",
        r"\left(\begin{cases}x & \text{if } a > b \\ y & \text{otherwise}\end{cases}\right) \cdot 2",
    ),
    '"50% of {n}" if true else y': (
        "50% of {n} if true else y",
        r"\begin{cases}\text{50\% of \{n\}} & \text{if } \text{true} \\ y & \text{otherwise}\end{cases}",
    ),
    "1e-7*a": ("1e-7·a", r"10^{-7} \cdot a"),
    "1.5e-9**2": ("1.5e-9^2", r"\left(1.5 \cdot 10^{-9}\right)^{2}"),
    "1e-9**2": ("1e-9^2", r"\left(10^{-9}\right)^{2}"),
}


@pytest.mark.parametrize(("text", "wanted"), FORMS.items())
def test_forms(text: str, wanted: tuple[str, str]) -> None:
    node = read_formula(text)
    assert (to_prose(node), to_latex(node)) == wanted


# with numbers

SCOPE: dict[str, Any] = {
    "k": 3,
    "a": -2,
    "h": F(1, 3),
    "big": 2**80,
    "small": F(-12, 10**8),
    "f": 0.1 + 0.2,
    "bias": True,
    "word": "max",
    "v": make_array([1, -2, F(1, 2)], (3,)),
    "M": make_array([1, 2, 3, 4], (2, 2)),
    "long": make_array(range(1, 6), (5,)),
    "words": ("one", "two"),
    "x": symbol("x"),
    "poly": 3 * symbol("x") * symbol("y") + 1,
    "dE_dw": F(-3, 2),
}

SUBSTITUTED = {
    "k*k*c": ("3·3·c", r"3 \cdot 3 \cdot c"),
    "a**2": ("(-2)^2", r"\left(-2\right)^{2}"),
    "2**a": ("2^-2", "2^{-2}"),
    "k - a": ("3 - (-2)", r"3 - \left(-2\right)"),
    "a - k": ("-2 - 3", "-2 - 3"),
    "a*k": ("-2·3", r"-2 \cdot 3"),
    "k*a": ("3·(-2)", r"3 \cdot \left(-2\right)"),
    "-a": ("-(-2)", r"-\left(-2\right)"),
    "-(a*k)": ("-(-2·3)", r"-\left(-2 \cdot 3\right)"),
    "k - a*2": ("3 - (-2·2)", r"3 - \left(-2 \cdot 2\right)"),
    "k/a": ("3/(-2)", r"\frac{3}{-2}"),
    "h + f": ("0.333333 + 0.3", "0.333333 + 0.3"),
    "big": ("1.20893e24", r"1.20893 \cdot 10^{24}"),
    "k*small": ("3·(-1.2e-7)", r"3 \cdot \left(-1.2 \cdot 10^{-7}\right)"),
    "small*k": ("-1.2e-7·3", r"-1.2 \cdot 10^{-7} \cdot 3"),
    "small**2": ("(-1.2e-7)^2", r"\left(-1.2 \cdot 10^{-7}\right)^{2}"),
    "word": ("max", r"\text{max}"),
    "sum(v)": ("1 + (-2) + 0.5", r"1 + \left(-2\right) + 0.5"),
    "2*M": ("2·[[1, 2], [3, 4]]", r"2 \cdot \begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    "2*long": ("2·long", r"2 \cdot \text{long}"),
    "words": ("words", r"\text{words}"),
    "v[1]*k": ("-2·3", r"-2 \cdot 3"),
    "k*v[1]": ("3·(-2)", r"3 \cdot \left(-2\right)"),
    "M[0, 1] + M[k - 2, 0]": ("2 + 3", "2 + 3"),
    "long[:2]": ("[1, 2]", r"\begin{pmatrix}1 & 2\end{pmatrix}"),
    "long[k]**2": ("4^2", "4^{2}"),
    "words[0]": ("one", r"\text{one}"),
    "unknown[k]": ("unknown_4", r"\text{unknown}_{4}"),
    "x + k": ("x + 3", "x + 3"),
    "poly*2": ("(3xy + 1)·2", r"\left(3 x y + 1\right) \cdot 2"),
    "k*dE_dw": ("3·(-1.5)", r"3 \cdot \left(-1.5\right)"),
    # of a conditional only the branch taken
    "k + (1 if bias else 0)": ("3 + 1", "3 + 1"),
    "k + (1 + k if bias else 0)": ("3 + 1 + 3", "3 + 1 + 3"),
    "k*(1 + k if a > 0 else 2*k)": ("3·2·3", r"3 \cdot 2 \cdot 3"),
    "(k if bias else 0) - (a if bias else 0)": ("3 - (-2)", r"3 - \left(-2\right)"),
    "1 if u else 2": ("1 if u else 2", r"\begin{cases}1 & \text{if } u \\ 2 & \text{otherwise}\end{cases}"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SUBSTITUTED.items())
def test_numbers_put_in(text: str, wanted: tuple[str, str]) -> None:
    node = read_formula(text)
    assert (to_prose_with_values(node, SCOPE), to_latex_with_values(node, SCOPE)) == wanted


def test_names_of_the_branches_taken() -> None:
    node = read_formula("k + (c_in if bias else 0)*M[0, 1]")
    assert to_prose(node, SCOPE) == "k + c_in·m₁₂"
    assert to_latex(node, SCOPE) == r"k + c_{\text{in}} \cdot m_{12}"
    assert to_plain(node, SCOPE) == "k + c_in * M[0, 1]"
    assert to_plain_with_values(node, SCOPE) == "3 + c_in * 2"
    assert to_plain_with_values(read_formula("h*a + small"), SCOPE) == "(1/3) * (-2) + (-0.00000012)"


SINCE = {
    "1 if k > 0 else 2": ["3 > 0"],
    "1 if a > 0 else 2": ["-2 ≤ 0"],
    "1 if a == 0 else 2": ["-2 ≠ 0"],
    "1 if k == 3 else 2": ["k = 3"],
    "1 if k % 2 == 1 else 2": ["3 mod 2 = 1"],
    "1 if k not in v else 2": ["3 not in [1, -2, 0.5]"],
    "1 if not k > 4 else 2": ["not 3 > 4"],
    "1 if not k > 2 else 2": ["3 > 2"],
    "1 if k > 4 or a > 0 else 2": ["not (3 > 4 or -2 > 0)"],
    "1 if 0 < a < 3 else 2": ["not 0 < -2 < 3"],
    "1 if bias else 2": [],
    "1 if not bias else 2": [],
    'k if word == "max" else 2': [],
    "1 if any(v > 0) else 2": ["any([1, -2, 0.5] > 0)"],
    "(1 if k > 0 else 2) + (3 if k > 0 else 4)": ["3 > 0"],
    "1 if a > 0 else 2 if k > 0 else 3": ["-2 ≤ 0", "3 > 0"],
    "(1 if bias else 2 if k > 0 else 3) + (1 if k < 4 else 2)": ["3 < 4"],
    "1 if unknown > 0 else 2": [],
    "max(k, 1 if k > 0 else 2)": ["3 > 0"],
}


@pytest.mark.parametrize(("text", "wanted"), SINCE.items())
def test_reasons(text: str, wanted: list[str]) -> None:
    assert branch_reasons(read_formula(text), SCOPE) == wanted


# brackets: right, and no more

letters = st.sampled_from("abcd").map(tree.Name)
POINTS = [
    dict(zip("abcdg", numbers, strict=True))
    for numbers in ((2, 3, 5, 4, 3), (5, 2, 3, 2, 2), (7, 2, 4, 3, 4), (3, 5, 2, 7, 2), (3, 2, 5, 7, 6))
]


def values(node: tree.Node) -> list[Any]:
    """What a tree comes to at several points; None where it has no value."""
    made = []
    for scope in POINTS:
        try:
            made.append(evaluate(node, scope))
        except FormulaError:
            made.append(None)
    return made


def from_prose(text: str) -> tree.Node:
    """The tree that prose would be read as."""
    while found := re.search(r"⌊((?:[^⌊⌋])*)⌋", text):
        text = text.replace(found[0], f"floor({found[1]})")
    return read_formula(text.replace("·", "*").replace(" mod ", "%"))


LATEX = {
    r"\left\lfloor": "floor(",
    r"\right\rfloor": ")",
    r"\left(": "(",
    r"\right)": ")",
    r"\cdot": "*",
    r"\bmod": "%",
}


def from_latex(text: str) -> tree.Node:
    """The tree that LaTeX would be read as."""
    for mark, plain in LATEX.items():
        text = text.replace(mark, plain)
    return read_formula(unbraced(text))


def unbraced(text: str) -> str:
    """Fractions and exponents with brackets for their braces."""
    at = text.find("{")
    if at < 0:
        return text
    first, rest = braced(text[at:])
    if text[:at].endswith("^"):
        return f"{text[:at]}({unbraced(first)}){unbraced(rest)}"
    second, rest = braced(rest)
    return f"{text[:at].removesuffix(chr(92) + 'frac')}(({unbraced(first)})/({unbraced(second)})){unbraced(rest)}"


def braced(text: str) -> tuple[str, str]:
    """What stands in the braces at the beginning, and what follows them."""
    depth = 0
    for at, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return text[1:at], text[at + 1 :]
    raise AssertionError(text)


OPS = ["+", "-", "*", "/", "//", "%"]
with_powers = sums(letters | sums(letters, ["**"], 2), OPS)


@quick
@given(with_powers)
def test_prose_and_latex_mean_what_the_formula_means(node: tree.Node) -> None:
    assert values(from_prose(to_prose(node))) == values(node)
    assert values(from_latex(to_latex(node))) == values(node)


@quick
@given(with_powers, st.lists(st.integers(-3, 3) | st.fractions(-3, 3, max_denominator=4), min_size=4, max_size=4))
def test_with_numbers_put_in_too(node: tree.Node, numbers: list[Any]) -> None:
    scope = dict(zip("abcd", numbers, strict=True))
    assume(not any(isinstance(n, F) and n.denominator == 3 for n in numbers))
    try:
        wanted = evaluate(node, scope)
    except FormulaError:
        assume(False)
    assert evaluate(from_prose(to_prose_with_values(node, scope)), {}) == wanted
    assert evaluate(from_latex(to_latex_with_values(node, scope)), {}) == wanted
    assert evaluate(read_formula(to_plain_with_values(node, scope)), {}) == wanted


def unbracketed(text: str, left: str, right: str) -> list[str]:
    """The text without one of its pairs of brackets, for each pair."""
    made, stack = [], []
    for match in re.finditer(f"{re.escape(left)}|{re.escape(right)}", text):
        if match[0] == left:
            stack.append(match)
            continue
        opening = stack.pop()
        made.append(text[: opening.start()] + text[opening.end() : match.start()] + text[match.end() :])
    return made


@quick
@given(sums(letters, ["+", "-", "*", "/", "**"], 5))
def test_no_pair_of_brackets_can_be_left_out(node: tree.Node) -> None:
    """Nobody writes two signs side by side, or an exponent behind a bar or another exponent.

    Otherwise a pair that can go without changing the value is one too many.
    """
    fresh = iter("abcdg")
    node = tree.transform(node, lambda n: tree.Name(next(fresh)) if isinstance(n, tree.Name) else None)
    wanted = values(node)
    assume(None not in wanted)
    for shorter in unbracketed(to_prose(node), "(", ")"):
        if not re.search(r"[-+·/] ?-|--", shorter):
            assert values(from_prose(shorter)) != wanted, shorter
    for shorter in unbracketed(to_latex(node), r"\left(", r"\right)"):
        if not re.search(r"([-+]|cdot) ?-|--|\}\^", shorter):
            assert values(from_latex(shorter)) != wanted, shorter


@quick
@given(trees)
def test_latex_is_balanced(node: tree.Node) -> None:
    for text in (to_latex(node), to_latex(node, SCOPE), to_latex_with_values(node, SCOPE)):
        bare = re.sub(r"\\[{}\\]", "", text)
        depths = [bare[:at].count("{") - bare[:at].count("}") for at in range(len(bare) + 1)]
        assert min(depths) == depths[-1] == 0
        assert text.count(r"\left") == text.count(r"\right")


@quick
@given(trees)
def test_everything_can_be_shown(node: tree.Node) -> None:
    to_prose(node)
    to_prose(node, SCOPE)
    to_prose_with_values(node, SCOPE)
    branch_reasons(node, SCOPE)


# values

VALUES: list[tuple[Any, tuple[str, str]]] = [
    (3, ("3", "3")),
    (-3, ("-3", "-3")),
    (True, ("true", r"\text{true}")),
    (F(2), ("2", "2")),
    (F(1, 3), ("0.333333", "0.333333")),
    (F(-2, 3), ("-0.666667", "-0.666667")),
    (F(1, 8), ("0.125", "0.125")),
    (F(99999949, 10**8), ("0.999999", "0.999999")),
    (F(99999951, 10**8), ("1", "1")),
    (F(1234567, 10), ("123457", "123457")),
    (F(123456789, 10), ("12345679", "12345679")),
    (F(1, 10**5), ("0.00001", "0.00001")),
    (F(123456789, 10**14), ("1.23457e-6", r"1.23457 \cdot 10^{-6}")),
    (F(10**15), ("1e15", "10^{15}")),
    (F(-12, 10**8), ("-1.2e-7", r"-1.2 \cdot 10^{-7}")),
    (F(1, 10**400), ("1e-400", "10^{-400}")),
    (F(10**308), ("1e308", "10^{308}")),
    (10**20, ("1" + "0" * 20, "1" + "0" * 20)),
    (10**21, ("1e21", "10^{21}")),
    (0.1 + 0.2, ("0.3", "0.3")),
    (1e-17, ("0", "0")),
    (-0.0, ("0", "0")),
    (2.5e300, ("2.5e300", r"2.5 \cdot 10^{300}")),
    ("a_b", ("a_b", "a_b")),
    (("a", F(1, 2)), ("[a, 0.5]", r"\begin{pmatrix}a & 0.5\end{pmatrix}")),
    (make_array([1, F(1, 2)], (2,)), ("[1, 0.5]", r"\begin{pmatrix}1 & 0.5\end{pmatrix}")),
    (make_array(range(6), (2, 3)), ("[[0, 1, 2], [3, 4, 5]]", r"\begin{pmatrix}0 & 1 & 2 \\ 3 & 4 & 5\end{pmatrix}")),
    (make_array([], (0,)), ("[]", r"\begin{pmatrix}\end{pmatrix}")),
]


@pytest.mark.parametrize(("value", "wanted"), VALUES, ids=[repr(value) for value, _ in VALUES])
def test_values(value: Any, wanted: tuple[str, str]) -> None:
    assert (value_to_text(value), value_to_latex(value)) == wanted


@quick
@given(st.fractions() | st.floats(allow_nan=False, allow_infinity=False))
def test_six_digits_of_a_real(number: Any) -> None:
    exact = F(number)
    printed = F(number_to_text(number))
    assert abs(printed - exact) <= abs(exact) * F(5, 10**6) + F(1, 10**15)
    assert len(number_to_text(number).lstrip("-").split("e")[0].replace(".", "").strip("0")) <= 15


@quick
@given(st.fractions(max_denominator=10**6) | st.integers())
def test_literals_are_exact(number: Any) -> None:
    made = evaluate(read_formula(number_to_literal(number)), {})
    assert made == number
    assert isinstance(made, int) == isinstance(number, int)


LITERALS = {
    F(5): "5.0",
    F(-1, 8): "-0.125",
    F(1, 3): "(1/3)",
    F(10**20): "100000000000000000000.0",
    F(10**60): "1.0e60",
    F(-12, 10**81): "-1.2e-80",
    F(1, 10**99): "1.0e-99",
    F(10**99 + 1, 10**99): "1." + "0" * 98 + "1e0",
}


@pytest.mark.parametrize(("number", "wanted"), LITERALS.items())
def test_literals(number: Any, wanted: str) -> None:
    assert number_to_literal(number) == wanted
    assert evaluate(read_formula(wanted), {}) == number


def test_texts_are_safe_in_latex() -> None:
    assert escape_latex("50% & a_b #1 {x} $3 ^ ~ \\") == r"50\% \& a\_b \#1 \{x\} \$3 \^{} \~{} \backslash "


def test_a_list_decides_about_no_branch() -> None:
    node = read_formula("1 if [] else 2")
    assert to_prose(node, SCOPE) == to_prose(node)
