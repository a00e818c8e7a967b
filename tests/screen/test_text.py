"""Characters, lines, Markdown and tables on their way to the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlquiz.bank.question_set import load_questions
from dlquiz.model import Verdict
from dlquiz.problem import make_problem
from dlquiz.screen import markdown, solution, tables
from dlquiz.screen.ansi import BOLD, DIM, END, bold, dim, paint, span
from dlquiz.screen.charset import clean, spelled, width
from dlquiz.screen.display_math import two_dimensional
from dlquiz.screen.durations import duration
from dlquiz.screen.screen import Screen
from dlquiz.screen.verdict import sentence, unreadable_lines
from dlquiz.screen.wrap import clipped, edges, filled, folded, padded

WIDE = Screen(80)


def same(text: str) -> str:
    return text


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
    assert spelled(text) == ascii_


def test_a_poor_encoding_keeps_what_it_has() -> None:
    assert spelled("ü × η", "latin-1") == "ü × eta"


@given(st.text())
def test_everything_has_an_ascii_form(text: str) -> None:
    assert all(char.isascii() or "\ue000" <= char <= "\uf8ff" for char in spelled(text))


@given(st.text())
def test_what_is_painted_commands_nothing(text: str) -> None:
    assert all(char.isprintable() for char in paint(text, False, same))
    assert all(char.isprintable() or char == "\033" for char in paint(f"{bold(text)}{text}", True, same))
    assert "\033" not in paint(text.replace(BOLD, ""), True, same) or any("\uf8e0" <= c <= "\uf8e5" for c in text)


def test_hidden_characters_are_made_visible_or_dropped() -> None:
    assert clean("a\x1b[2J\u202eb\u200bc\td\xa0e\ud800") == "a�[2J�bc d e�"


def test_emphasis_nests_and_ends_with_the_line() -> None:
    line = f"{BOLD}a{DIM}b{END}c{END}d{BOLD}e"
    assert paint(line, True, same) == "\033[1ma\033[2mb\033[0;1mc\033[0md\033[1me\033[0m"
    assert paint(line, False, same) == "abcde"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("x\u0302", 1), ("ŷ∂√", 3), ("", 0), ("a\u200bb", 2)]
)
def test_widths(text: str, columns: int) -> None:
    assert width(text) == columns == span(bold(text))


# lines


@given(st.lists(st.text("ab漢x\u0302", max_size=30), max_size=20), st.integers(20, 60))
def test_filled_lines_fit_and_lose_nothing(words: list[str], room: int) -> None:
    lines = filled(" ".join(words), room, "  1  ")
    assert all(span(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "")[1:] == "".join(words).replace(" ", "")


def test_filled_lines_hang_behind_their_mark() -> None:
    assert filled("one two three four", 12, " a  ") == [" a  one two", "    three", "    four"]


def test_emphasis_goes_on_over_lines() -> None:
    first, second = filled(bold("one two"), 5)
    assert (first, second) == (bold("one"), bold("two"))


def test_small_settings() -> None:
    assert padded("ab", 4) == "ab  " and padded("ab", 4, right=True) == "  ab"
    assert clipped("abcdef", 4) == "abc…" and clipped("abcd", 4) == "abcd"
    assert edges("a", "b", 5) == "a   b"
    assert folded("for i in range(3):", 12, "  ", "    ") == ["  for i in", "    range(3)", "    :"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "0 s"), (45, "45 s"), (60, "1 min"), (100, "1 min 40"), (725, "12 min"), (3_900, "1 h 05")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


# Markdown


def shown(text: str, screen: Screen = WIDE) -> list[str]:
    """The lines without emphasis."""
    return [screen.painted(line) for line in markdown.lines(text, screen)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "**bold** and *em* and _em_ and `code`",
            f"{bold('bold')} and {bold('em')} and {bold('em')} and {bold('code')}",
        ),
        ("c_in, d_out_x, 2*3*4, 2 * 3 * 4", "c_in, d_out_x, 2*3*4, 2 * 3 * 4"),
        (r"\*not\* \_this\_ \$5", "*not* _this_ $5"),
        ("`$x$ **y**`", bold("$x$ **y**")),
        (r"$\frac{1}{2}$ of $$x^2$$", "1/2 of x²"),
        ("[sheet](http://a.b) and [http://c](http://c)", "sheet (http://a.b) and http://c"),
        ("[[1, -2], [3, 4]]", "[[1, -2], [3, 4]]"),
        ("two\nlines", "two lines"),
    ],
)
def test_inline_markup(text: str, line: str) -> None:
    assert markdown.inline(text).replace("\u00a0", " ") == line


def test_short_formulas_are_not_broken() -> None:
    assert filled(markdown.inline("aaaa $x = 3 + 4$ b"), 12) == ["aaaa", "x\u00a0=\u00a03\u00a0+\u00a04 b"]


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
    assert [Screen(40).painted(line) for line in tables.lines(rows, Screen(40))][2:] == [
        "some-long-id  a title that has no room",
        "              at all in such a window",
    ]
    assert tables.lines(rows, Screen(30))[0].startswith("id: some-long-id; title:")
    assert tables.lines(rows, Screen(80, plain=True))[0].startswith("id: some-long-id; title:")


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
    for screen in (WIDE, Screen(20, plain=True), Screen(40, encoding="ascii", signs=False)):
        assert all(span(line) <= screen.width for line in markdown.lines(text, screen))


# mathematics in two dimensions


def test_a_fraction_is_drawn() -> None:
    rows = two_dimensional(r"\frac{a + b}{2}", WIDE, 2)
    assert len(rows) == 3 and "a + b" in rows[0] and "2" in rows[2]


def test_numbers_of_a_matrix_stand_below_each_other() -> None:
    assert [row.strip() for row in two_dimensional(r"\begin{pmatrix}1 & -20\\-3 & 4\end{pmatrix}", WIDE, 2)] == [
        "⎛ 1  -20⎞",
        "⎝-3    4⎠",
    ]


@pytest.mark.parametrize("text", [r"\frac{a", r"\unheardof{x}", r"\end{pmatrix}", "x" * 200, r"\left)"])
def test_what_cannot_be_drawn_is_set_in_a_line(text: str) -> None:
    assert shown(f"$${text}$$")


def test_no_drawing_for_screen_readers_and_ascii() -> None:
    assert two_dimensional(r"\frac{a}{2}", Screen(80, plain=True), 2) == []
    assert shown(r"$$\frac{a}{2}$$", Screen(80, encoding="ascii", signs=False)) == ["  a/2"]


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
    assert sentence(message) == text


def caret(typed: str, at: int, echo: bool = True, lead: int = 0, screen: Screen = WIDE) -> list[str]:
    """The lines of a refusal."""
    verdict = Verdict("unreadable", 0.0, message="no", caret=at)
    return [screen.painted(line) for line in unreadable_lines(verdict, typed, screen, echo, lead)]


def test_a_caret_stands_below_its_place() -> None:
    assert caret("1,96", 1) == ["   1,96", "    ^", " No."]
    assert caret("漢x", 1, echo=False, lead=10)[0] == " " * 12 + "^"
    assert caret("1 2\n3 x", 6) == ["   3 x", "     ^", " No."]
    assert caret("", 0, echo=False, lead=10) == [" No. (no attempt used)"]


def test_a_caret_far_to_the_right_moves_its_text() -> None:
    line, mark, _ = caret("a" * 90 + ",b", 90, screen=Screen(40))
    assert line[mark.index("^")] == "," and len(line) <= 40


def test_screen_readers_hear_the_place() -> None:
    assert caret("1,96", 1, screen=Screen(80, plain=True)) == [" Character 2: No."]


def test_dim_is_only_emphasis() -> None:
    assert span(dim("abc")) == 3


def test_where_steps_are_spoken_the_reason_of_a_case_comes_last() -> None:
    problem = make_problem(load_questions()["backprop-relu-unit"], 3)
    lines = solution.tape_lines(problem, [problem.tape["dh_dz"]], Screen(80, plain=True))
    assert lines[0].startswith("Step 7: ∂h/∂z = 1, since 3 > 0. ")
