"""Being led through a solution, and writing lines of working, played in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from terminal import BANK, Terminal

Play = Callable[..., Terminal]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def start(*options: str) -> Terminal:
        return Terminal(tmp_path, ["quiz", "--bank", str(BANK), "--seed", "1", "--questions", "1", *options])

    return start


def test_led_quantity_by_quantity(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(r"\? hint").type("/guide").see("weights = ›")
        assert "   Find weights next. A filter spans all 3 input channels.\n weights = ›" in student.text
        student.type("?").see(r"weights = k·k·c_in\n")
        student.type("1 2 3").see(r"\^")
        student.type("9").see("✗ not yet: 9\n   again, . for a hint, or /solution\n weights = ›")
        student.type("3*3*3").see("per_filter = ›")
        student.type("/solution").see("Now the answer itself")
        assert "   So far: weights = 27.\n" in student.text
        assert "   So far: weights = 27; per_filter = 28 (shown).\n" in student.text
        student.type("560").see("✓ right").type("").see("Done: 1 of 1 mark")
        assert student.ended() == 0


def test_other_commands_tell_nothing_in_the_guide(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(r"\? hint").type("/guide").see("weights = ›")
        for command in ("/help", "/lines", "/undo", "/xyz", "/"):
            student.type(command).see(rf"› {command}\n   Here it is \? for a hint")
        assert "27" not in student.text
        student.type("/sol").see("weights = 27. A filter").see("per_filter = ›")


def test_a_command_ends_the_lines_and_is_obeyed(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(r"\? hint").type("/lines").see("line ›").type("?").see("hint 1: Start with one filter")
        student.type("/lines").see("line ›").type("/back").see("No line was written(.|\n)*answer ›")
        assert "There is no" not in student.text
        student.type("/lines").see("line ›").type("/sol").see("answer: 560")


def test_every_part_begins_with_its_way(play: Play) -> None:
    with play("--guided", "talk-whole@1") as student:
        student.see("weights = ›").type("/back").see("answer ›")
        student.type("560").see("✓ right")


def test_lines_of_working(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(r"\? hint").type("/lines").see("line ›")
        student.type("3*3*3 = 27").see("right   weights")
        student.type("per_filter = 27").see("departs   per_filter")
        student.type("20*27 = 540").see("follows   total")
        student.type("2,5,").see(r"\^")
        student.type("").see("The first line that departs is at per_filter")
        student.type("540").see("not yet").type("/sol").see("Here you may have had 27")


def test_lines_that_match_nothing_are_not_said_to_fit(play: Play) -> None:
    with play("talk-whole@1") as student:
        student.see(r"\? hint").type("/lines").see("line ›")
        student.type("999").see("not matched").type("").see("None of it could be matched")
        student.type("/lines").see("line ›").type("27").see("right   weights")
        student.type("999").see("(?s)not matched.*not matched").type("")
        student.see("What could be matched fits; 1 line could not be")


def test_the_quiz_can_be_left_from_both(play: Play) -> None:
    for command in ("/guide", "/lines"):
        with play("talk-whole@1") as student:
            student.see(r"\? hint").type(command).see("›").type("/quit").see("Nothing was answered|Done|No question")
            assert student.ended() == 0


def test_where_there_are_no_steps_it_is_said(play: Play) -> None:
    with play("talk-text") as student:
        student.see(r"\? hint").type("/guide").see("no steps to go")
