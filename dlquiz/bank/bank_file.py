"""The bytes of a bank file, and the text that they hold."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from dlquiz.errors import BankError, Fault, Place

MAX_BYTES = 4_000_000  # of a file; a larger one is not read


def read_bank_file(path: Path) -> bytes:
    """The bytes of a file; BankError where they cannot be read."""
    start = Place(str(path), 1, 1)
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):  # a pipe would be waited for, a device may never end
            raise BankError([Fault(start, "the file cannot be read: it is not a regular file; name a file of YAML")])
        if about.st_size > MAX_BYTES:
            raise BankError([Fault(start, f"the file is larger than {MAX_BYTES:,} bytes; split it")])
        with path.open("rb") as stream:
            return stream.read(about.st_size)
    except FileNotFoundError:
        raise BankError([Fault(start, "there is no such file")]) from None
    except OSError as error:
        raise BankError([Fault(start, f"the file cannot be read: {error.strerror}")]) from None


def decode_bank(raw: bytes, file: str) -> str:
    """The text of a bank, with a line feed at the end of each line; BankError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise BankError([Fault(place, "this is not UTF-8; save the file as UTF-8")]) from None
