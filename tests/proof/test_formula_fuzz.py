"""Campaigns against the formula language: hostile and mutated texts, and every property with many examples.

Nothing but FormulaError, nothing over half a second, and no heaps of memory.  `PROOF_SHARE` says how much of it to run.
"""

from __future__ import annotations

import gc
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.grammar import read_formula
from dlquiz.language.template import Template
from dlquiz.language.write.formulas import to_latex, to_plain, to_prose, to_prose_with_values
from dlquiz.language.write.reasons import branch_reasons
from dlquiz.language.write.values import value_to_latex, value_to_text

pytestmark = [pytest.mark.proof, pytest.mark.measured]

ROOT = Path(__file__).parents[2]
SHARE = float(os.environ.get("PROOF_SHARE", "1.0"))
TEXTS = 200_000
COSTLY = 3_000
EXAMPLES = 600  # of every property
SEED = 20_240_311
SLOWEST = 0.5  # seconds of this process
MEMORY = 200 * 2**20  # bytes that a campaign may add

FORMULA = re.compile(r"^\s*(?:- )?(?:formula|answer|size|repeat|gives): (.+)$", re.MULTILINE)
KNOWN = sorted(
    {m[1] for bank in (ROOT / "questions").glob("*.yaml") for m in FORMULA.finditer(bank.read_text("utf-8"))}
)
PIECES = [
    *"0123456789+-*/^@%()[]{}<>=!,.:;'\"\\$#&|~`? \t\n_xyWMeπ²½\u200b\u202e\x1b\0",
    "**", "//", "==", "<=", "!=", "1e9", "1e-300", ".5", "0x1F", "and ", "or ", "not ", "in ", " if ", " else ", "true",
    "lambda ", "for ", "__class__", "sum(", "max(", "range(", "exp(", "outer(", "conv2d(", "[:, 0]", "[::-1]", "[[1, 2], [3, 4]]",
    "range(10000)", "10**9", "9**9", "plural(", "distinct(", "'a'", '"{{', "}}", "(" * 40, ")" * 40, "[" * 30, "]" * 30, "-" * 30,
]  # fmt: skip
SCOPE: dict[str, Any] = {
    "k": 3, "n": 32, "x": letters.symbol("x"), "y": letters.symbol("y"), "a": Fraction(1, 3), "b": -2, "w": 0.1, "bias": True, "s": "text",
    "W": make_array(range(6), (2, 3)), "M": make_array([Fraction(1, 2)] * 9, (3, 3)), "v": make_array([1, 2, 3], (3,)), "t": ("a", "b"),
    "huge": 2**1000, "tiny": Fraction(1, 2**4000), "e": 2.718281828459045, "pi": 3.141592653589793,
}  # fmt: skip


def mutated(stream: random.Random) -> str:
    """A known formula with pieces put in, taken out, doubled or changed, or a heap of pieces."""
    text = stream.choice(KNOWN) if stream.random() < 0.8 else ""
    for _ in range(stream.randint(1, 6)):
        at = stream.randint(0, len(text))
        end = min(len(text), at + stream.randint(0, 5))
        text = stream.choice([
            text[:at] + stream.choice(PIECES) + text[at:],
            text[:at] + text[end:],
            text[:at] + text[at:end] * 2 + text[end:],
            text[:at] + stream.choice(PIECES) + text[end:],
            text[:at] + stream.choice(KNOWN) + text[at:],
            re.sub(r"\b[a-z_]\w*\b(?!\()", lambda _: stream.choice(list(SCOPE)), text),
        ])  # fmt: skip
    return text * stream.choice([1] * 40 + [2, 60])


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """What the campaigns before left in memory is not gone through while formulas are timed."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def survives(text: str) -> bool:
    """Whether a text has a value; AssertionError where it does harm."""
    start = time.process_time()
    try:
        node = read_formula(text)
        shown = [to_plain(node), to_prose(node), to_latex(node), to_prose_with_values(node, SCOPE)]
        assert read_formula(shown[0]) == node, text
        branch_reasons(node, SCOPE)
        value = evaluate(node, SCOPE, TEXT_FUNCTIONS, text)
        assert len(value_to_text(value)) < 3_000_000
        value_to_latex(value)
        served = True
    except FormulaError as error:
        assert 0 <= error.at <= max(len(text), len(error.text)), text
        assert error.message.isprintable() and len(error.message) < 400, text
        served = False
    assert time.process_time() - start < SLOWEST, text
    return served


def memory() -> int:
    """The most memory that this process ever had, in bytes; 0 where nobody can tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def test_mutated_formulas() -> None:
    """Two hundred thousand texts, most of which are no formulas."""
    stream, before = random.Random(SEED), memory()
    served = sum(survives(mutated(stream)) for _ in range(int(TEXTS * SHARE)))
    assert served > 0.02 * TEXTS * SHARE
    assert memory() - before < MEMORY


LARGE = [
    "range(1, 10001)", "range(1, 10001)/7", "range(0, 1000, 0.1)", "range(1, 3001)*(1/3)**900", "sqrt(range(1, 10001))",
    "outer(range(100), range(100))", "outer(range(1, 60)/7, range(1, 60)/11)", "transpose([range(10000)])", "[range(10000)]",
    "outer(range(1, 9)*(1/3)**400, range(1, 9)*(1/7)**300)", "(1/3)**2000", "2**1000", "exp(300)", "M", "W", "v", "onehot(3, 10000)", "huge",
    "tiny", "3", "0.5", "x", "s", "t",
]  # fmt: skip


def costly(stream: random.Random, depth: int) -> str:
    """A formula that works on much: functions and operators over large arrays and long fractions."""
    if depth == 0:
        return stream.choice(LARGE)
    if stream.random() < 0.5:
        op = stream.choice(["+", "-", "*", "/", "//", "%", "**", "@", "<", "==", " in "])
        return f"({costly(stream, depth - 1)} {op} {costly(stream, stream.randint(0, depth - 1))})"
    function = stream.choice(list(TEXT_FUNCTIONS.values()))
    count = stream.randint(function.least, min(function.most, 4))
    return f"{function.name}({', '.join(costly(stream, stream.randint(0, depth - 1)) for _ in range(count))})"


def test_costly_formulas() -> None:
    """Three thousand formulas over arrays of ten thousand elements and fractions of thousands of digits."""
    stream, before = random.Random(SEED + 1), memory()
    for _ in range(int(COSTLY * SHARE)):
        text = costly(stream, stream.randint(1, 4))
        start = time.process_time()
        with suppress(FormulaError):
            evaluate(read_formula(text), SCOPE, TEXT_FUNCTIONS, text)
        assert time.process_time() - start < SLOWEST, text
    assert memory() - before < MEMORY


def test_mutated_texts_with_holes() -> None:
    """Fifty thousand texts with formulas in them."""
    stream = random.Random(SEED + 2)
    for _ in range(int(TEXTS / 4 * SHARE)):
        text = "".join(stream.choice(["{{", "}}", "$", "{", "\\frac{", "a text ", mutated(stream)]) for _ in range(6))
        start = time.process_time()
        try:
            Template(text).render(SCOPE, TEXT_FUNCTIONS)
        except FormulaError as error:
            assert error.message.isprintable(), text
        assert time.process_time() - start < 2 * SLOWEST, text


def test_every_property_with_many_examples() -> None:
    """The tests of the formula language again, each property with twenty times as many examples."""
    examples = str(max(30, int(EXAMPLES * SHARE)))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--hypothesis-seed={SEED}", "tests/language"],
        cwd=ROOT, env=os.environ | {"FORMULA_EXAMPLES": examples}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-10_000:]
