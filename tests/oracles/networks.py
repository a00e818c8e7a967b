"""What PyTorch and plain loops say of the questions of networks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def lenet(values: Values) -> dict[str, Any]:
    """Build it in PyTorch; the field is where the gradient of one value is not 0."""
    import torch

    nn = torch.nn
    body = nn.Sequential(nn.Conv2d(values["channels"], 6, 5), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.AvgPool2d(2))
    image = torch.rand(1, values["channels"], values["side"], values["side"], requires_grad=True)
    maps = body(image)
    flat = int(maps.numel())
    layers = [*body, nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, values["classes"])]
    second = body[2](body[1](body[0](image)))
    maps[0, :, 0, 0].sum().backward()
    assert image.grad is not None
    return {
        "flat": flat,
        "total": sum(one.numel() for layer in layers for one in layer.parameters()),
        "macs": int(second.numel()) * 25 * 6,
        "field": int((image.grad[0].abs().sum(0).sum(0) > 0).sum()),
    }


def order_by_size(values: Values) -> list[str]:
    known = [values[name] for name in ("small", "middle", "large", "largest")]
    return [name for name, _ in sorted(known, key=lambda pair: pair[1])]


def first_layer(values: Values) -> dict[str, int]:
    import torch

    _, n, c, filters, k, s, p = values["known"]
    layer = torch.nn.Conv2d(c + values["extra"], filters, k, s, p, device="meta")
    made = layer(torch.zeros(1, c + values["extra"], n * values["scale"], n * values["scale"], device="meta"))
    return {
        "n_out": int(made.shape[2]),
        "params": sum(one.numel() for one in layer.parameters()),
        "values": int(made.numel()),
    }


def skip_path(values: Values) -> str:
    """Try the four ways, the cheapest first."""
    import torch

    nn = torch.nn
    side, channels, filters = values["side"], values["channels"], values["channels"] * values["factor"]
    image = torch.zeros(1, channels, side, side, device="meta")
    body = nn.Sequential(
        nn.Conv2d(channels, filters, 3, values["stride"], 1, device="meta"),
        nn.Conv2d(filters, filters, 3, 1, 1, device="meta"),
    )
    ways = {
        "the input itself": nn.Identity(),
        "2 × 2 max pooling with stride 2": nn.MaxPool2d(2),
        "a 1 × 1 convolution with stride 1": nn.Conv2d(channels, filters, 1, device="meta"),
        "a 1 × 1 convolution with stride 2": nn.Conv2d(channels, filters, 1, 2, device="meta"),
    }
    return next(name for name, way in ways.items() if way(image).shape == body(image).shape)


def build(words: str, channels: int) -> list[Any]:
    """The layers of a notation, such as `conv3x5-8/2 p1 | relu | pool2`, in PyTorch, on so many channels."""
    import torch

    nn, layers = torch.nn, []
    for word in words.split(" | "):
        name, *padding = word.split()
        name, _, stride = name.partition("/")
        found = re.fullmatch(r"(conv|pool)([0-9]+)(?:x([0-9]+))?(?:-([0-9]+))?", name)
        if found is None:
            layers.append({"relu": nn.ReLU(), "gap": nn.AdaptiveAvgPool2d(1)}[name])
            continue
        window = (int(found[2]), int(found[3] or found[2]))
        sides = padding[0][1:].split("x") if padding and padding != ["same"] else ["0"]
        size = (window[0] // 2, window[1] // 2) if padding == ["same"] else (int(sides[0]), int(sides[-1]))
        if found[1] == "conv":
            layers.append(nn.Conv2d(channels, int(found[4]), window, int(stride or 1), size))
            channels = int(found[4])
        else:
            layers.append(nn.MaxPool2d(window, int(stride) if stride else window, size))
    return layers


def outputs_of(words: str, rows: int, columns: int, channels: int) -> list[Any]:
    """The image and what each layer puts out."""
    import torch

    found = [torch.zeros(1, channels, rows, columns)]
    for layer in build(words, channels):
        found.append(layer(found[-1]))
    return found


def to_shape(image: Any) -> list[int]:
    """Rows, columns, channels."""
    return [image.shape[2], image.shape[3], image.shape[1]]


def count(layers: list[Any]) -> int:
    return sum(weights.numel() for layer in layers for weights in layer.parameters())


def dense(inputs: int, outputs: int) -> Any:
    import torch

    return torch.nn.Linear(inputs, outputs, device="meta")


def shape_of_chain(values: Values) -> list[int]:
    """Build it in PyTorch and send an empty image through it"""
    words = " | ".join([values["first"], "relu", values["pool"], values["second"]])
    return to_shape(outputs_of(words, int(values["side"]), int(values["side"]), 3)[-1])


def rectangular_shape(values: Values) -> list[int]:
    """Build it in PyTorch and send an empty image through it"""
    words = " | ".join([values["first"], values["pool"], values["second"]])
    rows, columns = map(int, values["size"].split("x"))
    return to_shape(outputs_of(words, rows, columns, int(values["channels"]))[-1])


def depth_before_vanishing(values: Values) -> int:
    """Send an empty image through one block after the other until PyTorch refuses"""
    import torch

    image, blocks = torch.zeros(1, 3, int(values["side"]), int(values["side"])), 0
    while True:
        try:
            for layer in build(f"{values['conv']} | {values['pool']}", image.shape[1]):
                image = layer(image)
        except RuntimeError:  # the window does not fit
            return blocks
        blocks += 1


def convolved_side(n: int, k: int, stride: int, padding: int) -> int:
    import torch

    return int(torch.nn.functional.conv1d(torch.zeros(1, 1, n), torch.ones(1, 1, k), None, stride, padding).shape[2])


def wanted_padding(values: Values) -> int:
    """Try paddings from 0 on, until the windows end at the edge"""
    k, stride, n_out = (values[name] for name in ("k", "stride", "n_out"))
    n = (n_out - 1) * stride + k - 2 * values["p"]
    return next(p for p in range(20) if (n + 2 * p - k) % stride == 0 and convolved_side(n, k, stride, p) == n_out)


def wanted_stride(values: Values) -> int:
    """Try strides from 1 on, until the windows end at the edge"""
    k, p, n_out = (values[name] for name in ("k", "p", "n_out"))
    n = (n_out - 1) * values["s"] + k - 2 * p
    return next(s for s in range(1, 20) if (n + 2 * p - k) % s == 0 and convolved_side(n, k, s, p) == n_out)


def total_parameters(values: Values) -> int:
    """Build it in PyTorch and count"""
    side, channels = int(values["side"]), int(values["channels"])
    words = f"{values['first']} | relu | pool2 | {values['second']} | relu"
    flat = outputs_of(words, side, side, channels)[-1].numel()
    return count([*build(words, channels), dense(flat, int(values["classes"]))])


def repeated_block(values: Values) -> int:
    """Build it in PyTorch and count"""
    words = " | ".join([f"conv{values['window']}-{values['wide']} same"] * int(values["times"]))
    return count(build(words, int(values["channels"])))


def sequence_parameters(values: Values) -> int:
    """PyTorch's layers, whose cells have two biases where the question has one"""
    import torch

    vocab, vector, hidden = (int(values[name]) for name in ("vocab", "vector", "hidden"))
    cells = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
    cell = cells[values["cell"]](vector, hidden, device="meta")
    second_biases = sum(one.numel() for name, one in cell.named_parameters() if name.startswith("bias_hh"))
    table = torch.nn.Embedding(vocab, vector, device="meta")
    return count([table, cell, dense(hidden, int(values["classes"]))]) - second_biases


