"""`dlquiz list`: list topics and questions with level and kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.commands.banks import open_banks
from dlquiz.errors import DlquizError
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.model import Question
from dlquiz.problem import make_problem
from dlquiz.screen.stdio import print_json

WORK = 1_000_000  # half microseconds for all questions of a bank together
TOO_LONG = "takes too long to tell"  # the kinds of a bank's further questions


def run(topic: str | None, files: Sequence[Path], as_json: bool, plain: bool) -> int:
    """Print the questions of a topic, or of all."""
    bank = open_banks(files)
    ids = bank.select_ids([topic] if topic else [])
    budgets: dict[str, WorkBudget] = {}
    rows = [question_row(bank[name], budgets) for name in ids]
    if as_json:
        print_json(rows)
        return 0
    from dlquiz.screen.listing import show_listing
    from dlquiz.screen.screen import detect_screen

    show_listing(rows, bank.topics, detect_screen(plain))
    return 0


def question_row(question: Question, budgets: dict[str, WorkBudget]) -> dict[str, object]:
    """One row of the list; a question that cannot be drawn is listed as faulty."""
    whole = budgets.setdefault(question.file, WorkBudget(WORK))
    try:
        kinds = [asked.kind for asked in make_problem(question, whole=whole).parts.values()]
    except BudgetExceeded:
        kinds = [TOO_LONG]
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
