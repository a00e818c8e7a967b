"""The tutor's campaigns: planted slips found, chance left alone, follow-through, silence on right answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarks.diagnosis.__main__ import format_report, measure_all
from benchmarks.diagnosis.measure import plant_slip, write_typed
from benchmarks.diagnosis.students import measure_students
from dlquiz import kinds, problem
from dlquiz.bank.question_set import load_questions
from dlquiz.errors import FormulaError
from dlquiz.follow_through import may_carry
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.letters import is_formula
from dlquiz.model import Question, Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.streams import Stream
from dlquiz.tutor.bounds import check_sense, find_step_bounds
from dlquiz.worked.answer_keys import compute_answer
from dlquiz.worked.slip_search import write_as_mistake
from tests.kinds.spellings import spell_answer

pytestmark = pytest.mark.proof

SHARE = float(os.environ.get("PROOF_SHARE", "1.0"))
SEEDS = max(5, round(50 * SHARE))


@pytest.mark.measured
def test_the_search_for_slips() -> None:
    figures, bank = measure_all(SEEDS, [])
    print("\n" + "\n".join(format_report(figures, len(bank), SEEDS)))
    planted = figures.catalogue
    planted.add(figures.outside)
    assert planted.first >= 0.85  # over all: of small whole numbers, and where answers come out even, nothing is said
    assert planted.said >= 0.97  # of those about which something is said
    assert planted.found >= 0.95  # told, or left alone only since chance would meet the number as well
    assert figures.listed.first >= 0.80
    assert figures.unseen.first >= 0.80
    assert figures.others.first <= 0.03
    assert figures.uniform.first <= 0.02
    assert figures.replaced.first <= 0.03


def test_what_students_are_told() -> None:
    """Of the third of the students' wrong ways that the search was not improved by."""
    bank = load_questions()
    found = measure_students(bank, 2, max(2, round(20 * SHARE)))
    assert found.right >= 0.90 * found.total, found.missed
    assert len(found.misleading) <= 0.02 * found.total, found.misleading


@pytest.mark.parametrize("question", list(load_questions()), ids=lambda q: q.id)
def test_no_diagnosis_of_a_right_answer(question: Question) -> None:
    for seed in range(SEEDS):
        made = problem.make_problem(question, seed)
        for asked in made.parts.values():
            if not kinds.kind(asked.kind).searches_slips(asked.key):
                continue
            for text in spell_answer(asked.key):
                verdict = made.check(text, asked.name)
                assert (verdict.verdict, verdict.diagnosis) == ("right", None), (made.id, asked.name, text)


@pytest.mark.parametrize("question", list(load_questions()), ids=lambda q: q.id)
def test_what_is_said_gives_the_typed_number_by_itself(question: Question) -> None:
    """The change that a sentence describes is made alone, as a bank would list it, and ends in the typed value."""
    for seed in range(SEEDS):
        made = problem.make_problem(question, seed)
        for asked in made.parts.values():
            if not kinds.kind(asked.kind).searches_slips(asked.key):
                continue
            for text in list_wrong_answers(made, asked):
                value = kinds.judge(asked.key, text).value
                for explanation in made.explain(asked, value):
                    run = made.tape.run_with_mistake(write_as_mistake(made.tape, explanation.candidate))
                    assert run is not None, (made.id, asked.name, text)
                    ends = compute_answer(question.part(asked.name), run)
                    assert made.is_right_for(ends, asked, value), (made.id, asked.name, text, explanation)


@pytest.mark.parametrize("question", list(load_questions()), ids=lambda q: q.id)
def test_right_answers_lie_within_the_bounds_that_are_told(question: Question) -> None:
    for seed in range(SEEDS):
        made = problem.make_problem(question, seed)
        for asked in made.parts.values():
            if asked.entry is not None:
                assert check_sense(asked.entry, find_step_bounds(made.tape, asked.entry), asked.value) == "", (
                    made.id,
                    asked.name,
                )


def list_wrong_answers(made: Problem, asked: AskedPart) -> Iterator[str]:
    """What listed mistakes end in, and a slip of the catalogue, as they are typed."""
    outcomes = (outcome for outcome in made.drawn.mistake_outcomes if outcome is not None)
    values = [outcome.values[asked.name] for outcome in outcomes if asked.name in outcome.values]
    planted = plant_slip(made, asked, Stream("said", made.seed, made.question.id, asked.name), outside=False)
    for value in values if planted is None else [*values, planted.value]:
        text = write_typed(value, asked.key)
        if text is not None and made.check(text, asked.name).verdict == "wrong":
            yield text


@pytest.mark.parametrize("question", [q for q in load_questions() if len(q.parts) > 1], ids=lambda q: q.id)
def test_what_follows_from_a_wrong_part_follows(question: Question) -> None:
    for seed in range(SEEDS):
        made = problem.make_problem(question, seed)
        names = list(made.parts)
        for place, name in enumerate(names[:-1]):
            carry_on(made, made.parts[name], names[place + 1 :])


def carry_on(made: Problem, asked: AskedPart, later: list[str]) -> None:
    """One part wrong by a factor, the later ones worked correctly from it."""
    if asked.entry is None or not kinds.kind(asked.kind).is_quantity or is_formula(asked.value):
        return
    wrong = disturbed(asked.value, Stream("wrong", made.id, asked.name))
    text = write_typed(wrong, asked.key)
    if text is None or made.check(text, asked.name).verdict != "wrong":
        return
    value = kinds.judge(asked.key, text).value
    run = made.tape.replay({asked.entry.name: value})
    if run is None or not may_carry(made, asked, value):
        return
    for name in later:
        part = next(p for p in made.question.parts if p.name == name)
        wanted = made.parts[name]
        if not kinds.kind(wanted.kind).is_quantity:
            continue
        try:
            carried = kinds.kind(wanted.kind).coerce(compute_answer(part, run))
        except FormulaError:
            continue
        answer = write_typed(carried, replace(wanted.key, value=carried))
        if answer is None:
            continue
        verdict = made.check(answer, name, {asked.name: text})
        assert verdict.verdict in ("follows", "right"), (made.id, asked.name, text, name, answer, verdict)
        if is_formula(carried):
            continue
        slipped = write_typed(disturbed(carried, Stream("slip", made.id, name)), wanted.key)
        if slipped is not None:
            own = made.check(slipped, name, {asked.name: text}).verdict
            assert own in ("wrong", "close", "right"), (made.id, asked.name, text, name, slipped, own)


def disturbed(value: Value, stream: Stream) -> Value:
    """A value off by a random factor; whole numbers stay whole."""
    if is_array(value):
        return make_array([disturbed(item, stream) for item in flatten(value)], value.shape)
    factor = Fraction(stream.draw_below(130) + 135, 100)
    if isinstance(value, int):
        return int(numbers.round_number(value * factor)) + 2
    return numbers.digits12(value) * factor + Fraction(1, 7)
