"""The table: sizes, parameters, costs and fields computed by hand, where networks break, conventions, the work done."""

from __future__ import annotations

import sys
from fractions import Fraction
from types import FrameType

import pytest

import dlquiz
from dlquiz.errors import FormulaError, NotFound, UsageError
from dlquiz.networks.layers import Conventions, Network
from dlquiz.networks.notation import read_network
from dlquiz.networks.table import Table, tabulate


def tabulate_text(text: str, **switches: object) -> Table:
    """The table of a network that holds together."""
    made = tabulate(read_network(text), Conventions(**switches))  # type: ignore[arg-type]
    assert made.broken is None, made.broken
    return made


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("in 32x32x3 | conv3-64 p1", (32, 32, 64)),
        ("in 32x48x3 | conv3x5-64", (30, 44, 64)),
        ("in 32x48x3 | conv3-64/2x3 same", (16, 16, 64)),
        ("in 33x33x3 | conv3-64/2 same", (17, 17, 64)),
        ("in 32x32x3 | conv5-8 d2", (24, 24, 8)),
        ("in 32x32x4 | dwconv3", (30, 30, 4)),
        ("in 32x32x4 | dwconv3-12 p1", (32, 32, 12)),
        ("in 7x7x8 | tconv4-16/2 p1", (14, 14, 16)),
        ("in 7x7x8 | tconv3-16/2 p1 op1", (14, 14, 16)),
        ("in 7x5x8 | tconv3-16/2 same", (14, 10, 16)),
        ("in 7x7x8 | pool2", (3, 3, 8)),
        ("in 7x7x8 | pool2 ceil", (4, 4, 8)),
        ("in 112x112x64 | pool3/2 p1", (56, 56, 64)),
        ("in 7x7x8 | gap", (8,)),
        ("in 20x8 | gmp", (8,)),
        ("in 7x7x8 | flatten", (392,)),
        ("in 7x7x8 | fc-10", (10,)),
        ("in 20x8 | fc-10", (20, 10)),
        ("in 20 | embed100-8", (20, 8)),
        ("in 20x8 | lstm-5", (20, 5)),
        ("in 20x8 | lstm-5 last bi", (10,)),
        ("in 20x8 | attention2 | transformer4-32", (20, 8)),
        ("in 8x8x4 | cat(conv1-2 ; conv3-6 p1 ; id)", (8, 8, 12)),
        ("in 20x8 | cat(fc-2 ; id)", (20, 10)),
        ("in 8x8x4 | res(conv3-4 p1)", (8, 8, 4)),
        ("in 8x8x4 | res(conv3-6/2 p1 ; conv1-6/2)", (4, 4, 6)),
        ("in 8x8x4 | 2x(pool2)", (2, 2, 4)),
        ("in 20x8 | conv3-6/2 p1 | pool2", (5, 6)),
        ("in 20x8 | tconv4-6/2 p1 | dwconv3", (38, 6)),
        ("in 16x112x112x3 | conv3x7x7-64/1x2x2 p1x3x3", (16, 56, 56, 64)),
        ("in 4x8x8x2 | flatten", (512,)),
        ("in 13x9x4 | adaptavg7x5 | up2", (14, 10, 4)),
        ("in 14x14x8 | seq | cls | pos", (197, 8)),
        ("in 20x8 | first", (8,)),
        ("in 20 | embed100-8 as tok | like tok", (20, 100)),
    ],
)
def test_shapes(text: str, shape: tuple[int, ...]) -> None:
    assert tabulate_text(text).shape == shape


@pytest.mark.parametrize(
    ("layer", "count"),
    [
        ("in 8x8x3 | conv3-20", 560),  # 20·(3·3·3 + 1)
        ("in 8x8x3 | conv3-20 nobias", 540),
        ("in 64x64x16 | conv1-1", 17),
        ("in 8x8x32 | conv3-64 g4", 64 * (3 * 3 * 8 + 1)),
        ("in 8x8x6 | dwconv3", 6 * 10),
        ("in 8x8x6 | tconv2-4", 4 * (2 * 2 * 6 + 1)),
        ("in 8x8x6 | bn", 12),
        ("in 8x8x6 | ln", 12),
        ("in 784 | fc-128 | fc-10", 101_770),
        ("in 9 | embed10000-128", 1_280_000),
        ("in 9x10 | rnn-20", 20 * (10 + 20 + 1)),
        ("in 9x10 | gru-20", 3 * 20 * 31),
        ("in 9x10 | lstm-20", 2_480),
        ("in 9x10 | lstm-20 bi", 2 * 2_480),
        ("in 9x8 | attention2", 4 * 8 * 9),
        ("in 9x512 | transformer8-2048", 3_152_384),  # torch.nn.TransformerEncoderLayer(512, 8)
        ("in 8x8x4 | 3x(conv3-4 p1)", 3 * 4 * 37),
        ("in 20x8 | conv3-6", 6 * (3 * 8 + 1)),
        ("in 4x8x8x2 | conv3-6", 6 * (27 * 2 + 1)),
        ("in 8x8x6 | gn3", 12),
        ("in 8x8x6 | prelu", 6),
        ("in 8x8x6 | prelu shared", 1),
        ("in 9x10 | lstm-20 layers2 bi", 2 * (4 * 20 * 31 + 4 * 20 * (40 + 20 + 1))),
        ("in 8x8x4 | conv3-4 p1 as a | like a", 4 * 37),
        ("in 9 | embed100-8 as a | pos12 | types2 | like a", 100 * 8 + 12 * 8 + 2 * 8),
        ("in 8x8x4 | aux(gap | fc-10) | relu", 50),
    ],
)
def test_parameters(layer: str, count: int) -> None:
    assert tabulate_text(layer).parameters == count


