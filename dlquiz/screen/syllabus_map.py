"""The map of the syllabus: topics with their facts, and the questions that ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from dlquiz.model import Question
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.screen.tables import render_table
from dlquiz.syllabus import Row

Topics = Mapping[str, tuple[str, Sequence[Row]]]  # slug -> title and rows
Covering = Mapping[str, Sequence[Question]]


def show_totals(topics: Topics, covering: Covering, screen: Screen) -> None:
    """Print one line a topic: how many facts it has, and how many questions ask for them."""
    rows: list[tuple[str, str, str]] = [("topic", "facts", "questions")]
    for slug, (_, facts) in topics.items():
        questions = {one.id for row in facts for one in covering.get(row.id, ())}
        rows.append((slug, str(len(facts)), str(len(questions))))
    screen.show(["", *render_table(rows, screen, MARGIN), ""])
    screen.show([*screen.wrap_text("dlquiz syllabus TOPIC lists its facts.", MARGIN), ""])


def show_topics(topics: Topics, covering: Covering, screen: Screen) -> None:
    """Print every fact with its questions below it."""
    for slug, (title, rows) in topics.items():
        head = Text.assemble((title, "bold"), f" ({slug}, {count_noun(len(rows), 'fact')})")
        screen.show(["", *screen.wrap_text(head, MARGIN), ""])
        for row in rows:
            screen.show(screen.wrap_text(row.title, MARGIN, MARGIN + "  "))
            asked = ", ".join(f"{one.id} (level {one.level})" for one in covering.get(row.id, ()))
            screen.show(screen.wrap_text(Text(asked or "no question yet", "dim"), MARGIN + "    "))
    screen.show([""])
