r"""Texts of questions as HTML, their mathematics as MathJax reads it: `\(…\)` and `\[…\]`.

A bank's text is data: nothing in it becomes a tag, a field or a sound of the program that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export.mathjax import portable
from dlquiz.text.markdown import (
    clean_text,
    get_address,
    get_code,
    get_heading_level,
    get_latex,
    get_right_columns,
    get_table_rows,
    parse_line,
    parse_markdown,
)

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "&#91;", "{{": "&#123;&#123;"}
ENTITY = re.compile(r"[&<>\[]|\{\{")
QUOTATION = '"'
ADDRESS = re.compile("(?:https?://|mailto:)", re.IGNORECASE)  # what a card may lead to
BACKSLASH = "<span>\\</span>"  # by itself, so that text such as \( begins no mathematics


def html(text: str) -> str:
    """A Markdown text of several blocks."""
    return "\n".join(map(block, parse_markdown(text).children))


def line(text: str) -> str:
    """A Markdown text that stands in a line, without a paragraph around it; in several lines it may hold blocks."""
    if "\n" not in text.strip():
        return inline(parse_line(text).children)
    blocks = parse_markdown(text).children
    return "<br>".join(inline(b[0].children) if b.type in ("paragraph", "heading") else block(b) for b in blocks)


def plain(text: str) -> str:
    """A text that is no Markdown."""
    return prose(clean_text(text))


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


# what stands in a line


def inline(nodes: Sequence[SyntaxTreeNode]) -> str:
    """What stands in a line as HTML."""
    return "".join(map(span, nodes))


def span(node: SyntaxTreeNode) -> str:
    """One piece of a line as HTML."""
    match node.type:
        case "strong" | "em":
            return f"<{node.tag}>{inline(node.children)}</{node.tag}>"
        case "code_inline":
            return f"<code>{escaped(node.content)}</code>"
        case "math_inline":
            return math(get_latex(node))
        case "math_inline_double":
            return display(get_latex(node))
        case "link" | "image":
            return link(node)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>"
    return prose(node.content)


def link(node: SyntaxTreeNode) -> str:
    """A link to a web page or a mail address; any other is told, not linked."""
    label, address = inline(node.children), get_address(node)
    if not ADDRESS.match(address):
        return f"{label} ({prose(address)})"
    return f'<a href="{escaped(address).replace(QUOTATION, "&quot;")}">{label}</a>'


# blocks


def block(node: SyntaxTreeNode) -> str:
    """One block as HTML."""
    match node.type:
        case "fence" | "code_block":
            return f"<pre>{escaped(get_code(node))}</pre>"
        case "table":
            return table(node)
        case "blockquote":
            return f"<blockquote>{''.join(map(block, node.children))}</blockquote>"
        case "bullet_list" | "ordered_list":
            return items(node)
        case "hr":
            return "<hr>"
    level = get_heading_level(node)
    tag = f"h{min(6, level + 2)}" if level else "p"
    return f"<{tag}>{inline(node[0].children)}</{tag}>"


def table(node: SyntaxTreeNode) -> str:
    """A table, its first row as head."""
    right = get_right_columns(node)
    head, *rest = (list(zip(row, right, strict=True)) for row in get_table_rows(node))
    heading = "".join(cell("th", own, right) for own, right in head)
    body = "".join(f"<tr>{''.join(cell('td', own, right) for own, right in row)}</tr>" for row in rest)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def cell(tag: str, node: SyntaxTreeNode, right: bool) -> str:
    """One cell."""
    text = inline(node.children)
    return f'<{tag} class="right">{text}</{tag}>' if right else f"<{tag}>{text}</{tag}>"


def items(node: SyntaxTreeNode) -> str:
    """A list; an item of one paragraph stands without it."""
    made = "".join(f"<li>{item(own)}</li>" for own in node.children)
    start = node.attrs.get("start", 1)
    return f'<{node.tag} start="{start}">{made}</{node.tag}>' if start != 1 else f"<{node.tag}>{made}</{node.tag}>"


def item(node: SyntaxTreeNode) -> str:
    """What stands in a list item: its first paragraph bare."""
    own = node.children
    if own and own[0].type == "paragraph":
        return inline(own[0][0].children) + "".join(map(block, own[1:]))
    return "".join(map(block, own))
