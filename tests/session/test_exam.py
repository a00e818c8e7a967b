"""A mock exam: answered in any order, silent until it is handed in, resumed with its clock run on, then marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.commands import exam as verb
from dlquiz.commands.sitting import Habits
from dlquiz.errors import UsageError
from dlquiz.problem import make_problem
from dlquiz.progress.exam_file import load_exam, save_exam
from dlquiz.progress.store import open_store, progress_path
from dlquiz.screen import exam as screens
from dlquiz.screen.prompt import Request
from dlquiz.session.exam import ExamState, plan_by_blueprint, plan_paper, read_blueprint
from dlquiz.session.plan import Planned

START = datetime(2026, 11, 28, 12, tzinfo=UTC)
IDS = ["backprop-221-output-update", "pool-possible", "conv-params"]


Line = str | int | Callable[[], str]


class Script:
    """A learner who types these lines; a number among them lets so many minutes pass first, a call does something."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.now = START

    def read_text(self, request: Request) -> str:
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if isinstance(line, int):
            self.now += timedelta(minutes=line)
            return self.read_text(request)
        return line if isinstance(line, str) else line()

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def home(tmp_path: Path, share_cache: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path))
    monkeypatch.setattr(verb, "require_terminal", lambda _verb: None)
    return tmp_path


