"""Backpropagation through a graph: the forward pass, then every gradient in the order of the reverse sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language.arrays import is_list, list_items, shape_of
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.formulas import to_plain
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.solvers import Tape
from dlquiz.solvers.derivatives import check_letters, find_words
from dlquiz.solvers.graphs import (
    REDUCED,
    GraphNode,
    Term,
    choose_parameters,
    last_uses,
    list_dependents,
    list_leaves,
    read_graph,
)
from dlquiz.solvers.slopes import WantedSlope, make_slope, read_names, read_slopes

GIVEN = {
    "graph": True,  # a text, such as "a = sigmoid(w*x + b); E = (y - a)^2/2", the loss last
    "by": False,  # the names whose gradients are wanted; all but x…, y…, t… and i… without it
    "rate": False,  # the learning rate of an update
    "names": False,  # other names of steps, such as "dE_dz = delta; dh_dz = gate"
}
NAMES = ("lr",)
RULES = ()

ONE, TIMES = tree.Number(1), "*"
UPDATE = "Against the gradient, scaled by the rate."
Shape = tuple[int, ...]


def solve(tape: Tape, graph: Any, by: Any = (), rate: Any = None, names: Any = "", slopes: str = "") -> None:
    """The nodes of a graph, their gradients dE_da from the loss back, those of the names in `by`, and their update."""
    if not isinstance(graph, str):
        raise FormulaError('a graph is a text, such as "a = sigmoid(w*x + b); E = (y - a)^2/2"')
    nodes = read_graph(graph)
    wanted = read_wanted(nodes, by)
    if rate is not None:
        tape.set("lr", rate)
    shapes = tuple(shape_of(tape.value(Formula.of(tree.Name(leaf)))) for leaf in list_leaves(nodes))
    lines = remember_lines(graph, wanted, rate is not None, read_names(names), slopes, shapes)
    for line in lines:
        tape.step(*line)
    if not lines:
        sweep = Sweep(tape, nodes, wanted, dict(read_names(names)), read_slopes(slopes))
        sweep.run(rate is not None)
        lines += sweep.lines


@lru_cache(256)
def remember_lines(
    graph: str,
    wanted: tuple[str, ...],
    updates: bool,
    names: tuple[tuple[str, str], ...],
    slopes: str,
    shapes: tuple[Shape, ...],
) -> list[tuple[str, str, str]]:
    """The steps of a graph as they were written before; empty before the first time.

    Which they are depends on the shapes of what the graph is given, not on its values, and a search for slips runs them
    hundreds of times.
    """
    return []


def read_wanted(nodes: Sequence[GraphNode], by: Any) -> tuple[str, ...]:
    """The names whose gradients are wanted; FormulaError for one that the graph is not given."""
    leaves = list_leaves(nodes)
    names = check_letters(by) if not is_list(by) or len(list_items(by)) else choose_parameters(leaves)
    for name in names:
        if name not in leaves:
            raise FormulaError(f'the graph is not given "{name}"{did_you_mean(name, leaves)}')
    if not names:
        raise FormulaError("the graph has no names to derive by")
    return names


def check_products(tape: Tape, node: GraphNode) -> None:
    """FormulaError where a matrix and a vector are multiplied element by element, which W x does not mean."""
    for part in tree.walk(node.formula):
        if isinstance(part, tree.Binary) and part.op == "*":
            axes = [len(shape_of(tape.value(Formula.of(side)))) for side in (part.left, part.right)]
            if 0 not in axes and axes[0] != axes[1]:
                left, right = to_plain(part.left), to_plain(part.right)
                raise FormulaError(f"a matrix times a vector is written with @: {left} @ {right}")


class Sweep:
    """The reverse sweep: collects what each name contributes to the loss, and writes it once it is complete."""

    def __init__(
        self,
        tape: Tape,
        nodes: Sequence[GraphNode],
        wanted: Sequence[str],
        names: Mapping[str, str],
        slopes: Mapping[str, tree.Node],
    ) -> None:
        self.tape = tape
        self.names = names  # of steps that have another name than usual
        self.slopes = slopes  # that are known already
        self.nodes = nodes
        self.loss = nodes[-1].name
        self.wanted = wanted
        self.on_the_way = list_dependents(nodes, wanted)
        self.complete_behind = last_uses(nodes)
        self.contributions: dict[str, list[tuple[str, tree.Node]]] = {}  # each with the node through which it comes
        self.lines: list[tuple[str, str, str]] = []

    def name_gradient(self, name: str) -> str:
        """`dE_dw`, or what the bank calls it."""
        return self.name_slope(self.loss, name)

    def name_slope(self, of: str, by: str) -> str:
        """`da_dz`, or what the bank calls it."""
        usual = f"d{of}_d{by}"
        return self.names.get(usual, usual)

    def write(self, name: str, formula: str, why: str) -> None:
        """A step."""
        self.tape.step(name, formula, why)
        self.lines.append((name, formula, why))

    def value(self, node: tree.Node) -> Any:
        """The value of a formula."""
        return self.tape.value(Formula.of(node))

    def shape(self, node: tree.Node) -> Shape:
        """The shape of the value of a formula."""
        return shape_of(self.value(node))

    def run(self, updates: bool) -> None:
        """Forward to the loss, back to what the graph is given, and the update."""
        for node in self.nodes:
            check_products(self.tape, node)
            self.write(node.name, to_plain(node.formula), f"Forward: from {list_symbols(order_operands(node))}.")
        self.sweep_back()
        for name in self.wanted if updates else ():
            self.write(f"{name}_new", f"{name} - lr*{self.name_gradient(name)}", UPDATE)

    def sweep_back(self) -> None:
        """Sweep from the loss back to what the graph is given."""
        if (shape := self.shape(tree.Name(self.loss))) != ():
            raise FormulaError(
                f'the last value, "{self.loss}", has the shape {"×".join(map(str, shape))}, and a loss is one number: '
                "sum(v) adds entries up, and a dot product is written v @ w"
            )
        for node in reversed(self.nodes):
            if node.name not in self.on_the_way or not (node.name == self.loss or node.name in self.contributions):
                continue
            if node.name != self.loss:
                self.write_gradient(node.name)
            self.push(node)
            for name in self.wanted:
                if self.complete_behind.get(name) == node.name:
                    self.write_gradient(name)
        for name in self.wanted:
            if name not in self.contributions:
                self.write(self.name_gradient(name), "0", f"The loss does not depend on ${name_to_latex(name)}$.")

    def write_gradient(self, name: str) -> None:
        """The gradient by a name: what it contributes by all ways, added up."""
        from dlquiz.algebra.tree_arithmetic import add

        terms = self.contributions.get(name)
        if terms is None:
            return
        formula = add(*(term for _, term in terms))
        shape = self.shape(formula)
        ways = list(dict.fromkeys(way for way, _ in terms))
        why = f"Chain rule: ${name_to_latex(name)}$ acts through {list_symbols(ways)}"
        why += "." if len(ways) == 1 else ", and these ways add up."
        if shape:
            why += f" Its shape is {'×'.join(map(str, shape))}, that of ${name_to_latex(name)}$."
        self.write(self.name_gradient(name), to_plain(formula), why)

    def push(self, node: GraphNode) -> None:
        """What the operands of a node contribute through it."""
        gradient = None if node.name == self.loss else tree.Name(self.name_gradient(node.name))
        for name in order_operands(node):
            if name not in self.on_the_way and name not in self.wanted:
                continue
            for term in node.terms:
                if name in tree.names(term.core):
                    made = self.contribute(node, term, name, gradient)
                    self.contributions.setdefault(name, []).append((node.name, made))

    def contribute(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """What a name contributes through one term of a node."""
        if not term.is_structural:
            made = self.through_elements(node, term, name, gradient)
        else:
            made = STRUCTURAL[describe(term.core)](self, node, term, name, gradient)
        return self.fit(made, name)

    # element by element

    def through_elements(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """The local slope times the gradient of the node; a slope that takes computing has a step of its own."""
        slope = self.local_slope(node, term, name)
        if gradient is None:
            return slope
        if not is_short(slope):
            symbol = self.name_slope(node.name, name)
            self.write(symbol, to_plain(slope), f"The local slope of ${name_to_latex(node.name)}$.")
            slope = tree.Name(symbol)
        return self.spread(times(gradient, slope), self.shape(tree.Name(node.name)))

    def local_slope(self, node: GraphNode, term: Term, name: str) -> tree.Node:
        """The derivative of arithmetic by a name; for arrays element by element."""
        try:
            slope = self.slopes.get(name_slope(node, term, name)) or make_slope(want_slope(node, term, name))
        except (ValueError, RecursionError) as error:
            raise FormulaError(str(error) or "the graph is nested too deeply") from None
        return tree.transform(slope, self.choose_elements)

    def choose_elements(self, node: tree.Node) -> tree.Node | None:
        """A conditional over an array, which decides for each element."""
        if not isinstance(node, tree.Conditional) or not self.shape_of_condition(node.condition):
            return None
        parts = (node.condition, node.then, node.otherwise)
        return tree.Call("where", tuple(tree.transform(part, self.choose_elements) for part in parts))

    def shape_of_condition(self, condition: tree.Node) -> Shape:
        """The shape of the truths of a condition."""
        return self.shape(condition)

    # the others

    def through_product(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """A product of vectors or matrices; a name that stands on both sides contributes twice."""
        from dlquiz.algebra.tree_arithmetic import add

        left, right = tree.children(term.core)
        upstream = scale(gradient, term.factor)
        made = []
        if left == tree.Name(name):
            made.append(left_of_product(upstream, left, right, len(self.shape(left)), len(self.shape(right))))
        if right == tree.Name(name):
            made.append(right_of_product(upstream, left, right, len(self.shape(left)), len(self.shape(right))))
        return add(*made)

    def through_sum(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """A sum or a mean over all elements of some arithmetic."""
        call = term.core
        if not isinstance(call, tree.Call) or len(call.arguments) != 1:
            raise FormulaError("sums and means go over all elements in a graph")
        shape = self.shape(call.arguments[0])
        slope = self.local_slope(node, term, name)
        if call.function == "mean":
            slope = tree.Binary("/", slope, tree.Number(prod(shape)))
        return self.spread(times(gradient, slope), shape)

    def through_softmax(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """p ⊙ (g − p·g)."""
        own = tree.Name(node.name)
        if len(self.shape(own)) != 1 or gradient is None:
            raise FormulaError("a softmax in a graph is one of a vector, and not the loss")
        return tree.Binary(TIMES, own, tree.Binary("-", gradient, tree.Binary("@", own, gradient)))

    def through_norm(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """g v/‖v‖."""
        return tree.Binary("/", times(gradient, tree.Name(name)), tree.Name(node.name))

    def through_transpose(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """The gradient, transposed."""
        return tree.Call("transpose", (need(scale(gradient, term.factor)),))

    def through_outer(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """Of a bᵀ: G b, and Gᵀ a."""
        from dlquiz.algebra.tree_arithmetic import add

        left, right = tree.children(term.core)
        upstream = need(scale(gradient, term.factor))
        made: list[tree.Node] = [tree.Binary("@", upstream, right)] if left == tree.Name(name) else []
        if right == tree.Name(name):
            made.append(tree.Binary("@", tree.Call("transpose", (upstream,)), left))
        return add(*made)

    def through_index(self, node: GraphNode, term: Term, name: str, gradient: tree.Node | None) -> tree.Node:
        """The gradient at the place of the element, and 0 elsewhere."""
        keys = term.core.keys if isinstance(term.core, tree.Index) else ()
        sizes = self.shape(tree.Name(name))
        if len(keys) != len(sizes) or any(isinstance(key, tree.Slice) for key in keys):
            raise FormulaError("an index in a graph picks one element")
        marks = [tree.Call("onehot", (key, tree.Number(size))) for key, size in zip(keys, sizes, strict=True)]
        place = marks[0] if len(marks) == 1 else tree.Call("outer", tuple(marks))
        return times(scale(gradient, term.factor), place)

    # shapes

    def spread(self, node: tree.Node, shape: Shape) -> tree.Node:
        """A formula that has this shape: a number for all elements is written so."""
        if self.shape(node) == shape or not shape:
            return node
        return times(node, tree.Call("ones", (tree.Array(tuple(map(tree.Number, shape))),)))

    def fit(self, node: tree.Node, name: str) -> tree.Node:
        """A contribution in the shape of its name: what was repeated is added up."""
        shape, wanted = self.shape(node), self.shape(tree.Name(name))
        if shape == wanted:
            return node
        if not wanted:
            return tree.Call("sum", (node,))
        if len(shape) == 2 and wanted == shape[1:]:
            return tree.Call("sum", (node, tree.Number(0)))
        sizes = [" × ".join(map(str, sizes)) or "number" for sizes in (shape, wanted)]
        raise FormulaError(f'"{name}" has the shape {sizes[1]}, which does not fit {sizes[0]} here')


def want_slope(node: GraphNode, term: Term, name: str) -> WantedSlope:
    """What is derived for a term: arithmetic, or what a sum or mean adds up, with the factor of the term."""
    if not term.is_structural:
        return WantedSlope(term.core, name, node.name if len(node.terms) == 1 else "")
    inner = tree.children(term.core)[0]
    return WantedSlope(inner if term.factor is None else tree.Binary(TIMES, term.factor, inner), name)


def name_slope(node: GraphNode, term: Term, name: str) -> str:
    """The key of a slope among those that a compiled bank holds."""
    return f"{node.name} {node.terms.index(term)} {name}"


def list_slopes(given: Mapping[str, tree.Node | None]) -> dict[str, WantedSlope]:
    """The slopes that it will need with these formulas."""
    text = find_words(given.get("graph"))
    return {
        name_slope(node, term, name): want_slope(node, term, name)
        for node in (read_graph(text[0]) if text is not None else ())
        for term in node.terms
        if not term.is_structural or describe(term.core) in REDUCED
        for name in sorted(tree.names(term.core) - CONSTANTS.keys())
    }


def order_operands(node: GraphNode) -> list[str]:
    """The names that a node is computed from, in the order in which they stand there."""
    stated = (part.name for part in tree.walk(node.formula) if isinstance(part, tree.Name))
    return [name for name in dict.fromkeys(stated) if name in node.operands]


def list_symbols(names: Sequence[str]) -> str:
    """`$w$, $x$ and $b$`."""
    *first, last = (f"${name_to_latex(name)}$" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def describe(core: tree.Node) -> str:
    """What a structural node is."""
    return core.function if isinstance(core, tree.Call) else "index" if isinstance(core, tree.Index) else "@"


STRUCTURAL = {
    "@": Sweep.through_product,
    "sum": Sweep.through_sum,
    "mean": Sweep.through_sum,
    "softmax": Sweep.through_softmax,
    "norm": Sweep.through_norm,
    "transpose": Sweep.through_transpose,
    "outer": Sweep.through_outer,
    "index": Sweep.through_index,
}


def left_of_product(g: tree.Node | None, left: tree.Node, right: tree.Node, rows: int, columns: int) -> tree.Node:
    """What A contributes in A @ B, which have so many axes."""
    if (rows, columns) == (1, 1):
        return times(g, right)
    if (rows, columns) == (2, 1):
        return tree.Call("outer", (need(g), right))
    if (rows, columns) == (1, 2):
        return tree.Binary("@", right, need(g))
    return tree.Binary("@", need(g), tree.Call("transpose", (right,)))


def right_of_product(g: tree.Node | None, left: tree.Node, right: tree.Node, rows: int, columns: int) -> tree.Node:
    """What B contributes in A @ B."""
    if (rows, columns) == (1, 1):
        return times(g, left)
    if (rows, columns) == (1, 2):
        return tree.Call("outer", (left, need(g)))
    return tree.Binary("@", tree.Call("transpose", (left,)), need(g))


def need(gradient: tree.Node | None) -> tree.Node:
    """The gradient of a node that is not the loss."""
    if gradient is None:
        raise FormulaError("the last value of a graph is a number: a loss")
    return gradient


def times(gradient: tree.Node | None, slope: tree.Node) -> tree.Node:
    """A product without factors 1."""
    from dlquiz.algebra.tree_arithmetic import multiply

    return slope if gradient is None else multiply(gradient, slope)


def scale(gradient: tree.Node | None, factor: tree.Node | None) -> tree.Node | None:
    """The gradient times the factor of a term."""
    if factor is None:
        return gradient
    return factor if gradient is None else times(gradient, factor)


def is_short(slope: tree.Node) -> bool:
    """Whether a slope is a name or a number, with or without a sign."""
    inner = slope.operand if isinstance(slope, tree.Unary) else slope
    return isinstance(inner, (tree.Name, tree.Number))


def list_names(given: Mapping[str, tree.Node | None]) -> tuple[list[str], list[str]] | None:
    """The names that it steps or sets with these formulas; None where they depend on what is drawn."""
    text, by = find_words(given.get("graph")), find_words(given.get("by"))
    if text is None or any(key in given and find_words(given[key]) is None for key in ("by", "names")):
        return None
    nodes = read_graph(text[0])
    names = [node.name for node in nodes]
    wanted = by or choose_parameters(list_leaves(nodes))
    slopes = [f"d{names[-1]}_d{name}" for name in [*names[:-1], *wanted]]
    local = [f"d{node.name}_d{name}" for node in nodes for name in node.operands]
    called = dict(read_names((find_words(given.get("names")) or ("",))[0]))
    steps = [called.get(name, name) for name in (*slopes, *local)]
    updated = [f"{name}_new" for name in wanted] if "rate" in given else []
    return [*names, *steps, *updated], []
