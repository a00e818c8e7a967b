"""The solvers' tapes: right numbers, and numbers that follow when a learner's value replaces that of a step."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dlquiz.errors import FormulaError
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.model import Question
from dlquiz.tutor.hints import entries_leading_to
from dlquiz.worked import Tape, record_tape, replace_formula


def record_solution(solver: str, draws: dict[str, Any] | None = None, **given: str) -> Tape:
    """The tape of a question that is nothing but its solver."""
    formulas = tuple((name, Formula(text)) for name, text in given.items())
    question = Question("x", "topic", "title", Template(""), (), solver=solver, given=formulas)
    return record_tape(question, draws or {}, {})


def list_passes(tape: Tape | None, rule: str) -> list[Any]:
    """The passes of a rule."""
    assert tape is not None
    return [entry.value for entry in tape if entry.step.rule == rule]


SHEET = "[[3, 2], [2, 2], [3, 2], [2, 2]]"


def test_the_sides_of_the_sheet() -> None:
    tape = record_solution("receptive_field", layers=SHEET)
    assert list_passes(tape, "side") == [2, 5, 10, 21]
    assert tape["side"].value == 21
    assert [entry.substituted for entry in tape][-1] == "(10 - 1)·2 + 3"


@pytest.mark.parametrize(
    ("layers", "side"),
    [
        ("[[3, 2], [2, 1], [3, 2], [2, 1]]", 13),
        ("'conv3/2 | pool2 | conv3/2 | pool2'", 21),
        ("'2x(conv3/2 | relu | pool2)'", 21),
        ("'conv3 | conv3 | conv3'", 7),
        ("[[3, 1, 1], [3, 2, 1], [3, 1, 4]]", 21),
        ("[[3, 1], [5, 2]]", 7),
    ],
)
def test_receptive_fields(layers: str, side: int) -> None:
    assert record_solution("receptive_field", layers=layers)["side"].value == side
    assert record_solution("field_and_jump", layers=layers)["r"].value == side


def test_several_outputs() -> None:
    assert record_solution("receptive_field", layers="[[3, 2], [2, 2]]", n_out="5")["side"].value == 21


def test_a_side_that_a_learner_got_wrong_goes_on() -> None:
    again = record_solution("receptive_field", layers=SHEET).replay({"side_2": 6})
    assert list_passes(again, "side") == [2, 6, 12, 25]


def test_a_slip_of_the_rule_is_made_in_every_pass() -> None:
    again = record_solution("receptive_field", layers=SHEET).replay(
        edits=[replace_formula("side", Formula("side + k - 1"))]
    )
    assert list_passes(again, "side") == [2, 4, 5, 7]


def test_other_layers_are_replayed_throughout() -> None:
    draws = {"layers": Formula(SHEET).value({})}
    tape = record_solution("receptive_field", draws, layers="layers")
    assert list_passes(tape.replay({"layers": Formula("[[2, 2], [3, 2], [2, 2], [3, 2]]").value({})}), "side") == [
        3,
        6,
        13,
        26,
    ]
    assert list_passes(tape.replay({"layers": Formula("[[3, 2], [2, 2]]").value({})}), "side") == [2, 5]


def test_field_and_jump() -> None:
    tape = record_solution("field_and_jump", layers="[[3, 1, 1], [3, 2, 1], [3, 1, 4]]")
    assert (list_passes(tape, "r"), list_passes(tape, "j")) == ([3, 5, 21], [1, 2, 2])
    assert (tape["r"].value, tape["j"].value) == (21, 2)


@pytest.mark.parametrize(
    "layers",
    ["1", "[[3]]", "[[3, 0]]", "[[3.5, 1]]", "[]", "'fc-10'", "'conv3x5'", "'cnov3'", "[[1, 2, 3, 4]]", "true"],
)
def test_what_is_no_list_of_layers(layers: str) -> None:
    for solver in ("receptive_field", "field_and_jump"):
        with pytest.raises(FormulaError):
            record_solution(solver, layers=layers)


@pytest.mark.parametrize(
    ("n", "k", "stride", "sides"),
    [
        (16, 2, 2, [8, 4, 2, 1]),
        (24, 2, 2, [12, 6, 3, 1]),
        (28, 3, 3, [9, 3, 1]),
        (10, 3, 2, [4, 1]),
        (2, 3, 2, []),
        (5, 3, 1, [3, 1]),
    ],
)
def test_pooling(n: int, k: int, stride: int, sides: list[int]) -> None:
    tape = record_solution("pooling", n_in=str(n), k=str(k), stride=str(stride))
    assert list_passes(tape, "n") == sides
    assert tape["times"].value == len(sides)


def test_pooling_stops_where_the_learners_map_is_too_small() -> None:
    tape = record_solution("pooling", n_in="24", k="2")
    assert [entry.name for entry in tape.replay({"n_3": 1}) or ()] == ["n_1", "n_2", "n_3", "times"]
    assert [entry.name for entry in tape.replay({"n_4": 2}) or ()] == ["n_1", "n_2", "n_3", "n_4", "n_5", "times"]
    halved = tape.replay({"n_4": Fraction(3, 2)})
    assert halved is not None and halved["times"].value == 4


def test_a_pooling_that_never_ends_explains_nothing() -> None:
    tape = record_solution("pooling", n_in="24", k="2")
    assert tape.replay(edits=[replace_formula("n", Formula("n + 1"))]) is None
    assert tape.replay({"n_2": "many"}) is None


@pytest.mark.parametrize(
    "given", [{"n_in": "0", "k": "2"}, {"n_in": "8", "k": "1"}, {"n_in": "8", "k": "2", "stride": "0"}]
)
def test_poolings_that_make_no_sense(given: dict[str, str]) -> None:
    with pytest.raises(FormulaError):
        record_solution("pooling", **given)


NET = "'in 32x32x3 | conv3-64 p1 | relu | pool2 | conv5-128 | pool2 | fc-10'"


def test_a_network() -> None:
    tape = record_solution("network", net=NET, columns="'parameters'")
    assert tape["total"].value == 252_810
    assert tape["params_1"].substituted == "64·(3·3·3 + 1)"
    assert list(record_solution("network", net=NET)["shape"].value) == [10]


def test_a_size_that_a_learner_got_wrong_changes_what_follows() -> None:
    tape = record_solution("network", net=NET, columns="'parameters'")
    again = tape.replay({"n_5": 7})
    assert again is not None and again["total"].value == 252_810 - 46_090 + 10 * (7 * 7 * 128 + 1)
    assert tape.replay({"n_3": 2}) is None  # then no window of the next layer fits
    assert tape.replay({"n_3": Fraction(33, 2)}) is None


def test_the_columns_of_a_network() -> None:
    given = {"net": "'in 8x8x3 | conv3-4 p1 | pool2 | gap'"}
    tape = record_solution("network", columns="['operations', 'memory', 'fields']", **given)
    assert tape["work"].value == 8 * 8 * 4 * 27
    assert tape["stored"].value == 192 + 256 + 64 + 4
    assert tape["sees_3"].value == 10  # 4 pixels, then 4 of them 2 apart
    assert record_solution("network", columns="'parameters'", biases="false", **given)["total"].value == 108


@pytest.mark.parametrize(
    "given",
    [
        {"net": "'in 4x4x3 | conv5-3'"},
        {"net": "'conv3-4'"},
        {"net": "'in 4x4x3 | cnov3-4'"},
        {"net": "3"},
        {"net": NET, "columns": "'costs'"},
        {"net": NET, "rounding": "'up'"},
        {"net": "'in 9x9x1 | 300x(relu)'"},
    ],
)
def test_networks_that_make_no_sense(given: dict[str, str]) -> None:
    with pytest.raises(FormulaError):
        record_solution("network", **given)


def test_numbers_that_are_kept_are_not_counted_in_bytes() -> None:
    tape = record_solution("network", net="'in 8x8x3 | conv3-4 | gap'", columns="'memory'")
    assert [entry.name for entry in tape] == ["values_in", "n_1", "values_1", "values_2", "stored"]


def test_every_step_of_a_network_says_its_layer() -> None:
    tape = record_solution("network", net="'in 8x8x3 | conv3-4 | relu | pool2'", columns="'memory'")
    assert [entry.why.partition(". ")[0] for entry in tape if entry.step.rule == "n"] == ["Layer 1", "Layer 3"]
    assert "Layer 0" not in " ".join(entry.why for entry in tape)


def test_what_is_counted_has_to_be_found_first() -> None:
    tape = record_solution("pooling", n_in="26", k="2")
    assert (tape["times"].formula, tape["times"].value) == ("number of n₁, n₂, n₃, n₄", 4)
    assert [entry.name for entry in entries_leading_to(tape, tape["times"])] == ["n_1", "n_2", "n_3", "n_4", "times"]
    assert record_solution("pooling", n_in="1", k="2")["times"].value == 0


@pytest.mark.parametrize(
    ("block", "times"),
    [("res(conv3-8 p1) | pool2", 3), ("2x(conv3-8 p1) | pool2", 3), ("cat(conv1-4 ; conv1-4) | pool2 | relu", 3)],
)
def test_depth_counts_blocks_and_not_the_layers_of_their_groups(block: str, times: int) -> None:
    assert record_solution("depth", start="'in 8x8x8'", block=f"'{block}'")["times"].value == times


def test_depth() -> None:
    tape = record_solution("depth", start="'in 64x64x3'", block="'conv3-16 p1 | pool2'")
    assert (tape["times"].value, list_passes(tape, "n")[-1]) == (6, 1)
    assert tape["times"].why.startswith("The next block breaks: the window of")
    shorter = tape.replay({"n_2": 20})
    assert shorter is not None and shorter["times"].value == 5
    with pytest.raises(FormulaError, match="more than 100 times"):
        record_solution("depth", start="'in 8x8x3'", block="'conv3-16 p1'")
