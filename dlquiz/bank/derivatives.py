"""Derivatives of a bank's own formulas, made when it is compiled: `diff(E, a)` becomes `-(y - a)`.

Once numbers are drawn there is no formula of `a` left, so the derivative is made of the formula as the bank states it;
of a let or step that is named alone, of its formula.  The cache holds it as text, and the solution shows it.
Where the value of that let or step occurs in its derivative, its name does: `diff(a, z)` of `a = sigmoid(z)` is
`a*(1 - a)`.  By a declared variable it is made here too if no draw decides about its form; else when it is drawn.
`gradient` and `hessian` become lists of such derivatives.
A solver is given the derivatives that it will need in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz import tree
from dlquiz.bank.names import find_stated, list_readable
from dlquiz.bank.readers import Faults, PlacedText
from dlquiz.bank.structures import Record
from dlquiz.errors import Fault, FormulaError
from dlquiz.language.budget import BudgetExceeded
from dlquiz.language.letter_functions import CALCULUS, calculus_cost
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.formulas import to_plain
from dlquiz.solvers import find_solver
from dlquiz.solvers.slopes import KEY, write_slopes

WRITTEN_OUT = ("diff", "gradient", "hessian")
MAX_NODES = 500  # of a formula with the formulas of set-up values put in; a longer one has no derivative
Derivatives = dict[tuple[tree.Node, str, frozenset[str], str], "tree.Node | None"]


class DerivativeWriter:
    """Writes out the derivatives in the formulas of one question; they are paid from the budget of the bank."""

    def __init__(self, question: Record, faults: Faults) -> None:
        self.question = question
        self.faults = faults
        self.known: Derivatives = {}
        self.letters = {str(name) for name, _ in list_readable(question, "variables")}
        self.drawn = {str(name) for name, _ in list_readable(question, "draw")}
        self.lets: dict[str, tree.Node] = {}
        self.formulas: dict[str, tree.Node] = {}  # of lets and steps

    def write(self) -> None:
        """Replace all derivatives that can be made here; the others by a quantity are faults."""
        try:
            self.write_all()
        except BudgetExceeded:
            message = "the derivatives up to here take too long; put the questions below into another bank"
            self.faults.append(Fault(self.question["id"].place, message))

    def write_all(self) -> None:
        """Replace all derivatives; BudgetExceeded where that takes too long."""
        for name, formula in list_readable(self.question, "let"):
            if isinstance(formula, PlacedText):
                self.formulas[str(name)] = self.differentiate_calls(formula.tree)
                self.put_in_lets(str(name))
        self.collect_steps(self.question)
        self.replace_formulas(self.question)
        self.add_slopes()

    def add_slopes(self) -> None:
        """Give the solver the slopes that it will need; where one cannot be made here, it makes them itself."""
        name = self.question.get("solver")
        solver = find_solver(name) if isinstance(name, PlacedText) else None
        list_slopes = getattr(solver, "list_slopes", None)
        if list_slopes is None:
            return
        set_up = self.drawn | {str(name) for name, _ in list_readable(self.question, "let")}
        given = {str(name): find_stated(text, set_up) for name, text in list_readable(self.question, "given")}
        found: dict[str, tree.Node] = {}
        try:
            for key, (formula, letter, name) in list_slopes(given).items():
                names = frozenset(tree.names(formula) - CONSTANTS.keys())
                slope = self.find_derivative(formula, letter, names, name)
                if slope is None:
                    return
                found[key] = slope
        except (FormulaError, ValueError, BudgetExceeded):
            return
        place = self.question.at("given")
        text = PlacedText.at(f'("{write_slopes(found)}")', place)
        self.question["given"].append((PlacedText.at(KEY, place), text))

    def put_in_lets(self, name: str) -> None:
        """Keep the formula of a set-up value with those of others put in; if too long, its name stands for it."""
        full = tree.rename(self.formulas[name], self.lets)
        if tree.measure(full, MAX_NODES)[0] <= MAX_NODES:
            self.lets[name] = full

    def collect_steps(self, block: Record) -> None:
        """The formulas of the steps, in the order in which they are computed."""
        for step in list_readable(block, "steps"):
            if "repeat" in step:
                self.collect_steps(step)
            elif isinstance(step.get("name"), PlacedText) and isinstance(step.get("formula"), PlacedText):
                self.formulas[str(step["name"])] = self.differentiate_calls(step["formula"].tree)

    def replace_formulas(self, value: Any) -> Any:
        """A value with its formulas written out; records are changed where they stand."""
        if isinstance(value, Record):
            for key, held in value.items():
                value[key] = self.replace_formulas(held)
        elif type(value) in (list, tuple):
            return type(value)([self.replace_formulas(item) for item in value])
        elif isinstance(value, PlacedText) and value.tree is not None and any(name in value for name in WRITTEN_OUT):
            return self.write_formula(value)
        return value

    def write_formula(self, text: PlacedText) -> PlacedText:
        """A formula with its derivatives written out."""
        node = self.differentiate_calls(text.tree)
        if node is text.tree:
            return text
        for call in tree.calls(node):
            if call.function == "diff" and not self.is_by_letter(call):
                self.faults.append(Fault(text.place, f'"{to_plain(call)}" cannot be written down as a formula'))
        placed = PlacedText.at(to_plain(node), text.place)
        placed.tree = node
        return placed

    def is_by_letter(self, call: tree.Call) -> bool:
        """Whether a derivative is by a declared variable: then it can also be made when the question is drawn."""
        by = call.arguments[-1]
        return isinstance(by, tree.Name) and by.name in self.letters

    def differentiate_calls(self, node: tree.Node | None) -> Any:
        """A tree with its derivatives written out, inner ones first."""
        return None if node is None else tree.transform(node, self.differentiate_call)

    def differentiate_call(self, node: tree.Node) -> tree.Node | None:
        """The derivative of `diff(f, x)`; a call that stays as it is where there is none to write down."""
        if not isinstance(node, tree.Call) or node.function not in WRITTEN_OUT or len(node.arguments) != 2:
            return None
        if node.function != "diff":
            return self.write_list(node)
        inner, by = (self.differentiate_calls(argument) for argument in node.arguments)
        call = tree.Call("diff", (inner, by), at=node.at)
        if not isinstance(by, tree.Name):
            return call
        by_letter = self.is_by_letter(call)
        formula = tree.rename(inner, self.lets) if by_letter else self.formulas.get(getattr(inner, "name", ""), inner)
        names = tree.names(formula)
        if by_letter and not names <= self.letters | self.drawn | CONSTANTS.keys():
            return call
        name = inner.name if isinstance(inner, tree.Name) and formula is not inner and not by_letter else ""
        return self.find_derivative(formula, by.name, names - (CONSTANTS.keys() - self.letters), name) or call

    def write_list(self, call: tree.Call) -> tree.Node | None:
        """The derivatives of `gradient` or `hessian` one by one; None unless all of them can be written down."""
        formula, letters = call.arguments
        names = letters.items if isinstance(letters, tree.Array) else ()
        if not names or not all(isinstance(name, tree.Name) and name.name in self.letters for name in names):
            return None
        slopes = list_slopes(formula, names)
        rows = tuple(list_slopes(slope, names) for slope in slopes.items) if call.function == "hessian" else ()
        written: tree.Node = self.differentiate_calls(tree.Array(rows) if rows else slopes)
        return None if any(one.function == "diff" for one in tree.calls(written)) else written

    def find_derivative(self, formula: tree.Node, by: str, names: frozenset[str], name: str) -> tree.Node | None:
        """The derivative of a formula, made once; BudgetExceeded where it costs more than there is."""
        key = formula, by, names, name
        if key not in self.known:
            nodes, depth = tree.measure(formula, MAX_NODES)
            self.faults.budget.spend(CALCULUS + calculus_cost(nodes, depth))
            self.known[key] = derivative(formula, by, names, name) if nodes <= MAX_NODES else None
        return self.known[key]


def list_slopes(formula: tree.Node, names: Sequence[tree.Node]) -> tree.Array:
    """The derivatives by each name, still to be made."""
    return tree.Array(tuple(tree.Call("diff", (formula, name), at=name.at) for name in names))


def derivative(formula: tree.Node, by: str, names: frozenset[str], name: str) -> tree.Node | None:
    """The derivative of a formula, its value written by its `name`; None where it cannot be written down."""
    from dlquiz.algebra import calculus, expressions, trees  # loads SymPy

    try:
        expression = expressions.to_sympy(formula, names)
        slope = expressions.wrap(calculus.differentiate(expression, expressions.symbol(by)))
        if name and expression.args:
            slope = slope.xreplace({expression: expressions.symbol(name)})
        return trees.to_tree(slope)
    except (ValueError, TypeError, ArithmeticError):
        return None
