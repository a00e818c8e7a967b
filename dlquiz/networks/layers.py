"""The layers of a network, as plain values, and the conventions by which they are counted.

Sizes along the axes are pairs (rows, columns), where one number was written twice the same; a volume may have three
(depth, rows, columns).  Every layer knows its text and the offset of the text in the notation; neither takes part in
equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dlquiz.errors import UsageError

Pair = tuple[int, ...]  # rows, columns; of a volume depth, rows, columns


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, or a group of layers."""

    text: str = field(default="", compare=False, kw_only=True)
    at: int = field(default=0, compare=False, kw_only=True)
    label: str = field(default="", compare=False, kw_only=True)  # by which `like` applies it again
    takes: int | None = field(default=None, compare=False, kw_only=True)  # channels or features that code stated


@dataclass(frozen=True, slots=True)
class Window(Layer):
    """A layer that slides a window over a map."""

    kernel: Pair
    stride: Pair
    padding: Pair = (0, 0)  # on each side
    same: bool = False  # pad so that the output has ⌈n/stride⌉ rows and columns
    dilation: Pair = (1, 1)  # 1 is the ordinary window


@dataclass(frozen=True, slots=True)
class Conv(Window):
    """A convolution; `filters` is None in layer lists that leave it out."""

    filters: int | None = None
    groups: int = 1
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Depthwise(Window):
    """A convolution whose filters see one channel each: one filter per channel, or `filters` in all, a multiple."""

    filters: int | None = None
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Transposed(Conv):
    """A transposed convolution; `extra` rows and columns are added at the far end (output padding)."""

    extra: Pair = (0, 0)


@dataclass(frozen=True, slots=True)
class Pool(Window):
    """Maximum or average of each window; `rounding` is empty where the conventions decide."""

    kind: str = "max"  # max | average
    rounding: str = ""  # floor | ceil


@dataclass(frozen=True, slots=True)
class GlobalPool(Layer):
    """Maximum or average of each channel over the whole map, or of each feature over a sequence."""

    kind: str = "average"  # max | average


@dataclass(frozen=True, slots=True)
class AdaptivePool(Layer):
    """Maximum or average of windows that divide the map into `sides` outputs."""

    sides: Pair
    kind: str = "average"  # max | average


@dataclass(frozen=True, slots=True)
class Upsample(Layer):
    """Enlarges a map: repeats the nearest value, or goes linearly from value to value."""

    factors: Pair
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Norm(Layer):
    """Normalisation with a scale and a shift for each channel or feature."""

    kind: str  # batch | layer | group
    groups: int = 1  # of channels, in group normalisation


@dataclass(frozen=True, slots=True)
class ParametricReLU(Layer):
    """A ReLU that learns the slope below 0: one for each channel or feature, or one that all `share`."""

    share: bool = False


@dataclass(frozen=True, slots=True)
class Activation(Layer):
    """A function applied to each number."""

    name: str


@dataclass(frozen=True, slots=True)
class Dropout(Layer):
    """Sets numbers to zero in training."""

    rate: float = 0.5


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Puts all numbers in one row."""


@dataclass(frozen=True, slots=True)
class Identity(Layer):
    """Passes its input on, as a branch."""


@dataclass(frozen=True, slots=True)
class Dense(Layer):
    """A fully connected layer; it flattens a map, and works on each position of a sequence."""

    units: int
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Embedding(Layer):
    """A vector of `size` numbers for each of `vocabulary` tokens."""

    vocabulary: int
    size: int


@dataclass(frozen=True, slots=True)
class Recurrent(Layer):
    """Recurrent layers over a sequence; outputs all states of the topmost, or only the `last` one."""

    cell: str  # rnn | lstm | gru
    units: int
    last: bool = False
    both: bool = False  # runs in both directions
    bias: bool = True
    depth: int = 1  # layers on top of each other


@dataclass(frozen=True, slots=True)
class Attention(Layer):
    """Multi-head self-attention with projections of the model's own width."""

    heads: int
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Transformer(Layer):
    """A block of attention and two dense layers, each with a skip path and layer normalisation."""

    heads: int
    width: int  # of the hidden dense layer
    first: bool = False  # normalisation before attention and dense layers, not behind the sums
    activation: str = "relu"  # relu | gelu
    causal: bool = False  # positions see those before them only


