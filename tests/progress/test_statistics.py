"""What the answers come to: shares of topics, weeks, slips, weakest questions; taken back rows do not count."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.commands import stats
from dlquiz.progress.candidates import read_standing
from dlquiz.progress.rows import TAKEN_BACK, AttemptRow, Graded
from dlquiz.progress.schedule import replay_grades
from dlquiz.progress.settings import Settings
from dlquiz.progress.statistics import read_statistics
from dlquiz.progress.store import Store, open_store, progress_path

TODAY = date(2026, 11, 27)  # a Friday
DAY = TODAY.toordinal()
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ROW = AttemptRow(
    "k", "", DAY, "s", "quiz", "conv-params", "parameter-counts", "answer", "d", 7, False, "{}", "5", "wrong"
)


@pytest.fixture(scope="module")
def shipped() -> QuestionSet:
    return load_questions()


@pytest.fixture
def store(tmp_path: Path, share_cache: None, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store in which three questions were practised."""
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path))
    made = open_store(progress_path())
    grades = [
        ("conv-params", DAY - 8, 1),
        ("conv-params", DAY - 1, 3),
        ("pool-possible", DAY, 3),
        ("gd-which-way", DAY, 1),
    ]
    with made.transaction():
        for i, (question, day, grade) in enumerate(grades):
            slip = "listed" if grade == 1 else ""
            made.add_attempt(
                ROW._replace(key=f"k{i}", at=f"{i}", day=day, question=question, grade=grade, slip=slip, step="total")
            )
        gone = made.add_attempt(ROW._replace(key="gone", at="9", question="gd-which-way", grade=1, slip="listed"))
        made.add_attempt(ROW._replace(key="back", at="9", verdict=TAKEN_BACK, cancels=gone))
        for question in {question for question, _, _ in grades}:
            own = [Graded(day, grade, 60, i) for i, (name, day, grade) in enumerate(grades) if name == question]
            made.write_memory(question, replay_grades(own, DAY))
    return made


def test_topics_weeks_slips_and_the_weakest(store: Store, shipped: QuestionSet) -> None:
    settings = Settings(exam_date=date(2026, 12, 10))
    standing = read_standing(store, shipped, shipped.ids, settings, TODAY)
    found = read_statistics(store, shipped, standing)
    topics = {one.topic: one for one in found.topics}
    assert set(topics) == {"parameter-counts", "pooling", "gradient-descent"}
    assert all(one.seen == 1 and one.exam is not None and one.exam < one.today for one in found.topics)
    *_, before, this = found.weeks
    assert this.days == (0, 0, 0, 1, 2, 0, 0)
    assert this.right == pytest.approx(2 / 3)
    assert (sum(before.days), before.right) == (1, 0.0)
    assert [(one.question, one.times) for one in found.slips] == [("conv-params", 1), ("gd-which-way", 1)]
    assert [one.question for one in found.weakest] == ["gd-which-way", "pool-possible", "conv-params"]
    assert [one.later for one in found.weakest] == sorted(one.later for one in found.weakest)
    assert all(one.later < one.recall for one in found.weakest)
    assert {one.question for one in found.weakest} == {"conv-params", "pool-possible", "gd-which-way"}


def test_the_screen_and_the_data(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert stats.run([], [], Settings(), as_json=False, plain=False, clock=lambda: NOON) == 0
    said = capsys.readouterr().out
    for part in ("Right if asked", "The last weeks", "Commonest slips", "Weakest questions", "conv-params"):
        assert part in said
    assert "once: a typical mistake of this question, at total in conv-params" in " ".join(said.split())
    assert "gd-which-way: 100 % today, " in said and "% in a week" in said
    assert "100┐" in said and "█" in said and "What fades" in said
    assert stats.run([], [], Settings(), as_json=False, plain=True, clock=lambda: NOON) == 0
    plain = capsys.readouterr().out
    assert (
        "practice. per cent over days from today from 0 to 30" in " ".join(plain.split())
        and "█" not in plain
        and "┐" not in plain
    )
    assert stats.run(["pooling"], [], Settings(), as_json=True, plain=False, clock=lambda: NOON) == 0
    data = json.loads(capsys.readouterr().out)
    assert [one["topic"] for one in data["topics"]] == ["pooling"]
    assert data["slips"] == [] and [one["question"] for one in data["weakest"]] == ["pool-possible"]
    assert [sum(week["days"]) for week in data["weeks"]] == [0, 0, 0, 0, 1]
    assert len(data["fading"]) == 31 and data["fading"] == sorted(data["fading"], reverse=True)


def test_the_pictures_become_files(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    svg = tmp_path / "known.svg"
    settings = Settings(exam_date=date(2026, 12, 10))
    assert stats.run([], [], settings, as_json=False, plain=False, svg=svg, clock=lambda: NOON) == 0
    assert "wrote" in capsys.readouterr().out
    bars, fading = (ET.fromstring(path.read_bytes()) for path in (svg, tmp_path / "known-2.svg"))
    assert "Pooling" in "".join(bars.itertext()) and "exam is marked at (13" in "".join(fading.itertext())


def test_nothing_kept_is_said(
    tmp_path: Path, share_cache: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path))
    assert stats.run([], [], Settings(), as_json=False, plain=True, clock=lambda: NOON) == 0
    assert "Nothing is kept yet" in capsys.readouterr().out
