"""The search names the step, the slip and the value where an answer departs, and is silent where it should be."""

from __future__ import annotations

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.library import Bank
from dlquiz.problem import Problem

BANK = """
topic: trying
title: Trying
questions:
- id: layer
  draw: {k: [3, 5], c_in: {from: 3, to: 60}, filters: {from: 8, to: 120}}
  ask: Parameters of {{ filters }} filters?
  steps:
    - name: weights
      formula: k * k * c_in
    - name: per_filter
      formula: weights + 1
    - name: total
      formula: filters * per_filter
  answer: total
- id: unit
  draw:
    x: {from: 0.2, to: 2.9, step: 0.1}
    w: {from: -1.9, to: 1.9, step: 0.1}
    y: [0, 1]
  keep:
    - abs(w * x) > 0.2
  ask: One sigmoid unit with half squared error.
  steps:
    - name: z
      formula: w * x
    - name: a
      formula: sigmoid(z)
    - name: dE_da
      formula: a - y
    - name: da_dz
      formula: a * (1 - a)
    - name: dE_dw
      formula: dE_da * da_dz * x
  parts:
    - name: a
      answer: {value: a, significant: 4}
    - name: dE_dw
      answer: {value: dE_dw, significant: 4}
- id: descent
  draw: {x0: {from: 1.5, to: 9.5, step: 0.1}, lr: [0.05, 0.1, 0.15]}
  ask: Three steps on the square.
  steps:
    - repeat: 3
      start: {x: x0}
      steps:
        - name: x
          formula: x - lr * 2 * x
  answer: {value: x, significant: 5}
"""


@pytest.fixture(scope="module")
def library() -> Bank:
    return Bank(QuestionSet([("bank.yaml", compile_text(BANK, "bank.yaml"))]))


def layer(library: Bank) -> Problem:
    return library["layer"].problem(k=3, c_in=13, filters=20)


def test_names_step_slip_and_the_values_at_the_parting(library: Bank) -> None:
    found = layer(library).check("2340").diagnosis
    assert found is not None
    assert (found.step, found.slip, found.expected, found.got) == ("per_filter", "term dropped", 118, 117)
    assert found.says == "Where you compute 117 + 1, you may have left out the 1: 117 instead of 118."


def test_the_right_answer_is_not_told(library: Bank) -> None:
    """A slip in the last step is named without its values, one of which is the answer."""
    found = layer(library).check("2361").diagnosis
    assert found is not None
    assert (found.step, found.slip) == ("total", "one too many")
    assert found.says == "You may have counted one too many."


def test_rounding_on_the_way_is_named(library: Bank) -> None:
    problem = library["unit"].problem(x=2.3, w=0.7, y=1)
    a = round(problem.tape["a"].value, 2)
    found = problem.check(f"{(a - 1) * a * (1 - a) * 2.3:.6f}", "dE_dw").diagnosis
    assert found is not None
    assert (found.step, found.slip) == ("a", "rounded early")
    assert found.says == "At a you may have rounded this value too early: 0.83 instead of 0.833411."


def test_an_answer_with_too_few_digits_does_not_tell_the_others(library: Bank) -> None:
    problem = library["unit"].problem(x=2.3, w=0.7, y=1)
    verdict = problem.check("0.83", "a")
    assert verdict.message == "that is 0.83; give 4 significant digits"
    assert verdict.diagnosis is None or "0.8334" not in verdict.diagnosis.says


def test_a_right_answer_has_no_diagnosis(library: Bank) -> None:
    verdict = layer(library).check("20*(9*13+1)")
    assert (verdict.verdict, verdict.diagnosis) == ("right", None)


def test_a_number_from_nowhere_is_left_alone(library: Bank) -> None:
    assert layer(library).check("1999").diagnosis is None


def test_small_whole_numbers_are_left_alone(library: Bank) -> None:
    problem = library["layer"].problem(k=1, c_in=1, filters=2)
    assert [problem.check(str(n)).diagnosis for n in (1, 2, 3, 5, 6)] == [None] * 5


def test_a_rule_of_a_loop_is_changed_in_every_pass(library: Bank) -> None:
    problem = library["descent"].problem(x0=4.0, lr=0.1)
    found = problem.check(str(round(4.0 * 1.2**3, 5))).diagnosis
    assert found is not None
    assert (found.step, found.slip) == ("x_1", "plus for minus")


