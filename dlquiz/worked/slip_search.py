"""Every way of getting a formula of a tape wrong, and the answer in which each ends.

The catalogue yields some hundred edits for each formula.  An edit is tried by running the tape again with it; where the
answer changes, it is a candidate, which the tutor compares with a wrong answer.  The search is bounded by counts and by
work, never by the clock, so that every machine finds the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.slips.catalogue import SlipKind
from dlquiz.language.template import Template
from dlquiz.language.values import list_floats, values_equal
from dlquiz.model import Mistake, Value
from dlquiz.worked import Tape, misconceptions
from dlquiz.worked.entry import Naming
from dlquiz.worked.misconceptions import get_rule_tree
from dlquiz.worked.recorder import check_within
from dlquiz.worked.slip_runs import SlipRun, SlipRuns, find_leading_names, name_run
from dlquiz.worked.slip_trials import Slip, TargetedEdit, make_step_edit, make_step_edits
from dlquiz.worked.step_edit import edit_formula

MAX_PAIRS = 20  # slips that are tried on top of listed mistakes
WORK = 2_000_000  # half microseconds for the formulas of one search
MIN_PAIR_PRIOR = 0.8  # of a slip that is tried on top of a listed mistake


@dataclass(frozen=True)
class Candidate:
    """A slip and the answer in which it ends."""

    slip: Slip
    step: str  # the first entry whose value it changes
    expected: Value  # there, on the right tape
    got: Value  # there, with the slip
    naming: Naming  # the entries that the names of loops mean there
    value: Value  # of the answer
    besides: Mistake | None = None  # a listed mistake made as well
    changed_answers: frozenset[str] = frozenset()  # other parts whose answers it changes too

    @property
    def kind(self) -> SlipKind:
        """The kind of the slip."""
        return self.slip[0].change.kind

    @property
    def targets(self) -> frozenset[str]:
        """The steps and rules that are edited."""
        return frozenset(edit.target for edit in self.slip)

    @cached_property
    def floats(self) -> tuple[float, ...] | None:
        """The elements of the value as floats; None where they are not numbers, or too large."""
        return list_floats(self.value)


class SlipSearch:
    """All slips that change the answer of a part, and the values in which they end.

    `entry` names the entry that holds the answer, `mistakes` are those of the bank that can be made here, `others` maps
    other parts to the entries with their answers.
    """

    def __init__(
        self,
        runs: SlipRuns,
        part: str,
        entry: str = "",
        mistakes: Sequence[Mistake] = (),
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.runs = runs
        self.tape = runs.tape
        self.part = part
        self.entry = self.tape.entries.get(entry)
        self.mistakes = mistakes
        self.others = others or {}
        self.budget = WorkBudget(WORK)
        self.described: dict[int, bool] = {}  # by the id of the candidate

    @cached_property
    def target(self) -> str:
        """The entry of the answer, where no answer of another part comes after it; else empty.

        A slip in such an entry changes nothing else, so it needs no run.
        """
        if self.entry is None:
            return ""
        names = list(self.tape.entries)
        own = names.index(self.entry.name)
        later = any(name in self.tape.entries and names.index(name) > own for name in self.others.values())
        return "" if later else self.entry.name

    @cached_property
    def leading(self) -> frozenset[str] | None:
        """The names on which the answer depends; None where any step may change it."""
        return None if self.entry is None else find_leading_names(self.tape, self.entry)

    def may_change_answer(self, slip: Slip) -> bool:
        """Whether the answer depends on a step that a slip edits."""
        return self.leading is None or any(edit.target in self.leading for edit in slip)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The single slips that change the answer; of those that give a step the same value, the likeliest."""
        candidates: dict[Hashable, Candidate | None] = {}
        with suppress(BudgetExceeded):
            self.try_slips(candidates)
        return [found for found in candidates.values() if found is not None]

    def try_slips(self, candidates: dict[Hashable, Candidate | None]) -> None:
        """Run every slip that may change the answer; BudgetExceeded where slow formulas make it too much work.

        Slips that give a step the same value share one run, and one that gives the right value needs none.
        """
        right = self.runs.right_answers[self.part]
        for number, slip in enumerate(self.runs.trials):
            if not self.may_change_answer(slip):
                continue
            given = self.runs.compute_edited(number, self.budget)
            key = name_run(given, number)
            if key in candidates:
                known = candidates[key]
                if known is not None and known.kind.prior < slip[0].change.kind.prior:
                    candidates[key] = replace(known, slip=slip)
            elif key in self.runs.right_steps:
                continue
            elif self.target in given:
                candidates[key] = self.make_last_candidate(slip, given[self.target])
            else:
                candidates[key] = self.make_candidate(slip, self.runs.run(number, self.budget), (right,))

    @cached_property
    def pairs(self) -> list[Candidate]:
        """Likely slips on top of a listed mistake.  Two unlisted slips are never combined: too many pairs fit."""
        likely = sorted(
            (slip for slip in self.runs.trials if slip[0].change.kind.prior >= MIN_PAIR_PRIOR),
            key=lambda slip: -slip[0].change.kind.prior,
        )
        candidates: list[Candidate] = []
        with suppress(BudgetExceeded):
            runs = (self.tape, *(self.tape.run_with_mistake(mistake, self.budget) for mistake in self.mistakes))
            others = [self.runs.find_answers(run)[self.part] for run in runs if run is not None]
            for mistake in self.mistakes:
                values, listed = self.tape.mistake_changes(mistake)
                for slip in likely[: MAX_PAIRS // len(self.mistakes)]:
                    run = self.tape.replay(values, [*listed, *make_step_edits(slip)], self.budget)
                    found = self.make_candidate(slip, self.runs.summarize(run) if run is not None else None, others)
                    if found is not None:
                        candidates.append(replace(found, besides=mistake))
        return candidates

    def make_last_candidate(self, slip: Slip, value: Value) -> Candidate | None:
        """The candidate of a slip in the answer's own step, which needs no run; None where `within` forbids it."""
        entry = self.tape.entries[self.target]
        try:
            check_within(value, entry.step)
        except FormulaError:
            return None
        return Candidate(slip, entry.name, entry.value, value, self.runs.name_passes(slip, entry.naming), value)

    def make_candidate(self, slip: Slip, run: SlipRun | None, others: Sequence[Value | None]) -> Candidate | None:
        """The candidate of a run; None where there is none, or it ends in one of the `others`."""
        value = run.answers[self.part] if run is not None else None
        if run is None or value is None or any(values_equal(value, other) for other in others):
            return None
        right = self.tape.entries.get(run.step)
        naming = self.runs.name_passes(slip, run.naming if right is None else {**right.naming, **run.naming})
        answers = self.runs.right_answers
        changed = frozenset(part for part in self.others if not values_equal(run.answers[part], answers[part]))
        return Candidate(slip, run.step, right.value if right else None, run.got, naming, value, None, changed)

    def describes(self, candidate: Candidate) -> bool:
        """Whether the change that a candidate stands for, made alone, ends in its value."""
        if id(candidate) not in self.described:
            self.described[id(candidate)] = self.run_described(candidate)
        return self.described[id(candidate)]

    def run_described(self, candidate: Candidate) -> bool:
        """Whether a candidate, written as a bank lists mistakes, ends in its value."""
        try:
            run = self.tape.run_with_mistake(write_as_mistake(self.tape, candidate))
        except FormulaError:
            return False
        value = self.runs.find_answers(run)[self.part] if run is not None else None
        return value is not None and values_equal(value, candidate.value)


def write_as_mistake(tape: Tape, candidate: Candidate) -> Mistake:
    """What a candidate stands for, in the form in which a bank lists mistakes: steps computed by other formulas."""
    listed = () if candidate.besides is None else candidate.besides.instead
    instead = dict(listed)
    for edit in candidate.slip:
        for name, node in list_edited_formulas(tape, edit, instead):
            instead[name] = Formula.of(node)
    return Mistake(Template(""), tuple(instead.items()))


def list_edited_formulas(
    tape: Tape, edit: TargetedEdit, instead: Mapping[str, Formula]
) -> Iterator[tuple[str, tree.Node]]:
    """The steps that an edit changes, with their whole new formulas.

    A rule that is the same in every pass is one step; of one that differs, each pass is, where the edit fits it.
    """
    if edit.change.kind in (misconceptions.PASS_TOO_MANY, misconceptions.PASS_TOO_FEW):
        yield edit.target, edit.change.after
        return
    entries = [entry for entry in tape if edit.target in (entry.name, entry.step.rule)]
    rules = {get_rule_tree(entry.step.formula) for entry in entries}
    for entry in entries[:1] if len(rules) == 1 else entries:
        name = edit.target if len(rules) == 1 else entry.name
        before = instead[name].tree if name in instead else get_rule_tree(entry.step.formula)
        after = edit_formula(Formula.of(before), make_step_edit(edit)).tree
        if after != before:
            yield name, after
