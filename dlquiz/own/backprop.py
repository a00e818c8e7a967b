"""`dlquiz.backprop`: forward pass, reverse sweep and update of a graph that somebody typed, or of a small network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.json_data import value_to_json
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import is_array, make_array
from dlquiz.language.mathematics import read_mathematics
from dlquiz.language.write.formulas import to_latex, to_plain
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.own.bank_text import AskedValue, OwnQuestion, accuracy, open_bank, quote, write_bank
from dlquiz.own.graph_picture import write_picture
from dlquiz.own.own_problem import OwnProblem
from dlquiz.own.typed_input import NAME, check_names, read_letters, read_name, read_number, read_values, show_place
from dlquiz.problem import Problem
from dlquiz.solvers.backprop import read_wanted
from dlquiz.solvers.graphs import GraphNode, build_graph, list_leaves

Statements = list[tuple[str, tree.Node]]
STATEMENT = re.compile(rf"\s*\\?{NAME}\s*=(?!=)")
EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
LOSSES = ("f", "E", "L", "loss")  # names for a loss that was given none
MAX_ASKED = 8  # gradients that a question asks for
MAX_WIDTH, MAX_LAYERS = 6, 5  # of a network that is made from its sizes
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "swish", "gelu", "mish", "identity")
EXAMPLE = 'such as "a = sigmoid(w*x + b); E = (y - a)^2/2" w=0.5 x=1 b=0 y=1'


class Backprop(OwnProblem):
    """A graph swept back and forth: `values` of all names, `gradients` of the loss, `updates` of what is learned."""

    def __init__(self, bank: str, problem: Problem, nodes: Sequence[GraphNode], wanted: Sequence[str]):
        self.nodes = nodes
        self.wanted = wanted
        self.loss = nodes[-1].name
        super().__init__(bank, problem, [])

    @property
    def values(self) -> dict[str, Any]:
        """What is given and what is computed, by name: numbers, or nested lists."""
        names = [*list_leaves(self.nodes), *(node.name for node in self.nodes)]
        return {name: value_to_json(self.problem.tape.scope[name]) for name in names}

    @property
    def gradients(self) -> dict[str, Any]:
        """The gradient of the loss by each name for which the sweep computes it, in its order."""
        lead = f"d{self.loss}_d"
        tape = self.problem.tape
        return {e.name.removeprefix(lead): value_to_json(e.value) for e in tape if e.name.startswith(lead)}

    @property
    def updates(self) -> dict[str, Any]:
        """The new value of each name that is learned; empty without a rate."""
        tape = self.problem.tape
        return {name: value_to_json(tape[f"{name}_new"].value) for name in self.wanted if f"{name}_new" in tape}

    def to_json(self) -> dict[str, Any]:
        return {"values": self.values, "gradients": self.gradients, "updates": self.updates, "steps": self.rows}


def backprop(
    graph: str | None = None,
    *,
    by: str | Sequence[str] | None = None,
    rate: Any = None,
    mlp: str | None = None,
    activation: str = "sigmoid",
    seed: int = 0,
    **values: Any,
) -> Backprop:
    """Backpropagation through a graph: "h = sigmoid(w*x + b); E = (y - h)^2/2", with a number for each letter.

    Statements are separated by semicolons or lines; the last value is the loss, a number, and needs no name.  Values
    may be vectors and matrices (lists or NumPy arrays): "z = W @ x + b".  Known are the functions of `derive`, element
    by element, and softmax, sum, mean, dot, outer, transpose (or W^T), norm.  `by` names what gradients are wanted of:
    all but names of inputs and targets (x, y, t, i, with or without a number) without it.  `rate` adds one update.

    `mlp` ("2-2-1") stands for a graph: a network of dense layers with this `activation` and half the squared error;
    matrices that are not given are drawn by `seed`.

    `dlquiz.errors.UsageError` for what cannot be read or computed.
    """
    if (graph is None) == (mlp is None):
        raise UsageError(f"give a graph, {EXAMPLE}, or --mlp with the sizes of a network, such as 2-2-1.")
    numbers = read_values(values)
    sizes = read_sizes(mlp) if mlp is not None else []
    statements = write_network(sizes, activation) if sizes else read_statements(graph or "", list(numbers))
    shapes = list_shapes(sizes)
    try:
        nodes = build_graph(statements)
        wanted = read_wanted(nodes, read_letters(by))
    except FormulaError as error:
        raise UsageError(f"{error.message}.") from None
    check_given(list_leaves(nodes), numbers, shapes)
    check_names([name for name, _ in statements] + list_leaves(nodes), () if rate is None else ("lr",))
    step = None if rate is None else read_number("rate", rate)
    if step is not None and step <= 0:
        raise UsageError("the rate is greater than 0.")
    drawn = {name: shape for name, shape in shapes.items() if name not in numbers}
    return solve_graph(statements, nodes, wanted, numbers | ({"lr": step} if step is not None else {}), drawn, seed)


# reading


def read_statements(text: str, declared: Sequence[str]) -> Statements:
    """The statements of a typed graph; lines that begin with # are remarks."""
    lines = [line.partition("#")[0] for line in text.replace("\r", "\n").split("\n")]
    parts = [part for line in lines for part in split_statements(line) if part.strip()]
    if not parts:
        raise UsageError(f"the graph is empty; write one {EXAMPLE}.")
    if not EQUALS.search(parts[-1]) and re.search(r"[^\w\s]", parts[-1]):
        parts[-1] = f"{name_loss(parts, declared)} = {parts[-1]}"
    names = [read_target(part) for part in parts]
    return [
        (name, read_formula_of(part.partition("=")[2], [*declared, *names]))
        for name, part in zip(names, parts, strict=True)
    ]


