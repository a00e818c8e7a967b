"""Formulas are compared exactly: true identities are right, and nothing that is off is, by however little."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from bank_mapping import key_from_mapping

from dlquiz import kinds, tree
from dlquiz.algebra import comparison
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.typed import read_typed_formula

X = {"x": [-6, 6]}
P = {"p": ["0.01", "0.99"], "y": [0, 1]}
AB = {"a": [-4, 4], "b": [-4, 4]}

TRUE = [
    ("1/(1+exp(-x))", "exp(x)/(1+exp(x))", X),
    ("1/(1+exp(-x))", "(1+tanh(x/2))/2", X),
    ("1-sigmoid(x)", "sigmoid(-x)", X),
    ("sigmoid(x)*(1-sigmoid(x))", "exp(-x)/(1+exp(-x))^2", X),
    ("sigmoid(x)*(1-sigmoid(x))", "(1-tanh(x/2)^2)/4", X),
    ("sigmoid(x)*(1-sigmoid(x))", "sech(x/2)^2/4", X),
    ("tanh(x)", "2*sigmoid(2x)-1", X),
    ("tanh(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))", X),
    ("1-tanh(x)^2", "sech(x)^2", X),
    ("1-tanh(x)^2", "4/(exp(x)+exp(-x))^2", X),
    ("softplus(x)", "ln(1+exp(x))", X),
    ("softplus(x)", "x+ln(1+exp(-x))", X),
    ("softplus(x)-softplus(-x)", "x", X),
    ("softplus(x)", "-ln(sigmoid(-x))", X),
    ("softplus(x)", "max(0,x)+ln(1+exp(-|x|))", X),
    ("swish(x)", "x/(1+exp(-x))", X),
    ("sigmoid(x)+x*sigmoid(x)*(1-sigmoid(x))", "swish(x)+sigmoid(x)*(1-swish(x))", X),
    ("x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))", "x/2+x/2*tanh(0.044715x^3*sqrt(2/pi)+x*sqrt(2/pi))", X),
    ("x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))", "x*sigmoid(2*sqrt(2/pi)*(x+0.044715x^3))", X),
    ("elu(x)", "x if x > 0 else exp(x)-1", X),
    ("elu(x)", "max(0,x)+min(0,exp(x)-1)", X),
    ("leaky_relu(x)", "max(0.01x,x)", X),
    ("leaky_relu(x)", "x if x > 0 else 0.01x", X),
    ("x*tanh(softplus(x))", "x-2x/(1+(1+exp(x))^2)", X),
    ("x*tanh(softplus(x))", "x*((1+exp(x))^2-1)/((1+exp(x))^2+1)", X),
    ("-(y*log(p)+(1-y)*log(1-p))", "y*ln(1/p)-(1-y)*ln(1-p)", P),
    ("(p-y)/(p*(1-p))", "-y/p+(1-y)/(1-p)", P),
    ("log(exp(a)+exp(b))", "max(a,b)+ln(1+exp(-|a-b|))", AB),
    ("log(exp(a)+exp(b))-b", "softplus(a-b)", AB),
    ("exp(a)/(exp(a)+exp(b))", "sigmoid(a-b)", AB),
    ("gelu(x)", "x/2*(1+tanh(sqrt(2/pi)*(x+0.044715x^3)))", X),
    ("mish(x)", "x*tanh(softplus(x))", X),
    ("abs(x)", "sqrt(x^2)", X),
    ("abs(x)", "x*sign(x)", X),
    ("relu(x)", "(x+|x|)/2", X),
    ("x", "+x", X),
    ("x", "--x", X),
    ("max(a,b)", "(a+b+|a-b|)/2", AB),
]  # fmt: skip

FALSE = [  # each off by a term of 1e-6 or less
    ("gelu(x)", "x/2*(1+tanh(sqrt(2/pi)*(x+0.044715x^3)))+1e-9*x", X),
    ("mish(x)", "x*tanh(softplus(x))*(1+1e-10)", X),
    ("sigmoid(x)", "1/(1+exp(-x))+1e-6", X),
    ("tanh(x)", "2*sigmoid(2x)-1+1e-9*x", X),
    ("softplus(x)", "ln(1+exp(x)+1e-7)", X),
    ("swish(x)", "x/(1+exp(-x)+1e-8)", X),
    ("x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))", "x/2*(1+tanh(sqrt(2/pi)*(x+0.044716x^3)))", X),
    ("x*tanh(softplus(x))", "x*tanh(softplus(x+1e-9))", X),
    ("log(exp(a)+exp(b))", "max(a,b)+ln(1+exp(-|a-b|))-1e-10", AB),
    ("abs(x)", "sqrt(x^2+1e-7)", X),
    ("x", "x*(1+1e-11)", X),
]

NEARLY = [  # what was right when four digits were enough
    ("w*(1 - 0.1*0.001)", "w", {"w": [-2, 2]}),
    ("(x-m)/sqrt(v+0.00001)", "(x-m)/sqrt(v)", {"x": [-3, 3], "m": [-3, 3], "v": ["0.1", 2]}),
]

ROUNDED = [
    ("log(2)*x", "0.693x", X, "right"),
    ("log(2)*x", "0.6931x", X, "right"),
    ("log(2)*x", "0.69x", X, "wrong"),  # two digits are not enough
    ("log(2)*x", "0.694x", X, "wrong"),  # it does not round to that
    ("log(2)*x", "0.6932x", X, "close"),
    ("1.004*x", "1.00x", X, "right"),
    ("0.001*x", "0.00100x", X, "right"),
    ("0.999*x", "1.000x", X, "close"),
    ("exp(-x)/(1+exp(-x))^2", "2.718^-x/(1+2.718^-x)^2", X, "right"),
    ("x", "x+1.00-1.00", X, "right"),
    ("x", "1.00*(x+0.001)", X, "wrong"),
    ("x", "1000.*x-999.*x", X, "right"),
    ("x/3", "0.333x", X, "right"),
    ("x/3", "0.333*x+0.0001", X, "wrong"),
]


def judged(value: str, typed: str, variables: Mapping[str, Any]) -> Any:
    """The verdict on a typed formula."""
    return kinds.judge(key_from_mapping({"kind": "expression", "value": value, "variables": variables}), typed)


@pytest.mark.parametrize(("value", "typed", "variables"), TRUE)
def test_true_identities_are_right(value: str, typed: str, variables: Mapping[str, Any]) -> None:
    found = judged(value, typed, variables)
    assert found.verdict == "right", found.message


@pytest.mark.parametrize(("value", "typed", "variables"), FALSE)
def test_what_is_off_by_little_is_not_right(value: str, typed: str, variables: Mapping[str, Any]) -> None:
    found = judged(value, typed, variables)
    assert found.verdict in ("close", "wrong")


@pytest.mark.parametrize(("value", "typed", "variables"), NEARLY)
def test_a_small_term_left_out_is_close(value: str, typed: str, variables: Mapping[str, Any]) -> None:
    found = judged(value, typed, variables)
    assert (found.verdict, found.message) == ("close", "nearly: is something small missing?")


def test_where_a_listed_mistake_lands_nothing_is_close() -> None:
    answer = {"kind": "expression", "value": "w*(1 - 0.1*0.001)", "variables": {"w": [-2, 2]}}
    key = key_from_mapping(answer)
    assert kinds.judge(key, "w").verdict == "close"
    mistaken = replace(key, mistaken=(key_from_mapping(answer | {"value": "w"}).value,))
    assert kinds.judge(mistaken, "w").verdict == "wrong"


@pytest.mark.parametrize(("value", "typed", "variables", "verdict"), ROUNDED)
def test_typed_decimals_stand_for_what_rounds_to_them(value: str, typed: str, variables: Any, verdict: str) -> None:
    assert judged(value, typed, variables).verdict == verdict


@pytest.mark.parametrize(("value", "typed", "variables"), [*TRUE, *FALSE, *NEARLY, *[row[:3] for row in ROUNDED]])
def test_the_short_way_comes_to_the_same(value: str, typed: str, variables: Mapping[str, Any]) -> None:
    """`are_equal` stops at the first point that differs; `compare` looks at all, to say what is off."""
    key = key_from_mapping({"kind": "expression", "value": value, "variables": variables})
    mine, right = read_typed_formula(typed, key.variables), letters.to_tree(key.value)
    equal = comparison.compare(mine, right, key.variables).verdict == "right"
    assert comparison.are_equal(mine, right, key.variables) is equal


# what is off

OFF = {
    ("2*(w*x+b-y)*x", "2(y-wx-b)x"): "the sign is off",
    ("2*(w*x+b-y)*x", "6(wx+b-y)x"): "3 times the right formula",
    ("2*(w*x+b-y)*x", "2(wx-y)x"): "it does not depend on b",
    ("2*(w*x+b-y)*x", "2(wx+b+y)x"): "one term has the wrong sign",
    ("w*x+b-y+w", "wx+b-y"): "one term is missing",
    ("w*x+b-y", "wx+b-y+2x"): "one term too many",
    ("w*x+b-y", "3wx+b-y"): "the number before one term is off",
    ("w*x+b", "wx+b+1"): "off by a constant",
    ("max(0,x)", "x"): "equal only for x > 0",
    ("x/y", "y/x"): "upside down",
    ("exp(-x)*y", "5"): "a number, where a formula",
    ("x", "log(-x^2-1)"): "no value",
}  # fmt: skip


@pytest.mark.parametrize(("pair", "says"), OFF.items())
def test_what_is_off_is_said(pair: tuple[str, str], says: str) -> None:
    found = judged(*pair, {name: [-3, 3] for name in "wxby"})
    assert found.verdict == "wrong"
    assert says in found.message


# bounds

HOSTILE = [
    "(" * 1000 + "x" + ")" * 1000,
    "__import__('os')",
    "x^(9^9^9)",
    "x^x^x^x^x^x^x^x",
    "exp(" * 49 + "x" + ")" * 49,
    "tanh(" * 49 + "x" + ")" * 49,
    "((x+1)^64)" * 40,
    "+".join(f"exp(x+{i})-exp(x+{i})" for i in range(20)),
    "+".join(f"log((x+7)^{i})-{i}*log(x+7)" for i in range(2, 21)),
    "+".join(f"(x+7)^(x/{i})-((x+7)^x)^(1/{i})" for i in range(2, 17)),
    "+".join(f"sqrt(x^2*{i})-|x|*sqrt({i})" for i in range(2, 21)),
    "+".join(f"swish(x+{i})" for i in range(38)),
    "+".join(f"1.{i:03}*softplus(x+{i})" for i in range(20)),
    "x if x>0 else " * 35 + "x",
    "-" * 480 + "x",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("value", ["x", "x*exp(-x)", "0*x"])
def test_hostile_answers_end_at_once(typed: str, value: str) -> None:
    """Half a second of the processor's time at the most; the bound below leaves room for slow machines."""
    start = time.process_time()
    judged(value, typed, {"x": [-3, 3]})
    assert time.process_time() - start < 2


