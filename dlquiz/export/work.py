"""Makes the records of questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import BankError, DlquizError
from dlquiz.export.job import Gap, Item, Job, load_format
from dlquiz.language.budget import WorkBudget
from dlquiz.model import Question, Topic
from dlquiz.problem import Problem, make_problem
from dlquiz.processes import MAX_PROCESSES, map_on_cores

MIN_VARIANTS = 400  # for each process; with fewer, starting it costs more than it saves
MAX_PORTION = 50  # variants that a process takes at once; with more, Ctrl-C would have to wait
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
        question = self.bank.build(id)
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
    """A record or a gap for each question, in order, on all cores where there are many variants."""
    most_processes = len(ids) * len(work.seeds) // MIN_VARIANTS
    portion = max(1, min(MAX_PORTION // len(work.seeds), len(ids) // (4 * MAX_PROCESSES)))
    return map_on_cores(work.make_record, ids, most_processes, portion)
