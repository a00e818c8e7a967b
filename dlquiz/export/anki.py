"""The format `anki`: a package with a card a question, each holding many variants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dlquiz.export import card_html, change_dates, html
from dlquiz.export.anki_note import Note
from dlquiz.export.collection import collection
from dlquiz.export.job import Item, Job, Picture

SUFFIX = ".apkg"
VARIANTS = 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP file can hold, so that it never differs
LEVEL = 3  # of compression: half the time of the usual 6, a sixth more bytes
Record = tuple[Note, tuple[Picture, ...]]


def lacking(item: Item, job: Job) -> str:
    """Nothing: cards carry all."""
    return ""


def record(item: Item, job: Job) -> Record:
    """The note of a question, and the pictures that go with it."""
    question = item.question
    fronts, backs = zip(*map(card_html.sides, item.problems), strict=True)
    note = Note(
        id=question.id,
        title=html.line(question.title),
        topic=question.topic,
        deck=item.topic.title,
        heading=html.plain(item.topic.title),
        level=question.level,
        question=sections(fronts),
        solution=sections(backs),
        source=html.plain(question.see),
        pictures="".join(f'<img src="{escape(p.name)}" alt="{escape(p.alt)}">' for p in item.pictures),
    )
    return note, item.pictures


def sections(variants: Iterable[str]) -> str:
    """Variants for the card's script to choose from."""
    return "".join(f'<section class="variant">{one}</section>' for one in variants)


def files(records: Sequence[Record], job: Job) -> Mapping[Path, bytes]:
    """The package, and the ledger that says when each note changed."""
    notes = [note for note, _ in records]
    dates = change_dates.brought_up(change_dates.read(job.ledger), notes, job.time)
    pictures = {picture.name: picture.data for _, own in records for picture in own}
    return {job.out: package(collection(notes, dates), pictures), job.ledger: change_dates.written(dates)}


def package(database: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The ZIP file: the collection, the pictures under numbers, and their names."""
    names = dict(enumerate(sorted(pictures)))
    media = json.dumps({str(number): name for number, name in names.items()}, ensure_ascii=False)
    entries = {"collection.anki2": database, "media": media.encode()}
    entries |= {str(number): pictures[name] for number, name in names.items()}
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in entries.items():
            info = ZipInfo(name, EPOCH)
            info.create_system = 3
            archive.writestr(info, data, ZIP_DEFLATED, LEVEL)
    return made.getvalue()
