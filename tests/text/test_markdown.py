"""The Markdown of questions: what a text is read as, whoever shows it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.tree import SyntaxTreeNode

from dlquiz.text.markdown import (
    find_formulas,
    get_address,
    get_code,
    get_heading_level,
    get_language,
    get_latex,
    get_list_items,
    get_right_columns,
    get_table_rows,
    parse_blocks,
    parse_inline,
    parse_line,
    parse_markdown,
)

LINE = "---"  # a line across


def show_line(nodes: Sequence[SyntaxTreeNode]) -> str:
    """What stands in a line in a short form: text as it is, what is read as something in angle brackets."""
    return "".join(map(show_piece, nodes))


def show_piece(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return node.content
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<break>"
        case "link" | "image":
            return f"<{show_line(node.children)}: {get_address(node)}>"
        case "math_inline" | "math_inline_double":
            return f"<{node.markup} {get_latex(node)}>"
        case "code_inline":
            return f"<` {node.content}>"
        case "strong" | "em":
            return f"<{'**' if node.type == 'strong' else '*'} {show_line(node.children)}>"
    raise AssertionError(node.type)


def show_block(block: SyntaxTreeNode) -> Any:
    """A block in a short form."""
    match block.type:
        case "paragraph" | "heading":
            return "#" * get_heading_level(block) + show_line(block[0].children)
        case "bullet_list" | "ordered_list":
            items = enumerate(get_list_items(block), 1)
            return {f"-{i}" if mark == "-" else mark: list(map(show_block, item)) for i, (mark, item) in items}
        case "table":
            rows = [tuple(show_line(cell.children) for cell in row) for row in get_table_rows(block)]
            return rows, tuple(get_right_columns(block))
        case "blockquote":
            return [">", *map(show_block, block.children)]
        case "fence" | "code_block":
            return code(get_code(block), get_language(block))
        case "hr":
            return LINE
    raise AssertionError(block.type)


def code(text: str, language: str = "") -> tuple[str, str, str]:
    """A code block in a short form."""
    return "code", text, language


LINES = [
    # emphasis
    ("a *b* **c** _d_ __e__ ***f***", "a <* b> <** c> <* d> <** e> <* <** f>>"),
    ("**a *b* c** *a **b** c* _a_b_", "<** a <* b> c> <* a <** b> c> <* a_b>"),
    ("**a *b** c*", "<* <* a <* b>> c>"),
    ("*open **both* ** * a_b_c **** *", "*open *<* both> ** * a_b_c **** *"),
    ('(*a*), "*b*": *c*-d, *filter*s', '(<* a>), "<* b>": <* c>-d, <* filter>s'),
    ("2*3*4, 2 * 3 * 4, x**2 + y**2, k*k*c_in", "2*3*4, 2 * 3 * 4, x**2 + y**2, k*k*c_in"),
    ("(a + b)*(c + d)*x, f(x)*g(x)*h, w[0]*w[1]*x", "(a + b)*(c + d)*x, f(x)*g(x)*h, w[0]*w[1]*x"),
    ("$x$*2 + $y$*3 and `k`*`j`*2", "<$ x>*2 + <$ y>*3 and <` k>*<` j>*2"),
    ("这是**重点**内容", "这是<** 重点>内容"),
    (r"*a\*b* *`a*b`* *$a*b$*", "<* a*b> <* <` a*b>> <* <$ a*b>>"),
    # code
    ("`a*b*` ``a`b`` `` ` `` `a``b` `open", "<` a*b*> <` a`b> <` `> <` a``b> `open"),
    ("[](b) [a\\]](http://b)", "<: b> <a]: http://b>"),
    (r"`a\` b`", r"<` a\> b`"),
    ("`$x$ {{`", "<` $x$ {{>"),
    # mathematics
    ("$x_1 * x_2$ and $$x^2$$, $ x $", "<$ x_1 * x_2> and <$$ x^2>, <$ x>"),
    (r"costs $5, and \$6", "costs $5, and $6"),
    (r"\$5 and \$6, $\$ x$", r"$5 and $6, <$ \$ x>"),
    ("$`a`$ $a$$b$", "<$ `a`> <$ a><$ b>"),
    # the rest
    ("[sheet](http://a.b/c_(d)) ![*x*](y)", "<sheet: http://a.b/c_(d)> <<* x>: y>"),
    ("[[1, -2], [3, 4]] w[0](x) [a]() [](b) [a](b c)", "[[1, -2], [3, 4]] w[0](x) <a: > <: b> [a](b c)"),
    (r"\*a\* \\ \a 1\. a", r"*a* \ \a 1. a"),
    ("<b>x</b> &amp; <!-- y -->", "<b>x</b> &amp; <!-- y -->"),
    ("a\x1fb\x00\ud800", "a\ufffdb\ufffd\ufffd"),
    ("> 0", "> 0"),
    ("- 3\n  # x", "- 3 # x"),
]  # fmt: skip
BLOCKS: list[tuple[str, list[Any]]] = [
    ("a\nb\n\n\nc", ["a\nb", "c"]),
    ("a  \nb\\\nc\\", ["a<break>b<break>c\\"]),
    ("a\r\n\r\nb", ["a", "b"]),
    ("  ", []),
    # headings and rules
    ("# a #\n###### C#\n#b", ["#a", "######C#", "#b"]),
    ("a\n---\nb\n\n* * *\n___", ["a", LINE, "b", LINE, LINE]),
    # lists
    ("- a\n- b\n  - c\n\n  d\n- e", [{"-1": ["a"], "-2": ["b", {"-1": ["c"]}, "d"], "-3": ["e"]}]),
    ("1. a\n1. b\n   1. c\n3) d", [{"1.": ["a"], "2.": ["b", {"1.": ["c"]}]}, {"3.": ["d"]}]),
    ("0. a\n1. b", [{"0.": ["a"], "1.": ["b"]}]),
    ("text\n- a\nlazy\n\nb", ["text", {"-1": ["a\nlazy"]}, "b"]),
    ("with stride\n2. How many in\n1998. was", ["with stride\n2. How many in\n1998. was"]),
    ("x is\n-0.5 or\n-\nor *", ["x is\n-0.5 or\n-\nor *"]),
    ("- a\n\n      code\n- ```\n  more\n  ```", [{"-1": ["a", code("code")], "-2": [code("more")]}]),
    ("-\n- > q", [{"-1": [], "-2": [[">", "q"]]}]),
    ("- a\n---", [{"-1": ["a"]}, LINE]),
    # quotes
    ("> a\n> b\n>\n> - c\nd", [[">", "a\nb", {"-1": ["c\nd"]}]]),
    (">> a", [[">", [">", "a"]]]),
    ("x is\n>= 3\n\n>= 4", ["x is\n>= 3", ">= 4"]),
    # code
    ("```python\nx < *y*\n``` z\n```\nz", [code("x < *y*\n``` z", "python"), "z"]),
    ("~~~\n$5\n~~~\n````\n```\n````\n```\nopen", [code("$5"), code("```"), code("open")]),
    ("  ```\n  a\n   b\n  ```\n```x``` y", [code("a\n b"), "<` x> y"]),
    ("text\n    more\n\n    in 5x5 | conv3\n\n      *b*\n\nc", ["text\nmore", code("in 5x5 | conv3\n\n  *b*"), "c"]),
    ("\tcode", [code("code")]),
    # mathematics over lines
    ("$a\n- b$ and\n- c", ["<$ a\n- b> and", {"-1": ["c"]}]),
    ("text\n$$\n- x\n\n> y\n$$\nmore", ["text\n<$$ - x\n\n> y>\nmore"]),
    ("It costs $5:\n- a\n- b", ["It costs $5:", {"-1": ["a"], "-2": ["b"]}]),
    ("It costs $5.\n\n- $x$", ["It costs $5.", {"-1": ["<$ x>"]}]),
    ("$$x\n\n- b", ["$$x", {"-1": ["b"]}]),
    # tables
    (
        "a | *b* | c\n:--|--:|:-:\n`x|y` | $|z|$ | \\|\n1 |\n1 | 2 | 3 | 4\nend",
        [([("a", "<* b>", "c"), ("<` x|y>", "<$ |z|>", "|"), ("1", "", ""), ("1", "2", "3"), ("end", "", "")], (False, True, False))],
    ),
    ("|a|\n|-|\n|`x\\|y` $\\|z\\|$|", [([("a",), (r"<` x|y> <$ \|z\|>",)], (False,))]),
    ("| net | then | now |\n|--|--|--|\n| a | $5 | $6 |", [([("net", "then", "now"), ("a", "$5", "$6")], (False,) * 3)]),
    ("|\n\n|\n|\n-", ["|", "|\n|\n-"]),
    ("a | b\nno table\n\n| a | b |\n|---|\n|x| is", ["a | b\nno table", "| a | b |\n|---|\n|x| is"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "made"), LINES)
def test_what_stands_in_a_line(text: str, made: str) -> None:
    assert show_line(parse_line(text).children) == made


@pytest.mark.parametrize(("text", "made"), BLOCKS)
def test_blocks(text: str, made: list[Any]) -> None:
    assert list(map(show_block, parse_markdown(text).children)) == made


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("no $ here", []), ("$x$ and $$y$$", ["x", "y"]), ("a $x", []), ("`$x$` and $y$", ["y"]), (r"\$x$", []),
        ("costs $5\n\nand $", []), ("$$x\n\ny$$", ["x\n\ny"]), ("- | $a$\n  > $b\n  > - c$", ["a", "b\n- c"]),
    ],
)  # fmt: skip
def test_formulas_of_a_text(text: str, formulas: list[str]) -> None:
    assert find_formulas(text) == formulas


def depth(node: SyntaxTreeNode) -> int:
    return 1 + max(map(depth, node.children), default=0)


@given(st.text(alphabet="ab *_`$\\<>&|-#1.\n{}[]()~!", max_size=60))
def test_every_text_can_be_read(text: str) -> None:
    for block in parse_markdown(text).children:
        show_block(block)
    show_line(parse_line(text).children)


@pytest.mark.parametrize("piece", ["**_", "*a **b ", "> ", "- ", "1. ", "![", "[", "> - "])
def test_what_stands_too_deep_is_text(piece: str) -> None:
    text = piece * 5_000 + "x" + piece[::-1] * 5_000 + "](a)" * 5_000
    for tree in (parse_markdown(text), parse_line(text)):
        assert depth(tree) < 30
        assert "x" in "".join(node.content for node in tree.walk() if node.type == "text")


SLOWEST = 12  # seconds of the processor, five times what the slowest piece takes
PIECES = [
    "*a ", "**a _b ", "`", "$a ", "$", "[", "[a](", "[a](b", "![", "![a](b", "> ", "- a\n", "- ", "|", "\\", "_", "`` ` ", "$a\n",
    "$$\n", "$$a\n$b\n", "$a\n\n", "$$a $b\n\n", "|a\n|-\n", "    a\n", "***", "(*", "- - ", "*_a", "$\\$", "`|$", "a\\\n", "(", "]", "x",
]  # fmt: skip


def work(text: str) -> float:
    """The processor's time to read a text, in seconds."""
    started = time.process_time()
    parse_inline(text)
    parse_blocks(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_huge_texts_are_read_in_linear_time(piece: str) -> None:
    assert work(piece * 20_000) < SLOWEST
