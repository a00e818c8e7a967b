"""What comes next, chosen from a store of 100,000 attempts, in multiples of `python -c pass`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.timing import median, time_call, time_process
from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.progress.candidates import read_standing
from dlquiz.progress.choice import Limits
from dlquiz.progress.rows import AttemptRow, Sheet
from dlquiz.progress.schedule import AGAIN, GOOD, replay_grades
from dlquiz.progress.settings import Settings
from dlquiz.progress.store import Store, open_store
from dlquiz.streams import Stream

ROUNDS = 11
ATTEMPTS = 100_000
TODAY = date(2026, 11, 28)
EXAM = Settings(exam_date=TODAY + timedelta(days=17))
ONE = Limits(1, 1)
COLD = """
from datetime import date
from pathlib import Path
from dlquiz.bank.question_set import load_questions
from dlquiz.progress.candidates import read_standing
from dlquiz.progress.choice import Limits
from dlquiz.progress.settings import Settings
from dlquiz.progress.store import open_store
bank, store = load_questions(), open_store(Path({path!r}))
settings = Settings(exam_date=date(2026, 12, 15))
read_standing(store, bank, bank.ids, settings, date(2026, 11, 28)).choose(Limits(1, 1))
"""


def run(rounds: int = ROUNDS) -> None:
    """Print the multiples."""
    bank = load_questions()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "progress.db"
        store = open_store(path)
        fill_store(store, bank)
        environment = {**os.environ, "DLQUIZ_HOME": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        code = COLD.format(path=str(path))
        time_process(["-c", code], environment)  # compiles Python and banks
        choose_next(store, bank)  # imports FSRS
        nothing, cold, warm, stats = [], [], [], []
        for _ in range(rounds):
            nothing.append(time_process(["-c", "pass"], environment))
            cold.append(time_process(["-c", code], environment))
            warm.append(time_call(lambda: choose_next(store, bank)))
            stats.append(time_process(["-m", "dlquiz", "stats"], environment))
        unit = median(nothing)
        print(f"a store of {ATTEMPTS:,} attempts ({path.stat().st_size / 1e6:.0f} MB), in multiples of python -c pass:")
        rows = (
            ("next question, FSRS imported", warm),
            ("next question, a new process", cold),
            ("dlquiz stats", stats),
        )
        for name, times in rows:
            print(f"  {name:<32}{median(times) / unit:5.1f} ×   {median(times) * 1e3:6.0f} ms")


def choose_next(store: Store, bank: QuestionSet) -> None:
    """Choose one question for today."""
    assert read_standing(store, bank, bank.ids, EXAM, TODAY).choose(ONE)


def fill_store(store: Store, bank: QuestionSet) -> None:
    """Attempts at all questions, spread over the last two years."""
    with store.transaction():
        sheet = store.add_sheet(Sheet("A question.\n" * 20, "A solution.\n" * 40))
        for row in make_rows(bank, sheet):
            store.add_attempt(row)
        for name in bank.ids:
            store.write_memory(name, replay_grades(store.read_grades(name), TODAY.toordinal()))


def make_rows(bank: QuestionSet, sheet: int) -> Iterator[AttemptRow]:
    """The attempts; every third has a grade."""
    stream, ids = Stream(1, "attempts"), bank.ids
    for number in range(ATTEMPTS):
        name = ids[number % len(ids)]
        day = TODAY.toordinal() - 730 + number * 729 // ATTEMPTS
        right = stream.draw_below(4) > 0
        yield AttemptRow(
            key=f"{number:016x}",
            at=f"{date.fromordinal(day)}T20:00:00.{number:06}Z",
            day=day,
            sitting=f"s{number // 40}",
            verb="review",
            question=name,
            topic=bank.topic_of(name),
            part="answer",
            digest="0" * 16,
            seed=number % 10_000,
            pinned=False,
            drawn='{"k": 3, "c_in": 16}',
            typed=str(stream.draw_below(1000)),
            verdict="right" if right else "wrong",
            slip="" if right else "forgotten-term",
            step="" if right else "total",
            trains="" if right else "update-step",
            seconds=20.0 + stream.draw_below(80),
            sheet=sheet,
            version="0",
            grade=(GOOD if right else AGAIN) if number // len(ids) % 3 == 0 else None,
            before="" if number < len(ids) else "{}",
            after="{}",
        )
