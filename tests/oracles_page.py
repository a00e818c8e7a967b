"""The page docs/oracles.md, written from tests/oracles and the banks: `python -m tests.oracles_page` renews it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dlquiz import kinds
from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.problem import make_problem
from tests import oracles

PAGE = Path(__file__).parents[1] / "docs" / "oracles.md"
HEAD = """\
# Oracles

Every answer below is computed a second time, from the drawn numbers alone, by code that calls nothing of dlquiz: PyTorch,
NumPy, SciPy, scikit-learn or plain loops, in `tests/oracles/`. `make proof` compares the two for 200 seeds of each
question; a formula is compared at three places for each. Where the method is not the plain computation anew, the table
names it: automatic differentiation, difference quotients, bisection, trying all sizes, following pixels back. Every
question with a computed answer has an oracle, and a test holds that; questions without one are not listed.

This page is written by `python -m tests.oracles_page`.
"""


def find_oracles() -> dict[str, tuple[str, Callable[..., Any]]]:
    """The oracle of each question, and the file that it stands in."""
    found = {}
    for module in pkgutil.iter_modules(oracles.__path__):
        loaded = importlib.import_module(f"tests.oracles.{module.name}")
        found |= {id: (f"{module.name}.py", oracle) for id, oracle in loaded.ORACLES.items()}
    return found


def write_page() -> str:
    """The whole page."""
    bank, found = load_questions(), find_oracles()
    return "\n".join([HEAD, *(line for topic in bank.topics for line in write_chapter(topic, bank, found))])


def write_chapter(topic: str, bank: QuestionSet, found: dict[str, tuple[str, Callable[..., Any]]]) -> Iterator[str]:
    """The lines of one topic."""
    rows = []
    for id in bank.select_ids([topic]):
        if id in found:
            file, oracle = found[id]
            method = (oracle.__doc__ or "computed anew").strip().split("\n")[0].rstrip(".")
            rows.append(f"| `{id}` | {method} | `{file}` |")
    if rows:
        yield f"## {topic}\n"
        yield "| question | held against | in |\n|---|---|---|"
        yield from rows
        yield ""


def list_lacking() -> list[str]:
    """The questions with a computed answer that have no oracle."""
    bank, found = load_questions(), find_oracles()
    return [id for id in bank.ids if id not in found and is_computed(bank, id)]


def is_computed(bank: QuestionSet, id: str) -> bool:
    """Whether an answer of the question is a computed quantity."""
    return any(kinds.kind(asked.kind).is_quantity for asked in make_problem(bank[id], 0).parts.values())


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
