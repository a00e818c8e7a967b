"""The banks and questions that a command line names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.bank.question_set import QuestionSet, data_folder, load_with_own_banks
from dlquiz.errors import UsageError
from dlquiz.model import Question
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.stdio import complain
from dlquiz.worked.draw import pin_from_text

SEEDS = 10**18


def opened(files: Sequence[Path]) -> QuestionSet:
    """The shipped banks, or these files, and the learner's own; what had to be left out is named on stderr."""
    bank, left_out = load_with_own_banks(files, data_folder())
    for sentence in left_out:
        complain(sentence)
    return bank


def named_variant(bank: QuestionSet, word: str) -> tuple[Question, int | None]:
    """`conv-params@7`, or the id alone."""
    name, at, seed = word.partition("@")
    if not name:
        raise UsageError("Say which question: a name such as conv-params, then @7 for its variant.")
    question = bank[name]
    if not at:
        return question, None
    return question, whole_seed(seed, word)


def whole_seed(text: str, word: str) -> int:
    """A seed as typed; UsageError for what is none."""
    if not text.isdecimal() or int(text) >= SEEDS:
        raise UsageError(f"{word}: the seed after @ is a whole number, such as conv-params@7.")
    return int(text)


def given_problem(bank: QuestionSet, word: str, pins: Sequence[str] = ()) -> Problem:
    """The problem that a command line names, with its own numbers where they are given."""
    question, seed = named_variant(bank, word)
    given: dict[str, str] = {}
    for pin in pins:
        name, equals, text = map(str.strip, pin.partition("="))
        if not equals or not text:
            raise UsageError(f'"{pin}" is not of the form name=value.')
        if name in given:
            raise UsageError(f"{name} is given twice: {name}={given[name]} and {name}={text}.")
        given[name] = text
    values = {name: pin_from_text(question, name, text) for name, text in given.items()}
    return make_problem(question, seed or 0, values)
