"""Markdown as lines for the terminal, written from the syntax tree that `dlquiz.text` reads."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode
from rich.text import Text

from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.inline_math import render_latex
from dlquiz.screen.screen import Screen
from dlquiz.screen.tables import render_table
from dlquiz.screen.wrap import break_lines, strip_end
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
DISPLAY = "math_inline_double"  # `$$…$$`
LISTS = ("bullet_list", "ordered_list")


def render_markdown(text: str, screen: Screen, margin: str = "") -> list[Text]:
    """A text in lines that fit the screen, each begun with the margin."""
    return stack_blocks(parse_markdown(text).children, screen, margin)


def render_inline(text: str) -> Text:
    """One text as one line: emphasis and code in bold, mathematics in Unicode."""
    return join_nodes(parse_line(text).children)


# what stands in a line


def join_nodes(nodes: Sequence[SyntaxTreeNode]) -> Text:
    """What stands in a line as one text; where a hard break stands, a line ends."""
    return Text.assemble(*map(render_node, nodes))


def render_node(node: SyntaxTreeNode) -> str | Text:
    """One piece of a line as the terminal shows it."""
    match node.type:
        case "code_inline":
            return Text(node.content, "bold")
        case "strong" | "em":
            return Text.assemble(join_nodes(node.children), style="bold")
        case "math_inline" | "math_inline_double":
            text = render_latex(" ".join(node.content.split()))
            return text.replace(" ", HARD_SPACE) if len(text) <= HELD else text
        case "link" | "image":
            label, address = join_nodes(node.children), get_address(node)
            return label if label.plain == address else Text.assemble(label, f" ({address})")
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
    return node.content


# blocks


def stack_blocks(blocks: Sequence[SyntaxTreeNode], screen: Screen, margin: str, item: bool = False) -> list[Text]:
    """Blocks below each other, an empty line between them, but none between lists or before a list in an item."""
    rows: list[Text] = []
    before = ""
    for block in blocks:
        tight = block.type in LISTS and (item or before in LISTS)
        own = render_block(block, screen, margin)
        rows += ([] if tight else blank_between(rows, own, margin)) + own
        before = block.type
    return rows


def blank_between(above: list[Text], own: list[Text], margin: str) -> list[Text]:
    """An empty line, where it has something above and below."""
    return [Text(margin.rstrip(" "))] if above and own else []


def render_block(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[Text]:
    """One block."""
    match block.type:
        case "bullet_list" | "ordered_list":
            return render_list(block, screen, margin)
        case "table":
            cells = [[join_nodes(cell.children) for cell in row] for row in get_table_rows(block)]
            return render_table(cells, screen, margin, get_right_columns(block))
        case "fence" | "code_block":
            return render_code(get_code(block), screen, margin)
        case "blockquote":
            return stack_blocks(block.children, screen, margin + ("  " if screen.plain else "│ "))
        case "hr":
            return [] if screen.plain else [Text.assemble(margin, ("─" * (screen.width - len(margin) - 1), "dim"))]
    return render_paragraph(block, screen, margin)


def render_paragraph(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[Text]:
    """Words filled into lines; `$$…$$` that begins a line stands by itself."""
    rows: list[Text] = []
    for piece in split_displays(block[0].children):
        drawn = piece[0].type == DISPLAY
        if drawn:
            own = render_display(get_latex(piece[0]), screen, margin)
        else:
            own = render_words(join_nodes(piece), block.type == "heading", screen, margin)
        rows += (blank_between(rows, own, margin) if drawn or piece[0].type == "softbreak" else []) + own
    return rows


def split_displays(nodes: Sequence[SyntaxTreeNode]) -> list[list[SyntaxTreeNode]]:
    """What stands in a paragraph, each `$$…$$` that begins a line apart from the others."""
    parts: list[list[SyntaxTreeNode]] = []
    begins = True
    for node in nodes:
        drawn = begins and node.type == DISPLAY
        if drawn or not parts or parts[-1][0].type == DISPLAY:
            parts.append([node])
        else:
            parts[-1].append(node)
        begins = drawn or node.type in ("softbreak", "hardbreak")
    return parts


def render_words(text: Text, heading: bool, screen: Screen, margin: str) -> list[Text]:
    """A paragraph or a heading in lines; none where it is empty."""
    if not text.plain.strip(" "):
        return []
    return screen.wrap_text(Text.assemble(text, style="bold" if heading else ""), margin, margin)


def render_display(text: str, screen: Screen, margin: str) -> list[Text]:
    """Mathematics in two dimensions where it fits, else in the line."""
    from dlquiz.screen.display_math import draw_formula

    margin += "  "
    drawn = draw_formula(text, screen, len(margin))
    return [Text(margin + row) for row in drawn] or screen.wrap_text(render_latex(text), margin, margin)


def render_list(block: SyntaxTreeNode, screen: Screen, margin: str) -> list[Text]:
    """A list, each item behind its bullet or number."""
    rows: list[Text] = []
    for mark, item in get_list_items(block):
        lead = "• " if mark == "-" else f"{mark} "
        inner = margin + " " * len(lead)
        first, *others = stack_blocks(item, screen, inner, item=True) or [Text()]
        rows += [strip_end(Text.assemble(margin, lead, first[len(inner) :])), *others]
    return rows


def render_code(text: str, screen: Screen, margin: str) -> list[Text]:
    """Code as it stands; what is too long goes on below, further in."""
    first, rest = Text(f"{margin}  "), Text(f"{margin}    ")
    rows = map(screen.to_text, text.split("\n"))
    return [line for row in rows for line in break_lines(row, screen.console, first, rest)]
