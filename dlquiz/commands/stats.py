"""`dlquiz stats`: what the kept answers come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dlquiz.commands.banks import open_banks
from dlquiz.progress.candidates import read_standing
from dlquiz.progress.days import read_clock, study_day
from dlquiz.progress.settings import Settings
from dlquiz.progress.statistics import Statistics, read_statistics
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen.screen import detect_screen
from dlquiz.screen.statistics import draw_statistics, render_statistics
from dlquiz.screen.stdio import print_error, print_json


def run(
    words: Sequence[str],
    files: Sequence[Path],
    settings: Settings,
    as_json: bool,
    plain: bool,
    svg: Path | None = None,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Print the statistics of these topics, or of all; or write their pictures to a file."""
    bank, store = open_banks(files), open_store(progress_path())
    if store.complaint:
        print_error(store.complaint)
    standing = read_standing(store, bank, bank.select_ids(words), settings, study_day(clock()))
    found = read_statistics(store, bank, standing)
    if as_json:
        print_json(statistics_to_json(found))
        return 0
    screen = detect_screen(plain)
    if svg is not None and found.topics:
        from dlquiz.commands.pictures import output_pictures  # it brings what writes SVG

        output_pictures(draw_statistics(found, bank, screen), svg, plain)
        return 0
    screen.show(render_statistics(found, bank, screen))
    return 0


def statistics_to_json(found: Statistics) -> dict[str, Any]:
    """The statistics as plain data."""
    return {
        "topics": [one._asdict() for one in found.topics],
        "weeks": [one._asdict() | {"first": date.fromordinal(one.first).isoformat()} for one in found.weeks],
        "slips": [one._asdict() for one in found.slips],
        "weakest": [one._asdict() for one in found.weakest],
        "fading": list(found.fading),
    }
