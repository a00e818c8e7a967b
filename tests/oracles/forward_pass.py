"""What PyTorch, NumPy or plain loops say of the questions of forward-pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def two_sigmoid_layers(values: Values) -> dict[str, Any]:
    """The network as two layers of PyTorch."""
    import torch

    def tensor(name: str) -> torch.Tensor:
        return torch.tensor(values[name], dtype=torch.float64)

    sums = torch.nn.functional.linear(tensor("x"), tensor("W_1"), tensor("b_1"))
    hidden = torch.sigmoid(sums)
    output = torch.nn.functional.linear(hidden, tensor("w_2")[None, :], tensor("b_2")[None])
    return {"z_1": sums.tolist(), "a_1": hidden.tolist(), "a_2": float(torch.sigmoid(output))}


def relu_then_linear(values: Values) -> int:
    total = values["c"]
    for weights, bias, outgoing in zip(values["W"], values["b"], values["v"], strict=True):
        total += outgoing * max(0, sum(w * x for w, x in zip(weights, values["x"], strict=True)) + bias)
    return int(total)


def wrong_line(values: Values) -> str:
    """What each line says as it is written down, against the network computed by hand."""
    x, w, b, v, bad = (values[name] for name in ("x", "w", "b", "v", "bad"))
    hidden = max(0, x * w + b)
    written = {
        "line 1": (w * x - b if bad == 1 else w * x + b, x * w + b),
        "line 2": (0 if bad == 2 else hidden, hidden),
        "line 3": ((v, x) if bad == 3 else (v, hidden), (v, hidden)),
        "line 4": ("times" if bad == 4 else "plus", "plus"),
    }
    return next(line for line, (told, right) in written.items() if told != right)


ORACLES = {
    "forward-two-sigmoid-layers": two_sigmoid_layers,
    "forward-relu-then-linear": relu_then_linear,
    "forward-wrong-line": wrong_line,
}
