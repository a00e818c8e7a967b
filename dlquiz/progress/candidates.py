"""The questions of the banks as candidates for what comes next, and what is known about the learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from dlquiz.bank.question_set import QuestionSet
from dlquiz.model import Topic
from dlquiz.progress.choice import Candidate, Limits, Outlook, estimate_right_at_first
from dlquiz.progress.rows import Memory
from dlquiz.progress.schedule import usual_time
from dlquiz.progress.settings import Settings
from dlquiz.progress.store import Store

RECENT = 14  # days in which a failed skill pulls in questions


def list_candidates(bank: QuestionSet, ids: Iterable[str], memories: Mapping[str, Memory]) -> list[Candidate]:
    """The questions in the order in which new ones are learnt: level by level, each topic behind what it builds on."""
    ranks = {slug: rank for rank, slug in enumerate(order_topics(bank.topics))}
    ordered = sorted(ids, key=lambda name: (bank.level_of(name), ranks[bank.topic_of(name)]))
    return [Candidate(name, memories.get(name), bank.skills_of(name)) for name in ordered]


def order_topics(topics: Mapping[str, Topic]) -> list[str]:
    """The topics, each behind those that it builds on; in the order of the files where they go in a circle."""
    graph = {slug: [one for one in topic.after if one in topics] for slug, topic in topics.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return list(topics)


def make_outlook(store: Store, memories: Mapping[str, Memory], today: int, exam: date | None) -> Outlook:
    """What a choice depends on, as this learner's answers say."""
    ahead = exam.toordinal() if exam is not None and exam.toordinal() >= today else None
    outlook = Outlook(today, ahead, estimate_right_at_first(store.list_first_grades()))
    times = [memory.seconds for memory in memories.values()]
    return outlook._replace(usual_seconds=usual_time(times)) if times else outlook


def limits_left(store: Store, settings: Settings, today: int) -> Limits:
    """What of the daily limits is left today."""
    done, new = store.count_graded(today)
    return Limits(max(0, settings.daily - done), max(0, settings.daily_new - new))
