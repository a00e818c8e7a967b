"""Receptive fields of all layers, along one axis, against the gradients of the printed program.

The program for PyTorch runs with weights of 1, its poolings are averages, and its activations and norms pass numbers on.
Then the gradient of an output is not 0 exactly at the inputs that it sees, and the widest of all outputs away from the
borders is what the table says, behind transposed convolutions, upsampling, adaptive pooling, branches and U-Nets too.

Seeds 0 to 1999; PROOF_SHARE takes that part of them.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: .ci/oracles torch")

from torch import nn  # noqa: E402

sys.path.append(str(Path(__file__).parent.parent / "networks"))

from framework_runs import run_torch  # noqa: E402
from random_networks import Shape, grow_network  # noqa: E402

from dlquiz.networks.notation import read_network  # noqa: E402
from dlquiz.networks.table import tabulate  # noqa: E402
from dlquiz.networks.torch_code import write_torch  # noqa: E402

pytestmark = pytest.mark.proof

NETWORKS = 2_000
LENGTH = 65
INSIDE = 24  # outputs away from the borders: all places of every pattern that is drawn here


def draw_window(rng: random.Random, shape: Shape) -> str:
    word = rng.choice(["conv", "conv", "dwconv", "pool", "avgpool"])
    text = f"{word}{rng.randint(1, 4)}" + ("-2" if word == "conv" else "") + f"/{rng.choice([1, 1, 1, 2, 3])}"
    text += rng.choice(["", " same", " p1" if text[-3] not in "1" else ""])
    return text + (" d2" if "conv" in word and rng.random() < 0.2 else "")


def draw_transposed(rng: random.Random, shape: Shape) -> str:
    text = f"tconv{rng.randint(1, 4)}-2/{rng.randint(1, 3)}"
    return text + rng.choice(["", "", " same", " p1", " d2"])


def draw_resized(rng: random.Random, shape: Shape) -> str:
    n = shape[0]
    adaptive = [
        f"adapt{rng.choice(['avg', 'max'])}{n * a // b}" for a, b in ((1, 2), (2, 3), (3, 4), (4, 3)) if n % b == 0
    ]
    return rng.choice(["up2", "up3", *adaptive])


def draw_joined(rng: random.Random, shape: Shape) -> str:
    """Paths that join: a branch, a block, or the floor of a U-Net."""
    c, k = shape[1], rng.choice([1, 3, 5])
    return rng.choice(
        [
            f"res(conv{k}-{c} same | relu | conv3-{c} p1 ; {rng.choice(['id', f'conv2-{c} same'])})",
            f"cat(conv2-1 same ; conv{k}-1 p{k // 2})",
            "cat(id ; pool2 | conv3-2 p1 | tconv2-2/2)",
            "cat(id ; pool2 | conv3-2 p1 | cat(id ; pool2 | conv3-2 p1 | up2) | conv3-2 p1 | tconv2-2/2)",
            f"conv3-{c} p1 as w{rng.randint(1, 9_999)}",
        ]
    )


def draw(seed: int) -> str:
    """Layers along one axis."""
    rng = random.Random(f"dlquiz patterns {seed}")
    draws = {2: [draw_window, draw_window, draw_transposed, draw_resized, draw_joined]}
    return grow_network(rng, f"in {LENGTH - rng.randint(0, 3)}x2", draws, rng.randint(1, 5))


def sum_windows(module: Any) -> Any:
    """The module with weights of 1, whose maxima are averages."""
    for name, child in module.named_children():
        if isinstance(child, nn.MaxPool1d):
            setattr(module, name, nn.AvgPool1d(child.kernel_size, child.stride, child.padding, child.ceil_mode))
        elif isinstance(child, nn.AdaptiveMaxPool1d):
            setattr(module, name, nn.AdaptiveAvgPool1d(child.output_size))
        elif isinstance(child, nn.ConstantPad1d):
            setattr(module, name, nn.ConstantPad1d(child.padding, 0))
        elif isinstance(child, nn.ReLU):
            setattr(module, name, nn.Identity())
        else:
            sum_windows(child)
    return module


def list_extents(model: Any, n: int) -> list[tuple[int, int]]:
    """The first and last input that each output sees, from one pass with a copy of the input for each output."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1.0)
    count = model(torch.zeros(1, n, 2, dtype=torch.float64)).shape[1]
    x = torch.ones(count, n, 2, dtype=torch.float64, requires_grad=True)
    model(x).sum(2).diagonal().sum().backward()
    seen = x.grad.abs().sum(2) > 0
    return [(int(row.nonzero()[0]), int(row.nonzero()[-1])) if row.any() else (0, n) for row in seen]


def test_the_widest_field_of_random_networks() -> None:
    compared, share = 0, max(10, round(NETWORKS * float(os.environ.get("PROOF_SHARE", "1"))))
    for seed in range(share):
        table = tabulate(read_network(draw(seed)))
        sees, n = table.rows[-1].sees, table.rows[0].shape[0]
        model = sum_windows(run_torch(write_torch(table))[2]["model"].double())
        extents = list_extents(model, n)
        inside = [last - first + 1 for first, last in extents if first > 0 and last < n - 1]
        if sees is None or not inside:
            continue
        assert max(inside) <= sees[0], (seed, table.network.text)
        if len(inside) >= INSIDE:
            assert max(inside) == sees[0], (seed, table.network.text)
            compared += 1
    assert compared > 0.5 * share
