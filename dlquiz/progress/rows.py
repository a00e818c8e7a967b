"""The rows of the store as plain values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, datetime
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar

from dlquiz.errors import ProgressError

TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "bool": (int,), "float": (int, float), "int | None": (int, NoneType),
}  # fmt: skip
DAYS, MOMENTS = ("day", "last", "due"), ("at",)
LAST_DAY = 365 * MAXYEAR  # somewhat before the end of the calendar
Row = TypeVar("Row", bound=tuple[Any, ...])
TAKEN_BACK = "undone"  # the verdict of a row that takes another back


def new_key() -> str:
    """A name that no other row or sitting has, on any machine."""
    return os.urandom(8).hex()


class AttemptRow(NamedTuple):
    """What the learner did to a part: an answer, a shown solution, a skip; or that such a row is taken back."""

    key: str
    at: str  # UTC
    day: int  # ordinal of the learner's day
    sitting: str
    verb: str
    question: str
    topic: str
    part: str
    digest: str  # of the question's content
    seed: int
    pinned: bool
    drawn: str  # JSON
    typed: str
    verdict: str
    hints: int = 0
    slip: str = ""
    step: str = ""
    trains: str = ""
    seconds: float = 0.0  # spent on the question until then
    sheet: int = 0
    version: str = ""
    grade: int | None = None
    before: str = ""
    after: str = ""
    cancels: int | None = None


class NumberedRow(NamedTuple):
    """A kept attempt, and whether it still counts."""

    number: int
    row: AttemptRow
    taken_back: bool


class Sheet(NamedTuple):
    """A question and its solution as printed."""

    question: str
    solution: str


class Graded(NamedTuple):
    """One grade of a question."""

    day: int
    grade: int
    seconds: float
    number: int


class Memory(NamedTuple):
    """What the grades of a question say: how long it will be remembered, and how long it takes.  Days are ordinals."""

    stability: float
    difficulty: float
    last: int
    due: int
    reviews: int
    lapses: int
    seconds: float  # that it usually takes
    number: int  # the row of the last grade


class Sitting(NamedTuple):
    """A quiz or review as it was left."""

    key: str
    verb: str
    title: str
    at: str
    day: int
    done: int  # questions that are finished
    ahead: str  # JSON: [id, seed, again, pinned] of those that are not
    banks: str = "[]"  # JSON: the files of banks that were named; none for the shipped ones


class Note(NamedTuple):
    """A flag that the learner put on a question, or a note to it."""

    key: str
    at: str
    kind: str  # flag | note
    question: str
    seed: int
    text: str


def make_row(kind: type[Row], values: Iterable[Any]) -> Row:
    """A row of what the store holds; ProgressError where it holds something else, as a damaged file may."""
    types, days, moments = describe_fields(kind)
    row = tuple.__new__(kind, values)
    if all(map(isinstance, row, types)) and all(0 < row[i] < LAST_DAY for i in days):
        try:
            for i in moments:
                datetime.fromisoformat(row[i])
        except ValueError:
            pass
        else:
            return row
    raise ProgressError(
        "The progress is damaged, and is left as it is. Move it away to begin anew; `dlquiz progress path` says where."
    )


@cache
def describe_fields(kind: type[Any]) -> tuple[tuple[tuple[type, ...], ...], tuple[int, ...], tuple[int, ...]]:
    """The types of the fields of a kind of row, and which of them are days, and moments."""
    names: tuple[str, ...] = kind._fields
    types = tuple(TYPES[kind.__annotations__[name].__forward_arg__] for name in names)
    days, moments = (tuple(names.index(name) for name in some if name in names) for some in (DAYS, MOMENTS))
    return types, days, moments
