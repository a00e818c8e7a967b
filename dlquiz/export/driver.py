"""The driver: solves the chosen questions, lists what a format cannot carry, and writes whole files or none."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from dlquiz.errors import UsageError, did_you_mean
from dlquiz.export.job import Format, Gap, Job
from dlquiz.export.work import Work, done

FORMATS: dict[str, str] = {
    "anki": "dlquiz.export.anki",
    "tsv": "dlquiz.export.tsv",
    "csv": "dlquiz.export.csv",
    "json": "dlquiz.export.json",
    "markdown": "dlquiz.export.markdown",
}
PLAIN_FORMS: dict[str, str] = {  # the forms of --plain: two columns for programs that know no more
    "tsv": "dlquiz.export.plain_tsv",
    "csv": "dlquiz.export.plain_csv",
}
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What will be written, and what is left out."""

    records: tuple[Any, ...]
    gaps: tuple[Gap, ...]


def module(name: str, plain: bool = False) -> str:
    """The name of a format's module; UsageError with what was probably meant."""
    if name not in FORMATS:
        known = did_you_mean(name, FORMATS) or f"; there are {', '.join(FORMATS)}."
        raise UsageError(f'There is no format "{name}"{known}')
    if plain and name not in PLAIN_FORMS:
        raise UsageError(f"--plain goes with {' and '.join(PLAIN_FORMS)}; {name} has no plain form.")
    return PLAIN_FORMS[name] if plain else FORMATS[name]


def loaded(module: str) -> Format:
    """A format."""
    return cast(Format, importlib.import_module(module))


def gather(work: Work, ids: Sequence[str], told: Told) -> Gathered:
    """Solve the questions and keep what the format needs of them; nothing is written."""
    records: list[Any] = []
    gaps: list[Gap] = []
    told(0, len(ids))
    for count, made in enumerate(done(work, ids), 1):
        (gaps if isinstance(made, Gap) else records).append(made)
        told(count, len(ids))
    return Gathered(tuple(records), tuple(gaps))


def write(format: Format, gathered: Gathered, job: Job) -> list[Path]:
    """Write the files, all beside their places first and only then into them; UsageError where that is impossible."""
    if not gathered.records:
        raise UsageError("Nothing is left to export.")
    files = format.files(gathered.records, job)
    beside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            with writing(path):
                put(path.resolve(), data, beside)  # a link stays a link
        for path, part in beside.items():
            with writing(path):
                part.replace(path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
    return list(files)


def put(path: Path, data: bytes, beside: dict[Path, Path]) -> None:
    """Write a file beside its place; a pipe or a device, which has no beside, at once."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside[path] = path.with_name(f".{path.name}.{os.getpid()}")
    beside[path].write_bytes(data)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in a sentence that a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
