"""What differs from one kind of answer to another; the table of all kinds is in `kinds/__init__.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.kinds.fields import EssayField, Field
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import letters
from dlquiz.language.arrays import is_array
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Answer, AnswerKey, Reading, Value
from dlquiz.records import frozen

Row = tuple[str, str]  # a letter, a number or nothing, and the Markdown behind it
MARKUP = re.compile(r"([\\`*_$\[\]<>#|])")


class BankKey(NamedTuple):
    """A key that an answer may have in a bank, as plain data: `bank/keys.py` has a reader for each shape."""

    name: str
    shape: str  # whole | positive | word | words | texts | options | pairs
    doc: str
    least: int = 0  # items of a list, or the smallest whole number
    most: int = 0  # items of a list or pairs of a mapping (0: any number), or the largest whole number
    words: tuple[str, ...] = ()  # what a word is one of
    shuffled: bool = False  # shown in an order of its own, so that no text names its letters


ROUNDING = (
    BankKey("decimals", "whole", "Decimals asked for; 4 unless said.", 0, 12),
    BankKey("significant", "whole", "Significant digits asked for.", 1, 12),
    BankKey("rel", "positive", "Relative tolerance."),
    BankKey("abs", "positive", "Absolute tolerance."),
)
ROUNDING_NAMES = frozenset(key.name for key in ROUNDING)
UNIT = BankKey("unit", "words", "Words allowed after the number.")


KEY_FIELDS = {field.name for field in fields(AnswerKey)}


@frozen
class PartDraw:
    """A part on one draw: what an answer key is made from."""

    answer: Answer
    variables: Mapping[str, tuple[Fraction, Fraction]]
    mistaken: tuple[Value, ...]  # the values in which listed mistakes end
    compute_value: Callable[[], Value]
    compute_truth: Callable[[Formula], bool]  # FormulaError where the formula has another value
    render_texts: Callable[[Iterable[Template]], list[str]]
    shuffle: Callable[[Sequence[Any]], list[Any]]  # by the part's own stream
    search_mistakes: Callable[[], list[Value]]  # wrong values that slips end in, likeliest first


class Unusable(Exception):
    """A draw that cannot be asked: options come out equal, or a mistake ends in the right answer."""

    def __init__(self, reason: str, mistake: int | None = None) -> None:
        super().__init__(reason)
        self.mistake = mistake  # which mistake costs this draw


class Kind:
    """A kind of answer: reads typed text, judges it, and writes the right answer.

    Whether a text can be read depends on the kind and on the text, never on the right answer: being asked again
    must not tell it.
    """

    name: ClassVar[str]

    # in a bank
    keys: ClassVar[tuple[BankKey, ...]] = ()  # beside `value` and `kind`
    key_needed: ClassVar[str] = ""  # the one of them that no answer of this kind does without; it implies the kind
    takes_value: ClassVar[bool] = True
    value_needed: ClassVar[str] = ""  # what the value is: "a whole number"; empty where there is none
    default_decimals: ClassVar[int | None] = None  # where a bank says nothing of rounding
    constants: ClassVar[Mapping[str, Value]] = MappingProxyType({})  # names that a question of this kind knows besides

    # for learners
    few_values: ClassVar[bool] = False  # so few that a mistake may share the right one, and a guess tells nothing
    settled_by_wrong: ClassVar[bool] = False  # a wrong answer leaves only one: it is explained, not asked again
    self_graded: ClassVar[bool] = False  # what is typed is shown the right answer, then a grade
    writes_entries: ClassVar[bool] = False  # a step that holds the answer is written as the answer, not as a list
    asked_in_turn: ClassVar[bool] = False  # letters may be typed one by one, for one left side after another
    needs_letters: ClassVar[bool] = False  # its value alone does not say how it is judged
    names_elements: ClassVar[bool] = False  # the question may name its elements: "give [w, b]"
    holds_markdown: ClassVar[bool] = False  # its value is made of texts of the question: options, items, pairs
    least_counted: ClassVar[int | None] = None  # of a kind that counts: what none of its numbers is below
    lines: ClassVar[str] = ""  # several may be typed: "brackets" until all are closed, "rows" up to a blank line
    typed_as: ClassVar[str] = ""  # the kind of which people's wrong answers may be

    @property
    def is_quantity(self) -> bool:
        """Whether it is a computed value with many neighbours: it can be carried on, drawn thinly, told from 0."""
        return self.takes_value and not self.few_values

    @property
    def is_typed_out(self) -> bool:
        """Whether the right answer is typed as it is shown, not by letters or numbers that stand for it."""
        return self.is_quantity

    # what is right

    def fits(self, value: Value) -> bool:
        """Whether a value is one of this kind."""
        return False

    def coerce(self, value: Value) -> Value:
        """The value as this kind holds it; FormulaError where it is of another kind."""
        if not self.value_needed:
            raise FormulaError(f"the kind {self.name} has no value")
        if not self.fits(value):
            message = f"the kind {self.name} needs {self.value_needed}, and the value is {value_to_text(value)}"
            raise FormulaError(message)
        return value

    def make_key(self, part: PartDraw) -> AnswerKey:
        """The answer key of a part on one draw; FormulaError or Unusable where there is none."""
        return self.make_key_of_value(part, part.compute_value())

    def make_key_of_value(self, part: PartDraw, value: Value) -> AnswerKey:
        """The answer key of a value, with what the bank says of rounding, units and further words."""
        own = {key.name for key in self.keys} & KEY_FIELDS
        said = {name: held for name, held in part.answer.keys.items() if name in own}
        if ROUNDING_NAMES.isdisjoint(said):
            said["decimals"] = self.default_decimals
        return AnswerKey(self.name, self.coerce(value), variables=part.variables, mistaken=part.mistaken, **said)

    def replace_value(self, key: AnswerKey, value: Value) -> AnswerKey:
        """The same key for another right value; FormulaError where it does not fit."""
        return replace(key, value=self.coerce_for(key, value), accept=(), mistaken=())

    def coerce_for(self, key: AnswerKey, value: Value) -> Value:
        """A value as the answer key holds its own; FormulaError where it does not fit."""
        return self.coerce(value)

    def tape_value(self, value: Value, key: AnswerKey) -> Value | None:
        """What was read, as a tape holds it; None where no tape can."""
        return value

    def adapt_wrong(self, value: Value) -> Value:
        """A wrong value as people type it here."""
        return value

    # what is typed

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """How a typed text is understood; FormulaError, with its place, where it is not.

        `decimal` is "point", or "comma" for people who write decimal commas.
        """
        raise NotImplementedError

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """The verdict (right, close or wrong), and what to say of it."""
        raise NotImplementedError

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a value that was read or computed is right."""
        raise NotImplementedError

    def takes_zero(self, key: AnswerKey) -> bool:
        """Whether the tolerance takes 0 for a value other than 0, for every element of an array."""
        return False

    def searches_slips(self, key: AnswerKey) -> bool:
        """Whether a wrong answer is searched for slips on the tape."""
        return False

    def type_example(self, given: Any, key: AnswerKey) -> str:
        """The answer of a bank's example (a text, a list, pairs) as a learner types it."""
        if isinstance(given, list):
            return f"[{', '.join(self.type_example(item, key) for item in given)}]"
        return str(given)

    # what is shown

    def to_text(self, key: AnswerKey) -> str:
        """The right answer as a person would type it, rounded as asked."""
        raise NotImplementedError

    def to_latex(self, key: AnswerKey) -> str:
        """The right answer as LaTeX; empty where it is not mathematics."""
        return ""

    def to_markdown(self, key: AnswerKey) -> str:
        """The right answer on paper."""
        latex = self.to_latex(key)
        return f"${latex}$" if latex else escape_markdown(self.to_text(key))

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        """How other systems ask for the answer, one field or several."""
        return (EssayField(),)

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        """What stands below the right answer on paper, line by line."""
        return ()

    def example_text(self, key: AnswerKey) -> str:
        """The right answer as an example in a bank gives it."""
        return self.to_text(key)

    def option_text(self, key: AnswerKey) -> str:
        """The right answer as one of several options, all written with as many digits."""
        return self.to_text(key)

    def instruction(self, key: AnswerKey) -> str:
        """How to answer, in a short phrase that tells nothing of the answer but whether it has to be rounded."""
        raise NotImplementedError

    def paper_instruction(self, key: AnswerKey) -> str:
        """The same on paper; empty where the question shows it."""
        return self.instruction(key)


def natural_kind(value: Value) -> str:
    """The kind that a value has by itself: whole integer, 1-D vector, with letters expression; else an empty text."""
    if isinstance(value, bool):
        return "yes-no"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, (Fraction, float)):
        return "number"
    if letters.is_formula(value):
        return "expression"
    if is_array(value) and value.ndim in (1, 2):
        return "vector" if value.ndim == 1 else "matrix"
    return ""


def is_number(value: Value) -> bool:
    """Whether a value is a number, and not a truth."""
    return isinstance(value, (int, Fraction, float)) and not isinstance(value, bool)


def refuse_equal(texts: Sequence[str], what: str) -> None:
    """Unusable where two texts are the same to a reader."""
    plain = [" ".join(text.split()) for text in texts]
    if len(set(plain)) < len(plain):
        raise Unusable(f"two {what} come out equal")


@lru_cache(1024)
def escape_markdown(text: str) -> str:
    """Words as they stand, whatever signs are in them, as Markdown."""
    return MARKUP.sub(r"\\\1", text)
