"""Own numbers in every question: within what it means they agree with an independent computation, outside they are refused."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Any

import pytest

from dlquiz import kinds
from dlquiz.errors import DlquizError, FormulaError, UsageError
from dlquiz.json_data import value_to_json
from dlquiz.language.arrays import make_array
from dlquiz.language.budget import WorkBudget
from dlquiz.model import Draw, Question, Value
from dlquiz.problem import make_problem
from dlquiz.worked.draw import draw
from dlquiz.worked.meaning import Meaning, find_meaning, find_total
from dlquiz.worked.pins import list_sizes
from dlquiz.worked.ranges import list_bounds, list_elements, read_shape
from tests.proof.test_oracles import BANK, ORACLES, agree, plain, skip_without_packages

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
PINS = max(1, int(200 * SHARE))
SEED = 3_000_000  # the first; other tests use others


def list_pinnable(question: Question, scope: Mapping[str, Value]) -> list[tuple[Draw, Meaning, Value, Value]]:
    """The draws of single numbers that take others, with what they mean and their bounds."""
    found = []
    for spec in question.draws:
        budget = WorkBudget(10**6)
        bounds = list_bounds(spec, scope, budget)
        meaning = find_meaning(question, spec, scope, budget)
        if bounds is not None and spec.shape is None and not meaning.listed and isinstance(bounds[0], (int, Fraction)):
            found.append((spec, meaning, *bounds))
    return found


def pick_within(meaning: Meaning, low: Value, high: Value, source: random.Random) -> Value:
    """A number that the draw can mean: inside of its range, or around it."""
    span = max(high - low, 1)
    least = low - span if meaning.least is None else meaning.least
    most = high + span if meaning.greatest is None else meaning.greatest
    if meaning.whole or isinstance(low, int):
        return source.randint(int(least), max(int(least), int(most)))
    return least + (most - least) * Fraction(source.randint(0, 100), 100)


def pick_outside(meaning: Meaning, source: random.Random) -> Value | None:
    """A number that the draw cannot mean; None where it can mean any."""
    outside: list[Value] = []
    if meaning.whole:
        outside.append(Fraction(2 * source.randint(1, 50) + 1, 2))
    if meaning.least is not None:
        outside.append(meaning.least - source.randint(1, 50))
    if meaning.greatest is not None:
        outside.append(meaning.greatest + source.randint(1, 50))
    return source.choice(outside) if outside else None


@pytest.mark.proof
@pytest.mark.parametrize("name", ORACLES)
@skip_without_packages()
def test_pins_within_agree_with_an_oracle(name: str) -> None:
    """A pin that the question cannot be asked with is refused, never answered wrongly."""
    question, source = BANK[name], random.Random(name)
    for trial in range(PINS):
        free = draw(question, SEED + trial)
        pinnable = list_pinnable(question, free.tape.scope)
        if not pinnable:
            return
        spec, meaning, low, high = source.choice(pinnable)
        pins = {**free.tape.draws, spec.name: pick_within(meaning, low, high, source)}
        try:
            problem = make_problem(question, 0, pins)
        except UsageError:
            continue
        if not problem_may_not_apply(problem):
            check_answers(name, problem)


def problem_may_not_apply(problem: Any) -> bool:
    """Whether it is said that the steps may not apply, since a check of the result does not hold."""
    return any("may not apply" in sentence for sentence in problem.drawn.outside)


FREE = [name for name in ORACLES if list_sizes(BANK[name])]
ASKED = 6  # the largest size


@pytest.mark.proof
@pytest.mark.parametrize("name", FREE)
@skip_without_packages()
def test_arrays_of_any_size_agree_with_an_oracle(name: str) -> None:
    """Arrays of drawn numbers, also outside of what the question keeps to: right, refused, or said not to apply."""
    question, source, answered = BANK[name], random.Random(f"size {name}"), 0
    for trial in range(PINS):
        free = draw(question, SEED + trial)
        sizes = {size: source.randint(1, ASKED) for size in sorted(list_sizes(question))}
        scope = {**free.tape.scope, **sizes}
        try:
            pins = {spec.name: pick_array(spec, scope, source) for spec in question.draws if spec.shape}
            problem = make_problem(question, trial, {**sizes, **pins})
        except (FormulaError, UsageError):  # nothing of this size, or nothing that fits
            continue
        answered += 1
        if not problem_may_not_apply(problem):
            check_answers(name, problem)
    assert answered or PINS < 20, "no size is answered"


def pick_array(spec: Draw, scope: Mapping[str, Value], source: random.Random) -> Value:
    """An array of these sizes, of numbers that the draw picks from, or between the least and the greatest of them."""
    budget = WorkBudget(10**6)
    shape = read_shape(spec.shape or (), scope, budget)
    items = list_elements(spec.of) if spec.of is not None else []
    if items and not find_total(spec):
        return make_array([source.choice(items) for _ in range(prod(shape))], shape)
    low, high = list_bounds(spec, scope, budget) or (0, 1)
    if find_total(spec):
        parts = [source.randint(1, 9) for _ in range(prod(shape))]
        return make_array([Fraction(part, sum(parts)) for part in parts], shape)
    whole = isinstance(low, int) and isinstance(high, int)
    picked = (
        [source.randint(int(low), int(high)) for _ in range(prod(shape))]
        if whole
        else [low + (high - low) * Fraction(source.randint(0, 20), 20) for _ in range(prod(shape))]
    )
    return make_array(picked, shape)


def check_answers(name: str, problem: Any) -> None:
    """The answers of a problem are those of its oracle, as far as they are numbers; it takes all that is answered."""
    computed = ORACLES[name]({key: plain(value_to_json(value)) for key, value in problem.values.items()})
    answers = computed if isinstance(computed, dict) else {next(iter(problem.parts)): computed}
    for part, answer in answers.items():
        asked = problem.parts[part]
        if kinds.kind(asked.kind).is_quantity and asked.kind != "expression":
            told = plain(value_to_json(asked.value))
            assert agree(told, plain(answer), asked.key.decimals or 4), f"{problem.values} {part}: {told}, {answer}"


@pytest.mark.proof
@pytest.mark.parametrize("name", BANK.ids)
def test_pins_outside_are_refused(name: str) -> None:
    question, source = BANK[name], random.Random(name)
    free = draw(question, SEED)
    pinnable = list_pinnable(question, free.tape.scope)
    for _ in range(PINS if pinnable else 0):
        spec, meaning, *_ = source.choice(pinnable)
        value = pick_outside(meaning, source)
        if value is not None:
            with pytest.raises(DlquizError):
                make_problem(question, 0, {spec.name: value})