def name_loss(parts: Sequence[str], declared: Sequence[str]) -> str:
    """A name for a last statement that is a formula alone: f, or a name of a loss that no statement has."""
    taken = {*declared, *(word for part in parts for word in re.findall(r"\w+", part))}
    return next((name for name in LOSSES if name not in taken), "Error")


def split_statements(line: str) -> list[str]:
    """The statements of a line, between semicolons, or commas before the next name = formula."""
    parts, depth, begin = [], 0, 0
    for at, sign in enumerate(line):
        depth += (sign in "([") - (sign in ")]")
        if sign == ";" or (sign == "," and depth == 0 and STATEMENT.match(line[at + 1 :])):
            parts.append(line[begin:at])
            begin = at + 1
    return [*parts, line[begin:]]


def read_target(part: str) -> str:
    """The name that a statement gives to its value."""
    if STATEMENT.match(part) is None:
        raise UsageError(f'"{part.strip()[:40]}" is not of the form name = formula.')
    return read_name(part.partition("=")[0])


def read_formula_of(text: str, declared: Sequence[str]) -> tree.Node:
    """The formula of a statement; UsageError, with a caret, where it cannot be read."""
    try:
        typed = TypedText.of(text)
        try:
            return tree.transform(read_mathematics(typed.text, declared), write_norm)
        except FormulaError as error:
            raise typed.relocate_error(error) from None
    except FormulaError as error:
        raise show_place(error) from None


def write_norm(node: tree.Node) -> tree.Node | None:
    """`norm(v)` for ||v||, whose bars stand side by side; None for any other node."""
    inner = node.arguments[0] if isinstance(node, tree.Call) and node.function == "abs" else None
    if not isinstance(inner, tree.Call) or inner.function != "abs" or inner.at != node.at + 1:
        return None
    return tree.Call("norm", (tree.transform(inner.arguments[0], write_norm),), at=node.at)


def read_sizes(mlp: str) -> list[int]:
    """The sizes of `2-2-1`."""
    words = re.split(r"[-x, ]+", mlp.strip())
    if not 2 <= len(words) <= MAX_LAYERS or not all(
        word.isdecimal() and 1 <= int(word[:4]) <= MAX_WIDTH for word in words
    ):
        raise UsageError(f"--mlp names 2 to {MAX_LAYERS} sizes of at most {MAX_WIDTH}, as in 2-2-1.")
    return [int(word) for word in words]


def write_network(sizes: Sequence[int], activation: str) -> Statements:
    """The graph of a network: z = W x + b and a = f(z) for each layer, and half the squared error."""
    activation = activation.lower()
    if activation not in ACTIVATIONS:
        raise UsageError(f'there is no activation "{activation}"{did_you_mean(activation, ACTIVATIONS) or "."}')
    made: list[str] = []
    before = "x"
    for number in range(1, len(sizes)):
        own = "o" if number == len(sizes) - 1 else f"h{number}"
        inner = f"W{number} @ {before} + b{number}"
        made.append(f"{own} = {inner}" if activation == "identity" else f"{own} = {activation}({inner})")
        before = own
    return read_statements("; ".join([*made, "E = sum((y - o)^2)/2"]), [])


