"""Makes the records of questions: one after another, or on all cores where there are many."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import BankError, DlquizError
from dlquiz.export.job import Gap, Item, Job, load_format
from dlquiz.language.budget import WorkBudget
from dlquiz.model import Question, Topic
from dlquiz.problem import Problem, make_problem

MIN_SHARED_VARIANTS = 800  # with fewer variants, starting processes costs more than it saves
MAX_PORTION = 50  # variants that a process takes at once; with more, Ctrl-C would have to wait
MAX_PROCESSES = 8
WORK = 1_000_000  # half microseconds for one question with all its variants
WORK_PER_VARIANT = 40_000  # and for each
Made = Any  # a record of the format, or a Gap


@dataclass(frozen=True, slots=True)
class Work:
    """What to do with each question."""

    bank: QuestionSet
    format: str  # its place in the driver's table
    seeds: range
    job: Job

    def make_record(self, id: str) -> Made:
        """The format's record of a question, or the reason why it is left out."""
        format = load_format(self.format)
        question = self.bank[id]
        try:
            whole = WorkBudget(WORK + WORK_PER_VARIANT * len(self.seeds))
            item = solve_variants(question, self.bank.topics[question.topic], self.seeds, whole)
            gap = format.describe_gap(item, self.job)
            return Gap(id, gap) if gap else format.make_record(item, self.job)
        except DlquizError as error:
            said = error.faults[0] if isinstance(error, BankError) else error
            return Gap(id, f"it is faulty: {said}")


def solve_variants(question: Question, topic: Topic, seeds: Sequence[int], whole: WorkBudget | None = None) -> Item:
    """The question with its variants for these seeds; equal variants count once."""
    problems: dict[object, Problem] = {}
    order: list[int] = []
    for seed in seeds:
        problem = make_problem(question, seed, whole=whole)
        content = get_visible_content(problem)
        order.append(list(problems).index(content) if content in problems else len(problems))
        problems.setdefault(content, problem)
        if not problem.varies:
            break
    order += [0] * (len(seeds) - len(order))
    return Item(question, topic, tuple(problems.values()), order=tuple(order))


def get_visible_content(problem: Problem) -> object:
    """What a learner sees of a problem before solving it; equal for equal variants."""
    parts = [(asked.ask, asked.key) for asked in problem.parts.values()]
    return problem.ask, *((ask, key.options, key.items, key.rights) for ask, key in parts)


def make_records(work: Work, ids: Sequence[str]) -> Iterator[Made]:
    """A record or a gap for each question, in order."""
    processes = min(count_cores(), MAX_PROCESSES, len(ids) * len(work.seeds) // (MIN_SHARED_VARIANTS // 2))
    if processes < 2:
        return map(work.make_record, ids)
    return make_records_on_cores(work, ids, processes)


def count_cores() -> int:
    """The number of cores that this process may use."""
    usable: Callable[[int], Iterable[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(set(usable(0))) if usable else os.cpu_count() or 1


# in several processes


def make_records_on_cores(work: Work, ids: Sequence[str], processes: int) -> Iterator[Made]:
    """Use several cores; go on with one where the platform has no semaphores or a process is killed."""
    from concurrent.futures import BrokenExecutor

    count = 0
    try:
        for made in make_records_in_pool(work, ids, processes):
            yield made
            count += 1
    except (BrokenExecutor, ImportError, NotImplementedError, OSError):
        yield from map(work.make_record, ids[count:])


def make_records_in_pool(work: Work, ids: Sequence[str], processes: int) -> Iterator[Made]:
    """Hand portions of the questions to a pool of processes.

    Processes are spawned, not forked, which works on every platform and is safe with threads.  They read the work
    from a file: if it went through a pipe and a process died at its start, writing to the pipe would block for ever.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    portion = max(1, min(MAX_PORTION // len(work.seeds), len(ids) // (4 * processes)))
    with TemporaryDirectory(prefix="dlquiz-") as folder:
        path = Path(folder, "work")
        path.write_bytes(pickle.dumps(work))
        pool = ProcessPoolExecutor(processes, get_context("spawn"), begin_process, (path,))
        try:
            yield from pool.map(make_record_here, ids, chunksize=portion)
        finally:
            pool.shutdown(cancel_futures=True)


PROCESS_WORK: list[Work] = []  # what this process of the pool works on
GC_THRESHOLD = 50_000  # new objects between two collections; a variant makes thousands, with hardly a cycle


def begin_process(path: Path) -> None:
    """Load the work in a new process of the pool; only the main process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    PROCESS_WORK.append(pickle.loads(path.read_bytes()))
    gc.freeze()  # the work lives as long as the process, so collections can skip it
    gc.set_threshold(GC_THRESHOLD)


def make_record_here(id: str) -> Made:
    """The record of one question, made in this process of the pool."""
    return PROCESS_WORK[0].make_record(id)
