"""The answers of 20 seeds of every shipped question as they were before the house moved onto NumPy and SymPy.

`tests/frozen_answers.json` was written at 3ca8c41.  A difference that mends a fault is listed in MENDED with its reason.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dlquiz
from dlquiz import json_data
from dlquiz.bank.question_set import SUCCESSORS
from dlquiz.errors import NotFound

FROZEN: dict[str, list[dict[str, list[object]]]] = json.loads(
    (Path(__file__).parent / "frozen_answers.json").read_text(encoding="utf-8")
)
BANK = dlquiz.load()
SEEDS = 20
MENDED = {  # question id: why its answers differ now
    "backprop-221-hidden-weight": "gradients are larger, so who keeps four decimals on the way is judged right",
    "backprop-relu-unit": "the ReLU is closed in some draws, and the slope of the loss is a part of its own",
    "field-of-chain": "the chains are the first layers of known networks, no longer made up",
    "field-order": "the order is one of designs; that of sides was the order of their sizes",
    "first-layer-that-sees": "the draws in which a stride used too early gave the right layer are back",
    "gd-basins": "both starts may lie in the same basin",
    "gd-converges": "the factor may be -1, where the distance stays the same",
    "gd-diverges-convex": "the claim is drawn, so the key varies",
    "gd-loss-grows": "the loss curve is drawn, so the key varies",
    "gd-momentum-rescue": "rates above both limits are drawn more often, so heavy ball diverges about as often as it converges",
    "gd-tiny-rate-slow": "asks for a number of steps, since the key never varied",
    "gd-undertrained": "the cause is drawn, so the key varies",
    "net-concat-remedy": "how many changes make the maps fit is drawn",
    "net-skip-path": "the skip path may be the input itself or a pooling",
    "pool-floor-ceil": "the strides may come out even, where both roundings agree",
    "pool-possible": "the answer is yes in half of the draws, no longer in two of three",
    "pool-facts": "the layer is drawn, so other statements and another number of them hold",
    "pool-order": "the order is one of layers; that of sides was the order of their sizes",
    "pool-saves-what": "the place of the pooling is drawn, so the key varies",
    "what-changes-the-field": "asks in half of the draws for the changes that leave the field as it is",
    **dict.fromkeys(
        (
            "cnn-total-params",
            "conv-bn-params",
            "conv-count-unchanged",
            "conv-macs",
            "conv-params",
            "conv-stack-by-layer",
            "dense-params",
            "depthwise-separable-params",
            "embedding-params",
            "grouped-conv-params",
            "hidden-units-from-budget",
            "mlp-fits-memory",
            "mlp-params",
            "mlp-weights-and-biases",
            "recurrent-layer-params",
            "separable-block-macs",
            "separable-cost-ratio",
            "single-filter-params",
            "stacked-small-kernels",
            "transformer-block-params",
        ),
        "sizes as exams have them (3, 16, 32, 64)",
    ),
    "gd-which-way": "a negative weight that goes down grows in size, so the options say up and down, not grows and shrinks",
}


def answers(name: str) -> list[dict[str, list[object]]]:
    """For every seed the kind and the value of each part."""
    problems = map(BANK[name].problem, range(SEEDS))
    return [{key: [part.kind, json_data.value_to_json(part.value)] for key, part in p.parts.items()} for p in problems]


@pytest.mark.parametrize("name", [name for name in FROZEN if name not in SUCCESSORS])
def test_a_question_still_has_the_answers_that_it_had(name: str) -> None:
    found = json.loads(json.dumps(answers(name)))
    if name in MENDED:
        assert found != FROZEN[name], "nothing differs any more: take it out of MENDED"
    else:
        assert found == FROZEN[name]


@pytest.mark.parametrize(("name", "successor"), SUCCESSORS.items())
def test_an_id_that_went_names_its_successor(name: str, successor: str) -> None:
    with pytest.raises(NotFound, match=f'no question "{name}" any more; "{successor}" asks for the same'):
        BANK[name]
    with pytest.raises(NotFound, match=f'"{name}" any more; "{successor}" asks for the same'):
        BANK.questions.select_ids([name])
    assert BANK[successor]