def test_one_pass_too_few_or_too_many_is_seen(library: Bank) -> None:
    problem = library["descent"].problem(x0=4.0, lr=0.1)
    few = problem.check(str(round(4.0 * 0.8**2, 5))).diagnosis
    many = problem.check(str(round(4.0 * 0.8**4, 5))).diagnosis
    assert few is not None and many is not None
    assert (few.step, few.says) == (
        "x_3",
        "2.56 is x₂ = 3.2 - 0.1·2·3.2, a value on the way. Find x₃, which is x after pass 3, next.",
    )
    assert (many.step, many.says) == ("x_4", "You may have made one pass too many.")


def test_a_forgotten_slope_is_named(library: Bank) -> None:
    problem = library["unit"].problem(x=1.5, w=0.4, y=1)
    a = problem.tape["a"].value
    found = problem.check(f"{(a - 1) * 1.5:.5f}", "dE_dw").diagnosis
    assert found is not None
    assert found.step in ("da_dz", "dE_dw")


def test_a_wrong_earlier_part_is_carried_on(library: Bank) -> None:
    problem = library["unit"].problem(x=1.5, w=0.4, y=1)
    wrong = (0.5 - 1) * 0.5 * (1 - 0.5) * 1.5
    verdict = problem.check(f"{wrong:.5f}", "dE_dw", {"a": "0.5"})
    assert (verdict.verdict, verdict.score) == ("follows", 1.0)


CHAIN = """
topic: chain
title: Chain
questions:
- id: chain
  draw: {x: {from: 2, to: 9}}
  ask: A chain.
  steps:
    - name: a
      formula: x / 7
    - name: b
      formula: a * a + 1/3
    - name: c
      formula: 1000 * a * b
  parts:
    - name: a
      answer: {value: a, decimals: 2}
    - name: b
      answer: {value: b, decimals: 2}
    - name: c
      answer: {value: c, decimals: 1}
"""


@pytest.mark.parametrize(
    ("a", "b", "typed", "verdict"),
    [
        ("0.43", "0.52", "223.6", "right"),  # both as they were rounded
        ("0.43", "0.52", "222.3", "right"),  # a as rounded, b exact
        ("0.43", "0.52", "222.9", "right"),  # a exact, b as rounded
        ("0.43", "0.52", "222.8", "right"),  # b computed anew from the rounded a
        ("0.43", "0.52", "224.9", "wrong"),
        ("0.6", "0.52", "312.0", "follows"),  # a wrong, b as rounded
        ("0.6", "0.52", "310.2", "follows"),  # a wrong, b exact
        ("0.6", "0.69", "416.0", "follows"),  # a wrong, b computed anew from it
        ("0.6", "0.69", "300.0", "wrong"),
    ],
)
def test_earlier_answers_are_used_rounded_or_exact(a: str, b: str, typed: str, verdict: str) -> None:
    """What is computed from some accepted answers as they were rounded, and others exact, is right as well."""
    problem = Bank(QuestionSet([("bank.yaml", compile_text(CHAIN, "bank.yaml"))]))["chain"].problem(x=3)
    assert problem.check(typed, "c", {"a": a, "b": b}).verdict == verdict


@pytest.mark.parametrize("trivial", ["0", "1", "1.5", "0.4"])
def test_trivial_values_and_inputs_are_not_carried_on(library: Bank, trivial: str) -> None:
    problem = library["unit"].problem(x=1.5, w=0.4, y=1)
    a = float(trivial)
    verdict = problem.check(f"{(a - 1) * a * (1 - a) * 1.5:.5f}", "dE_dw", {"a": trivial})
    assert verdict.verdict == "wrong"


def test_the_shipped_sentence_for_a_listed_mistake_comes_first() -> None:
    import dlquiz

    problem = dlquiz.load()["conv-params"].problem(k=3, c_in=3, filters=20, bias=True)
    found = problem.check("540").diagnosis
    assert found is not None
    assert (found.step, found.slip) == ("per_filter", "listed")


KINDS_WITHOUT_VALUE = """
topic: wording
title: Wording
questions:
- id: opposite
  ask: The opposite of overfitting?
  answer: {accept: [underfitting]}
  mistakes:
    - gives: '"overfitting"'
      says: That is the word itself.
- id: steps
  ask: In which order?
  answer: {items: [forward, loss, backward]}
  mistakes:
    - gives: 3
      says: Never said.
"""


