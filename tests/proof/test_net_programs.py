"""Every program that `net` prints, run on random networks of all layers: PyTorch, Keras and the table agree.

The programs get weights that follow from their places (`framework_runs`), so what they compute can be compared number by
number: padding, rounding, the order of gates, positions and shared weights included.  Where Keras has no such layer, the
program says so.  Seeds 0 to 2999; PROOF_SHARE takes that part of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed: .ci/oracles torch")

sys.path.append(str(Path(__file__).parent.parent / "networks"))

from framework_runs import agree, run_keras, run_torch
from random_networks import draw_network

from dlquiz.errors import FormulaError
from dlquiz.networks.keras_code import write_keras
from dlquiz.networks.layers import Conventions
from dlquiz.networks.notation import read_network
from dlquiz.networks.table import tabulate
from dlquiz.networks.torch_code import write_torch

pytestmark = pytest.mark.proof

NETWORKS = 3_000
TORCH = Conventions(bias_vectors=2)
LACKING = "# Keras keeps one bias vector in each gate.\n"


def share() -> int:
    """How many networks are drawn."""
    return max(1, round(NETWORKS * float(os.environ.get("PROOF_SHARE", "1"))))


def test_the_programs_for_pytorch_agree_with_the_table() -> None:
    for seed in range(share()):
        table = tabulate(read_network(draw_network(seed)), TORCH)
        output, count, _ = run_torch(write_torch(table))
        assert (output.shape, count) == (table.shape, table.parameters), (seed, table.network.text)


@pytest.mark.filterwarnings("ignore:(?s).*softmax over axis")  # of one channel, which nets may draw
def test_the_programs_for_keras_agree_with_those_for_pytorch() -> None:
    pytest.importorskip("keras", reason="Keras is not installed: .ci/oracles keras")
    run = 0
    for seed in range(share()):
        table = tabulate(read_network(draw_network(seed)), TORCH)
        try:
            source = write_keras(table)
        except FormulaError as error:
            assert error.message.startswith("Keras has no "), error.message
            continue
        expected, count, _ = run_torch(write_torch(table))
        output, learned, _ = run_keras(source)
        assert agree(output, expected), (seed, table.network.text)
        assert learned == count or (LACKING in source and learned < count), (seed, table.network.text)
        run += 1
    assert run > 0.6 * share()
