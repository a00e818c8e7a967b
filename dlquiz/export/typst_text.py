"""Writes Markdown for Typst.  Every text of a bank is a string of Typst, so that nothing in it is markup or code."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from dlquiz.export.html import ADDRESS
from dlquiz.export.typst_math import latex_to_typst
from dlquiz.text.markdown import (
    clean_text,
    get_address,
    get_code,
    get_latex,
    get_right_columns,
    get_table_rows,
    parse_line,
    parse_markdown,
)

MAX_COLUMNS = 100  # of a table; a wider one fits no page, and takes Typst 200 MB


def to_typst(markdown: str) -> str:
    """A text of several blocks."""
    return "\n\n".join(map(block_to_typst, parse_markdown(markdown).children))


def line_to_typst(markdown: str) -> str:
    """A text within a line; one of several lines may hold blocks."""
    if "\n" in markdown.strip():
        return to_typst(markdown)
    return inline_to_typst(parse_line(markdown).children)


def plain_to_typst(text: str) -> str:
    """A text that is not Markdown."""
    return write_string(clean_text(text))


def write_string(text: str) -> str:
    """A string as content; the semicolon ends it, whatever stands behind."""
    return f"#{quote_string(text)};" if text else ""


def quote_string(text: str) -> str:
    """A string of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def math_to_typst(latex: str, block: bool = False) -> str:
    """Mathematics; what is none is shown as its source."""
    made = latex_to_typst(latex)
    if not made:
        return f"#raw({quote_string(latex)});"
    return f"$ {made} $" if block else f"${made}$"


def inline_to_typst(nodes: Sequence[SyntaxTreeNode]) -> str:
    """The nodes of a line."""
    return "".join(map(span_to_typst, nodes))


def span_to_typst(node: SyntaxTreeNode) -> str:
    """One node of a line."""
    match node.type:
        case "strong" | "em":
            name = "strong" if node.type == "strong" else "emph"
            return f"#{name}[{inline_to_typst(node.children)}];"
        case "code_inline":
            return f"#raw({quote_string(node.content)});"
        case "math_inline":
            return math_to_typst(get_latex(node))
        case "math_inline_double":
            return math_to_typst(get_latex(node), block=True)
        case "link" | "image":
            return link_to_typst(node)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return " #linebreak();"
    return write_string(clean_text(node.content))


def link_to_typst(node: SyntaxTreeNode) -> str:
    """A link to a web page or a mail address; other addresses are shown as text."""
    label, address = inline_to_typst(node.children), get_address(node)
    if not ADDRESS.match(address):
        return f"{label} {write_string(f'({address})')}"
    return f"#link({quote_string(address)})[{label}];"


def block_to_typst(node: SyntaxTreeNode) -> str:
    """One block."""
    match node.type:
        case "fence" | "code_block":
            return f"#raw(block: true, {quote_string(get_code(node))});"
        case "table":
            return table_to_typst(node)
        case "blockquote":
            return f"#quote(block: true)[{' #parbreak(); '.join(map(block_to_typst, node.children))}];"
        case "bullet_list" | "ordered_list":
            name = "list" if node.type == "bullet_list" else f"enum.with(start: {int(node.attrs.get('start', 1) or 1)})"
            items = ", ".join(f"[{' #parbreak(); '.join(map(block_to_typst, own.children))}]" for own in node.children)
            return f"#({name})({items});"
        case "hr":
            return "#line(length: 100%);"
        case "heading":
            return f"#strong[{inline_to_typst(node[0].children)}];"
    return inline_to_typst(node[0].children)


def table_to_typst(node: SyntaxTreeNode) -> str:
    """A table, whose first row is the head; one that no page can hold as lines."""
    rows = get_table_rows(node)
    right = get_right_columns(node)
    if len(right) > MAX_COLUMNS:
        return "\n\n".join(" | ".join(inline_to_typst(cell.children) for cell in row) for row in rows)
    align = ", ".join("right" if own else "left" for own in right)
    head, *body = (", ".join(f"[{inline_to_typst(cell.children)}]" for cell in row) for row in rows)
    return f"#table(columns: {len(right)}, align: ({align},), table.header({head}), {', '.join(body)});"
