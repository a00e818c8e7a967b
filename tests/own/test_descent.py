"""Gradient descent by hand: steps, optimizers, stationary points, the largest rate, and what happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dlquiz
from dlquiz.commands import check
from dlquiz.errors import UsageError
from dlquiz.own.descent import descend

ROOT = Path(__file__).parents[2]


def test_two_steps_of_the_sketch() -> None:
    made = dlquiz.descend("x^4 - 3x^3 + 2", 2, 0.01, 2)
    data = made.to_json()
    assert data["slopes"] == {"x": "4 * x**3 - 9 * x**2"}
    assert data["rows"][0] == {"t": 1, "at": {"x": 2}, "slope": {"x": -4}, "step": {"x": -0.04}, "next": {"x": 2.04}}
    assert data["rows"][1]["next"] == {"x": 2.07495744}
    assert data["stationary"] == [{"at": {"x": 0}, "kind": "inflection"}, {"at": {"x": 2.25}, "kind": "minimum"}]
    assert data["limit"] == pytest.approx(8 / 81, rel=1e-11) and data["behaviour"] == "converges"
    assert any("$8/81 = 0.0988$" in note for note in made.notes)
    assert made.problem.check("2.075", part="x_2").verdict == "right"
    assert made.problem.check("1.96", part="x_1").diagnosis is not None


OPTIMIZERS: list[tuple[dict[str, Any], list[float]]] = [
    ({}, [0.8, 0.64]),
    ({"momentum": "0.9"}, [0.8, 0.46]),
    ({"nesterov": 0.9}, [0.8, 0.496]),
    ({"adagrad": True}, [0.9, 0.9 - 0.1 * 1.8 / (4 + 3.24) ** 0.5]),
    ({"rmsprop": True}, [1 - 0.1 / 0.1**0.5, 0.5909936]),
    ({"adam": True}, [0.9, 0.8004124]),
    ({"decay": "0.5"}, [0.8, 0.72]),
    ({"adagrad": True, "eps": 0.5}, [1 - 0.2 / 2.5, 1 - 0.08 - 0.184 / ((4 + 1.84**2) ** 0.5 + 0.5)]),
]


@pytest.mark.parametrize(("settings", "places"), OPTIMIZERS, ids=lambda value: str(value))
def test_the_optimizers_on_a_parabola(settings: dict[str, Any], places: list[float]) -> None:
    rows = descend("x^2", 1, 0.1, 2, **settings).rows
    if "rmsprop" in settings:  # s = 0.1·4, then 0.9·0.4 + 0.1·g²
        x, g = places[0], 2 * places[0]
        places = [x, x - 0.1 * g / (0.9 * 0.4 + 0.1 * g * g) ** 0.5]
    if "adam" in settings:
        m, s = 0.9 * 0.2 + 0.1 * 1.8, 0.999 * 0.004 + 0.001 * 3.24
        places = [0.9, 0.9 - 0.1 * (m / 0.19) / (s / (1 - 0.999**2)) ** 0.5]
    assert [row["next"]["x"] for row in rows] == pytest.approx(places, rel=1e-10)
    for row in rows:
        assert row["next"]["x"] == pytest.approx(row["at"]["x"] - row["step"]["x"], rel=1e-10)


BEHAVIOUR = [(0.2, "converges"), (0.9, "crosses over"), (1, "oscillates"), (1.2, "diverges")]


@pytest.mark.parametrize(("rate", "behaviour"), BEHAVIOUR)
def test_what_happens_at_a_rate(rate: float, behaviour: str) -> None:
    assert descend("x^2", 3, rate).behaviour == behaviour


def test_several_letters() -> None:
    made = descend("x^2 + 3y^2", "x=1,y=2", 0.1, 2)
    assert made.rows[1]["next"] == {"x": 0.64, "y": 0.32}
    assert made.to_json()["limit"] == pytest.approx(1 / 3)
    saddles = descend("x^2 - y^2", {"x": 1, "y": 1}, 0.1).to_json()
    assert saddles["stationary"] == [{"at": {"x": 0, "y": 0}, "kind": "saddle"}] and saddles["limit"] is None
    found = descend("(x^2 - 1)^2 + y^2", "x=2,y=1", 0.01).to_json()["stationary"]
    assert [point["kind"] for point in found] == ["minimum", "saddle", "minimum"]


KINKS: list[tuple[str, str, list[tuple[dict[str, float], str]]]] = [
    ("abs(x)", "2", [({"x": 0}, "kink, minimum")]),
    ("relu(x) + 1", "2", [({"x": 0}, "kink, minimum")]),
    ("-abs(x)", "1", [({"x": 0}, "kink, maximum")]),
    ("x^2 + abs(x - 1)", "3", [({"x": 0.5}, "minimum")]),  # at its kink the slopes are 1 and 3
    ("x^2 + 4*abs(x - 1)", "3", [({"x": 1}, "kink, minimum")]),
    ("abs(x^2 - 4)", "1", [({"x": -2}, "kink, minimum"), ({"x": 0}, "maximum"), ({"x": 2}, "kink, minimum")]),
    ("max(0, 1 - 2*w) + 0.1*w^2", "0", [({"w": 0.5}, "kink, minimum")]),
    ("x if x > 0 else -2x", "1", [({"x": 0}, "kink, minimum")]),
    ("sqrt(abs(x))", "1", [({"x": 0}, "kink, minimum")]),
    ("(x - 1)^2 + abs(y)", "x=0,y=1", [({"x": 1, "y": 0}, "kink, minimum")]),
    ("x^2 - abs(y)", "x=1,y=1", [({"x": 0, "y": 0}, "kink, saddle")]),
    ("leaky_relu(x)", "1", []),
]


@pytest.mark.parametrize(("function", "start", "expected"), KINKS)
def test_kinks_are_stationary_where_0_lies_between_their_slopes(
    function: str, start: str, expected: list[tuple[dict[str, float], str]]
) -> None:
    made = descend(function, start, 0.1)
    assert [(point["at"], point["kind"]) for point in made.to_json()["stationary"]] == expected
    assert any("sub-gradient" in note for note in made.notes) == any("kink" in kind for _, kind in expected)


FLAT = [
    ("(x + y)^2", "x=1,y=2", r"wherever $2 \cdot \left(x + y\right) = 0$: a valley"),
    ("3x + 2", "1", "The slope is 0 nowhere."),
    ("x^2 + y", "x=1,y=2", "The slope is 0 nowhere."),
    ("relu(1 - x)^2", "0", "all along for $x$ from $1$ on: a plateau"),
    ("relu(x - 1) + relu(-x - 1)", "3", "all along for $x$ from $-1$ to $1$: a plateau"),
    ("x^2 + y^2 + abs(x - y)", "x=1,y=0", "Kinks in several letters were not looked for."),
]


@pytest.mark.parametrize(("function", "start", "note"), FLAT)
def test_what_is_flat_is_said(function: str, start: str, note: str) -> None:
    made = descend(function, start, 0.1)
    assert any(note in told for told in made.notes), made.notes


ENDS = [
    ("3x + 2", "1", 0.1, "keeps falling"),
    ("x^2 + y", "x=1,y=2", 0.95, "keeps falling"),
    ("exp(-x)", "0", 1, "keeps falling"),
    ("leaky_relu(x)", "1", 0.1, "keeps falling"),
    ("ln(x)", "1", 0.1, "breaks off"),
    ("tanh(x)^2", "3", 0.01, "converges"),  # slowly, with steps that grow
    ("x^4", "1", 0.1, "converges"),
    ("x*y", "x=1,y=0.9", 0.1, "diverges"),
    ("abs(x)", "2", 0.3, "oscillates"),
    ("max(0, 1 - 2*w) + 0.1*w^2", "0", 0.1, "oscillates"),  # in a cycle of many steps
    ("abs(abs(x) - abs(x - 1))", "1e308", 1e308, "breaks off"),  # before it has moved
]


@pytest.mark.parametrize(("function", "start", "rate", "behaviour"), ENDS)
def test_how_it_ends(function: str, start: str, rate: float, behaviour: str) -> None:
    assert descend(function, start, rate).behaviour == behaviour


def test_letters_that_are_called_as_quantities_of_the_solver() -> None:
    assert descend("v^2 + g^2", "v=1,g=2", 0.1, 1, momentum=0.5).rows[0]["next"] == {"g": 1.6, "v": 0.8}


def test_starts_in_the_order_of_the_letters() -> None:
    assert descend("x1^2 + 10*x2^2", "1, 2", 0.05).rows[0]["at"] == {"x1": 1, "x2": 2}


@pytest.mark.parametrize(
    "start",
    ["(1,2)", "[1, 2]", "1 2", "x=1 y=2", "x=1, y=2", "y=2; x=1", "(x=1, y=2)", "(y, x) = (2, 1)", "x0=1, y0=2",
     "x₀ = 1, y₀ = 2", "x=max(1, 0), y=2"],
)  # fmt: skip
def test_starts_as_people_write_them(start: str) -> None:
    assert descend("x^2 + 10y^2", start, 0.05).rows[0]["at"] == {"x": 1, "y": 2}


@pytest.mark.parametrize("start", ["1", "1,2,3", "", "(1,2),(3,4)"])
def test_a_start_that_does_not_fit_the_letters(start: str) -> None:
    with pytest.raises(UsageError, match="as in x=1,y=1"):
        descend("x^2 + 10y^2", start, 0.05)


def test_a_cell() -> None:
    made = descend("x^2", 1, 0.1, 3)
    assert made.find_cell("t=2,step").numbers == "0.1·1.6"
    assert made.find_cell("t=2,slope").name == "g_2" and made.find_cell("t=3,x").name == "x_3"
    with pytest.raises(UsageError, match="there are g, step, x"):
        made.find_cell("t=2,size")
    with pytest.raises(UsageError, match="from 1 to 3"):
        made.find_cell("t=4,step")


REFUSED: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    (("x^2 + y", 1, 0.1), {}, "x=1,y=1"),
    (("x^2", 1, 0.1, 10**9), {}, "whole number from 1 to"),
    (("x^2", 1, -0.1), {}, "greater than 0"),
    (("x^2", 1, "abc"), {}, "abc"),
    (("x^2", "y=1", 0.1), {}, 'no "y"'),
    (("x^2", 1, 0.1), {"momentum": 0.9, "adam": True}, "choose one"),
    (("x^2", 1, 0.1), {"momentum": 1.5}, "beta lies"),
    (("x^2", 1, 0.1), {"every": 3}, "decay"),
    (("ln(x)", -1, 0.1), {}, ""),
    (("3", 1, 0.1), {}, "no letter"),
    (("x^(10^9)", 2, 0.1), {}, "too large"),
    (("x^x^x^x^x^x^x^x^x", 2, 0.1), {}, ""),
    (("__import__('os')", 2, 0.1), {}, ""),
    (("x^2", 10**400, 0.1), {}, ""),
]


@pytest.mark.parametrize(("words", "settings", "says"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_cannot_be_done_is_said(words: tuple[Any, ...], settings: dict[str, Any], says: str) -> None:
    try:
        made = descend(*words, **settings)
    except UsageError as error:
        assert says in str(error) and str(error)
    else:
        assert not says and made.rows


def test_what_is_saved_is_a_good_bank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    made = descend("x^2 + 3y^2", "x=1/3,y=2", 0.1, 5, adam=True, eps="1e-8", decay=0.5, every=2)
    path.write_text(made.bank, "utf-8")
    assert check.run([path], as_json=True, quiet=True) == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []


def test_the_command(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    words = ["-x^2", "--from", "-2", "--rate", "0.1", "--rmsprop", "0.95", "--steps", "1"]
    command = [sys.executable, "-m", "dlquiz", "descend", *words]
    made = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, encoding="utf-8")
    assert made.returncode == 0 and "β = 0.95" in made.stdout and "A maximum lies at x = 0." in made.stdout
