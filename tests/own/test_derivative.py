"""Derivatives of what people type: the rules, the form at the end, the value, and what cannot be read or derived."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dlquiz
from dlquiz.commands import check
from dlquiz.errors import DlquizError, UsageError
from dlquiz.own.derivative import derive
from dlquiz.problem import Problem

ROOT = Path(__file__).parents[2]
FORMS = [
    ("ln(1 + exp(-y*w*x))", "w", "-(x * y / (1 + exp(w * x * y)))"),
    ("x^4 - 3x^3 + 2", "x", "4 * x**3 - 9 * x**2"),
    ("-x^2", "x", "-(2 * x)"),
    ("f(x) = x² e^{-x}", "x", "x * exp(-x) * (2 - x)"),
    ("(x^2+1)/(x-1)", "x", "(x**2 - 2 * x - 1) / (x - 1)**2"),
    ("|x|", "x", "sign(x)"),
    ("relu(w x + b)", "w", "x * (1 if w * x + b > 0 else 0)"),
    ("softmax(a, b)[0]", "b", "-(exp(a) * exp(b) / (exp(a) + exp(b))**2)"),
    ("norm([x, y])", "x", "x / sqrt(x**2 + y**2)"),
    ("x if x > 0 else 0.01x", "x", "1 if x > 0 else 0.01"),
    ("sinh(x)", "x", "0.5 * (exp(x) + exp(-x))"),
    ("w*x + b", "b", "1"),
    ("lambda*w^2/2", "w", "lambda * w"),
    ("f(x, y) = x^2 + 3xy + y^2", "x", "2 * x + 3 * y"),
    ("-log(softmax(z1, z2)[0])", "z2", "exp(z2) / (exp(z1) + exp(z2))"),
    ("softmax(x^2, y)[1]^2", "x", "-(4 * x * exp(2 * y) * exp(x**2) / (exp(x**2) + exp(y))**3)"),
    ("2x2 + x2^2", "x2", "2 * x2 + 2"),
]


@pytest.mark.parametrize(("expression", "by", "form"), FORMS)
def test_the_form_at_the_end(expression: str, by: str, form: str) -> None:
    assert derive(expression, by=by).derivatives == {by: form}


def test_the_way_is_a_line_for_each_rule() -> None:
    made = derive("x^2 * sin(x)/(1 + exp(3x))", by="x")
    rules = [row["rule"] for row in made.rows]
    assert rules == ["Known slope", "Product rule", "Chain rule", "Quotient rule"]


def test_the_operator_says_by_what() -> None:
    assert derive("d/dx (x^2*y)").derivatives == {"x": "2 * x * y"}


def test_gradient_and_hessian_with_values() -> None:
    made = derive("x^2 y + sin(x)", twice=True, x=0, y=0.5)
    assert made.derivatives["x"] == "2 * x * y + cos(x)"
    assert made.values == {"x": 1, "y": 0, "x,x": 1, "x,y": 0, "y,y": 0}


def test_letters_that_are_given_are_factors() -> None:
    assert derive("exp(-ywx)", by="w", w=1, x=2, y=3).expression == "exp(-y * w * x)"


def test_a_part_of_the_point_leaves_letters() -> None:
    made = derive("a x^2", by="x", x=3)
    assert made.values == {"x": "6 * a"}


def test_the_python_side() -> None:
    made = dlquiz.derive("x^2*y", by="x", x=3, y=0.5)
    assert made.to_json() == {
        "expression": "x**2 * y",
        "derivatives": {"x": "2 * x * y"},
        "values": {"x": 3},
        "steps": [
            {"name": "df_dx", "rule": "Power rule", "formula": "2 * x * y", "value": "2 * x * y"},
            {"name": "df_dx_0", "rule": "Put in the numbers", "formula": "2 * x_0 * y_0", "value": 3},
        ],
    }
    assert "| $\\frac{\\partial f}{\\partial x}$ |" in made._repr_markdown_()
    assert made.problem.check("2xy", part="df_dx").verdict == "right"
    assert isinstance(made.problem, Problem)


def test_places_as_people_write_them() -> None:
    assert derive("x^2*e^x", at="0").values == {"x": 0}
    for at in ("3, 2", "(3, 2)", "x=3 y=2", "(y, x) = (2, 3)"):
        assert derive("x^2*y", at=at).values == {"x": 12, "y": 9}
    assert derive("f(y, x) = x^2*y", at="2, 3").values == {"x": 12, "y": 9}
    with pytest.raises(UsageError, match="write x=1,y=1"):
        derive("x^2*y", at="3")
    with pytest.raises(UsageError, match="x is given twice"):
        derive("x^2*y", at="x=3", x=2)


def test_small_values_are_asked_for_in_digits() -> None:
    made = derive("exp(-x)", x=8)
    assert made.problem.check("-0.000335", part="df_dx_0").verdict == "right"
    assert made.problem.check("-0.0003", part="df_dx_0").verdict != "right"


def test_what_is_saved_is_a_good_bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(derive("x^2*y + 1/3", by="x,y", x="1/3", y=0.5).bank, "utf-8")
    assert check.run([path], as_json=True, quiet=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["faults"]) == (1, [])


HOSTILE = [
    "", "   ", "(" * 1000 + "x" + ")" * 1000, "__import__('os').system('ls')", "x^(10^9)", "9^9^9^9*x", "x" * 600, "lambda x: x",
    "x.__class__", "exp(" * 40 + "x" + ")" * 40, "x^x^x^x^x^x^x^x^x^x^x^x", "\x1b[2J", "{{ x }}", '"x"', "[x]", "softmax(x)", "x = y = z",
    "foo(x)", "x @ y", "sum(x)", "norm(x)", "3", "(x+1)^64*(x+2)^64*(x+3)^64", "1/0*x", "x%2", "x,y", "answer^2", "seed", "floor(x)", "T",
    "leaky_relu(x, x)", "-" * 300 + "x", "x" + "+x" * 240, "max(" + ",".join("x" * 100) + ")",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_ends_in_a_sentence(text: str) -> None:
    try:
        made = derive(text, by="x" if "x" in text else None)
    except DlquizError as error:
        assert str(error) and "Traceback" not in str(error)
    else:
        assert made.derivatives


def test_a_letter_with_the_name_of_a_derivative() -> None:
    with pytest.raises(UsageError, match="take another letter"):
        derive("df_dx*x", by="x")


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="its letters are x"):
        derive("x^2", by="z")


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The verb without a terminal."""
    command = [sys.executable, "-m", "dlquiz", "derive", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, encoding="utf-8")


def test_the_command(tmp_path: Path) -> None:
    made = run(tmp_path, "-x^2", "--by", "x", "x=3", "--json")
    assert json.loads(made.stdout)["values"] == {"x": -6}
    apart = run(tmp_path, "x^2*y", "--by", "x", "x", "=", "3", "y=", "2", "--json")
    assert json.loads(apart.stdout)["values"] == {"x": 12}
    assert run(tmp_path, "x^2", "--save", "mine.yaml").returncode == 0
    again = run(tmp_path, "x^2", "--save", "mine.yaml")
    assert again.returncode == 2 and "already exists" in again.stderr
    wrong = run(tmp_path, "x^2", "--bye", "x")
    assert (wrong.returncode, wrong.stderr) == (2, 'there is no option "--bye"; did you mean "--by"?\n')


def test_sigma_before_a_bracket_is_the_sigmoid() -> None:
    assert derive("σ(w*x)^2", by="w").to_json()["expression"] == "sigmoid(w * x)**2"
    assert derive("σ*x^2", by="x").derivatives == {"x": "2 * sigma * x"}
