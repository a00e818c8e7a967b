"""Pictures on the screen: in characters where they have room, in words with `--plain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from dlquiz.pictures.characters import render_characters
from dlquiz.pictures.kind import Picture, tell_picture
from dlquiz.pictures.scene import Label, Node, Scene, Tone
from dlquiz.screen.charset import can_encode
from dlquiz.screen.screen import Screen

STYLES: dict[Tone, str] = {
    "ink": "", "faint": "dim", "first": "cyan", "second": "yellow", "third": "magenta", "fourth": "green",
}  # fmt: skip
SIGNS = "⣿┃█░●•▶"
MIN_WIDTH = 32  # columns without which there is no room for a picture


def render_pictures(pictures: Sequence[Picture], screen: Screen, margin: str) -> list[Text]:
    """Pictures below each other, each with a blank line before it."""
    return [line for picture in pictures for line in (Text(), *render_picture(picture, screen, margin))]


def spell_scene(scene: Scene, screen: Screen) -> Scene:
    """A scene whose texts are as they will be shown, so that they take the room that they need."""
    shapes = (
        replace(shape, text=screen.spell(shape.text)) if isinstance(shape, (Label, Node)) else shape
        for shape in scene.shapes
    )
    return replace(scene, shapes=tuple(shapes))


def render_picture(picture: Picture, screen: Screen, margin: str) -> list[Text]:
    """A picture under its title, or the sentence that stands for it."""
    if screen.plain or screen.width < MIN_WIDTH:
        return screen.wrap_text(f"Picture: {tell_picture(picture)}", "" if screen.plain else margin)
    ascii_only = not (screen.signs and can_encode(SIGNS, screen.console.encoding))
    scene = spell_scene(picture.lay_out(screen.width - 2 * len(margin)), screen)
    lines = [
        Text.assemble(margin, *((text, f"{STYLES[tone]}{' bold' * bold}".strip()) for text, tone, bold in runs))
        for runs in render_characters(scene, ascii_only)
    ]
    return [*screen.wrap_text(Text(picture.title, "dim"), margin), *lines]
