"""What the learner writes to questions: flags on bad ones, and notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from dlquiz.progress.days import format_stamp

if TYPE_CHECKING:  # opened when the first question is on the screen
    from dlquiz.progress.store import LazyStore
    from dlquiz.session import Planned

FLAG, NOTE = "flag", "note"
MAX_TEXT = 2000  # characters of a note


class Notebook:
    """Keeps flags and notes, and brings notes back with their question."""

    def __init__(self, open_progress: Callable[[], LazyStore], clock: Callable[[], datetime]) -> None:
        self.open_progress = open_progress
        self.clock = clock

    def add(self, kind: str, planned: Planned, text: str) -> str:
        """Keep a flag or a note; why it is not kept, where it is not."""
        from dlquiz.progress.rows import Note, new_key  # not before somebody writes

        note = Note(new_key(), format_stamp(self.clock()), kind, planned.id, planned.seed, text[:MAX_TEXT])
        return self.open_progress().add_note(note)

    def list_notes(self, question: str) -> list[str]:
        """The learner's notes to a question, the oldest first."""
        notes = self.open_progress().read_notes()
        return [note.text for note in notes if note.kind == NOTE and note.question == question]
