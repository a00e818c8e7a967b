"""`picture` in a bank: its keys by kind, what each picture may name, and what is said of the rest."""

from __future__ import annotations

import pytest
from bank_text import list_faults, write_bank

from dlquiz.bank.build import build_question
from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError
from dlquiz.problem import make_problem

QUESTION = """\
id: step
draw: {w: [2, 3], lr: [0.1, 0.2]}
let: {start: w^2}
ask: One step on w²?
steps:
- {name: slope, formula: 2 * w}
- {name: w_new, formula: w - lr * slope}
answer: w_new
picture:
"""
GOOD = [
    "kind: curve\n  of: question\n  along: {u: [-3, w]}\n  curves: {f: u^2}\n  points: {start: '[w, start]'}",
    "kind: curve\n  along: {u: [-3, 3]}\n  curves: {'slope {{ slope }}': u^2}\n  path: [[w, w^2], [w_new, w_new^2]]",
    "kind: bars\n  of: slope\n  bars: {slope: slope}",
    "kind: graph\n  operations: {z: [+, w, b]}\n  values: {w: w}",
]
FAULTY = {
    "kind: plot": "curve, contour",
    "of: question": 'a picture needs the key "kind"',
    "kind: curve\n  curve: {f: u}": 'has no key "curve"',
    "kind: curve\n  of: question\n  along: {u: [0, 1]}\n  curves: {f: u * slope}": '"slope" is not known yet here',
    "kind: curve\n  of: question\n  title: '{{ w_new }}'\n  runs: {f: [1, 2]}": "this picture names",
    "kind: bars\n  of: slope\n  bars: {new: w_new}": '"w_new" is not known yet here',
    "kind: bars\n  of: slop\n  bars: {new: w_new}": 'there is no step "slop"; did you mean "slope"?',
    "kind: curve\n  along: {w: [0, 1]}\n  curves: {f: w}": '"w" is a quantity of the question',
    "kind: curve\n  along: {u: [0, 1]}\n  curves: {f: v}": 'there is no "v" here',
    "kind: graph\n  operations: {z: [+]}": "at least 2 items",
}
UNDRAWABLE = {
    "kind: curve\n  along: {u: [1, 0]}\n  curves: {f: u}": "with the smaller end first",
    "kind: curve\n  curves: {f: w}": "curves need one letter",
    "kind: curve\n  along: {u: [0, 1]}\n  curves: {f: log(0 - u - 1)}": "has no value anywhere",
    "kind: window\n  matrix: [[1, 2], [3, 4]]\n  size: [3, 3]": "the window leaves the input",
    "kind: window\n  matrix: [[1, 2], [3]]\n  size: [1, 1]": "cannot be drawn",
    "kind: field\n  layers: [[3, 0.5]]": "[kernel, stride]",
    "kind: field\n  layers: [[3, 9], [3, 9], [3, 9], [3, 9], [3, 9], [3, 9], [3, 9]]": "too large",
    "kind: bars\n  values: range(99)": "1 to 14 values",
    "kind: bars\n  bars: {a: 10^200}": "too large to be drawn",
    "kind: boxes\n  boxes: {A: [3, 3, 1, 1]}": "x1 < x2",
    'kind: network\n  net: ("in 4x4x1 | conv9-2")': "",
    "kind: contour\n  along: {u: [0, 1]}\n  height: u": "two letters",
}


def write_picture(picture: str) -> str:
    return write_bank(QUESTION + "- " + picture)


@pytest.mark.parametrize("picture", GOOD)
def test_pictures_that_can_be_read(picture: str) -> None:
    plain = compile_text(write_picture(picture), "bank.yaml")
    question = build_question(plain["questions"][0], "topic", "bank.yaml")
    made = make_problem(question, 1).draw_picture(0)
    assert made.describe().endswith(".")


@pytest.mark.parametrize("picture", FAULTY)
def test_faults_are_told_at_their_place(picture: str) -> None:
    faults = list_faults(write_picture(picture))
    assert any(FAULTY[picture] in message for *_, message in faults), faults


@pytest.mark.parametrize("picture", UNDRAWABLE)
def test_what_cannot_be_drawn_is_a_fault_of_the_bank(picture: str) -> None:
    plain = compile_text(write_picture(picture), "bank.yaml")
    question = build_question(plain["questions"][0], "topic", "bank.yaml")
    with pytest.raises(BankError, match="cannot be drawn") as caught:
        make_problem(question, 1).draw_picture(0)
    assert UNDRAWABLE[picture] in str(caught.value)


def test_a_picture_is_paid_from_the_budget_of_its_variant() -> None:
    curves = ", ".join(f"'{i}': " + "+".join(["sin(u)*exp(u)"] * 60) for i in range(4))
    picture = f"kind: curve\n  along: {{u: [0, 1]}}\n  curves: {{{curves}}}"
    plain = compile_text(write_picture("\n- ".join([picture] * 8)), "bank.yaml")
    question = build_question(plain["questions"][0], "topic", "bank.yaml")
    problem = make_problem(question, 1)
    with pytest.raises(BankError, match="take too long"):
        for number in range(8):
            problem.draw_picture(number)


def test_the_same_seed_gives_the_same_noise() -> None:
    picture = "kind: curve\n  along: {u: [0, 9, 1]}\n  curves: {f: u}\n  noise: 0.5"
    plain = compile_text(write_picture(picture), "bank.yaml")
    question = build_question(plain["questions"][0], "topic", "bank.yaml")
    first, again, other = (make_problem(question, seed).draw_picture(0) for seed in (1, 1, 2))
    assert first == again and first != other
