"""The syllabus: the facts and problems that the banks cover, by topic, each behind what it builds on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.model import Question

FILE = Path(__file__).with_name("syllabus.yaml")


class Row(NamedTuple):
    """One fact or problem."""

    id: str
    title: str
    lines: tuple[int, ...] = ()  # of the cheat sheet; none where it is a further problem
    params: Mapping[str, Any] | None = None  # the golden case of a row with a number
    value: Any = None


def load_syllabus() -> dict[str, list[Row]]:
    """The rows of every topic."""
    import yaml  # only this verb and the tests read it

    with FILE.open(encoding="utf-8") as file:
        topics = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {slug: [make_row(name, plain) for name, plain in rows.items()] for slug, rows in topics.items()}


def make_row(name: str, plain: Mapping[str, Any]) -> Row:
    """A row from its mapping."""
    return Row(name, plain["title"], tuple(plain.get("lines", ())), plain.get("with"), plain.get("value"))


def group_by_row(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """For every row the questions that cover it, in their order."""
    covering: dict[str, list[Question]] = {}
    for question in questions:
        for row in question.covers:
            covering.setdefault(row, []).append(question)
    return covering