@pytest.fixture
def sit(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Sit the exam with these lines typed; what the screen says."""

    def made(
        *lines: Line, now: datetime = START, seed: int | None = 5, minutes: int = 60, ids: Sequence[str] = IDS
    ) -> str:
        script = Script(lines)
        script.now = now

        class Opened:
            def __enter__(self) -> Script:
                return script

            def __exit__(self, *_: object) -> None:
                return None

        monkeypatch.setattr(verb, "open_prompt", lambda *_: Opened())
        verb.run(ids, minutes, 3, None, seed, [], Habits(), script.clock)
        return capsys.readouterr().out

    return made


def right_answers(seed: int = 5) -> list[str]:
    """The right answers to the paper of a seed, in its order."""
    bank = load_questions()
    answers = []
    for planned in plan_paper(IDS, 3, seed, True):
        problem = make_problem(bank[planned.id], planned.seed)
        for asked in problem.parts.values():
            value = asked.value
            answers.append(
                ("yes" if value else "no") if isinstance(value, bool) else f"{float(value):.4f}".rstrip("0").rstrip(".")
            )
    return answers


def test_all_right(sit: Callable[..., str], home: Path) -> None:
    said = sit(*right_answers(), "y")
    assert "6 of 6 marks (100 %)" in said
    assert not (home / "exam.json").exists()
    rows = open_store(progress_path()).read_attempts()
    assert len(rows) == 5 and {one.row.verb for one in rows} == {"exam"}
    assert all(one.row.grade is None for one in rows)  # the paper of a chosen seed is practice


def test_nothing_is_said_until_it_is_handed_in(sit: Callable[..., str]) -> None:
    answers = right_answers()
    before = sit("1", "/quit", seed=None)
    assert "wrong" not in before and "✗" not in before
    after = sit("y", "/go 1", "/list", "/clear", "/hand-in", "y", seed=None)
    assert "0 of 6 marks" in after
    assert answers


def test_answers_go_in_any_order_and_follow_through(sit: Callable[..., str]) -> None:
    said = sit("", "", "", "", "/back", "/go 9", "/nowhere", "/help", "/hand-in", "n", "/hand-in", "y")
    assert 'There is no part "9"' in said and 'There is no "/nowhere" here' in said
    assert "5 parts have no answer (" in said
    assert "0 of 6 marks (0 %)" in said
    assert "To practise: dlquiz quiz backprop parameter-counts pooling" in said


def test_what_follows_from_a_wrong_answer_earns_its_marks(sit: Callable[..., str], home: Path) -> None:
    (planned,) = plan_paper(["backprop-221-output-update"], 1, 5, False)
    values = make_problem(load_questions()[planned.id], planned.seed).values
    wrong, target = 0.45, float(values["y"])
    delta = (wrong - target) * wrong * (1 - wrong)
    said = sit(str(wrong), f"{delta:.4f}", "", "y", ids=["backprop-221-output-update"])
    assert f'1b "{delta:.4f}": follows from your earlier answer, 1 of 1 mark' in said and "1 of 4 marks" in said
    kept = open_store(progress_path()).read_attempts()[::-1]
    assert [one.row.verdict for one in kept] == ["wrong", "follows", "skipped"]


def test_what_cannot_be_read_is_said_at_once(sit: Callable[..., str]) -> None:
    said = sit("about seven", "/hand-in", "y")
    assert "about seven" in said
    assert "5 parts have no answer (" in said


def test_left_and_resumed_with_the_clock_run_on(sit: Callable[..., str], home: Path) -> None:
    answers = right_answers()
    said = sit(answers[0], 10, answers[1], "/quit")
    assert "The exam is kept" in said
    kept = load_exam(home / "exam.json")
    assert kept is not None and list(kept.typed.values()) == answers[:2]
    said = sit("y", *answers[2:], "y", now=START + timedelta(minutes=30))
    assert "30 min left" in said.replace("\xa0", " ")
    assert "6 of 6 marks" in said


def test_when_the_time_is_over_what_was_typed_counts(sit: Callable[..., str]) -> None:
    answers = right_answers()
    said = sit(answers[0], 61, *answers[1:])
    assert "The time is over" in said
    assert "no answer (" not in said
    assert "(100 %)" not in said


def test_a_question_is_shown_once_until_another_is_looked_at(sit: Callable[..., str]) -> None:
    said = sit("about seven", "/help", "/list", "/again", "/quit")
    assert said.count("Question 1 (part 1 of 5)") == 2


def test_what_the_learner_grades_can_be_left_and_gone_on_with(sit: Callable[..., str], home: Path) -> None:
    said = sit("in my words", 5, "y", seed=None, ids=["act-definition-recall"])
    assert "The exam is kept; `dlquiz exam` goes on with it.\n" in said and "In my words" not in said
    again = sit("y", "partly", now=START + timedelta(hours=3), ids=["act-definition-recall"])
    assert "0.5 of 1 mark (50 %) in 5 min" in again
    assert "1 answer, handed in, not marked yet" in again
    assert '"in my words": graded by yourself, 0.5 of 1 mark' in again and "Hand in?" not in again
    (kept,) = open_store(progress_path()).read_attempts()
    assert (kept.row.typed, kept.row.verdict, kept.row.grade) == ("in my words", "close", 2)


def test_answers_are_kept_before_a_verdict_is_shown(
    sit: Callable[..., str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(screens, "render_marked", stop)
    with pytest.raises(KeyboardInterrupt):
        sit(*right_answers(), "y")
    assert len(open_store(progress_path()).read_attempts()) == 5
    assert not (home / "exam.json").exists()


def test_two_terminals_lose_no_answer(sit: Callable[..., str], home: Path) -> None:
    def other_terminal() -> str:
        exam = load_exam(home / "exam.json")
        assert exam is not None
        save_exam(home / "exam.json", exam.answer("3", "12"))
        return "/next"

    sit("/next", other_terminal, "/clear", "/quit", seed=None)
    exam = load_exam(home / "exam.json")
    assert exam is not None and exam.typed == {"3": "12"}


def test_an_exam_that_is_marked_twice_has_one_grade_a_question(sit: Callable[..., str], home: Path) -> None:
    sit("/hand-in", seed=None)  # then the terminal is closed
    exam = (home / "exam.json").read_bytes()
    sit("y", "/hand-in", "y")
    (home / "exam.json").write_bytes(exam)
    sit("y", "/hand-in", "y")
    store = open_store(progress_path())
    assert [len(store.read_grades(name)) for name in IDS] == [1, 1, 1]


def test_a_paper_of_other_banks_is_told(sit: Callable[..., str], home: Path) -> None:
    save_exam(home / "exam.json", ExamState(7, 60, START.timestamp(), (Planned("elsewhere", 1),), {}))
    with pytest.raises(UsageError, match=r"Paper 7 asks elsewhere, which is not in these banks\. Name its bank"):
        sit("y")
    assert (home / "exam.json").exists()


def test_topics_and_a_blueprint_exclude_each_other(sit: Callable[..., str], tmp_path: Path, home: Path) -> None:
    with pytest.raises(UsageError, match="topics or a blueprint, not both"):
        verb.begin(load_questions(), ["pooling"], 60, 3, tmp_path / "any.toml", None, START)


def test_the_marked_script_shows_pictures(sit: Callable[..., str]) -> None:
    said = sit("/hand-in", "y", ids=["backprop-picture-edge"])
    assert said.count("above: value, below: gradient") == 2


def test_an_exam_that_was_left_can_be_given_up(sit: Callable[..., str], home: Path) -> None:
    sit("/quit")
    said = sit("n", "/hand-in", "y", seed=6)
    assert "Paper 6" in said


WHOLE = '"version": 1, "planned": [["a", 1, false, false]], "typed": {}, "seed": 1'


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"version": 1}', '{"version": 9, "planned": []}', "[" * 100_000),
        f'{{{WHOLE}, "minutes": 60, "started": 1, "at": 1e999}}',
        f'{{{WHOLE}, "minutes": 60, "started": 1e300, "at": 0}}',
        f'{{{WHOLE}, "minutes": 60, "started": 1, "at": -9}}',
        f'{{{WHOLE}, "minutes": {"9" * 400}, "started": 1, "at": 0}}',
    ],
)
def test_a_damaged_file_is_no_exam(content: str, tmp_path: Path) -> None:
    path = tmp_path / "exam.json"
    path.write_text(content, encoding="utf-8")
    assert load_exam(path) is None


def test_an_exam_comes_back_as_it_was(tmp_path: Path) -> None:
    exam = ExamState(7, 60, START.timestamp(), plan_paper(IDS, 2, 7, False), {"1": "η = 3"}, 1)
    save_exam(tmp_path / "exam.json", exam)
    assert load_exam(tmp_path / "exam.json") == exam


# papers


@pytest.fixture(scope="module")
def bank() -> QuestionSet:
    return load_questions()


def test_a_paper_is_fixed_by_its_seed_and_asks_nothing_twice(bank: QuestionSet) -> None:
    first, again, other = (plan_paper(bank.ids, 20, seed, False) for seed in (3, 3, 4))
    assert first == again != other
    assert len({one.id for one in first}) == 20


BLUEPRINT = '[[questions]]\ntopic = "pooling"\nlevel = "1-2"\ncount = 3\n[[questions]]\ntopic = "backprop"\ncount = 2\n'


def test_a_blueprint_says_what_is_on_the_paper(bank: QuestionSet) -> None:
    planned = plan_by_blueprint(read_blueprint(BLUEPRINT, list(bank.topics)), bank, 3, False)
    assert [bank.topic_of(one.id) for one in planned] == ["pooling"] * 3 + ["backprop"] * 2
    assert all(bank.level_of(one.id) < 3 for one in planned[:3])


FAULTY = {
    "count = 3": 'The blueprint has the key "count"',
    "x": "The blueprint is not TOML",
    "": "The blueprint holds no [[questions]]",
    '[[questions]]\ntopic = "pooolin"': 'Row 1 of the blueprint: there is no topic "pooolin"; did you mean "pooling"?',
    '[[questions]]\ntopic = "pooling"\ncount = 0': "Row 1 of the blueprint: count has to be",
    '[[questions]]\ntopic = "pooling"\nlevel = "4"': 'Row 1 of the blueprint: level "4"',
    '[[questions]]\ntopik = "pooling"': 'Row 1 of the blueprint has the key "topik"; did you mean "topic"?',
}


@pytest.mark.parametrize("text", FAULTY)
def test_faults_of_a_blueprint_are_one_sentence(text: str, bank: QuestionSet) -> None:
    with pytest.raises(UsageError) as caught:
        read_blueprint(text, list(bank.topics))
    assert str(caught.value).startswith(FAULTY[text])


def test_a_blueprint_that_asks_for_too_many_is_told(bank: QuestionSet) -> None:
    blocks = read_blueprint('[[questions]]\ntopic = "pooling"\ncount = 100\n', list(bank.topics))
    with pytest.raises(UsageError, match="asks for 100 questions on pooling"):
        plan_by_blueprint(blocks, bank, 3, False)
