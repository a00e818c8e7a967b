"""The tape: a worked solution as named quantities, recorded from a program that can run again with other values.

A question's steps, or a solver, are that program.  They go through `Recorder.step`, which returns the value or its
override, so that everything later, counts and control flow included, follows from what a learner computed.
"""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from dlquiz import solvers
from dlquiz.errors import FormulaError
from dlquiz.formula import exact, show, tree
from dlquiz.formula.array import Array
from dlquiz.formula.formula import Built, Formula
from dlquiz.formula.functions import TEXT_FUNCTIONS
from dlquiz.formula.template import Template
from dlquiz.model import Mistake, Named, Question, Repeat, Step, Value

CONSTANTS: dict[str, Value] = {"e": math.e, "pi": math.pi}
PASSES = 1_000  # of one loop
ENTRIES = 2_000  # of one tape
OLD = "~"
Naming = Mapping[str, tree.Node]
Watch = Callable[[str, Mapping[str, Value]], None]


class Slip(NamedTuple):
    """A step computed otherwise: which (a name, or a rule for every pass), where in its formula, and what instead."""

    target: str
    path: tuple[int, ...]  # children to go down from the root; () replaces the whole formula
    edit: Callable[[tree.Node], tree.Node | None]


class Rejected(Exception):
    """A `keep` does not hold; raised through the recorder so that a later division is not reached."""


class WrittenOut(Built):
    """A rule's formula in one pass: `x - lr*g` is `x_1 - lr*g_2`.  Renamed only when somebody looks."""

    __slots__ = ("naming", "rule")

    def __init__(self, rule: Formula, naming: Naming) -> None:
        self.rule = rule
        self.naming = {name: naming[name] for name in rule.names if name in naming}
        self._tree = None
        self._names = None

    @property
    def tree(self) -> tree.Node:
        if self._tree is None:
            self._tree = tree.rename(self.rule.tree, self.naming)
        return self._tree


@dataclass(frozen=True)
class Entry:
    """A step after it ran: its value, and the scope that it and the steps before it made."""

    step: Step
    value: Value
    scope: Mapping[str, Value]  # of the whole tape; every name in it is assigned once
    naming: Naming  # what the names of loops mean here

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.step.name

    @property
    def formula(self) -> str:
        """The formula with names, of a conditional the branch taken."""
        return show.prose(self.step.formula.tree, self.scope)

    @property
    def substituted(self) -> str:
        """The formula with its numbers put in, and why a conditional took its branch."""
        text = show.substituted(self.step.formula.tree, self.scope)
        reasons = show.since(self.step.formula.tree, self.scope)
        return text + "".join(f", since {reason}" for reason in reasons)

    @property
    def local(self) -> Mapping[str, Value]:
        """The scope with the names of loops as they stood when this entry was computed."""
        if not self.naming:
            return self.scope
        return ChainMap({n: Formula.of(node).value(self.scope) for n, node in self.naming.items()}, dict(self.scope))

    @cached_property
    def why(self) -> str:
        """The sentence why, rendered."""
        return self.step.why.render(self.local, TEXT_FUNCTIONS)


class Tape:
    """The entries of one run, in order; `tape["total"].value`."""

    def __init__(self, question: Question, draws: Mapping[str, Value], recorder: Recorder, right: Tape | None) -> None:
        self.question = question
        self.draws = draws
        self.scope: Mapping[str, Value] = recorder.scope
        self.entries = recorder.entries
        self.naming: Naming = recorder.naming
        self.right = right or self

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return self.final(str(name)) in self.entries

    def __getitem__(self, name: str) -> Entry:
        """The entry of a name; a loop's `x` is its last pass."""
        return self.entries[self.final(name)]

    def final(self, name: str) -> str:
        """The name of the entry that a name means after all loops: `x` is `x_3`."""
        node = self.naming.get(name)
        return node.name if isinstance(node, tree.Name) else name

    def replay(self, values: Mapping[str, Value] | None = None, slips: Sequence[Slip] = ()) -> Tape | None:
        """The same program with these draws, lets or steps given, or these steps computed otherwise.

        None where the run fails or leaves a step's `within`: it explains nothing.
        """
        try:
            return record(self.question, self.right.draws, values or {}, slips, right=self.right)
        except FormulaError:
            return None

    def detour(self, mistake: Mistake) -> Tape | None:
        """The run of a listed mistake; None where it cannot be computed here."""
        try:
            values = {name: f.value(self.right.scope) for name, f in mistake.instead if name in self.draws}
        except FormulaError:
            return None
        slips = [instead(name, f) for name, f in mistake.instead if name not in self.draws]
        return self.replay(values, slips)


