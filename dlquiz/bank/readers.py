"""Small readers from nodes to plain data, each with the JSON Schema of what it reads.

`bank/keys.py` combines them into the format.  A reader returns its value, or `BAD` after it has filed a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dlquiz.bank.nodes import Node
from dlquiz.errors import Fault, FormulaError, Place, did_you_mean
from dlquiz.formula.read import DIGITS, KEYWORDS, read
from dlquiz.formula.template import Template

Faults = list[Fault]
Schema = dict[str, Any]
NAME = re.compile(r"[^\W\d_]\w*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*|[1-9][0-9]*(_[0-9]+)+)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")


class Bad:
    """What stands for a value that could not be read."""

    def __repr__(self) -> str:
        return "BAD"


BAD = Bad()


class Written(str):
    """A text of the bank that knows its place."""

    place: Place

    @classmethod
    def at(cls, text: str, place: Place) -> Written:
        made = cls(text)
        made.place = place
        return made


class Reader:
    """Reads one kind of value."""

    what = "a value"

    def read(self, node: Node, faults: Faults) -> Any:
        """The value; BAD where there is none."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """The JSON Schema of it."""
        return {}

    def refuse(self, node: Node, faults: Faults) -> Bad:
        """File what is wrong where something else stands."""
        found = {"scalar": f'"{node.text[:40]}"', "list": "a list", "mapping": "a mapping"}[node.kind]
        if node.empty:
            found = "nothing"
        faults.append(Fault(node.place, f"{self.what} is expected here, not {found}{braces(node)}"))
        return BAD


def braces(node: Node) -> str:
    """The advice for a text that YAML took for a mapping or a list."""
    if node.kind == "mapping" and node.flow:
        return '; a text that starts with "{{" goes in single quotes or under `|`'
    if node.kind == "list" and node.flow:
        return '; a text that starts with "[" goes in single quotes or under `|`'
    return ""


class TextReader(Reader):
    """Any text."""

    what = "a text"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "scalar" or node.empty:
            return self.refuse(node, faults)
        return Written.at(node.text, node.place)

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class PatternReader(TextReader):
    """A text of a certain form."""

    def __init__(self, pattern: re.Pattern[str], what: str) -> None:
        self.pattern = pattern
        self.what = what

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or self.pattern.fullmatch(text):
            return text
        faults.append(Fault(node.place, f'"{text}" is not {self.what}'))
        return BAD

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$"}


class OneOf(TextReader):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD or text in self.words:
            return text
        known = did_you_mean(text, self.words)
        faults.append(Fault(node.place, f'"{text}" is none of {", ".join(self.words)}{known}'))
        return BAD

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class WholeReader(Reader):
    """A whole number between two ends."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.what = f"a whole number from {low} to {high}"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "scalar" and re.fullmatch(r"[0-9]{1,6}", node.text) and self.low <= int(node.text) <= self.high:
            return int(node.text)
        return self.refuse(node, faults)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class NumberReader(Reader):
    """A number, kept as its text so that decimals stay exact."""

    what = "a number"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "scalar" and is_number(node.text):
            return Written.at(node.text.replace("_", ""), node.place)
        return self.refuse(node, faults)

    def schema(self) -> Schema:
        return {"type": "number"}


class TemplateReader(TextReader):
    """A text with `{{ formula }}` in it."""

    def read(self, node: Node, faults: Faults) -> Any:
        text = super().read(node, faults)
        if text is BAD:
            return text
        try:
            for hole in Template(text).holes:
                _ = hole.formula.tree
        except FormulaError as error:
            faults.append(Fault(node.place, described(error)))
            return BAD
        return text


class FormulaReader(Reader):
    """A formula; a YAML list is a list of formulas."""

    what = "a formula"

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind == "list":
            items = [self.read(item, faults) for item in node.items]
            return BAD if BAD in items else Written.at(f"[{', '.join(items)}]", node.place)
        if node.kind != "scalar" or node.empty:
            return self.refuse(node, faults)
        if node.style in ("'", '"') and NAME.fullmatch(node.text) is None and not node.text.strip():
            return self.refuse(node, faults)
        try:
            read(node.text)
        except FormulaError as error:
            faults.append(Fault(node.place, described(error)))
            return BAD
        return Written.at(node.text, node.place)

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean", "array"]}


