"""What runs, counts and sums in plain loops say of the questions that are asked with a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]
LETTERS = "ABC"


def run_descent(x: float, curvature: float, rate: float, steps: int) -> list[float]:
    """The places of gradient descent on a parabola."""
    places = [x]
    for _ in range(steps):
        x -= rate * curvature * x
        places.append(x)
    return places


def diverges(values: Values) -> str:
    ends = [abs(run_descent(1, 1, product, 50)[-1]) for product in values["p"]]
    return LETTERS[next(i for i, end in enumerate(ends) if end > 1)]


def path(values: Values) -> str:
    first, second = run_descent(1, 1, values["product"], 2)[1:]
    if abs(second) > 1:
        return "too large: every jump ends farther away"
    if first < 0:
        return "rather large: it jumps to and fro but comes closer"
    slow = first > 0.8
    return (
        "far too small: the run would need many more steps"
        if slow
        else "well chosen: it comes close on one side in a few steps"
    )


def slope(values: Values) -> float:
    return (values["y_q"] - values["y_p"]) / values["run"]


def which_way(values: Values) -> str:
    def loss(w: float) -> float:
        return float(values["k"] * (w * w - 1) ** 2)

    return "to the left" if loss(values["w"] - 1e-4) < loss(values["w"]) else "to the right"


def critical_point(values: Values) -> str:
    around = [
        values["a"] * math.cos(angle) ** 2 + values["b"] * math.sin(angle) ** 2
        for angle in (i * math.pi / 8 for i in range(16))
    ]
    return "a minimum" if min(around) > 0 else "a maximum" if max(around) < 0 else "a saddle point"


def valley(values: Values) -> str:
    p, r, top, w = values["p"], values["r"], values["tilt"], values["w0"]
    for _ in range(20_000):
        w -= 0.005 * (w - p) * (w - top) * (w - r)
    return "A" if abs(w - p) < abs(w - r) else "B"


def steeper(values: Values) -> str:
    return "the x-axis" if values["a"] > values["b"] else "the y-axis"


def schedule(values: Values) -> str:
    return str(values["which"])


def decay_factor(values: Values) -> float:
    before, after = (values["eta_0"] * values["f"] ** (epoch // values["T"]) for epoch in (0, values["T"]))
    return float(after / before)


def warm_up(values: Values) -> int:
    total = values["T"]
    end = values["sixth"] * total // 6
    rates = [t / end if t < end else (1 + math.cos(math.pi * (t - end) / (total - end))) / 2 for t in range(total)]
    return rates.index(max(rates))


def state(values: Values) -> str:
    return str(values["state"])


def overfits(values: Values) -> str:
    losses = [
        [0.85 * math.exp(-t / tau) + bend * t * t for t in range(31)]
        for tau, bend in zip(values["tau"], values["bend"], strict=True)
    ]
    return LETTERS[next(i for i, loss in enumerate(losses) if loss[-1] > min(loss) + 0.05)]


def early_stop(values: Values) -> int:
    best, steep = values["best"], values["steep"]
    losses = [steep * (t - best) ** 2 * (1.5 if t < best else 1) for t in range(31)]
    return losses.index(min(losses))


def loss_curve(values: Values) -> str:
    return str(values["case"])


def accuracy_gap(values: Values) -> int:
    return int(values["train_end"]) - int(values["val_end"])


def fastest(values: Values) -> str:
    def rise(z: float) -> float:
        return 1 / (1 + math.exp(-z - 1e-4)) - 1 / (1 + math.exp(-z + 1e-4))

    rises = [rise(values[name]) for name in ("z_a", "z_b", "z_c")]
    return LETTERS[rises.index(max(rises))]


def temperature(values: Values) -> str:
    return "A" if values["temps"][0] > values["temps"][1] else "B"


def majority(values: Values) -> float:
    counts = values["n"]
    return 100 * max(counts) / sum(counts)


def removed_box(values: Values) -> str:
    """Greedy suppression, pixel by pixel along one side: the boxes differ in x alone."""
    pixels = [set(range(x, x + 40)) for x in values["x"]]
    kept: list[int] = []
    for i in sorted(range(3), key=lambda i: -values["scores"][i]):
        if all(len(pixels[i] & pixels[j]) / len(pixels[i] | pixels[j]) <= values["u"] for j in kept):
            kept.append(i)
    return LETTERS[next(i for i in range(3) if i not in kept)]


def box_iou(values: Values) -> float:
    def cells(x: int, y: int) -> set[tuple[int, int]]:
        return {(x + i, y + j) for i in range(values["w"]) for j in range(values["h"])}

    one, other = cells(0, 0), cells(values["d_x"], values["d_y"])
    return len(one & other) / len(one | other)


def field(values: Values) -> int:
    seen = {0}
    for kernel, stride in ((values["k_3"], 1), (values["k_2"], values["s_2"]), (values["k_1"], values["s_1"])):
        seen = {place * stride + i for place in seen for i in range(kernel)}
    return len(range(min(seen), max(seen) + 1))


def pooled_cell(values: Values) -> float:
    rows = values["I"][2 * values["i"] : 2 * values["i"] + 2]
    seen = [value for row in rows for value in row[2 * values["j"] : 2 * values["j"] + 2]]
    return float(max(seen)) if values["how"] == "max" else sum(seen) / 4


def kernel_cell(values: Values) -> float:
    import torch

    image, kernel = (torch.tensor(values[name], dtype=torch.float64)[None, None] for name in ("I", "K"))
    return float(torch.nn.functional.conv2d(image, kernel, stride=values["s"])[0, 0, values["i"], values["j"]])


def edge(values: Values) -> float:
    import torch

    x, y, z = (torch.tensor(float(values[name]), requires_grad=True) for name in "xyz")
    (x * y + z).backward(torch.tensor(float(values["g"])))
    return float(x.grad)


def dense(values: Values) -> int:
    import torch

    sizes = values["n_in"], values["n_hidden"], values["n_out"]
    layers = [torch.nn.Linear(sizes[0], sizes[1]), torch.nn.Linear(sizes[1], sizes[2])]
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())


ORACLES = {
    "gd-picture-diverges": diverges,
    "gd-picture-path": path,
    "gd-picture-slope": slope,
    "gd-picture-which-way": which_way,
    "landscape-picture-kind": critical_point,
    "landscape-picture-valley": valley,
    "landscape-picture-steeper": steeper,
    "lr-picture-which": schedule,
    "lr-picture-factor": decay_factor,
    "lr-picture-warm-up": warm_up,
    "diagnosis-picture-fit": state,
    "diagnosis-picture-which-overfits": overfits,
    "diagnosis-picture-early-stop": early_stop,
    "diagnosis-picture-loss": loss_curve,
    "diagnosis-picture-gap": accuracy_gap,
    "act-picture-which": schedule,
    "act-picture-slope-of": schedule,
    "act-picture-fastest": fastest,
    "output-picture-temperature": temperature,
    "metrics-picture-majority": majority,
    "det-picture-survives": removed_box,
    "det-picture-iou": box_iou,
    "field-picture-count": field,
    "pool-picture-cell": pooled_cell,
    "shape-picture-cell": kernel_cell,
    "backprop-picture-edge": edge,
    "dense-picture": dense,
}
