"""Every way of getting one formula of a tape wrong, and where each ends: what a wrong answer is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dlquiz.formula import slips, symbols, tree
from dlquiz.formula.formula import Formula
from dlquiz.formula.functions import same
from dlquiz.formula.slips import Change, Swap
from dlquiz.model import Question, Repeat, Value
from dlquiz.tape import OLD, Entry, Slip, Tape, WrittenOut, pass_count

MOST = 3_000  # changes tried on one tape: the search is bounded by count, not by clock
ACTIVATIONS = {"sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish", "softplus", "softmax", "step_function"}

PASS_OFF = slips.Kind("one pass too many or few", "you may have taken one pass too many or too few", 0.6, lambda _: ())

Aimed = tuple[slips.Kind, tree.Node | None, tuple[Slip, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One slip, and the answer in which it ends."""

    kind: slips.Kind
    step: str  # the first entry that comes out otherwise
    expected: Value  # there, on the right road
    got: Value  # there, with the slip
    piece: tree.Node | None
    value: Value  # of the answer


def candidates(tape: Tape, answer: Callable[[Tape], Value | None]) -> list[Candidate]:
    """All slips of the tape that change the answer; `answer` reads it off a tape."""
    right = answer(tape)
    made = []
    for kind, piece, aimed in islice(slips_of(tape), MOST):
        run = tape.replay(slips=aimed)
        if run is None:
            continue
        value = answer(run)
        parting = parted(tape, run)
        if value is None or parting is None or same(value, right):
            continue
        made.append(Candidate(kind, parting.name, tape.scope.get(parting.name), parting.value, piece, value))
    return made


def parted(tape: Tape, run: Tape) -> Entry | None:
    """The first entry of a run that the right road has not."""
    for entry in run:
        if tape.entries.get(entry.name) is not entry and not (
            entry.name in tape.entries and same(tape.entries[entry.name].value, entry.value)
        ):
            return entry
    missing = [entry for entry in tape if entry.name not in run.entries]
    return missing[0] if missing else None


def slips_of(tape: Tape) -> Iterator[Aimed]:
    """Every slip that the catalogue knows for the steps of a tape.

    A rule of a loop is changed in every pass, and what is done wrong in one layer is done wrong in all alike.
    """
    swaps = swaps_of(tape)
    found = {target: list(slips.changes(node, swaps)) for target, node in targets(tape)}
    for target, changes in found.items():
        for change in changes:
            yield change.kind, change.piece, (slip_of(target, change),)
    for family in families(tape):
        numbered = [dict(numbered_changes(found[target])) for target in family]
        for key, change in numbered[0].items():
            if all(key in others for others in numbered):
                aimed = tuple(slip_of(target, own[key]) for target, own in zip(family, numbered, strict=True))
                yield change.kind, change.piece, aimed
    for block in blocks(tape.question):
        for step in (1, -1):
            yield PASS_OFF, None, (Slip(pass_count(block), (), shifted(step)),)


def numbered_changes(changes: Sequence[Change]) -> Iterator[tuple[tuple[str, tuple[int, ...], int], Change]]:
    """Changes by kind, place and number, so that the same ones are found in formulas of the same form."""
    counts: dict[tuple[str, tuple[int, ...]], int] = {}
    for change in changes:
        key = (change.kind.name, change.path)
        counts[key] = counts.get(key, -1) + 1
        yield (*key, counts[key]), change


def targets(tape: Tape) -> Iterator[tuple[str, tree.Node]]:
    """What a slip can be aimed at, with its formula: every step that is in no loop, and every rule of a loop once."""
    seen: set[str] = set()
    for entry in tape:
        target = entry.step.rule or entry.name
        if target not in seen:
            seen.add(target)
            yield target, rule_tree(entry.step.formula)


def families(tape: Tape) -> list[list[str]]:
    """Steps whose formulas have the same form, such as the layers of a network or the two slopes of a plane."""
    groups: dict[tree.Node, list[str]] = {}
    for target, node in targets(tape):
        if not isinstance(node, (tree.Name, tree.Number)):
            groups.setdefault(slips.skeleton(node), []).append(target)
    return [group for group in groups.values() if len(group) > 1]


def rule_tree(formula: Formula) -> tree.Node:
    """The formula as its author wrote it: of a pass of a loop, the rule."""
    return formula.rule.tree if isinstance(formula, WrittenOut) else formula.tree


def slip_of(target: str, change: Change) -> Slip:
    """A change, aimed at a step or rule; where a solver's rule differs between passes, at those where it fits."""
    return Slip(target, change.path, lambda node: change.after if node == change.before else None)


def shifted(step: int) -> Callable[[tree.Node], tree.Node]:
    """A count one more or less."""
    return lambda node: tree.Binary("+", node, tree.Number(step))


def blocks(question: Question) -> Iterator[Repeat]:
    """The loops of a question's own steps."""
    return (item for item in question.program if isinstance(item, Repeat))


# quantities that are taken for each other


def swaps_of(tape: Tape) -> Mapping[str, list[Swap]]:
    """For every name, what people put in its place."""
    made: dict[str, list[Swap]] = {}

    def add(name: str, other: str, kind: str) -> None:
        if name != other:
            made.setdefault(name, []).append(Swap(name, tree.Name(other), kind))

    for group in tape.question.alike:
        for name in group:
            for other in group:
                add(name, other, "another quantity")
    for entry in tape:
        derived = symbols.DERIVATIVE.fullmatch(entry.name)
        node = rule_tree(entry.step.formula)
        if derived and isinstance(node, tree.Name) and derived[2] in tape.scope:
            add(node.name, derived[2], "derived by itself")
        before = activated(entry)
        if before:
            name = entry.step.rule or entry.name
            add(name, before, "before the activation")
            add(before, name, "after the activation")
        if entry.step.rule:
            add(entry.step.rule, entry.step.rule + OLD, "old for new")
    for name in list(tape.scope):
        if name.endswith("_new") and name[:-4] in tape.scope:
            add(name[:-4], name, "old for new")
            add(name, name[:-4], "old for new")
    return made


def activated(entry: Entry) -> str:
    """The name of the value that an entry applies an activation to; empty where it applies none."""
    node = rule_tree(entry.step.formula)
    if isinstance(node, tree.Call) and node.function in ACTIVATIONS and isinstance(node.arguments[0], tree.Name):
        return node.arguments[0].name
    return ""
