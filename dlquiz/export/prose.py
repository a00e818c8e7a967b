"""The Markdown of questions as blocks: paragraphs, lists, tables, code, headings and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dlquiz.export.spans import Span, cleaned, spans
from dlquiz.formula.template import dollars

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
BULLET = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])( +)(?=\S)")
HEADING = re.compile(r" {0,3}(#{1,6}) +(.*?)[ #]*$")
QUOTE = re.compile(r" {0,3}> ?")
CELL = re.compile(r"((?:\\.|`[^`]*`|\$[^$]*\$|[^|])*)(?:\||$)")
RULE = re.compile(":?-+:?")
BEGINS = re.compile(r" {0,3}(?:[-*+>#`~]|\d)|\s*$")  # what may be more than a paragraph
DEEPEST = 8  # lists in lists, quotes in quotes


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a heading."""

    spans: tuple[Span, ...]
    level: int = 0  # of a heading


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    right: tuple[bool, ...]  # which columns stand right


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` is 0 where it has no numbers."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


Block = Paragraph | Code | Table | Items | Quote


@lru_cache(1024)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text."""
    if "\n" not in text and not BEGINS.match(text):
        return (Paragraph(spans(cleaned(text).strip())),)
    return tuple(Lines(cleaned(text).expandtabs(4).split("\n"), 0).blocks())


class Lines:
    """Lines that are read from the top."""

    def __init__(self, lines: list[str], depth: int) -> None:
        self.lines = lines
        self.at = 0
        self.depth = depth

    def blocks(self) -> list[Block]:
        """All blocks of the lines."""
        made: list[Block] = []
        while self.at < len(self.lines):
            if not self.lines[self.at].strip():
                self.at += 1
            else:
                made.append(self.block())
        return made

    def block(self) -> Block:
        """The block that begins here."""
        line = self.lines[self.at]
        if FENCE.match(line):
            return self.code()
        if heading := HEADING.match(line):
            self.at += 1
            return Paragraph(spans(heading[2]), len(heading[1]))
        if self.table_here():
            return self.table()
        if self.depth < DEEPEST and BULLET.match(line):
            return self.items()
        if self.depth < DEEPEST and QUOTE.match(line):
            return self.quote()
        return self.paragraph()

    def code(self) -> Code:
        """Code up to its fence, or to the end."""
        fence = FENCE.match(self.lines[self.at])
        assert fence is not None
        made = []
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip() and not line.strip().strip(fence[1][0]) and len(line.strip()) >= len(fence[1]):
                break
            made.append(line)
        return Code("\n".join(made))

    def table_here(self) -> bool:
        """Whether a table begins: a row, and the rule below its head."""
        if self.at + 1 >= len(self.lines) or "|" not in self.lines[self.at]:
            return False
        rule = cells(self.lines[self.at + 1])
        return all(map(RULE.fullmatch, rule)) and len(rule) == len(cells(self.lines[self.at]))

    def table(self) -> Table:
        """Rows up to the first line without a bar."""
        right = tuple(cell.endswith(":") and not cell.startswith(":") for cell in cells(self.lines[self.at + 1]))
        rows = [cells(self.lines[self.at])]
        self.at += 2
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            rows.append(cells(self.lines[self.at]))
            self.at += 1
        return Table(tuple(tuple(spans(cell) for cell in fitted(row, len(right))) for row in rows), right)

    def items(self) -> Items:
        """A list: items of the same kind, one after another."""
        first = BULLET.match(self.lines[self.at])
        assert first is not None
        made = []
        while self.at < len(self.lines):
            bullet = BULLET.match(self.lines[self.at])
            if bullet is None or kind(bullet[2]) != kind(first[2]):
                break
            made.append(self.item(bullet.end()))
        return Items(tuple(made), int(first[2][:-1]) if first[2][0].isdigit() else 0)

    def item(self, indent: int) -> tuple[Block, ...]:
        """One item: its line, and what stands below it indented, or goes on without a blank line."""
        own = [self.lines[self.at][indent:]]
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line.startswith(" " * indent) and (not own[-1].strip() or starts(line)):
                break
            own.append(line[indent:] if line.startswith(" " * indent) else line.strip())
            self.at += 1
        return tuple(Lines(own, self.depth + 1).blocks())

    def quote(self) -> Quote:
        """Lines that begin with >."""
        own = []
        while self.at < len(self.lines) and (mark := QUOTE.match(self.lines[self.at])):
            own.append(self.lines[self.at][mark.end() :])
            self.at += 1
        return Quote(tuple(Lines(own, self.depth + 1).blocks()))

    def paragraph(self) -> Paragraph:
        """Lines up to a blank one or another block; inside $…$ nothing else begins."""
        own: list[str] = []
        inside = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip() or (own and not inside and (starts(line) or self.table_here())):
                break
            inside = inside != (dollars(line) % 2 == 1)
            own.append(line.lstrip())
            self.at += 1
        return Paragraph(spans("\n".join(own).rstrip()))


def starts(line: str) -> bool:
    """Whether a line begins something else than a paragraph."""
    return any(pattern.match(line) for pattern in (FENCE, HEADING, BULLET, QUOTE))


def kind(bullet: str) -> str:
    """What a bullet is: a sign, or the sign after a number."""
    return bullet[-1]


def cells(line: str) -> list[str]:
    """The cells of a row; a bar inside mathematics or code separates nothing."""
    row = line.strip()
    row = row.removeprefix("|")
    row = row.removesuffix("|") if not row.endswith("\\|") else row
    return [cell.strip() for cell in CELL.findall(row)][:-1]


def fitted(row: list[str], columns: int) -> list[str]:
    """A row with as many cells as the table has columns."""
    return (row + [""] * columns)[:columns]
