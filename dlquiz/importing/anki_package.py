"""Reads Anki's packages (`.apkg`, `.colpkg`): the fields of their notes, not the progress on their cards."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from dlquiz.errors import UsageError
from dlquiz.importing.draft import Draft, Found, Loss, RecallDraft, WordsDraft, guess_answer, split_points
from dlquiz.importing.html_text import count_pictures, html_to_markdown

COLLECTIONS = ("collection.anki21", "collection.anki2")
NEWER = "collection.anki21b"
MAX_BYTES = 200_000_000
CLOZE = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
BLANK = "\\_\\_\\_\\_\\_"


def read_package(data: bytes) -> Found:
    """The notes of a package; UsageError where it is none, or one that only newer programs read."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if NEWER in names:
                raise UsageError(
                    'This package is in Anki\'s newest format; export it again with "Support older Anki versions" on.'
                )
            name = next((name for name in COLLECTIONS if name in names), None)
            if name is None:
                raise UsageError("This is not an Anki package: it holds no collection.")
            if package.getinfo(name).file_size > MAX_BYTES:
                raise UsageError(f"The collection is larger than {MAX_BYTES // 1_000_000} MB.")
            collection = package.read(name)
    except BadZipFile:
        raise UsageError("This is not an Anki package: it is not a zip file.") from None
    return read_collection(collection)


def read_collection(data: bytes) -> Found:
    """The notes of a collection."""
    with TemporaryDirectory(prefix="dlquiz-") as folder:
        path = Path(folder, "collection")
        path.write_bytes(data)
        database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            rows = database.execute("SELECT guid, flds FROM notes ORDER BY id").fetchall()
        except sqlite3.DatabaseError as fault:
            raise UsageError(f"The package's collection cannot be read: {fault}.") from None
        finally:
            database.close()
    drafts: list[Draft] = []
    losses: list[Loss] = []
    for number, (_, fields) in enumerate(rows, 1):
        texts = str(fields).split("\x1f")
        if any(map(count_pictures, texts)):
            losses.append(Loss(number, "its pictures and sounds are left out"))
        made = list(read_cloze(number, texts) if CLOZE.search(texts[0]) else read_note(number, texts))
        drafts += made
        if not made:
            losses.append(Loss(number, "the note has no two fields with text"))
    return Found(tuple(drafts), tuple(losses))


def read_note(number: int, fields: list[str]) -> Iterator[Draft]:
    """A note with a front and a back: its first two fields that hold text."""
    texts = [text for text in map(html_to_markdown, fields) if text]
    if len(texts) < 2:
        return
    ask, back = texts[:2]
    guessed = guess_answer(back.replace("\\", ""))
    answer = RecallDraft(split_points(back)) if isinstance(guessed, RecallDraft) else guessed
    yield Draft(number, ask, ask, answer)


def read_cloze(number: int, fields: list[str]) -> Iterator[Draft]:
    """A question for each gap of a cloze note: its own gap is blank, the others are filled."""
    remark = html_to_markdown(fields[1]) if len(fields) > 1 else ""
    for own in sorted({found[1] for found in CLOZE.finditer(fields[0])}, key=int):
        answers = [found[2] for found in CLOZE.finditer(fields[0]) if found[1] == own]
        shown = CLOZE.sub(lambda found, own=own: "\ue002" if found[1] == own else found[2], fields[0])  # type: ignore[misc]
        ask = html_to_markdown(shown).replace("\ue002", BLANK)
        right = html_to_markdown(answers[0])
        guessed = guess_answer(right.replace("\\", ""))
        answer = (
            guessed
            if isinstance(guessed, WordsDraft) and len(answers) == 1
            else RecallDraft(tuple(map(html_to_markdown, answers)))
        )
        yield Draft(number, ask, ask, answer, remark=remark)
