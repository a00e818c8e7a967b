"""The code for PyTorch and Keras: it is Python, it has the layers, and equal copies are written as a loop."""

from __future__ import annotations

import ast

import pytest

from dlquiz.errors import FormulaError
from dlquiz.networks import keras_code, layers, torch_code
from dlquiz.networks.classics import CLASSICS, find_classic
from dlquiz.networks.keras_code import write_keras
from dlquiz.networks.layers import Conventions
from dlquiz.networks.notation import read_network
from dlquiz.networks.shapes import SHAPES
from dlquiz.networks.table import tabulate
from dlquiz.networks.torch_code import write_torch

EVERYTHING = [
    "in 32x48x3 | conv3x5-63 p1x2 d2 g3 nobias | res(conv3-63 p1 | bn | relu) | cat(conv1-8 ; id ; pool3/1 same)",
    "in 14x14x8 | tconv4-16/2 p1 | tconv3-8/2 same | dwconv3-16 | avgpool2 ceil | ln | softmax | gmp | dropout | fc-3",
    "in 20 | embed100-8 | 3x(transformer2-16) | attention4 nobias | bn | lstm-4 bi | gru-5 | rnn-6 last nobias | fc-2",
    "in 20x8 | gap | fc-4 | swish | id | flatten",
]


def code_of(text: str, framework: str) -> str:
    return {"torch": write_torch, "keras": write_keras}[framework](tabulate(read_network(text)))


@pytest.mark.parametrize("framework", ["torch", "keras"])
@pytest.mark.parametrize("text", [*EVERYTHING, *(find_classic(name).text for name in CLASSICS)])
def test_it_is_python(text: str, framework: str) -> None:
    ast.parse(code_of(text, framework))


def test_torch() -> None:
    code = code_of("in 32x32x3 | conv3-64/2 p1 nobias | pool2 | fc-10", "torch")
    assert "nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)," in code
    assert "nn.MaxPool2d(2)," in code
    assert "nn.Flatten(),\n    nn.Linear(4096, 10)," in code
    assert "torch.zeros(1, 3, 32, 32)" in code
    assert "class" not in code


def test_keras() -> None:
    code = code_of("in 32x32x3 | conv3-64/2 p1 nobias | pool2 | fc-10", "keras")
    assert "keras.Input((32, 32, 3))" in code
    assert "layers.ZeroPadding2D(((1, 1), (1, 1)))" in code
    assert "layers.Conv2D(64, 3, strides=2, use_bias=False)" in code


def test_equal_copies_stand_in_a_loop() -> None:
    text = "in 8x8x4 | 3x(conv3-4 p1 | relu)"
    assert "for _ in range(3))" in code_of(text, "torch")
    assert "for _ in range(3):" in code_of(text, "keras")
    assert "for _ in range(2))" in code_of("in 8x8x3 | 3x(conv3-4 p1 | relu)", "torch")


def test_a_broken_network_has_no_code() -> None:
    with pytest.raises(FormulaError, match="does not fit") as caught:
        code_of("in 3x3x1 | 3x(pool2)", "torch")
    assert caught.value.at == 14


PROGRAMS = [
    "in 8x8x2 | cat(2x(conv3-2 p1) ; conv1-2)",
    "in 8x8x2 | tconv2-4 same | tconv3-4/2 same | tconv2-3/3 same",
    "in 9x8x2 | maxpool3/2 p1 ceil | avgpool3/1 same | prelu | up2 linear | adaptavg3",
    "in 20x4 | conv3-6 p1 | gn2 | maxpool3/2 p1 | dwconv3 p1 | up2 | tconv2-4/2 | lstm-4 layers2 bi last",
    "in 4x8x8x2 | conv3-4 p1 | bn | maxpool2 | tconv2-3/2 | adaptmax2 | flatten | fc-3",
    "in 1x4x2x3 | avgpool2 p1x0x1 ceil | gap",
    "in 10 | embed20-8 as tok | pos | types2 | transformer2-16 pre gelu causal | like tok",
    "in 8x8x3 | conv4-8/4 | seq | cls | pos | first | fc-10",
    "in 8x8x4 | conv3-4 p1 as a | aux(gap | fc-3) | 3x(like a | relu)",
]


@pytest.mark.parametrize("text", PROGRAMS)
def test_the_program_runs(text: str) -> None:
    """The campaign `tests/proof/test_net_programs.py` runs them for Keras too."""
    pytest.importorskip("torch", reason="PyTorch is not installed: .ci/oracles torch")
    from framework_runs import run_torch

    table = tabulate(read_network(text), Conventions(bias_vectors=2))
    output, count, _ = run_torch(write_torch(table))
    assert (output.shape, count) == (table.shape, table.parameters)


def test_padded_max_pooling_in_keras_pads_with_minus_infinity() -> None:
    assert 'constant_values=float("-inf")' in code_of("in 8x8x1 | pool3/2 p1", "keras")
    assert "ZeroPadding2D" in code_of("in 8x8x1 | avgpool3/2 p1", "keras")


def test_every_layer_has_a_shape_and_its_code() -> None:
    groups = {layers.Repeat, layers.Residual, layers.Concat, layers.Auxiliary, layers.Like}
    kinds = {kind for kind in vars(layers).values() if isinstance(kind, type) and issubclass(kind, layers.Layer)}
    leaves = kinds - groups - {layers.Layer, layers.Window}
    assert leaves == set(SHAPES)
    for writers in (torch_code.WRITERS, keras_code.WRITERS):
        assert set(writers) == leaves | groups - {layers.Like}
