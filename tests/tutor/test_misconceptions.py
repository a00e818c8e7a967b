"""Slips that one formula alone does not show: several steps at once, slopes, what the question has besides."""

from __future__ import annotations

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.library import Bank

BANK = """
topic: confusing
title: Confusing
questions:
- id: layers
  draw: {n_in: {from: 101, to: 199}, hidden: {from: 31, to: 79}, n_out: {from: 7, to: 29}, epochs: {from: 3, to: 19}}
  alike: [[n_in, hidden, n_out]]
  ask: All parameters?
  steps:
    - {name: layer_1, formula: n_in * hidden + hidden}
    - {name: layer_2, formula: hidden * n_out + n_out}
    - {name: total, formula: layer_1 + layer_2}
  answer: total
  mistakes:
    - instead: {layer_2: n_in * n_out + n_out}
      says: The second layer reads the {{ hidden }} hidden units.
- id: chain
  draw: {w: {from: 1.1, to: 2.9, step: 0.1}, x: {from: 3.1, to: 4.9, step: 0.1}, y: {from: 10.5, to: 20.5, step: 0.1}}
  ask: One linear unit.
  steps:
    - {name: a, formula: w * x}
    - {name: dE_da, formula: a - y}
    - {name: da_dw, formula: x}
    - {name: da_dx, formula: w}
    - {name: dE_dw, formula: dE_da * da_dw}
    - {name: dE_dx, formula: dE_da * da_dx}
  parts:
    - {name: one, answer: {value: dE_dw, significant: 5}}
    - {name: both, answer: {value: '[dE_dw, dE_dx]', kind: vector, decimals: 3}}
- id: means
  draw: {X: {from: 1, to: 9, shape: 5}, w: {from: 0.3, to: 0.9, step: 0.1}}
  keep: [sum(X) % 5 != 0]
  ask: Two means.
  steps:
    - {name: mean_x, formula: mean(X)}
    - {name: mean_square, formula: 'mean(X^2)'}
    - {name: result, formula: w * mean_square + 2 * mean_x + 0.137}
  answer: {value: result, significant: 6}
- id: entropy
  draw: {z: {from: 0.3, to: 2.9, step: 0.1}, x: {from: 1.1, to: 4.9, step: 0.1}}
  ask: Sigmoid and cross-entropy, the label is 0.
  steps:
    - {name: a, formula: sigmoid(z)}
    - {name: delta, formula: a - 0}
    - {name: dE_dw, formula: delta * x}
  answer: {value: dE_dw, significant: 5}
- id: moving
  draw: {g: {from: 1.1, to: 4.9, step: 0.1}, v0: {from: 2.1, to: 5.9, step: 0.1}}
  ask: Two steps of momentum 0.9 with rate 0.1 on a slope that stays.
  steps:
    - repeat: 2
      start: {v: v0}
      steps:
        - {name: v, formula: 0.9 * v + g}
    - {name: move, formula: 0.1 * v}
  answer: {value: move, significant: 6}
"""


@pytest.fixture(scope="module")
def library() -> Bank:
    return Bank(QuestionSet([("bank.yaml", compile_text(BANK, "bank.yaml"))]))


LAYERS = {"n_in": 120, "hidden": 50, "n_out": 11, "epochs": 7}
CHAIN = {"w": 1.5, "x": 3.5, "y": 12.5}


@pytest.mark.parametrize(
    ("name", "pins", "part", "typed", "step", "slip"),
    [
        ("layers", LAYERS, None, "6550", "layer_1", "term dropped"),  # in both layers
        ("layers", LAYERS, None, "6552", "layer_1", "counted once"),
        ("layers", LAYERS, None, "46277", "total", "factor too many"),
        ("chain", CHAIN, "one", "-38.0625", "da_dw", "derived by itself"),
        ("chain", CHAIN, "one", "-10.875", "dE_dw", "on the way"),
        ("chain", CHAIN, "both", "[-10.875, -25.375]", "dE_dw", "exchanged"),
        ("means", {"X": [1, 2, 3, 4, 6], "w": 0.5}, None, "65.137", "mean_x", "mean for sum"),  # in both steps
        ("entropy", {"z": 0.7, "x": 2.3}, None, "0.340735", "delta", "slope too many"),
        ("moving", {"g": 1.3, "v0": 3.7}, None, "0.463", "v_2", "old for new"),  # the start value in every pass
        ("moving", {"g": 1.3, "v0": 3.7}, None, "1.0934", "move", "factor 2"),  # behind the loop
    ],
)
def test_the_step_is_named(
    library: Bank, name: str, pins: dict[str, object], part: str | None, typed: str, step: str, slip: str
) -> None:
    found = library[name].problem(**pins).check(typed, part).diagnosis
    assert found is not None
    assert (found.step, found.slip) == (step, slip)


NESTED = """
topic: nested
title: Nested
questions:
- id: nested
  draw: {w1: [0.7], w2: [1.3], x: [2.1], y: [0.4]}
  ask: Two weights in a row.
  steps:
    - {name: h, formula: w1 * x}
    - {name: dE_dy, formula: w2 * h - y}
    - {name: dE_dw2, formula: dE_dy * h}
    - {name: dE_dw1, formula: dE_dy * w2 * x}
  answer: {value: dE_dw1, significant: 5}
"""


