"""What all tests share: property tests are not timed (speed is shown in benchmarks/), and fail alike everywhere."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

settings.register_profile("dlquiz", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.load_profile("dlquiz")
CAMPAIGNS = Path(__file__).with_name("proof")


def pytest_configure(config: pytest.Config) -> None:
    """Give a run a home of its own, in which all its processes find the banks that one of them has compiled.

    So the tests see no bank that another version of the code compiled, and leave nothing in the developer's home.
    """
    if not hasattr(config, "workerinput"):  # xdist's processes inherit the environment of the first one
        home = TemporaryDirectory(prefix="dlquiz-tests-", ignore_cleanup_errors=True)
        config.add_cleanup(home.cleanup)
        os.environ["DLQUIZ_HOME"] = home.name


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no campaign where none is asked for: there are half as many cases in them as in all other tests."""
    return True if collection_path == CAMPAIGNS and config.option.markexpr == "not proof" else None


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Start one process more than there are cores: tests of terminals wait half of their time."""
    return (yield) + 1


def pytest_collection_finish() -> None:
    """Let the garbage collector look less often, and not at what is there until the end: a seventh of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session")
def cache() -> Path:
    """The compiled banks of this run, for other homes: compiling them takes longer than most tests."""
    folder = Path(os.environ["DLQUIZ_HOME"]) / "cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture
def share_cache(tmp_path: Path, cache: Path) -> None:
    """Let a home in `tmp_path` begin with the compiled banks; tests/test_startup.py has the starts without."""
    (tmp_path / "cache").symlink_to(cache)
