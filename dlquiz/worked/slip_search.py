"""Every way of getting one formula of a tape wrong, and where each ends: what a wrong answer is compared with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import slips
from dlquiz.language.arrays import hashable
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.slips import SWAPS, FormulaEdit
from dlquiz.language.values import values_equal
from dlquiz.model import Mistake, Value
from dlquiz.worked import Entry, StepEdit, Tape, misconceptions, name_count
from dlquiz.worked.misconceptions import get_rule_tree, list_loops, make_step_slip
from dlquiz.worked.step_edit import edit_formula

MAX_CHANGES = 3_000  # changes tried on one tape: the search is bounded by count, not by clock
MAX_PAIRS = 20  # that are tried besides listed mistakes
WORK = 2_000_000  # half microseconds for the formulas of one search
MIN_PAIR_PRIOR = 0.8  # slips that are tried so
PASS_OFF = make_step_slip("one pass too many or few", "you may have taken one pass too many or too few", 0.6)

SlipTrial = tuple[slips.SlipKind, tree.Node | None, tuple[StepEdit, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One slip, and the answer in which it ends."""

    kind: slips.SlipKind
    step: str  # the first entry that comes out otherwise
    expected: Value  # there, on the right road
    got: Value  # there, with the slip
    piece: tree.Node | None
    value: Value  # of the answer
    besides: Mistake | None = None  # a listed mistake that was made as well, at that step or before the slip
    slip_at: str = ""  # then the step with the slip
    moved: frozenset[str] = frozenset()  # answers of other parts that come out otherwise too


