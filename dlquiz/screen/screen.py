"""The screen: a Rich console, and the one gate through which every text passes on its way there.

What is shown is a list of lines, each a `rich.text.Text`.  Texts of banks and people enter as plain strings, never as
markup, and `Screen.to_text` takes out of them what a terminal would obey.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text

from dlquiz.screen.charset import HARD_SPACE, can_encode, clean_text, spell_text
from dlquiz.screen.wrap import break_lines, collapse_spaces, strip_end

MAX_WIDTH = 100  # longer lines are hard to read
MIN_WIDTH = 20
MARGIN = " "  # before every line
PROBE = "✓✗≈›·−×ηŷ∂₁²⌊⌋√≤→∑…●○━─"
GOOD, BAD = "green", "red"  # of the terminal's own palette; there is always a word or a sign too


class Screen:
    """A terminal, or what stands for one, as it is now."""

    def __init__(self, console: Console, plain: bool = False) -> None:
        self.console = console
        self.plain = plain  # lines that a screen reader reads well, no boxes and no columns
        self.width = console.width
        self.narrow = self.width < 60  # whether columns have no room
        self.signs = can_encode(PROBE, console.encoding)
        self.moves = console.is_interactive and not plain and not console.legacy_windows  # whether the cursor can go up

    def spell(self, text: str) -> str:
        """A text without anything that a terminal obeys, in characters that the output can encode."""
        text = clean_text(text)
        return text if self.signs else spell_text(text, self.console.encoding)

    def to_text(self, text: str | Text) -> Text:
        """The gate: a text as it may be measured and shown."""
        if isinstance(text, str):
            return Text(self.spell(text))
        if self.spell(text.plain) == text.plain:
            return text
        runs = text.render(self.console)
        return Text.assemble(*((self.spell(run.text), run.style or "") for run in runs))

    def wrap_text(self, text: str | Text, first: str | Text = "", rest: str | Text | None = None) -> list[Text]:
        """A text in lines that fit; `first` begins the first line, `rest` the others, else as much space."""
        lead = self.to_text(first)
        hang = Text(" " * lead.cell_len) if rest is None else self.to_text(rest)
        lines: list[Text] = []
        for paragraph in Text.assemble(text).split(allow_blank=True) or [Text()]:
            words = collapse_spaces(self.to_text(paragraph))
            lines += break_lines(words, self.console, hang if lines else lead, hang)
        return lines

    def render_lines(self, renderable: RenderableType, indent: str = "") -> list[Text]:
        """What Rich makes of a table in lines, without spaces at their ends."""
        options = self.console.options.update_width(self.width - len(indent))
        rows = self.console.render_lines(renderable, options, pad=False)
        return [strip_end(Text.assemble(indent, *((run.text, run.style or "") for run in row))) for row in rows]

    def show(self, lines: Iterable[str | Text]) -> None:
        """Print lines."""
        page = Text("\n").join(map(self.to_text, lines))
        page.plain = page.plain.replace(HARD_SPACE, " ")
        self.console.print(page, soft_wrap=True)

    def to_ansi(self, line: str | Text) -> str:
        """A line as `show` sends it to the terminal, for those who write there themselves."""
        with self.console.capture() as captured:
            self.show([line])
        return captured.get().removesuffix("\n")

    def clear(self) -> None:
        """Begin anew at the top, where the terminal can."""
        if self.moves:
            self.console.clear()


def detect_screen(plain: bool) -> Screen:
    """The screen of this process's standard output, as it is now."""
    size = shutil.get_terminal_size((80, 24))  # of the output itself: Rich takes a pipe to be as wide as the keyboard
    console = Console(
        file=sys.stdout,
        width=max(MIN_WIDTH, min(MAX_WIDTH, size.columns)),
        height=size.lines,
        color_system=None if plain or os.environ.get("NO_COLOR") else "auto",  # Rich alone keeps bold and dim
        markup=False,
        emoji=False,
        highlight=False,
    )
    return Screen(console, plain)
