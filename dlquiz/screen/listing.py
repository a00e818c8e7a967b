"""The list of topics and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dlquiz.model import Topic
from dlquiz.screen import markdown, tables
from dlquiz.screen.ansi import bold, dim
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen

HEADINGS = ("id", "level", "kind", "title")


def show_listing(rows: Sequence[Mapping[str, Any]], topics: Mapping[str, Topic], screen: Screen) -> None:
    """Print every topic with its questions."""
    for slug in dict.fromkeys(row["topic"] for row in rows):
        mine = [row for row in rows if row["topic"] == slug]
        screen.lines(["", *topic_lines(topics[slug], len(mine), screen), *question_lines(mine, screen)])
    screen.lines([""])


def topic_lines(topic: Topic, count: int, screen: Screen) -> list[str]:
    """A topic's title, slug and what it is about."""
    counted = f"{count} question{'s' if count != 1 else ''}"
    head = f"{bold(markdown.inline(topic.title))} ({topic.slug}, {counted})"
    about = screen.filled(dim(markdown.inline(topic.about.strip())), MARGIN) if topic.about else []
    return [*screen.filled(head, MARGIN), *about, ""]


def question_lines(rows: Sequence[Mapping[str, Any]], screen: Screen) -> list[str]:
    """The questions of a topic in columns; in two lines each where columns have no room or are not heard well."""
    if screen.narrow or screen.plain:
        return [line for row in rows for line in two_lines(row, screen)]
    cells = [(row["id"], str(row["level"]), kind_text(row["kinds"]), markdown.inline(row["title"])) for row in rows]
    return tables.lines([HEADINGS, *cells], screen, MARGIN)


def two_lines(row: Mapping[str, Any], screen: Screen) -> list[str]:
    """A question's id with level and kind, its title below."""
    head = f"{row['id']} (level {row['level']}, {kind_text(row['kinds'])})"
    return [*screen.filled(head, MARGIN), *screen.filled(markdown.inline(row["title"]), MARGIN + "  ")]


def kind_text(kinds: Sequence[str]) -> str:
    """The kinds of a question's parts, as long as they leave room for its title."""
    return ", ".join(kinds) if len(kinds) <= 2 else "several"
