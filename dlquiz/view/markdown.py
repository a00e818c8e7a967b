"""Markdown as lines for the terminal: paragraphs, lists, tables, code, quotes, and mathematics.

Rich has a Markdown of its own, but takes 88 ms to import, and leaves `$…$` alone.  This one reads what questions use:
CommonMark's blocks one level deep, pipe tables, `code`, **bold**, *emphasis* and links.  Anything else stays as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dlquiz.view import tables
from dlquiz.view.ink import bold, dim, unmarked
from dlquiz.view.mathematics import inline as formula
from dlquiz.view.paragraph import folded
from dlquiz.view.screen import Screen

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
ITEM = re.compile(r"( *)(?:([-*+])|(\d{1,3})[.)])(?: +|$)")
HEADING = re.compile(r" {0,3}#{1,6} +(.*?)(?: +#+)? *$")
RULE = re.compile(r" {0,3}(?:-[ -]*-[ -]*-|\*[ *]*\*[ *]*\*|_[ _]*_[ _]*_)[-*_ ]*$")
DIVIDER = re.compile(r" *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\|? *$|^ *\| *:?-+:? *\| *$")
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
MARKUP = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | (?P<dollars>\$\$?)(?P<math>(?:\\.|[^$\\])+)(?P=dollars)
    | \*\*(?P<strong>\S(?:.*?\S)?)\*\*
    | (?<![*\w])\*(?P<star>[^\s*](?:[^*]*[^\s*])?)\*(?![*\w])
    | (?<![_\w])_(?P<under>[^\s_](?:[^_]*[^\s_])?)_(?![_\w])
    | !?\[(?P<label>[^\]]*)\]\((?P<link>[^)\s]*)\)
    """,
    re.VERBOSE | re.DOTALL,
)
HELD = 30  # columns of a formula that is not broken over two lines
HARD_SPACE = "\u00a0"


class Block(NamedTuple):
    """A piece of a text: what it is, its lines, and what its first line begins with."""

    kind: str  # paragraph | code | item | table | heading | rule | display | quote
    lines: tuple[str, ...]
    lead: str = ""
    level: int = 0  # how many lists an item stands in


def lines(text: str, screen: Screen, margin: str = "") -> list[str]:
    """A text in lines that fit the screen, each begun with the margin; one empty line between blocks."""
    made: list[str] = []
    before = None
    for block in blocks(unmarked(text)):
        if before is not None and not (before.kind == block.kind == "item"):
            made.append("")
        made += WRITERS[block.kind](block, screen, margin)
        before = block
    return made


def inline(text: str) -> str:
    """One text as one line: emphasis, code and links in marks of the ink, mathematics in Unicode."""
    return marked(" ".join(unmarked(text).split()))


def marked(text: str) -> str:
    """Markup replaced."""
    return MARKUP.sub(replaced, text)


def replaced(match: re.Match[str]) -> str:
    """One piece of markup as the terminal shows it."""
    if match["escaped"]:
        return match["escaped"]
    if match["code"]:
        return bold(match["code"].strip(" ") or " ")
    if match["math"]:
        text = formula(match["math"])
        return text.replace(" ", HARD_SPACE) if len(text) <= HELD else text
    if match["strong"]:
        return bold(marked(match["strong"]))
    if match["star"] or match["under"]:
        return bold(marked(match["star"] or match["under"]))
    label, link = marked(match["label"] or ""), match["link"]
    return f"{label} ({link})" if link and link != label else label


