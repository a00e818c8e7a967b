"""`dlquiz syllabus`: the facts of each topic, with the questions that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dlquiz.commands.banks import open_banks
from dlquiz.errors import NotFound, did_you_mean
from dlquiz.model import Question, Topic
from dlquiz.progress.candidates import order_topics
from dlquiz.progress.days import read_clock, study_day
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen.stdio import print_json
from dlquiz.syllabus import Row, group_by_row, load_syllabus


def run(
    topic: str | None,
    files: Sequence[Path],
    as_json: bool,
    plain: bool,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Print the map of a topic, or of all."""
    syllabus = load_syllabus()
    if topic is not None and topic not in syllabus:
        known = did_you_mean(topic, syllabus) or "; `dlquiz syllabus` shows all topics."
        raise NotFound(f'The syllabus has no topic "{topic}"{known}')
    bank = open_banks(files)
    covering = group_by_row(bank)
    recalls = read_recalls(study_day(clock()))
    chosen = sort_topics(syllabus, bank.topics) if topic is None else {topic: syllabus[topic]}
    if as_json:
        print_json([topic_to_json(slug, rows, covering, recalls) for slug, rows in chosen.items()])
        return 0
    from dlquiz.screen.listing import show_fact_counts, show_facts
    from dlquiz.screen.screen import detect_screen

    screen = detect_screen(plain)
    titles = {slug: known.title for slug, known in bank.topics.items()}
    if topic is None:
        show_fact_counts(
            {slug: (titles.get(slug, slug), rows) for slug, rows in chosen.items()}, covering, recalls, screen
        )
    else:
        show_facts({topic: (titles.get(topic, topic), syllabus[topic])}, covering, recalls, screen)
    return 0


def sort_topics(syllabus: Mapping[str, list[Row]], topics: Mapping[str, Topic]) -> dict[str, list[Row]]:
    """The syllabus in the order in which `dlquiz quiz --path` asks; topics without a bank come last."""
    ordered = [slug for slug in order_topics(topics) if slug in syllabus]
    return {slug: syllabus[slug] for slug in (*ordered, *(one for one in syllabus if one not in topics))}


def read_recalls(today: date) -> dict[str, float]:
    """How likely each practised question is answered right today; none where nothing is kept."""
    path = progress_path()
    if not path.exists():
        return {}
    from dlquiz.progress.schedule import predict_recall

    memories = open_store(path).read_memories()
    return {name: predict_recall(memory, today.toordinal()) for name, memory in memories.items()}


def topic_to_json(
    slug: str, rows: Sequence[Row], covering: Mapping[str, Sequence[Question]], recalls: Mapping[str, float]
) -> dict[str, Any]:
    """A topic with its rows; each names the questions that cover it, and how well the practised ones are known."""
    facts = [
        {
            "id": row.id,
            "title": row.title,
            "lines": list(row.lines),
            "questions": [one.id for one in covering.get(row.id, ())],
            "known": {one.id: round(recalls[one.id], 4) for one in covering.get(row.id, ()) if one.id in recalls},
        }
        for row in rows
    ]
    return {"topic": slug, "facts": facts}
