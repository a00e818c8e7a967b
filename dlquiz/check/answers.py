"""Rules about what the parts ask for: the kind of an answer, the keys that fit it, its tolerance."""

from __future__ import annotations

import math
from fractions import Fraction

from dlquiz import kinds
from dlquiz.check.report import Report, Sample, answer_texts, shorten
from dlquiz.errors import FormulaError
from dlquiz.language.formula import Formula
from dlquiz.language.letters import to_tree
from dlquiz.language.numbers import CONSTANTS, NUMBERS
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Part
from dlquiz.problem import Problem

TYPED = 5  # variants whose answers are typed
PLACES = 30  # at which a formula is computed
MAX_GAPS = 0.1  # share of them where it may have no value


def check_tolerances(report: Report, problem: Problem) -> None:
    """A tolerance that accepts 0 instead of another value is a fault."""
    for asked, part in zip(problem.parts.values(), problem.question.parts, strict=True):
        if kinds.takes_zero(asked.key):
            value = value_to_text(asked.value)
            message = f"the tolerance of {asked.name} accepts 0 for {value}; ask for more decimals, or use significant"
            if value == "0":
                message = f"{asked.name} is so small that it cannot be told from 0; keep it larger"
            report.fault(message, *answer_texts(part), variant=problem.id)


def check_typable(report: Report, problem: Problem) -> None:
    """The right answer, typed as it is shown, is right; else nobody can type it."""
    if problem.seed >= TYPED:
        return
    for asked, part in zip(problem.parts.values(), problem.question.parts, strict=True):
        kind = kinds.kind(asked.kind)
        if not kind.is_typed_out:
            continue
        typed = kind.to_text(asked.key)
        judged = kinds.judge(asked.key, typed)
        if judged.verdict != "right":
            why = f": {judged.message}" if judged.message else ""
            report.fault(f"nobody can type the answer of {asked.name}, {shorten(typed)}{why}", *answer_texts(part))
            return


def check_values(report: Report, problem: Problem) -> None:
    """A formula as an answer has a value nearly everywhere in the intervals of its letters."""
    if problem.seed >= TYPED:
        return
    for asked, part in zip(problem.parts.values(), problem.question.parts, strict=True):
        if kinds.kind(asked.kind).needs_letters:
            places = list_places(asked.key)
            failed = [place for place in places if not has_value(asked.key, place)]
            if len(failed) > len(places) * MAX_GAPS:
                where = ", ".join(f"{name} = {value_to_text(value)}" for name, value in failed[0].items())
                message = (
                    f"the formula {shorten(value_to_text(asked.value))} has no value at {where}; narrow the interval"
                )
                report.fault(message, *answer_texts(part))


def list_places(key: AnswerKey) -> list[dict[str, Fraction]]:
    """Places inside the intervals of the letters, spread so that no two letters move together."""
    steps = range(1, PLACES + 1)
    return [
        {
            name: low + (high - low) * Fraction((step * (2 * number + 1)) % (PLACES + 1), PLACES + 1)
            for number, (name, (low, high)) in enumerate(key.variables.items())
        }
        for step in steps
    ]


def has_value(key: AnswerKey, place: dict[str, Fraction]) -> bool:
    """Whether a formula can be computed at a place."""
    try:
        value = Formula.of(to_tree(key.value)).value({**CONSTANTS, **place})
    except FormulaError:
        return False
    return type(value) in NUMBERS and math.isfinite(value)


def check_kinds(report: Report, sample: Sample) -> None:
    """The kind of a part is the same in every variant, and the keys of its answer fit it."""
    for part in report.question.parts:
        first: dict[str, str] = {}  # kind -> the first variant that has it
        for problem in sample.problems:
            first.setdefault(problem.parts[part.name].kind, problem.id)
        if len(first) > 1:
            (one, where), (other, there) = list(first.items())[:2]
            message = f"the kind of {part.name} changes: {one} in {where}, {other} in {there}"
            report.fault(message, *answer_texts(part))
        else:
            check_keys(report, part, *first)


def check_keys(report: Report, part: Part, kind: str) -> None:
    """The keys of an answer fit the kind that its value has: loading knows only the kinds that the bank states."""
    own = {key.name for key in kinds.kind(kind).keys}
    for key in part.answer.keys if not part.answer.kind else ():
        if key not in own:
            report.fault(f'"{key}" does not go with the kind {kind}, which the value has', *answer_texts(part))
