"""The cache of compiled banks is believed only where there is no doubt, and never ends in an error."""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bank_text import write_bank

from dlquiz.bank import cache, compile
from dlquiz.bank.cache import load_compiled, unpack_question

POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")
SUPERUSER = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files away")
RIGHT, FORGED = "1", "666"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank whose compiled form is cached."""
    path = tmp_path / "a.yaml"
    path.write_text(write_bank(f"answer: {RIGHT}"), "utf-8")
    load(path)
    return path


def load(path: Path) -> str:
    """The answer of a bank's only question, as loaded."""
    made = load_compiled(path, path.parent / "cache")
    return str(unpack_question(made["questions"][0])["answer"])


def slot_of(bank: Path) -> Path:
    """The cache file of a bank."""
    (slot,) = (bank.parent / "cache").iterdir()
    return slot


def forge(bank: Path) -> bytes:
    """A cache file with a right checksum that says something else."""
    other = bank.with_name("b.yaml")
    other.write_text(write_bank(f"answer: {FORGED}"), "utf-8")
    data = marshal.dumps(load_compiled(other, bank.parent / "other"))
    return cache.make_seal(data, bank.read_bytes()) + data


def test_a_right_checksum_would_be_believed(bank: Path) -> None:
    """So the tests below show what they claim."""
    slot = slot_of(bank)
    slot.write_bytes(forge(bank))
    assert load(bank) == FORGED


@POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o777])
def test_what_others_may_write_is_not_believed(bank: Path, mode: int) -> None:
    slot = slot_of(bank)
    slot.write_bytes(forge(bank))
    slot.chmod(mode)
    assert load(bank) == RIGHT
    assert stat.S_IMODE(slot.stat().st_mode) == 0o600  # and is believed from now on


@POSIX
@SUPERUSER
def test_what_another_user_owns_is_not_believed(bank: Path) -> None:
    slot = slot_of(bank)
    slot.write_bytes(forge(bank))
    os.chown(slot, 1234, 1234)
    assert load(bank) == RIGHT
    assert slot.stat().st_uid == os.geteuid()


@POSIX
def test_a_link_is_neither_followed_nor_written_through(bank: Path, tmp_path: Path) -> None:
    slot, victim = slot_of(bank), tmp_path / "victim"
    victim.write_bytes(forge(bank))
    before = victim.read_bytes()
    slot.unlink()
    slot.symlink_to(victim)
    assert load(bank) == RIGHT
    assert victim.read_bytes() == before and not slot.is_symlink()


@POSIX
def test_a_pipe_is_not_waited_for(bank: Path) -> None:
    slot = slot_of(bank)
    slot.unlink()
    os.mkfifo(slot)
    assert load(bank) == RIGHT


def test_a_folder_in_the_place_of_the_file(bank: Path) -> None:
    slot = slot_of(bank)
    slot.unlink()
    (slot / "more").mkdir(parents=True)
    assert load(bank) == RIGHT == load(bank)


def test_a_huge_file_is_not_read(bank: Path) -> None:
    with slot_of(bank).open("r+b") as file:
        file.truncate(cache.MAX_CACHED_BYTES + 1)
    assert load(bank) == RIGHT


def test_the_same_size_and_time_is_not_the_same_file(bank: Path) -> None:
    before = bank.stat()
    bank.write_text(write_bank("answer: 2"), "utf-8")
    os.utime(bank, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (bank.stat().st_size, bank.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert load(bank) == "2"


def test_the_file_of_another_bank_is_not_believed(bank: Path) -> None:
    other = bank.with_name("b.yaml")
    other.write_text(write_bank(f"answer: {FORGED}"), "utf-8")
    load_compiled(other, bank.parent / "other")
    (foreign,) = (bank.parent / "other").iterdir()
    slot_of(bank).write_bytes(foreign.read_bytes())
    assert load(bank) == RIGHT


@pytest.mark.parametrize("change", [lambda s: None, lambda s: os.utime(s, ns=(1, 1))])
def test_a_bank_that_is_only_touched_is_not_compiled_again(
    bank: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], Any]
) -> None:
    change(bank)
    monkeypatch.setattr(compile, "compile_text", None)
    assert load(bank) == RIGHT


@POSIX
def test_the_folder_is_the_users_own(bank: Path) -> None:
    assert stat.S_IMODE((bank.parent / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE(slot_of(bank).stat().st_mode) == 0o600
