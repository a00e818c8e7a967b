"""An example of each kind of picture, as a bank would give it: keys in their forms, and the values that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.pictures import load_kind, make_picture
from dlquiz.pictures.kind import Picture

WORK = 2_000_000
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {  # name: kind, and its keys with formulas as text
    "descent": (
        "curve",
        {
            "title": "descent on f",
            "axes": ["x", "f(x)"],
            "along": {"x": "[-2, 4]"},
            "curves": {"f": "x^2/2 + 1"},
            "path": "[[3.5, 7.125], [2, 3], [1, 1.5], [0.3, 1.045]]",
        },
    ),
    "activation": (
        "curve",
        {
            "title": "sigmoid with its tangent",
            "axes": ["z", "σ(z)"],
            "along": {"z": "[-5, 5]"},
            "curves": {"sigmoid": "sigmoid(z)", "tangent": "sigmoid(1) + sigmoid(1)*(1 - sigmoid(1))*(z - 1)"},
            "points": {"z = 1": "[1, sigmoid(1)]"},
            "range": "[-0.1, 1.1]",
        },
    ),
    "schedule": (
        "curve",
        {
            "title": "step decay and cosine",
            "axes": ["epoch", "rate"],
            "along": {"t": "[0, 60]"},
            "curves": {"steps": "0.1*0.5^floor(t/20)", "cosine": "0.05*(1 + cos(pi*t/60))"},
            "points": {"epoch 25": "[25, 0.05]"},
        },
    ),
    "training": (
        "curve",
        {
            "title": "loss in training and validation",
            "axes": ["epoch", "loss"],
            "along": {"t": "[0, 30, 1]"},
            "curves": {"train": "2*exp(-t/6) + 0.1", "val": "2*exp(-t/6) + 0.3 + 0.0015*t^2"},
            "noise": "0.05",
        },
    ),
    "rates": (
        "curve",
        {
            "title": "loss with four rates",
            "axes": ["step", "loss"],
            "runs": {name: f"16*(1 - 2*{rate})^(2*range(0, 11))" for name, rate in zip("ABCD", ("0.02", "0.2", "0.97", "1.03"), strict=True)},
            "range": "[0, 30]",
        },
    ),
    "bowl": (
        "contour",
        {
            "title": "descent in a narrow valley",
            "along": {"x": "[-3, 3]", "y": "[-2, 2]"},
            "height": "x^2/2 + 3*y^2",
            "path": "[[2.5, 1.5], [2, -1.2], [1.6, 0.96], [1.28, -0.768], [1.02, 0.61]]",
            "points": {"minimum": "[0, 0]"},
        },
    ),
    "saddle": (
        "contour",
        {
            "axes": ["w_1", "w_2"],
            "along": {"u": "[-2, 2]", "v": "[-2, 2]"},
            "height": "u^2 - v^2",
            "levels": "[-3, -1.5, -0.5, 0, 0.5, 1.5, 3]",
            "points": {"saddle": "[0, 0]"},
        },
    ),
    "cs231n": (
        "graph",
        {
            "title": "f = (x + y)z",
            "operations": {"q": ["+", "x", "y"], "f": ["×", "q", "z"]},
            "values": {"x": "-2", "y": "5", "z": "-4", "q": "3", "f": "-12"},
            "gradients": {"x": "-4", "y": "-4", "z": "3", "q": "-4", "f": "1"},
        },
    ),
    "neuron": (
        "graph",
        {
            "title": "one neuron and its error",
            "operations": {
                "p": ["×", "w", "x"],
                "z": ["+", "p", "b"],
                "a": ["σ", "z"],
                "d": ["−", "a", "y"],
                "E": ["½( )²", "d"],
            },
            "values": {"w": "0.5", "x": "1", "b": "0.1", "p": "0.5", "z": "0.6", "a": "0.645656", "y": "1", "d": "-0.354344", "E": "0.06278"},
            "gradients": {"w": "-0.08107", "b": "-0.08107", "z": "-0.08107", "a": "-0.354344", "d": "-0.354344", "E": "1"},
        },
    ),
    "classifier": ("network", {"net": "('in 32x32x3 | conv3-64 p1 | relu | pool2 | conv5-128 | pool2 | flatten | fc-10')"}),
    "mlp": ("network", {"title": "two layers", "layers": {"x": "784", "hidden, ReLU": "128", "output, softmax": "10"}}),
    "growth": ("field", {"layers": "[[3, 1], [3, 1], [2, 2], [3, 1]]"}),
    "wide": ("field", {"title": "a deep field", "layers": "('conv7/2 | pool3/2 | conv3 | conv3 | conv3/2 | conv3')"}),
    "asked": ("field", {"layers": "[[3, 2], [5, 1]]", "hidden": "true"}),
    "convolution": (
        "window",
        {
            "matrix": "[[1, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1], [1, 0, 2, 2]]",
            "kernel": "[[1, 0], [0, -1]]",
            "stride": "2",
            "output": "[[0, -1], [2, -2]]",
            "cell": "[0, 1]",
        },
    ),
    "padded": (
        "window",
        {
            "matrix": "[[1, 2, 0], [0, 1, 3], [2, 1, 0]]",
            "kernel": "[[1, 0, -1], [2, 0, -2], [1, 0, -1]]",
            "padding": "1",
            "cell": "[1, 2]",
            "output": "[[-5, -5, 5], [-5, -3, 5], [-3, -1, 5]]",
        },
    ),
    "pooling": ("window", {"matrix": "[[6, 2, 7, 1], [0, 1, 3, 2], [2, 9, 0, 1], [1, 0, 2, 2]]", "size": "[2, 2]", "stride": "2", "cell": "[1, 0]"}),
    "softmax": ("bars", {"title": "probabilities", "values": "[0.0900306, 0.244728, 0.665241]", "labels": ["cat", "dog", "horse"]}),
    "classes": ("bars", {"bars": {"cats": "120", "dogs": "95", "axolotls": "4"}, "hidden": "true"}),
    "gradients": ("bars", {"title": "gradients", "bars": {"w_1": "-0.4", "w_2": "0.25", "bias": "-0.1"}}),
    "iou": ("boxes", {"boxes": {"A": "[10, 10, 60, 50]", "B": "[40, 25, 90, 70]"}}),
    "survivors": (
        "boxes",
        {"boxes": {"A 0.9": "[10, 10, 50, 50]", "B 0.8": "[15, 12, 54, 52]", "C 0.7": "[60, 20, 95, 60]"}, "shade": "false"},
    ),
}  # fmt: skip


def read_key(kind: str, key: str, given: Any) -> Any:
    """A key of a picture in the form that the room is given."""
    form = load_kind(kind).KEYS[key].form
    if form == "formula":
        return Formula(given)
    if form == "formulas":
        return tuple((Template(label), Formula(formula)) for label, formula in given.items())
    if form == "along":
        return tuple((name, Formula(formula)) for name, formula in given.items())
    if form == "operations":
        return tuple((name, tuple(takes)) for name, takes in given.items())
    return tuple(map(Template, given)) if form == "texts" else Template(given)


def make_example(name: str, scope: Mapping[str, Any] | None = None, budget: WorkBudget | None = None) -> Picture:
    """The picture of an example."""
    kind, given = EXAMPLES[name]
    keys = {key: read_key(kind, key, value) for key, value in given.items()}
    constants = {"pi": 3.141592653589793, "true": True, "false": False}
    return make_picture(kind, keys, {**constants, **(scope or {})}, (1, name), budget or WorkBudget(WORK))
