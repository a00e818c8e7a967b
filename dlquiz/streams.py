"""Keyed random streams: the same key gives the same numbers on every platform and with every Python version.

Each parameter of a question has its own stream, so that a parameter added later does not change the others.  A stream
is blake2b in counter mode over the key; nothing depends on the `random` module or on NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

try:
    from _blake2 import blake2b as blake2b  # hashlib uses it too, but loads OpenSSL first, which takes 3 ms
except ImportError:  # another Python than CPython
    from hashlib import blake2b as blake2b

T = TypeVar("T")


class Stream:
    """Random numbers for a key, such as (seed, question id, parameter)."""

    __slots__ = ("_block", "_count", "_key")

    def __init__(self, *key: object) -> None:
        self._key = "\x1f".join(map(str, key)).encode()
        self._count = 0
        self._block = b""

    def _bits(self, words: int) -> int:
        """The next `words` words of 64 bits, as one number."""
        while len(self._block) < 8 * words:
            self._block += blake2b(self._key + b"\x1e%d" % self._count, digest_size=64).digest()
            self._count += 1
        taken, self._block = self._block[: 8 * words], self._block[8 * words :]
        return int.from_bytes(taken, "big")

    def draw_below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each equally likely; ValueError for n < 1."""
        if n < 1:
            raise ValueError("there is nothing to draw from")
        words = -(-(n - 1).bit_length() // 64) or 1
        limit = (1 << 64 * words) // n * n
        while (bits := self._bits(words)) >= limit:  # rejected, so that no remainder is favoured
            pass
        return bits % n

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each equally likely."""
        return items[self.draw_below(len(items))]

    def shuffle(self, items: Sequence[T]) -> list[T]:
        """A new list of the items in random order (Fisher and Yates)."""
        order = list(items)
        for i in range(len(order) - 1, 0, -1):
            j = self.draw_below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order
