r"""Rules for markdown-it-py that texts full of formulas need.

- Behind a word, a bracket or a formula, a star is a product and a bracket an index: `2*3*4`, `(a + b)*(c + d)*x`,
  `w[0](x)`.
- Inside mathematics nothing begins, neither a block nor a cell: a formula may be broken before its minus, and `$|x|$`
  may stand in a table.
- `>= 3` at the beginning of a line is a comparison.
- What stands too deep in quotations, lists or emphasis is text, so that writers may recurse.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis

BlockRule = Callable[[StateBlock, int, int, bool], bool]

DEEPEST = 8  # levels: a quotation is one, a list two, emphasis one, strong emphasis two
CLOSING = ")]}$`"  # what a factor may end with, beside a letter or digit
DOLLARS = re.compile(r"\\.|`[^`]*`|(?P<dollars>\$\$?)", re.DOTALL)
FORMULA_OR_CODE = re.compile(r"\\.|`[^`\n]*`|\$(?! )(?:\\.|[^$\\\n])*(?<! )\$(?!\d)")
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
BAR, HIDDEN_BAR = "|", "\ufdd0"  # U+FDD0 is not a character, and never will be


def add_formula_rules(parser: MarkdownIt) -> None:
    """Add the rules to a parser that reads dollars already."""
    parser.inline.ruler.before("emphasis", "factor", read_after_factor)
    parser.inline.ruler2.after("balance_pairs", "depth", limit_emphasis)
    parser.block.ruler.at("paragraph", read_paragraph)
    parser.block.ruler.at("blockquote", bound_depth(read_quotation), {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("list", bound_depth(list_block), {"alt": ["paragraph", "blockquote"]})
    parser.core.ruler.before("block", "hide_bars", hide_bars)
    parser.core.ruler.after("block", "restore_bars", restore_bars)


# inside a line


def read_after_factor(state: StateInline, silent: bool) -> bool:
    """A star or a bracket behind a factor: the star may end emphasis but begins none, the bracket begins no link."""
    sign = state.src[state.pos]
    if sign not in "*_[" or not (state.pos and ends_factor(state.src[state.pos - 1])):
        return False
    if sign == "[":
        if not silent:
            state.pending += sign
        state.pos += 1
        return True
    known = len(state.delimiters)
    found = emphasis(state, silent)
    for delimiter in state.delimiters[known:]:
        delimiter.open = False
    return found


def ends_factor(char: str) -> bool:
    """Whether a factor may end with a character; Chinese has no spaces, so that a star behind it is emphasis."""
    return char.isdigit() or char.lower() != char.upper() or char in CLOSING


def limit_emphasis(state: StateInline) -> None:
    """Emphasis that stands too deep in other emphasis is text."""
    for delimiters in (state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)):
        ends: list[int] = []  # of the emphasis that is open
        for at, delimiter in enumerate(delimiters):
            while ends and ends[-1] <= at:
                ends.pop()
            if delimiter.end >= 0 and len(ends) < DEEPEST:
                ends.append(delimiter.end)
            else:
                delimiter.end = -1


# blocks


def bound_depth(rule: BlockRule) -> BlockRule:
    """A rule for a block that holds others, which reads nothing too deep inside them."""

    def read_bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < DEEPEST and rule(state, start, end, silent)

    return read_bounded


def read_quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quotation, which does not begin with `>=`."""
    first = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith(">=", first) and blockquote(state, start, end, silent)


def read_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph up to a blank line or another block, and at least to the end of mathematics that begins in it."""
    parent, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    at = skip_formula(state, start, end) + 1
    while at < state.lineMax and not state.isEmpty(at):
        indent = state.sCount[at] - state.blkIndent
        if indent <= 3 and state.sCount[at] >= 0 and any(rule(state, at, state.lineMax, True) for rule in rules):
            break
        at = skip_formula(state, at, end) + 1
    state.parentType = parent
    state.line = at
    state.push("paragraph_open", "p", 1).map = [start, at]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, at, state.blkIndent, False).strip()
    inline.map, inline.children = [start, at], []
    state.push("paragraph_close", "p", -1)
    return True


def skip_formula(state: StateBlock, start: int, end: int) -> int:
    """The last line of the mathematics that a line leaves open; the line itself where it leaves none open.

    `$…$` ends with its paragraph, `$$…$$` may hold blank lines.
    """
    last, dollars = start, find_open_dollars(get_dollars(state, start))
    for at in range(start + 1, end if dollars else start):
        blank = state.isEmpty(at)
        if (blank and dollars == "$") or (not blank and state.sCount[at] < state.blkIndent):
            break
        found = get_dollars(state, at)
        last = at if dollars in found else last
        dollars = find_open_dollars(found, dollars)
        if not dollars:
            break
    return last


def get_dollars(state: StateBlock, at: int) -> list[str]:
    """The dollars of a line that begin or end mathematics: `$` or `$$` each."""
    line = state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]
    return [found["dollars"] for found in DOLLARS.finditer(line) if found["dollars"]] if "$" in line else []


def find_open_dollars(found: list[str], dollars: str = "") -> str:
    """The dollars whose mathematics is open behind those found; `dollars`: those open before them."""
    for sign in found:
        dollars = "" if sign == dollars else dollars or sign
    return dollars


# cells


def hide_bars(state: StateCore) -> None:
    """Bars inside mathematics or code separate no cells."""
    if BAR in state.src:
        state.src = FORMULA_OR_CODE.sub(hide_bars_of, state.src)


def hide_bars_of(found: re.Match[str]) -> str:
    r"""A formula or code without bars that separate; in code `\|` is for tables to read, in a formula it is a norm."""
    text = found[0]
    return text.replace(BAR, HIDDEN_BAR) if text.startswith("$") else UNESCAPED_BAR.sub(HIDDEN_BAR, text)


def restore_bars(state: StateCore) -> None:
    """The hidden bars are bars again."""
    for token in state.tokens if HIDDEN_BAR in state.src else ():
        token.content = token.content.replace(HIDDEN_BAR, BAR)
