"""How solvers are found, and that each declares the names that it emits."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from types import SimpleNamespace
from typing import Any

import pytest

from dlquiz import solvers
from dlquiz.errors import NotFound
from dlquiz.language import functions
from dlquiz.language.formula import Formula
from dlquiz.language.functions import FUNCTIONS, table
from dlquiz.language.template import Template
from dlquiz.model import Question
from dlquiz.worked import record_tape

GIVEN = {
    "derivative": [
        {"f": "'log(1 + exp(-y*w*x)) + norm([w, x])'", "by": "w", "twice": "true", "point": "['w', 'x', 'y']"},
        {"f": "w**2*x", "by": "w"},
    ],
    "backprop": [
        {"graph": "'a = sigmoid(0.5*w + 0.1); E = sum((a - 1)^2)/2'", "rate": "0.1"},
        {"graph": "'p = softmax(2*w); E = -sum(log(p)) + norm(w)'", "by": "'w'"},
    ],
    "descent": [
        {"f": "'x**2 + 3*w**2'", "start": "[1, 2]", "rate": "0.1", "steps": "2", "method": "'adam'", "decay": "0.5"},
        {"f": "'x**2'", "start": "1", "rate": "0.1", "steps": "2", "method": "'nesterov'"},
        {"f": "'x**2'", "start": "1", "rate": "0.1", "steps": "2", "method": "'adagrad'", "eps": "0.1"},
        {"f": "'x**2'", "start": "1", "rate": "0.1", "steps": "2"},
    ],
    "receptive_field": [{"layers": "'conv3/2 | pool2 | conv3 d2'"}, {"layers": "[[3, 2], [2, 2]]", "n_out": "4"}],
    "field_and_jump": [{"layers": "[[3, 2, 1], [3, 1, 4]]"}, {"layers": "[[3, 2], [3, 1]]", "wanted": "5"}],
    "pooling": [{"n_in": "24", "k": "2"}, {"n_in": "40", "k": "3", "stride": "2"}],
    "depth": [{"start": "'in 64x48x3'", "block": "'conv3-16 | pool2'"}],
    "network": [
        {"net": "'in 32x48x3 | conv3x5-8/2 d2 p1 | res(conv3-8 same) | cat(conv1-3 ; pool3/1 p1) | tconv2-3/2 | fc-4'",
         "columns": "['parameters', 'operations', 'memory', 'fields']"},
        {"net": "'in 9 | embed50-8 | attention2 | gru-5 bi last | fc-2'", "columns": "'parameters'"},
        {"net": "'in 9x9x2 | pool2'", "rounding": "'ceil'"},
    ],
}  # fmt: skip


def solver_question(solver: str, given: dict[str, str]) -> Question:
    """A question that consists only of its solver."""
    formulas = tuple((name, Formula(text)) for name, text in given.items())
    letters = dict.fromkeys("wxy", (Fraction(-1), Fraction(1)))
    lets = tuple((f"{name}_0", Formula("0.5")) for name in letters if solver == "derivative")
    lets += (("w", Formula("[0.5, 1]")),) if solver == "backprop" else ()
    variables = letters if solver == "derivative" else {}
    return Question(
        "x", "topic", "title", Template(""), (), solver=solver, given=formulas, lets=lets, variables=variables
    )


def test_an_unknown_solver() -> None:
    with pytest.raises(NotFound, match='did you mean "pooling"'):
        solvers.find_solver("poling")


def test_plug_ins_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = SimpleNamespace(GIVEN={}, NAMES=(), RULES=(), solve=lambda tape: None)
    point = SimpleNamespace(name="mine", load=lambda: plugin)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point] if group == "dlquiz.solvers" else [])
    assert solvers.find_solver("mine") is plugin
    assert solvers.find_solver("pooling").GIVEN["n_in"]


@pytest.mark.parametrize(("name", "given"), [(name, given) for name, all_ in GIVEN.items() for given in all_])
def test_what_a_solver_emits_is_declared(name: str, given: dict[str, str]) -> None:
    solver = solvers.find_solver(name)
    assert set(given) <= set(solver.GIVEN)
    assert {key for key, required in solver.GIVEN.items() if required} <= set(given)
    tape = record_tape(solver_question(name, given), {}, {})
    names, rules = {*solver.NAMES}, {*solver.RULES}
    if hasattr(solver, "list_names"):
        more_names, more_rules = solver.list_names({key: Formula(text).tree for key, text in given.items()})
        names, rules = names | {*more_names}, rules | {*more_rules}
    for entry in tape:
        rule = entry.step.rule or re.sub(r"_\d+$", "", entry.name)
        assert entry.name in names or rule in rules, entry.name
        assert entry.why and entry.substituted
        for formula_name in entry.step.formula.names:
            rule = re.sub(r"_\d+$", "", formula_name)
            assert formula_name in {*names, *solver.GIVEN, *"wxy"} or rule in {*rules, *"wxy"}, formula_name


def test_every_solver_is_tried_here() -> None:
    assert set(GIVEN) == set(solvers.SOLVERS)


def test_a_plug_in_adds_its_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "FUNCTIONS", dict(FUNCTIONS))
    monkeypatch.setattr(functions, "TEXT_FUNCTIONS", dict(functions.TEXT_FUNCTIONS))
    rows = table(("twice", "twice(x)", "x and x", lambda x: 2 * x), ("sum", "sum(x)", "another sum", lambda x: x))
    plugin = SimpleNamespace(GIVEN={}, NAMES=(), RULES=(), FUNCTIONS=rows, solve=lambda tape: None)
    point = SimpleNamespace(name="mine", load=lambda: plugin)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    solvers.find_solver("mine")
    assert Formula("twice(3)").value({}, functions.FUNCTIONS) == 6
    assert functions.FUNCTIONS["sum"] is FUNCTIONS["sum"]


def call_function(text: str) -> Any:
    """The value of a formula that calls what solvers add."""
    return Formula(text).value({"net": "in 32x32x3 | conv3-20 p1 | pool2 | fc-10"})


def test_the_language_is_the_same_without_solvers() -> None:
    code = "from dlquiz.language.formula import Formula; print(Formula('net_sees(net)').value({'net': 'in 9x9x1 | conv3-2'}))"
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert made.stdout == "3\n"


def test_functions() -> None:
    assert list(call_function("net_shape(net)")) == [10]
    assert list(call_function("net_shape(net, 2)")) == [16, 16, 20]
    assert call_function("net_sees(net, 2)") == 4
    assert call_function("net_parameters(net)") == 560 + 10 * (16 * 16 * 20 + 1)
    assert call_function("net_operations(net)") == 32 * 32 * 20 * 27 + 16 * 16 * 20 * 10
    assert call_function("net_fits(net)") is True
    assert call_function('net_fits("in 4x4x3 | conv5-3")') is False


@pytest.mark.parametrize(
    "module", ["dlquiz.solvers", "dlquiz.networks.table", "dlquiz.solvers.networks", "dlquiz.commands.net"]
)
def test_nothing_heavy_is_imported(module: str) -> None:
    heavy = "{'numpy', 'sympy', 'yaml', 'rich', 'typer', 'torch'}"
    code = f"import sys, {module}; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
