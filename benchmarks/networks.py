"""How long tables of networks and searches take."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from benchmarks.timing import median
from dlquiz.bank.question_set import load_questions
from dlquiz.networks.classics import find_classic
from dlquiz.networks.notation import NotationReader
from dlquiz.networks.table import tabulate
from dlquiz.search.index import search

LAYERS = " | ".join(f"conv3-{16 + i % 40} p1 | bn | relu | conv1-64" for i in range(250))
NETWORKS = {
    "1,000 layers": f"in 64x64x3 | {LAYERS}",
    "1,000 layers behind a U-Net's floor": "in 64x64x3 | cat(id ; pool2 | conv3-8 p1 | tconv2-8/2) | " + LAYERS,
    "resnet-152": find_classic("resnet-152").text,
}
QUERIES = ["stride", "chain rule", "conv stride 2 with 3 channels"]


def run() -> None:
    """Print the milliseconds of each; the first table of a process also fills the caches of formulas."""
    print("\nnetworks and searches, milliseconds (first, then median of five)")
    for name, text in NETWORKS.items():
        print(f"  {name:38} {report(partial(tabulate_text, text))}")
    bank = load_questions()
    for query in QUERIES:
        print(f"  find {query:33} {report(partial(search, bank, {}, query))}")


def tabulate_text(text: str) -> object:
    """The table of a network that was not read before."""
    return tabulate(NotationReader(text).read())


def report(call: Callable[[], object]) -> str:
    """The first time and the median of five more, in milliseconds of processor time."""
    times = []
    for _ in range(6):
        start = time.process_time()
        call()
        times.append(1000 * (time.process_time() - start))
    return f"{times[0]:7.1f} {median(times[1:]):7.1f}"
