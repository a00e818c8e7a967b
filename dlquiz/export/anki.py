"""The format `anki`: a package with one card per question; each card holds many variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dlquiz.export import card_html, change_dates, html
from dlquiz.export.anki_note import Note
from dlquiz.export.collection import write_collection
from dlquiz.export.job import Item, Job, describe_no_gap

SUFFIX = ".apkg"
VARIANTS = 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP file can hold, so that it never differs
LEVEL = 3  # of compression: half the time of the usual 6, a sixth more bytes
MEDIA = "{}"  # names of files beside the collection: pictures stand in the cards
describe_gap = describe_no_gap


def make_record(item: Item, job: Job) -> Note:
    """The note of a question."""
    question = item.question
    fronts, backs = zip(*map(card_html.write_sides, item.problems), strict=True)
    return Note(
        id=question.id,
        title=html.line_to_html(question.title),
        topic=question.topic,
        deck=item.topic.title,
        heading=html.plain_to_html(item.topic.title),
        level=question.level,
        question=wrap_variants(fronts),
        solution=wrap_variants(backs),
        source=html.plain_to_html(question.see),
    )


def wrap_variants(variants: Iterable[str]) -> str:
    """HTML of the variants; the card's script shows one of them."""
    return "".join(f'<section class="variant">{one}</section>' for one in variants)


def make_files(records: Sequence[Note], job: Job) -> Mapping[Path, bytes]:
    """The package; when its notes last changed is recorded before."""
    dates = change_dates.record_notes(job.change_dates, records, job.time)
    return {job.out: write_package(write_collection(records, dates))}


def write_package(database: bytes) -> bytes:
    """The ZIP file: the collection, and the table of files beside it."""
    entries = {"collection.anki2": database, "media": MEDIA.encode()}
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in entries.items():
            info = ZipInfo(name, EPOCH)
            info.create_system = 3
            archive.writestr(info, data, ZIP_DEFLATED, LEVEL)
    return made.getvalue()
