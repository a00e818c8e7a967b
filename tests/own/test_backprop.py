"""Backpropagation through graphs that people type: the widely copied example, vectors and matrices, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dlquiz
from dlquiz.commands import check
from dlquiz.errors import DlquizError, UsageError
from dlquiz.own.backprop import backprop

ROOT = Path(__file__).parents[2]
NEURON = "a = sigmoid(w*x + b); E = (y - a)^2/2"
NUMBERS: dict[str, Any] = {"w": 0.5, "x": 1, "b": "0.1", "y": 1}


def test_the_widely_copied_example() -> None:
    """Matt Mazur, "A Step by Step Backpropagation Example": 2-2-2 with shared biases and targets 0.01 and 0.99."""
    graph = """
        h1 = sigmoid(w1*i1 + w2*i2 + b1)   # the hidden layer
        h2 = sigmoid(w3*i1 + w4*i2 + b1)
        o1 = sigmoid(w5*h1 + w6*h2 + b2)
        o2 = sigmoid(w7*h1 + w8*h2 + b2)
        E = (t1 - o1)^2/2 + (t2 - o2)^2/2
    """
    inputs = {"i1": 0.05, "i2": 0.10, "b1": 0.35, "b2": 0.60, "t1": 0.01, "t2": 0.99}
    weights = {f"w{i}": w for i, w in enumerate([0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55], 1)}
    made = backprop(graph, rate=0.5, **inputs, **weights)
    assert made.values["h1"] == pytest.approx(0.593269992, abs=1e-9)
    assert made.values["o1"] == pytest.approx(0.75136507, abs=1e-8)
    assert made.values["E"] == pytest.approx(0.298371109, abs=1e-9)
    assert made.gradients["w5"] == pytest.approx(0.082167041, abs=1e-9)
    assert made.gradients["h1"] == pytest.approx(0.036350306, abs=1e-9)
    assert made.gradients["w1"] == pytest.approx(0.000438568, abs=1e-9)
    published = [0.149780716, 0.19956143, 0.24975114, 0.29950229, 0.35891648, 0.408666186, 0.511301270, 0.561370121]
    assert [made.updates[f"w{i}"] for i in range(1, 9)] == pytest.approx(published, abs=5e-9)


def test_the_sweep_goes_from_the_loss_back() -> None:
    made = dlquiz.backprop(NEURON, **NUMBERS, rate=0.1)
    names = [row["name"] for row in made.rows]
    assert names == ["z_a", "a", "E", "dE_da", "da_dz_a", "dE_dz_a", "dE_dw", "dE_db", "w_new", "b_new"]
    assert made.problem.tape["da_dz_a"].formula == "a·(1 - a)"
    assert set(made.to_json()) == {"values", "gradients", "updates", "steps"}
    assert "| $\\frac{\\partial E}{\\partial w}$ |" in made._repr_markdown_()


def test_a_wrong_answer_is_explained() -> None:
    made = backprop(NEURON, **NUMBERS)
    verdict = made.problem.check("-0.3543", part="dE_dw")  # the slope of the sigmoid is left out
    assert verdict.verdict == "wrong" and verdict.diagnosis is not None


def test_matrices_with_the_shapes_of_their_gradients() -> None:
    graph = "h = tanh(W1 @ x + b1); p = softmax(W2 @ h + b2); E = -sum(y*ln(p))"
    given = {"W1": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], "x": [1, 2], "b1": np.zeros(3), "W2": np.ones((2, 3)) / 4,
             "b2": [0.1, 0.2], "y": [1, 0]}  # fmt: skip
    made = backprop(graph, **given)
    assert np.shape(made.gradients["W1"]) == (3, 2) and np.shape(made.gradients["b2"]) == (2,)
    assert "Its shape is 3×2" in made.problem.tape["dE_dW1"].why
    p = np.array(made.values["p"])
    assert made.gradients["z_p"] == pytest.approx(p - [1, 0], abs=1e-11)


def test_a_batch() -> None:
    made = backprop("E = mean((X @ w + b - y)^2)", X=[[1, 2], [3, 4]], w=[0.5, 1], b=0.1, y=[1, 2])
    x, error = np.array([[1, 2], [3, 4]]), np.array([2.6 - 1, 5.6 - 2])
    assert made.gradients["w"] == pytest.approx(x.T @ error)
    assert made.gradients["b"] == pytest.approx(error.sum())


def test_a_network_from_its_sizes() -> None:
    made = backprop(mlp="2-3-1", activation="relu", seed=4, x=[1, 2])
    assert np.shape(made.gradients["W1"]) == (3, 2) and made.values["x"] == [1, 2]
    assert backprop(mlp="2-3-1", activation="relu", seed=4, x=[1, 2]).values == made.values
    assert backprop(mlp="2-3-1", activation="relu", seed=5, x=[1, 2]).values != made.values


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("E = w*x", {"w": 1}, "x has no value"),
    ("E = w*x", {"w": 1, "x": 1, "z": 3}, 'not given "z"'),
    ("a = b; b = w; E = a", {"w": 1}, "before it is computed"),
    ("a = w; a = w; E = a", {"w": 1}, "computed twice"),
    ("E = w @ x", {"w": [1, 2], "x": [1, 2, 3]}, ""),
    ("z = W x; E = sum(z)", {"W": [[1, 2], [3, 4]], "x": [1, 1]}, "written with @: W @ x"),
    ("E = w*x", {"w": [1, 2], "x": 1}, "has the shape 2, and a loss is one number"),
    ("", {}, "empty"),
    ("E", {}, "not of the form"),
    ("E = foo(w)", {"w": 1}, "no function"),
    ("E = __import__('os')", {"w": 1}, "underscore"),
    ("E = w^(10^9)", {"w": 2}, ""),
    ("E = 9^9^9^9*w", {"w": 2}, ""),
    (";".join(f"a{i} = w" for i in range(500)), {"w": 2}, "nodes"),
    ("E = " + "(" * 1000 + "w" + ")" * 1000, {"w": 2}, "too long"),
    ("E = w/x", {"w": 1, "x": 0}, "division by zero"),
    ("E = ln(w)", {"w": -1}, ""),
    ("E = w", {"w": "abc"}, "cannot be read"),
    ("E = lr*w", {"w": 1, "lr": 2, "rate": 0.1}, "take another letter"),
    ("dE_da = w; E = dE_da", {"w": 1}, "take another letter"),
    ("E = w", {"w": [[1, 2], [3]]}, "not a number"),
]


@pytest.mark.parametrize(("graph", "numbers", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_done_is_said(graph: str, numbers: dict[str, Any], says: str) -> None:
    with pytest.raises(DlquizError) as caught:
        backprop(graph, **numbers)
    assert says in str(caught.value) and str(caught.value)


@pytest.mark.parametrize("mlp", ["2", "2-0-1", "9-9", "a-b", "1-1-1-1-1-1", "-"])
def test_sizes_of_a_network(mlp: str) -> None:
    with pytest.raises(UsageError, match="as in 2-2-1"):
        backprop(mlp=mlp)


@pytest.mark.parametrize("made", [lambda: backprop(NEURON, **NUMBERS, rate="1/3"), lambda: backprop(mlp="2-2-1")])
def test_what_is_saved_is_a_good_bank(made: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(made().bank, "utf-8")
    assert check.run([path], as_json=True, quiet=True) == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []


def test_the_command_reads_a_graph_a_file_and_standard_input(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    (tmp_path / "graph.txt").write_text(NEURON.replace("; ", "\n"), "utf-8")

    def run(graph: str) -> Any:
        command = [sys.executable, "-m", "dlquiz", "backprop", graph, "w=0.5", "x=1", "b=0.1", "y=1", "--json"]
        made = subprocess.run(command, capture_output=True, text=True, input=NEURON, cwd=tmp_path, env=environment)
        return json.loads(made.stdout)

    assert run(NEURON) == run("graph.txt") == run("-")


def test_statements_between_commas_are_read() -> None:
    made = dlquiz.backprop("z = w*x + b, a = σ(z), L = ½(y − a)²", w=0.5, x=2, b=-1, y=1)
    assert {"z", "a", "L"} <= set(made.to_json()["values"])


def test_the_last_statement_needs_no_name() -> None:
    assert backprop("(x*y + z)^2", x=1, y=2, z=3, by="x").gradients["x"] == 20
    assert backprop("E = w*x; (E - f)^2", x=1, w=2, f=3).loss == "L"
    with pytest.raises(UsageError, match="not of the form"):
        backprop("2w; E = w", w=1)


def test_double_bars_are_the_norm_of_a_vector() -> None:
    for graph in ("h = W @ x; L = 1/2*||h - y||^2", "h = W @ x; L = ½‖h − y‖²"):
        made = backprop(graph, W="((1, -1), (2, 0.5))", x="(1, 2)", y=[1, 1])
        assert made.values["L"] == pytest.approx(4) and made.gradients["W"] == [[-2, -4], [2, 4]]
    assert backprop("L = ||w| - 2|*x", w=-5, x=1).gradients["w"] == -1  # no norm


def test_a_hat_is_part_of_a_name() -> None:
    assert backprop("ŷ = w*x; L = (y - ŷ)²", w=2, x=1, y=1).gradients["w"] == 2
    assert backprop("L = (ŷ - t)²", t=1, **{"ŷ": 3}).values["y_hat"] == 3


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        ("h = W @ x; L = (h - y)^2", "has the shape 2, and a loss is one number"),
        ("h = W^T x; L = sum(h)", "written with @: W^T @ x"),
        ("h = W x; L = sum(h)", "written with @: W @ x"),
    ],
)
def test_how_arrays_are_written_is_said(graph: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        backprop(graph, W=[[1, -1], [2, 0.5]], x=[1, 2], **({"y": [1, 1]} if "y" in graph else {}))
    assert says in str(caught.value)


def test_activations_as_people_write_them() -> None:
    assert backprop(mlp="2-1", activation="ReLU").to_json() == backprop(mlp="2-1", activation="relu").to_json()
    with pytest.raises(UsageError, match=r'did you mean "relu"\?$'):
        backprop(mlp="2-1", activation="rellu")
