"""Yes or no, true or false, and the further words that a question lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dlquiz.kinds.labels import unlabelled
from dlquiz.kinds.typed_text import TypedText, excerpt, stranger
from dlquiz.model import AnswerKey, Reading

YES = ("yes", "y", "true")
NO = ("no", "n", "false")
WORD = re.compile(r"\w+")


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The truth that a word stands for; FormulaError for any other word, and for two."""
    said = spoken(unlabelled(typed, (*YES, *NO)).text)
    if said in YES or said in words(expected.yes):
        return Reading(True, echo(said, "yes"))
    if said in NO or said in words(expected.no):
        return Reading(False, echo(said, "no"))
    raise refused(typed, expected)


def spoken(text: str) -> str:
    """A word in small letters, with single spaces, without the point behind it."""
    return " ".join(text.casefold().split()).rstrip(".! ").strip()


def words(listed: Sequence[str]) -> set[str]:
    """The words that a question lists."""
    return {spoken(word) for word in listed}


def echo(said: str, meant: str) -> str:
    """The reading, where it is another word."""
    return "" if said == meant else meant


def refused(typed: TypedText, expected: AnswerKey) -> Exception:
    """What to say of a text that is neither."""
    for at, char in enumerate(typed.text):
        if stranger(char):
            return typed.fault(stranger(char), at)
    said = WORD.findall(typed.text.casefold())
    if {*said} & {*YES} and {*said} & {*NO}:
        return typed.fault("yes or no? one of them, please")
    if typed.text.strip("01") == "":
        return typed.fault("a digit, where a word is asked for: yes or no")
    known = ", ".join(["yes", "no", *expected.yes[:1], *expected.no[:1]])
    return typed.fault(f'"{excerpt(typed.text)}" is not understood; known are {known}')


def right(value: Any, expected: AnswerKey) -> bool:
    """Whether a truth is the right one."""
    return bool(value == bool(expected.value))


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right or wrong; there is nothing to add."""
    return ("right" if right(reading.value, expected) else "wrong"), ""


def show(expected: AnswerKey) -> str:
    """The right answer, in the question's own word where it lists one."""
    listed = expected.yes if expected.value else expected.no
    plain = "yes" if expected.value else "no"
    return f"{plain} ({listed[0]})" if listed else plain


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "yes or no"
