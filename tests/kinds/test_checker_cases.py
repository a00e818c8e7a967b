"""How answers are judged: the cases that the format promises, every kind alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dlquiz import kinds
from tests.kinds.bank_mapping import key_from_mapping

CASES = json.loads(Path(__file__).with_name("checker_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['answer']['kind']}-{case['typed']!r}"[:60])
def test_case(case: dict[str, Any]) -> None:
    """`wrong` includes what is close."""
    found = kinds.judge(key_from_mapping(case["answer"]), case["typed"])
    verdict = "wrong" if found.verdict == "close" else found.verdict
    assert verdict == case["verdict"], (case["why"], found)
