"""Draws: what is drawn, when `keep` is tested, pins, and the same numbers on every machine."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dlquiz
from dlquiz.bank import build
from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError, UsageError
from dlquiz.language.arrays import flatten, hashable, make_array
from dlquiz.language.values import values_identical
from dlquiz.model import Question
from dlquiz.worked import Tape
from dlquiz.worked.answer_keys import refuse_right_outcomes
from dlquiz.worked.draw import ATTEMPTS, WORK, DrawStatistics, draw
from dlquiz.worked.typed_pins import read_pin


def made(body: str, name: str = "q") -> Question:
    """The question of a small bank."""
    lines = "".join(f"  {line}\n" for line in body.strip("\n").split("\n"))
    text = f"topic: t\ntitle: T\nquestions:\n- id: {name}\n  ask: x\n{lines}"
    return build.build_question(compile_text(text, "bank.yaml")["questions"][0], "t", "bank.yaml")


def drawn(spec: str, count: int = 200, rest: str = "answer: 1") -> list[Any]:
    """The values of the draw `a` for some seeds."""
    question = made(f"draw:\n  n: [2]\n  a: {spec}\n{rest}")
    return [draw(question, seed).variant.values["a"] for seed in range(count)]


def types(values: list[Any]) -> set[type]:
    """The types of some values."""
    return {type(value) for value in values}


# what is drawn


def test_a_list_is_drawn_evenly() -> None:
    counts = Counter(drawn("[1, 3, 5, 7]", 2000))
    assert set(counts) == {1, 3, 5, 7}
    assert all(400 < count < 600 for count in counts.values())


def test_a_list_of_everything() -> None:
    values = drawn("[1, relu, true, [1, 2]]")
    assert {type(value) for value in values} == {int, str, bool, np.ndarray}


@pytest.mark.parametrize(
    ("spec", "least", "most", "count", "kind"),
    [
        ("{from: 1, to: 64}", 1, 64, 64, int),
        ("{from: -2, to: 2}", -2, 2, 5, int),
        ("{from: 4, to: 128, step: 4}", 4, 128, 32, int),
        ("{from: 1, to: 10, step: 4}", 1, 9, 3, int),
        ("{from: 3, to: 3}", 3, 3, 1, int),
        ("{from: n, to: n * n + 1}", 2, 5, 4, int),
        ("{from: 0.05, to: 0.50, step: 0.05}", Fraction(1, 20), Fraction(1, 2), 10, Fraction),
        ("{from: 0, to: 1, step: 0.1}", 0, 1, 11, Fraction),
        ("{from: 0.0, to: 3, step: 1}", 0, 3, 4, Fraction),
        ("{from: 0, to: 3.0, step: 1}", 0, 3, 4, Fraction),
        ("{from: 1/2, to: 5/2, step: 1}", Fraction(1, 2), Fraction(5, 2), 3, Fraction),
        ("{from: 1e-3, to: 5e-3, step: 1e-3}", Fraction(1, 1000), Fraction(1, 200), 5, Fraction),
        ("{from: sqrt(n), to: 2, step: 0.1}", Fraction("1.41421356237"), 2, 6, Fraction),
        ("{from: -pi, to: pi, step: pi / 2}", None, None, 5, Fraction),
    ],
)
def test_a_range(spec: str, least: Any, most: Any, count: int, kind: type) -> None:
    values = drawn(spec, 600)
    assert types(values) == {kind}
    assert len(set(values)) == count
    if least is not None:
        assert min(values) == least
        assert max(values) <= most


def test_decimals_stay_decimals() -> None:
    assert Fraction("0.15") in drawn("{from: 0.05, to: 0.50, step: 0.05}")
    assert set(drawn("[0.1, 0.2]")) == {Fraction(1, 10), Fraction(1, 5)}


def test_one_decimal_makes_a_list_real() -> None:
    assert types(drawn("[1, 2, 0.5]")) == {Fraction}
    assert all(types(list(value)) == {Fraction} for value in drawn("[[1, 2], [0.5, 1]]"))


def test_ranges_of_huge_numbers_end() -> None:
    assert all(0 <= value <= 10**30 for value in drawn("{from: 0, to: 10**30}", 20))
    assert len(set(drawn("{from: 0, to: 1, step: 1e-30}", 20))) == 20


def test_arrays_of_draws() -> None:
    values = drawn("{from: -1, to: 1, step: 0.1, shape: [n, 3]}")
    assert {value.shape for value in values} == {(2, 3)}
    assert all(types(list(flatten(value))) == {Fraction} for value in values)
    assert len({item for value in values for item in flatten(value)}) == 21
    assert len(set(map(hashable, values))) == 200


def test_arrays_of_picks() -> None:
    assert {value.shape for value in drawn("{of: [0, 1], shape: n}")} == {(2,)}
    assert types([item for value in drawn("{of: [0, 0.5], shape: [2, 2]}") for item in flatten(value)]) == {Fraction}
    assert types([item for value in drawn("{of: [true, false], shape: 3}") for item in flatten(value)]) == {bool}
    assert set(drawn("{of: [a, b], shape: 2}")) == {("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")}
    assert drawn("{of: [a], shape: [2, 1]}", 1) == [(("a",), ("a",))]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("{from: n, to: 1}", "empty range"),
        ("{from: 1, to: 5, step: n - 2}", "must be greater than 0"),
        ("{from: 1, to: [n]}", "needs numbers"),
        ("{of: [1], shape: n - 2}", "the shape"),
        ("{of: [1], shape: [n / 2]}", "the shape"),
        ("{of: [1], shape: [100, 100]}", "the shape"),
        ("{from: 1, to: 1 / (n - 2)}", "division by zero"),
        ("{from: -1e300, to: 1e300, step: 1e-300}", "too many values"),
    ],
)
def test_draws_that_cannot_be_drawn(spec: str, message: str) -> None:
    with pytest.raises(BankError, match=message):
        drawn(spec, 1)


def test_lets_follow_from_draws() -> None:
    question = made("draw: {k: [3]}\nlet: {size: k * k, more: size + 1}\nanswer: more")
    assert dict(draw(question, 0).variant.values) == {"k": 3, "size": 9, "more": 10}


# keep


def test_what_is_kept() -> None:
    values = drawn("{from: 1, to: 100}", rest="keep: [a % 2 == 0, a > 50]\nanswer: a")
    assert all(value % 2 == 0 and value > 50 for value in values)


@pytest.mark.parametrize(
    "keep",
    ["a < pi", "answer > 4", "s > 4", "l > 4", "a != n", "a in [1, 2, 3]", "e < a", "answer == s and s == 2 * a"],
)
def test_keep_may_use_draws_lets_steps_and_the_answer(keep: str) -> None:
    rest = f"let: {{l: 2 * a}}\nkeep: {keep}\nsteps: [{{name: s, formula: 2 * a}}]\nanswer: s"
    assert drawn("{from: 1, to: 9}", 50, rest)


def test_keep_may_use_passes_rules_and_parts() -> None:
    loop = "steps:\n- {repeat: 2, start: {x: a}, steps: [{name: x, formula: x + t}]}\n"
    assert set(drawn("{from: 1, to: 9}", 100, loop + "keep: x_1 > 3\nanswer: x")) == {3, 4, 5, 6, 7, 8, 9}
    assert set(drawn("{from: 1, to: 9}", 100, loop + "keep: x > 9\nanswer: x")) == {7, 8, 9}
    assert set(
        drawn("{from: 1, to: 3}", 50, "keep: p > 2\nparts: [{name: p, answer: a}, {name: r, answer: a + 1}]")
    ) == {3}
    assert set(
        drawn("{from: 1, to: 3}", 50, "keep: r > 3\nparts: [{name: p, answer: a}, {name: r, answer: a + 1}]")
    ) == {3}


def test_keep_guards_a_later_division() -> None:
    assert 0 not in drawn("{from: -1, to: 1}", rest="keep: a != 0\nanswer: 1 / a")
    assert 0 not in drawn("{from: -1, to: 1}", rest="keep: a != 0\nlet: {b: 1 / a}\nanswer: b")
    rest = "keep: s != 0\nsteps: [{name: s, formula: a}, {name: q, formula: 1 / s}]\nanswer: q"
    assert 0 not in drawn("{from: -1, to: 1}", rest=rest)
    rest = "keep: l != 0\nlet: {l: a, m: 1 / l}\nanswer: m"
    assert 0 not in drawn("{from: -1, to: 1}", rest=rest)
    rest = "keep: x_1 != 0\nsteps:\n- {repeat: 2, start: {x: a}, steps: [{name: y, formula: 1 / x}, {name: x, formula: y - 1}]}\nanswer: y"
    assert set(drawn("[1, 2, 4]", rest=rest)) == {2, 4}


def test_keep_guards_a_later_draw() -> None:
    question = made("draw: {n: [0, 1, 2], a: {from: 1, to: n}}\nkeep: n > 0\nanswer: a")
    assert {draw(question, seed).variant.values["n"] for seed in range(50)} == {1, 2}


def test_a_formula_that_still_fails_is_a_fault() -> None:
    with pytest.raises(BankError, match=r"q@\d+: division by zero in '1 / a'"):
        drawn("{from: -1, to: 1}", rest="answer: 1 / a")
    with pytest.raises(BankError, match="needs one truth value"):
        drawn("[1, 2]", rest="keep: '[a > 1, a > 0]'\nanswer: a")
    with pytest.raises(BankError, match="needs a truth value"):
        drawn("[1, 2]", rest="keep: ('a')\nanswer: a")


def test_keeping_nothing_is_a_fault() -> None:
    with pytest.raises(BankError, match="`keep` holds for fewer than one draw in 100"):
        drawn("{from: 1, to: 9}", rest="keep: a > 9\nanswer: a")
    with pytest.raises(BankError, match="nothing is drawn"):
        draw(made("keep: 1 > 2\nanswer: 1"), 0)


def test_one_draw_in_100_is_found() -> None:
    statistics = DrawStatistics()
    question = made("draw: {a: {from: 1, to: 100}}\nkeep: a == 50\nanswer: a")
    assert {draw(question, seed, statistics=statistics).variant.values["a"] for seed in range(30)} == {50}
    assert 1_000 < statistics.rejected < ATTEMPTS * 3


SLOW = "sum(outer(range(90), range(90)))"


@pytest.mark.parametrize(
    "rest",
    [
        f"draw: {{a: {{from: 1, to: 9}}}}\nkeep:\n  - {SLOW} < a\nanswer: a",
        f"draw: {{a: {{from: 1, to: 9}}}}\nlet:\n  b: {SLOW}\nkeep: b < a\nanswer: a",
        "draw: {a: {from: 1, to: 9, shape: [64, 64]}}\nkeep: sum(a) < 0\nanswer: a[0, 0]",
        "draw: {a: {from: 1, to: 9}}\nanswer:\n  options:\n    - right: '{{ SLOW }}'\n    - wrong: '{{ SLOW }}'\n"
        "".replace("SLOW", SLOW),
    ],
)
def test_attempts_that_cost_much_are_given_up_sooner(rest: str) -> None:
    """Counted in work, not in time: the same number of draws on every machine."""
    statistics = DrawStatistics()
    with pytest.raises(BankError, match=r"q@0: none of \d+ draws can be asked"):
        draw(made(rest), 0, statistics=statistics)
    assert statistics.rejected < ATTEMPTS
    assert WORK <= statistics.work < 1.5 * WORK


def test_a_solution_that_costs_too_much_is_a_fault() -> None:
    steps = "[{repeat: 1000, steps: [{repeat: 1000, steps: [{repeat: 0, steps: [{name: x, formula: 1}]}]}]}]"
    question = made(f"draw: {{a: {{from: 1, to: 9}}}}\nsteps: {steps}\nanswer: a")
    with pytest.raises(BankError, match="q@0: its formulas and texts take too long to compute and to write"):
        draw(question, 0)
    with pytest.raises(UsageError, match="its formulas and texts take too long to compute and to write"):
        draw(question, 0, {"a": 1})


# mistakes and options that spoil a draw


def test_a_mistake_that_gives_the_right_answer_costs_the_draw() -> None:
    statistics = DrawStatistics()
    question = made("draw: {a: {from: 1, to: 4}}\nanswer: a * a\nmistakes: [{gives: 2 * a}, {gives: 1}]")
    assert {draw(question, seed, statistics=statistics).variant.values["a"] for seed in range(50)} == {3, 4}
    assert statistics.by_mistake.keys() == {0, 1}


def test_a_mistake_that_always_gives_the_right_answer_is_named() -> None:
    with pytest.raises(BankError, match='none of the draws can be asked: the mistake "Oh" gives the right answer'):
        drawn("[1, 2]", rest="answer: 2 * a\nmistakes: [{gives: a + a, says: Oh}]")


@pytest.fixture
def living_tapes(monkeypatch: pytest.MonkeyPatch) -> weakref.WeakSet[Any]:
    """Every tape that is alive, those of mistakes too; collections skip what was there before, from now on."""
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    init = Tape.__init__

    def enter(tape: Tape, *given: Any) -> None:
        alive.add(tape)
        init(tape, *given)

    monkeypatch.setattr(Tape, "__init__", enter)
    gc.freeze()
    return alive


def test_draws_that_are_lost_are_not_kept(monkeypatch: pytest.MonkeyPatch, living_tapes: weakref.WeakSet[Any]) -> None:
    counts = []

    def refuse(outcomes: Any, keys: Any) -> None:
        if len(counts) < 30:
            gc.collect()
            counts.append(len(living_tapes))
        refuse_right_outcomes(outcomes, keys)

    monkeypatch.setattr("dlquiz.worked.draw.refuse_right_outcomes", refuse)
    with pytest.raises(BankError, match="gives the right answer"):
        draw(
            made(
                "steps:\n- {name: a, formula: 2}\n- {name: b, formula: a*0}\nmistakes:\n- {instead: {a: 3}, says: no}\nanswer: b\ndraw: {k: [1, 2]}"
            ),
            0,
        )
    assert max(counts) <= 2 and len(counts) == 30


def test_runs_with_mistakes_are_not_kept(living_tapes: weakref.WeakSet[Any]) -> None:
    wrong = "\n".join(f"- {{instead: {{a: k + {i}}}, says: no}}" for i in range(1, 30))
    question = made(f"draw: {{k: [1, 2]}}\nsteps:\n- {{name: a, formula: k}}\nanswer: a\nmistakes:\n{wrong}")
    drawn_ones = [draw(question, seed) for seed in range(5)]
    gc.collect()
    assert len(living_tapes) == len(drawn_ones)
    assert all(outcome is not None for one in drawn_ones for outcome in one.mistake_outcomes)


def test_yes_no_and_choice_are_let_off() -> None:
    assert drawn("[1, 2]", 10, "answer: a > 1\nmistakes: [{gives: true}]")
    options = "answer: {value: b, options: [x, y]}\nsteps: [{name: b, formula: ('x' if a > 1 else 'y')}]\nmistakes: [{gives: ('x')}]"
    assert drawn("[1, 2]", 10, options)


def test_a_mistake_that_changes_no_step_is_left_out() -> None:
    rest = "answer: s\nmistakes:\n- instead: {a: 0}\n- instead:\n    s: max(a, 1)"
    question = made(f"draw: {{a: [1, 2, 3]}}\nsteps:\n- name: s\n  formula: max(a, 2)\n{rest}")
    for seed in range(20):
        made_draw = draw(question, seed)
        a = made_draw.variant.values["a"]
        assert [outcome is None for outcome in made_draw.mistake_outcomes] == [a <= 2, a >= 2]


def test_a_mistake_that_cannot_be_computed_is_left_out() -> None:
    question = made("draw: {a: [0]}\nanswer: a + 1\nmistakes: [{gives: 1 / a}, {instead: {a: 1 / a}}]")
    assert draw(question, 0).mistake_outcomes == (None, None)


def test_a_mistake_speaks_to_the_parts_that_it_changes() -> None:
    steps = "steps: [{name: s, formula: a + 1}, {name: z, formula: 2 * a}, {name: w, formula: s + z}]\n"
    parts = "parts: [{name: s}, {name: z}, {name: w}]\n"
    question = made(f"draw: {{a: [3]}}\n{steps}{parts}mistakes: [{{instead: {{z: a}}}}, {{gives: 5, part: z}}]")
    first, second = draw(question, 0).mistake_outcomes
    assert first is not None and dict(first.values) == {"z": 3, "w": 7}
    assert second is not None and dict(second.values) == {"z": 5}


HELD = """
draw:
  a: {from: 1, to: 4}
