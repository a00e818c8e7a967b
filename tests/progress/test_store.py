"""The store: its versions, several at once, and files that are damaged, newer or cannot be written."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dlquiz.errors import ProgressError, describe_failure
from dlquiz.progress.migrations import MIGRATIONS, read_version
from dlquiz.progress.rows import AttemptRow, Memory, Note
from dlquiz.progress.store import LazyStore, Store, open_store

LATER = (
    *MIGRATIONS,
    ("alter table attempts add column mood text not null default ''", "create table moods (word text)"),
)
ROW = AttemptRow(
    "k1", "2026-11-28T20:00:00.000000Z", 740_000, "s1", "quiz", "q", "t", "answer", "d", 7, False, "{}", "540", "wrong"
)


def add(store: Store, *keys: str) -> None:
    """Keep attempts with these keys."""
    for key in keys:
        with store.transaction():
            store.add_attempt(ROW._replace(key=key))


def list_keys(store: Store) -> list[str]:
    return [one.row.key for one in store.read_attempts()][::-1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "progress.db"


def test_a_row_comes_back_as_it_was(path: Path) -> None:
    store = open_store(path)
    add(store, "k1")
    (kept,) = open_store(path).read_attempts()
    assert kept.row == ROW and kept.number == 1 and not kept.taken_back
    assert store.complaint == ""


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_learner_may_read_it(path: Path) -> None:
    open_store(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_processes_write_in_turn(path: Path) -> None:
    one, other = open_store(path), open_store(path)
    for i in range(20):
        add(one, f"a{i}")
        add(other, f"b{i}")
    assert len(list_keys(one)) == 40 and list_keys(one) == list_keys(other)


def test_a_transaction_is_kept_whole_or_not(path: Path) -> None:
    store = open_store(path)
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.add_attempt(ROW)
        store.add_attempt(ROW)
    assert store.read_attempts() == []
    add(store, "k2")


def test_an_older_store_is_brought_up_to_date_and_loses_nothing(path: Path) -> None:
    add(open_store(path), "k1", "k2")
    store = open_store(path, LATER)
    assert list_keys(store) == ["k1", "k2"] and read_version(store.connection) == len(LATER)
    assert store.connection.execute("select mood from attempts").fetchall() == [("",), ("",)]


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    add(open_store(path), "k1")
    broken = (*MIGRATIONS, ("create table moods (word text)", "drop table no_such_table"))
    with pytest.raises(sqlite3.OperationalError):
        open_store(path, broken)
    assert list_keys(open_store(path)) == ["k1"]


def test_a_newer_store_is_told_and_left_as_it_is(path: Path) -> None:
    add(open_store(path, LATER), "k1")
    before = path.read_bytes()
    with pytest.raises(ProgressError, match=r"kept by a newer dlquiz .* Update dlquiz; nothing of it was changed"):
        open_store(path)
    assert path.read_bytes() == before
    lazy = LazyStore(path).open()
    assert "newer" in lazy.complaint and lazy.read_attempts() == []
    assert list_keys(open_store(path, LATER)) == ["k1"]


@pytest.mark.parametrize("at", [20, 5000, 20_000, 60_000])
def test_a_damaged_store_is_told_and_left_as_it_is(path: Path, at: int) -> None:
    store = open_store(path)
    add(store, *(f"k{i}" for i in range(300)))
    store.connection.execute("pragma wal_checkpoint(truncate)")
    store.close()
    whole = path.read_bytes()
    damaged = whole[:at] + b"\xff" * 9000 + whole[at + 9000 :]
    path.write_bytes(damaged)
    with pytest.raises((ProgressError, sqlite3.DatabaseError)) as raised:
        read_everything(open_store(path))
    sentence, code = describe_failure(raised.value) or ("", 0)
    assert "damaged" in sentence and code == 2
    assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    "change",
    [
        "attempts set at = 'yesterday'",
        "attempts set at = x'ff'",
        "attempts set day = -1",
        "attempts set seconds = 'long'",
        "attempts set typed = x'ff'",
        "notes set seed = 'x'",
        "memories set last = 9999999",
        "memories set stability = x'00'",
    ],
)
def test_a_row_that_holds_something_else_is_damage_too(path: Path, change: str) -> None:
    """SQLite keeps any value in any column, so a sound file may still hold what no dlquiz has written."""
    store = open_store(path)
    add(store, "k1")
    store.add_note(Note("n1", "2026-11-28T20:00:00.000000Z", "note", "q", 1, "text"))
    store.write_memory("q", Memory(1.0, 5.0, 740_000, 740_002, 1, 0, 9.0, 1))
    read_everything(store)
    store.connection.execute(f"update {change}")
    with pytest.raises(ProgressError, match="damaged"):
        read_everything(store)


def test_a_disk_that_is_full_is_not_called_damage() -> None:
    sentence, code = describe_failure(sqlite3.OperationalError("database or disk is full")) or ("", 0)
    assert code == 2 and "damaged" not in sentence and "disk is full" in sentence


def read_everything(store: Store) -> None:
    """Read all that verbs read."""
    store.read_attempts()
    store.read_memories()
    store.read_notes()
    store.read_open_sitting(0)
    store.list_first_grades()
    store.list_graded("s1")


def test_a_folder_that_cannot_be_written_is_told_and_the_quiz_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = open_store(tmp_path / "file" / "progress.db")
    assert "cannot be written" in store.complaint and "nothing is kept" in store.complaint
    add(store, "k1")
    assert list_keys(store) == ["k1"]


@contextmanager
def without_rights() -> Iterator[None]:
    """The superuser may write anywhere, so for a while he is nobody."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_read_only_home_is_read_and_left_as_it_is() -> None:
    with TemporaryDirectory() as folder:  # one that nobody can reach
        path = Path(folder) / "progress.db"
        add(open_store(path), "k1")
        for file in path.parent.iterdir():  # what SQLite has put beside it too
            file.chmod(0o444)
        path.parent.chmod(0o555)
        with without_rights():
            store = open_store(path)
            assert "cannot be written" in store.complaint and "nothing is kept" in store.complaint
            add(store, "k2")
            assert list_keys(store) == ["k1", "k2"]
        path.parent.chmod(0o700)
        for file in path.parent.iterdir():
            file.chmod(0o600)
        assert list_keys(open_store(path)) == ["k1"]