class ListOf(Reader):
    """A list, each item read alike."""

    what = "a list"

    def __init__(self, item: Reader, least: int = 0, lone: bool = False) -> None:
        self.item, self.least, self.lone = item, least, lone

    def read(self, node: Node, faults: Faults) -> Any:
        if self.lone and node.kind != "list" and not node.empty:
            value = self.item.read(node, faults)
            return BAD if value is BAD else [value]
        if node.kind != "list":
            return self.refuse(node, faults)
        if len(node.items) < self.least:
            faults.append(Fault(node.place, f"at least {self.least} of them are needed here"))
        items = [self.item.read(item, faults) for item in node.items]
        return [item for item in items if item is not BAD]

    def schema(self) -> Schema:
        made: Schema = {"type": "array", "items": self.item.schema()}
        if self.least:
            made["minItems"] = self.least
        return {"anyOf": [made, self.item.schema()]} if self.lone else made


class NamesTo(Reader):
    """A mapping from names of quantities to values read alike; the order is kept."""

    what = "a mapping of names"

    def __init__(self, value: Reader, key: Callable[[Node, Faults], Any] | None = None) -> None:
        self.value = value
        self.key = key or name_of

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "mapping":
            return self.refuse(node, faults)
        made = []
        for key, value in node.pairs:
            name, held = self.key(key, faults), self.value.read(value, faults)
            if name is not BAD and held is not BAD:
                made.append((name, held))
        return made

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping: how its value is read, whether it must be there, what it means."""

    reader: Reader
    doc: str = ""
    required: bool = False


class KeysOf(Reader):
    """A mapping with known keys."""

    what = "a mapping"

    def __init__(self, what: str, keys: Mapping[str, Key], together: Callable[[dict[str, Any], Node, Faults], None] | None = None) -> None:
        self.what, self.keys, self.together = what, dict(keys), together

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "mapping":
            return self.refuse(node, faults)
        made: dict[str, Any] = {"place": node.place}
        bad = False
        for key, value in node.pairs:
            known = self.keys.get(key.text)
            if known is None:
                hint = did_you_mean(key.text, self.keys)
                faults.append(Fault(key.place, f'{self.what} has no key "{key.text}"{hint}'))
                continue
            held = known.reader.read(value, faults)
            bad = bad or held is BAD
            made[key.text] = held
        for name, known in self.keys.items():
            if known.required and name not in made:
                faults.append(Fault(node.place, f'{self.what} needs the key "{name}"'))
                bad = True
        if self.together is not None and not bad:
            self.together(made, node, faults)
        return made

    def schema(self) -> Schema:
        properties = {name: {**key.reader.schema(), "description": key.doc} for name, key in self.keys.items()}
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [name for name, key in self.keys.items() if key.required]
        return {**made, "required": required} if required else made


class ByShape(Reader):
    """One reader for scalars, one for lists, one for mappings."""

    def __init__(self, what: str, scalar: Reader | None = None, items: Reader | None = None, mapping: Reader | None = None) -> None:
        self.what = what
        self.readers = {"scalar": scalar, "list": items, "mapping": mapping}

    def read(self, node: Node, faults: Faults) -> Any:
        reader = self.readers[node.kind]
        return self.refuse(node, faults) if reader is None or node.empty else reader.read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [reader.schema() for reader in self.readers.values() if reader is not None]}


def name_of(node: Node, faults: Faults) -> Any:
    """A name for a quantity."""
    if not NAME.fullmatch(node.text):
        start = "; names do not start with an underscore" if node.text.startswith("_") else ""
        faults.append(Fault(node.place, f'"{node.text}" is no name: letters, digits and underscores{start}'))
        return BAD
    if node.text in KEYWORDS:
        faults.append(Fault(node.place, f'"{node.text}" is a word of the formula language and cannot be a name'))
        return BAD
    return Written.at(node.text, node.place)


def is_number(text: str) -> bool:
    """Whether a plain scalar is a number: no leading zeros, no sexagesimals, and not without end."""
    return len(text) <= DIGITS and any(c.isdigit() for c in text) and NUMBER.fullmatch(text) is not None


def described(error: FormulaError) -> str:
    """A formula's fault with the place inside it."""
    text = " ".join(error.text.split())
    if not text:
        return error.message
    near = error.text[error.at : error.at + 20].split("\n")[0]
    where = f" (at {near!r})" if near.strip() and len(error.text) > 20 else ""
    short = text if len(text) <= 60 else text[:57] + "…"
    return f"{error.message}{where}, in: {short}"