def test_what_a_comparison_may_cost_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many digits are asked for, the effort of one comparison ends it."""
    typed = HOSTILE[9]
    spent: list[int] = []
    cost = comparison.Sampling.cost

    def counted(self: comparison.Sampling, digits: int) -> int:
        spent.append(cost(self, digits))
        return spent[-1]

    monkeypatch.setattr(comparison.Sampling, "cost", counted)
    letters = {"x": (Fraction(-3), Fraction(3))}
    comparison.compare(read_typed_formula(typed, letters), read_typed_formula("0*x", letters), letters)
    first = sum(sorted(spent)[: comparison.POINTS * 3])
    assert first < 10 * comparison.EFFORT


def test_a_formula_of_what_cannot_be_compared_is_refused() -> None:
    letters = {"x": (Fraction(-3), Fraction(3))}
    with pytest.raises(FormulaError, match="cannot stand in an answer with letters"):
        comparison.compare(tree.Call("len", (tree.Name("x"),)), tree.Name("x"), letters)


# pieces

PIECES = {
    "x if x > 0 else 0": "right",
    "x if x ≥ 0 else 0": "right",
    "f = x if x >= 0 else 0": "right",
    "0 if x < 0 else x": "right",
    "(x if x > 0 else -x)/2 + x/2": "right",
    "max(0, x if x > 0 else -1)": "right",
    "0 if x < -1 else 0 if x <= 0 else x": "right",
    "x if 0 < x < 100 else 0": "right",
    "|x|/2 + x/2": "right",
    "x if x > 0 else 0.01x": "wrong",
    "x if x > 1 else 0": "wrong",
    "x if x else 0": "unreadable",
    "x if x > 0": "unreadable",
    "x if x > 0 else": "unreadable",
    "x > 0": "unreadable",
    "x if x = 0 else 1": "unreadable",
    "if x > 0 x else 0": "unreadable",
    "x else 0": "unreadable",
    "x if z > 0 else 0": "unreadable",
    "x if x > 0 else 0, 1": "unreadable",
}


@pytest.mark.parametrize(("typed", "verdict"), PIECES.items())
def test_pieces_are_read(typed: str, verdict: str) -> None:
    found = judged("max(0, x)", typed, X)
    assert found.verdict == verdict, found.message
    if verdict == "unreadable":
        assert found.message and found.caret is not None


def test_a_word_of_letters_is_their_product_before_it_is_a_piece() -> None:
    assert judged("i*f", "if", {"i": [1, 2], "f": [1, 2]}).verdict == "right"
