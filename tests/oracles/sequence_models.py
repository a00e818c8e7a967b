"""What PyTorch, NumPy or plain loops say of the questions of sequence models."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, tanh
from typing import Any

Values = Mapping[str, Any]


def count(parts: int, values: Values) -> int:
    """The weights of PyTorch's recurrent layer with so many parts, less the second bias vector that it keeps."""
    import torch

    layer = {1: torch.nn.RNN, 3: torch.nn.GRU, 4: torch.nn.LSTM}[parts](values["x"], values["h"], device="meta")
    return sum(weights.numel() for name, weights in layer.named_parameters() if not name.startswith("bias_hh"))


def rnn_params(values: Values) -> int:
    return count(1, values)


def lstm_params(values: Values) -> int:
    return count(4, values)


def gru_params(values: Values) -> int:
    return count(3, values)


def which_layer(values: Values) -> str:
    names = {"RNN": 1, "GRU": 3, "LSTM": 4}
    wanted = count(names[values["kind_of"]], values)
    return next(name for name, parts in names.items() if count(parts, values) == wanted)


def two_steps(values: Values) -> float:
    state = 0.0
    for x in (values["x_1"], values["x_2"]):
        state = tanh(values["u"] * x + values["w"] * state + values["b"])
    return state


def vector_step(values: Values) -> list[float]:
    """PyTorch's recurrent cell."""
    import torch

    cell = torch.nn.RNNCell(len(values["x"]), len(values["b"]), dtype=torch.float64)
    sizes = {"weight_ih": "W", "weight_hh": "U", "bias_ih": "b"}
    with torch.no_grad():
        for name, weights in cell.named_parameters():
            told = values[sizes[name]] if name in sizes else [0.0] * len(values["b"])
            weights.copy_(torch.tensor(told, dtype=torch.float64))
        x, state = (torch.tensor([values[name]], dtype=torch.float64) for name in ("x", "h_old"))
        return [float(value) for value in cell(x, state)[0]]


def lstm_update(values: Values) -> list[float]:
    cell = sum(gate * part for gate, part in ((values["f"], values["c"]), (values["i"], values["g"])))
    return [cell, values["o"] * (1 - 2 / (exp(2 * cell) + 1))]


def gru_update(values: Values) -> float:
    candidate = tanh(values["u"] * values["x"] + values["w"] * (values["r"] * values["h"]))
    return float(values["h"] + values["z"] * (candidate - values["h"]))


def through_steps(values: Values) -> float:
    gradient = 1.0
    for _ in range(values["n"]):
        gradient *= values["w"]
        gradient *= values["s"]
    return gradient


def cell_gradient(values: Values) -> float:
    """The derivative by automatic differentiation."""
    import torch

    start = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    state = start
    for f, i in zip(values["f"], values["i"], strict=True):
        state = f * state + i * 0.7
    state.backward()
    return float(start.grad)


def vanish_or_explode(values: Values) -> str:
    """The size of the factor that the text names, many times."""
    text = values["case"][0]
    numbers = [
        float(word)
        for word in text.replace("h_{", " h_{").replace("$", " ").replace(",", " ").split()
        if is_number(word)
    ]
    size = abs(numbers[-1]) if numbers else 1.0
    power = size**1000
    return "it vanishes" if power < 1e-6 else "it explodes" if power > 1e6 else "it keeps its size"


def is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def rnn_gradient(values: Values) -> dict[str, float]:
    """Both derivatives by automatic differentiation."""
    import torch

    u, w = (torch.tensor(values[name], dtype=torch.float64, requires_grad=True) for name in "uw")
    state = torch.tensor(0.0, dtype=torch.float64)
    for x in (values["x_1"], values["x_2"]):
        state = torch.tanh(u * x + w * state)
    ((state - values["y"]) ** 2 / 2).backward()
    return {"h_2": float(state.detach()), "dE_dw": float(w.grad), "dE_du": float(u.grad)}


def lstm_cell(values: Values) -> dict[str, float]:
    """PyTorch's LSTM cell, which orders its parts as input, forget, candidate, output."""
    import torch

    order = [1, 0, 3, 2]
    cell = torch.nn.LSTMCell(1, 1, dtype=torch.float64)
    with torch.no_grad():
        for name, source in (("weight_ih", values["w"]), ("weight_hh", values["u"])):
            getattr(cell, name).copy_(torch.tensor([[source[k]] for k in order], dtype=torch.float64))
        cell.bias_hh.zero_()
        cell.bias_ih.copy_(torch.tensor([0, values["b"], 0, 0], dtype=torch.float64))
        x, h, c = (torch.tensor([[values[name]]], dtype=torch.float64) for name in "xhc")
        state, memory = cell(x, (h, c))
    total = values["w"][0] * values["x"] + values["u"][0] * values["h"] + values["b"]
    return {"f": 1 / (1 + exp(-total)), "c_new": float(memory), "h_new": float(state)}


ORACLES = {
    "seq-rnn-params": rnn_params,
    "seq-lstm-params": lstm_params,
    "seq-gru-params": gru_params,
    "seq-which-layer": which_layer,
    "seq-rnn-two-steps": two_steps,
    "seq-rnn-vector-step": vector_step,
    "seq-lstm-update": lstm_update,
    "seq-gru-update": gru_update,
    "seq-gradient-through-steps": through_steps,
    "seq-lstm-gradient": cell_gradient,
    "seq-vanish-or-explode": vanish_or_explode,
    "seq-rnn-gradient-exam": rnn_gradient,
    "seq-lstm-exam": lstm_cell,
}
