"""What `show` and `net` do with pictures: print them, or write them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.files import write_files
from dlquiz.pictures.kind import Picture
from dlquiz.pictures.svg import COLUMNS, render_svg
from dlquiz.screen.pictures import render_pictures
from dlquiz.screen.screen import MARGIN, detect_screen


def output_pictures(pictures: Sequence[Picture], svg: Path | None, plain: bool) -> None:
    """Print pictures, or write them to a file; the second goes beside the first, with a 2 in its name."""
    screen = detect_screen(plain)
    if svg is None:
        screen.show([*render_pictures(pictures, screen, MARGIN), ""])
        return
    paths = [svg, *(svg.with_name(f"{svg.stem}-{i}{svg.suffix}") for i in range(2, len(pictures) + 1))]
    texts = [f"{render_svg(picture.lay_out(COLUMNS))}\n".encode() for picture in pictures]
    write_files(dict(zip(paths, texts, strict=True)))
    screen.show([f"wrote {path}" for path in paths])
