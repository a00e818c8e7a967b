"""The text of a bank with one question, and the problem that is read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dlquiz.bank.build import build_question
from dlquiz.bank.compile import compile_text
from dlquiz.errors import BankError, UsageError
from dlquiz.language.arrays import is_array, list_items
from dlquiz.language.numbers import count_decimals
from dlquiz.language.write.digits import number_to_literal
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.language.write.values import value_to_text
from dlquiz.problem import Problem, make_problem
from dlquiz.streams import blake2b

TOPIC = "own-problems"
TITLE = "Problems of my own"
MAX_DECIMALS = 15
LONG_FORMULA = re.compile(r""" in ['"].{60,}$""", re.DOTALL)  # what stands behind a message, and says little
SMALL = 0.01  # below it, four decimals say little: three significant digits are asked for


class AskedValue(NamedTuple):
    """A part of the question: the quantity that it asks for, the text, and the keys of its answer."""

    name: str
    ask: str
    keys: Mapping[str, str]


class OwnQuestion(NamedTuple):
    """What a bank says of a question, as texts; texts go in `ask` and `remark`, formulas elsewhere."""

    verb: str
    title: str
    ask: str
    solver: str
    given: Mapping[str, str]
    parts: Sequence[AskedValue]
    variables: Mapping[str, str] = {}
    values: Mapping[str, Any] = {}  # the numbers that were typed, by the names of their draws
    drawn: Mapping[str, str] = {}  # numbers that are drawn, as the bank says it
    level: int = 2
    remark: str = ""
    picture: Sequence[str] = ()  # lines of the bank


def write_bank(question: OwnQuestion) -> str:
    """The text of a bank with this question."""
    fixed = {name: f"[{write_item(value)}]" for name, value in question.values.items() if is_plain(value)}
    draws = {**fixed, **question.drawn}
    lets = {name: write_value(value) for name, value in question.values.items() if name not in fixed}
    lines = [f"topic: {TOPIC}", f"title: {TITLE}", "questions:", "", f"- id: {name_question(question)}"]
    lines += [f"  title: {question.title}", f"  level: {question.level}"]
    lines += write_mapping("variables", question.variables) + write_mapping("draw", draws)
    lines += write_mapping("let", lets) + write_block("ask", question.ask)
    lines += [f"  solver: {question.solver}", *write_mapping("given", question.given)]
    lines += ["  parts:", *(line for part in question.parts for line in write_part(part))]
    lines += write_block("remark", question.remark) if question.remark else []
    lines += question.picture
    return "\n".join(lines) + "\n"


def name_question(question: OwnQuestion) -> str:
    """An id that another problem does not have."""
    key = "\x1f".join([question.ask, *question.given.values(), *map(value_to_text, question.values.values())])
    return f"own-{question.verb}-{blake2b(key.encode(), digest_size=3).hexdigest()}"


def write_mapping(key: str, pairs: Mapping[str, str]) -> list[str]:
    """A mapping of formulas or draws, a line each; nothing where it is empty."""
    return [f"  {key}:", *(f"    {name}: {text}" for name, text in pairs.items())] if pairs else []


def write_block(key: str, text: str, indent: str = "  ") -> list[str]:
    """A text in lines of its own."""
    return [f"{indent}{key}: |", *(f"{indent}  {line}" for line in text.strip().split("\n"))]


def write_part(part: AskedValue) -> list[str]:
    """A part."""
    keys = ", ".join(f"{key}: {text}" for key, text in {"value": part.name, **part.keys}.items())
    return [f"    - name: {part.name}", *write_block("ask", part.ask, "      "), f"      answer: {{{keys}}}"]


def is_plain(value: Any) -> bool:
    """Whether a draw can state a value: a decimal that ends, or an array of these."""
    items = value.ravel().tolist() if is_array(value) else [value]
    return all(isinstance(v, int) or (isinstance(v, Fraction) and count_decimals(v) <= MAX_DECIMALS) for v in items)


def write_item(value: Any) -> str:
    """A number or an array as an item of a draw."""
    if is_array(value):
        return f"[{', '.join(write_item(item) for item in list_items(value))}]"
    return number_to_literal(value) if isinstance(value, (int, Fraction)) else repr(value)


def write_value(value: Any) -> str:
    """A number or an array as a formula."""
    if is_array(value):
        return f"[{', '.join(write_value(item) for item in list_items(value))}]"
    if isinstance(value, Fraction) and count_decimals(value) > MAX_DECIMALS:
        return f"{value.numerator}/{value.denominator}"
    return write_item(value)


def quote(text: str) -> str:
    """A text as a formula, as a bank writes it."""
    return f'("{text}")'


def write_equations(names: Mapping[str, str]) -> str:
    """`$x = {{ x_0 }}$, $y = {{ y_0 }}$ and $z = …$` for letters and the names of their values."""
    texts = [f"${name_to_latex(letter)} = {{{{ {name} }}}}$" for letter, name in names.items()]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else ""


def open_bank(text: str, seed: int = 0) -> Problem:
    """The problem of the only question of a bank's text; UsageError with the first thing that is wrong."""
    try:
        plain = compile_text(text, "<own>")
        return make_problem(build_question(plain["questions"][0], plain["topic"], ""), seed)
    except BankError as error:
        message = error.faults[0].message.removeprefix(f"{find_id(text)}@{seed}: ")
        raise UsageError(LONG_FORMULA.sub("", message) + ".") from None


def find_id(text: str) -> str:
    """The id of the question in a bank's text."""
    return text.partition("- id: ")[2].partition("\n")[0]


def accuracy(value: Any) -> dict[str, str]:
    """How exactly a number is asked for."""
    small = type(value) in (int, float, Fraction) and 0 < abs(value) < SMALL
    return {"kind": "number", "significant": "3"} if small else {"kind": "number"}
