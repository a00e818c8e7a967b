"""Shipped questions against computations of their own: PyTorch, NumPy, SciPy, plain loops."""

from __future__ import annotations

import importlib
import math
import os
import pkgutil
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.json_data import value_to_json
from dlquiz.problem import AskedPart, Problem
from dlquiz.worked.draw import draw
from tests import oracles

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
SEED = 2_000_000  # the first; other tests use others
VARIANTS = max(1, int(200 * SHARE))
PLACES = 3  # at which a formula is compared
GROUPS = {"torch": "torch", "scipy": "science", "sklearn": "science", "keras": "keras"}  # of .ci/oracles, by package
BANK = load_questions()
Oracle = Callable[[Mapping[str, Any]], Any]
ORACLES: dict[str, Oracle] = {
    name: oracle
    for module in pkgutil.iter_modules(oracles.__path__)
    for name, oracle in importlib.import_module(f"tests.oracles.{module.name}").ORACLES.items()
}


@contextmanager
def skip_without_packages() -> Iterator[None]:
    """Skip a test whose oracle needs a package that is not installed, and say how to install it."""
    try:
        yield
    except ModuleNotFoundError as fault:
        package = str(fault.name).partition(".")[0]
        if package not in GROUPS:
            raise
        pytest.skip(f"{package} is not installed: .ci/oracles {GROUPS[package]}")


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


def evaluate(formula: str, letters: Mapping[str, float]) -> float:
    """The value of a formula at a place, by Python."""
    known = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "tanh")}
    known |= {"abs": abs, "sigmoid": lambda x: 1 / (1 + math.exp(-x))}
    renamed = {f"{name}_": value for name, value in letters.items()}
    text = re.sub(r"[A-Za-z_]\w*", lambda word: f"{word[0]}_" if word[0] in letters else word[0], formula)
    return float(eval(text, {"__builtins__": {}}, known | renamed))


def pick_place(variables: Mapping[str, tuple[Fraction, Fraction]], source: random.Random) -> dict[str, float]:
    """Values of the letters within their intervals, whole ones where an interval is wide, since they may be counts."""
    return {
        name: source.randint(int(low), int(high)) if high - low >= 8 else source.uniform(float(low), float(high))
        for name, (low, high) in variables.items()
    }


def formula_agrees(asked: AskedPart, computed: Callable[[Mapping[str, float]], float], seed: int) -> bool:
    """Whether a formula has the values of its oracle."""
    source = random.Random(seed)
    places = [pick_place(asked.key.variables, source) for _ in range(PLACES)]
    told = str(value_to_json(asked.value))
    return all(math.isclose(evaluate(told, at), computed(at), rel_tol=1e-6, abs_tol=1e-9) for at in places)


@pytest.mark.proof
@pytest.mark.parametrize("name", ORACLES)
@skip_without_packages()
def test_the_tape_agrees_with_its_oracle(name: str) -> None:
    for seed in range(SEED, SEED + VARIANTS):
        problem = Problem(draw(BANK[name], seed))
        values = {key: plain(value_to_json(value)) for key, value in problem.values.items()}
        computed = ORACLES[name](values)
        answers = computed if isinstance(computed, dict) else {next(iter(problem.parts)): computed}
        for part, answer in answers.items():
            asked = problem.parts[part]
            if callable(answer):
                assert formula_agrees(asked, answer, seed), f"{problem.id} {part}: {asked.value}"
                continue
            told = plain(value_to_json(asked.value))
            told = told[0] if asked.kind == "choice" and len(told) == 1 else told
            assert agree(told, plain(answer), asked.key.decimals or 4), f"{problem.id} {part}: {told}, {answer}"
