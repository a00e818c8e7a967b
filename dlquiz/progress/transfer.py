"""All progress as one JSON text, and back: what is merged in is never doubled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR
from typing import Any, NamedTuple

from dlquiz.errors import UsageError
from dlquiz.progress.days import format_stamp, parse_stamp
from dlquiz.progress.rows import LAST_DAY, AttemptRow, Note, Sheet
from dlquiz.progress.schedule import replay_grades
from dlquiz.progress.store import Store
from dlquiz.version import VERSION

FORMAT = 1
TEXT, WHOLE, REAL, TRUTH = (str,), (int,), (int, float), (bool, int)
WHOLE_NUMBERS, REAL_NUMBERS = ("day", "seed", "hints"), ("seconds",)
JSON_FIELDS = ("drawn", "before", "after")
MAX_WHOLE = 2**63
LAST_PRACTISED = LAST_DAY - 100_000  # so that the day on which a question is due is kept too
OWN = ("sheet", "grade", "cancels")  # fields that are read on their own


class Merged(NamedTuple):
    """What came in."""

    attempts: int
    notes: int


def export_progress(store: Store) -> str:
    """Everything that is kept, as JSON; rows that cancel others name them by their keys."""
    rows = store.read_all_attempts()
    keys = {number: row.key for number, row in rows}
    sheets = {number: store.read_sheet(number) for number in sorted({row.sheet for _, row in rows})}
    attempts = [
        {**row._asdict(), "pinned": bool(row.pinned), "cancels": keys[row.cancels] if row.cancels else None}
        for _, row in rows
    ]
    parts = {
        "sheets": [{"number": number, **sheet._asdict()} for number, sheet in sheets.items()],
        "attempts": attempts,
        "notes": [note._asdict() for note in store.read_notes()],
    }
    return json.dumps({"dlquiz": VERSION, "format": FORMAT, **parts}, indent=1) + "\n"


def import_progress(text: str, store: Store, today: int) -> Merged:
    """Merge exported progress in; rows that are there already stay.  UsageError where the text is something else."""
    plain = read_export(text)
    try:
        with store.transaction():
            return merge(plain, store, today)
    except (OverflowError, UnicodeEncodeError) as error:
        raise UsageError(f"This is not progress of dlquiz: {error}.") from None


def read_export(text: str) -> dict[str, Any]:
    """The plain data of an export; UsageError where it is not one."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"This is not progress of dlquiz: it is not JSON ({error}).") from None
    if not isinstance(plain, dict) or "format" not in plain:
        raise UsageError("This is not progress of dlquiz: its format is missing.")
    if plain["format"] != FORMAT:
        raise UsageError(f"This progress has the format {plain['format']}; this dlquiz reads {FORMAT}. Update dlquiz.")
    if not all(isinstance(plain.get(name), list) for name in ("sheets", "attempts", "notes")):
        raise UsageError("This is not progress of dlquiz: sheets, attempts or notes are missing.")
    return plain


def merge(plain: Mapping[str, Any], store: Store, today: int) -> Merged:
    """Add what is not there yet, and compute the memories of all questions that it concerns."""
    sheets = {
        read_field(one, "number", WHOLE): store.add_sheet(
            Sheet(*(read_field(one, name, TEXT) for name in Sheet._fields))
        )
        for one in plain["sheets"]
    }
    rows = store.read_all_attempts()
    numbers = {row.key: number for number, row in rows}
    taken_back = {row.cancels for _, row in rows} - {None}
    before = len(numbers)
    questions = set()
    for one in plain["attempts"]:
        row = read_row(one, sheets, numbers)
        if row.key not in numbers and row.cancels not in taken_back:  # both machines may have taken a row back
            numbers[row.key] = store.add_attempt(row)
            questions.add(row.question)
            if row.cancels is not None:
                taken_back.add(row.cancels)
    for question in questions:
        store.write_memory(question, replay_grades(store.read_grades(question), today))
    known = {note.key for note in store.read_notes()}
    notes = [read_note(one) for one in plain["notes"]]
    for note in notes:
        store.add_note(note)
    return Merged(len(numbers) - before, len({note.key for note in notes} - known))


def read_row(one: Any, sheets: Mapping[int, int], numbers: Mapping[str, int]) -> AttemptRow:
    """A row of an export with this store's numbers; UsageError where it is not one."""
    cancels = read_field(one, "cancels", (str, type(None)))
    if cancels is not None and cancels not in numbers:
        raise UsageError(f"This is not progress of dlquiz: the row {cancels} is taken back, but is not there.")
    grade = read_field(one, "grade", (int, type(None)))
    if grade is not None and grade not in (1, 2, 3, 4):
        raise UsageError(f"This is not progress of dlquiz: {grade} is not a grade.")
    values = {name: read_field(one, name, types_of(name)) for name in AttemptRow._fields if name not in OWN}
    values["at"] = read_moment(values["at"])
    for name in JSON_FIELDS:
        check_json(name, values[name])
    if not 0 < values["day"] < LAST_PRACTISED:
        raise UsageError(f"This is not progress of dlquiz: {values['day']} is not a day.")
    sheet = sheets.get(read_field(one, "sheet", WHOLE), 0)
    return AttemptRow(**values, sheet=sheet, grade=grade, cancels=numbers[cancels] if cancels is not None else None)


def types_of(name: str) -> Sequence[type]:
    """What a field holds."""
    if name == "pinned":
        return TRUTH
    return WHOLE if name in WHOLE_NUMBERS else REAL if name in REAL_NUMBERS else TEXT


def read_note(one: Any) -> Note:
    """A note of an export."""
    values = {name: read_field(one, name, WHOLE if name == "seed" else TEXT) for name in Note._fields}
    values["at"] = read_moment(values["at"])
    return Note(**values)


def read_moment(text: str) -> str:
    """A moment as it is kept; UsageError where a text is not one, or has no time zone."""
    try:
        moment = parse_stamp(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1 < moment.year < MAXYEAR:
        raise UsageError(f'This is not progress of dlquiz: "{text}" is not a moment.')
    return format_stamp(moment)


def check_json(name: str, text: str) -> None:
    """UsageError where a field is not JSON that holds names with values, nor empty."""
    try:
        plain = json.loads(text or "{}")
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        raise UsageError(f'This is not progress of dlquiz: a row has no proper "{name}".')


def read_field(one: Any, name: str, types: Sequence[type]) -> Any:
    """One field of a row; UsageError where it is missing or holds something else."""
    value = one.get(name) if isinstance(one, dict) else None
    if not isinstance(value, tuple(types)) or (isinstance(value, bool) and bool not in types):
        raise UsageError(f'This is not progress of dlquiz: a row has no proper "{name}".')
    if isinstance(value, float) and not abs(value) < MAX_WHOLE:
        raise UsageError(f'This is not progress of dlquiz: "{name}" is {value}.')
    return value
