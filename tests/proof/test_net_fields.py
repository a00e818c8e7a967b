"""Receptive fields against PyTorch: the extent of a gradient through all-ones convolutions.

Every weight is 1, max pooling is replaced by sums, activations are left out, and the input is larger than the field.
The gradient of one output with respect to the input is then not 0 exactly where that output sees something, so it gives
the receptive field, the jump (how far it moves from one output to the next) and the effective padding (how far before
the input the field of output 0 begins), along rows and columns.

Seeds 0 to 499; PROOF_SHARE takes that part of them.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")

from torch.nn import functional  # noqa: E402

from dlquiz.networks import layers  # noqa: E402
from dlquiz.networks.classics import find_classic  # noqa: E402
from dlquiz.networks.layers import Layer, Network  # noqa: E402
from dlquiz.networks.notation import read_network  # noqa: E402
from dlquiz.networks.table import Row, tabulate  # noqa: E402

pytestmark = pytest.mark.proof

NETWORKS = 500
WIDEST = 90  # pixels of a field


def share(count: int) -> int:
    """How many networks are drawn."""
    return max(1, round(count * float(os.environ.get("PROOF_SHARE", "1"))))


# the network as the gradient sees it: one channel, sums of windows


def passed(chain: tuple[Layer, ...], x: Any) -> Any:
    """What the layers of a chain give."""
    for layer in chain:
        x = one(layer, x)
    return x


def one(layer: Layer, x: Any) -> Any:
    """What one layer gives, on one channel."""
    if isinstance(layer, layers.Repeat):
        return passed(layer.body * layer.times, x)
    if isinstance(layer, layers.Residual):
        return passed(layer.body, x) + passed(layer.skip, x)
    if isinstance(layer, layers.Concat):
        return sum(passed(branch, x) for branch in layer.branches)
    if isinstance(layer, layers.Transposed):
        ones = torch.ones(1, 1, *layer.kernel, dtype=x.dtype)
        return functional.conv_transpose2d(
            x, ones, None, layer.stride, layer.padding, layer.extra, 1, layer.dilation
        )  # fmt: skip
    if isinstance(layer, layers.Window):
        ones = torch.ones(1, 1, *layer.kernel, dtype=x.dtype)
        if layer.same:
            x = functional.pad(x, fill(layer, x))
        return functional.conv2d(x, ones, None, layer.stride, (0, 0) if layer.same else layer.padding, layer.dilation)
    return x


def fill(layer: layers.Window, x: Any) -> tuple[int, int, int, int]:
    """What `same` adds."""
    total = [
        max((k - 1) * d + 1 - (n % s or s), 0)
        for n, k, s, d in zip(x.shape[2:], layer.kernel, layer.stride, layer.dilation, strict=True)
    ]
    return total[1] // 2, total[1] - total[1] // 2, total[0] // 2, total[0] - total[0] // 2


def extents(network: Network, shape: tuple[int, int], at: tuple[int, int]) -> list[tuple[int, int]]:
    """First and last pixel, along rows and columns, that the output at a place sees; (0, -1) where it sees nothing."""
    x = torch.zeros(1, 1, *shape, dtype=torch.float64, requires_grad=True)
    passed(network.layers, x)[0, 0, at[0], at[1]].backward()
    touched = x.grad[0, 0] != 0
    lines = [torch.nonzero(touched.any(axis)).flatten() for axis in (1, 0)]
    return [(int(line[0]), int(line[-1])) if len(line) else (0, -1) for line in lines]


# random networks


def sides(rng: random.Random, low: int, high: int) -> str:
    """Rows and columns, mostly the same."""
    first = rng.randint(low, high)
    return str(first) if rng.random() < 0.7 else f"{first}x{rng.randint(low, high)}"


def layer(rng: random.Random, stride: bool = True) -> str:
    """A window in the notation."""
    word = rng.choice(["conv", "conv", "conv", "dwconv", "pool", "avgpool"])
    text = word + sides(rng, 1, 4) + ("-4" if word == "conv" else "")
    text += f"/{sides(rng, 1, 2)}" if stride and rng.random() < 0.5 else "/1"
    text += rng.choice(["", " same", f" p{rng.randint(0, 2) if 'conv' in word else 0}"])
    return text + (f" d{rng.randint(2, 3)}" if rng.random() < 0.3 and word != "avgpool" else "")


def block(rng: random.Random) -> str:
    """A layer, or paths that meet."""
    kind = rng.random()
    if kind < 0.6:
        return layer(rng)
    if kind < 0.7:
        return rng.choice(["relu", "bn", "dropout", "id"])
    if kind < 0.8:
        return f"2x({layer(rng, stride=False)})"
    k = rng.choice([1, 3, 5])
    if kind < 0.9:
        return f"res(conv{k}-4 same | conv3-4 p1 ; {rng.choice(['id', 'conv3-4 same', 'conv2-4 same'])})"
    return f"cat(conv2-1 same ; conv{k}-1 p{k // 2} ; conv3-1/1 same d2 | conv4-2 same)"


def draw(seed: int) -> tuple[str, Row]:
    """Layers whose field is neither too wide nor too deep in the border, and what the table says of the last."""
    rng = random.Random(f"dlquiz fields {seed}")
    while True:
        chain = " | ".join(["conv1-4", *(block(rng) for _ in range(rng.randint(2, 7)))])
        table = tabulate(read_network(f"in 400x400x4 | {chain}"))
        assert table.broken is None, chain
        row = table.rows[-1]
        if row.jump is not None and row.sees is not None and max(row.sees) <= WIDEST and max(row.jump) <= 32:
            return chain, row


def reach(row: Row, axis: int) -> tuple[int, int, int]:
    """Field, jump and padding along an axis."""
    assert row.sees and row.jump and row.pad
    return row.sees[axis], row.jump[axis], row.pad[axis]


def test_fields_of_random_networks() -> None:
    for seed in range(share(NETWORKS)):
        chain, first = draw(seed)
        sizes = [sees + pad + 4 * jump for sees, jump, pad in (reach(first, 0), reach(first, 1))]
        network = read_network(f"in {sizes[0]}x{sizes[1]}x4 | {chain}")
        row = tabulate(network).rows[-1]  # again, since `same` pads by the size
        at = [-(-pad // jump) + 1 for _, jump, pad in (reach(row, 0), reach(row, 1))]
        seen = extents(network, (sizes[0], sizes[1]), (at[0], at[1]))
        for axis in (0, 1):
            sees, jump, pad = reach(row, axis)
            begin = at[axis] * jump - pad
            assert seen[axis] == (begin, begin + sees - 1), (seed, network.text, axis)


def test_fields_behind_transposed_convolutions() -> None:
    """The field differs from place to place; the largest is told."""
    for seed in range(share(100)):
        rng = random.Random(f"dlquiz transposed {seed}")
        down = [f"conv{rng.randint(1, 4)}-4/{rng.randint(1, 2)}" for _ in range(rng.randint(1, 2))]
        up = [f"tconv{rng.randint(1, 4)}-4/{rng.randint(1, 3)}" for _ in range(rng.randint(1, 2))]
        up += [f"conv{rng.randint(1, 3)}-4" for _ in range(rng.randint(0, 2))]
        network = read_network(" | ".join(["in 60x60x4", *down, *up]))
        row = tabulate(network).rows[-1]
        assert row.sees is not None
        n = row.shape[0]
        fields = [extents(network, (60, 60), (at, at))[0] for at in range(n // 3, 2 * n // 3)]
        inside = [last - first + 1 for first, last in fields if first > 0 and last < 59]
        assert max(inside) == row.sees[0], network.text


@pytest.mark.parametrize(("name", "sees"), [("vgg-16", 212), ("alexnet", 195), ("resnet-18", 435), ("lenet-5", 32)])
def test_fields_of_classics(name: str, sees: int) -> None:
    """The same for networks that everybody knows, on an image that holds the field."""
    network = read_network(find_classic(name).text)
    row = tabulate(network).last_map
    assert row is not None and row.sees == (sees, sees)
    body = [
        layer for layer in network.layers if not isinstance(layer, (layers.Flatten, layers.Dense, layers.GlobalPool))
    ]
    n = sees + 2 * reach(row, 0)[2] + 2 * reach(row, 0)[1]
    middle = passed(tuple(body), torch.zeros(1, 1, n, n)).shape[2] // 2
    first, last = extents(Network(network.text, None, tuple(body)), (n, n), (middle, middle))[0]
    assert last - first + 1 == sees
