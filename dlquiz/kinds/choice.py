"""Choices: one option, or all that apply, by letter or by the option's own words."""

from __future__ import annotations

import re

from dlquiz.errors import FormulaError
from dlquiz.kinds import option_letters
from dlquiz.kinds.kind import Kind
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

BETWEEN = (re.compile(r"[,;\n]"), re.compile(r"[,;\n&]|\band\b", re.IGNORECASE))  # some options hold an "and"


def find_options(typed: TypedText, key: AnswerKey) -> list[int] | None:
    """The picked places in the order typed; None where there are none."""
    count = len(key.options)
    one = find_worded_option(typed, typed.text, key)
    if one is None:
        one = option_letters.read_letter(typed, count) if len(typed.text) < 12 else None
    if one is None:
        one = read_letter_and_words(typed, key)
    return (
        [one]
        if one is not None
        else option_letters.read_letters(typed, count, option_letters.SEVERAL) or read_worded_options(typed, key)
    )


def find_worded_option(typed: TypedText, text: str, key: AnswerKey) -> int | None:
    """The option whose own words these are; a single letter means a place instead, where there is such a place.

    Of options that differ only in case or signs it is the one that stands there just so; FormulaError where none does.
    """
    folded = option_letters.fold_words(text)
    if not folded or (folded in option_letters.ALPHABET and option_letters.ALPHABET.index(folded) < len(key.options)):
        return None
    options = [plain_option(option) for option in key.options]
    alike = [i for i, option in enumerate(options) if option_letters.fold_words(option) == folded]
    if len(alike) > 1:
        alike = [i for i in alike if options[i].split() == text.split()]
        if not alike:
            raise typed.fault("more than one option reads so; type the letter")
    return alike[0] if alike else None


def plain_option(option: str) -> str:
    """An option in plain characters, as a typed text has them."""
    try:
        return TypedText.of(option).text
    except FormulaError:  # such as 2½, which is asked about where it is typed
        return option


def read_letter_and_words(typed: TypedText, key: AnswerKey) -> int | None:
    """The option of `b) minimum`, where letter and words agree; FormulaError where they do not."""
    head, mark, tail = typed.text.partition(" ")
    match = option_letters.ONE.fullmatch(head)
    named = find_worded_option(typed, tail, key) if mark else None
    if match is None or named is None:
        return None
    index = option_letters.ALPHABET.index(match[1].lower())
    if index != named:
        raise typed.fault("the letter and the words are of different options; type the letter alone")
    return named


def read_worded_options(typed: TypedText, key: AnswerKey) -> list[int] | None:
    """Several options by their own words, with commas or `and` between them."""
    for between in BETWEEN:
        pieces = [piece for piece in between.split(typed.text) if piece.strip()]
        whole = [index for index in (find_worded_option(typed, piece, key) for piece in pieces) if index is not None]
        if len(pieces) > 1 and len(whole) == len(pieces):
            return whole
    return None


def echo_options(typed: TypedText, picked: list[int], key: AnswerKey) -> str:
    """The picked options with their words."""
    if len(picked) == 1 and option_letters.fold_words(typed.text) == option_letters.fold_words(
        plain_option(key.options[picked[0]])
    ):
        return ""
    return list_options(picked, key)


def list_options(indices: list[int], key: AnswerKey) -> str:
    """Options with their letters and words."""
    return "; ".join(f"{option_letters.ALPHABET[i]}) {key.options[i]}" for i in indices)


def explain_option(picked: tuple[int, ...], key: AnswerKey) -> str:
    """Why the picked option is wrong, where the bank says so."""
    return key.because[picked[0]] if picked[0] < len(key.because) else ""


class Choice(Kind):
    """Choices: one option, or all that apply, by letter or by the option's own words."""

    name = "choice"

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The places of the options that a text picks; FormulaError where it picks none, or too many."""
        option_letters.refuse_foreign_letters(typed)
        picked = find_options(typed, key) or find_options(drop_label(typed, tuple(option_letters.ALPHABET)), key)
        if picked is None:
            raise option_letters.unknown_option(typed, len(key.options))
        if len(picked) > 1 and len(key.right) < 2:
            raise typed.fault("one option is asked for; which one?")
        if len(set(picked)) < len(picked):
            raise typed.fault("the same option twice")
        picked = sorted(picked)
        return Reading(tuple(picked), echo_options(typed, picked, key))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right or wrong; of several, whether some are missing or too many."""
        picked, right = set(reading.value), set(key.right)
        if picked == right:
            return "right", ""
        if len(right) < 2:
            return "wrong", explain_option(reading.value, key)
        if picked < right:
            return "wrong", "all of them apply, but not all that apply are there"
        return (
            "wrong",
            "all that apply are there, but also what does not" if picked > right else "not the ones that apply",
        )

    def to_text(self, key: AnswerKey) -> str:
        """The right options with their letters."""
        return list_options(sorted(key.right), key)

    def instruction(self, key: AnswerKey) -> str:
        return "one letter" if len(key.right) < 2 else "all that apply: letters"
