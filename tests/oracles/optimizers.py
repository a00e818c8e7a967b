"""What PyTorch, NumPy or plain loops say of the questions of optimizers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def run(optimizer: str, start: float, gradients: list[float], **settings: Any) -> list[float]:
    """The weight after each step of an optimizer of PyTorch that is handed these gradients."""
    import torch

    weight = torch.nn.Parameter(torch.tensor([float(start)], dtype=torch.float64))
    stepper = getattr(torch.optim, optimizer)([weight], **settings)
    path = []
    for gradient in gradients:
        weight.grad = torch.tensor([float(gradient)], dtype=torch.float64)
        stepper.step()
        path.append(float(weight.detach()[0]))
    return path


def descend(
    slope: Callable[[float], float],
    start: float,
    velocity: float,
    eta: float,
    beta: float,
    steps: int,
    look_ahead: bool = False,
) -> list[float]:
    """The positions of momentum, with the slope at the position or at the point where the velocity leads."""
    x, v, path = float(start), float(velocity), []
    for _ in range(steps):
        v = beta * v - eta * slope(x + beta * v if look_ahead else x)
        x += v
        path.append(x)
    return path


def sgd_two_steps(values: Values) -> dict[str, float]:
    import torch

    weight = torch.tensor(float(values["w0"]), dtype=torch.float64, requires_grad=True)
    stepper = torch.optim.SGD([weight], lr=values["eta"])
    found = {}
    for part in ("1", "2"):
        stepper.zero_grad()
        (0.5 * (weight * values[f"x_{part}"] - values[f"y_{part}"]) ** 2).backward()
        stepper.step()
        found[f"w_{part}"] = float(weight.detach())
    return found


def momentum_zero(values: Values) -> float:
    return descend(lambda x: 2 * x, values["x0"], 0, values["eta"], 0, 2)[-1]


def same_path(values: Values) -> bool:
    def slope(x: float) -> float:
        return 2 * x

    plain = descend(slope, 3, 0, 0.1, 0, values["n"])
    return descend(slope, 3, values["v0"], 0.1, values["beta"], values["n"]) == plain


def momentum_forms(values: Values) -> dict[str, float]:
    gradients, beta, eta = [values["g_1"], values["g_2"]], values["beta"], values["eta"]
    added = run("SGD", values["w0"], gradients, lr=eta, momentum=beta)[-1]
    averaged = run("SGD", values["w0"], [(1 - beta) * g for g in gradients], lr=eta, momentum=beta)[-1]
    return {"w_A": added, "w_B": averaged, "eta_B": eta * (values["w0"] - added) / (values["w0"] - averaged)}


def nesterov(values: Values) -> dict[str, float]:
    path = descend(
        lambda x: 2 * values["c"] * x, values["x0"], values["v0"], values["eta"], values["beta"], 2, look_ahead=True
    )
    return {"x_1": path[0], "x_2": path[1]}


def old_gradient(values: Values) -> float:
    velocity = 1.0
    for _ in range(values["k"]):
        velocity = values["beta"] * velocity + 0
    return velocity


def bounded(values: Values) -> bool:
    velocities = [0.0]
    for _ in range(5000):
        velocities.append(min(values["beta"] * velocities[-1] + values["g"], 1e300))
    return math.isclose(velocities[-1], velocities[-2], rel_tol=1e-9) and velocities[-1] < 1e299


def spectral_radius(product: float, beta: float) -> float:
    """The largest size of an eigenvalue of one heavy-ball step on (position, velocity)."""
    import numpy as np

    return float(max(abs(np.linalg.eigvals(np.array([[1 - product, beta], [-product, beta]])))))


def converging_coefficients(values: Values) -> str:
    """As an interval: where the iteration matrix begins and ceases to have only eigenvalues below 1, by bisection."""
    product, ends = values["eta"] * values["L"], []
    for outside, inside in ((0.0, 0.9999), (1.5, 0.9999)):
        for _ in range(60):
            middle = (outside + inside) / 2
            outside, inside = (outside, middle) if spectral_radius(product, middle) < 1 else (middle, inside)
        ends.append(inside)
    return f"({ends[0]:.6g}, {ends[1]:.6g})"


def step_limit(values: Values) -> float:
    return (
        descend(lambda x: -values["g"], 0, 0, values["eta"], values["beta"], 5000)[-1]
        - descend(lambda x: -values["g"], 0, 0, values["eta"], values["beta"], 4999)[-1]
    )


def gain(values: Values) -> str:
    """As the option is written."""
    return f"{step_limit({'g': 1.0, 'eta': 1.0, 'beta': values['beta']}):.2f}"


def sign_change(values: Values) -> int:
    path = descend(lambda x: 2 * x, values["x0"], 0, values["eta"], values["beta"], 50)
    return next(number for number, x in enumerate(path, 1) if x < 0)


def ravine(values: Values) -> dict[str, float]:
    across = run("SGD", 0, [values["a"], -values["a"], values["a"]], lr=1.0, momentum=values["beta"])
    along = run("SGD", 0, [values["b"]] * 3, lr=1.0, momentum=values["beta"])
    return {"across_3": across[1] - across[2], "along_3": along[1] - along[2]}


def adagrad(values: Values) -> dict[str, float]:
    path = run("Adagrad", values["w0"], [values["g_1"], values["g_2"]], lr=values["eta"], eps=0)
    return {"w_1": path[0], "w_2": path[1]}


def adagrad_step(gradients: list[float], eta: float) -> float:
    """The length of AdaGrad's last step with these gradients."""
    path = [0.0, *run("Adagrad", 0, gradients, lr=eta, eps=1e-300)]
    return abs(path[-1] - path[-2])


