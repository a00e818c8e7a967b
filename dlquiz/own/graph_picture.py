"""The picture of a computational graph, as the bank of a problem of one's own has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dlquiz import tree
from dlquiz.language.numbers import CONSTANTS, NUMBERS
from dlquiz.pictures.graph import MAX_OPERATIONS
from dlquiz.solvers.graphs import GraphNode


def write_picture(nodes: Sequence[GraphNode], scope: Mapping[str, Any]) -> list[str]:
    """The lines of `picture` for a graph of numbers with few operations; none for other graphs."""
    inputs = {node.name: list_inputs(node) for node in nodes}
    names = list(dict.fromkeys(name for node in nodes for name in (*inputs[node.name], node.name)))
    numbers = all(type(scope.get(name)) in NUMBERS for name in names)
    if not numbers or len(nodes) > MAX_OPERATIONS or not all(inputs.values()):
        return []
    loss = nodes[-1].name
    gradients = {name: f"d{loss}_d{name}" for name in names if f"d{loss}_d{name}" in scope}
    lines = ["  picture:", "    kind: graph", "    title: values above, gradients below", "    operations:"]
    lines += [f"      {name}: [f, {', '.join(takes)}]" for name, takes in inputs.items()]
    lines += ["    values:", *(f"      {name}: {name}" for name in names)]
    return (
        [*lines, "    gradients:", *(f"      {name}: {formula}" for name, formula in gradients.items())]
        if gradients
        else lines
    )


def list_inputs(node: GraphNode) -> list[str]:
    """The quantities that go into a node, in the order of its formula."""
    found = [one.name for one in tree.walk(node.formula) if isinstance(one, tree.Name)]
    return list(dict.fromkeys(name for name in found if name not in CONSTANTS))
