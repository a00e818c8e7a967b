"""What PyTorch, NumPy or plain loops say of the questions of gradient-descent."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def descend(f: Callable[[Any], Any], start: float, rate: float, steps: int) -> list[float]:
    """The places of gradient descent, with PyTorch's slopes."""
    import torch

    places = [float(start)]
    for _ in range(steps):
        x = torch.tensor(places[-1], dtype=torch.float64, requires_grad=True)
        f(x).backward()
        assert x.grad is not None
        places.append(places[-1] - rate * float(x.grad))
    return places


def converges(values: Values) -> bool:
    places = descend(lambda x: values["c"] * x**2, values["x0"], values["lr"], 40)
    return abs(places[-1]) < 0.9 * abs(places[0])


def first_remedy(values: Values) -> str:
    return {
        "grows": "a smaller learning rate",
        "crawls": "a larger learning rate",
        "goes on": "more epochs at the same rate",
    }[values["case"]]


def divergence_claim(values: Values) -> bool:
    """Try what the claim says."""
    c, rate = values["c"], values["ratio"] / values["c"]
    if values["claim"] == "smaller rate":
        rate *= values["share"]
    elif values["claim"] == "flatter":
        c *= values["share"]
    else:
        return False
    places = descend(lambda x: c * x**2, 1, rate, 200)
    return abs(places[-1]) < 1


def price_of_tiny_rate(values: Values) -> dict[str, Any]:
    more = round((values["start"] - values["drop"] - values["target"]) * values["n"] / values["drop"])
    return {"more": more, "enough": more <= values["budget"]}


def basins(values: Values) -> dict[str, int]:
    ends = [values["m_left"] if values[s] < values["hill"] else values["m_right"] for s in ("start_a", "start_b")]
    return {"end_a": ends[0], "end_b": ends[1]}


def cause_of_error(values: Values) -> str:
    return {
        "tiny rate": "it has not been trained to convergence",
        "small network": "its capacity is too small",
        "gap": "it overfits",
    }[values["case"]]


def one_step_rate(values: Values) -> dict[str, float]:
    """From two slopes: a parabola's slope is a line."""
    a, m, q = values["a"], values["m"], values["q"]

    def slope(x: float) -> float:
        e = 1e-3
        return ((a * (x + e - m) ** 2 + q) - (a * (x - e - m) ** 2 + q)) / (2 * e)

    curvature = slope(1) - slope(0)
    return {"x_min": -slope(0) / curvature, "rate": 1 / curvature}


def converging_jumps(values: Values) -> str:
    """Scan rates for the two borders."""
    c, low, high = values["c"], 0.0, 0.0
    inside = [
        rate
        for rate in (i / 4000 / c for i in range(1, 4800))
        if 1e-9 < abs(1 - 2 * c * rate) < 1 - 1e-9 and ((1 - 2 * c * rate < 0) == values["sides"].startswith("jumps"))
    ]
    low, high = inside[0] - 1 / 4000 / c, inside[-1] + 1 / 4000 / c
    return f"({abs(low):.6g}, {high:.6g})"


def saddle_escape(values: Values) -> dict[str, Any]:
    a, b, rate = values["a"], values["b"], values["lr"]
    x, y = (
        descend(lambda x: a * x**2, values["x0"], rate, 1)[1],
        descend(lambda y: -b * y**2, values["y0"], rate, 1)[1],
    )
    place, steps = values["y0"], 0
    while place < values["bound"]:
        place, steps = place + rate * 2 * b * place, steps + 1
    return {"point": [x, y], "n": steps}


