"""Banks as notebooks and graders use them: iterate, pick a question, make problems of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from dlquiz import problem
from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.errors import UsageError
from dlquiz.language.arrays import array_or_tuple
from dlquiz.language.numbers import unify_numbers
from dlquiz.model import Question, Topic, Value
from dlquiz.networks.classics import find_named
from dlquiz.networks.layers import FLOOR, Conventions, check_conventions
from dlquiz.networks.notation import read_network
from dlquiz.networks.table import Table, tabulate


class Exercise:
    """A question of a bank, which makes problems.

    The fields of the question (`id`, `topic`, `title`, `level`, `parts`, …) are attributes of the exercise too.
    """

    def __init__(self, question: Question) -> None:
        self.question = question

    def __getattr__(self, name: str) -> Any:
        return getattr(self.question, name)

    def __repr__(self) -> str:
        return f"<Exercise {self.question.id}>"

    def problem(self, seed: int = 0, **values: Any) -> problem.Problem:
        """The problem with the numbers of a seed.

        Equal seeds give equal problems on every machine.  `values` fixes draws by name, as in `problem(k=3,
        bias=True)`: numbers, texts, lists or NumPy arrays; a float counts as the decimal that it prints as.
        `dlquiz.errors.UsageError` for a name that is not drawn and for a value that does not fit; `BankError` where the
        question cannot be asked.
        """
        return problem.make_problem(self.question, seed, {name: exact_value(value) for name, value in values.items()})


class Bank:
    """The questions of one bank file or of several, by id, in the order of the files."""

    def __init__(self, questions: QuestionSet) -> None:
        self.questions = questions

    def __len__(self) -> int:
        return len(self.questions)

    def __iter__(self) -> Iterator[Exercise]:
        return (Exercise(question) for question in self.questions)

    def __contains__(self, name: object) -> bool:
        return name in self.questions

    def __getitem__(self, name: str) -> Exercise:
        """The question with an id; `dlquiz.errors.NotFound`, with a suggestion, where there is none."""
        return Exercise(self.questions[name])

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by their slugs."""
        return self.questions.topics


def load(paths: Sequence[str | Path]) -> Bank:
    """The bank of these files, or the shipped one without any; BankError with every fault of all files."""
    return Bank(load_questions(paths))


def net(
    network: str,
    *,
    sizes: str = FLOOR,
    biases: bool = True,
    bias_vectors: int = 1,
    operations: int = 1,
    bytes: int = 4,
    in_place: bool = False,
) -> Table:
    """The layers of a network: what each outputs, learns, computes and sees.

    `network` is the notation (docs/networks.md), layers as PyTorch writes them, or a name such as "resnet-50".  The
    table is a sequence of rows, the input first; a row has `shape` ((H, W, C), (T, d) or (n,)), `parameters`,
    `operations`, `values`, `memory` in bytes, `sees` and `jump` in input pixels along each axis, and `cell("params")`
    with the formula.  The totals are `table.parameters`, `.operations`, `.memory` and `.training`.  Where the network
    breaks, `table.broken` says why, and the rows before are there.

    The other arguments are the conventions: how sizes are rounded (floor, ceil, strict), whether biases are counted,
    bias vectors of a recurrent gate (2 in PyTorch), operations of a multiply-add, bytes of a number, and whether
    activations, dropout and flatten overwrite their input.

    `dlquiz.errors.FormulaError` for a text that cannot be read, `NotFound` for a name that nothing has, `UsageError`
    for a convention that does not exist.
    """
    conventions = check_conventions(Conventions(sizes, biases, bias_vectors, operations, bytes, in_place))
    known = find_named(network)
    return tabulate(read_network(known.text if known else network), conventions)


def exact_value(value: Any) -> Value:
    """A Python or NumPy value as a draw has it: a float as the decimal that it prints as, a list as an array."""
    if hasattr(value, "tolist"):
        value = value.tolist()  # an array, or one of NumPy's numbers
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, (list, tuple)):
        items = unify_numbers(tuple(exact_value(item) for item in value))
        return array_or_tuple(items) if items else ()
    if isinstance(value, (bool, int, Fraction, str)):
        return value
    raise UsageError(f"{value!r} is not a number, text or list.")
