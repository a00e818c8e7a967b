"""Random streams: the same numbers for the same key everywhere, as likely as each other, and independent."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from dlquiz.streams import Stream

# Pinned: `conv-params@7` names one variant on every machine, Python version and run.
GOLDEN = {
    (7, "conv-params", "k", 0): [2, 3, 3, 2, 1, 3, 3, 0, 1, 2],
    (7, "conv-params", "c_in", 0): [0, 2, 1, 2, 2, 0, 2, 1, 2, 2],
    (0, "", "", 0): [1, 1, 2, 2, 3, 0, 2, 2, 3, 3],
}


@pytest.mark.parametrize(("key", "wanted"), GOLDEN.items())
def test_golden_values(key: tuple[object, ...], wanted: list[int]) -> None:
    stream = Stream(*key)
    assert [stream.draw_below(4) for _ in wanted] == wanted


def test_golden_values_of_every_size() -> None:
    stream = Stream("golden")
    sizes = [1, 2, 10, 1_000, 10**9, 2**32, 2**63 + 1, 2**64, 2**64 + 1, 10**30, 2**128, 10**60]
    assert [stream.draw_below(n) for n in sizes] == [
        0,
        1,
        6,
        463,
        549303411,
        3135244346,
        7415916694864701784,
        2343774257756940532,
        9738374491146057066,
        397414562392920963860910951026,
        22565820122933044293849675371401859659,
        220396103388761846136140131397885767834527945580015544261346,
    ]


def test_a_golden_order() -> None:
    assert Stream("golden").shuffle("abcdefgh") == list("bfhgdaec")
    assert Stream("golden").shuffle([]) == []


def test_the_same_key_gives_the_same_numbers() -> None:
    first, second = Stream(1, "q", "x"), Stream(1, "q", "x")
    assert [first.draw_below(100) for _ in range(50)] == [second.draw_below(100) for _ in range(50)]


def test_another_key_gives_others() -> None:
    """Seed, question and parameter all count, and where one ends and the next begins."""
    keys = [(1, "q", "x"), (2, "q", "x"), (1, "r", "x"), (1, "q", "y"), (1, "qx", ""), (1, "", "qx"), (11, "q", "")]
    for a, b in combinations(keys, 2):
        first, second = Stream(*a), Stream(*b)
        assert [first.draw_below(1000) for _ in range(9)] != [second.draw_below(1000) for _ in range(9)]


def chi_square(counts: Counter[int], cells: int) -> float:
    """Pearson's statistic against equal chances."""
    expected = counts.total() / cells
    return sum((counts[i] - expected) ** 2 / expected for i in range(cells))


@pytest.mark.parametrize("n", [2, 3, 7, 10, 64])
def test_all_numbers_are_as_likely(n: int) -> None:
    """Within four standard deviations of a chi-square with n - 1 degrees of freedom."""
    counts = Counter(Stream(seed, "uniform", n).draw_below(n) for seed in range(20_000))
    assert set(counts) == set(range(n))
    assert chi_square(counts, n) < (n - 1) + 4 * (2 * (n - 1)) ** 0.5 + 4


def test_a_remainder_is_not_favoured() -> None:
    """Below three quarters of 2**64, plain remainders would fall into the lower third twice as often."""
    n = 3 * 2**62
    stream = Stream("rejection")
    low = sum(stream.draw_below(n) < n // 3 for _ in range(6_000))
    assert abs(low - 2_000) < 5 * (6_000 * 2 / 9) ** 0.5


def test_numbers_beyond_one_word() -> None:
    stream = Stream("wide")
    n = 10**40
    drawn = [stream.draw_below(n) for _ in range(500)]
    assert max(drawn) < n
    assert len(set(drawn)) == 500
    assert abs(sum(drawn) / 500 - n / 2) < n / 10


def test_parameters_are_independent() -> None:
    """Pairs of two parameters of the same seed fill their square evenly."""
    counts = Counter(
        8 * Stream(seed, "q", "a", 0).draw_below(8) + Stream(seed, "q", "b", 0).draw_below(8) for seed in range(20_000)
    )
    assert chi_square(counts, 64) < 63 + 4 * 126**0.5


def test_successive_numbers_are_independent() -> None:
    stream = Stream("pairs")
    counts = Counter(8 * stream.draw_below(8) + stream.draw_below(8) for _ in range(20_000))
    assert chi_square(counts, 64) < 63 + 4 * 126**0.5


def test_orders_are_as_likely() -> None:
    orders = Counter("".join(Stream(seed, "order").shuffle("abcd")) for seed in range(12_000))
    assert len(orders) == 24
    assert sum((count - 500) ** 2 / 500 for count in orders.values()) < 23 + 4 * 46**0.5 + 4


def test_picks() -> None:
    assert {Stream(seed, "pick").pick("abc") for seed in range(30)} == set("abc")
    assert Stream("one").draw_below(1) == 0


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_nothing_below_one(n: int) -> None:
    with pytest.raises(ValueError, match="nothing to draw from"):
        Stream("none").draw_below(n)
    with pytest.raises(ValueError, match="nothing to draw from"):
        Stream("none").pick([])
