"""The format `json`: the problems with their tapes, and a JSON Schema beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dlquiz import kinds
from dlquiz.export.job import Item, Job, describe_no_gap
from dlquiz.export.markup import line_to_markdown
from dlquiz.json_data import problem_to_json
from dlquiz.problem import Problem

SUFFIX = ".json"
VARIANTS = 1
FORMAT = 1  # increased when the structure changes
MARKDOWN = frozenset({"title", "ask", "hint", "plan", "checks", "often", "remark", "options", "items", "pairs"})
SCHEMA = Path(__file__).with_name("problems.schema.json")
describe_gap = describe_no_gap


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
    }
    data = {**about, **problem_to_json(problem, answers=True, steps=True), **after}
    return {**write_markdown(data), "see": question.see}


def write_markdown(data: dict[str, Any]) -> dict[str, Any]:
    """The data with its Markdown as sheets have it, so that it does no more wherever it is shown."""
    written = {name: texts_to_markdown(value) if name in MARKDOWN else value for name, value in data.items()}
    written["steps"] = [step | {"why": line_to_markdown(step["why"])} for step in data["steps"]]
    written["parts"] = [part_to_markdown(part) for part in data["parts"]]
    return written


def part_to_markdown(part: dict[str, Any]) -> dict[str, Any]:
    """A part with its Markdown as sheets have it; an answer that is one of its options stays one."""
    written = {name: texts_to_markdown(value) if name in MARKDOWN else value for name, value in part.items()}
    if kinds.kind(part["kind"]).holds_markdown:
        written["value"] = texts_to_markdown(part["value"])
    return written


def texts_to_markdown(value: Any) -> Any:
    """A text, or each text of a list or a mapping, as Markdown."""
    if isinstance(value, str):
        return line_to_markdown(value)
    if isinstance(value, dict):
        return {name: texts_to_markdown(one) for name, one in value.items()}
    return [texts_to_markdown(one) for one in value] if isinstance(value, (list, tuple)) else value


def make_files(records: Sequence[list[dict[str, Any]]], job: Job) -> Mapping[Path, bytes]:
    """The problems, and their schema."""
    schema = job.path_beside(".schema.json")
    problems = [problem for own in records for problem in own]
    text = json.dumps({"$schema": schema.name, "format": FORMAT, "problems": problems}, ensure_ascii=False, indent=1)
    return {job.out: f"{text}\n".encode("utf-8", "replace"), schema: SCHEMA.read_bytes()}
