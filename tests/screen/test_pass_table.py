"""Chains of layers, epochs and iterations as tables: in the terminal, as lines for screen readers, as a list at 40 columns."""

from __future__ import annotations

import pytest
from screens import make_screen

import dlquiz
from dlquiz.export import card_html, markdown
from dlquiz.problem import Problem
from dlquiz.screen.solution import render_tape
from dlquiz.worked.pass_table import PassTable, group_passes

CHAIN = """\
 1–6  r ← r + (k - 1)·j
      j ← j·s
      r ← r + d·(k - 1)·j"""
ROWS = """\
      layer  k  s  d  r                     j
      ─────  ─  ─  ─  ────────────────────  ───────
      1      3  1     1 + (3 - 1)·1 = 3     1·1 = 1
      2      3  2  4  3 + 4·(3 - 1)·1 = 11  1·2 = 2
      3      3  2     11 + (3 - 1)·2 = 15   2·2 = 4"""
PASSES = """\
      pass  grad               step                x
      ────  ─────────────────  ──────────────────  ──────────────────────
      1     2·2·(-5) = -20     0.1·(-20) = -2      -5 - (-2) = -3
      2     2·2·(-3) = -12     0.1·(-12) = -1.2    -3 - (-1.2) = -1.8
      3     2·2·(-1.8) = -7.2  0.1·(-7.2) = -0.72  -1.8 - (-0.72) = -1.08"""


def render(name: str, width: int = 80, plain: bool = False) -> str:
    problem = dlquiz.load()[name].problem(3)
    lines = render_tape(problem, list(problem.tape), make_screen(width, plain=plain))
    return "\n".join(line.plain.rstrip() for line in lines)


def test_a_chain_of_layers_is_a_table_with_the_sizes_of_its_layers() -> None:
    text = render("field-and-jump")
    assert CHAIN in text and ROWS in text


def test_iterations_are_a_table_with_a_column_for_each_rule() -> None:
    text = render("gd-n-steps")
    assert (
        "      step = η·grad\n        The rate 0.1 scales the slope.\n      x ← x - step\n" in text and PASSES in text
    )


def test_what_has_no_room_leaves_out_what_is_given_first() -> None:
    text = render("net-total-parameters")
    head = next(line for line in text.split("\n") if line.strip().startswith("layer"))
    assert head.split() == ["layer", "n", "inputs", "params"]
    assert "10·(3·3·6 + 1) = 550" in text
    wide = render("net-total-parameters", 120)
    assert "layer  k  p  filters  s  units  n " in wide


def test_screen_readers_get_lines_and_narrow_screens_a_list() -> None:
    assert render("gd-n-steps", plain=True).startswith("Step 1: grad_1 = 2·c·x₀ = 2·2·(-5) = -20.")
    assert "──" not in render("gd-n-steps", 40) and "x₁ = -3" in render("gd-n-steps", 40)


def test_where_the_learner_had_another_value_the_steps_say_so() -> None:
    problem = dlquiz.load()["gd-n-steps"].problem(3)
    lines = render_tape(problem, list(problem.tape), make_screen(80), (), {"x_2": 7})
    assert any("Here you may have had 7." in line.plain for line in lines)


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    """A variant of every shipped question."""
    return [exercise.problem(2) for exercise in dlquiz.load()]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_table_is_wider_than_the_screen(width: int, problems: list[Problem]) -> None:
    for problem in problems:
        lines = render_tape(problem, list(problem.tape), make_screen(width))
        assert all(line.cell_len <= width for line in lines), problem.id


def test_every_entry_stands_in_a_table_or_as_a_step(problems: list[Problem]) -> None:
    for problem in problems:
        tape = list(problem.tape)
        told = [e for block in group_passes(tape) for e in (block.entries if isinstance(block, PassTable) else [block])]
        assert told == tape


def test_a_conditional_in_a_loop_keeps_its_reasons_as_steps(problems: list[Problem]) -> None:
    for problem in problems:
        for block in group_passes(list(problem.tape)):
            assert not isinstance(block, PassTable) or not any(entry.since for entry in block.entries)


def test_sheets_and_cards_have_the_table_too() -> None:
    problem = dlquiz.load()["field-and-jump"].problem(3)
    sheet, card = markdown.write_solution(problem), card_html.write_sides(problem)[1]
    assert "| layer | $k$ | $s$ | $d$ | $r$ | $j$ |" in sheet
    assert r"| 1 | $3$ | $1$ |  | $1 + \left(3 - 1\right) \cdot 1 = 3$ | $1 \cdot 1 = 1$ |" in sheet
    assert "\n7. $\\text{answer} = " in sheet
    assert '<table class="passes"><tr><th>layer</th><th>\\(k\\)</th>' in card
    assert '<ol class="steps" start="7">' in card
