"""Every way of getting a formula of a tape wrong, and the answer in which each ends.

The catalogue yields some hundred edits for each formula.  An edit is tried by running the tape again with it; where the
answer changes, it is a candidate, which the tutor compares with a wrong answer.  The search is bounded by counts and by
work, never by the clock, so that every machine finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.arrays import flatten, hashable, is_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.slips.catalogue import SWAPS, SlipKind
from dlquiz.language.slips.edits import FormulaEdit, blank_names, list_edits
from dlquiz.language.template import Template
from dlquiz.language.values import values_equal
from dlquiz.model import Mistake, Value
from dlquiz.worked import Entry, StepEdit, Tape, find_departure, misconceptions, name_count
from dlquiz.worked.entry import Naming
from dlquiz.worked.misconceptions import get_rule_tree, list_loops
from dlquiz.worked.recorder import check_within
from dlquiz.worked.step_edit import edit_formula

MAX_CHANGES = 3_000  # on one tape
MAX_PAIRS = 20  # slips that are tried on top of listed mistakes
WORK = 2_000_000  # half microseconds for the formulas of one search
MIN_GROUP_PRIOR = 0.5  # of a slip that is tried in several steps at once
MIN_PAIR_PRIOR = 0.8  # of a slip that is tried on top of a listed mistake


class TargetedEdit(NamedTuple):
    """An edit of the formula of a step, or of a rule in every pass."""

    target: str
    change: FormulaEdit


Slip = tuple[TargetedEdit, ...]  # all of one kind: one edit, or the same in several steps


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slip and the answer in which it ends."""

    slip: Slip
    step: str  # the first entry whose value it changes
    expected: Value  # there, on the right tape
    got: Value  # there, with the slip
    naming: Naming  # the entries that the names of loops mean there
    value: Value  # of the answer
    besides: Mistake | None = None  # a listed mistake made as well
    changed_answers: frozenset[str] = frozenset()  # entries with answers of other parts that it changes too

    @property
    def kind(self) -> SlipKind:
        """The kind of the slip."""
        return self.slip[0].change.kind


