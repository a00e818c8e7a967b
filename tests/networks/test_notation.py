"""The notation: what it accepts, what it refuses and where, and that nothing in it can make the reader hang."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.classics import CLASSICS
from dlquiz.networks.layer_words import LAYER_WORDS
from dlquiz.networks.layers import Conv, Dense, Depthwise, Dropout, Pool, Recurrent, Repeat, Residual, Transposed
from dlquiz.networks.notation import MAX_CHARACTERS, MAX_LAYERS, read_network
from dlquiz.networks.windows import SquareWindow, list_windows


def read_one(text: str) -> layers.Layer:
    """The only layer of a list."""
    network = read_network(text)
    assert network.shape is None and len(network.layers) == 1
    return network.layers[0]


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("conv3-64", Conv((3, 3), (1, 1), filters=64)),
        ("conv3-64/2 p1", Conv((3, 3), (2, 2), (1, 1), filters=64)),
        ("Conv 3x5 - 64 / 2x1 P1x2", Conv((3, 5), (2, 1), (1, 2), filters=64)),
        ("conv3×5-64 same", Conv((3, 5), (1, 1), same=True, filters=64)),
        ("conv3-64 s2 pad1 d2 g4 nobias", Conv((3, 3), (2, 2), (1, 1), False, (2, 2), 64, 4, False)),
        ("conv3-64 valid bias", Conv((3, 3), (1, 1), filters=64)),
        ("conv3/2", Conv((3, 3), (2, 2))),
        ("tconv4-16/2 p1 op1", Transposed((4, 4), (2, 2), (1, 1), filters=16, extra=(1, 1))),
        ("dwconv3-8/2", Depthwise((3, 3), (2, 2), filters=8)),
        ("pool2", Pool((2, 2), (2, 2))),
        ("maxpool3/2 p1 ceil", Pool((3, 3), (2, 2), (1, 1), kind="max", rounding="ceil")),
        ("avgpool2x1", Pool((2, 1), (2, 1), kind="average")),
        ("pool3/1", Pool((3, 3), (1, 1))),
        ("gap", layers.GlobalPool("average")),
        ("gmp", layers.GlobalPool("max")),
        ("bn", layers.Norm("batch")),
        ("ln", layers.Norm("layer")),
        ("ReLU", layers.Activation("relu")),
        ("relu6", layers.Activation("relu6")),
        ("dropout", Dropout(0.5)),
        ("dropout0.3", Dropout(0.3)),
        ("dropout-0.25", Dropout(0.25)),
        ("fc-10", Dense(10)),
        ("fc 10 nobias", Dense(10, False)),
        ("dense10", Dense(10)),
        ("embed1000-64", layers.Embedding(1000, 64)),
        ("lstm-64 last bi", Recurrent("lstm", 64, True, True)),
        ("gru32 seq nobias", Recurrent("gru", 32, bias=False)),
        ("attention8", layers.Attention(8)),
        ("transformer8-2048", layers.Transformer(8, 2048)),
        ("2x(relu)", Repeat(2, (layers.Activation("relu"),))),
        ("2 × (relu)", Repeat(2, (layers.Activation("relu"),))),
        ("res(relu)", Residual((layers.Activation("relu"),))),
        ("res(relu ; id)", Residual((layers.Activation("relu"),), (layers.Identity(),))),
    ],
)
def test_layers(text: str, layer: layers.Layer) -> None:
    assert read_one(text) == layer


@pytest.mark.parametrize(
    ("text", "shape"),
    [("in 32x32x3", (32, 32, 3)), ("in 32 x 48 × 3 | relu", (32, 48, 3)), ("in 20x8", (20, 8)), ("input 100", (100,))],
)
def test_inputs(text: str, shape: tuple[int, ...]) -> None:
    assert read_network(text).shape == shape


def test_every_usage_can_be_read() -> None:
    for word, kind in LAYER_WORDS.items():
        assert read_network(kind.usage).layers, word
        for option in kind.options:
            size = (
                "1"
                if option in ("s", "stride", "p", "pad", "padding", "d", "dilation", "g", "groups", "layers")
                else ""
            )
            if option not in ("op", "outpad"):
                assert read_network(f"{kind.usage.split()[0].split('/')[0]} {option}{size}").layers, (word, option)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "empty"),
        ("in 32x32x3 |", 12, 'a layer is missing after "|"'),
        ("conv3-64 || relu", 10, 'a layer is missing before "|"'),
        ("relu | cnov3-4", 7, 'did you mean "conv"?'),
        ("conv-64", 0, "needs the size of its window, as in conv3-64/2"),
        ("conv3-64 q3", 9, "is not an option of conv; it takes"),
        ("conv3-64 relu", 9, 'a "|" is missing before "relu"'),
        ("bn same", 3, "takes no options"),
        ("conv3-64 p1 p2", 12, "written twice"),
        ("conv3-64 p1 same", 12, "the padding is given twice"),
        ("conv3-64/2 s2", 0, "the stride is given twice"),
        ("conv3-64 p", 9, "needs its size: p1"),
        ("conv3x4x5x6-3", 0, "one size, two (rows, columns) or three"),
        ("conv0-3", 0, "at least 1"),
        ("conv3-0", 0, "at least one filter"),
        ("conv3-4/0", 0, "the stride is at least 1"),
        ("conv3-4 g2x3", 0, "is one number"),
        ("conv3-64, relu", 8, 'is a "|" missing before it?'),
        ("pool2-3", 0, "no filters"),
        ("pool2 floor ceil", 0, "not both"),
        ("gap3", 0, "takes no numbers"),
        ("fc", 0, "needs its number, as in fc-10"),
        ("fc-10/2", 0, "has no stride"),
        ("fc10-3", 0, "has two numbers"),
        ("embed64", 0, "the vocabulary and the size"),
        ("dropout1.5", 0, "at least 0 and less than 1"),
        ("tconv3-4 op1", 0, "smaller than the stride"),
        ("lstm-3 last seq", 0, "not both"),
        ("in 0x3x3 | relu", 0, "write the input as in 32x32x3"),
        ("in 3x(relu)", 4, 'a "|" was expected after the input'),
        ("relu)", 4, '")" closes nothing'),
        ("relu;relu", 4, "fits only inside"),
        ("2x(relu;relu)", 0, "fits only inside"),
        ("res(relu", 3, "not closed"),
        ("res(a;b;c)", 4, 'no layer "a"'),
        ("res(relu;relu;relu)", 0, "at most one skip path"),
        ("cat(relu)", 0, "at least two branches"),
        ("cat(relu;)", 9, 'a layer is missing before ")"'),
        ("0x(relu)", 0, "at least once"),
        ("(relu)", 0, "a layer is missing"),
        ("3", 0, "begins with its word"),
        ("conv3-1234567890", 6, "at most 9 digits"),
    ],
)
def test_faults_name_their_place(text: str, at: int, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_network(text)
    assert says in caught.value.message
    assert (caught.value.at, caught.value.text) == (at, text)


@pytest.mark.parametrize(
    "text",
    [
        "1000000000x(relu)",
        "999999999x(relu)",
        "100x(100x(100x(100x(relu))))",
        "2x(" * 1_000 + "relu" + ")" * 1_000,
        "res(" * 10_000,
        "(" * 50_000,
        "conv3-64 " + "p1 " * 30_000,
        "1x" * 50_000,
        "in " + "1x" * 40_000,
        "9" * 90_000 + "x(relu)",
        "relu|" * (MAX_LAYERS + 1) + "relu",
        "x" * (MAX_CHARACTERS + 1),
        "conv3-64 p" + "1" * 90_000,
        "−" * 10_000,
        "\x00",
        "conv3-64 | \ud800",
        "Sequential(" * 5_000,
        "Conv2d(" + "(" * 50_000,
        "Conv2d(" + "a" * 90_000 + ")",
        "(0): " * 20_000,
        "self.a = " * 10_000,
        "conv3-4 as " + "a" * 90_000,
    ],
)
def test_hostile_notation_ends_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(FormulaError):
        read_network(text)
    assert time.process_time() - started < 0.5


def test_the_largest_network_can_be_read() -> None:
    assert read_network(f"{MAX_LAYERS}x(relu)").layers[0] == Repeat(MAX_LAYERS, (layers.Activation("relu"),))


def test_windows_of_a_layer_list() -> None:
    chain = read_network("conv3/2 | relu | 2x(pool2 | bn) | dwconv5 d2")
    assert list_windows(chain) == [SquareWindow(3, 2), SquareWindow(2, 2), SquareWindow(2, 2), SquareWindow(5, 1, 2)]


@pytest.mark.parametrize("text", ["conv3 | fc-10", "conv3x5", "conv3/2x1", "tconv3-4", "res(conv3)"])
def test_what_is_no_chain_of_windows(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        list_windows(read_network(text))
    assert text[caught.value.at :].startswith(text.split("| ")[-1])


@pytest.mark.parametrize(
    ("written", "notation"),
    [
        ("Conv2d(3, 64, 3, padding=1)", "conv3-64 p1"),
        (
            "nn.Conv2d(3, 64, kernel_size=(3, 5), stride=(2, 1), padding='same', bias=False)",
            "conv3x5-64/2x1 same nobias",
        ),
        ("torch.nn.ConvTranspose2d(8, 4, 3, 2, 1, 1)", "tconv3-4/2 p1 op1"),
        ("MaxPool2d(2)", "pool2"),
        ("MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=True)", "pool3/2 p1 ceil"),
        ("Linear(in_features=512, out_features=10, bias=True)", "fc-10"),
        ("nn.ReLU(inplace=True)", "relu"),
        ("nn.Dropout(p=0.3)", "dropout0.3"),
        ("nn.LSTM(8, 16, num_layers=2, bidirectional=True)", "lstm-16 layers2 bi"),
        ("nn.Embedding(100, 8)", "embed100-8"),
        ("nn.MultiheadAttention(64, 8, bias=False)", "attention8 nobias"),
        ("nn.TransformerEncoderLayer(512, 8)", "transformer8-2048"),
        (
            "TransformerEncoderLayer(d_model=512, nhead=8, dim_feedforward=64, activation='gelu', norm_first=True)",
            "transformer8-64 gelu pre",
        ),
        ("nn.AdaptiveAvgPool2d((7, 7))", "adaptavg7"),
        ("self.norm = nn.GroupNorm(4, 16)", "gn4"),
        ("nn.Upsample(scale_factor=2, mode='bilinear')", "up2 linear"),
        ("maxpool2d 2", "maxpool2"),
        ("conv2d 3-64", "conv3-64"),
    ],
)
def test_layers_of_pytorch(written: str, notation: str) -> None:
    assert read_one(written) == read_one(notation)


def test_a_model_that_pytorch_printed() -> None:
    printed = """Sequential(
      (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
      (1): ReLU(inplace=True)
      (2): Flatten(start_dim=1, end_dim=-1)
    )"""
    assert read_one(printed) == Repeat(1, read_network("conv3-8 p1 | relu | flatten").layers)
    assert read_one(printed.replace("Sequential", "Net").replace("(0)", "(conv1)")) == read_one(printed)
    assert read_network("nn.Conv2d(3, 8, 3), nn.ReLU()").layers == read_network("conv3-8 | relu").layers


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("in 8x8x3 | Conv2D(64, 3)", "write conv3-64 same"),
        ("in 8x8x3 | Conv2d(3, n, 3)", "write a number in its place"),
        ("in 8x8x3 | Conv2d(3, 64, 3", "not closed"),
        ("Net((block): Block((conv): Conv2d(3, 8, 3)))", "write res(…) or cat(…) in its place"),
        ("keras.Sequential([layers.Dense(10)])", "leave the brackets of this list out"),
        ("Sequential(Input(shape=(28, 28, 1)))", "write in 28x28x1"),
        ("in 8x8x3 | Cnov2d(3, 64, 3)", 'did you mean "Conv2d"'),
        ("in 8x8x3 | __import__('os')", "begins with its word"),
        ("in 3x32x32 | relu", "write in 32x32x3, or, if 32 channels are meant, in 3x32x32 hwc"),
        ("in 28x28 | conv3-8", "write in 28x28x1 for an image; if a sequence is meant, in 28x28 seq"),
        ("in 32x32x3 seq | conv3-8", "seq behind two"),
        ("32x32x3 | conv3-8", "the input begins with its word: in 32x32x3"),
        ("in 32x32x3 | conv3x3 64", "behind a hyphen: conv3-64"),
        ("in 8x8x3 | 2x(conv3-3 as a)", "cannot have a name"),
        ("in 8x8x3 | relu as a", "learns nothing"),
    ],
)
def test_what_is_written_otherwise_is_told(text: str, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_network(text)
    assert says in caught.value.message


def test_the_order_of_an_input_can_be_stated() -> None:
    assert read_network("in 3x32x32 chw | relu").shape == (32, 32, 3)
    assert read_network("in 3x32x32 hwc | relu").shape == (3, 32, 32)
    assert read_network("in 28x28 seq | conv3-8").shape == read_network("in 28x28 | lstm-8").shape == (28, 28)


def test_the_page_names_every_layer_option_and_network() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "networks.md").read_text(encoding="utf-8")
    known = {*LAYER_WORDS, *CLASSICS, *(option for kind in LAYER_WORDS.values() for option in kind.options)}
    named = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)*[0-9]*", page)) | set(re.findall(r"`([a-z]+)", page))
    assert not known - named
    for kind in LAYER_WORDS.values():
        assert kind.doc == "activation" or f"`{kind.usage}`" in page, kind.usage


def test_arrows_and_names_of_pytorch_without_brackets_are_read() -> None:
    plain = read_network("in 32x32x3 | conv3-16 p1 | relu | pool2 | fc-10")
    arrows = read_network("in 32x32x3 -> conv3-16 p1 → relu | pool2 => fc-10")
    assert [layer.text for layer in arrows.layers] == [layer.text for layer in plain.layers]
    pasted = read_network("in 32x32x3 | Conv2d(3, 16, 3), ReLU, MaxPool2d(2), Flatten, Linear(3600, 10), Softmax")
    assert len(pasted.layers) == 6
