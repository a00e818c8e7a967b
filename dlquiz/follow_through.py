"""Answers that follow from earlier ones: the tape runs again with what the learner typed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from dlquiz import kinds, tree
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.values import values_equal
from dlquiz.model import Value, Verdict
from dlquiz.worked import Entry
from dlquiz.worked.answer_keys import find_answer

if TYPE_CHECKING:
    from dlquiz.problem import AskedPart, Problem

MAX_CONTINUATIONS = 81  # combinations of earlier answers that are tried
FOLLOW_WORK = 500_000  # half microseconds for running the tape again with them


def judge_follow_through(
    problem: Problem, asked: AskedPart, verdict: Verdict, earlier: Mapping[str, Verdict]
) -> Verdict | None:
    """The verdict where the answer follows from earlier ones; None where it does not.

    It is `right` where it follows from earlier right answers as they were rounded, and `follows` where at least
    one of the earlier answers was wrong.
    """
    accepted: list[Mapping[str, Value]] = []
    wrong: list[Mapping[str, Value]] = []
    for name, judged in earlier.items():
        before = problem.part(name)
        if before.name == asked.name or before.entry is None or not kinds.kind(before.kind).is_quantity:
            continue
        if judged.verdict == "unreadable":
            continue
        value = kinds.kind(before.kind).tape_value(judged.value, before.key)
        if value is None:
            continue
        if judged.verdict == "right":
            accepted.append(spread_elements(before.entry, value))
        elif may_carry(problem, before, value):
            wrong.append(spread_elements(before.entry, value))
    if follows(problem, asked, verdict, accepted, []):
        return replace(verdict, verdict="right", score=1.0, message="It follows from your rounded earlier answers.")
    if follows(problem, asked, verdict, accepted, wrong):
        return replace(verdict, verdict="follows", score=1.0, message="It follows from your earlier answer.")
    return None


def follows(
    problem: Problem,
    asked: AskedPart,
    verdict: Verdict,
    accepted: Sequence[Mapping[str, Value]],
    wrong: Sequence[Mapping[str, Value]],
) -> bool:
    """Whether the answer is right after some of these earlier values; the search ends with its budget."""
    budget = WorkBudget(FOLLOW_WORK)
    continuations = list_continuations(problem, accepted, wrong)
    with suppress(BudgetExceeded):
        return any(is_right_after(problem, asked, verdict, values, budget) for values in continuations)
    return False


def list_continuations(
    problem: Problem, accepted: Sequence[Mapping[str, Value]], wrong: Sequence[Mapping[str, Value]]
) -> Iterator[dict[str, Value]]:
    """The sets of earlier values with which a learner may have gone on; all of the learner's own come first.

    A wrong value was used or was not; an accepted one was used as typed, exactly, or not at all.  Entries outside
    of a set are computed anew from those in it: with a = 0.43 typed for 3/7 and b = a*a, the learner may have used
    the typed a and b, or the typed a and a b computed from it.
    """
    own: list[list[Mapping[str, Value]]] = [[values, {}] for values in wrong]
    either = [[values, {name: problem.tape.scope[name] for name in values}, {}] for values in accepted]
    for several in islice(product(*own, *either), MAX_CONTINUATIONS):
        yield {name: value for values in several for name, value in values.items()}


def may_carry(problem: Problem, asked: AskedPart, value: Value) -> bool:
    """Whether a wrong value of a part may be carried on.

    0 would make the rest too easy.  So would 1 and the numbers of the question in place of a real number, unless a
    common slip ends there; a count may well be one of them.
    """
    from dlquiz.tutor.diagnosis import LIKELY

    if values_equal(value, 0):
        return False
    given = any(values_equal(value, trivial) for trivial in (1, *problem.variant.values.values()))
    return (
        not given
        or type(asked.value) is int
        or any(explanation.score >= LIKELY for explanation in problem.explain(asked, value))
    )


def is_right_after(
    problem: Problem, asked: AskedPart, verdict: Verdict, values: Mapping[str, Value], budget: WorkBudget
) -> bool:
    """Whether the answer is right once the tape runs again with these values."""
    tape = problem.tape.replay(values, budget=budget)
    value = find_answer(problem.question.part(asked.name), tape) if tape is not None else None
    return value is not None and problem.is_right_for(value, asked, verdict.value)


def spread_elements(entry: Entry, value: Value) -> dict[str, Value]:
    """A value of an entry, with the values of the entries that it lists: of [n_1, n_2], those of n_1 and n_2."""
    node = entry.step.formula.tree
    if not isinstance(node, tree.Array) or not is_array(value) or value.shape != entry.value.shape:
        return {entry.name: value}
    names = [item.name for item in node.items if isinstance(item, tree.Name)]
    if len(names) < len(node.items) or value.ndim != 1:
        return {entry.name: value}
    return {**dict(zip(names, flatten(value), strict=True)), entry.name: value}
