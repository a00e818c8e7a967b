"""Words as people say them: stems, groups of words that mean the same, and numbers that stand in a question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

MAX_QUERY = 500  # characters
WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+")
MARKUP = re.compile(r"\{\{.*?\}\}|\\[a-zA-Z]+|[$_^]")
STOPWORDS = frozenset(  # words of a question that say nothing of its subject
    re.findall(
        r"\w+",
        "a an and are as at be by do does for from get give how i in is it its many me much my of on one or show that "
        "the this to was what when where which why with you your question questions about find have has had can will "
        "would should need needs there compute calculate please me some any into than then if no not does did",
    )
)
SAME: tuple[tuple[str, ...], ...] = (  # each group means one thing; a group matches where one of its phrases stands
    ("flops", "flop", "macs", "mac", "multiply-adds", "multiply-accumulate", "operations", "multiplications"),
    ("output size", "output shape", "size after", "sizes after", "side of the output", "feature map size", "n_out",
     "output side", "output sizes", "shape of the output"),
    ("learning rate", "lr", "step size", "eta"),
    ("fully connected", "fc", "dense", "linear layer"),
    ("batch norm", "batch normalisation", "bn", "batchnorm"),
    ("layer norm", "layer normalisation", "ln", "layernorm"),
    ("group norm", "group normalisation", "gn", "groupnorm"),
    ("lstm", "long short term memory"),
    ("gru", "gated recurrent unit"),
    ("rnn", "recurrent"),
    ("chain rule",),
    ("backprop", "backpropagation", "back propagation", "backward pass", "backpropagate"),
    ("receptive field", "field of view", "sees", "field"),
    ("parameters", "params", "parameter count", "number of weights", "weights"),
    ("conv", "convolution", "convolutional", "conv2d"),
    ("cnn", "convolutional network", "convolution"),
    ("mlp", "multilayer perceptron", "feedforward", "dense"),
    ("pool", "pooling", "maxpool", "max pool", "subsampling", "downsampling"),
    ("average pooling", "avgpool", "gap"),
    ("global average pooling", "gap", "global pooling"),
    ("transposed convolution", "tconv", "deconvolution", "upconvolution", "convtranspose"),
    ("depthwise", "separable", "dwconv"),
    ("dilated", "dilation", "atrous"),
    ("kernel", "filter size", "window", "filter"),
    ("filters", "filter", "output channels"),
    ("stride", "strides"),
    ("padding", "pad", "zero padding", "same padding"),
    ("gradient descent", "gd", "steepest descent"),
    ("sgd", "stochastic gradient descent", "minibatch", "mini batch"),
    ("momentum", "heavy ball"),
    ("nesterov", "nag"),
    ("adam", "adaptive moment"),
    ("rmsprop", "rms prop"),
    ("adagrad", "ada grad"),
    ("overfitting", "overfit", "overfits", "memorise"),
    ("underfitting", "underfit", "underfits"),
    ("weight decay", "l2", "ridge", "regularisation"),
    ("l1", "lasso", "sparsity"),
    ("regularisation", "regularise", "weight decay", "l2"),
    ("vanishing gradient", "vanish", "vanishing gradients", "gradients vanish"),
    ("exploding gradient", "explode", "exploding gradients", "clipping"),
    ("gradient clipping", "clipping", "clip"),
    ("initialisation", "init", "xavier", "glorot", "kaiming"),
    ("he init", "he initialisation", "kaiming"),
    ("xavier", "glorot"),
    ("cross entropy", "log loss", "crossentropy", "nll", "negative log likelihood"),
    ("binary cross entropy", "bce", "logistic loss"),
    ("mse", "mean squared error", "squared error", "squared loss", "quadratic loss"),
    ("mae", "mean absolute error", "absolute error"),
    ("huber", "smooth l1"),
    ("iou", "intersection over union", "jaccard", "overlap"),
    ("nms", "non maximum suppression", "suppression"),
    ("map", "mean average precision", "average precision"),
    ("object detection", "yolo", "anchor", "bounding box"),
    ("accuracy",),
    ("precision",),
    ("recall", "sensitivity", "true positive rate"),
    ("specificity", "true negative rate"),
    ("f1", "f1 score", "f score", "f beta"),
    ("confusion matrix", "confusion"),
    ("roc", "auc", "area under the curve"),
    ("softmax",),
    ("temperature",),
    ("sigmoid", "logistic"),
    ("relu", "rectified"),
    ("leaky relu", "leaky"),
    ("dying relu", "dead relu", "dead unit", "dead units"),
    ("activation", "activation function", "nonlinearity"),
    ("attention", "self attention", "query key value", "qkv", "scaled dot product"),
    ("multi head", "heads", "head"),
    ("transformer", "encoder block", "attention"),
    ("embedding", "embeddings", "embed", "word vectors"),
    ("positional encoding", "positions", "position"),
    ("vocabulary", "vocab", "tokens", "token"),
    ("residual", "skip connection", "resnet", "shortcut", "skip path"),
    ("inception", "concat", "branches"),
    ("transfer learning", "fine tuning", "finetune", "pretrained", "freeze"),
    ("data augmentation", "augment", "augmentation", "mixup", "cutout", "flip", "crop"),
    ("early stopping", "patience"),
    ("schedule", "learning rate schedule", "warmup", "cosine", "annealing", "lr decay", "step decay"),
    ("epoch", "epochs", "iterations", "updates"),
    ("batch size", "batch", "mini batch size"),
    ("saddle point", "saddle"),
    ("local minimum", "local minima", "minimum", "stationary point"),
    ("hessian", "second derivative", "curvature"),
    ("jacobian",),
    ("derivative", "slope", "differentiate", "gradient"),
    ("loss landscape", "loss surface"),
    ("bias variance", "variance", "bias"),
    ("train test", "validation", "validation set", "test set", "data split", "splits"),
    ("cross validation", "k fold", "fold"),
    ("bptt", "backpropagation through time", "unrolled"),
    ("sequence", "sequences", "time steps"),
    ("memory", "bytes", "megabytes", "mb", "stored"),
    ("one hot", "onehot"),
    ("xor", "linearly separable"),
    ("perceptron", "threshold unit"),
    ("neuron", "unit", "hidden unit"),
    ("flatten", "flattened"),
    ("upsampling", "upsample", "unpooling"),
    ("unet", "u net", "segmentation"),
    ("autoencoder", "bottleneck"),
    ("normalise", "standardise", "normalisation"),
    ("dropout", "drop out", "dropconnect"),
    ("ensemble", "bagging"),
    ("image size", "input size"),
    ("logits", "logit", "scores"),
    ("matrix", "matrices"),
)  # fmt: skip

QUANTITIES: dict[str, tuple[str, ...]] = {  # words beside a number: names that draws have for it
    "kernel": ("k", "kernel"), "window": ("k", "kernel"), "filter size": ("k",), "stride": ("s", "stride"),
    "padding": ("p", "pad"), "pad": ("p", "pad"), "dilation": ("d",), "filters": ("filters", "c_out", "f"),
    "channels": ("c_in", "c", "channels"), "input channels": ("c_in",),
    "learning rate": ("eta", "lr", "alpha", "rate"), "lr": ("eta", "lr", "alpha", "rate"),
    "rate": ("eta", "lr", "rate"), "eta": ("eta", "lr"), "momentum": ("beta", "mu"), "beta": ("beta",),
    "units": ("units", "h", "hidden"), "hidden": ("h", "hidden", "units"),
    "batch": ("batch", "m", "B"), "batch size": ("batch", "m", "B"), "epochs": ("epochs", "E"),
    "classes": ("classes", "K", "C"), "heads": ("heads", "h"), "vocabulary": ("vocabulary", "V"),
    "side": ("n", "n_in"), "input": ("n", "n_in"), "size": ("n", "n_in"),
}  # fmt: skip

ENDINGS = (  # endings that say nothing, and what stays of them
    ("izations", "iz"), ("ization", "iz"), ("ized", "iz"), ("izes", "iz"), ("izing", "iz"), ("ize", "iz"), ("ies", "y"),
    ("sses", "ss"), ("ing", ""), ("ations", "at"), ("ation", "at"), ("ated", "at"), ("ates", "at"), ("ate", "at"),
    ("ed", ""), ("es", "e"), ("s", ""),
)  # fmt: skip


class Concept(NamedTuple):
    """One thing that is searched for: what was typed, and the stemmed phrases that mean it, the typed one first."""

    typed: str
    phrases: tuple[str, ...]


class Quantity(NamedTuple):
    """A number in a query, and the names of draws that it may be meant for."""

    names: tuple[str, ...]
    text: str


@cache
def stem_word(word: str) -> str:
    """The word without the endings that say the same: layers, normalization, differentiated."""
    word = word.replace("isation", "ization").replace("ise", "ize") if len(word) > 5 else word
    for ending, rest in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + rest
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def split_words(text: str) -> list[str]:
    """The words of a text in lower case, without formulas' markup."""
    return WORD.findall(MARKUP.sub(" ", text).lower())


