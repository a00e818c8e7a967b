"""Characters, lines, Markdown and tables on their way to the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from screens import make_screen

from dlquiz.bank.question_set import load_questions
from dlquiz.model import Verdict
from dlquiz.problem import make_problem
from dlquiz.screen import markdown, solution
from dlquiz.screen.charset import HARD_SPACE, clean_text, spell_text
from dlquiz.screen.display_math import draw_formula
from dlquiz.screen.phrases import format_duration, to_sentence
from dlquiz.screen.screen import Screen
from dlquiz.screen.tables import MAX_ROWS, render_table
from dlquiz.screen.verdict import render_unreadable
from dlquiz.screen.wrap import break_lines, clip_text, pad_text, set_apart

WIDE = make_screen(80)


def plain(lines: list[Text]) -> list[str]:
    """The lines without their styles."""
    return [line.plain for line in lines]


def bold(text: str) -> Text:
    return Text.assemble((text, "bold"))


# characters


@pytest.mark.parametrize(
    ("text", "ascii_"),
    [
        ("∂E/∂w₁ ≤ x²", "dE/dw_1 <= x^2"),
        ("e⁻ᶻ, xₜ₊₁, ∑ᵢ₌₁ⁿ, W⁽¹⁾", "e^(-z), x_(t+1), sum_(i=1)^n, W^(1)"),
        ("ŷ, x\u0304", "y_hat, x_bar"),
        ("⌊5/2⌋·⌈x⌉", "floor(5/2)*ceil(x)"),
        ("√(x + 1), √2", "sqrt(x + 1), sqrt 2"),
        ("3 × 3 → 9…", "3 x 3 -> 9..."),
        ("η, σ(z), ŵ", "eta, sigma(z), w"),
        ("naïve “café” – 5 °C", 'naive "cafe" - 5  degC'),
        ("✓ ✗ ≈ ● ○", "+ x ~ # ."),
        ("漢", "?"),
    ],
)
def test_ascii_forms(text: str, ascii_: str) -> None:
    assert spell_text(text) == ascii_


def test_a_poor_encoding_keeps_what_it_has() -> None:
    assert spell_text("ü × η", "latin-1") == "ü × eta"


@given(st.text())
def test_everything_has_an_ascii_form(text: str) -> None:
    assert all(char.isascii() or char == HARD_SPACE for char in spell_text(text))


@given(st.text())
def test_what_is_shown_commands_nothing(text: str) -> None:
    for screen in (WIDE, make_screen(80, encoding="ascii")):
        assert all(char.isprintable() for char in screen.to_ansi(text))
    coloured = make_screen(80, color_system="standard").to_ansi(Text.assemble((text, "bold"), text))
    assert "".join(coloured.split("\033[1m")).replace("\033[0m", "").isprintable()


def test_hidden_characters_are_made_visible_or_dropped() -> None:
    assert clean_text("a\x1b[2J\u202eb\u200bc\td\xa0e\ud800") == f"a�[2J�bc d{HARD_SPACE}e�"
    assert WIDE.to_ansi("d\xa0e") == "d e"


def test_markup_of_others_is_text() -> None:
    assert make_screen(80, color_system="standard").to_ansi("[bold red]a[/] :smile:") == "[bold red]a[/] :smile:"


def test_emphasis_nests_and_ends_with_the_line() -> None:
    line = Text.assemble(Text.assemble("a", ("b", "dim"), "c", style="bold"), "d")
    assert make_screen(80, color_system="standard").to_ansi(line) == "\033[1ma\033[0m\033[1;2mb\033[0m\033[1mc\033[0md"
    assert WIDE.to_ansi(line) == "abcd"


def test_emphasis_stays_where_a_text_is_spelled() -> None:
    text = make_screen(80, encoding="ascii").to_text(Text.assemble(("∂E", "bold"), " ≤ ", ("η²", "dim")))
    assert text.plain == "dE <= eta^2"
    assert [text.plain[span.start : span.end] for span in text.spans] == ["dE", "eta^2"]


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("x\u0302", 1), ("ŷ∂√", 3), ("", 0), ("a\u200bb", 2)]
)
def test_widths(text: str, columns: int) -> None:
    assert cell_len(text) == columns == WIDE.to_text(bold(text)).cell_len


# lines


@given(st.lists(st.text("ab漢x\u0302", max_size=30), max_size=20), st.integers(20, 60))
def test_lines_fit_and_lose_nothing(words: list[str], width: int) -> None:
    lines = make_screen(width).wrap_text(" ".join(words), "  1  ")
    assert all(line.cell_len <= width for line in lines)
    assert "".join(plain(lines)).replace(" ", "")[1:] == "".join(words).replace(" ", "")


def test_lines_hang_behind_their_mark() -> None:
    assert plain(make_screen(12).wrap_text("one two three four", " a  ")) == [" a  one two", "    three", "    four"]


def test_the_first_line_may_have_more_room() -> None:
    assert plain(make_screen(12).wrap_text("one two three four", " ", "    ")) == [" one two", "    three", "    four"]
    assert plain(make_screen(12).wrap_text("a b c d e f g h", "", "    ")) == ["a b c d e f", "    g h"]


def test_a_word_that_is_longer_than_the_line_is_broken() -> None:
    assert plain(make_screen(10).wrap_text("ab " + "x" * 12, "> ", "  ")) == ["> ab", "  xxxxxxxx", "  xxxx"]


def test_emphasis_goes_on_over_lines() -> None:
    first, second = make_screen(5).wrap_text(bold("one two"))
    assert (first, second) == (bold("one"), bold("two"))


def test_small_settings() -> None:
    assert pad_text("ab", 4) == "ab  " and pad_text("漢", 4) == "漢  "
    assert clip_text("abcdef", 4) == "abc…" and clip_text("abcd", 4) == "abcd"
    assert set_apart("a", "b", 5).plain == "a   b"
    code = break_lines(Text("for i in range(3):"), make_screen(12).console, Text("  "), Text("    "))
    assert plain(code) == ["  for i in", "    range(3)", "    :"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "0 s"), (45, "45 s"), (60, "1 min"), (100, "1 min 40"), (725, "12 min"), (3_900, "1 h 05")],
)
def test_durations(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text


# Markdown


def shown(text: str, screen: Screen = WIDE) -> list[str]:
    """The lines as they are printed."""
    return [screen.to_ansi(line) for line in markdown.render_markdown(text, screen)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("**bold** and *em* and _em_ and `code`", "<bold> and <em> and <em> and <code>"),
        ("c_in, d_out_x, 2*3*4, 2 * 3 * 4", "c_in, d_out_x, 2*3*4, 2 * 3 * 4"),
        (r"\*not\* \_this\_ \$5", "*not* _this_ $5"),
        ("`$x$ **y**`", "<$x$ **y**>"),
        (r"$\frac{1}{2}$ of $$x^2$$", "1/2 of x²"),
        ("[sheet](http://a.b) and [http://c](http://c)", "sheet (http://a.b) and http://c"),
        ("[[1, -2], [3, 4]]", "[[1, -2], [3, 4]]"),
        ("two\nlines", "two lines"),
    ],
)
def test_inline_markup(text: str, line: str) -> None:
    runs = markdown.render_inline(text).render(WIDE.console)
    shown = "".join(f"<{run.text}>" if run.style and run.style.bold else run.text for run in runs)
    assert shown.replace(HARD_SPACE, " ") == line


def test_short_formulas_are_not_broken() -> None:
    lines = make_screen(12).wrap_text(markdown.render_inline("aaaa $x = 3 + 4$ b"))
    assert list(map(WIDE.to_ansi, lines)) == ["aaaa", "x = 3 + 4 b"]


def test_lists() -> None:
    assert shown("Text:\n- one\n- two\n  goes on\n\n3. three\n   - inner") == [
        "Text:", "", "• one", "• two goes on", "3. three", "   • inner",
    ]  # fmt: skip


def test_what_stands_in_an_item_or_a_quotation_is_set_in() -> None:
    assert shown("1. one\n\n   more\n   ```\n   code\n   ```\n2. - two\n\n> a\n>\n> - b\n>   $$c$$") == [
        "1. one", "", "   more", "", "     code", "2. • two", "", "│ a", "│", "│ • b", "│", "│      c",
    ]  # fmt: skip


def test_a_number_or_a_dash_in_a_sentence_is_no_list() -> None:
    assert shown("The answer in\n1998. was\n-3 and * 4") == ["The answer in 1998. was -3 and * 4"]


def test_mathematics_over_several_lines() -> None:
    assert shown("so $a\n- b$ and\n$$\nc\n\n= d\n$$\n.") == ["so a - b and", "", "   c = d", "", "."]
    assert shown("$$c$$ (1)") == ["   c", "(1)"]


def test_a_table() -> None:
    assert shown("| a | b |\n|---|--:|\n| `x|y` | 1 |\n| $|x|$ | 1,000 |") == [
        "a        b",
        "───  ─────",
        "x|y      1",
        "|x|  1,000",
    ]


def test_a_table_without_room_wraps_its_last_column_or_becomes_a_list() -> None:
    rows = [["id", "title"], ["some-long-id", "a title that has no room at all in such a window"]]
    assert plain(render_table(rows, make_screen(40)))[2:] == [
        "some-long-id  a title that has no room",
        "              at all in such a window",
    ]
    assert render_table(rows, make_screen(30))[0].plain.startswith("id: some-long-id; title:")
    assert render_table(rows, make_screen(80, plain=True))[0].plain.startswith("id: some-long-id; title:")
    assert render_table([rows[0], *rows[1:] * MAX_ROWS], make_screen(80))[0].plain.startswith(
        "id: some-long-id; title:"
    )


def test_code_keeps_its_form() -> None:
    assert shown("```python\nif x:\n    y = '**'\n```") == ["  if x:", "      y = '**'"]
    assert shown("text\n\n    indented\n      more") == ["text", "", "  indented", "    more"]
    assert shown("```\nnever closed") == ["  never closed"]


def test_other_blocks() -> None:
    assert shown("# Head\n> quoted\n> on\n\n---\nhard  \nbreak\\\nagain") == [
        "Head", "", "│ quoted on", "", "─" * 79, "", "hard", "break", "again",
    ]  # fmt: skip


@given(st.text(alphabet="ab *_`$|-#>1.\\[]()\n~", max_size=60))
def test_no_markdown_crashes(text: str) -> None:
    for screen in (WIDE, make_screen(20, plain=True), make_screen(40, encoding="ascii")):
        assert all(line.cell_len <= screen.width for line in markdown.render_markdown(text, screen))


# mathematics in two dimensions


def test_a_fraction_is_drawn() -> None:
    rows = draw_formula(r"\frac{a + b}{2}", WIDE, 2)
    assert len(rows) == 3 and "a + b" in rows[0] and "2" in rows[2]


def test_numbers_of_a_matrix_stand_below_each_other() -> None:
    assert [row.strip() for row in draw_formula(r"\begin{pmatrix}1 & -20\\-3 & 4\end{pmatrix}", WIDE, 2)] == [
        "⎛ 1  -20⎞",
        "⎝-3    4⎠",
    ]


@pytest.mark.parametrize("text", [r"\frac{a", r"\unheardof{x}", r"\end{pmatrix}", "x" * 200, r"\left)"])
def test_what_cannot_be_drawn_is_set_in_a_line(text: str) -> None:
    assert shown(f"$${text}$$")


def test_no_drawing_for_screen_readers_and_ascii() -> None:
    assert draw_formula(r"\frac{a}{2}", make_screen(80, plain=True), 2) == []
    assert shown(r"$$\frac{a}{2}$$", make_screen(80, encoding="ascii")) == ["  a/2"]


# verdicts


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("one answer, please", "One answer, please."),
        ("c, d missing; type", "c, d missing; type."),
        ("a number is no option", "A number is no option."),
        ("", ""),
        ("Why?", "Why?"),
    ],
)
def test_sentences(message: str, text: str) -> None:
    assert to_sentence(message) == text


def caret(typed: str, at: int, echo: bool = True, lead: int = 0, screen: Screen = WIDE) -> list[str]:
    """The lines of a refusal."""
    verdict = Verdict("unreadable", 0.0, message="no", caret=at)
    return plain(render_unreadable(verdict, typed, screen, echo, lead))


def test_a_caret_stands_below_its_place() -> None:
    assert caret("1,96", 1) == ["   1,96", "    ^", " No."]
    assert caret("漢x", 1, echo=False, lead=10)[0] == " " * 12 + "^"
    assert caret("1 2\n3 x", 6) == ["   3 x", "     ^", " No."]
    assert caret("", 0, echo=False, lead=10) == [" No. (no attempt used)"]


def test_a_caret_far_to_the_right_moves_its_text() -> None:
    line, mark, _ = caret("a" * 90 + ",b", 90, screen=make_screen(40))
    assert line[mark.index("^")] == "," and len(line) <= 40


def test_screen_readers_hear_the_place() -> None:
    assert caret("1,96", 1, screen=make_screen(80, plain=True)) == [" Character 2: No."]


def test_where_steps_are_spoken_the_reason_of_a_case_comes_last() -> None:
    problem = make_problem(load_questions()["backprop-relu-unit"], 3)
    lines = solution.render_tape(problem, [problem.tape["dh_dz"]], make_screen(80, plain=True))
    assert lines[0].plain.startswith("Step 8: ∂h/∂z = 1, since z = 3 is positive. ")
