"""`python -m benchmarks.diagnosis [SEEDS] [BANK…]`: the figures of the search for slips."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.diagnosis import measure
from benchmarks.diagnosis.measure import Tally, percentile95
from dlquiz.bank.bank import load


def main() -> None:
    """Print every figure, and some misses."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    questions = list(load([Path(name) for name in sys.argv[2:]]))
    counted = [question for question in questions if measure.counted(question)]
    tallies = {name: Tally() for name in ("catalogue", "outside", "listed", "others", "random")}
    clock = []
    for question in counted:
        measure.trial(question, range(seeds), False, tallies["catalogue"])
        measure.trial(question, range(seeds), True, tallies["outside"])
        measure.trial_listed(question, range(seeds), tallies["listed"])
        measure.trial_others(question, seeds, tallies["others"])
        measure.trial_random(question, seeds, tallies["random"])
        clock += measure.times(question, range(min(seeds, 10)))
    print(f"{len(counted)} of {len(questions)} questions counted, {seeds} seeds")
    for name in ("catalogue", "outside", "listed"):
        tally = tallies[name]
        print(f"{name}: first {tally.first:.1%}, first two {tally.among_two:.1%}, silent {tally.silent / max(1, tally.total):.1%} of {tally.total}")
    for name in ("others", "random"):
        print(f"{name}: explained {tallies[name].first:.1%} of {tallies[name].total}")
    for most in (12, 40):
        print(f"95 % within {percentile95([ms for entries, ms in clock if entries <= most]):.0f} ms up to {most} entries")
    for name in ("catalogue", "outside", "listed"):
        print(f"-- misses of {name}:")
        for what in tallies[name].misses[:: max(1, len(tallies[name].misses) // 25)]:
            print("  ", what)


if __name__ == "__main__":
    main()
