"""Banks loaded, compiled anew and from the cache, as multiples of the same reference as problems."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.problems import time_reference
from benchmarks.timing import median
from dlquiz.bank.question_set import load_questions

COUNT = 300  # questions, for which the figures are scaled
COLD, CACHED = 3, 30  # how often


def run() -> None:
    """Print the figures."""
    count = len(load_questions())
    with tempfile.TemporaryDirectory() as folder:
        compiled = median([time_loading(Path(folder, str(i))) for i in range(COLD)])
        cached = median([time_loading(Path(folder, "0")) for _ in range(CACHED)])
    unit = time_reference()
    print(f"banks, in multiples of the same reference, for {COUNT} of the {count} questions:")
    for title, seconds in (("compiled", compiled), ("from the cache", cached)):
        each = seconds * COUNT / count
        print(f"  {title:<32}{each / unit:7.1f} ×   {each * 1e3:8.2f} ms of the processor")


def time_loading(cache: Path) -> float:
    """Seconds of the processor to load the shipped banks."""
    start = time.process_time()
    load_questions(cache=cache)
    return time.process_time() - start
