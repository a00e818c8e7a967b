"""Derivatives of a function in letters, one step for each application of a rule, and their values at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language import letters
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.formula import Formula
from dlquiz.language.grammar import read_formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.formulas import to_latex, to_plain
from dlquiz.solvers import Tape

GIVEN = {
    "f": True,  # a text such as "ln(1 + exp(-w*x))", or a formula in letters
    "by": False,  # a letter or a list of letters; all of f without it
    "twice": False,
    "point": False,  # the letters that have values: of w, the value is the draw or let w_0
}
NAMES = ()
RULES = ("d", "p")

MAX_LETTERS = 8
TIDY = "Tidy up"
AT_POINT = "Put in the numbers"


class Wanted(NamedTuple):
    """What is asked for: the function, the letters it is derived by, and the point."""

    function: tree.Node
    by: Sequence[str]
    twice: bool
    point: Sequence[str]


def solve(tape: Tape, f: Any, by: Any = (), twice: Any = False, point: Any = ()) -> None:
    """The derivatives df_dw by each letter, then their values df_dw_0 at a point; with `twice` the second ones too."""
    wanted = read_wanted(f, by, twice, point)
    from dlquiz.algebra.derivation import Derivation

    derivation = Derivation()
    slopes = {name: emit_derivative(tape, derivation, wanted.function, name, name_slope(name)) for name in wanted.by}
    for one, other in list_pairs(wanted.by) if wanted.twice else ():
        emit_derivative(tape, derivation, to_formula(slopes[one]), other, name_second(one, other))
    names = list_slope_names(wanted.by, wanted.twice)
    for name in names if wanted.point else ():
        emit_value(tape, name, wanted.point)


def read_wanted(f: Any, by: Any, twice: Any, point: Any) -> Wanted:
    """The arguments checked; FormulaError with a sentence for what does not fit."""
    function = read_function(f)
    names = check_letters(by) or list_letters(function)
    if not names:
        raise FormulaError("there is no letter to derive by")
    if len(names) > MAX_LETTERS:
        raise FormulaError(f"derivatives by at most {MAX_LETTERS} letters are written")
    return Wanted(function, names, bool(twice), check_letters(point))


def read_function(f: Any) -> tree.Node:
    """The tree of a function that is given as a text, or as a formula in letters."""
    if isinstance(f, str):
        return read_text(f)
    if letters.is_formula(f):
        return letters.to_tree(f)
    raise FormulaError('a function is a text, such as "x^2 - 3*x", or a formula in letters')


@lru_cache(256)
def read_text(text: str) -> tree.Node:
    """The tree of a function's text, read once."""
    return read_formula(text)


def check_letters(value: Any) -> tuple[str, ...]:
    """One letter or several, as texts or as declared letters; FormulaError for what is neither."""
    items = list_items(value) if is_list(value) else [value]
    names = tuple(str(item) if letters.is_formula(item) else item for item in items)
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            raise FormulaError('letters are texts, such as "w" or ["w", "b"]')
    return names


def list_letters(function: tree.Node) -> tuple[str, ...]:
    """The letters of a function in the order of the alphabet."""
    return tuple(sorted(tree.names(function) - CONSTANTS.keys()))


def emit_derivative(tape: Tape, derivation: Any, function: tree.Node, letter: str, name: str) -> Any:
    """The steps of one derivative, the last of which is called `name`; its value."""
    try:
        *before, last = derivation.derive(function, letter)
    except (ValueError, RecursionError) as error:
        raise FormulaError(str(error) or "the function is nested too deeply") from None
    for line in before:
        tape.step(line.name, to_plain(line.formula), explain_line(line.rule, line.of))
    value = tape.value(Formula.of(last.formula))
    tidied = tidy(value)
    if tidied is value:
        return tape.step(name, to_plain(last.formula), explain_line(last.rule, last.of))
    value = tape.step(last.name, to_plain(last.formula), explain_line(last.rule, last.of))
    return tape.step(name, to_plain(to_formula(tidy(value))), f"{TIDY}: collect and cancel.")


def tidy(value: Any) -> Any:
    """A value in its shortest form."""
    if not letters.is_formula(value):
        return value
    from dlquiz.algebra import calculus

    return calculus.tidy(value)


def explain_line(rule: str, of: tree.Node | None) -> str:
    """The rule, and what it is applied to."""
    return f"{rule}." if of is None else f"{rule}: the slope of ${write_latex(of)}$."


def write_latex(node: tree.Node) -> str:
    """A formula in letters as LaTeX inside a text, where two braces would open a hole."""
    scope = {name: letters.symbol(name) for name in tree.names(node)}
    return to_latex(node, scope).replace("{{", "{ {").replace("}}", "} }")


def to_formula(value: Any) -> tree.Node:
    """The tree of a value, a minus before a number included."""
    node = letters.to_tree(value)
    if isinstance(node, tree.Number) and node.value < 0:
        return tree.Unary("-", tree.Number(-node.value))
    return node


def emit_value(tape: Tape, name: str, point: Sequence[str]) -> None:
    """The value of a derivative at the point: its formula with the numbers of the point."""
    derivative = tape.value(Formula.of(tree.Name(name)))
    node = tree.rename(to_formula(derivative), {letter: tree.Name(f"{letter}_0") for letter in point})
    tape.step(f"{name}_0", to_plain(node), f"{AT_POINT}.")


def list_pairs(by: Sequence[str]) -> list[tuple[str, str]]:
    """The entries of the Hessian on and above its diagonal."""
    return [(one, other) for i, one in enumerate(by) for other in by[i:]]


def name_slope(letter: str) -> str:
    """`df_dw`."""
    return f"df_d{letter}"


def name_second(one: str, other: str) -> str:
    """`d2f_dw2` on the diagonal of the Hessian, `d2f_dwdb` beside it."""
    return f"d2f_d{one}2" if one == other else f"d2f_d{one}d{other}"


def list_slope_names(by: Sequence[str], twice: bool) -> list[str]:
    """The names of all derivatives."""
    first = [name_slope(letter) for letter in by]
    return [*first, *(name_second(*pair) for pair in list_pairs(by))] if twice else first


def list_names(given: Mapping[str, tree.Node | None]) -> tuple[list[str], list[str]] | None:
    """The names that it steps or sets with these formulas; None where they depend on what is drawn."""
    function, by, point = (find_words(given.get(key)) for key in ("f", "by", "point"))
    if "by" not in given and isinstance(given.get("f"), tree.Text) and function is not None:
        by = list_letters(read_formula(function[0]))
    if by is None or ("point" in given and point is None):
        return None
    names = list_slope_names(by, "twice" in given)
    return [*names, *(f"{name}_0" for name in names if point)], []


def find_words(node: tree.Node | None) -> tuple[str, ...] | None:
    """The texts or letters that a formula states; None where it states something else, or nothing is known."""
    if isinstance(node, tree.Text):
        return (node.value,)
    if isinstance(node, tree.Name):
        return (node.name,)
    if isinstance(node, tree.Array):
        words = [find_words(item) for item in node.items]
        return None if None in words else tuple(word for own in words for word in own or ())
    return None
