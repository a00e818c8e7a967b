r"""Writes Markdown as HTML, with mathematics for MathJax: `\(…\)` and `\[…\]`.

The text of a bank is data: nothing in it becomes a tag, or a field or sound of Anki.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export.mathjax import to_mathjax
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
from dlquiz.text.mathematics import find_fault

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "[": "&#91;", "{{": "&#123;&#123;"}
ENTITY = re.compile(r"[&<>\[]|\{\{")
QUOTATION = '"'
ADDRESS = re.compile("(?:https?://|mailto:)", re.IGNORECASE)  # what a card may link to
FORMULA = re.compile(r"\\([(\[])(.*?)\\[)\]]", re.DOTALL)
MAX_CACHED = 4096  # texts: reasons, options and instructions are the same in most variants of a question
BACKSLASH = "<span>\\</span>"  # in an element of its own, so that the text \( does not begin mathematics


@lru_cache(MAX_CACHED)
def to_html(text: str) -> str:
    """A Markdown text of several blocks."""
    return "\n".join(map(block_to_html, parse_markdown(text).children))


@lru_cache(MAX_CACHED)
def line_to_html(text: str) -> str:
    """A Markdown text without a paragraph around it; one of several lines may hold blocks."""
    if "\n" not in text.strip():
        return inline_to_html(parse_line(text).children)
    return "<br>".join(map(bare_block_to_html, parse_markdown(text).children))


def bare_block_to_html(node: SyntaxTreeNode) -> str:
    """One block as HTML; of a paragraph or a heading only its content."""
    return inline_to_html(node[0].children) if node.type in ("paragraph", "heading") else block_to_html(node)


def plain_to_html(text: str) -> str:
    """A text that is not Markdown."""
    return escape_prose(clean_text(text))


def escape_html(text: str) -> str:
    """Text in which no character has a meaning in HTML or in Anki (`[sound:…]`, `{{field}}`)."""
    return ENTITY.sub(escape_sign, text) if ENTITY.search(text) else text


def escape_sign(match: re.Match[str]) -> str:
    """The entities of a sign."""
    return ENTITIES[match[0]]


def escape_code(text: str) -> str:
    r"""Code or an attribute, in which `\(` begins no formula for `replace_formulas`."""
    return escape_html(text).replace("\\(", "&#92;(")


def escape_prose(text: str) -> str:
    """Text that is escaped and in which no mathematics begins."""
    return escape_html(text).replace("\\", BACKSLASH)


@lru_cache(MAX_CACHED)
def math_to_html(latex: str) -> str:
    r"""Mathematics within a line: `\(…\)`; what is not mathematics is shown as code."""
    return show_source(latex) if find_fault(latex) else rf"\({escape_html(to_mathjax(latex))}\)"


def display_to_html(latex: str) -> str:
    r"""Mathematics on a line of its own: `\[…\]`; what is not mathematics is shown as code."""
    return show_source(latex) if find_fault(latex) else rf"\[{escape_html(to_mathjax(latex))}\]"


def replace_formulas(text: str, write: Callable[[str, bool], str]) -> str:
    r"""HTML of ours with each `\(…\)` and `\[…\]` written otherwise, given its LaTeX and whether it is a block."""
    return FORMULA.sub(lambda found: write(unescape(found[2]), found[1] == "["), text)


def show_source(latex: str) -> str:
    """LaTeX as the text that it is."""
    return f"<code>{escape_code(latex)}</code>"


# inline nodes


def inline_to_html(nodes: Sequence[SyntaxTreeNode]) -> str:
    """The nodes of a line as HTML."""
    return "".join(map(span_to_html, nodes))


def span_to_html(node: SyntaxTreeNode) -> str:
    """One node of a line as HTML."""
    match node.type:
        case "strong" | "em":
            return f"<{node.tag}>{inline_to_html(node.children)}</{node.tag}>"
        case "code_inline":
            return f"<code>{escape_code(node.content)}</code>"
        case "math_inline":
            return math_to_html(get_latex(node))
        case "math_inline_double":
            return display_to_html(get_latex(node))
        case "link" | "image":
            return link_to_html(node)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>"
    return escape_prose(node.content)


def link_to_html(node: SyntaxTreeNode) -> str:
    """A link to a web page or a mail address; other addresses are shown as text."""
    label, address = inline_to_html(node.children), get_address(node)
    if not ADDRESS.match(address):
        return f"{label} ({escape_prose(address)})"
    return f'<a href="{escape_html(address).replace(QUOTATION, "&quot;")}">{label}</a>'


# blocks


def block_to_html(node: SyntaxTreeNode) -> str:
    """One block as HTML."""
    match node.type:
        case "fence" | "code_block":
            return f"<pre>{escape_code(get_code(node))}</pre>"
        case "table":
            return table_to_html(node)
        case "blockquote":
            return f"<blockquote>{''.join(map(block_to_html, node.children))}</blockquote>"
        case "bullet_list" | "ordered_list":
            return list_to_html(node)
        case "hr":
            return "<hr>"
    level = get_heading_level(node)
    tag = f"h{min(6, level + 2)}" if level else "p"
    return f"<{tag}>{inline_to_html(node[0].children)}</{tag}>"


def table_to_html(node: SyntaxTreeNode) -> str:
    """A table; its first row is the head."""
    right = get_right_columns(node)
    head, *rest = (list(zip(row, right, strict=True)) for row in get_table_rows(node))
    heading = "".join(cell_to_html("th", own, right) for own, right in head)
    body = "".join(f"<tr>{''.join(cell_to_html('td', own, right) for own, right in row)}</tr>" for row in rest)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def cell_to_html(tag: str, node: SyntaxTreeNode, right: bool) -> str:
    text = inline_to_html(node.children)
    return f'<{tag} class="right">{text}</{tag}>' if right else f"<{tag}>{text}</{tag}>"


def list_to_html(node: SyntaxTreeNode) -> str:
    """A list, numbered or not."""
    made = "".join(f"<li>{item_to_html(own)}</li>" for own in node.children)
    start = node.attrs.get("start", 1)
    return f'<{node.tag} start="{start}">{made}</{node.tag}>' if start != 1 else f"<{node.tag}>{made}</{node.tag}>"


def item_to_html(node: SyntaxTreeNode) -> str:
    """The content of a list item; its first paragraph needs no `<p>`."""
    own = node.children
    if own and own[0].type == "paragraph":
        return inline_to_html(own[0][0].children) + "".join(map(block_to_html, own[1:]))
    return "".join(map(block_to_html, own))
