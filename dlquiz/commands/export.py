"""`dlquiz export`: questions and solutions as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time

from dlquiz.bank.question_set import data_folder
from dlquiz.commands.banks import opened
from dlquiz.errors import UsageError
from dlquiz.export import driver
from dlquiz.export.job import Job
from dlquiz.export.work import Work
from dlquiz.screen.stdio import complain

WIDTH = 30  # of the progress bar
EVERY = 0.1  # seconds between its pictures
LEDGER = "anki-notes.json"  # in the data directory


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
    """Solve, list what is left out, write."""
    module = driver.module(name, plain)
    format = driver.loaded(module)
    bank = opened(files)
    job = Job(out or Path(f"dlquiz{format.SUFFIX}"), seconds(when), data_folder() / LEDGER, linear)
    work = Work(bank, module, range(seed, seed + (variants or format.VARIANTS)), job)
    gathered = driver.gather(work, bank.select_ids(words), Bar())
    for gap in gathered.gaps:
        complain(f"{gap.id} is left out: {gap.reason}.")
    written = driver.write(format, gathered, job)
    print(f"{counted(len(gathered.records))} in {' and '.join(str(path) for path in written if path != job.ledger)}")
    return 0


def counted(n: int) -> str:
    """`1 question`, `2 questions`."""
    return f"{n:,} question{'s' if n != 1 else ''}"


def seconds(when: str | None) -> int:
    """`--time` as seconds since 1970: a whole number of them, or a date; now without it."""
    if when is None:
        return int(time())
    if when.isascii() and when.isdigit() and len(when) < 11:
        return int(when)
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        raise UsageError(f'--time "{when}" is no date such as 2026-01-31 or 2026-01-31T12:00.') from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def linear(latex: str) -> str:
    """LaTeX as one line of plain text."""
    from dlquiz.screen.inline_math import inline

    return inline(latex)


class Bar:
    """A progress bar on stderr, drawn a few times a second and wiped at the end; nothing where that is no terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Draw how much is done."""
        now = monotonic()
        if not self.shown or (now - self.drawn < EVERY and done < total):
            return
        self.drawn = now
        full = WIDTH * done // max(total, 1)
        line = f"\r{'#' * full}{'-' * (WIDTH - full)} {done:,} of {total:,}" if done < total else "\r\033[K"
        print(line, end="", file=sys.stderr, flush=True)
