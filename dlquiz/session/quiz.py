"""A quiz under way: the moves that a learner can make, and what each of them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dlquiz import kinds
from dlquiz.errors import DlquizError
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.model import Verdict
from dlquiz.problem import AskedPart, Problem
from dlquiz.session.attempts import Attempt, PartAttempt, QuestionAttempt
from dlquiz.session.disclosure import list_part_hints
from dlquiz.session.plan import Planned

OpenProblem = Callable[[Planned], Problem]
PlanRest = Callable[[QuestionAttempt, tuple[Planned, ...]], tuple[Planned, ...]]


def keep_rest(_attempt: QuestionAttempt, rest: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """What was planned comes next."""
    return rest


def ignore_moves(_quiz: Quiz) -> None:
    """Nobody follows the quiz."""


class QuizState(NamedTuple):
    """A moment of a quiz."""

    plan: tuple[Planned, ...] = ()  # what was asked, then what is to be asked
    question_attempts: tuple[QuestionAttempt, ...] = ()  # the last one is open, or was just finished
    since: float = 0.0  # when its clock was last read
    over: bool = False


class PickedLetter(NamedTuple):
    """The letter picked for one left side of a match; other sides are still open."""

    left: int
    letter: str


class RevealedPoints(NamedTuple):
    """A recall was answered and its points are shown; what is typed next is the grade."""

    text: str


class JudgedAnswer(NamedTuple):
    """An answer and its verdict."""

    text: str
    verdict: Verdict
    settled: bool  # whether the part is done


class Quiz:
    """A quiz under way.

    `open_problem` makes the problem of a planned question; `now` is the time in seconds, from any clock that does not
    go back.  `plan_rest` says what comes after a question that is done, given what was planned; `follower` is told of
    every move that can be taken back, and of every one that is.
    """

    def __init__(
        self,
        planned: Sequence[Planned],
        open_problem: OpenProblem,
        now: float,
        decimal: str = "point",
        plan_rest: PlanRest = keep_rest,
        follower: Callable[[Quiz], None] = ignore_moves,
        one_try: bool = False,  # whether the first answer to a part is the last, as in an exam
    ) -> None:
        self.open_problem = open_problem
        self.decimal = decimal
        self.plan_rest = plan_rest
        self.follower = follower
        self.one_try = one_try
        self.left_out: list[str] = []  # what is wrong with questions that cannot be asked
        self.history: list[QuizState] = []
        self.state = QuizState(tuple(planned))
        self.problems: dict[Planned, Problem] = {}
        self.advance(now)

    # what is asked

    @property
    def plan(self) -> tuple[Planned, ...]:
        """What was asked, then what is to be asked."""
        return self.state.plan

    @property
    def ahead(self) -> tuple[Planned, ...]:
        """What is to be asked, the open question first."""
        rest = self.plan[self.number :]
        if not self.state.question_attempts:
            return rest
        attempt = self.question_attempt
        return self.plan_rest(attempt, rest) if attempt.done else (attempt.planned, *rest)

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
        """The problem of the open question."""
        return self.problems[self.question_attempt.planned]

    @property
    def part_attempt(self) -> PartAttempt:
        """The part that is open."""
        return self.question_attempt.part_attempts[self.question_attempt.open_index]

    @property
    def asked(self) -> AskedPart:
        """What the open part asks."""
        return self.problem.parts[self.part_attempt.part]

    @property
    def takes_any_text(self) -> bool:
        """Whether the open part asks for a text that is not read: one that is graded by the learner, later."""
        return kinds.kind(self.asked.kind).self_graded and not self.part_attempt.revealed

    # moves

    def answer(self, text: str, now: float) -> JudgedAnswer | PickedLetter | RevealedPoints:
        """Take a typed answer.  An unreadable one changes nothing; after a close one the learner types again."""
        attempt, key, kind = self.part_attempt, self.asked.key, kinds.kind(self.asked.kind)
        if self.takes_any_text:
            self.move_part(attempt._replace(revealed=True, recalled=text), now)
            return RevealedPoints(text)
        letter = text.strip().lower().strip("().")
        if kind.asked_in_turn and is_letter(letter, len(key.rights)):
            picked = (*attempt.picked, letter)
            if len(picked) < len(key.lefts):
                self.move_part(attempt._replace(picked=picked), now)
                return PickedLetter(len(attempt.picked), letter)
            text = " ".join(picked)
        return self.judge(text, now)

    def judge(self, text: str, now: float) -> JudgedAnswer:
        """Judge a complete answer to the open part."""
        attempt = self.part_attempt
        before = self.question_attempt.part_attempts[: self.question_attempt.open_index]
        earlier = {one.part: one.attempts[-1].text for one in before if one.attempts}
        verdict = self.problem.check(text, attempt.part, earlier, self.decimal)
        if verdict.verdict == "unreadable":
            return JudgedAnswer(text, verdict, False)
        typed = Attempt(text, verdict.verdict, verdict.score, verdict.diagnosis)
        last = self.one_try or (verdict.verdict == "wrong" and kinds.kind(self.asked.kind).settled_by_wrong)
        settled = verdict.verdict in ("right", "follows") or attempt.revealed or last
        end = "answered" if settled else ""
        self.move_part(attempt._replace(attempts=(*attempt.attempts, typed), picked=(), end=end), now)
        return JudgedAnswer(text, verdict, settled)

    def hint(self, now: float) -> str:
        """The next hint; empty, and not counted, where none is left."""
        attempt = self.part_attempt
        texts = list_part_hints(self.problem, attempt.part)
        if attempt.hints >= len(texts):
            return ""
        self.update_part(attempt._replace(hints=attempt.hints + 1), now)
        return texts[attempt.hints]

    def count_hints(self, count: int, now: float) -> None:
        """Count help that was given elsewhere: quantities hinted at or shown on the guided way."""
        if not self.question_attempt.done:
            self.update_part(self.part_attempt._replace(helped=self.part_attempt.helped + count), now)

    def give_up(self, now: float) -> str:
        """End the open part as shown, not answered; the name of the part."""
        attempt = self.part_attempt
        self.move_part(attempt._replace(end="shown"), now)
        return attempt.part

    def skip_part(self, now: float) -> None:
        """Leave the open part unanswered."""
        self.move_part(self.part_attempt._replace(end="skipped"), now)

    def skip(self, now: float) -> None:
        """Leave the rest of the question unanswered."""
        attempts = tuple(one if one.end else one._replace(end="skipped") for one in self.question_attempt.part_attempts)
        self.move_question(self.question_attempt._replace(part_attempts=attempts), now)

    def insert(self, planned: Sequence[Planned]) -> None:
        """Ask these questions next."""
        asked, rest = self.plan[: self.number], self.plan[self.number :]
        self.state = self.state._replace(plan=(*asked, *planned, *rest))

    def undo(self, now: float) -> bool:
        """Take back the last answer, skip or shown solution; False where there is none.  What helped has helped."""
        if not self.history:
            return False
        back = self.history.pop()
        *others, attempt = back.question_attempts
        left = self.state.question_attempts[len(others)]
        parts = tuple(map(keep_help, attempt.part_attempts, left.part_attempts))
        attempt = attempt._replace(part_attempts=parts)
        self.state = back._replace(question_attempts=(*others, attempt), since=now)
        self.follower(self)
        return True

    def describe_last_move(self) -> str:
        """What `undo` takes back, in words; empty where there is nothing."""
        if not self.history:
            return ""
        before = self.history[-1].question_attempts[-1]
        after = self.state.question_attempts[len(self.history[-1].question_attempts) - 1]
        pairs = [(a, b) for a, b in zip(before.part_attempts, after.part_attempts, strict=True) if a != b]
        return describe_move(*pairs[0], len(before.part_attempts) > 1) if pairs else "the last move"

    def advance(self, now: float) -> None:
        """Open the next question; questions that cannot be asked are left out and noted in `left_out`."""
        asked = self.plan[: self.number]
        for at, planned in enumerate(ahead := self.ahead):
            try:
                problem = self.open_problem(planned)
            except DlquizError as error:
                self.left_out.append(str(error))
                continue
            self.problems[planned] = problem
            parts = tuple(PartAttempt(asked.name, asked.marks) for asked in problem.parts.values())
            attempt = QuestionAttempt(planned, problem.question.topic, problem.question.title, parts)
            self.state = QuizState((*asked, *ahead[at:]), (*self.state.question_attempts, attempt), now)
            return
        self.state = self.state._replace(plan=asked, over=True)

    # how moves change the state

    def move_part(self, attempt: PartAttempt, now: float) -> None:
        """Change the open part, in a way that undo takes back."""
        self.move_question(self.question_attempt.replace_open(attempt), now)

    def move_question(self, attempt: QuestionAttempt, now: float) -> None:
        """Change the open question, in a way that undo takes back."""
        self.history.append(self.state)
        self.update_question(attempt, now)
        self.follower(self)

    def update_part(self, attempt: PartAttempt, now: float) -> None:
        """Change the open part."""
        self.update_question(self.question_attempt.replace_open(attempt), now)

    def update_question(self, attempt: QuestionAttempt, now: float) -> None:
        """Change the open question and add the time since its clock was last read."""
        attempt = attempt._replace(seconds=attempt.seconds + max(0.0, now - self.state.since))
        self.state = QuizState(self.plan, (*self.state.question_attempts[:-1], attempt), now)


def keep_help(before: PartAttempt, after: PartAttempt) -> PartAttempt:
    """A part as it was before a move, with the help that was given since; a shown solution counts as help."""
    shown = after.end == "shown" and before.end != "shown"
    return before._replace(hints=max(before.hints, after.hints), helped=max(before.helped, after.helped) + shown)


def describe_move(before: PartAttempt, after: PartAttempt, named: bool) -> str:
    """What changed in a part: `the answer "540"`, the skip, the solution; its name where there are several."""
    where = f" to {name_to_symbol(after.part)}" if named else ""
    if len(after.attempts) > len(before.attempts):
        return f'the answer "{" ".join(after.attempts[-1].text.split())[:40]}"{where}'
    if after.end != before.end:
        return {"skipped": "the skip", "shown": f"the solution{where.replace(' to', ' of')}"}.get(
            after.end, "the answer"
        )
    return f"the letter {after.picked[-1]}" if len(after.picked) > len(before.picked) else f"what was recalled{where}"


def is_letter(text: str, count: int) -> bool:
    """Whether a text is one of the first `count` letters of the alphabet."""
    return len(text) == 1 and 0 <= ord(text) - ord("a") < count
