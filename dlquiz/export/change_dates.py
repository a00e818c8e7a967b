"""When the content of each note last changed, so that an import updates the changed notes only.

One JSON file serves all exports.  If it is lost, the next export marks every note as changed, which does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlquiz.export.anki_note import Note


@dataclass(frozen=True, slots=True)
class Dates:
    """The hash of a note's content, and when it was made and last changed, in seconds since 1970."""

    hash: str
    made: int
    changed: int


ChangeDates = Mapping[str, Dates]  # by id of the question


def read_dates(path: Path) -> ChangeDates:
    """The dates in a file; none where it is missing or cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): parse_dates(row) for name, row in data["notes"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def parse_dates(row: Any) -> Dates:
    """One row of the file; raises ValueError or TypeError for anything else."""
    hash, made, changed = row
    return Dates(str(hash), int(made), int(changed))


def update_dates(dates: ChangeDates, notes: Iterable[Note], time: int) -> ChangeDates:
    """The dates once these notes are exported.  A change always gets a later date than the one before it."""
    made = dict(dates)
    for note in notes:
        before = made.get(note.id)
        if before is None:
            made[note.id] = Dates(note.hash, time, time)
        elif before.hash != note.hash:
            made[note.id] = Dates(note.hash, before.made, max(time, before.changed + 1))
    return made


def format_dates(dates: ChangeDates) -> bytes:
    """The bytes of the file: one line per note, sorted."""
    rows = (f"{json.dumps(name)}: {json.dumps([d.hash, d.made, d.changed])}" for name, d in sorted(dates.items()))
    return ('{"notes": {\n' + ",\n".join(rows) + "\n}}\n").encode()
