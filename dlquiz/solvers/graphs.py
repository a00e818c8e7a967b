"""A graph that somebody writes, as nodes for a forward pass and a reverse sweep: "z = W @ x + b; a = sigmoid(z); …".

A node is a sum of terms.  One of them is element by element, in any names; the others are products of matrices, sums,
and the like, whose operands are names.  What stands deeper becomes a node of its own, such as z_h behind
h = sigmoid(w*x).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.grammar import read_formula
from dlquiz.language.numbers import CONSTANTS

MAX_NODES = 120
STATEMENT = re.compile(r"\s*([A-Za-z]\w*)\s*=(?!=)(.*)", re.DOTALL)
ALONE = ("softmax", "norm")  # which are nodes of their own: their slopes use their value
REDUCED = ("sum", "mean")
STRUCTURAL = ("dot", "outer", "transpose", *ALONE, *REDUCED)
INPUTS = re.compile(r"(?:[xXyYtTi](?:_?\w{0,2})?|(?:target|input|label)\w*)")


class Term(NamedTuple):
    """A summand of a node: what it is multiplied by (no names), and what it is."""

    factor: tree.Node | None
    core: tree.Node

    @property
    def is_structural(self) -> bool:
        """Whether the summand is more than arithmetic element by element."""
        return is_structural(self.core)


class GraphNode(NamedTuple):
    """A named value of the graph."""

    name: str
    formula: tree.Node
    terms: tuple[Term, ...]

    @property
    def operands(self) -> frozenset[str]:
        """The names that it is computed from."""
        return tree.names(self.formula) - CONSTANTS.keys()


def is_structural(node: tree.Node) -> bool:
    """Whether a node is a product of matrices, a sum over elements, an element, or the like."""
    if isinstance(node, tree.Call):
        return node.function in STRUCTURAL
    return isinstance(node, tree.Index) or (isinstance(node, tree.Binary) and node.op == "@")


@lru_cache(256)
def read_graph(text: str) -> Sequence[GraphNode]:
    """The nodes of a graph in their order; FormulaError where it cannot be read."""
    statements = [part for part in re.split(r"[;\n]", text) if part.strip()]
    if not statements:
        raise FormulaError('a graph is a list such as "a = sigmoid(w*x + b); E = (y - a)^2/2"')
    return build_graph([read_statement(statement) for statement in statements])


def read_statement(text: str) -> tuple[str, tree.Node]:
    """Name and formula of one statement."""
    match = STATEMENT.fullmatch(text)
    if match is None:
        raise FormulaError(f'"{text.strip()[:40]}" is not of the form name = formula')
    return match[1], read_formula(match[2].strip())


def build_graph(statements: Sequence[tuple[str, tree.Node]]) -> list[GraphNode]:
    """The nodes of statements; FormulaError for a name that is used before it is computed, or computed twice."""
    builder = GraphBuilder({name for name, _ in statements})
    for name, formula in statements:
        if name in builder.done:
            raise FormulaError(f'"{name}" is computed twice')
        late = (tree.names(formula) & builder.stated) - builder.done
        if late:
            raise FormulaError(f'"{min(late)}" is used before it is computed')
        builder.add_statement(name, formula)
    return builder.nodes


class GraphBuilder:
    """Splits statements into nodes."""

    def __init__(self, stated: set[str]) -> None:
        self.stated = stated
        self.done: set[str] = set()
        self.nodes: list[GraphNode] = []
        self.known: dict[tree.Node, tree.Name] = {}
        self.owner = ""
        self.parts = 0

    def add_statement(self, name: str, formula: tree.Node) -> None:
        """The node of a statement, after the nodes for what stands inside it."""
        self.owner, self.parts = name, 0
        self.add_node(name, formula)

    def add_node(self, name: str, formula: tree.Node) -> None:
        """A node, its terms reduced."""
        alone = isinstance(formula, tree.Call) and formula.function in ALONE
        terms = (Term(None, self.reduce_operands(formula)),) if alone else tuple(self.reduce_terms(formula))
        written = join_terms(terms) if any(term.is_structural for term in terms) else terms[0].core
        if len(self.nodes) >= MAX_NODES:
            raise FormulaError(f"the graph has more than {MAX_NODES} nodes")
        self.nodes.append(GraphNode(name, written, terms))
        self.done.add(name)

    def reduce_terms(self, formula: tree.Node) -> Iterator[Term]:
        """The structural summands, then the others together, as they stand."""
        from dlquiz.algebra.tree_arithmetic import split_sum

        parts = [(sign, *peel_factor(part)) for sign, part in split_sum(formula)]
        if not any(is_structural(core) and not is_alone(core) for _, _, core in parts):
            yield Term(None, self.reduce_elementwise(formula))
            return
        rest: tree.Node | None = None
        for sign, factor, core in parts:
            if is_structural(core) and not is_alone(core):
                signed = factor if sign > 0 else tree.Unary("-", factor or tree.Number(1))
                yield Term(signed, self.reduce_operands(core))
                continue
            own = core if factor is None else tree.Binary("*", factor, core)
            own = self.reduce_elementwise(own)
            if rest is None:
                rest = own if sign > 0 else tree.Unary("-", own)
            else:
                rest = tree.Binary("+" if sign > 0 else "-", rest, own)
        if rest is not None:
            yield Term(None, rest)

    def reduce_operands(self, node: tree.Node) -> tree.Node:
        """A structural node whose operands are names; what a sum adds up may be arithmetic."""
        if isinstance(node, tree.Binary):
            return tree.Binary(node.op, self.name_part(node.left), self.name_part(node.right))
        if isinstance(node, tree.Index):
            return tree.Index(self.name_part(node.base), node.keys)
        if isinstance(node, tree.Call) and node.function in REDUCED:
            return tree.Call(node.function, (self.reduce_elementwise(node.arguments[0]), *node.arguments[1:]))
        if isinstance(node, tree.Call) and node.function == "dot":
            return tree.Binary("@", *(self.name_part(argument) for argument in node.arguments))
        return tree.Call(node.function, tuple(map(self.name_part, node.arguments)))  # type: ignore[attr-defined]

    def reduce_elementwise(self, node: tree.Node) -> tree.Node:
        """Arithmetic whose functions have plain arguments, and in which nothing structural is left."""
        if is_structural(node):
            return self.name_part(node)
        if isinstance(node, tree.Call):
            return tree.Call(node.function, tuple(map(self.name_part, node.arguments)))
        if isinstance(node, tree.Binary):
            return tree.Binary(node.op, self.reduce_elementwise(node.left), self.reduce_elementwise(node.right))
        if isinstance(node, tree.Unary):
            return tree.Unary(node.op, self.reduce_elementwise(node.operand))
        if isinstance(node, (tree.Name, tree.Number)):
            return node
        raise FormulaError("a graph is made of names, numbers, operators and functions")

    def name_part(self, node: tree.Node) -> tree.Node:
        """A name or a number as it is; anything else as a node of its own, each once."""
        if isinstance(node, (tree.Name, tree.Number)) or not tree.names(node):
            return node
        if node not in self.known:
            self.parts += 1
            name = f"z_{self.owner}" if self.parts == 1 else f"z{self.parts}_{self.owner}"
            while name in self.stated or name in self.done:
                name = f"z{name}"
            owner_parts = self.parts
            self.add_node(name, node)
            self.parts = max(self.parts, owner_parts)
            self.known[node] = tree.Name(name)
        return self.known[node]


def is_alone(node: tree.Node) -> bool:
    """Whether a node must be one of its own."""
    return isinstance(node, tree.Call) and node.function in ALONE


def peel_factor(node: tree.Node) -> tuple[tree.Node | None, tree.Node]:
    """A factor without names before a structural node, or a divisor below it, and the rest."""
    if isinstance(node, tree.Binary) and node.op == "*" and not tree.names(node.left) - CONSTANTS.keys():
        inner, core = peel_factor(node.right)
        return (node.left if inner is None else tree.Binary("*", node.left, inner)), core
    if isinstance(node, tree.Binary) and node.op in ("*", "/") and not tree.names(node.right) - CONSTANTS.keys():
        inner, core = peel_factor(node.left)
        if not is_structural(core):
            return None, node
        return tree.Binary(node.op, inner or tree.Number(1), node.right), core
    if isinstance(node, tree.Unary) and node.op == "-":
        inner, core = peel_factor(node.operand)
        return (tree.Unary("-", inner or tree.Number(1)), core) if is_structural(core) else (None, node)
    return None, node


def join_terms(terms: Sequence[Term]) -> tree.Node:
    """The sum of terms as it is written."""
    from dlquiz.algebra.tree_arithmetic import add

    return add(*(write_term(term) for term in terms))


def write_term(term: Term) -> tree.Node:
    """A summand with its factor: -A, A/2, 3A."""
    factor = term.factor
    if factor is None:
        return term.core
    if isinstance(factor, tree.Unary):
        return tree.Unary("-", write_term(Term(factor.operand, term.core)))
    if factor == tree.Number(1):
        return term.core
    if isinstance(factor, tree.Binary) and factor.op == "/" and factor.left == tree.Number(1):
        return tree.Binary("/", term.core, factor.right)
    return tree.Binary("*", factor, term.core)


def list_leaves(nodes: Sequence[GraphNode]) -> list[str]:
    """The names that a graph is given, in the order in which they are used."""
    inner = {node.name for node in nodes}
    found: dict[str, None] = {}
    for node in nodes:
        names = [n.name for n in tree.walk(node.formula) if isinstance(n, tree.Name) and n.name in node.operands]
        found |= dict.fromkeys(name for name in names if name not in inner)
    return list(found)


def choose_parameters(leaves: Sequence[str]) -> tuple[str, ...]:
    """The names that are derived by unless somebody says: all but those of inputs and targets (x…, y…, t…, i…)."""
    chosen = tuple(name for name in leaves if not INPUTS.fullmatch(name))
    return chosen or tuple(leaves)


def list_dependents(nodes: Sequence[GraphNode], names: Sequence[str]) -> set[str]:
    """The nodes into which one of these names goes."""
    reached = set(names)
    for node in nodes:
        if node.operands & reached:
            reached.add(node.name)
    return reached - (set(names) - {node.name for node in nodes})


def last_uses(nodes: Sequence[GraphNode]) -> Mapping[str, str]:
    """For each name the node behind which, in the reverse sweep, its gradient is complete.

    That is the first node that uses it and from which there is a way to the loss.
    """
    last: dict[str, str] = {}
    reached = {nodes[-1].name}
    for node in reversed(nodes):
        if node.name in reached:
            reached |= node.operands
            last |= dict.fromkeys(node.operands, node.name)
    return last
