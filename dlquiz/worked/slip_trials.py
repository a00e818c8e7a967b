"""Every slip that is tried on a tape: an edit of one formula, or the same edit in several steps."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice
from typing import NamedTuple

from dlquiz import tree
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.slips.catalogue import SWAPS
from dlquiz.language.slips.edits import FormulaEdit, blank_names, list_edits
from dlquiz.language.slips.patterns import NODE_TYPES
from dlquiz.language.write.symbols import split_derivative
from dlquiz.model import Value
from dlquiz.worked import Entry, StepEdit, Tape, misconceptions, name_count
from dlquiz.worked.misconceptions import get_rule_tree, list_loops

MAX_CHANGES = 3_000  # on one tape
MIN_GROUP_PRIOR = 0.5  # of a slip that is tried in several steps at once


class TargetedEdit(NamedTuple):
    """An edit of the formula of a step, or of a rule in every pass."""

    target: str
    change: FormulaEdit


Slip = tuple[TargetedEdit, ...]  # all of one kind: one edit, or the same in several steps


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
    if change.kind.find in NODE_TYPES or site.name not in tape.entries:  # a finder brings in no other name
        return False
    return site.name in tree.names(change.after) and change.kind.name != "new for old"


def find_value(tape: Tape, target: str) -> Value:
    """The value of a step, of a rule that of its last pass; None where it has none."""
    return tape[target].value if target in tape else None


def fits_value(of: str, name: str, value: Value) -> bool:
    """Whether a slip that is made with counts, or with shares of 1, can be made with the value of that name."""
    if not of:
        return True
    if of in ("count", "quantity"):
        return is_count(name, value) == (of == "count")
    if of == "size":  # not a mask
        return not is_array(value) or any(type(item) is not int or abs(item) > 1 for item in flatten(value))
    return type(value) in (Fraction, float) and 0 <= value <= 1


def is_count(name: str, value: Value) -> bool:
    """Whether a value may count something: whole, not negative, and not a slope."""
    return type(value) is int and value >= 0 and split_derivative(name) is None


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
            if fits_value(change.kind.of, site.name, value) and not refers_to_itself(tape, site, change)
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
