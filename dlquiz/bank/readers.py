"""Readers of single values: from nodes to plain data, each with the JSON Schema of what it reads.

A reader returns its value, or `BAD` after it has reported a fault; reading goes on, so that all faults of a file are
found at once.  Lists and mappings of values are in `bank/structures.py`, the format itself in `bank/keys.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from dlquiz import tree
from dlquiz.bank.nodes import Node
from dlquiz.errors import BankError, Fault, FormulaError, Place, did_you_mean
from dlquiz.language.budget import BudgetExceeded, WorkBudget, reading_cost
from dlquiz.language.grammar import KEYWORDS, MAX_DIGITS, MAX_NAME_CHARACTERS, read_formula
from dlquiz.language.template import Hole, Template

Schema = dict[str, Any]
NAME = re.compile(r"[^\W\d_]\w*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"[-+]?(?=\.?[0-9])(0|[1-9][0-9]*(_[0-9]+)*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
LEADING_ZERO = re.compile(r"[-+]?0[0-9_]*[0-9](\.[0-9]*)?")
MAX_EXPONENT = 308  # the exponent of a number
MAX_SUGGESTIONS = 100  # faults after which nothing more is suggested
WORK = 1_500_000  # half microseconds for reading a bank's questions and formulas and making derivatives


class Bad:
    """The type of `BAD`, which stands for a value that could not be read."""

    def __repr__(self) -> str:
        return "BAD"


BAD = Bad()


class Faults(list[Fault]):
    """The faults of a bank so far, and the budget that reading it is paid from."""

    def __init__(self) -> None:
        super().__init__()
        self.budget = WorkBudget(WORK)

    def pay(self, cost: int, place: Place) -> None:
        """Pay for a formula or question; where the budget ends, nothing more is read: BankError with all faults."""
        try:
            self.budget.spend(cost)
        except BudgetExceeded:
            message = "the bank up to here takes too long to read; put the questions below into another one"
            raise BankError([*self, Fault(place, message)]) from None


class PlacedText(str):
    """A text of the bank with its place; a formula has its tree or its parts too, a template its holes."""

    place: Place
    tree: tree.Node | None = None
    quoted: bool = False  # whether the YAML around it has quotes, which are not part of the formula
    parts: tuple[PlacedText, ...] = ()
    holes: tuple[Hole, ...] = ()

    @classmethod
    def at(cls, text: str, place: Place) -> PlacedText:
        """A text with its place."""
        placed = cls(text)
        placed.place = place
        return placed


class Reader:
    """Reads one kind of value."""

    what = "a value"

    def read(self, node: Node, faults: Faults) -> Any:
        """The value of a node; BAD where it has none, after a fault was added to `faults`."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """The JSON Schema of the values."""
        return {}

    def report_unexpected(self, node: Node, faults: Faults) -> Bad:
        """Report that something else is expected here, unless the node was reported already."""
        if node.kind != "unread":
            found = {"scalar": f'"{shorten(node.text)}"', "list": "a list", "mapping": "a mapping"}[node.kind]
            found = "nothing" if node.empty else found
            faults.append(Fault(node.place, f"{self.what} is expected here, not {found}{advise_quotes(node)}"))
        return BAD


def advise_quotes(node: Node) -> str:
    """The advice for a text that YAML reads as a mapping or a list; empty for other nodes."""
    sign = {"mapping": "{", "list": "["}.get(node.kind) if node.flow else None
    return f'; a text that starts with "{sign}" goes in single quotes or under `|`' if sign else ""


class TextReader(Reader):
    """Any text."""

    what = "a text"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "scalar" or node.empty:
            return self.report_unexpected(node, faults)
        return PlacedText.at(node.text, node.place)

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class PatternReader(TextReader):
    """A text that matches a pattern; `what` describes it."""

    def __init__(self, pattern: re.Pattern[str], what: str) -> None:
        self.pattern = pattern
        self.what = what

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or self.pattern.fullmatch(text):
            return text
        faults.append(Fault(node.place, f'"{shorten(text)}" is not {self.what}'))
        return BAD

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$"}


class NameReader(TextReader):
    """The name of a quantity."""

    what = "a name"

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or (NAME.fullmatch(text) and text not in KEYWORDS and len(text) <= MAX_NAME_CHARACTERS):
            return text
        if text in KEYWORDS:
            message = "is a word of the formula language and cannot be a name"
        elif text.startswith("_"):
            message = "is not a name: names do not start with an underscore"
        else:
            message = (
                f"is not a name: a letter, then letters, digits and underscores, at most {MAX_NAME_CHARACTERS} in all"
            )
        faults.append(Fault(node.place, f'"{shorten(text)}" {message}'))
        return BAD

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^[^\W\d_]\w*$"}


class WordReader(TextReader):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or text in self.words:
            return text
        known = suggest_word(text, self.words, faults)
        faults.append(Fault(node.place, f'"{shorten(text)}" is not one of {", ".join(self.words)}{known}'))
        return BAD

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class IntegerReader(Reader):
    """A whole number between two ends."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.what = f"a whole number from {low} to {high}"

    def read(self, node: Node, faults: Faults) -> Any:
        whole = node.kind == "scalar" and re.fullmatch("0|[1-9][0-9]{0,5}", node.text)
        if whole and self.low <= int(node.text) <= self.high:
            return int(node.text)
        return self.report_unexpected(node, faults)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class NumberReader(Reader):
    """A number, kept as text so that decimals stay exact."""

    what = "a number"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "scalar" or not (NUMBER.fullmatch(node.text) or LEADING_ZERO.fullmatch(node.text)):
            return self.report_unexpected(node, faults)
        return read_number(node, faults)

    def schema(self) -> Schema:
        return {"type": "number"}


