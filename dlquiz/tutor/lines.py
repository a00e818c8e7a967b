"""Free working: lines as on paper, each matched to the tape; the first that departs is named, others may follow.

A line is `z = 0.5*1 + 0.1 = 0.6`: a quantity by symbol or name, or none, then one or more values that are meant to be
equal.  The last value counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dlquiz import kinds, tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.evaluate import evaluate
from dlquiz.language.functions import same
from dlquiz.language.typed import lenient
from dlquiz.language.vocabulary import SCALARS
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Value
from dlquiz.tutor.guided import follows_from, key_for_entry
from dlquiz.tutor.hints import way
from dlquiz.worked import Entry, Tape


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one typed line."""

    text: str
    verdict: str  # right | follows | between | departs | unknown | unreadable
    entry: str = ""  # the quantity that it is about
    message: str = ""
    caret: int | None = None


@dataclass
class Working:
    """The lines so far, with the learner's own values."""

    tape: Tape
    target: Entry | None = None
    decimal: str = "point"
    lines: list[Line] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    own: dict[str, Value] = field(default_factory=dict)

    @property
    def departed(self) -> Line | None:
        """The first line that left the road."""
        return next((line for line in self.lines if line.verdict == "departs"), None)

    def add(self, text: str) -> Line:
        """Judge one more line."""
        line = self.judged(text)
        self.lines.append(line)
        return line

    def judged(self, text: str) -> Line:
        """What a line says, and whether it does."""
        label, values = parted(text)
        entry = self.named(label) if label else None
        if label and entry is None and symbol_like(label):
            return Line(text, "unknown", message=f'There is no "{label}" on the way; write its value alone.')
        try:
            read = [self.value(part, at, text, entry) for at, part in values]
        except FormulaError as error:
            return Line(text, "unreadable", message=error.message, caret=error.at)
        if not read:
            return Line(text, "unreadable", message="There is no value in this line.", caret=0)
        unequal = inner_break(read)
        if unequal:
            return Line(text, "departs", entry.name if entry else "", f"The two sides are not equal: {unequal}.")
        return self.matched(text, entry, read[-1])

    def value(self, part: str, at: int, text: str, entry: Entry | None) -> Value:
        """One value of a line, its quantities known by name; FormulaError with the place in the line."""
        wanted = key_for_entry(entry) if entry is not None else AnswerKey("number", 0, decimals=4)
        try:
            return kinds.read_answer(wanted or AnswerKey("number", 0, decimals=4), part, self.decimal).value
        except FormulaError as error:
            by_name = self.by_names(part)
            if by_name is None:
                raise FormulaError(error.message, text, at + error.at) from None
            return by_name

    def by_names(self, part: str) -> Value | None:
        """The value of a formula in the names of the question; None where it is none."""
        try:
            return evaluate(lenient(part, self.names()), {**self.tape.scope, **self.own}, SCALARS)
        except FormulaError:
            return None

    def names(self) -> list[str]:
        """The names that a line may use."""
        return [*self.tape.draws, *(name for name, _ in self.tape.question.lets), *(entry.name for entry in self.tape)]

    def named(self, label: str) -> Entry | None:
        """The entry that a label means: by name, by symbol, with spaces for underscores, any case."""
        wanted = folded(label)
        for entry in self.tape:
            if wanted in (folded(entry.name), folded(name_to_symbol(entry.name))):
                return entry
        return self.tape[label] if label in self.tape else None  # noqa: SIM401 (a tape has no `get`)

    # matching

    def matched(self, text: str, entry: Entry | None, value: Value) -> Line:
        """A value against the entry that it is said to be, or against all."""
        if entry is not None:
            return self.compared(text, entry, value)
        for candidate in self.open_entries():
            if agrees(candidate, value):
                self.found.add(candidate.name)
                return Line(text, "right", candidate.name)
        for candidate in self.open_entries():
            wanted = key_for_entry(candidate)
            if wanted is not None and follows_from(self.tape, self.own, candidate.name, wanted, value):
                return self.follow(text, candidate, value)
        if any(agrees_with(value, part) for part in self.parts_between()):
            return Line(text, "between", message="A value on the way.")
        return Line(text, "unknown", message="This value is not on the way as it is worked here.")

    def compared(self, text: str, entry: Entry, value: Value) -> Line:
        """A value against the entry that it is said to be."""
        if agrees(entry, value):
            self.found.add(entry.name)
            return Line(text, "right", entry.name)
        wanted = key_for_entry(entry)
        if wanted is not None and follows_from(self.tape, self.own, entry.name, wanted, value):
            return self.follow(text, entry, value)
        self.own[entry.name] = value
        symbol = name_to_symbol(entry.name)
        shown = value_to_text(value)
        return Line(text, "departs", entry.name, f"Here it departs: not {shown}; {symbol} = {entry.formula}.")

    def follow(self, text: str, entry: Entry, value: Value) -> Line:
        """A value that is right for the learner's own earlier values."""
        self.own[entry.name] = value
        self.found.add(entry.name)
        return Line(text, "follows", entry.name, "It follows from your value above.")

    def open_entries(self) -> list[Entry]:
        """The entries of the way that no line has met yet."""
        return [entry for entry in way(self.tape, self.target) if entry.name not in self.found | set(self.own)]

    def parts_between(self) -> Iterator[Value]:
        """The values of the parts of the formulas: what people write down between two quantities."""
        for entry in way(self.tape, self.target):
            for node in tree.walk(entry.step.formula.tree):
                if isinstance(node, (tree.Binary, tree.Call, tree.Index, tree.Unary)):
                    try:
                        yield evaluate(node, self.tape.scope)
                    except FormulaError:
                        continue


