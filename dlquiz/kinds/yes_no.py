"""Yes or no, true or false, and the further words that a question lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dlquiz.kinds.fields import Field, TruthField
from dlquiz.kinds.kind import BankKey, Kind
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText, describe_foreign_letter, excerpt
from dlquiz.model import AnswerKey, Reading, Value

YES = ("yes", "y", "true")
NO = ("no", "n", "false")
WORD = re.compile(r"\w+")


def fold_word(text: str) -> str:
    """A word in small letters, with single spaces, without the point behind it."""
    return " ".join(text.casefold().split()).rstrip(".! ").strip()


def fold_words(listed: Sequence[str]) -> set[str]:
    """The words that a question lists."""
    return {fold_word(word) for word in listed}


def echo_word(said: str, meant: str) -> str:
    """The reading, where it is another word."""
    return "" if said == meant else meant


def unknown_word(typed: TypedText, key: AnswerKey) -> Exception:
    """What to say of a text that is neither."""
    for at, char in enumerate(typed.text):
        if describe_foreign_letter(char):
            return typed.fault(describe_foreign_letter(char), at)
    said = WORD.findall(typed.text.casefold())
    if {*said} & {*YES} and {*said} & {*NO}:
        return typed.fault("yes or no? one of them, please")
    if typed.text.strip("01") == "":
        return typed.fault("a digit, where a word is asked for: yes or no")
    known = ", ".join(["yes", "no", *key.yes[:1], *key.no[:1]])
    return typed.fault(f'"{excerpt(typed.text)}" is not understood; known are {known}')


class YesNo(Kind):
    """Yes or no, true or false, and the further words that a question lists."""

    name = "yes-no"
    keys = (
        BankKey("yes", "words", "Further words for yes."),
        BankKey("no", "words", "Further words for no."),
    )
    value_needed = "true or false"
    few_values = True
    settled_by_wrong = True

    def fits(self, value: Value) -> bool:
        return isinstance(value, bool)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The truth that a word stands for; FormulaError for any other word, and for two."""
        said = fold_word(drop_label(typed, (*YES, *NO)).text)
        if said in YES or said in fold_words(key.yes):
            return Reading(True, echo_word(said, "yes"))
        if said in NO or said in fold_words(key.no):
            return Reading(False, echo_word(said, "no"))
        raise unknown_word(typed, key)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a truth is the right one."""
        return bool(value == bool(key.value))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        return ("right" if self.is_right(reading.value, key) else "wrong"), ""

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (TruthField(key.value, "True means yes, false means no."),)

    def to_text(self, key: AnswerKey) -> str:
        """The right answer, in the question's own word where it lists one."""
        listed = key.yes if key.value else key.no
        plain = "yes" if key.value else "no"
        return f"{plain} ({listed[0]})" if listed else plain

    def instruction(self, key: AnswerKey) -> str:
        return "yes or no"
