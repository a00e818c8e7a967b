"""The file of change dates: nothing is lost when exports meet, are killed, find no room, or find it damaged."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dlquiz.errors import UsageError
from dlquiz.export import change_dates
from dlquiz.export.anki_note import Note
from dlquiz.export.change_dates import Dates, record_notes

Export = Callable[..., Path]
NOON, LATER = 1_770_000_000, 1_780_000_000
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the dates are."""
    return tmp_path / "data" / "notes.sqlite3"


def make_note(id: str, title: str = "t") -> Note:
    """A note."""
    return Note(id, title, "pooling", "Pooling", "Pooling", 1, "<p>q</p>", "<p>a</p>")


def test_dates_are_read_as_written(path: Path) -> None:
    first = record_notes(path, [make_note("a"), make_note("b")], NOON)
    assert {own.changed for own in first.values()} == {NOON}
    assert record_notes(path, [make_note("a")], LATER) == first
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_changed_note_has_a_later_date(path: Path) -> None:
    record_notes(path, [make_note("a"), make_note("b")], NOON)
    dates = record_notes(path, [make_note("a", "u"), make_note("b")], LATER)
    assert (dates["a"].made, dates["a"].changed, dates["b"].changed) == (NOON, LATER, NOON)


def test_the_file_of_an_earlier_version_is_taken_over(path: Path) -> None:
    path.parent.mkdir()
    rows = {"a": [make_note("a").hash, 1, 2], "gone": ["h", 3, 4]}
    path.with_suffix(".json").write_text(json.dumps({"notes": rows}), encoding="utf-8")
    dates = record_notes(path, [make_note("a"), make_note("b")], NOON)
    assert (dates["a"].changed, dates["gone"], dates["b"].changed) == (2, Dates("h", 3, 4), NOON)
    path.with_suffix(".json").write_text('{"notes": {}}', encoding="utf-8")
    assert record_notes(path, [], LATER) == dates


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b'{"notes": {"a": 1}}', b'{"notes": {"a": ["h", "x", 1]}}', b"\xff", b"[" * 100_000,
        b'{"notes": {"a": ["h", 1, 1e400]}}', b'{"notes": {"a": ["h", 1, 99999999999999999999]}}',
    ],
)  # fmt: skip
def test_a_damaged_file_of_an_earlier_version_is_no_matter(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.with_suffix(".json").write_bytes(damage)
    assert set(record_notes(path, [make_note("b")], NOON)) == {"b"}


@pytest.mark.parametrize("damage", [b"rubbish" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_put_aside(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    path.with_name(f"{path.name}-journal").write_bytes(damage)
    dates = record_notes(path, [make_note("a")], NOON)
    assert record_notes(path, [make_note("a")], LATER) == dates
    assert path.with_name(f"{path.name}.damaged").read_bytes() == damage


def test_every_flipped_file_ends_well(path: Path) -> None:
    record_notes(path, [make_note(f"n{i}") for i in range(50)], NOON)
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert "n7" in record_notes(path, [make_note(f"n{i}") for i in range(50)], LATER)


@pytest.mark.parametrize("row", [("a", "h", "x", 1), ("a", "h", 1, 1.5), ("a", "h", 1 << 62, 1), (b"\xff", b"", 1, 1)])
def test_rows_that_make_no_sense_are_left_out(path: Path, row: tuple[object, ...]) -> None:
    record_notes(path, [make_note("b")], NOON)
    with closing(sqlite3.connect(path)) as ledger, ledger:
        ledger.execute("insert into notes values (?, ?, ?, ?)", row)
    assert record_notes(path, [make_note("a")], LATER)["a"] == Dates(make_note("a").hash, LATER, LATER)


def test_where_no_file_can_be_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "notes.sqlite3", tmp_path):
        with pytest.raises(UsageError, match=r"cannot be written: \S"):
            record_notes(path, [make_note("a")], NOON)


def test_an_export_that_waits_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record_notes(path, [make_note("a")], NOON)
    monkeypatch.setattr(change_dates, "WAIT", 0.1)
    with change_dates.begin_transaction(path), pytest.raises(UsageError, match="database is locked"):
        record_notes(path, [make_note("a")], NOON)


def test_a_failed_export_leaves_dates_that_do_no_harm(
    export: Export, kinds: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dates may be ahead of the package, and the next package is the one that would have been written."""
    changed = kinds.replace("Which one is a loss?", "Which is a loss?")
    before = export("anki").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(UsageError):
            export("anki", changed, time=LATER)
    assert (tmp_path / "out.apkg").read_bytes() == before
    after = export("anki", changed, time=LATER + 1).read_bytes()
    (tmp_path / "change-dates.sqlite3").unlink()
    export("anki")
    assert export("anki", changed, time=LATER).read_bytes() == after


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_exports_at_once_lose_no_rows(path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from dlquiz.export.anki_note import Note
from dlquiz.export.change_dates import record_notes
for i in range(20):
    record_notes(Path({str(path)!r}), [Note(f"{{sys.argv[1]}}-{{i}}", "t", "p", "P", "P", 1, "q", "a")], {NOON})
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    runs = [subprocess.Popen([sys.executable, "-c", script, str(n)], env=environment) for n in range(6)]
    assert [run.wait() for run in runs] == [0] * 6
    assert len(record_notes(path, [], NOON)) == 120
