"""Derivatives that a bank names are made when it is compiled, and shown as a student writes them."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from dlquiz.bank import build
from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError
from dlquiz.language.letters import is_formula
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Question
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw


def plain(body: str) -> dict[str, Any]:
    """The plain data of the question of a small bank."""
    lines = "".join(f"  {line}\n" for line in body.strip("\n").split("\n"))
    question: dict[str, Any] = compile_text(f"topic: t\ntitle: T\nquestions:\n- id: q\n  ask: x\n{lines}", "bank.yaml")[
        "questions"
    ][0]
    return question


def made(body: str) -> Question:
    """The question of a small bank."""
    return build.build_question(plain(body), "t", "bank.yaml")


UNIT = """
draw: {w: [0.5], x: [2], b: [1], y: [0.25], n: [3]}
steps:
- {name: z, formula: w * x + b}
- {name: a, formula: ACT}
- {name: E, formula: (y - a)^2 / 2}
- name: slope
  formula: |-
    SLOPE
answer: slope
"""

MADE = [
    ("sigmoid(z)", "diff(a, z)", "a * (1 - a)"),
    ("tanh(z)", "diff(a, z)", "1 - a**2"),
    ("relu(z)", "diff(a, z)", "1 if z > 0 else 0"),
    ("leaky_relu(z)", "diff(a, z)", "1 if z > 0 else 0.01"),
    ("exp(z)", "diff(a, z)", "a"),
    ("softplus(z)", "diff(a, z)", "sigmoid(z)"),
    ("sigmoid(z)", "diff(E, a)", "-(y - a)"),
    ("sigmoid(z)", "diff(z, w)", "x"),
    ("sigmoid(z)", "diff(z, b)", "1"),
    ("z", "diff(a, z)", "1"),
    ("sigmoid(z)", "diff(E, a) * diff(a, z) * diff(z, w)", "-(y - a) * (a * (1 - a)) * x"),
    ("z", "diff(x^2, x)", "2 * x"),
    ("z", "diff(w*(x - b)^2, x)", "2 * w * (x - b)"),
    ("z", "diff(diff(w*x^2, x), x)", "2 * w"),
    ("z", "-diff(x^3 - 2*x, x)", "-(3 * x**2 - 2)"),
]


@pytest.mark.parametrize(("activation", "slope", "wanted"), MADE)
def test_a_derivative_is_stated_once(activation: str, slope: str, wanted: str) -> None:
    question = plain(UNIT.replace("ACT", activation).replace("SLOPE", slope))
    assert question["steps"][3]["formula"] == wanted


def test_it_is_right() -> None:
    """The slope by which the loss really changes."""
    body = UNIT.replace("ACT", "sigmoid(z)").replace("SLOPE", "diff(E, a) * diff(a, z) * diff(z, w)")
    tape = draw(made(body), 0).tape
    step = 1e-6
    up, down = (tape.replay({"w": 0.5 + h}) for h in (step, -step))
    assert up is not None and down is not None
    assert np.isclose((up["E"].value - down["E"].value) / (2 * step), tape["slope"].value, rtol=1e-6)


LOOP = """
draw: {c: [2], lr: [0.1], x0: [5]}
steps:
- repeat: 2
  start: {x: x0}
  steps:
  - {name: grad, formula: "diff(c*x^2, x)"}
  - {name: x, formula: x - lr * grad}
answer: x
"""


def test_in_a_loop_the_letter_is_the_quantity_of_the_pass() -> None:
    tape = draw(made(LOOP), 0).tape
    assert [tape["grad_1"].formula, tape["grad_2"].formula] == ["2·c·x₀", "2·c·x₁"]
    assert (tape["grad_1"].value, tape["x_2"].value) == (20, Fraction(9, 5))


def test_what_has_no_derivative_is_a_fault_at_its_place() -> None:
    for slope in ("diff(floor(z), z)", "diff(a, 3)", "diff([z, 1], z)", "diff(range(3), x)"):
        with pytest.raises(BankError) as caught:
            plain(UNIT.replace("ACT", "z").replace("SLOPE", slope))
        assert "cannot be written down as a formula" in str(caught.value)
        assert caught.value.faults[0].place.line == 12


LETTERS = """
draw: {a: [1, 2], c: [-3, 3], k: [1]}
variables: {x: [-3, 3], y: [-3, 3]}
let:
  f: a*x^2 + c*x*y
