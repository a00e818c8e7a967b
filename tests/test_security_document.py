"""Every claim of docs/security.md names tests that exist, and its limits are the program's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from dlquiz.bank import bank_file, cache, nodes, recovery, scopes
from dlquiz.kinds import typed_text
from dlquiz.networks import notation
from dlquiz.text import mathematics
from dlquiz.worked import draw, ranges, recorder

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
        mathematics.MAX_LENGTH, mathematics.MAX_DEPTH, cache.MAX_CACHED_BYTES,
    ):  # fmt: skip
        assert re.search(rf"\b{limit:,}\b", limits), limit
    assert draw.WORK == 1_000_000  # half microseconds: half a second
