"""Moments and days: stamps are UTC, and a day ends at four in the morning where the learner is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from dlquiz.errors import UsageError

NIGHT = timedelta(hours=4)  # what is practised after midnight belongs to the evening before


def read_clock() -> datetime:
    """The moment now."""
    return datetime.now(UTC)


def study_day(moment: datetime, zone: tzinfo | None = None) -> date:
    """The local date four hours ago; without a zone, that of this machine."""
    return (moment - NIGHT).astimezone(zone).date()


def format_stamp(moment: datetime) -> str:
    """A moment as it is kept: `2026-11-28T21:05:09.120000Z`, which sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_stamp(text: str) -> datetime:
    """A kept moment."""
    return datetime.fromisoformat(text)


def parse_date(text: str) -> date:
    """A date as typed, `2026-12-10`; UsageError where it is not one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f'"{text}" is not a date; write year-month-day, as in 2026-12-10.') from None