def rate_ratio(values: Values) -> float:
    rare, frequent = ([1.0] * values[name] for name in ("n_2", "n_1"))
    return adagrad_step(rare, 1.0) / adagrad_step(frequent, 1.0)


def larger_rate(values: Values) -> str:
    sums = {name: sum(g * g for g in values[key]) for name, key in (("weight A", "u"), ("weight B", "z"))}
    if len(set(sums.values())) == 1:
        return "neither"
    return min(sums, key=lambda name: sums[name])


def adagrad_rate(values: Values) -> float:
    return adagrad_step([values["g"]] * values["n"], values["eta"]) / abs(values["g"])


def rmsprop(values: Values) -> dict[str, float]:
    path = run("RMSprop", values["w0"], [values["g_1"], values["g_2"]], lr=values["eta"], alpha=values["rho"], eps=0)
    return {"w_1": path[0], "w_2": path[1]}


def adadelta(values: Values) -> dict[str, float]:
    gradients = [values["g_1"], values["g_2"]]
    path = run("Adadelta", 0, gradients, lr=1.0, rho=values["rho"], eps=values["eps"])
    weights = [values["rho"] * (1 - values["rho"]), 1 - values["rho"]]
    average = sum(weight * g * g for weight, g in zip(weights, gradients, strict=True))
    return {"Delta_1": path[0], "s_2": average, "Delta_2": path[1] - path[0]}


def sum_or_average(values: Values) -> dict[str, float]:
    total, average = 0, 0.0
    for _ in range(values["n"]):
        total += values["g"] ** 2
        average = values["rho"] * average + (1 - values["rho"]) * values["g"] ** 2
    return {"G": total, "s": average}


def update_units(values: Values) -> str:
    """The weight is measured in a unit a thousand times as small: how does the first update change?"""
    settings: dict[str, tuple[str, dict[str, Any]]] = {
        "plain SGD": ("SGD", {"lr": 0.1}),
        "heavy-ball momentum": ("SGD", {"lr": 0.1, "momentum": 0.9}),
        "AdaGrad": ("Adagrad", {"lr": 0.1, "eps": 1e-300}),
        "RMSProp": ("RMSprop", {"lr": 0.1, "eps": 1e-300}),
        "Adam": ("Adam", {"lr": 0.1, "eps": 1e-300}),
        "AdaDelta": ("Adadelta", {"lr": 1.0}),
    }
    name, chosen = settings[values["method"]]
    small = dict(chosen)
    if (
        name == "Adadelta"
    ):  # epsilon has the unit of the squared update in one place, of the squared gradient in the other
        first, second = (math.sqrt(eps_u) for eps_u in (1e-6, 1e-6 * 1000**2))
        ratio = second / first
    else:
        before = run(name, 0, [2.0], **chosen)[0]
        ratio = run(name, 0, [2.0 / 1000], **small)[0] / before
    answers = {0.001: "the inverse of the weight's unit", 1.0: "no unit at all", 1000.0: "the unit of the weight"}
    return next(answer for size, answer in answers.items() if math.isclose(size, ratio, rel_tol=1e-6))


