"""The formats `tsv` and `csv`, and their plain forms: tables of one row a variant.

Anki's own text form tells Anki by `#` lines how to read it.  The note type is Basic, which every collection has; Anki
would silently use it in place of a missing type anyway.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dlquiz.export import card_html, plain
from dlquiz.export.anki_note import make_deck_name, make_guid
from dlquiz.export.job import Item, Job, describe_no_gap

COLUMNS = ("guid", "Front", "Back", "tags", "deck")
Row = tuple[str, ...]
ACTIVE = re.compile(  # a formula to spreadsheets, a quotation that takes the next rows in, a comment or setting to Anki
    r"[\s\ufeff\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]*[=+\-@\t\r\n\"#＝＋－＠＂＃]"
)


@dataclass(frozen=True, slots=True)
class AnkiTable:
    """Anki's text import."""

    SUFFIX: str
    separator: str
    separator_name: str  # as Anki calls it
    VARIANTS: int = 1

    def describe_gap(self, item: Item, job: Job) -> str:
        return describe_no_gap(item, job)

    def make_record(self, item: Item, job: Job) -> list[Row]:
        """A row a variant; the first has the id that the question has in a package."""
        question = item.question
        tags = f"dlquiz::{question.topic} dlquiz::level-{question.level}"
        deck = make_deck_name(item.topic.title)
        return [
            (make_guid(question.id, i), *card_html.write_sides(problem), tags, deck)
            for i, problem in enumerate(item.problems)
        ]

    def make_files(self, records: Sequence[list[Row]], job: Job) -> Mapping[Path, bytes]:
        """The file: its header, then every row."""
        numbers = "\n".join(f"#{what} column:{COLUMNS.index(what) + 1}" for what in ("guid", "tags", "deck"))
        columns = self.separator.join(COLUMNS)
        header = f"#separator:{self.separator_name}\n#html:true\n#notetype:Basic\n#columns:{columns}\n{numbers}\n"
        return {job.out: (header + write_rows(records, self.separator)).encode()}


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Question and solution as plain text, for Quizlet and the like."""

    SUFFIX: str
    separator: str
    quotes: bool  # whether fields stand in quotes; where no field holds a separator, none need to
    VARIANTS: int = 1

    def describe_gap(self, item: Item, job: Job) -> str:
        return plain.describe_gap(item, job)

    def make_record(self, item: Item, job: Job) -> list[plain.Row]:
        return plain.make_rows(item, job)

    def make_files(self, records: Sequence[list[plain.Row]], job: Job) -> Mapping[Path, bytes]:
        quoting = csv.QUOTE_ALL if self.quotes else csv.QUOTE_NONE
        return {job.out: write_rows(records, self.separator, quoting).encode()}


def write_rows(records: Iterable[Iterable[Row]], separator: str, quoting: int = csv.QUOTE_ALL) -> str:
    """The rows of all records as text."""
    made = StringIO()
    quotes = None if quoting == csv.QUOTE_NONE else '"'
    writer = csv.writer(made, delimiter=separator, quotechar=quotes, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(map(disarm_cell, row) for rows in records for row in rows)
    return made.getvalue()


def disarm_cell(text: str) -> str:
    """A cell that other programs take for text: an apostrophe stands before what would begin more."""
    return f"'{text}" if ACTIVE.match(text) else text


TSV = AnkiTable(".tsv", "\t", "Tab")
CSV = AnkiTable(".csv", ",", "Comma")
PLAIN_TSV = PlainTable(".tsv", "\t", quotes=False)
PLAIN_CSV = PlainTable(".csv", ",", quotes=True)
