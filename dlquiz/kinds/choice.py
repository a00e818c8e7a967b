"""Choices: one option, or all that apply, by letter or by the option's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.kinds import key_accepting, kind, option_letters
from dlquiz.kinds.fields import ChoiceField, Field
from dlquiz.kinds.kind import BankKey, Kind, PartDraw, Row, Unusable, natural_kind, refuse_equal
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.template import Template
from dlquiz.language.write.values import value_to_text
from dlquiz.model import FROM_MISTAKES, AnswerKey, Reading, Value

BETWEEN = (re.compile(r"[,;\n]"), re.compile(r"[,;\n&]|\band\b", re.IGNORECASE))  # some options hold an "and"

SINGLE_LETTER = re.compile(r"[\W_]*[A-Za-z][\W_]*")
NUMBER = re.compile(r"\d+")
MADE_OPTIONS = 4  # of a choice made from mistakes: those that the bank lists, and slips to fill it up


def make_key_from_mistakes(part: PartDraw) -> AnswerKey:
    """The right value and what the mistakes give, each once; filled up from the slips that people make."""
    value = part.compute_value()
    name = natural_kind(value)
    if not name:
        raise FormulaError("options from mistakes need a value with a kind of its own")
    quantity = replace(kind(name).make_key_of_value(part, value), mistaken=())
    texts = list(dict.fromkeys(write_quantity(quantity, wrong) for wrong in (value, *part.mistaken)))
    if len(texts) < MADE_OPTIONS:
        likely = (v for v in part.search_mistakes() if natural_kind(v) == name and is_plausible(v, value))
        texts = list(dict.fromkeys([*texts, *(write_quantity(quantity, v) for v in likely)]))[:MADE_OPTIONS]
    if len(texts) < 3:
        raise Unusable("fewer than two mistakes differ from the right answer")
    return replace(shuffle_options(part, texts, [0], [""] * len(texts)), quantity=quantity)


def write_rights(value: Value) -> list[str]:
    """The texts of the options that a value names: of each element of a list, where several apply."""
    texts = [value_to_text(item) for item in (list_items(value) if is_list(value) else [value])]
    if not texts or len(set(texts)) < len(texts):
        raise FormulaError("a list of right options names at least one, and each once")
    return texts


def find_place(right: str, texts: Sequence[str]) -> int:
    """The place of a right option; FormulaError where it is not one of the options."""
    if right not in texts:
        raise FormulaError(f'"{right}" is not among the options')
    return texts.index(right)


def shuffle_options(part: PartDraw, texts: list[str], rights: list[int], because: list[str]) -> AnswerKey:
    """The answer key of a choice, its options in the order shown."""
    refuse_equal(texts, "options")
    order = part.shuffle(range(len(texts)))
    if all(SINGLE_LETTER.fullmatch(text.strip()) for text in texts):  # shuffled, a letter would mean two options
        order = sorted(order)
    return AnswerKey(
        "choice",
        value=tuple(texts[i] for i in rights),
        options=tuple(texts[i] for i in order),
        right=tuple(sorted(order.index(i) for i in rights)),
        because=tuple(because[i] for i in order),
    )


def is_plausible(wrong: Value, right: Value) -> bool:
    """Whether a wrong number looks like an answer: of the right sign, and within a factor of 100."""
    if type(wrong) not in numbers.NUMBERS or type(right) not in numbers.NUMBERS or not right:
        return True
    return bool(Fraction(1, 100) < numbers.digits12(wrong) / numbers.digits12(right) < 100)


def write_quantity(quantity: AnswerKey, value: Value) -> str:
    """A value as an option: with the decimals that are asked for, where it is of the right one's kind."""
    try:
        own = kind(quantity.kind)
        return own.option_text(own.replace_value(quantity, value))
    except FormulaError:
        return value_to_text(value)


