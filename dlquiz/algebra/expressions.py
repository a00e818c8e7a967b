"""Trees to SymPy, node by node by a table, and arithmetic on what comes out; bounded before it is computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

import sympy

from dlquiz import tree
from dlquiz.algebra.functions import FUNCTIONS, Named, piece, write_out

MAX_NODES = 500  # of one expression
MAX_DEPTH = 100
MAX_EXPONENT = 1_000  # the largest whole exponent that is computed with
MAX_BITS = 8_192  # of a coefficient's power
NO_VALUE = {sympy.nan, sympy.zoo, sympy.oo, -sympy.oo}
TOO_LONG = "the formula with letters becomes too long"
BY_ZERO = "division by zero"

RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge, "==": sympy.Eq, "!=": sympy.Ne,
}  # fmt: skip


def symbol(name: str) -> Any:
    """The letter of a name; letters stand for real numbers."""
    return sympy.Symbol(name, real=True)


def from_number(value: Any) -> Any:
    """A number of ours for SymPy, exact where it is."""
    if isinstance(value, (bool, int)):
        return sympy.Integer(int(value))
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    if isinstance(value, float) and math.isfinite(value):
        return sympy.Float(value)
    raise ValueError("letters go with numbers, not with arrays or texts")


def to_number(expression: Any) -> Any:
    """A constant expression as a number of ours: exact where it is rational, a real in any case."""
    if isinstance(expression, sympy.Rational):
        return Fraction(int(expression.p), int(expression.q))
    if expression in NO_VALUE:
        raise ValueError(BY_ZERO)
    made = expression.evalf(17)
    if not made.is_real:
        raise ValueError("this has no real value")
    return float(made)


def settle(expression: Any) -> Any:
    """A result as it goes on: a number of ours where no letter is left; ValueError where it is too long."""
    if not expression.free_symbols:
        constant = write_out(expression)  # SymPy has no number for sigmoid(2)
        if not constant.has(Named):
            return to_number(constant)
    check_size(expression)
    return expression


def measure(expression: Any) -> tuple[int, int]:
    """The nodes of an expression and its depth, counted until there are too many."""
    nodes = deepest = 0
    waiting = [(expression, 1)]
    while waiting and nodes <= MAX_NODES:
        node, depth = waiting.pop()
        nodes += 1
        deepest = max(deepest, depth)
        waiting.extend((argument, depth + 1) for argument in node.args)
    return nodes, deepest


def check_size(expression: Any) -> None:
    """ValueError for an expression that is too long or too deep, or holds what is no real number, or a huge one."""
    nodes, depth = measure(expression)
    if nodes > MAX_NODES or depth > MAX_DEPTH:
        raise ValueError(TOO_LONG)
    for atom in expression.atoms(sympy.Number, sympy.Pow, type(sympy.I)):
        if atom.is_Pow:
            if atom.exp.is_Rational and abs(atom.exp) > MAX_EXPONENT:
                raise ValueError("the power becomes too large")
        elif atom in NO_VALUE:
            raise ValueError(BY_ZERO)
        elif atom is sympy.I:
            raise ValueError("this has no real value")
        elif isinstance(atom, sympy.Rational) and max(abs(atom.p), atom.q).bit_length() > MAX_BITS:
            raise ValueError("the number becomes too large")


def combine(op: str, left: Any, right: Any) -> Any:
    """`left op right` of numbers and expressions; ValueError with the sentence where it does not go."""
    if op not in OPERATORS:
        raise ValueError(f'"{op}" does not go with letters')
    return settle(OPERATORS[op](wrap(left), wrap(right)))


def wrap(value: Any) -> Any:
    """A value as an expression."""
    return value if isinstance(value, sympy.Basic) else from_number(value)


def add(left: Any, right: Any) -> Any:
    """A sum; brackets behind a plus or a minus are opened, also where collecting leaves them: 3(x + y) - 2(x + y)."""
    terms = list_terms(left) + list_terms(right)
    made = sympy.Add(*terms)
    while any(is_in_brackets(term) for term in sympy.Add.make_args(made)):
        made = sympy.Add(*list_terms(made))
    return made


def subtract(left: Any, right: Any) -> Any:
    """A difference; a number before a sum stays before it, as in a sum."""
    return add(left, multiply(sympy.S.NegativeOne, right))


def list_terms(expression: Any) -> list[Any]:
    """The terms of a sum, those in brackets behind a plus or a minus too."""
    if not is_in_brackets(expression):
        return [expression]
    sign, inner = expression.as_coeff_Mul()
    return [term for argument in inner.args for term in list_terms(multiply(sign, argument))]


def is_in_brackets(term: Any) -> bool:
    """Whether an expression is a sum, perhaps behind a minus."""
    coefficient, rest = term.as_coeff_Mul()
    return bool(rest.is_Add and abs(coefficient) == 1)


def multiply(left: Any, right: Any) -> Any:
    """A product; a number before a sum stays before it, which SymPy would multiply out."""
    if right.is_Number:
        left, right = right, left
    coefficient, rest = right.as_coeff_Mul()
    if not left.is_Number or not rest.is_Add:
        return left * right
    number = left * coefficient
    if number == 1:
        return rest
    return number if number.is_zero else sympy.Mul(number, rest, evaluate=False)


def divide(left: Any, right: Any) -> Any:
    """A quotient."""
    if right.is_zero:
        raise ValueError(BY_ZERO)
    return multiply(left, 1 / right)


def power(base: Any, exponent: Any) -> Any:
    """A power; of e, as numbers have it, the exponential."""
    if exponent.is_Rational:
        size = max((abs(n.p) + n.q for n in base.atoms(sympy.Rational)), default=1)
        if abs(exponent) > MAX_EXPONENT or size.bit_length() * abs(exponent) > 4 * MAX_BITS:
            raise ValueError("the power becomes too large")
        if base.is_zero and exponent < 0:
            raise ValueError(BY_ZERO)
    if base.is_Float and float(base) == math.e:
        return sympy.exp(exponent)
    return base**exponent


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "**": power,
}  # fmt: skip


def apply(function: str, *arguments: Any) -> Any:
    """A function of the language; ValueError for one that does not go with letters."""
    if function not in FUNCTIONS:
        raise ValueError(f'"{function}" does not go with letters')
    wrapped = [wrap(argument) for argument in arguments]
    if function in ("max", "min"):
        made = wrapped[0]
        for argument in wrapped[1:]:
            made = FUNCTIONS[function](made, argument)
        return settle(made)
    return settle(FUNCTIONS[function](*wrapped))


def compare(op: str, left: Any, right: Any) -> Any:
    """An order between formulas: a condition, or a truth where it holds for all letters or for none."""
    made = RELATIONS[op](wrap(left), wrap(right))
    return bool(made) if made in (sympy.true, sympy.false) else made


def join_conditions(conditions: Collection[Any]) -> Any:
    """The condition that holds where all of them do."""
    made = sympy.And(*conditions)
    return bool(made) if made in (sympy.true, sympy.false) else made


def choose(then: Any, condition: Any, otherwise: Any) -> Any:
    """A formula in two pieces."""
    return settle(piece(wrap(then), condition, wrap(otherwise)))


# from trees


def to_sympy(node: tree.Node, letters: Collection[str]) -> Any:
    """The expression of a tree, every name of `letters` a symbol; ValueError where it has none."""
    return wrap(convert_node(node, letters))


def convert_node(node: tree.Node, letters: Collection[str]) -> Any:
    """A number of ours, an expression or a truth."""
    rule = RULES.get(type(node))
    if rule is None:
        raise ValueError(f"{type(node).__name__.lower()} does not go with letters")
    return rule(node, letters)


def from_name(node: tree.Name, letters: Collection[str]) -> Any:
    """A letter, or e or π."""
    if node.name in letters:
        return symbol(node.name)
    if node.name in ("e", "pi"):
        return sympy.E if node.name == "e" else sympy.pi
    raise ValueError(f'there is no letter "{node.name}"')


def from_unary(node: tree.Unary, letters: Collection[str]) -> Any:
    """A sign, or `not`."""
    operand = convert_node(node.operand, letters)
    if node.op == "not":
        return sympy.Not(operand)
    return operand if node.op == "+" else multiply(sympy.S.NegativeOne, wrap(operand))


def from_binary(node: tree.Binary, letters: Collection[str]) -> Any:
    """An operator; a constant stays exact."""
    if node.op not in OPERATORS:
        raise ValueError(f'"{node.op}" does not go with letters')
    made = OPERATORS[node.op](wrap(convert_node(node.left, letters)), wrap(convert_node(node.right, letters)))
    check_size(made)
    return made


def from_compare(node: tree.Compare, letters: Collection[str]) -> Any:
    """A chain of comparisons."""
    sides = [wrap(convert_node(operand, letters)) for operand in node.operands]
    if any(op not in RELATIONS for op in node.ops):
        raise ValueError("only < and > and = compare letters")
    return sympy.And(*(RELATIONS[op](sides[i], sides[i + 1]) for i, op in enumerate(node.ops)))


def from_logic(node: tree.Logic, letters: Collection[str]) -> Any:
    """`and`, `or`."""
    join = sympy.And if node.op == "and" else sympy.Or
    return join(*(convert_node(operand, letters) for operand in node.operands))


def from_conditional(node: tree.Conditional, letters: Collection[str]) -> Any:
    """Pieces."""
    then, otherwise = (wrap(convert_node(branch, letters)) for branch in (node.then, node.otherwise))
    return piece(then, convert_node(node.condition, letters), otherwise)


def from_call(node: tree.Call, letters: Collection[str]) -> Any:
    """A function of its arguments."""
    if node.function == "where" and len(node.arguments) == 3:
        condition, then, otherwise = node.arguments
        return from_conditional(tree.Conditional(then, condition, otherwise), letters)
    return wrap(apply(node.function, *(convert_node(argument, letters) for argument in node.arguments)))


RULES: dict[type, Callable[[Any, Collection[str]], Any]] = {
    tree.Number: lambda node, _: from_number(node.value),
    tree.Truth: lambda node, _: sympy.true if node.value else sympy.false,
    tree.Name: from_name,
    tree.Unary: from_unary,
    tree.Binary: from_binary,
    tree.Compare: from_compare,
    tree.Logic: from_logic,
    tree.Conditional: from_conditional,
    tree.Call: from_call,
}
