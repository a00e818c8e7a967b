"""The format `csv`: Anki's text import, columns parted by commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dlquiz.export.anki_text import Row, rows, table
from dlquiz.export.job import Item, Job, no_pictures

SUFFIX = ".csv"
VARIANTS = 1
lacking = no_pictures


def record(item: Item, job: Job) -> list[Row]:
    """The rows of a question."""
    return rows(item)


def files(records: Sequence[list[Row]], job: Job) -> Mapping[Path, bytes]:
    """One file."""
    return {job.out: table(records, ",", "Comma")}
