"""The questions of the banks as candidates for what comes next, and where the learner stands with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from dlquiz.bank.question_set import QuestionSet
from dlquiz.model import Topic
from dlquiz.progress.choice import (
    AS_IF_SEEN,
    USUAL_SECONDS,
    Candidate,
    Limits,
    Outlook,
    choose_questions,
    estimate_right_at_first,
)
from dlquiz.progress.rows import Memory
from dlquiz.progress.schedule import bring_back, usual_time
from dlquiz.progress.settings import Settings
from dlquiz.progress.store import Store

RECENT = 14  # days in which a failed skill pulls in questions


class Standing(NamedTuple):
    """Where the learner stands on a day."""

    candidates: Sequence[Candidate]
    outlook: Outlook
    left: Limits  # of today's limits
    daily: Limits
    failures: Mapping[str, int]

    def choose(self, limits: Limits) -> list[Candidate]:
        """What to ask now, the most useful first."""
        known = {one.question: one for one in self.candidates}
        return [known[name] for name in choose_questions(self.candidates, self.outlook, limits, self.failures)]

    def estimate_seconds(self, chosen: Iterable[Candidate]) -> float:
        """How long these questions usually take."""
        return sum(self.outlook.usual_seconds if one.memory is None else one.memory.seconds for one in chosen)


def read_standing(store: Store, bank: QuestionSet, ids: Iterable[str], settings: Settings, today: date) -> Standing:
    """Where the learner stands with these questions."""
    day = today.toordinal()
    memories = {name: bring_back(memory, day) for name, memory in store.read_memories().items()}
    daily = Limits(settings.daily, settings.daily_new)
    done, new = store.count_graded(day)
    left = Limits(max(0, daily.questions - done), max(0, daily.new - new))
    outlook = make_outlook(store, memories, day, settings.exam_date)
    return Standing(list_candidates(bank, ids, memories), outlook, left, daily, store.read_failures(day - RECENT))


def list_candidates(bank: QuestionSet, ids: Iterable[str], memories: Mapping[str, Memory]) -> list[Candidate]:
    """The questions in the order in which new ones are learnt: level by level, each topic behind what it builds on."""
    ordered = sorted(list_path(bank, ids), key=bank.level_of)
    return [Candidate(name, memories.get(name), bank.skills_of(name)) for name in ordered]


def list_path(bank: QuestionSet, ids: Iterable[str]) -> list[str]:
    """The questions from easy to hard: topic by topic, each behind what it builds on, within a topic level by level."""
    ranks = {slug: rank for rank, slug in enumerate(order_topics(bank.topics))}
    return sorted(ids, key=lambda name: (ranks[bank.topic_of(name)], bank.level_of(name)))


def list_ahead(path: Iterable[str], memories: Mapping[str, Memory], today: date) -> list[str]:
    """What is left of a path: the questions that are new or have faded."""
    day = today.toordinal()
    known = {name for name, memory in memories.items() if bring_back(memory, day).due > day}
    return [name for name in path if name not in known]


def order_topics(topics: Mapping[str, Topic]) -> list[str]:
    """The topics, each behind those that it builds on; in the order of the files where they go in a circle."""
    graph = {slug: [one for one in topic.after if one in topics] for slug, topic in topics.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return list(topics)


def make_outlook(store: Store, memories: Mapping[str, Memory], today: int, exam: date | None) -> Outlook:
    """What a choice depends on, as this learner's answers say; an exam that is over counts as none."""
    ahead = exam.toordinal() if exam is not None and exam.toordinal() >= today else None
    outlook = Outlook(today, ahead, estimate_right_at_first(store.list_first_grades()))
    times = [memory.seconds for memory in memories.values()]
    return outlook._replace(usual_seconds=usual_time([*times, *[USUAL_SECONDS] * round(AS_IF_SEEN)]))
