"""Texts with formulas in them."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import quick

from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import make_array
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.text.markdown import parse_markdown

SCOPE: dict[str, Any] = {
    "k": 3,
    "lr": Fraction(1, 20),
    "t": Fraction(1, 3),
    "small": Fraction(12, 10**8),
    "bias": True,
    "M": make_array([1, 2, 3, 4], (2, 2)),
    "word": "a_b",
    "x": letters.symbol("x"),
}

TEXTS = {
    "no formula": "no formula",
    "{{k}} filters": "3 filters",
    "{{ k }}×{{ k }}": "3×3",
    "rate {{ lr }}, a third {{ t }}": "rate 0.05, a third 0.333333",
    "{{ small }} and ${{ small }}$": r"1.2e-7 and $1.2 \cdot 10^{-7}$",
    "${{ k }} \\times {{ k }}$ of {{ M }}": "$3 \\times 3$ of [[1, 2], [3, 4]]",
    "$$M = {{ M }}$$": r"$$M = \begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}$$",
    "$M$ is {{ M }}": "$M$ is [[1, 2], [3, 4]]",
    r"\$5 and {{ small }}": r"\$5 and 1.2e-7",
    r"$\$5 and {{ small }}$": r"$\$5 and 1.2 \cdot 10^{-7}$",
    "`$` and {{ small }}": "`$` and 1.2e-7",
    "costs $5 for {{ small }}": "costs $5 for 1.2e-7",
    "$$\n{{ small }}\n\n- {{ k }}$$ of {{ small }}": "$$\n1.2 \\cdot 10^{-7}\n\n- 3$$ of 1.2e-7",
    r"$\frac{{{ k }}}{2}$": r"$\frac{3}{2}$",
    r"$x^{{{k}}}$": "$x^{3}$",
    r"$\frac{{{ k }}}{{{ k + 1 }}}$": r"$\frac{3}{4}$",
    '{{ plural(k, "filter") }}': "3 filters",
    "${{ signed(-k) }}$": "$- 3$",
    "{{ fixed(t, 2) }}": "0.33",
    '{{ join([1, k], ", ") }}': "1, 3",
    '{{ "each with a bias" if bias else "without" }}': "each with a bias",
    "{{ '}}' if bias else 1 }} end": "}} end",
    "{{ word }} and ${{ word }}$": "a_b and $a_b$",
    "{{ bias }} and ${{ bias }}$": r"true and $\text{true}$",
    "{{ k*x^2 - x }} and ${{ k*x^2 - x }}$": "3x^2 - x and $3 x^{2} - x$",
    "{ k } and }}": "{ k } and }}",
    "{{\n  k\n}}": "3",
    "": "",
}


@pytest.mark.parametrize(("text", "wanted"), TEXTS.items())
def test_rendering(text: str, wanted: str) -> None:
    assert Template(text).render(SCOPE) == wanted


BEGINNINGS = {
    "Its windows have\n{{ one }}. The stride": "Its windows have\n1\\. The stride",
    "{{ one }}{{ k }}) and": "13\\) and",
    "from\n{{ signed(-k) }} on": "from\n\\- 3 on",
    "{{ mark }} is a sign": "\\# is a sign",
    "- {{ item }}": "- \\- x",
    "> {{ quote }}": "> \\> y",
    "a\n{{ line }}": "a\n\\---",
    "{{ k }} filters": "3 filters",
    "{{ -k }} is": "-3 is",
    "${{ one }}$. A": "$1$. A",
    "as\n\n    {{ item }}\n\nsays": "as\n\n    - x\n\nsays",
    "```\n{{ item }}\n```": "```\n- x\n```",
    "a {{ lines }} b": "a one - two b",
    "| x | {{ bars }} |": "| x | \\|a\\| |",
}
BEGINNING_SCOPE = {
    **SCOPE, "one": 1, "mark": "#", "item": "- x", "quote": "> y", "line": "---", "lines": "one\n- two", "bars": "|a|",
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BEGINNINGS.items())
def test_no_value_begins_a_block(text: str, wanted: str) -> None:
    assert Template(text).render(BEGINNING_SCOPE) == wanted


@quick
@given(
    st.text("1. )#->*+=~`_|ab\n", max_size=8), st.sampled_from(["{{ v }}. A", "a\n{{ v }} b", "- {{ v }}", "{{ v }}"])
)
def test_a_text_has_the_same_blocks_whatever_is_drawn(value: str, text: str) -> None:
    def list_blocks(drawn: str) -> list[str]:
        tree = parse_markdown(Template(text).render({"v": drawn}))
        return [node.type for node in tree.walk() if node.type != "root" and node.block]

    assert list_blocks(f"x{value}x") == list_blocks("x")
    assert list_blocks(value) == list_blocks("x") or not value.strip()


def test_what_a_text_tells() -> None:
    text = 'A ${{ k }}$ by {{ plural(c_in, "k") }}'
    template = Template(text)
    assert template.names == {"k", "c_in"}
    assert [(hole.formula, hole.at in template.in_formulas) for hole in template.holes] == [
        (Formula("k"), True),
        (Formula('plural(c_in, "k")'), False),
    ]
    assert [text[hole.at :].startswith(hole.formula.text) for hole in template.holes] == [True, True]
    assert template == Template(text)
    assert len({template, Template(text)}) == 1


@pytest.mark.parametrize(("marked", "says"), [("a ‸{{ k", "not closed"), ("{{k}} ‸{{ '}}'", "not closed")])
def test_a_hole_that_is_not_closed(marked: str, says: str) -> None:
    with pytest.raises(FormulaError, match=says) as caught:
        _ = Template(marked.replace("‸", "")).pieces
    assert caught.value.at == marked.index("‸")


@pytest.mark.parametrize("text", ["{{ }}", "{{ k + }}", "{{ it's }}", "{{ unknown }}", "{{ foo(1) }}", "{{ 1/0 }}"])
def test_a_hole_with_a_fault(text: str) -> None:
    with pytest.raises(FormulaError):
        Template(text).render(SCOPE)


@quick
@given(st.text("{}$ \"'`\\k+é", max_size=30))
def test_any_text_renders_or_is_at_fault(text: str) -> None:
    try:
        Template(text).render(SCOPE)
    except FormulaError as error:
        assert 0 <= error.at <= len(error.text)


@pytest.mark.parametrize("text", ['{{ "' * 3_000, "{{ " + "\"'" * 5_000, "{{" * 5_000, "{" * 10_000, "{{'" * 3_000])
def test_hostile_texts_are_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(FormulaError):
        Template(text).render(SCOPE)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("It has {{ n }} weights.", {"n": 10497600}, "It has 10,497,600 weights."),
        ("$n = {{ n }}$", {"n": 10497600}, "$n = 10{,}497{,}600$"),
        ('{{ plural(n, "weight") }}', {"n": 1792}, "1,792 weights"),
        ("Of\n\n    in {{ n }}x3\n\nwhat?", {"n": 1024}, "Of\n\n    in 1024x3\n\nwhat?"),
        ("$e^{ {{ n }} x}$", {"n": 1}, "$e^{  x}$"),
        ("$e^{ {{ n }} x}$", {"n": -1}, "$e^{ - x}$"),
        ("$e^{ {{ n }} x}$", {"n": 2}, "$e^{ 2 x}$"),
        ("$w_{ {{ n }} j}$", {"n": 1}, "$w_{ 1 j}$"),
        ("$x^{ {{ n }} }$", {"n": 1}, "$x^{ 1 }$"),
        ("$y = {{ n }} w + 1$", {"n": 1}, "$y =  w + 1$"),
    ],
)
def test_large_counts_and_factors_of_one(text: str, values: dict[str, int], shown: str) -> None:
    assert Template(text).render(values) == shown