def list_shapes(sizes: Sequence[int]) -> dict[str, list[int]]:
    """The shapes of what a network is given."""
    if not sizes:
        return {}
    layers: dict[str, list[int]] = {}
    for number in range(1, len(sizes)):
        layers |= {f"W{number}": [sizes[number], sizes[number - 1]], f"b{number}": [sizes[number]]}
    return {"x": [sizes[0]], **layers, "y": [sizes[-1]]}


def check_given(leaves: Sequence[str], numbers: dict[str, Any], shapes: Mapping[str, Sequence[int]]) -> None:
    """UsageError for a letter without a value, a value without a letter, and a shape that a network does not have."""
    for name in numbers:
        if name not in leaves:
            raise UsageError(f'the graph is not given "{name}"{did_you_mean(name, leaves) or "."}')
    missing = [name for name in leaves if name not in numbers and name not in shapes]
    if missing:
        verb = "has no value" if len(missing) == 1 else "have no values"
        raise UsageError(f"{', '.join(missing)} {verb}; write {' '.join(f'{name}=…' for name in missing)}")
    for name, shape in shapes.items():
        if name in numbers and not is_array(numbers[name]) and len(shape) == 1 and shape == [1]:
            numbers[name] = make_array([numbers[name]])
        if name in numbers and (not is_array(numbers[name]) or list(numbers[name].shape) != list(shape)):
            raise UsageError(f"{name} has the shape {'×'.join(map(str, shape))} in this network.")


# the bank


def solve_graph(
    statements: Statements,
    nodes: Sequence[GraphNode],
    wanted: Sequence[str],
    numbers: Mapping[str, Any],
    drawn: Mapping[str, Sequence[int]],
    seed: int,
) -> Backprop:
    """The problem of a graph; small gradients are asked for in significant digits."""
    bank = write_question(statements, wanted, numbers, drawn, {}, ())
    problem = open_bank(bank, seed)
    found = {entry.name: entry.value for entry in problem.tape}
    small = any("significant" in accuracy(value) for value in found.values())
    picture = write_picture(nodes, problem.tape.scope)
    if small or picture:
        bank = write_question(statements, wanted, numbers, drawn, found if small else {}, picture)
        problem = open_bank(bank, seed)
    return Backprop(bank, problem, nodes, wanted)


def write_question(
    statements: Statements,
    wanted: Sequence[str],
    numbers: Mapping[str, Any],
    drawn: Mapping[str, Sequence[int]],
    found: Mapping[str, Any],
    picture: Sequence[str],
) -> str:
    """The text of the bank."""
    loss = statements[-1][0]
    given = {
        "graph": quote("; ".join(f"{name} = {to_plain(formula)}" for name, formula in statements)),
        "by": quote(wanted[0]) if len(wanted) == 1 else f"[{', '.join(map(quote, wanted))}]",
    }
    given |= {"rate": "lr"} if "lr" in numbers else {}
    updated = [f"{name}_new" for name in wanted[:MAX_ASKED] if "lr" in numbers]
    names = [loss, *(f"d{loss}_d{name}" for name in wanted[:MAX_ASKED]), *updated]
    parts = [AskedValue(name, f"What is ${name_to_latex(name)}$?", ask_for(found.get(name))) for name in names]
    ranges = {
        name: f"{{from: -1, to: 1, step: 0.1, shape: [{', '.join(map(str, shape))}]}}" for name, shape in drawn.items()
    }
    return write_bank(
        OwnQuestion(
            verb="backprop",
            title="Backpropagation by hand",
            ask=write_ask(statements, [*numbers, *drawn]),
            solver="backprop",
            given=given,
            parts=parts,
            values=numbers,
            drawn=ranges,
            level=3,
            picture=picture,
        )
    )


def ask_for(value: Any) -> Mapping[str, str]:
    """How a value is asked for: of an array the kind follows from the value."""
    return {} if is_array(value) or value is None else accuracy(value)


def write_ask(statements: Statements, names: Sequence[str]) -> str:
    """The question: the graph, a line each, and the numbers."""
    lines = [rf"${name_to_latex(name)} = {to_latex(formula)}$" for name, formula in statements]
    graph = "\n\n".join(line.replace("{{", "{ {").replace("}}", "} }") for line in lines)
    numbers = ", ".join(f"${name_to_latex(name)} = {{{{ {name} }}}}$" for name in names)
    return f"A graph computes\n\n{graph}\n\nfrom {numbers}. Sweep through it, forward and back."
