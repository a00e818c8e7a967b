"""What the driver hands to a format, and what a format makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from dlquiz.model import Question, Topic
from dlquiz.problem import Problem


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a question shows; the slot is empty until questions have them."""

    name: str  # of its file
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question with the variants that were solved for it, all of them different."""

    question: Question
    topic: Topic
    problems: tuple[Problem, ...]
    pictures: tuple[Picture, ...] = ()


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
    ledger: Path  # when the content of each note last changed
    linear: Callable[[str], str]  # LaTeX as one line of plain text

    def beside(self, ending: str) -> Path:
        """A second file of the export: `sheet.md` has `sheet-key.md` beside it."""
        return self.out.with_name(self.out.stem + ending)


class Format(Protocol):
    """What a module of a format offers."""

    SUFFIX: str  # of the file, such as ".apkg"
    VARIANTS: int  # of a question, unless said

    def lacking(self, item: Item, job: Job) -> str:
        """What the format cannot carry of an item, in a few words; empty where it carries all."""

    def record(self, item: Item, job: Job) -> Any:
        """All that is kept of an item until the files are made, so that thousands fit in memory."""

    def files(self, records: Sequence[Any], job: Job) -> Mapping[Path, bytes]:
        """The files to write.  The same records and job give the same bytes."""


def no_pictures(item: Item, job: Job) -> str:
    """What a format of text lacks: pictures."""
    return "this format carries no pictures" if item.pictures else ""
