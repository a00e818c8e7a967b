r"""Texts of questions as Markdown that GitHub, Obsidian and pandoc read as we do.

What we read as text is escaped where they would read more in it: `2*3*4`, `<b>`, a price such as $5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from textwrap import indent

from dlquiz.export.html import ADDRESS
from dlquiz.export.mathjax import portable
from dlquiz.text.blocks import Block, Code, Items, Paragraph, Quote, Rule, Spans, Table, blocks, in_line
from dlquiz.text.spans import Span, cleaned

SPECIAL = re.compile(
    r"""([\\`$<] | (?<!\s)\* | \*(?!\s) | (?<![^\W_])_ | _(?![^\W_]) | ](?=[(\[:]) | &(?=\#?\w+;) | ~(?=~))""",
    re.VERBOSE,
)
FIRST = re.compile(  # what begins a block: `2.`, a quotation, a bullet, a heading, a line below one
    r"^(\d*)((?<=\d)[.)](?=\s|$)|(?<!\d)(?:>|[-+*](?=\s|$)|\#(?=\#*(?:\s|$))|[-=](?=[-=]*[ ]*$)))", re.MULTILINE
)
BREAK = re.compile(r"\s*\n\s*")
TICKS = re.compile(r"`+")
BARS = re.compile(r"\\\||\|")
OTHER = str.maketrans("-.", "*)")
HEADING = 2  # levels above the headings of a text: the sheet, and its questions


def text(markdown: str) -> str:
    """A text of several blocks."""
    return below(blocks(markdown))


def line(markdown: str) -> str:
    """A text that stands in a line; in several lines it may hold blocks."""
    return paragraph(in_line(markdown)) if "\n" not in markdown.strip() else text(markdown)


def words(plain: str) -> str:
    """A text that is no Markdown, in one line."""
    return paragraph((Span("text", " ".join(cleaned(plain).split())),))


# spans


def paragraph(spans: Spans) -> str:
    """Spans from the beginning of a line on; no line of them begins a list, a heading or a quotation."""
    return FIRST.sub(r"\1\\\2", inline(spans))


def inline(spans: Spans) -> str:
    """Spans as Markdown."""
    return "".join(map(span, spans))


def span(piece: Span) -> str:
    """One span as Markdown; mathematics in one line, since elsewhere a minus in front would begin a list."""
    if piece.kind == "code":
        return code(piece.text)
    if piece.kind in ("math", "display"):
        sign = "$" if piece.kind == "math" else "$$"
        return sign + portable(BREAK.sub(" ", piece.text)) + sign
    if piece.kind in ("strong", "emphasis"):
        mark = "**" if piece.kind == "strong" else "*"
        return mark + inline(piece.inside) + mark
    if piece.kind == "link":
        return link(piece)
    return "\\\n" if piece.kind == "break" else escaped(piece.text)


def escaped(text: str) -> str:
    """Text in which no sign is a mark."""
    return SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """Code between more ticks than stand in it."""
    ticks = "`" * (longest(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return ticks + space + text + space + ticks


def longest(text: str) -> int:
    """The longest run of ticks."""
    return max(map(len, TICKS.findall(text)), default=0)


def link(piece: Span) -> str:
    """A link to a web page or a mail address; any other is told, not linked."""
    label = inline(piece.inside)
    if not ADDRESS.match(piece.text):
        return f"{label} ({escaped(piece.text)})"
    return f"[{label}]({piece.text.replace('<', '%3C')})"


# blocks


def below(made: Sequence[Block]) -> str:
    """Blocks below each other; a list right after a list has other marks, or they would be one."""
    rows: list[str] = []
    before, other = None, False
    for after in made:
        other = isinstance(before, Items) and not other
        rows.append(items(after, other) if isinstance(after, Items) else block(after))
        before = after
    return "\n\n".join(rows)


def block(piece: Block) -> str:
    """One block as Markdown."""
    if isinstance(piece, Paragraph):
        return f"{'#' * min(6, piece.level + HEADING)} {inline(piece.spans)}" if piece.level else paragraph(piece.spans)
    if isinstance(piece, Code):
        fence = "`" * max(3, longest(piece.text) + 1)
        return f"{fence}{piece.language}\n{piece.text}\n{fence}"
    if isinstance(piece, Table):
        return table(piece)
    if isinstance(piece, Items):
        return items(piece)
    if isinstance(piece, Quote):
        return "\n".join(f"> {row}".rstrip() for row in below(piece.blocks).split("\n"))
    assert isinstance(piece, Rule)
    return "---"


def items(piece: Items, other: bool = False) -> str:
    """A list, what belongs to an item set in."""
    marks = [mark.translate(OTHER) if other else mark for mark in piece.marks]
    texts = [indent(item(own), " " * (len(mark) + 1)).lstrip() for mark, own in zip(marks, piece.items, strict=True)]
    return "\n".join(f"{mark} {text}".rstrip() for mark, text in zip(marks, texts, strict=True))


def item(own: Sequence[Block]) -> str:
    """What stands in an item; a list follows its text at once."""
    made = block(own[0]) if own else ""
    for before, after in pairwise(own):
        close = isinstance(before, Paragraph) and isinstance(after, Items)
        made += ("\n" if close else "\n\n") + block(after)
    return made


def table(piece: Table) -> str:
    """A table, its columns below each other."""
    rows = [[cell(one) for one in row] for row in piece.rows]
    sizes = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    rules = ["-" * (size + 1) + (":" if right else "-") for size, right in zip(sizes, piece.right, strict=True)]
    padding = [str.rjust if right else str.ljust for right in piece.right]
    head, *rest = (f"| {' | '.join(map(padded, padding, row, sizes))} |" for row in rows)
    return "\n".join((head, f"|{'|'.join(rules)}|", *rest))


def padded(padding: Callable[[str, int], str], text: str, size: int) -> str:
    """A cell as wide as its column."""
    return padding(text, size)


def cell(spans: Spans) -> str:
    r"""The spans of a cell; its bars separate nothing, in mathematics as `\vert`."""
    return "".join(
        BARS.sub(bar, span(one)) if one.kind in ("math", "display") else span(one).replace("|", "\\|") for one in spans
    )


def bar(match: re.Match[str]) -> str:
    r"""`|` or `\|` in mathematics."""
    return r"\vert " if match[0] == "|" else r"\Vert "
