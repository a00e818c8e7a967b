"""The page docs/syllabus.md, written from dlquiz/syllabus.yaml and the banks: `python -m tests.syllabus_page` renews it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dlquiz.bank.question_set import load_questions
from dlquiz.commands.syllabus import sort_topics
from dlquiz.model import Question
from dlquiz.syllabus import Row, group_by_row, load_syllabus

PAGE = Path(__file__).parents[1] / "docs" / "syllabus.md"
HEAD = """\
# The syllabus

What the shipped banks cover. The facts with a line stand on the exam cheat sheet that dlquiz began with; the others are
further problems that an exam of this scope asks. Where the cheat sheet errs, the question teaches what holds and its
remark says so.

This page is written by `python -m tests.syllabus_page` from `dlquiz/syllabus.yaml` and the `covers` of the questions;
`dlquiz syllabus` shows the same.
"""


def write_page() -> str:
    """The whole page."""
    bank = load_questions()
    covering = group_by_row(bank)
    chapters = sort_topics(load_syllabus(), bank.topics).items()
    return "\n".join([HEAD, *(line for slug, rows in chapters for line in write_chapter(slug, rows, covering))])


def write_chapter(slug: str, rows: list[Row], covering: dict[str, list[Question]]) -> Iterator[str]:
    """The lines of one topic."""
    yield f"## {slug}\n"
    yield "| fact | line | questions |\n|---|---|---|"
    for row in rows:
        asked = ", ".join(f"`{one.id}`" for one in covering.get(row.id, ())) or "none yet"
        yield f"| {row.title} | {', '.join(map(str, row.lines)) or '–'} | {asked} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
