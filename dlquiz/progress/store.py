"""The store: one SQLite file that several processes may use at once.  Rows are only ever added to what was attempted.

Where the file cannot be written, the store goes on in memory with what it could read, and `complaint` says so.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from dlquiz.bank.question_set import data_folder
from dlquiz.errors import ProgressError
from dlquiz.progress.migrations import MIGRATIONS, Migration, migrate
from dlquiz.progress.rows import AttemptRow, Graded, Memory, Note, NumberedRow, Sheet, Sitting, make_row
from dlquiz.streams import blake2b

MAX_TYPED = 300  # texts that the arrow up brings back
PATIENCE = 60.0  # seconds to wait for another process; two that never pause can keep each other waiting long
COUNTS = "(cancels is null and not exists (select 1 from attempts later where later.cancels = attempts.number))"
LISTED = "+question in (select value from json_each(?))"  # the + keeps SQLite from looking up each question in turn
COLUMNS = ", ".join(AttemptRow._fields)
DAMAGED = ("malformed", "not a database", "disk image", "encrypted")


def progress_path() -> Path:
    """The file in the platform's data directory, or in `DLQUIZ_HOME` where that is set."""
    return data_folder() / "progress.db"


class Store:
    """The progress of one learner."""

    def __init__(self, connection: sqlite3.Connection, complaint: str = "") -> None:
        self.connection = connection
        self.complaint = complaint  # why nothing is kept; empty where it is

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything within is kept as one, or nothing; no other process writes meanwhile."""
        self.connection.execute("begin immediate")
        try:
            yield
            self.connection.execute("commit")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled back already
                self.connection.execute("rollback")
            raise

    # attempts

    def add_attempt(self, row: AttemptRow) -> int:
        """Add a row; its number."""
        marks = ", ".join("?" * len(row))
        made = self.connection.execute(f"insert into attempts ({COLUMNS}) values ({marks})", row)
        return int(made.lastrowid or 0)

    def add_sheet(self, sheet: Sheet) -> int:
        """Keep a question and its solution as printed; the number under which both are kept once."""
        digest = blake2b("\x1f".join(sheet).encode(), digest_size=16).hexdigest()
        self.connection.execute(
            "insert or ignore into sheets (digest, question, solution) values (?, ?, ?)", (digest, *sheet)
        )
        found = self.connection.execute("select number from sheets where digest = ?", (digest,)).fetchone()
        return int(found[0])

    def read_sheet(self, number: int) -> Sheet:
        """A question and its solution as they were printed."""
        found = self.connection.execute("select question, solution from sheets where number = ?", (number,)).fetchone()
        return make_row(Sheet, found) if found else Sheet("", "")

    def read_attempts(self, where: str = "1", values: Sequence[object] = (), limit: int = -1) -> list[NumberedRow]:
        """Attempts, the latest first; `where` is a condition of this program's own, never a text of somebody's."""
        rows = self.connection.execute(
            f"select number, {COLUMNS}, not {COUNTS} from attempts where cancels is null and {where} "
            "order by number desc limit ?",
            (*values, limit),
        )
        return [NumberedRow(number, make_row(AttemptRow, row), bool(gone)) for number, *row, gone in rows]

    def read_all_attempts(self) -> list[tuple[int, AttemptRow]]:
        """Every row with its number, those that cancel others too, the oldest first."""
        rows = self.connection.execute(f"select number, {COLUMNS} from attempts order by number")
        return [(number, make_row(AttemptRow, row)) for number, *row in rows]

    def read_grades(self, question: str) -> list[Graded]:
        """The grades of a question that count, in the order of time."""
        rows = self.connection.execute(
            f"select day, grade, seconds, number from attempts where question = ? and grade is not null and {COUNTS} "
            "order by at, key",
            (question,),
        )
        return [make_row(Graded, row) for row in rows]

    def list_graded(self, sitting: str) -> set[str]:
        """The questions that have their grade in a sitting."""
        rows = self.connection.execute(
            f"select question from attempts where sitting = ? and grade is not null and {COUNTS}", (sitting,)
        )
        return {question for (question,) in rows}

    def list_verdicts(self, sitting: str, question: str) -> list[tuple[str, int]]:
        """The verdicts of a question in a sitting, each with its hints."""
        return self.connection.execute(
            f"select verdict, hints from attempts where sitting = ? and question = ? and not pinned and {COUNTS}",
            (sitting, question),
        ).fetchall()

    def count_graded(self, day: int) -> tuple[int, int]:
        """How many questions got a grade on a day, and how many of them their first."""
        today = self.connection.execute(
            f"select question, before from attempts where day = ? and grade is not null and {COUNTS}", (day,)
        ).fetchall()
        return len({question for question, _ in today}), sum(not before for _, before in today)

    def count_days(self, since: int, questions: Sequence[str]) -> dict[int, tuple[int, int]]:
        """For each day from one on, how many grades these questions were given, and how many were not a miss."""
        rows = self.connection.execute(
            "select day, count(*), sum(grade > 1) from attempts "
            f"where day >= ? and grade is not null and {LISTED} and {COUNTS} group by day",
            (since, json.dumps(questions)),
        )
        return {day: (count, right) for day, count, right in rows}

    def count_slips(self, limit: int, questions: Sequence[str]) -> list[tuple[str, str, str, str, int]]:
        """The commonest slips in these questions: their names, the steps and questions, skills, how often."""
        return self.connection.execute(
            "select slip, step, question, max(trains), count(*) as made from attempts "
            f"where slip != '' and {LISTED} and {COUNTS} "
            "group by slip, step, question order by made desc, question, step limit ?",
            (json.dumps(questions), limit),
        ).fetchall()

    def read_failures(self, since: int) -> dict[str, int]:
        """The skills that failed since a day, each with the latest row that shows it."""
        failures: dict[str, int] = {}
        rows = self.connection.execute(
            "select trains, max(number) as latest from attempts "
            f"where day >= ? and trains != '' and {COUNTS} group by trains order by latest",
            (since,),
        )
        for skills, number in rows:
            failures.update(dict.fromkeys(skills.split(), number))
        return failures

    def list_typed(self, limit: int) -> list[str]:
        """What was typed last, the oldest first, without doubles."""
        rows = self.connection.execute(
            "select typed, max(number) as latest from "
            "(select typed, number from attempts order by number desc limit ?) "
            "where typed != '' group by typed order by latest desc",
            (limit,),
        )
        return [typed for typed, _ in rows][::-1]

    def list_first_grades(self) -> list[int]:
        """The first grade of each question."""
        rows = self.connection.execute(
            f"select grade from attempts where grade is not null and before = '' and {COUNTS}"
        )
        return [grade for (grade,) in rows]

    # memories

    def read_memories(self) -> dict[str, Memory]:
        """What is remembered of each question that has a grade."""
        names = ", ".join(Memory._fields)
        rows = self.connection.execute(f"select question, {names} from memories")
        return {question: make_row(Memory, row) for question, *row in rows}

    def write_memory(self, question: str, memory: Memory | None) -> None:
        """Keep what is remembered of a question; None where it has no grade any more."""
        self.connection.execute("delete from memories where question = ?", (question,))
        if memory is not None:
            marks = ", ".join("?" * (1 + len(memory)))
            names = ", ".join(("question", *Memory._fields))
            self.connection.execute(f"insert into memories ({names}) values ({marks})", (question, *memory))

    # sittings and notes

    def write_sitting(self, sitting: Sitting) -> None:
        """Keep how far a sitting is."""
        marks = ", ".join("?" * len(sitting))
        self.connection.execute(f"insert or replace into sittings values ({marks})", sitting)

    def read_open_sitting(self, since: int) -> Sitting | None:
        """The last sitting of which questions are left, written on a day or after it."""
        found = self.connection.execute(
            f"select {', '.join(Sitting._fields)} from sittings where ahead != '[]' and day >= ? "
            "order by rowid desc limit 1",
            (since,),
        ).fetchone()
        return make_row(Sitting, found) if found else None

    def add_note(self, note: Note) -> None:
        """Keep a flag or a note."""
        names, marks = ", ".join(Note._fields), ", ".join("?" * len(note))
        self.connection.execute(f"insert or ignore into notes ({names}) values ({marks})", note)

    def read_notes(self) -> list[Note]:
        """All flags and notes, the oldest first."""
        return [
            make_row(Note, row)
            for row in self.connection.execute(f"select {', '.join(Note._fields)} from notes order by at")
        ]

    def reset(self, backup: Path) -> None:
        """Forget everything; a copy of all stays in another file, which must not exist yet."""
        self.connection.execute("vacuum into ?", (str(backup),))
        with self.transaction():
            for table in ("attempts", "sheets", "memories", "sittings", "notes"):
                self.connection.execute(f"delete from {table}")

    def copy_to_memory(self, complaint: str, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
        """The same progress, in memory only."""
        made = sqlite3.connect(":memory:", isolation_level=None)
        with suppress(sqlite3.Error):  # what cannot be read is not there
            self.connection.backup(made)
        migrate(made, migrations)
        return Store(made, complaint)


def open_store(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
    """The store in a file, which is made where there is none; in memory where it cannot be written.

    ProgressError where the file is damaged or of a newer dlquiz; it is left as it is.
    """
    try:
        reserve_file(path)
        return Store(connect(path, "rw", migrations))
    except (sqlite3.Error, OSError) as error:
        if is_damage(error):
            raise ProgressError(describe_damage(path)) from None
        return open_in_memory(
            path, f"{path} cannot be written ({describe_error(error)}), so nothing is kept.", migrations
        )


def open_in_memory(path: Path, complaint: str, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
    """A store in memory, with what the file holds if that can be read."""
    for mode in ("mode=ro", "immutable=1"):  # what is not merged in yet is read too, where SQLite can do that
        uri = f"file:{quote(str(path.absolute()))}?{mode}"
        with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as read:
            read.execute("select count(*) from sqlite_master").fetchone()
            return Store(read).copy_to_memory(complaint, migrations)
    return Store(sqlite3.connect(":memory:", isolation_level=None)).copy_to_memory(complaint, migrations)


def connect(path: Path, mode: str, migrations: Sequence[Migration]) -> sqlite3.Connection:
    """A connection to a store of the latest version."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        with suppress(sqlite3.OperationalError):  # another process is just doing it
            connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")  # an answer that was judged outlives a power cut
        migrate(connection, migrations)
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode = wal")
        return check_writing(connection)
    except BaseException:
        connection.close()
        raise