answer:
  options:
  - option: at least 2
    holds: a >= 2
    because: '{{ a }} is {{ "less" if a < 2 else "as much or more" }}.'
  - option: at least 3
    holds: a >= 3
  - option: at least 4
    holds: FOUR
"""


def test_a_formula_says_which_options_are_right() -> None:
    found = {}
    for seed in range(60):
        variant = draw(made(HELD.replace("FOUR", "a >= 4")), seed)
        key = variant.keys["answer"]
        found[variant.variant.values["a"]] = {key.options[at] for at in key.right}
    assert found == {  # 1 makes none of them right, so it is drawn again
        2: {"at least 2"},
        3: {"at least 2", "at least 3"},
        4: {"at least 2", "at least 3", "at least 4"},
    }


def test_what_an_option_holds_is_a_truth() -> None:
    with pytest.raises(BankError, match="true or false is needed here, and the value is 5"):
        draw(made(HELD.replace("FOUR", "5")), 1)


def test_options_that_come_out_equal_cost_the_draw() -> None:
    rest = "answer:\n  options:\n  - right: '{{ a }}'\n  - wrong: '{{ 4 - a }}'"
    assert 2 not in drawn("{from: 1, to: 3}", 50, rest)
    with pytest.raises(BankError, match="two options come out equal"):
        drawn("[2]", 1, rest)
    with pytest.raises(BankError, match="two right sides come out equal"):
        drawn("[2]", 1, "answer: {pairs: {x: b}, extra: ['{{ 1 }}', '1']}")
    with pytest.raises(BankError, match="two items come out equal"):
        drawn("[2]", 1, "answer: {items: [c, c]}")


# the same everywhere


STABLE = """
draw:
  k: {from: 1, to: 1000}
  r: {from: 0, to: 1, step: 0.001}
  w: [a, b, c, d, e1, f]
  M: {from: -9, to: 9, shape: [2, 2]}
