"""Whole quizzes, played in a terminal as a student would."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from terminal import BANK, Terminal

Play = Callable[..., Terminal]
FOOTER = r"\? hint"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def play(home: Path) -> Play:
    def start(*ids: str, columns: int = 80, rows: int = 60, options: tuple[str, ...] = (), **more: str) -> Terminal:
        arguments = ["quiz", "--bank", str(BANK), "--seed", "1", "--questions", str(len(ids) or 10), *options, *ids]
        return Terminal(home, arguments, columns, rows, **more)

    return start


def caret(terminal: Terminal) -> tuple[int, int]:
    """Line and column of the caret."""
    at = next(i for i, line in enumerate(terminal.lines) if line.strip() == "^")
    return at, terminal.lines[at].index("^")


def test_right_at_once(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(FOOTER)
        assert " dlquiz · Talking · 1 of 1" in student.text
        assert "talk-whole@1" in student.lines[2]
        student.type("560").see("Enter for the score")
        assert " answer › 560\n ✓ right\n" in student.text
        assert "filters·per_filter  20·28   560" in student.text
        student.type("").see("Done: 1 of 1 mark")
        assert "●  1 of 1" in student.text and "again" not in student.text
        assert student.ended() == 0


def test_wrong_then_hint_then_right(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("540").see("again, .* for a hint, or /solution")
        assert " ✗ not yet: 540\n   The biases are missing; each filter has one." in student.text
        student.type("?").see("hint 1: Start with one filter.")
        student.type("/h").see("hint 2: ")
        student.type("/hi").see("hint 3: ")
        student.type("20(27+1)").see("Enter for the score")
        assert " ✓ right   read as 20·(27 + 1) = 560" in student.text
        student.type("").see(r"again with the wrong one\? y / n")
        assert "Done: 0 of 1 mark" in student.text
        student.type("n")
        assert student.ended() == 0


def test_what_cannot_be_read_has_a_caret_under_the_place(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("1,96").see("no attempt used")
        line, column = caret(student)
        assert student.lines[line - 1][column] == ","
        student.type("560").see("Enter for the score").type("").see("Done: 1 of 1 mark")


def test_the_caret_knows_wide_characters(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("５６０ 漢").see("no attempt")
        line, column = caret(student)
        assert student.screen.buffer[line - 1][column].data == "漢"


def test_solution_skip_and_the_wrong_ones_again(play: Play) -> None:
    with play("talk-real", "talk-whole") as student:
        student.see(FOOTER).type("/sol").see("Enter for the next question")
        student.type("").see("2 of 2").see(FOOTER)
        student.type("/skip").see(r"again with the 2 wrong ones\? y / n")
        assert "Done: 0 of 2 marks" in student.text and "skipped" in student.text
        student.type("y").see(r"1 of 2 ─+\n")
        student.type("/quit").see("Nothing was answered")
        assert student.ended() == 0


def test_what_is_typed_behind_an_answer_is_not_swallowed(play: Play) -> None:
    with play("talk-whole", "talk-real") as student:
        student.see("1 of 2").see(FOOTER).type("/sol").see("Enter for the next question")
        row = student.screen.cursor.y
        assert student.lines[row + 1].startswith(" /solution   /undo   /quit   /help")
        student.type("1.96").see("This question is answered; Enter goes on, /undo goes back.")
        student.type("").see("2 of 2")


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("talk-whole@1", "560", " answer: 560\n"),
        ("talk-choice@1", "the largest value", "b  the largest value\n      That is what max means."),
    ],
)
def test_the_solution_can_be_seen_again(play: Play, question: str, answer: str, shown: str) -> None:
    with play(question) as student:
        student.see(FOOTER).type(answer).see("Enter for").type("/solution").see("(?s)Enter for.*Enter for")
        assert shown in student.text.partition("/solution\n")[2]


def test_the_question_can_be_seen_again(play: Play) -> None:
    with play("talk-parts") as student:
        student.see(FOOTER).type("0.6").see("2/2  And a").type("/again").see("(?s)And a.*And a.* a ›")
        shown = student.text.partition("/again\n")[2]
        assert "A neuron has w = 0.5" in shown and "What is z" not in shown
        student.type("/sol").see("Enter for").type("/a").see("(?s)Enter for.*A neuron has.*Enter for")


def test_a_slash_alone_lists_the_commands(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/").see("/undo +take the last answer")


def test_undo(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/undo").see("nothing to take back")
        student.type("540").see("not yet: 540").type("/u").see("Taken back(.|\n)*answer ›")
        student.type("560").see("Enter for the score").type("").see("Done: 1 of 1 mark")


def test_undo_after_the_last_answer(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/sol").see("Enter for the score").type("/undo").see("Taken back(.|\n)*answer ›")
        student.type("560").see("Enter for the score").type("").see("Done: 1 of 1 mark")


@pytest.mark.parametrize("key", ["c", "d"])
def test_ctrl_c_and_end_of_input_end_with_the_score(play: Play, key: str) -> None:
    with play("talk-whole", "talk-real") as student:
        student.see("1 of 2").see(FOOTER).type("/skip").see("2 of 2").see(FOOTER)
        student.type("12", enter=False).see("› 12")
        if key == "d":
            student.child.send("\x7f\x7f")
        student.press(key).see("Stopped after 1 question of 2")
        assert student.ended() == 0
        assert not any(line.lstrip().startswith("? hint") for line in student.lines)


@pytest.mark.parametrize("key", ["c", "d"])
def test_leaving_at_the_last_question(play: Play, key: str) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/sol").see("Enter").type("").see("y / n").press(key)
        assert student.ended() == 0


def test_several_parts(play: Play) -> None:
    with play("talk-parts") as student:
        student.see("1/2  What is z?").see(FOOTER)
        assert "And a?" not in student.text and " z ›" in student.text
        student.type("0.6").see("2/2  And a?").see(r" a ›")
        student.type("0.6457").see("Enter for the score").type("").see("Done: 3 of 3 marks")


def test_a_matrix_typed_in_rows(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see("A = ").see(FOOTER).type("1 3").see("… ›").type("-2 4").type("").see("Enter for the score")
        assert "✓ right   read as [[1, 3], [-2, 4]]" in student.text


def test_rows_say_what_ends_them(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER)
        assert "or row by row up to a blank line" in student.text
        student.type("1 3").see("… ›")
        row = student.screen.cursor.y
        assert student.lines[row + 1 : row + 3] == [" reads as [1, 3]", " a blank line ends it"]


def test_a_matrix_in_brackets_needs_no_blank_line(play: Play) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER).type("[[1, 3],").see("… ›").type("[-2, 4]]").see("✓ right")


@pytest.mark.parametrize(
    "paste", ["1 3\r-2 4\r\r", "\033[200~1 3\n-2 4\033[201~\r", "\033[200~[[1, 3],\n [-2, 4]]\033[201~\r"]
)
def test_a_pasted_matrix(play: Play, paste: str) -> None:
    with play("talk-matrix") as student:
        student.see(FOOTER).type(paste, enter=False).see("✓ right")


@pytest.mark.parametrize("paste", ["1\r2\r560\r", "\033[200~1\n2\n560\033[201~\r"])
def test_pasted_lines_cost_no_attempt(play: Play, paste: str) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type(paste, enter=False).see("Several lines, where one answer is asked for")
        student.type("560").see("Enter for the score").type("").see("Done: 1 of 1 mark")


def test_commands_pasted_behind_an_answer_are_kept_apart(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("560\r\r", enter=False).see("Done: 1 of 1 mark")


def test_a_match_answered_one_by_one(play: Play) -> None:
    with play("talk-match@1") as student:
        student.see(FOOTER).type("b").see("2 ›").type("c").see("3 ›").type("d").see("✓ right")


def test_free_recall_is_graded_by_the_learner(play: Play) -> None:
    with play("talk-recall") as student:
        student.see(FOOTER).type("ensembles").see("grade ›")
        assert "• Others cannot rely on them." in student.text
        student.type("y").see("noted: all of it").type("").see("Done: 1 of 1 mark")


def test_the_window_becomes_narrow(play: Play) -> None:
    with play("talk-whole", "talk-real", rows=80) as student:
        student.see(FOOTER)
        student.resize(40, 80)
        student.screen.reset()
        student.type("/skip").see("2 of 2").see(FOOTER)
        assert max(map(len, student.lines)) <= 40
        assert student.text.count("? hint  /solution  /skip  /quit  /help") >= 1


def test_stopped_and_brought_back(play: Play, home: Path) -> None:
    with Terminal(home, ["quiz", "--bank", str(BANK), "talk-whole@1"], shell=True) as student:
        student.see(FOOTER).type("54", enter=False).see("› 54").press("z").see(r"\$ *$")
        student.type("fg").see(r"fg(.|\n)* answer › 54\n\n \? hint")
        student.type("x", enter=False).see("› 54x").press("backspace").type("0").see("✗ not yet: 540")
        assert student.text.count("540") == 2
        student.type("/quit").see("Done|Stopped")


def test_the_arrow_up_brings_an_answer_back(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("20(27+0)").see("not yet").press("up").see(r"/solution\n answer › 20\(27\+0\)\n")
        student.child.send("\x1b[D\x7f1\r")
        student.see("✓ right")


def test_commands_complete_with_tab(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("/so", enter=False).press("tab").see("› /solution").type("").see("Enter for the score")


def test_the_footer_stands_below_the_cursor_and_goes(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER)
        row = student.screen.cursor.y
        assert student.lines[row].startswith(" answer ›") and student.lines[row + 1] == ""
        assert "/solution" in student.lines[row + 2] and student.lines[row + 2].endswith("1 of 1")
        student.type("540").see("not yet")
        assert sum("? hint" in line for line in student.lines) == 1


@pytest.mark.parametrize(
    ("options", "variables"),
    [((), {"TERM": "dumb"}), (("--plain",), {}), (("--plain",), {"NO_COLOR": "1"})],
)
def test_simple_terminals_get_lines(play: Play, options: tuple[str, ...], variables: dict[str, str]) -> None:
    with play("talk-whole", options=options, **variables) as student:
        student.see("answer")
        assert "? gives a hint, /help lists the commands." in student.text
        student.type("540").see("ot yet").type("560").see("Enter").type("").see(r"y / n").type("n")
        assert student.ended() == 0
        assert b"\033[" not in student.raw.replace(b"\033[?2004h", b"").replace(b"\033[?2004l", b"").replace(
            b"\033[?1034h", b""
        )


def test_no_colour(play: Play) -> None:
    with play("talk-whole", NO_COLOR="1") as student:
        student.see(FOOTER).type("540").see("✗ not yet").type("/quit")
        assert student.ended() == 0
        assert set(re.findall(rb"\033\[([0-9;]*)m", student.raw)) <= {b"", b"0"}


def test_colour_is_there_where_it_is_wanted(play: Play) -> None:
    with play("talk-whole") as student:
        student.see(FOOTER).type("540").see("✗ not yet")
        assert b"\033[31m" in student.raw


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_poor_encodings(play: Play, encoding: str) -> None:
    with play("talk-real", "talk-parts", PYTHONIOENCODING=encoding) as student:
        student.see("answer >|z >").type("?").see("hint").type("/sol")
        student.type("/sol").type("").type("/sol").type("/sol").type("/quit")
        student.see("y / n|Stopped|Done").type("n")
        assert student.ended() == 0
        assert "Traceback" not in student.text
        if encoding == "ascii":
            assert student.raw.isascii()


@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_what_the_encoding_does_not_have_is_no_answer(play: Play, options: tuple[str, ...]) -> None:
    with play("talk-whole", options=options, PYTHONIOENCODING="ascii") as student:
        student.see("answer( >|:)").type("5漢").see("attempt used").type("560").see("Enter for the score")


def test_without_a_terminal_it_says_what_to_use(home: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "dlquiz", "quiz"],
        input="560\n",
        capture_output=True,
        text=True,
        cwd=BANK.parent.parent.parent,
    )
    assert run.returncode == 2
    assert run.stdout == "" and "dlquiz answer ID@SEED TEXT" in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("nothing-like-it",), "no topic or question"),
        (("talk-whoel",), "did you mean"),
        (("--level", "4"), "write 1, 2 or 3"),
        (("--level", "3", "talk-whole"), "None of these questions has level 3"),
        (("talk-whole@x",), "whole number"),
    ],
)
def test_what_makes_no_sense_is_said(play: Play, options: tuple[str, ...], says: str) -> None:
    with play(options=options) as student:
        student.see(says)
        assert student.ended() == 2


def test_a_level(play: Play) -> None:
    with play(options=("--level", "3", "--questions", "5")) as student:
        student.see(r"1 of \d").see(FOOTER)
