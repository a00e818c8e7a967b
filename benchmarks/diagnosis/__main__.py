"""`python -m benchmarks.diagnosis [SEEDS] [BANK...]`: the figures of the search for slips."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from benchmarks.diagnosis.measure import Figures, measure_question, percentile95
from benchmarks.diagnosis.students import measure_students
from dlquiz.bank.question_set import QuestionSet, load_questions


def measure_in_process(bank_files: list[Path], name: str, seeds: int) -> Figures:
    """The figures of one question, in a process of its own."""
    return measure_question(load_questions(bank_files)[name], seeds)


def measure_all(seeds: int, files: list[Path], workers: int = 2) -> tuple[Figures, QuestionSet]:
    """The figures of all questions of these banks; without files, of the shipped ones."""
    bank = load_questions(files)
    total = Figures()
    with ProcessPoolExecutor(workers) as pool:
        for figures in pool.map(measure_in_process, repeat(files), bank.ids, repeat(seeds)):
            total.add(figures)
    return total, bank


def format_report(figures: Figures, questions: int, seeds: int) -> list[str]:
    """The figures as lines of text."""
    lines = [f"{figures.counted} of {questions} questions counted, seeds 0 to {seeds - 1}"]
    for name in ("catalogue", "outside", "listed", "unseen"):
        tally = getattr(figures, name)
        lines.append(
            f"{name}: right step first {tally.first:.1%}, among the first two {tally.among_two:.1%} of {tally.total}"
        )
    for name in ("catalogue", "outside"):
        tally = getattr(figures, name)
        lines.append(f"{name}: right of what is said {tally.said:.1%}, right or left to chance {tally.found:.1%}")
    for name in ("others", "uniform", "replaced"):
        tally = getattr(figures, name)
        lines.append(f"{name}: explained {tally.first:.1%} of {tally.total}")
    for least, most in ((0, 12), (13, 40)):
        clock = [ms for entries, ms in figures.clock if least <= entries <= most]
        lines.append(f"{least} to {most} entries: 95 % within {percentile95(clock):.0f} ms ({len(clock)} searches)")
    return lines


def format_students(bank: QuestionSet, seeds: int) -> list[str]:
    """What students are told, with the banks' lists of mistakes and without them, as lines of text."""
    lines = []
    for hidden in (False, True):
        for third, name in enumerate(("first third", "second third", "third that was kept unseen")):
            found = measure_students(bank, third, seeds, hidden)
            shares = (share / max(1, found.total) for share in (found.right, found.silent, len(found.misleading)))
            right, silent, misleading = (f"{share:.1%}" for share in shares)
            lists = "hidden" if hidden else "known"
            lines.append(
                f"students, {name}, lists {lists}: right {right}, silent {silent}, misleading {misleading}"
                f" of {found.total}"
            )
    return lines


def main() -> None:
    """Print every figure, and some misses."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    figures, bank = measure_all(seeds, [Path(name) for name in sys.argv[2:]])
    print("\n".join(format_report(figures, len(bank), seeds)))
    if len(sys.argv) < 3:  # the students answered shipped questions
        print("\n".join(format_students(bank, max(2, seeds // 5))))
    for name in ("catalogue", "outside", "listed"):
        misses = getattr(figures, name).misses
        print(f"-- some misses of {name}:")
        for what in misses[:: max(1, len(misses) // 15)]:
            print("  ", what)


if __name__ == "__main__":
    main()
