"""Rules about listed mistakes: where they end, and how often that is the right answer by chance."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import sqrt

from dlquiz import kinds
from dlquiz.check.report import Report, Sample, shorten
from dlquiz.errors import FormulaError
from dlquiz.language.values import values_equal
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Value
from dlquiz.problem import Problem
from dlquiz.worked.answer_keys import MistakeOutcome
from dlquiz.worked.tape import record_tape


def check_hits(report: Report, sample: Sample) -> None:
    """A mistake that gives the right answer in more than half of the draws is a fault, in fewer a note.

    Such draws are rejected.  Chance alone explains a share above one half by 1.5 roots of the number of draws.
    """
    kept = len(sample.problems) + sum(sample.statistics.by_mistake.values())
    for number, count in sorted(sample.statistics.by_mistake.items()):
        message = f"gives the right answer in {count / kept:.0%} of the draws"
        if count > kept / 2 + 1.5 * sqrt(kept):
            report.fault_of_mistake(number, message)
        else:
            report.note_of_mistake(number, message)


def check_outcomes(report: Report, sample: Sample) -> None:
    """A mistake ends in something that a learner can type, in one variant at least."""
    for number in range(len(report.question.mistakes)):
        outcomes = [(problem, problem.drawn.mistake_outcomes[number]) for problem in sample.problems]
        ends = [(p, name, value) for p, outcome in outcomes if outcome for name, value in outcome.values.items()]
        reasons = [reason for problem, outcome in outcomes if (reason := find_failure(problem, number, outcome))]
        if reasons:
            report_failures(report, number, reasons, len(outcomes))
        elif not ends:
            report.warn_of_mistake(number, "changes no answer in any variant")
        if ends and not any(is_possible_answer(*end) for end in ends):
            problem, name, value = ends[0]
            message = f"gives {value_to_text(value)}, which is not an answer of the kind {problem.part(name).kind}"
            report.fault_of_mistake(number, message)


def report_failures(report: Report, number: int, reasons: list[str], count: int) -> None:
    """Say why a mistake is left out: a warning where it never speaks, else a note."""
    if len(reasons) == count:
        report.warn_of_mistake(number, f"never speaks: {reasons[0]}")
    else:
        report.note_of_mistake(number, f"is left out in {len(reasons) / count:.0%} of the variants: {reasons[0]}")


def find_failure(problem: Problem, number: int, outcome: MistakeOutcome | None) -> str:
    """Why a mistake is left out of a variant: what fails in it, or the `within` that it leaves; else empty."""
    if outcome is not None:
        return ""
    mistake, tape = problem.question.mistakes[number], problem.tape
    try:
        if mistake.gives is not None:
            mistake.gives.value(tape.scope)
        else:
            record_tape(problem.question, tape.draws, *tape.mistake_changes(mistake), right=tape)
    except FormulaError as error:
        return shorten(error.message)
    return ""


def check_meetings(report: Report, sample: Sample) -> None:
    """Two mistakes that often give the same number are noted: then both are told."""
    met: Counter[tuple[int, int]] = Counter()
    for problem in sample.problems:
        met.update(pair for pair in list_meetings(problem))
    for (first, second), count in sorted(met.items()):
        share = count / len(sample.problems)
        if share > 0.1:
            report.note_of_mistake(second, f"gives what mistake {first + 1} gives in {share:.0%} of the draws")


def list_meetings(problem: Problem) -> set[tuple[int, int]]:
    """The pairs of mistakes, counted from 0, that end in one value and say different things."""
    outcomes = [(at, one) for at, one in enumerate(problem.drawn.mistake_outcomes) if one is not None]
    return {
        (i, j)
        for (i, one), (j, other) in combinations(outcomes, 2)
        if one.mistake.says.text != other.mistake.says.text
        and any(
            name in one.values and values_equal(one.values[name], value) and not values_equal(value, asked.value)
            for name, value in other.values.items()
            if not kinds.kind((asked := problem.part(name)).kind).few_values
        )
    }


def is_possible_answer(problem: Problem, name: str, value: Value) -> bool:
    """Whether a learner can give this value as the answer of a part."""
    try:
        kinds.key_accepting(problem.part(name).key, value)
    except FormulaError:
        return False
    return True
