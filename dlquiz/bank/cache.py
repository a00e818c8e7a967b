"""Compiled banks, kept between runs: one file per bank, valid for the text of the bank and the program's version.

A cache file holds plain data with formula text, so nothing in it can run, and begins with a checksum.  It is believed
only if it is this user's own and says so; on any doubt the bank is compiled again.  Caching is best effort.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from stat import S_ISREG, S_IWGRP, S_IWOTH
from typing import Any
from zlib import crc32

from dlquiz.bank.bank_file import decode_bank, read_bank_file
from dlquiz.errors import UsageError
from dlquiz.files import FOR_OWNER, write_file
from dlquiz.streams import blake2b
from dlquiz.version import VERSION

FORMAT = 9  # raised when the plain data changes its form
SEAL = 32  # bytes of the checksum, with which a file begins
MAX_CACHED_BYTES = 100_000_000
WRITABLE_BY_OTHERS = S_IWGRP | S_IWOTH
CAUTION = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def cache_folder() -> Path:
    """The platform's cache directory for dlquiz, or the one in `DLQUIZ_HOME`."""
    home = os.environ.get("DLQUIZ_HOME")
    if home:
        return Path(home) / "cache"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local") / "dlquiz" / "cache"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Caches" / "dlquiz"
    return Path(os.environ.get("XDG_CACHE_HOME") or home_folder() / ".cache") / "dlquiz"


def home_folder() -> Path:
    """The home directory; where none is known, a place that cannot exist, so that nothing is found or kept there."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def load_compiled(path: Path, folder: Path) -> dict[str, Any]:
    """The packed data of a bank file, compiled only if the file has changed; BankError with every fault."""
    slot = folder / f"{blake2b(os.fsencode(path.absolute()), digest_size=16).hexdigest()}.bank"
    text = read_bank_file(path)
    data = read_cache(slot, text)
    if data is None:
        from dlquiz.bank.compile import compile_text

        data = pack_questions(compile_text(decode_bank(text, str(path)), str(path)))
        write_cache(data, slot, text)
    return data


def pack_questions(plain: dict[str, Any]) -> dict[str, Any]:
    """A bank whose questions are serialised one by one: a start reads ids and levels, and unpacks only what it asks."""
    questions = [
        {
            "id": one["id"],
            "at": one["at"],
            "level": one.get("level", 1),
            "draw": "draw" in one,
            "letters": "variables" in one,
            "trains": one.get("trains", ()),
            "packed": marshal.dumps(one),
        }
        for one in plain["questions"]
    ]
    return {**plain, "questions": questions}


def unpack_question(question: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a packed question; data that is not packed is returned unchanged."""
    whole: dict[str, Any] = marshal.loads(question["packed"]) if "packed" in question else question
    return whole


def read_cache(slot: Path, text: bytes) -> dict[str, Any] | None:
    """The cached data of a bank with this text; None where there is none, and on any doubt about the file."""
    try:
        content = read_own_file(slot)
        seal, packed = content[:SEAL], content[SEAL:]
        data = marshal.loads(packed) if seal == make_seal(packed, text) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return data if isinstance(data, dict) else None


def write_cache(data: dict[str, Any], slot: Path, text: bytes) -> None:
    """Keep the data of a bank with this text; if that fails, the next start compiles again."""
    try:
        slot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot.unlink(missing_ok=True)  # it may be a link, or open to others
        packed = marshal.dumps(data)
        write_file(slot, make_seal(packed, text) + packed, FOR_OWNER)
    except (OSError, ValueError, UsageError):
        pass  # a cache is best effort


def make_seal(packed: bytes, text: bytes) -> bytes:
    """A digest of the bank's text, the versions that the data depends on, and a checksum of the data.

    A checksum is enough there: it is to show damage, and nobody else may write the file.
    """
    versions = f"{VERSION} {FORMAT} {sys.hexversion >> 16}"
    seal = blake2b(f"{versions} {len(packed)} {crc32(packed)} ".encode(), digest_size=SEAL)
    seal.update(text)
    return seal.digest()


def read_own_file(path: Path) -> bytes:
    """The content of a regular file that belongs to this user and that nobody else may write; else PermissionError.

    No link is followed and no pipe waited for: what is asked is asked of the file that is open.
    """
    number = os.open(path, os.O_RDONLY | CAUTION)
    try:
        about = os.fstat(number)
        alien = hasattr(os, "geteuid") and (about.st_uid != os.geteuid() or about.st_mode & WRITABLE_BY_OTHERS)
        if alien or not S_ISREG(about.st_mode) or about.st_size > MAX_CACHED_BYTES:
            raise PermissionError(path)
        with open(number, "rb", closefd=False) as file:
            return file.read(about.st_size)
    finally:
        os.close(number)
