"""`dlquiz progress`: export, import, path and reset.  `dlquiz flags`: what was written to questions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, tzinfo
from pathlib import Path

from dlquiz.errors import NotFound, UsageError, did_you_mean
from dlquiz.files import FOR_OWNER, read_named_file, write_file
from dlquiz.progress.days import read_clock, study_day
from dlquiz.progress.store import Store, open_store, progress_path
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.stdio import print_error, print_json, print_text

ACTIONS = ("export", "import", "path", "reset")


def run(action: str, file: Path | None, sure: bool, clock: Callable[[], datetime] = read_clock) -> int:
    """Do one of the actions."""
    if action not in ACTIONS:
        known = did_you_mean(action, ACTIONS) or f"; there are {', '.join(ACTIONS)}."
        raise UsageError(f'dlquiz progress cannot "{action}"{known}')
    if action == "path":
        print_text(progress_path())
        return 0
    if action == "reset":
        return reset(sure, clock())
    store = open_store(progress_path())
    return export_to(file, store) if action == "export" else import_from(file, store, study_day(clock()))


def export_to(file: Path | None, store: Store) -> int:
    """Write everything to a file, or to standard output."""
    from dlquiz.progress.transfer import export_progress

    text = export_progress(store)
    if file is None or str(file) == "-":
        sys.stdout.write(text)
    else:
        write_file(file, text.encode(), FOR_OWNER)
        print_text(f"{file} is written.")
    return 0


def import_from(file: Path | None, store: Store, today: date) -> int:
    """Merge a file in."""
    from dlquiz.progress.transfer import import_progress

    if file is None:
        raise UsageError("Name the file: dlquiz progress import FILE.")
    if store.complaint:
        raise UsageError(store.complaint)
    if not file.exists():
        raise NotFound(f"{file} cannot be found.")
    try:
        text = read_named_file(file).decode()
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not progress of dlquiz: it is not UTF-8.") from None
    merged = import_progress(text, store, today.toordinal())
    new = f"{count_noun(merged.attempts, 'attempt')} and {count_noun(merged.notes, 'note')}"
    print_text(f"Merged in: {new}. All others were there already.")
    return 0


def reset(sure: bool, now: datetime) -> int:
    """Begin anew; what was kept stays in a file beside."""
    path = progress_path()
    if not path.exists():
        print_text("Nothing is kept yet.")
        return 0
    if not sure and not asks_for_reset(path):
        print_text("Nothing is changed.")
        return 1
    store = open_store(path)
    if store.complaint:
        print_error(store.complaint)
        return 2
    backup = path.with_name(f"progress-{now:%Y%m%d-%H%M%S}.db")
    store.reset(backup)
    with suppress(OSError):
        backup.chmod(FOR_OWNER)
    print_text(f"dlquiz begins anew. What was kept is in {backup}.")
    return 0


def asks_for_reset(path: Path) -> bool:
    """Whether the learner types yes."""
    if not sys.stdin.isatty():
        raise UsageError("dlquiz progress reset --yes does it without asking.")
    print_text(f"This empties {path}; a copy stays beside it.")
    try:
        return input("Type yes to go on: ").strip().lower() == "yes"
    except (EOFError, KeyboardInterrupt):
        return False


def list_flags(as_json: bool, plain: bool, zone: tzinfo | None = None) -> int:
    """Print the flags and notes."""
    notes = open_store(progress_path()).read_notes()
    if as_json:
        print_json([note._asdict() for note in notes])
        return 0
    from dlquiz.screen.history import show_notes
    from dlquiz.screen.screen import detect_screen

    show_notes(notes, detect_screen(plain), zone)
    return 0