def test_a_row_tells_its_formula() -> None:
    row = tabulate_text("in 32x32x3 | conv3-64 p1").rows[1]
    cell = row.cell("params")
    assert cell is not None
    assert (cell.substituted, row.parameters) == ("64·(3·3·3 + 1)", 1792)
    assert cell.why == "Each filter has its own weights and a bias."
    assert {c.name for c in row.cells} == {"n", "params", "macs", "values", "memory", "sees", "pad"}


@pytest.mark.parametrize(
    ("text", "switches", "count"),
    [
        ("in 8x8x3 | conv3-20 | fc-10", {"biases": False}, 540 + 6 * 6 * 20 * 10),
        ("in 9x10 | lstm-20", {"bias_vectors": 2}, 2_560),
        ("in 9x10 | gru-20", {"bias_vectors": 2, "biases": False}, 1_800),
        ("in 9x8 | transformer2-16", {"biases": False}, 4 * 64 + 2 * 8 * 16 + 4 * 8),
    ],
)
def test_conventions_of_parameters(text: str, switches: dict[str, object], count: int) -> None:
    assert tabulate_text(text, **switches).parameters == count


def test_operations_and_memory() -> None:
    table = tabulate_text("in 32x32x3 | conv3-16/2 p1 | fc-10")
    assert [row.operations for row in table.rows] == [0, 16 * 16 * 16 * 27, 16 * 16 * 16 * 10]
    assert table.memory == 4 * (32 * 32 * 3 + 16 * 16 * 16 + 10)
    assert tabulate_text("in 32x32x3 | conv3-16 p1", operations=2, bytes=2).operations == 2 * 32 * 32 * 16 * 27
    assert tabulate_text("in 5x8 | attention2", operations=2).operations == 2 * (4 * 5 * 64 + 2 * 25 * 8)


@pytest.mark.parametrize(
    ("text", "sees", "jump", "pad"),
    [
        ("in 99x99x1 | conv3-1/2 | pool2 | conv3-1/2 | pool2", 21, 16, 0),
        ("in 99x99x1 | conv3-1 | conv3-1/2 | conv3-1 d4", 21, 2, 0),
        ("in 99x99x1 | conv3-1 p1 | conv3-1/2 p1", 5, 2, 2),
        ("in 99x99x1 | conv1-1/2 | res(conv3-1 p1 | conv3-1 p1)", 9, 2, 4),
        ("in 99x99x1 | cat(conv4-1 same ; conv3-1 p1 | pool2/1 same)", 4, 1, 1),
        ("in 99x99x1 | cat(conv5-1 p1 | pool3/1 p1 ; conv7-1 p2 )", 7, 1, 2),
        ("in 8x8x1 | tconv2-1/2 | pool2", 1, 1, 0),
        ("in 99x99x1 | pool3 | adaptavg11", 9, 9, 0),
    ],
)
def test_fields(text: str, sees: int, jump: int, pad: int) -> None:
    row = tabulate_text(text).rows[-1]
    assert (row.sees, row.jump, row.pad) == ((sees, sees), (jump, jump), (pad, pad))


def test_fields_along_both_axes() -> None:
    row = tabulate_text("in 40x60x1 | conv3x5-1 d2 | pool1x2").rows[-1]
    assert (row.sees, row.jump, row.pad) == ((5, 10), (1, 2), (0, 0))


