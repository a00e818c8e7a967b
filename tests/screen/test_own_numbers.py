"""What `solve` tells of numbers of one's own: which it takes, with sizes and an example, and which were given and drawn."""

from __future__ import annotations

import re

import pytest
from screens import make_screen

import dlquiz
from dlquiz.bank.question_set import load_questions
from dlquiz.commands.solve import open_solvable
from dlquiz.errors import NotFound
from dlquiz.language.write.symbols import GREEK, name_to_symbol
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.own_numbers import render_given, render_takes
from dlquiz.screen.solution import render_tape
from dlquiz.worked.typed_pins import read_pin

BANK = dlquiz.load()


def solve(name: str, *pins: str) -> Problem:
    question = BANK[name].question
    pairs = [pin.partition("=") for pin in pins]
    return make_problem(question, 0, {key: read_pin(question, key, text) for key, _, text in pairs})


def tell_takes(name: str) -> str:
    return " ".join(" ".join(line.plain.split()) for line in render_takes(solve(name), make_screen(200)))


def test_solve_alone_tells_names_ranges_sizes_and_an_example() -> None:
    told = tell_takes("jump-of-chain")
    assert "n: 4, the size of kernels and strides; other whole numbers too, at least 1" in told
    assert "kernels: 2, 3, 5, 7 in a list of n = 4 (or another size); other numbers too" in told
    assert "for example: dlquiz solve jump-of-chain kernels=7,7,2,2,3 strides=1,3,4,1,1" in told
    told = tell_takes("conv-params")
    assert "k: 1, 3, 5, 7; other whole numbers too, at least 1" in told and "bias: true, false" in told
    assert "w: -1, -0.5, 0.5, 1 in a list of 4;" in tell_takes("seq-lstm-exam")
    assert "case: the number of a case, from 1 to 8" in tell_takes("act-which-function")
    assert '"X=[[' in tell_takes("act-active-examples")


def test_given_values_are_told_apart_from_drawn_ones_and_what_is_outside() -> None:
    lines = [line.plain.strip() for line in render_given(solve("conv-params", "k=4"), make_screen(200))]
    assert lines[0] == "Given: k = 4."
    assert lines[1].startswith("Drawn: c_in = ")
    assert lines[2] == "Note: k = 4 is outside of what is drawn: 1, 3, 5, 7."


def test_a_network_in_place_of_a_question_is_pointed_to_its_verb() -> None:
    with pytest.raises(NotFound, match='"vgg16" is a network, not a question: dlquiz net "vgg16" shows it'):
        open_solvable(load_questions(), "vgg16", [])


def test_large_counts_are_grouped_in_questions_and_solutions() -> None:
    problem = solve("dense-params", "n_in=10240", "n_out=1024")
    lines = "\n".join(line.plain for line in render_tape(problem, list(problem.tape), make_screen(200)))
    assert "10,485,760" in lines and "10485760" not in lines
    assert "10240" not in problem.ask


def test_an_index_that_runs_counts_from_1() -> None:
    problem = solve("minibatch-exam")
    lines = "\n".join(line.plain for line in render_tape(problem, list(problem.tape), make_screen(80)))
    assert "w ← w - η·(w - y_t)" in lines
    assert "t - 1" not in lines and "y[" not in lines


def test_names_are_printed_as_on_paper_and_no_two_of_a_question_alike() -> None:
    """An underscore is a subscript, as in c_in; names of several words keep theirs, so that each stays one name."""
    for exercise in list(BANK)[::3]:
        problem = make_problem(exercise.question)
        names = {*problem.values, *(entry.name for entry in problem.tape)}
        symbols = {name: name_to_symbol(name) for name in names}
        assert len(set(symbols.values())) == len(names), (exercise.id, symbols)
        for name, symbol in symbols.items():
            head = symbol.partition("_")[0]
            assert head not in GREEK and not re.fullmatch(r"[A-Za-z]\d+", head), (exercise.id, name, symbol)
