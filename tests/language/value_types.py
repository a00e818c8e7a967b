"""Which types a value on a tape may have."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from dlquiz.language import letters


def assert_type(value: Any) -> None:
    """A number, a truth, a text, a read-only array, a list of texts and the like, or a formula with letters."""
    if isinstance(value, tuple):
        for item in value:
            assert_type(item)
    elif isinstance(value, np.ndarray):
        assert type(value) is np.ndarray
        assert not value.flags.writeable
        kinds = {type(item) for item in value.flat}
        assert value.dtype == np.float64 or (
            value.dtype == object and len(kinds) < 2 and kinds <= {int, Fraction, bool}
        )
    else:
        assert type(value) in (int, Fraction, float, bool, str) or letters.is_formula(value), type(value)
