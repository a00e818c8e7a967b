"""Markdown as lines for the terminal, written from the syntax tree that `dlquiz.text` reads."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from dlquiz.screen import tables
from dlquiz.screen.ansi import bold, dim, unmarked
from dlquiz.screen.inline_math import inline as formula
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import folded
from dlquiz.text.markdown import (
    get_address,
    get_code,
    get_latex,
    get_list_items,
    get_right_columns,
    get_table_rows,
    parse_line,
    parse_markdown,
)

HELD = 30  # columns of a formula that is not broken over two lines
HARD_SPACE = "\u00a0"
DISPLAY = "math_inline_double"  # `$$…$$`
LISTS = ("bullet_list", "ordered_list")


def lines(text: str, screen: Screen, margin: str = "") -> list[str]:
    """A text in lines that fit the screen, each begun with the margin."""
    return below(parse_markdown(unmarked(text)).children, screen, margin)


def inline(text: str) -> str:
    """One text as one line: emphasis, code and links in marks of the ink, mathematics in Unicode."""
    return marked(parse_line(unmarked(text)).children)


# what stands in a line


def marked(nodes: Sequence[SyntaxTreeNode]) -> str:
    """What stands in a line as one text; where a hard break stands, a line ends."""
    return "".join(map(shown, nodes))


def shown(node: SyntaxTreeNode) -> str:
    """One piece of a line as the terminal shows it."""
    match node.type:
        case "code_inline":
            return bold(node.content)
        case "strong" | "em":
            return bold(marked(node.children))
        case "math_inline" | "math_inline_double":
            text = formula(" ".join(node.content.split()))
            return text.replace(" ", HARD_SPACE) if len(text) <= HELD else text
        case "link" | "image":
            label, address = marked(node.children), get_address(node)
            return label if label == address else f"{label} ({address})"
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
    return node.content


# blocks


def below(blocks: Sequence[SyntaxTreeNode], screen: Screen, margin: str, item: bool = False) -> list[str]:
    """Blocks below each other, an empty line between them, but none between lists or before a list in an item."""
    rows: list[str] = []
    before = ""
    for block in blocks:
        tight = block.type in LISTS and (item or before in LISTS)
        own = written(block, screen, margin)
        rows += ([] if tight else gap(rows, own, margin)) + own
        before = block.type
    return rows


def gap(above: list[str], own: list[str], margin: str) -> list[str]:
    """An empty line, where it has something above and below."""
    return [margin.rstrip(" ")] if above and own else []


def written(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[str]:
    """One block."""
    match block.type:
        case "bullet_list" | "ordered_list":
            return items(block, screen, margin)
        case "table":
            cells = [[marked(cell.children) for cell in row] for row in get_table_rows(block)]
            return tables.lines(cells, screen, margin, get_right_columns(block))
        case "fence" | "code_block":
            return code(get_code(block), screen, margin)
        case "blockquote":
            return below(block.children, screen, margin + ("  " if screen.plain else "│ "))
        case "hr":
            return [] if screen.plain else [margin + dim("─" * (screen.width - len(margin) - 1))]
    return paragraph(block, screen, margin)


def paragraph(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[str]:
    """Words filled into lines; `$$…$$` that begins a line stands by itself."""
    rows: list[str] = []
    for piece in pieces(block[0].children):
        drawn = piece[0].type == DISPLAY
        text = "" if drawn else marked(piece).strip(" ")
        heading = block.type == "heading"
        own = display(get_latex(piece[0]), screen, margin) if drawn else filled(text, heading, screen, margin)
        rows += (gap(rows, own, margin) if drawn or piece[0].type == "softbreak" else []) + own
    return rows


def pieces(nodes: Sequence[SyntaxTreeNode]) -> list[list[SyntaxTreeNode]]:
    """What stands in a paragraph, each `$$…$$` that begins a line apart from the others."""
    made: list[list[SyntaxTreeNode]] = []
    begins = True
    for node in nodes:
        drawn = begins and node.type == DISPLAY
        if drawn or not made or made[-1][0].type == DISPLAY:
            made.append([node])
        else:
            made[-1].append(node)
        begins = drawn or node.type in ("softbreak", "hardbreak")
    return made


def filled(text: str, heading: bool, screen: Screen, margin: str) -> list[str]:
    """A paragraph or a heading in lines; none where it is empty."""
    return screen.filled(bold(text) if heading else text, margin, margin) if text else []


def display(text: str, screen: Screen, margin: str) -> list[str]:
    """Mathematics in two dimensions where it fits, else in the line."""
    from dlquiz.screen.display_math import two_dimensional

    margin += "  "
    drawn = two_dimensional(text, screen, len(margin))
    return [margin + row for row in drawn] or screen.filled(formula(text), margin, margin)


def items(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[str]:
    """A list, each item behind its bullet or number."""
    rows: list[str] = []
    for mark, item in get_list_items(block):
        lead = "• " if mark == "-" else f"{mark} "
        inner = margin + " " * len(lead)
        first, *others = below(item, screen, inner, item=True) or [""]
        rows += [(margin + lead + first[len(inner) :]).rstrip(" "), *others]
    return rows


def code(text: str, screen: Screen, margin: str) -> list[str]:
    """Code as it stands; what is too long goes on below, further in."""
    rows = map(screen.spell, text.split("\n"))
    return [line for row in rows for line in folded(row, screen.width, f"{margin}  ", f"{margin}    ")]
