"""The first screen: when the exam is, how it would go, and the ways to go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dlquiz.progress.candidates import Standing
from dlquiz.progress.choice import Candidate
from dlquiz.progress.forecast import predict_share
from dlquiz.progress.rows import Sitting
from dlquiz.screen.forecast import format_days, format_minutes
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.screen import MARGIN, Screen

ENTER = "Enter"


class Choice(NamedTuple):
    """One way to go on: its name, what it holds, and the command that does the same."""

    name: str
    holds: str
    command: str


def render_home(
    standing: Standing, choices: Sequence[Choice], notes: Sequence[str], asks: bool, screen: Screen
) -> list[Text]:
    """Where the learner stands, and the ways to go on: by keys where a key is asked for, else by their commands."""
    lines = [Text()]
    for text in (*notes, *describe_standing(standing)):
        lines += screen.wrap_text(text, MARGIN)
    lines += [Text()]
    room = max(cell_len(one.name) for one in choices)
    for number, one in enumerate(choices, 1):
        key = (ENTER if number == 1 else "") if asks else one.command
        lines += render_choice(number, one, key, room, screen)
    return [*lines, Text()]


def render_choice(number: int, one: Choice, key: str, room: int, screen: Screen) -> list[Text]:
    """A way to go on in one line, its key on the right; a sentence for screen readers."""
    if screen.plain:
        return screen.wrap_text(f"{number}: {one.name}. {one.holds}." + (f" {key}." if key else ""), MARGIN)
    lead = Text.assemble(f"{MARGIN}  {number}  ", (one.name, "bold"), " " * (room - cell_len(one.name) + 3))
    gap = screen.width - lead.cell_len - cell_len(one.holds) - cell_len(key) - 2
    if gap < 1:
        return screen.wrap_text(f"{one.holds} ({key})" if key else one.holds, lead)
    return [Text.assemble(lead, one.holds, " " * gap, (key, "dim"))]


def describe_standing(standing: Standing) -> list[str]:
    """When the exam is and how it would go today; how to begin where nothing was practised."""
    outlook, count = standing.outlook, len(standing.candidates)
    seen = sum(one.memory is not None for one in standing.candidates)
    texts = []
    if outlook.exam is not None:
        share = round(100 * predict_share(standing.candidates, outlook, outlook.today))
        day = format_days(outlook.exam - outlook.today)
        texts.append(f"Exam {day}. If it were today, about {share} % would be right.")
    if not seen:
        texts.append(f"Nothing is practised yet: {count_noun(count, 'question')} are new.")
    else:
        texts.append(f"{seen} of {count_noun(count, 'question')} practised.")
    if outlook.exam is None:
        texts.append("dlquiz exam-date 2026-12-10 sets the day of the exam; then the most useful questions come first.")
    return texts


def describe_review(standing: Standing, chosen: Sequence[Candidate]) -> str:
    """`12 questions have faded and 8 are new, about 25 minutes`."""
    new = sum(one.memory is None for one in chosen)
    old = len(chosen) - new
    faded = sum(one.memory is not None and one.memory.due <= standing.outlook.today for one in chosen)
    parts = (
        [f"{faded} faded"] * (faded > 0) + [f"{old - faded} to strengthen"] * (old > faded) + [f"{new} new"] * (new > 0)
    )
    return f"{', '.join(parts)}: about {format_minutes(standing.estimate_seconds(chosen))}"


def describe_sitting(sitting: Sitting, left: int, today: date) -> str:
    """`pooling, stopped at 4 of 10 yesterday`."""
    days = (today - date.fromordinal(sitting.day)).days
    when = {0: " today", 1: " yesterday"}.get(days, f", {days} days ago")
    return f"{sitting.title}, stopped at {sitting.done + 1} of {sitting.done + left}{when}"


def format_home_footer(screen: Screen) -> str:
    """What can be typed."""
    return f"{MARGIN}Enter  a number  /quit" if screen.narrow else f"{MARGIN}Enter for 1   a number   /quit"
