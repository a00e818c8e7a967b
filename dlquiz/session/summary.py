"""What a quiz came to: by topic, what was wrong at first, what took longest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dlquiz.session.turn import Turn

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

    turns: tuple[Turn, ...]  # those that have a result
    topics: tuple[TopicScore, ...]

    @property
    def right(self) -> int:
        """How many questions were right at the first try."""
        return len(self.having("right"))

    @property
    def seconds(self) -> float:
        """The time spent on the questions."""
        return sum(turn.seconds for turn in self.turns)

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(turn.hints for turn in self.turns)

    def having(self, *results: str) -> tuple[Turn, ...]:
        """The questions with one of these results."""
        return tuple(turn for turn in self.turns if turn.result in results)

    @property
    def again(self) -> tuple[str, ...]:
        """The ids that are worth asking again: wrong at first, or skipped."""
        return tuple(dict.fromkeys(turn.planned.id for turn in self.having("wrong", "skipped")))

    @property
    def slowest(self) -> Turn | None:
        """The question that took longest, where it took notably longer than most."""
        times = sorted(turn.seconds for turn in self.turns)
        if len(times) < 3 or times[-1] < LONG * times[len(times) // 2]:
            return None
        return max(self.turns, key=lambda turn: turn.seconds)


def summary(turns: Sequence[Turn]) -> Summary:
    """What these questions came to; one that was left open counts only where it is already wrong."""
    ended = tuple(turn for turn in turns if turn.result)
    results: dict[str, list[str]] = {}
    for turn in ended:
        results.setdefault(turn.topic, []).append(turn.result)
    return Summary(ended, tuple(TopicScore(topic, tuple(some)) for topic, some in results.items()))
