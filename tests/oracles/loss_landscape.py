"""What NumPy and plain loops say of the questions of loss-landscape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

Values = Mapping[str, Any]


def descend(slope: Callable[[float], float], x: float, lr: float, steps: int) -> float:
    """Where plain gradient descent has come to after some steps."""
    for _ in range(steps):
        x -= lr * slope(x)
    return x


def two_valleys(values: Values) -> dict[str, Any]:
    p, r = int(values["p"]), int(values["r"])
    loss = np.polynomial.Polynomial([0, 0, 6 * p * r, -4 * (p + r), 3])
    slope = loss.deriv()
    minima = [round(x) for x in np.real(slope.roots()) if slope.deriv()(x) > 0]
    end = descend(lambda x: float(slope(x)), float(values["x0"]), 0.0005, 20000)
    return {"x_local": max(minima, key=lambda x: float(loss(x))), "x_end": round(end)}


def cubic(values: Values) -> dict[str, Any]:
    a, k = int(values["a"]), int(values["k"])
    loss = np.polynomial.Polynomial([int(values["m"]), -3 * k * a * a, 0, k])
    slope = loss.deriv()
    place = next(float(x) for x in slope.roots() if slope.deriv()(x) > 0)
    return {"x_min": round(place), "f_min": round(float(loss(place)))}


def start_step(values: Values) -> dict[str, Any]:
    loss = np.polynomial.Polynomial([1, 0, -2, 0, 1])
    slope = loss.deriv()
    x, lr = float(values["x0"]), float(values["lr"])
    return {
        "x_1": descend(lambda at: float(slope(at)), x, lr, 1),
        "target": round(descend(lambda at: float(slope(at)), x, lr, 2000)),
    }


def descent_to_saddle(values: Values) -> str:
    p, q, lr = float(values["p"]), float(values["q"]), float(values["lr"])
    x, y = float(values["x0"]), float(values["y0"])
    for _ in range(500):
        x, y = x - lr * 2 * p * x, y + lr * 2 * q * y
    assert abs(x) < 1e-6
    return "it converges to (0, 0), a saddle point" if abs(y) < 1e-6 else "y grows without bound"


def kind_of(eigenvalues: Sequence[float]) -> str:
    signs = {x > 0 for x in eigenvalues}
    return "saddle" if len(signs) == 2 else "minimum" if True in signs else "maximum"


def eigenvalue_count(values: Values) -> str:
    n = int(values["n"])
    negative = int(float(values["share"]) * n + 0.5)
    kind = kind_of([-1.0] * negative + [1.0] * (n - negative))
    return "saddle point" if kind == "saddle" else f"local {kind}"


def saddle_chance(values: Values) -> dict[str, float]:
    """All choices of signs, each with its probability."""
    n, p = int(values["n"]), float(values["p"])
    negative = np.zeros(2**n, dtype=int)
    for place in range(n):
        negative += (np.arange(2**n) >> place) & 1
    chance = p ** (n - negative) * (1 - p) ** negative
    mixed = (negative > 0) & (negative < n)
    return {"p_min": float(np.sum(chance[negative == 0])), "p_saddle": float(np.sum(chance[mixed]))}


def momentum_coasts(values: Values) -> float:
    w, v = float(values["w"]), float(values["v"])
    for _ in range(2):
        v = float(values["beta"]) * v - 0.1 * 0.0
        w += v
    return w


def larger_rate(values: Values) -> str:
    lr = float(values["lr"])
    grows = []
    for curvature in (float(values["p"]), float(values["q"])):
        track = [1e-3]
        for _ in range(3):
            track.append(track[-1] - lr * curvature * track[-1])
        grows.append(all(abs(b) > abs(a) for a, b in pairwise(track)))
    in_x, in_y = grows
    return {(True, True): "in x and in y", (True, False): "only in x", (False, False): "in neither"}[in_x, in_y]


def second_differences(values: Values) -> np.ndarray:
    """The Hessian of the quadratic form from its values alone, which is exact for whole numbers."""
    a, b, c = (int(values[name]) for name in "abc")

    def loss(x: int, y: int) -> int:
        return a * x * x + b * y * y + c * x * y

    mixed = loss(1, 1) - loss(1, 0) - loss(0, 1) + loss(0, 0)
    return np.array(
        [
            [loss(1, 0) - 2 * loss(0, 0) + loss(-1, 0), mixed],
            [mixed, loss(0, 1) - 2 * loss(0, 0) + loss(0, -1)],
        ]
    )


def eigenvalues(values: Values) -> list[float]:
    return [float(x) for x in np.linalg.eigvalsh(second_differences(values))[::-1]]


def conditioning(values: Values) -> dict[str, float]:
    """The best rate by a search by thirds for the smallest of the larger factors."""
    hessian = np.diag([float(values["p"]), float(values["q"])])
    curvatures = np.linalg.eigvalsh(hessian)
    low, high = 0.0, 1.0
    for _ in range(200):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if np.max(np.abs(1 - left * curvatures)) < np.max(np.abs(1 - right * curvatures)):
            high = right
        else:
            low = left
    return {"condition": float(np.linalg.cond(hessian)), "lr": low}


def hessian_exam(values: Values) -> dict[str, Any]:
    hessian = second_differences(values)
    found = eigenvalues(values)
    gradient = hessian @ np.array([int(values["x0"]), int(values["y0"])])
    return {"g": gradient.tolist(), "H": hessian.tolist(), "eigenvalues": found, "kind": kind_of(found)}


ORACLES: dict[str, Callable[[Values], Any]] = {
    "landscape-two-valleys": two_valleys,
    "landscape-cubic": cubic,
    "landscape-start-step": start_step,
    "landscape-descent-to-saddle": descent_to_saddle,
    "landscape-eigenvalue-count": eigenvalue_count,
    "landscape-saddle-chance": saddle_chance,
    "landscape-momentum-coasts": momentum_coasts,
    "landscape-larger-rate": larger_rate,
    "landscape-eigenvalues": eigenvalues,
    "landscape-conditioning": conditioning,
    "landscape-hessian-exam": hessian_exam,
}
