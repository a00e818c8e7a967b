"""`python -m benchmarks.diagnosis [SEEDS] [BANK...]`: the figures of the search for slips."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from benchmarks.diagnosis.measure import Figures, measured, percentile95
from dlquiz.bank.question_set import QuestionSet, load_questions


def figures_of(bank_files: list[Path], name: str, seeds: int) -> Figures:
    """The figures of one question, in a process of its own."""
    return measured(load_questions(bank_files)[name], seeds)


def all_figures(seeds: int, files: list[Path], workers: int = 2) -> tuple[Figures, QuestionSet]:
    """The figures of every question of some banks, the shipped ones without any."""
    bank = load_questions(files)
    total = Figures()
    with ProcessPoolExecutor(workers) as pool:
        for figures in pool.map(figures_of, repeat(files), bank.ids, repeat(seeds)):
            total.add(figures)
    return total, bank


def report(figures: Figures, questions: int, seeds: int) -> list[str]:
    """The figures in words."""
    lines = [f"{figures.counted} of {questions} questions counted, seeds 0 to {seeds - 1}"]
    for name in ("catalogue", "outside", "listed", "unseen"):
        tally = getattr(figures, name)
        lines.append(
            f"{name}: right step first {tally.first:.1%}, among the first two {tally.among_two:.1%} of {tally.total}"
        )
    for name in ("others", "uniform"):
        tally = getattr(figures, name)
        lines.append(f"{name}: explained {tally.first:.1%} of {tally.total}")
    for least, most in ((0, 12), (13, 40)):
        clock = [ms for entries, ms in figures.clock if least <= entries <= most]
        lines.append(f"{least} to {most} entries: 95 % within {percentile95(clock):.0f} ms ({len(clock)} searches)")
    return lines


def main() -> None:
    """Print every figure, and some misses."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    figures, bank = all_figures(seeds, [Path(name) for name in sys.argv[2:]])
    print("\n".join(report(figures, len(bank), seeds)))
    for name in ("catalogue", "outside", "listed"):
        misses = getattr(figures, name).misses
        print(f"-- some misses of {name}:")
        for what in misses[:: max(1, len(misses) // 15)]:
            print("  ", what)


if __name__ == "__main__":
    main()
