"""Damaged files in the cache: none is believed, none ends in an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from dlquiz.bank import cache, compile
from dlquiz.bank.cache import load_compiled, pack_questions
from dlquiz.bank.question_set import questions_folder

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
DAMAGED, FLIPPED = int(3_000 * SHARE), int(400 * SHARE)
HOSTILE = (b"", b"\x00", b"N", b"{0", b"[\xff\xff\xff\x7f", b"(" * 5_000, b"r\x00\x00\x00\x00", b"i\x01\x00\x00\x00")
Damage = Callable[[bytes, Random], bytes]


def cut_off(held: bytes, random: Random) -> bytes:
    return held[: random.randrange(len(held))]


def cut_out(held: bytes, random: Random) -> bytes:
    start = random.randrange(len(held))
    return held[:start] + held[start + random.randrange(1, 200) :]


def put_in(held: bytes, random: Random) -> bytes:
    start = random.randrange(len(held))
    return held[:start] + random.randbytes(random.randrange(1, 200)) + held[start:]


def overwrite(held: bytes, random: Random) -> bytes:
    start, size = random.randrange(len(held) - 200), random.randrange(1, 200)
    made = held[:start] + random.randbytes(size) + held[start + size :]
    return made if made != held else overwrite(held, random)


def blank(held: bytes, random: Random) -> bytes:
    """A block of zeros, as a file system leaves after a crash."""
    start = random.randrange(len(held) // 4096) * 4096
    return held[:start] + bytes(min(4096, len(held) - start)) + held[start + 4096 :]


def keep_seal(held: bytes, random: Random) -> bytes:
    """The right checksum before data that stops the reader of marshal, or makes it crash."""
    return held[: cache.SEAL] + random.choice(HOSTILE) + random.randbytes(random.randrange(50))


def append(held: bytes, random: Random) -> bytes:
    return held + random.randbytes(random.randrange(1, 50))


DAMAGES: tuple[Damage, ...] = (cut_off, cut_out, put_in, overwrite, blank, keep_seal, append)


def flip(held: bytes, random: Random) -> bytes:
    """One bit."""
    at = random.randrange(len(held))
    return held[:at] + bytes([held[at] ^ 1 << random.randrange(8)]) + held[at + 1 :]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], bool]:
    """Whether a bank is loaded right although its cache file holds this."""
    bank = min(questions_folder().glob("*.yaml"), key=lambda path: path.stat().st_size)
    plain = compile.compile_file(bank)
    monkeypatch.setattr(compile, "compile_text", lambda text, file: plain)  # compiling is tested elsewhere
    right = pack_questions(plain)
    load_compiled(bank, tmp_path)
    (slot,) = tmp_path.iterdir()

    def loaded(held: bytes) -> bool:
        slot.write_bytes(held)
        return load_compiled(bank, tmp_path) == right and slot.read_bytes() == whole

    whole = slot.read_bytes()
    return loaded


def campaign(load: Callable[[bytes], bool], damages: tuple[Damage, ...], rounds: int, whole: bytes) -> int:
    """How many damaged files were believed; an error ends the test."""
    return sum(not load(damages[i % len(damages)](whole, Random(i))) for i in range(rounds))


@pytest.mark.proof
@pytest.mark.parametrize(("damages", "rounds"), [(DAMAGES, DAMAGED), ((flip,), FLIPPED)])
def test_damaged_files_are_compiled_again(
    load: Callable[[bytes], bool], tmp_path: Path, damages: tuple[Damage, ...], rounds: int
) -> None:
    (slot,) = tmp_path.iterdir()
    wrong = campaign(load, damages, rounds, slot.read_bytes())
    print(f"{rounds:,} damaged files, {wrong} believed", file=sys.stderr)
    assert wrong == 0


@pytest.mark.proof
def test_the_campaign_would_notice_a_cache_that_is_believed(
    load: Callable[[bytes], bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (slot,) = tmp_path.iterdir()
    monkeypatch.setattr(cache, "make_seal", lambda data, raw: slot.read_bytes()[: cache.SEAL])  # no checksum
    with pytest.raises(Exception):  # noqa: B017 (whatever the first damaged file does)
        assert campaign(load, DAMAGES, 50, slot.read_bytes()) == 0
