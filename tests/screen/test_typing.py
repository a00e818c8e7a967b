"""What the prompts decide without a terminal: when rows go on, what Tab finds, and how a text is described as it grows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from dlquiz import kinds
from dlquiz.kinds import Kind
from dlquiz.screen.answer_editor import find_completions, split_waiting_lines
from dlquiz.screen.live_reading import MAX_CHARACTERS, LiveReading
from dlquiz.screen.prompt import GOES_ON, MAX_ROWS, are_separate_answers
from tests.kinds import answers_page
from tests.kinds.bank_mapping import key_from_mapping

KEY = {"value": 560, "unit": ["parameters", "params", "MB"]}


@pytest.fixture
def reading() -> LiveReading:
    return LiveReading(read_echo({"kind": "integer", **KEY}))


def read_echo(answer: Mapping[str, Any]) -> Callable[[str], str]:
    key = key_from_mapping(answer)
    return lambda text: kinds.read_answer(key, text).text


def grow(reading: LiveReading, text: str) -> list[str]:
    """What is said behind each key of a text."""
    return [reading.describe_text(text[: i + 1]) for i in range(len(text))]


@pytest.mark.parametrize(
    ("lines", "goes_on"),
    [
        (["1 3"], True), (["1 3", "-2 4"], True), (["1 3", ""], False), ([""], False), (["1 3; -2 4"], False),
        (["[[1, 3],"], True), (["[[1, 3],", "[-2, 4]]"], False), (["[[1, 3],", ""], False), (["1 3", "?"], False),
        (["1 3", " /help"], False), (["1"] * (MAX_ROWS - 1), True), (["1"] * MAX_ROWS, False),
    ],
)  # fmt: skip
def test_the_rows_of_a_matrix(lines: list[str], goes_on: bool) -> None:
    assert GOES_ON["rows"](lines) is goes_on


def test_only_an_open_bracket_carries_a_vector_on() -> None:
    assert GOES_ON["brackets"](["[1,"]) and not GOES_ON["brackets"](["1 2"]) and not GOES_ON["brackets"](["[1, 2]"])


def test_every_kind_that_takes_lines_has_a_rule() -> None:
    named = {kinds.kind(name).lines for name in kinds.KINDS}
    assert named - {Kind.lines} == set(GOES_ON)


def test_lines_with_a_command_or_a_blank_one_are_answers_of_their_own() -> None:
    assert are_separate_answers(["560", ""]) and are_separate_answers(["560", "/skip"])
    assert not are_separate_answers(["560", "561"])


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("/h", ["/help", "/hint"]), ("/", ["/help", "/hint", "/quit"]), ("/x", []), ("5/h", []), ("h", []),
        ("560 pa", ["parameters", "params"]), ("560pa", ["parameters", "params"]), ("560 ", [*KEY["unit"]]),
        ("560 M", ["MB"]), ("560 m", []), ("pa", []), ("", []), (" ", []),
    ],
)  # fmt: skip
def test_what_tab_finds(before: str, words: list[str]) -> None:
    assert find_completions(before, ["/help", "/hint", "/quit"], KEY["unit"])[1] == words


def test_lines_that_come_with_an_enter() -> None:
    typed = [KeyPress(Keys.ControlM if char == "\r" else char, char) for char in "2\r3 \r5"]
    paste = KeyPress(Keys.BracketedPaste, "4")
    assert split_waiting_lines([*typed[:-2], KeyPress(Keys.Left, ""), paste, *typed[-2:]]) == ["2", "3 4"]


def test_a_growing_answer_is_described_without_flicker(reading: LiveReading) -> None:
    said = grow(reading, "2(1+1)*(3+1)")
    assert said == [
        "",
        "",
        "",
        "",
        "",
        "reads as 2·(1 + 1) = 4",
        *["reads as 2·(1 + 1) = 4 …"] * 5,
        "reads as 2·(1 + 1)·(3 + 1) = 16",
    ]


def test_what_cannot_become_an_answer_is_not_described(reading: LiveReading) -> None:
    assert grow(reading, "2*3 apples")[-1] == ""
    assert grow(reading, "1,96") == [""] * 4
    assert grow(reading, "/hint") == [""] * 5
    assert grow(reading, "?") == [""]


def test_a_reading_is_read_once_and_never_of_a_long_text() -> None:
    asked: list[str] = []
    reading = LiveReading(lambda text: asked.append(text) or text)
    long = "1" * MAX_CHARACTERS
    said = [reading.describe_text(text) for text in (long, long, long + "1")]
    assert asked == [long] and said == [f"reads as {long}"] * 2 + [""]


@pytest.mark.parametrize("name", kinds.KINDS)
def test_every_example_of_a_kind_can_be_typed_key_by_key(name: str) -> None:
    for answer, typed, verdict, _why in answers_page.examples(name):
        read = read_echo(answer)
        said = grow(LiveReading(read), typed)
        if verdict != "unreadable" and len(typed) <= MAX_CHARACTERS and said:
            echo = read(typed.strip("\n"))
            assert said[-1] == (f"reads as {echo}" if echo else "")