def adam_first(values: Values) -> float:
    return run("Adam", 0, [values["g"]], lr=values["eta"], eps=0)[0]


def adam(values: Values) -> dict[str, float]:
    gradients = [values["g_1"], values["g_2"]]
    betas = (values["beta_1"], values["beta_2"])
    path = run("Adam", values["w0"], gradients, lr=values["eta"], betas=betas, eps=0)
    mean = (values["beta_1"] * gradients[0] + gradients[1]) / (1 + values["beta_1"])
    return {"w_1": path[0], "m_hat_2": mean, "w_2": path[1]}


def state_memory(values: Values) -> float:
    """Tensors that PyTorch keeps for a weight, without its step counter, times weights and bytes."""
    import torch

    makers: dict[str, Callable[[Any], Any]] = {
        "AdaGrad": torch.optim.Adagrad,
        "AdaDelta": torch.optim.Adadelta,
        "RMSProp": torch.optim.RMSprop,
        "Adam": torch.optim.Adam,
        "SGD with momentum": lambda weights: torch.optim.SGD(weights, momentum=0.9, lr=0.1),
    }
    weight = torch.nn.Parameter(torch.zeros(7))
    stepper = makers[values["method"]]([weight])
    weight.grad = torch.ones(7)
    stepper.step()
    stored = sum(value.numel() for value in stepper.state[weight].values() if torch.is_tensor(value) and value.dim())
    return stored / 7 * values["millions"] * values["bytes"]


def claim_refuted(values: Values) -> bool:
    return any(other < adadelta for adadelta, other in ((values["a"], values["b"]), (values["c"], values["d"])))


def exam(values: Values) -> dict[str, Any]:
    gradients, eta, start = [values["g_1"], values["g_2"]], values["eta"], values["w0"]
    ends = {
        "plain SGD": run("SGD", start, gradients, lr=eta)[-1],
        "momentum": run("SGD", start, gradients, lr=eta, momentum=0.9)[-1],
        "AdaGrad": run("Adagrad", start, gradients, lr=eta, eps=0)[-1],
    }
    return {
        "w_sgd": ends["plain SGD"],
        "w_mom": ends["momentum"],
        "w_ada": ends["AdaGrad"],
        "adam_1": abs(run("Adam", start, gradients, lr=eta, eps=0)[0] - start),
        "farthest": max(ends, key=lambda name: abs(ends[name] - start)),
    }


def statement_holds(values: Values) -> bool:
    return bool(values["case"][1])


def labelled(key: str) -> Callable[[Values], str]:
    """A situation is drawn together with its label."""
    return lambda values: str(values[key][1])


def wrong_line(values: Values) -> str:
    return f"line {values['bad']}"


ORACLES = {
    "opt-sgd-two-steps": sgd_two_steps,
    "opt-momentum-zero": momentum_zero,
    "opt-momentum-same-path": same_path,
    "opt-momentum-forms": momentum_forms,
    "opt-nesterov-two-steps": nesterov,
    "opt-momentum-memory": old_gradient,
    "opt-momentum-controls": labelled("case"),
    "opt-momentum-bounded": bounded,
    "opt-momentum-interval": converging_coefficients,
    "opt-momentum-limit": step_limit,
    "opt-momentum-gain": gain,
    "opt-momentum-sign-change": sign_change,
    "opt-momentum-ravine": ravine,
    "opt-adagrad-two-steps": adagrad,
    "opt-adagrad-ratio": rate_ratio,
    "opt-adagrad-larger-rate": larger_rate,
    "opt-adagrad-rate-decays": adagrad_rate,
    "opt-rmsprop-two-steps": rmsprop,
    "opt-adadelta-two-steps": adadelta,
    "opt-sum-or-average": sum_or_average,
    "opt-update-units": update_units,
    "opt-learning-rate-left": statement_holds,
    "opt-adam-first-step": adam_first,
    "opt-adam-two-steps": adam,
    "opt-adam-momentum": statement_holds,
    "opt-adam-roles": labelled("role"),
    "opt-adam-wrong-line": wrong_line,
    "opt-state-memory": state_memory,
    "opt-for-a-goal": labelled("case"),
    "opt-diagnosis": labelled("case"),
    "opt-no-best": claim_refuted,
    "opt-exam": exam,
}
