"""Every shipped question keeps what the format promises: it draws, solves, renders, and its examples hold."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dlquiz import kinds, solvers
from dlquiz.bank.question_set import load_questions, questions_folder
from dlquiz.check.examine import examine
from dlquiz.language.values import values_equal, values_identical
from dlquiz.model import Question
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw
from tests.kinds.spellings import spell_answer
from tests.language.value_types import assert_type

SEEDS = 30  # of everything that check does; tests/proof/test_shipped_checked.py takes 300
FEW = 8  # of what is looked at more closely
FILES = sorted(questions_folder().glob("*.yaml"))
QUESTIONS = list(load_questions())


@cache
def problems(number: int) -> list[Problem]:
    """The first variants of a question."""
    return [Problem(draw(QUESTIONS[number], seed)) for seed in range(FEW)]


def each() -> pytest.MarkDecorator:
    """Every question in turn, by its id."""
    return pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=[question.id for question in QUESTIONS])


@each()
def test_check_has_nothing_to_say(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlquiz.check.examples.note_proof", lambda *_: None)  # starts a process, and only makes notes
    report = examine(QUESTIONS[number], SEEDS)
    assert report.faults == []
    assert report.warnings == []


@each()
def test_texts_are_rendered_and_balanced(number: int) -> None:
    for problem in problems(number):
        texts = [problem.ask, problem.hint, problem.remark, *(asked.ask for asked in problem.parts.values())]
        texts += [entry.why for entry in problem.tape]
        for text in texts:
            assert "{{" not in text.replace("{{{", "")
            assert not re.search(r"(?<!\.)\.\.(?!\.)|\bNone\b|Fraction|Array\(", text), text
            assert len(re.findall(r"(?<!\\)\$", text)) % 2 == 0, text
        assert problem.ask.strip()


@each()
def test_the_right_answer_is_right_and_nothing_else_is(number: int) -> None:
    for problem in problems(number):
        for asked in problem.parts.values():
            assert asked.instruction
            for text in spell_answer(asked.key):
                verdict = problem.check(text, asked.name)
                assert verdict.verdict == "right", f"{problem.id}: {text}: {verdict}"
            for mistake_outcome in problem.drawn.mistake_outcomes:
                if mistake_outcome is None or asked.name not in mistake_outcome.values:
                    continue
                if not kinds.kind(asked.kind).is_quantity:
                    continue
                assert not values_equal(asked.key.value, mistake_outcome.values[asked.name])


@each()
def test_variants_are_named_by_their_seed(number: int) -> None:
    question = QUESTIONS[number]
    for seed in (0, 7, 10**9):
        assert draw(question, seed).variant.id == f"{question.id}@{seed}"
        assert draw(question, seed).variant == draw(question, seed).variant
    if question.draws:
        assert len({str(dict(problem.values)) for problem in problems(number)}) > 1


@each()
def test_values_are_of_the_types_that_the_language_has(number: int) -> None:
    for problem in problems(number):
        for value in (*problem.values.values(), *(entry.value for entry in problem.tape)):
            assert_type(value)


@each()
def test_it_teaches(number: int) -> None:
    question = QUESTIONS[number]
    names = {asked.kind for asked in problems(number)[0].parts.values()}
    assert question.title != question.id
    assert question.examples or names == {"recall"}
    assert all(mistake.says.text.strip() for mistake in question.mistakes)
    if any(kinds.kind(name).is_quantity for name in names):
        assert len(problems(number)[0].tape) > 0


@each()
def test_any_draw_can_be_pinned_to_its_own_value(number: int) -> None:
    question = QUESTIONS[number]
    drawn = draw(question, 3)
    pins = {spec.name: drawn.variant.values[spec.name] for spec in question.draws}
    again = draw(question, 3, pins)
    assert all(values_identical(again.variant.values[name], value) for name, value in pins.items())
    assert values_identical(*(tuple(entry.value for entry in found.tape) for found in (again, drawn)))


def test_ids_are_unique_and_topics_are_their_files() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert {path.stem: list(load_questions([path]).topics) for path in FILES} == {
        path.stem: [path.stem] for path in FILES
    }


def test_the_files_have_no_faults_and_are_fit_for_editors() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert "\t" not in text and "\r" not in text and text.endswith("\n")


def kinds_asked() -> set[str]:
    """The kinds of answers that shipped questions ask for."""
    return {asked.kind for number in range(len(QUESTIONS)) for asked in problems(number)[0].parts.values()}


def test_the_numeric_kinds_are_asked_for() -> None:
    assert {"integer", "number", "yes-no", "vector", "matrix", "choice"} <= kinds_asked() <= kinds.KINDS.keys()


def test_every_solver_is_used() -> None:
    own = {"derivative", "backprop"}  # of `dlquiz derive` and `backprop`; the banks give reasons of their own
    assert {question.solver for question in QUESTIONS if question.solver} | own == solvers.SOLVERS.keys()


def find(name: str) -> Question:
    """A question by its id."""
    return next(question for question in QUESTIONS if question.id == name)


@pytest.mark.parametrize(
    ("name", "pins", "answer"),
    [
        ("conv-params", {"k": 3, "c_in": 3, "filters": 20, "bias": True}, "560"),
        ("conv-params", {"k": 3, "c_in": 3, "filters": 20, "bias": False}, "540"),
    ],
)
def test_numbers_that_everybody_knows(name: str, pins: dict[str, object], answer: str) -> None:
    assert Problem(draw(find(name), 0, pins)).check(answer).verdict == "right"
