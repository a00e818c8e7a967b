"""The runs of the search for slips: made the short way, they are those of the recorder, and none is left out wrongly."""

from __future__ import annotations

import pytest

from dlquiz import kinds, problem
from dlquiz.bank.question_set import load_questions
from dlquiz.errors import FormulaError
from dlquiz.language.values import values_equal, values_identical
from dlquiz.model import Question
from dlquiz.worked import Tape, record_tape
from dlquiz.worked.answer_keys import find_answer
from dlquiz.worked.slip_trials import Slip, make_step_edits

SHIPPED = list(load_questions())
LOOPS = [question for question in SHIPPED if any(not hasattr(item, "name") for item in question.program)]


def record_slip(tape: Tape, slip: Slip) -> Tape | None:
    """The run with a slip as the recorder makes it, step by step."""
    try:
        return record_tape(tape.question, tape.draws, {}, make_step_edits(slip), right=tape)
    except FormulaError:
        return None


@pytest.mark.parametrize("question", SHIPPED[::30], ids=lambda q: q.id)
def test_a_list_of_steps_runs_again_as_the_recorder_runs_it(question: Question) -> None:
    tape = problem.make_problem(question, 1).tape
    for slip in problem.make_problem(question, 1).slip_runs.trials[::5]:
        expected, run = record_slip(tape, slip), tape.replay(edits=make_step_edits(slip))
        assert (run is None) == (expected is None), slip
        if run is not None and expected is not None:
            assert list(run.entries) == list(expected.entries)
            for entry in expected:
                assert values_identical(run[entry.name].value, entry.value), (slip, entry.name)
                assert run[entry.name].step.formula == entry.step.formula


@pytest.mark.parametrize("question", [*SHIPPED[::30], *LOOPS[::4]], ids=lambda q: q.id)
def test_a_slip_that_is_not_run_cannot_change_the_answer(question: Question) -> None:
    made = problem.make_problem(question, 1)
    for asked in made.parts.values():
        search = made.find_diagnosis(asked.name).search
        if not kinds.kind(asked.kind).searches_slips(asked.key):
            continue
        for slip in (slip for slip in made.slip_runs.trials[::3] if not search.may_change_answer(slip)):
            run = record_slip(made.tape, slip)
            answer = None if run is None else find_answer(question.part(asked.name), run)
            assert answer is None or values_equal(answer, asked.value), (asked.name, slip)