def check_writing(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, once it is certain that it may write; sqlite3.OperationalError where it may not."""
    connection.execute("begin immediate")
    connection.execute("rollback")
    return connection


def reserve_file(path: Path) -> None:
    """Make the file, for its owner alone, where there is none; OSError where that is impossible."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def is_damage(error: Exception) -> bool:
    """Whether an error says that a file is not a sound store."""
    return isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in DAMAGED)


def describe_damage(path: Path) -> str:
    """What to do about a damaged file."""
    return (
        f"{path} is damaged and is left as it is. Move it away to begin anew, or bring back a copy with "
        "`dlquiz progress import FILE`."
    )


def describe_error(error: Exception) -> str:
    """Why, in a few words."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


class LazyStore:
    """The store of a file, opened when it is first needed; in memory where the file is of no use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store: Store | None = None

    def open(self) -> Store:
        """The store; its `complaint` says why nothing is kept."""
        if self.store is None:
            try:
                self.store = open_store(self.path)
            except ProgressError as error:
                empty = Store(sqlite3.connect(":memory:", isolation_level=None))
                self.store = empty.copy_to_memory(f"{error} Nothing of this sitting is kept.")
        return self.store

    def list_typed(self) -> list[str]:
        """What was typed before this evening, the oldest first."""
        try:
            return self.open().list_typed(MAX_TYPED)
        except sqlite3.Error:
            return []

    def add_note(self, note: Note) -> str:
        """Keep a flag or a note; why it is not kept, where it is not."""
        store = self.open()
        try:
            with store.transaction():
                store.add_note(note)
        except sqlite3.Error as error:
            return f"It is not kept: {error}."
        return store.complaint

    def read_notes(self) -> list[Note]:
        """All flags and notes, the oldest first."""
        try:
            return self.open().read_notes()
        except sqlite3.Error:
            return []
