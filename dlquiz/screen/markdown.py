"""Markdown as lines for the terminal, written from the blocks and spans that `dlquiz.text` reads."""

from __future__ import annotations

from collections.abc import Sequence

from dlquiz.screen import tables
from dlquiz.screen.ansi import bold, dim, unmarked
from dlquiz.screen.inline_math import inline as formula
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import folded
from dlquiz.text.blocks import Block, Code, Items, Paragraph, Quote, Spans, Table, blocks, in_line
from dlquiz.text.spans import Span

HELD = 30  # columns of a formula that is not broken over two lines
HARD_SPACE = "\u00a0"


def lines(text: str, screen: Screen, margin: str = "") -> list[str]:
    """A text in lines that fit the screen, each begun with the margin."""
    return below(blocks(unmarked(text)), screen, margin)


def inline(text: str) -> str:
    """One text as one line: emphasis, code and links in marks of the ink, mathematics in Unicode."""
    return marked(in_line(unmarked(text)))


# spans


def marked(spans: Sequence[Span]) -> str:
    """Spans as one text; where a hard break stands, a line ends."""
    return "".join(map(shown, spans))


def shown(span: Span) -> str:
    """One span as the terminal shows it."""
    if span.kind in ("code", "strong", "emphasis"):
        return bold(span.text or marked(span.inside))
    if span.kind in ("math", "display"):
        text = formula(" ".join(span.text.split()))
        return text.replace(" ", HARD_SPACE) if len(text) <= HELD else text
    if span.kind == "link":
        label = marked(span.inside)
        return label if label == span.text else f"{label} ({span.text})"
    return "\n" if span.kind == "break" else span.text.replace("\n", " ")


# blocks


def below(made: Sequence[Block], screen: Screen, margin: str, item: bool = False) -> list[str]:
    """Blocks below each other, an empty line between them, but none between lists or before a list in an item."""
    rows: list[str] = []
    before: Block | None = None
    for block in made:
        tight = isinstance(block, Items) and (item or isinstance(before, Items))
        own = written(block, screen, margin)
        rows += ([] if tight else gap(rows, own, margin)) + own
        before = block
    return rows


def gap(above: list[str], own: list[str], margin: str) -> list[str]:
    """An empty line, where it has something above and below."""
    return [margin.rstrip(" ")] if above and own else []


def written(block: Block, screen: Screen, margin: str) -> list[str]:
    """One block."""
    if isinstance(block, Paragraph):
        return paragraph(block, screen, margin)
    if isinstance(block, Items):
        return items(block, screen, margin)
    if isinstance(block, Table):
        return tables.lines([list(map(marked, row)) for row in block.rows], screen, margin, block.right)
    if isinstance(block, Code):
        return code(block, screen, margin)
    if isinstance(block, Quote):
        return below(block.blocks, screen, margin + ("  " if screen.plain else "│ "))
    return [] if screen.plain else [margin + dim("─" * (screen.width - len(margin) - 1))]


def paragraph(block: Paragraph, screen: Screen, margin: str) -> list[str]:
    """Words filled into lines; `$$…$$` that begins a line stands by itself."""
    rows: list[str] = []
    for piece in pieces(block.spans):
        drawn = piece[0].kind == "display"
        text = "" if drawn else marked(piece).strip(" ")
        own = display(piece[0].text, screen, margin) if drawn else filled(text, block.level, screen, margin)
        rows += (gap(rows, own, margin) if drawn or piece[0].text.startswith("\n") else []) + own
    return rows


def pieces(spans: Spans) -> list[list[Span]]:
    """The spans of a paragraph, each `$$…$$` that begins a line apart from the others."""
    made: list[list[Span]] = []
    begins = True
    for span in spans:
        drawn = begins and span.kind == "display"
        if drawn or not made or made[-1][0].kind == "display":
            made.append([span])
        else:
            made[-1].append(span)
        begins = drawn or span.kind == "break" or span.text.endswith("\n")
    return made


def filled(text: str, level: int, screen: Screen, margin: str) -> list[str]:
    """A paragraph or a heading in lines; none where it is empty."""
    return screen.filled(bold(text) if level else text, margin, margin) if text else []


def display(text: str, screen: Screen, margin: str) -> list[str]:
    """Mathematics in two dimensions where it fits, else in the line."""
    from dlquiz.screen.display_math import two_dimensional

    margin += "  "
    drawn = two_dimensional(text, screen, len(margin))
    return [margin + row for row in drawn] or screen.filled(formula(text), margin, margin)


def items(block: Items, screen: Screen, margin: str) -> list[str]:
    """A list, each item behind its bullet or number."""
    rows: list[str] = []
    for mark, item in zip(block.marks, block.items, strict=True):
        lead = "• " if mark == "-" else f"{mark} "
        inner = margin + " " * len(lead)
        first, *others = below(item, screen, inner, item=True) or [""]
        rows += [(margin + lead + first[len(inner) :]).rstrip(" "), *others]
    return rows


def code(block: Code, screen: Screen, margin: str) -> list[str]:
    """Code as it stands; what is too long goes on below, further in."""
    rows = map(screen.spell, block.text.split("\n"))
    return [line for row in rows for line in folded(row, screen.width, f"{margin}  ", f"{margin}    ")]
