"""Screens for tests: as wide as one wants, in the encoding and the colours that one wants, on this process's output."""

from __future__ import annotations

from typing import Literal

from rich.console import Console

from dlquiz.screen.screen import Screen


class EncodedConsole(Console):
    """A console whose stream has another encoding than that of the tests."""

    encoding = "utf-8"


def make_screen(
    width: int = 80, *, encoding: str = "utf-8", color_system: Literal["standard"] | None = None, plain: bool = False
) -> Screen:
    """A screen that is no terminal."""
    options = {"markup": False, "emoji": False, "highlight": False}
    console = EncodedConsole(width=width, height=25, color_system=color_system, force_terminal=False, **options)
    console.encoding = encoding
    return Screen(console, plain)
