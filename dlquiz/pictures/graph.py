"""The picture `graph`: a computational graph, with the value above each edge and the gradient below it.

It is drawn as a tree, from its inputs to its last operation; what is used twice stands as a leaf the second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.given import Given, to_float, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Label, Node, Rule, Scene, Shape
from dlquiz.records import frozen

MAX_OPERATIONS = 12
PITCH = 3  # rows from one leaf to the next: value, edge, gradient


@frozen
class Operation:
    """A quantity that an operation makes of others."""

    name: str
    sign: str
    takes: tuple[str, ...]


@frozen
class Leaf:
    """Where a branch begins: the name of a quantity, in a row."""

    name: str
    row: int
    height: int = 0


@frozen
class Branch:
    """An operation with what goes into it; `height` counts the operations below."""

    name: str
    sign: str
    children: tuple[Leaf | Branch, ...]
    row: int
    height: int


@frozen
class GraphPicture:
    """Operations in the order in which they are computed, with values and gradients by name."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "operations": PictureKey(
            "operations", "Names, each with its operation and what goes in: {q: [+, x, y]}.", True
        ),
        "values": PictureKey("formulas", "Names, each with the value that stands above its edge."),
        "gradients": PictureKey("formulas", "Names, each with the gradient that stands below its edge."),
    }
    title: str
    operations: tuple[Operation, ...]
    values: Mapping[str, str]
    gradients: Mapping[str, str]

    @classmethod
    def read(cls, given: Given) -> Self:
        operations = tuple(Operation(name, sign, tuple(takes)) for name, (sign, *takes) in given.keys["operations"])
        if len(operations) > MAX_OPERATIONS:
            raise FormulaError(f"a graph has at most {MAX_OPERATIONS} operations")
        numbers = [
            {name: to_short(to_float(given.evaluate(f), f)) for name, f in given.labelled(key)}
            for key in ("values", "gradients")
        ]
        return cls(given.text("title", "computational graph"), operations, *numbers)

    def describe(self) -> str:
        made = [f"{one.name} = {self.spell(one)}" for one in self.operations]
        told = [", then ".join(made)]
        for word, numbers in (("values", self.values), ("gradients", self.gradients)):
            if numbers:
                told.append(f"{word}: " + ", ".join(f"{name} {number}" for name, number in numbers.items()))
        return "; ".join(told) + "."

    def spell(self, operation: Operation) -> str:
        """`x + y`, or `σ(z)`."""
        if "( )" in operation.sign:
            return operation.sign.replace("( )", f"({', '.join(operation.takes)})")
        if len(operation.takes) > 1 and not operation.sign[0].isalpha():
            return f" {operation.sign} ".join(operation.takes)
        return f"{operation.sign}({', '.join(operation.takes)})"

    def lay_out(self, width: int) -> Scene:
        root = self.grow()
        for names in ({one.name for one in self.operations}, set[str]()):
            labels = {name: write_value(name, self.values.get(name, ""), names) for name in self.list_names()}
            starts = self.measure_columns(root, labels)
            needed = (
                starts[-1]
                + max(3, len(labels[root.name]), len(self.gradients.get(root.name, "")))
                + 5
                + len(root.sign) // 2
            )
            if needed <= width:
                break
        else:
            return self.lay_out_list(width)
        shapes = list(self.draw(root, starts, labels))
        height = 1 + int(max(shape.y for shape in shapes if isinstance(shape, (Label, Node))))
        if self.gradients:
            shapes.append(Label(0, height + 1, "above: value, below: gradient", tone="faint"))
            height += 2
        return Scene(min(width, max(needed, 48)), height, tuple(shapes), self.title, self.describe())

    # the tree

    def grow(self) -> Branch:
        """The tree of the last operation."""
        makers = {one.name: one for one in self.operations}
        used: set[str] = set()
        leaves = 0

        def grow_node(name: str) -> Leaf | Branch:
            nonlocal leaves
            if name not in makers or name in used:
                leaves += 1
                return Leaf(name, PITCH * leaves - 2)
            used.add(name)
            one = makers[name]
            children = tuple(map(grow_node, one.takes))
            row = (children[0].row + children[-1].row) // 2
            return Branch(name, one.sign, children, row, 1 + max(child.height for child in children))

        root = grow_node(self.operations[-1].name)
        assert isinstance(root, Branch)
        return root

    def measure_columns(self, root: Branch, labels: Mapping[str, str]) -> list[int]:
        """The column of each height: leaves stand first, the last operation last."""
        room = [0] * (root.height + 1)
        for node in list_nodes(root):
            size = max(len(labels[node.name]), len(self.gradients.get(node.name, "")))
            own = len(node.name) + 1 if isinstance(node, Leaf) else len(node.sign) + 2
            room[node.height] = max(room[node.height], own + size + 2)
        return [sum(room[:height]) + (len(root.sign) // 2 if height else 0) for height in range(root.height + 1)]

    def list_names(self) -> list[str]:
        """All quantities, the inputs first."""
        made = [one.name for one in self.operations]
        return [*dict.fromkeys(name for one in self.operations for name in one.takes if name not in made), *made]

    def draw(self, node: Leaf | Branch, starts: list[int], labels: Mapping[str, str]) -> Iterator[Shape]:
        """A node with everything before it; its edge is drawn by what takes it."""
        column = starts[node.height]
        if isinstance(node, Leaf):
            yield Label(column, node.row, node.name, bold=True)
            begin = column + len(node.name) + 1
        else:
            yield Node(column + 1, node.row, node.sign)
            begin = column + 3 + len(node.sign) // 2
            for child in node.children:
                yield from self.draw(child, starts, labels)
                yield from self.draw_edge(child, node, starts)
        yield Label(begin, node.row - 1, labels[node.name], tone="first")
        if node.name in self.gradients:
            yield Label(begin, node.row + 1, self.gradients[node.name], tone="second")
        if node.name == self.operations[-1].name and isinstance(node, Branch):
            yield Rule(begin - 1, node.row, begin + max(2, len(labels[node.name])), node.row, arrow=True)

    def draw_edge(self, child: Leaf | Branch, node: Branch, starts: list[int]) -> Iterator[Rule]:
        """From a child across to its operation, then up or down into it."""
        bend = starts[node.height] - (len(node.sign) + 1) // 2
        start = starts[child.height] + (len(child.name) + 1 if isinstance(child, Leaf) else 2 + len(child.sign) // 2)
        yield Rule(start, child.row, bend, child.row)
        if child.row != node.row:
            yield Rule(bend, child.row, bend, node.row)
        yield Rule(bend, node.row, bend + 1, node.row)

    # where a tree has no room

    def lay_out_list(self, width: int) -> Scene:
        """One line for each quantity: what makes it, its value and its gradient."""
        makers = {one.name: self.spell(one) for one in self.operations}
        rows = [(name, self.values.get(name, ""), self.gradients.get(name, "")) for name in self.list_names()]
        texts = [f"{name} = {makers[name]}" if name in makers else name for name, _, _ in rows]
        first = min(width - 18, max(map(len, texts)) + 2)
        shapes: list[Shape] = [
            Label(first + 7, 0, "value", "end", "faint"),
            Label(first + 16, 0, "gradient", "end", "faint"),
        ]
        for i, (text, (_, value, gradient)) in enumerate(zip(texts, rows, strict=True), 1):
            shapes += [Label(0, i, text, bold=True), Label(first + 7, i, value, "end", "first")]
            shapes.append(Label(first + 16, i, gradient, "end", "second"))
        return Scene(width, len(rows) + 1, tuple(shapes), self.title, self.describe())


def write_value(name: str, value: str, named: Set[str]) -> str:
    """`q = 3` where the name is to be told, else the number; the name alone without a value."""
    return (f"{name} = {value}" if value else name) if name in named else value


def list_nodes(node: Leaf | Branch) -> Iterator[Leaf | Branch]:
    """A node and everything before it."""
    yield node
    for child in node.children if isinstance(node, Branch) else ():
        yield from list_nodes(child)
