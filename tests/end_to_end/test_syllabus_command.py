"""`dlquiz syllabus` as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def run_syllabus(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlquiz", "syllabus", *arguments], capture_output=True, text=True, check=False
    )


def test_all_topics_are_listed_with_what_asks_for_them() -> None:
    lines = run_syllabus().stdout.splitlines()
    assert any(line.split()[:2] == ["gradient-descent", "13"] for line in lines)


@pytest.mark.parametrize("arguments", [("pooling",), ("pooling", "--plain")])
def test_a_topic_shows_its_facts_with_their_questions(arguments: tuple[str, ...]) -> None:
    shown = run_syllabus(*arguments).stdout
    assert "How often a map can be pooled" in shown
    assert "pool-possible" in shown


def test_json_names_facts_lines_and_questions() -> None:
    (topic,) = json.loads(run_syllabus("pooling", "--json").stdout)
    fact = next(one for one in topic["facts"] if one["id"] == "maxpool-16-five-times")
    assert topic["topic"] == "pooling"
    assert fact["lines"] == [62]
    assert fact["questions"]


def test_an_unknown_topic_is_told_with_what_was_meant() -> None:
    ended = run_syllabus("poolin")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert 'no topic "poolin"' in ended.stderr
    assert "pooling" in ended.stderr
