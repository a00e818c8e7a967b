"""The wording of the shipped questions as data: nothing but the idea tells which answer is right.

What needs many draws is in tests/proof/test_prose_draws.py, a guesser who reads options alone in benchmarks/guesser.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from benchmarks.guesser import compute_chance
from dlquiz import kinds
from dlquiz.bank.question_set import load_questions, questions_folder
from dlquiz.model import AnswerKey
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.markdown import render_inline

SEEDS = 20
FEW = 4  # of questions with numbers
BANK = load_questions()
MAX_LONGEST = 0.4  # share of right options that are the longest
MAX_GIVEN_AWAY = 0.25  # above chance, by what stands in the question
ABOVE = re.compile(
    r"\b(?:all|none|any|both|neither) of (?:the|these|those) (?:above|options|answers|other)\b", re.IGNORECASE
)
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
NAMES = "fpr,fro"  # of quantities in formulas: the false positive rate, the Frobenius norm


class Part(NamedTuple):
    """A part of a question."""

    question: str
    name: str

    def __repr__(self) -> str:
        return f"{self.question}.{self.name}"


@cache
def draw_problems(name: str, count: int = SEEDS) -> list[Problem]:
    return [make_problem(BANK[name], seed) for seed in range(count)]


def list_parts(*names: str, count: int = SEEDS) -> list[Part]:
    """The parts that are of these kinds."""
    return [
        Part(name, part)
        for name in BANK.ids
        for part, asked in make_first(name).parts.items()
        if asked.kind in names and draw_problems(name, count)
    ]


@cache
def make_first(name: str) -> Problem:
    return make_problem(BANK[name], 0)


def list_keys(part: Part) -> list[AnswerKey]:
    return [problem.parts[part.name].key for problem in draw_problems(part.question)]


def list_asks(part: Part) -> list[str]:
    """What stands above the answer."""
    return [f"{problem.ask}\n{problem.parts[part.name].ask}" for problem in draw_problems(part.question)]


@cache
def list_choices() -> list[Part]:
    return list_parts("choice")


@cache
def list_single() -> list[Part]:
    """The choices with one right option on every draw."""
    return [part for part in list_choices() if all(len(key.right) == 1 for key in list_keys(part))]


@cache
def list_several() -> list[Part]:
    """The other choices."""
    return [part for part in list_choices() if part not in list_single()]


def measure_lengths(key: AnswerKey) -> tuple[list[int], int]:
    """The columns that the options take, and those of the right one."""
    lengths = [render_inline(option).cell_len for option in key.options]
    return lengths, lengths[key.right[0]]


def rate_longest(key: AnswerKey) -> float:
    """1 where the right option is longer than all others, less where others are as long."""
    lengths, right = measure_lengths(key)
    return (right == max(lengths)) / lengths.count(max(lengths))


def rank_right(key: AnswerKey) -> tuple[int, int]:
    """How many options are longer than the right one, and how many at least as long."""
    lengths, right = measure_lengths(key)
    return sum(length > right for length in lengths), sum(length >= right for length in lengths)


def varies(part: Part) -> bool:
    """Whether options or keys differ from draw to draw."""
    return len({(frozenset(key.options), frozenset(key.value)) for key in list_keys(part)}) > 1


def test_the_right_option_is_rarely_the_longest() -> None:
    shares = [sum(map(rate_longest, list_keys(part))) / SEEDS for part in list_single()]
    assert sum(shares) / len(shares) <= MAX_LONGEST


def test_the_rank_of_the_right_option_by_length_varies() -> None:
    alike = []
    for part in filter(varies, list_single()):
        keys = list_keys(part)
        same_length = all(len(set(measure_lengths(key)[0])) == 1 for key in keys)
        if not same_length and len(set(map(rank_right, keys))) == 1:
            alike.append(part)
    assert alike == []


def test_the_number_of_options_that_apply_varies() -> None:
    counts = {part: Counter(len(key.right) for key in list_keys(part)) for part in list_several()}
    drawn = [
        part for part in list_several() if len({NUMBER.sub("#", str(sorted(key.value))) for key in list_keys(part)}) > 1
    ]
    assert [part for part in drawn if len(counts[part]) == 1] == []
    assert all(min(count) > 1 for count in counts.values())  # else the prompt tells that one option is asked for
    total = sum(counts.values(), Counter())
    assert len(total) >= 3 and max(total.values()) <= 0.6 * total.total()


def test_right_options_are_as_long_as_wrong_ones() -> None:
    ratios = {part: sum(map(compare_lengths, list_keys(part))) / SEEDS for part in list_several()}
    assert {part: ratio for part, ratio in ratios.items() if not 2 / 3 <= ratio <= 3 / 2} == {}


def compare_lengths(key: AnswerKey) -> float:
    """How many times as long as wrong options the right ones are."""
    lengths = [render_inline(option).cell_len for option in key.options]
    right = [length for at, length in enumerate(lengths) if at in key.right]
    wrong = [length for at, length in enumerate(lengths) if at not in key.right]
    return sum(right) / len(right) / (sum(wrong) / len(wrong)) if wrong else 1.0


def test_statements_are_about_as_often_true_as_false() -> None:
    truths = {part: [key.value for key in list_keys(part)] for part in list_parts("yes-no")}
    fixed = [values[0] for values in truths.values() if len(set(values)) == 1]
    assert not fixed or 0.4 <= sum(fixed) / len(fixed) <= 0.6
    assert 0.4 <= sum(map(sum, truths.values())) / (SEEDS * len(truths)) <= 0.6


def test_no_option_speaks_of_the_others() -> None:
    options = {option for part in list_choices() for key in list_keys(part) for option in key.options}
    assert [option for option in options if ABOVE.search(option)] == []


def test_every_wrong_option_has_its_reason() -> None:
    assert [part for part in list_choices() if not has_reasons(part)] == []


def has_reasons(part: Part) -> bool:
    """Whether each option says why where it is wrong."""
    keys = list_keys(part)
    return all(key.because[at].strip() for key in keys for at in range(len(key.options)) if at not in key.right)


def test_no_question_contains_its_word() -> None:
    found = []
    for part in list_parts("text"):
        for ask, key in zip(list_asks(part), list_keys(part), strict=True):
            found += [(part, word) for word in key.accept if stands_in(word, ask)]
    assert found == []


def stands_in(words: str, text: str) -> bool:
    """Whether a text holds these words in a row; a letter alone is not a word."""
    wanted, given = (f" {' '.join(WORD.findall(held.casefold()))} " for held in (words, text))
    return len(wanted) > 3 and wanted in given


def test_no_question_contains_its_option() -> None:
    given = {part: sum(rate_repeats(part)) / SEEDS for part in list_choices()}
    assert {part: share for part, share in given.items() if share > MAX_GIVEN_AWAY} == {}


def rate_repeats(part: Part) -> Iterator[float]:
    """By how much who picks what the question repeats word for word is better than chance, draw by draw."""
    for ask, key in zip(list_asks(part), list_keys(part), strict=True):
        named = {at for at, option in enumerate(key.options) if stands_in(option, ask)}
        several = len(key.right) > 1
        chance = compute_chance(len(key.options), several)
        if several:
            yield (named == set(key.right)) - chance
        else:
            yield len(named.intersection(key.right)) / len(named) - chance if named else 0.0


def test_no_question_contains_its_number() -> None:
    given = {part: sum(rate_numbers(part)) / FEW for part in list_parts("integer", "number", count=FEW)}
    assert {part: share for part, share in given.items() if share > 0.5} == {}


def rate_numbers(part: Part) -> Iterator[float]:
    """How likely a number of the text, picked by chance, is the answer, draw by draw."""
    for problem in draw_problems(part.question, FEW):
        asked = problem.parts[part.name]
        text = f"{problem.ask}\n{asked.ask}".replace("−", "-").replace("{,}", ",")
        numbers = {number.replace(",", "").rstrip(",") for number in NUMBER.findall(text)}
        yield (kinds.kind(asked.kind).to_text(asked.key).replace(",", "") in numbers) / max(1, len(numbers))


def test_the_words_are_spelled_as_codespell_knows_them() -> None:
    pytest.importorskip("codespell_lib")
    command = [sys.executable, "-m", "codespell_lib", f"--ignore-words-list={NAMES}", str(questions_folder())]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0)
