"""A mock exam: a paper that is answered in any order, without a word on what is right until it is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import UsageError, did_you_mean
from dlquiz.session.plan import SEEDS, Planned, plan_questions
from dlquiz.streams import Stream

KEYS = ("topic", "level", "count")


class ExamState(NamedTuple):
    """An exam under way."""

    seed: int
    minutes: int
    started: float  # seconds since 1970; the clock runs on while nobody looks
    planned: tuple[Planned, ...]
    typed: Mapping[str, str]  # by the number of the part on the paper: 1, 2a, 2b
    at: int = 0  # which part is looked at, counted from 0
    handed_in: float = 0.0  # when, in seconds since 1970; 0 as long as answers are taken

    @property
    def ends(self) -> float:
        """When the time is over, in seconds since 1970."""
        return self.started + 60 * self.minutes

    @property
    def seconds(self) -> float:
        """How long the learner took, once it is handed in."""
        return min(self.handed_in, self.ends) - self.started

    def answer(self, column: str, text: str) -> ExamState:
        """The exam with an answer; an empty one takes it away."""
        rest = {name: typed for name, typed in self.typed.items() if name != column}
        return self._replace(typed=rest | ({column: text} if text else {}))


class Block(NamedTuple):
    """A row of a blueprint: so many questions of a topic and of some levels."""

    topic: str
    levels: range
    questions: int


def plan_paper(pool: Sequence[str], count: int, seed: int, pinned: bool) -> tuple[Planned, ...]:
    """A paper of questions from a pool, none twice; the same for the same seed."""
    planned = plan_questions(pool, count, seed, frozenset(pool))
    return tuple(one._replace(pinned=pinned) for one in planned)


def plan_by_blueprint(blocks: Sequence[Block], bank: QuestionSet, seed: int, pinned: bool) -> tuple[Planned, ...]:
    """A paper by a blueprint; UsageError where a row asks for more questions than there are."""
    planned: list[Planned] = []
    for number, block in enumerate(blocks, 1):
        taken = {one.id for one in planned}
        pool = [id for id in bank.select_ids([block.topic]) if bank.level_of(id) in block.levels and id not in taken]
        if len(pool) < block.questions:
            levels = f"{block.levels.start}-{block.levels.stop - 1}"
            raise UsageError(
                f"Row {number} of the blueprint asks for {block.questions} questions on {block.topic} of the levels "
                f"{levels}; there are {len(pool)}."
            )
        planned += plan_paper(pool, block.questions, Stream(seed, "blueprint", number).draw_below(SEEDS), pinned)
    return tuple(planned)


def read_blueprint(text: str, topics: Sequence[str]) -> list[Block]:
    """The rows of a blueprint in TOML; UsageError with what is wrong."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"The blueprint is not TOML: {fault}.") from None
    rows = data.get("questions")
    unknown = next((key for key in data if key != "questions"), None)
    if unknown is not None:
        raise UsageError(f'The blueprint has the key "{unknown}"; it holds [[questions]] alone.')
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise UsageError("The blueprint holds no [[questions]] with topic, level and count.")
    return [read_block(number, row, topics) for number, row in enumerate(rows, 1)]


def read_block(number: int, row: Mapping[str, object], topics: Sequence[str]) -> Block:
    """One row of a blueprint."""
    where = f"Row {number} of the blueprint"
    unknown = next((key for key in row if key not in KEYS), None)
    if unknown is not None:
        known = did_you_mean(unknown, KEYS) or f"; there are {', '.join(KEYS)}."
        raise UsageError(f'{where} has the key "{unknown}"{known}')
    topic, count, level = row.get("topic"), row.get("count", 1), row.get("level", "1-3")
    if topic not in topics:
        known = did_you_mean(str(topic), topics) or "; `dlquiz list` shows the topics."
        raise UsageError(f'{where}: there is no topic "{topic}"{known}')
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 100:
        raise UsageError(f"{where}: count has to be a whole number from 1 to 100.")
    first, _, last = str(level).partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and 1 <= int(first) <= int(last or first) <= 3):
        raise UsageError(f'{where}: level "{level}" is not one such as "2" or "1-2".')
    return Block(str(topic), range(int(first), int(last or first) + 1), count)
