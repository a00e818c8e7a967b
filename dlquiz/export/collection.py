"""An Anki collection as a SQLite file: schema 11, which every Anki since 2.1 imports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha1
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dlquiz.errors import UsageError
from dlquiz.export.anki_note import DECK, DECK_ID, FIELDS, Note, make_deck_name
from dlquiz.export.change_dates import ChangeDates

MODEL_ID = 1_763_900_000_001
TEMPLATE_ID = 1_763_900_000_002
FIELD_ID = 1_763_900_000_100  # of the first field
CHANGED = 1_763_900_000  # when template or style last changed: Anki takes them from an import that is newer
CARD = Path(__file__).parent / "card"

PRAGMAS = """
pragma page_size = 4096; pragma encoding = 'UTF-8'; pragma auto_vacuum = none;
pragma journal_mode = off; pragma synchronous = off;
"""
TABLES = """
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
  left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
"""
INDEXES = """
create index ix_notes_usn on notes (usn); create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn); create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due); create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""
WRITER = slice(96, 100)  # of the file: the version of SQLite that wrote it, the only bytes that differ between machines


def write_collection(notes: Sequence[Note], dates: ChangeDates) -> bytes:
    """The file with one new card per note; the same notes and dates give the same bytes."""
    with TemporaryDirectory(prefix="dlquiz-") as folder:
        path = Path(folder, "collection.anki2")
        database = sqlite3.connect(path)
        try:
            database.executescript(PRAGMAS + TABLES)
            fill_tables(database, notes, dates)
            database.commit()
            database.executescript(INDEXES)
        except sqlite3.OperationalError as error:
            raise UsageError(f"{path} cannot be written: {error}; make room there, or set TMPDIR.") from None
        finally:
            database.close()
        made = bytearray(path.read_bytes())
    made[WRITER] = bytes(4)
    return bytes(made)


def fill_tables(database: sqlite3.Connection, notes: Sequence[Note], dates: ChangeDates) -> None:
    """Write the rows of all tables."""
    latest = max(CHANGED, *(dates[note.id].changed for note in notes))
    parts: tuple[Mapping[str, Any], ...] = (
        {},
        {str(MODEL_ID): make_note_type()},
        make_decks(notes, latest),
        {"1": make_deck_options()},
        {},
    )
    texts = [json.dumps(part, ensure_ascii=False, sort_keys=True) for part in parts]
    head = (1, CHANGED, latest * 1000, CHANGED * 1000, 11, 0, 0, 0)
    database.execute("insert into col values (?,?,?,?,?,?,?,?,?,?,?,?,?)", (*head, *texts))
    numbered = list(zip(make_note_ids(notes, dates), notes, strict=True))
    database.executemany(
        "insert into notes values (?,?,?,?,-1,?,?,?,?,0,'')",
        (make_note_row(number, note, dates[note.id].changed) for number, note in numbered),
    )
    database.executemany(
        "insert into cards values (?,?,?,0,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')",
        ((n, n, note.deck_id, dates[note.id].changed, due) for due, (n, note) in enumerate(numbered, 1)),
    )


def make_note_ids(notes: Sequence[Note], dates: ChangeDates) -> Iterator[int]:
    """The id of each note and its card: the millisecond in which it was made, or the next free one."""
    last = 0
    for note in notes:
        last = max(last + 1, dates[note.id].made * 1000)
        yield last


def make_note_row(number: int, note: Note, changed: int) -> tuple[object, ...]:
    """The row of a note; Anki finds duplicates by the checksum of the first field."""
    checksum = int(sha1(note.id.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(note.tags)} "
    return number, note.guid, MODEL_ID, changed, tags, "\x1f".join(note.fields), note.title, checksum


# the JSON in the table col


def make_note_type() -> dict[str, Any]:
    """The note type, with fixed ids."""
    look = {"font": "Arial", "size": 20, "sticky": False, "rtl": False, "media": []}
    fields = [{"id": FIELD_ID + i, "name": name, "ord": i, **look} for i, name in enumerate(FIELDS)]
    return {
        "id": MODEL_ID, "name": "dlquiz", "type": 0, "mod": CHANGED, "usn": -1, "sortf": FIELDS.index("Title"),
        "did": DECK_ID, "flds": fields, "tmpls": [make_template()],
        "css": (CARD / "style.css").read_text(encoding="utf-8"), "req": [[0, "any", [1, 2, 4]]],
        "latexPre": "", "latexPost": "", "latexsvg": False, "tags": [], "vers": [],
    }  # fmt: skip


def make_template() -> dict[str, Any]:
    """The template of the only card of a note."""
    pick, front, back = ((CARD / name).read_text(encoding="utf-8") for name in ("pick.js", "front.html", "back.html"))
    return {
        "id": TEMPLATE_ID, "name": "Card", "ord": 0, "qfmt": front.replace("PICK", pick),
        "afmt": back.replace("PICK", pick), "did": None, "bqfmt": "", "bafmt": "",
    }  # fmt: skip


def make_decks(notes: Sequence[Note], changed: int) -> Mapping[str, Any]:
    """Anki's default deck, which must exist, the deck dlquiz, and a subdeck per topic."""
    names = {1: "Default", DECK_ID: DECK} | {note.deck_id: make_deck_name(note.deck) for note in notes}
    return {str(number): make_deck(number, name, changed) for number, name in sorted(names.items())}


def make_deck(number: int, name: str, changed: int) -> dict[str, Any]:
    return {
        "id": number, "name": name, "mod": changed, "usn": -1, "desc": "", "dyn": 0, "conf": 1, "collapsed": False,
        "browserCollapsed": False, "extendNew": 0, "extendRev": 0, "newToday": [0, 0], "revToday": [0, 0],
        "lrnToday": [0, 0], "timeToday": [0, 0],
    }  # fmt: skip


def make_deck_options() -> dict[str, Any]:
    """Anki's default deck options; an import uses those of the learner's own collection."""
    return {
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": True, "timer": 0, "replayq": True,
        "new": {"bury": False, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20},
        "rev": {"bury": False, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0}, "dyn": False,
    }  # fmt: skip
