"""Random formulas for the tests: whole trees, arithmetic with its value by an oracle, and how trees read in Python."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from dlquiz import tree

EXAMPLES = int(os.environ.get("FORMULA_EXAMPLES", "30"))  # the long campaign asks for more
quick = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))

NAMES = ["x", "y", "k", "c_in", "dE_dw", "W", "lambda", "η", "notes", "inside", "or_", "if1", "e"]
ARITHMETIC = ["+", "-", "*", "/", "//", "%", "**", "@"]
COMPARISONS = ["<", "<=", ">", ">=", "==", "!=", "in", "not in"]

wholes = st.integers(0, 10**6).map(tree.Number)
decimals = st.builds(lambda n, p: tree.Number(Fraction(n, 10**p)), st.integers(0, 10**6), st.integers(0, 8))
texts = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=6),
    st.text(st.characters(codec="utf-8", exclude_characters="'"), max_size=6),
).map(tree.Text)
names = st.sampled_from(NAMES).map(tree.Name)
leaves = st.one_of(wholes, decimals, names, texts, st.booleans().map(tree.Truth))


def compares(below: st.SearchStrategy[Any]) -> st.SearchStrategy[tree.Compare]:
    """Chains of comparisons."""
    ops = st.lists(st.sampled_from(COMPARISONS), min_size=1, max_size=3)
    return ops.flatmap(
        lambda made: st.tuples(*[below] * (len(made) + 1)).map(lambda operands: tree.Compare(tuple(made), operands))
    )


def nodes(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Every kind of node over some that are given."""
    some = st.lists(below, max_size=3).map(tuple)
    ends = st.none() | below
    keys = st.lists(below | st.builds(tree.Slice, ends, ends, ends), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(tree.Unary, st.sampled_from(["-", "not"]), below),
        st.builds(tree.Binary, st.sampled_from(ARITHMETIC), below, below),
        st.builds(tree.Logic, st.sampled_from(["and", "or"]), st.lists(below, min_size=2, max_size=3).map(tuple)),
        compares(below),
        st.builds(tree.Conditional, below, below, below),
        st.builds(tree.Array, some),
        st.builds(tree.Index, below, keys),
        st.builds(tree.Call, st.sampled_from(["f", "max", "lambda", "sqrt"]), some),
    )


trees = st.recursive(leaves, nodes, max_leaves=12)


def sums(leaf: st.SearchStrategy[Any], ops: Sequence[str], leaves: int = 8) -> st.SearchStrategy[Any]:
    """Arithmetic over some leaves: signs and these operators."""

    def joined(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.builds(tree.Binary, st.sampled_from(ops), below, below) | st.builds(tree.Unary, st.just("-"), below)

    return st.recursive(leaf, joined, max_leaves=leaves)


# what Python makes of a text


def python_tree(text: str) -> tree.Node:
    """The tree that Python's own grammar gives a formula."""
    return from_python(ast.parse(text, mode="eval").body, text)


OPS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.USub: "-", ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def from_python(node: Any, text: str) -> tree.Node:
    """A node of Python as one of ours."""

    def made(below: Any) -> tree.Node:
        return from_python(below, text)

    def op(of: Any) -> str:
        return OPS[type(of)]

    match node:
        case ast.Constant(value=str(value)):
            return tree.Text(value)
        case ast.Constant(value=int(value)):
            return tree.Number(value)
        case ast.Constant():
            return tree.Number(Fraction(ast.get_source_segment(text, node)))
        case ast.Name(id="true" | "false" as name):
            return tree.Truth(name == "true")
        case ast.Name(id=name):
            return tree.Name(name)
        case ast.List(elts=items):
            return tree.Array(tuple(map(made, items)))
        case ast.UnaryOp():
            return tree.Unary(op(node.op), made(node.operand))
        case ast.BinOp():
            return tree.Binary(op(node.op), made(node.left), made(node.right))
        case ast.BoolOp():
            return tree.Logic(op(node.op), tuple(map(made, node.values)))
        case ast.Compare():
            return tree.Compare(tuple(map(op, node.ops)), (made(node.left), *map(made, node.comparators)))
        case ast.IfExp():
            return tree.Conditional(made(node.body), made(node.test), made(node.orelse))
        case ast.Slice():
            ends = [None if end is None else made(end) for end in (node.lower, node.upper, node.step)]
            return tree.Slice(*ends)
        case ast.Subscript():
            keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return tree.Index(made(node.value), tuple(map(made, keys)))
        case ast.Call():
            return tree.Call(node.func.id, tuple(map(made, node.args)))
    raise AssertionError(ast.dump(node))


# what a formula comes to


def oracle(node: tree.Node, scope: dict[str, Any]) -> int | Fraction:
    """The value of arithmetic, computed in another way: a rational, and beside it whether it is real by its making."""
    value, real = rational(node, scope)
    return value if real else int(value)


def rational(node: tree.Node, scope: dict[str, Any]) -> tuple[Fraction, bool]:
    """The value, and whether it is real; ZeroDivisionError where there is none."""
    match node:
        case tree.Number(value):
            return Fraction(value), isinstance(value, Fraction)
        case tree.Name(name):
            return Fraction(scope[name]), isinstance(scope[name], Fraction)
        case tree.Unary("-", operand):
            value, real = rational(operand, scope)
            return -value, real
        case tree.Binary(op, left, right):
            (a, one), (b, two) = rational(left, scope), rational(right, scope)
            real = one or two
            match op:
                case "+":
                    return a + b, real
                case "-":
                    return a - b, real
                case "*":
                    return a * b, real
                case "/":
                    return a / b, True
                case "//":
                    return Fraction(a // b), real
                case "%":
                    return a - b * (a // b), real
                case "**":
                    assert b.denominator == 1
                    return Fraction(a) ** int(b), real or b < 0
    raise AssertionError(node)