def instead(name: str, formula: Formula) -> Slip:
    """A let, a step, or every pass of a rule, computed by another formula."""
    return Slip(name, (), lambda _: formula.tree)


class Fallback(dict[str, Value]):
    """A scope in which what is not yet computed has its right value."""

    def __init__(self, values: Mapping[str, Value], right: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.right = right

    def __missing__(self, name: str) -> Value:
        return self.right[name]


class Recorder:
    """Runs a program and keeps what it emits; solvers are handed one."""

    def __init__(
        self,
        scope: dict[str, Value],
        values: Mapping[str, Value],
        slips: Sequence[Slip],
        watch: Watch | None,
        right: Tape | None = None,
    ) -> None:
        self.scope = scope
        self.values = values
        self.slips = slips
        self.watch = watch
        self.entries: dict[str, Entry] = {}
        self.naming: dict[str, tree.Node] = {}
        self.right = right
        self.changed = {name for name in values if name in scope}  # names whose value is not the right one
        self.own: Mapping[str, Value] = {}  # while a solver runs: draws and lets, which keep their meaning

    # what solvers call

    def given(self, name: str, value: Value) -> Value:
        """A set-up value of the solver, such as the stride of a layer: a name for formulas, no step of the solution."""
        self.scope[name] = self.values.get(name, value)
        if self.right is None and name in self.own and not identical(self.scope[name], self.own[name]):
            raise FormulaError(f'"{name}" has another value in the solver; give the draw or let another name')
        self.note(name, self.right is not None and not identical(self.scope[name], self.right.scope.get(name)))
        return self.scope[name]

    def step(
        self,
        name: str,
        formula: Formula | str,
        why: Template | str = "",
        rule: str = "",
        index: tuple[int, ...] = (),
        within: tuple[Value, Value] | None = None,
        naming: Mapping[str, str] | None = None,
    ) -> Value:
        """Compute a quantity, put it on the tape and return its value, or what replaces it.

        In a loop, `formula` is the rule, and `naming` says which entries its names mean in this pass.
        """
        if name in self.own or rule in self.own:
            raise FormulaError(f'"{rule or name}" is a step of the solver; give the draw or let another name')
        if naming is not None:
            for own, target in naming.items():
                self.naming[own] = tree.Name(target)
                self.scope[own] = self.scope[target]
                self.note(own, target in self.changed)
        if isinstance(formula, str):
            formula = emitted_formula(formula)
        why = Template(why) if isinstance(why, str) else why
        return self.run_step(Step(name, formula, why, rule, index, within))

    # programs of banks

    def run(self, program: Sequence[Step | Repeat], index: tuple[int, ...] = ()) -> None:
        """The steps and loops of a bank."""
        for item in program:
            if isinstance(item, Repeat):
                self.run_repeat(item, index)
            elif index:
                mark = "".join(f"_{i}" for i in index)
                self.run_step(Step(item.name + mark, item.formula, item.why, item.name, index, item.within))
            else:
                self.run_step(item)

    def run_repeat(self, block: Repeat, index: tuple[int, ...]) -> None:
        """A loop, written out pass by pass; its names mean their latest values."""
        count = whole_count(self.slipped(block.count, pass_count(block)), self.scope)
        starts = {name: (formula.value(self.scope), self.written(formula)) for name, formula in block.start}
        moved = {name for name, formula in block.start if not formula.names.isdisjoint(self.changed)}
        for name, (value, written) in starts.items():
            self.scope[name] = value
            self.note(name, name in moved)
            self.naming[name] = written.tree
        outer = self.scope.get("t"), self.naming.get("t")
        for t in range(1, count + 1):
            self.scope["t"], self.naming["t"] = t, tree.Number(t)
            self.run(block.steps, (*index, t))
        put_back(self.scope, "t", outer[0])
        put_back(self.naming, "t", outer[1])
        if not index:
            self.announce(emitted(block.steps))

    def announce(self, rules: Iterable[str]) -> None:
        """Tell the watch that these rules have their last values."""
        if self.watch is not None:
            for rule in rules:
                self.watch(rule, self.scope)

    def slipped(self, formula: Formula, *targets: str) -> Formula:
        """A formula with the slips that are aimed at it."""
        for slip in self.slips:
            if slip.target in targets:
                formula = changed(formula, slip)
        return formula

    def written(self, formula: Formula) -> Formula:
        """A formula with the names of loops as they stand now."""
        if self.naming and not formula.names.isdisjoint(self.naming):
            return WrittenOut(formula, self.naming)
        return formula

    def run_step(self, step: Step) -> Value:
        """One step: computed, or computed otherwise, or replaced; then watched."""
        formula = self.slipped(step.formula, step.name, step.rule) if self.slips else step.formula
        known = self.unchanged(step, formula)
        if known is not None:
            self.keep(known)
            return known.value
        value = self.values[step.name] if step.name in self.values else formula.value(self.scope)
        self.hold(value, step)
        if len(self.entries) >= ENTRIES:
            raise FormulaError(f"the solution has more than {ENTRIES:,} steps")
        naming = self.naming_for(formula, step.why)
        written = WrittenOut(formula, naming) if naming else formula
        if written is not step.formula:
            step = Step(step.name, written, step.why, step.rule, step.index, step.within)
        self.keep(Entry(step, value, self.scope, naming))
        return value

    def unchanged(self, step: Step, formula: Formula) -> Entry | None:
        """The entry of the right tape, where nothing that it is computed from has changed."""
        if self.right is None or formula is not step.formula or step.name in self.values:
            return None
        entry = self.right.entries.get(step.name)
        if entry is None or not formula.names.isdisjoint(self.changed):
            return None
        if any(self.naming.get(name) != meant for name, meant in entry.naming.items()):  # a solver's other pass
            return None
        written = entry.step.formula
        return entry if written is formula or (isinstance(written, WrittenOut) and written.rule is formula) else None

    def note(self, name: str, moved: bool) -> None:
        """Remember whether a name has another value than on the right tape."""
        if moved:
            self.changed.add(name)
        else:
            self.changed.discard(name)

    def keep(self, entry: Entry) -> None:
        """Put an entry on the tape."""
        step, value = entry.step, entry.value
        self.entries[step.name] = entry
        self.scope[step.name] = value
        if self.right is not None:
            self.note(step.name, differs(entry, self.right.entries.get(step.name)))
        if step.rule:
            self.remember(step.rule)
            self.scope[step.rule] = value
            self.note(step.rule, step.name in self.changed)
            self.naming[step.rule] = tree.Name(step.name)
        if self.watch is not None:
            self.watch(step.name, self.scope)

    def naming_for(self, formula: Formula, why: Template) -> Naming:
        """What the names of loops that a step uses mean now."""
        if not self.naming:
            return {}
        return {name: self.naming[name] for name in formula.names | why.names if name in self.naming}

    def remember(self, rule: str) -> None:
        """The value of a rule before this pass, under a name that no bank can write: old values are taken for new."""
        if rule in self.scope and rule in self.naming:
            self.scope[rule + OLD] = self.scope[rule]
            self.note(rule + OLD, rule in self.changed)
            self.naming[rule + OLD] = self.naming[rule]

    def hold(self, value: Value, step: Step) -> None:
        """Stop where a value leaves what its step must keep."""
        if step.within is None:
            return
        low, high = step.within
        items = value.items if isinstance(value, Array) else (value,)
        if any(isinstance(v, (str, tuple, tree.Node)) or exact.less(v, low) or exact.less(high, v) for v in items):
            span = f"{show.value_text(low)} to {show.value_text(high)}"
            message = f'"{step.name}" is {show.value_text(value)}, which is not within {span}'
            raise FormulaError(message, step.formula.text)


def put_back(held: dict[str, Any], name: str, before: Any) -> None:
    """Give a name the value that it had; None where it had none."""
    held.pop(name, None)
    if before is not None:
        held[name] = before


def differs(entry: Entry, right: Entry | None) -> bool:
    """Whether an entry has another value than the right one."""
    return right is None or (entry is not right and not identical(entry.value, right.value))


def identical(a: Value, b: Value) -> bool:
    """The very same value: no slack, so that nothing is passed over."""
    return type(a) is type(b) and bool(a == b)


@lru_cache(4096)
def emitted_formula(text: str) -> Formula:
    """The formula of a solver's step, read once."""
    return Formula(text)


def changed(formula: Formula, slip: Slip) -> Formula:
    """A formula with a slip in it; FormulaError where the slip finds nothing to change."""
    made = edited(formula.tree, slip.path, slip.edit)
    if made is None:
        raise FormulaError("the slip does not apply here")
    return Formula.of(made)


def edited(node: tree.Node, path: tuple[int, ...], edit: Callable[[tree.Node], tree.Node | None]) -> tree.Node | None:
    """The tree with the node at `path` edited."""
    if not path:
        return edit(node)
    below = list(tree.children(node))
    if path[0] >= len(below):
        return None
    new = edited(below[path[0]], path[1:], edit)
    return None if new is None else tree.with_child(node, path[0], new)


def emitted(program: Sequence[Step | Repeat]) -> list[str]:
    """The names of the steps of a block, those of inner blocks included."""
    return [name for item in program for name in (emitted(item.steps) if isinstance(item, Repeat) else [item.name])]


def pass_count(block: Repeat) -> str:
    """What a slip of a loop's count is aimed at: a name that no step can have."""
    return f"repeat {emitted(block.steps)[0]}"


def whole_count(formula: Formula, scope: Mapping[str, Value]) -> int:
    """How often a loop runs; FormulaError where that is no whole number or too often."""
    count = formula.value(scope)
    if not isinstance(count, int) or not 0 <= count <= PASSES:
        raise FormulaError(
            f'"repeat" is {show.value_text(count)}; a whole number from 0 to {PASSES:,} is needed', formula.text
        )
    return int(count)


def record(
    question: Question,
    draws: Mapping[str, Value],
    values: Mapping[str, Value],
    slips: Sequence[Slip] = (),
    right: Tape | None = None,
    watch: Watch | None = None,
) -> Tape:
    """Run a question's program on its draws; FormulaError where it fails.

    `values` replaces draws, lets and steps; `watch` is told of every name as soon as it is known.
    """
    letters = {name: tree.Name(name) for name in question.variables}
    start = {**CONSTANTS, **letters, **draws, **{name: v for name, v in values.items() if name in draws}}
    scope = dict(start) if right is None else Fallback(start, right.scope)
    recorder = Recorder(scope, values, slips, watch, right)
    if watch is not None:
        for name in draws:
            watch(name, scope)
    for name, formula in question.lets:
        scope[name] = values[name] if name in values else recorder.slipped(formula, name).value(scope)
        recorder.note(name, right is not None and not identical(scope[name], right.scope[name]))
        if watch is not None:
            watch(name, scope)
    if question.solver:
        solve(question.solver, question.given, recorder, [*draws, *(name for name, _ in question.lets)])
    recorder.run(question.program)
    for part in question.parts:
        emit_answer(part.name, part.answer.value, recorder)
    return Tape(question, draws, recorder, right)


def solve(name: str, given: Named, recorder: Recorder, own: Iterable[str]) -> None:
    """Hand the recorder to a solver; names of the bank's `own` that its loops use are the bank's again afterwards."""
    recorder.own = {name: recorder.scope[name] for name in own}
    moved = recorder.changed & recorder.own.keys()
    solvers.find(name).solve(recorder, **{key: formula.value(recorder.scope) for key, formula in given})
    recorder.announce(tuple(recorder.naming))
    for name, value in recorder.own.items():
        recorder.scope[name] = value
        recorder.naming.pop(name, None)
        recorder.note(name, name in moved)
    recorder.own = {}


def emit_answer(name: str, formula: Formula | None, recorder: Recorder) -> None:
    """The last entry of a part whose answer is more than the name of a step."""
    if formula is None or not formula.names or name in recorder.entries:
        return
    node = formula.tree
    if isinstance(node, tree.Name) and (node.name in recorder.entries or node.name in recorder.naming):
        return
    recorder.run_step(Step(name, formula, Template("")))


def answer_entry(tape: Tape, name: str, formula: Formula | None) -> Entry | None:
    """The entry that holds the answer of a part; None where the answer is no quantity."""
    if formula is not None and isinstance(formula.tree, tree.Name) and formula.tree.name in tape:
        return tape[formula.tree.name]
    return tape.entries.get(tape.final(name))


__all__ = ["Entry", "Recorder", "Rejected", "Slip", "Tape", "answer_entry", "record"]
