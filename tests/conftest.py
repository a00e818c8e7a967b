"""What all tests share: property tests are not timed (speed is shown in benchmarks/), and fail alike everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dlquiz", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.load_profile("dlquiz")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled banks for many homes: compiling them takes longer than most tests."""
    return tmp_path_factory.mktemp("cache")
