"""What PyTorch, NumPy or plain loops say of the questions of lr-schedules."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def follow(scheduler: str, start: float, steps: int, **settings: Any) -> float:
    """The rate after a number of steps of a scheduler of PyTorch."""
    import torch

    stepper = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=float(start))
    planned = getattr(torch.optim.lr_scheduler, scheduler)(stepper, **settings)
    for _ in range(steps):
        stepper.step()
        planned.step()
    return float(stepper.param_groups[0]["lr"])


def step_decay(values: Values) -> float:
    return follow("StepLR", values["eta_0"], values["t"], step_size=values["T"], gamma=values["f"])


def step_decay_until(values: Values) -> int:
    """The first epoch whose rate is the wanted one, by trying."""
    goal, rate = values["eta_0"] * values["f"] ** values["n"], values["eta_0"]
    epoch = 0
    while not math.isclose(rate, goal, rel_tol=1e-9):
        epoch += 1
        rate = rate * values["f"] if epoch % values["T"] == 0 else rate
    return epoch


def exponential_factor(values: Values) -> float:
    return follow("ExponentialLR", values["eta_0"], values["t"], gamma=values["gamma"])


def exponential_rate(values: Values) -> float:
    return follow("ExponentialLR", values["eta_0"], values["t"], gamma=math.exp(-values["k"]))


def inverse_time(values: Values) -> float:
    return follow("LambdaLR", values["eta_0"], values["t"], lr_lambda=lambda epoch: 1 / (1 + values["k"] * epoch))


def cosine(values: Values) -> float:
    return follow("CosineAnnealingLR", values["eta_0"], values["t"], T_max=values["T"])


def cosine_floor(values: Values) -> float:
    return follow("CosineAnnealingLR", values["eta_max"], values["t"], T_max=values["T"], eta_min=values["eta_min"])


def linear(values: Values) -> float:
    return follow("LinearLR", values["eta_0"], values["t"], start_factor=1.0, end_factor=0.0, total_iters=values["T"])


def warm_up(values: Values) -> float:
    """PyTorch forbids a first factor of 0, so the rate of step 1 is its first one."""
    first = 1 / values["W"]
    return follow("LinearLR", values["eta_max"], values["t"] - 1, start_factor=first, total_iters=values["W"] - 1)


def warm_up_and_decay(values: Values) -> float:
    import numpy as np

    corners = ([0, values["W"], values["T"]], [0, values["eta_max"], 0])
    return float(np.interp(values["t"], *corners))


def plateau(values: Values) -> float:
    """The losses of the text, one after another; PyTorch counts its patience from 0."""
    import torch

    third = round(values["best"], 2)
    losses = [third + 0.3, third + 0.1, third]
    losses += [third + 0.01 * (k + 1) for k in range(values["a"])] + [third - 0.05]
    losses += [third - 0.05 + 0.01 * (k + 1) for k in range(values["b"])]
    stepper = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=float(values["eta_0"]))
    planned = torch.optim.lr_scheduler.ReduceLROnPlateau(
        stepper, factor=values["f"], patience=values["p"] - 1, threshold=0.0, eps=0.0
    )
    for loss in losses:
        planned.step(loss)
    return float(stepper.param_groups[0]["lr"])


def plateau_first(values: Values) -> str:
    best, bad = math.inf, 0
    for epoch, loss in enumerate(map(float, values["case"][0].split(",")), 1):
        best, bad = (loss, 0) if loss < best else (best, bad + 1)
        if bad == values["p"]:
            return f"epoch {epoch}"
    return "none"


def schedule_name(values: Values) -> str:
    """By its differences, its ratios and the differences of its reciprocals."""
    import numpy as np

    rates = np.array([float(rate) for rate in logged(values["kind"], values["eta_0"])])
    if np.allclose(np.diff(rates), np.diff(rates)[0], atol=2e-4):
        return "linear decay"
    if rates[0] == rates[1]:
        return "step decay"
    if rates[-1] == 0:
        return "cosine decay"
    if np.allclose(rates[1:] / rates[:-1], rates[1] / rates[0], rtol=0.02):
        return "exponential decay"
    return "inverse-time decay"


def logged(kind: str, start: float) -> list[float]:
    """The rates in the epochs 0, 10, … 50."""
    settings: dict[str, tuple[str, dict[str, Any]]] = {
        "step": ("StepLR", {"step_size": 20, "gamma": 0.5}),
        "exponential": ("ExponentialLR", {"gamma": 0.5**0.1}),
        "cosine": ("CosineAnnealingLR", {"T_max": 50}),
        "linear": ("LinearLR", {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 50}),
        "inverse": ("LambdaLR", {"lr_lambda": lambda epoch: 1 / (1 + epoch / 10)}),
    }
    name, chosen = settings[kind]
    return [round(follow(name, start, epoch, **chosen), 4) for epoch in range(0, 60, 10)]


def cosine_or_linear(values: Values) -> bool:
    return cosine(values) > linear(values)


def noise_floor(values: Values) -> dict[str, float]:
    """The variance after many steps from rest."""
    found = []
    for eta in (values["eta_a"], values["eta_b"]):
        variance = 0.0
        for _ in range(5000):
            variance = (1 - eta) ** 2 * variance + eta**2 * values["s"]
        found.append(variance)
    return {"v_a": found[0], "v_b": found[1], "ratio": found[0] / found[1]}


def gradient_rate_step(x: float, eta_0: float, c: float = 1) -> float:
    """One step on c x^2 whose rate is in proportion to the size of the gradient, by PyTorch's gradient."""
    import torch

    place = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(c * place**2, place)
    return float(x - eta_0 * abs(float(slope)) * float(slope))