def to_line(text: str) -> str:
    """The stemmed words of a text between spaces, in which a phrase can be looked up."""
    return f" {' '.join(map(stem_word, split_words(text)))} "


@cache
def group_phrases() -> dict[str, tuple[str, ...]]:
    """For each phrase of a group, stemmed: the phrases that mean the same, the phrase itself first."""
    groups: dict[str, list[str]] = {}
    for group in SAME:
        lines = [to_line(phrase).strip() for phrase in group]
        for line in lines:
            groups.setdefault(line, [line]).extend(other for other in lines if other not in groups.get(line, ()))
    return {line: tuple(others) for line, others in groups.items()}


def read_concepts(query: str) -> list[Concept]:
    """What a query asks for: known phrases of several words first, then its words but for the small ones."""
    words = split_words(query)
    groups, concepts, at = group_phrases(), [], 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            piece = words[at : at + length]
            line = " ".join(map(stem_word, piece))
            if len(piece) == length and line in groups and (length > 1 or piece[0] not in STOPWORDS):
                concepts.append(Concept(" ".join(piece), groups[line]))
                break
        else:
            length = 1
            if words[at] not in STOPWORDS and not words[at].isdecimal():
                concepts.append(Concept(words[at], (stem_word(words[at]),)))
        at += length
    return list(dict.fromkeys(concepts))


