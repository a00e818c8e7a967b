"""Grades, and what they say about remembering: FSRS, of the package `fsrs`, on the learner's days.

FSRS counts whole days, so it is given days of the learner as midnights in UTC: neither the hour of the evening nor
the change to daylight-saving time makes a day longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from dlquiz.progress.rows import Graded, Memory

if TYPE_CHECKING:  # FSRS is imported with the first grade
    from fsrs import Card, Scheduler

    from dlquiz.session import PartAttempt, QuestionAttempt

AGAIN, HARD, GOOD = 1, 2, 3
RETENTION = 0.9
USUAL = 5  # the last times of a question, whose median it usually takes
LONGEST = 1800.0  # seconds that count: nobody thinks for longer


def grade_question(attempt: QuestionAttempt) -> int:
    """The grade of a question that is done: that of its worst part."""
    return min(map(grade_part, attempt.part_attempts))


def grade_part(attempt: PartAttempt) -> int:
    """Again where the answer was wrong at first, shown or left; Hard with help or after a close answer; else Good."""
    first = attempt.first
    if attempt.end in ("shown", "skipped") or not attempt.attempts or (first is not None and first.verdict == "wrong"):
        return AGAIN
    helped = attempt.hints or attempt.helped
    return HARD if helped or any(one.verdict in ("close", "follows") for one in attempt.attempts) else GOOD


def grade_row(verdict: str, hints: int) -> int:
    """What one kept row says of its question."""
    if verdict in ("wrong", "shown", "skipped"):
        return AGAIN
    return HARD if hints or verdict in ("close", "follows") else GOOD


@cache
def load_scheduler() -> Scheduler:
    """The scheduler; importing it takes longer than anything it does."""
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def to_moment(day: int) -> datetime:
    """A day as FSRS is given it."""
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def to_card(memory: Memory | None, day: int) -> Card:
    """A memory as FSRS knows it; that of a new question on a day where there is none."""
    from fsrs import Card, State

    if memory is None:
        return Card(card_id=0, due=to_moment(day))
    last = to_moment(memory.last)
    return Card(0, State.Review, None, memory.stability, memory.difficulty, to_moment(memory.due), last)


def review(memory: Memory | None, graded: Graded) -> Memory:
    """What is remembered after a grade.  A day before the last one, of a clock that was moved, counts as the last."""
    from fsrs import Rating

    day = max(graded.day, memory.last) if memory else graded.day
    card, _ = load_scheduler().review_card(to_card(memory, day), Rating(graded.grade), to_moment(day))
    reviews, lapses = (memory.reviews, memory.lapses) if memory else (0, 0)
    lapsed = memory is not None and graded.grade == AGAIN
    return Memory(
        stability=float(card.stability or 0.0),
        difficulty=float(card.difficulty or 0.0),
        last=day,
        due=card.due.toordinal(),
        reviews=reviews + 1,
        lapses=lapses + lapsed,
        seconds=min(graded.seconds, LONGEST),
        number=graded.number,
    )


def replay_grades(grades: Iterable[Graded], today: int) -> Memory | None:
    """What is remembered after all grades of a question, in the order of time; none of them can be later than today."""
    memory: Memory | None = None
    times: list[float] = []
    for graded in grades:
        memory = review(memory, graded._replace(day=min(graded.day, today)))
        times.append(memory.seconds)
    return memory._replace(seconds=usual_time(times[-USUAL:])) if memory else None


def usual_time(times: Sequence[float]) -> float:
    """The median of these times."""
    return sorted(times)[len(times) // 2]


def predict_recall(memory: Memory, day: int) -> float:
    """The probability that a question is answered right on a day, if it is not practised before.

    The forgetting curve of FSRS, as `Scheduler.get_card_retrievability` has it, without a card and two moments for each
    of the thousands of values that a choice needs.
    """
    factor, decay = forgetting_curve()
    return float((1 + factor * max(0, day - memory.last) / memory.stability) ** decay)


def bring_back(memory: Memory, today: int) -> Memory:
    """A memory that a wrong clock has put into the future counts as due; any other stays as it is.

    What was practised tomorrow was practised today, before a journey westwards.
    """
    if memory.last == today + 1:
        return memory._replace(last=today)
    return memory._replace(last=today - max(1, memory.due - memory.last), due=today) if memory.last > today else memory


@cache
def forgetting_curve() -> tuple[float, float]:
    """Factor and exponent of the curve: after as many days as the stability says, nine in ten are remembered."""
    decay: float = -load_scheduler().parameters[20]
    return 0.9 ** (1 / decay) - 1, decay
