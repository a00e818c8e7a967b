"""Choices: one option, or all that apply, by letter or by the option's own words."""

from __future__ import annotations

import re

from dlquiz.errors import FormulaError
from dlquiz.kinds import option_letters
from dlquiz.kinds.labels import unlabelled
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

BETWEEN = (re.compile(r"[,;\n]"), re.compile(r"[,;\n&]|\band\b", re.IGNORECASE))  # some options hold an "and"


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The places of the options that a text picks; FormulaError where it picks none, or too many."""
    option_letters.foreign(typed)
    picked = found(typed, expected) or found(unlabelled(typed, tuple(option_letters.ALPHABET)), expected)
    if picked is None:
        raise option_letters.refused(typed, len(expected.options))
    if len(picked) > 1 and len(expected.right) < 2:
        raise typed.fault("one option is asked for; which one?")
    if len(set(picked)) < len(picked):
        raise typed.fault("the same option twice")
    picked = sorted(picked)
    return Reading(tuple(picked), echo(typed, picked, expected))


def found(typed: TypedText, expected: AnswerKey) -> list[int] | None:
    """The picked places in the order typed; None where there are none."""
    count = len(expected.options)
    one = word(typed, typed.text, expected)
    if one is None:
        one = option_letters.place(typed, count) if len(typed.text) < 12 else None
    if one is None:
        one = both(typed, expected)
    return (
        [one]
        if one is not None
        else option_letters.places(typed, count, option_letters.SEVERAL) or worded(typed, expected)
    )


def word(typed: TypedText, text: str, expected: AnswerKey) -> int | None:
    """The option whose own words these are; a single letter means a place instead, where there is such a place.

    Of options that differ only in case or signs it is the one that stands there just so; FormulaError where none does.
    """
    folded = option_letters.folded(text)
    if not folded or (
        folded in option_letters.ALPHABET and option_letters.ALPHABET.index(folded) < len(expected.options)
    ):
        return None
    options = [plain(option) for option in expected.options]
    alike = [i for i, option in enumerate(options) if option_letters.folded(option) == folded]
    if len(alike) > 1:
        alike = [i for i in alike if options[i].split() == text.split()]
        if not alike:
            raise typed.fault("more than one option reads so; type the letter")
    return alike[0] if alike else None


def plain(option: str) -> str:
    """An option in plain characters, as a typed text has them."""
    try:
        return TypedText.of(option).text
    except FormulaError:  # such as 2½, which is asked about where it is typed
        return option


def both(typed: TypedText, expected: AnswerKey) -> int | None:
    """The option of `b) minimum`, where letter and words agree; FormulaError where they do not."""
    head, mark, tail = typed.text.partition(" ")
    match = option_letters.ONE.fullmatch(head)
    named = word(typed, tail, expected) if mark else None
    if match is None or named is None:
        return None
    index = option_letters.ALPHABET.index(match[1].lower())
    if index != named:
        raise typed.fault("the letter and the words are of different options; type the letter alone")
    return named


def worded(typed: TypedText, expected: AnswerKey) -> list[int] | None:
    """Several options by their own words, with commas or `and` between them."""
    for between in BETWEEN:
        pieces = [piece for piece in between.split(typed.text) if piece.strip()]
        whole = [index for index in (word(typed, piece, expected) for piece in pieces) if index is not None]
        if len(pieces) > 1 and len(whole) == len(pieces):
            return whole
    return None


def echo(typed: TypedText, picked: list[int], expected: AnswerKey) -> str:
    """The picked options with their words."""
    if len(picked) == 1 and option_letters.folded(typed.text) == option_letters.folded(
        plain(expected.options[picked[0]])
    ):
        return ""
    return listed(picked, expected)


def listed(indices: list[int], expected: AnswerKey) -> str:
    """Options with their letters and words."""
    return "; ".join(f"{option_letters.ALPHABET[i]}) {expected.options[i]}" for i in indices)


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right or wrong; of several, whether some are missing or too many."""
    picked, right = set(reading.value), set(expected.right)
    if picked == right:
        return "right", ""
    if len(right) < 2:
        return "wrong", because(reading.value, expected)
    if picked < right:
        return "wrong", "all of them apply, but not all that apply are there"
    return "wrong", "all that apply are there, but also what does not" if picked > right else "not the ones that apply"


def because(picked: tuple[int, ...], expected: AnswerKey) -> str:
    """Why the picked option is wrong, where the bank says so."""
    return expected.because[picked[0]] if picked[0] < len(expected.because) else ""


def show(expected: AnswerKey) -> str:
    """The right options with their letters."""
    return listed(sorted(expected.right), expected)


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "one letter" if len(expected.right) < 2 else "all that apply: letters"
