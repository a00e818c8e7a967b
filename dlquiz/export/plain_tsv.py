"""`tsv --plain`: two columns parted by a tab, as Quizlet and the like read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dlquiz.export.job import Item, Job
from dlquiz.export.plain import Row, lacking, rows

SUFFIX = ".tsv"
VARIANTS = 1


def record(item: Item, job: Job) -> list[Row]:
    """The rows of a question."""
    return rows(item, job)


def files(records: Sequence[list[Row]], job: Job) -> Mapping[Path, bytes]:
    """One file; a row holds no tab and no line end, so nothing needs quotes."""
    return {job.out: "".join(f"{front}\t{back}\n" for own in records for front, back in own).encode()}


__all__ = ["SUFFIX", "VARIANTS", "files", "lacking", "record"]