def parted(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The label of a line, and its values with their places."""
    pieces: list[tuple[int, str]] = []
    at = 0
    for piece in text.split("="):
        pieces.append((at + len(piece) - len(piece.lstrip()), piece.strip()))
        at += len(piece) + 1
    label = ""
    if len(pieces) > 1 and symbol_like(pieces[0][1]):
        label = pieces.pop(0)[1]
    return label, [piece for piece in pieces if piece[1]]


def symbol_like(text: str) -> bool:
    """Whether a text names a quantity: letters, digits, underscores, a derivative; not a calculation."""
    bare = text.replace("_", "").replace("/", "").replace("∂", "").replace(" ", "").replace("\u0302", "")
    return bool(bare) and bare[0].isalpha() and bare.isalnum() and not bare.isdigit()


def folded(label: str) -> str:
    """A label without what people write differently: case, spaces, underscores, ∂ for d, subscript digits."""
    plain = label.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉∂", "0123456789d"))
    return "".join(c for c in plain.casefold() if c.isalnum())


def agrees(entry: Entry, value: Value) -> bool:
    """Whether a value is the entry's, as far as it was written out."""
    return agrees_with(value, entry.value)


def agrees_with(value: Value, right: Value) -> bool:
    """Equality within the places that were typed, three digits at the least."""
    if type(value) not in numbers.NUMBERS or type(right) not in numbers.NUMBERS:
        return same(value, right)
    if isinstance(right, int) or same(value, right):
        return same(value, right)
    places = numbers.decimals(value)
    slack = abs(float(right)) * 5e-4 if places == 99 else max(0.5 * 10.0**-places, 0.0)
    return abs(float(value) - float(right)) <= min(slack * 1.000001, max(abs(float(right)) * 5e-3, 5e-5))


def inner_break(values: Sequence[Value]) -> str:
    """Where a line contradicts itself: `0.5*1 + 0.1 = 0.7`."""
    for before, after in pairwise(values):
        if not (agrees_with(after, before) or agrees_with(before, after)):
            return f"{value_to_text(before)} and {value_to_text(after)}"
    return ""


def judged_lines(tape: Tape, texts: Sequence[str], target: Entry | None = None, decimal: str = "point") -> list[Line]:
    """All lines of a working."""
    working = Working(tape, target, decimal)
    return [working.add(text) for text in texts if text.strip()]
