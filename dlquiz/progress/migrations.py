"""The tables of the store, as numbered migrations: each brings a store of the version before it to its own.

A migration that has been released never changes; what the store needs later is a further one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from dlquiz.errors import ProgressError

Migration = Sequence[str]  # statements

TABLES: Migration = (
    """
    create table sheets (
        number integer primary key,
        digest text not null unique,  -- of both texts
        question text not null,       -- as printed
        solution text not null
    )
    """,
    """
    create table attempts (           -- rows are only ever added
        number integer primary key autoincrement,
        key text not null unique,     -- names the row on every machine
        at text not null,             -- UTC
        day integer not null,         -- ordinal of the learner's day
        sitting text not null,        -- key of the sitting
        verb text not null,           -- quiz | review | exam
        question text not null,
        topic text not null,
        part text not null,
        digest text not null,         -- of the question's content in the bank
        seed integer not null,
        pinned integer not null,      -- whether the learner chose the numbers
        drawn text not null,          -- JSON
        typed text not null,
        verdict text not null,        -- right | close | follows | wrong | shown | skipped | undone
        hints integer not null,
        slip text not null,
        step text not null,           -- where the diagnosis says the answer went wrong
        trains text not null,         -- the skills of that step, separated by blanks
        seconds real not null,        -- spent on the question until then
        sheet integer not null,
        version text not null,        -- of the program
        grade integer,                -- of the whole question, in the row that ends it
        before text not null,         -- JSON: what FSRS knew before this grade, and after it
        after text not null,
        cancels integer               -- the row that this one takes back
    )
    """,
    "create index attempts_of_question on attempts (question)",
    "create index attempts_of_sitting on attempts (sitting)",
    "create index failed_skills on attempts (day, trains) where trains != ''",
    "create index graded_days on attempts (day) where grade is not null",
    "create index first_grades on attempts (grade) where grade is not null and before = ''",
    "create unique index cancelled on attempts (cancels) where cancels is not null",
    """
    create table memories (           -- what follows from the grades of each question
        question text primary key,
        stability real not null,
        difficulty real not null,
        last integer not null,        -- ordinal of the day of the last review
        due integer not null,
        reviews integer not null,
        lapses integer not null,
        seconds real not null,        -- that the question usually takes
        number integer not null       -- the row of the last grade
    )
    """,
    """
    create table sittings (
        key text primary key,
        verb text not null,
        title text not null,          -- what is practised
        at text not null,             -- when it was last practised
        day integer not null,
        done integer not null,        -- questions that are finished
        ahead text not null           -- JSON: [id, seed, again, pinned] of those that are not
    )
    """,
    """
    create table notes (              -- rows are only ever added
        number integer primary key autoincrement,
        key text not null unique,
        at text not null,
        kind text not null,           -- flag | note
        question text not null,
        seed integer not null,
        text text not null
    )
    """,
)
BANKS: Migration = (
    "alter table sittings add column banks text not null default '[]'",  # JSON: the files, where others were named
)
SLIPS: Migration = ("create index made_slips on attempts (slip, step, question, trains, cancels) where slip != ''",)
MIGRATIONS: Sequence[Migration] = (TABLES, BANKS, SLIPS)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a store to the latest version, or leave it as it is; ProgressError where it is of a later one."""
    if read_version(connection) == len(migrations):
        return
    connection.execute("begin immediate")
    try:
        version = read_version(connection)  # another process may have been first
        if version > len(migrations):
            raise ProgressError(
                f"The progress was kept by a newer dlquiz (version {version} of its tables, this one knows "
                f"{len(migrations)}). Update dlquiz; nothing of it was changed."
            )
        for migration in migrations[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"pragma user_version = {len(migrations)}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def read_version(connection: sqlite3.Connection) -> int:
    """How many migrations a store has seen."""
    return int(connection.execute("pragma user_version").fetchone()[0])
