"""`csv --plain`: two columns parted by a comma."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from dlquiz.export.anki_text import delimited
from dlquiz.export.job import Item, Job
from dlquiz.export.plain import Row, lacking, rows

SUFFIX = ".csv"
VARIANTS = 1


def record(item: Item, job: Job) -> list[Row]:
    """The rows of a question."""
    return rows(item, job)


def files(records: Sequence[list[Row]], job: Job) -> Mapping[Path, bytes]:
    """One file."""
    return {job.out: delimited((row for own in records for row in own), ",", csv.QUOTE_ALL).encode()}


__all__ = ["SUFFIX", "VARIANTS", "files", "lacking", "record"]
