r"""Texts of questions as HTML, their mathematics as MathJax reads it: `\(…\)` and `\[…\]`.

A bank's text is data: nothing in it becomes a tag, a field or a sound of the program that shows it.
"""

from __future__ import annotations

import re

from dlquiz.export.mathjax import portable
from dlquiz.text.blocks import Block, Code, Items, Paragraph, Quote, Rule, Spans, Table, blocks, in_line
from dlquiz.text.spans import Span, cleaned

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "&#91;", "{{": "&#123;&#123;"}
ENTITY = re.compile(r"[&<>\[]|\{\{")
QUOTATION = '"'
ADDRESS = re.compile("(?:https?://|mailto:)", re.IGNORECASE)  # what a card may lead to
TAGS = {"strong": "strong", "emphasis": "em"}
BACKSLASH = "<span>\\</span>"  # by itself, so that text such as \( begins no mathematics


def html(text: str) -> str:
    """A Markdown text of several blocks."""
    return "\n".join(map(block, blocks(text)))


def line(text: str) -> str:
    """A Markdown text that stands in a line, without a paragraph around it; in several lines it may hold blocks."""
    if "\n" not in text.strip():
        return inline(in_line(text))
    parts = [inline(b.spans) if isinstance(b, Paragraph) else block(b) for b in blocks(text)]
    return "<br>".join(parts)


def plain(text: str) -> str:
    """A text that is no Markdown."""
    return prose(cleaned(text))


def escaped(text: str) -> str:
    """A text in which nothing means anything: neither tags, nor Anki's own [sound:…] and {{field}}."""
    return ENTITY.sub(entity, text) if ENTITY.search(text) else text


def entity(match: re.Match[str]) -> str:
    """What stands for a sign that means something."""
    return ENTITIES[match[0]]


def prose(text: str) -> str:
    """`escaped`, and no mathematics begins in it."""
    return escaped(text).replace("\\", BACKSLASH)


def math(latex: str) -> str:
    r"""Mathematics in a line: `\(…\)`."""
    return rf"\({escaped(portable(latex))}\)"


def display(latex: str) -> str:
    r"""Mathematics on a line of its own: `\[…\]`."""
    return rf"\[{escaped(portable(latex))}\]"


# spans


def inline(pieces: Spans) -> str:
    """Spans as HTML."""
    return "".join(map(span, pieces))


def span(piece: Span) -> str:
    """One span as HTML."""
    if piece.kind in TAGS:
        return f"<{TAGS[piece.kind]}>{inline(piece.inside)}</{TAGS[piece.kind]}>"
    if piece.kind == "code":
        return f"<code>{escaped(piece.text)}</code>"
    if piece.kind == "math":
        return math(piece.text)
    if piece.kind == "display":
        return display(piece.text)
    if piece.kind == "link":
        return link(piece)
    return "<br>" if piece.kind == "break" else prose(piece.text)


def link(piece: Span) -> str:
    """A link to a web page or a mail address; any other is told, not linked."""
    label = inline(piece.inside)
    if not ADDRESS.match(piece.text):
        return f"{label} ({prose(piece.text)})"
    return f'<a href="{escaped(piece.text).replace(QUOTATION, "&quot;")}">{label}</a>'


# blocks


def block(piece: Block) -> str:
    """One block as HTML."""
    if isinstance(piece, Paragraph):
        tag = "p" if not piece.level else f"h{min(6, piece.level + 2)}"
        return f"<{tag}>{inline(piece.spans)}</{tag}>"
    if isinstance(piece, Code):
        return f"<pre>{escaped(piece.text)}</pre>"
    if isinstance(piece, Table):
        return table(piece)
    if isinstance(piece, Quote):
        return f"<blockquote>{''.join(map(block, piece.blocks))}</blockquote>"
    return "<hr>" if isinstance(piece, Rule) else items(piece)


def table(piece: Table) -> str:
    """A table, its first row as head."""
    head, *rest = (zip(row, piece.right, strict=True) for row in piece.rows)
    heading = "".join(cell("th", spans, right) for spans, right in head)
    body = "".join(f"<tr>{''.join(cell('td', spans, right) for spans, right in row)}</tr>" for row in rest)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def cell(tag: str, spans: Spans, right: bool) -> str:
    """One cell."""
    return f'<{tag} class="right">{inline(spans)}</{tag}>' if right else f"<{tag}>{inline(spans)}</{tag}>"


def items(piece: Items) -> str:
    """A list; an item of one paragraph stands without it."""
    made = "".join(f"<li>{item(own)}</li>" for own in piece.items)
    if piece.start < 0:
        return f"<ul>{made}</ul>"
    return f'<ol start="{piece.start}">{made}</ol>' if piece.start != 1 else f"<ol>{made}</ol>"


def item(own: tuple[Block, ...]) -> str:
    """What stands in a list item: its first paragraph bare."""
    if own and isinstance(own[0], Paragraph) and not own[0].level:
        return inline(own[0].spans) + "".join(map(block, own[1:]))
    return "".join(map(block, own))
