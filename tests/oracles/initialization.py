"""What PyTorch, NumPy or plain loops say of the questions of initialization."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def drawn_weights(initializer: str, shape: tuple[int, ...], activation: str) -> Any:
    """Weights as PyTorch initializes them, of a layer with many elements."""
    import torch

    weights = torch.empty(shape, dtype=torch.float64)
    if initializer.startswith("xavier"):
        getattr(torch.nn.init, initializer)(weights)
    else:
        getattr(torch.nn.init, initializer)(weights, mode="fan_in", nonlinearity=activation)
    return weights


def recorded_bound(initializer: str, shape: tuple[int, ...]) -> float:
    """The limit or standard deviation that PyTorch hands to its random generator."""
    import torch

    seen: list[float] = []
    uniform, normal = torch.Tensor.uniform_, torch.Tensor.normal_

    def see_uniform(tensor: Any, low: float, high: float, **_: Any) -> Any:
        seen.append(high)
        return tensor

    def see_normal(tensor: Any, mean: float, std: float, **_: Any) -> Any:
        seen.append(std)
        return tensor

    torch.Tensor.uniform_, torch.Tensor.normal_ = see_uniform, see_normal  # type: ignore[method-assign, assignment]
    try:
        drawn_weights(initializer, shape, "relu")
    finally:
        torch.Tensor.uniform_, torch.Tensor.normal_ = uniform, normal  # type: ignore[method-assign]
    return seen[0]


def xavier_uniform(values: Values) -> float:
    return recorded_bound("xavier_uniform_", (values["fan_out"], values["fan_in"]))


def xavier_normal(values: Values) -> float:
    return recorded_bound("xavier_normal_", (values["fan_out"], values["fan_in"]))


def he_dense(values: Values) -> float:
    return recorded_bound("kaiming_normal_", (values["fan_out"], values["fan_in"]))


def he_uniform(values: Values) -> float:
    return recorded_bound("kaiming_uniform_", (values["fan_out"], values["fan_in"]))


def he_conv(values: Values) -> float:
    return recorded_bound("kaiming_normal_", (values["filters"], values["c_in"], values["k"], values["k"]))


def variance_behind_layer(values: Values) -> float:
    """Weights and inputs of plus or minus their standard deviation: every pair of signs is equally likely."""
    w, x = math.sqrt(values["s"]), math.sqrt(values["v"])
    products = [a * b for a in (w, -w) for b in (x, -x)]
    return sum(sum(product**2 for product in products) / 4 for _ in range(values["n"]))


def scheme(values: Values) -> str:
    return {"sigmoid": "Xavier (Glorot)", "tanh": "Xavier (Glorot)"}.get(values["act"], "He (Kaiming)")


def slope_of_ones(values: Values) -> float:
    import torch

    z = torch.ones(values["n"], dtype=torch.float64) @ torch.full((values["n"],), values["x"], dtype=torch.float64) + 1
    z.requires_grad_()
    torch.sigmoid(z).backward()
    return float(z.grad)


def signal_of_ones(values: Values) -> str:
    """How the gradients of the sums of two hidden layers compare, by automatic differentiation."""
    import torch

    act = torch.relu if values["act"] == "ReLU" else torch.sigmoid
    weights = torch.ones(values["m"], values["m"], dtype=torch.float64)
    signal = torch.ones(values["m"], dtype=torch.float64, requires_grad=True)
    sums = []
    for _ in range(2):
        z = weights @ signal
        z.retain_grad()
        sums.append(z)
        signal = act(z)
    signal.sum().backward()
    ratio = float(sums[0].grad[0] / sums[1].grad[0])
    return "they grow by the layer width" if ratio > 1 else "they shrink to almost nothing"


def single_unit(values: Values) -> float:
    """The output of the wide layer at some input, divided by the activation of one unit."""
    activation = math.tanh(values["c"] * 0.7)
    return sum(values["v"] * activation for _ in range(values["h"])) / activation


def different_units(values: Values) -> int:
    """Train the network for one step and count the different units."""
    import torch

    incoming = torch.tensor([[values[f"w_{j}"]] * 2 for j in (1, 2, 3)], dtype=torch.float64, requires_grad=True)
    outgoing = torch.tensor([values[f"v_{j}"] for j in (1, 2, 3)], dtype=torch.float64, requires_grad=True)
    output = outgoing @ torch.sigmoid(incoming @ torch.tensor([1.0, 2.0], dtype=torch.float64))
    ((output - 5) ** 2 / 2).backward()
    units = torch.cat([incoming - 0.1 * incoming.grad, (outgoing - 0.1 * outgoing.grad)[:, None]], dim=1).tolist()
    return len({tuple(round(value, 9) for value in unit) for unit in units})


def breaks_symmetry(values: Values) -> bool:
    """Train four equal units with the change and see whether they part."""
    import torch

    change = values["change"][0].lower()
    torch.manual_seed(1)
    incoming, outgoing = torch.full((4, 3), 0.5), torch.full((4,), 0.5)
    if "drawn at random" in change and "outgoing" not in change:
        incoming = torch.randn(4, 3)
    if "small random" in change:
        incoming = incoming + 0.01 * torch.randn(4, 3)
    if "outgoing" in change:
        outgoing = torch.randn(4)
    bias = torch.full((4,), 0.5 if "biases" in change else 0.0)
    act = torch.relu if "relu" in change else torch.nn.functional.elu if " elu" in change else torch.tanh
    rate = 0.1 if "learning rate" in change else 0.01
    inputs, targets = torch.randn(16, 3), torch.randn(16)
    if "augmented" in change:
        inputs = inputs + 0.1 * torch.randn(16, 3)
    weights = [tensor.clone().double().requires_grad_() for tensor in (incoming, outgoing, bias)]
    for _ in range(20):
        hidden = act(inputs.double() @ weights[0].T + weights[2])
        if "dropout" in change:
            hidden = hidden * (torch.rand(4) < 0.5) * 2
        loss = ((hidden @ weights[1] - targets) ** 2).mean()
        if "l1" in change:
            loss = loss + 0.01 * sum(weight.abs().sum() for weight in weights)
        gradients = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            for weight, gradient in zip(weights, gradients, strict=True):
                weight -= rate * gradient
    return bool((weights[0] - weights[0][0]).detach().abs().max() > 1e-9)


def one_step(values: Values) -> dict[str, Any]:
    """One step of gradient descent on the two ReLU units, by automatic differentiation."""
    import torch

    incoming = torch.full((2, 2), values["w"], dtype=torch.float64, requires_grad=True)
    outgoing = torch.tensor([values["v_1"], values["v_2"]], dtype=torch.float64)
    hidden = torch.relu(incoming @ torch.tensor([values["x_1"], values["x_2"]], dtype=torch.float64))
    output = outgoing @ hidden
    ((values["y"] - output) ** 2 / 2).backward()
    new = incoming.detach() - values["lr"] * incoming.grad
    return {
        "a": float(hidden[0].detach()),
        "y_hat": float(output.detach()),
        "w_1_new": float(new[0, 0]),
        "w_2_new": float(new[1, 0]),
        "equal": bool((new[0] - new[1]).abs().max() < 1e-12),
    }


ORACLES = {
    "init-xavier-uniform": xavier_uniform,
    "init-xavier-normal": xavier_normal,
    "init-he-dense": he_dense,
    "init-he-conv": he_conv,
    "init-he-uniform": he_uniform,
    "init-variance-through-layer": variance_behind_layer,
    "init-scheme-for-activation": scheme,
    "init-ones-slope": slope_of_ones,
    "init-ones-signal": signal_of_ones,
    "init-one-unit-instead": single_unit,
    "init-count-units": different_units,
    "init-breaks-symmetry": breaks_symmetry,
    "init-symmetry-exam": one_step,
}
