"""Pictures that commands draw without a bank: the boxes of `net`, the path of a descent."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import dlquiz
from dlquiz.bank.build import build_question
from dlquiz.bank.compile import compile_text
from dlquiz.commands import net
from dlquiz.language.formula import Formula
from dlquiz.own.descent_picture import write_picture
from dlquiz.pictures.contour import ContourPicture
from dlquiz.pictures.curve import CurvePicture
from dlquiz.problem import make_problem

HEAD = """topic: own
title: Own
questions:
- id: own-descent
  draw: {x0: [2], y0: [1]}
  ask: Where does it go?
  steps:
  - {name: x_a, formula: x0 / 2}
  - repeat: 2
    start: {x: x0, y: y0}
    steps: [{name: x, formula: x / 2}, {name: y, formula: 0 - y / 2}]
  answer: x_a
"""


def test_net_shows_its_layers_as_boxes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert net.run_picture("in 8x8x3 | conv3-4 | fc-2", "floor", None, False) == 0
    shown = capsys.readouterr().out
    assert "6 × 6 × 4" in shown and shown.count("▶") == 2 and shown.count("┌") == 3
    assert net.run_picture("in 8x8x3 | conv3-4", "floor", None, True) == 0
    assert "Picture: network. input of shape 8 × 8 × 3, then conv3-4" in " ".join(capsys.readouterr().out.split())
    assert net.run_picture("resnet-50", "floor", tmp_path / "r.svg", False) == 0
    ET.fromstring((tmp_path / "r.svg").read_text(encoding="utf-8"))
    assert net.run_picture("in 4x4x1 | conv9-2", "floor", None, False) == 1
    assert "Here the network breaks: " in capsys.readouterr().out


@pytest.mark.parametrize(("letters", "kind"), [(("x",), CurvePicture), (("x", "y"), ContourPicture)])
def test_a_descent_is_drawn_through_its_places(letters: tuple[str, ...], kind: type) -> None:
    function = Formula("x^4 - 3*x^2" if len(letters) == 1 else "x^2 + 3*y^2").tree
    places = [(2.0, 1.0), (1.0, -0.5), (0.5, 0.25)]
    lines = write_picture(function, letters, [place[: len(letters)] for place in places])
    plain = compile_text(HEAD + "\n".join(lines) + "\n", "own.yaml")
    picture = make_problem(build_question(plain["questions"][0], "own", "own.yaml"), 1).draw_picture(0)
    assert isinstance(picture, kind)
    assert [x for x, _ in picture.path] == [2, 1, 0.5]  # type: ignore[attr-defined]


def test_of_three_letters_there_is_no_picture() -> None:
    assert write_picture(Formula("x + y + z").tree, ("x", "y", "z"), [(1, 1, 1), (0, 0, 0)]) == []


def test_a_graph_of_numbers_is_drawn_with_its_gradients() -> None:
    own = dlquiz.backprop("z = w*x + b; a = sigma(z); E = (y - a)^2/2", w=0.5, x=1, b=0.1, y=1)
    (picture,) = own.problem.solution_pictures
    words = picture.describe()
    assert "z = f(w, x, b), then a = f(z), then E = f(y, a)" in words
    assert "gradients: " in words and "w -0.08107" in words


def test_a_graph_of_arrays_has_no_picture() -> None:
    own = dlquiz.backprop("E = sum((W @ x)^2)", W=[[1, 2], [3, 4]], x=[1, 0])
    assert own.problem.solution_pictures == []
