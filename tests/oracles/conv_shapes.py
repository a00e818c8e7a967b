"""What PyTorch, NumPy or plain loops say of the questions of convolution shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def layer_output(size: Any, channels: int, filters: int, kernel: int, **how: Any) -> list[int]:
    """Height, width and channels behind a convolution layer of PyTorch."""
    import torch

    layer = torch.nn.Conv2d(channels, filters, kernel, **how, device="meta")
    made = layer(torch.zeros(1, channels, *size, device="meta")).shape
    return [int(made[2]), int(made[3]), int(made[1])]


def side(n: int, kernel: int, **how: Any) -> int:
    return layer_output([n, n], 1, 1, kernel, **how)[0]


def conv_side(values: Values) -> int:
    return side(values["n"], values["k"], stride=values["s"], padding=values["p"])


def smallest_input(values: Values) -> int:
    """Try inputs from the kernel on."""
    n = values["k"]
    while side(n, values["k"], stride=values["s"], padding=values["p"]) < values["m"]:
        n += 1
    return n


def same_padding(values: Values) -> int:
    n, k, d = values["n"], values["k"], values["d"]
    return next(p for p in range(100) if n + 2 * p > d * (k - 1) and side(n, k, padding=p, dilation=d) == n)


def rectangular(values: Values) -> list[int]:
    size = [values["H"], values["W"]]
    how = {"stride": values["s"], "padding": values["p"]}
    return layer_output(size, values["C"], values["F"], values["k"], **how)


def dilated(values: Values) -> list[int]:
    entries = range(0, values["k"] * values["d"], values["d"])
    how = {"stride": values["s"], "padding": values["p"], "dilation": values["d"]}
    return [entries[-1] - entries[0] + 1, side(values["n"], values["k"], **how)]


def chain(values: Values) -> int:
    import torch

    layers = torch.nn.Sequential(
        torch.nn.Conv2d(1, 1, values["k_1"], values["s_1"], (values["k_1"] - 1) // 2),
        torch.nn.MaxPool2d(values["k_2"], 2, 1 if values["k_2"] == 3 else 0),
        torch.nn.Conv2d(1, 1, values["k_3"], values["s_3"], values["p_3"]),
    ).to("meta")
    return int(layers(torch.zeros(1, 1, values["n"], values["n"], device="meta")).shape[-1])


def transposed(n: int, values: Values, output_padding: int) -> int:
    import torch

    how = {"padding": values["p"], "output_padding": output_padding}
    layer = torch.nn.ConvTranspose2d(1, 1, values["k"], values["s"], **how, device="meta")
    return int(layer(torch.zeros(1, 1, n, n, device="meta")).shape[-1])


def transposed_side(values: Values) -> int:
    return transposed(values["n"], values, values["q"])


def output_padding(values: Values) -> int:
    n, s = values["n"], values["s"]
    return next(q for q in range(s) if transposed(n, values, q) == n * s)


def conv_by_hand(values: Values) -> list[list[int]]:
    image, kernel = values["I"], values["K"]
    places = [(a, b) for a in range(len(kernel)) for b in range(len(kernel[0]))]
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    return [[sum(image[i + a][j + b] * kernel[a][b] for a, b in places) for j in range(columns)] for i in range(rows)]


def conv_vector(values: Values) -> list[float]:
    import torch

    x, w = (torch.tensor(values[name], dtype=torch.float64).reshape(1, 1, -1) for name in "xw")
    out = torch.nn.functional.conv1d(x, w, stride=2, padding=1) + values["b"]
    return [float(value) for value in out.flatten()]


def transposed_by_hand(values: Values) -> list[list[float]]:
    import torch

    x, kernel = (torch.tensor([[values[name]]], dtype=torch.float64) for name in "XK")
    out = torch.nn.functional.conv_transpose2d(x, kernel, stride=values["s"])
    return [[float(value) for value in row] for row in out[0, 0]]


def one_depth(values: Values) -> int:
    import torch

    return int(torch.nn.Conv2d(values["C"], values["F"], 1, device="meta").weight.shape[1])


def one_output(values: Values) -> list[int]:
    return layer_output([values["n"], values["n"]], values["C"], values["F"], 1)


def one_reduce(values: Values) -> dict[str, Any]:
    import torch

    layer = torch.nn.Conv2d(values["C"], values["F"], 1, device="meta")
    total = sum(weights.numel() for weights in layer.parameters())
    return {"filters": layer.out_channels, "total": total, "share": layer.out_channels / layer.in_channels}


def one_expand(values: Values) -> dict[str, int]:
    """Count a multiplication for each place, output channel and input channel."""
    places = values["n"] * values["n"]
    return {"filters": values["F"], "multiplications": sum(values["C"] * places for _ in range(values["F"]))}


def concat_channels(values: Values) -> int:
    import torch

    maps = [torch.zeros(channels, values["n"], values["n"], device="meta") for channels in values["c"]]
    return int(torch.cat(maps, 0).shape[0])


def concat_possible(values: Values) -> bool:
    """Whether PyTorch concatenates two maps along their last axis."""
    import torch

    h, w, scale = values["h_1"], values["w_1"], values["scale"]
    second = (w, h) if values["turned"] else (h * scale, w * scale)
    try:
        torch.cat([torch.zeros(h, w, values["c_1"]), torch.zeros(*second, values["c_2"])], 2)
    except RuntimeError:
        return False
    return True


def concat_axis(values: Values) -> str:
    return " and ".join(axis for axis in ("height", "width", "channels") if axis != values["axis"])


def wrong_line(values: Values) -> str:
    return f"line {values['bad']}"


def inception(values: Values) -> dict[str, Any]:
    import torch

    channels, n, k = values["C"], values["n"], values["k"]
    padding = same_padding({"n": n, "k": k, "d": 1})
    first = torch.nn.Conv2d(channels, values["a"], 1)
    second = torch.nn.Conv2d(channels, values["b"], 3, padding=1)
    third = torch.nn.Sequential(
        torch.nn.Conv2d(channels, values["r"], 1), torch.nn.Conv2d(values["r"], values["c"], k, padding=padding)
    )
    x = torch.zeros(1, channels, n, n, device="meta")
    made = torch.cat([branch.to("meta")(x) for branch in (first, second, third)], 1)
    pooled = torch.nn.functional.max_pool2d(made, 2)
    params = sum(weights.numel() for weights in third.parameters())
    return {"p": padding, "params": params, "size": [pooled.shape[2], pooled.shape[3], pooled.shape[1]]}


ORACLES = {
    "shape-conv-side": conv_side,
    "shape-smallest-input": smallest_input,
    "shape-same-padding": same_padding,
    "shape-rectangular": rectangular,
    "shape-dilated": dilated,
    "shape-chain": chain,
    "shape-transposed-side": transposed_side,
    "shape-output-padding": output_padding,
    "shape-conv-by-hand": conv_by_hand,
    "shape-conv-vector-by-hand": conv_vector,
    "shape-transposed-by-hand": transposed_by_hand,
    "shape-one-depth": one_depth,
    "shape-one-output": one_output,
    "shape-one-reduce": one_reduce,
    "shape-one-expand": one_expand,
    "shape-concat-channels": concat_channels,
    "shape-concat-possible": concat_possible,
    "shape-concat-axis": concat_axis,
    "shape-wrong-line": wrong_line,
    "shape-inception-exam": inception,
}
