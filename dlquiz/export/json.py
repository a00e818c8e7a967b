"""The format `json`: the problems with their tapes, and a JSON Schema beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dlquiz.export.job import Item, Job, describe_missing_pictures
from dlquiz.json_data import problem_to_json
from dlquiz.problem import Problem

SUFFIX = ".json"
VARIANTS = 1
FORMAT = 1  # increased when the structure changes
SCHEMA = Path(__file__).with_name("problems.schema.json")
describe_gap = describe_missing_pictures


def make_record(item: Item, job: Job) -> list[dict[str, Any]]:
    """The variants of a question as JSON data."""
    return [problem_to_data(item, problem) for problem in item.problems]


def problem_to_data(item: Item, problem: Problem) -> dict[str, Any]:
    """A problem with its answers and its tape as JSON data."""
    question = item.question
    about = {"variant": problem.id, "topic": question.topic, "title": question.title, "level": question.level}
    after = {
        "hint": problem.hint,
        "plan": problem.plan,
        "checks": problem.tests,
        "often": problem.often,
        "remark": problem.remark,
        "see": question.see,
    }
    return {**about, **problem_to_json(problem, answers=True, steps=True), **after}


def make_files(records: Sequence[list[dict[str, Any]]], job: Job) -> Mapping[Path, bytes]:
    """The problems, and their schema."""
    schema = job.path_beside(".schema.json")
    problems = [problem for own in records for problem in own]
    text = json.dumps({"$schema": schema.name, "format": FORMAT, "problems": problems}, ensure_ascii=False, indent=1)
    return {job.out: f"{text}\n".encode("utf-8", "replace"), schema: SCHEMA.read_bytes()}
