"""What PyTorch, NumPy or plain loops say of the questions of activations."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Values = Mapping[str, Any]


def torch_function(name: str, slope: float = 0.01, factor: float = 1.0) -> Callable[[Any], Any]:
    """An activation of PyTorch by the name that the questions use."""
    import torch

    functional = torch.nn.functional
    functions: dict[str, Callable[[Any], Any]] = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "ReLU": torch.relu,
        "leaky ReLU": lambda x: functional.leaky_relu(x, slope),
        "ELU": lambda x: functional.elu(x, factor),
        "Swish": functional.silu,
        "softplus": functional.softplus,
        "identity": lambda x: x * 1,
        "absolute value": torch.abs,
    }
    return functions[name]


def evaluate(function: Callable[[Any], Any], x: float) -> tuple[float, float]:
    """Value and slope of a function of a number, by automatic differentiation."""
    import torch

    place = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    value = function(place)
    value.backward()
    return float(value.detach()), float(place.grad)


def value_at_x(name: str) -> Callable[[Values], float]:
    return lambda values: evaluate(torch_function(name), values["x"])[0]


def slope_at_x(name: str) -> Callable[[Values], float]:
    return lambda values: evaluate(torch_function(name), values["x"])[1]


FORMULAS: dict[str, Callable[[float], float]] = {
    "1/(1 + e^x)": lambda x: 1 / (1 + math.exp(x)),
    "1/(1 + e^(-x))": lambda x: 1 / (1 + math.exp(-x)),
    "e^x/(1 + e^x)": lambda x: math.exp(x) / (1 + math.exp(x)),
    "e^(-x)/(1 + e^(-x))": lambda x: math.exp(-x) / (1 + math.exp(-x)),
    "e^(-x)/(1 + e^(-x))^2": lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2,
    "(e^x - e^(-x))/(e^x + e^(-x))": lambda x: (math.exp(x) - math.exp(-x)) / (math.exp(x) + math.exp(-x)),
    "(1 - e^(-2x))/(1 + e^(-2x))": lambda x: (1 - math.exp(-2 * x)) / (1 + math.exp(-2 * x)),
    "4/(e^x + e^(-x))^2": lambda x: 4 / (math.exp(x) + math.exp(-x)) ** 2,
}


def which_function(values: Values) -> str:
    """The candidate that has the values of the formula at two places."""
    sigmoid, tanh = torch_function("sigmoid"), torch_function("tanh")
    places = (-0.7, 1.3)
    candidates = {
        "the sigmoid": [evaluate(sigmoid, x)[0] for x in places],
        "1 minus the sigmoid": [1 - evaluate(sigmoid, x)[0] for x in places],
        "the slope of the sigmoid": [evaluate(sigmoid, x)[1] for x in places],
        "tanh": [evaluate(tanh, x)[0] for x in places],
        "the slope of tanh": [evaluate(tanh, x)[1] for x in places],
    }
    told = [FORMULAS[values["case"][0]](x) for x in places]
    return min(candidates, key=lambda name: sum(abs(a - b) for a, b in zip(candidates[name], told, strict=True)))


def sigmoid_or_softmax(values: Values) -> str:
    """Look for pre-activations that give the outputs: for a sigmoid unit by unit, for a softmax by logarithms."""
    drawn = values["p"]
    tenths = {
        "both": [*drawn[:-1], 10 - sum(drawn[:-1])],
        "only": drawn,
        "none": [one + values["more"] * (i == values["spot"]) for i, one in enumerate(drawn)],
    }[values["want"]]
    outputs = [Fraction(one, 10) for one in tenths]
    if not all(0 < one < 1 for one in outputs):
        return "neither of them"
    return "either of them" if sum(outputs) == 1 else "only a sigmoid layer"


def largest_slope(values: Values) -> float:
    """The largest slope on a fine grid around 0."""
    act = torch_function(values["which"])
    slopes = [
        evaluate(lambda x: values["a"] * act(values["k"] * x) + values["b"], step / 100)[1] for step in range(-20, 21)
    ]
    return max(slopes)


def saturated(values: Values) -> float:
    return float(values["g"] * evaluate(torch_function("sigmoid"), values["z"])[1])


def slowest_unit(values: Values) -> str:
    slopes = [evaluate(torch_function("sigmoid"), z)[1] for z in values["z"]]
    return f"unit {'ABC'[slopes.index(min(slopes))]}"


def weight_gradients(values: Values) -> dict[str, Any]:
    """Gradients of the weights by automatic differentiation; for the last part, whether an output can be negative."""
    import torch

    signs = values["sgn"] if values["kind"] == "tanh" else [1] * len(values["a"])
    inputs = torch.tensor([a * s / 10 for a, s in zip(values["a"], signs, strict=True)], dtype=torch.float64)
    weights = torch.zeros(len(signs), dtype=torch.float64, requires_grad=True)
    (weights @ inputs * values["delta"]).backward()
    gradients = [float(one) for one in weights.grad]
    lowest, _ = evaluate(torch_function(values["kind"]), -5)
    return {"dE_dw": gradients, "same": len({one > 0 for one in gradients}) == 1, "always": lowest > 0}


def tanh_from_sigmoid(values: Values) -> float:
    """The input from the logit of the given value, then tanh of it."""
    return math.tanh(math.log(values["s"] / (1 - values["s"])) / 2)


def relu_vector(values: Values) -> list[float]:
    import torch

    return [float(one) for one in torch.relu(torch.tensor(values["v"], dtype=torch.float64))]


def relu_backward(values: Values) -> list[float]:
    import torch

    z = torch.tensor(values["z"], dtype=torch.float64, requires_grad=True)
    torch.relu(z).backward(torch.tensor(values["g"], dtype=torch.float64))
    return [float(one) for one in z.grad]


def slopes_at_kink(values: Values) -> dict[str, Any]:
    """Slopes just beside 0."""
    act = torch_function(values["which"], values["alpha"])
    left, right = (round(values["k"] * evaluate(act, side * 1e-9)[1] + values["m"], 6) for side in (-1, 1))
    return {"left": left, "right": right, "smooth": left == right}


def active_examples(values: Values) -> dict[str, Any]:
    sums = [sum(w * x for w, x in zip(values["w"], row, strict=True)) + values["b"] for row in values["X"]]
    count = len([one for one in sums if one > 0])
    return {"active": count, "dead": count == 0}


def unit_moves(values: Values) -> bool:
    act = torch_function(values["kind"])
    return any(evaluate(act, z - values["down"])[1] != 0 for z in values["z"])


def leaky_value(values: Values) -> float:
    return evaluate(torch_function("leaky ReLU", values["alpha"]), values["z"])[0]


def leaky_value_and_slope(values: Values) -> list[float]:
    return list(evaluate(torch_function("leaky ReLU", values["a"]), values["x"]))


def leaky_as_maximum(values: Values) -> dict[str, Any]:
    """Both formulas at the place, and on a grid."""

    def both(x: float) -> tuple[float, float]:
        return max(values["a"] * x, x), leaky_value({"alpha": values["a"], "z": x})

    by_max, by_cases = both(values["x"])
    same = all(math.isclose(*both(x), abs_tol=1e-9) for x in range(-5, 6))
    return {"by_max": by_max, "by_cases": by_cases, "same": same}


def leaky_path(values: Values) -> float:
    """The slope of the whole chain: from the end back, one unit after the other."""
    factor = 1.0
    for z in [-1] * values["n"] + [1] * values["m"]:
        factor *= evaluate(torch_function("leaky ReLU", values["alpha"]), z)[1]
    return factor


def prelu_gradient(values: Values) -> float:
    import torch

    slope = torch.tensor([0.25], dtype=torch.float64, requires_grad=True)
    outputs = torch.nn.functional.prelu(torch.tensor(values["z"], dtype=torch.float64), slope)
    outputs.backward(torch.tensor(values["g"], dtype=torch.float64))
    return float(slope.grad)


def elu_and_swish(values: Values) -> list[float]:
    elu = torch_function("ELU", factor=values["alpha"])
    return [evaluate(elu, values["z"])[0], evaluate(torch_function("Swish"), values["z"])[0]]


def neuron_output(values: Values) -> float:
    z = sum(w * x for w, x in zip(values["w"], values["x"], strict=True)) + values["b"]
    return evaluate(torch_function(values["act"]), z)[0]


def linear_value_and_slope(values: Values) -> list[float]:
    return list(evaluate(lambda x: values["c"] * x, values["x"]))


def wrong_line(values: Values) -> str:
    """Compute what each line says as it is written down, and compare with PyTorch."""
    z, bad = values["z"], values["bad"]
    sigmoid, sigmoid_slope = evaluate(torch_function("sigmoid"), z)
    tanh, tanh_slope = evaluate(torch_function("tanh"), z)
    relu_slope = evaluate(torch_function("ReLU"), z)[1]
    written = {
        "line 1": (1 / (1 + math.exp(z if bad == 1 else -z)), sigmoid),
        "line 2": (sigmoid * (sigmoid if bad == 2 else 1 - sigmoid), sigmoid_slope),
        "line 3": (1 - (tanh if bad == 3 else tanh**2), tanh_slope),
        "line 4": (float((z > 0) != (bad == 4)), relu_slope),
    }
    return next(line for line, (told, right) in written.items() if not math.isclose(told, right, rel_tol=1e-6))


def chain(values: Values) -> dict[str, Any]:
    """The chain of three units by automatic differentiation."""
    import torch

    x = torch.tensor(float(values["x"]), dtype=torch.float64, requires_grad=True)
    leaky = torch_function("leaky ReLU", values["alpha"])
    p = leaky(x)
    q = torch.tanh(values["w"] * p)
    r = torch.sigmoid(values["v"] * q)
    r.backward()
    slopes = {
        "leaky ReLU": evaluate(leaky, values["x"])[1],
        "tanh": evaluate(torch.tanh, values["w"] * float(p.detach()))[1],
        "sigmoid": evaluate(torch.sigmoid, values["v"] * float(q.detach()))[1],
    }
    return {
        "q": float(q.detach()),
        "r": float(r.detach()),
        "slope_q": slopes["tanh"],
        "dr_dx": float(x.grad),
        "steepest": max(slopes, key=lambda name: slopes[name]),
    }


def units_that_learn(values: Values) -> list[str]:
    """The activations whose slope at the sum is not 0, by automatic differentiation."""
    import torch

    functions: dict[str, Callable[[Any], Any]] = {
        "ELU with the factor 1": torch.nn.functional.elu,
        "leaky ReLU": torch.nn.functional.leaky_relu,
        "ReLU": torch.relu,
        "hard tanh, cut off at -1 and 1": torch.nn.functional.hardtanh,
        "ReLU6, cut off at 6": torch.nn.functional.relu6,
    }
    learning = [name for name, function in functions.items() if evaluate(function, values["z"])[1] != 0]
    return learning if len(learning) > 1 else learning[0]


def gradient_factor(values: Values) -> str:
    """What the slopes at two sums say of the form of the derivative."""
    import torch

    c, x = values["c"], (-1.5, 2.0)
    function: Callable[[Any], Any] = {
        "line": lambda one: c * one,
        "parabola": lambda one: c / 2 * one**2,
        "bend": lambda one: c * torch.relu(one),
        "exponential": lambda one: c * torch.exp(one),
    }[values["which"]]
    found = [evaluate(function, one) for one in x]
    if all(math.isclose(slope, value) for value, slope in found):
        return "by the output of the unit"
    texts = {
        (c, c): f"by {c:g}, whatever the sum is",
        (c * x[0], c * x[1]): f"by {c:g} times the sum",
        (0, c): f"by {c:g} for a positive sum, by 0 for a negative one",
    }
    return texts[found[0][1], found[1][1]]


ORACLES = {
    "act-linear-slope": gradient_factor,
    "act-slope-left": units_that_learn,
    "act-sigmoid-value": value_at_x("sigmoid"),
    "act-which-function": which_function,
    "act-sigmoid-or-softmax": sigmoid_or_softmax,
    "act-sigmoid-slope": slope_at_x("sigmoid"),
    "act-largest-slope": largest_slope,
    "act-saturated-sigmoid": saturated,
    "act-which-saturates": slowest_unit,
    "act-not-centred-gradient": weight_gradients,
    "act-tanh-value": value_at_x("tanh"),
    "act-tanh-slope": slope_at_x("tanh"),
    "act-tanh-from-sigmoid": tanh_from_sigmoid,
    "act-relu-vector": relu_vector,
    "act-relu-backward": relu_backward,
    "act-slopes-at-kink": slopes_at_kink,
    "act-active-examples": active_examples,
    "act-can-revive": unit_moves,
    "act-leaky-value": leaky_value,
    "act-leaky-max": leaky_value_and_slope,
    "act-leaky-max-limits": leaky_as_maximum,
    "act-leaky-path": leaky_path,
    "act-prelu-gradient": prelu_gradient,
    "act-elu-swish": elu_and_swish,
    "act-neuron-output": neuron_output,
    "act-linear-value": linear_value_and_slope,
    "act-wrong-line": wrong_line,
    "act-exam-chain": chain,
}
