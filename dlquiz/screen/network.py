"""The table of a network, and the worked solution of one of its layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dlquiz.language.write.formulas import to_prose
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.networks.classics import CLASSICS
from dlquiz.networks.layer_output import show_shape
from dlquiz.networks.layer_words import LAYER_WORDS
from dlquiz.networks.layers import USUAL, Conventions
from dlquiz.networks.quantities import Cell
from dlquiz.networks.table import Ends, Row, Table, TrainingMemory
from dlquiz.screen.screen import BAD, Screen
from dlquiz.screen.tables import GAP, render_table
from dlquiz.screen.wrap import clip_text, pad_text

LABEL = 32  # columns that a layer's text may take
WORDS = 28  # columns of the words of the notation


class Column(NamedTuple):
    """A column: its heading, what it shows of a row and of the totals, and whether it is set to the right."""

    head: str
    cell: Callable[[Row], str]
    total: Callable[[Table], str | Text] = lambda table: ""
    right: bool = True


def format_layer(row: Row) -> str:
    """The layer, moved in by the groups that it stands in."""
    return clip_text("  " * row.depth + row.text, LABEL)


def format_parameters(row: Row) -> str:
    """The parameters with their formula: 64·(3·3·3 + 1) = 1,792."""
    cell = row.cell("params")
    return f"{cell.substituted} = {row.parameters:,}" if cell else ""


def format_count(number: int) -> str:
    """A number, nothing for 0."""
    return f"{number:,}" if number else ""


def format_bytes(size: int) -> str:
    """Bytes in the unit that suits."""
    for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
        if size >= 1024**power:
            return f"{size / 1024**power:.4g} {unit}"
    return f"{size} B"


def format_lengths(ends: Ends | None) -> str:
    """A length in input pixels, or one along each axis."""
    if ends is None:
        return ""
    values: Sequence[int | Fraction] = ends[:1] if len(set(ends)) == 1 else ends
    return "×".join(map(value_to_text, values))


NUMBER = Column("", lambda row: str(row.number) if row.number else "")
LAYER = Column("layer", format_layer, lambda table: Text("total", "bold"), right=False)
OUTPUT = Column("output", lambda row: show_shape(row.shape), right=False)
FORMULA = Column("parameters", format_parameters, lambda table: Text(f"{table.parameters:,}", "bold"))
PARAMETERS = Column("parameters", lambda row: format_count(row.parameters), FORMULA.total)
MACS = Column("MACs", lambda row: format_count(row.operations), lambda table: f"{table.operations:,}")
MEMORY = Column("memory", lambda row: format_bytes(row.memory), lambda table: format_bytes(table.memory))
SEES = Column("sees", lambda row: format_lengths(row.sees))
JUMP = Column("jump", lambda row: format_lengths(row.jump))
PADDING = Column("pad", lambda row: format_lengths(row.pad))
WHOLE = [[NUMBER, LAYER, OUTPUT, FORMULA, MACS, MEMORY, SEES, JUMP, PADDING]]
REST = [NUMBER, LAYER, MACS, MEMORY, PADDING]
SETS = [  # one table or two below each other: the first that fits
    WHOLE,
    [[NUMBER, LAYER, OUTPUT, FORMULA, SEES, JUMP], REST],
    [[NUMBER, LAYER, OUTPUT, PARAMETERS, SEES, JUMP], REST],
]


def show_table(table: Table, says: str, screen: Screen) -> None:
    """Rows, totals, and where the network breaks."""
    lines = [*screen.wrap_text(says), Text()] if says else []
    lines += render_network(table, screen)
    if table.broken is not None:
        lines += [Text(), *render_fault(table, screen)]
    else:
        lines += [Text(), *screen.wrap_text(format_training(table.training))]
    lines += [Text(), *screen.wrap_text(Text(format_conventions(table.conventions), "dim"))]
    screen.show(lines)


def render_network(table: Table, screen: Screen) -> list[Text]:
    """All columns, in one table or two; where they have no room, as a list."""
    for parts in [WHOLE] if screen.plain else SETS:
        cells = [make_rows(table, columns) for columns in parts]
        if all(measure_rows(rows) <= screen.width for rows in cells):
            break
    else:
        parts, cells = WHOLE, [make_rows(table, WHOLE[0])]
    lines: list[Text] = []
    for columns, rows in zip(parts, cells, strict=True):
        lines += [Text()] if lines else []
        lines += render_table(rows, screen, right=[column.right for column in columns])
    return lines


def make_rows(table: Table, columns: Sequence[Column]) -> list[list[str | Text]]:
    """The heading, the layers, and the totals where there are."""
    rows: list[list[str | Text]] = [[column.head for column in columns]]
    rows += [[column.cell(row) for column in columns] for row in table.rows]
    return rows if table.broken else [*rows, [column.total(table) for column in columns]]


def measure_rows(rows: list[list[str | Text]]) -> int:
    """The columns that rows take side by side."""
    widths = [max(cell_len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1)


def render_fault(table: Table, screen: Screen) -> list[Text]:
    """Why it goes no further, and the place in the notation."""
    assert table.broken is not None
    text, at = table.network.text.replace("\n", " "), table.broken.at
    start = max(0, min(at - screen.width // 3, len(text) - screen.width + 2))
    piece = clip_text(text[start:], screen.width - 2)
    why = f"Here it breaks, at layer {len(table.rows)}: {table.broken.message}."
    return [*screen.wrap_text(Text(why, BAD)), Text(), Text(f"  {piece}"), Text("  " + " " * (at - start) + "^")]


def format_training(memory: TrainingMemory) -> str:
    """The memory that training takes, part by part."""
    parts = f"parameters {format_bytes(memory.parameters)}, gradients {format_bytes(memory.gradients)}"
    moments = f"Adam's two moments {format_bytes(memory.adam)}, outputs of one example {format_bytes(memory.maps)}"
    return f"To train with Adam: {parts}, {moments}; together {format_bytes(memory.total)}."


def format_conventions(conventions: Conventions) -> str:
    """What the numbers are counted by."""
    rounding = {"floor": "rounded down", "ceil": "rounded up", "strict": "never rounded"}[conventions.rounding]
    biases = "biases counted" if conventions.biases else "biases not counted"
    work = "a multiply-add is one operation" if conventions.operations == 1 else "a multiply-add is two operations"
    stored = "outputs of activations, dropout and flatten stored too (--in-place: not)"
    if conventions.in_place:
        stored = "activations, dropout and flatten work in place"
    numbers = f"{conventions.bytes} bytes a number, one example; {stored}"
    vectors = f"{conventions.bias_vectors} bias vector{'s' if conventions.bias_vectors > 1 else ''} in a recurrent gate"
    usual = "" if conventions == USUAL else "not the usual conventions: "
    return f"{usual}sizes {rounding}; {biases}; {vectors}; {work}; {numbers}; sees, jump and pad in input pixels"


GROUPS = [
    (
        "in 32x32x3",
        "the input: rows, columns, channels; in 20x8 is a sequence, in 100 a row of values or tokens, "
        "in 16x32x32x3 a volume; in 3x32x32 chw has its channels first",
    ),
    ("3x(conv3-64 p1 | relu)", "layers that repeat, each time with parameters of their own"),
    (
        "res(conv3-64 p1 ; conv1-64)",
        "a residual block: body and skip path, added; without a path the input is",
    ),
    ("cat(conv1-16 ; conv3-32 p1)", "branches on one input, stacked along the channels"),
    ("aux(gap | fc-10)", "a second head for training; what came in goes on"),
    ("conv3-64 p1 as a | like a", "a layer with a name, and the same layer once more with the same parameters"),
    ("Conv2d(3, 64, 3, padding=1)", "a layer as PyTorch writes it; also a printed Sequential(…)"),
]
OPTIONS = [
    ("/2", "stride; /2x1 along rows and columns"),
    ("p1 same valid", "padding on each side; as much as keeps ⌈n/stride⌉; none (usual)"),
    ("d2 g4 nobias", "dilation (1 is none), groups, no biases"),
    ("floor ceil", "how the size of a pooling is rounded"),
]


def show_notation(screen: Screen) -> None:
    """The words of the notation, and the networks that have names."""
    example = "in 32x32x3 | conv3-64 p1 | relu | pool2 | 3x(conv3-128 p1 | bn | relu) | gap | fc-10"
    usages = dict.fromkeys((kind.usage, kind.doc) for kind in LAYER_WORDS.values() if kind.doc != "activation")
    words = [word for word, kind in LAYER_WORDS.items() if kind.doc == "activation"]
    rows = [*GROUPS, *usages, (" ".join(words), "activations"), *OPTIONS]
    lines = screen.wrap_text("Layers stand in the order of the data, with | between them:")
    lines += [*screen.wrap_text(Text(example, "bold"), "  "), Text()]
    for usage, means in rows:
        lines += render_usage(usage, means, screen)
    lines += [Text(), *screen.wrap_text("Names: " + ", ".join(CLASSICS), "", "  ")]
    screen.show(lines)


def render_usage(usage: str, means: str, screen: Screen) -> list[Text]:
    """A word and its meaning side by side, or below each other."""
    if len(usage) <= WORDS and not screen.narrow:
        return screen.wrap_text(means, f"  {pad_text(usage, WORDS)}  ")
    return [*screen.wrap_text(Text(usage, "bold"), "  "), *screen.wrap_text(means, "      ")]


def show_layer(row: Row, screen: Screen) -> None:
    """Every quantity of a layer with its formula, its numbers and why."""
    screen.show([Text.assemble((f"{row.number}  {row.text}", "bold"), f"   {show_shape(row.shape)}")])
    if not row.cells:
        screen.show(["   Nothing is computed here: what comes in goes out."])
    screen.show(line for cell in row.cells for line in render_cell(cell, screen))


def render_cell(cell: Cell, screen: Screen) -> list[Text]:
    """One quantity in two lines or three."""
    formula = to_prose(cell.formula.tree)
    steps = [formula, cell.substituted, value_to_text(cell.value)]
    chain = " = ".join(dict.fromkeys(steps))
    return [
        *screen.wrap_text(f"{name_to_symbol(cell.name)} = {chain}", "   ", "       "),
        *screen.wrap_text(Text(cell.why, "dim"), "       "),
    ]
