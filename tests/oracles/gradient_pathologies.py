"""What PyTorch, NumPy or plain loops say of the questions of gradient-pathologies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def vanishing_bound(values: Values) -> float:
    """The gradient at the input of a chain whose sums are all 0, where sigmoids are steepest."""
    import torch

    start = signal = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    for _ in range(values["L"]):
        signal = torch.sigmoid(signal * values["w"]) - 0.5
    signal.backward()
    return float(start.grad)


def exploding_factor(values: Values) -> float:
    import torch

    start = signal = torch.ones(1, dtype=torch.float64, requires_grad=True)
    for _ in range(values["L"]):
        signal = torch.relu(signal * values["w"])
    signal.backward()
    return float(start.grad)


def layers_until_tiny(values: Values) -> int:
    bound, layers = 1.0, 0
    while not bound < 10.0 ** -values["k"]:
        bound, layers = bound * values["w"] / 4, layers + 1
    return layers


def skip_product(values: Values) -> dict[str, float]:
    """Both networks with blocks that are straight lines, by automatic differentiation."""
    import torch

    start = torch.ones(1, dtype=torch.float64, requires_grad=True)
    plain = residual = start
    for _ in range(values["L"]):
        plain, residual = values["s"] * plain, residual + values["s"] * residual
    return {name: float(torch.autograd.grad(end, start)[0]) for name, end in (("plain", plain), ("residual", residual))}


def read_norms(values: Values) -> str:
    first = values["g_L"]
    for _ in range(values["layers"] - 1):
        first *= values["per_layer"]
    if first < values["g_L"] / 10:
        return "vanishing gradients: the first layers hardly learn"
    if first > values["g_L"] * 10:
        return "exploding gradients: the first layers take much too large steps"
    return "neither: all layers get gradients of about the same size"


def clip(gradient: list[float], method: str, limit: float) -> list[float]:
    """The gradient as PyTorch clips it."""
    import torch

    weights = torch.zeros(len(gradient), dtype=torch.float64, requires_grad=True)
    weights.grad = torch.tensor(gradient, dtype=torch.float64)
    if method == "norm":
        torch.nn.utils.clip_grad_norm_([weights], limit)
    else:
        torch.nn.utils.clip_grad_value_([weights], limit)
    return [float(entry) for entry in weights.grad]


def clip_norm(values: Values) -> list[float]:
    return clip(values["g"], "norm", values["c"])


def clip_value(values: Values) -> list[float]:
    return clip(values["g"], "value", values["c"])


def clip_direction(values: Values) -> bool:
    gradient = [values["g_1"], values["g_2"]]
    clipped = clip(gradient, values["method"], values["c"])
    return math.isclose(math.atan2(*gradient), math.atan2(*clipped), abs_tol=1e-6)


def clip_update(values: Values) -> list[float]:
    clipped = clip(values["g"], "norm", values["c"])
    return [w - values["lr"] * g for w, g in zip(values["w"], clipped, strict=True)]


def chain(values: Values) -> dict[str, Any]:
    """The chain with the biases that give the stated activations, by automatic differentiation."""
    import torch

    def logit(a: float) -> float:
        return math.log(a / (1 - a))

    x, a_1, a_2, a_3 = (values[name] for name in ("x", "a_1", "a_2", "a_3"))
    w_1 = torch.tensor(logit(a_1) / x, dtype=torch.float64, requires_grad=True)
    b_2, b_3 = logit(a_2) - values["w_2"] * a_1, logit(a_3) - values["w_3"] * a_2
    z_1 = w_1 * x
    z_2 = values["w_2"] * torch.sigmoid(z_1) + b_2
    z_3 = values["w_3"] * torch.sigmoid(z_2) + b_3
    error = (values["y"] - torch.sigmoid(z_3)) ** 2 / 2
    delta_1, delta_2, delta_3, slope = (float(one) for one in torch.autograd.grad(error, [z_1, z_2, z_3, w_1]))
    trend = "it shrinks" if abs(delta_1) < abs(delta_3) else "it grows"
    return {"delta_3": delta_3, "delta_2": delta_2, "delta_1": delta_1, "dE_dw": slope, "trend": trend}


ORACLES = {
    "grad-vanishing-bound": vanishing_bound,
    "grad-exploding-factor": exploding_factor,
    "grad-layers-until-tiny": layers_until_tiny,
    "grad-skip-product": skip_product,
    "grad-read-norms": read_norms,
    "grad-clip-norm": clip_norm,
    "grad-clip-value": clip_value,
    "grad-clip-direction": clip_direction,
    "grad-clip-update": clip_update,
    "grad-chain-exam": chain,
}