steps:
- {name: slope, formula: "diff(f, x)"}
- {name: bend, formula: "diff(slope, x)"}
- {name: here, formula: "at(slope, [x, y], [k, 2])"}
- {name: there, formula: "at(diff(x^3, x), x, k + 1)"}
- {name: point, formula: "at(gradient(f, [x, y]), [x, y], [k, 2])"}
- {name: both, formula: "gradient(f, [x, y])"}
- {name: second, formula: "hessian(f, [x, y])"}
- {name: out, formula: "expand((x + a)^2)"}
- {name: zeros, formula: "roots(x^2 - a^2, x)"}
answer: slope
"""


def test_gradients_and_hessians_whose_form_is_known_are_written_out() -> None:
    steps = {step["name"]: step["formula"] for step in plain(LETTERS)["steps"]}
    assert steps["both"] == "[2 * a * x + c * y, c * x]"
    assert steps["second"] == "[[2 * a, c], [c, 0]]"
    assert steps["point"] == "at([2 * a * x + c * y, c * x], [x, y], [k, 2])"


def test_values_with_letters_are_differentiated() -> None:
    question = made(LETTERS)
    for seed in range(6):
        problem = Problem(draw(question, seed))
        scope = problem.tape.scope
        a, c = scope["a"], scope["c"]
        assert is_formula(problem.tape["slope"].value)
        assert value_to_text(problem.tape["slope"].value) == f"{2 * a}x {'+' if c > 0 else '-'} 3y"
        assert problem.tape["bend"].value == 2 * a
        assert problem.tape["here"].value == 2 * a + 2 * c
        assert problem.tape["there"].value == 12
        assert problem.tape["point"].value.tolist() == [2 * a + 2 * c, c]
        assert problem.tape["both"].value[1] == c * scope["x"]
        assert problem.tape["second"].value[0][1] == c
        assert list(problem.tape["zeros"].value) == [-a, a]
        assert problem.check(f"2*{a}*x + {c}*y").verdict == "right"


def test_a_formula_that_no_draw_decides_about_is_cached_as_text() -> None:
    assert plain(LETTERS)["steps"][0]["formula"] == "2 * a * x + c * y"


def test_of_a_letter_drawn_structure_waits_for_the_draw() -> None:
    body = """
draw: {kind: [sine, cube]}
variables: {x: [0.1, 3]}
let:
  f: ("" if kind == "" else x^3 if kind == "cube" else sin(x))
answer: diff(f, x)
"""
    question = plain(body)
    assert "diff(" in question["answer"]
    shown = {value_to_text(Problem(draw(made(body), seed)).parts["answer"].value) for seed in range(8)}
    assert shown == {"cos(x)", "3x^2"}


COLD = """
import sys
from dlquiz.bank.compile import compile_text
{}
print("sympy" in sys.modules)
"""


@pytest.mark.parametrize(("body", "wanted"), [("answer: 1", "False"), ("draw: {x: [1]}\nanswer: diff(x^2, x)", "True")])
def test_sympy_is_imported_only_where_a_bank_differentiates(body: str, wanted: str) -> None:
    lines = "".join(f"  {line}\n" for line in body.split("\n"))
    text = f"topic: t\ntitle: T\nquestions:\n- id: q\n  ask: x\n{lines}"
    code = COLD.format(f"compile_text({text!r}, 'bank.yaml')")
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == wanted


def test_a_draw_with_letters_takes_no_time_to_wait_for() -> None:
    """Median at most 15 ms of the processor's time once SymPy is loaded; the bound leaves room for slow machines."""
    question = made(LETTERS)
    times = []
    for seed in range(30):
        start = time.process_time()
        Problem(draw(question, seed))
        times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.06


def test_set_up_values_put_into_each_other_take_no_time() -> None:
    """Written out, the last would have 2^60 nodes."""
    lets = ", ".join(f"a{i}: a{i - 1} + a{i - 1}" for i in range(1, 60))
    question = plain(f"variables: {{w: [1, 2]}}\nlet: {{a0: w, {lets}}}\nanswer: diff(a59, w)")
    assert question["answer"] == "diff(a59, w)"


@pytest.mark.parametrize("form", ["max(#, w)", "(#)**w", "w**(#)", "(#)**2 + w"])
def test_a_function_of_itself_of_itself_is_written_at_once(form: str) -> None:
    """Each level would take twice the time if terms were written anew to be put in order."""
    formula = "w"
    for _ in range(8):
        formula = form.replace("#", formula)
    assert "diff" not in plain(f"variables: {{w: [1, 2]}}\nanswer: '{'diff(' + formula + ', w)'}'")["answer"]


def test_derivatives_that_take_too_long_are_a_fault() -> None:
    steps = "".join(f"\n- {{name: s{i}, formula: 'diff(exp(w*{i})*sin(w), w)'}}" for i in range(900))
    with pytest.raises(BankError, match="the derivatives up to here take too long"):
        plain(f"variables: {{w: [1, 2]}}\nsteps:{steps}\nanswer: s0")
