"""The one way to write files: whole or not at all, where the user named them, with the permissions they had.

And the one way to read a file that a user names, which may be a device without an end.

The new content goes into the target's folder under a random name that must not exist yet, so that nobody can guess it
or put a link in its place.  It is flushed to the disk and then renamed.  Files that belong together are renamed at the
end, one right after the other; if one cannot be, those before it get their old content back.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ELOOP, EPERM
from pathlib import Path
from typing import NamedTuple

from dlquiz.errors import UsageError

FOR_ALL = 0o666  # the permissions of a new file, less what the umask takes
FOR_OWNER = 0o600
MAX_BYTES = 50_000_000  # that are read of a file


class Staged(NamedTuple):
    """A file that waits for its place."""

    target: Path
    part: Path  # the new content, beside the target
    old: Path  # the name that the old content keeps until all files are in place


def read_named_file(path: Path) -> bytes:
    """The bytes of a file; UsageError where it cannot be read, or has more than are ever needed."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror or fault}.") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.")
    return data


def write_file(path: Path, data: bytes, mode: int = FOR_ALL) -> None:
    """Write one file; UsageError where that is impossible."""
    write_files({path: data}, mode)


def write_files(files: Mapping[Path, bytes], mode: int = FOR_ALL) -> None:
    """Write files that belong together, or none of them; the first comes into its place last.

    A pipe or a device is written to at once.  UsageError where one of them cannot be written.
    """
    staged: list[Staged] = []
    try:
        for path, data in files.items():
            with report_errors(path):
                target = find_target(path)
                if target.exists() and not target.is_file():
                    target.write_bytes(data)
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    staged.append(reserve_names(target))
                    write_part(staged[-1], data, mode)
        place_files(list(reversed(staged)))
    finally:
        remove_parts(staged)


def create_file(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet; FileExistsError where it does, UsageError where it cannot be written."""
    staged = reserve_names(path)
    try:
        with report_errors(path):
            write_part(staged, data, FOR_ALL)
        link_new(staged)
        sync_folder(path.parent)
    finally:
        remove_parts([staged])


@contextmanager
def report_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into a sentence about the file."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None


def find_target(path: Path) -> Path:
    """Where a link leads, if the user made it: a file may be a link, but not one that somebody else has planted."""
    if path.is_symlink() and hasattr(os, "geteuid") and path.lstat().st_uid not in (os.geteuid(), 0):
        raise PermissionError(EPERM, "it is a link that another user has made")
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(ELOOP, os.strerror(ELOOP))
    return target


def reserve_names(target: Path) -> Staged:
    """The names that a file needs until it is in its place."""
    name = f".dlquiz-{os.urandom(8).hex()}"
    return Staged(target, target.with_name(name), target.with_name(f"{name}-old"))


def write_part(staged: Staged, data: bytes, mode: int) -> None:
    """Write the new content under its random name, and flush it to the disk."""
    known = staged.target.stat() if staged.target.exists() else None
    mode = stat.S_IMODE(known.st_mode) & 0o777 if known else mode
    with open(staged.part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        if known and hasattr(os, "fchmod"):
            with suppress(OSError):  # only the superuser may give a file away
                os.fchown(file.fileno(), known.st_uid, known.st_gid)
            os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def place_files(staged: list[Staged]) -> None:
    """Rename all files to their places; where that is interrupted, those in place get their old content back."""
    for one in staged if len(staged) > 1 else ():
        with suppress(OSError):  # there is no old content, or the file system has no links
            os.link(one.target, one.old)
    placed: list[Staged] = []
    try:
        for one in staged:
            with report_errors(one.target):
                placed.append(one)
                one.part.replace(one.target)
    except BaseException:
        for one in placed:
            restore_file(one)
        raise
    for folder in {one.target.parent for one in staged}:
        sync_folder(folder)


def restore_file(staged: Staged) -> None:
    """Take the new content away again; nothing is to be done where it never came into its place."""
    with suppress(OSError):
        if staged.old.exists():
            staged.old.replace(staged.target)
        elif not staged.part.exists():
            staged.target.unlink()


def link_new(staged: Staged) -> None:
    """Give the new content its name unless that exists; a link, unlike a rename, replaces nothing."""
    try:
        os.link(staged.part, staged.target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(staged.target):
            raise FileExistsError from None
        with report_errors(staged.target):
            staged.part.replace(staged.target)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can do that."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def remove_parts(staged: list[Staged]) -> None:
    """Remove the names that were only needed on the way."""
    for one in staged:
        for path in (one.part, one.old):
            with suppress(OSError):
                path.unlink(missing_ok=True)
