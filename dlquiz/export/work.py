"""Solving and setting the questions: one after another, or, where there are many, on all cores."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import BankError, DlquizError
from dlquiz.export.job import Format, Gap, Item, Job
from dlquiz.model import Question, Topic
from dlquiz.problem import Problem, make_problem

MANY = 800  # variants: for fewer, starting processes costs more than it saves
PORTION = 50  # variants that a process takes at once: more would make an interruption wait
MAX_PROCESSES = 8  # processes
Made = Any  # a record of the format, or a Gap


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with every question."""

    bank: QuestionSet
    format: str  # the name of its module
    seeds: range
    job: Job

    def made(self, id: str) -> Made:
        """What the format keeps of a question, or why it is left out."""
        format = cast(Format, import_module(self.format))
        question = self.bank[id]
        try:
            item = solved(question, self.bank.topics[question.topic], self.seeds)
            lacking = format.lacking(item, self.job)
            return Gap(id, lacking) if lacking else format.record(item, self.job)
        except DlquizError as error:
            said = error.faults[0] if isinstance(error, BankError) else error
            return Gap(id, f"it is faulty: {said}")


def solved(question: Question, topic: Topic, seeds: Iterable[int]) -> Item:
    """The variants of these seeds, each only once."""
    problems: dict[object, Problem] = {}
    for seed in seeds:
        problem = make_problem(question, seed)
        problems.setdefault(seen(problem), problem)
        if not varied(problem):
            break
    return Item(question, topic, tuple(problems.values()))


def varied(problem: Problem) -> bool:
    """Whether another seed can give another variant."""
    keys = [asked.key for asked in problem.parts.values()]
    return bool(problem.question.draws) or any(key.options or key.items or key.rights for key in keys)


def seen(problem: Problem) -> object:
    """What a learner sees of a problem before it is solved."""
    parts = [(asked.ask, asked.key) for asked in problem.parts.values()]
    return problem.ask, *((ask, key.options, key.items, key.rights) for ask, key in parts)


def done(work: Work, ids: Sequence[str]) -> Iterator[Made]:
    """What is made of every question, in their order."""
    processes = min(cores(), MAX_PROCESSES, len(ids) * len(work.seeds) // (MANY // 2))
    if processes < 2:
        return map(work.made, ids)
    return shared(work, ids, processes)


def cores() -> int:
    """How many processes can run at once."""
    usable: Callable[[int], Iterable[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(set(usable(0))) if usable else os.cpu_count() or 1


# in several processes


def shared(work: Work, ids: Sequence[str], processes: int) -> Iterator[Made]:
    """The questions on several cores; on one where the platform has no semaphores, or where a process is killed."""
    from concurrent.futures import BrokenExecutor

    count = 0
    try:
        for made in pooled(work, ids, processes):
            yield made
            count += 1
    except (BrokenExecutor, ImportError, NotImplementedError, OSError):
        yield from map(work.made, ids[count:])


def pooled(work: Work, ids: Sequence[str], processes: int) -> Iterator[Made]:
    """The questions in portions, each to the next process that is free.

    Processes are spawned, not forked: the same on every platform, and safe where threads run.  They read the work from
    a file, since a process that dies at its start would leave us waiting for ever to write it into its pipe.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    portion = max(1, min(PORTION // len(work.seeds), len(ids) // (4 * processes)))
    with TemporaryDirectory(prefix="dlquiz-") as folder:
        path = Path(folder, "work")
        path.write_bytes(pickle.dumps(work))
        pool = ProcessPoolExecutor(processes, get_context("spawn"), begin, (path,))
        try:
            yield from pool.map(here, ids, chunksize=portion)
        finally:
            pool.shutdown(cancel_futures=True)


HERE: list[Work] = []  # of this process
COLLECTED = 20_000  # objects between two collections; a variant makes thousands, and hardly a cycle


def begin(path: Path) -> None:
    """Take the work into a new process; an interruption is the first process's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    HERE.append(pickle.loads(path.read_bytes()))
    gc.freeze()  # the work stays: collections need not go through it
    gc.set_threshold(COLLECTED)


def here(id: str) -> Made:
    """One question, in this process."""
    return HERE[0].made(id)
