"""Running a plain list of steps again: without loops and solvers, only what has changed is computed.

A search for slips runs a tape again some hundred times, and nearly all of these runs are such.  A recorder goes through
every step; here the entries of the right run are copied as a whole, and a step is computed only where it is changed
itself, or is computed from something that has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.values import values_identical
from dlquiz.model import Question, Repeat, Step, Value
from dlquiz.worked.entry import Entry
from dlquiz.worked.recorder import ENTRY, RightRun, check_within
from dlquiz.worked.step_edit import StepEdit, edit_formula


class Rerun(NamedTuple):
    """The entries of a run with changes, and every value by name."""

    entries: dict[str, Entry]
    scope: dict[str, Value]


def is_list_of_steps(question: Question) -> bool:
    """Whether a question's program has neither loops nor a solver, so that every run has the same entries."""
    return not question.solver and not any(isinstance(item, Repeat) for item in question.program)


def rerun_steps(
    right: RightRun, values: Mapping[str, Value], edits: Sequence[StepEdit], budget: WorkBudget | None = None
) -> Rerun:
    """Run a list of steps again; FormulaError where one fails or leaves its `within`.

    `right` is the run without changes, `values` replaces the values of steps, and `edits` change their formulas.
    """
    entries, scope = dict(right.entries), dict(right.scope)
    edited = edit_formulas(right, edits)
    changed: set[str] = set()
    for name, known in right.entries.items():
        formula = edited.get(name, known.step.formula)
        if name not in values and formula is known.step.formula and formula.names.isdisjoint(changed):
            continue
        if budget is not None:
            budget.spend(ENTRY)
        value = values[name] if name in values else formula.value(scope, budget=budget)
        check_within(value, known.step)
        entries[name] = Entry(with_formula(known.step, formula), value, scope, {}, budget)
        scope[name] = value
        if not values_identical(value, known.value):
            changed.add(name)
    return Rerun(entries, scope)


def edit_formulas(right: RightRun, edits: Sequence[StepEdit]) -> dict[str, Formula]:
    """The formulas of the steps that are edited."""
    edited: dict[str, Formula] = {}
    for edit in edits:
        edited[edit.target] = edit_formula(edited.get(edit.target, right.entries[edit.target].step.formula), edit)
    return edited


def with_formula(step: Step, formula: Formula) -> Step:
    """The step with another formula; itself where that is its own."""
    if formula is step.formula:
        return step
    return Step(step.name, formula, step.why, step.rule, step.index, step.within, step.trains)
