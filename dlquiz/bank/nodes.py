"""YAML text to nodes that know their places, and to faults that say what to do.  Nothing is constructed or resolved.

This reads PyYAML's events instead of using its composer: anchors, tags, depth and size are seen before anything is
built, and the C and the Python parser give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from dlquiz.bank.source import Source, Unreadable
from dlquiz.bank.stray_characters import find_line_end, find_stray_characters
from dlquiz.bank.yaml_errors import BACKSLASH, BRACES, INSIDE, OPENED, TABS, explain_error
from dlquiz.errors import Fault, Place

MAX_DEPTH = 40
MAX_NODES = 100_000  # nodes of a file
MAX_STRAY = 1_000  # characters that are reported one by one

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BREAKS = re.compile(r"[?,\[\]{}]")
LATEX = re.compile(  # in double quotes: LaTeX commands whose start YAML reads as an escape; not a plain \n, \t, \r
    r"""\\(?: \\[A-Za-z] | [abefvLNP][A-Za-z] | n(?:abla|eg|eq?\b|i\b|mid|ot|u\b)
         | r(?:angle|ceil|floor|ho|ight|m\b) | t(?:anh?\b|au|ext|frac|heta|ilde|imes|o\b|op\b|riangle) )""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Node:
    """A piece of YAML: `scalar` (with `text`), `list` (with `items`), `mapping` (with `pairs`), or `unread`."""

    kind: str  # unread: it is faulty and was reported
    place: Place
    text: str = ""
    style: str = ""  # of a scalar: "" plain, ' " | >
    flow: bool = False  # whether it is inside brackets
    items: Sequence[Node] = ()
    pairs: Sequence[tuple[Node, Node]] = ()
    partial: bool = False  # whether a faulty, reported piece is missing in it

    @property
    def plain(self) -> bool:
        """Whether this is an unquoted scalar."""
        return self.kind == "scalar" and not self.style

    @property
    def empty(self) -> bool:
        """Whether this is an empty or null value."""
        return self.text in ("", "~", "null") and self.plain


class Composer:
    """Composes nodes from events, within bounds on depth and number."""

    def __init__(self, source: Source, faults: list[Fault], count: int = 0) -> None:
        self.source = source
        self.faults = faults
        self.count = count
        self.cut = 0  # round brackets that are open inside square or curly ones
        self.spans: list[tuple[int, int, bool]] = []
        self.events: Iterator[Any] = iter(())

    def read_document(self) -> Node | None:
        """The one document of the text; None where it is empty.  Unreadable where the text is not YAML."""
        try:
            self.events = yaml.parse(self.source.text, Loader=PARSER)
            root = self.read_root()
        except yaml.MarkedYAMLError as error:
            raise Unreadable(explain_error(error, self.source)) from None
        except yaml.YAMLError as error:
            raise Unreadable(Fault(self.source.place(0, 0), f"this is not YAML: {error}")) from None
        self.faults += islice(find_stray_characters(self.source, self.spans), MAX_STRAY)
        return root

    def read_root(self) -> Node | None:
        """The node of the first document; a second one is a fault."""
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                root = self.read_node(event, 0, False)
                break
        else:
            return None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                place = self.source.place_of_mark(event.start_mark)
                self.report(place, "a bank is one YAML document; remove this `---`")
                break
        return root

    def report(self, place: Place, message: str) -> Node:
        """Add a fault; return the node that stands for the faulty one."""
        self.faults.append(Fault(place, message))
        return Node("unread", place)

    def read_node(self, event: Any, depth: int, flow: bool) -> Node:
        """The node that an event begins, with everything in it."""
        mark = event.start_mark
        place = Place(self.source.file, self.source.first + mark.line + 1, mark.column + 1)
        self.count += 1
        if depth > MAX_DEPTH:
            raise Unreadable(Fault(place, f"nested too deeply (more than {MAX_DEPTH} levels)"))
        if self.count > MAX_NODES:
            raise Unreadable(Fault(place, f"more than {MAX_NODES:,} values; split the file"))
        if isinstance(event, yaml.AliasEvent):
            name = str(event.anchor)[:40]
            return self.report(
                place, f'"*{name}" is a YAML alias, which is not allowed; write the value out, or quote it'
            )
        self.check_extras(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return self.read_scalar(event, place, flow)
        inside = flow or bool(event.flow_style)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node("list", place, flow=inside, items=self.read_items(depth + 1, inside))
        opened = self.source.text[mark.index : mark.index + 2]
        if opened == "{{" or opened[:1] == "?":
            self.skip_mapping()
            return self.report(place, BRACES if opened == "{{" else INSIDE)
        mapping = Node("mapping", place, flow=inside)
        mapping.pairs = self.read_pairs(mapping, depth + 1)
        return mapping

    def check_extras(self, event: Any, place: Place) -> None:
        """Report anchors and tags, which banks do not use."""
        if event.anchor:
            self.report(place, f'"&{event.anchor[:40]}" is a YAML anchor, which is not allowed; quote the text')
        if event.tag:
            self.report(place, f'"{event.tag[:40]}" is a YAML tag, which is not allowed; quote the text')

    def skip_mapping(self) -> None:
        """Skip the rest of a mapping in brackets."""
        depth = 1
        while depth:
            depth += {yaml.MappingStartEvent: 1, yaml.MappingEndEvent: -1}.get(type(next(self.events)), 0)

    def read_items(self, depth: int, flow: bool) -> list[Node]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.read_node(event, depth, flow))
        return items

    def read_pairs(self, mapping: Node, depth: int) -> list[tuple[Node, Node]]:
        """The pairs of a mapping, except those whose key is faulty."""
        known: set[str] = set()
        pairs = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.read_node(event, depth, mapping.flow)
            value = self.read_node(next(self.events), depth, mapping.flow)
            message = self.describe_bad_key(key, known)
            if message:
                self.report(key.place, message)
            if message or key.kind == "unread":
                mapping.partial = True
            else:
                known.add(key.text)
                pairs.append((key, value))
        return pairs

    def describe_bad_key(self, key: Node, known: set[str]) -> str:
        """What is wrong with a key; empty where nothing is."""
        if key.kind == "unread":
            return ""
        if key.kind != "scalar":
            return OPENED
        if key.plain and key.text == "<<":
            return 'merge keys ("<<") are not allowed; write the values out'
        return f'the key "{key.text[:40]}" is used twice here' if key.text in known else ""

    def read_scalar(self, event: Any, place: Place, flow: bool) -> Node:
        """A scalar; what YAML would silently read otherwise than it looks is a fault."""
        style = "" if event.style in (None, "") else event.style
        start, end = event.start_mark.index, event.end_mark.index
        head = find_line_end(self.source.text, start) if style in ("|", ">") else start
        self.spans.append((head, end, not style))
        if not style and flow:
            cut = self.cut  # a comma cut a formula in two: report the first piece, skip the others
            self.cut = max(0, cut + event.value.count("(") - event.value.count(")"))
            if cut:
                return Node("unread", place)
            if self.cut or BREAKS.search(event.value):
                return self.report(place, INSIDE)
        else:
            self.cut = 0
        if style in ("|", ">") and event.value.lstrip("\n").startswith("\t"):
            return self.report(self.source.at(self.source.text.index("\t", head)), TABS)
        if style == '"' and LATEX.search(self.source.text, start, end):
            return self.report(place, BACKSLASH)
        return Node("scalar", place, event.value, style, flow)