def test_a_word_may_be_a_listed_mistake() -> None:
    library = Bank(QuestionSet([("bank.yaml", compile_text(KINDS_WITHOUT_VALUE, "bank.yaml"))]))
    problem = library["opposite"].problem()
    found = problem.check("Overfitting.").diagnosis
    assert found is not None
    assert (found.slip, found.says) == ("listed", "That is the word itself.")
    assert problem.check("regularization").diagnosis is None
    assert problem.check("underfitting").verdict == "right"
    for typed in ("A B C", "A C B", "B A C", "C B A"):
        assert library["steps"].problem().check(typed).diagnosis is None


OTHERS = """
topic: others
title: Others
questions:
- id: whole
  draw: {n: [32]}
  ask: How wide?
  answer: (n - 3) // 2 + 1
  mistakes:
    - gives: (n - 3) / 2 + 1
      says: Round down.
- id: thirds
  draw: {n: [50]}
  ask: How many?
  answer: n // 3
  mistakes:
    - gives: n / 3
      says: Round down.
- id: matrix
  ask: A matrix?
  answer: [[1, 2], [3, 4]]
  mistakes:
    - gives: [1, 2, 3, 4]
      says: The rows are lost.
- id: shape
  ask: A shape?
  answer:
    value: [7, 7, 64]
    kind: shape
  mistakes:
    - gives: [7.5, 7.5, 64]
      says: Round down.
    - gives: 7
      says: All axes count.
- id: options
  draw: {a: [5]}
  ask: A quarter?
  answer: {value: a / 4, options: from mistakes}
  mistakes:
    - gives: a / 3
      says: That is a third.
    - gives: a
      says: That is all of it.
"""


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("whole", "15.5", "Round down."),
        ("whole", "31/2", "Round down."),
        ("thirds", "16.67", "Round down."),
        ("thirds", "50/3", "Round down."),
        ("matrix", "[1, 2, 3, 4]", "The rows are lost."),
        ("shape", "(7.5, 7.5, 64)", "Round down."),
        ("shape", "(7)", "All axes count."),
        ("options", "1.6667", "That is a third."),
        ("options", "5.0000", "That is all of it."),
    ],
)
def test_a_listed_mistake_may_be_of_another_kind(name: str, typed: str, says: str) -> None:
    """People type 15.5 where a whole number is asked for, and are told what the bank says."""
    library = Bank(QuestionSet([("bank.yaml", compile_text(OTHERS, "bank.yaml"))]))
    found = library[name].problem(1).check(typed).diagnosis
    assert found is not None
    assert (found.slip, found.says) == ("listed", says)


GATE = """
topic: gate
title: Gate
questions:
- id: gate
  draw:
    w: {from: 1.5, to: 4.5, step: 0.1}
    x: {from: 1.5, to: 4.5, step: 0.1}
    b: {from: 0.1, to: 1.4, step: 0.1}
  ask: The gradient of a ReLU unit.
  steps:
    - {name: z, formula: w * x + b - 1}
    - {name: g, formula: "[x, 1, w] * (1 if z > 0 else 0)"}
  answer: {value: g, decimals: 4}
"""


def test_zeros_in_place_of_several_numbers_are_left_alone() -> None:
    """A unit that is off makes them all, whatever turned it off: the sign of the weighted sum, or of a weight."""
    problem = Bank(QuestionSet([("bank.yaml", compile_text(GATE, "bank.yaml"))]))["gate"].problem(w=2.3, x=3.1, b=0.4)
    wrong = problem.check("[0, 0, 0]")
    assert (wrong.verdict, wrong.diagnosis) == ("wrong", None)
    assert problem.check("[6.2, 2, 4.6]").diagnosis is not None


SLOPES = """
topic: slopes
title: Slopes
questions:
- id: slopes
  draw: {x: {from: 11, to: 99}, y: {from: 101, to: 999}, z: {from: 3, to: 9}}
  ask: The slopes of $z x y$.
  steps:
    - {name: df_dx, formula: y * z}
    - {name: df_dy, formula: x * z}
    - {name: slopes, formula: "[df_dx, df_dy, x * y]"}
  answer: slopes
"""


def test_a_slope_is_not_counted() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(SLOPES, "bank.yaml"))]))["slopes"].problem(x=47, y=613, z=7)
    found = problem.check(f"[{613 * 7 + 1}, {47 * 7}, {47 * 613}]").diagnosis
    assert found is not None
    assert "added 1 to this value" in found.says
    assert "counted" not in found.says
