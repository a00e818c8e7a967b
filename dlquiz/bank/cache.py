"""Compiled banks, kept between runs: one file per bank, valid for its size, time and the program's version.

A cache file holds plain data with formula text, so nothing in it can run.  Caching is best effort.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any

from dlquiz.streams import blake2b
from dlquiz.version import VERSION

FORMAT = 5  # raised when the plain data changes its form


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
    stamp = stamp_file(path)
    data = read_cache(slot, stamp)
    if data is None:
        from dlquiz.bank.compile import compile_file

        data = pack_questions(compile_file(path))
        if stamp == stamp_file(path):  # the file was not changed meanwhile
            write_cache(data, slot, stamp)
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
            "packed": marshal.dumps(one),
        }
        for one in plain["questions"]
    ]
    return {**plain, "questions": questions}


def unpack_question(question: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a packed question; data that is not packed is returned unchanged."""
    whole: dict[str, Any] = marshal.loads(question["packed"]) if "packed" in question else question
    return whole


def stamp_file(path: Path) -> str:
    """What identifies this version of a file; empty where there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns} {VERSION} {FORMAT} {sys.hexversion >> 16}"


def read_cache(slot: Path, stamp: str) -> dict[str, Any] | None:
    """The cached data of a file with this stamp; None where there is none, or where it is damaged."""
    try:
        known, data = marshal.loads(slot.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return data if known == stamp and isinstance(data, dict) else None


def write_cache(data: dict[str, Any], slot: Path, stamp: str) -> None:
    """Write a temporary file, then rename it; if that fails, the next start compiles again."""
    part = slot.with_suffix(f".{os.getpid()}")
    try:
        slot.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(marshal.dumps((stamp, data)))
        part.replace(slot)
    except (OSError, ValueError):
        pass  # a cache is best effort
