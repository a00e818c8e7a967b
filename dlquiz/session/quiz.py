"""A quiz under way: the moves that a learner can make, and what each of them changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dlquiz.errors import DlquizError
from dlquiz.model import Verdict
from dlquiz.problem import Asked, Problem
from dlquiz.session.hints import hints
from dlquiz.session.plan import Planned
from dlquiz.session.turn import Sitting, Try, Turn

Opening = Callable[[Planned], Problem]


class State(NamedTuple):
    """A moment of a quiz."""

    turns: tuple[Turn, ...] = ()  # the last one is open, or was just finished
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
    def turn(self) -> Turn:
        """The question that is open, or was just finished."""
        return self.state.turns[-1]

    @property
    def number(self) -> int:
        """The place of the question in the quiz, from 1."""
        return len(self.state.turns)

    @property
    def problem(self) -> Problem:
        """The problem that is open."""
        return self.opened[self.turn.planned]

    @property
    def sitting(self) -> Sitting:
        """The part that is open."""
        return self.turn.sittings[self.turn.at]

    @property
    def asked(self) -> Asked:
        """What the open part asks."""
        return self.problem.parts[self.sitting.part]

    # moves

    def answer(self, text: str, now: float) -> Judged | Picked | Revealed:
        """A typed answer.  What cannot be read changes nothing; what is close is free to type again."""
        sitting, asked = self.sitting, self.asked
        if asked.kind == "recall" and not sitting.revealed:
            self.move(self.turn.with_open(sitting._replace(revealed=True)), now)
            return Revealed(text)
        letter = text.strip().lower().strip("().")
        if asked.kind == "match" and is_place(letter, len(asked.expected.rights)):
            if len(sitting.picked) + 1 < len(asked.expected.lefts):
                self.move(self.turn.with_open(sitting._replace(picked=(*sitting.picked, letter))), now)
                return Picked(len(sitting.picked), letter)
            text = " ".join((*sitting.picked, letter))
        return self.judge(text, now)

    def judge(self, text: str, now: float) -> Judged:
        """A whole answer, judged."""
        sitting = self.sitting
        earlier = {one.part: one.tries[-1].text for one in self.turn.sittings[: self.turn.at] if one.tries}
        verdict = self.problem.check(text, sitting.part, earlier, self.decimal)
        if verdict.verdict == "unreadable":
            return Judged(text, verdict, False)
        one = Try(text, verdict.verdict, verdict.score, verdict.diagnosis)
        made = sitting._replace(tries=(*sitting.tries, one), picked=())
        settled = verdict.verdict in ("right", "follows") or sitting.revealed
        self.move(self.turn.with_open(made._replace(end="answered" if settled else "")), now)
        return Judged(text, verdict, settled)

    def hint(self, now: float) -> str:
        """The next hint; empty where no other is left, and then nothing is counted."""
        sitting = self.sitting
        texts = hints(self.problem, sitting.part)
        if sitting.hints >= len(texts):
            return ""
        self.change(self.turn.with_open(sitting._replace(hints=sitting.hints + 1)), now)
        return texts[sitting.hints]

    def count_hints(self, count: int, now: float) -> None:
        """Help that was given otherwise: quantities hinted at or shown on a guided way."""
        if not self.turn.done:
            self.change(self.turn.with_open(self.sitting._replace(helped=self.sitting.helped + count)), now)

    def give_up(self, now: float) -> str:
        """The open part is shown, not answered; its name."""
        sitting = self.sitting
        self.move(self.turn.with_open(sitting._replace(end="shown")), now)
        return sitting.part

    def skip(self, now: float) -> None:
        """The rest of the question is left unanswered."""
        left = [one if one.end else one._replace(end="skipped") for one in self.turn.sittings]
        self.move(self.turn._replace(sittings=tuple(left)), now)

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
            parts = tuple(Sitting(asked.name, asked.marks) for asked in problem.parts.values())
            turn = Turn(planned, problem.question.topic, problem.question.title, parts)
            self.state = State((*self.state.turns, turn), now)
            return
        self.state = self.state._replace(over=True)

    def move(self, turn: Turn, now: float) -> None:
        """A change that can be taken back."""
        self.past.append(self.state)
        self.change(turn, now)

    def change(self, turn: Turn, now: float) -> None:
        """The open question as it is now, its clock moved on."""
        turn = turn._replace(seconds=turn.seconds + max(0.0, now - self.state.since))
        self.state = State((*self.state.turns[:-1], turn), now)


def is_place(text: str, count: int) -> bool:
    """Whether a text is one of the first `count` letters."""
    return len(text) == 1 and 0 <= ord(text) - ord("a") < count
