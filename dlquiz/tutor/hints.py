"""Hints read off the tape, in four depths: what to find next and why, its formula, its numbers, its value."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from dlquiz import tree
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Value
from dlquiz.worked import Entry, Tape

DEPTHS = ("aim", "formula", "numbers", "value")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: its text, how deep it goes, and the entry that it leads to (empty for the question's own)."""

    text: str
    depth: str  # own | aim | formula | numbers | value
    entry: str = ""


def hints(tape: Tape, target: Entry | None, known: Collection[str] = (), own: str = "") -> list[Hint]:
    """All hints on the way to `target`, in the order in which they are given; `own` is the question's own, first.

    `known` names the entries that the learner has already; entries that the target does not need are passed over.
    """
    made = [Hint(own, "own")] if own else []
    for entry in way(tape, target):
        if entry.name not in known:
            made += [Hint(text, depth, entry.name) for depth, text in zip(DEPTHS, depths(entry), strict=True)]
    return made


def way(tape: Tape, target: Entry | None) -> list[Entry]:
    """The entries that a target is computed from, and itself, in order; all where there is no target."""
    if target is None:
        return list(tape)
    needed = {target.name}
    for entry in reversed(list(tape)):
        if entry.name in needed:
            needed |= entry.step.formula.names
    return [entry for entry in tape if entry.name in needed]


def depths(entry: Entry) -> tuple[str, str, str, str]:
    """The four texts of one entry; the first two never show its value."""
    symbol = name_to_symbol(entry.name)
    aim = f"Find {symbol} next."
    if entry.why and not tells(entry.why, entry.value):
        aim += f" {entry.why}"
    formula = f"{symbol} = {entry.formula}"
    if tells(entry.formula, entry.value):
        formula = f"{symbol} comes from {from_what(entry)}."
    numbers = f"{symbol} = {entry.substituted}"
    return aim, formula, numbers, f"{symbol} = {value_to_text(entry.value)}"


def from_what(entry: Entry) -> str:
    """The quantities that an entry is computed from, by name."""
    names = [name_to_symbol(name) for name in sorted(tree.names(entry.step.formula.tree))]
    return ", ".join(names) or "the question itself"


def tells(text: str, value: Value) -> bool:
    """Whether a text shows a value, as a number or a word of its own."""
    shown = value_to_text(value)
    return re.search(rf"(?<![\w.]){re.escape(shown)}(?![\w]|\.\d)", text) is not None
