"""What PyTorch, NumPy or plain loops say of the questions of CNN concepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def parameters(layer: Any) -> int:
    return sum(weights.numel() for weights in layer.parameters())


def local_ratio(values: Values) -> float:
    """The weights of one unit of each layer of PyTorch."""
    import torch

    dense = torch.nn.Linear(values["H"] ** 2 * values["C"], 1, bias=False, device="meta")
    local = torch.nn.Conv2d(values["C"], 1, values["k"], bias=False, device="meta")
    return parameters(dense) / parameters(local)


def counts(values: Values) -> tuple[int, int]:
    """The parameters of the convolution and of the dense layer."""
    import torch

    n, channels, filters = values["n"], values["C"], values["F"]
    conv = torch.nn.Conv2d(channels, filters, values["k"], device="meta")
    dense = torch.nn.Linear(n * n * channels, n * n * filters, device="meta")
    return parameters(conv), parameters(dense)


def sharing_factor(values: Values) -> int:
    conv, dense = counts(values)
    return (2 * dense + conv) // (2 * conv)


def shift(values: Values) -> int:
    """Where the response to a bright pixel lies before and after the shift."""
    import torch

    distance = values["m"] * values["s_1"] * values["s_2"]

    def place(column: int) -> int:
        line = torch.zeros(1, 1, 200)
        line[0, 0, column] = 1
        kernel = torch.ones(1, 1, values["k"])
        convolved = torch.nn.functional.conv1d(line, kernel, stride=values["s_1"])
        pooled = torch.nn.functional.max_pool1d(convolved, values["s_2"])
        return int(pooled.argmax())

    return place(40 + distance) - place(40)


def shift_behavior(values: Values) -> str:
    """A bright pixel at two places, through the layers that the text names."""
    import torch

    torch.manual_seed(1)
    text, d = values["case"][0], values["d"]
    before, after = (torch.zeros(1, 1, 64, dtype=torch.float64) for _ in range(2))
    before[0, 0, 20], after[0, 0, 20 + d] = 1, 1
    outs = before, after
    if "convolution" in text:
        kernel = torch.randn(1, 1, 3, dtype=torch.float64)
        outs = tuple(torch.nn.functional.conv1d(out, kernel, padding=1) for out in outs)
    if "global average" in text:
        outs = tuple(out.mean(2) for out in outs)
    if "global max" in text:
        outs = tuple(out.amax(2) for out in outs)
    if "dense" in text:
        weights = torch.randn(64, 64, dtype=torch.float64)
        outs = tuple(out @ weights for out in outs)
    if torch.allclose(*outs):
        return "it stays the same"
    return "it moves along" if torch.allclose(outs[0].roll(d, 2), outs[1]) else "it changes in another way"


def what_changes(values: Values) -> str:
    """Sizes before and after the layer that the text names."""
    import torch

    n, channels, text = values["n"], values["C"], values["case"][0]
    numbers = [int(word) for word in text.replace("×", " ").split() if word.isdigit()]
    layer: Any = torch.nn.Identity()
    if "convolution" in text:
        padding = 1 if "padding 1" in text else 0
        layer = torch.nn.Conv2d(channels, numbers[2], numbers[0], numbers[3], padding, device="meta")
    if "pooling" in text:
        layer = torch.nn.AvgPool2d(numbers[0], numbers[2])
    made = layer(torch.zeros(1, channels, n, n, device="meta")).shape
    names = {(True, False): "only the channels", (False, True): "only height and width", (True, True): "all three"}
    return names.get((made[1] != channels, made[2] != n), "none of them")


def pixel(values: Values) -> list[float]:
    import torch

    x, weights, bias = (torch.tensor(values[name], dtype=torch.float64) for name in "xWb")
    out = torch.nn.functional.conv2d(x.reshape(1, -1, 1, 1), weights[:, :, None, None], bias)
    return [float(value) for value in out.flatten()]


def layers(values: Values) -> dict[str, Any]:
    import torch

    conv, dense = counts(values)
    point = torch.nn.Conv2d(values["F"], values["G"], 1, device="meta")
    made = point(torch.zeros(1, values["F"], values["n"], values["n"], device="meta")).shape
    return {"both": conv + parameters(point), "dense": dense, "size": [made[2], made[3], made[1]]}


ORACLES = {
    "cnn-local-ratio": local_ratio,
    "cnn-sharing-factor": sharing_factor,
    "cnn-shift": shift,
    "cnn-shift-behavior": shift_behavior,
    "cnn-what-changes": what_changes,
    "cnn-pixel-linear": pixel,
    "cnn-layer-exam": layers,
}
