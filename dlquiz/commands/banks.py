"""The banks and questions that a command line names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dlquiz.bank.question_set import QuestionSet, data_folder, load_with_own_banks
from dlquiz.errors import UsageError
from dlquiz.model import Question, Value
from dlquiz.screen.stdio import print_error

if TYPE_CHECKING:
    from dlquiz.problem import Problem

SEED_DIGITS = 18
MAX_SEED = 10**SEED_DIGITS


def open_banks(files: Sequence[Path]) -> QuestionSet:
    """The shipped banks, or these files, with the learner's own; stderr names the own ones that are left out."""
    bank, left_out = load_with_own_banks(files, data_folder())
    for sentence in left_out:
        print_error(sentence)
    return bank


def find_variant(bank: QuestionSet, word: str) -> tuple[Question, int | None]:
    """The question and seed of `conv-params@7`; no seed where the word is an id alone."""
    name, at, seed = word.partition("@")
    if not name:
        raise UsageError("Name a question, such as conv-params, or one of its variants, such as conv-params@7.")
    question = bank[name]
    if not at:
        return question, None
    return question, read_seed(seed, word)


def read_seed(text: str, word: str) -> int:
    """A seed as typed behind the @ of `word`; UsageError where it is not one."""
    if not text.isdecimal() or len(text) > SEED_DIGITS:
        raise UsageError(f"{word}: the seed after @ must be a whole number, as in conv-params@7.")
    return int(text)


def open_problem(bank: QuestionSet, word: str, pins: Sequence[str] = ()) -> Problem:
    """The problem that a command line names; `pins` are its own numbers, each written name=value."""
    from dlquiz.problem import make_problem  # not needed to list questions

    question, seed = find_variant(bank, word)
    return make_problem(question, seed or 0, read_pins(question, pins) if pins else None)


def read_pins(question: Question, pins: Sequence[str]) -> dict[str, Value]:
    """The values of own numbers, each written name=value; UsageError where one is not, or a name is given twice."""
    from dlquiz.worked.typed_pins import read_pin  # rarely needed

    given: dict[str, str] = {}
    for pin in pins:
        name, equals, text = map(str.strip, pin.partition("="))
        if not equals or not text:
            raise UsageError(f'"{pin}" is not of the form name=value.')
        if name in given:
            raise UsageError(f"{name} is given twice: {name}={given[name]} and {name}={text}.")
        given[name] = text
    return {name: read_pin(question, name, text) for name, text in given.items()}
