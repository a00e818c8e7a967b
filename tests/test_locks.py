"""The lock files cover what runs the program and what builds it, and `make` fetches nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"[\w.-]+")
PIN = re.compile(r"^([\w.-]+)==\S+(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def list_pins(name: str) -> set[str]:
    """The packages that a lock file pins, each with its hashes; nothing else stands in it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert PIN.sub("", text).startswith("# ") and PIN.sub("", text).count("\n") == 1
    return {canonical(match[1]) for match in PIN.finditer(text)}


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
        ("requirements-build.lock", PROJECT["build-system"]["requires"]),
    ],
)
def test_every_package_is_pinned_with_hashes(lock: str, needed: list[str]) -> None:
    names = {canonical(match[0]) for text in needed if (match := NAME.match(text))}
    assert names and names <= list_pins(lock)


def test_make_fetches_only_what_is_locked() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    calls = re.findall(r"\$\(PIP\) (?:install|wheel) .*", text)
    assert len(calls) == 4
    for call in calls:
        locked = "--require-hashes --only-binary :all: -r requirements" in call
        assert locked or "--no-deps --no-build-isolation" in call, call


def test_the_wheel_is_tried_with_what_is_locked() -> None:
    text = (ROOT / ".ci" / "wheel").read_text(encoding="utf-8")
    calls = re.findall(r'"\$\{pip\[@\]\}" (.*)', text)
    assert calls[0].startswith("install --require-hashes ") and "make wheel" in text
    assert [call for call in calls if "install" in call][1:] == ['install --no-deps "$place"/dist/dlquiz-*.whl']
