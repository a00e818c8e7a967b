"""Compiled banks, kept between runs: best effort, keyed by path, size, time and program version.

What is kept is plain data with formula text, so that a cache file holds nothing that could run.
"""

from __future__ import annotations

import marshal
import os
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dlquiz.version import VERSION

FORMAT = 1  # raised when the plain data changes its form


def cache_folder() -> Path:
    """The platform's cache directory for dlquiz; `DLQUIZ_HOME` keeps everything in one place."""
    home = os.environ.get("DLQUIZ_HOME")
    if home:
        return Path(home) / "cache"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "dlquiz" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dlquiz"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dlquiz"


def slot(path: Path, folder: Path) -> Path:
    """Where the compiled form of a file is kept, as the file stands now; OSError where there is no file."""
    stat = path.stat()
    key = f"{path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}\0{VERSION}\0{FORMAT}\0{sys.hexversion >> 16}"
    return folder / f"{blake2b(key.encode(), digest_size=16).hexdigest()}.bank"


def cached(path: Path, folder: Path) -> dict[str, Any]:
    """The plain data of a bank file, compiled anew only where the file changed; BankError as `compiled` raises it."""
    try:
        made = marshal.loads(slot(path, folder).read_bytes())
        if isinstance(made, dict):
            return made
    except (OSError, ValueError, EOFError, TypeError):
        pass  # not kept, or not whole: compile
    from dlquiz.bank.compile import compiled

    made = compiled(path)
    keep(made, path, folder)
    return made


def keep(made: dict[str, Any], path: Path, folder: Path) -> None:
    """Write beside, then rename; where that is not possible the next start compiles again."""
    try:
        kept = slot(path, folder)
        folder.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(marshal.dumps(made))
        part.replace(kept)
    except (OSError, ValueError):
        pass  # a cache is best effort
