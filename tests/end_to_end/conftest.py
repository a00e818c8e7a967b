"""What all tests of whole processes share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def begin_with_banks(share_cache: None) -> None:
    """Every home begins with the compiled banks."""
