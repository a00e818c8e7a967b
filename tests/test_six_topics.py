"""What readers stumbled over in the questions of the first six topics stays mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import pytest

from dlquiz.bank.keys import example, mistake, need, part, question, repeat, step
from dlquiz.bank.keys import test as test_reader
from dlquiz.bank.question_set import load_questions
from dlquiz.json_data import value_to_json
from dlquiz.language.arrays import make_array
from dlquiz.problem import Problem, make_problem

BANK = load_questions()
TOPICS = ("parameter-counts", "pooling", "receptive-fields", "gradient-descent", "backprop", "networks")
IDS = [name for topic in TOPICS for name in BANK.list_ids(topic)]
SEEDS = 40
FOLDER = Path(__file__).parents[1] / "questions"


@cache
def draw_problems(name: str) -> list[Problem]:
    return [make_problem(BANK[name], seed) for seed in range(SEEDS)]


@pytest.mark.parametrize(
    "name", ["gd-loss-grows", "gd-diverges-convex", "gd-tiny-rate-slow", "gd-undertrained", "pool-saves-what"]
)
def test_a_second_meeting_is_thinking_and_not_recognition(name: str) -> None:
    keys = [str([value_to_json(asked.value) for asked in problem.parts.values()]) for problem in draw_problems(name)]
    assert max(keys.count(key) for key in keys) <= SEEDS * 2 / 3


POINTS: dict[str, dict[str, Callable[[Problem], bool]]] = {  # what draws are there to show
    "backprop-relu-unit": {"closed": lambda p: p.tape["z"].value < 0, "open": lambda p: p.tape["z"].value > 0},
    "gd-converges": {
        "at the limit": lambda p: p.tape["factor"].value == -1,
        "below it": lambda p: abs(p.tape["factor"].value) < 1,
        "above it": lambda p: p.tape["factor"].value < -1,
    },
    "pool-floor-ceil": {
        "even": lambda p: p.tape["n_floor"].value == p.tape["n_ceil"].value,
        "a rest": lambda p: p.tape["n_floor"].value < p.tape["n_ceil"].value,
    },
    "gd-basins": {
        "one basin": lambda p: p.tape["end_a"].value == p.tape["end_b"].value,
        "both": lambda p: p.tape["end_a"].value != p.tape["end_b"].value,
    },
    "net-skip-path": {
        "the identity": lambda p: p.tape["skip"].value == "the input itself",
        "a pooling": lambda p: "pooling" in p.tape["skip"].value,
        "a convolution": lambda p: "convolution" in p.tape["skip"].value,
    },
}


@pytest.mark.parametrize("name", POINTS)
def test_the_draws_meet_the_point(name: str) -> None:
    for case, holds in POINTS[name].items():
        assert sum(map(holds, draw_problems(name))) >= SEEDS / 20, case


def four_decimals(problem: Problem) -> float:
    """The gradient of a hidden weight by somebody who rounds every number to four decimals."""
    value: dict[str, Any] = {name: value_to_json(one) for name, one in problem.values.items()}
    i, j = value["i"] - 1, value["j"] - 1

    def squash(z: float) -> float:
        return round(1 / (1 + exp(-z)), 4)

    h = [
        squash(sum(map(float.__mul__, map(float, row), map(float, value["x"]))) + b)
        for row, b in zip(value["W"], value["b"], strict=True)
    ]
    o = squash(sum(v * one for v, one in zip(value["v"], h, strict=True)) + value["b_o"])
    delta_o = round((o - value["y"]) * round(o * (1 - o), 4), 4)
    slope: float = round(round(delta_o * value["v"][i], 4) * round(h[i] * (1 - h[i]), 4), 4) * float(value["x"][j])
    return slope


def test_who_keeps_four_decimals_is_judged_right() -> None:
    problems = draw_problems("backprop-221-hidden-weight")
    right = [problem.check(f"{four_decimals(problem):.3f}", "dE_dw").verdict == "right" for problem in problems]
    assert sum(right) >= 0.95 * SEEDS


LEVELS = {
    "net-memory": 3,
    "backprop-relu-unit": 3,
    "backprop-layer-delta": 3,
    "gd-momentum-largest-rate": 3,
    "kernel-for-field": 2,
    "hidden-units-from-budget": 2,
    "gd-distance-factor": 2,
    "pool-window-wanted": 1,
    "pool-fraction": 1,
}


def test_levels_fit() -> None:
    assert {name: BANK.level_of(name) for name in LEVELS} == LEVELS


def test_every_kind_of_answer_is_asked_for() -> None:
    kinds = {asked.kind for name in IDS for asked in make_problem(BANK[name], 0).parts.values()}
    assert kinds >= {"expression", "match", "order", "interval", "recall", "shape", "matrix", "yes-no", "choice"}


@pytest.mark.parametrize("name", IDS)
def test_a_solution_has_a_plan_and_names_the_typical_slip(name: str) -> None:
    question, problem = BANK[name], make_problem(BANK[name], 1)
    assert question.often is not None and problem.often
    assert problem.plan or len(problem.tape) < 3


def type_formula(name: str, value: dict[str, Any]) -> str:
    """The answer of a question in letters, written another way than its steps do."""
    if name == "count-formula":
        area = value["k"] ** 2
        return {
            "one convolution": f"{area}*f*c + f",
            "a convolution and batch norm": f"f*({area}*c + 2)",
            "two convolutions": f"{area}*f*(c + f) + 2*f",
        }[value["block"]]
    if name == "field-formula":
        return f"{value['first']} - {value['s']}*n + {value['s']}*n*k"
    if name == "gd-step-formula":
        c, n, d = value["c"], value["n"], value["d"]
        return f"x - {c * n}*h*x^{n - 1} - ({d})*h"
    a, skip = value["a"], 1 if value["skip"] else 0
    slopes = {
        "tanh": f"4*({a})/(exp({a}*x) + exp(-({a})*x))^2",
        "sigmoid": f"({a})*exp(-({a})*x)/(1 + exp(-({a})*x))^2",
        "square": f"{2 * a * a}*x",
    }
    return f"{skip} + {slopes[value['inner']]}"


@pytest.mark.parametrize("name", ["count-formula", "field-formula", "gd-step-formula", "backprop-residual-formula"])
def test_formulas_agree_with_others(name: str) -> None:
    for problem in draw_problems(name)[:5]:
        typed = type_formula(name, {key: value_to_json(one) for key, one in problem.values.items()})
        assert problem.check(typed).verdict == "right", f"{problem.id}: {typed}"


def test_curves_are_those_of_their_rates() -> None:
    for problem in draw_problems("gd-match-curves"):
        c, start = float(problem.values["c"]), float(problem.values["x0"])
        for rate, series in value_to_json(problem.parts["answer"].value):
            x, told = start, [float(text) for text in series.split(", ")]
            for loss in told:
                assert abs(loss - c * x * x) < 0.00051
                x -= float(rate.removeprefix("η = ")) * 2 * c * x


def list_whys(name: str, **pins: Any) -> str:
    return "\n".join(entry.why for entry in make_problem(BANK[name], 3, pins).tape)


def test_a_dilated_window_takes_steps_of_its_dilation_and_a_stride_of_1_spreads_nothing() -> None:
    arrays = {"kernels": make_array([3, 3, 3]), "strides": make_array([1, 2, 1]), "dilations": make_array([1, 1, 4])}
    told = list_whys("field-and-jump", **arrays)
    assert "2 steps of 8" in told  # dilation 4 at a jump of 2
    assert "A stride of 1 leaves neighbours as far apart as they were." in told
    assert "spreads all" not in told


def test_alternatives_are_two_counts_and_a_comparison() -> None:
    names = [entry.name for entry in make_problem(BANK["net-cheaper-design"], 3).tape]
    assert {"cost_one", "cost_two"} <= set(names)
    assert "total" not in names


def test_the_direction_of_a_step_is_told_by_rising_and_falling() -> None:
    texts = [make_problem(BANK["gd-which-way"], seed) for seed in range(SEEDS)]
    assert not any("shrink" in problem.ask + list_whys("gd-which-way") for problem in texts)


SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))


def test_no_learner_is_sent_to_a_line_of_a_sheet() -> None:
    assert not re.search(r"exam sheet|[Ss]heet, line|line \d+ of the", SOURCES)
    assert "The cheat sheet that dlquiz began with" in SOURCES


@pytest.mark.parametrize(
    "words",
    [
        "pushes against itself",
        "of way per slope",
        "there is not, so round up",
        "with no rest at the edge",
        "is no name",
    ],
)
def test_english_that_sounded_translated_is_gone(words: str) -> None:
    assert words not in SOURCES


def test_the_page_on_banks_has_every_key() -> None:
    page = (FOLDER.parent / "docs" / "banks.md").read_text(encoding="utf-8")
    records = (question, part, step, repeat, mistake, example, test_reader, need)
    missing = {key for record in records for key in record.keys if f"`{key}" not in page and f"{key}:" not in page}
    assert missing == set()