def find_options(typed: TypedText, key: AnswerKey) -> list[int] | None:
    """The picked places in the order typed; None where there are none."""
    count = len(key.options)
    one = find_worded_option(typed, typed.text, key)
    if one is None:
        one = option_letters.read_letter(typed, count) if len(typed.text) < 12 else None
    if one is None:
        one = read_letter_and_words(typed, key)
    if one is None:
        one = find_numbered_option(typed, key)
    return (
        [one]
        if one is not None
        else option_letters.read_letters(typed, count, option_letters.SEVERAL) or read_worded_options(typed, key)
    )


def find_worded_option(typed: TypedText, text: str, key: AnswerKey) -> int | None:
    """The option whose own words these are; a single letter means a place instead, where there is such a place.

    Of options that differ only in case or signs it is the one that stands there just so; FormulaError where none does.
    """
    folded = option_letters.fold_words(text)
    options = [plain_option(option) for option in key.options]
    alike = [i for i, option in enumerate(options) if option_letters.fold_words(option) == folded]
    if folded in option_letters.ALPHABET and option_letters.ALPHABET.find(folded) < len(key.options):
        if alike and folded and alike != [option_letters.ALPHABET.index(folded)]:
            raise typed.fault(f"the option that reads {text.strip()}, or option {folded}? type its place: 1, 2, …")
        return None
    if len(alike) > 1:
        alike = [i for i in alike if options[i].split() == text.split()]
        if not alike:
            raise typed.fault("more than one option reads so; type the letter")
    return alike[0] if alike else None


def find_numbered_option(typed: TypedText, key: AnswerKey) -> int | None:
    """The option that a number alone means: 2 for "design 2" where every option has its own number, as only one has it.

    Of options that are single letters it is the place.
    """
    if not typed.text.isdecimal():
        return None
    if all(SINGLE_LETTER.fullmatch(option.strip()) for option in key.options):
        place = int(typed.text[:3]) - 1
        return place if 0 <= place < len(key.options) else None
    numbers_of = [NUMBER.findall(plain_option(option)) for option in key.options]
    found = [i for i, numbers in enumerate(numbers_of) if numbers == [typed.text]]
    return found[0] if len(found) == 1 and all(len(numbers) == 1 for numbers in numbers_of) else None


def plain_option(option: str) -> str:
    """An option in plain characters, as a typed text has them."""
    try:
        return TypedText.of(option).text
    except FormulaError:  # such as 2½, which is asked about where it is typed
        return option


def read_letter_and_words(typed: TypedText, key: AnswerKey) -> int | None:
    """The option of `b) minimum`, where letter and words agree; FormulaError where they do not."""
    head, mark, tail = typed.text.partition(" ")
    match = option_letters.ONE.fullmatch(head)
    named = find_worded_option(typed, tail, key) if mark else None
    if match is None or named is None:
        return None
    index = option_letters.ALPHABET.index(match[1].lower())
    if index != named:
        raise typed.fault("the letter and the words are of different options; type the letter alone")
    return named


def read_worded_options(typed: TypedText, key: AnswerKey) -> list[int] | None:
    """Several options by their own words, with commas or `and` between them."""
    for between in BETWEEN:
        pieces = [piece for piece in between.split(typed.text) if piece.strip()]
        whole = [index for index in (find_worded_option(typed, piece, key) for piece in pieces) if index is not None]
        if len(pieces) > 1 and len(whole) == len(pieces):
            return whole
    return None


def echo_options(typed: TypedText, picked: list[int], key: AnswerKey) -> str:
    """The picked options with their words."""
    if len(picked) == 1 and option_letters.fold_words(typed.text) == option_letters.fold_words(
        plain_option(key.options[picked[0]])
    ):
        return ""
    return list_options(picked, key)


def list_options(indices: list[int], key: AnswerKey) -> str:
    """Options with their letters and words."""
    return "; ".join(f"{option_letters.ALPHABET[i]}) {key.options[i]}" for i in indices)


def explain_option(picked: tuple[int, ...], key: AnswerKey) -> str:
    """Why the picked option is wrong, where the bank says so."""
    return reason(key, picked[0])


