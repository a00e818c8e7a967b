"""What grades say about remembering, pinned by one trace; and days that no clock can bend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dlquiz.errors import UsageError
from dlquiz.progress.days import format_stamp, parse_date, parse_stamp, study_day
from dlquiz.progress.rows import Graded, Memory
from dlquiz.progress.schedule import (
    AGAIN,
    GOOD,
    HARD,
    LONGEST,
    bring_back,
    load_scheduler,
    predict_recall,
    replay_grades,
    to_card,
    usual_time,
)

DAY = date(2026, 11, 1).toordinal()
TRACE = [  # days since the first and grade; stability, difficulty and the days until due after it
    ((0, GOOD), (2.3065, 2.1181, 2)),
    ((2, GOOD), (10.9643, 2.1112, 11)),
    ((12, HARD), (30.7909, 4.7483, 31)),
    ((12, GOOD), (30.7909, 4.7388, 31)),  # the same day again
    ((30, AGAIN), (2.2346, 8.2559, 2)),
    ((31, GOOD), (3.7822, 8.2429, 4)),
    ((35, GOOD), (8.4662, 8.2299, 8)),
]
GRADES = [Graded(DAY + day, grade, 30.0, day) for (day, grade), _ in TRACE]
BERLIN = ZoneInfo("Europe/Berlin")


def replay(grades: Iterable[Graded]) -> Memory | None:
    """What is remembered long after all of these grades."""
    return replay_grades(grades, DAY + 1000)


@pytest.mark.parametrize("count", range(1, len(TRACE) + 1))
def test_the_trace_of_grades_is_that_of_fsrs(count: int) -> None:
    memory = replay(GRADES[:count])
    assert memory is not None
    assert (round(memory.stability, 4), round(memory.difficulty, 4), memory.due - memory.last) == TRACE[count - 1][1]


def test_reviews_and_lapses_are_counted() -> None:
    memory = replay(GRADES)
    assert memory is not None and (memory.reviews, memory.lapses, memory.number) == (7, 1, 35)
    assert replay([]) is None


def test_recall_falls_from_one_to_the_retention_at_the_day_it_is_due() -> None:
    memory = replay(GRADES)
    assert memory is not None
    recalls = [predict_recall(memory, day) for day in range(memory.last, memory.last + 60)]
    assert recalls[0] == 1.0 and recalls == sorted(recalls, reverse=True)
    assert recalls[memory.due - memory.last] == pytest.approx(0.9, abs=0.01)


def test_the_forgetting_curve_is_that_of_the_package() -> None:
    memory = replay(GRADES)
    assert memory is not None
    for day in range(memory.last - 3, memory.last + 400, 7):
        moment = datetime.fromordinal(day).replace(tzinfo=UTC)
        theirs = load_scheduler().get_card_retrievability(to_card(memory, day), moment)
        assert predict_recall(memory, day) == pytest.approx(theirs, rel=1e-12)


def test_a_clock_that_was_moved_back_changes_no_earlier_day() -> None:
    moved = [GRADES[0], Graded(DAY - 300, GOOD, 30.0, 2)]
    memory = replay(moved)
    assert memory is not None and memory.last == DAY and memory.reviews == 2


def test_a_clock_that_was_in_the_future_is_forgotten_with_the_next_review() -> None:
    ahead = Graded(DAY + 3000, GOOD, 30.0, 2)
    memory = replay_grades([GRADES[0], ahead], DAY + 3000)  # written while the clock was wrong
    assert memory is not None and memory.last == DAY + 3000
    back = bring_back(memory, DAY + 5)
    assert back.due == DAY + 5 and 0.8 < predict_recall(back, DAY + 5) < 0.95
    assert bring_back(back, DAY + 5) == back
    mended = replay_grades([GRADES[0], Graded(DAY + 5, GOOD, 30.0, 3), ahead], DAY + 5)
    assert mended is not None and mended.last == DAY + 5 and mended.reviews == 3


def test_a_journey_westwards_is_not_a_wrong_clock() -> None:
    memory = replay([Graded(DAY + 1, GOOD, 30.0, 1)])  # in Tokyo, where it was tomorrow already
    assert memory is not None
    at_home = bring_back(memory, DAY)
    assert (at_home.last, at_home.due) == (DAY, memory.due)


def test_usual_times_are_medians_of_the_last_five_and_bounded() -> None:
    times = [9000.0, 500.0, 10.0, 20.0, 30.0, 40.0]
    memory = replay(Graded(DAY + at, GOOD, seconds, at) for at, seconds in enumerate(times))
    assert memory is not None and memory.seconds == 30.0
    away = replay([Graded(DAY, GOOD, 9000.0, 1)])
    assert away is not None and away.seconds == LONGEST
    assert usual_time([1.0, 2.0]) == 2.0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-28T20:00:00+00:00", "2026-11-28"),
        ("2026-11-29T02:59:00+00:00", "2026-11-28"),  # 3:59 in Berlin
        ("2026-11-29T03:00:00+00:00", "2026-11-29"),
        ("2026-03-29T01:30:00+00:00", "2026-03-28"),  # 3:30 in Berlin, in the hour after the change
        ("2026-10-25T02:59:00+00:00", "2026-10-25"),  # 3:59 in Berlin: four hours ago it was 0:59, in summer time
        ("2026-10-24T21:59:00+00:00", "2026-10-24"),
    ],
)
def test_a_day_ends_at_four_in_the_morning(moment: str, day: str) -> None:
    assert study_day(datetime.fromisoformat(moment), BERLIN).isoformat() == day


def test_no_hour_of_a_year_belongs_to_an_earlier_day_than_the_hour_before() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    days = [study_day(start + timedelta(hours=hour), BERLIN) for hour in range(366 * 24)]
    assert days == sorted(days) and len(set(days)) in (366, 367)
    assert {b - a for a, b in pairwise(days)} == {timedelta(0), timedelta(1)}


def test_stamps_are_utc_and_sort_as_time_does() -> None:
    moment = datetime(2026, 11, 28, 21, 0, tzinfo=BERLIN)
    assert format_stamp(moment) == "2026-11-28T20:00:00.000000Z"
    assert parse_stamp(format_stamp(moment)) == moment


@pytest.mark.parametrize("text", ["tomorrow", "10.12.2026", "2026-13-01", ""])
def test_what_is_not_a_date_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date; write year-month-day"):
        parse_date(text)
