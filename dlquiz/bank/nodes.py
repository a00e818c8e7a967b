"""YAML text to nodes that know their places, and to faults that say what to do.  Nothing is constructed or resolved.

Events, not PyYAML's composer: so anchors, tags, depth and size are seen before anything is built, and the C and the
Python parser give the same.  A question that is no YAML does not hide the faults of the others: then each is read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from dlquiz.errors import Fault, Place

BIGGEST = 1_000_000  # characters of a file
DEEPEST = 40
MOST = 100_000  # nodes of a file

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A piece of YAML: `scalar` (with `text`), `list` (with `items`) or `mapping` (with `pairs`)."""

    kind: str
    place: Place
    text: str = ""
    style: str = ""  # of a scalar: "" plain, ' " | >
    flow: bool = False  # whether it stands inside brackets
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether it is an unquoted scalar."""
        return self.kind == "scalar" and not self.style

    @property
    def empty(self) -> bool:
        """Whether nothing stands here."""
        return self.plain and self.text in ("", "~", "null")


class Unreadable(Exception):
    """The text is no YAML, or YAML that banks may not hold."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.fault = Fault(place, message)


def compose(text: str, file: str, faults: list[Fault]) -> Node | None:
    """The mapping of a bank; what is no YAML goes to `faults`, and the rest is read."""
    if len(text) > BIGGEST:
        faults.append(Fault(Place(file, 1, 1), f"the file is larger than {BIGGEST:,} characters; split it"))
        return None
    try:
        return Composer(text, file, faults).document()
    except Unreadable as whole:
        return compose_apart(text, file, faults, whole.fault)


def compose_apart(text: str, file: str, faults: list[Fault], fault: Fault) -> Node | None:
    """The head and every question read alone, so that one that is no YAML does not hide the others."""
    head, segments = segmented(text)
    if not segments:
        faults.append(fault)
        return None
    before = len(faults)
    root: Node | None = None
    try:
        root = Composer(head, file, faults).document()
    except Unreadable as error:
        faults.append(error.fault)
    items: list[Node] = []
    for line, segment in segments:
        try:
            made = Composer("\n" * line + segment, file, faults).document()
            items += made.items if made is not None else []
        except Unreadable as error:
            faults.append(error.fault)
    if len(faults) == before:  # each part is YAML, the whole is not
        faults.append(fault)
    if root is None or root.kind != "mapping":
        return None
    for key, value in root.pairs:
        if key.text == "questions":
            value.kind, value.items = "list", items
    return root


