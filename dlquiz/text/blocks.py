"""The Markdown of questions as blocks: paragraphs, lists, tables, code, headings, quotes and rules.

CommonMark's blocks, and pipe tables.  HTML is text.  Inside mathematics nothing else begins, so a formula may be broken
before a minus sign.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dlquiz.text.spans import Span, cleaned, open_sign, signs, spans

FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,}) *([\w+#-]*)")
BULLET = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])(?:( +)(?=\S)|\s*$)")
FIRST = re.compile(r"[-*+]|1[.)]")  # bullets that end the paragraph before them, which `1998.` does not
HEADING = re.compile(r" {0,3}(#{1,6}) +(.*)$")
QUOTE = re.compile(r" {0,3}>(?!=) ?")
RULE = re.compile(r" {0,3}(?:(?:- *+){3,}|(?:\* *+){3,}|(?:_ *+){3,})$")
CODE = " " * 4
CELL = re.compile(r"((?:\\.|`[^`]*`|\$[^$]*\$|[^|])*+)(?:\||$)")
PRICED = re.compile(r"((?:\\.|`[^`]*`|[^|])*+)(?:\||$)")  # cells in which dollars are dollars
IN_CODE = re.compile(r"`[^`]*`")
DIVIDER = re.compile(":?-+:?")
BEGINS = re.compile(r" {0,3}(?:[-*+#>`~_]|\d)| {4}| *\t|\s*$")  # what may be more than a paragraph
DEEPEST = 8  # lists in lists, quotes in quotes

Spans = tuple[Span, ...]


class Paragraph(NamedTuple):
    """A paragraph, or a heading."""

    spans: Spans
    level: int = 0  # of a heading


class Code(NamedTuple):
    """Lines of code."""

    text: str
    language: str = ""


class Table(NamedTuple):
    """A table; the first row is its head, and all rows are equally long."""

    rows: tuple[tuple[Spans, ...], ...]
    right: tuple[bool, ...]  # which columns stand right


class Items(NamedTuple):
    """A list; `start` is -1 where it has no numbers."""

    items: tuple[tuple[Block, ...], ...]
    start: int = -1

    @property
    def marks(self) -> list[str]:
        """The numbers before the items; a dash where they have none."""
        return [f"{self.start + i}." if self.start >= 0 else "-" for i in range(len(self.items))]


class Quote(NamedTuple):
    """A quotation."""

    blocks: tuple[Block, ...]


class Rule(NamedTuple):
    """A line across."""


Block = Paragraph | Code | Table | Items | Quote | Rule


@lru_cache(1024)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text."""
    if "\n" not in text and not BEGINS.match(text):
        return (Paragraph(spans(cleaned(text).strip())),)
    return tuple(Lines(cleaned(text).expandtabs(4).split("\n"), 0).blocks())


