"""What a bank may say to a solver: reasons and names of its own; and the slopes that the compiled bank holds for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import BankError
from dlquiz.problem import Problem, make_problem

BANK = r"""topic: solved
title: Solved
questions:
- id: solved-descent
  draw: {c: [2, 3], start_x: [1, 2]}
  ask: Where is x after two steps on ${{ c }}x^2$ from {{ start_x }}?
  solver: descent
  given:
    f: ("c*x^2")
    by: ("x")
    start: start_x
    velocity: 0.5
    rate: 0.1
    steps: 2
    method: ("nesterov")
    names: ("g = grad; a = ahead")
  why:
    grad: The slope at {{ ahead }}.
    x_2: The end.
  answer: x_2
- id: solved-backprop
  draw: {w: [0.5, 1], x: [1, 2], y: [0, 1]}
  ask: The gradient at {{ w }}, {{ x }}, {{ y }}?
  solver: backprop
  given:
    graph: ("z = w*x; a = sigmoid(z); E = (y - a)^2/2")
    by: ("w")
    names: ("dE_dz = delta")
  answer: dE_dw
"""


def solve(id: str) -> Problem:
    """The problem of a question above."""
    return make_problem(QuestionSet([("solved.yaml", compile_text(BANK, "solved.yaml"))])[id], 0)


def test_a_bank_names_and_explains_the_steps_of_a_solver() -> None:
    tape = solve("solved-descent").tape
    assert [entry.name for entry in tape][:4] == ["ahead_1", "grad_1", "v_1", "x_1"]
    assert tape["grad_1"].why == f"The slope at {float(tape['ahead_1'].value):g}."
    assert tape["x_1"].why != "The end." and tape["x_2"].why == "The end."
    x, v, c = float(tape.scope["start_x"]), 0.5, float(tape.scope["c"])
    for _ in range(2):
        v = 0.9 * v - 0.1 * 2 * c * (x + 0.9 * v)
        x += v
    assert float(tape["x_2"].value) == pytest.approx(x)
    assert {"delta", "dE_dw"} <= set(solve("solved-backprop").tape.entries)


def test_a_compiled_bank_holds_the_slopes() -> None:
    descent, backprop = (dict(question["given"])["slopes"] for question in compile_text(BANK, "x")["questions"])
    assert descent == '("x = 2 * c * x")'
    assert "a 0 z = a * (1 - a)" in backprop


WRONG = [
    ("    x_2: The end.", "    x_9y: The end.", 'the solver has no step "x_9y"'),
    ("    x_2: The end.", "    x_2: The end {{ nowhere }}.", 'there is no "nowhere" here'),
    ("  solver: backprop\n  given:", "  why:\n    a: Why not.\n  let:", '"why" needs a "solver"'),
    ("    velocity: 0.5", "    slopes: 0.5", 'does not take "slopes"'),
]


@pytest.mark.parametrize(("text", "instead", "message"), WRONG)
def test_what_is_wrong_is_a_fault(text: str, instead: str, message: str) -> None:
    assert text in BANK
    with pytest.raises(BankError) as error:
        compile_text(BANK.replace(text, instead, 1), "x")
    assert any(message in fault.message for fault in error.value.faults), error.value.faults


def test_no_draw_waits_for_sympy(tmp_path: Path) -> None:
    bank = tmp_path / "solved.yaml"
    bank.write_text(BANK, "utf-8")
    compile_first = f"import dlquiz; dlquiz.load({str(bank)!r})"
    draw = (
        f"{compile_first}['solved-descent'].problem(1).tape, dlquiz.load({str(bank)!r})['solved-backprop'].problem(1)"
    )
    for code in (compile_first, f"{draw}; import sys; sys.exit('sympy' in sys.modules)"):
        environment = {"DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
