"""One question in a quiz: its parts, what was typed to them, and what the first tries earned."""

from __future__ import annotations

from typing import NamedTuple

from dlquiz.model import Diagnosis, Value
from dlquiz.session.plan import Planned

COUNTS = ("right", "follows", "wrong")  # after `close` one is free to type again


class Attempt(NamedTuple):
    """One answer that could be read."""

    text: str
    verdict: str  # right | close | follows | wrong
    score: float
    diagnosis: Diagnosis | None = None


class PartAttempt(NamedTuple):
    """One part, as far as it is answered."""

    part: str
    marks: int = 1
    attempts: tuple[Attempt, ...] = ()
    hints: int = 0
    helped: int = 0  # quantities hinted at or shown on a guided way
    picked: tuple[str, ...] = ()  # letters of a match that is answered one by one
    revealed: bool = False  # a recall whose points are to be read
    end: str = ""  # answered | shown | skipped

    @property
    def first(self) -> Attempt | None:
        """The first try that counts; of a recall the learner's own grade."""
        return next((one for one in self.attempts if self.revealed or one.verdict in COUNTS), None)

    @property
    def parted(self) -> dict[str, Value]:
        """The steps at which wrong tries left the road, with the learner's values there."""
        return {one.diagnosis.step: one.diagnosis.got for one in self.attempts if one.diagnosis is not None}

    @property
    def score(self) -> float:
        """What the first try earns, 0 to 1."""
        return self.first.score if self.first else 0.0

    @property
    def missed(self) -> bool:
        """Whether the first try was wrong, or the answer was asked for."""
        return self.end == "shown" or (self.first is not None and self.score < 1)


class QuestionAttempt(NamedTuple):
    """One question, as far as it is answered."""

    planned: Planned
    topic: str
    title: str
    part_attempts: tuple[PartAttempt, ...]
    seconds: float = 0.0

    @property
    def at(self) -> int:
        """The place of the part that is open; their number where all are done."""
        return next(
            (i for i, part_attempt in enumerate(self.part_attempts) if not part_attempt.end), len(self.part_attempts)
        )

    @property
    def done(self) -> bool:
        """Whether every part is answered, shown or skipped."""
        return self.at == len(self.part_attempts)

    @property
    def result(self) -> str:
        """right | wrong | skipped, by the first tries; empty while it is open and nothing is wrong yet."""
        if any(part_attempt.missed for part_attempt in self.part_attempts):
            return "wrong"
        if any(part_attempt.end == "skipped" for part_attempt in self.part_attempts):
            return "skipped"
        return "right" if self.done else ""

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(part_attempt.hints + part_attempt.helped for part_attempt in self.part_attempts)

    def with_open(self, part_attempt: PartAttempt) -> QuestionAttempt:
        """The same turn with its open part as given."""
        at = self.at
        return self._replace(part_attempts=(*self.part_attempts[:at], part_attempt, *self.part_attempts[at + 1 :]))
