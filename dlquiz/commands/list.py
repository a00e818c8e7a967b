"""`dlquiz list`: list topics and questions with level and kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.commands.banks import open_banks
from dlquiz.errors import DlquizError
from dlquiz.language.budget import WorkBudget
from dlquiz.model import Question
from dlquiz.problem import make_problem
from dlquiz.screen.stdio import print_json

WORK = 1_000_000  # half microseconds for all questions together
WORK_PER_QUESTION = 5_000  # and for each


def run(topic: str | None, files: Sequence[Path], as_json: bool, plain: bool) -> int:
    """Print the questions of a topic, or of all."""
    bank = open_banks(files)
    ids = bank.select_ids([topic] if topic else [])
    whole = WorkBudget(WORK + WORK_PER_QUESTION * len(ids))
    rows = [question_row(bank[name], whole) for name in ids]
    if as_json:
        print_json(rows)
        return 0
    from dlquiz.screen.listing import show_listing
    from dlquiz.screen.screen import detect_screen

    show_listing(rows, bank.topics, detect_screen(plain))
    return 0


def question_row(question: Question, whole: WorkBudget) -> dict[str, object]:
    """One row of the list; a question that cannot be drawn is listed as faulty."""
    try:
        kinds = [asked.kind for asked in make_problem(question, whole=whole).parts.values()]
    except DlquizError:
        kinds = ["faulty: see dlquiz check"]
    return {
        "topic": question.topic,
        "id": question.id,
        "title": question.title,
        "level": question.level,
        "kinds": list(dict.fromkeys(kinds)),
        "parts": len(question.parts),
    }