def segmented(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The head up to `questions:`, and the questions with their first lines (from 0)."""
    lines = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(lines) if re.match(r"questions:\s*(#.*)?$", line)), None)
    if start is None:
        return text, []
    first = next((line for line in lines[start + 1 :] if re.match(r"\s*- ", line)), None)
    if first is None:
        return text, []
    indent = first[: len(first) - len(first.lstrip())]
    starts = [i for i in range(start + 1, len(lines)) if lines[i].startswith(indent + "- ")]
    ends = [*starts[1:], len(lines)]
    return "".join(lines[: start + 1]), [(a, "".join(lines[a:b])) for a, b in zip(starts, ends, strict=True)]


class Composer:
    """Events to nodes, bounded."""

    def __init__(self, text: str, file: str, faults: list[Fault]) -> None:
        self.text = text
        self.file = file
        self.faults = faults
        self.count = 0
        self.spans: list[tuple[int, int]] = []
        self.events: Iterator[Any] = iter(())

    def document(self) -> Node | None:
        """The one document of the text; None where it is empty."""
        try:
            self.events = self.parse()
            event = next(self.events)
            while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
                event = next(self.events)
            if isinstance(event, yaml.StreamEndEvent):
                return None
            root = self.node(event, 0, False)
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    raise Unreadable("a bank is one YAML document; take out this `---`", self.place(event))
        except yaml.MarkedYAMLError as error:
            raise Unreadable(self.advice(error), self.marked(error)) from None
        except yaml.reader.ReaderError as error:
            raise Unreadable(f"the character {error.character!r} is not allowed in YAML", self.at(error.position)) from None
        except RecursionError:
            raise Unreadable(f"nested too deeply (more than {DEEPEST} levels)", Place(self.file, 1, 1)) from None
        self.comments()
        return root

    def parse(self) -> Iterator[Any]:
        """The events of the text."""
        return yaml.parse(self.text, Loader=PARSER)  # type: ignore[no-any-return]

    # places

    def place(self, event: Any) -> Place:
        """Where an event begins."""
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def at(self, index: int) -> Place:
        """The place of an offset."""
        before = self.text[:index]
        return Place(self.file, before.count("\n") + 1, index - before.rfind("\n"))

    def marked(self, error: yaml.MarkedYAMLError) -> Place:
        """Where a YAML error is."""
        mark = error.problem_mark or error.context_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)

    # nodes

    def node(self, event: Any, depth: int, flow: bool) -> Node:
        """A node and all below it."""
        self.count += 1
        place = self.place(event)
        if depth > DEEPEST:
            raise Unreadable(f"nested too deeply (more than {DEEPEST} levels)", place)
        if self.count > MOST:
            raise Unreadable(f"more than {MOST:,} values; split the file", place)
        self.refuse_extras(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place, flow)
        inside = flow or bool(event.flow_style)
        if isinstance(event, yaml.SequenceStartEvent):
            node = Node("list", place, flow=inside)
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                node.items.append(self.node(event, depth + 1, inside))
            return node
        node = Node("mapping", place, flow=inside)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1, inside)
            value = self.node(next(self.events), depth + 1, inside)
            self.add(node, key, value)
        return node

    def add(self, node: Node, key: Node, value: Node) -> None:
        """A pair of a mapping, if its key is new."""
        if key.plain and key.text == "<<":
            self.faults.append(Fault(key.place, 'merge keys ("<<") are not allowed; write the values out'))
            return
        if key.kind != "scalar":
            self.faults.append(Fault(key.place, "a key is a word; a text that starts with a bracket goes in quotes"))
            return
        if any(known.text == key.text for known, _ in node.pairs):
            self.faults.append(Fault(key.place, f'the key "{key.text}" stands here twice'))
            return
        node.pairs.append((key, value))

    def refuse_extras(self, event: Any, place: Place) -> None:
        """Anchors, aliases and tags have no place in a bank."""
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(
                f'"*{event.anchor}" is a YAML alias, which is not allowed; '
                "write the value out, or put a text that starts with * in quotes",
                place,
            )
        if getattr(event, "anchor", None):
            raise Unreadable(f'"&{event.anchor}" is a YAML anchor, which is not allowed; put a text in quotes', place)
        if getattr(event, "tag", None):
            raise Unreadable(f'"{event.tag}" is a YAML tag, which is not allowed; put a text in quotes', place)

    def scalar(self, event: Any, place: Place, flow: bool) -> Node:
        """A scalar, with the traps that it may hold."""
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        start, end = event.start_mark.index, event.end_mark.index
        self.spans.append((start, end))
        if not style and flow and re.search(r"[?,\[\]{}]", event.value):
            self.faults.append(Fault(place, "inside brackets a text with a comma, bracket or question mark goes in quotes"))
        if style == '"' and re.search(r"\\[A-Za-z]{2,}", self.text[start:end]):
            self.faults.append(Fault(place, BACKSLASH))
        return Node("scalar", place, event.value, style, flow)

    def comments(self) -> None:
        """A `#` in the middle of a line with no space after it was meant as text, and would be lost."""
        spans = sorted(self.spans)
        position = 0
        for match in re.finditer(r"(?<=[^\s])[ \t]+#(?=[^\s#])", self.text):
            at = match.end() - 1
            while position < len(spans) and spans[position][1] <= at:
                position += 1
            inside = position < len(spans) and spans[position][0] <= at
            if not inside and not self.in_comment(at):
                word = self.text[at:].split(None, 1)[0]
                message = f'"{word}" would be lost as a comment; put the text in quotes, or begin a comment with "# "'
                self.faults.append(Fault(self.at(at), message))

    def in_comment(self, at: int) -> bool:
        """Whether a comment began earlier in the line."""
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return bool(re.search(r"(^|\s)# ", line)) or line.lstrip().startswith("#")

    def advice(self, error: yaml.MarkedYAMLError) -> str:
        """What YAML's own message means for the author of a bank."""
        problem = error.problem or "this is no YAML"
        line = self.line(error.problem_mark)
        for pattern, message in ADVICE:
            if re.search(pattern, problem):
                return message
        if re.match(r"""\s*(- )?[\w ]*:?\s*["']""", line) and "expected <block end>" in problem:
            return QUOTED
        return f"this is no YAML: {problem}; a text with special characters goes in single quotes or under `|`"

    def line(self, mark: Any) -> str:
        """The line of a mark."""
        lines = self.text.splitlines()
        return lines[mark.line] if mark is not None and mark.line < len(lines) else ""


BACKSLASH = "LaTeX does not stand in double quotes, where a backslash has a meaning of its own; use single quotes or `|`"
QUOTED = "a formula that starts with a quote goes in round brackets, a text that does goes in single quotes or under `|`"
ADVICE = (
    (r"mapping values are not allowed", 'a text that holds ": " goes in single quotes or under `|`'),
    (r"unknown escape", BACKSLASH),
    (r"did not find expected hexdecimal|expected escape sequence", BACKSLASH),
    (r"cannot start any token.*|character '[\\]t'|found character .* that cannot start", (
        "a text does not start with `%`, `@`, a backtick or a tab; put it in single quotes, and indent with spaces"
    )),
    (r"undefined alias|found undefined", "a text that starts with * goes in quotes"),
    (r"while scanning an? (alias|anchor)|expected alphabetic or numeric", "a text that starts with * or & goes in quotes"),
    (r"unexpected end of stream", "a quote is not closed"),
    (r"expected ',' or '[\]}]'|did not find expected ',' or", (
        "a bracket is not closed, or a text inside brackets holds a comma, bracket or question mark; put it in quotes"
    )),
    (r"could not find expected ':'", "this line has no `key: value`; is it part of a text? then indent it, or use `|`"),
)  # fmt: skip
