"""A learner's terminal: the program in a pseudo-terminal, and the screen as an emulator shows it."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

ROOT = Path(__file__).parent.parent.parent
BANK = ROOT / "tests" / "banks" / "dialogue.yaml"
LONGEST = 120.0  # seconds to wait for a text; only a program that hangs lets them pass
QUIET = 0.06  # seconds without output, after which the program is asked whether it sleeps
CONTROL = {
    "c": "\x03", "d": "\x04", "e": "\x05", "l": "\x0c", "r": "\x12", "u": "\x15", "z": "\x1a", "backspace": "\x7f", "tab": "\t",
    "up": "\033[A", "down": "\033[B", "left": "\033[D",
}  # fmt: skip


def hears_interrupts() -> None:
    """Let Ctrl-C through, also where the tests run in the background of a shell, which silences it for its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """Types and looks.  `text` is all that the screen shows, line by line."""

    def __init__(
        self,
        home: Path,
        arguments: Sequence[str],
        columns: int = 80,
        rows: int = 60,
        shell: bool = False,  # whether a shell with jobs stands between the terminal and the program
        program: Sequence[str] = ("-m", "dlquiz"),
        **more: str,
    ) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("COLUMNS", "LINES", "NO_COLOR", "PYTHONUTF8")
        }
        environment = {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}
        environment["DLQUIZ_HOME"] = str(home)
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        command = [sys.executable, *program, *arguments]
        if shell:
            command = ["sh", "-m", "-c", f"{shlex.join(command)}; while printf '$ ' && read line; do $line; done"]
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            env=environment,
            dimensions=(rows, columns),
            cwd=str(home),
            timeout=LONGEST,
            preexec_fn=hears_interrupts,
        )
        self.child.delaybeforesend = None  # `see` waits for what is needed, and for no longer
        self.child.ptyproc.delayafterclose = 0.0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines).rstrip()

    def pump(self, seconds: float) -> bool:
        """Take what comes within this time; False where nothing did."""
        try:
            piece = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += piece
        self.stream.feed(piece)
        return True

    def see(self, wanted: str) -> Terminal:
        """Wait until the screen shows a text (a pattern), then until it rests."""
        end = time.monotonic() + LONGEST
        self.catch(wanted)
        while self.pump(QUIET) or (not self.sleeps() and time.monotonic() < end):
            pass
        return self

    def catch(self, wanted: str) -> Terminal:
        """Wait until the screen shows a text (a pattern), and not longer."""
        end = time.monotonic() + LONGEST
        while not re.search(wanted, self.text):
            if not self.pump(0.05) and (time.monotonic() > end or not self.child.isalive()):
                while self.pump(0.05):
                    pass
                assert re.search(wanted, self.text), f"{wanted!r} does not come:\n{self.text}"
                break
        return self

    def sleeps(self) -> bool:
        """Whether the program waits for a key: a reply of a busy machine has pauses, in which it waits for a processor."""
        try:
            threads = Path(f"/proc/{os.tcgetpgrp(self.child.child_fd)}/task").glob("*/stat")
            return all(thread.read_text().rpartition(") ")[2][0] in "ST" for thread in threads)
        except OSError:  # it is over, or no Linux tells what it does
            return True

    def type(self, text: str, enter: bool = True) -> Terminal:
        """Type a line."""
        self.child.send(text + ("\r" if enter else ""))
        return self

    def press(self, *keys: str) -> Terminal:
        """Press Ctrl with a letter, or another key, one after the other."""
        for key in keys:
            self.child.send(CONTROL[key])
        return self

    def paste(self, text: str) -> Terminal:
        """Paste, as terminals do that mark what is pasted."""
        self.child.send(f"\033[200~{text}\033[201~")
        return self

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def ended(self) -> int:
        """The exit code, once the program is over."""
        end = time.monotonic() + LONGEST
        while self.child.isalive() and time.monotonic() < end:
            self.pump(0.05)
        while self.pump(0.05):
            pass
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)
