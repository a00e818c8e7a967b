"""The screen: how wide it is, what it can show, and the one way to print on it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import NamedTuple

from dlquiz.screen.ansi import paint
from dlquiz.screen.charset import encodes, spelled
from dlquiz.screen.wrap import filled

WIDEST = 100  # longer lines are hard to read
NARROWEST = 20
VT_SIGNS = {"WT_SESSION", "ANSICON", "ConEmuANSI", "TERM"}
PROBE = "✓✗≈›·−×ηŷ∂₁²⌊⌋√≤→∑…●○━─"


class Screen(NamedTuple):
    """A terminal, or what stands for one.  (A NamedTuple: a dataclass costs a millisecond of every start.)"""

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"
    signs: bool = True  # whether the encoding has the signs of PROBE
    plain: bool = False  # lines that a screen reader reads well, no boxes and no columns
    moves: bool = False  # whether the cursor can be moved and the screen be cleared

    @property
    def narrow(self) -> bool:
        """Whether columns have no room."""
        return self.width < 60

    def spell(self, text: str) -> str:
        """Text in characters that the output can encode."""
        return text if self.signs else spelled(text, self.encoding)

    def filled(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """A text in lines that fit; spelled before it is measured, since an ASCII form may be longer."""
        return filled(self.spell(text), self.width, self.spell(first), rest)

    def painted(self, line: str) -> str:
        """A line as it goes to the terminal."""
        return paint(line, self.colour, self.spell)

    def line(self, text: str = "") -> None:
        """Print one line."""
        sys.stdout.write(self.painted(text) + "\n")

    def lines(self, texts: list[str]) -> None:
        """Print lines."""
        sys.stdout.write("".join(self.painted(text) + "\n" for text in texts))
        sys.stdout.flush()

    def clear(self) -> None:
        """Begin anew at the top, where the terminal can."""
        if self.moves:
            sys.stdout.write("\033[H\033[2J")


def screen_for(plain: bool) -> Screen:
    """The screen of this process's standard output, as it is now."""
    terminal = sys.stdout.isatty()
    able = terminal and obeys()
    encoding = encoding_name(sys.stdout.encoding)
    return Screen(
        width=max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns)),
        colour=able and not plain and not os.environ.get("NO_COLOR"),
        encoding=encoding,
        signs=encodes(PROBE, encoding),
        plain=plain,
        moves=able and not plain,
    )


def obeys() -> bool:
    """Whether the terminal understands escape sequences: not a dumb one, and not an old Windows console."""
    if os.environ.get("TERM", "") in ("dumb", "unknown"):
        return False
    return not VT_SIGNS.isdisjoint(os.environ) if sys.platform == "win32" else bool(os.environ.get("TERM"))


def encoding_name(name: str | None) -> str:
    """`utf-8` for all its spellings."""
    name = (name or "ascii").lower().replace("_", "-")
    return "utf-8" if name in ("utf-8", "utf8", "cp65001") else name
