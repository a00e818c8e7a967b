"""Which questions are asked, in which order, with which numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dlquiz.streams import Stream

VARIANTS = 10_000  # so that ids stay short enough to be noted down


class Planned(NamedTuple):
    """One question that is going to be asked, and its variant."""

    id: str
    seed: int


def plan(
    ids: Sequence[str], count: int, seed: int, fixed: Collection[str] = (), after: str = ""
) -> tuple[Planned, ...]:
    """Every question before any comes again, none twice in a row, and the fixed ones, which draw nothing, once.

    `after` is the question that was asked before.
    """
    order = Stream(seed, "quiz")
    pool = list(dict.fromkeys(ids))
    made: list[str] = []
    while pool and len(made) < count:
        shuffled = order.shuffle(pool)
        if shuffled[0] == (made[-1] if made else after):
            shuffled = shuffled[1:] + shuffled[:1]
        made += shuffled
        pool = [name for name in pool if name not in fixed]
    return tuple(Planned(name, Stream(seed, "quiz", i).draw_below(VARIANTS)) for i, name in enumerate(made[:count]))
