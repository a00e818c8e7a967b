"""A tape: one run of a question's program, and how to run it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from dlquiz import kinds, solvers, tree
from dlquiz.errors import FormulaError, NoEntry, did_you_mean
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.letters import symbol
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.template import Template
from dlquiz.language.values import values_equal
from dlquiz.model import Mistake, Question, Step, Value
from dlquiz.worked.entry import Entry, Naming
from dlquiz.worked.recorder import FallbackScope, Recorder, Watch
from dlquiz.worked.rerun import is_list_of_steps, rerun_steps
from dlquiz.worked.step_edit import StepEdit


class Tape:
    """The entries of one run in order: iterate over them, or take one by name, `tape["total"].value`.

    `draws` are the drawn values, `scope` every value by name, `right` the run without changes.
    """

    def __init__(
        self,
        question: Question,
        draws: Mapping[str, Value],
        entries: dict[str, Entry],
        scope: Mapping[str, Value],
        naming: Naming,
        right: Tape | None,
    ) -> None:
        self.question = question
        self.draws = draws
        self.entries = entries
        self.scope = scope
        self.naming = naming
        self.right = right or self
        self.constants: dict[str, Value] = {}  # of a right run: answers that no value goes into

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return self.final_name(str(name)) in self.entries

    def __getitem__(self, name: str) -> Entry:
        """The entry of a name; the name of a rule means its last pass.  NoEntry, a KeyError, where there is none."""
        try:
            return self.entries[self.final_name(name)]
        except KeyError:
            known = did_you_mean(name, [*self.entries, *self.naming]) or f"; it has {', '.join(self.entries)}"
            raise NoEntry(f'the solution has no "{name}"{known}') from None

    def final_name(self, name: str) -> str:
        """The name of the entry that a name means after all loops: `x_3` for `x`."""
        node = self.naming.get(name)
        return node.name if isinstance(node, tree.Name) else name

    def compute_constant(self, name: str, formula: Formula, budget: WorkBudget | None) -> Value:
        """The answer of a part into which no value goes, computed once for all runs; FormulaError where it fails."""
        known = self.right.constants
        if name not in known:
            known[name] = formula.value(self.scope, budget=budget)
        return known[name]

    def replay(
        self,
        values: Mapping[str, Value] | None = None,
        edits: Sequence[StepEdit] = (),
        budget: WorkBudget | None = None,
    ) -> Tape | None:
        """Run the program again with changes; None where it fails or leaves a step's `within`.

        `values` maps draws, lets and steps to the values that replace theirs: `tape.replay({"z": 3})`.  `edits` change
        the formulas of steps.  Everything computed from them changes as well, the number of entries included.
        """
        values, right = values or {}, self.right
        try:
            if right.is_list_of_steps and right.entries.keys() >= {*values, *(edit.target for edit in edits)}:
                run = rerun_steps(right, values, edits, budget)
                return Tape(right.question, right.draws, run.entries, run.scope, {}, right)
            return record_tape(self.question, right.draws, values, edits, right=right, budget=budget)
        except FormulaError:
            return None

    @cached_property
    def is_list_of_steps(self) -> bool:
        """Whether every run of the program has the same entries."""
        return is_list_of_steps(self.question)

    def run_with_mistake(self, mistake: Mistake, budget: WorkBudget | None = None) -> Tape | None:
        """The run with a listed mistake; None where it cannot be computed on this draw."""
        try:
            return self.replay(*self.mistake_changes(mistake, budget), budget)
        except FormulaError:
            return None

    def mistake_changes(
        self, mistake: Mistake, budget: WorkBudget | None = None
    ) -> tuple[dict[str, Value], list[StepEdit]]:
        """The values and edits that a listed mistake runs with; FormulaError where a value cannot be computed."""
        scope = self.right.scope
        values = {name: f.value(scope, budget=budget) for name, f in mistake.instead if name in self.draws}
        return values, [replace_formula(name, f) for name, f in mistake.instead if name not in self.draws]


def replace_formula(name: str, formula: Formula) -> StepEdit:
    """The edit that computes a let, a step, or every pass of a rule by another formula."""
    return StepEdit(name, (), lambda _: formula.tree)


def record_tape(
    question: Question,
    draws: Mapping[str, Value],
    values: Mapping[str, Value],
    edits: Sequence[StepEdit] = (),
    right: Tape | None = None,
    watch: Watch | None = None,
    budget: WorkBudget | None = None,
) -> Tape:
    """Run a question's program on its draws; FormulaError where it fails.

    `values` replaces values of draws, lets and steps; `edits` change formulas; `right` is the run without changes, from
    which unchanged entries are taken over; `watch(name, scope)` is called as soon as a name has its value; the work is
    taken from `budget`.
    """
    letters = {name: symbol(name) for name in question.variables}
    start = {**list_constants(question), **letters, **draws, **{name: v for name, v in values.items() if name in draws}}
    scope = dict(start) if right is None else FallbackScope(start, right.scope)
    recorder = Recorder(scope, values, edits, watch, right, budget)
    if watch is not None:
        for name in draws:
            watch(name, scope)
    for name, formula in question.lets:
        recorder.let(name, formula)
    if question.solver:
        run_solver(question, recorder, [*draws, *(name for name, _ in question.lets)])
    recorder.run(question.program)
    for part in question.parts:
        add_answer_entry(part.name, part.answer.value, recorder)
    return Tape(question, draws, recorder.entries, recorder.scope, recorder.naming, right)


def find_departure(tape: Tape, run: Tape) -> Entry | None:
    """The first entry of a run that differs from the right tape; None where all are the same."""
    for entry in run:
        if tape.entries.get(entry.name) is not entry and not (
            entry.name in tape.entries and values_equal(tape.entries[entry.name].value, entry.value)
        ):
            return entry
    missing = [entry for entry in tape if entry.name not in run.entries]
    return missing[0] if missing else None


def list_constants(question: Question) -> dict[str, Value]:
    """The constants that formulas of a question may use; some kinds of answers add their own."""
    own = (kinds.kind(part.answer.kind).constants for part in question.parts if part.answer.kind)
    return {**CONSTANTS, **{name: value for named in own for name, value in named.items()}}


def run_solver(question: Question, recorder: Recorder, own: Iterable[str]) -> None:
    """Run the solver; the bank's `own` names that its loops use have their own values again afterwards."""
    recorder.own_values = {name: recorder.scope[name] for name in own}
    recorder.reasons = question.reasons
    changed = recorder.changed & recorder.own_values.keys()
    given = {key: recorder.value(formula) for key, formula in question.given}
    solvers.find_solver(question.solver).solve(recorder, **given)
    recorder.announce(tuple(recorder.naming))
    for name, value in recorder.own_values.items():
        recorder.scope[name] = value
        recorder.naming.pop(name, None)
        recorder.mark_changed(name, name in changed)
    recorder.own_values = {}


def add_answer_entry(name: str, formula: Formula | None, recorder: Recorder) -> None:
    """Add an entry for the answer of a part, unless the answer is a constant or the name of a step."""
    if formula is None or not formula.names or name in recorder.entries:
        return
    node = formula.tree
    if isinstance(node, tree.Name) and (node.name in recorder.entries or node.name in recorder.naming):
        return
    recorder.run_step(Step(name, formula, Template("")))


def find_answer_entry(tape: Tape, name: str, formula: Formula | None) -> Entry | None:
    """The entry that holds the answer of a part; None where the answer is not a quantity of the tape."""
    if formula is not None and isinstance(formula.tree, tree.Name) and formula.tree.name in tape:
        return tape[formula.tree.name]
    return tape.entries.get(tape.final_name(name))
