"""Hints read off the tape, for each entry in four depths: what to find next, its formula, its numbers, its value."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dlquiz import tree
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose, value_to_text
from dlquiz.model import Value
from dlquiz.worked import Entry, Tape

ANSWER = "answer"  # the entry of a part that has no name of its own


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: its text, its depth, and the entry that it is about (empty for the question's own hint)."""

    text: str
    depth: str  # own | aim | formula | numbers | value
    entry: str = ""


def list_hints(
    tape: Tape,
    target: Entry | None,
    known: Collection[str] = (),
    own: str = "",
    entries: Sequence[Entry] | None = None,
) -> list[Hint]:
    """All hints that lead to `target`, in the order in which they are given; what was said once is not said again.

    `own` is the question's own hint, which comes first; `known` names the entries that the learner already has.
    Only `entries` give hints, by default those that the target depends on.
    """
    hints = [Hint(own, "own")] if own else []
    hidden = target.value if target is not None and isinstance(target.value, str) else None
    for entry in entries_leading_to(tape, target) if entries is None else entries:
        if entry.name not in known:
            texts = write_hint_texts(entry, hidden)
            hints += [Hint(text, depth, entry.name) for depth, text in texts.items()]
    return list({hint.text: hint for hint in reversed(hints)}.values())[::-1]


def entries_leading_to(tape: Tape, target: Entry | None) -> list[Entry]:
    """The target and the entries that it is computed from, in the order of the tape; all entries without a target."""
    if target is None:
        return list(tape)
    needed = {target.name}
    for entry in reversed(list(tape)):
        if entry.name in needed:
            needed |= entry.step.formula.names
    return [entry for entry in tape if entry.name in needed]


def write_hint_texts(entry: Entry, hidden: Value = None) -> dict[str, str]:
    """The texts of an entry by their depth: what to find, its formula, its numbers, its value.

    Only the last tells the value; a depth that could say nothing else is left out.  No sentence tells `hidden`, the
    answer where that is a word.
    """
    symbol = name_to_symbol(entry.name)
    texts = {
        "aim": write_aim(entry, hidden),
        "formula": write_formula_hint(entry, symbol),
        "numbers": write_numbers_hint(entry, symbol),
        "value": f"{symbol} = {value_to_prose(entry.value)}",
    }
    return {depth: text for depth, text in texts.items() if text}


def write_aim(entry: Entry, hidden: Value) -> str:
    """What to find next, and why it is computed so."""
    told = (entry.value,) if hidden is None else (entry.value, hidden)
    why = "" if any(reveals(entry.why, value) for value in told) else entry.why
    if entry.name != ANSWER:
        return f"Find {name_pass(entry)} next. {why}".strip()
    return why or ("Now decide." if is_word(entry.value) else "Now put the parts together.")


def name_pass(entry: Entry) -> str:
    """The symbol of an entry; of a pass of a loop with what it is: "n₁, which is n after pass 1,"."""
    symbol = name_to_symbol(entry.name)
    index = entry.step.index
    if not index or entry.step.rule == entry.name:
        return symbol
    named = f"{symbol}, which is {name_to_symbol(entry.step.rule)} after pass {index[-1]},"
    return symbol if reveals(named, entry.value) else named


def write_formula_hint(entry: Entry, symbol: str) -> str:
    """The formula, or where that tells the value what it is computed from."""
    if not reveals(entry.formula, entry.value):
        return f"{symbol} = {entry.formula}"
    sources = "" if entry.names_its_value else list_sources(entry)
    hint = f"{symbol} comes from {sources}."
    return hint if sources and not reveals(hint, entry.value) else ""


def write_numbers_hint(entry: Entry, symbol: str) -> str:
    """The formula with its numbers, or where that is the value already, only the reason for it."""
    if entry.numbers != value_to_prose(entry.value):
        return f"{symbol} = {entry.substituted}"
    return f"{entry.since}." if entry.since else ""


def is_word(value: Value) -> bool:
    """Whether a value is a word or a truth."""
    return isinstance(value, (str, bool))


def list_sources(entry: Entry) -> str:
    """The symbols of the quantities that an entry is computed from, separated by commas."""
    symbols = [name_to_symbol(name) for name in sorted(tree.names(entry.step.formula.tree))]
    return ", ".join(symbols)


def reveals(text: str, value: Value) -> bool:
    """Whether a text contains a value as a number or word of its own: "it is 27 here", but not "127" or "27.5"."""
    shown = {value_to_text(value), value_to_prose(value)}
    return any(re.search(rf"(?<![\w.]){re.escape(one)}(?![\w]|\.\d)", text) for one in shown)
