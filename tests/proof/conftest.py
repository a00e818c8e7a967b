"""What the campaigns share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collect_no_others_objects(request: pytest.FixtureRequest) -> Iterator[None]:
    """A campaign that measures time is not charged for collections that look at what other tests have left."""
    if "measured" not in request.keywords:
        yield
        return
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
