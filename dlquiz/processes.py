"""Does a job on many items in order: one after another, or on all cores where there are many.

Processes are spawned, not forked, which works on every platform and is safe with threads.  They read the job from a
file: if it went through a pipe and a process died at its start, writing to the pipe would block for ever.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

MAX_PROCESSES = 8
GC_THRESHOLD = 50_000  # new objects between two collections; a problem makes thousands, with hardly a cycle


def count_cores() -> int:
    """The number of cores that this process may use."""
    usable: Callable[[int], Iterable[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(set(usable(0))) if usable else os.cpu_count() or 1


def map_on_cores(
    job: Callable[[Item], Made], items: Sequence[Item], most_processes: int, portion: int = 1
) -> Iterator[Made]:
    """What a job makes of each item, in order, by up to so many processes that take `portion` items at once.

    Where the platform has no semaphores, or a process is killed, the rest is done here.  Ctrl-C waits for a portion.
    """
    processes = min(count_cores(), MAX_PROCESSES, most_processes)
    return map(job, items) if processes < 2 else map_with_rest(job, items, processes, portion)


def map_with_rest(job: Callable[[Item], Made], items: Sequence[Item], processes: int, portion: int) -> Iterator[Made]:
    """Use several processes, and go on with this one where they fail."""
    from concurrent.futures import BrokenExecutor

    count = 0
    try:
        for made in map_in_pool(job, items, processes, portion):
            yield made
            count += 1
    except (BrokenExecutor, ImportError, NotImplementedError, OSError):
        yield from map(job, items[count:])


def map_in_pool(job: Callable[[Item], Made], items: Sequence[Item], processes: int, portion: int) -> Iterator[Made]:
    """Hand portions of the items to a pool of processes."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with TemporaryDirectory(prefix="dlquiz-") as folder:
        path = Path(folder, "job")
        path.write_bytes(pickle.dumps(job))
        pool = ProcessPoolExecutor(processes, get_context("spawn"), begin_process, (path,))
        try:
            yield from pool.map(do_here, items, chunksize=portion)
        finally:
            pool.shutdown(cancel_futures=True)


PROCESS_JOB: list[Callable[[Any], Any]] = []  # what this process of the pool does


def begin_process(path: Path) -> None:
    """Load the job in a new process of the pool; only the main process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    PROCESS_JOB.append(pickle.loads(path.read_bytes()))
    gc.freeze()  # the job lives as long as the process, so collections can skip it
    gc.set_threshold(GC_THRESHOLD)


def do_here(item: Any) -> Any:
    """What the job makes of one item in this process of the pool."""
    return PROCESS_JOB[0](item)
