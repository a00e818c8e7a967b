"""`dlquiz history`: what was answered, and an old attempt exactly as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from dlquiz.errors import NotFound
from dlquiz.progress.rows import NumberedRow, Sheet
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen.stdio import print_error, print_json


def run(number: int | None, limit: int, as_json: bool, plain: bool, zone: tzinfo | None = None) -> int:
    """Print one attempt, or the last ones."""
    from dlquiz.screen.history import show_attempt, show_history
    from dlquiz.screen.screen import detect_screen

    store = open_store(progress_path())
    if store.complaint:
        print_error(store.complaint)
    if number is None:
        rows = store.read_attempts(limit=limit)[::-1]
        if as_json:
            print_json([row_to_json(row) for row in rows])
        else:
            show_history(rows, detect_screen(plain), zone)
        return 0
    found = find_attempt(store.read_attempts("number = ?", (number,)), number)
    sheet = store.read_sheet(found.row.sheet)
    if as_json:
        print_json(row_to_json(found, sheet))
    else:
        show_attempt(found, sheet, detect_screen(plain), zone)
    return 0


def find_attempt(found: Sequence[NumberedRow], number: int) -> NumberedRow:
    """The only row; NotFound where there is none."""
    if not found:
        raise NotFound(f"There is no attempt {number}; `dlquiz history` lists them.")
    return found[0]


def row_to_json(numbered: NumberedRow, sheet: Sheet | None = None) -> dict[str, Any]:
    """An attempt with all that is kept of it."""
    import json

    row = numbered.row._asdict()
    row["pinned"] = bool(row["pinned"])
    row["drawn"] = json.loads(row["drawn"])
    row["before"], row["after"] = (json.loads(row[name]) if row[name] else None for name in ("before", "after"))
    del row["sheet"], row["cancels"]
    printed = sheet._asdict() if sheet is not None else {}
    return {"number": numbered.number, **row, "taken_back": numbered.taken_back, "printed": printed}