def operations(values: Values) -> int:
    """The weights of each convolution, once for every place of its output, and those of the dense layer"""
    side = int(values["side"])
    words = f"{values['first']} | pool2 | {values['second']} | gap"
    outputs, total = outputs_of(words, side, side, 3), 0
    for layer, output in zip(build(words, 3), outputs[1:], strict=True):
        weights = getattr(layer, "weight", None)
        total += 0 if weights is None else weights.numel() * output.shape[2] * output.shape[3]
    return int(total + dense(outputs[-1].numel(), int(values["classes"])).weight.numel())


def kept_numbers(values: Values) -> int:
    """Send an empty image through the network and count all that comes out"""
    side = int(values["side"])
    words = f"{values['first']} | relu | pool2 | {values['second']} | gap"
    return sum(output.numel() for output in outputs_of(words, side, side, 3)) + int(values["classes"])


def stacked_shape(values: Values) -> list[int]:
    """The branches in PyTorch, stacked"""
    import torch

    side, channels = int(values["side"]), int(values["channels"])
    names = ("first", "second", "third", "fourth")
    return to_shape(torch.cat([outputs_of(values[name], side, side, channels)[-1] for name in names], 1))


def first_dense_of_vgg(values: Values) -> int:
    """Pool five times with PyTorch"""
    words = " | ".join(["pool2"] * 5)
    flat = outputs_of(words, values["side"], values["side"], 512)[-1].numel()
    return count([dense(flat, values["units"])])


def cheaper_design(values: Values) -> str:
    """Build both in PyTorch and count"""
    import torch

    def convolution(before: int, word: str) -> Any:
        name, *marks = word.split()
        depthwise = name.startswith("dw")
        window, _, filters = name.removeprefix("dw").removeprefix("conv").partition("-")
        after = before if depthwise else int(filters)
        groups = before if depthwise else next((int(mark[1:]) for mark in marks if mark[0] == "g"), 1)
        return torch.nn.Conv2d(before, after, int(window), groups=groups, device="meta")

    def cost(words: str) -> int:
        channels, layers = values["channels"], []
        for word in words.split(" | "):
            layers.append(convolution(channels, word))
            channels = layers[-1].out_channels
        return count(layers)

    return "design 1" if cost(values["first"][0]) < cost(values["second"]) else "design 2"


ORACLES = {
    "net-cheaper-design": cheaper_design,
    "net-concat-shape": stacked_shape,
    "net-depth-before-vanishing": depth_before_vanishing,
    "net-first-layers-known": first_layer,
    "net-lenet-exam": lenet,
    "net-memory": kept_numbers,
    "net-operations": operations,
    "net-order-by-size": order_by_size,
    "net-repeated-block": repeated_block,
    "net-sequence-parameters": sequence_parameters,
    "net-shape-of-chain": shape_of_chain,
    "net-shape-rectangular": rectangular_shape,
    "net-skip-path": skip_path,
    "net-total-parameters": total_parameters,
    "net-vgg-first-dense": first_dense_of_vgg,
    "net-wanted-padding": wanted_padding,
    "net-wanted-stride": wanted_stride,
}
