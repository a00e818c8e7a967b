"""Anki's own text form: a note a row, told by `#` lines how to read it.

The note type is Basic, which every collection has; a type that is missing would silently become Basic anyway.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from dlquiz.export import card_html
from dlquiz.export.anki_note import deck_name, guid
from dlquiz.export.job import Item

COLUMNS = ("guid", "Front", "Back", "tags", "deck")
Row = tuple[str, ...]


def rows(item: Item) -> list[Row]:
    """A row a variant; the first has the id that the question has in a package."""
    question = item.question
    tags = f"dlquiz::{question.topic} dlquiz::level-{question.level}"
    return [
        (guid(question.id, i), *card_html.sides(problem), tags, deck_name(item.topic.title))
        for i, problem in enumerate(item.problems)
    ]


def table(records: Iterable[Iterable[Row]], separator: str, name: str) -> bytes:
    """The file: its header, then every row with every field in quotes."""
    numbers = "\n".join(f"#{what} column:{COLUMNS.index(what) + 1}" for what in ("guid", "tags", "deck"))
    header = f"#separator:{name}\n#html:true\n#notetype:Basic\n#columns:{separator.join(COLUMNS)}\n{numbers}\n"
    return (header + delimited((row for rows in records for row in rows), separator, csv.QUOTE_ALL)).encode()


def delimited(rows: Iterable[Sequence[str]], separator: str, quoting: int) -> str:
    """Rows as text."""
    made = StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(rows)
    return made.getvalue()
