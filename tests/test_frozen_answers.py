"""The answers of 20 seeds of every shipped question as they were before the house moved onto NumPy and SymPy.

`tests/frozen_answers.json` was written at 3ca8c41.  A difference that mends a fault is listed in MENDED with its reason.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dlquiz
from dlquiz import json_data

FROZEN: dict[str, list[dict[str, list[object]]]] = json.loads(
    (Path(__file__).parent / "frozen_answers.json").read_text(encoding="utf-8")
)
SEEDS = 20
MENDED = {  # question id: why its answers differ now
    "gd-which-way": "a negative weight that goes down grows in size, so the options say up and down, not grows and shrinks",
}


def answers(name: str) -> list[dict[str, list[object]]]:
    """For every seed the kind and the value of each part."""
    problems = (dlquiz.load()[name].problem(seed=seed) for seed in range(SEEDS))
    return [{key: [part.kind, json_data.value_to_json(part.value)] for key, part in p.parts.items()} for p in problems]


@pytest.mark.parametrize("name", FROZEN)
def test_a_question_still_has_the_answers_that_it_had(name: str) -> None:
    found = json.loads(json.dumps(answers(name)))
    if name in MENDED:
        assert found != FROZEN[name], "nothing differs any more: take it out of MENDED"
    else:
        assert found == FROZEN[name]
