"""Readers of lists and mappings, composed of the readers of what these hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dlquiz.bank.nodes import Node
from dlquiz.bank.readers import BAD, Faults, NameReader, NumberReader, Reader, Schema, shorten, suggest_word
from dlquiz.errors import Fault, Place
from dlquiz.language.text_functions import plural


class Record(dict[str, Any]):
    """The values of a mapping with known keys, and the places of the keys."""

    def __init__(self, place: Place) -> None:
        super().__init__(place=place)
        self.places: dict[str, Place] = {}

    @property
    def place(self) -> Place:
        """The place where the mapping begins."""
        place: Place = self["place"]
        return place

    def at(self, key: str) -> Place:
        """The place of a key; where the mapping begins, if the key is missing."""
        return self.places.get(key, self.place)


KeyRules = Callable[[Record, Faults], None]


class ListReader(Reader):
    """A list whose items are all read by one reader; with `lone`, a single item may stand without the list."""

    what = "a list"

    def __init__(self, item: Reader, least: int = 0, lone: bool = False, most: int = 0) -> None:
        self.item, self.least, self.lone, self.most = item, least, lone, most

    def read(self, node: Node, faults: Faults) -> Any:
        if self.lone and node.kind in ("scalar", "mapping") and not node.empty:
            return [self.item.read(node, faults)]
        if node.kind != "list":
            return self.report_unexpected(node, faults)
        if len(node.items) < self.least and not node.partial:
            faults.append(Fault(node.place, f"this list needs at least {plural(self.least, 'item')}"))
        check_most(node, len(node.items), self.most, faults)
        return [self.item.read(item, faults) for item in node.items]

    def schema(self) -> Schema:
        record: Schema = {"type": "array", "items": self.item.schema()}
        if self.least:
            record["minItems"] = self.least
        if self.most:
            record["maxItems"] = self.most
        return {"anyOf": [record, self.item.schema()]} if self.lone else record


def check_most(node: Node, count: int, most: int, faults: Faults) -> None:
    """Report that there is more in a list or a mapping than may be; 0 stands for no limit."""
    if 0 < most < count:
        faults.append(Fault(node.place, f"at most {plural(most, 'item')} may stand here, and there are {count:,}"))


class IntervalReader(Reader):
    """Two numbers, the smaller first."""

    what = "an interval [from, to]"
    number = NumberReader()

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "list" or len(node.items) != 2:
            return self.report_unexpected(node, faults)
        ends = [self.number.read(item, faults) for item in node.items]
        if BAD not in ends and Fraction(ends[0]) >= Fraction(ends[1]):
            faults.append(Fault(node.place, "write an interval as [from, to], with the smaller end first"))
        return ends

    def schema(self) -> Schema:
        return {"type": "array", "items": self.number.schema(), "minItems": 2, "maxItems": 2}


class MappingReader(Reader):
    """A mapping whose values are read by one reader; its keys are names of quantities by default.  Order is kept."""

    what = "a mapping of names"

    def __init__(self, value: Reader, key: Reader | None = None, most: int = 0) -> None:
        self.value = value
        self.key = key or NameReader()
        self.most = most

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "mapping":
            return self.report_unexpected(node, faults)
        check_most(node, len(node.pairs), self.most, faults)
        return [(self.key.read(key, faults), self.value.read(value, faults)) for key, value in node.pairs]

    def schema(self) -> Schema:
        record: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        return {**record, "maxProperties": self.most} if self.most else record


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping: the reader of its value, its meaning, and whether it is required."""

    reader: Reader
    doc: str = ""
    required: bool = False


class RecordReader(Reader):
    """A mapping with known keys; `rules` checks which of them may be combined."""

    def __init__(self, what: str, keys: Mapping[str, Key], rules: KeyRules | None = None) -> None:
        self.what, self.keys, self.rules = what, dict(keys), rules

    def read(self, node: Node, faults: Faults) -> Any:
        if node.kind != "mapping":
            return self.report_unexpected(node, faults)
        record = Record(node.place)
        for key, value in node.pairs:
            known = self.keys.get(key.text)
            if known is None:
                self.report_unknown_key(key, record, faults)
            else:
                record[key.text] = known.reader.read(value, faults)
                record.places[key.text] = key.place
        if not node.partial:
            missing = [name for name, known in self.keys.items() if known.required and name not in record]
            faults += [Fault(node.place, f'{self.what} needs the key "{name}"') for name in missing]
            if self.rules is not None:
                self.rules(record, faults)
        return record

    def report_unknown_key(self, key: Node, record: Record, faults: Faults) -> None:
        """Report an unknown key; the key that it probably means does not count as missing."""
        hint = suggest_word(key.text, self.keys, faults)
        faults.append(Fault(key.place, f'{self.what} has no key "{shorten(key.text)}"{hint}'))
        if hint:
            record.setdefault(hint.split('"')[1], BAD)

    def schema(self) -> Schema:
        properties = {name: {**key.reader.schema(), "description": key.doc} for name, key in self.keys.items()}
        record: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [name for name, key in self.keys.items() if key.required]
        return {**record, "required": required} if required else record


class NodeKindReader(Reader):
    """Chooses the reader by the kind of node: scalar, list or mapping."""

    def __init__(
        self, what: str, scalar: Reader | None = None, items: Reader | None = None, mapping: Reader | None = None
    ) -> None:
        self.what = what
        self.readers = {"scalar": scalar, "list": items, "mapping": mapping}

    def read(self, node: Node, faults: Faults) -> Any:
        reader = self.readers.get(node.kind)
        return self.report_unexpected(node, faults) if reader is None or node.empty else reader.read(node, faults)

    def schema(self) -> Schema:
        return {"anyOf": [reader.schema() for reader in self.readers.values() if reader is not None]}


class LazyReader(Reader):
    """Builds its reader when it is first needed: for values that may contain themselves."""

    def __init__(self, make: Callable[[], Reader], schema: Schema) -> None:
        self.make, self.known = make, schema

    def read(self, node: Node, faults: Faults) -> Any:
        return self.make().read(node, faults)

    def schema(self) -> Schema:
        return self.known


def check_exactly_one(record: Record, keys: Sequence[str], what: str, faults: Faults) -> None:
    """Report a fault unless exactly one of some keys is present."""
    found = [key for key in keys if key in record]
    names = " and ".join([", ".join(f'"{key}"' for key in keys[:-1]), f'"{keys[-1]}"'])
    if not found:
        faults.append(Fault(record.place, f"{what} needs one of {names}"))
    elif len(found) > 1:
        place = max(record.at(key) for key in found)
        faults.append(Fault(place, f"{what} has only one of {names}"))
