"""What dlquiz exports and reads again asks the same."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dlquiz import kinds
from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.cli import app
from dlquiz.commands.export import linear
from dlquiz.export import plain
from dlquiz.export.course_items import list_items, write_number
from dlquiz.export.job import Job
from dlquiz.kinds.fields import ChoiceField, NumberField, TruthField, WordsField
from dlquiz.problem import make_problem

SAMPLE = (
    "conv-params", "pool-possible", "act-sigmoid-value", "backprop-221-output-update", "max-pool-by-hand", "act-range-interval",
    "act-active-examples", "gd-which-way", "act-differentiability-claims", "metrics-formulas",
)  # fmt: skip
SEED = 3
SHARE = float(os.environ.get("PROOF_SHARE", "1"))


@pytest.fixture(scope="module")
def shipped() -> QuestionSet:
    return load_questions()


def convert(folder: Path, format: str, suffix: str, ids: Sequence[str]) -> QuestionSet:
    """These questions, exported and imported again."""
    out, bank = folder / f"sample{suffix}", folder / "again.yaml"
    words = ["export", format, *ids, "--seed", str(SEED), "--variants", "1", "--out", str(out)]
    for command in (words, ["import", str(out), "--topic", "again", "--out", str(bank)]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
    return load_questions([bank])


def to_words(markdown: str, job: Job) -> str:
    """The words and signs of a text."""
    try:
        text = plain.to_text(markdown, job)
    except plain.NoPlainForm:
        text = markdown
    return re.sub(r"\W+", " ", text).strip()


COURSES = [("gift", ".gift"), ("moodle", ".xml")]
CARDS = [("csv", ".csv"), ("tsv", ".txt")]


@pytest.mark.parametrize(("format", "suffix"), COURSES)
def test_course_systems(format: str, suffix: str, shipped: QuestionSet, tmp_path: Path) -> None:
    compare_items(format, suffix, shipped, SAMPLE, tmp_path)


@pytest.mark.parametrize(("format", "suffix"), CARDS)
def test_cards(format: str, suffix: str, shipped: QuestionSet, tmp_path: Path) -> None:
    compare_cards(format, suffix, shipped, SAMPLE, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("topic", sorted(load_questions().topics))
@pytest.mark.parametrize(("format", "suffix"), COURSES)
def test_course_systems_with_all_questions(
    format: str, suffix: str, topic: str, shipped: QuestionSet, tmp_path: Path
) -> None:
    compare_items(format, suffix, shipped, choose(shipped, topic), tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("topic", sorted(load_questions().topics))
@pytest.mark.parametrize(("format", "suffix"), CARDS)
def test_cards_with_all_questions(format: str, suffix: str, topic: str, shipped: QuestionSet, tmp_path: Path) -> None:
    compare_cards(format, suffix, shipped, choose(shipped, topic), tmp_path)


def choose(shipped: QuestionSet, topic: str) -> list[str]:
    """The questions of a topic, or a share of them."""
    ids = [id for id in shipped.ids if shipped[id].topic == topic]
    return ids[: max(2, round(SHARE * len(ids)))]


def compare_items(format: str, suffix: str, shipped: QuestionSet, ids: Sequence[str], folder: Path) -> None:
    """What a course system is given asks what the questions ask, and judges as they do."""
    again = convert(folder, format, suffix, ids)
    job = Job(folder / "x", 0, folder / "y", linear)
    items = [item for id in ids for item in list_items(make_problem(shipped[id], SEED), job)]
    assert len(again.ids) == len(items)
    for id, item in zip(again.ids, items, strict=True):
        problem = make_problem(again[id], 0)
        asked = make_problem(shipped[item.name.partition("@")[0]], SEED).ask
        assert to_words(problem.ask, job).startswith(to_words(asked, job)), id
        (part,) = problem.parts.values()
        field = item.field
        if isinstance(field, NumberField):
            assert problem.check(write_number(field.value)).verdict == "right"
            for wrong in item.wrong:
                assert problem.check(write_number(wrong.value)).verdict == "wrong"
        elif isinstance(field, TruthField):
            assert problem.check("yes" if field.value else "no").verdict == "right"
        elif isinstance(field, ChoiceField):
            assert {to_words(text, job) for text in part.key.options} == {to_words(text, job) for text in field.options}
            assert {to_words(part.key.options[i], job) for i in part.key.right} == {
                to_words(field.options[i], job) for i in field.right
            }
        elif isinstance(field, WordsField):
            assert problem.check(field.accept[0]).verdict == "right"
        else:
            assert kinds.kind(part.kind).self_graded or part.key.lefts or part.key.items


def compare_cards(format: str, suffix: str, shipped: QuestionSet, ids: Sequence[str], folder: Path) -> None:
    """Cards ask what the questions ask."""
    again = convert(folder, format, suffix, ids)
    job = Job(folder / "x", 0, folder / "y", linear)
    assert len(again.ids) == len(ids)
    for id, before in zip(again.ids, ids, strict=True):
        problem = make_problem(again[id], 0)
        assert to_words(problem.ask, job).startswith(to_words(make_problem(shipped[before], SEED).ask, job))
        assert problem.part().key.points or problem.part().kind in ("number", "text", "yes-no")
