"""Exports that are killed, meet each other, find no room, no home or closed streams: old files or new ones, never half."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
KILLS, ROUNDS, LIMITS = max(10, int(100 * SHARE)), max(2, int(12 * SHARE)), max(12, int(60 * SHARE))
AT_ONCE = 6
NOON = 1_770_000_000
ROOT = Path(__file__).parent.parent.parent
FILES = {
    "anki": ("out.apkg",),
    "markdown": ("out.md", "out-key.md"),
    "json": ("out.json", "out.schema.json"),
    "tsv": ("out.tsv",),
    "csv": ("out.csv",),
}
QUESTION = """
- id: {id}
  title: {words} of {id}
  draw: {{n: {{from: 2, to: 90}}}}
  ask: What is the {words} of {{{{ n }}}}?
  steps:
    - name: y
      formula: {formula}
  answer: y
"""
pytestmark = [pytest.mark.proof, pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")]


@dataclass
class Place:
    """A folder to export into, with a home and a bank that has two versions."""

    folder: Path
    home: Path

    def write_bank(self, version: int, prefix: str = "q", questions: int = 40) -> Path:
        """A bank; every question differs between its versions."""
        words, formula = ("double", "2 * n") if version % 2 == 0 else ("square", "n * n")
        rows = (QUESTION.format(id=f"{prefix}-{i}", words=words, formula=formula) for i in range(questions))
        path = self.folder.with_name(f"{prefix}-{version % 2}.yaml")
        path.write_text(f"topic: {prefix}\ntitle: T\nquestions:\n" + "".join(rows), encoding="utf-8")
        return path

    def command(self, format: str, bank: Path, out: str | None = None, date: int = NOON) -> list[str]:
        """An export."""
        words = [sys.executable, "-m", "dlquiz", "export", format, "--bank", str(bank), "--time", str(date)]
        return [*words, "--out", out or FILES[format][0], "--variants", "2"]

    def start(self, command: Sequence[str], **options: Any) -> subprocess.Popen[str]:
        """Start an export."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DLQUIZ_HOME": str(self.home)}
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=self.folder, env=environment, **(pipes | options))

    def run(self, command: Sequence[str], **options: Any) -> tuple[int, str]:
        """Run an export to its end: its exit code and what it said on stderr."""
        process = self.start(command, **options)
        _, said = process.communicate(timeout=120)
        return process.returncode, said or ""

    def read(self, names: Sequence[str]) -> tuple[bytes | None, ...]:
        """The content of files."""
        paths = [self.folder / name for name in names]
        return tuple(path.read_bytes() if path.exists() else None for path in paths)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty place."""
    (tmp_path / "work").mkdir()
    return Place(tmp_path / "work", tmp_path / "home")


def list_notes(package: Path, folder: Path) -> dict[str, tuple[str, int]]:
    """The hash and the date of each note of a package, which must be whole."""
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        (folder / "inside.anki2").write_bytes(archive.read("collection.anki2"))
    with closing(sqlite3.connect(folder / "inside.anki2")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        rows = database.execute("select flds, mod from notes").fetchall()
    return {fields.split("\x1f")[0]: (fields.split("\x1f")[8], changed) for fields, changed in rows}


def list_dates(place: Place) -> dict[str, tuple[str, int]]:
    """The hash and the date of each note in the file of change dates, which must be whole."""
    path = place.home / "anki-notes.sqlite3"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as ledger:
        assert ledger.execute("pragma integrity_check").fetchall() == [("ok",)]
        if not ledger.execute("select 1 from sqlite_master").fetchall():
            return {}
        rows = ledger.execute("select id, hash, changed from notes").fetchall()
    return {id: (hash, changed) for id, hash, changed in rows}


def check_pair(notes: dict[str, tuple[str, int]], dates: dict[str, tuple[str, int]]) -> None:
    """The change dates may be ahead of the package, never behind."""
    for id, (hash, changed) in notes.items():
        known = dates[id]
        assert known == (hash, changed) or (known[0] != hash and known[1] > changed), (id, known, hash, changed)


def check_sheets(texts: Sequence[bytes | None]) -> None:
    """Sheet and key have the same questions, of one version."""
    versions = [set(re.findall(rb"double|square", text)) if text else set() for text in texts]
    assert versions[0] == versions[1] and len(versions[0]) < 2


def test_the_checks_notice_what_they_look_for(place: Place) -> None:
    assert place.run(place.command("anki", place.write_bank(0)))[0] == 0
    notes, dates = list_notes(place.folder / "out.apkg", place.home), list_dates(place)
    check_pair(notes, dates)
    for planted in ({}, dates | {"q-3": ("other", NOON - 1)}, dates | {"q-3": (notes["q-3"][0], NOON + 1)}):
        with pytest.raises((AssertionError, KeyError)):
            check_pair(notes, planted)
    half = (place.folder / "out.apkg").read_bytes()
    (place.folder / "out.apkg").write_bytes(half[: len(half) // 2])
    with pytest.raises(zipfile.BadZipFile):
        list_notes(place.folder / "out.apkg", place.home)
    for planted_texts in ((b"double", b"square"), (b"double square", b"double square"), (b"double", None)):
        with pytest.raises(AssertionError):
            check_sheets(planted_texts)


def test_a_killed_export_leaves_old_or_new(place: Place) -> None:
    random, killed = Random(1), 0
    for version in (1, 0):  # the second round finds its bank compiled, as all that follow
        started = time.monotonic()
        for format in ("anki", "markdown", "json"):
            assert place.run(place.command(format, place.write_bank(version)))[0] == 0
        takes = (time.monotonic() - started) / 3
    for i in range(KILLS):
        format = ("anki", "anki", "markdown", "json")[i % 4]
        before = place.read(FILES[format])
        process = place.start(place.command(format, place.write_bank(i // 4 + 1), date=NOON + i))
        time.sleep(takes * random.uniform(0.4, 1.15))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        after = place.read(FILES[format])
        assert None not in after
        if format == "anki":
            check_pair(list_notes(place.folder / "out.apkg", place.home), list_dates(place))
        elif format == "markdown":
            check_sheets(after)
        elif after[0] != before[0]:
            assert after[0] and after[0].rstrip().endswith(b"}")
        others = {path.name for path in place.folder.iterdir()} - {name for own in FILES.values() for name in own}
        assert all(name.startswith(".dlquiz-") for name in others)
    print(f"{KILLS} exports, {killed} killed before their end; no half file, no date behind", file=sys.stderr)
    assert killed > KILLS // 4
    assert place.run(place.command("anki", place.write_bank(0), date=NOON + KILLS))[0] == 0
    check_anki(place)


def check_anki(place: Place) -> None:
    """Anki's own library imports the package, where it is installed."""
    try:
        from anki.collection import Collection, ImportAnkiPackageRequest
    except ImportError:
        print("no anki: the last package was not imported (.ci/oracles installs it)", file=sys.stderr)
        return
    learner = Collection(str(place.home / "learner.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(place.folder / "out.apkg"))
    assert len(learner.import_anki_package(request).log.new) == 40
    learner.close()


def test_exports_at_once_lose_no_dates(place: Place) -> None:
    for number in range(ROUNDS):
        banks = [place.write_bank(number, f"bank{number}x{i}", 5) for i in range(AT_ONCE)]
        outs = [f"{i}.apkg" if number % 2 else "same.apkg" for i in range(AT_ONCE)]
        runs = [place.start(place.command("anki", bank, out)) for bank, out in zip(banks, outs, strict=True)]
        assert [(process.communicate()[1], process.returncode) for process in runs] == [("", 0)] * AT_ONCE
        dates = list_dates(place)
        assert len(dates) == (number + 1) * AT_ONCE * 5
        for out in set(outs):
            check_pair(list_notes(place.folder / out, place.home), dates)


@pytest.mark.parametrize("format", FILES)
def test_where_there_is_no_room_the_old_files_stay(place: Place, format: str) -> None:
    import resource

    assert place.run(place.command(format, place.write_bank(0)))[0] == 0
    before, ended = place.read(FILES[format]), []
    whole = max(len(text) for text in before if text)
    bank = place.write_bank(1)
    for i in range(LIMITS // len(FILES) + 1):
        size = 0 if i == 0 else int(whole * 2 ** Random(i).uniform(-6, 1))

        def limit(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        code, said = place.run(place.command(format, bank, date=NOON + 1), preexec_fn=limit)
        ended.append(code)
        assert code == 0 or (code == 2 and said.count("\n") == 1 and "cannot be written: " in said), said
        assert "Traceback" not in said
        assert {path.name for path in place.folder.iterdir()} == set(FILES[format])
        if code:
            assert place.read(FILES[format]) == before
        else:
            place.run(place.command(format, place.write_bank(0), date=NOON + 2))
            before = place.read(FILES[format])
        bank = place.write_bank(1)
    assert 2 in ended


@pytest.mark.parametrize("format", FILES)
def test_a_home_that_cannot_be_written(place: Place, format: str) -> None:
    bank = place.write_bank(0)
    place.home.write_text("a file where a folder should be")
    code, said = place.run(place.command(format, bank))
    if format == "anki":
        assert code == 2 and re.fullmatch(r"\S*anki-notes\.sqlite3 cannot be written: [^\n]*\.\n", said), said
        assert not list(place.folder.iterdir())
    else:
        assert (code, said) == (0, "")
        assert {path.name for path in place.folder.iterdir()} == set(FILES[format])


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("format", ["anki", "markdown"])
def test_closed_streams(place: Place, format: str, closed: str) -> None:
    command = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *place.command(format, place.write_bank(0))]
    code, said = place.run(command, stdin=subprocess.DEVNULL)
    assert code == 0 and "Traceback" not in said
    assert {path.name for path in place.folder.iterdir()} == set(FILES[format])
    if format == "anki":
        assert len(list_notes(place.folder / "out.apkg", place.home)) == 40
