"""Ctrl-Z while a line is typed: Python leaves it to the program to give the terminal back, and `fg` finds no prompt."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def pausable(leave: Callable[[], None], back: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-Z stop the program, behind `leave`; in the foreground again the terminal is as it was, then `back`."""
    if sys.platform == "win32" or not os.isatty(sys.stdin.fileno()):
        yield
        return
    import termios

    idle = termios.tcgetattr(sys.stdin)

    def pause(_number: int, _frame: FrameType | None) -> None:
        leave()
        editing = termios.tcgetattr(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, idle)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)  # stops here
        signal.signal(signal.SIGTSTP, pause)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, editing)
        back()

    before: Any = signal.signal(signal.SIGTSTP, pause)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)