def test_paths_that_stick_out_to_different_sides() -> None:
    """One branch sees the row above, the other the row below: together they see both."""
    row = tabulate_text("in 9x9x1 | cat(conv2-1 p1 | conv2-1 ; conv2-1 | conv2-1 p1)").rows[-1]
    assert row.sees == (3, 3)
    shifted = tabulate_text("in 9x9x1 | cat(pool1 | conv3-1 p1 ; conv3-1 d2 p2)").rows[-1]
    assert (shifted.sees, shifted.pad) == ((5, 5), (2, 2))


@pytest.mark.parametrize(
    ("text", "sees", "jump"),
    [
        ("in 64x64x1 | cat(id ; pool2 | conv3-4 p1 | tconv2-8/2)", 6, 1),  # a U-Net: the floor sees 6, the skip path 1
        ("in 64x64x1 | tconv3-1/2", 2, Fraction(1, 2)),
        ("in 64x64x1 | pool4 | up2 linear", 8, 2),
        ("in 10x10x1 | adaptavg3", 4, Fraction(10, 3)),
    ],
)
def test_fields_that_differ_from_place_to_place(text: str, sees: int, jump: Fraction) -> None:
    row = tabulate_text(text).rows[-1]
    assert (row.sees, row.jump, row.pad) == ((sees, sees), (jump, jump), None)


def test_dense_and_global_layers_see_the_whole_map() -> None:
    rows = tabulate_text("in 32x32x3 | pool2 | gap").rows
    assert (rows[-1].sees, rows[-1].jump) == ((32, 32), None)
    rows = tabulate_text("in 32x32x3 | pool2 | flatten | relu | fc-3").rows
    assert (rows[2].sees, rows[-1].sees) == ((2, 2), (32, 32))


@pytest.mark.parametrize(
    ("text", "layer", "at", "says"),
    [
        ("in 16x16x3 | 5x(pool2)", 5, 16, 'the window of "pool2" does not fit: it spans 2, and the map has 1'),
        ("in 5x5x3 | conv7-4 p0", 1, 11, "it spans 7, and the map has 5"),
        ("in 3000x3000x3 | pool5000", 1, 17, "it spans 5,000, and the map has 3,000"),
        ("in 4000x4000x3 | flatten | conv3-1", 2, 27, "gets 48,000,000 values"),
        ("in 224x224x3 | conv1-20000 | conv3-20000 g3", 2, 29, "do not divide its 20,000 input channels"),
        ("in 5x5x3 | conv3-4 d4 p1", 1, 11, "it spans 9, and the map has 5 + 2·1 = 7"),
        ("in 8x8x4 | res(conv3-4)", 2, 11, "gives 6 × 6 × 4, its skip path 8 × 8 × 4"),
        ("in 8x8x4 | res(conv3-8/2 p1)", 2, 11, "a skip path conv1-8/2 would fit"),
        ("in 9x9x4 | res(conv3-8/2 p1)", 2, 11, "a skip path conv1-8/2 would fit"),
        ("in 8x8x4 | res(conv3-8 p1 ; conv3-6)", 3, 11, "a skip path conv1-8 would fit"),
        ("in 8x8x4 | cat(conv3-4 ; id)", 3, 11, "branches of 6 × 6 × 4 and 8 × 8 × 4 cannot be stacked"),
        ("in 8x8x6 | conv3-8 g4", 1, 11, "do not divide its 6 input channels"),
        ("in 8x8x8 | conv3-6 g4", 1, 11, "do not divide its 6 filters"),
        ("in 8x8x4 | dwconv3-6", 1, 11, "not a multiple of its 4 channels"),
        ("in 8x8x4 | conv3", 1, 11, "does not say how many filters"),
        ("in 8x8x4 | lstm-3", 1, 11, "needs a sequence"),
        ("in 8 | pool2", 1, 7, "needs a map"),
        ("in 8x8 | embed10-3", 1, 9, "needs tokens"),
        ("in 5x6 | attention4", 1, 9, "do not divide the 6 features"),
        ("in 2x2x1 | tconv1-1 p2", 1, 11, "would give a size of -2"),
        ("in 8x8x1 | pool2 p2", 1, 11, "more than half of its window"),
        ("in 20x8 | conv3x5-4", 1, 10, "sizes for 2 axes, and its input has one axis"),
        ("in 8x8x3 | Conv2d(16, 64, 3)", 1, 11, "takes 16 channels or features, and gets 3"),
        ("in 8x8x3 | like a", 1, 11, 'named "a"'),
        ("in 8x8x3 | conv3-4 p1 as a | like a", 2, 29, "takes 3 channels or features, and gets 4"),
        ("in 8x8x6 | gn4", 1, 11, "do not divide its 6 channels"),
        ("in 6 | gn6", 1, 7, "would normalise single values"),
        ("in 20x8 | pos12", 1, 10, "12 positions, and the sequence is 20 long"),
    ],
)
def test_where_networks_break(text: str, layer: int, at: int, says: str) -> None:
    table = tabulate(read_network(text))
    assert table.broken is not None
    assert says in table.broken.message
    assert (len(table.rows), table.broken.at) == (layer, at)


