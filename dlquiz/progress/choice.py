"""What comes next: what gains most on the exam day for its time; without a date, what has faded most, then the new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain
from typing import NamedTuple

from dlquiz.progress.rows import Graded, Memory
from dlquiz.progress.schedule import AGAIN, GOOD, predict_recall, review

USUAL_SECONDS = 60.0  # of a question that nobody has answered yet
RIGHT_AT_FIRST, AS_IF_SEEN = 0.25, 8.0  # what is believed of new questions before any was tried, and how firmly


class Candidate(NamedTuple):
    """A question that may be asked next."""

    question: str
    memory: Memory | None  # None: it is new
    skills: tuple[str, ...] = ()  # that it trains


class Outlook(NamedTuple):
    """What a choice depends on besides the questions.  Days are ordinals."""

    today: int
    exam: int | None  # the day of the exam; None where none is set
    right_at_first: float = RIGHT_AT_FIRST  # share of new questions that are answered right
    usual_seconds: float = USUAL_SECONDS  # of a new question


class Limits(NamedTuple):
    """How much may be asked."""

    questions: int
    new: int


def choose_questions(
    candidates: Sequence[Candidate], outlook: Outlook, limits: Limits, failures: Mapping[str, int]
) -> list[str]:
    """The questions to ask, the most useful first.

    A skill that failed pulls in one question that trains it and was not practised since; `failures` has the row of
    each failure.  What was practised today has had its turn.
    """
    waiting = [one for one in candidates if one.memory is None or one.memory.last < outlook.today]
    pulled = pull_in(waiting, outlook, failures)
    chosen: list[str] = []
    new = 0
    for candidate in chain(pulled, (one for one in rank(waiting, outlook) if one not in pulled)):
        if len(chosen) == limits.questions:
            break
        if candidate.memory is None and new == limits.new:
            continue
        new += candidate.memory is None
        chosen.append(candidate.question)
    return chosen


def rank(candidates: Sequence[Candidate], outlook: Outlook) -> Iterator[Candidate]:
    """The candidates, the most useful first; those that gain nothing are left out."""
    return rank_by_gain(candidates, outlook) if outlook.exam is not None else rank_by_fading(candidates, outlook.today)


def pull_in(candidates: Sequence[Candidate], outlook: Outlook, failures: Mapping[str, int]) -> list[Candidate]:
    """For each skill that failed the best question that trains it and was not practised since."""
    pulled: list[Candidate] = []
    for skill, number in failures.items():
        trains = [one for one in candidates if skill in one.skills]
        fresh = [one for one in trains if one.memory is None or one.memory.number < number]
        found = next(rank(fresh, outlook), None)
        if found is not None and found not in pulled:
            pulled.append(found)
    return pulled


def rank_by_fading(candidates: Iterable[Candidate], today: int) -> Iterator[Candidate]:
    """What has faded, most of all first; then what is new, in its order."""
    due = [one for one in candidates if one.memory is not None and one.memory.due <= today]
    yield from sorted(due, key=lambda one: predict_recall(one.memory, today) if one.memory else 0.0)
    yield from (one for one in candidates if one.memory is None)


def rank_by_gain(candidates: Sequence[Candidate], outlook: Outlook) -> Iterator[Candidate]:
    """Everything that gains, the most for its time first; equals in their order.

    A gain costs two reviews by FSRS, so it is computed only where it may be the greatest that is left: nothing gains
    more than its bound.
    """
    bounds = sorted((-gain_at_most(one.memory, outlook), at) for at, one in enumerate(candidates))
    ready: list[tuple[float, int]] = []  # a heap of the gains that are known, negative, the greatest first
    for bound, at in bounds:
        while ready and ready[0][0] < bound:
            yield candidates[heappop(ready)[1]]
        gain = gain_per_minute(candidates[at].memory, outlook)
        if gain > 0:
            heappush(ready, (-gain, at))
    while ready:
        yield candidates[heappop(ready)[1]]


def gain_at_most(memory: Memory | None, outlook: Outlook) -> float:
    """What practising today gains at most, for a minute of its time.

    A right answer leads at best to a certain one on the exam day; a wrong one never to a greater stability than before.
    """
    exam = outlook.exam if outlook.exam is not None else outlook.today
    after_wrong = 1.0
    known = outlook.right_at_first
    if memory is not None:
        known = predict_recall(memory, outlook.today)
        after_wrong = predict_recall(memory._replace(last=outlook.today), exam)
    at_most = known + (1 - known) * after_wrong - recall_if_left(memory, outlook, exam)
    return at_most * 60 / take_seconds(memory, outlook)


def take_seconds(memory: Memory | None, outlook: Outlook) -> float:
    """How long a question usually takes."""
    return max(1.0, memory.seconds if memory is not None else outlook.usual_seconds)


def gain_per_minute(memory: Memory | None, outlook: Outlook) -> float:
    """How much likelier the right answer on the exam day gets by practising today, per minute of the time it takes."""
    exam = outlook.exam if outlook.exam is not None else outlook.today
    gain = recall_if_practised(memory, outlook, exam) - recall_if_left(memory, outlook, exam)
    return gain * 60 / take_seconds(memory, outlook)


def recall_if_left(memory: Memory | None, outlook: Outlook, exam: int) -> float:
    """The probability of the right answer on the exam day without practice."""
    if memory is None:
        return outlook.right_at_first * predict_recall(start(GOOD, outlook.today), exam)
    return predict_recall(memory, exam)


def recall_if_practised(memory: Memory | None, outlook: Outlook, exam: int) -> float:
    """The probability of the right answer on the exam day after one review today, which may go either way."""
    known = outlook.right_at_first if memory is None else predict_recall(memory, outlook.today)
    today = outlook.today
    if memory is None:
        right, wrong = start(GOOD, today), start(AGAIN, today)
    else:
        right, wrong = (review(memory, Graded(today, grade, 0.0, 0)) for grade in (GOOD, AGAIN))
    return known * predict_recall(right, exam) + (1 - known) * predict_recall(wrong, exam)


@lru_cache(4)
def start(grade: int, day: int) -> Memory:
    """What is remembered of a new question after its first grade."""
    return review(None, Graded(day, grade, 0.0, 0))


def estimate_right_at_first(first_grades: Sequence[int]) -> float:
    """The share of new questions that this learner answers right, from their first grades and a belief before them."""
    right = sum(grade > AGAIN for grade in first_grades)
    return (RIGHT_AT_FIRST * AS_IF_SEEN + right) / (AS_IF_SEEN + len(first_grades))


def list_faded(candidates: Iterable[Candidate], today: int) -> list[Candidate]:
    """The questions that have faded below the retention that is aimed for."""
    return [one for one in candidates if one.memory is not None and one.memory.due <= today]
