"""The error tree.  Every fault that a user can cause ends in one of these, and in one plain sentence.

DlquizError
├── FormulaError    a formula or a typed text that cannot be read or computed; knows the place in the text
├── BankError       a bank that cannot be used; holds every fault, each with file, line and column
├── NotFound        no such question, topic, part or file
│   └── NoEntry     no such quantity on a tape
├── ProgressError   a store of progress that cannot be read or written
└── UsageError      a command or an argument that makes no sense
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class DlquizError(Exception):
    """A fault that the user can mend.  Its text is one plain sentence; the command line exits with `exit_code`."""

    exit_code = 2


class FormulaError(DlquizError):
    """A formula that cannot be read or computed; `at` is the offset in `text` where it goes wrong."""

    def __init__(self, message: str, text: str = "", at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.at = at


class Place(NamedTuple):
    """A place in a file; lines and columns count from 1, as editors do."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Fault(NamedTuple):
    """One thing that is wrong in a bank, and where."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class BankError(DlquizError):
    """A bank that cannot be used; `faults` holds all that were found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NotFound(DlquizError):
    """No such question, topic, part or file."""


class ProgressError(DlquizError):
    """A store of progress that cannot be read or written."""


class NoEntry(NotFound, KeyError):
    """No such quantity on a tape; a KeyError too, as of any mapping."""

    __str__ = DlquizError.__str__


class UsageError(DlquizError):
    """A command or an argument that makes no sense."""


def describe_failure(error: Exception) -> tuple[str, int] | None:
    """The sentence and the exit code in which an exception ends the program; None for a fault of the program itself."""
    match error:
        case DlquizError():
            return str(error), error.exit_code
        case Exception() if type(error).__module__ == "sqlite3":  # not imported for its name alone
            fault = "is damaged" if type(error).__name__ == "DatabaseError" else "cannot be read or written"
            return f"The progress {fault}, and is left as it is: {error}.", 2
        case BrokenPipeError():
            return "", 1  # whoever read has enough
        case OSError():
            return f"{error.filename or 'The output'} cannot be {describe_use(error)}: {error.strerror or error}.", 2
        case MemoryError():
            return "There is not enough memory for this.", 2
        case RecursionError():
            return "This is nested too deeply.", 2
        case UnicodeError():
            return f"A text cannot be read or written here: {error}.", 2
        case ImportError() if not str(error.name).startswith("dlquiz"):
            return f"The installation is not complete: {error}.", 2
    return None


def describe_use(error: OSError) -> str:
    """What could not be done with a file."""
    return "found" if isinstance(error, FileNotFoundError) else "read or written" if error.filename else "written"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "total"?` where a known word is similar, else an empty text."""
    import difflib  # imported only when something is wrong

    names = list(known)
    lowered = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return f'; did you mean "{lowered[near[0]]}"?' if near else ""
