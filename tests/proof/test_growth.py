"""Readers take time in proportion to what they read: four times the text, no more than about four times the work."""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from rich.console import Console

from dlquiz.bank.compile import compile_text
from dlquiz.errors import DlquizError
from dlquiz.export.html import to_html
from dlquiz.importing.gift import read_gift
from dlquiz.importing.html_text import html_to_markdown
from dlquiz.importing.markdown_list import read_list
from dlquiz.importing.tables import read_table
from dlquiz.language.grammar import read_formula
from dlquiz.language.template import Template
from dlquiz.networks.notation import read_network
from dlquiz.screen.charset import clean_text, spell_text
from dlquiz.screen.inline_math import render_latex
from dlquiz.screen.markdown import render_inline, render_markdown
from dlquiz.screen.screen import Screen

pytestmark = [pytest.mark.proof, pytest.mark.measured]

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
SEED = 20_261_129
TEXTS = 60  # for each reader, besides each piece alone
FACTOR = 4
SIZES = (24_000, 4_800, 4_800, 4_800)  # characters; FACTOR times as many are either Markdown too, or neither is
HARMLESS = 0.1  # seconds of the processor for the larger text: nothing is said below
ROOM = 2.5  # what is quadratic takes 4 times as long as what is not
TRIES = 3  # a pause of the machine is given another chance
SCREENS = [Screen(Console(file=io.StringIO(), width=80), plain) for plain in (False, True)]
HEAD = "topic: t\ntitle: T\nquestions:\n- id: a\n  ask: "


def compile_bank(text: str) -> None:
    compile_text(text, "bank.yaml")


READERS: dict[str, Callable[[str], object]] = {
    "a screen": lambda text: render_markdown(text, SCREENS[0], " "),
    "a plain screen": lambda text: render_markdown(text, SCREENS[1], " "),
    "a line": render_inline,
    "words": lambda text: SCREENS[0].wrap_text(text, " "),
    "what is shown": lambda text: SCREENS[0].show([text]),
    "LaTeX": render_latex,
    "a text with holes": lambda text: Template(text).pieces,
    "holes in mathematics": lambda text: Template(text).in_formulas,
    "a text put together": lambda text: Template(text).render({"x": 1}),
    "a formula": read_formula,
    "a bank": compile_bank,
    "a plain scalar": lambda text: compile_bank(HEAD + text),
    "a quoted scalar": lambda text: compile_bank(HEAD + "'" + text.replace("'", "''") + "'\n  answer: 1\n"),
    "a doubly quoted scalar": lambda text: compile_bank(HEAD + '"' + text + '"\n  answer: 1\n'),
    "a block": lambda text: compile_bank(HEAD + "|\n    " + text.replace("\n", "\n    ") + "\n  answer: 1\n"),
    "an answer in a bank": lambda text: compile_bank(HEAD + "x\n  answer: " + text),
    "HTML": to_html,
    "ASCII": lambda text: spell_text(clean_text(text)),
    "a network": read_network,
    "imported HTML": html_to_markdown,
    "imported GIFT": read_gift,
    "an imported list": read_list,
    "an imported table": read_table,
}
PIECES = [
    *"x \n*_`$[](){}\\|>-#\t=~<&^'\":?,!%@1.0+/;é漢½²√≤…", "xy ", "**", "*a ", "$a ", "$$", "](", "![", "{{", "}}", "{{1}}", "{{ x }} ",
    "|a", "a|b\n", "> ", "- ", "1. ", "=\n", "---\n", "&amp;", "_{", "^{", "\\frac", "\\sqrt{", "\\left(", "&\\\\", ": ", "? ", ", ",
    "e\u0301", "\u202e", "\x1b", "\u200b", "\ud800", "1e", "-1", "*2", "//", "x=", "a or ", "dropout", "conv3-64 | ", "relu |", "in ", "3x",
    "32x32x3 ", "3 x ", "lambda ", "if else ", "not ", "[0]", '"a"', "#c\n", " #", "&a ", "*a ", "http://a.b ", "<a>", "```\n", "    x\n", "  - ",
    "<a ", "<!--", "</", "<?", "<![CDATA[", "[sound:", "<ul><li>", "<td>", "\\(", "\\[", "[$]", "<anki-mathjax>", " \n", "<br>", "q {=a ~b}\n\n", "::", "~=", "->",
]  # fmt: skip


def work(read: Callable[[str], object], text: str) -> float:
    """The processor's time for one text, in seconds."""
    started = time.process_time()
    with suppress(DlquizError):
        read(text)
    return time.process_time() - started


def text_of(before: str, piece: str, after: str, size: int, factor: int = 1) -> str:
    """A text of a size in which a piece is repeated."""
    return before + (piece * (factor * size // len(piece) + 1))[: factor * size] + after


def grows(read: Callable[[str], object], shape: tuple[str, str, str, int]) -> bool:
    """Whether the work grows faster than the text."""
    for _ in range(TRIES):
        large = work(read, text_of(*shape, FACTOR))
        if large < HARMLESS or large < ROOM * FACTOR * work(read, text_of(*shape)):
            return False
    return True


@pytest.mark.parametrize("reader", READERS)
def test_work_grows_with_the_text(reader: str) -> None:
    stream = random.Random(f"{SEED} {reader}")
    ends = ["", *PIECES]
    pieces = [("", piece, "") for piece in PIECES]
    pieces += [(stream.choice(ends), stream.choice(PIECES), stream.choice(ends)) for _ in range(TEXTS)]
    shapes = [(*shape, SIZES[number % len(SIZES)]) for number, shape in enumerate(pieces)]
    tried = shapes if SHARE >= 1 else stream.sample(shapes, max(10, int(len(shapes) * SHARE)))
    assert [shape for shape in tried if grows(READERS[reader], shape)] == []


def test_a_reader_that_looks_back_is_noticed() -> None:
    assert grows(lambda text: [at for at in range(len(text)) for _ in range(at // 500)], ("", "x", "", 24_000))
    assert not grows(lambda text: [at for at in range(len(text)) for _ in range(100)], ("", "x", "", 24_000))