keep: k % 2 == 0
answer: {value: w, options: [a, b, c, d, e1, f]}
"""


def fingerprint(question: Question, seeds: range) -> str:
    """What is drawn, as text."""
    rows = []
    for seed in seeds:
        one = draw(question, seed)
        rows.append([str(value) for value in one.variant.values.values()] + list(one.keys["answer"].options))
    return json.dumps(rows)


def test_a_seed_names_one_variant_for_ever() -> None:
    """Variants have been shared and written down by their ids: these numbers never change."""
    values = [dict(draw(made(STABLE), seed).variant.values) for seed in (0, 7)]
    assert [(v["k"], str(v["r"]), v["w"], v["M"].tolist()) for v in values] == SHARED


SHARED: list[Any] = [(510, "417/500", "b", [[-8, 3], [0, 8]]), (958, "57/100", "f", [[7, -6], [4, 0]])]


def test_another_parameter_does_not_change_the_others() -> None:
    question, more = made(STABLE), made(STABLE.replace("  k:", "  extra: {from: 1, to: 9}\n  k:"))
    for seed in range(20):
        values, others = draw(question, seed).variant.values, draw(more, seed).variant.values
        assert all(values_identical(others[name], value) for name, value in values.items())


def test_seeds_and_ids_and_names_draw_differently() -> None:
    assert len({fingerprint(made(STABLE), range(seed, seed + 1)) for seed in range(50)}) == 50
    assert fingerprint(made(STABLE), range(9)) != fingerprint(made(STABLE, "other"), range(9))


FRESH = """
import sys
from dlquiz.bank.question_set import load_questions
from dlquiz.json_data import problem_to_json
from dlquiz.problem import make_problem
import json
for question in load_questions():
    for seed in (0, 1, 12345):
        print(json.dumps(problem_to_json(make_problem(question, seed), answers=True, steps=True)))