def test_no_skip_path_is_proposed_where_none_would_fit() -> None:
    table = tabulate(read_network("in 32x32x3 | res(conv3-4)"))
    assert table.broken is not None and table.broken.message.endswith("only equal sizes can be added")


def test_rounding() -> None:
    assert tabulate_text("in 7x7x1 | conv2-1/2").shape == (3, 3, 1)
    assert tabulate_text("in 7x7x1 | conv2-1/2", rounding="ceil").shape == (4, 4, 1)
    assert tabulate_text("in 7x7x1 | pool2 floor", rounding="ceil").shape == (3, 3, 1)
    strict = tabulate(read_network("in 7x7x1 | conv2-1/2"), Conventions(rounding="strict"))
    assert strict.broken is not None and strict.broken.message.endswith("5 = 2·2 + 1")
    assert tabulate_text("in 8x8x1 | conv2-1/2", rounding="strict").shape == (4, 4, 1)
    assert tabulate(read_network("in 7x7x1 | conv3-1/2 same"), Conventions(rounding="strict")).broken is not None


def test_no_window_begins_behind_the_map() -> None:
    """PyTorch leaves out a last window that would lie in the padding alone: MaxPool2d(2, 2, 1, ceil_mode=True) on 3."""
    assert tabulate_text("in 3x3x1 | pool2 p1 ceil").shape == (2, 2, 1)


def test_a_layer_list_has_no_table() -> None:
    with pytest.raises(FormulaError, match="the network has no input; begin it with in 32x32x3"):
        tabulate(read_network("conv3/2 | pool2"))
    with pytest.raises(FormulaError, match="begin it with in 512 "):
        tabulate(read_network("nn.Linear(512, 10)"))


def test_huge_numbers_are_counted_exactly() -> None:
    assert tabulate_text("in 999999999 | fc-999999999").parameters == 999_999_999 * 1_000_000_000


@pytest.mark.parametrize("unit", ["conv3-{} p1 | relu | bn | conv1-{}", "res(conv3-64 p1 | relu | conv{}-64 same)"])
def test_a_table_costs_the_same_work_for_each_layer(unit: str) -> None:
    blocks = [unit.format(*[2 * i % 9 + 1] * 2) for i in range(500)]
    networks = [read_network("in 32x32x64 | " + " | ".join(blocks[:count])) for count in (250, 500)]
    assert all(len(tabulate(network)) >= 1_001 for network in networks)
    small, large = map(count_calls, networks)
    assert large < 2.2 * small
    assert large < 400 * 2_000  # of which it takes 150 a row, 40 ms for a thousand layers


def count_calls(network: Network) -> int:
    """How many times functions are called while a table is made."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        table = tabulate(network)
    finally:
        sys.setprofile(None)
    assert table.broken is None
    return calls


def test_a_network_in_python() -> None:
    table = dlquiz.net("in 32x32x3 | conv3-64 p1 | pool2 | fc-10")
    assert [row.shape for row in table] == [(32, 32, 3), (32, 32, 64), (16, 16, 64), (10,)]
    assert (len(table), table[1].parameters, table[-1].text) == (4, 1792, "fc-10")
    lines = table._repr_markdown_().splitlines()
    assert lines[3] == "| 1 | `conv3-64 p1` | 32 × 32 × 64 | 64·(3·3·3 + 1) = 1,792 | 1,769,472 | 3 | 1 |"
    assert dlquiz.net("ResNet50").parameters == 25_557_032
    assert "Here it breaks, at layer 1" in dlquiz.net("in 3x3x3 | pool4")._repr_markdown_()
    with pytest.raises(UsageError, match="floor, ceil or strict"):
        dlquiz.net("in 3x3x1 | relu", sizes="up")
    with pytest.raises(NotFound):
        dlquiz.net("nonet")


@pytest.mark.parametrize(
    "text",
    [
        "in 9x9x1 | tconv999999999-1/999999999",
        "in 9x9x1 | tconv999999999-1/7 d999999999",
        "in 999999999x999999999x1 | up2 | conv999999999-1/64 p999999999",
        "in 999999999x999999999x1 | adaptavg127 | conv9-1",
        "in 64x64x1 | up128" + " | conv9-1 p4" * 100,
    ],
)
def test_fields_of_huge_windows_cost_little(text: str) -> None:
    calls = count_calls(read_network(text))
    assert calls < 1_000_000
