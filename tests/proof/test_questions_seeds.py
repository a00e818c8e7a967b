"""Many variants of every shipped question: drawn, solved, rendered, answered, and run again with other values."""

from __future__ import annotations

import os
import random
from fractions import Fraction
from typing import Any

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.errors import FormulaError
from dlquiz.json_data import problem_to_json
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.values import values_equal
from dlquiz.problem import Problem
from dlquiz.worked import Tape, record_tape
from dlquiz.worked.draw import draw
from tests.kinds.spellings import spell_answer
from tests.language.value_types import assert_type

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
BANK = load_questions()
SEED = 1_000_000  # the first; the tests use the small ones
VARIANTS = max(1, int(400 * SHARE))
RUNS = max(1, int(40 * SHARE))


def each() -> pytest.MarkDecorator:
    """Every question in turn."""
    return pytest.mark.parametrize("name", BANK.ids)


def fault(tape: Tape) -> str:
    """The first entry that does not equal its own formula; empty where all do."""
    return next((e.name for e in tape if not values_equal(e.step.formula.value(tape.scope), e.value)), "")


@pytest.mark.proof
@each()
def test_many_variants(name: str) -> None:
    kinds = set()
    for seed in range(SEED, SEED + VARIANTS):
        problem = Problem(draw(BANK[name], seed))
        kinds.add(tuple(asked.kind for asked in problem.parts.values()))
        assert fault(problem.tape) == "", problem.id
        for value in (*problem.values.values(), *(entry.value for entry in problem.tape)):
            assert_type(value)
        assert "{{ " not in str(problem_to_json(problem, answers=True, steps=True)), problem.id
        for asked in problem.parts.values():
            for text in spell_answer(asked.key):
                assert problem.check(text, asked.name).verdict == "right", f"{problem.id}: {text}"
    assert len(kinds) == 1


def changed(value: Any, source: random.Random) -> Any:
    """Another value of the same type, as a learner may come to it."""
    if isinstance(value, bool):
        return not value
    if is_array(value):
        return make_array([changed(item, source) for item in flatten(value)], value.shape)
    if isinstance(value, (int, Fraction)):
        return source.choice((value + 1, value - 1, -value, value * 2, value * 0, value + source.randint(-9, 9)))
    return value * source.choice((0.5, 2.0, -1.0)) if isinstance(value, float) else value


@pytest.mark.proof
@each()
def test_runs_with_other_values(name: str) -> None:
    source = random.Random(f"{SEED} {name}")
    for seed in range(SEED, SEED + RUNS):
        tape = draw(BANK[name], seed).tape
        for entry in tape:
            values = {entry.name: changed(entry.value, source)}
            if source.random() < 0.3 and tape.draws:
                drawn = source.choice(list(tape.draws))
                values[drawn] = changed(tape.draws[drawn], source)
            again = tape.replay(values)
            if again is None:
                continue
            assert all(values_equal(again[key].value, value) for key, value in values.items() if key in again.entries)
            wrong = [
                e.name
                for e in again
                if e.name not in values and not values_equal(e.step.formula.value(again.scope), e.value)
            ]
            assert wrong == [], f"{name}@{seed}: {values}"
            check_naive(tape, again, values)


def check_naive(tape: Tape, again: Tape, values: dict[str, Any]) -> None:
    """Passing over what has not changed makes no difference."""
    try:
        naive = record_tape(tape.question, tape.draws, values)
    except FormulaError:
        return  # a pass is not there any more; its right value stands in
    assert naive.entries.keys() == again.entries.keys()
    assert all(values_equal(entry.value, again.entries[entry.name].value) for entry in naive), tape.question.id
