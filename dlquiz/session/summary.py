"""The result of a quiz: by topic, which questions were wrong at first, which one took longest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dlquiz.session.attempts import QuestionAttempt

SLOW_FACTOR = 1.5  # a question is slow from this many times the median


class TopicScore(NamedTuple):
    """The questions of one topic, in the order asked."""

    topic: str
    results: tuple[str, ...]  # right | wrong | skipped
    earned: float = 0.0  # marks
    marks: int = 0

    @property
    def right(self) -> int:
        """How many were right at the first attempt."""
        return self.results.count("right")


class Summary(NamedTuple):
    """The result of a quiz."""

    question_attempts: tuple[QuestionAttempt, ...]  # those that have a result
    topics: tuple[TopicScore, ...]

    @property
    def right(self) -> int:
        """How many questions were right at the first attempt."""
        return len(self.with_result("right"))

    @property
    def marks(self) -> int:
        """The marks of all questions."""
        return sum(attempt.marks for attempt in self.question_attempts)

    @property
    def earned(self) -> float:
        """The marks that were earned."""
        return sum(attempt.earned for attempt in self.question_attempts)

    @property
    def earned_with_hints(self) -> float:
        """The marks that hints led to."""
        return sum(attempt.earned_with_hints for attempt in self.question_attempts)

    @property
    def seconds(self) -> float:
        """The time spent on the questions."""
        return sum(attempt.seconds for attempt in self.question_attempts)

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(attempt.hints for attempt in self.question_attempts)

    def with_result(self, *results: str) -> tuple[QuestionAttempt, ...]:
        """The questions with one of these results."""
        return tuple(attempt for attempt in self.question_attempts if attempt.result in results)

    @property
    def ids_to_repeat(self) -> tuple[str, ...]:
        """The ids that are worth asking again: wrong at first, or skipped."""
        return tuple(dict.fromkeys(attempt.planned.id for attempt in self.with_result("wrong", "skipped")))

    @property
    def slowest(self) -> QuestionAttempt | None:
        """The question that took longest; None where it did not take much longer than the median."""
        times = sorted(attempt.seconds for attempt in self.question_attempts)
        if len(times) < 3 or times[-1] < SLOW_FACTOR * times[len(times) // 2]:
            return None
        return max(self.question_attempts, key=lambda attempt: attempt.seconds)


def summarize(question_attempts: Sequence[QuestionAttempt]) -> Summary:
    """The summary of these questions; an open one counts only if it is already wrong, one that came back never."""
    ended = tuple(attempt for attempt in question_attempts if attempt.result and not attempt.planned.again)
    by_topic: dict[str, list[QuestionAttempt]] = {}
    for attempt in ended:
        by_topic.setdefault(attempt.topic, []).append(attempt)
    return Summary(ended, tuple(score_topic(topic, some) for topic, some in by_topic.items()))


def score_topic(topic: str, attempts: Sequence[QuestionAttempt]) -> TopicScore:
    """The result of the questions of one topic."""
    results = tuple(attempt.result for attempt in attempts)
    earned = sum(attempt.earned for attempt in attempts)
    return TopicScore(topic, results, earned, sum(attempt.marks for attempt in attempts))
