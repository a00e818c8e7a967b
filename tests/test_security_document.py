"""Every claim of docs/security.md names tests that exist, and its limits are the program's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from dlquiz.algebra import expressions
from dlquiz.bank import bank_file, cache, nodes, readers, recovery, scopes
from dlquiz.kinds import typed_text
from dlquiz.language import grammar
from dlquiz.networks import notation
from dlquiz.text import mathematics
from dlquiz.worked import draw, ranges, recorder, slip_search, slip_trials
from tests.proof.bombs import BOMBS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_named_test_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 20
    for file, function in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not function or f"\ndef {function}(" in text, f"{file}::{function}"


def test_every_claim_names_a_test() -> None:
    for table in re.findall(r"\| held by \|\n\|[-|]+\n((?:\|.*\n)+)", PAGE):
        assert [row for row in table.splitlines() if not NAMED.search(row)] == []


def test_nothing_opens_a_connection() -> None:
    network = {
        "socket",
        "ssl",
        "http",
        "ftplib",
        "smtplib",
        "webbrowser",
        "requests",
        "urllib3",
        "asyncio",
        "urllib.request",
    }
    for path in (ROOT / "dlquiz").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name for name in names if name in network or name.split(".")[0] in network}, path


def test_the_limits_are_those_of_the_program() -> None:
    limits = PAGE.partition("## Limits")[2]
    for limit in (
        bank_file.MAX_BYTES, recovery.MAX_CHARACTERS, nodes.MAX_NODES, nodes.MAX_DEPTH, scopes.MAX_STEPS,
        recorder.MAX_PASSES, ranges.MAX_ELEMENTS, typed_text.MAX_CHARACTERS, notation.MAX_CHARACTERS, notation.MAX_LAYERS,
        mathematics.MAX_LENGTH, mathematics.MAX_DEPTH, cache.MAX_CACHED_BYTES, grammar.MAX_OPERATORS, grammar.MAX_HEIGHT,
        expressions.MAX_NODES, expressions.MAX_DEPTH, recorder.MAX_START_NODES, slip_trials.MAX_CHANGES,
    ):  # fmt: skip
        assert re.search(rf"\b{limit:,}\b", limits), limit
    assert draw.WORK == 1_000_000  # half microseconds: half a second
    assert readers.WORK == 1_500_000
    assert slip_search.WORK == 2_000_000


def test_the_campaigns_are_as_large_as_the_page_says() -> None:
    campaigns = PAGE.partition("| campaign | inputs |")[2]
    answers = (ROOT / "tests/proof/test_answers_fuzz.py").read_text(encoding="utf-8")
    banks = (ROOT / "tests/proof/test_bank_screens.py").read_text(encoding="utf-8")
    assert "\nTEXTS = 100_000\n" in answers and "100,000 texts" in campaigns
    assert "int(1_500 * SHARE)" in banks and "1,500, through screens and exports" in campaigns
    assert f"{len(BOMBS)} banks, through every verb and format" in campaigns
