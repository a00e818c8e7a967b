"""What PyTorch's automatic differentiation says of the questions of backprop."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def leaf(value: Any) -> Any:
    """A tensor whose gradient is kept."""
    import torch

    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def keep(tensor: Any) -> Any:
    """A tensor in the middle whose gradient is kept as well."""
    tensor.retain_grad()
    return tensor


def softmax_layer(values: Values) -> dict[str, Any]:
    import torch

    W, x = leaf(values["W"]), leaf(values["x"])
    z = keep(W @ x)
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([values["c"] - 1]))
    loss.backward()
    return {
        "p": torch.softmax(z, 0).tolist(),
        "E": loss.item(),
        "dE_dz": z.grad.tolist(),
        "dE_dW": W.grad.tolist(),
    }


def conv_relu_pool(values: Values) -> dict[str, Any]:
    import torch

    x, k, b = leaf(values["x"]), leaf(values["k"]), leaf(float(values["b"]))
    z = keep(torch.nn.functional.conv1d(x[None, None], k[None, None])[0, 0] + b)
    pooled = torch.nn.functional.max_pool1d(torch.relu(z)[None], 2)[0]
    pooled.backward(torch.tensor(values["g"], dtype=torch.float64))
    return {
        "pooled": pooled.tolist(),
        "dE_dz": z.grad.tolist(),
        "dE_dk": k.grad.tolist(),
        "dE_db": float(b.grad),
    }


def all_of_222(values: Values) -> dict[str, Any]:
    import torch

    W, b, V, x = (leaf([*values[name]]) for name in ("W", "b", "V", "x"))
    z = keep(W @ x + b)
    y_hat = keep(V @ torch.relu(z))
    (((y_hat - torch.tensor(values["y"])) ** 2).sum() / 2).backward()
    return {
        "delta_o": y_hat.grad.tolist(),
        "dE_dV": V.grad.tolist(),
        "delta_h": z.grad.tolist(),
        "dE_dW": W.grad.tolist(),
        "b_new": (b - values["lr"] * b.grad).tolist(),
    }


def gradient_check(values: Values) -> dict[str, Any]:
    x, w, y, eps = values["x"], values["w"], values["y"], values["eps"]
    numeric = (((w + eps) ** 2 * x - y) ** 2 - ((w - eps) ** 2 * x - y) ** 2) / (2 * eps)
    at = leaf(float(w))
    ((at**2 * x - y) ** 2).backward()
    coded = values["off"] * float(at.grad)
    relative = abs(coded - numeric) / max(abs(coded), abs(numeric))
    return {"numeric": numeric, "relative": relative, "passes": values["off"] == 1}


def gradient_shapes(values: Values) -> dict[str, Any]:
    import torch

    X = torch.zeros(values["n"], values["n_in"], requires_grad=True)
    layer = torch.nn.Linear(values["n_in"], values["n_out"])
    Z = keep(layer(X))
    Z.sum().backward()
    assert X.grad is not None and layer.weight.grad is not None and layer.bias.grad is not None
    gradients = {"dZ": Z.grad, "dW": layer.weight.grad, "db": layer.bias.grad, "dX": X.grad}
    return {name: list(gradient.shape) for name, gradient in gradients.items()}


def bias_batch(values: Values) -> list[float]:
    columns = list(zip(*values["D"], strict=True))
    share = len(values["D"]) if values["how"] == "mean" else 1
    return [b - values["lr"] * sum(column) / share for b, column in zip(values["b"], columns, strict=True)]


def equal_start(values: Values) -> dict[str, Any]:
    w_1, w_2, v, x = leaf(values["w"]), leaf(values["w"]), leaf(values["v"]), leaf(values["x"])
    rate, found = values["lr"], []
    for _ in range(3):
        ((v[0] * (w_1 @ x) + v[1] * (w_2 @ x) - values["y"]) ** 2 / 2).backward()
        w_1, w_2, v = (leaf((one - rate * one.grad).tolist()) for one in (w_1, w_2, v))
        found.append((w_1.tolist(), w_2.tolist()))
    (first, second), last = found[0], found[-1]
    return {"w_1": first, "w_2": second, "equal": last[0] == last[1]}


def sigmoid_shrinks(values: Values) -> str:
    """The largest slope by a scan, then the weight by bisection."""
    import torch

    z = torch.linspace(-6, 6, 12001, dtype=torch.float64, requires_grad=True)
    (torch.sigmoid(z) if values["act"] == "sigmoid" else torch.tanh(z)).sum().backward()
    assert z.grad is not None
    steepest, wanted, n = float(z.grad.max()), values["r"] ** values["n"], values["n"]
    low, high = 0.0, 1000.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (middle, high) if (middle * steepest) ** n < wanted else (low, middle)
    return f"({low:.6g}, ∞)"


def wrong_line(values: Values) -> str:
    slip: str = values["slip"]
    return slip


def midterm(values: Values) -> dict[str, Any]:
    import torch

    W, v, x, c = leaf(values["W"]), leaf(values["v"]), leaf(values["x"]), leaf(float(values["c"]))
    score = v @ torch.relu(W @ x) + c
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        score, torch.tensor(float(values["y"]), dtype=torch.float64)
    )
    loss.backward()
    return {
        "p": torch.sigmoid(score).item(),
        "E": loss.item(),
        "v_new": (v - values["lr"] * v.grad).tolist(),
        "dE_dW": W.grad.tolist(),
    }


def relu_unit(values: Values) -> dict[str, Any]:
    import torch

    x, w, b, v = (leaf(float(values[name])) for name in "xwbv")
    y_hat = keep(v * torch.relu(w * x + b))
    ((y_hat - values["y"]) ** 2 / 2).backward()
    return {"delta": float(y_hat.grad), "gradients": [float(one.grad) for one in (w, b, v)]}


def hidden_weight_of_221(values: Values) -> dict[str, Any]:
    import torch

    W, b, v, x = (leaf([*values[name]]) for name in ("W", "b", "v", "x"))
    h = torch.sigmoid(W @ x + b)
    z = keep(v @ h + values["b_o"])
    o = torch.sigmoid(z)
    ((values["y"] - o) ** 2 / 2).backward()
    gradient = float(W.grad[values["i"] - 1, values["j"] - 1])
    return {"h": h.tolist(), "o": o.item(), "delta_o": float(z.grad), "dE_dw": gradient}


def output_weight_of_221(values: Values) -> dict[str, Any]:
    import torch

    W, b, v, x = (leaf([*values[name]]) for name in ("W", "b", "v", "x"))
    z = keep(v @ torch.sigmoid(W @ x + b) + values["b_o"])
    o = torch.sigmoid(z)
    ((values["y"] - o) ** 2 / 2).backward()
    i = values["i"] - 1
    return {"o": o.item(), "delta_o": float(z.grad), "v_new": (v[i] - values["lr"] * v.grad[i]).item()}


def relu_matrix_of_221(values: Values) -> dict[str, Any]:
    import torch

    W, b, v, x = (leaf([*map(float, values[name])]) if name != "W" else leaf(values[name]) for name in "Wbvx")
    z = keep(W @ x + b)
    y_hat = v @ torch.relu(z)
    ((y_hat - values["y"]) ** 2 / 2).backward()
    return {"y_hat": y_hat.item(), "delta_h": z.grad.tolist(), "dE_dW": W.grad.tolist()}


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


def graph_gradients(f: Callable[[Any, Any, Any], Any], names: str = "xyz") -> Callable[[Values], Any]:
    """The gradients of a graph of three numbers, by automatic differentiation"""

    def oracle(values: Values) -> Any:
        leaves = {name: leaf(float(values[name])) for name in "xyz"}
        f(*leaves.values()).backward()
        found = [float(leaves[name].grad) for name in names]
        return found[0] if len(found) == 1 else found

    oracle.__doc__ = "Automatic differentiation of the graph"
    return oracle


def larger_times(x: Any, y: Any, z: Any) -> Any:
    import torch

    return torch.maximum(x, y) * z


def two_units(values: Values) -> dict[str, float]:
    import torch

    w1, w2 = leaf(values["w1"]), leaf(values["w2"])
    h = torch.sigmoid(w1 * values["x"])
    o = w2 * h
    ((values["y"] - o) ** 2 / 2).backward()
    slopes = {"dE_dw1": float(w1.grad), "dE_dw2": float(w2.grad)}
    new = {f"{name}_new": values[name] - values["lr"] * slopes[f"dE_d{name}"] for name in ("w1", "w2")}
    return {"h": h.item(), "o": o.item(), **slopes, **new}


def delta_of_layer(values: Values) -> list[float]:
    """The deltas of the second layer sent back through both layers"""
    import torch

    h = torch.tensor(values["h"], dtype=torch.float64)
    z = leaf(torch.logit(h).tolist())
    (torch.tensor(values["W2"], dtype=torch.float64) @ torch.sigmoid(z)).backward(
        torch.tensor(values["delta2"], dtype=torch.float64)
    )
    found: list[float] = z.grad.tolist()
    return found


ORACLES = {
    "backprop-221-hidden-weight": hidden_weight_of_221,
    "backprop-221-output-update": output_weight_of_221,
    "backprop-221-relu-matrix": relu_matrix_of_221,
    "backprop-222-all": all_of_222,
    "backprop-activation-slope": slope_of_activation,
    "backprop-batch-linear": batch_of_linear,
    "backprop-bias-batch": bias_batch,
    "backprop-conv-relu-pool": conv_relu_pool,
    "backprop-cross-entropy": asked_of(unit_step("sigmoid", "cross-entropy"), "a", "E", "delta", "dE_dw", "w_new"),
    "backprop-delta": delta_of_output,
    "backprop-equal-start": equal_start,
    "backprop-gradient-check": gradient_check,
    "backprop-gradient-shapes": gradient_shapes,
    "backprop-graph": graph_gradients(lambda x, y, z: (x + y) * z),
    "backprop-graph-branch": graph_gradients(lambda x, y, z: (x + y) * (x * z), "x"),
    "backprop-graph-max": graph_gradients(larger_times),
    "backprop-layer-delta": delta_of_layer,
    "backprop-linear-unit": linear_unit,
    "backprop-local-slopes": local_slopes,
    "backprop-mean-loss-slope": slope_of_mean_loss,
    "backprop-midterm": midterm,
    "backprop-neuron-forward": forward_of_neuron,
    "backprop-one-weight": one_weight,
    "backprop-relu-unit": relu_unit,
    "backprop-sigmoid-shrinks": sigmoid_shrinks,
    "backprop-softmax-layer": softmax_layer,
    "backprop-squared-error": half_squared_error,
    "backprop-tanh-unit": asked_of(unit_step("tanh", "squared"), "a", "da_dz", "dE_dw", "w_new"),
    "backprop-two-layer-chain": two_units,
    "backprop-update-from-delta": update_from_delta,
    "backprop-weight-gradient": asked_of(unit_step("sigmoid", "squared"), "dE_dw"),
    "backprop-wrong-line": wrong_line,
}
