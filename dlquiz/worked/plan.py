"""The plan of a solution, read off the tape where its author gives none: "z, then a, then ∂E/∂a and ∂a/∂z"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dlquiz.language.write.symbols import name_to_latex, name_to_symbol
from dlquiz.worked.entry import Entry

MIN_ENTRIES = 3  # of shorter solutions the steps say all
MAX_LENGTH = 71  # characters of a plan as the terminal shows it, which is one line
ANSWER = "answer"  # the entry of a part that has no name of its own
THEN = ", then "


class Stage(NamedTuple):
    """Names that can be found side by side, and what is said behind them: how often a loop runs."""

    names: Sequence[str]
    remark: str = ""


def write_plan(entries: Sequence[Entry]) -> str:
    """The quantities in the order in which they are found, as Markdown; empty where there are fewer than three."""
    if len(entries) < MIN_ENTRIES:
        return ""
    stages = list(list_stages(entries))
    whole = len(stages)
    while len(stages) > 2 and len(join_stages(stages, name_to_symbol, whole)) > MAX_LENGTH:
        del stages[-2]
    return join_stages(stages, lambda name: f"${name_to_latex(name)}$", whole) + "."


def list_stages(entries: Sequence[Entry]) -> Iterator[Stage]:
    """The stages of a solution; a loop is one."""
    for looped, group in groupby(entries, key=lambda entry: bool(entry.step.rule)):
        own = list(group)
        yield from [name_loop(own)] if looped else split_stages(own)


def name_loop(entries: Sequence[Entry]) -> Stage:
    """The rules of a loop, and how often they run."""
    counts = Counter(entry.step.rule for entry in entries)
    passes = set(counts.values())
    if passes == {1}:
        return Stage([entry.name for entry in entries])
    return Stage(list(counts), f", {passes.pop()} times" if len(passes) == 1 else ", one after another")


def split_stages(entries: Sequence[Entry]) -> Iterator[Stage]:
    """Neighbours of which none is computed from another are one stage."""
    stage: list[str] = []
    for entry in entries:
        if stage and (entry.name == ANSWER or not entry.step.formula.names.isdisjoint(stage)):
            yield Stage(stage)
            stage = []
        stage.append(entry.name)
    yield Stage(stage)


def join_stages(stages: Sequence[Stage], write: Callable[[str], str], whole: int) -> str:
    """The stages one after another, with an ellipsis before the last where there were more."""
    texts = [join_stage(stage, write) for stage in stages]
    if len(stages) < whole:
        texts[-2] += ", …"
    return THEN.join(texts)


def join_stage(stage: Stage, write: Callable[[str], str]) -> str:
    """`z`, `a and b`, `g and x, 3 times`."""
    names = ["the answer" if name == ANSWER else write(name) for name in stage.names]
    return (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}") + stage.remark
