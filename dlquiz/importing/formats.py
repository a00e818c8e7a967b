"""Finds the reader of a file, by its name and its first lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dlquiz.errors import UsageError
from dlquiz.files import read_named_file
from dlquiz.importing.draft import Found

MAX_CHARACTERS = 2_000_000  # of a file that is text alone
KNOWN = "CSV, TSV, Anki's text or package, Moodle GIFT or XML, Markdown"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_file(path: Path) -> Found:
    """The questions of a file; UsageError where it cannot be read."""
    data = read_named_file(path)
    if path.suffix.lower() in (".apkg", ".colpkg"):
        from dlquiz.importing.anki_package import read_package

        return read_package(data)
    text = decode(path, data)
    if len(text) > MAX_CHARACTERS and not is_moodle(path, text):  # which holds pictures too
        raise UsageError(f"{path} is longer than {MAX_CHARACTERS:,} characters, twice what a bank may hold; split it.")
    found = choose_reader(path, text)(text)
    if not found.drafts and not found.losses:
        raise UsageError(f"{path} holds no questions. Known are {KNOWN}.")
    return found


def decode(path: Path, data: bytes) -> str:
    """The text of a file."""
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise UsageError(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8 and try again.") from None


def is_moodle(path: Path, text: str) -> bool:
    """Whether a text is XML."""
    return path.suffix.lower() == ".xml" or text.lstrip()[:2000].startswith(("<?xml", "<quiz"))


def choose_reader(path: Path, text: str) -> Callable[[str], Found]:
    """The reader of a text."""
    from dlquiz.importing.gift import read_gift
    from dlquiz.importing.markdown_list import read_list
    from dlquiz.importing.moodle import read_moodle
    from dlquiz.importing.tables import read_table

    suffix, start = path.suffix.lower(), text.lstrip()[:2000]
    if is_moodle(path, text):
        return read_moodle
    if suffix in (".md", ".markdown"):
        return read_list
    if suffix in (".csv", ".tsv") or start.startswith("#separator"):
        return read_table
    if suffix == ".gift" or start.startswith(("::", "//", "$CATEGORY")):
        return read_gift
    if suffix in (".txt", ""):
        return read_table if "\t" in start.split("\n", 1)[0] else read_gift if "{" in start else read_list
    raise UsageError(f'{path} has the unknown ending "{path.suffix}". Known are {KNOWN}.')
