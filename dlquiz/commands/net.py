"""`dlquiz net`: show what a network's layers output, learn, compute and see, and where it breaks."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from dlquiz.errors import FormulaError, NotFound, UsageError, did_you_mean
from dlquiz.json_data import value_to_json
from dlquiz.networks.classics import CLASSICS, Classic, find_named
from dlquiz.networks.layer_words import LAYER_WORDS
from dlquiz.networks.layers import CEIL, FLOOR, Conventions, check_conventions
from dlquiz.networks.notation import MAX_CHARACTERS, read_network
from dlquiz.networks.quantities import Cell
from dlquiz.networks.table import Ends, Row, Table, tabulate
from dlquiz.screen.stdio import print_json

BEFORE = 36  # characters shown before a place in the notation
FRAMEWORKS = {"torch": "dlquiz.networks.torch_code:write_torch", "keras": "dlquiz.networks.keras_code:write_keras"}


def run(
    what: str | None = None,
    layer: int | None = None,
    framework: str | None = None,
    as_json: bool = False,
    plain: bool = False,
    sizes: str = FLOOR,
    biases: bool = True,
    bias_vectors: int = 1,
    operations: int = 1,
    bytes_: int = 4,
    in_place: bool = False,
) -> int:
    """Print the table of a network, one layer's solution, or its code; 1 where the network breaks.

    `what` is the notation, a file of it, `-` or the name of a well-known network; without it, the notation is
    explained.  The last six arguments are the conventions.
    """
    if what is None:
        return explain_notation(as_json, plain)
    conventions = check_conventions(Conventions(sizes, biases, bias_vectors, operations, bytes_, in_place))
    what = read_source(what)
    known = find_named(what)
    table = tabulate_text(known.text if known else what, conventions)
    if framework is not None:
        print(write_code(table, framework), end="")
    elif as_json:
        data = layer_data(find_row(table, layer)) if layer is not None else table_data(table, known)
        print_json(data)
    else:
        show_network(table, known, layer, plain)
    return 1 if table.broken else 0


def run_picture(what: str | None, sizes: str, svg: Path | None, plain: bool) -> int:
    """Print the layers of a network as boxes, or write them as SVG; 1 where the network breaks."""
    if what is None:
        raise UsageError("--picture needs a network: dlquiz net --picture lenet-5")
    from dlquiz.commands.pictures import output_pictures
    from dlquiz.pictures.network import NetworkPicture

    source = read_source(what)
    known = find_named(source)
    table = tabulate_text(known.text if known else source, check_conventions(Conventions(sizes)))
    output_pictures([NetworkPicture.from_table(table)], svg, plain)
    if table.broken is None:
        return 0
    print(f"Here the network breaks: {table.broken.message}.")
    return 1


def explain_notation(as_json: bool, plain: bool) -> int:
    """Print the words of the notation and the names of the well-known networks."""
    if as_json:
        words = {
            word: {"usage": kind.usage, "doc": kind.doc, "options": kind.options} for word, kind in LAYER_WORDS.items()
        }
        print_json({"words": words, "classics": list(CLASSICS)})
        return 0
    from dlquiz.screen.network import show_notation
    from dlquiz.screen.screen import detect_screen

    show_notation(detect_screen(plain))
    return 0


def read_source(what: str) -> str:
    """The text itself, that of the file it names, or standard input for `-`; lines that begin with # are left out."""
    if what == "-":
        text = sys.stdin.read(MAX_CHARACTERS + 1)
    elif "|" not in what and "(" not in what and len(what) < 1_000 and Path(what).is_file():
        with Path(what).open(encoding="utf-8") as file:
            text = file.read(MAX_CHARACTERS + 1)
    elif re.fullmatch(r"\S+\.[A-Za-z]\w*", what):
        raise NotFound(f'there is no file "{what}"')
    else:
        return what
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).strip()


def tabulate_text(text: str, conventions: Conventions) -> Table:
    """The table of a network in the notation; UsageError, with a caret below the place, where it cannot be read."""
    try:
        return tabulate(read_network(text), conventions)
    except FormulaError as error:
        raise show_place(error) from None


