"""Reads the Markdown of texts, by markdown-it-py, into a syntax tree that `screen` and `export` write.

CommonMark with tables and `$…$`, without HTML, entities, references and underlined headings.  `markdown_rules` has what
texts full of formulas need beside.  A tree is shared by all who read the same text: nobody changes it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from dlquiz.text.markdown_rules import add_formula_rules

FORMULAS = ("math_inline", "math_inline_double")  # `$…$` and `$$…$$`
TEXT_IN_OTHER_DIALECTS = ("autolink", "entity", "lheading", "math_block", "reference")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LANGUAGE = re.compile(r"[\w+#-]*")
CODE_BLOCK = re.compile("```|~~~| {4}|\t")  # a text without any of these holds no block of code
TAB = 4
MAX_CHARACTERS = 20_000  # of a text that is read as Markdown; a longer one is shown as it is written
MAX_CACHED = 2_000  # characters of a text whose tree is kept


class Parser(MarkdownIt):
    """A parser that leaves addresses as they are: each writer decides what may become a link."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


@cache
def get_parser() -> MarkdownIt:
    """The one parser."""
    parser = Parser("commonmark", {"html": False}).enable("table")
    dollarmath_plugin(parser, double_inline=True)
    add_formula_rules(parser)
    return parser.disable(TEXT_IN_OTHER_DIALECTS)


@cache
def get_plain_parser() -> MarkdownIt:
    """A parser that knows paragraphs alone, and takes time in proportion to the text."""
    return Parser("zero")


def parse_markdown(text: str) -> SyntaxTreeNode:
    """The tree of a text of several blocks."""
    return parse_cached(text) if len(text) <= MAX_CACHED else parse_blocks(text)


def parse_line(text: str) -> SyntaxTreeNode:
    """The `inline` node of a text that stands in a line, such as an option: `> 0` is not a quotation there."""
    return parse_line_cached(text) if len(text) <= MAX_CACHED else parse_inline(text)


def parse_blocks(text: str) -> SyntaxTreeNode:
    """The tree of a text; of one that is too long, paragraphs of plain text."""
    text = clean_text(text).expandtabs(TAB)
    parser = get_parser() if len(text) <= MAX_CHARACTERS else get_plain_parser()
    return SyntaxTreeNode(parser.parse(text))


def parse_inline(text: str) -> SyntaxTreeNode:
    """The `inline` node of a text; plain text where it is too long."""
    line = " ".join(filter(None, map(str.strip, clean_text(text).split("\n"))))
    parser = get_parser() if len(line) <= MAX_CHARACTERS else get_plain_parser()
    return SyntaxTreeNode(parser.parseInline(line)).children[0]


parse_cached = lru_cache(1024)(parse_blocks)
parse_line_cached = lru_cache(1024)(parse_inline)


def clean_text(text: str) -> str:
    """Text without control characters, which command terminals and end fields and lines in other programs."""
    return text if text.isprintable() else CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def find_formulas(text: str) -> list[str]:
    """The LaTeX of each formula in a text."""
    return [node.content for node in parse_markdown(text).walk() if node.type in FORMULAS] if "$" in text else []


def find_code_blocks(text: str) -> list[str]:
    """The lines of each block of code in a text."""
    if not CODE_BLOCK.search(text):
        return []
    return [node.content for node in parse_markdown(text).walk() if node.type in ("fence", "code_block")]


# what a node holds


def get_latex(formula: SyntaxTreeNode) -> str:
    """The LaTeX of `$…$` or `$$…$$`."""
    return formula.content.strip()


def get_address(link: SyntaxTreeNode) -> str:
    """Where a link leads, or where an image is."""
    return str(link.attrs["src" if link.type == "image" else "href"])


def get_heading_level(block: SyntaxTreeNode) -> int:
    """1 to 6 for a heading, 0 for a paragraph."""
    return int(block.tag[1]) if block.type == "heading" else 0


def get_code(block: SyntaxTreeNode) -> str:
    """The lines of a code block."""
    return block.content.removesuffix("\n")


def get_language(code: SyntaxTreeNode) -> str:
    """The language that stands behind a fence, or nothing."""
    found = LANGUAGE.match(code.info.strip())
    return found[0] if found else ""


def get_list_items(block: SyntaxTreeNode) -> list[tuple[str, list[SyntaxTreeNode]]]:
    """The items of a list: the mark before each, its number or a dash, and its blocks."""
    start = int(block.attrs.get("start", 1))
    bullets = block.type == "bullet_list"
    return [("-" if bullets else f"{start + i}.", item.children) for i, item in enumerate(block.children)]


def get_table_rows(table: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The cells of a table as `inline` nodes; the first row is the head, and all rows are equally long."""
    return [[cell.children[0] for cell in row.children] for part in table.children for row in part.children]


def get_right_columns(table: SyntaxTreeNode) -> list[bool]:
    """Which columns of a table stand right."""
    head = table.children[0].children[0]
    return [cell.attrs.get("style") == "text-align:right" for cell in head.children]
