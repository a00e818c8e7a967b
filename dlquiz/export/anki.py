"""The format `anki`: a package with one card per question; each card holds many variants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dlquiz.export import card_html, change_dates, html
from dlquiz.export.anki_note import Note
from dlquiz.export.collection import write_collection
from dlquiz.export.job import Item, Job, Picture

SUFFIX = ".apkg"
VARIANTS = 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP file can hold, so that it never differs
LEVEL = 3  # of compression: half the time of the usual 6, a sixth more bytes
Record = tuple[Note, tuple[Picture, ...]]


def describe_gap(item: Item, job: Job) -> str:
    """Nothing: a card can carry everything."""
    return ""


def make_record(item: Item, job: Job) -> Record:
    """The note of a question, and its pictures."""
    question = item.question
    fronts, backs = zip(*map(card_html.write_sides, item.problems), strict=True)
    note = Note(
        id=question.id,
        title=html.line_to_html(question.title),
        topic=question.topic,
        deck=item.topic.title,
        heading=html.plain_to_html(item.topic.title),
        level=question.level,
        question=wrap_variants(fronts),
        solution=wrap_variants(backs),
        source=html.plain_to_html(question.see),
        pictures="".join(f'<img src="{escape(p.name)}" alt="{escape(p.alt)}">' for p in item.pictures),
    )
    return note, item.pictures


def wrap_variants(variants: Iterable[str]) -> str:
    """HTML of the variants; the card's script shows one of them."""
    return "".join(f'<section class="variant">{one}</section>' for one in variants)


def make_files(records: Sequence[Record], job: Job) -> Mapping[Path, bytes]:
    """The package; when its notes last changed is recorded before."""
    notes = [note for note, _ in records]
    dates = change_dates.record_notes(job.change_dates, notes, job.time)
    pictures = {picture.name: picture.data for _, own in records for picture in own}
    return {job.out: write_package(write_collection(notes, dates), pictures)}


def write_package(database: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The ZIP file: the collection, the pictures under numbers, and a table of their names."""
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
