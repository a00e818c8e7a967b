"""What PyTorch's automatic differentiation says of the questions of backprop."""

from __future__ import annotations

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
    "backprop-bias-batch": bias_batch,
    "backprop-conv-relu-pool": conv_relu_pool,
    "backprop-equal-start": equal_start,
    "backprop-gradient-check": gradient_check,
    "backprop-gradient-shapes": gradient_shapes,
    "backprop-graph": graph_gradients(lambda x, y, z: (x + y) * z),
    "backprop-graph-branch": graph_gradients(lambda x, y, z: (x + y) * (x * z), "x"),
    "backprop-graph-max": graph_gradients(larger_times),
    "backprop-layer-delta": delta_of_layer,
    "backprop-midterm": midterm,
    "backprop-sigmoid-shrinks": sigmoid_shrinks,
    "backprop-softmax-layer": softmax_layer,
    "backprop-two-layer-chain": two_units,
    "backprop-wrong-line": wrong_line,
}
