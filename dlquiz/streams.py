"""Keyed random streams: the same numbers for the same key on every platform and Python version.

Each parameter of a question draws from a stream of its own, so that one added later does not change the others.
The stream is blake2b in counter mode over the key; nothing depends on the `random` module or on NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Stream:
    """Random numbers for one key, such as (seed, question id, parameter)."""

    __slots__ = ("_block", "_count", "_key")

    def __init__(self, *key: object) -> None:
        self._key = "\x1f".join(map(str, key)).encode()
        self._count = 0
        self._block = b""

    def _bits64(self) -> int:
        """The next 64 bits."""
        if not self._block:
            self._block = blake2b(self._key + b"\x1e%d" % self._count, digest_size=64).digest()
            self._count += 1
        word, self._block = self._block[:8], self._block[8:]
        return int.from_bytes(word, "big")

    def below(self, n: int) -> int:
        """A whole number from 0 up to and without n, each as likely; n up to 2**64."""
        limit = (1 << 64) - (1 << 64) % n
        while (bits := self._bits64()) >= limit:  # rejected, so that no remainder is favoured
            pass
        return bits % n

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a random order (Fisher and Yates)."""
        order = list(items)
        for i in range(len(order) - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order
