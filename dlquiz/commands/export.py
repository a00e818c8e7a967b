"""`dlquiz export`: write questions and solutions as files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import time

from dlquiz.bank.question_set import data_folder
from dlquiz.commands.banks import open_banks
from dlquiz.errors import UsageError
from dlquiz.export import driver
from dlquiz.export.job import Job, load_format
from dlquiz.export.work import Work
from dlquiz.screen.stdio import print_error, print_text

CHANGE_DATES = "anki-notes.sqlite3"  # in the data directory


def run(
    name: str,
    words: Sequence[str],
    variants: int | None,
    seed: int,
    out: Path | None,
    files: Sequence[Path],
    when: str | None,
    plain: bool,
) -> int:
    """Solve the questions, name those that are left out, write the files."""
    if out is not None and (out.is_dir() or not out.name):
        raise UsageError(f"--out {out} is a folder; name a file in it.")
    place = driver.find_format(name, plain)
    format = load_format(place)
    bank = open_banks(files)
    job = Job(
        out or Path(f"dlquiz{format.SUFFIX}"), read_time(when), data_folder() / CHANGE_DATES, linear, seed, print_error
    )
    work = Work(bank, place, range(seed, seed + (variants or format.VARIANTS)), job)
    with progress_bar() as advance:
        gathered = driver.gather_records(work, bank.select_ids(words), advance)
    for gap in gathered.gaps:
        print_error(f"{gap.id} is left out: {gap.reason}.")
    written = driver.write_export(format, gathered, job)
    files_written = " and ".join(map(str, written))
    print_text(f"{count_questions(len(gathered.records))} in {files_written}")
    return 0


def count_questions(n: int) -> str:
    """`1 question`, `2,000 questions`."""
    return f"{n:,} question{'s' if n != 1 else ''}"


def read_time(when: str | None) -> int:
    """`--time` as seconds since 1970, given as such or as a date; now where it is left out."""
    if when is None:
        return int(time())
    if when.isascii() and when.isdigit() and len(when) < 11:
        return int(when)
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        raise UsageError(f'--time "{when}" is not a date such as 2026-01-31 or 2026-01-31T12:00.') from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def linear(latex: str) -> str:
    """LaTeX as one line of plain text.  (Imported late: the formats that need it are few.)"""
    from dlquiz.screen.inline_math import render_latex

    return render_latex(latex)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, moved by a call with what is done and how much there is; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    console = Console(stderr=True)
    columns = BarColumn(30), MofNCompleteColumn(separator=" of ")
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
