"""Guided mode: the entries of the tape asked for one by one, with what is known so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.language.arrays import Array
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Value, Verdict
from dlquiz.tutor.hints import way
from dlquiz.worked import Entry, Tape


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the table of what is known: shown by the tutor, or answered by the learner."""

    name: str
    text: str
    by: str  # answered | follows | shown


class Guide:
    """The way to an answer, entry by entry.  It holds what was answered and judges the next."""

    def __init__(self, tape: Tape, target: Entry | None) -> None:
        self.tape = tape
        self.entries = way(tape, target)
        self.known: list[Known] = []
        self.own: dict[str, Value] = {}  # the learner's values that are not the right ones

    @property
    def entry(self) -> Entry | None:
        """The entry that is asked for; None where all is known."""
        return self.entries[len(self.known)] if len(self.known) < len(self.entries) else None

    @property
    def prompt(self) -> str:
        """What is asked."""
        return f"{name_to_symbol(self.entry.name)} = ?" if self.entry is not None else ""

    def key(self) -> AnswerKey | None:
        """The answer key of the entry; None where its value is a word or a list, which can only be shown."""
        return key_for_entry(self.entry) if self.entry is not None else None

    def answer(self, text: str, decimal: str = "point") -> Verdict:
        """Judge a value for the entry; right and following ones are known from now on."""
        wanted, entry = self.key(), self.entry
        if wanted is None or entry is None:
            return Verdict("unreadable", 0.0, message="This one can only be shown: /solution.")
        verdict = kinds.judge(wanted, text, decimal)
        if verdict.verdict == "right":
            self.know(entry, "answered", verdict.value)
        elif verdict.verdict in ("wrong", "close") and self.follows(entry, wanted, verdict.value):
            verdict = replace(verdict, verdict="follows", score=1.0, message="It follows from your earlier value.")
            self.know(entry, "follows", verdict.value)
        return verdict

    def accept(self, value: Value) -> None:
        """Go on with a wrong value: what comes after is judged by it."""
        if self.entry is not None:
            self.own[self.entry.name] = value
            self.know(self.entry, "answered", value)

    def show(self) -> None:
        """Show the entry's value and go on."""
        if self.entry is not None:
            self.know(self.entry, "shown", self.entry.value)

    def know(self, entry: Entry, by: str, value: Value) -> None:
        """Add a row to the table."""
        self.known.append(Known(entry.name, value_to_text(value), by))

    def follows(self, entry: Entry, wanted: AnswerKey, value: Value) -> bool:
        """Whether a value is right on the tape run again with the learner's own values."""
        return follows_from(self.tape, self.own, entry.name, wanted, value)


def key_for_entry(entry: Entry) -> AnswerKey | None:
    """The answer key of an entry, with 4 decimals where it is real; None where its value cannot be typed as one.

    Of what is so small that 0 would be right with 4 decimals, 3 significant digits are expected.
    """
    kind = kinds.natural_kind(entry.value)
    if not kind or kinds.kind(kind).needs_letters:
        return None
    plain = AnswerKey(kind, entry.value)
    return replace(plain, significant=3) if kinds.takes_zero(plain) else plain


def follows_from(tape: Tape, own: Mapping[str, Value], name: str, wanted: AnswerKey, value: Value) -> bool:
    """Whether a value of an entry is right where the learner's own earlier values stand."""
    run = tape.replay(own) if own else None
    if run is None or name not in run:
        return False
    try:
        moved = kinds.kind(wanted.kind).replace_value(wanted, run[name].value)
    except FormulaError:
        return False
    return isinstance(value, Array) == isinstance(moved.value, Array) and kinds.is_right(moved, value)
