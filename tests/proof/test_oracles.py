"""Shipped questions against computations of their own: PyTorch, NumPy, SciPy, plain loops."""

from __future__ import annotations

import importlib
import math
import os
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.json_data import value_to_json
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw
from tests import oracles

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
SEED = 2_000_000  # the first; other tests use others
VARIANTS = max(1, int(200 * SHARE))
BANK = load_questions()
Oracle = Callable[[Mapping[str, Any]], Any]
ORACLES: dict[str, Oracle] = {
    name: oracle
    for module in pkgutil.iter_modules(oracles.__path__)
    for name, oracle in importlib.import_module(f"tests.oracles.{module.name}").ORACLES.items()
}


def plain(value: Any) -> Any:
    """A value of a tape or an oracle as numbers, texts and nested lists."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def agree(told: Any, computed: Any, decimals: int) -> bool:
    """Whether two values are the same to more places than are asked for."""
    if isinstance(told, list) and isinstance(computed, list):
        return len(told) == len(computed) and all(agree(a, b, decimals) for a, b in zip(told, computed, strict=True))
    if isinstance(told, (str, bool)) or isinstance(computed, (str, bool)):
        return bool(told == computed)
    return math.isclose(told, computed, rel_tol=1e-6, abs_tol=10.0 ** -(decimals + 1))


def test_every_oracle_belongs_to_a_question() -> None:
    assert set(ORACLES) <= set(BANK.ids)


@pytest.mark.proof
@pytest.mark.parametrize("name", ORACLES)
def test_the_tape_agrees_with_its_oracle(name: str) -> None:
    for seed in range(SEED, SEED + VARIANTS):
        problem = Problem(draw(BANK[name], seed))
        values = {key: plain(value_to_json(value)) for key, value in problem.values.items()}
        computed = ORACLES[name](values)
        answers = computed if isinstance(computed, dict) else {next(iter(problem.parts)): computed}
        for part, answer in answers.items():
            asked = problem.parts[part]
            told = plain(value_to_json(asked.value))
            told = told[0] if asked.kind == "choice" and len(told) == 1 else told
            assert agree(told, plain(answer), asked.key.decimals or 4), f"{problem.id} {part}: {told}, {answer}"
