"""Rules about what the parts ask for: the kind of an answer, the keys that fit it, its tolerance."""

from __future__ import annotations

from dlquiz import kinds
from dlquiz.check.report import Report, Sample, answer_texts
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Part
from dlquiz.problem import Problem


def check_tolerances(report: Report, problem: Problem) -> None:
    """A tolerance that accepts 0 instead of another value is a fault."""
    for asked, part in zip(problem.parts.values(), problem.question.parts, strict=True):
        if kinds.takes_zero(asked.key):
            value = value_to_text(asked.value)
            message = f"the tolerance of {asked.name} accepts 0 for {value}; ask for more decimals, or use significant"
            if value == "0":
                message = f"{asked.name} is so small that it cannot be told from 0; keep it larger"
            report.fault(message, *answer_texts(part), variant=problem.id)


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
