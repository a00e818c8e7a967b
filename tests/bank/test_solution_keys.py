"""`plan`, `test`, `often`, `trains` and `after`: what surrounds the steps of a solution, and which keys go together."""

from __future__ import annotations

from pathlib import Path

import pytest

import dlquiz
from dlquiz.check.examine import examine
from dlquiz.cli import main
from dlquiz.errors import BankError

BANK = """\
topic: descent
title: Descent
after: [slopes]
questions:
- id: descent-one-step
  draw:
    x: {from: 1, to: 5}
    lr: [0.1, 0.2]
  ask: One step on x² from {{ x }} with rate {{ lr }}?
  plan: Slope first, then {{ lr }} times the slope, then down.
  trains: [slope]
  steps:
    - name: slope
      formula: 2 * x
      trains: [power-rule, slope]
    - name: x_new
      formula: x - lr * slope
  test:
    - holds: x_new < x
      says: The slope {{ slope }} is positive, so x falls to {{ x_new }}.
    - holds: x_new > 3
      says: It is still beyond 3.
  often: The rate is left out, which gives {{ x - slope }}.
  answer: x_new
"""


def run_dlquiz(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["dlquiz", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0)


def write_bank(folder: Path, text: str) -> Path:
    path = folder / "descent.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_solution_has_a_plan_checks_and_the_typical_slip(tmp_path: Path) -> None:
    bank = dlquiz.load(write_bank(tmp_path, BANK))
    problem = bank["descent-one-step"].problem(x=2, lr=0.1)
    assert problem.plan == "Slope first, then 0.1 times the slope, then down."
    assert problem.tests == ["The slope 4 is positive, so x falls to 1.6."]
    assert problem.often == "The rate is left out, which gives -2."
    assert problem.question.trains == ("slope",)
    assert problem.tape["slope"].step.trains == ("power-rule", "slope")
    assert bank.topics["descent"].after == ("slopes",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Slope first", "The slope {{ slope }} first", 'this plan names "slope", which would tell the answer'),
        ("holds: x_new < x", "holds: x_newer < x", 'there is no "x_newer" here'),
        ("x falls to {{ x_new }}", "x falls to {{ y_new }}", 'there is no "y_new" here'),
        ("gives {{ x - slope }}", "gives {{ z }}", 'there is no "z" here'),
        ("      says: It is still beyond 3.\n", "", '"says"'),
        ("trains: [slope]", "trains: [The Slope]", "kebab-case"),
        ("after: [slopes]", "after: [Some slopes]", "kebab-case"),
    ],
)
def test_what_does_not_fit_is_a_fault(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in BANK
    with pytest.raises(BankError) as caught:
        dlquiz.load(write_bank(tmp_path, BANK.replace(old, new)))
    assert says in str(caught.value)


def test_they_stand_around_the_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_bank(tmp_path, BANK)
    assert run_dlquiz("solve", "descent-one-step", "x=2", "lr=0.1", "--bank", str(path)) == 0
    shown = capsys.readouterr().out
    places = [shown.index(text) for text in ("Plan: Slope first", "slope", "Check: The slope 4", "Often: The rate")]
    assert places == sorted(places)
    assert "beyond 3" not in shown


def test_a_test_that_is_not_always_true_is_a_fault(tmp_path: Path) -> None:
    (question,) = dlquiz.load(write_bank(tmp_path, BANK))
    assert [fault.message for fault in examine(question.question).faults] == [
        "descent-one-step@0: the test 'x_new > 3' is not true"
    ]
