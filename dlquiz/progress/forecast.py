"""Where the learner stands, what the days until the exam hold, and what that promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dlquiz.progress.choice import Candidate, Limits, Outlook, choose_questions
from dlquiz.progress.rows import Graded
from dlquiz.progress.schedule import AGAIN, GOOD, predict_recall, review
from dlquiz.streams import Stream


class DayPlan(NamedTuple):
    """What a day holds."""

    day: int
    reviews: int
    new: int
    seconds: float


class Forecast(NamedTuple):
    """The days until the exam, and the share right on its day: after them, and without any further practice."""

    days: tuple[DayPlan, ...]
    promised: float
    left: float


def predict_share(candidates: Sequence[Candidate], outlook: Outlook, day: int) -> float:
    """The share of these questions that is answered right on a day without further practice."""
    recalls = [outlook.right_at_first if one.memory is None else predict_recall(one.memory, day) for one in candidates]
    return sum(recalls) / len(recalls) if recalls else 0.0


def forecast_days(
    candidates: Sequence[Candidate], outlook: Outlook, today: Limits, limits: Limits, exam: int
) -> Forecast:
    """Play the days before the exam once, with answers drawn as they are predicted; the same every time.

    `today` is what is left of today's limits.
    """
    known = {one.question: one for one in candidates}
    days = []
    for day in range(outlook.today, exam):
        allowed = today if day == outlook.today else limits
        now = outlook._replace(today=day)
        chosen = choose_questions(list(known.values()), now, allowed, {})
        days.append(describe_day(day, [known[name] for name in chosen], now))
        for name in chosen:
            known[name] = practise(known[name], now)
    after = list(known.values())
    return Forecast(tuple(days), predict_share(after, outlook, exam), predict_share(candidates, outlook, exam))


def describe_day(day: int, chosen: Sequence[Candidate], outlook: Outlook) -> DayPlan:
    """What is practised on a day, and how long it takes."""
    new = sum(one.memory is None for one in chosen)
    seconds = sum(outlook.usual_seconds if one.memory is None else one.memory.seconds for one in chosen)
    return DayPlan(day, len(chosen) - new, new, seconds)


def practise(candidate: Candidate, outlook: Outlook) -> Candidate:
    """A question after its review on a day, right or wrong as drawn."""
    memory = candidate.memory
    recall = outlook.right_at_first if memory is None else predict_recall(memory, outlook.today)
    right = Stream(outlook.today, candidate.question).draw_below(10_000) < recall * 10_000
    seconds = outlook.usual_seconds if memory is None else memory.seconds
    return candidate._replace(memory=review(memory, Graded(outlook.today, GOOD if right else AGAIN, seconds, 0)))
