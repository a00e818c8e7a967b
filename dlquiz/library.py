"""Banks as notebooks and graders see them: iterate, pick a question, make problems of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from dlquiz import problem
from dlquiz.bank import question_set as banks
from dlquiz.errors import UsageError
from dlquiz.language.arrays import array_or_tuple
from dlquiz.language.numbers import unify_numbers
from dlquiz.model import Question, Topic, Value


class Exercise:
    """A question of a bank that makes problems; the question's own fields are read through it."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __getattr__(self, name: str) -> Any:
        return getattr(self.question, name)

    def __repr__(self) -> str:
        return f"<Exercise {self.question.id}>"

    def problem(self, seed: int = 0, **values: Any) -> problem.Problem:
        """The problem of a seed; `values` fixes some of its draws: numbers, texts, lists, NumPy arrays."""
        return problem.make_problem(self.question, seed, {name: exact_value(value) for name, value in values.items()})


class Bank:
    """The questions of one bank or of several; iterating gives them in order."""

    def __init__(self, bank: banks.QuestionSet) -> None:
        self.bank = bank

    def __len__(self) -> int:
        return len(self.bank)

    def __iter__(self) -> Iterator[Exercise]:
        return (Exercise(question) for question in self.bank)

    def __contains__(self, name: object) -> bool:
        return name in self.bank

    def __getitem__(self, name: str) -> Exercise:
        """The question of an id; `dlquiz.errors.NotFound` with what was probably meant."""
        return Exercise(self.bank[name])

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by their slugs."""
        return self.bank.topics


def load(paths: Sequence[str | Path]) -> Bank:
    """The banks of these files, or the shipped ones."""
    return Bank(banks.load_questions(paths))


def exact_value(value: Any) -> Value:
    """A Python or NumPy value as a draw holds it: decimals exact as they print, lists as arrays."""
    if hasattr(value, "tolist"):
        value = value.tolist()  # an array, or one of NumPy's numbers
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, (list, tuple)):
        items = unify_numbers(tuple(exact_value(item) for item in value))
        return array_or_tuple(items) if items else ()
    if isinstance(value, (bool, int, Fraction, str)):
        return value
    raise UsageError(f"{value!r} is no number, text or list.")