"""


def fresh_run(hash_seed: str, home: Path) -> str:
    """Every shipped question, drawn and solved by a new process."""
    root = str(Path(dlquiz.__file__).parent.parent)
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "DLQUIZ_HOME": str(home), "PYTHONPATH": root}
    done = subprocess.run([sys.executable, "-c", FRESH], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.usefixtures("share_cache")
def test_fresh_processes_draw_the_same(tmp_path: Path) -> None:
    first = fresh_run("1", tmp_path)
    assert first.count("\n") > 300
    assert fresh_run("2", tmp_path) == first


# pins

PINNED = """
draw:
  k: [1, 3, 5]
  n: {from: 1, to: 9}
  lr: {from: 0.1, to: 0.5, step: 0.1}
  bias: [true, false]
  act: [relu, tanh]
  W: {from: 1, to: 9, shape: [2, 2]}
  v: [[1, 2], [3, 4]]
  names: [[a, b], [c, d]]
keep: n > 5
steps: [{name: s, formula: k * n + lr}]
answer: s
"""


def pinned(**pins: Any) -> dict[str, Any]:
    """The values with some of them given as text, as on the command line."""
    question = made(PINNED)
    given = {name: read_pin(question, name, text) for name, text in pins.items()}
    return dict(draw(question, 3, given).variant.values)


@pytest.mark.parametrize(
    ("name", "text", "value", "kind"),
    [
        ("k", "7", 7, int),
        ("k", "2 + 2", 4, int),
        ("n", "100", 100, int),
        ("n", "4.0", 4, int),
        ("n", "6/2", 3, int),
        ("lr", "1", Fraction(1), Fraction),
        ("lr", "0.25", Fraction(1, 4), Fraction),
        ("lr", "1/3", Fraction(1, 3), Fraction),
        ("bias", "true", True, bool),
        ("bias", "false", False, bool),
        ("act", "relu", "relu", str),
        ("act", "sigmoid", "sigmoid", str),
        ("W", "[[1, 2], [3, 4]]", make_array((1, 2, 3, 4), (2, 2)), np.ndarray),
        ("W", "[[1, 2], [3, 0.5]]", make_array((1, 2, 3, Fraction(1, 2)), (2, 2)), np.ndarray),
        ("k", "1.5", Fraction(3, 2), Fraction),
        ("v", "[5, 6]", make_array((5, 6), (2,)), np.ndarray),
    ],
)
def test_a_pin_of_the_right_type(name: str, text: str, value: Any, kind: type) -> None:
    found = pinned(**{name: text})[name]
    assert values_identical(found, value)
    assert type(found) is kind


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("n", "1.5", "n counts or measures something: it must be a whole number of at least 1, not 1.5"),
        ("n", "0", "n counts or measures something: it must be a whole number of at least 1, not 0"),
        ("k", "true", "k is a number, not true"),
        ("k", "[1, 2]", "k is a single value, not a list of 2"),
        ("k", "'a'", "k is a number"),
        ("k", "1 +", "cannot be read"),
        ("k", "relu", "cannot be read"),
        ("lr", "true", "lr is a number, not true"),
        ("bias", "1", "bias is true or false, not 1"),
        ("lr", "-0.1", "lr is never negative: it must be a number of at least 0, not -0.1"),
        ("W", "[1, 2]", "W is an array of 2 × 2, not a list of 2"),
        ("W", "[[1, 2, 3]]", "W is an array of 2 × 2 here, not an array of 1 × 3: the question is about this size"),
        ("v", "3", "v is a list of 2 here, not a list of 1: the question is about this size"),
        ("filters", "3", 'draws no "filters"'),
        ("act2", "relu", 'did you mean "act"'),
    ],
)
def test_a_pin_of_another_type(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        pinned(**{name: text})


def test_pins_leave_the_other_draws_as_they_are() -> None:
    free = dict(draw(made(PINNED), 3).variant.values)
    held = pinned(k="7")
    assert held.keys() == free.keys()
    assert all(values_identical(held[name], value) for name, value in free.items() if name != "k")


def test_pins_need_not_satisfy_keep() -> None:
    assert pinned(n="1")["n"] == 1
    question = made("draw: {a: [1, 2], b: [1, 2]}\nkeep: a + b > 5\nanswer: a + b")
    assert draw(question, 0, {"a": 4, "b": 0}).tape["answer"].value == 4


def test_partial_pins_satisfy_keep_where_they_can() -> None:
    question = made("draw: {a: [1, 2, 3], b: {from: 1, to: 50}}\nkeep: b == a\nanswer: a + b")
    assert {draw(question, seed, {"a": 2}).variant.values["b"] for seed in range(5)} == {2}


def test_pins_that_cannot_be_computed() -> None:
    with pytest.raises(UsageError, match="cannot be asked with these values: division by zero"):
        draw(made("draw: {a: [1, 2]}\nanswer: 1 / a"), 0, {"a": 0})


def test_a_pinned_variant_has_a_bare_id() -> None:
    question = made(PINNED)
    assert draw(question, 3).variant.id == "q@3"
    assert draw(question, 3, {"k": 1}).variant.id == "q"


def test_pins_of_a_range_that_depends_on_them() -> None:
    question = made("draw: {top: [3], a: {from: 1, to: top}}\nanswer: a / 2")
    assert draw(question, 0, {"top": 0, "a": 5}).variant.values["a"] == 5