@lru_cache(1024)
def in_line(text: str) -> Spans:
    """The spans of a text that stands in a line, such as an option: `> 0` is no quotation there."""
    return spans(" ".join(filter(None, map(str.strip, cleaned(text).split("\n")))))


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
        if line.startswith(CODE):
            return self.indented()
        if FENCE.match(line):
            return self.fenced()
        if heading := HEADING.match(line):
            self.at += 1
            return Paragraph(spans(heading_text(heading[2])), len(heading[1]))
        if RULE.match(line):
            self.at += 1
            return Rule()
        if self.table_here():
            return self.table()
        if self.depth < DEEPEST and BULLET.match(line):
            return self.items()
        if self.depth < DEEPEST and QUOTE.match(line):
            return self.quote()
        return self.paragraph()

    def indented(self) -> Code:
        """Code that is set in by four spaces; blank lines may stand in it."""
        made: list[str] = []
        while self.at < len(self.lines) and (self.lines[self.at].startswith(CODE) or not self.lines[self.at].strip()):
            made.append(self.lines[self.at][len(CODE) :])
            self.at += 1
        return Code("\n".join(made).rstrip())

    def fenced(self) -> Code:
        """Code up to its fence, or to the end."""
        fence = FENCE.match(self.lines[self.at])
        assert fence is not None
        indent, made = len(fence[1]), []
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip() and not line.strip().strip(fence[2][0]) and len(line.strip()) >= len(fence[2]):
                break
            made.append(line[min(indent, len(line) - len(line.lstrip())) :])
        return Code("\n".join(made), fence[3])

    def table_here(self) -> bool:
        """Whether a table begins: a row, and the divider below its head."""
        if self.at + 1 >= len(self.lines) or "|" not in self.lines[self.at]:
            return False
        divider = cells(self.lines[self.at + 1])
        if not divider or not all(map(DIVIDER.fullmatch, divider)):
            return False
        return len(row(self.lines[self.at], len(divider))) == len(divider)

    def table(self) -> Table:
        """Rows up to the first line without a bar."""
        right = tuple(cell.endswith(":") and not cell.startswith(":") for cell in cells(self.lines[self.at + 1]))
        rows = [row(self.lines[self.at], len(right))]
        self.at += 2
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            rows.append(row(self.lines[self.at], len(right)))
            self.at += 1
        return Table(tuple(tuple(map(spans, fitted(one, len(right)))) for one in rows), right)

    def items(self) -> Items:
        """A list: items of the same kind, one after another."""
        first = BULLET.match(self.lines[self.at])
        assert first is not None
        made = []
        while self.at < len(self.lines):
            bullet = BULLET.match(self.lines[self.at])
            if bullet is None or kind(bullet[2]) != kind(first[2]) or RULE.match(self.lines[self.at]):
                break
            made.append(self.item(bullet))
        return Items(tuple(made), int(first[2][:-1]) if first[2][0].isdigit() else -1)

    def item(self, bullet: re.Match[str]) -> tuple[Block, ...]:
        """One item: its line, and what stands below it indented, or goes on without a blank line."""
        indent = bullet.end() if bullet[3] else bullet.end(2) + 1
        own = [self.lines[self.at][indent:]]
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(" " * indent):
                line = line[indent:]
            elif line.strip() and (not own[-1].strip() or starts(line) or BULLET.match(line)):
                break
            own.append(line)
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
        """Lines up to a blank one or another block, and at least to the end of mathematics that has begun."""
        own: list[str] = []
        sign, held = "", -1  # the dollars that are open, and the line in which they close
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if own and self.at > held and (not line.strip() or starts(line) or self.table_here()):
                break
            if self.at >= held:
                sign = open_sign(line, sign)
                held = self.closing(sign)
                sign = sign if held > self.at else ""
            own.append(line.lstrip())
            self.at += 1
        return Paragraph(spans("\n".join(own).rstrip()))

    def closing(self, sign: str) -> int:
        """The line further down in which open mathematics closes; this one where it does not.

        `$…$` ends with its paragraph, `$$…$$` may hold blank lines.
        """
        for at in range(self.at + 1, len(self.lines) if sign else 0):
            if sign in signs(self.lines[at]):
                return at
            if sign == "$" and not self.lines[at].strip():
                break
        return self.at


def starts(line: str) -> bool:
    """Whether a line ends the paragraph before it, being the first of something else."""
    bullet = BULLET.match(line)
    if bullet and bullet[3] and FIRST.fullmatch(bullet[2]):
        return True
    return any(pattern.match(line) for pattern in (FENCE, HEADING, QUOTE, RULE))


def kind(bullet: str) -> str:
    """What a bullet is: a sign, or the sign after a number."""
    return bullet[-1]


def heading_text(text: str) -> str:
    """A heading without the signs that may close it; those of `C#` are its own."""
    bare = text.rstrip().rstrip("#")
    return bare.rstrip() if not bare or bare.endswith(" ") else text.rstrip()


def row(line: str, columns: int) -> list[str]:
    """The cells of a row; where only dollars that pair across bars keep it from having all columns, they are prices."""
    made = cells(line)
    priced = made if len(made) == columns else cells(line, PRICED)
    return priced if len(priced) == columns else made


def cells(line: str, cell: re.Pattern[str] = CELL) -> list[str]:
    r"""The cells of a row; a bar inside mathematics or code separates nothing, and behind a backslash it is a bar."""
    text = line.strip().removeprefix("|")
    text = text.removesuffix("|") if not text.endswith("\\|") else text
    return [IN_CODE.sub(lambda code: code[0].replace("\\|", "|"), one.strip()) for one in cell.findall(text)][:-1]


def fitted(row: list[str], columns: int) -> list[str]:
    """A row with as many cells as the table has columns."""
    return (row + [""] * columns)[:columns]
