"""Ways to type the exact answer of a part; all of them are right."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz import kinds
from dlquiz.kinds.shape import to_tuple
from dlquiz.language import numbers
from dlquiz.language.arrays import Array, flatten, to_list
from dlquiz.language.write.digits import leading_digits, number_to_literal
from dlquiz.model import AnswerKey

LONG = 38  # digits; what is longer is typed as a decimal that is near enough


def spell_answer(key: AnswerKey) -> list[str]:
    """Some ways to type the exact answer, all of them right; none where the learner grades the own answer."""
    kind = kinds.kind(key.kind)
    if kind.self_graded:
        return []
    if key.kind in SPELLERS:
        return list(dict.fromkeys(SPELLERS[key.kind](key.value)))
    if isinstance(key.value, tuple):  # texts that are shuffled, as an example in a bank gives them
        given = dict(key.value) if key.lefts else list(key.value)
        return [kind.type_example(given, key)]
    return list(key.accept) or [kind.to_text(key)]


def whole(value: int) -> list[str]:
    """A whole number: plain, with signs of many kinds, grouped, as a real and as arithmetic."""
    plain = str(value)
    if len(plain) > LONG:
        return [plain] if len(plain) <= 40 else []
    made = [plain, f"  {value:_} ", f"{value:,}", f"{plain}.0", f"n = {plain}", f"({plain})"]
    return [*made, f"{value - 1} + 1", minus(plain)]


def real(value: Any) -> list[str]:
    """A real number: as a decimal, in scientific form, as a fraction, as arithmetic."""
    text = decimal(value)
    fraction = Fraction(text) if isinstance(value, float) else Fraction(value)
    made = [text, f" {text} ", f"x = {text}", f"({text})", minus(text), scientific(fraction), f"np.float64({text})"]
    if len(str(fraction.numerator)) < LONG and len(str(fraction.denominator)) < LONG:
        made += [f"{fraction.numerator}/{fraction.denominator}", f"2*{fraction.numerator}/{2 * fraction.denominator}"]
    return made


def decimal(value: Any) -> str:
    """A number as a decimal: exactly where it ends, else to 30 digits."""
    if isinstance(value, float):
        number = numbers.digits12(value) if abs(value) >= numbers.NOISE else Fraction(0)
        return decimal(number)
    number = Fraction(value)
    if numbers.count_decimals(number) <= 20 and abs(number) < 10**15:
        return number_to_literal(number)
    leading, power = leading_digits(abs(number), 30)
    return f"{'-' if number < 0 else ''}{str(leading)[0]}.{str(leading)[1:]}e{power}"


def scientific(value: Fraction) -> str:
    """A number with a power of ten."""
    if not value:
        return "0e0"
    leading, power = leading_digits(abs(value), 30)
    return f"{'-' if value < 0 else ''}{str(leading)[0]}.{str(leading)[1:].rstrip('0') or '0'}×10^({power})"


def minus(text: str) -> str:
    """The text with the minus that typesetters use, or with a plus."""
    return "−" + text[1:] if text.startswith("-") else f"+{text}"


def shape(value: Any) -> list[str]:
    """A shape: tuple, list, with crosses, spaces and semicolons."""
    sizes = [str(size) for size in to_tuple(value)]
    if not sizes:
        return ["()", "[]", "scalar", "( )", "torch.Size([])", "Scalar"]
    tuple_ = f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
    commas = ", ".join(sizes)
    made = [tuple_, f"[{commas}]", f"torch.Size([{commas}])", f"shape = {tuple_}", f"({';'.join(sizes)})"]
    return [*made, "x".join(sizes), " × ".join(sizes), f"[{' '.join(sizes)}]"]


def cell(value: Any) -> str:
    """One element."""
    return str(value) if isinstance(value, int) else decimal(value)


def vector(value: Array) -> list[str]:
    """A vector: list, tuple, plain, column, row, NumPy's print."""
    items = [cell(item) for item in flatten(value)]
    commas, spaces = ", ".join(items), " ".join(items)
    made = [f"[{commas}]", f"({commas},)", f"[{spaces}]", f"np.array([{commas}])", f"[[{commas}]]"]
    return [*made, f"[{'; '.join(items)}]", commas, f"v = [{commas}]", f"tensor([{commas}])"]


def matrix(value: Array) -> list[str]:
    """A matrix: nested lists, tuples, MATLAB, NumPy's print, lines."""
    rows = [[cell(item) for item in row] for row in to_list(value)]
    lists = ", ".join(f"[{', '.join(row)}]" for row in rows)
    tuples = lists.replace("[", "(").replace("]", ",)")
    made = [f"[{lists}]", f"np.array([{lists}])", f"tensor([{lists}])", f"({tuples},)"]
    if len(rows) > 1:
        made += [f"[{'; '.join(' '.join(row) for row in rows)}]", "\n".join(" ".join(row) for row in rows)]
    return [*made, "[[" + "]\n [".join(" ".join(row) for row in rows) + "]]"]


SPELLERS = {
    "integer": whole,
    "number": real,
    "yes-no": lambda value: ["yes", "true"] if value else ["no", "n"],
    "shape": shape,
    "vector": vector,
    "matrix": matrix,
}