class SlipSearch:
    """All slips of a tape, and the answers in which they end; `answer` reads one off a tape."""

    def __init__(
        self,
        tape: Tape,
        answer: Callable[[Tape], Value | None],
        mistakes: Sequence[Mistake] = (),
        others: Sequence[str] = (),
    ) -> None:
        self.tape = tape
        self.answer = answer
        self.mistakes = mistakes  # that the bank lists, and that can be made here
        self.others = others  # entries that hold the answers of other parts
        self.budget = WorkBudget(WORK)

    @cached_property
    def trials(self) -> list[SlipTrial]:
        """Every slip, in the order of the steps."""
        return list(islice(list_slips(self.tape), MAX_CHANGES))

    @cached_property
    def candidates(self) -> list[Candidate]:
        """One slip at a time, where it changes the answer; of two that give a step the same value the likelier one."""
        made: dict[Hashable, Candidate | None] = {}
        with suppress(BudgetExceeded):
            self.try_slips(made)
        return [found for found in made.values() if found is not None]

    def try_slips(self, made: dict[Hashable, Candidate | None]) -> None:
        """Try one slip after another; BudgetExceeded where slow formulas make it too much work."""
        right = self.answer(self.tape)
        right_steps = {(entry.name, hashable(entry.value)) for entry in self.tape}
        for kind, piece, step_edits in self.trials:
            given = self.compute_edited(step_edits)
            key = next(((name, hashable(value)) for name, value in given.items()), len(made))
            known = made.get(key)
            if known is not None and known.kind.prior < kind.prior:
                made[key] = replace(known, kind=kind, piece=piece)
            elif key not in made and key not in right_steps:
                run = self.tape.replay(given, () if given else step_edits, self.budget)
                made[key] = self.make_candidate(kind, piece, run, (right,))

    def compute_edited(self, step_edits: Sequence[StepEdit]) -> Mapping[str, Value]:
        """The value that a slip gives to a step, so that those of one value take one run; in loops none."""
        entry = self.tape.entries.get(step_edits[0].target)
        if len(step_edits) > 1 or entry is None or entry.step.rule:
            return {}
        try:
            return {
                entry.name: edit_formula(entry.step.formula, step_edits[0]).value(self.tape.scope, budget=self.budget)
            }
        except FormulaError:
            return {}

    @cached_property
    def pairs(self) -> list[Candidate]:
        """A listed mistake and a likely slip of another step besides: the only two that are looked for together."""
        others = [
            self.answer(run) for run in (self.tape, *map(self.tape.run_with_mistake, self.mistakes)) if run is not None
        ]
        likely = sorted(
            (slip for slip in self.trials if slip[0].prior >= MIN_PAIR_PRIOR), key=lambda slip: -slip[0].prior
        )
        made = []
        with suppress(BudgetExceeded):
            for mistake in self.mistakes:
                values, listed = self.tape.mistake_changes(mistake)
                for kind, piece, step_edits in likely[: MAX_PAIRS // len(self.mistakes)]:
                    run = self.tape.replay(values, [*listed, *step_edits], self.budget)
                    found = self.make_candidate(kind, piece, run, others)
                    if found is not None:
                        made.append(replace(found, besides=mistake, slip_at=step_edits[0].target))
        return made

    def make_candidate(
        self, kind: slips.SlipKind, piece: tree.Node | None, run: Tape | None, others: Sequence[Value | None]
    ) -> Candidate | None:
        """Where a run ends; None where it fails, or ends in one of the others."""
        departure = find_departure(self.tape, run) if run is not None else None
        value = self.answer(run) if run is not None and departure is not None else None
        if run is None or value is None or departure is None or any(values_equal(value, other) for other in others):
            return None
        right = self.tape.entries.get(departure.name)
        if piece is not None and right is not None:
            piece = tree.rename(piece, dict(right.naming))  # of a loop, as the pass has it where the roads part
        moved = frozenset(
            name for name in self.others if name not in run or not values_equal(run[name].value, self.tape[name].value)
        )
        expected = right.value if right is not None else None
        return Candidate(kind, departure.name, expected, departure.value, piece, value, moved=moved)


def find_departure(tape: Tape, run: Tape) -> Entry | None:
    """The first entry of a run that the right road has not."""
    for entry in run:
        if tape.entries.get(entry.name) is not entry and not (
            entry.name in tape.entries and values_equal(tape.entries[entry.name].value, entry.value)
        ):
            return entry
    missing = [entry for entry in tape if entry.name not in run.entries]
    return missing[0] if missing else None


def list_slips(tape: Tape) -> Iterator[SlipTrial]:
    """Every slip that the catalogue knows for the steps of a tape.

    A rule of a loop is changed in every pass, and what is done wrong in one step is done wrong in others like it.
    """
    swaps = misconceptions.list_swaps(tape)
    found = {
        step_edits: [*slips.list_edits(step_edits.node, swaps), *list_replacements(tape, *step_edits)]
        for step_edits in list_edit_sites(tape)
    }
    for step_edits, changes in found.items():
        for change in changes:
            yield change.kind, change.piece, (to_step_edit(TargetedEdit(step_edits.name, change)),)
    for group in group_alike(tape, found):
        yield group[0].change.kind, group[0].change.piece, tuple(map(to_step_edit, group))
    for one, other in misconceptions.list_exchanges(tape):
        swapped = (
            TargetedEdit(one.name, exchange_formula(one, other)),
            TargetedEdit(other.name, exchange_formula(other, one)),
        )
        yield misconceptions.EXCHANGED, tree.Name(other.name), tuple(map(to_step_edit, swapped))
    for block in list_loops(tape.question):
        for step in (1, -1):
            yield PASS_OFF, None, (StepEdit(name_count(block), (), shift_count(step)),)


class EditSite(NamedTuple):
    """What a slip can be aimed at: a step that is in no loop, or a rule of a loop, and its formula."""

    name: str
    node: tree.Node


class TargetedEdit(NamedTuple):
    """A change of the formula of a step, or of a rule in every pass."""

    target: str
    change: FormulaEdit


def list_edit_sites(tape: Tape) -> list[EditSite]:
    """Every target of a tape, once for each formula that a rule has in its passes: layers of several kinds differ."""
    return list(dict.fromkeys(EditSite(e.step.rule or e.name, get_rule_tree(e.step.formula)) for e in tape))


def list_replacements(tape: Tape, target: str, node: tree.Node) -> Iterator[FormulaEdit]:
    """A step computed by another formula altogether."""
    for kind, after, piece in misconceptions.replace_step(tape, target, node):
        if after != node:
            yield FormulaEdit(kind, (), node, after, piece)


def exchange_formula(entry: Entry, other: Entry) -> FormulaEdit:
    """A step that gets the formula of another."""
    before, after = (get_rule_tree(one.step.formula) for one in (entry, other))
    return FormulaEdit(misconceptions.EXCHANGED, (), before, after, None)


def to_step_edit(edit: TargetedEdit) -> StepEdit:
    """A slip of the tape; where a solver's rule differs between passes, it is made in those where it fits."""
    change = edit.change
    return StepEdit(edit.target, change.path, lambda node: change.after if node == change.before else node)


def shift_count(step: int) -> Callable[[tree.Node], tree.Node]:
    """A count one more or less."""
    return lambda node: tree.Binary("+", node, tree.Number(step))


# what is done wrong in several steps alike


def group_alike(tape: Tape, found: Mapping[EditSite, Sequence[FormulaEdit]]) -> Iterator[list[TargetedEdit]]:
    """The same change in all steps of one form, such as the layers of a network, and wherever a function stands."""
    forms: dict[Hashable, list[EditSite]] = {}
    for target in found:
        if not isinstance(target.node, tree.Number):
            form = slips.blank_names(target.node)
            forms.setdefault(form, []).append(target)
            forms.setdefault((form, target.name.rstrip("0123456789")), []).append(target)
    groups = {tuple(group): group for group in forms.values() if len(group) > 1}
    for group in groups.values():
        alike: dict[Hashable, list[TargetedEdit]] = {}
        for target in group:
            for key, edit in dict(list_likenesses(target.name, found[target], tape)).items():
                alike.setdefault(key, []).append(edit)
        yield from (edits for edits in alike.values() if len(edits) > 1)
    yield from group_function_changes(
        TargetedEdit(target.name, change) for target, changes in found.items() for change in changes
    )


def list_likenesses(target: str, changes: Sequence[FormulaEdit], tape: Tape) -> Iterator[tuple[Hashable, TargetedEdit]]:
    """What makes changes of formulas of one form the same.

    Place and number, in general; of quantities taken for others also which one is taken, or how far away it stands in
    the group that the author declares.
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


def group_function_changes(edits: Iterable[TargetedEdit]) -> Iterator[list[TargetedEdit]]:
    """One function for another in all steps: a sum for each mean."""
    groups: dict[Hashable, list[TargetedEdit]] = {}
    for edit in edits:
        before, after = edit.change.before, edit.change.after
        if isinstance(before, tree.Call) and isinstance(after, tree.Call) and before.arguments == after.arguments:
            groups.setdefault((edit.change.kind.name, before.function, after.function), []).append(edit)
    return (group for group in groups.values() if len({edit.target for edit in group}) > 1)
