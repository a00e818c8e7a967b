"""Questions that train just what was missed twice: offered after the second miss of one skill or one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.model import Question, Step
from dlquiz.problem import Problem
from dlquiz.session.attempts import QuestionAttempt
from dlquiz.session.plan import SEEDS, Planned
from dlquiz.streams import Stream
from dlquiz.worked.entry import PassFormula

MISSES = 2  # of one weakness after which questions are offered
OFFERED = 3  # questions at most


class Weakness(NamedTuple):
    """What was missed: a skill by its slug, or a step by its formula."""

    label: str  # for the learner
    skill: str = ""
    formula: str = ""  # without spaces, as its author wrote it


def find_weakness(
    question_attempts: Sequence[QuestionAttempt], problems: Mapping[Planned, Problem], offered: Collection[Weakness]
) -> Weakness | None:
    """What the last question missed and another one before it; None where there is nothing that was not offered yet."""
    missed = [list(dict.fromkeys(list_weaknesses(one, problems[one.planned]))) for one in question_attempts]
    for weakness in missed[-1]:
        times = sum(any(is_same(weakness, other) for other in several) for several in missed)
        if times >= MISSES and not any(is_same(weakness, other) for other in offered):
            return weakness
    return None


def is_same(one: Weakness, other: Weakness) -> bool:
    """Whether two weaknesses are of one skill, or of one formula."""
    return (one.skill, one.formula) == (other.skill, other.formula)


def list_weaknesses(attempt: QuestionAttempt, problem: Problem) -> Iterator[Weakness]:
    """The skills that the missed parts of a question needed, then the steps that their slips were made in."""
    steps = list(list_missed_steps(attempt))
    for step in steps:
        for skill in list_skills(problem, step):
            yield Weakness(skill.replace("-", " "), skill)
    for step in filter(None, steps):
        if step in problem.tape:
            formula = problem.tape[step].step.formula
            text = formula.rule.text if isinstance(formula, PassFormula) else formula.text
            yield Weakness(name_to_symbol(step), "", squeeze(text))


def list_missed_steps(attempt: QuestionAttempt) -> Iterator[str]:
    """The steps that diagnoses of the missed parts name; an empty name for a part without one."""
    for part in attempt.part_attempts:
        if part.missed:
            found = (one.diagnosis for one in part.attempts if one.verdict == "wrong" and one.diagnosis is not None)
            yield next((diagnosis.step for diagnosis in found), "")


def list_skills(problem: Problem, step: str) -> tuple[str, ...]:
    """The skills that a step of the solution needs; those of the whole question where the step names none."""
    entry = problem.tape.entries.get(step)
    return (entry.step.trains if entry else ()) or problem.question.trains


def squeeze(formula: str) -> str:
    """A formula without spaces."""
    return "".join(formula.split())


def plan_drill(
    weakness: Weakness, questions: Iterable[Question], asked: Collection[str], seed: int
) -> tuple[Planned, ...]:
    """Up to three questions that train a weakness, short and easy ones first, none of those that were asked.

    They are those with its slug; of a step, those whose answer has its formula.
    """
    fitting = [one for one in questions if one.id not in asked and trains(one, weakness)]
    short = sorted(fitting, key=lambda one: (one.level, len(one.parts), len(one.program)))[:OFFERED]
    return tuple(Planned(one.id, Stream(seed, "drill", one.id).draw_below(SEEDS)) for one in short)


def trains(question: Question, weakness: Weakness) -> bool:
    """Whether a question trains just this."""
    if weakness.skill:
        return weakness.skill in question.trains
    return weakness.formula in {squeeze(text) for text in list_answer_formulas(question)}


def list_answer_formulas(question: Question) -> Iterator[str]:
    """The formulas of the answers of a question: of a step where an answer is one, else the answer's own."""
    steps = {step.name: step.formula.text for step in question.program if isinstance(step, Step)}
    for part in question.parts:
        if part.answer.value is not None:
            text = part.answer.value.text
            yield steps.get(squeeze(text), text)
