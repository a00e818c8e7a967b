"""What all tests share: property tests are not timed (speed is shown in benchmarks/), and fail alike everywhere."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("dlquiz", deadline=None, max_examples=60, derandomize=True, print_blob=True)
settings.load_profile("dlquiz")