def show_place(error: FormulaError) -> UsageError:
    """The error with a piece of the notation and a caret below its place."""
    if not error.text.strip():
        return UsageError(error.message)
    start = max(0, error.at - BEFORE)
    piece = error.text[start : start + 2 * BEFORE].replace("\n", " ")
    return UsageError(f"{error.message}\n  {piece}\n  {' ' * (error.at - start)}^")


def write_code(table: Table, framework: str) -> str:
    """The network as code of a framework; UsageError where the framework has no such layer."""
    from importlib import import_module

    if framework not in FRAMEWORKS:
        raise UsageError(f'there is no framework "{framework}"{did_you_mean(framework, FRAMEWORKS)}; torch or keras')
    if table.conventions.rounding == CEIL:
        raise UsageError("torch and keras round the sizes of convolutions down; write ceil at the poolings instead")
    module, name = FRAMEWORKS[framework].split(":")
    try:
        return str(getattr(import_module(module), name)(table))
    except FormulaError as error:
        raise show_place(error) from None


def find_row(table: Table, layer: int) -> Row:
    """The row of a layer; UsageError where there is none."""
    if not 0 <= layer < len(table.rows):
        last, end = len(table.rows) - 1, ", then it breaks" if table.broken else ""
        has = f"the network has layers 1 to {last:,}{end}" if last else "the network breaks at its first layer"
        raise UsageError(f"there is no layer {layer:,}: {has}")
    return table.rows[layer]


def show_network(table: Table, known: Classic | None, layer: int | None, plain: bool) -> None:
    """Print the table, or one layer, for people."""
    from dlquiz.screen.network import show_layer, show_table
    from dlquiz.screen.screen import detect_screen

    screen = detect_screen(plain)
    if layer is not None:
        show_layer(find_row(table, layer), screen)
    else:
        show_table(table, known.says if known else "", screen)


# JSON


def table_data(table: Table, known: Classic | None) -> dict[str, Any]:
    """All rows, totals, conventions and the break."""
    conventions = table.conventions
    broken = table.broken
    return {
        "network": table.network.text,
        "variant": known.says if known else None,
        "conventions": {
            "sizes": conventions.rounding,
            "biases": conventions.biases,
            "bias_vectors": conventions.bias_vectors,
            "operations_per_mac": conventions.operations,
            "bytes": conventions.bytes,
            "in_place": conventions.in_place,
        },
        "rows": [row_data(row) for row in table.rows],
        "total": {
            "parameters": table.parameters,
            "macs": table.operations,
            "activations": table.values,
            "memory": table.memory,
            "training": table.training._asdict() | {"total": table.training.total},
        },
        "last_map": row_data(table.last_map) if table.last_map else None,
        "broken": {"layer": len(table.rows), "message": broken.message, "at": broken.at} if broken else None,
    }


def row_data(row: Row) -> dict[str, Any]:
    """One row.  Where lengths along rows and columns agree, they are one number."""
    params = row.cell("params")
    return {
        "layer": row.number,
        "text": row.text,
        "depth": row.depth,
        "shape": list(row.shape),
        "parameters": row.parameters,
        "formula": params.substituted if params else None,
        "macs": row.operations,
        "activations": row.values,
        "memory": row.memory,
        "receptive_field": ends_data(row.sees),
        "jump": ends_data(row.jump),
        "effective_padding": ends_data(row.pad),
    }


def ends_data(ends: Ends | None) -> Any:
    """One number where all axes agree, else one each; None where there is no image."""
    if ends is None:
        return None
    return value_to_json(ends[0] if len(set(ends)) == 1 else ends)


def layer_data(row: Row) -> dict[str, Any]:
    """One layer with its worked solution."""
    return row_data(row) | {"steps": [cell_data(cell) for cell in row.cells]}


def cell_data(cell: Cell) -> dict[str, Any]:
    """One quantity."""
    return {
        "name": cell.name,
        "formula": cell.formula.text,
        "substituted": cell.substituted,
        "value": value_to_json(cell.value),
        "why": cell.why,
    }
