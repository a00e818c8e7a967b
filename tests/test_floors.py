"""The house as docs/architecture.md draws it: a module imports lower floors and its own room.

The table of rooms in the document is what is held; the modules of one row are one room.  Inside a room no modules import
each other in a circle.  Imports inside functions count; those for type checkers alone do not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

from dlquiz.kinds import KINDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dlquiz"
ANSWERS = ("asked", "key", "answer", "part", "one")  # what has a kind of answer: tokens and layers have other kinds
ROW = re.compile(r"^\| (?P<floor>\d+(?:\.\d+)?) \| (?P<rooms>(?:`[\w./]+`(?:, )?)+) \|", re.MULTILINE)


class Room(NamedTuple):
    """Where a module lives: the floor, and the row of the table."""

    floor: float
    row: int


def rooms() -> dict[str, Room]:
    """The rooms of the document by the names of their modules or folders."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    made = {"version": Room(0, -1)}
    for row, match in enumerate(ROW.finditer(text)):
        for name in re.findall(r"`([\w./]+)`", match["rooms"]):
            made[name.removesuffix("/").removesuffix(".py")] = Room(float(match["floor"]), row)
    return made | {"__main__": Room(99, 99)}


ROOMS = rooms()
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room of a file: its folder, or itself."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def statements(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports of a module, those inside functions included, but none under TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from statements(ast.Module(child.orelse, []))
        elif isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        else:
            yield from statements(child)


def imported(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The rooms that a statement imports; of other packages none."""
    if isinstance(statement, ast.Import):
        paths = [alias.name for alias in statement.names]
    elif statement.module == "dlquiz":  # `from dlquiz import show` names a module or folder, or something of __init__
        paths = [f"dlquiz.{alias.name}" if alias.name in ROOMS else "dlquiz" for alias in statement.names]
    else:
        assert statement.level == 0, "imports are absolute"
        paths = [statement.module or ""]
    for path in paths:
        if path.split(".")[0] == "dlquiz":
            yield [*path.split("."), "__init__"][1]


def test_every_module_has_a_room() -> None:
    assert {room_of(path) for path in MODULES} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    own = ROOMS[room_of(path)]
    for statement in statements(ast.parse(path.read_text(encoding="utf-8"))):
        for other in imported(statement):
            room = ROOMS[other]
            assert room == own or room.floor < own.floor, f"line {statement.lineno}: {ast.unparse(statement)}"


def module_name(path: Path) -> str:
    """`dlquiz.kinds.vector`; of a folder its own name."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path, known: set[str]) -> set[str]:
    """The modules of dlquiz that a file imports, as far down as the names go."""
    made: set[str] = set()
    for statement in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            made |= {alias.name for alias in statement.names}
        else:
            names = {f"{statement.module}.{alias.name}" for alias in statement.names}
            made |= (names & known) or {statement.module or ""}
    return made & known - {module_name(path)}


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module_name(path) for path in MODULES}
    graph = {module_name(path): imported_modules(path, known) for path in MODULES}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def compares_kind(node: ast.AST) -> bool:
    """Whether code asks of what kind an answer is: `key.kind == "shape"`, `asked.kind in ("shape", "vector")`."""
    if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Attribute) or node.left.attr != "kind":
        return False
    owner = node.left.value.id if isinstance(node.left.value, ast.Name) else ""
    texts = {one.value for side in node.comparators for one in ast.walk(side) if isinstance(one, ast.Constant)}
    return owner in ANSWERS and not texts.isdisjoint(KINDS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_depends_on_the_kind_of_an_answer_is_asked_of_the_kind(path: Path) -> None:
    if room_of(path) != "kinds":
        found = [ast.unparse(node) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if compares_kind(node)]
        assert found == []
