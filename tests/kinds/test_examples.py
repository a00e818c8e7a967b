"""Every row of the tables of examples, and the page made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dlquiz import kinds
from tests.kinds import answers_page
from tests.kinds.bank_mapping import key_from_mapping

ROWS = [(kind, *row) for kind in kinds.KINDS for row in answers_page.examples(kind)]


@pytest.mark.parametrize(("kind", "answer", "typed", "verdict", "why"), ROWS)
def test_example(kind: str, answer: Mapping[str, Any], typed: str, verdict: str, why: str) -> None:
    """The verdict is as the table says; what cannot be read says why, at a place in the text."""
    found = kinds.judge(key_from_mapping(answer), typed)
    assert answer["kind"] == kind
    assert found.verdict == verdict, why
    assert found.score == {"right": 1, "close": 0.5}.get(verdict, 0)
    if verdict == "unreadable":
        assert found.message
        assert found.caret is not None and 0 <= found.caret <= len(typed)


def test_the_page_is_current() -> None:
    """docs/answers.md is what the tables say; `python -m tests.kinds.answers_page` renews it."""
    assert answers_page.PAGE.read_text(encoding="utf-8") == answers_page.page()


def test_rows_are_told_apart() -> None:
    """No text stands twice for one answer."""
    keys = [(kind, str(answer), typed) for kind, answer, typed, *_ in ROWS]
    assert len(keys) == len(set(keys))