# from text to blocks


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order."""
    rows = text.expandtabs(4).strip("\n").split("\n")
    at = 0
    while at < len(rows):
        if not rows[at].strip():
            at += 1
            continue
        block, at = next_block(rows, at)
        yield block


def next_block(rows: Sequence[str], at: int) -> tuple[Block, int]:
    """The block that begins in a line, and where the next may begin."""
    row = rows[at]
    fence = FENCE.match(row)
    if fence:
        return fenced(rows, at, fence[1])
    heading = HEADING.match(row)
    if heading:
        return Block("heading", (heading[1],)), at + 1
    if RULE.match(row):
        return Block("rule", ()), at + 1
    if row.lstrip().startswith("$$"):
        return display(rows, at)
    if ITEM.match(row) and row.strip() != "":
        return item(rows, at)
    if row.lstrip().startswith(">"):
        end = run(rows, at, lambda other: other.lstrip().startswith(">"))
        return Block("quote", tuple(other.lstrip()[1:].strip() for other in rows[at:end])), end
    if "|" in row and at + 1 < len(rows) and DIVIDER.match(rows[at + 1]):
        end = run(rows, at, lambda other: "|" in other)
        return Block("table", tuple(rows[at:end])), end
    if row.startswith("    "):
        end = run(rows, at, lambda other: other.startswith("    "))
        return Block("code", tuple(other[4:] for other in rows[at:end])), end
    end = at + 1
    while end < len(rows) and rows[end].strip() and not begins(rows, end):
        end += 1
    return Block("paragraph", tuple(rows[at:end])), end


def run(rows: Sequence[str], at: int, holds: object) -> int:
    """Where the lines that begin at `at` and hold together end."""
    end = at
    while end < len(rows) and rows[end].strip() and holds(rows[end]):  # type: ignore[operator]
        end += 1
    return end


def begins(rows: Sequence[str], at: int) -> bool:
    """Whether a line ends the paragraph before it."""
    row = rows[at]
    numbered = ITEM.match(row)
    return bool(
        FENCE.match(row)
        or HEADING.match(row)
        or row.lstrip().startswith(("$$", "> "))
        or (numbered and row.strip("-*+ ") and numbered[3] in (None, "1"))
        or ("|" in row and at + 1 < len(rows) and DIVIDER.match(rows[at + 1]))
    )


def fenced(rows: Sequence[str], at: int, mark: str) -> tuple[Block, int]:
    """Code up to its closing fence, or to the end."""
    end = at + 1
    while end < len(rows) and not rows[end].strip().startswith(mark):
        end += 1
    indent = len(rows[at]) - len(rows[at].lstrip())
    body = tuple(row[indent:] if not row[:indent].strip() else row for row in rows[at + 1 : end])
    return Block("code", body), end + 1


def display(rows: Sequence[str], at: int) -> tuple[Block, int]:
    """Mathematics on lines of its own, up to its closing dollars."""
    end = at
    while end < len(rows) and "\n".join(rows[at : end + 1]).count("$$") < 2:
        end += 1
    text = "\n".join(rows[at : end + 1])
    match = DISPLAY.search(text)
    if match is None:
        return Block("paragraph", tuple(rows[at : end + 1])), end + 1
    return Block("display", (match[1].strip(), text[match.end() :].strip())), end + 1


def item(rows: Sequence[str], at: int) -> tuple[Block, int]:
    """One item of a list with the lines that belong to it."""
    match = ITEM.match(rows[at])
    assert match is not None
    inner = match.end() if match.end() > match.end(1) + 1 else match.end() + 1
    end = at + 1
    while end < len(rows) and rows[end].strip() and not ITEM.match(rows[end]) and not begins(rows, end):
        end += 1
    first, *others = rows[at:end]
    lead = "• " if match[2] else f"{match[3]}. "
    body = (first[inner:], *(other.strip() for other in others))
    return Block("item", body, lead, len(match[1]) // 2), end


# from blocks to lines


def prose(block: Block) -> str:
    """Lines joined, but for those that end in a hard break."""
    text = ""
    for row in block.lines:
        hard = row.endswith(("  ", "\\"))
        text += row.strip().removesuffix("\\" if hard else "\0") + ("\n" if hard else " ")
    return marked(text.strip())


def write_paragraph(block: Block, screen: Screen, margin: str) -> list[str]:
    """Words filled into lines."""
    return screen.filled(prose(block), margin)


def write_item(block: Block, screen: Screen, margin: str) -> list[str]:
    """An item behind its bullet or number."""
    return screen.filled(prose(block), margin + "  " * block.level + block.lead)


def write_code(block: Block, screen: Screen, margin: str) -> list[str]:
    """Code as it stands; what is too long goes on below, further in."""
    made: list[str] = []
    for row in block.lines:
        made += folded(screen.spell(row), screen.width, f"{margin}  ", f"{margin}    ")
    return made


def write_quote(block: Block, screen: Screen, margin: str) -> list[str]:
    """A quotation behind a bar."""
    bar = margin + ("  " if screen.plain else "│ ")
    return screen.filled(prose(block), bar, bar)


def write_heading(block: Block, screen: Screen, margin: str) -> list[str]:
    """A heading, set off."""
    return screen.filled(bold(prose(block)), margin)


def write_rule(block: Block, screen: Screen, margin: str) -> list[str]:
    """A line across."""
    return [margin + dim("─" * (screen.width - len(margin) - 1))] if not screen.plain else []


def write_table(block: Block, screen: Screen, margin: str) -> list[str]:
    """A table in columns, or as lists where it is too wide."""
    rows = [[inline(cell) for cell in cells(row)] for row in (block.lines[0], *block.lines[2:])]
    right = [cell.endswith(":") for cell in cells(block.lines[1])]
    return tables.lines(rows, screen, margin, right)


def cells(row: str) -> list[str]:
    """The cells of a row; a bar inside `code`, `$…$` or behind a backslash divides nothing."""
    guarded = re.sub(r"`[^`]*`|\$[^$]*\$|\\\|", lambda match: match[0].replace("|", "\0"), row.strip())
    inner = guarded.removeprefix("|").removesuffix("|")
    return [cell.replace("\\\0", "|").replace("\0", "|").strip() for cell in inner.split("|")]


def write_display(block: Block, screen: Screen, margin: str) -> list[str]:
    """Mathematics in two dimensions where it fits, else in the line."""
    from dlquiz.view.display import two_dimensional

    drawn = two_dimensional(block.lines[0], screen, len(margin) + 2)
    tail = write_paragraph(Block("paragraph", block.lines[1:]), screen, margin) if block.lines[1] else []
    if drawn:
        return [f"{margin}  {row}" for row in drawn] + tail
    return screen.filled(formula(block.lines[0]), margin + "  ") + tail


WRITERS = {
    "paragraph": write_paragraph,
    "item": write_item,
    "code": write_code,
    "quote": write_quote,
    "heading": write_heading,
    "rule": write_rule,
    "table": write_table,
    "display": write_display,
}