class SlipSearch:
    """All slips of a tape and the answers in which they end.

    `answer` gives the answer on a tape, or None; `target` names its entry; `mistakes` are those of the bank that can be
    made here; `others` names the entries that hold the answers of other parts.
    """

    def __init__(
        self,
        tape: Tape,
        answer: Callable[[Tape], Value | None],
        mistakes: Sequence[Mistake] = (),
        others: Sequence[str] = (),
        target: str = "",
    ) -> None:
        self.tape = tape
        self.target = target if target in tape.entries and self.ends_with(tape, target, others) else ""
        self.answer = answer
        self.mistakes = mistakes
        self.others = others
        self.budget = WorkBudget(WORK)

    @staticmethod
    def ends_with(tape: Tape, target: str, others: Sequence[str]) -> bool:
        """Whether no answer of another part comes after the target, so that a slip in it changes nothing else."""
        names = list(tape.entries)
        return not any(name in tape.entries and names.index(name) > names.index(target) for name in others)

    @cached_property
    def trials(self) -> list[Slip]:
        """Every slip that is tried, in the order of the steps."""
        return list(islice(list_slips(self.tape), MAX_CHANGES))

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The single slips that change the answer; of those that give a step the same value, the likeliest."""
        candidates: dict[Hashable, Candidate | None] = {}
        with suppress(BudgetExceeded):
            self.try_slips(candidates)
        return [found for found in candidates.values() if found is not None]

    def try_slips(self, candidates: dict[Hashable, Candidate | None]) -> None:
        """Run every slip; BudgetExceeded where slow formulas make it too much work.

        Slips that give a step the same value share one run, and one that gives the right value needs none.
        """
        right = self.answer(self.tape)
        right_steps = {(entry.name, hashable(entry.value)) for entry in self.tape}
        for slip in self.trials:
            given = self.compute_edited(slip)
            key = next(((name, hashable(value)) for name, value in given.items()), len(candidates))
            if key in candidates:
                known = candidates[key]
                if known is not None and known.kind.prior < slip[0].change.kind.prior:
                    candidates[key] = replace(known, slip=slip)
            elif key in right_steps:
                continue
            elif self.target in given:
                candidates[key] = self.make_last_candidate(slip, given[self.target])
            else:
                run = self.tape.replay(given, () if given else make_step_edits(slip), self.budget)
                candidates[key] = self.make_candidate(slip, run, (right,))

    def compute_edited(self, slip: Slip) -> Mapping[str, Value]:
        """The value that a slip gives to its step, by name; empty in loops, where it depends on the pass."""
        entry = self.tape.entries.get(slip[0].target)
        if len(slip) > 1 or entry is None or entry.step.rule:
            return {}
        formula = edit_formula(entry.step.formula, make_step_edit(slip[0]))
        try:
            return {entry.name: formula.value(self.tape.scope, budget=self.budget)}
        except FormulaError:
            return {}

    @cached_property
    def pairs(self) -> list[Candidate]:
        """Likely slips on top of a listed mistake.  Two unlisted slips are never combined: too many pairs fit."""
        likely = sorted(
            (slip for slip in self.trials if slip[0].change.kind.prior >= MIN_PAIR_PRIOR),
            key=lambda slip: -slip[0].change.kind.prior,
        )
        candidates: list[Candidate] = []
        with suppress(BudgetExceeded):
            runs = (self.tape, *(self.tape.run_with_mistake(mistake, self.budget) for mistake in self.mistakes))
            others = [self.answer(run) for run in runs if run is not None]
            for mistake in self.mistakes:
                values, listed = self.tape.mistake_changes(mistake)
                for slip in likely[: MAX_PAIRS // len(self.mistakes)]:
                    run = self.tape.replay(values, [*listed, *make_step_edits(slip)], self.budget)
                    found = self.make_candidate(slip, run, others)
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
        return Candidate(slip, entry.name, entry.value, value, entry.naming, value)

    def make_candidate(self, slip: Slip, run: Tape | None, others: Sequence[Value | None]) -> Candidate | None:
        """The candidate of a run; None where the run failed or ends in one of the `others`."""
        departure = find_departure(self.tape, run) if run is not None else None
        value = self.answer(run) if run is not None and departure is not None else None
        if run is None or value is None or departure is None or any(values_equal(value, other) for other in others):
            return None
        right = self.tape.entries.get(departure.name)
        naming = departure.naming if right is None else {**right.naming, **departure.naming}
        changed_answers = frozenset(
            name for name in self.others if name not in run or not values_equal(run[name].value, self.tape[name].value)
        )
        expected = right.value if right is not None else None
        return Candidate(slip, departure.name, expected, departure.value, naming, value, None, changed_answers)

    def describes(self, candidate: Candidate) -> bool:
        """Whether the change that a candidate stands for, made alone, ends in its value."""
        try:
            run = self.tape.run_with_mistake(write_as_mistake(self.tape, candidate))
        except FormulaError:
            return False
        value = self.answer(run) if run is not None else None
        return value is not None and values_equal(value, candidate.value)


def list_slips(tape: Tape) -> Iterator[Slip]:
    """Every slip that the catalogue knows for the steps of a tape.

    A slip in a rule is made in every pass of the loop.  A slip that fits several steps of one form is tried in each of
    them and in all at once.
    """
    found = find_edits(tape)
    for site, changes in found.items():
        yield from ((TargetedEdit(site.name, change),) for change in changes)
    for group in group_alike(tape, found):
        if group[0].change.kind.prior >= MIN_GROUP_PRIOR:
            yield tuple(group)
    for one, other in misconceptions.list_exchanges(tape):
        yield (
            TargetedEdit(one.name, exchange_formula(one, other)),
            TargetedEdit(other.name, exchange_formula(other, one)),
        )
    for block in list_loops(tape.question):
        count = block.count.tree
        for kind, op in ((misconceptions.PASS_TOO_MANY, "+"), (misconceptions.PASS_TOO_FEW, "-")):
            edit = FormulaEdit(kind, (), count, tree.Binary(op, count, tree.Number(1)), None)
            yield (TargetedEdit(name_count(block), edit),)


def refers_to_itself(tape: Tape, site: EditSite, change: FormulaEdit) -> bool:
    """Whether a step would be computed from its own value, which makes sense only for a new value taken for an old."""
    own = site.name in tape.entries and site.name in tree.names(change.after)
    return own and change.kind.name != "new for old"


def find_value(tape: Tape, target: str) -> Value:
    """The value of a step, of a rule that of its last pass; None where it has none."""
    return tape[target].value if target in tape else None


def fits_value(of: str, value: Value) -> bool:
    """Whether a slip that is made with counts, or with shares of 1, can be made with a value."""
    if not of:
        return True
    if of in ("count", "quantity"):
        return (type(value) is int) == (of == "count")
    if of == "size":  # not a mask
        return not is_array(value) or any(type(item) is not int or abs(item) > 1 for item in flatten(value))
    return type(value) in (Fraction, float) and 0 <= value <= 1


def find_edits(tape: Tape) -> dict[EditSite, list[FormulaEdit]]:
    """The edits of each formula, until there are as many as are tried."""
    swaps = misconceptions.list_swaps(tape)
    found: dict[EditSite, list[FormulaEdit]] = {}
    left = MAX_CHANGES
    for site in list_edit_sites(tape):
        value = find_value(tape, site.name)
        changes = islice(chain(list_edits(site.node, swaps), list_replacements(tape, *site)), MAX_CHANGES)
        found[site] = [
            change
            for change in changes
            if fits_value(change.kind.of, value) and not refers_to_itself(tape, site, change)
        ]
        left -= len(found[site])
        if left <= 0:
            break
    return found


class EditSite(NamedTuple):
    """A formula that can be edited: that of a step outside loops, or of a rule."""

    name: str
    node: tree.Node


def list_edit_sites(tape: Tape) -> list[EditSite]:
    """Every formula of a tape once.  A rule of a solver may have several: layers of different types differ."""
    return list(dict.fromkeys(EditSite(e.step.rule or e.name, get_rule_tree(e.step.formula)) for e in tape))


def list_replacements(tape: Tape, target: str, node: tree.Node) -> Iterator[FormulaEdit]:
    """The edits that replace the whole formula of a step."""
    for kind, after, piece in misconceptions.replace_step(tape, target, node):
        if after != node:
            yield FormulaEdit(kind, (), node, after, piece)


def exchange_formula(entry: Entry, other: Entry) -> FormulaEdit:
    """The edit that gives a step the formula of another."""
    before, after = (get_rule_tree(one.step.formula) for one in (entry, other))
    return FormulaEdit(misconceptions.EXCHANGED, (), before, after, tree.Name(other.name))


def make_step_edits(slip: Slip) -> list[StepEdit]:
    """The edits of a slip as those of a tape."""
    return [make_step_edit(edit) for edit in slip]


def make_step_edit(edit: TargetedEdit) -> StepEdit:
    """The edit as one of the tape; where a rule differs between passes, it is made in the passes where it fits."""
    change = edit.change
    return StepEdit(edit.target, change.path, lambda node: change.after if node == change.before else node)


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


# slips made in several steps alike


def group_alike(tape: Tape, found: Mapping[EditSite, Sequence[FormulaEdit]]) -> Iterator[list[TargetedEdit]]:
    """The same edit in all steps of one form, such as the layers of a network; and of one function in all steps.

    Steps are of one form where their formulas are equal once names are blanked: `n_in*hidden + hidden` and
    `hidden*n_out + n_out`.  Leaving out the bias is then tried in each layer alone and in both at once.
    """
    forms: dict[Hashable, list[EditSite]] = {}
    for target in found:
        if not isinstance(target.node, tree.Number):
            form = blank_names(target.node)
            forms.setdefault(form, []).append(target)
            forms.setdefault((form, target.name.rstrip("0123456789")), []).append(target)
    groups = {tuple(group): group for group in forms.values() if len(group) > 1}
    for group in groups.values():
        alike: dict[Hashable, list[TargetedEdit]] = {}
        for target in group:
            for key, edit in dict(list_likenesses(target.name, found[target], tape)).items():
                alike.setdefault(key, []).append(edit)
        yield from (edits for edits in alike.values() if len(edits) > 1)
    edits = [TargetedEdit(target.name, change) for target, changes in found.items() for change in changes]
    yield from group_function_changes(edits)
    yield from group_number_pieces(edits)
    yield from group_equal_changes(edits)


def list_likenesses(target: str, changes: Sequence[FormulaEdit], tape: Tape) -> Iterator[tuple[Hashable, TargetedEdit]]:
    """The edits of one formula, each with keys under which edits of other formulas count as the same.

    The kind of slip, its place and its number there make a key.  A quantity used for another has more keys: the other
    quantity, and how far it is from the right one in the group of `alike` that the bank declares.
    """
    counts: dict[Hashable, int] = {}
    for change in changes:
        key = (change.kind.name, change.path)
        counts[key] = counts.get(key, -1) + 1
        yield (*key, counts[key]), TargetedEdit(target, change)
        if change.kind.name in SWAPS and isinstance(change.before, tree.Name) and isinstance(change.after, tree.Name):
            own, other = change.before.name, change.after.name
            yield (*key, other), TargetedEdit(target, change)
            for group in tape.question.alike:
                if own in group and other in group:
                    yield (*key, "by", group.index(other) - group.index(own)), TargetedEdit(target, change)


def group_number_pieces(edits: Iterable[TargetedEdit]) -> Iterator[list[TargetedEdit]]:
    """The same number left out in all steps at once: the 1 of every bias."""
    groups: dict[Hashable, list[TargetedEdit]] = {}
    for edit in edits:
        if edit.change.kind.name == "term dropped" and isinstance(edit.change.piece, tree.Number):
            groups.setdefault(edit.change.piece, []).append(edit)
    return (group for group in groups.values() if len(group) > 1)


def group_equal_changes(edits: Iterable[TargetedEdit]) -> Iterator[list[TargetedEdit]]:
    """The same change of parts of one form in all steps at once: |g| for every g²."""
    groups: dict[Hashable, list[TargetedEdit]] = {}
    for edit in edits:
        change = edit.change
        if change.path and not isinstance(change.before, (tree.Number, tree.Name)):
            forms = blank_names(change.before), blank_names(change.after)
            groups.setdefault((change.kind.name, *forms), []).append(edit)
    return (group for group in groups.values() if len({edit.target for edit in group}) == len(group) > 1)


def group_function_changes(edits: Iterable[TargetedEdit]) -> Iterator[list[TargetedEdit]]:
    """One function for another in all steps at once: a sum for every mean."""
    groups: dict[Hashable, list[TargetedEdit]] = {}
    for edit in edits:
        before, after = edit.change.before, edit.change.after
        if isinstance(before, tree.Call) and isinstance(after, tree.Call) and before.arguments == after.arguments:
            groups.setdefault((edit.change.kind.name, before.function, after.function), []).append(edit)
    return (group for group in groups.values() if len({edit.target for edit in group}) > 1)
