"""The package itself: the same bytes, ids that never change, dates that change only with the content."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from dlquiz.export import change_dates, collection
from dlquiz.export.anki import write_package
from dlquiz.export.anki_note import FIELDS, Note, make_deck_name, make_guid

Export = Callable[..., Path]
LATER = 1_780_000_000
LOOKS = {1_763_900_000: "d40bcabaccb72ee2"}  # of template and style, by the date that they carry


def rows(path: Path, query: str, folder: Path) -> list[tuple[Any, ...]]:
    """What a query finds in a package."""
    with zipfile.ZipFile(path) as archive:
        (folder / "inside.anki2").write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(folder / "inside.anki2")
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def dates(path: Path, folder: Path) -> dict[str, int]:
    """When each note of a package last changed."""
    return {fields.split("\x1f")[0]: mod for fields, mod in rows(path, "select flds, mod from notes", folder)}


def test_the_same_questions_and_time_give_the_same_bytes(export: Export, tmp_path: Path) -> None:
    first = export("anki").read_bytes()
    (tmp_path / "change-dates.sqlite3").unlink()
    assert export("anki").read_bytes() == first


def test_a_later_export_of_the_same_content_gives_the_same_bytes(export: Export) -> None:
    assert export("anki").read_bytes() == export("anki", time=LATER).read_bytes()


def test_only_the_changed_note_has_a_new_date(export: Export, kinds: str, tmp_path: Path) -> None:
    before = dates(export("anki"), tmp_path)
    after = dates(export("anki", kinds.replace("Which one is a loss?", "Which is a loss?"), time=LATER), tmp_path)
    assert {name for name in after if after[name] != before[name]} == {"kind-choice"}
    assert after["kind-choice"] == LATER


def test_a_change_is_later_even_where_the_clock_goes_back(export: Export, kinds: str, tmp_path: Path) -> None:
    before = dates(export("anki"), tmp_path)
    changed = kinds.replace("Which one is a loss?", "Which is a loss?")
    after = dates(export("anki", changed, time=1_000_000_000), tmp_path)
    assert after["kind-choice"] == before["kind-choice"] + 1


def test_fields_and_ids_are_frozen() -> None:
    """Another list of fields, or other ids, would orphan every card that a learner has."""
    assert FIELDS[:9] == ("Id", "Title", "Topic", "Level", "Question", "Solution", "Source", "Pictures", "Hash")
    assert FIELDS[9:] == ("Spare 1", "Spare 2", "Spare 3", "Spare 4")
    assert (collection.MODEL_ID, collection.DECK_ID) == (1_763_900_000_001, 1_763_900_000_000)
    assert (collection.TEMPLATE_ID, collection.FIELD_ID) == (1_763_900_000_002, 1_763_900_000_100)
    assert [field["id"] for field in collection.make_note_type()["flds"]] == [
        collection.FIELD_ID + i for i in range(13)
    ]
    assert make_guid("conv-params") == "dq0e823858d65e029d"
    assert note("a").deck_id == 1_764_516_668_725


def test_a_changed_look_has_a_new_date() -> None:
    """Anki takes template and style only from an import that is newer: raise `CHANGED` with every change."""
    model = collection.make_note_type()
    look = json.dumps([model["css"], model["tmpls"]], sort_keys=True)
    assert LOOKS.get(collection.CHANGED) == sha256(look.encode()).hexdigest()[:16]


def note(id: str, title: str = "t") -> Note:
    """A note."""
    return Note(id, title, "pooling", "Pooling", "Pooling", 1, "<p>q</p>", "<p>a</p>")


def test_notes_made_in_one_second_have_ids_of_their_own() -> None:
    notes = [note(f"n{i}") for i in range(2_000)]
    book = change_dates.update_dates({}, notes, 1_770_000_000)
    made = list(collection.make_note_ids(notes, book))
    assert len(set(made)) == 2_000 and min(made) == 1_770_000_000_000


def test_the_hash_tells_every_change() -> None:
    changed = [note("n", "u"), Note("n", "t", "other", "Pooling", "Pooling", 1, "<p>q</p>", "<p>a</p>")]
    changed += [Note("n", "t", "pooling", "Pooling", "Pooling", 2, "<p>q</p>", "<p>a</p>")]
    assert len({one.hash for one in (note("n"), *changed)}) == 4


def test_a_title_with_colons_makes_no_further_subdeck() -> None:
    assert make_deck_name("a::b  c\n") == "dlquiz::a:b c"


def test_a_package_holds_the_collection_and_no_files_beside_it() -> None:
    with zipfile.ZipFile(BytesIO(write_package(b"database"))) as archive:
        assert json.loads(archive.read("media")) == {}
        assert archive.namelist() == ["collection.anki2", "media"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_database_is_sound(export: Export, tmp_path: Path) -> None:
    path = export("anki")
    assert rows(path, "pragma integrity_check", tmp_path) == [("ok",)]
    assert rows(path, "select count(*), count(distinct guid) from notes", tmp_path) == [(13, 13)]
    assert rows(path, "select count(*) from cards where type = 0 and queue = 0", tmp_path) == [(13,)]
