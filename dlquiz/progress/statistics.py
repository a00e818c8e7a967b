"""What a learner's answers come to: what is known per topic, how much was done, how well, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dlquiz.bank.question_set import QuestionSet
from dlquiz.progress.candidates import Standing
from dlquiz.progress.choice import Candidate, Outlook
from dlquiz.progress.forecast import predict_share
from dlquiz.progress.schedule import predict_recall
from dlquiz.progress.store import Store

WEEKS = 5  # of the calendar
MOST_SLIPS = 5
MOST_WEAK = 8
MOST_TRAINERS = 3
WEEK, MONTH, MOST_DAYS = 7, 30, 100  # days of a forecast


class TopicShare(NamedTuple):
    """How well a topic is known: the share that would be right."""

    topic: str
    seen: int
    total: int
    today: float
    exam: float | None  # on the day of the exam without further practice


class WeekCount(NamedTuple):
    """Seven days: how many questions were graded on each, and the share of them that was not missed."""

    first: int  # ordinal of its Monday
    days: tuple[int, ...]
    right: float | None


class SlipCount(NamedTuple):
    """A slip, how often it was made, and the questions that train what it breaks."""

    slip: str
    step: str
    question: str
    times: int
    trainers: tuple[str, ...]


class WeakQuestion(NamedTuple):
    """A question that would probably be missed on the exam day, or in a week where none is near."""

    question: str
    recall: float  # today
    later: float  # without further practice
    lapses: int


class Statistics(NamedTuple):
    """All of it."""

    topics: tuple[TopicShare, ...]
    weeks: tuple[WeekCount, ...]
    slips: tuple[SlipCount, ...]
    weakest: tuple[WeakQuestion, ...]
    fading: tuple[float, ...]  # the share of what was practised that is right, today and on each day after it


def read_statistics(store: Store, bank: QuestionSet, standing: Standing) -> Statistics:
    """What the store says of the questions where the learner stands."""
    outlook, names = standing.outlook, [one.question for one in standing.candidates]
    return Statistics(
        tuple(share_topics(bank, standing)),
        count_weeks(store.count_days(outlook.today - 7 * WEEKS - 7, names), outlook.today),
        list_slips(store, bank, names),
        list_weakest(standing.candidates, outlook),
        predict_fading(standing),
    )


def predict_fading(standing: Standing) -> tuple[float, ...]:
    """How what was practised fades without further practice: until the exam, or for a month where none is near."""
    outlook = standing.outlook
    seen = [one for one in standing.candidates if one.memory is not None]
    days = MONTH if outlook.exam is None else min(MOST_DAYS, max(1, outlook.exam - outlook.today))
    return tuple(predict_share(seen, outlook, outlook.today + day) for day in range(days + 1)) if seen else ()


def share_topics(bank: QuestionSet, standing: Standing) -> list[TopicShare]:
    """Each topic of which something was practised, in the order of the banks."""
    own: dict[str, list[Candidate]] = {}
    for candidate in standing.candidates:
        own.setdefault(bank.topic_of(candidate.question), []).append(candidate)
    outlook, found = standing.outlook, []
    for topic in bank.topics:
        candidates = own.get(topic, [])
        seen = sum(one.memory is not None for one in candidates)
        if seen:
            exam = None if outlook.exam is None else predict_share(candidates, outlook, outlook.exam)
            today = predict_share(candidates, outlook, outlook.today)
            found.append(TopicShare(topic, seen, len(candidates), today, exam))
    return found


def count_weeks(days: Mapping[int, tuple[int, int]], today: int) -> tuple[WeekCount, ...]:
    """The last weeks, the current one last; `days` holds how many were graded and how many not missed."""
    monday = today - (today - 1) % 7
    weeks = []
    for first in range(monday - 7 * (WEEKS - 1), monday + 1, 7):
        counts = [days.get(day, (0, 0)) for day in range(first, first + 7)]
        done = sum(count for count, _ in counts)
        right = sum(good for _, good in counts) / done if done else None
        weeks.append(WeekCount(first, tuple(count for count, _ in counts), right))
    return tuple(weeks)


def list_slips(store: Store, bank: QuestionSet, names: Sequence[str]) -> tuple[SlipCount, ...]:
    """The commonest slips in these questions, with others that train their step."""
    found = []
    for slip, step, question, trains, times in store.count_slips(MOST_SLIPS, names):
        skills = set(trains.split())
        trainers = [id for id in bank.ids if skills and skills & set(bank.skills_of(id)) and id != question]
        found.append(SlipCount(slip, step, question, times, tuple(trainers[:MOST_TRAINERS])))
    return tuple(found)


def list_weakest(candidates: Sequence[Candidate], outlook: Outlook) -> tuple[WeakQuestion, ...]:
    """The practised questions that will be forgotten first."""
    later = outlook.today + WEEK if outlook.exam is None else outlook.exam
    seen = [
        WeakQuestion(
            one.question,
            predict_recall(one.memory, outlook.today),
            predict_recall(one.memory, later),
            one.memory.lapses,
        )
        for one in candidates
        if one.memory is not None
    ]
    return tuple(sorted(seen, key=lambda one: (one.later, -one.lapses, one.question))[:MOST_WEAK])
