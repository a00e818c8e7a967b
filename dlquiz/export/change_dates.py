"""When the content of each note last changed: an import then updates what is new, and nothing else.

One file of JSON for all exports.  Where it is lost, the next export calls every note changed, which does no harm.
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
    """A note's content, by its hash, and when it came and last changed, in seconds since 1970."""

    hash: str
    made: int
    changed: int


Ledger = Mapping[str, Dates]  # by the question's id


def read(path: Path) -> Ledger:
    """The ledger of a file; an empty one where there is none, or where it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): dates(row) for name, row in data["notes"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def dates(row: Any) -> Dates:
    """One row of the file; an error of Python's where it is none."""
    hash, made, changed = row
    return Dates(str(hash), int(made), int(changed))


def brought_up(ledger: Ledger, notes: Iterable[Note], time: int) -> Ledger:
    """The ledger with these notes as they are now.  A change is always later than the one before it."""
    made = dict(ledger)
    for note in notes:
        before = made.get(note.id)
        if before is None:
            made[note.id] = Dates(note.hash, time, time)
        elif before.hash != note.hash:
            made[note.id] = Dates(note.hash, before.made, max(time, before.changed + 1))
    return made


def written(ledger: Ledger) -> bytes:
    """The bytes of the file: a note a line, sorted."""
    rows = (f"{json.dumps(name)}: {json.dumps([d.hash, d.made, d.changed])}" for name, d in sorted(ledger.items()))
    return ('{"notes": {\n' + ",\n".join(rows) + "\n}}\n").encode()
