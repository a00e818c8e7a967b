"""Solves the chosen questions, lists what a format cannot carry, and writes all files or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.errors import UsageError, did_you_mean
from dlquiz.export.job import Format, Gap, Job
from dlquiz.export.work import Work, make_records

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


def write_files(format: Format, gathered: Gathered, job: Job) -> list[Path]:
    """Write all files under temporary names, then rename them; raises UsageError where that is impossible."""
    if not gathered.records:
        raise UsageError("Nothing is left to export.")
    files = format.make_files(gathered.records, job)
    beside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with report_write_errors(path):
                write_beside(path.resolve(), data, beside)  # a link stays a link
        for path, part in beside.items():
            with report_write_errors(path):
                part.replace(path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
    return list(files)


def write_beside(path: Path, data: bytes, beside: dict[Path, Path]) -> None:
    """Write a file under a temporary name beside its own; a pipe or a device is written at once."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside[path] = path.with_name(f".{path.name}.{os.getpid()}")
    beside[path].write_bytes(data)


@contextmanager
def report_write_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into a sentence about the file."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
