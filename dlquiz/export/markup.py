r"""Writes Markdown that GitHub, Obsidian and pandoc read as dlquiz does.

Text is escaped where they would see markup: `2*3*4`, `<b>`, a price such as $5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from textwrap import indent
from urllib.parse import quote

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export.html import ADDRESS
from dlquiz.export.mathjax import to_mathjax
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
from dlquiz.text.mathematics import find_fault

SPECIAL = re.compile(
    r"""([\\`$<] | (?<!\s)\* | \*(?!\s) | (?<![^\W_])_ | _(?![^\W_]) | ](?=[(\[:]) | &(?=\#?\w+;) | ~(?=~) | \{)""",
    re.VERBOSE,
)
TYPESET = re.compile(r"\\(?=[(\[]|(?:begin|ref|eqref)\s*\{)")  # what MathJax takes for mathematics on a finished page
FIRST = re.compile(  # what begins a block: a number, a quotation, a bullet, a heading or its underline
    r"^(\d*)((?<=\d)[.)](?=\s|$)|(?<!\d)(?:>|[-+*](?=\s|$)|\#(?=\#*(?:\s|$))|[-=](?=[-=]*[ ]*$)))", re.MULTILINE
)
HARMLESS = {"<": r"\lt ", ">": r"\gt ", "&": "& ", "](": "] ("}  # what means the same to mathematics
MARKUP = re.compile(r"[<>]|&(?=[#\w])|\]\(")
UNSAFE = re.compile(r"[^\w.~:/?#@!&'*+,;=%-]", re.ASCII)  # what would end an address
BREAK = re.compile(r"\s*\n\s*")
TICKS = re.compile(r"`+")
BARS = re.compile(r"\\\||\|")
OTHER = str.maketrans("-.", "*)")
CODE_LANGUAGES = """
text txt plain plaintext python py python3 pycon console bash sh shell json yaml yml toml ini xml html css sql c cpp c++
cuda java javascript js typescript ts go rust julia r matlab octave scala kotlin swift latex tex diff pseudo pseudocode
"""  # which programs colour; `math`, `mermaid` or `dataviewjs` they would draw or run
LISTS, TEXTS = ("bullet_list", "ordered_list"), ("paragraph", "heading")
HEADING = 2  # levels above those of a text: the sheet and its questions


def to_markdown(markdown: str) -> str:
    """A text of several blocks."""
    return blocks_to_markdown(parse_markdown(markdown).children)


def line_to_markdown(markdown: str) -> str:
    """A text within a line; one of several lines may hold blocks."""
    if "\n" in markdown.strip():
        return to_markdown(markdown)
    return paragraph_to_markdown(parse_line(markdown).children)


def begins_with_text(markdown: str) -> bool:
    """Whether a text may stand behind a label; a block, such as code, is one only at the beginning of a line."""
    return "\n" not in markdown.strip() or parse_markdown(markdown).children[0].type == "paragraph"


def plain_to_markdown(plain: str) -> str:
    """A text that is not Markdown, in one line."""
    return escape_beginnings(escape_markdown(" ".join(clean_text(plain).split())))


# inline nodes


def paragraph_to_markdown(nodes: Sequence[SyntaxTreeNode]) -> str:
    """The nodes of a paragraph as Markdown."""
    return escape_beginnings(inline_to_markdown(nodes))


def escape_beginnings(markdown: str) -> str:
    """Markdown in which no line begins a list, a heading or a quotation."""
    return FIRST.sub(r"\1\\\2", markdown)


def inline_to_markdown(nodes: Sequence[SyntaxTreeNode]) -> str:
    """The nodes of a line as Markdown."""
    return join_spans(map(span_to_markdown, nodes))


def join_spans(spans: Iterable[str]) -> str:
    """Spans in a line; a space keeps backticks of neighbours apart, a backslash an exclamation mark from a link."""
    line = ""
    for span in spans:
        if line.endswith("!") and span.startswith("["):  # else an image, which would be loaded
            line = f"{line[:-1]}\\!"
        line += f" {span}" if line.endswith("`") and span.startswith("`") else span
    return line


def span_to_markdown(node: SyntaxTreeNode) -> str:
    """One node of a line as Markdown; mathematics goes on one line, where a minus cannot begin a list."""
    match node.type:
        case "code_inline":
            return code_to_markdown(node.content)
        case "math_inline" | "math_inline_double":
            return formula_to_markdown(get_latex(node), node.markup)
        case "strong" | "em":
            mark = "**" if node.type == "strong" else "*"
            return mark + inline_to_markdown(node.children) + mark
        case "link" | "image":
            return link_to_markdown(node)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\\\n"
    return escape_markdown(node.content)


def formula_to_markdown(latex: str, dollars: str = "$") -> str:
    """Mathematics between dollars, in which nothing is markup to a program that knows no mathematics; else code."""
    latex = BREAK.sub(" ", latex)
    if not latex:  # two dollars together would begin mathematics
        return escape_markdown(f"{dollars} {dollars}")
    if find_fault(latex):
        return code_to_markdown(latex)
    harmless = MARKUP.sub(lambda found: HARMLESS[found[0]], latex)
    if harmless.endswith((r"\lt ", r"\gt ")):
        harmless = harmless.rstrip()  # before a dollar, a space would say that mathematics begins there
    return dollars + to_mathjax(harmless) + dollars


def escape_markdown(text: str) -> str:
    """Text in which no character is markup, and none begins mathematics once the page is made."""
    return SPECIAL.sub(r"\\\1", TYPESET.sub(r"\\ ", text))


def code_to_markdown(text: str) -> str:
    """Code between more backticks than it contains."""
    ticks = "`" * (count_backticks(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return ticks + space + text + space + ticks


def count_backticks(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, TICKS.findall(text)), default=0)


def link_to_markdown(node: SyntaxTreeNode) -> str:
    """A link to a web page or a mail address; other addresses are shown as text."""
    label, address = inline_to_markdown(node.children), get_address(node)
    if not ADDRESS.match(address):
        return f"{label} ({escape_markdown(address)})"
    return f"[{label}]({UNSAFE.sub(lambda found: quote(found[0]), address)})"


# blocks


def blocks_to_markdown(blocks: Sequence[SyntaxTreeNode]) -> str:
    """Blocks with blank lines between; a list after a list gets other marks, or both would be one list."""
    rows: list[str] = []
    before, other = "", False
    for after in blocks:
        other = before in LISTS and not other
        rows.append(list_to_markdown(after, other) if after.type in LISTS else block_to_markdown(after))
        before = after.type
    return "\n\n".join(rows)


def block_to_markdown(node: SyntaxTreeNode) -> str:
    """One block as Markdown."""
    match node.type:
        case "paragraph":
            return paragraph_to_markdown(node[0].children)
        case "heading":
            return f"{'#' * min(6, get_heading_level(node) + HEADING)} {inline_to_markdown(node[0].children)}"
        case "table":
            return table_to_markdown(node)
        case "bullet_list" | "ordered_list":
            return list_to_markdown(node)
        case "blockquote":
            return "\n".join(f"> {row}".rstrip() for row in blocks_to_markdown(node.children).split("\n"))
        case "hr":
            return "---"
    return fence_code(node)


def fence_code(node: SyntaxTreeNode) -> str:
    """Code between fences longer than any it contains."""
    text = get_code(node)
    fence = "`" * max(3, count_backticks(text) + 1)
    language = get_language(node) if get_language(node).lower() in CODE_LANGUAGES.split() else ""
    return f"{fence}{language}\n{text}\n{fence}"


def list_to_markdown(node: SyntaxTreeNode, other: bool = False) -> str:
    """A list; the content of its items is indented."""
    rows = []
    for mark, own in get_list_items(node):
        text = indent(item_to_markdown(own), " " * (len(mark) + 1)).lstrip()
        rows.append(f"{mark.translate(OTHER) if other else mark} {text}".rstrip())
    return "\n".join(rows)


def item_to_markdown(own: Sequence[SyntaxTreeNode]) -> str:
    """The blocks of an item; no blank line separates a list from the text before it."""
    made = block_to_markdown(own[0]) if own else ""
    for before, after in pairwise(own):
        close = before.type in TEXTS and after.type in LISTS and may_interrupt_text(after)
        made += ("\n" if close else "\n\n") + block_to_markdown(after)
    return made


def may_interrupt_text(block: SyntaxTreeNode) -> bool:
    """Whether a list begins even without a blank line before it: not with another number than 1, nor with nothing."""
    (mark, own), *_ = get_list_items(block)
    return mark in ("-", "1.") and bool(own)


def table_to_markdown(node: SyntaxTreeNode) -> str:
    """A table with aligned columns."""
    rows = [[cell_to_markdown(one.children) for one in row] for row in get_table_rows(node)]
    right = get_right_columns(node)
    sizes = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    rules = ["-" * (size + 1) + (":" if stands else "-") for size, stands in zip(sizes, right, strict=True)]
    padding = [str.rjust if stands else str.ljust for stands in right]
    head, *rest = (f"| {' | '.join(map(pad_cell, padding, row, sizes))} |" for row in rows)
    return "\n".join((head, f"|{'|'.join(rules)}|", *rest))


def pad_cell(padding: Callable[[str, int], str], text: str, size: int) -> str:
    """A cell, filled up to the width of its column."""
    return padding(text, size)


def cell_to_markdown(nodes: Sequence[SyntaxTreeNode]) -> str:
    r"""The nodes of a cell; bars in it are escaped, or `\vert` in mathematics."""
    return join_spans(
        BARS.sub(bar_to_latex, text) if node.type in FORMULAS and text[0] == "$" else text.replace("|", "\\|")
        for node, text in zip(nodes, map(span_to_markdown, nodes), strict=True)
    )


def bar_to_latex(match: re.Match[str]) -> str:
    r"""`\vert` for `|`, `\Vert` for `\|`."""
    return r"\vert " if match[0] == "|" else r"\Vert "
