"""Where the learner stands: what is due next, how the exam would go, and what the days until then hold."""

from __future__ import annotations

from collections import Counter
from datetime import date

from rich.text import Text

from dlquiz.progress.candidates import Standing
from dlquiz.progress.forecast import DayPlan, Forecast, predict_share
from dlquiz.screen.phrases import count_noun, format_duration
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import render_table

NEXT_DAYS = 2  # with something due that are named


def render_outlook(standing: Standing, screen: Screen) -> list[Text]:
    """What is due next, and how the exam would go without further practice."""
    texts = [describe_due(standing), describe_exam(standing)]
    return [line for text in texts if text for line in screen.wrap_text(text, MARGIN)]


def describe_due(standing: Standing) -> str:
    """`Next due: 4 tomorrow, 9 in 3 days.`"""
    today = standing.outlook.today
    due = Counter(max(one.memory.due, today) for one in standing.candidates if one.memory is not None)
    days = sorted(due)[:NEXT_DAYS]
    return f"Next due: {', '.join(f'{due[day]} {format_days(day - today)}' for day in days)}." if days else ""


def format_days(days: int) -> str:
    """`tomorrow`, `in 3 days`."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def describe_exam(standing: Standing) -> str:
    """`Exam in 17 days: about 61 % right without further practice.`"""
    outlook = standing.outlook
    if outlook.exam is None:
        return ""
    share = predict_share(standing.candidates, outlook, outlook.exam)
    return (
        f"Exam {format_days(outlook.exam - outlook.today)}: about {share:.0%} right without further practice.".replace(
            "%", " %"
        )
    )


def render_plan_of_days(forecast: Forecast, standing: Standing, screen: Screen) -> list[Text]:
    """The days until the exam with what they hold, what they promise, and what that is worth."""
    outlook = standing.outlook
    exam = outlook.exam or outlook.today
    head = f"Exam on {date.fromordinal(exam):%A, %d %B %Y}, {format_days(exam - outlook.today)}."
    lines = [Text(), *screen.wrap_text(Text(head, "bold"), MARGIN), Text()]
    if screen.narrow or screen.plain:
        for one in forecast.days:
            lines += screen.wrap_text(f"{format_day(one)}: {describe_day(one)}.", MARGIN)
    elif forecast.days:
        rows = [("day", "reviews", "new", "about"), *map(make_cells, forecast.days)]
        lines += render_table(rows, screen, MARGIN)
    lines += [Text()] if forecast.days else []
    for text in describe_promise(forecast, standing):
        lines += screen.wrap_text(text, MARGIN)
    return [*lines, Text()]


def make_cells(one: DayPlan) -> tuple[str, ...]:
    """A day in columns."""
    return format_day(one), str(one.reviews), str(one.new), format_minutes(one.seconds) if one.seconds else "-"


def format_day(one: DayPlan) -> str:
    """`Mon 30 Nov`."""
    return f"{date.fromordinal(one.day):%a %d %b}"


def describe_day(one: DayPlan) -> str:
    """A day in a sentence."""
    if not one.seconds:
        return "nothing more"
    return f"{count_noun(one.reviews, 'review')}, {one.new} new, about {format_minutes(one.seconds)}"


def format_minutes(seconds: float) -> str:
    """A time in whole minutes."""
    return format_duration(max(1, round(seconds / 60)) * 60)


def describe_promise(forecast: Forecast, standing: Standing) -> list[str]:
    """What the plan promises, and how far that can be trusted."""
    seen = sum(one.memory is not None for one in standing.candidates)
    promised, left = (f"{round(100 * share)} %" for share in (forecast.promised, forecast.left))
    first = f"{round(100 * standing.outlook.right_at_first)} %"
    return [
        f"If you keep to it, about {promised} are right on the day; without further practice, about {left}.",
        f"This is an estimate. You have practised {seen} of {len(standing.candidates)} questions; it assumes that you "
        f"know {first} of the others already, and that you forget like the average learner of FSRS.",
    ]