def test_a_slope_typed_for_another_is_named() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(NESTED, "bank.yaml"))]))["nested"].problem()
    found = problem.check("2.22117").diagnosis
    assert found is not None
    assert found.says == "2.221 is ∂E/∂w₂; what is asked for is ∂E/∂w₁."


def test_a_listed_mistake_and_a_slip_besides(library: Bank) -> None:
    found = library["layers"].problem(**LAYERS).check(str(120 * 50 + 120 * 11 + 11)).diagnosis
    assert found is not None
    assert (found.step, found.slip) == ("layer_1", "term dropped")
    assert (
        found.says
        == "The second layer reads the 50 hidden units. Besides, where you compute 120·50 + 50, you may have left out the term hidden = 50."
    )


def test_two_slips_that_nobody_listed_are_left_alone(library: Bank) -> None:
    typed = str((120 * 50 - 50) + (50 + 11))
    assert library["layers"].problem(**LAYERS).check(typed).diagnosis is None


SLOW = """
topic: slow
title: Slow
questions:
- id: slow
  draw: {n: {from: 1001, to: 9001}}
  ask: How many?
  steps:
    - {name: a, formula: sum(range(9000)) + n * 3}
    - {name: b, formula: sum(range(9000)) + a * 7 - n}
    - {name: c, formula: sum(range(9000)) + b * 5 - a}
  answer: c
"""


def test_slow_formulas_do_not_make_the_search_long() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(SLOW, "bank.yaml"))]))["slow"].problem(n=2000)
    assert problem.check("123457").diagnosis is None
    assert problem.find_diagnosis("answer").search.budget.left < 0


OPTIONS = """
topic: options
title: Options
questions:
- id: filled
  draw: {k: [3, 5], c_in: {from: 3, to: 60}, filters: {from: 8, to: 120}}
  ask: Parameters?
  steps:
    - {name: weights, formula: k * k * c_in}
    - {name: total, formula: filters * weights + filters}
  answer: {value: total, options: from mistakes}
  mistakes:
    - instead: {total: filters * weights + 1}
      says: A bias for each filter.
    - instead: {total: filters * weights}
      says: The biases are missing.
"""


def test_an_option_that_was_made_from_a_slip_is_explained() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(OPTIONS, "bank.yaml"))]))["filled"].problem(seed=3)
    slips = {}
    for letter, text in zip("abcd", problem.part().key.options, strict=True):
        found = problem.check(letter).diagnosis
        slips[text] = found.slip if found else None
    right = str(problem.tape["total"].value)
    assert slips.pop(right) is None
    assert sorted(map(str, slips.values())) == ["factor dropped", "listed", "listed"]


PARTS = """
topic: parts
title: Parts
questions:
- id: two
  draw: {k: {from: 11, to: 99}, n: {from: 111, to: 999}}
  ask: Two parts.
  steps:
    - {name: count, formula: k * n + k}
    - {name: bytes, formula: 4 * count + 8}
  parts:
    - {name: count, answer: count}
    - {name: bytes, answer: bytes}
- id: loop
  draw: {x0: {from: 1.5, to: 9.5, step: 0.1}}
  ask: Two steps.
  steps:
    - repeat: 2
      start: {x: x0}
      steps:
        - {name: grad, formula: 2 * x + 0.37}
        - {name: x, formula: x - 0.1 * grad}
  answer: {value: x, significant: 6}
"""


def test_what_an_earlier_right_part_has_settled_is_not_blamed() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(PARTS, "bank.yaml"))]))["two"].problem(k=20, n=300)
    typed = str(4 * 20 * 300 + 8)
    blamed = problem.check(typed, "bytes").diagnosis
    assert blamed is not None
    assert (blamed.step, blamed.slip) == ("count", "term dropped")
    assert problem.check(typed, "bytes", earlier={"count": "6020"}).diagnosis is None
    assert problem.check(str(4 * 6020), "bytes", earlier={"count": "6020"}).diagnosis is not None


def test_a_quantity_of_a_loop_is_called_as_in_its_pass() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(PARTS, "bank.yaml"))]))["loop"].problem(x0=3.5)
    found = problem.check(f"{-0.1 * (2 * (-0.1 * 7.37) + 0.37):.6g}").diagnosis
    assert found is not None
    assert found.says.startswith("At x₁ = 3.5 - 0.1·7.37 and every step like it you may have left out the term x₀")


CASES = """
topic: cases
title: Cases
questions:
- id: cases
  draw: {z: [-3.7]}
  ask: A leaky unit.
  steps:
    - {name: a, formula: z if z > 0 else 2/(5 - z)}
    - {name: result, formula: 7.1 * a - 2.3}
  answer: {value: result, significant: 5}
"""


def test_the_case_that_is_named_is_the_right_one() -> None:
    problem = Bank(QuestionSet([("bank.yaml", compile_text(CASES, "bank.yaml"))]))["cases"].problem()
    found = problem.check(str(7.1 * -3.7 - 2.3)).diagnosis
    assert found is not None
    assert found.says == "At a = 2/(5 - (-3.7)) you may have taken the wrong case: z = -3.7: -3.7 instead of 0.2299."
