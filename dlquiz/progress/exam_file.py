"""An exam under way, kept in the data directory after every answer, so that it goes on when it was killed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from dlquiz.bank.question_set import data_folder
from dlquiz.files import write_file
from dlquiz.session.exam import ExamState
from dlquiz.session.plan import Planned

VERSION = 1
LAST_MOMENT = 1e10  # seconds since 1970; a clock goes no further


def exam_path() -> Path:
    """The file of the exam under way, in the data directory."""
    return data_folder() / "exam.json"


def save_exam(path: Path, exam: ExamState) -> None:
    """Keep an exam; UsageError where that is impossible."""
    data = {"version": VERSION, **exam._asdict(), "planned": [list(one) for one in exam.planned]}
    write_file(path, json.dumps(data).encode(), 0o600)


def load_exam(path: Path) -> ExamState | None:
    """The exam that was left; None where there is none, or the file cannot be understood."""
    try:
        data: Any = json.loads(path.read_bytes())
        planned = tuple(
            Planned(str(id), int(seed), bool(again), bool(pinned)) for id, seed, again, pinned in data["planned"]
        )
        typed = {str(name): str(text) for name, text in dict(data["typed"]).items()}
        seed, minutes, at = (int(data[name]) for name in ("seed", "minutes", "at"))
        started, handed_in = float(data["started"]), float(data.get("handed_in", 0.0))
        if data["version"] != VERSION or not planned or at < 0:
            return None
        if not 0 <= started < LAST_MOMENT or not 0 <= handed_in < LAST_MOMENT or not 0 < minutes < LAST_MOMENT:
            return None
        return ExamState(seed, minutes, started, planned, typed, at, handed_in)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def forget_exam(path: Path) -> None:
    """Take the kept exam away, once it was handed in or given up."""
    with suppress(OSError):
        path.unlink()
