"""A simulated student before an exam: which way to choose what comes next brings the most recall, at equal minutes?

The student forgets as in Pavlik and Anderson (2005), a model other than FSRS's own: activation is the logarithm of a sum
of powers of the time since each practice, each practice decays the faster the more active the item was, so that massed
practice fades, and recall is logistic in the activation.  The parameters are those of their paper.  The ways see grades
and times only.  Questions, prior knowledge and luck are the same for all ways of one seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from math import exp, log, sqrt
from random import Random
from statistics import mean, stdev

import pytest

from dlquiz.progress.choice import Candidate, Limits, Outlook, choose_questions, estimate_right_at_first
from dlquiz.progress.rows import Graded
from dlquiz.progress.schedule import AGAIN, GOOD, review, usual_time

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
SEEDS = max(4, round(20 * SHARE))
DAYS, QUESTIONS = 21, 300
MINUTES = (30, 60, 90)  # a day
DECAY_SCALE, DECAY_LEAST, THRESHOLD, NOISE = 0.217, 0.177, -0.704, 0.255
BETWEEN = 0.025  # how fast time passes for memory between sittings, against within one
DAY = 86_400.0 * BETWEEN
KNOWN = 0.25  # share of questions that were practised long ago
START = 740_000
T_975 = {4: 3.182, 20: 2.093}  # Student's t for intervals of 95 %, by the number of seeds

Way = Callable[[Sequence[Candidate], Outlook], list[str]]


class Item:
    """One question in the student's head."""

    def __init__(self, seed: int, number: int) -> None:
        random = Random(f"{seed}/{number}")
        self.seconds = 60 * exp(random.gauss(0, 0.5))
        self.ease = random.gauss(0, 0.4)  # added to its activation
        self.practices: list[tuple[float, float]] = []  # when, and how fast it decays
        self.luck = Random(f"{seed}/{number}/luck")
        if random.random() < KNOWN:
            for day in (-90, -80, -70):
                self.practise(day * DAY)

    def activation(self, now: float) -> float:
        """How present it is; minus infinity where it never was."""
        total = sum((now - then) ** -decay for then, decay in self.practices if then < now)
        return log(total) + self.ease if total else -9.0

    def recall(self, now: float) -> float:
        """The probability that it is answered right."""
        return 1 / (1 + exp((THRESHOLD - self.activation(now)) / NOISE))

    def practise(self, now: float) -> None:
        """See it, right or wrong: the solution is shown."""
        active = min(self.activation(now), 3.0)
        self.practices.append((now, DECAY_SCALE * exp(active) + DECAY_LEAST))


def most_gain(candidates: Sequence[Candidate], outlook: Outlook) -> list[str]:
    """As dlquiz chooses."""
    return choose_questions(candidates, outlook, Limits(len(candidates), len(candidates)), {})


def due_first(candidates: Sequence[Candidate], outlook: Outlook) -> list[str]:
    """What is due, the most faded first, then the new."""
    return choose_questions(candidates, outlook._replace(exam=None), Limits(len(candidates), len(candidates)), {})


def due_mixed(candidates: Sequence[Candidate], outlook: Outlook) -> list[str]:
    """As many new ones a day as are needed to see all before the exam, then what is due."""
    ranked = due_first(candidates, outlook)
    new = [one.question for one in candidates if one.memory is None][: -(-len(candidates) // DAYS)]
    return [*new, *(name for name in ranked if name not in new)]


def in_order(candidates: Sequence[Candidate], _outlook: Outlook) -> list[str]:
    """Topic by topic, from the beginning again after the end."""
    ordered = [(one.memory.number if one.memory else -1, at, one) for at, one in enumerate(candidates)]
    return [one.question for _, _, one in sorted(ordered, key=lambda row: row[:2])]


WAYS: dict[str, Way] = {
    "most gain": most_gain,
    "due first": due_first,
    "due and new": due_mixed,
    "topics in order": in_order,
}


def study(way: Way, seed: int, seconds: float) -> float:
    """The recall on the exam day, on average over all questions, after three weeks of this way."""
    items = {f"q{i}": Item(seed, i) for i in range(QUESTIONS)}
    known = {name: Candidate(name, None) for name in items}
    first_grades: list[int] = []
    times: list[float] = []
    count = 0
    for day in range(DAYS):
        now, left = day * DAY, seconds
        outlook = Outlook(START + day, START + DAYS, estimate_right_at_first(first_grades))
        outlook = outlook._replace(usual_seconds=usual_time(times)) if times else outlook
        for name in way(list(known.values()), outlook):
            if left <= 0:
                break
            item, seen = items[name], known[name].memory
            right = item.luck.random() < item.recall(now)
            item.practise(now)
            spent = item.seconds
            while not right and spent < 4 * item.seconds:  # what was missed comes back a few minutes later
                right = item.luck.random() < item.recall(now + 4 * item.seconds)
                item.practise(now + 4 * item.seconds)
                spent += item.seconds / 2  # the solution is fresh
            grade = GOOD if spent == item.seconds else AGAIN
            count += 1
            memory = review(seen, Graded(outlook.today, grade, spent, count))
            if seen is None:
                first_grades.append(grade)
            times.append(spent)
            known[name] = known[name]._replace(memory=memory)
            now, left = now + spent, left - spent
    return mean(item.recall(DAYS * DAY) for item in items.values())


def interval(differences: Sequence[float]) -> tuple[float, float, float]:
    """Mean and interval of 95 % of paired differences."""
    middle = mean(differences)
    half = T_975.get(len(differences), 2.1) * stdev(differences) / sqrt(len(differences))
    return middle, middle - half, middle + half


@pytest.mark.proof
@pytest.mark.parametrize("minutes", MINUTES)
def test_what_gains_most_is_not_worse_than_other_ways(minutes: int, capsys: pytest.CaptureFixture[str]) -> None:
    recalls = {name: [study(way, seed, 60.0 * minutes) for seed in range(SEEDS)] for name, way in WAYS.items()}
    with capsys.disabled():
        print(f"\nrecall on the exam day, {SEEDS} seeds, {DAYS} days, {QUESTIONS} questions, {minutes} min a day")
        for name, found in recalls.items():
            differences = [ours - other for ours, other in zip(recalls["most gain"], found, strict=True)]
            middle, low, high = interval(differences) if any(differences) else (0.0, 0.0, 0.0)
            print(f"  {name:<16} {mean(found):.3f}   most gain is better by {middle:+.3f} ({low:+.3f} to {high:+.3f})")
    for other in ("due first", "due and new", "topics in order"):
        differences = [ours - theirs for ours, theirs in zip(recalls["most gain"], recalls[other], strict=True)]
        assert interval(differences)[2] > 0, other
