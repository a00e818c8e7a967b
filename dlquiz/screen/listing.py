"""The lists: topics with their questions, and the syllabus with its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from dlquiz.model import Question, Topic
from dlquiz.screen import markdown
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import render_table
from dlquiz.syllabus import Row

HEADINGS = ("id", "level", "kind", "title")
Titled = Mapping[str, tuple[str, Sequence[Row]]]  # slug of a topic: its title and facts
Recalls = Mapping[str, float]  # of practised questions, how likely they are answered right today
Covering = Mapping[str, Sequence[Question]]


def show_listing(rows: Sequence[Mapping[str, Any]], topics: Mapping[str, Topic], screen: Screen) -> None:
    """Print every topic with its questions."""
    for slug in dict.fromkeys(row["topic"] for row in rows):
        mine = [row for row in rows if row["topic"] == slug]
        screen.show(["", *render_topic(topics[slug], len(mine), screen), *render_questions(mine, screen)])
    screen.show([""])


def render_topic(topic: Topic, count: int, screen: Screen) -> list[Text]:
    """A topic's title, slug and what it is about."""
    title = Text.assemble(markdown.render_inline(topic.title), style="bold")
    head = Text.assemble(title, f" ({topic.slug}, {count_noun(count, 'question')})")
    about = Text.assemble(markdown.render_inline(topic.about.strip()), style="dim")
    return [*screen.wrap_text(head, MARGIN), *(screen.wrap_text(about, MARGIN) if about else []), Text()]


def render_questions(rows: Sequence[Mapping[str, Any]], screen: Screen) -> list[Text]:
    """The questions of a topic in columns; in two lines each where columns have no room or are not heard well."""
    if screen.narrow or screen.plain:
        return [line for row in rows for line in render_two_lines(row, screen)]
    return render_table([HEADINGS, *map(make_cells, rows)], screen, MARGIN)


def make_cells(row: Mapping[str, Any]) -> Sequence[str | Text]:
    """A question in columns."""
    return row["id"], str(row["level"]), format_kinds(row["kinds"]), markdown.render_inline(row["title"])


def render_two_lines(row: Mapping[str, Any], screen: Screen) -> list[Text]:
    """A question's id with level and kind, its title below."""
    head = f"{row['id']} (level {row['level']}, {format_kinds(row['kinds'])})"
    return [*screen.wrap_text(head, MARGIN), *screen.wrap_text(markdown.render_inline(row["title"]), MARGIN + "  ")]


def format_kinds(kinds: Sequence[str]) -> str:
    """The kinds of a question's parts, as long as they leave room for its title."""
    return ", ".join(kinds) if len(kinds) <= 2 else "several"


# the syllabus


def show_fact_counts(topics: Titled, covering: Covering, recalls: Recalls, screen: Screen) -> None:
    """Print one line a topic: its facts, the questions that ask for them, and how well practised facts are known."""
    known = ("practised", "known") if recalls else ()
    rows: list[tuple[str, ...]] = [("topic", "facts", "questions", *known)]
    for slug, (_, facts) in topics.items():
        questions = {one.id for row in facts for one in covering.get(row.id, ())}
        found = [recall for row in facts if (recall := recall_fact(covering.get(row.id, ()), recalls)) is not None]
        cells = (str(len(found)), format_share(sum(found) / len(found)) if found else "") if recalls else ()
        rows.append((slug, str(len(facts)), str(len(questions)), *cells))
    screen.show(["", *render_table(rows, screen, MARGIN), ""])
    screen.show([*screen.wrap_text("dlquiz syllabus TOPIC lists its facts.", MARGIN), ""])


def recall_fact(questions: Sequence[Question], recalls: Recalls) -> float | None:
    """How well a fact is known: the mean over those of its questions that were practised; None where none was."""
    found = [recalls[one.id] for one in questions if one.id in recalls]
    return sum(found) / len(found) if found else None


def format_share(share: float) -> str:
    """`82 %`."""
    return f"{round(100 * share)} %"


def describe_knowledge(questions: Sequence[Question], recalls: Recalls) -> str:
    """`known 82 % (2 of 3 practised)`, empty where nothing was practised."""
    recall = recall_fact(questions, recalls)
    if recall is None:
        return ""
    practised = sum(one.id in recalls for one in questions)
    return f"known {format_share(recall)} ({practised} of {len(questions)} practised)"


def show_facts(topics: Titled, covering: Covering, recalls: Recalls, screen: Screen) -> None:
    """Print every fact with its questions below it, and how well it is known."""
    for slug, (title, rows) in topics.items():
        head = Text.assemble((title, "bold"), f" ({slug}, {count_noun(len(rows), 'fact')})")
        screen.show(["", *screen.wrap_text(head, MARGIN), ""])
        for row in rows:
            screen.show(screen.wrap_text(row.title, MARGIN, MARGIN + "  "))
            questions = covering.get(row.id, ())
            asked = ", ".join(f"{one.id} (level {one.level})" for one in questions)
            screen.show(screen.wrap_text(Text(asked or "no question yet", "dim"), MARGIN + "    "))
            known = describe_knowledge(questions, recalls)
            if known:
                screen.show(screen.wrap_text(Text(known, "dim"), MARGIN + "    "))
    screen.show([""])
