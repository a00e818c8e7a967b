"""The code for PyTorch and Keras: it is Python, it has the layers, and equal copies are written as a loop."""

from __future__ import annotations

import ast

import pytest

from dlquiz.errors import FormulaError
from dlquiz.networks.classics import CLASSICS, find_classic
from dlquiz.networks.keras_code import write_keras
from dlquiz.networks.notation import read_network
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
