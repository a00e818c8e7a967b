"""The guided way: the entries of the tape are asked for one by one, and what is known so far is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.language.arrays import is_array
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Value, Verdict
from dlquiz.tutor.hints import entries_leading_to
from dlquiz.worked import Entry, Tape


@dataclass(frozen=True, slots=True)
class KnownValue:
    """One quantity that the learner has by now."""

    name: str
    text: str
    by: str  # answered | follows | shown


class Guide:
    """The way to an answer, entry by entry: asks for the next quantity and judges what is typed for it."""

    def __init__(self, tape: Tape, target: Entry | None) -> None:
        self.tape = tape
        self.entries = entries_leading_to(tape, target)
        self.known: list[KnownValue] = []
        self.own: dict[str, Value] = {}  # wrong values that the learner goes on with, by entry

    @property
    def entry(self) -> Entry | None:
        """The entry that is asked for; None once all are known."""
        return self.entries[len(self.known)] if len(self.known) < len(self.entries) else None

    @property
    def prompt(self) -> str:
        """The question for the entry: `∂E/∂w = ?`."""
        return f"{name_to_symbol(self.entry.name)} = ?" if self.entry is not None else ""

    @property
    def key(self) -> AnswerKey | None:
        """The key of the entry; None where its value is a word or a list, which can only be shown."""
        return key_for_entry(self.entry) if self.entry is not None else None

    def answer(self, text: str, decimal: str = "point") -> Verdict:
        """Judge a typed value; a right one, and one that follows from earlier wrong values, is known from now on."""
        key, entry = self.key, self.entry
        if key is None or entry is None:
            return Verdict("unreadable", 0.0, message="This one can only be shown: /solution.")
        verdict = kinds.judge(key, text, decimal)
        if verdict.verdict == "right":
            self.add_known(entry, "answered", verdict.value)
        elif verdict.verdict in ("wrong", "close") and self.follows(entry, key, verdict.value):
            verdict = replace(verdict, verdict="follows", score=1.0, message="It follows from your earlier value.")
            self.add_known(entry, "follows", verdict.value)
        return verdict

    def accept(self, value: Value) -> None:
        """Go on with a wrong value; later entries are judged by it."""
        if self.entry is not None:
            self.own[self.entry.name] = value
            self.add_known(self.entry, "answered", value)

    def show(self) -> None:
        """Take the entry's value as shown and go on."""
        if self.entry is not None:
            self.add_known(self.entry, "shown", self.entry.value)

    def add_known(self, entry: Entry, by: str, value: Value) -> None:
        """Count an entry as known."""
        self.known.append(KnownValue(entry.name, value_to_text(value), by))

    def follows(self, entry: Entry, key: AnswerKey, value: Value) -> bool:
        """Whether a value is right given the learner's own earlier values."""
        return follows_from_earlier(self.tape, self.own, entry.name, key, value)


def key_for_entry(entry: Entry) -> AnswerKey | None:
    """The key that a typed value of an entry is judged by; None where its value cannot be typed as an answer.

    Reals are asked for with 4 decimals, and with 3 significant digits where they are so small that 0 would be right.
    """
    kind = kinds.natural_kind(entry.value)
    if not kind or kinds.kind(kind).needs_letters:
        return None
    key = AnswerKey(kind, entry.value)
    return replace(key, significant=3) if kinds.takes_zero(key) else key


def follows_from_earlier(tape: Tape, own: Mapping[str, Value], name: str, key: AnswerKey, value: Value) -> bool:
    """Whether a value of the entry `name` is right once the tape runs again with the learner's own earlier values.

    With `z = 3` typed for a right z of 2, `a = z*z` follows as 9.
    """
    run = tape.replay(own) if own else None
    if run is None or name not in run:
        return False
    try:
        key = kinds.kind(key.kind).replace_value(key, run[name].value)
    except FormulaError:
        return False
    return is_array(value) == is_array(key.value) and kinds.is_right(key, value)
