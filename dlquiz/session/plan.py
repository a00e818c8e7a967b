"""Which questions are asked, in which order, with which numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dlquiz.streams import Stream

LATER = 4  # a question that was missed comes back behind so many others
SEEDS = 10_000  # seeds stay below this, so that ids such as `conv-params@1234` can be noted down


class Planned(NamedTuple):
    """A question that is going to be asked, and the seed of its numbers."""

    id: str
    seed: int
    again: bool = False  # whether it comes back because it was missed
    pinned: bool = False  # whether the learner chose the numbers


def plan_questions(
    ids: Sequence[str], count: int, seed: int, fixed: Collection[str] = (), after: str = ""
) -> tuple[Planned, ...]:
    """The `count` questions of a quiz in order; fewer where only `fixed` questions are left.

    Every question is asked before any comes again, and none twice in a row.  `fixed` names questions that draw
    nothing: they look the same every time, so they are asked once.  `after` is the question that was asked last, in a
    quiz before this one.  The same arguments give the same plan.
    """
    order = Stream(seed, "quiz")
    pool = list(dict.fromkeys(ids))
    planned: list[str] = []
    while pool and len(planned) < count:
        shuffled = order.shuffle(pool)
        if shuffled[0] == (planned[-1] if planned else after):
            shuffled = shuffled[1:] + shuffled[:1]
        planned += shuffled
        pool = [name for name in pool if name not in fixed]
    return give_numbers(planned[:count], seed)


def give_numbers(ids: Sequence[str], seed: int) -> tuple[Planned, ...]:
    """These questions in this order, each with numbers of its own."""
    return tuple(Planned(name, Stream(seed, "quiz", i).draw_below(SEEDS)) for i, name in enumerate(ids))


def repeat_later(missed: Planned, rest: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """What is planned, and among it the missed question with other numbers, a few questions later."""
    again = Planned(missed.id, Stream(missed.seed, "again").draw_below(SEEDS), True)
    return (*rest[:LATER], again, *rest[LATER:])