def logistic_batch(values: Values) -> dict[str, Any]:
    import torch

    w = torch.zeros((), dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(values["X"], dtype=torch.float64), torch.tensor(values["Y"], dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(w * x + b, y).backward()
    assert w.grad is not None and b.grad is not None
    fit = [-values["lr"] * float(w.grad), -values["lr"] * float(b.grad)]
    return {"error": (0.5 - y).tolist(), "dE_dw": float(w.grad), "fit": fit}


def wrong_line(values: Values) -> str:
    slip: str = values["slip"]
    return slip


def midterm(values: Values) -> dict[str, float]:
    a, m = values["a"], values["m"]
    places = descend(lambda x: a * x**2 - 2 * a * m * x, values["x0"], values["lr"], 2)
    return {"x_2": places[2], "factor": (places[1] - m) / (places[0] - m), "lr_max": 1 / a}


def steps_until(values: Values) -> dict[str, int]:
    found = {}
    for name, rate in (("n", values["lr"]), ("n_small", values["lr"] / 10)):
        x, steps = float(values["x0"]), 0
        while abs(x) > values["tol"] + 1e-12:
            x, steps = x - rate * 2 * x, steps + 1
        found[name] = steps
    return found


def momentum_limit(values: Values) -> float:
    """Bisect the rate at which the iteration's largest eigenvalue reaches 1."""
    import numpy as np

    def radius(rate: float) -> float:
        beta, curvature = values["beta"], 2 * values["c"]
        step = np.array([[1 - rate * curvature, beta], [-rate * curvature, beta]])
        return float(max(abs(np.linalg.eigvals(step))))

    low, high = 0.0, 100.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if radius(middle) < 1 else (low, middle)
    return low


def two_steps(values: Values) -> dict[str, float]:
    places = descend(lambda x: values["c"] * (x - values["m"]) ** 2, values["x0"], values["lr"], 2)
    return {"x_1": places[1], "x_2": places[2]}


def step_on_power(values: Values) -> float:
    return descend(lambda x: values["c"] * x ** values["n"], values["x"], values["lr"], 1)[1]


def line_fit(values: Values) -> list[float]:
    import torch

    fit = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(values["X"], dtype=torch.float64), torch.tensor(values["Y"], dtype=torch.float64)
    torch.mean((fit[0] * x + fit[1] - y) ** 2).backward()
    assert fit.grad is not None
    moved: list[float] = (-values["lr"] * fit.grad).tolist()
    return moved


def largest_rate(values: Values) -> float:
    """The rate at which a step turns the distance round: 2 over the second difference."""
    c = values["c"]
    bend = c * (1 + 1) ** 2 - 2 * c * 1**2 + c * 0**2
    return 2 / bend if math.isfinite(bend) else math.nan


def update_rule(values: Values) -> float:
    """A step of PyTorch's SGD with the given slope"""
    import torch

    w = torch.tensor(float(values["w"]), dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor(float(values["dE_dw"]), dtype=torch.float64)
    torch.optim.SGD([w], values["lr"]).step()
    return float(w.detach())


def step_on_square(values: Values) -> float:
    return descend(lambda x: x**2, values["x"], values["lr"], 1)[1]


def rate_of_step(values: Values) -> float:
    """Bisect the rate that leads from the first place to the second"""
    target, start = float(values["x0"]) * (1 - 2 * values["c"] * values["lr"]), float(values["x0"])
    low, high = 0.0, 10.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        moved = descend(lambda x: values["c"] * x**2, start, middle, 1)[1]
        low, high = (middle, high) if abs(start - moved) < abs(start - target) else (low, middle)
    return low


def factor_of_distance(values: Values) -> float:
    """The quotient of two distances"""
    m = values["m"]
    places = descend(lambda x: values["c"] * (x - m) ** 2, m + 1, values["lr"], 1)
    return (places[1] - m) / (places[0] - m)


def several_steps(values: Values) -> float:
    return descend(lambda x: values["c"] * x**2, values["x0"], values["lr"], values["n"])[-1]


def step_in_plane(values: Values) -> list[float]:
    import torch

    at = torch.tensor([values["x"], values["y"]], dtype=torch.float64, requires_grad=True)
    (values["a"] * at[0] ** 2 + values["b"] * at[1] ** 2 + values["c"] * at[0] * at[1]).backward()
    assert at.grad is not None
    moved: list[float] = (at - values["lr"] * at.grad).tolist()
    return moved


def rate_in_plane(values: Values) -> float:
    """Bisect the rate at which a step no longer shortens one of both distances"""
    low, high = 0.0, 10.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        kept = max(abs(descend(lambda x, c=values[name]: c * x**2, 1, middle, 1)[1]) for name in "ab")  # type: ignore[misc]
        low, high = (middle, high) if kept < 1 else (low, middle)
    return low


def overshoot(values: Values) -> dict[str, Any]:
    """Descend, and bisect the largest rate"""
    c = values["c"]
    places = descend(lambda x: c * x**2, values["x0"], values["lr"], 60)
    return {
        "x_1": places[1],
        "x_2": places[2],
        "converges": abs(places[-1]) < 0.99 * abs(places[0]),
        "lr_max": rate_in_plane({"a": c, "b": c}),
    }


def momentum_steps(values: Values) -> dict[str, float]:
    """PyTorch's SGD with momentum: the same places, its velocity divided by the negative rate"""
    import torch

    x = torch.tensor(float(values["x0"]), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], values["lr"], momentum=values["beta"])
    places = []
    for _ in range(2):
        optimizer.zero_grad()
        (values["c"] * x**2).backward()
        optimizer.step()
        places.append(float(x.detach()))
    velocity = -values["lr"] * float(optimizer.state[x]["momentum_buffer"])
    return {"x_1": places[0], "v_2": velocity, "x_2": places[1]}


def line_step(values: Values) -> dict[str, Any]:
    import torch

    fit = torch.tensor([values["w"], values["b"]], dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(values["X"], dtype=torch.float64), torch.tensor(values["Y"], dtype=torch.float64)
    loss = torch.nn.functional.mse_loss(fit[0] * x + fit[1], y)
    loss.backward()
    assert fit.grad is not None
    slopes = fit.grad.tolist()
    moved = (fit - values["lr"] * fit.grad).tolist()
    return {"mse": loss.item(), "dE_dw": slopes[0], "dE_db": slopes[1], "fit": moved}


def which_way(values: Values) -> str:
    """A step of PyTorch's SGD with the given slope"""
    moved = update_rule(values) - values["w"]
    return "w goes up" if moved > 0 else "w goes down" if moved < 0 else "w stays"


def behaviour(values: Values) -> str:
    """Two steps, and how they lie about the minimum"""
    rate = values["product"] / (2 * values["c"])
    start, moved, _ = descend(lambda x: values["c"] * x**2, values["x0"], rate, 2)
    if math.isclose(moved, 0, abs_tol=1e-9):
        return "it is at the minimum after one step"
    if moved > 0:
        return "it stays on one side and comes closer"
    if math.isclose(abs(moved), abs(start), rel_tol=1e-9):
        return "it jumps to and fro at the same distance"
    return "it jumps across and comes closer" if abs(moved) < abs(start) else "it jumps across and ends farther away"


def momentum_rescue(values: Values) -> dict[str, bool]:
    """Run both for 2000 steps"""
    rate, curvature = values["ratio"] / values["c"], 2 * values["c"]
    ends = {}
    for name, beta in (("plain", 0.0), ("heavy", values["beta"])):
        x, v = 1.0, 0.0
        for _ in range(2000):
            if abs(x) < 1e6:
                v = beta * v - rate * curvature * x
                x += v
        ends[name] = abs(x) < 1e-3
    return ends


ORACLES = {
    "gd-2d-largest-rate": rate_in_plane,
    "gd-2d-step": step_in_plane,
    "gd-basins": basins,
    "gd-behaviour": behaviour,
    "gd-converges": converges,
    "gd-converging-jumps": converging_jumps,
    "gd-distance-factor": factor_of_distance,
    "gd-diverges-convex": divergence_claim,
    "gd-find-rate": rate_of_step,
    "gd-largest-rate": largest_rate,
    "gd-linreg-exam": line_step,
    "gd-linreg-step": line_fit,
    "gd-logistic-batch": logistic_batch,
    "gd-loss-grows": first_remedy,
    "gd-midterm": midterm,
    "gd-momentum-largest-rate": momentum_limit,
    "gd-momentum-rescue": momentum_rescue,
    "gd-momentum-steps": momentum_steps,
    "gd-n-steps": several_steps,
    "gd-one-step-rate": one_step_rate,
    "gd-overshoot-exam": overshoot,
    "gd-power-step": step_on_power,
    "gd-saddle-escape": saddle_escape,
    "gd-steps-until": steps_until,
    "gd-tiny-rate-slow": price_of_tiny_rate,
    "gd-two-steps": two_steps,
    "gd-undertrained": cause_of_error,
    "gd-update-rule": update_rule,
    "gd-which-way": which_way,
    "gd-wrong-line": wrong_line,
    "gd-x-squared": step_on_square,
}
