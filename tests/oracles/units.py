"""What PyTorch's automatic differentiation says of the questions of backprop that have a single unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.oracles.backprop import Values, keep, leaf


def forward_of_neuron(values: Values) -> float:
    import torch

    w, x = leaf(values["w"]), leaf(values["x"])
    return float(torch.sigmoid(w @ x + values["b"]).detach())


def half_squared_error(values: Values) -> float:
    import torch

    loss: float = ((values["y"] - torch.sigmoid(leaf(values["z"]))) ** 2 / 2).item()
    return loss


def slope_of_mean_loss(values: Values) -> float:
    import torch

    outputs = leaf(values["a"])
    torch.nn.functional.mse_loss(outputs, torch.tensor(values["y"], dtype=torch.float64)).backward()
    assert outputs.grad is not None
    return float(outputs.grad[values["k"] - 1])


def slope_of_activation(values: Values) -> float:
    """The slope by automatic differentiation where the function has the given output"""
    import torch

    a = values["a"]
    sigmoid = values["act"] == "sigmoid"
    z = leaf(math.log(a / (1 - a)) if sigmoid else math.atanh(a))
    (torch.sigmoid(z) if sigmoid else torch.tanh(z)).backward()
    return float(z.grad)


def delta_of_output(values: Values) -> float:
    """The gradient at the logit of the given output"""
    import torch

    z = leaf(math.log(values["a"] / (1 - values["a"])))
    ((values["y"] - torch.sigmoid(z)) ** 2 / 2).backward()
    return float(z.grad)


def local_slopes(values: Values) -> list[float]:
    w, a, b = (leaf(float(values[name])) for name in "wab")
    (w * a + b).backward()
    return [float(one.grad) for one in (w, a, b)]


def unit_step(act: str, loss: str) -> Callable[[Values], dict[str, float]]:
    """All that is asked of one unit with one weight, by automatic differentiation"""

    def run(values: Values) -> dict[str, float]:
        import torch

        w, b = leaf(float(values["w"])), leaf(float(values["b"]))
        z = keep(w * values["x"] + b)
        a = keep({"sigmoid": torch.sigmoid, "tanh": torch.tanh, "linear": torch.clone}[act](z))
        target = torch.tensor(float(values["y"]), dtype=torch.float64)
        error = (target - a) ** 2 / 2 if loss == "squared" else torch.nn.functional.binary_cross_entropy(a, target)
        error.backward()
        slope = float(w.grad)
        return {
            "a": a.item(),
            "E": error.item(),
            "da_dz": float(z.grad / a.grad),
            "delta": float(z.grad),
            "dE_dw": slope,
            "dE_db": float(b.grad),
            "w_new": w.item() - values.get("lr", 0) * slope,
        }

    run.__doc__ = unit_step.__doc__
    return run


def asked_of(run: Callable[[Values], dict[str, float]], *names: str) -> Callable[[Values], Any]:
    """The asked ones of these results: one number, a list of those in brackets, or a part for each name."""

    def oracle(values: Values) -> Any:
        found = run(values)
        return found[names[0]] if len(names) == 1 else {name: found[name] for name in names}

    oracle.__doc__ = run.__doc__
    return oracle


def linear_unit(values: Values) -> list[float]:
    found = unit_step("linear", "squared")(values)
    return [found["dE_dw"], found["dE_db"]]


def update_from_delta(values: Values) -> list[float]:
    """The backward pass of PyTorch, given the delta"""
    w, b = leaf(float(values["w"])), leaf(float(values["b"]))
    (w * values["x"] + b).backward(leaf(values["delta"]).detach())
    return [one.item() - values["lr"] * float(one.grad) for one in (w, b)]


def batch_of_linear(values: Values) -> dict[str, float]:
    import torch

    w, x, y = leaf(float(values["w"])), leaf(values["x"]), torch.tensor(values["y"], dtype=torch.float64)
    torch.nn.functional.mse_loss(w * x.detach(), y).backward()
    return {"dE_dw": float(w.grad), "w_new": values["w"] - values["lr"] * float(w.grad)}


def one_weight(values: Values) -> dict[str, float]:
    import torch

    w = leaf(float(values["w"]))
    z = keep(w * values["x"] + values["b"])
    a = keep(torch.sigmoid(z))
    loss = (values["y"] - a) ** 2 / 2
    loss.backward()
    slope = float(w.grad)
    return {
        "z": z.item(),
        "a": a.item(),
        "E": loss.item(),
        "dE_da": float(a.grad),
        "da_dz": float(z.grad / a.grad),
        "dE_dw": slope,
        "w_new": w.item() - values["lr"] * slope,
    }


def relu_unit(values: Values) -> dict[str, Any]:
    import torch

    x, w, b, v = (leaf(float(values[name])) for name in "xwbv")
    y_hat = keep(v * torch.relu(w * x + b))
    ((y_hat - values["y"]) ** 2 / 2).backward()
    return {"delta": float(y_hat.grad), "gradients": [float(one.grad) for one in (w, b, v)]}


def direction_of_relu(values: Values) -> str:
    """A small step with the gradient of automatic differentiation"""
    import torch

    w = leaf(float(values["w"]))
    ((values["y"] - torch.relu(w * values["x"] + values["b"])) ** 2 / 2).backward()
    slope = float(w.grad)
    return "unchanged" if slope == 0 else "larger" if slope < 0 else "smaller"


ORACLES = {
    "backprop-activation-slope": slope_of_activation,
    "backprop-batch-linear": batch_of_linear,
    "backprop-cross-entropy": asked_of(unit_step("sigmoid", "cross-entropy"), "a", "E", "delta", "dE_dw", "w_new"),
    "backprop-delta": delta_of_output,
    "backprop-linear-unit": linear_unit,
    "backprop-local-slopes": local_slopes,
    "backprop-mean-loss-slope": slope_of_mean_loss,
    "backprop-neuron-forward": forward_of_neuron,
    "backprop-one-weight": one_weight,
    "backprop-relu-direction": direction_of_relu,
    "backprop-relu-unit": relu_unit,
    "backprop-squared-error": half_squared_error,
    "backprop-tanh-unit": asked_of(unit_step("tanh", "squared"), "a", "da_dz", "dE_dw", "w_new"),
    "backprop-update-from-delta": update_from_delta,
    "backprop-weight-gradient": asked_of(unit_step("sigmoid", "squared"), "dE_dw"),
}
