"""What holds for the SVG of every picture: well-formed, without anything that runs or loads, with a text alternative."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from dlquiz.pictures.kind import Picture
from dlquiz.pictures.svg import COLUMNS, render_svg

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "desc", "style", "rect", "path", "polyline", "circle", "ellipse", "text"}


def check_svg(picture: Picture) -> str:
    """Hold the SVG of a picture against the rules, and return it."""
    text = render_svg(picture.lay_out(COLUMNS))
    root = ET.fromstring(text)
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= SHAPES
    assert not any(key.startswith("on") or "href" in key for node in root.iter() for key in node.attrib)
    assert "url(" not in text and "@import" not in text and "{{" not in text
    assert root.get("role") == "img" and "prefers-color-scheme:dark" in text
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text and words is not None and words.text and words.text.endswith(".")
    return text
