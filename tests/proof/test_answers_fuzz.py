"""A campaign against the reader of typed answers: nothing may crash it, stall it, run, or reach a screen raw.

`PROOF_SHARE` says how much of it to run.  A tenth of the texts comes from hypothesis, the rest from a fast mutator.
"""

from __future__ import annotations

import difflib  # noqa: F401 - loaded on first use otherwise
import os
import random
import re
import sys
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dlquiz import kinds
from dlquiz.model import AnswerKey, Verdict
from tests.kinds import answers_page
from tests.kinds.bank_mapping import key_from_mapping

pytestmark = [pytest.mark.proof, pytest.mark.measured]

SHARE = float(os.environ.get("PROOF_SHARE", "1.0"))
TEXTS = 100_000
SEED = 20_240_301
SLOWEST = 0.5  # seconds of this process
ANSWERS = {id(answer): answer for kind in kinds.KINDS for answer, *_ in answers_page.examples(kind)}
EXPECTED = [key_from_mapping(answer) for answer in ANSWERS.values()]
KNOWN = [typed for kind in kinds.KINDS for _, typed, *_ in answers_page.examples(kind)]
HOSTILE = [
    '__import__("os")', '__import__("os").system("id")', "x.__class__", "().__class__.__bases__[0].__subclasses__()",
    "sin('1+1')", "9**9**9**9", "9^9^9^9", "(" * 3000, ")" * 3000, "[" * 3000, "(" * 200 + "1" + ")" * 200, "-" * 400 + "1",
    "1" * 10_000, "x" * 10_000, "1+" * 5_000 + "1", "+".join(["x"] * 249), "x" * 250, "|" * 400, "√" * 400, "²" * 400, "½" * 400,
    "{{7*7}}", "${7*7}", "#{7*7}", "%s%s%s%n", "\u202e1234", "12\u202e34", "[red]1[/red]", "[bold]x[/]", "[link=file:///]1[/link]",
    "\x1b[31m1\x1b[0m", "\x1b]0;title\x07", "1\x00", "\ud800", "1\u0336", "\u2028", "1e999999999", "1e-999999999", "0.1e308e308",
    "exp(" * 60 + "x" + ")" * 60, "e^" * 200 + "x", "2^" * 60 + "2", "1^" * 40 + "1", "1/" * 240 + "1", "((1,2),3," * 50, "1;" * 250,
    "1x" * 250, "a,b" * 160, "1 2\n" * 125, "a or b or c", "1,234" * 90, "'" * 400, "np." * 150 + "e", "lambda: 0", "os.system('id')",
    "eval('1')", "open('/etc/passwd')", "f(x)=" * 90, "=" * 400, "x=" * 200, "%" * 400, "1%" * 200, "9" * 40 + "^64", "x^64" * 100,
]  # fmt: skip
PIECES = [
    *"0123456789+-*/^()[]{}|,;.:=<>!?%'\"\\$#@&~_ \t\nxyswekKMπησ×·÷−²³½√⌊⌋°∞≈±…—\u200b\u202e\x1b",
    "exp(", "log", "sqrt(", "max(", "np.", "tensor(", "e^", "**", "//", "1e9", "0x1F", "nan", "inf", "None", "or", "percent",
    "params", "[red]", "[/red]", "__", "if", "lambda", "10^", "1,234", "73.856", "[1, 2]", "(7,7)", "array([", "])",
]  # fmt: skip
MARKUP = re.compile(r"\[/?[a-z]+[^\]]*\]", re.IGNORECASE)


WATCH: list[str] = []  # the text that is being judged


def watched(event: str, _: Any) -> None:
    """An audit hook: nothing is run, opened, imported or waited for while a text is judged."""
    if WATCH and event in {
        "exec",
        "compile",
        "open",
        "import",
        "os.system",
        "subprocess.Popen",
        "socket.connect",
        "sleep",
    }:
        typed = WATCH.pop()
        raise AssertionError(f"{event} while judging {typed[:80]!r}")


for warm in kinds.KINDS:  # kinds, and what compares formulas, are imported on first use
    for answer, typed, *_ in answers_page.examples(warm):
        kinds.judge(key_from_mapping(answer), typed)
sys.addaudithook(watched)


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sleep while a text is judged: the processor's time does not tell of one."""
    monkeypatch.setattr(time, "sleep", lambda seconds: watched("sleep", seconds))


def mutated(stream: random.Random) -> str:
    """A known text with pieces put in, taken out, doubled or changed, or a heap of pieces."""
    text = stream.choice(KNOWN) if stream.random() < 0.8 else ""
    for _ in range(stream.randint(1, 6)):
        at = stream.randint(0, len(text))
        end = min(len(text), at + stream.randint(0, 4))
        text = stream.choice([
            text[:at] + stream.choice(PIECES) + text[at:],
            text[:at] + text[end:],
            text[:at] + text[at:end] * 2 + text[end:],
            text[:at] + stream.choice(PIECES) + text[end:],
            text[:at] + stream.choice(KNOWN)[:12] + text[at:],
        ])  # fmt: skip
    return text * stream.choice([1] * 30 + [2, 40])


def checked(expected: AnswerKey, typed: str, decimal: str = "point") -> Verdict:
    """The verdict, if it comes in time and holds nothing that harms a terminal."""
    start = time.process_time()
    WATCH.append(typed)
    try:
        found = kinds.judge(expected, typed, decimal)
    finally:
        WATCH.clear()
    assert time.process_time() - start < SLOWEST, (expected.kind, typed[:80])
    assert found.verdict in ("right", "close", "wrong", "unreadable")
    for text in (found.message, found.reading):
        assert text.isprintable(), (expected.kind, typed[:80], text)
        assert len(text) <= 1_500
    if expected.kind not in ("choice", "text"):  # whose echoes are the bank's own words
        assert not MARKUP.search(found.message), (typed[:80], found.message)
        assert not MARKUP.search(found.reading), (typed[:80], found.reading)
    if found.verdict == "unreadable":
        assert found.message and found.caret is not None and 0 <= found.caret <= len(typed)
    return found


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: repr(typed[:20]))
def test_hostile_texts(typed: str) -> None:
    """What an attacker types, for every kind."""
    for expected in EXPECTED:
        for decimal in ("point", "comma"):
            checked(expected, typed, decimal)


def test_mutated_texts() -> None:
    """Ninety thousand texts, each for some answer."""
    stream = random.Random(SEED)
    for _ in range(int(TEXTS * 0.9 * SHARE)):
        checked(stream.choice(EXPECTED), mutated(stream), "comma" if stream.random() < 0.1 else "point")


@seed(SEED)
@settings(
    max_examples=max(1, int(TEXTS * 0.1 * SHARE)), deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    st.sampled_from(EXPECTED),
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)),
)
def test_arbitrary_texts(expected: AnswerKey, typed: str) -> None:
    """Ten thousand texts that hypothesis thinks of."""
    checked(expected, typed)
