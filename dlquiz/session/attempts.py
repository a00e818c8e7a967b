"""One question in a quiz: its parts, what was typed to them, and what the first attempts earn."""

from __future__ import annotations

from typing import NamedTuple

from dlquiz.model import Diagnosis, Value
from dlquiz.session.plan import Planned

COUNTING_VERDICTS = ("right", "follows", "wrong")  # `close` does not count: the learner types again


class Attempt(NamedTuple):
    """One typed answer that could be read."""

    text: str
    verdict: str  # right | close | follows | wrong
    score: float
    diagnosis: Diagnosis | None = None


class PartAttempt(NamedTuple):
    """One part and everything typed to it so far."""

    part: str
    marks: int = 1
    attempts: tuple[Attempt, ...] = ()
    hints: int = 0
    helped: int = 0  # quantities hinted at or shown on the guided way
    picked: tuple[str, ...] = ()  # letters of a match that is answered one by one
    revealed: bool = False  # a recall whose points are shown and that waits for its grade
    recalled: str = ""  # what was typed to it before
    end: str = ""  # answered | shown | skipped

    @property
    def first(self) -> Attempt | None:
        """The first attempt that counts; of a recall, the learner's own grade."""
        return next((one for one in self.attempts if self.revealed or one.verdict in COUNTING_VERDICTS), None)

    @property
    def wrong_steps(self) -> dict[str, Value]:
        """The steps that diagnoses of wrong attempts name, with the learner's values there."""
        found = (one.diagnosis for one in self.attempts if one.diagnosis is not None)
        return {diagnosis.step: diagnosis.got for diagnosis in found if diagnosis.got is not None}

    @property
    def score(self) -> float:
        """The share of its marks that it earns, by the first attempt that counts.

        Where only close answers were typed that is half, after a shown solution none.
        """
        if self.end == "shown":
            return 0.0
        return self.first.score if self.first else max((one.score for one in self.attempts), default=0.0)

    @property
    def earned(self) -> float:
        """The marks that it earns."""
        return self.marks * self.score

    @property
    def missed(self) -> bool:
        """Whether the first attempt was wrong, or the learner asked for the answer."""
        return self.end == "shown" or (self.first is not None and self.score < 1)


class QuestionAttempt(NamedTuple):
    """One question and its parts so far."""

    planned: Planned
    topic: str
    title: str
    part_attempts: tuple[PartAttempt, ...]
    seconds: float = 0.0

    @property
    def open_index(self) -> int:
        """The index of the open part; the number of parts where all are done."""
        return next((i for i, attempt in enumerate(self.part_attempts) if not attempt.end), len(self.part_attempts))

    @property
    def done(self) -> bool:
        """Whether every part is answered, shown or skipped."""
        return self.open_index == len(self.part_attempts)

    @property
    def result(self) -> str:
        """right | wrong | skipped, by the first attempts; empty while the question is open and nothing is wrong yet."""
        if any(attempt.missed for attempt in self.part_attempts):
            return "wrong"
        if any(attempt.end == "skipped" for attempt in self.part_attempts):
            return "skipped"
        return "right" if self.done else ""

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(attempt.hints + attempt.helped for attempt in self.part_attempts)

    @property
    def marks(self) -> int:
        """The marks of all parts."""
        return sum(attempt.marks for attempt in self.part_attempts)

    @property
    def earned(self) -> float:
        """The marks that the parts earn."""
        return sum(attempt.earned for attempt in self.part_attempts)

    @property
    def earned_with_hints(self) -> float:
        """The marks of parts that hints or the guided way led to."""
        return sum(attempt.earned for attempt in self.part_attempts if attempt.hints or attempt.helped)

    def replace_open(self, attempt: PartAttempt) -> QuestionAttempt:
        """The same question with `attempt` in place of its open part."""
        at = self.open_index
        return self._replace(part_attempts=(*self.part_attempts[:at], attempt, *self.part_attempts[at + 1 :]))
