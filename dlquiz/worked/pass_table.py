"""The passes of a loop, or the layers of a chain, as the rows of a table: given sizes, then a column for each rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from dlquiz import tree
from dlquiz.model import Value
from dlquiz.worked.entry import Entry, PassFormula

MIN_PASSES = 2
MIN_ENTRIES = 4  # fewer say more as steps
NUMBERED = re.compile(r"(\w+)_(\d+)")
LAYER = re.compile(r"Layer \d+\. ")


class Pass(NamedTuple):
    """One row: its number, the sizes that belong to it, and the entries that are computed in it, by rule."""

    number: str
    given: Mapping[str, Value]
    entries: Mapping[str, Entry]


class Form(NamedTuple):
    """A formula that a rule has in one or several passes, and its reason where that is the same in all of them."""

    rule: str
    formula: tree.Node
    scope: Mapping[str, Value]
    why: str

    @property
    def updates(self) -> bool:
        """Whether the rule is computed from its own value before."""
        return self.rule in tree.names(self.formula)


@dataclass(frozen=True)
class PassTable:
    """Entries of a tape that are told as a table."""

    entries: Sequence[Entry]
    passes: Sequence[Pass]

    @cached_property
    def rules(self) -> list[str]:
        """The rules in the order in which a pass computes them."""
        rules: list[str] = []
        for row in self.passes:
            own = list(row.entries)
            for i, rule in enumerate(own):
                if rule not in rules:
                    later = [rules.index(other) for other in own[i + 1 :] if other in rules]
                    rules.insert(min(later, default=len(rules)), rule)
        return rules

    @property
    def given(self) -> list[str]:
        """The names of what belongs to single passes, such as the window k of a layer."""
        return list(dict.fromkeys(name for row in self.passes for name in row.given))

    @property
    def counts(self) -> str:
        """What the rows are."""
        return "layer" if any(LAYER.match(entry.why) for entry in self.entries) else "pass"

    @property
    def forms(self) -> list[Form]:
        """The different formulas of the rules."""
        forms: dict[tuple[str, tree.Node], list[Entry]] = {}
        for entry in self.entries:
            forms.setdefault((entry.step.rule, rule_formula(entry)), []).append(entry)
        return [Form(rule, node, own[0].scope, common_why(own)) for (rule, node), own in forms.items()]


def group_passes(entries: Sequence[Entry]) -> Iterator[Entry | PassTable]:
    """The entries in order, those of a loop in a table where there are enough of them and none needs a reason."""
    for looped, group in groupby(entries, key=lambda entry: bool(entry.step.rule)):
        own = list(group)
        table = make_table(own) if looped else None
        yield from [table] if table is not None else own


def make_table(entries: Sequence[Entry]) -> PassTable | None:
    """The table of a loop's entries; None where they say more as steps."""
    names = {entry.name for entry in entries} | {entry.step.rule for entry in entries}
    by_index: dict[tuple[int, ...], list[Entry]] = {}
    for entry in entries:
        by_index.setdefault(entry.step.index, []).append(entry)
    if len(by_index) < MIN_PASSES or len(entries) < MIN_ENTRIES or any(entry.since for entry in entries):
        return None
    return PassTable(entries, [make_pass(own, index, names) for index, own in by_index.items()])


def make_pass(entries: Sequence[Entry], index: tuple[int, ...], names: set[str]) -> Pass:
    """The row of one pass; it has the number of the sizes that its formulas use, where these have one of their own."""
    used = [name for entry in entries for name in sorted(entry.step.formula.names) if name not in names]
    matches = [match for match in map(NUMBERED.fullmatch, used) if match is not None]
    numbers = {match[2] for match in matches} - {"0"}  # x_0 is where a loop starts
    own = str(index[-1])
    number = own if own in numbers or len(numbers) != 1 else numbers.pop()
    given = {match[1]: entries[0].scope[match[0]] for match in matches if match[2] == number}
    return Pass(number if given else ".".join(map(str, index)), given, {entry.step.rule: entry for entry in entries})


def rule_formula(entry: Entry) -> tree.Node:
    """The formula of an entry as the loop states it, with the names of its rules."""
    formula = entry.step.formula
    return formula.rule.tree if isinstance(formula, PassFormula) else formula.tree


def common_why(entries: Sequence[Entry]) -> str:
    """The reason for a formula, where all passes give the same."""
    reasons = {LAYER.sub("", entry.why) for entry in entries}
    return reasons.pop() if len(reasons) == 1 else ""
