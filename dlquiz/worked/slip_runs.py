"""The runs of a tape with slips, each made once, whichever part of the question asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import hashable
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.slips.edits import replace_at
from dlquiz.model import Program, Repeat, Value
from dlquiz.tree import names, rename
from dlquiz.worked import Entry, Tape, find_departure, name_count
from dlquiz.worked.entry import Naming
from dlquiz.worked.misconceptions import get_rule_tree
from dlquiz.worked.slip_trials import MAX_CHANGES, Slip, list_slips, make_step_edits

Answers = Mapping[str, Value | None]  # by part; None where one cannot be computed


class SlipRun(NamedTuple):
    """Where a slip leads: the first entry that differs, the value there, and the answers."""

    step: str
    got: Value
    naming: Naming
    answers: Answers


class SlipRuns:
    """The slips of a tape and their runs; `find_answers` gives the answers of all parts on a tape."""

    def __init__(self, tape: Tape, find_answers: Callable[[Tape], Answers]) -> None:
        self.tape = tape
        self.find_answers = find_answers
        self.edited: dict[int, Mapping[str, Value]] = {}  # by the number of the slip
        self.runs: dict[Hashable, SlipRun | None] = {}

    @cached_property
    def trials(self) -> list[Slip]:
        """Every slip that is tried, in the order of the steps."""
        return list(islice(list_slips(self.tape), MAX_CHANGES))

    @cached_property
    def right_answers(self) -> Answers:
        """The answers on the right tape."""
        return self.find_answers(self.tape)

    @cached_property
    def right_steps(self) -> frozenset[Hashable]:
        """The steps with their right values."""
        return frozenset((entry.name, hashable(entry.value)) for entry in self.tape)

    def compute_edited(self, number: int, budget: WorkBudget) -> Mapping[str, Value]:
        """The value that a slip gives to its step, by name; empty where it takes a run to tell.

        It does in loops, where the value depends on the pass, and where the formula fails.
        """
        if number not in self.edited:
            self.edited[number] = self.compute_step(self.trials[number], budget)
        return self.edited[number]

    def compute_step(self, slip: Slip, budget: WorkBudget) -> Mapping[str, Value]:
        """The value of the one step that a slip edits, by name; else empty."""
        entry = self.tape.entries.get(slip[0].target)
        if len(slip) > 1 or entry is None or entry.step.rule:
            return {}
        change = slip[0].change
        edited = replace_at(get_rule_tree(entry.step.formula), change.path, change.after)
        formula = Formula.of(rename(edited, dict(entry.naming)) if entry.naming else edited)
        try:
            return {entry.name: formula.value(self.tape.scope, budget=budget)}
        except FormulaError:
            return {}

    def name_passes(self, slip: Slip, naming: Naming) -> Naming:
        """The passes that the names of loops mean at a slip: those of its step, else the last ones."""
        if not self.tape.naming:
            return naming
        last = self.tape.naming
        return {**{name: last[name] for edit in slip for name in names(edit.change.after) if name in last}, **naming}

    def run(self, number: int, budget: WorkBudget) -> SlipRun | None:
        """The run with a slip; None where it fails, or changes nothing."""
        given = self.compute_edited(number, budget)
        key = name_run(given, number)
        if key not in self.runs:
            self.runs[key] = self.replay(given, () if given else self.trials[number], budget)
        return self.runs[key]

    def replay(self, given: Mapping[str, Value], slip: Slip, budget: WorkBudget) -> SlipRun | None:
        """Run the tape again with values for some steps, or with a slip."""
        run = self.tape.replay(given, make_step_edits(slip), budget)
        return None if run is None else self.summarize(run)

    def summarize(self, run: Tape) -> SlipRun | None:
        """What is kept of a run; None where nothing differs from the right one."""
        departure = find_departure(self.tape, run)
        if departure is None:
            return None
        return SlipRun(departure.name, departure.value, departure.naming, self.find_answers(run))


def name_run(given: Mapping[str, Value], number: int) -> Hashable:
    """What stands for a run: the step with the value that it is given, else the number of the slip."""
    return next(((name, hashable(value)) for name, value in given.items()), number)


# which slips can change an answer


def find_leading_names(tape: Tape, entry: Entry) -> frozenset[str] | None:
    """The steps, rules and counts of passes on which an entry depends; None where a solver decides."""
    if tape.question.solver:
        return None
    links: dict[str, set[str]] = {}
    for name, used in (*list_links(tape.question.program), *list_answer_links(tape)):
        links.setdefault(name, set()).update(used)
    found: set[str] = set()
    waiting = [entry.name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(links.get(name, ()))
    return frozenset(found)


def list_links(program: Program, around: Sequence[str] = ()) -> Iterator[tuple[str, Collection[str]]]:
    """What each name of a program is computed from; `around` names the counts of the loops around it."""
    for item in program:
        if not isinstance(item, Repeat):
            yield item.name, item.formula.names.union(around)
            continue
        count = name_count(item)
        yield count, item.count.names
        yield from ((name, formula.names) for name, formula in item.start)
        yield from list_links(item.steps, (*around, count))


def list_answer_links(tape: Tape) -> Iterator[tuple[str, Collection[str]]]:
    """What the answers are computed from, and the rules to which the passes of loops belong."""
    yield from ((part.name, part.answer.value.names) for part in tape.question.parts if part.answer.value is not None)
    yield from ((entry.name, [entry.step.rule]) for entry in tape if entry.step.rule)