PIN = re.compile(r"(?<![\w.])([A-Za-z]\w*)\s*=\s*(-?\d+(?:\.\d+)?(?:/\d+)?)")
AFTER = re.compile(r"([a-z]+(?: [a-z]+)?)\s+(?:of |is )?(-?\d+(?:\.\d+)?)(?![\w.]|\s*[x×])")
BEFORE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s+([a-z]+(?: [a-z]+)?)")
WINDOW = re.compile(r"(?<![\w.])(\d+)\s*[x×]\s*(\d+)(?![.\d]|\s*[x×])")


def read_quantities(query: str) -> list[Quantity]:
    """The numbers of a query with the names that they may have: k=3, stride 2, 20 filters, 3x3."""
    found = [Quantity((name,), number) for name, number in PIN.findall(query)]
    lowered = query.lower()
    found += read_neighbours(lowered)
    found += [Quantity(QUANTITIES["kernel"], first) for first, second in WINDOW.findall(lowered) if first == second]
    return list(dict.fromkeys(found))


def read_neighbours(text: str) -> Iterator[Quantity]:
    """Numbers beside their words, from left to right; neither serves twice: 64 filters 3 channels, stride 2 pad 1."""
    after = [(match, match.span(1), match.span(2), name_quantity(match[1], -1)) for match in AFTER.finditer(text)]
    before = [(match, match.span(2), match.span(1), name_quantity(match[2], 0)) for match in BEFORE.finditer(text)]
    used: set[int] = set()
    for _, words, number, names in sorted(after + before, key=lambda found: found[0].start()):
        places = {*range(*words), *range(*number)}
        if names and not places & used:
            used |= places
            yield Quantity(names[0], text[slice(*number)])


def name_quantity(words: str, beside: int) -> list[tuple[str, ...]]:
    """The names of draws that one or two words stand for, or the one beside the number alone; none in other words."""
    return [QUANTITIES[word] for word in (words, words.split()[beside]) if word in QUANTITIES][:1]


def remove_numbers(query: str) -> str:
    """The query without what `read_quantities` takes as name=value or as a window; words stay to be searched for."""
    return WINDOW.sub(" ", PIN.sub(" ", query))
