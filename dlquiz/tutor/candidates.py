"""Every way of getting one formula of a tape wrong, and where each ends: what a wrong answer is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dlquiz.formula import slips, tree
from dlquiz.formula.formula import Formula
from dlquiz.formula.functions import same
from dlquiz.formula.slips import Change, Swap
from dlquiz.model import Question, Repeat, Value
from dlquiz.tape import OLD, Entry, Slip, Tape, WrittenOut, pass_count

MOST = 3_000  # changes tried on one tape: the search is bounded by count, not by clock
ACTIVATIONS = {"sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish", "softplus", "softmax", "step_function"}

PASS_OFF = slips.Kind("one pass too many or few", "you may have taken one pass too many or too few", 0.6, lambda _: ())


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
    for count, (kind, piece, slip) in enumerate(slips_of(tape)):
        if count >= MOST:
            break
        run = tape.replay(slips=[slip])
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


def slips_of(tape: Tape) -> Iterator[tuple[slips.Kind, tree.Node | None, Slip]]:
    """Every slip that the catalogue knows for the steps of a tape; a rule of a loop is changed in every pass."""
    swaps = swaps_of(tape)
    seen: set[str] = set()
    for entry in tape:
        target = entry.step.rule or entry.name
        if target in seen:
            continue
        seen.add(target)
        for change in slips.changes(rule_tree(entry.step.formula), swaps):
            yield change.kind, change.piece, slip_of(target, change)
    for block in blocks(tape.question):
        for step in (1, -1):
            yield PASS_OFF, None, Slip(pass_count(block), (), shifted(step))


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
