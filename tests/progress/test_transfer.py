"""Progress as JSON, and back: nothing is lost, nothing doubled, and what is no progress is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from dlquiz.errors import UsageError
from dlquiz.progress.rows import AttemptRow, Note, Sheet
from dlquiz.progress.schedule import AGAIN, GOOD, replay_grades
from dlquiz.progress.store import Store, open_store
from dlquiz.progress.transfer import export_progress, import_progress

DAY = 740_000
TODAY = DAY + 30
KEYS = count()


def keep(store: Store, question: str, day: int, grade: int | None = None, cancels: int | None = None) -> int:
    """Keep an attempt."""
    sheet = store.add_sheet(Sheet(f"{question}?", "so"))
    row = AttemptRow(
        f"k{next(KEYS)}", f"2026-11-{day - DAY + 10}T20:00:00.000000Z", day, "s", "quiz", question, "t", "answer", "d", 7, False,
        "{}", "540", "wrong", sheet=sheet, grade=grade, cancels=cancels, seconds=20.0,
    )  # fmt: skip
    return store.add_attempt(row)


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], Store]:
    names = count()
    return lambda: open_store(tmp_path / f"{next(names)}.db")


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """Progress of some evenings."""
    made = new_store()
    keep(made, "a", DAY, GOOD)
    number = keep(made, "b", DAY + 1, AGAIN)
    keep(made, "b", DAY + 1, cancels=number)
    keep(made, "a", DAY + 4, GOOD)
    made.add_note(Note("n1", "2026-11-12T20:00:00.000000Z", "note", "a", 7, "mind the bias"))
    return made


def test_there_and_back(store: Store, new_store: Callable[[], Store]) -> None:
    other = new_store()
    merged = import_progress(export_progress(store), other, TODAY)
    assert (merged.attempts, merged.notes) == (4, 1)
    assert json.loads(export_progress(other)) == json.loads(export_progress(store))
    assert set(other.read_memories()) == {"a"} and other.read_memories()["a"].reviews == 2
    assert other.read_sheet(other.read_attempts()[0].row.sheet) == Sheet("a?", "so")


def test_what_is_merged_twice_is_there_once(store: Store) -> None:
    text = export_progress(store)
    merged = import_progress(text, store, TODAY)
    assert (merged.attempts, merged.notes) == (0, 0) and export_progress(store) == text


def test_two_machines_come_together_whichever_is_first(store: Store, new_store: Callable[[], Store]) -> None:
    other, third, fourth = new_store(), new_store(), new_store()
    keep(other, "a", DAY + 2, AGAIN)
    keep(other, "c", DAY + 2, GOOD)
    for one, text in ((third, (store, other)), (fourth, (other, store))):
        for source in text:
            import_progress(export_progress(source), one, TODAY)
    left, right = ({q: m._replace(number=0) for q, m in one.read_memories().items()} for one in (third, fourth))
    assert left == right and set(left) == {"a", "c"} and left["a"].reviews == 3


def test_a_row_that_both_machines_took_back_is_taken_back_once(store: Store, new_store: Callable[[], Store]) -> None:
    other = new_store()
    import_progress(export_progress(store), other, TODAY)
    last = store.read_attempts()[0].number
    for one in (store, other):
        keep(one, "a", DAY + 4, cancels=last)
    store.write_memory("a", replay_grades(store.read_grades("a"), TODAY))
    assert import_progress(export_progress(other), store, TODAY).attempts == 0
    assert store.read_attempts()[0].taken_back and store.read_memories()["a"].reviews == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda plain: "no JSON", "it is not JSON"),
        (lambda plain: "[" * 200_000, "it is not JSON"),
        (lambda plain: json.dumps([]), "its format is missing"),
        (lambda plain: json.dumps({"format": 1}), "attempts or notes are missing"),
        (lambda plain: json.dumps({**plain, "format": 9}), "has the format 9; this dlquiz reads 1. Update dlquiz"),
        (lambda plain: json.dumps({"format": 2, "rows": []}), "has the format 2; this dlquiz reads 1. Update dlquiz"),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "drawn": "x"}]}),
            'no proper "drawn"',
        ),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "after": "[1"}]}),
            'no proper "after"',
        ),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "at": "2026-11-10T20:00:00"}]}),
            '"2026-11-10T20:00:00" is not a moment',
        ),
        (
            lambda plain: json.dumps({**plain, "notes": [{**plain["notes"][0], "at": "9999-12-31T23:30:00Z"}]}),
            "is not a moment",
        ),
        (lambda plain: json.dumps({**plain, "attempts": [1]}), "a row has no proper"),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "day": "x"}]}), 'no proper "day"'),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "day": True}]}), 'no proper "day"'),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "seed": 2**70, "key": "x"}]}),
            "too large",
        ),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "grade": 7}]}), "7 is not a grade"),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "day": 2**62}]}), "is not a day"),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "day": 3_650_000}]}), "is not a day"),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "at": "once"}]}),
            '"once" is not a moment',
        ),
        (lambda plain: json.dumps({**plain, "notes": [{**plain["notes"][0], "at": "once"}]}), '"once" is not a moment'),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "cancels": "gone"}]}),
            "is not there",
        ),
        (lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "seconds": 1e308}]}), "seconds"),
        (
            lambda plain: json.dumps({**plain, "attempts": [{**plain["attempts"][0], "key": "x", "typed": "\ud800"}]}),
            "surrogate",
        ),
    ],
)
def test_what_is_not_progress_is_told_and_changes_nothing(
    store: Store, change: Callable[[dict[str, object]], str], says: str
) -> None:
    before = export_progress(store)
    with pytest.raises(UsageError, match=says):
        import_progress(change(json.loads(before)), store, TODAY)
    assert export_progress(store) == before


def test_reset_leaves_a_copy(store: Store, tmp_path: Path) -> None:
    before = export_progress(store)
    store.reset(tmp_path / "copy.db")
    assert store.read_all_attempts() == [] and store.read_memories() == {} and store.read_notes() == []
    assert export_progress(open_store(tmp_path / "copy.db")) == before
