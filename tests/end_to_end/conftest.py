"""What all tests of whole processes share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def share_cache(tmp_path: Path, cache: Path) -> None:
    """Every home begins with the compiled banks; tests/test_startup.py has the starts without."""
    (tmp_path / "cache").symlink_to(cache)
