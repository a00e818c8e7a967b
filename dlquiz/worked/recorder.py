"""The recorder: runs the program of a bank or solver and writes its entries down.

A search for slips runs a tape again some hundred times, and most slips change only the last entries.  So a run that is
given the right run keeps the names whose values differ from it (`changed`) and takes over, instead of computing, every
entry whose formula uses none of them.  On a tape a = x*x, b = 2*x, c = a + b with another b, a is taken over and c is
computed.  A value that comes out right all the same removes its name from `changed`, so that later entries are taken
over again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.budget import WRITTEN, WorkBudget, value_cost
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.language.values import values_identical
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Repeat, Step, Value
from dlquiz.worked.entry import Entry, Naming, PassFormula
from dlquiz.worked.step_edit import StepEdit, edit_formula

MAX_PASSES = 1_000  # of one loop
MAX_ENTRIES = 2_000  # of one tape
MAX_START_NODES = 100  # of a formula before the first pass of a loop, written out
TAKEN_OVER, ENTRY = 3, 12  # half microseconds for an entry, besides its formula
SHOWN, SHOWN_PARTS = 2, (tree.Conditional, tree.Index)  # how often these are computed again when they are shown
CHEAP = 500  # half microseconds that a formula may cost without a look at its parts
OLD_MARK = "~"
Watch = Callable[[str, Mapping[str, Value]], None]


class Rejected(Exception):
    """A `keep` does not hold, or a need, which says why.

    It is raised through the recorder, so that a later division is not reached.
    """


class RightRun(Protocol):
    """The right run of the same program, complete."""

    entries: dict[str, Entry]
    scope: Mapping[str, Value]


class FallbackScope(dict[str, Value]):
    """A scope in which names that are not yet computed have the values of the right run."""

    def __init__(self, values: Mapping[str, Value], right: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.right = right

    def __missing__(self, name: str) -> Value:
        if name.endswith(OLD_MARK):  # before the second pass there is no old value
            raise KeyError(name)
        return self.right[name]


class Recorder:
    """Runs a program and keeps its entries; a solver gets one as its argument `tape`."""

    def __init__(
        self,
        scope: dict[str, Value],
        values: Mapping[str, Value],
        edits: Sequence[StepEdit],
        watch: Watch | None,
        right: RightRun | None = None,
        budget: WorkBudget | None = None,
    ) -> None:
        self.scope = scope
        self.values = values
        self.edits = edits
        self.watch = watch
        self.entries: dict[str, Entry] = {}
        self.naming: dict[str, tree.Node] = {}
        self.right = right
        self.budget = budget
        # by the ids of formula and edit; the formula is kept so that its id stays its own
        self.edited_formulas: dict[tuple[int, int], tuple[Formula, Formula]] = {}
        self.changed = {name for name in values if name in scope}  # names whose values differ from the right run
        self.own_values: Mapping[str, Value] = {}  # while a solver runs: the draws and lets, which it may not redefine
        self.reasons: Mapping[str, Template] = {}  # that the bank gives for steps of its solver

    # what solvers call

    def set(self, name: str, value: Value) -> Value:
        """A set-up value of the solver, such as the stride of a layer: a name for formulas, no step of the solution."""
        held = self.values.get(name, value)
        self.scope[name] = held
        if self.right is not None:
            known = self.right.scope.get(name)
            self.mark_changed(name, held is not known and not values_identical(held, known))
        elif name in self.own_values and not values_identical(held, self.own_values[name]):
            raise FormulaError(f'"{name}" has another value in the solver; give the draw or let another name')
        return held

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
        """Compute a quantity, put it on the tape and return its value, or the value that replaces it.

        In a loop, `formula` is the formula of the rule, the same in every pass, and `naming` maps its names to the
        entries that they mean in this pass: `{"x": "x_1"}` in the second.
        """
        if name in self.own_values or rule in self.own_values:
            raise FormulaError(f'"{rule or name}" is a step of the solver; give the draw or let another name')
        if naming is not None:
            for own, target in naming.items():
                self.naming[own] = make_name_node(target)
                self.scope[own] = self.scope[target]
                self.mark_changed(own, target in self.changed)
        if isinstance(formula, str):
            formula = read_step_formula(formula)
        why = self.reasons.get(name) or self.reasons.get(rule) or why
        if isinstance(why, str):
            why = read_step_text(why)
        return self.run_step(Step(name, formula, why, rule, index, within))

    # programs of banks

    def let(self, name: str, formula: Formula) -> None:
        """Compute a set-up value of the bank."""
        meant = self.apply_edits(formula, name)
        if name in self.values:
            self.scope[name] = self.values[name]
        elif self.right is not None and meant is formula and formula.names.isdisjoint(self.changed):
            self.scope[name] = self.right.scope[name]
        else:
            self.scope[name] = self.value(meant)
        self.mark_changed(
            name, self.right is not None and not values_identical(self.scope[name], self.right.scope[name])
        )
        if self.watch is not None:
            self.watch(name, self.scope)

    def run(self, program: Sequence[Step | Repeat], index: tuple[int, ...] = ()) -> None:
        """Run the steps and loops of a bank; `index` holds the passes of the loops around them."""
        for item in program if index else self.take_over_start(program):
            if isinstance(item, Repeat):
                self.run_repeat(item, index)
            elif index:
                mark = "".join(f"_{i}" for i in index)
                self.run_step(
                    Step(item.name + mark, item.formula, item.why, item.name, index, item.within, item.trains)
                )
            else:
                self.run_step(item)

    def take_over_start(self, program: Sequence[Step | Repeat]) -> Sequence[Step | Repeat]:
        """Take over the entries before the first step that may change; the rest of the program."""
        if self.right is None or self.changed:
            return program
        targets = {*self.values, *(slip.target for slip in self.edits)}
        for number, item in enumerate(program):
            if isinstance(item, Repeat) or item.name in targets:
                return program[number:]
            entry = self.right.entries[item.name]
            self.entries[item.name] = entry
            self.scope[item.name] = entry.value
        return ()

    def run_repeat(self, block: Repeat, index: tuple[int, ...]) -> None:
        """Run a loop pass by pass; a name in it means the latest value of its step."""
        count = self.read_count(self.apply_edits(block.count, name_count(block)))
        starts = {name: (self.value(formula), self.write_start(formula)) for name, formula in block.start}
        differs = {name for name, formula in block.start if not formula.names.isdisjoint(self.changed)}
        for name, (value, written) in starts.items():
            self.scope[name] = value
            self.mark_changed(name, name in differs)
            self.naming[name] = written
            self.keep_old_value(name)  # before the first pass, the old value is the start
        outer = self.scope.get("t"), self.naming.get("t")
        for t in range(1, count + 1):
            self.scope["t"], self.naming["t"] = t, tree.Number(t)
            self.run(block.steps, (*index, t))
        restore(self.scope, "t", outer[0])
        restore(self.naming, "t", outer[1])
        if not index:
            self.announce(list_step_names(block.steps))

    def write_start(self, formula: Formula) -> tree.Node:
        """What a name means in the first pass; FormulaError where that, written out, is too long to stand for it."""
        written = self.write_out(formula).tree
        if tree.measure(written, MAX_START_NODES)[0] > MAX_START_NODES:
            raise FormulaError("written out, this start of a loop is too long; make it a step", formula.text)
        return written

    def announce(self, rules: Iterable[str]) -> None:
        """Tell the watch that these rules have reached their last values."""
        if self.watch is not None:
            for rule in rules:
                self.watch(rule, self.scope)

    def value(self, formula: Formula) -> Value:
        """The value of a formula in the scope as it stands; the work is taken from the budget."""
        return formula.value(self.scope, budget=self.budget)

    def compute(self, formula: Formula) -> Value:
        """The value of a step; of a right run, which is shown, what that costs is paid too."""
        before = self.budget.left if self.budget is not None else 0
        value = self.value(formula)
        cost = before - self.budget.left if self.budget is not None else 0
        if (
            cost > CHEAP
            and self.right is None
            and any(isinstance(node, SHOWN_PARTS) for node in tree.walk(formula.tree))
        ):
            self.spend(SHOWN * cost)
        return value

    def spend(self, cost: int) -> None:
        """Take a cost from the budget, if there is one."""
        if self.budget is not None:
            self.budget.spend(cost)

    def read_count(self, formula: Formula) -> int:
        """The number of passes of a loop; FormulaError where it is not a whole number from 0 to `MAX_PASSES`."""
        count = self.value(formula)
        if not isinstance(count, int) or not 0 <= count <= MAX_PASSES:
            raise FormulaError(
                f'"repeat" is {value_to_text(count)}; it must be a whole number from 0 to {MAX_PASSES:,}', formula.text
            )
        return int(count)

    def apply_edits(self, formula: Formula, name: str, rule: str = "") -> Formula:
        """The formula of a step with the edits that target its name or its rule."""
        for slip in self.edits:
            if slip.target == name or slip.target == rule:
                formula = self.edit_once(formula, slip)
        return formula

    def edit_once(self, formula: Formula, slip: StepEdit) -> Formula:
        """A formula with one edit, made once for all passes of a rule."""
        key = id(formula), id(slip)
        if key not in self.edited_formulas:
            self.edited_formulas[key] = formula, edit_formula(formula, slip)
        return self.edited_formulas[key][1]

    def write_out(self, formula: Formula) -> Formula:
        """A formula with the names of loops replaced by the entries that they mean now."""
        if self.naming and not formula.names.isdisjoint(self.naming):
            return PassFormula(formula, self.naming)
        return formula

    def run_step(self, step: Step) -> Value:
        """Run one step: take over its right entry, or compute its value, or use the value that replaces it."""
        formula = self.apply_edits(step.formula, step.name, step.rule) if self.edits else step.formula
        known = None if self.right is None else self.find_unchanged(step, formula, self.right)
        if known is not None:
            self.spend(TAKEN_OVER)
            self.add_entry(known, False)
            return known.value
        self.spend(ENTRY)
        value = self.values[step.name] if step.name in self.values else self.compute(formula)
        check_within(value, step)
        if len(self.entries) >= MAX_ENTRIES:
            raise FormulaError(f"the solution has more than {MAX_ENTRIES:,} steps")
        naming = self.naming_for(formula, step.why)
        written = PassFormula(formula, naming) if naming else formula
        if written is not step.formula:
            step = Step(step.name, written, step.why, step.rule, step.index, step.within, step.trains)
        if self.right is None:
            self.spend(WRITTEN * value_cost(value))  # it will be shown
        self.add_entry(Entry(step, value, self.scope, naming, self.budget), self.has_changed(step.name, value))
        return value

    def find_unchanged(self, step: Step, formula: Formula, right: RightRun) -> Entry | None:
        """The entry of the right run, if nothing that this step is computed from has changed; else None."""
        if formula is not step.formula or step.name in self.values:
            return None
        entry = right.entries.get(step.name)
        if entry is None or not formula.names.isdisjoint(self.changed):
            return None
        for name, meant in entry.naming.items():
            held = self.naming.get(name)
            if held is not meant and held != meant:  # a solver's other pass
                return None
        written = entry.step.formula
        return entry if written is formula or (isinstance(written, PassFormula) and written.rule is formula) else None

    def has_changed(self, name: str, value: Value) -> bool:
        """Whether a value of a step differs from the right run."""
        if self.right is None:
            return False
        entry = self.right.entries.get(name)
        return entry is None or not values_identical(value, entry.value)

    def mark_changed(self, name: str, differs: bool) -> None:
        """Note whether the value of a name differs from the right run."""
        if differs:
            self.changed.add(name)
        else:
            self.changed.discard(name)

    def add_entry(self, entry: Entry, differs: bool) -> None:
        """Put an entry on the tape; `moved` says whether its value differs from the right run."""
        step, value = entry.step, entry.value
        self.entries[step.name] = entry
        self.scope[step.name] = value
        self.mark_changed(step.name, differs)
        if step.rule:
            self.keep_old_value(step.rule)
            self.scope[step.rule] = value
            self.mark_changed(step.rule, differs)
            self.naming[step.rule] = make_name_node(step.name)
        if self.watch is not None:
            self.watch(step.name, self.scope)

    def naming_for(self, formula: Formula, why: Template) -> Naming:
        """The entries that the names of loops in a step mean now."""
        if not self.naming:
            return {}
        return {name: self.naming[name] for name in formula.names | why.names if name in self.naming}

    def keep_old_value(self, rule: str) -> None:
        """Keep the value that a rule had before this pass as `x~`, for the slip of using an old value for a new one.

        No bank can write such a name.
        """
        if rule in self.scope and rule in self.naming:
            self.scope[rule + OLD_MARK] = self.scope[rule]
            self.mark_changed(rule + OLD_MARK, rule in self.changed)
            self.naming[rule + OLD_MARK] = self.naming[rule]


def check_within(value: Value, step: Step) -> None:
    """FormulaError where a value leaves the `within` of its step."""
    if step.within is None:
        return
    low, high = step.within
    items = flatten(value) if is_array(value) else (value,)
    if any(type(v) not in numbers.NUMBERS or numbers.less(v, low) or numbers.less(high, v) for v in items):
        span = f"{value_to_text(low)} to {value_to_text(high)}"
        message = f'"{step.name}" is {value_to_text(value)}, which is not within {span}'
        raise FormulaError(message, step.formula.text)


def restore(held: dict[str, Any], name: str, before: Any) -> None:
    """Give a name the value that it had before; None removes it."""
    held.pop(name, None)
    if before is not None:
        held[name] = before


@lru_cache(4096)
def make_name_node(name: str) -> tree.Node:
    """The node of an entry's name, made once, so that two nodes of one name are usually one object."""
    return tree.Name(name)


@lru_cache(4096)
def read_step_formula(text: str) -> Formula:
    """The formula of a solver's step; read once."""
    return Formula(text)


@lru_cache(4096)
def read_step_text(text: str) -> Template:
    """The sentence of a solver's step; read once."""
    return Template(text)


def list_step_names(program: Sequence[Step | Repeat]) -> list[str]:
    """The names of the steps of a program, with those inside its loops."""
    return [
        name for item in program for name in (list_step_names(item.steps) if isinstance(item, Repeat) else [item.name])
    ]


def name_count(block: Repeat) -> str:
    """The name under which an edit targets the number of passes of a loop; no step can have it."""
    return f"repeat {list_step_names(block.steps)[0]}"
