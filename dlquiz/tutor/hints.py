"""Hints read off the tape, for each entry in four depths: what to find next, its formula, its numbers, its value."""

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
    """One hint: its text, its depth, and the entry that it is about (empty for the question's own hint)."""

    text: str
    depth: str  # own | aim | formula | numbers | value
    entry: str = ""


def list_hints(tape: Tape, target: Entry | None, known: Collection[str] = (), own: str = "") -> list[Hint]:
    """All hints that lead to `target`, in the order in which they are given.

    `own` is the question's own hint, which comes first; `known` names the entries that the learner already has.
    Entries that the target does not depend on give no hints.
    """
    hints = [Hint(own, "own")] if own else []
    for entry in entries_leading_to(tape, target):
        if entry.name not in known:
            hints += [
                Hint(text, depth, entry.name) for depth, text in zip(DEPTHS, write_hint_texts(entry), strict=True)
            ]
    return hints


def entries_leading_to(tape: Tape, target: Entry | None) -> list[Entry]:
    """The target and the entries that it is computed from, in the order of the tape; all entries without a target."""
    if target is None:
        return list(tape)
    needed = {target.name}
    for entry in reversed(list(tape)):
        if entry.name in needed:
            needed |= entry.step.formula.names
    return [entry for entry in tape if entry.name in needed]


def write_hint_texts(entry: Entry) -> tuple[str, str, str, str]:
    """The texts of an entry's four depths; the first two never show its value."""
    symbol = name_to_symbol(entry.name)
    aim = f"Find {symbol} next."
    if entry.why and not reveals(entry.why, entry.value):
        aim += f" {entry.why}"
    formula = f"{symbol} = {entry.formula}"
    if reveals(entry.formula, entry.value):
        formula = f"{symbol} comes from {list_sources(entry)}."
    numbers = f"{symbol} = {entry.substituted}"
    return aim, formula, numbers, f"{symbol} = {value_to_text(entry.value)}"


def list_sources(entry: Entry) -> str:
    """The symbols of the quantities that an entry is computed from, separated by commas."""
    symbols = [name_to_symbol(name) for name in sorted(tree.names(entry.step.formula.tree))]
    return ", ".join(symbols) or "the question itself"


def reveals(text: str, value: Value) -> bool:
    """Whether a text contains a value as a number or word of its own: "it is 27 here", but not "127" or "27.5"."""
    shown = value_to_text(value)
    return re.search(rf"(?<![\w.]){re.escape(shown)}(?![\w]|\.\d)", text) is not None
