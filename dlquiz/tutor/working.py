"""Lines of working, typed as on paper: each is matched to the tape, and the first that departs from it is named.

A line such as `z = 0.5*1 + 0.1 = 0.6` has a label (a quantity by symbol or name, which may be missing) and one or more
values that are meant to be equal.  The last value counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dlquiz import kinds, tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.evaluate import evaluate
from dlquiz.language.typed import read_typed_formula
from dlquiz.language.values import values_equal
from dlquiz.language.vocabulary import SCALARS
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Value
from dlquiz.tutor.guided import follows_from_earlier, key_for_entry
from dlquiz.tutor.hints import entries_leading_to
from dlquiz.worked import Entry, Tape


@dataclass(frozen=True, slots=True)
class Line:
    """One typed line and its verdict."""

    text: str
    verdict: str  # right | follows | between | departs | unknown | unreadable
    entry: str = ""  # the quantity that the line is about
    message: str = ""
    caret: int | None = None


@dataclass
class Working:
    """The lines typed so far, judged one by one."""

    tape: Tape
    target: Entry | None = None
    decimal: str = "point"
    lines: list[Line] = field(default_factory=list)
    found: set[str] = field(default_factory=set)  # entries that a line has given
    own: dict[str, Value] = field(default_factory=dict)  # wrong values, and what follows from them, by entry

    @property
    def first_departure(self) -> Line | None:
        """The first line that departs from the tape."""
        return next((line for line in self.lines if line.verdict == "departs"), None)

    def add(self, text: str) -> Line:
        """Judge one more line and keep it."""
        line = self.judge_line(text)
        self.lines.append(line)
        return line

    def judge_line(self, text: str) -> Line:
        """The verdict on a line."""
        label, sides = split_label(text)
        entry = self.find_entry(label) if label else None
        if label and entry is None and is_symbol(label):
            return Line(text, "unknown", message=f'The solution has no "{label}"; write its value alone.')
        try:
            read = [self.read_value(side, at, text, entry) for at, side in sides]
        except FormulaError as error:
            return Line(text, "unreadable", message=error.message, caret=error.at)
        if not read:
            return Line(text, "unreadable", message="There is no value in this line.", caret=0)
        if unequal := find_contradiction(read):
            return Line(text, "departs", entry.name if entry else "", f"The two sides are not equal: {unequal}.")
        return self.match_value(text, entry, read[-1])

    def read_value(self, side: str, at: int, text: str, entry: Entry | None) -> Value:
        """The value of one side of a line, as an answer or as a formula in the names of the question.

        FormulaError, with the place in the whole line, where it is neither.
        """
        key = (key_for_entry(entry) if entry is not None else None) or AnswerKey("number", 0, decimals=4)
        try:
            return kinds.read_answer(key, side, self.decimal).value
        except FormulaError as error:
            value = self.evaluate_named(side)
            if value is None:
                raise FormulaError(error.message, text, at + error.at) from None
            return value

    def evaluate_named(self, side: str) -> Value | None:
        """The value of a formula in the names of the question; None where the text is not one."""
        try:
            return evaluate(read_typed_formula(side, self.known_names()), {**self.tape.scope, **self.own}, SCALARS)
        except FormulaError:
            return None

    def known_names(self) -> list[str]:
        """The names that formulas in a line may use."""
        return [*self.tape.draws, *(name for name, _ in self.tape.question.lets), *(entry.name for entry in self.tape)]

    def find_entry(self, label: str) -> Entry | None:
        """The entry that a label means, by name or symbol, whatever its case and spacing."""
        normal = normalize_label(label)
        for entry in self.tape:
            if normal in (normalize_label(entry.name), normalize_label(name_to_symbol(entry.name))):
                return entry
        return self.tape[label] if label in self.tape else None  # noqa: SIM401 (a tape has no `get`)

    # matching values with entries

    def match_value(self, text: str, entry: Entry | None, value: Value) -> Line:
        """The verdict on a value of the labelled entry; without a label, of the first open entry that it fits."""
        if entry is not None:
            return self.compare_with_entry(text, entry, value)
        for candidate in self.list_open_entries():
            if agrees_with_entry(candidate, value):
                self.found.add(candidate.name)
                return Line(text, "right", candidate.name)
        for candidate in self.list_open_entries():
            if self.follows(candidate, value):
                return self.record_following(text, candidate, value)
        if any(agrees(value, other) for other in self.intermediate_values()):
            return Line(text, "between", message="A value on the way.")
        return Line(text, "unknown", message="This value does not occur in the solution as it is worked here.")

    def compare_with_entry(self, text: str, entry: Entry, value: Value) -> Line:
        """The verdict on a value that is labelled as an entry."""
        if agrees_with_entry(entry, value):
            self.found.add(entry.name)
            return Line(text, "right", entry.name)
        if self.follows(entry, value):
            return self.record_following(text, entry, value)
        self.own[entry.name] = value
        symbol = name_to_symbol(entry.name)
        message = f"This line departs: not {value_to_text(value)}; {symbol} = {entry.formula}."
        return Line(text, "departs", entry.name, message)

    def follows(self, entry: Entry, value: Value) -> bool:
        """Whether a value is right for the learner's own earlier values."""
        key = key_for_entry(entry)
        return key is not None and follows_from_earlier(self.tape, self.own, entry.name, key, value)

    def record_following(self, text: str, entry: Entry, value: Value) -> Line:
        """Keep a value that follows from the learner's own earlier values."""
        self.own[entry.name] = value
        self.found.add(entry.name)
        return Line(text, "follows", entry.name, "It follows from your value above.")

    def list_open_entries(self) -> list[Entry]:
        """The entries leading to the target that no line has given yet."""
        return [
            entry
            for entry in entries_leading_to(self.tape, self.target)
            if entry.name not in self.found | set(self.own)
        ]

    def intermediate_values(self) -> Iterator[Value]:
        """The values of parts of formulas, which people write down on the way from one quantity to the next."""
        for entry in entries_leading_to(self.tape, self.target):
            for node in tree.walk(entry.step.formula.tree):
                if isinstance(node, (tree.Binary, tree.Call, tree.Index, tree.Unary)):
                    try:
                        yield evaluate(node, self.tape.scope)
                    except FormulaError:
                        continue


