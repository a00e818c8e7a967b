"""The plain values that go from room to room.  Nothing here draws, computes, prints or reads a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dlquiz.records import frozen

if TYPE_CHECKING:  # a topic or a verdict is made without them
    from dlquiz.language.formula import Formula
    from dlquiz.language.template import Template

Value = Any  # bool | int | Fraction | float | str | tuple | read-only ndarray | SymPy expression (formula with letters)
NamedFormulas = tuple[tuple[str, "Formula"], ...]


@frozen
class Draw:
    """One randomised quantity: one of `of`, or a number from `start` to `stop`; with `shape`, an array of these."""

    name: str
    of: tuple[Value, ...] | None = None
    start: Formula | None = None
    stop: Formula | None = None
    step: Formula | None = None
    shape: tuple[Formula, ...] | None = None
    within: tuple[Value, Value] | None = None  # what it can mean; a pin outside is refused


@frozen
class Step:
    """One quantity of the worked solution, before it is computed."""

    name: str  # the exam's symbol: c_in, n_out, dE_dw, x_2
    formula: Formula  # its free names are the edges of the graph
    why: Template
    rule: str = ""  # x for x_1, x_2
    index: tuple[int, ...] = ()  # the passes of the loops that it stands in
    within: tuple[Value, Value] | None = None  # the least and the greatest value that can be right
    trains: tuple[str, ...] = ()  # the skills that it trains


@frozen
class Repeat:
    """A loop: steps that run `count` times; `start` gives the values of their names before the first pass."""

    count: Formula
    start: NamedFormulas
    steps: tuple[Step | Repeat, ...]


Program = tuple[Step | Repeat, ...]


@frozen
class Option:
    """An option of a choice."""

    text: Template
    right: bool = False
    holds: Formula | None = None  # where the draw decides whether it is right
    because: Template | None = None


FROM_MISTAKES = "from mistakes"  # in place of options: the wrong ones are made from the mistakes


@frozen
class Answer:
    """What a part asks for, as the bank says it."""

    kind: str = ""  # empty where the value decides
    value: Formula | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)  # the other keys of the bank; each kind names its own


@frozen
class Part:
    """One thing asked on a draw; a question with one answer has the part `answer`."""

    name: str
    answer: Answer
    ask: Template | None = None
    marks: int = 1


@frozen
class Mistake:
    """A wrong way that the bank lists: quantities computed by another formula, or the value that it gives."""

    says: Template
    instead: NamedFormulas = ()
    gives: Formula | None = None
    part: str = ""


@frozen
class Test:
    """A check of the result: a formula that holds for every right solution, and a sentence about it."""

    holds: Formula
    says: Template


@frozen
class Need:
    """What the numbers of a question must satisfy, those of one's own too, and why, in a sentence."""

    holds: Formula
    says: str


@frozen
class PictureSpec:
    """A picture as the bank describes it: its kind, what it belongs to, and its keys with formulas and texts."""

    kind: str
    of: str  # question, solution, or the name of a step
    keys: Mapping[str, Any]


@frozen
class Example:
    """An example that `dlquiz check` tries: pinned draws, typed answers, and what each mistake gives."""

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
    lets: NamedFormulas = ()
    keep: tuple[Formula, ...] = ()
    needs: tuple[Need, ...] = ()
    plan: Template | None = None
    program: Program = ()
    tests: tuple[Test, ...] = ()
    often: Template | None = None
    trains: tuple[str, ...] = ()
    solver: str = ""
    given: NamedFormulas = ()
    reasons: Mapping[str, Template] = field(default_factory=dict)  # for steps of the solver, in place of its own
    mistakes: tuple[Mistake, ...] = ()
    examples: tuple[Example, ...] = ()
    remark: Template | None = None
    see: str = ""
    hint: Template | None = None
    pictures: tuple[PictureSpec, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    variables: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    marks: int = 1
    file: str = ""
    line: int = 0

    def part(self, name: str) -> Part:
        """The part of this name; StopIteration where there is none."""
        return next(part for part in self.parts if part.name == name)


@frozen
class Topic:
    """A topic of questions."""

    slug: str
    title: str
    about: str = ""
    after: tuple[str, ...] = ()  # topics to learn before this one


@frozen
class Variant:
    """A question with its numbers drawn (or pinned), before it is solved."""

    question: Question
    seed: int
    values: Mapping[str, Value]  # the draws, then the lets
    pins: tuple[str, ...] = ()  # the draws that were given, so that the seed alone does not name the variant

    @property
    def id(self) -> str:
        """`conv-params@7`; the bare id where numbers were pinned."""
        return self.question.id if self.pins else f"{self.question.id}@{self.seed}"


@frozen
class AnswerKey:
    """What an answer is judged by: its kind, the right value on this draw, and how exact it must be.

    Fields with a kind behind them are used by that kind alone.
    """

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
    right: tuple[int, ...] = ()  # choice: indices of the right options
    because: tuple[str, ...] = ()  # choice: a reason for each option, which may be empty
    accept: tuple[str, ...] = ()  # text
    items: tuple[str, ...] = ()  # order: in the order shown
    order: tuple[int, ...] = ()  # order: indices into items, in their right order
    lefts: tuple[str, ...] = ()  # match
    rights: tuple[str, ...] = ()  # match, in the order shown
    partner: tuple[int, ...] = ()  # match: for each left side, the index of its right side
    points: tuple[str, ...] = ()  # recall
    names: tuple[str, ...] = ()  # vector: the names that the question gives its elements
    quantity: AnswerKey | None = None  # choice made from mistakes: the key that its options are values of
    mistaken: tuple[Value, ...] = ()  # values in which listed mistakes end; they are never `close`


@frozen
class Reading:
    """The value of a typed text."""

    value: Value
    text: str = ""  # how the text was understood; empty where that is the text itself


@frozen
class Diagnosis:
    """Where a wrong answer left the tape, and what may have gone wrong."""

    step: str  # name of the first entry whose value is wrong
    slip: str  # name of the slip kind; "listed" for a mistake of the bank
    expected: Value  # of that entry; None where the right tape does not have it
    got: Value
    says: str  # the sentence for the learner


@frozen
class Verdict:
    """The judgement of a typed answer."""

    verdict: str  # right | close | follows | wrong | unreadable
    score: float  # 0 to 1
    reading: str = ""  # how the text was understood
    message: str = ""
    caret: int | None = None  # place of the fault, in an unreadable text
    diagnosis: Diagnosis | None = None
    value: Value = None  # what was read; None where the text is unreadable

    @property
    def says(self) -> str:
        """What there is to tell the learner: what is wrong, or why the text cannot be read; empty where nothing is."""
        return self.diagnosis.says if self.diagnosis is not None else self.message
