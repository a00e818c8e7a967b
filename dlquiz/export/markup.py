r"""Texts of questions as Markdown that GitHub, Obsidian and pandoc read as we do.

What we read as text is escaped where they would read more in it: `2*3*4`, `<b>`, a price such as $5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from textwrap import indent

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export.html import ADDRESS
from dlquiz.export.mathjax import portable
from dlquiz.text.markdown import (
    FORMULAS,
    clean_text,
    get_address,
    get_code,
    get_heading_level,
    get_language,
    get_latex,
    get_list_items,
    get_right_columns,
    get_table_rows,
    parse_line,
    parse_markdown,
)

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
LISTS, TEXTS = ("bullet_list", "ordered_list"), ("paragraph", "heading")
HEADING = 2  # levels above the headings of a text: the sheet, and its questions


def text(markdown: str) -> str:
    """A text of several blocks."""
    return below(parse_markdown(markdown).children)


def line(markdown: str) -> str:
    """A text that stands in a line; in several lines it may hold blocks."""
    return paragraph(parse_line(markdown).children) if "\n" not in markdown.strip() else text(markdown)


def words(plain: str) -> str:
    """A text that is no Markdown, in one line."""
    return escape_beginnings(escaped(" ".join(clean_text(plain).split())))


# what stands in a line


def paragraph(nodes: Sequence[SyntaxTreeNode]) -> str:
    """What stands in a line, from its beginning on."""
    return escape_beginnings(inline(nodes))


def escape_beginnings(markdown: str) -> str:
    """Markdown of which no line begins a list, a heading or a quotation."""
    return FIRST.sub(r"\1\\\2", markdown)


def inline(nodes: Sequence[SyntaxTreeNode]) -> str:
    """What stands in a line as Markdown."""
    return "".join(map(span, nodes))


def span(node: SyntaxTreeNode) -> str:
    """One piece of a line as Markdown; mathematics in one line, since elsewhere a minus in front would begin a list."""
    match node.type:
        case "code_inline":
            return code(node.content)
        case "math_inline" | "math_inline_double":
            return node.markup + portable(BREAK.sub(" ", get_latex(node))) + node.markup
        case "strong" | "em":
            mark = "**" if node.type == "strong" else "*"
            return mark + inline(node.children) + mark
        case "link" | "image":
            return link(node)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\\\n"
    return escaped(node.content)


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


def link(node: SyntaxTreeNode) -> str:
    """A link to a web page or a mail address; any other is told, not linked."""
    label, address = inline(node.children), get_address(node)
    if not ADDRESS.match(address):
        return f"{label} ({escaped(address)})"
    return f"[{label}]({address.replace('<', '%3C')})"


# blocks


def below(blocks: Sequence[SyntaxTreeNode]) -> str:
    """Blocks below each other; a list right after a list has other marks, or they would be one."""
    rows: list[str] = []
    before, other = "", False
    for after in blocks:
        other = before in LISTS and not other
        rows.append(items(after, other) if after.type in LISTS else block(after))
        before = after.type
    return "\n\n".join(rows)


def block(node: SyntaxTreeNode) -> str:
    """One block as Markdown."""
    match node.type:
        case "paragraph":
            return paragraph(node[0].children)
        case "heading":
            return f"{'#' * min(6, get_heading_level(node) + HEADING)} {inline(node[0].children)}"
        case "table":
            return table(node)
        case "bullet_list" | "ordered_list":
            return items(node)
        case "blockquote":
            return "\n".join(f"> {row}".rstrip() for row in below(node.children).split("\n"))
        case "hr":
            return "---"
    return code_block(node)


def code_block(node: SyntaxTreeNode) -> str:
    """Code between fences longer than any in it."""
    text = get_code(node)
    fence = "`" * max(3, longest(text) + 1)
    return f"{fence}{get_language(node)}\n{text}\n{fence}"


def items(node: SyntaxTreeNode, other: bool = False) -> str:
    """A list, what belongs to an item set in."""
    rows = []
    for mark, own in get_list_items(node):
        text = indent(item(own), " " * (len(mark) + 1)).lstrip()
        rows.append(f"{mark.translate(OTHER) if other else mark} {text}".rstrip())
    return "\n".join(rows)


def item(own: Sequence[SyntaxTreeNode]) -> str:
    """What stands in an item; a list follows its text at once."""
    made = block(own[0]) if own else ""
    for before, after in pairwise(own):
        close = before.type in TEXTS and after.type in LISTS
        made += ("\n" if close else "\n\n") + block(after)
    return made


def table(node: SyntaxTreeNode) -> str:
    """A table, its columns below each other."""
    rows = [[cell(one.children) for one in row] for row in get_table_rows(node)]
    right = get_right_columns(node)
    sizes = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    rules = ["-" * (size + 1) + (":" if stands else "-") for size, stands in zip(sizes, right, strict=True)]
    padding = [str.rjust if stands else str.ljust for stands in right]
    head, *rest = (f"| {' | '.join(map(padded, padding, row, sizes))} |" for row in rows)
    return "\n".join((head, f"|{'|'.join(rules)}|", *rest))


def padded(padding: Callable[[str, int], str], text: str, size: int) -> str:
    """A cell as wide as its column."""
    return padding(text, size)


def cell(nodes: Sequence[SyntaxTreeNode]) -> str:
    r"""What stands in a cell; its bars separate nothing, in mathematics as `\vert`."""
    return "".join(
        BARS.sub(bar, span(node)) if node.type in FORMULAS else span(node).replace("|", "\\|") for node in nodes
    )


def bar(match: re.Match[str]) -> str:
    r"""`|` or `\|` in mathematics."""
    return r"\vert " if match[0] == "|" else r"\Vert "
