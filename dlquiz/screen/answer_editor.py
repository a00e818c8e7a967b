"""The lines of an answer being typed: keys, rows, the reading and the footer below them.  Stands on prompt_toolkit.

The editor draws below what is on the screen already, from the first column, and asks the terminal nothing: no answer
of the terminal can be taken for something typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os.path import commonprefix

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, is_done, is_searching
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    AnyContainer,
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style
from prompt_toolkit.widgets import SearchToolbar
from rich.cells import cell_len

from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.live_reading import LiveReading
from dlquiz.screen.prompt import Request, are_separate_answers, brackets_go_on, render_lead
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.wrap import clip_text

STYLES = {"label": "bold", "reading": "dim", "footer": "dim"}
ROWS_FOOTER = f"{MARGIN}a blank line ends it"
BRACKETS_FOOTER = f"{MARGIN}the last bracket ends it"
SIGN = len(" › ")  # behind the label
ENTER = (Keys.ControlM, Keys.ControlJ)


class AnswerEditor:
    """Edits one answer.  `history` holds what was typed before, oldest first."""

    def __init__(self, request: Request, measured: Callable[[], Screen], history: Sequence[str] = ()) -> None:
        self.request = request
        self.measured = measured
        self.reading = LiveReading(request.read) if request.read else None
        self.pasted = ""  # the text as it was right behind a paste of several lines
        self.offered: dict[str, Sequence[str]] = {}  # the text behind a Tab, and how it can go on
        self.buffer = Buffer(multiline=True, history=InMemoryHistory(list(history)))
        self.application: Application[str] = Application(
            layout=Layout(self.build_layout()),
            style=Style.from_dict(STYLES if measured().console.color_system else {}),
            include_default_pygments_style=False,
            key_bindings=self.bind_keys(),
            output=open_output(),
        )

    def run(self) -> str:
        """What is typed; KeyboardInterrupt behind Ctrl-C, EOFError behind Ctrl-D or where the input ends."""
        return self.application.run()

    # what is shown

    def build_layout(self) -> HSplit:
        """The answer, below it how it is read, below that the footer; once it is typed the answer alone."""
        search = SearchToolbar()
        typed = BufferControl(self.buffer, search_buffer_control=search.control)
        answer = Window(typed, wrap_lines=True, dont_extend_height=True, get_line_prefix=self.format_prefix)
        below: list[AnyContainer] = [search, make_line_window(self.format_footer)]
        if self.reading:
            below.insert(0, make_line_window(self.format_reading))
        return HSplit([answer, ConditionalContainer(HSplit(below), ~is_done)])

    def format_prefix(self, row: int, wrapped: int) -> StyleAndTextTuples:
        """The label before the first row, dots before the others; nothing where a row is broken."""
        if wrapped:
            return []
        label = self.request.label
        text = (render_lead("…", self.screen, cell_len(label)) if row else render_lead(label, self.screen)).plain
        return [("class:label", text[:-SIGN]), ("", text[-SIGN:])]

    def format_reading(self) -> StyleAndTextTuples:
        """How the answer is read so far."""
        said = self.reading.describe_text(self.buffer.text) if self.reading else ""
        return [("class:reading", self.fit_line(MARGIN + said))]

    def format_footer(self) -> StyleAndTextTuples:
        """The footer; right behind a Tab what it offers, on the rows of a matrix what ends them."""
        text = self.buffer.text
        offers = self.offered.get(text, ())
        if offers:
            said = MARGIN + "   ".join(offers)
        elif "\n" in text and self.goes_on(text.rstrip().split("\n")):
            said = BRACKETS_FOOTER if brackets_go_on(text.split("\n")) else ROWS_FOOTER
        else:
            said = self.request.footer(self.screen)
        return [("class:footer", self.fit_line(said))]

    def fit_line(self, text: str) -> str:
        """A text cut to one line of the screen."""
        return clip_text(self.screen.spell(text.replace(HARD_SPACE, " ")), self.screen.width - 1)

    @property
    def screen(self) -> Screen:
        """The screen as it is now: windows change their size."""
        return self.measured()

    # keys

    def bind_keys(self) -> KeyBindings:
        """The keys that do something of ours; all others edit as they do in a shell."""
        keys = KeyBindings()
        empty = Condition(lambda: not self.buffer.text)
        keys.add("enter", filter=~is_searching)(self.enter)
        keys.add("tab")(self.complete)
        keys.add(Keys.BracketedPaste)(self.paste)
        keys.add("c-c", filter=~is_searching)(lambda event: event.app.exit(exception=KeyboardInterrupt()))
        keys.add(Keys.SIGINT)(lambda event: event.app.exit(exception=KeyboardInterrupt()))
        keys.add("c-d", filter=empty)(lambda event: event.app.exit(exception=EOFError()))
        keys.add("c-z")(lambda event: event.app.suspend_to_background())
        return keys

    def enter(self, event: KeyPressEvent) -> None:
        """To the next row, or the answer is typed."""
        lines = self.buffer.text.split("\n")
        following = split_waiting_lines(event.key_processor.input_queue)
        if not self.buffer.document.on_last_line and self.goes_on(self.buffer.text.rstrip().split("\n")):
            self.buffer.cursor_down()
            self.buffer.cursor_position += self.buffer.document.get_end_of_line_position()
        elif self.goes_on(lines) or (following and not are_separate_answers([*lines, *following])):
            self.buffer.cursor_position = len(self.buffer.text)
            self.buffer.insert_text("\n")
        else:
            self.buffer.document = Document(self.buffer.text.rstrip("\n"))
            event.app.exit(result=self.buffer.text)

    def goes_on(self, lines: Sequence[str]) -> bool:
        """Whether a further row belongs to the answer; none behind a paste of several, unless a bracket is open."""
        if self.request.goes_on is None or (self.buffer.text == self.pasted and not brackets_go_on(lines)):
            return False
        return self.request.goes_on(lines)

    def paste(self, event: KeyPressEvent) -> None:
        """Put a paste in; one of several lines is a whole answer."""
        text = event.data.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        self.buffer.insert_text(text)
        if "\n" in text:
            self.pasted = self.buffer.text

    def complete(self, _event: KeyPressEvent) -> None:
        """Complete a command or a unit as far as it is certain, and offer what is left."""
        before = self.buffer.document.text_before_cursor
        begun, words = find_completions(before, self.request.commands, self.request.units)
        if words:
            self.buffer.insert_text(commonprefix(words)[len(begun) :])  # noqa: RUF071 (words are no paths)
        self.offered = {self.buffer.text: words} if len(words) > 1 else {}


def find_completions(before: str, commands: Sequence[str], units: Sequence[str]) -> tuple[str, list[str]]:
    """What stands before the cursor of a command or of a unit, and the words that it can become."""
    if before.startswith("/"):
        return before, [command for command in commands if command.startswith(before)]
    begun = before[len(before.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%")) :]
    if not before[: len(before) - len(begun)].strip():
        return begun, []  # a unit stands behind a number
    return begun, [unit for unit in units if unit.startswith(begun)]


def split_waiting_lines(waiting: Iterable[KeyPress]) -> list[str]:
    """The lines that came together with an Enter and stand behind it: those of a paste, or typed ahead."""
    lines = [""]
    for press in waiting:
        if press.key in ENTER:
            lines.append("")
        elif len(press.key) == 1 or press.key == Keys.BracketedPaste:
            lines[-1] += press.data
    return lines[:-1]


def make_line_window(text: Callable[[], StyleAndTextTuples]) -> Window:
    """One line below the answer; a very low terminal does without."""
    return Window(FormattedTextControl(text), height=Dimension(min=0, max=1, preferred=1))


def open_output() -> Output:
    """The terminal; it is not asked where its cursor is."""
    output = create_output()
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
