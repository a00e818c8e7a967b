"""How long marking a class takes: a thousand scripts on a hundred different papers, a third of their answers wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from dlquiz import kinds
from dlquiz.bank.question_set import load_questions
from dlquiz.marking.answers import Script, mark_table
from dlquiz.marking.papers import Paper, PaperList, digest_problem, make_code, write_list
from dlquiz.problem import AskedPart, Problem, make_problem

STUDENTS, PAPERS, QUESTIONS = 1_000, 100, 20
WRONG = 1 / 3  # of the answers; half of them by a mistake that the bank lists, half by a factor
SEED = 1


def run() -> None:
    """Print the seconds that a teacher waits."""
    random = Random(SEED)
    bank = load_questions()
    ids = random.sample([id for id in bank.ids if not is_self_graded(make_problem(bank[id], 1))], QUESTIONS)
    with TemporaryDirectory() as folder:
        path = Path(folder, "exam-papers.json")
        codes = {}
        for number in range(1, PAPERS + 1):
            digests = [digest_problem(make_problem(bank[id], number)) for id in ids]
            codes[make_code(digests, number)] = digests
        path.write_bytes(write_list(ids, codes, 1))
        table = write_table(PaperList(path, bank), random)
        start, before = time.perf_counter(), sum(os.times()[:4])
        scripts, refused = mark_table(table, PaperList(path, bank))
        waited, busy = time.perf_counter() - start, sum(os.times()[:4]) - before
    print(f"\nmarking {len(scripts):,} scripts on {PAPERS} papers of {QUESTIONS} questions ({len(refused)} refused)")
    print(f"  {waited:.1f} s, {busy:.1f} s of all processors; {count_wrong(scripts):,} wrong answers")


def is_self_graded(problem: Problem) -> bool:
    """Whether a person has to mark a part."""
    return any(kinds.kind(asked.kind).self_graded for asked in problem.parts.values())


def count_wrong(scripts: list[Script]) -> int:
    """How many answers are wrong."""
    return sum(answer.verdict == "wrong" for script in scripts for answer in script.answers)


def write_table(papers: PaperList, random: Random) -> str:
    """What the teacher typed."""
    made = {code: papers.find(code) for code in papers.codes}
    columns = list(next(iter(made.values())).columns)
    rows = ["\t".join(["name", "code", *columns])]
    for number in range(STUDENTS):
        code = list(made)[number % PAPERS]
        rows.append("\t".join([f"student {number}", code, *write_answers(made[code], random)]))
    return "\n".join(rows)


def write_answers(paper: Paper, random: Random) -> Iterator[str]:
    """The answers of one student."""
    for problem, asked in paper.columns.values():
        typed = kinds.kind(asked.kind).to_text(asked.key)
        yield write_wrong(problem, asked, random) or typed if random.random() < WRONG else typed


def write_wrong(problem: Problem, asked: AskedPart, random: Random) -> str:
    """A wrong answer: what a listed mistake gives, or a number that is off by a factor; empty where there is none."""
    outcomes = [
        outcome.values[asked.name]
        for outcome in problem.drawn.mistake_outcomes
        if outcome and asked.name in outcome.values
    ]
    kind = kinds.kind(asked.kind)
    if outcomes and random.random() < 0.5:
        return kind.to_text(kind.replace_value(asked.key, random.choice(outcomes)))
    if asked.kind in ("integer", "number") and isinstance(asked.value, (int, float)):
        return str(round(float(asked.value) * random.choice((0.5, 1.1, 2, 3)) + 1, 4))
    return ""
