"""A bank with a question of every kind, exported as a learner would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.export import linear
from dlquiz.export import driver
from dlquiz.export.job import Job, load_format
from dlquiz.export.work import Work

KINDS = Path(__file__).with_name("kinds.yaml")
NOON = 1_770_000_000
Export = Callable[..., Path]


def bank_of(text: str) -> QuestionSet:
    """The bank of a YAML text."""
    return QuestionSet([("kinds.yaml", compile_text(text, "kinds.yaml"))])


@pytest.fixture
def kinds() -> str:
    """The text of the bank."""
    return KINDS.read_text(encoding="utf-8")


@pytest.fixture
def export(tmp_path: Path, kinds: str) -> Export:
    """Export a bank; the change dates stay, as they do between a learner's exports."""

    def made(
        format: str, text: str = kinds, variants: int = 3, time: int = NOON, plain: bool = False, name: str = ""
    ) -> Path:
        place = driver.find_format(format, plain)
        loaded = load_format(place)
        job = Job(tmp_path / f"out{loaded.SUFFIX}", time, tmp_path / "change-dates.sqlite3", linear)
        bank = bank_of(text)
        gathered = driver.gather_records(Work(bank, place, range(variants), job), bank.ids, lambda done, total: None)
        assert not gathered.gaps
        driver.write_export(loaded, gathered, job)
        return job.out

    return made
