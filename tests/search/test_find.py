"""`dlquiz find`: words as people say them, numbers that become pins, and what is said where nothing is found."""

from __future__ import annotations

import json

import pytest

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.commands import find
from dlquiz.errors import UsageError
from dlquiz.search.index import Findings, search
from dlquiz.search.words import read_concepts, read_quantities, stem_word

VERBS = {"net": "Show what the layers of a network output, learn and see.\n\nExample: dlquiz net resnet-18"}

WORDS = {  # what people say: part of an id, a topic or a name that must be among the first five
    "stride": "conv-shapes", "output size": "conv-shapes", "flops": "parameter-counts", "lstm": "sequence-models",
    "chain rule": "chain-rule", "receptive field": "receptive-field", "number of parameters": "param",
    "learning rate": "gradient-descent", "overfitting": "training-diagnosis", "underfitting": "training-diagnosis",
    "vanishing gradients": "gradient-pathologies", "exploding gradient": "gradient-pathologies",
    "cross entropy": "losses", "softmax": "softmax", "adam": "optimizers", "momentum": "momentum",
    "batch norm": "batch-norm", "batch normalization": "batch-norm", "dropout": "dropout", "attention": "attention",
    "self-attention": "attention", "transformer": "attention", "gru": "sequence-models", "rnn": "sequence-models",
    "iou": "object-detection", "precision and recall": "metrics", "confusion matrix": "metrics", "f1 score": "metrics",
    "weight decay": "regularization", "L2": "regularization", "xavier": "initialization", "he init": "initialization",
    "data augmentation": "data-augmentation", "transfer learning": "transfer-learning", "max pooling": "pool",
    "relu": "activations", "sigmoid": "activations", "perceptron": "perceptron", "saddle point": "loss-landscape",
    "skip connection": "resnet", "backpropagation": "backprop", "mean squared error": "losses", "epochs": "minibatch",
    "warmup": "schedules", "conv2d": "conv3-64/2 p1", "embedding": "embed10000-64", "resnet": "resnet-",
}  # fmt: skip


@pytest.fixture(scope="module")
def bank() -> QuestionSet:
    return load_questions()


def find_names(found: Findings, count: int = 5) -> str:
    """The names and topics of the first hits of each kind."""
    hits = find.take_hits(found.hits, count)
    return " ".join(f"{hit.entry.name} {hit.entry.topic}" for hit in hits)


@pytest.mark.parametrize(("query", "wanted"), WORDS.items())
def test_natural_words(bank: QuestionSet, query: str, wanted: str) -> None:
    found = search(bank, VERBS, query)
    assert found.whole
    assert wanted in find_names(found), find_names(found)


def test_numbers_become_pins_where_they_fit(bank: QuestionSet) -> None:
    hits = search(bank, VERBS, "parameters of a convolution 3x3 with 3 channels and 20 filters").hits
    hit = next(hit for hit in hits if hit.entry.name == "conv-params")
    assert hit.pins == {"k": "3", "c_in": "3", "filters": "20"}
    assert hit.command.startswith("dlquiz solve conv-params ")
    hits = search(bank, VERBS, "conv parameters k=3").hits
    assert next(hit for hit in hits if hit.entry.name == "conv-params").pins == {"k": "3"}
    assert not any(hit.pins for hit in search(bank, VERBS, "conv parameters").hits)


def test_a_number_that_a_question_refuses_is_left_out(bank: QuestionSet) -> None:
    hits = search(bank, VERBS, "conv parameters k=-3").hits
    assert next(hit for hit in hits if hit.entry.name == "conv-params").pins == {}


def test_a_misspelt_word_is_replaced(bank: QuestionSet) -> None:
    found = search(bank, VERBS, "strde")
    assert found.replaced == {"strde": "stride"}
    assert "conv-shapes" in find_names(found)


def test_more_words_that_match_come_first(bank: QuestionSet) -> None:
    found = search(bank, VERBS, "momentum qqqqzz")
    assert not found.whole and found.hits


def test_words_and_their_stems() -> None:
    assert stem_word("normalisation") == stem_word("normalization") == stem_word("normalise")
    assert stem_word("strides") == stem_word("stride")
    assert [concept.typed for concept in read_concepts("How many flops does the chain rule need?")] == [
        "flops", "chain rule",
    ]  # fmt: skip
    assert read_quantities("conv stride 2")[0].names == ("s", "stride")
    for query, numbers in (("64 filters 3 channels", ["64", "3"]), ("stride 2 padding 1", ["2", "1"])):
        assert [quantity.text for quantity in read_quantities(query)] == numbers


def test_json_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert find.run(["chain", "rule"], [], True, False, 3, VERBS) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["found"][0]["name"] == "chain-rule"
    assert data["found"][0]["command"] == "dlquiz quiz chain-rule"
    assert find.run(["xqzzyt"], [], False, True, 3, VERBS) == 1
    assert 'Nothing has "xqzzyt". Try' in capsys.readouterr().out


@pytest.mark.parametrize("columns", ["40", "80"])
def test_any_width(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    find.run(["conv", "stride", "2"], [], False, False, 5, VERBS)
    text = capsys.readouterr().out
    assert "conv3-64/2 p1" in text
    assert all(len(line) <= int(columns) for line in text.splitlines())


@pytest.mark.parametrize("query", ["", "  ", "the", "3", "x" * 501, "\x00"])
def test_what_cannot_be_searched_for(bank: QuestionSet, query: str) -> None:
    with pytest.raises(UsageError):
        search(bank, VERBS, query)


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("pooling", "did you mean `dlquiz quiz pooling`?"),
        ("conv-params", "did you mean `dlquiz quiz conv-params`?"),
        ("resnet50", "did you mean `dlquiz net resnet50`?"),
        ("ent", "did you mean `dlquiz net`?"),
        ("poolin", "did you mean `dlquiz quiz pooling`?"),
        ("flops", "`dlquiz find flops` looks for it"),
    ],
)
def test_a_wrong_verb_is_told_the_right_command(word: str, says: str) -> None:
    assert says in find.suggest_command(word, VERBS)
