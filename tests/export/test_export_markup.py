r"""Markdown to HTML: what questions use, and nothing that a bank could smuggle in."""

from __future__ import annotations

import re
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlquiz import kinds
from dlquiz.export import html
from dlquiz.language.arrays import make_array
from dlquiz.model import AnswerKey

TAG = re.compile(r"<(/?)(\w+)[^<>]*>")
LINES = [
    ("plain words", "plain words"),
    ("a *b* **c** _d_ __e__", "a <em>b</em> <strong>c</strong> <em>d</em> <strong>e</strong>"),
    ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
    ("**a *b** c*", "<em><em>a <em>b</em></em> c</em>"),
    ("2 * 3 * 4 and per_filter_bias", "2 * 3 * 4 and per_filter_bias"),
    ("*open", "*open"),
    ("****", "****"),
    ("`a*b*` and ``a`b``", "<code>a*b*</code> and <code>a`b</code>"),
    ("`open", "`open"),
    ("$x_1 * x_2 * x_3$", r"\(x_1 * x_2 * x_3\)"),
    ("$a < b & c$", r"\(a &lt; b &amp; c\)"),
    (r"$\$ x$", r"\(\$ x\)"),
    (r"costs \$5 and \$6", "costs $5 and $6"),
    ("costs $5", "costs $5"),
    ("$$x^2$$", r"\[x^2\]"),
    ("*$x$*", r"<em>\(x\)</em>"),
    (r"\*no\*", "*no*"),
    (r"a \(b\)", "a (b)"),
    (r"a \\(b\\)", r"a <span>\</span>(b<span>\</span>)"),
    ("> 0", "&gt; 0"),
    ("1. April", "1. April"),
    ("2*3*4", "2*3*4"),
    ('[a *b*](https://c.d/?e=f&g=[h]")', '<a href="https://c.d/?e=f&amp;g=&#91;h]&quot;">a <em>b</em></a>'),
    ("[a](javascript:alert(1)) ![b](c.png)", "a (javascript:alert(1)) b (c.png)"),
    ("a <b>&amp;</b>", "a &lt;b&gt;&amp;amp;&lt;/b&gt;"),
    ("{{c1::x}} [sound:x]", "&#123;&#123;c1::x}} &#91;sound:x]"),
    ("a  \nb\\\nc", "a<br>b<br>c"),
    ("a\x1fb\x00", "a\ufffdb\ufffd"),
    (r"$\text{per\_filter}$", r"\({\text{per}\_\text{filter}}\)"),
    (r"$\text{in}$", r"\(\text{in}\)"),
    (r"$\text{50\%}$", r"\({\text{50}\%}\)"),
    (r"$\operatorname{maxpool2d}(x)$", r"\(\operatorname{\text{maxpool2d}}(x)\)"),
]
BLOCKS = [
    ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>"),
    ("- a\n- b\n  - c\n\n  d", "<ul><li>a</li><li>b<ul><li>c</li></ul><p>d</p></li></ul>"),
    ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    ("3) a\n4) b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("text\n- a\nlazy", "<p>text</p>\n<ul><li>a\nlazy</li></ul>"),
    ("-0.5 is no item", "<p>-0.5 is no item</p>"),
    ("$a\n- b$", "<p>\\(a\n- b\\)</p>"),
    ("```\nx < *y*\n```\nz", "<pre>x &lt; *y*</pre>\n<p>z</p>"),
    ("```\nopen", "<pre>open</pre>"),
    ("in\n\n    in 5x5x3 | conv3\n\nout", "<p>in</p>\n<pre>in 5x5x3 | conv3</pre>\n<p>out</p>"),
    ("with stride\n2. How many?", "<p>with stride\n2. How many?</p>"),
    ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    ("# a #\n## b", "<h3>a</h3>\n<h4>b</h4>"),
    ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
    (
        "| a | b |\n|---|--:|\n| `x|y` | $|z|$ |\n| 1 |",
        '<table><thead><tr><th>a</th><th class="right">b</th></tr></thead><tbody>'
        '<tr><td><code>x|y</code></td><td class="right">\\(|z|\\)</td></tr>'
        '<tr><td>1</td><td class="right"></td></tr></tbody></table>',
    ),
    ("a | b\nno table", "<p>a | b\nno table</p>"),
    ("", ""),
    ("> " * 50 + "deep", "<blockquote>" * 8 + f"<p>{'&gt; ' * 42}deep</p>" + "</blockquote>" * 8),
]


@pytest.mark.parametrize(("text", "made"), LINES)
def test_a_line_becomes_html(text: str, made: str) -> None:
    assert html.line_to_html(text) == made


@pytest.mark.parametrize(("text", "made"), BLOCKS)
def test_blocks_become_html(text: str, made: str) -> None:
    assert html.to_html(text) == made


def depth(made: str) -> int:
    """How deep tags stand in tags; each must close what was opened last."""
    opened: list[str] = []
    deepest = 0
    for end, name in TAG.findall(made):
        if end:
            assert opened.pop() == name
        elif name not in ("br", "hr"):
            opened.append(name)
            deepest = max(deepest, len(opened))
    assert not opened
    return deepest


@given(st.text(alphabet="ab *_`$\\<>&|-#1.\n{}[]()", max_size=60))
@settings(max_examples=300)
def test_any_text_becomes_balanced_html(text: str) -> None:
    depth(html.to_html(text))


@pytest.mark.parametrize("piece", ["**_", "*a **b ", "> ", "- "])
def test_what_stands_too_deep_is_text(piece: str) -> None:
    assert depth(html.to_html(piece * 5_000 + "x" + piece[::-1] * 5_000)) < 40


@pytest.mark.parametrize("piece", ["*a ", "**a _b ", "`", "$a ", "[", "> ", "- a\n", "|", "\\", "_", "`` ` "])
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    html.line_to_html(piece * 20_000)
    html.to_html(piece * 20_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("key", "latex"),
    [
        (AnswerKey("integer", 73856), "73{,}856"),
        (AnswerKey("number", Fraction(-5, 9), decimals=4), "-0.5556"),
        (AnswerKey("number", 1.25e-9, rel=Fraction(1, 100)), r"1.25 \cdot 10^{-9}"),
        (AnswerKey("vector", make_array((1, -2), (2,))), r"\begin{pmatrix}1 & -2\end{pmatrix}"),
        (AnswerKey("matrix", make_array((1, 2, 3, 4), (2, 2))), r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    ],
)
def test_answers_are_set_as_mathematics(key: AnswerKey, latex: str) -> None:
    assert kinds.kind(key.kind).to_markdown(key) == f"${latex}$"
