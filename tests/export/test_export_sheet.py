"""Texts in the sheet: Markdown that other programs read as we read the bank's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.export import html, markup

TEXTS = [
    ("a *b* __c__ ***d*** `` e`f `` c_in _g_", "a *b* **c** ***d*** ``e`f`` c_in *g*"),
    ("2*3*4, 2 * 3, x**2, *open, `open, _open", r"2\*3\*4, 2 * 3, x\*\*2, \*open, \`open, \_open"),
    (r"<b>, \\, &amp; & ~~a~~, costs $5", r"\<b>, \\, \&amp; & \~~a\~~, costs \$5"),
    ("[a](http://b.c/d_e) [f](g) w[0](x) [1, -2]", r"[a](http://b.c/d_e) f (g) w[0\](x) [1, -2]"),
    ("stride\n2. How\n\\# a\n\\- b\n-0.5\nc  \nd", "stride\n2\\. How\n\\# a\n\\- b\n-0.5\nc\\\nd"),
    ("$ a\n- b$ and $$\nc\n$$", "$a - b$ and $$c$$"),
    (r"$\text{per\_filter}$", r"${\text{per}\_\text{filter}}$"),
    (r"\\(x\\) \\[ \begin{a} \\", r"\\ (x\\) \\ [ \\ begin\{a} \\"),
    ("> 0", "> 0"),
    ("# a\n###### b\n---\n***\n", "### a\n\n###### b\n\n---\n\n---"),
    ("- a\n  - b\n\n  c\n- d\n* e\n\n3) f\n4) g", "- a\n  - b\n\n  c\n- d\n\n* e\n\n3. f\n4. g"),
    ("> a\n>\n> - b\n>   c", "> a\n>\n> - b\n>   c"),
    ("in\n\n    5x5 | *conv3*\n\n````c++\n```\n````", "in\n\n```\n5x5 | *conv3*\n```\n\n````c++\n```\n````"),
    (
        "a|b\n--|--:\n`x\\|y`|$|z|$\n\\||1,000",
        "| a      |               b |\n|--------|----------------:|\n"
        "| `x\\|y` | $\\vert z\\vert $ |\n| \\|     |           1,000 |",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "made"), TEXTS)
def test_a_text_is_written(text: str, made: str) -> None:
    assert markup.to_markdown(text) == made


def bare(made: str) -> str:
    """HTML without what programs may do in their own way: attributes, levels of headings, paragraphs, spaces."""
    made = re.sub(r"<(/?)(?:h\d)[^>]*>", r"<\1h>", made)
    made = re.sub(r"<(?!a )(\w+) [^>]*>", r"<\1>", re.sub(r"</?(?:span|p|thead|tbody)>", " ", made))
    made = re.sub(r"<pre><code[^>]*>(.*?)</code>", r"<pre>\1", made, flags=re.DOTALL)
    return "".join(unescape(made.replace("<br />", "<br>").replace("<hr />", "<hr>")).split())


@pytest.mark.parametrize("text", [text for text, _ in TEXTS if "$" not in text])
def test_commonmark_reads_it_as_we_do(text: str) -> None:
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    assert bare(reader.render(markup.to_markdown(text))) == bare(html.to_html(text))


@pytest.mark.parametrize("text", [text for text, _ in TEXTS if "|" not in text])
def test_we_read_it_as_before(text: str) -> None:
    assert bare(html.to_html(markup.to_markdown(text))) == bare(html.to_html(text))


@given(st.text(alphabet="ab *`\\<>&|-1.\n[]()~", max_size=40))
def test_we_read_any_text_as_before(text: str) -> None:
    assert bare(html.to_html(markup.to_markdown(text))) == bare(html.to_html(text))
