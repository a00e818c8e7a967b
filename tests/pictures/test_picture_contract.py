"""Every kind of picture: characters on a wide and a narrow screen, ASCII, words, and SVG, as they are kept in `golden/`.

After a change that is meant, look at the difference and renew them:

    REFRESH=1 make test ARGS="tests/pictures"; git diff tests/pictures/golden
"""

from __future__ import annotations

import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from picture_examples import EXAMPLES, make_example
from rich.cells import cell_len
from svg_rules import SVG, check_svg

from dlquiz.pictures import KINDS, load_kind
from dlquiz.pictures.characters import render_lines
from dlquiz.pictures.kind import Form
from dlquiz.pictures.svg import COLUMNS, render_svg

sys.path.insert(0, str(Path(__file__).parents[1] / "screen"))

from screens import make_screen

from dlquiz.screen.pictures import render_picture

GOLDEN = Path(__file__).parent / "golden"


def compare(path: Path, text: str) -> None:
    """Hold a text against what is kept of it."""
    if os.environ.get("REFRESH"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_every_kind_has_an_example() -> None:
    assert {kind for kind, _ in EXAMPLES.values()} == set(KINDS)


def test_every_example_is_kept_and_no_other() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{end}" for name in EXAMPLES for end in ("txt", "svg")}


@pytest.mark.parametrize("kind", KINDS)
def test_keys_have_forms_and_words(kind: str) -> None:
    for key, (form, doc, _) in load_kind(kind).KEYS.items():
        assert form in Form.__args__ and doc.endswith("."), key  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_uses_each_key(kind: str) -> None:
    used = {key for own, keys in EXAMPLES.values() if own == kind for key in keys}
    assert set(load_kind(kind).KEYS) - used <= {"title"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_characters_and_words(name: str) -> None:
    picture = make_example(name)
    screens = {
        "80 columns": make_screen(80),
        "40 columns": make_screen(40),
        "ascii": make_screen(80, encoding="ascii"),
        "narrow ascii": make_screen(40, encoding="ascii"),
        "plain": make_screen(80, plain=True),
    }
    parts = []
    for what, screen in screens.items():
        lines = [line.plain.rstrip() for line in render_picture(picture, screen, " ")]
        assert all(cell_len(line) <= screen.width for line in lines)
        assert "ascii" not in what or "".join(lines).isascii()
        parts.append(f"--- {what}\n" + "\n".join(lines) + "\n")
    compare(GOLDEN / f"{name}.txt", "".join(parts))


@pytest.mark.parametrize("name", EXAMPLES)
def test_svg_is_well_formed_and_inert(name: str) -> None:
    picture = make_example(name)
    text = check_svg(picture)
    root = ET.fromstring(text)
    assert root.find(f"{SVG}title").text == picture.title  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == picture.describe()  # type: ignore[union-attr]
    compare(GOLDEN / f"{name}.svg", text + "\n")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("width", [32, 38, 60, 98])
def test_any_width_is_kept(name: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in render_lines(make_example(name).lay_out(width)))


def test_texts_of_banks_do_nothing_in_an_svg() -> None:
    hostile = """<script>alert(1)</script> [sound:x] {{c1::x}} \\(x\\) & " ' ]]> --> \x00 \u202e"""
    picture = make_example("softmax")
    scene = picture.lay_out(COLUMNS)
    text = render_svg(type(scene)(scene.width, scene.height, scene.shapes, hostile, hostile))
    ET.fromstring(text)
    assert "<script" not in text and "[sound" not in text and "{{" not in text and "\\(" not in text