def split_label(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The label of a line (may be empty), and its other sides, each with its place in the line."""
    pieces: list[tuple[int, str]] = []
    at = 0
    for piece in text.split("="):
        pieces.append((at + len(piece) - len(piece.lstrip()), piece.strip()))
        at += len(piece) + 1
    label = ""
    if len(pieces) > 1 and is_symbol(pieces[0][1]):
        label = pieces.pop(0)[1]
    return label, [piece for piece in pieces if piece[1]]


def is_symbol(text: str) -> bool:
    """Whether a text is a name or a symbol such as `∂E/∂w`, not a calculation."""
    bare = text.replace("_", "").replace("/", "").replace("∂", "").replace(" ", "").replace("\u0302", "")
    return bool(bare) and bare[0].isalpha() and bare.isalnum() and not bare.isdigit()


def normalize_label(label: str) -> str:
    """A label without what people write in different ways: `∂E/∂w₁`, `dE_dw_1` and `DE DW1` all give `dedw1`."""
    plain = label.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉∂", "0123456789d"))
    return "".join(c for c in plain.casefold() if c.isalnum())


def agrees_with_entry(entry: Entry, value: Value) -> bool:
    """Whether a typed value is the entry's."""
    return agrees(value, entry.value)


def agrees(value: Value, right: Value) -> bool:
    """Whether two values are equal to the decimals that `value` was typed with, but to three digits at least."""
    if type(value) not in numbers.NUMBERS or type(right) not in numbers.NUMBERS:
        return values_equal(value, right)
    if isinstance(right, int) or values_equal(value, right):
        return values_equal(value, right)
    places = numbers.count_decimals(value)
    slack = abs(float(right)) * 5e-4 if places == 99 else max(0.5 * 10.0**-places, 0.0)
    return abs(float(value) - float(right)) <= min(slack * 1.000001, max(abs(float(right)) * 5e-3, 5e-5))


def find_contradiction(values: Sequence[Value]) -> str:
    """The first two neighbouring values of a line that are not equal, as "0.6 and 0.7"; empty where all are equal."""
    for before, after in pairwise(values):
        if not (agrees(after, before) or agrees(before, after)):
            return f"{value_to_text(before)} and {value_to_text(after)}"
    return ""


def judge_lines(tape: Tape, texts: Sequence[str], target: Entry | None = None, decimal: str = "point") -> list[Line]:
    """The verdicts on all lines of a working; blank lines are dropped."""
    working = Working(tape, target, decimal)
    return [working.add(text) for text in texts if text.strip()]