@dataclass(frozen=True, slots=True)
class Rows(Layer):
    """Makes a sequence of a map: each position becomes one element with its channels, row by row."""


@dataclass(frozen=True, slots=True)
class ClassToken(Layer):
    """Puts a learned element before a sequence."""


@dataclass(frozen=True, slots=True)
class Positions(Layer):
    """Adds a learned vector to each element of a sequence, one for each of `count` positions; None: its length."""

    count: int | None = None


@dataclass(frozen=True, slots=True)
class TokenTypes(Layer):
    """Adds one of `count` learned vectors to each element of a sequence, by the segment that it belongs to."""

    count: int


@dataclass(frozen=True, slots=True)
class First(Layer):
    """The first element of a sequence."""


@dataclass(frozen=True, slots=True)
class Like(Layer):
    """The layer named `target` once more, with the same parameters; an embedding scores each of its tokens."""

    target: str


@dataclass(frozen=True, slots=True)
class Scores(Layer):
    """Scores of all tokens for each element of a sequence, by an embedding's own vectors; only `like` makes it."""

    vocabulary: int


def apply_again(layer: Layer, on_sequence: bool) -> Layer:
    """What `like` stands for: the named layer; behind a sequence, of an embedding the scores of its tokens."""
    if isinstance(layer, Embedding) and on_sequence:
        return Scores(layer.vocabulary, label=layer.label, takes=layer.size)
    return layer


@dataclass(frozen=True, slots=True)
class Repeat(Layer):
    """Layers that are repeated `times` times, each time with their own parameters."""

    times: int
    body: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Residual(Layer):
    """A block whose output is the sum of its body and its skip path; an empty skip path is the input itself."""

    body: tuple[Layer, ...]
    skip: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Concat(Layer):
    """Branches on one input, stacked along the channels."""

    branches: tuple[tuple[Layer, ...], ...]


@dataclass(frozen=True, slots=True)
class Auxiliary(Layer):
    """A second head for training: its output goes nowhere, and the input is passed on."""

    body: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A text in the notation, read.

    `shape` is that of the input: (D, H, W, C), (H, W, C), (T, d) or (n,); None in layer lists.
    """

    text: str = field(compare=False)
    shape: tuple[int, ...] | None
    layers: tuple[Layer, ...]


# Conventions: everything on which books and libraries differ.  Fixed in all of them: padding is per side, dilation 1 is
# the ordinary window, batch normalisation learns two numbers a channel (running statistics are not learned), and one
# example goes through the network.

FLOOR, CEIL, STRICT = "floor", "ceil", "strict"


VIEWS = (Dropout, Flatten, Identity, Rows)  # layers that can give what comes in the same place, or in another shape
INPUT_NEEDED = ("gelu", "swish")  # activations whose slope cannot be told from their output


def works_in_place(layer: Layer) -> bool:
    """Whether a layer can overwrite its input and training still finds all slopes."""
    return isinstance(layer, VIEWS) or (isinstance(layer, Activation) and layer.name not in INPUT_NEEDED)


@dataclass(frozen=True, slots=True)
class Conventions:
    """The choices by which a table is counted."""

    rounding: str = FLOOR  # of sizes that do not come out even; strict: they are a fault
    biases: bool = True  # whether the biases of layers are counted
    bias_vectors: int = 1  # of a recurrent layer's gate: 1 in papers, 2 in PyTorch
    operations: int = 1  # that a multiply-add counts as
    bytes: int = 4  # of one number in memory
    in_place: bool = False  # whether activations, dropout and flatten overwrite what comes in


USUAL = Conventions()


def check_conventions(conventions: Conventions) -> Conventions:
    """The same conventions; UsageError for one that does not exist."""
    if conventions.rounding not in (FLOOR, CEIL, STRICT):
        raise UsageError(f'sizes are rounded by floor, ceil or strict, not "{conventions.rounding}"')
    if conventions.bias_vectors not in (1, 2) or conventions.operations not in (1, 2):
        raise UsageError("bias vectors and operations are 1 or 2")
    if not 1 <= conventions.bytes <= 16:
        raise UsageError("the bytes of a number are a whole number from 1 to 16")
    return conventions
