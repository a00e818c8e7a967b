"""The prompt, played in a terminal: what stands below an answer while it is typed, and what the keys do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from terminal import BANK, Terminal

Play = Callable[..., Terminal]
FOOTER = r"(?m)^ \? hint .*/help"
SIZES = pytest.mark.parametrize("columns", [80, 40])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def play(home: Path) -> Play:
    def start(*ids: str, options: tuple[str, ...] = (), columns: int = 80, **more: str | bool) -> Terminal:
        arguments = ["quiz", "--bank", str(BANK), "--seed", "1", "--questions", str(len(ids)), *options, *ids]
        return Terminal(home, arguments, columns, **more)

    return start


def below(student: Terminal) -> list[str]:
    """The two lines below the cursor: the reading and the footer."""
    row = student.screen.cursor.y
    return student.lines[row + 1 : row + 3]


# live reading


@SIZES
def test_the_line_below_says_how_an_answer_is_read(play: Play, columns: int) -> None:
    with play("talk-whole", columns=columns) as student:
        student.see(FOOTER).type("20(27+1", enter=False).see(r"20\(27\+1")
        assert below(student)[0] == ""
        student.type(")", enter=False).see(r"› 20\(27\+1\)\n reads as 20·\(27 \+ 1\) = 560\n \? hint")
        student.type("*", enter=False).see(r"\* *\n reads as 20·\(27 \+ 1\) = 560 …")
        student.type("2", enter=False).see(r"\*2 *\n reads as 20·\(27 \+ 1\)·2 = 1120\n")
        student.press("backspace", "backspace").type("").see("✓ right")
        assert student.text.count("reads as") == 0


def test_it_never_says_whether_an_answer_is_right(play: Play) -> None:
    shown = []
    for text in ("20(27+1)", "20(27+2)"):
        with play("talk-whole@1") as student:
            student.see(FOOTER).type(text, enter=False).see("reads as")
            shown.append(re.sub(r"\d+", "#", student.text))
    assert shown[0] == shown[1]


@pytest.mark.parametrize("text", ["540", "1,96", "apples", "/sol", "?", "2 3 4"])
def test_it_is_silent_where_there_is_nothing_to_add_or_nothing_to_read(play: Play, text: str) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type(text, enter=False).see(f"› {re.escape(text)}")
        assert below(student)[0] == ""


def test_what_is_recalled_is_not_read_as_a_grade(play: Play) -> None:
    with play("talk-recall") as student:
        student.see(FOOTER).type("partly", enter=False).see("› partly")
        assert "reads as" not in student.text
        student.type("").see("grade ›").type("partly", enter=False).see("› partly\n reads as half")


def test_readings_of_options_are_their_words(play: Play) -> None:
    with play("talk-choice@1") as student:
        student.see(FOOTER).type("b", enter=False).see(r"› b\n reads as b\) the largest value")


def test_the_guide_reads_too(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/guide").see("weights = ›").type("3*3*3", enter=False).see(r"reads as 3·3·3 = 27")
        student.type("").see("per_filter = ›").type("/b", enter=False).press("tab").see("› /back").type("").see(
            "answer ›"
        )


@SIZES
def test_the_ways_out_of_the_guide_and_the_lines_stand_below(play: Play, columns: int) -> None:
    with play("talk-whole", columns=columns) as student:
        student.see(FOOTER).type("/guide").see(r" \? hint .*/solution.*/back +/quit").type("/back").see(FOOTER)
        student.type("/lines").see("a blank line ends them +/quit")


def test_an_ascii_terminal_gets_ascii(play: Play) -> None:
    with play("talk-whole", PYTHONIOENCODING="ascii") as student:
        student.see(FOOTER).type("20x28", enter=False).see(r"reads as 20\*28 = 560")
        assert student.raw.isascii()


# the footer


@SIZES
@pytest.mark.parametrize("paste", [False, True])
def test_a_long_answer_leaves_nothing_behind(play: Play, columns: int, paste: bool) -> None:
    text = "1+" * 290 + "1"
    with play("talk-whole", columns=columns) as student:
        student.see(FOOTER)
        if paste:
            student.paste(text)
        else:
            student.type(text, enter=False)
        student.see(r"1\+1\n\n \? hint").type("").see("(?s)Too long.*answer ›")
        assert sum(line.startswith(" ? hint") for line in student.lines) == 1
        student.type("/skip").see("Done: 0 of 1 mark")
        assert not any(line.startswith(" ? hint") for line in student.lines)


def test_a_long_answer_can_be_taken_back(play: Play) -> None:
    with play("talk-whole", columns=40) as student:
        student.see(FOOTER).type("1+" * 100, enter=False).see(r"\+\n\n \? hint").press("u").see(r"answer ›\n\n \? hint")
        student.type("560").see("✓ right")
        assert "1+" not in student.text


def test_the_window_becomes_another_size_while_an_answer_is_typed(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("20(27+1)", enter=False).see("reads as")
        student.resize(40, 60)
        student.see(
            r"answer › 20\(27\+1\)\n reads as 20·\(27 \+ 1\) = 560\n \? hint  /solution  /skip  /quit  /help\n?"
        )
        student.resize(80, 60)
        student.see(r"answer › 20\(27\+1\)\n reads as 20·\(27 \+ 1\) = 560\n \? hint   /solution")
        assert student.text.count("reads as") == 1 and student.text.count("? hint") == 1
        student.type("").see("✓ right")


# what is typed ahead


@pytest.mark.parametrize("text", ["560\r", "7\x7f560\r"])
def test_what_is_typed_before_the_question_is_there(play: Play, text: str) -> None:
    with play("talk-whole") as student:
        student.type(text, enter=False).see("answer › 560\n ✓ right")


@SIZES
@pytest.mark.parametrize(
    ("text", "then"),
    [("560\r", "560\n ✓ right"), ("54", "54\n\n . hint"), ("5460\033[D\033[D\x7f\r", "560\n ✓ right")],
)
def test_what_is_typed_while_the_prompt_is_made_is_there(play: Play, columns: int, text: str, then: str) -> None:
    with play("talk-whole@1", columns=columns) as student:
        student.catch("a whole number").type(text, enter=False).see(f"a whole number\n answer › {then}")


def test_ctrl_c_stops_the_quiz_while_the_prompt_is_made(play: Play) -> None:
    with play("talk-whole", "talk-real") as student:
        student.catch("1 of 2").press("c").see("Nothing was answered|Stopped")
        assert student.ended() == 0 and "Traceback" not in student.text


def test_answers_and_commands_that_come_at_once_are_answers_of_their_own(play: Play) -> None:
    with play("talk-whole", "talk-whole") as student:
        student.see(FOOTER).type("560\r\r/skip\r", enter=False).see(r"again with the wrong one|y / n|Done")
        assert " answer › 560\n ✓ right" in student.text and "answer › /skip" in student.text


# rows


@SIZES
def test_rows_are_edited_together(play: Play, columns: int) -> None:
    with play("talk-matrix", columns=columns) as student:
        student.see(FOOTER).type("1 4").see("… ›").type("-2 4", enter=False).see(r"reads as \[\[1, 4\], \[-2, 4\]\]")
        student.press("up", "backspace").type("3", enter=False).see(r"reads as \[\[1, 3\], \[-2, 4\]\]")
        student.type("")  # to the next row
        student.type("").see(r"… › -2 4\n      … ›\n")
        student.type("").see(r" answer › 1 3\n      … › -2 4\n ✓ right   read as \[\[1, 3\], \[-2, 4\]\]")


def test_a_new_row_can_be_left_to_mend_another(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER).type("1 4").see("… ›").type("-2 4").see(r"-2 4\n +… ›").press("up", "up")
        student.press("e", "backspace").type("3", enter=False).see("› 1 3").type("").type("").type("").see("✓ right")


@SIZES
def test_pasted_rows_are_one_answer(play: Play, columns: int) -> None:
    with play("talk-matrix", columns=columns) as student:
        student.see(FOOTER).paste("1 3\r\n-2 4\r\n").see(
            r" answer › 1 3\n      … › -2 4\n reads as \[\[1, 3\], \[-2, 4\]\]"
        )
        student.type("").see("✓ right")


def test_the_footer_says_what_ends_the_rows(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER).paste("[[1, 3],\n[-2, 4]").see("the last bracket ends it")
        student.type("]", enter=False).see(FOOTER).press("u", "backspace", "u").see(r"answer ›\n\n \? hint")
        student.type("1 3").see("a blank line ends it")


def test_begun_rows_come_back_behind_a_command(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER).type("1 3").see("… ›").type("/again").see("(?s)Transpose.*Transpose.*answer ›")
        student.press("up").see(r"answer › 1 3\n").type("").see("(?s)again.*… ›").type("-2 4").type("").see("✓ right")


# keys


def test_the_arrows_go_through_what_was_typed(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER)
        for text in ("1", "2", "/undo"):
            student.type(text).see("(?s)" + re.escape(text) + r"\n.*answer ›")
        student.press("up").see("› 2\n").press("up").see("› 1\n").press("down").see("› 2\n").press("down").see("›\n\n")
        student.press("r").type("1", enter=False).see("I-search").type("").see("› 1\n\n")


def test_tab_completes_as_far_as_it_is_certain(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/h", enter=False).press("tab").see(r"› /h\n\n /hint   /help")
        student.type("i", enter=False).see(r"› /hi\n\n \? hint").press("tab").see(r"› /hint\n")
        student.press("u").type("560 pa", enter=False).press("tab").see("› 560 parameters\n reads as 560").type("").see(
            "✓ right"
        )


def test_ctrl_d_deletes_inside_an_answer(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("5670", enter=False).see("5670").press("left", "left", "d").see("› 560\n")
        student.press("e", "u", "d").see("Stopped|Nothing")
        assert student.ended() == 0


def test_ctrl_l_clears_the_screen_and_keeps_the_answer(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("56", enter=False).see("› 56").press("l").see(r"\A answer › 56\n\n \? hint")
        student.type("0").see("✓ right")


@pytest.mark.parametrize("text", ["５６０", "ｎ＝560", "ŷ = 560"])
def test_wide_and_combining_characters(play: Play, text: str) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type(text, enter=False).see(f"› {text}\n").press("left", "left").type("").see("✓ right")


def test_control_characters_in_a_paste_command_nothing(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).paste("5\033[31m\x07\u202e60").see("60\n").type("").see("control character")
        assert b"\033[31m" not in student.raw


@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_the_terminal_is_given_back(home: Path, options: tuple[str, ...]) -> None:
    with Terminal(home, ["quiz", "--bank", str(BANK), "talk-whole@1", *options], shell=True) as student:
        student.see("answer").type("54", enter=False).see("54").press("z").see(r"\$ *$")
        student.type("stty -a").see(r" icanon .* echo ").type("fg").see(r"(?s)fg\n.*answer( ›|:) 54")
        student.type("0").see("ot yet").type("/quit").see(r"\$ *$").type("stty -a").see("(?s)fg.* icanon .* echo ")
