"""What passes between the driver and a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Protocol, cast

from dlquiz.model import Question, Topic
from dlquiz.problem import Problem


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its solved variants, no two of which are equal."""

    question: Question
    topic: Topic
    problems: tuple[Problem, ...]
    order: tuple[int, ...] = ()  # for each seed, which of the problems it gives


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that is left out, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """Where an export goes, and when it is made."""

    out: Path
    time: int  # seconds since 1970
    change_dates: Path  # the file that records when each note last changed
    linear: Callable[[str], str]  # LaTeX as one line of plain text
    seed: int = 0  # of the first variant
    say: Callable[[str], object] = str  # tells the user what is not as expected; unless given, nobody

    def path_beside(self, ending: str) -> Path:
        """The path of a second file of the export, as `sheet-key.md` beside `sheet.md`."""
        return self.out.with_name(self.out.stem + ending)


class Format(Protocol):
    """What a format offers; a module or an object."""

    SUFFIX: str  # of the file, such as `.apkg`
    VARIANTS: int  # of a question, unless --variants says otherwise

    def describe_gap(self, item: Item, job: Job) -> str:
        """Why the format cannot carry an item, in a few words; empty where it can."""

    def make_record(self, item: Item, job: Job) -> Any:
        """What is kept of an item until the files are made; small, so that thousands fit in memory."""

    def make_files(self, records: Sequence[Any], job: Job) -> Mapping[Path, bytes]:
        """The files to write.  The same records and job give the same bytes."""


def describe_no_gap(item: Item, job: Job) -> str:
    """Nothing: the format can carry every question."""
    return ""


def load_format(place: str) -> Format:
    """The format at a place of the driver's table."""
    return cast(Format, resolve_name(place))