def gradient_rate(values: Values) -> float:
    return gradient_rate_step(values["x0"], values["eta_0"])


def gradient_rate_interval(values: Values) -> str:
    """By bisection between a start that comes closer and one that does not."""
    closer, farther = 1e-6, 1e6
    for _ in range(80):
        middle = (closer + farther) / 2
        slope = 2 * values["c"] * middle
        if abs(middle - values["eta_0"] * abs(slope) * slope) < middle:
            closer = middle
        else:
            farther = middle
    return f"(-{closer:.6g}, {closer:.6g})"


def gradient_rate_converges(values: Values) -> bool:
    return abs(gradient_rate(values)) < abs(values["x0"])


def gradient_rate_near(values: Values) -> dict[str, Any]:
    far, near = (gradient_rate_step(values[name], values["eta_0"]) / values[name] for name in ("x_a", "x_b"))
    return {"factor_a": far, "factor_b": near, "slower": near > far}


def slope(function: Callable[[float], float], x: float) -> float:
    """A central difference."""
    return (function(x + 1e-6) - function(x - 1e-6)) / 2e-6


def gradient_at_point(values: Values) -> float:
    import torch

    place = torch.tensor(float(values["x0"]), dtype=torch.float64, requires_grad=True)
    (found,) = torch.autograd.grad(values["c"] * (place - values["m"]) ** 2, place)
    return float(found)


def gradient_saturated(values: Values) -> float:
    import torch

    z = torch.tensor(float(values["z"]), dtype=torch.float64, requires_grad=True)
    (found,) = torch.autograd.grad(0.5 * (1 - torch.sigmoid(z)) ** 2, z)
    return float(found)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "x^2": lambda x: x**2,
    "x^4": lambda x: x**4,
    "3x^2": lambda x: 3 * x**2,
    r"\frac{1}{2}x^2": lambda x: x**2 / 2,
    "x^2 + x^4": lambda x: x**2 + x**4,
    "1 - e^{-x^2}": lambda x: 1 - math.exp(-(x**2)),
    r"\tanh(x)^2": lambda x: math.tanh(x) ** 2,
    r"\frac{x^2}{1 + x^2}": lambda x: x**2 / (1 + x**2),
    r"\ln(1 + x^2)": lambda x: math.log(1 + x**2),
    r"(1 - \sigma(x))^2": lambda x: (1 - 1 / (1 + math.exp(-x))) ** 2,
}


def gradient_far(values: Values) -> bool:
    return abs(slope(FUNCTIONS[values["case"][0]], values["case"][1])) > values["bound"]


def exam(values: Values) -> dict[str, Any]:
    early = warm_up({"eta_max": values["eta_max"], "W": values["W"], "t": values["u"]})
    late = follow("CosineAnnealingLR", values["eta_max"], values["s_part"], T_max=values["n"])
    return {
        "eta_early": early,
        "progress": values["s_part"] / values["n"],
        "eta_late": late,
        "w_new": values["w"] - late * values["g"],
        "halves": late < values["eta_max"] / 2,
    }


def statement_holds(values: Values) -> bool:
    return bool(values["case"][1])


def label(values: Values) -> str:
    """A situation is drawn together with its label."""
    return str(values["case"][1])


def rate_limit(values: Values) -> str:
    """Take one step from a point very close to 0."""
    x, eta_0 = 1e-7, values["eta_0"]
    slope = 2 * x
    rate = {
        "gradient": eta_0 * slope,
        "constant": eta_0,
        "shrinking": (1 - eta_0 * slope) / 2,
        "inverse": eta_0 / slope,
    }[values["rule"]]
    ratio = abs(x - rate * slope) / x
    if ratio > 1:
        return "it grows beyond 1"
    return "it approaches 0" if ratio < 1e-3 else "it approaches 1" if ratio > 0.999 else "it stays the same, below 1"


ORACLES = {
    "lr-step-decay-epoch": step_decay,
    "lr-step-decay-until": step_decay_until,
    "lr-exponential-factor": exponential_factor,
    "lr-exponential-rate": exponential_rate,
    "lr-inverse-time-epoch": inverse_time,
    "lr-cosine-epoch": cosine,
    "lr-cosine-floor": cosine_floor,
    "lr-linear-epoch": linear,
    "lr-warm-up-step": warm_up,
    "lr-warm-up-and-decay": warm_up_and_decay,
    "lr-plateau-rate": plateau,
    "lr-plateau-first": plateau_first,
    "lr-plateau-trigger": label,
    "lr-name-the-schedule": schedule_name,
    "lr-cosine-or-linear": cosine_or_linear,
    "lr-remedy": label,
    "lr-noise-floor": noise_floor,
    "lr-statements": statement_holds,
    "lr-gradient-rate-step": gradient_rate,
    "lr-gradient-rate-interval": gradient_rate_interval,
    "lr-gradient-rate-converges": gradient_rate_converges,
    "lr-gradient-rate-near": gradient_rate_near,
    "lr-gradient-rate-limit": rate_limit,
    "lr-gradient-at-point": gradient_at_point,
    "lr-gradient-saturated": gradient_saturated,
    "lr-gradient-far": gradient_far,
    "lr-exam": exam,
}
