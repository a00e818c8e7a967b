"""The banks cover the syllabus: every row has a question, and every golden value stands among the examples of one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import permutations
from typing import Any

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.errors import DlquizError
from dlquiz.json_data import value_to_json
from dlquiz.problem import Problem, make_problem
from dlquiz.syllabus import Row, group_by_row, load_syllabus
from tests import oracles_page
from tests.syllabus_page import PAGE, write_page

BANK = load_questions()
SYLLABUS = load_syllabus()
COVERING = group_by_row(BANK)
ROWS = {row.id: row for rows in SYLLABUS.values() for row in rows}


def flatten(value: Any) -> list[Any]:
    """The numbers of a value, in order."""
    return [one for item in value for one in flatten(item)] if isinstance(value, (list, tuple)) else [value]


def agree(told: Any, golden: Any) -> bool:
    """Whether a value is the golden one: a number to six digits, either sign of a size, a list entry by entry."""
    told, golden = flatten(told), flatten(golden)
    if len(told) != len(golden):
        return False
    return all(
        math.isclose(abs(a), abs(b), rel_tol=1e-5, abs_tol=1e-7)
        if isinstance(a, (int, float)) and isinstance(b, (int, float))
        else a == b
        for a, b in zip(told, golden, strict=True)
    )


def golden_answers(row: Row) -> Iterator[Any]:
    """What the examples of the questions that cover a row have as answers and as steps: alone, and all parts together."""
    for question in COVERING.get(row.id, ()):
        for problem in make_examples(question.id):
            values = [value_to_json(asked.value) for asked in problem.parts.values()]
            yield from values
            yield from (value_to_json(entry.value) for entry in problem.tape)
            for size in range(2, len(values) + 1):
                yield from map(list, permutations(values[:5], min(size, 3)))


@cache
def make_examples(name: str) -> list[Problem]:
    """The examples of a question that can be asked: a question covers several rows."""
    problems = []
    for example in BANK[name].examples:
        with suppress(DlquizError):
            problems.append(make_problem(BANK[name], 0, example.pins))
    return problems


def test_every_question_covers_rows_that_there_are() -> None:
    assert {row for question in BANK for row in question.covers} <= ROWS.keys()


@pytest.mark.parametrize("slug", [slug for slug in SYLLABUS if slug in BANK.topics])
def test_a_topic_is_covered(slug: str) -> None:
    assert [row.id for row in SYLLABUS[slug] if row.id not in COVERING] == []


@pytest.mark.parametrize(
    "name", [row.id for slug in SYLLABUS if slug in BANK.topics for row in SYLLABUS[slug] if row.value is not None]
)
def test_the_golden_value_is_among_the_examples(name: str) -> None:
    row = ROWS[name]
    assert any(agree(told, row.value) for told in golden_answers(row)), f"{row.params} gives {row.value}"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(), "renew it with: python -m tests.syllabus_page"


def test_the_page_of_oracles_is_current() -> None:
    told = oracles_page.PAGE.read_text(encoding="utf-8")
    assert told == oracles_page.write_page(), "renew it with: python -m tests.oracles_page"
    assert oracles_page.list_lacking() == [], "write an oracle for these in tests/oracles"


def test_every_oracle_belongs_to_a_question() -> None:
    assert oracles_page.find_oracles().keys() <= set(BANK.ids)