class PickReader(Reader):
    """One of the values of a draw; its look decides its type: number, `true` or `false`, list, else text."""

    what = "a number, a text, true, false or a list"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "list":
            items = [self.read(item, faults) for item in node.items]
            return BAD if BAD in items else ["list", *items]
        if node.kind != "scalar" or node.empty:
            return self.report_unexpected(node, faults)
        if not node.plain:
            return ["text", node.text]
        if node.text in ("true", "false"):
            return ["truth", node.text == "true"]
        if node.text in ("True", "False", "TRUE", "FALSE"):
            advice = f'write {node.text.lower()}, or "{node.text}" for a text'
            faults.append(Fault(node.place, f"only true and false are truth values; {advice}"))
            return BAD
        if NUMBER.fullmatch(node.text) or LEADING_ZERO.fullmatch(node.text):
            text = read_number(node, faults)
            return BAD if text is BAD else ["number", text]
        return ["text", node.text]

    def schema(self) -> Schema:
        return {"type": ["number", "string", "boolean", "array"]}


def read_number(node: Node, faults: Faults) -> Any:
    """The text of a number; BAD where it has a leading zero, or is too long or too large."""
    text = node.text
    message = ""
    if LEADING_ZERO.fullmatch(text):
        message = f'a number does not start with 0; for a text, write "{shorten(text)}"'
    elif len(text) > MAX_DIGITS:
        message = f"a number of {len(text):,} characters is too long ({MAX_DIGITS} are allowed)"
    elif (power := re.split("[eE]", text)[1:]) and (len(power[0]) > 9 or abs(int(power[0])) > MAX_EXPONENT):
        message = f"the exponent is beyond ±{MAX_EXPONENT}"
    if message:
        faults.append(Fault(node.place, message))
        return BAD
    return PlacedText.at(text.replace("_", ""), node.place)


class TemplateReader(TextReader):
    """A text that may contain `{{ formula }}`."""

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or "{{" not in text:
            return text
        try:
            text.holes = Template(text).holes
            for hole in text.holes:
                faults.pay(reading_cost(hole.formula.text), node.place)
                _ = hole.formula.tree
        except FormulaError as error:
            faults.append(Fault(node.place, describe_error(error)))
            return BAD
        return text


class FormulaReader(Reader):
    """A formula; a YAML list is read as a list of formulas."""

    what = "a formula"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "list":
            parts = [self.read(item, faults) for item in node.items]
            return BAD if BAD in parts else self.parse(f"[{', '.join(parts)}]", node, faults, tuple(parts))
        if node.kind != "scalar" or node.empty:
            return self.report_unexpected(node, faults)
        return self.parse(node.text, node, faults)

    def parse(self, text: str, node: Node, faults: Faults, parts: tuple[PlacedText, ...] = ()) -> Any:
        """The formula with its tree; BAD where it cannot be read."""
        placed = PlacedText.at(text, node.place)
        placed.quoted = node.style in ("'", '"')
        faults.pay(reading_cost(text), node.place)
        try:
            placed.tree = read_formula(placed)
        except FormulaError as error:
            faults.append(Fault(node.place, describe_error(error)))
            return BAD
        placed.parts = parts
        return placed

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean", "array"]}


class TypedAnswerReader(Reader):
    """What an example types: a text, a list of texts, or a mapping to them."""

    what = "a typed answer"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "list":
            return [self.read(item, faults) for item in node.items]
        if node.kind == "mapping":
            return {PlacedText.at(key.text, key.place): self.read(value, faults) for key, value in node.pairs}
        if node.kind == "scalar":
            return None if node.empty else PlacedText.at(node.text, node.place)
        return self.report_unexpected(node, faults)


def suggest_word(word: str, known: Collection[str], faults: Faults) -> str:
    """`; did you mean "total"?` where a known word is similar; nothing where looking would take long."""
    slow = len(faults) > MAX_SUGGESTIONS or len(word) > 60 or len(known) > 1_000
    return "" if slow else did_you_mean(word, known)


def shorten(text: str) -> str:
    """A text in a message, cut to 60 characters."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else line[:59] + "…"


def describe_error(error: FormulaError) -> str:
    """The message of a formula error, with the place inside the formula."""
    text = error.text
    if not text.strip():
        return error.message
    near = " ".join(text[error.at : error.at + 20].split())
    where = f" (at '{near}')" if near and len(text) > 20 else ""
    return f"{error.message}{where}, in: {shorten(text)}"
