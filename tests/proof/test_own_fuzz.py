"""A campaign against derive, descend, backprop, net and find: mutated command lines end in a table or in a sentence."""

from __future__ import annotations

import os
import random
import re
import time
from contextlib import redirect_stderr
from io import SEEK_END, StringIO

import pytest
from typer.testing import CliRunner, Result

from dlquiz.__main__ import report_failure
from dlquiz.cli import COMMAND_LINE_ERROR, app
from dlquiz.screen import stdio

pytestmark = [pytest.mark.proof, pytest.mark.measured]

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
LINES = 4_000
PORTIONS = 20
SLOWEST = 12.0  # seconds of this process: algebra may take up to its limit of time
KNOWN = [
    ["derive", "ln(1 + exp(-y*w*x))", "--by", "w", "w=0.5", "x=2", "y=1"],
    ["derive", "(y - sigmoid(w*x + b))^2/2", "--by", "w,b", "--twice"],
    ["derive", "x/(1 + abs(x)) + tanh(x)^3", "x=-1"],
    ["derive", "relu(w*x) + gelu(b) - swish(x*b)", "--json"],
    ["derive", "norm([x, y, 2]) + softmax([x, y])[0]", "--by", "x"],
    ["descend", "x^4 - 3x^3 + 2", "--from", "2", "--rate", "0.01", "--steps", "3"],
    ["descend", "(x - 1)^2 + 3*y^2 + x*y", "--from", "x=1,y=2", "--rate", "0.1", "--momentum", "0.9"],
    ["descend", "abs(x) + exp(-x)", "--from", "1", "--adam", "--steps", "4", "--json"],
    ["descend", "x^2", "--from", "3", "--rate", "0.1/(1 + 0.5*t)", "--cell", "t=2,step"],
    ["backprop", "h = sigmoid(w1*x + b1); o = w2*h; E = (y - o)^2/2", "x=1", "w1=0.5", "b1=0", "w2=-1", "y=1", "--rate", "0.5"],
    ["backprop", "z = W @ x + b; a = relu(z); E = sum(a)", "W=[[1, 2], [3, 4]]", "x=[1, -1]", "b=[0, 1]"],
    ["backprop", "--mlp", "2-2-1", "--activation", "sigmoid", "--json"],
    ["net", "in 32x32x3 | conv3-64 p1 | bn | relu | pool2 | flatten | fc-10"],
    ["net", "in 64x64x3 | cat(id ; pool2 | conv3-8 p1 | tconv2-8/2) | conv1-1"],
    ["net", "Conv2d(3, 64, 3, padding=1)", "--in", "32x32x3"],
    ["find", "stride", "output", "size"],
    ["find", "conv", "3x3", "64", "filters"],
]  # fmt: skip
PIECES = [
    *"0123456789+-*/^()[]{}|,;.:=<>!?%'\"\\$#@&~_ \t\nxywbηεσ·−²½∞\u200b\u202e\x1b", "exp(", "ln(", "softmax([", "W @ ", "^x^x",
    "9^9^9^9", "1e999", "nan", "inf", "(" * 400, "x^" * 90, "__import__('os')", "lambda: 0", "[red]", "--", "--rate", "--steps", "-1",
    "1000000000", " if x > 0 else ", "abs(", "floor(", "sin(", "1/0", "0/0", "in 1x1x1", "conv", "fc-", " | ", "pool0", "x=x", "x=", "=1",
]  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def mutate(stream: random.Random) -> list[str]:
    """A known command line with pieces put in, taken out or exchanged in some of its words."""
    verb, *words = stream.choice(KNOWN)
    for _ in range(stream.randint(1, 4)):
        if stream.random() < 0.1:
            words.insert(stream.randint(0, len(words)), stream.choice(PIECES))
        if len(words) > 1 and stream.random() < 0.1:
            words.pop(stream.randrange(len(words)))
        place = stream.randrange(len(words))
        text = words[place]
        at = stream.randint(0, len(text))
        end = min(len(text), at + stream.randint(0, 4))
        words[place] = stream.choice([
            text[:at] + stream.choice(PIECES) + text[at:],
            text[:at] + text[end:],
            text[:at] + text[at:end] * 3 + text[end:],
            text[:at] + stream.choice(PIECES) + text[end:],
        ])  # fmt: skip
    return [verb, *words]


def find_fault(result: Result, seconds: float) -> str:
    """What is wrong with how a command ended; empty where nothing is."""
    shown = StringIO(result.output)
    shown.seek(0, SEEK_END)
    if isinstance(result.exception, COMMAND_LINE_ERROR):
        return ""  # tests/end_to_end/test_failures.py shows how these are told
    if isinstance(result.exception, Exception):
        with redirect_stderr(shown):
            try:
                report_failure(result.exception)
            except Exception as error:
                return f"{type(error).__name__}: {error}"
    said = shown.getvalue()
    if not said.strip() or "Traceback" in said or CONTROL.search(said):
        return f"nothing, a traceback or control characters: {said[-80:]!r}"
    return f"{seconds:.1f} s" if seconds > SLOWEST else ""


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_no_command_line_crashes_or_stalls(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stdio, "discard_output", lambda: None)  # after an OSError, and with it the report of the tests
    stream = random.Random(f"own {portion}")
    runner = CliRunner()
    faults = []
    for _ in range(max(1, int(LINES * SHARE / PORTIONS))):
        line = mutate(stream)
        start = time.process_time()
        result = runner.invoke(app, line, standalone_mode=False)
        fault = find_fault(result, time.process_time() - start)
        if fault:
            faults.append((line, fault))
    assert faults == []
