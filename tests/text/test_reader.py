"""The Markdown of questions: what a text is read as, whoever shows it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.text.blocks import Code, Items, Paragraph, Quote, Rule, Table, blocks, in_line
from dlquiz.text.spans import Span, open_sign, spans

HOLDERS = {"strong": "**", "emphasis": "*"}
FRAMES = {"code": "`", "math": "$", "display": "$$"}


def line(pieces: tuple[Span, ...]) -> str:
    """Spans in a short form: text as it is, what is read as something in angle brackets."""
    return "".join(map(piece, pieces))


def piece(span: Span) -> str:
    if span.kind == "text":
        return span.text
    if span.kind == "link":
        return f"<{line(span.inside)}: {span.text}>"
    mark = {**HOLDERS, **FRAMES}.get(span.kind, span.kind)
    return f"<{mark} {span.text}{line(span.inside)}>" if span.text or span.inside else f"<{mark}>"


def form(block: Any) -> Any:
    """A block in a short form."""
    match block:
        case Paragraph(pieces, level):
            return "#" * level + line(pieces)
        case Items(items, _):
            return {mark: list(map(form, item)) for mark, item in zip(numbered(block.marks), items, strict=True)}
        case Table(rows, right):
            return [tuple(map(line, row)) for row in rows], right
        case Quote(inner):
            return [">", *map(form, inner)]
        case Rule():
            return Rule
    return block


def numbered(marks: list[str]) -> list[str]:
    """Marks that differ."""
    return [f"{mark}{i}" if mark == "-" else mark for i, mark in enumerate(marks, 1)]


LINES = [
    # emphasis
    ("a *b* **c** _d_ __e__ ***f***", "a <* b> <** c> <* d> <** e> <* <** f>>"),
    ("**a *b* c** *a **b** c* _a_b_", "<** a <* b> c> <* a <** b> c> <* a_b>"),
    ("**a *b** c*", "<** a *b> c*"),
    ("*open **both* ** * a_b_c **** *", "<* open **both> ** * a_b_c **** *"),
    ('(*a*), "*b*": *c*-d, *filter*s', '(<* a>), "<* b>": <* c>-d, <* filter>s'),
    ("2*3*4, 2 * 3 * 4, x**2 + y**2, k*k*c_in", "2*3*4, 2 * 3 * 4, x**2 + y**2, k*k*c_in"),
    ("(a + b)*(c + d)*x, f(x)*g(x)*h, w[0]*w[1]*x", "(a + b)*(c + d)*x, f(x)*g(x)*h, w[0]*w[1]*x"),
    ("$x$*2 + $y$*3 and `k`*`j`*2", "<$ x>*2 + <$ y>*3 and <` k>*<` j>*2"),
    ("这是**重点**内容", "这是<** 重点>内容"),
    (r"*a\*b* *`a*b`* *$a*b$*", "<* a*b> <* <` a*b>> <* <$ a*b>>"),
    # code
    ("`a*b*` ``a`b`` `` ` `` `a``b` `open", "<` a*b*> <` a`b> <` `> <` a``b> `open"),
    ("[](b) [a\\]](http://b)", "[](b) <a]: http://b>"),
    (r"`a\` b`", r"<` a\> b`"),
    ("`$x$ {{`", "<` $x$ {{>"),
    # mathematics
    ("$x_1 * x_2$ and $$x^2$$, $ x $", "<$ x_1 * x_2> and <$$ x^2>, <$ x>"),
    (r"costs $5, and \$6", "costs $5, and $6"),
    (r"\$5 and \$6, $\$ x$", r"$5 and $6, <$ \$ x>"),
    ("$`a`$ $a$$b$", "<$ `a`> <$ a><$ b>"),
    # the rest
    ("[sheet](http://a.b/c_(d)) ![*x*](y)", "<sheet: http://a.b/c_(d)> <<* x>: y>"),
    ("[[1, -2], [3, 4]] w[0](x) [a]() [](b) [a](b c)", "[[1, -2], [3, 4]] w[0](x) [a]() [](b) [a](b c)"),
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
    ("a\n---\nb\n\n* * *\n___", ["a", Rule, "b", Rule, Rule]),
    # lists
    ("- a\n- b\n  - c\n\n  d\n- e", [{"-1": ["a"], "-2": ["b", {"-1": ["c"]}, "d"], "-3": ["e"]}]),
    ("1. a\n1. b\n   1. c\n3) d", [{"1.": ["a"], "2.": ["b", {"1.": ["c"]}]}, {"3.": ["d"]}]),
    ("0. a\n1. b", [{"0.": ["a"], "1.": ["b"]}]),
    ("text\n- a\nlazy\n\nb", ["text", {"-1": ["a\nlazy"]}, "b"]),
    ("with stride\n2. How many in\n1998. was", ["with stride\n2. How many in\n1998. was"]),
    ("x is\n-0.5 or\n-\nor *", ["x is\n-0.5 or\n-\nor *"]),
    ("- a\n\n      code\n- ```\n  more\n  ```", [{"-1": ["a", Code("code")], "-2": [Code("more")]}]),
    ("-\n- > q", [{"-1": [], "-2": [[">", "q"]]}]),
    ("- a\n---", [{"-1": ["a"]}, Rule]),
    # quotes
    ("> a\n> b\n>\n> - c\nd", [[">", "a\nb", {"-1": ["c"]}], "d"]),
    (">> a", [[">", [">", "a"]]]),
    ("x is\n>= 3\n\n>= 4", ["x is\n>= 3", ">= 4"]),
    # code
    ("```python\nx < *y*\n``` z\n```\nz", [Code("x < *y*\n``` z", "python"), "z"]),
    ("~~~\n$5\n~~~\n````\n```\n````\n```\nopen", [Code("$5"), Code("```"), Code("open")]),
    ("  ```\n  a\n   b\n  ```\n```x``` y", [Code("a\n b"), "<` x> y"]),
    ("text\n    more\n\n    in 5x5 | conv3\n\n      *b*\n\nc", ["text\nmore", Code("in 5x5 | conv3\n\n  *b*"), "c"]),
    ("\tcode", [Code("code")]),
    # mathematics over lines
    ("$a\n- b$ and\n- c", ["<$ a\n- b> and", {"-1": ["c"]}]),
    ("text\n$$\n- x\n\n> y\n$$\nmore", ["text\n<$$ - x\n\n> y>\nmore"]),
    ("It costs $5:\n- a\n- b", ["It costs $5:", {"-1": ["a"], "-2": ["b"]}]),
    ("It costs $5.\n\n- $x$", ["It costs $5.", {"-1": ["<$ x>"]}]),
    ("$$x\n\n- b", ["$$x", {"-1": ["b"]}]),
    # tables
    (
        "a | *b* | c\n:--|--:|:-:\n`x|y` | $|z|$ | \\|\n1 |\n1 | 2 | 3 | 4\nend",
        [([("a", "<* b>", "c"), ("<` x|y>", "<$ |z|>", "|"), ("1", "", ""), ("1", "2", "3")], (False, True, False)), "end"],
    ),
    ("|a|\n|-|\n|`x\\|y` $\\|z\\|$|", [([("a",), (r"<` x|y> <$ \|z\|>",)], (False,))]),
    ("| net | then | now |\n|--|--|--|\n| a | $5 | $6 |", [([("net", "then", "now"), ("a", "$5", "$6")], (False,) * 3)]),
    ("|\n\n|\n|\n-", ["|", "|\n|\n-"]),
    ("a | b\nno table\n\n| a | b |\n|---|\n|x| is", ["a | b\nno table", "| a | b |\n|---|\n|x| is"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "made"), LINES)
def test_what_stands_in_a_line(text: str, made: str) -> None:
    assert line(in_line(text)) == made


@pytest.mark.parametrize(("text", "made"), BLOCKS)
def test_blocks(text: str, made: list[Any]) -> None:
    assert list(map(form, blocks(text))) == made


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("", ""), ("$x$", ""), ("a $x", "$"), ("$$x", "$$"), ("$$x$$ $", "$"), ("$x$$", "$"), (r"\$ `$`", ""),
        ("costs $5\n\nand", ""), ("$$x\n\ny", "$$"),
    ],
)  # fmt: skip
def test_whether_mathematics_is_open(text: str, sign: str) -> None:
    assert open_sign(text) == sign


@given(st.text(alphabet="ab *_`$\\<>&|-#1.\n{}[]()~", max_size=60))
def test_every_text_can_be_read(text: str) -> None:
    assert all(form(block) is not None for block in blocks(text))
    assert line(in_line(text)) is not None


@pytest.mark.parametrize(
    "piece",
    ["*a ", "**a _b ", "`", "$a ", "$", "[", "[a](", "[a](b", "> ", "- a\n", "- ", "|", "\\", "_", "`` ` ", "$a\n", "$$\n", "$$a\n$b\n",
     "|a\n|-\n", "    a\n", "***", "(*", "- - "],
)  # fmt: skip
def test_huge_texts_are_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    spans(piece * 20_000)
    blocks(piece * 20_000)
    assert time.process_time() - started < 5
