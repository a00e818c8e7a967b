"""Solves the chosen questions, lists what a format cannot carry, and writes all files or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.errors import UsageError, did_you_mean
from dlquiz.export.job import Format, Gap, Job
from dlquiz.export.work import Work, make_records
from dlquiz.files import write_files

Progress = Callable[[int, int], None]  # told how many questions of how many are done


class Forms(NamedTuple):
    """Where a format is: a module, or `module:object`."""

    usual: str
    plain: str = ""  # what --plain writes, if anything: two columns for programs that know no more


FORMATS = {
    "anki": Forms("dlquiz.export.anki"),
    "tsv": Forms("dlquiz.export.delimited:TSV", "dlquiz.export.delimited:PLAIN_TSV"),
    "csv": Forms("dlquiz.export.delimited:CSV", "dlquiz.export.delimited:PLAIN_CSV"),
    "json": Forms("dlquiz.export.json"),
    "markdown": Forms("dlquiz.export.markdown"),
    "html": Forms("dlquiz.export.page"),
    "pdf": Forms("dlquiz.export.pdf:PAPER"),
    "worksheet": Forms("dlquiz.export.pdf:WORKSHEET"),
    "moodle": Forms("dlquiz.export.moodle"),
    "gift": Forms("dlquiz.export.gift"),
    "qti": Forms("dlquiz.export.qti"),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What will be written, and what is left out."""

    records: tuple[Any, ...]
    gaps: tuple[Gap, ...]


def find_format(name: str, plain: bool = False) -> str:
    """Where a format is; UsageError with what was probably meant."""
    if name not in FORMATS:
        known = did_you_mean(name, FORMATS) or f"; there are {', '.join(FORMATS)}."
        raise UsageError(f'There is no format "{name}"{known}')
    usual, other = FORMATS[name]
    if plain and not other:
        known = " and ".join(format for format, forms in FORMATS.items() if forms.plain)
        raise UsageError(f"--plain goes with {known}; {name} has no plain form.")
    return other if plain else usual


def gather_records(work: Work, ids: Sequence[str], report: Progress) -> Gathered:
    """Solve the questions and make their records; nothing is written yet."""
    records: list[Any] = []
    gaps: list[Gap] = []
    report(0, len(ids))
    for count, made in enumerate(make_records(work, ids), 1):
        (gaps if isinstance(made, Gap) else records).append(made)
        report(count, len(ids))
    return Gathered(tuple(records), tuple(gaps))


def write_export(format: Format, gathered: Gathered, job: Job) -> list[Path]:
    """Write all files of an export, or none; UsageError where that is impossible."""
    if not gathered.records:
        raise UsageError("Nothing is left to export.")
    files = format.make_files(gathered.records, job)
    write_files(files)
    return list(files)
