"""The list of topics and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from dlquiz.model import Topic
from dlquiz.screen import markdown
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.tables import render_table

HEADINGS = ("id", "level", "kind", "title")


def show_listing(rows: Sequence[Mapping[str, Any]], topics: Mapping[str, Topic], screen: Screen) -> None:
    """Print every topic with its questions."""
    for slug in dict.fromkeys(row["topic"] for row in rows):
        mine = [row for row in rows if row["topic"] == slug]
        screen.show(["", *topic_lines(topics[slug], len(mine), screen), *question_lines(mine, screen)])
    screen.show([""])


def topic_lines(topic: Topic, count: int, screen: Screen) -> list[Text]:
    """A topic's title, slug and what it is about."""
    title = Text.assemble(markdown.inline(topic.title), style="bold")
    head = Text.assemble(title, f" ({topic.slug}, {count_noun(count, 'question')})")
    about = Text.assemble(markdown.inline(topic.about.strip()), style="dim")
    return [*screen.wrap_text(head, MARGIN), *(screen.wrap_text(about, MARGIN) if about else []), Text()]


def question_lines(rows: Sequence[Mapping[str, Any]], screen: Screen) -> list[Text]:
    """The questions of a topic in columns; in two lines each where columns have no room or are not heard well."""
    if screen.narrow or screen.plain:
        return [line for row in rows for line in two_lines(row, screen)]
    cells = [(row["id"], str(row["level"]), kind_text(row["kinds"]), markdown.inline(row["title"])) for row in rows]
    return render_table([HEADINGS, *cells], screen, MARGIN)


def two_lines(row: Mapping[str, Any], screen: Screen) -> list[Text]:
    """A question's id with level and kind, its title below."""
    head = f"{row['id']} (level {row['level']}, {kind_text(row['kinds'])})"
    return [*screen.wrap_text(head, MARGIN), *screen.wrap_text(markdown.inline(row["title"]), MARGIN + "  ")]


def kind_text(kinds: Sequence[str]) -> str:
    """The kinds of a question's parts, as long as they leave room for its title."""
    return ", ".join(kinds) if len(kinds) <= 2 else "several"
