"""What comes next, and what the days until the exam hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dlquiz.bank.question_set import load_questions
from dlquiz.model import Topic
from dlquiz.progress.candidates import list_ahead, list_candidates, list_path, order_topics
from dlquiz.progress.choice import (
    Candidate,
    Limits,
    Outlook,
    choose_questions,
    estimate_right_at_first,
    gain_at_most,
    gain_per_minute,
    list_faded,
    rank_by_gain,
)
from dlquiz.progress.forecast import forecast_days, predict_share
from dlquiz.progress.rows import Graded, Memory
from dlquiz.progress.schedule import AGAIN, GOOD, replay_grades, review

TODAY = 740_000
MANY = Limits(100, 100)


def remembered(*grades: tuple[int, int], seconds: float = 60.0) -> Memory:
    """A memory from grades, each so many days ago."""
    rows = (Graded(TODAY - ago, grade, seconds, i) for i, (ago, grade) in enumerate(grades, 1))
    memory = replay_grades(rows, TODAY)
    assert memory is not None
    return memory


FADED = Candidate("faded", remembered((20, GOOD)))
FAILED = Candidate("failed", remembered((9, AGAIN)))
FRESH = Candidate("fresh", remembered((9, GOOD), (1, GOOD)))
DONE = Candidate("done", remembered((0, AGAIN)))
NEW, OTHER = Candidate("new", None), Candidate("other", None)
ALL = [NEW, FRESH, OTHER, FADED, DONE, FAILED]


def test_without_a_date_the_most_faded_come_first_then_the_new() -> None:
    assert choose_questions(ALL, Outlook(TODAY, None), MANY, {}) == ["failed", "faded", "new", "other"]
    assert {one.question for one in list_faded(ALL, TODAY)} == {"failed", "faded"}


def test_limits_hold_for_all_and_for_the_new() -> None:
    assert choose_questions(ALL, Outlook(TODAY, None), Limits(3, 100), {}) == ["failed", "faded", "new"]
    assert choose_questions(ALL, Outlook(TODAY, None), Limits(10, 1), {}) == ["failed", "faded", "new"]
    assert choose_questions(ALL, Outlook(TODAY, None), Limits(0, 5), {}) == []


def test_with_a_date_what_gains_most_for_its_time_comes_first() -> None:
    outlook = Outlook(TODAY, TODAY + 17)
    chosen = choose_questions(ALL, outlook, MANY, {})
    gains = {one.question: gain_per_minute(one.memory, outlook) for one in ALL}
    assert chosen == sorted(chosen, key=lambda name: -gains[name]) and "done" not in chosen
    slow = Candidate("slow", remembered((20, GOOD), seconds=600.0))
    assert choose_questions([slow, FADED], outlook, MANY, {}) == ["faded", "slow"]
    assert gain_per_minute(slow.memory, outlook) == pytest.approx(gains["faded"] / 10)


@pytest.mark.parametrize("days", [1, 5, 17, 90])
def test_gains_that_are_computed_late_come_in_the_same_order(days: int) -> None:
    grades = [
        [(ago, AGAIN if (ago + i) % 4 == 0 else GOOD) for ago in range(60, i % 9, -1 - i % 13)] for i in range(80)
    ]
    many = [Candidate(f"q{i}", remembered(*row, seconds=20.0 + i * 7 % 90)) for i, row in enumerate(grades)]
    many += [Candidate(f"new{i}", None) for i in range(5)]
    outlook = Outlook(TODAY, TODAY + days)
    gains = [gain_per_minute(one.memory, outlook) for one in many]
    assert all(gain <= gain_at_most(one.memory, outlook) for gain, one in zip(gains, many, strict=True))
    ordered = [many[at] for gain, at in sorted((-gain, at) for at, gain in enumerate(gains)) if gain < 0]
    assert list(rank_by_gain(many, outlook)) == ordered and len(ordered) > 50


def test_the_day_before_only_what_would_be_lost_gains() -> None:
    outlook = Outlook(TODAY, TODAY + 1)
    assert gain_per_minute(FADED.memory, outlook) > 20 * gain_per_minute(FRESH.memory, outlook) > 0


def test_new_ones_gain_less_to_those_who_know_them_already() -> None:
    gains = [gain_per_minute(None, Outlook(TODAY, TODAY + 17, share)) for share in (0.0, 0.3, 0.9)]
    assert gains == sorted(gains, reverse=True) and gains[-1] > 0


def test_a_failed_skill_pulls_in_one_question_that_was_not_practised_since() -> None:
    trains = [Candidate("new", None), Candidate("chain", None, ("chain",)), Candidate("more", None, ("chain",))]
    outlook = Outlook(TODAY, None)
    assert choose_questions([FADED, *trains], outlook, MANY, {"chain": 7})[:2] == ["chain", "faded"]
    assert choose_questions([FADED, *trains], outlook, MANY, {"other": 7})[0] == "faded"
    since = FADED._replace(skills=("chain",))
    assert choose_questions([NEW, since], outlook, MANY, {"chain": 1})[0] == "faded"  # row 1 is its own last grade
    assert choose_questions([*trains, since], outlook, MANY, {"chain": 1})[0] == "chain"


def test_first_grades_move_the_belief_slowly() -> None:
    assert estimate_right_at_first([]) == 0.25
    assert 0.25 < estimate_right_at_first([GOOD]) < 0.4
    assert estimate_right_at_first([GOOD] * 100) > 0.9
    assert estimate_right_at_first([AGAIN] * 100) < 0.03


def test_topics_come_behind_what_they_build_on() -> None:
    topics = {
        slug: Topic(slug, slug, after=after) for slug, after in {"b": ("a", "gone"), "c": ("b",), "a": ()}.items()
    }
    assert order_topics(topics) == ["a", "b", "c"]
    assert order_topics({slug: Topic(slug, slug, after=("a", "b")) for slug in "ab"}) == ["a", "b"]


def test_the_path_goes_through_each_topic_level_by_level_behind_what_it_builds_on() -> None:
    bank = load_questions()
    path = list_path(bank, bank.ids)
    places = {slug: [i for i, name in enumerate(path) if bank.topic_of(name) == slug] for slug in bank.topics}
    assert sorted(path) == sorted(bank.ids)
    for slug, topic in bank.topics.items():
        assert places[slug] == list(range(places[slug][0], places[slug][-1] + 1))
        levels = [bank.level_of(path[i]) for i in places[slug]]
        assert levels == sorted(levels)
        assert all(places[earlier][-1] < places[slug][0] for earlier in topic.after)


def test_the_path_passes_over_what_is_known_and_comes_back_to_what_has_faded() -> None:
    day = date.fromordinal(TODAY)
    known = {"b": review(None, Graded(TODAY, GOOD, 30, 1)), "c": review(None, Graded(TODAY, AGAIN, 30, 2))}
    assert list_ahead("abcd", {}, day) == list("abcd")
    assert list_ahead("abcd", known, day) == list("ad")
    assert list_ahead("abcd", known, day + timedelta(1)) == list("acd")
    assert list_ahead("abcd", known, day + timedelta(400)) == list("abcd")


def test_new_questions_of_the_banks_come_level_by_level() -> None:
    bank = load_questions()
    candidates = list_candidates(bank, bank.ids, {})
    levels = [bank.level_of(one.question) for one in candidates]
    assert levels == sorted(levels) and len(candidates) == len(bank)
    assert any(one.skills for one in candidates)


def test_the_plan_holds_the_limits_and_promises_more_than_no_practice() -> None:
    candidates = [Candidate(f"q{i}", None) for i in range(30)]
    outlook, limits = Outlook(TODAY, TODAY + 5), Limits(8, 4)
    forecast = forecast_days(candidates, outlook, Limits(2, 1), limits, TODAY + 5)
    assert [one.day for one in forecast.days] == list(range(TODAY, TODAY + 5))
    assert (forecast.days[0].new, forecast.days[0].reviews) == (1, 0)
    assert all(one.new <= 4 and one.new + one.reviews <= 8 for one in forecast.days)
    assert forecast.left == 0.25 < forecast.promised < 1
    assert forecast == forecast_days(candidates, outlook, Limits(2, 1), limits, TODAY + 5)


def test_the_share_today_counts_new_questions_as_the_learner_meets_them() -> None:
    assert predict_share([DONE, NEW], Outlook(TODAY, None, 0.5), TODAY) == pytest.approx(0.75)
    assert predict_share([], Outlook(TODAY, None), TODAY) == 0.0
