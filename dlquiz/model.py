"""The plain values that go from room to room.  Nothing here calls up, draws, prints or reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.records import frozen

Value = Any  # bool | int | Fraction | float | str | tuple | Array | tree.Node (a formula with letters)
Named = tuple[tuple[str, Formula], ...]


@frozen
class Draw:
    """One randomised quantity: a pick of `of`, or a number from `start` to `stop`; an array of them with `shape`."""

    name: str
    of: tuple[Value, ...] | None = None
    start: Formula | None = None
    stop: Formula | None = None
    step: Formula | None = None
    shape: tuple[Formula, ...] | None = None


@frozen
class Step:
    """One quantity of the worked solution, before it is computed."""

    name: str  # the exam's symbol: c_in, n_out, dE_dw, x_2
    formula: Formula  # its free names are the edges of the graph
    why: Template
    rule: str = ""  # x for x_1, x_2
    index: tuple[int, ...] = ()  # the passes of the loops that it stands in
    within: tuple[Value, Value] | None = None  # what a value must keep to be carried on
    trains: tuple[str, ...] = ()  # skills that it needs


@frozen
class Repeat:
    """Steps that are written out `count` times; `start` says what their names mean before the first pass."""

    count: Formula
    start: Named
    steps: tuple[Step | Repeat, ...]


Program = tuple[Step | Repeat, ...]


@frozen
class Option:
    """One option of a choice."""

    text: Template
    right: bool = False
    because: Template | None = None


FROM_MISTAKES = "from mistakes"  # in place of options: they are what the mistakes give


@frozen
class Answer:
    """What a part asks for, as the bank says it."""

    kind: str = ""  # empty where the value decides
    value: Formula | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)  # what else is said; each kind names its keys


@frozen
class Part:
    """One thing asked on a draw; a question with one answer has the part `answer`."""

    name: str
    answer: Answer
    ask: Template | None = None
    marks: int = 1


@frozen
class Mistake:
    """A known wrong road: quantities computed otherwise, or the value where it ends."""

    says: Template
    instead: Named = ()
    gives: Formula | None = None
    part: str = ""


@frozen
class Test:
    """A check of the result: what holds of every right solution, and how it is said."""

    holds: Formula
    says: Template


@frozen
class Example:
    """Pinned draws, the answers typed to them, and what each mistake gives there."""

    pins: Mapping[str, Value]
    answers: Mapping[str, Any]  # part -> text, or list of texts, or mapping left: right
    mistakes: tuple[Any, ...] = ()
    line: int = 0  # where it stands in the bank


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question of a bank, read and checked."""

    id: str
    topic: str
    title: str
    ask: Template
    parts: tuple[Part, ...]
    level: int = 1
    covers: tuple[str, ...] = ()
    draws: tuple[Draw, ...] = ()
    lets: Named = ()
    keep: tuple[Formula, ...] = ()
    plan: Template | None = None
    program: Program = ()
    tests: tuple[Test, ...] = ()
    often: Template | None = None
    trains: tuple[str, ...] = ()
    solver: str = ""
    given: Named = ()
    mistakes: tuple[Mistake, ...] = ()
    examples: tuple[Example, ...] = ()
    remark: Template | None = None
    see: str = ""
    hint: Template | None = None
    alike: tuple[tuple[str, ...], ...] = ()
    variables: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    marks: int = 1
    file: str = ""
    line: int = 0

    def part(self, name: str) -> Part:
        """The part of a name that the question has."""
        return next(part for part in self.parts if part.name == name)


@frozen
class Topic:
    """A topic and what it is about."""

    slug: str
    title: str
    about: str = ""
    after: tuple[str, ...] = ()  # topics that come before it


@frozen
class Variant:
    """A question with its numbers drawn (or pinned), before it is solved."""

    question: Question
    seed: int
    values: Mapping[str, Value]  # the draws, then the lets
    pinned: bool = False  # whether numbers were given: then the id names no draw

    @property
    def id(self) -> str:
        """`conv-params@7`; the bare id where numbers were pinned."""
        return self.question.id if self.pinned else f"{self.question.id}@{self.seed}"


@frozen
class AnswerKey:
    """What an answer is judged by: the kind, the right value on this draw, and how exact it must be."""

    kind: str
    value: Value = None
    decimals: int | None = None
    significant: int | None = None
    rel: Fraction | None = None
    abs: Fraction | None = None
    unit: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    variables: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    options: tuple[str, ...] = ()  # choice, in the order shown
    right: tuple[int, ...] = ()  # choice: the indices of the right options
    because: tuple[str, ...] = ()  # choice: why, beside each option; may be empty texts
    accept: tuple[str, ...] = ()  # text
    items: tuple[str, ...] = ()  # order: in the order shown
    order: tuple[int, ...] = ()  # order: indices into items, in their right order
    lefts: tuple[str, ...] = ()  # match
    rights: tuple[str, ...] = ()  # match, in the order shown
    partner: tuple[int, ...] = ()  # match: for each left the index of its right
    points: tuple[str, ...] = ()  # recall
    quantity: AnswerKey | None = None  # choice made from mistakes: of what its options are values
    mistaken: tuple[Value, ...] = ()  # the values in which listed mistakes end: never `close`


@frozen
class Reading:
    """How a typed text was understood."""

    value: Value
    text: str = ""  # the echo, empty where it is the text itself


@frozen
class Diagnosis:
    """Where a wrong answer left the road."""

    step: str
    slip: str
    expected: Value
    got: Value
    says: str


@frozen
class Verdict:
    """What became of a typed answer."""

    verdict: str  # right | close | follows | wrong | unreadable
    score: float  # 0 to 1
    reading: str = ""  # how the text was understood
    message: str = ""
    caret: int | None = None  # where it could not be read
    diagnosis: Diagnosis | None = None
    value: Value = None  # what was read, where it could be read
