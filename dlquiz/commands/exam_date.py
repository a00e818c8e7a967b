"""`dlquiz exam-date`: the day of the exam.  `dlquiz plan`: the days until then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dlquiz.commands.banks import open_banks
from dlquiz.errors import UsageError
from dlquiz.progress.candidates import read_standing
from dlquiz.progress.days import parse_date, read_clock, study_day
from dlquiz.progress.forecast import Forecast, forecast_days
from dlquiz.progress.settings import Settings, settings_path, write_setting
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen.forecast import format_days, render_plan_of_days
from dlquiz.screen.screen import detect_screen
from dlquiz.screen.stdio import print_error, print_json, print_text

SET_ONE = "dlquiz exam-date 2026-12-10 sets another day."
NO_DATE = "No day is set for the exam. dlquiz exam-date 2026-12-10 sets one."
NONE = ("none", "off", "-")


def run(day: str | None, settings: Settings, clock: Callable[[], datetime] = read_clock) -> int:
    """Set the day of the exam, take it away, or print it."""
    today = study_day(clock())
    if day is None:
        print_text(describe_date(settings.exam_date, today))
        return 0
    if day.strip().lower() in NONE:
        write_setting(settings_path(), "exam-date", None)
        print_text("No day is set for the exam any more.")
        return 0
    chosen = parse_date(day)
    if chosen < today:
        raise UsageError(f"{chosen} is over; today is {today}.")
    write_setting(settings_path(), "exam-date", chosen.isoformat())
    print_text(describe_date(chosen, today))
    return 0


def describe_date(exam: date | None, today: date) -> str:
    """When the exam is."""
    if exam is None:
        return NO_DATE
    days, day = (exam - today).days, f"{exam:%A, %d %B %Y}"
    if days < 0:
        return f"The exam was on {day}. {SET_ONE}"
    return f"The exam is on {day}: {format_days(days)}."


def plan(
    files: Sequence[Path],
    settings: Settings,
    as_json: bool,
    plain: bool,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Print what each day until the exam holds, and what it promises."""
    today = study_day(clock())
    if settings.exam_date is None or settings.exam_date < today:
        raise UsageError(describe_date(settings.exam_date, today))
    bank, store = open_banks(files), open_store(progress_path())
    if store.complaint:
        print_error(store.complaint)
    standing = read_standing(store, bank, bank.ids, settings, today)
    exam = settings.exam_date.toordinal()
    forecast = forecast_days(standing.candidates, standing.outlook, standing.left, standing.daily, exam)
    if as_json:
        print_json(forecast_to_json(forecast, settings.exam_date))
        return 0
    screen = detect_screen(plain)
    screen.show(render_plan_of_days(forecast, standing, screen))
    return 0


def forecast_to_json(forecast: Forecast, exam: date) -> dict[str, Any]:
    """The plan as plain data."""
    days = [
        {"day": date.fromordinal(one.day).isoformat(), "reviews": one.reviews, "new": one.new, "seconds": one.seconds}
        for one in forecast.days
    ]
    return {
        "exam": exam.isoformat(),
        "days": days,
        "right_with_the_plan": round(forecast.promised, 4),
        "right_without_practice": round(forecast.left, 4),
    }