def test_memories_are_replaced_and_forgotten(path: Path) -> None:
    store = open_store(path)
    memory = Memory(2.5, 5.0, 740_000, 740_002, 1, 0, 40.0, 1)
    store.write_memory("q", memory)
    store.write_memory("q", memory._replace(reviews=2))
    assert store.read_memories() == {"q": memory._replace(reviews=2)}
    store.write_memory("q", None)
    assert store.read_memories() == {}


def test_what_is_taken_back_counts_for_nothing(path: Path) -> None:
    store = open_store(path)
    number = store.add_attempt(ROW._replace(grade=1, trains="chain rule"))
    assert store.count_graded(740_000) == (1, 1) and store.list_first_grades() == [1]
    assert store.read_failures(740_000) == {"chain": number, "rule": number} and store.read_failures(740_001) == {}
    store.add_attempt(ROW._replace(key="k2", verdict="undone", cancels=number))
    assert store.count_graded(740_000) == (0, 0) and store.list_first_grades() == []
    assert store.read_failures(740_000) == {} and store.list_graded("s1") == set()
    assert [one.taken_back for one in store.read_attempts()] == [True]


def test_typed_texts_come_back_in_their_order_without_doubles(path: Path) -> None:
    store = open_store(path)
    for i, typed in enumerate(["1", "2", "1", "", "3"]):
        store.add_attempt(ROW._replace(key=f"k{i}", typed=typed))
    assert store.list_typed(10) == ["2", "1", "3"]


def test_notes_are_kept(path: Path) -> None:
    note = Note("n1", "2026-11-28T20:00:00.000000Z", "flag", "q", 7, "the picture is wrong")
    open_store(path).add_note(note)
    assert open_store(path).read_notes() == [note]
