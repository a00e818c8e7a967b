"""When the content of each note last changed, so that an import updates the changed notes only.

One SQLite file serves all exports.  An export reads and writes it in one transaction, before its package: so several
exports at once lose nothing, and whenever one is killed the file may be ahead of the package, never behind.  Ahead does
no harm: the next package bears the dates that the file has.  If the file is lost, the next export marks every note as
changed, which does no harm either.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlquiz.errors import UsageError
from dlquiz.export.anki_note import Note

WAIT = 60  # seconds for other exports
MAX_DATE = 1 << 40  # seconds; no date is that far from 1970
PRIMARY = 0xFF  # the bits of an error code that tell its kind
UNUSABLE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_INTERRUPT,
}  # fmt: skip
TABLE = """create table if not exists notes
(id text primary key, hash text not null, made integer not null, changed integer not null) without rowid"""


@dataclass(frozen=True, slots=True)
class Dates:
    """The hash of a note's content, and when it was made and last changed, in seconds since 1970."""

    hash: str
    made: int
    changed: int


ChangeDates = Mapping[str, Dates]  # by id of the question


def record_notes(path: Path, notes: Iterable[Note], time: int) -> ChangeDates:
    """The dates once these notes are exported, which the file at `path` has from now on.

    UsageError where it cannot be written.  A damaged file is put aside, and a new one begun.
    """
    try:
        try:
            return update_file(path, notes, time)
        except (sqlite3.Error, ValueError) as error:
            if not is_damage(error):
                raise
            put_aside(path)
            return update_file(path, notes, time)
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path} cannot be written: {reason}.") from None


def is_damage(error: Exception) -> bool:
    """Whether an error shows that the file is damaged, and not that it cannot be used now."""
    return getattr(error, "sqlite_errorcode", 0) & PRIMARY not in UNUSABLE


def update_file(path: Path, notes: Iterable[Note], time: int) -> ChangeDates:
    """Read and write the dates in one transaction."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with begin_transaction(path) as ledger:
        known = read_dates(ledger) if has_table(ledger) else read_old_dates(path.with_suffix(".json"))
        dates = update_dates(known, notes, time)
        ledger.execute(TABLE)
        rows = ((name, own.hash, own.made, own.changed) for name, own in dates.items())
        ledger.executemany("replace into notes values (?, ?, ?, ?)", rows)
    return dates


@contextmanager
def begin_transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that nobody else reads or writes meanwhile; an error undoes what was written in it."""
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as ledger:
        ledger.execute("begin exclusive")
        yield ledger
        ledger.execute("commit")


def has_table(ledger: sqlite3.Connection) -> bool:
    """Whether the file holds dates; else it is new."""
    return ledger.execute("select 1 from sqlite_master where name = 'notes'").fetchone() is not None


def read_dates(ledger: sqlite3.Connection) -> ChangeDates:
    """The dates in the file; rows that make no sense are left out."""
    dates = {}
    for name, *row in ledger.execute("select id, hash, made, changed from notes"):
        with suppress(ValueError, TypeError):
            dates[str(name)] = parse_dates(row)
    return dates


def read_old_dates(path: Path) -> ChangeDates:
    """The dates in the JSON file of earlier versions; none where it is missing or cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): parse_dates(row) for name, row in data["notes"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def parse_dates(row: Any) -> Dates:
    """One row of a file; raises ValueError or TypeError for anything else."""
    hash, made, changed = row
    if not all(isinstance(date, int) and abs(date) < MAX_DATE for date in (made, changed)):
        raise ValueError("not a date")
    return Dates(str(hash), made, changed)


def update_dates(dates: ChangeDates, notes: Iterable[Note], time: int) -> ChangeDates:
    """The dates once these notes are exported.  A change always gets a later date than the one before it."""
    updated = dict(dates)
    for note in notes:
        before = updated.get(note.id)
        if before is None:
            updated[note.id] = Dates(note.hash, time, time)
        elif before.hash != note.hash:
            updated[note.id] = Dates(note.hash, before.made, max(time, before.changed + 1))
    return updated


def put_aside(path: Path) -> None:
    """Keep a damaged file under another name; its journal would damage the next one too."""
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    path.replace(path.with_name(f"{path.name}.damaged"))
