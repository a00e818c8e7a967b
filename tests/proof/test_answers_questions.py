"""For every numeric question shipped: what each listed mistake ends in, typed with the asked rounding, is wrong."""

from __future__ import annotations

import os

import pytest

from benchmarks.diagnosis.measure import write_typed
from dlquiz import kinds, problem
from dlquiz.bank.question_set import load_questions
from dlquiz.model import Question

pytestmark = pytest.mark.proof

SEEDS = max(5, round(50 * float(os.environ.get("PROOF_SHARE", "1.0"))))


@pytest.mark.parametrize("question", list(load_questions()), ids=lambda q: q.id)
def test_listed_mistakes_are_wrong(question: Question) -> None:
    for seed in range(SEEDS):
        made = problem.make_problem(question, seed)
        for outcome in made.drawn.mistake_outcomes:
            for name, value in outcome.values.items() if outcome is not None else ():
                asked = made.parts[name]
                text = write_typed(value, asked.key) if kinds.kind(asked.kind).is_quantity else None
                if text is not None:
                    assert made.check(text, name).verdict == "wrong", (made.id, name, text)
