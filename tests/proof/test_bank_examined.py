"""Mutated banks that load are examined: whatever is wrong with them ends in faults, never in an exception."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator

import pytest

from dlquiz.bank import build
from dlquiz.bank.compile import read_checked, strip_places
from dlquiz.bank.question_set import questions_folder
from dlquiz.check.examine import examine
from dlquiz.errors import BankError

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
COUNT = int(3_000 * SHARE)
SEED = 20260403
NUMBERS = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
KINDS_WITHOUT_VALUE = re.compile(r"(?<![\w\"'])[a-z]\w*(?![\w(\"'])")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<", "==", "and", "if true else", "in")
VALUES = (
    "0",
    "-1",
    "0.5",
    "1e300",
    "10**40",
    "true",
    "[1, 2]",
    "('a')",
    "[]",
    "[[1, 2], [3, 4]]",
    "1/3",
    "exp(700)",
    "1000",
)


def mutated(text: str, source: random.Random) -> str:
    """A question in which numbers, names or operators stand for others."""
    lines = text.split("\n")
    inside = [
        i
        for i, line in enumerate(lines)
        if re.search(r"formula|answer|value|gives|keep|from|with|: \[|instead|- ", line)
    ]
    for _ in range(source.choice((1, 1, 2, 3))):
        at = source.choice(inside)
        line = lines[at]
        way = source.randrange(3)
        if way == 0:
            line = NUMBERS.sub(lambda _: source.choice(VALUES), line, count=1)
        elif way == 1:
            words = KINDS_WITHOUT_VALUE.findall(text)
            line = KINDS_WITHOUT_VALUE.sub(
                lambda match, words=words: source.choice((match[0], source.choice(words))), line
            )
        else:
            line = re.sub(r" (?:[-+*/]|\*\*|//) ", lambda _: f" {source.choice(OPERATORS)} ", line, count=1)
        lines[at] = line
    return "\n".join(lines)


def cases() -> Iterator[tuple[int, str]]:
    """Mutated questions with their numbers."""
    known = []
    for path in sorted(questions_folder().glob("*.yaml")):
        head, *questions = path.read_text("utf-8").split("\n- id: ")
        known += [f"{head}\n- id: {one}" for one in questions]
    for number in range(COUNT):
        source = random.Random(f"{SEED} {number}")
        yield number, mutated(source.choice(known), source)


@pytest.mark.proof
def test_examining_ends_in_faults() -> None:
    faulty = fine = 0
    for number, text in cases():
        try:
            plain = strip_places(read_checked(text, "f"), lambda text: text)
        except BankError:
            continue
        for one in plain["questions"]:
            try:
                report = examine(build.build_question(one, plain["topic"], "f"), 3)
            except Exception as error:
                raise AssertionError(f"seed {SEED}, case {number}: {error!r}\n{text}") from error
            faulty, fine = faulty + bool(report.faults), fine + (not report.faults)
            assert all(fault.place.file == "f" and fault.place.line >= 1 for fault in report.faults)
    assert COUNT < 100 or (faulty and fine)