def reason(key: AnswerKey, at: int) -> str:
    """Why an option is right or wrong; empty where nobody says."""
    return key.because[at] if at < len(key.because) else ""


class Choice(Kind):
    """Choices: one option, or all that apply, by letter or by the option's own words."""

    name = "choice"
    holds_markdown = True
    keys = (BankKey("options", "options", "The options of a choice.", shuffled=True),)
    key_needed = "options"
    few_values = True

    def make_key(self, part: PartDraw) -> AnswerKey:
        options = part.answer.keys["options"]
        if options == FROM_MISTAKES:
            return make_key_from_mistakes(part)
        texts = part.render_texts(option.text for option in options)
        because = part.render_texts(option.because or Template("") for option in options)
        if part.answer.value is not None:
            rights = [find_place(text, texts) for text in write_rights(part.compute_value())]
        else:
            truths = [option.right if option.holds is None else part.compute_truth(option.holds) for option in options]
            rights = [i for i, right in enumerate(truths) if right]
        if not rights:
            raise Unusable("no option is right")
        return shuffle_options(part, texts, rights, because)

    def replace_value(self, key: AnswerKey, value: Value) -> AnswerKey:
        if key.quantity is not None:
            key_accepting(key.quantity, value)  # FormulaError where it is not an answer of its kind
        texts = write_rights(value) if key.quantity is None else [write_quantity(key.quantity, value)]
        return replace(key, value=tuple(texts), right=tuple(sorted(find_place(text, key.options) for text in texts)))

    def searches_slips(self, key: AnswerKey) -> bool:
        return key.quantity is not None

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        return set(value) == set(key.right)

    def type_example(self, given: Any, key: AnswerKey) -> str:
        texts = given if isinstance(given, list) else [given]
        if all(text in key.options for text in texts):
            return " ".join(option_letters.ALPHABET[key.options.index(text)] for text in texts)
        return super().type_example(given, key)

    def example_text(self, key: AnswerKey) -> str:
        return ", ".join(key.value)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The places of the options that a text picks; FormulaError where it picks none, or too many."""
        picked = find_options(typed, key) or find_options(drop_label(typed, tuple(option_letters.ALPHABET)), key)
        if picked is None:
            option_letters.refuse_foreign_letters(typed)
            raise option_letters.unknown_option(typed, len(key.options))
        if len(picked) > 1 and len(key.right) < 2:
            raise typed.fault("one option is asked for; which one?")
        if len(set(picked)) < len(picked):
            raise typed.fault("the same option twice")
        picked = sorted(picked)
        return Reading(tuple(picked), echo_options(typed, picked, key))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right or wrong; of several, whether some are missing or too many."""
        picked, right = set(reading.value), set(key.right)
        if picked == right:
            return "right", ""
        if len(right) < 2:
            return "wrong", explain_option(reading.value, key)
        if picked < right:
            return "wrong", "all of them apply, but not all that apply are there"
        says = "all that apply are there, but also what does not" if picked > right else "not the ones that apply"
        reasons = [
            f"{option_letters.ALPHABET[at]}) {key.because[at]}" for at in sorted(picked - right) if reason(key, at)
        ]
        return "wrong", "\n\n".join([f"{says[0].upper()}{says[1:]}.", *reasons]) if reasons else says

    def to_text(self, key: AnswerKey) -> str:
        """The right options with their letters."""
        return list_options(sorted(key.right), key)

    def instruction(self, key: AnswerKey) -> str:
        return "one letter" if len(key.right) < 2 else "all that apply: letters"

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (ChoiceField(key.options, key.right, key.because),)

    def to_markdown(self, key: AnswerKey) -> str:
        return self.to_text(key)

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        reasons = zip(option_letters.ALPHABET, key.because, strict=False)
        return tuple((letter, because) for letter, because in reasons if because.strip())

    def paper_instruction(self, key: AnswerKey) -> str:
        return "all that apply" if len(key.right) > 1 else ""
