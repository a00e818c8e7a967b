"""A quiz under way: the moves that a learner can make, and what each of them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dlquiz import kinds
from dlquiz.errors import DlquizError
from dlquiz.model import Verdict
from dlquiz.problem import Asked, Problem
from dlquiz.session.attempts import Attempt, PartAttempt, QuestionAttempt
from dlquiz.session.hints import hints
from dlquiz.session.plan import Planned

Opening = Callable[[Planned], Problem]


class State(NamedTuple):
    """A moment of a quiz."""

    question_attempts: tuple[QuestionAttempt, ...] = ()  # the last one is open, or was just finished
    since: float = 0.0  # when its clock was last read
    over: bool = False


class Picked(NamedTuple):
    """A letter for one side of a match; others are still wanted."""

    left: int
    letter: str


class Revealed(NamedTuple):
    """The points of a recall are to be read now; what is typed next is the grade."""

    text: str


class Judged(NamedTuple):
    """An answer, and what became of it."""

    text: str
    verdict: Verdict
    settled: bool  # whether the part is done


class Quiz:
    """A quiz under way.  `opening` makes the problem of a planned question."""

    def __init__(self, asked: Sequence[Planned], opening: Opening, now: float, decimal: str = "point") -> None:
        self.plan = tuple(asked)
        self.opening = opening
        self.decimal = decimal
        self.left_out: list[str] = []  # what is wrong with questions that cannot be asked
        self.past: list[State] = []
        self.state = State()
        self.opened: dict[Planned, Problem] = {}
        self.advance(now)

    # what is asked

    @property
    def over(self) -> bool:
        """Whether nothing is left to ask."""
        return self.state.over

    @property
    def question_attempt(self) -> QuestionAttempt:
        """The question that is open, or was just finished."""
        return self.state.question_attempts[-1]

    @property
    def number(self) -> int:
        """The place of the question in the quiz, from 1."""
        return len(self.state.question_attempts)

    @property
    def problem(self) -> Problem:
        """The problem that is open."""
        return self.opened[self.question_attempt.planned]

    @property
    def part_attempt(self) -> PartAttempt:
        """The part that is open."""
        return self.question_attempt.part_attempts[self.question_attempt.at]

    @property
    def asked(self) -> Asked:
        """What the open part asks."""
        return self.problem.parts[self.part_attempt.part]

    # moves

    def answer(self, text: str, now: float) -> Judged | Picked | Revealed:
        """A typed answer.  What cannot be read changes nothing; what is close is free to type again."""
        part_attempt, key, kind = self.part_attempt, self.asked.key, kinds.kind(self.asked.kind)
        if kind.self_graded and not part_attempt.revealed:
            self.move(self.question_attempt.with_open(part_attempt._replace(revealed=True)), now)
            return Revealed(text)
        letter = text.strip().lower().strip("().")
        if kind.asked_in_turn and is_place(letter, len(key.rights)):
            if len(part_attempt.picked) + 1 < len(key.lefts):
                self.move(
                    self.question_attempt.with_open(part_attempt._replace(picked=(*part_attempt.picked, letter))), now
                )
                return Picked(len(part_attempt.picked), letter)
            text = " ".join((*part_attempt.picked, letter))
        return self.judge(text, now)

    def judge(self, text: str, now: float) -> Judged:
        """A whole answer, judged."""
        part_attempt = self.part_attempt
        earlier = {
            one.part: one.attempts[-1].text
            for one in self.question_attempt.part_attempts[: self.question_attempt.at]
            if one.attempts
        }
        verdict = self.problem.check(text, part_attempt.part, earlier, self.decimal)
        if verdict.verdict == "unreadable":
            return Judged(text, verdict, False)
        one = Attempt(text, verdict.verdict, verdict.score, verdict.diagnosis)
        made = part_attempt._replace(attempts=(*part_attempt.attempts, one), picked=())
        settled = verdict.verdict in ("right", "follows") or part_attempt.revealed
        self.move(self.question_attempt.with_open(made._replace(end="answered" if settled else "")), now)
        return Judged(text, verdict, settled)

    def hint(self, now: float) -> str:
        """The next hint; empty where no other is left, and then nothing is counted."""
        part_attempt = self.part_attempt
        texts = hints(self.problem, part_attempt.part)
        if part_attempt.hints >= len(texts):
            return ""
        self.change(self.question_attempt.with_open(part_attempt._replace(hints=part_attempt.hints + 1)), now)
        return texts[part_attempt.hints]

    def count_hints(self, count: int, now: float) -> None:
        """Help that was given otherwise: quantities hinted at or shown on a guided way."""
        if not self.question_attempt.done:
            self.change(
                self.question_attempt.with_open(self.part_attempt._replace(helped=self.part_attempt.helped + count)),
                now,
            )

    def give_up(self, now: float) -> str:
        """The open part is shown, not answered; its name."""
        part_attempt = self.part_attempt
        self.move(self.question_attempt.with_open(part_attempt._replace(end="shown")), now)
        return part_attempt.part

    def skip(self, now: float) -> None:
        """The rest of the question is left unanswered."""
        left = [one if one.end else one._replace(end="skipped") for one in self.question_attempt.part_attempts]
        self.move(self.question_attempt._replace(part_attempts=tuple(left)), now)

    def undo(self, now: float) -> bool:
        """Take the last answer, skip or solution back; False where there is none."""
        if not self.past:
            return False
        self.state = self.past.pop()._replace(since=now)
        return True

    def advance(self, now: float) -> None:
        """Open the next question; those that cannot be asked are left out and named."""
        while self.number < len(self.plan):
            planned = self.plan[self.number]
            try:
                problem = self.opening(planned)
            except DlquizError as error:
                self.left_out.append(str(error))
                self.plan = (*self.plan[: self.number], *self.plan[self.number + 1 :])
                continue
            self.opened[planned] = problem
            parts = tuple(PartAttempt(asked.name, asked.marks) for asked in problem.parts.values())
            question_attempt = QuestionAttempt(planned, problem.question.topic, problem.question.title, parts)
            self.state = State((*self.state.question_attempts, question_attempt), now)
            return
        self.state = self.state._replace(over=True)

    def move(self, question_attempt: QuestionAttempt, now: float) -> None:
        """A change that can be taken back."""
        self.past.append(self.state)
        self.change(question_attempt, now)

    def change(self, question_attempt: QuestionAttempt, now: float) -> None:
        """The open question as it is now, its clock moved on."""
        question_attempt = question_attempt._replace(
            seconds=question_attempt.seconds + max(0.0, now - self.state.since)
        )
        self.state = State((*self.state.question_attempts[:-1], question_attempt), now)


def is_place(text: str, count: int) -> bool:
    """Whether a text is one of the first `count` letters."""
    return len(text) == 1 and 0 <= ord(text) - ord("a") < count
