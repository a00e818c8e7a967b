"""What a quiz came to: by topic, what was wrong at first, what took longest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dlquiz.session.attempts import QuestionAttempt

LONG = 1.5  # times the median that make a question slow


class TopicScore(NamedTuple):
    """The questions of one topic, in the order asked."""

    topic: str
    results: tuple[str, ...]  # right | wrong | skipped

    @property
    def right(self) -> int:
        """How many were right at the first try."""
        return self.results.count("right")


class Summary(NamedTuple):
    """A quiz that has ended."""

    question_attempts: tuple[QuestionAttempt, ...]  # those that have a result
    topics: tuple[TopicScore, ...]

    @property
    def right(self) -> int:
        """How many questions were right at the first try."""
        return len(self.having("right"))

    @property
    def seconds(self) -> float:
        """The time spent on the questions."""
        return sum(question_attempt.seconds for question_attempt in self.question_attempts)

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(question_attempt.hints for question_attempt in self.question_attempts)

    def having(self, *results: str) -> tuple[QuestionAttempt, ...]:
        """The questions with one of these results."""
        return tuple(
            question_attempt for question_attempt in self.question_attempts if question_attempt.result in results
        )

    @property
    def again(self) -> tuple[str, ...]:
        """The ids that are worth asking again: wrong at first, or skipped."""
        return tuple(dict.fromkeys(question_attempt.planned.id for question_attempt in self.having("wrong", "skipped")))

    @property
    def slowest(self) -> QuestionAttempt | None:
        """The question that took longest, where it took notably longer than most."""
        times = sorted(question_attempt.seconds for question_attempt in self.question_attempts)
        if len(times) < 3 or times[-1] < LONG * times[len(times) // 2]:
            return None
        return max(self.question_attempts, key=lambda question_attempt: question_attempt.seconds)


def summary(question_attempts: Sequence[QuestionAttempt]) -> Summary:
    """What these questions came to; one that was left open counts only where it is already wrong."""
    ended = tuple(question_attempt for question_attempt in question_attempts if question_attempt.result)
    results: dict[str, list[str]] = {}
    for question_attempt in ended:
        results.setdefault(question_attempt.topic, []).append(question_attempt.result)
    return Summary(ended, tuple(TopicScore(topic, tuple(some)) for topic, some in results.items()))
