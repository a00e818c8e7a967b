"""The notation for networks: text to layers, with the place of the first fault.

    in 32x32x3 | conv3-64 p1 | relu | pool2 | 3x(conv3-128 p1 | bn | relu) | res(conv3-128 p1 ; id) | gap | fc-10

    network  = ["in" sizes ["hwc" | "chw" | "seq"] "|"] chain
    chain    = item {"|" item}
    item     = count "x(" chain ")"                  layers that repeat, each time with parameters of their own
             | "res(" chain [";" chain] ")"          body and skip path, added; without one the skip path is the input
             | "cat(" chain ";" chain {";" chain} ")"    branches, stacked along the channels
             | "aux(" chain ")"                   a second head for training; its input goes on
             | "like" name                        a layer before, once more, with the same parameters
             | word [sizes] ["-" number] ["/" sizes] {word [sizes]} ["as" name]
             | a layer as PyTorch writes it: Conv2d(3, 64, 3, padding=1), also several in Sequential(…)
    sizes    = number {"x" number}

Layers are listed in the order of the data; a layer is its word, the size of its window, its number of filters or units,
its stride, and then options.  `layer_words` has the words, `pytorch_calls` those of PyTorch.  A text without `in` is a
list of layers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NoReturn

from dlquiz.errors import FormulaError
from dlquiz.networks import layer_words, pytorch_calls
from dlquiz.networks.layer_text import LayerText, Option, Sizes
from dlquiz.networks.layers import Auxiliary, Concat, Layer, Like, Network, Repeat, Residual, Window

MAX_CHARACTERS = 100_000  # characters
MAX_LAYERS = 10_000  # layers, repeats written out
MAX_DEPTH = 20  # groups inside each other
MAX_DIGITS = 9  # of one number

SPACE = re.compile(r"\s*")  # below, `*+` and `++` give nothing back, so that long spaces are passed once
REPEAT = re.compile(r"(\d++)\s*+(?:[x×]\s*+)?\(")
GROUP = re.compile(r"(res|cat|aux)\s*\(", re.IGNORECASE)
BARE = re.compile(
    r"(?:nn\.)?(ReLU6?|SiLU|GELU|ELU|LeakyReLU|Sigmoid|Tanh|Softplus|Softmax|Flatten|Identity)(?=\s*(?:,|\)|$))"
)
ARROW = re.compile(r"[-=]>|[→⟶]")  # between layers, as a bar
CALL = re.compile(r"(?:\(\w+\):\s*|(?:self\.)?\w+\s*=\s*)?(?:(?:torch|nn|layers|keras)\.)*([A-Z]\w*)\s*\(")
ARGUMENTS = re.compile(r"((?:[^()]|\([^()]*\))*+)\)")
CHILD = re.compile(r"\s*+\(\w+\):")  # in a printed model
LISTS = ("[", "*")
WORD = re.compile(r"relu6|[^\W\d_]+", re.IGNORECASE)
TORCH_WORD = re.compile(r"([^\W\d_]+)[123]d(?=\s*+(?:\d|$|\|))", re.IGNORECASE)  # maxpool2d 2 is maxpool2
NAME = re.compile(r"\s*([^\W\d]\w{0,39})")
ORDER = re.compile(r"\s*(hwc|chw|seq)(?!\w)", re.IGNORECASE)
RATE = re.compile(r"\s*+(?:-\s*+)?(\d*+\.\d+)")
SIZES = re.compile(r"\s*+(\d+(?:\s*+[x×]\s*+\d+(?!\s*+(?:[x×]\s*+)?\())*)")
NUMBER = re.compile(r"\s*[-–−]\s*(\d+)")
STRIDE = re.compile(r"\s*/\s*(\d+(?:\s*[x×]\s*\d+)*)")
INPUT = re.compile(r"in(?:put)?(?![^\W\d_])", re.IGNORECASE)
BETWEEN = re.compile(r"\s*,?\s*")
ENDS = "|;()"


class NotationReader:
    """Reads one notation from left to right."""

    def __init__(self, text: str) -> None:
        self.text = ARROW.sub(lambda arrow: "|".rjust(len(arrow[0])), text)  # of the same length, so places hold
        self.here = 0
        self.depth = 0
        self.repeats = 0  # that are open
        self.bare = False  # whether the last layer is a name of PyTorch without brackets
        self.ordered = False  # whether the order of the input is stated
        if len(text) > MAX_CHARACTERS:
            self.fail(f"the network is too long ({len(text):,} characters; {MAX_CHARACTERS:,} are allowed)", 0)

    def fail(self, message: str, at: int) -> NoReturn:
        """Raise the error with its place."""
        raise FormulaError(message, self.text, at)

    # characters

    def skip_spaces(self) -> str:
        """Skip spaces; return the character that follows, empty at the end."""
        match = SPACE.match(self.text, self.here)
        self.here = match.end() if match else self.here
        return self.text[self.here : self.here + 1]

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what matches the pattern here; None where nothing does."""
        found = pattern.match(self.text, self.here)
        if found:
            self.here = found.end()
        return found

    def read_sizes(self, found: re.Match[str] | None) -> Sizes:
        """The numbers of a match such as `3x5`; empty where nothing matched."""
        if found is None:
            return ()
        return tuple(self.read_number(text, found.start(1)) for text in re.split(r"\s*[x×]\s*", found[1]))

    def read_number(self, digits: str, at: int) -> int:
        if len(digits) > MAX_DIGITS:
            self.fail(f"a number has at most {MAX_DIGITS} digits", at)
        return int(digits)

    # the rules

    def read(self) -> Network:
        if not self.skip_spaces():
            self.fail("the network is empty", 0)
        shape = self.read_input()
        layers: tuple[Layer, ...] = ()
        if shape is None or self.skip_spaces():
            layers, _ = self.read_chain()
        if shape and not self.ordered and reads_like_image(shape, layers):
            text = "x".join(map(str, shape))
            self.fail(f"write in {text}x1 for an image; if a sequence is meant, in {text} seq", 0)
        if self.skip_spaces():
            found = self.text[self.here]
            self.fail(
                f'"{found}" closes nothing' if found == ")" else f'"{found}" fits only inside res(…) or cat(…)',
                self.here,
            )
        return Network(self.text, shape, layers)

    def read_input(self) -> tuple[int, ...] | None:
        """The shape after `in`; None where there is no `in`."""
        at = self.here
        if not self.match(INPUT):
            return None
        shape = self.read_sizes(self.match(SIZES))
        if not 1 <= len(shape) <= 4 or min(shape) < 1:
            self.fail(
                "write the input as in 32x32x3 (rows, columns, channels), in 20x8 (length, features) or in 100", at
            )
        order = self.match(ORDER)
        self.ordered = order is not None
        if order and (order[1].lower() == "seq") != (len(shape) == 2):
            self.fail("hwc and chw stand behind three sizes, seq behind two", order.start(1))
        if order and order[1].lower() == "chw":
            shape = (*shape[1:], shape[0])
        elif not order and reads_like_channels_first(shape):
            text = "x".join(map(str, shape))
            self.fail(
                f"channels stand last: write in {shape[1]}x{shape[2]}x{shape[0]}, "
                f"or, if {shape[2]} channels are meant, in {text} hwc",
                at,
            )
        if self.skip_spaces() and not self.take("|"):
            self.fail(f'a "|" was expected after the input, not "{self.text[self.here]}"', self.here)
        elif self.text[self.here - 1] == "|" and not self.skip_spaces():
            self.fail('a layer is missing after "|"', self.here)
        return shape

    def take(self, sign: str) -> bool:
        """Read a sign if it is next, and return whether it was."""
        if self.skip_spaces() != sign:
            return False
        self.here += 1
        return True

    def read_chain(self) -> tuple[tuple[Layer, ...], int]:
        """Layers up to the end or the bracket, and their number with repeats written out."""
        layers: list[Layer] = []
        count = 0
        while True:
            layer, size = self.read_item()
            layers.append(layer)
            count += size
            if count > MAX_LAYERS:
                self.fail(f"the network has more than {MAX_LAYERS:,} layers", layer.at)
            written = self.text[self.here - 1 : self.here] == ")" or self.bare
            if not self.take("|") and not (written and self.pass_to_call()):
                return tuple(layers), count

    def pass_to_call(self) -> bool:
        """Pass the comma behind a layer that PyTorch wrote, and return whether another follows."""
        self.match(BETWEEN)
        return any(pattern.match(self.text, self.here) for pattern in (CALL, BARE))

    def read_item(self) -> tuple[Layer, int]:
        """A layer or a group, and the number of its layers."""
        sign, at, self.bare = self.skip_spaces(), self.here, False
        if found := self.match(REPEAT):
            return self.read_repeat(found, at)
        if found := self.match(GROUP):
            return self.read_group(found[1].lower(), at)
        if found := self.match(CALL):
            return self.read_call(found[1], at)
        found = self.match(BARE)
        self.bare = found is not None
        if found:
            return pytorch_calls.build_call(found[1], "", self.text, at, self.here), 1
        if not sign or sign in ENDS:
            self.fail(f'a layer is missing before "{sign}"' if sign else 'a layer is missing after "|"', at)
        return self.read_layer(at), 1

    def read_repeat(self, found: re.Match[str], at: int) -> tuple[Layer, int]:
        """A group such as `3x(conv3-64 p1 | relu)`."""
        times = self.read_number(found[1], at)
        if times < 1:
            self.fail("layers are repeated at least once", at)
        self.repeats += 1
        chains, size = self.read_chains(at)
        self.repeats -= 1
        if len(chains) > 1:
            self.fail('";" fits only inside res(…) or cat(…)', at)
        return Repeat(times, chains[0], text=self.text[at : self.here], at=at), times * size

    def read_group(self, word: str, at: int) -> tuple[Layer, int]:
        """A group such as `res(body ; skip)` or `cat(branch ; branch)`."""
        chains, size = self.read_chains(at)
        place = {"text": self.text[at : self.here], "at": at}
        if word == "cat":
            if len(chains) < 2:
                self.fail("cat(…) stacks at least two branches: cat(conv1-32 ; conv3-64 p1)", at)
            return Concat(chains, **place), size + 1  # type: ignore[arg-type]
        if word == "aux":
            if len(chains) > 1:
                self.fail("aux(…) has one chain of layers", at)
            return Auxiliary(chains[0], **place), size  # type: ignore[arg-type]
        if len(chains) > 2:
            self.fail("res(…) has a body and at most one skip path: res(body ; skip)", at)
        return Residual(*chains, **place), size + 1  # type: ignore[arg-type]

    def read_call(self, name: str, at: int) -> tuple[Layer, int]:
        """A layer as PyTorch writes it, or several in a Sequential."""
        if name == "Sequential" and self.skip_spaces() in LISTS:
            self.fail("leave the brackets of this list out: Sequential(…, …) is read, with PyTorch's layers", self.here)
        if name == "Sequential" or self.begins_module(name):
            chains, size = self.read_chains(at)
            if len(chains) > 1:
                self.fail('";" fits only inside res(…) or cat(…)', at)
            return Repeat(1, chains[0], text=self.text[at : self.here], at=at), size
        arguments = self.match(ARGUMENTS)
        if arguments is None:
            self.fail("this bracket is not closed", self.here - 1)
        return pytorch_calls.build_call(name, arguments[1], self.text, at, self.here), 1

    def begins_module(self, name: str) -> bool:
        """Whether a model of somebody's own, as PyTorch prints it, begins behind the bracket: `Net( (conv1): …`."""
        if name in pytorch_calls.CALLS or not CHILD.match(self.text, self.here):
            return False
        if self.depth:
            self.fail(
                f"the text does not say how {name} joins its layers; write res(…) or cat(…) in its place", self.here
            )
        return True

    def read_chains(self, at: int) -> tuple[tuple[tuple[Layer, ...], ...], int]:
        """The chains inside brackets, separated by semicolons, and the number of their layers."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"groups are nested too deeply (more than {MAX_DEPTH})", at)
        chains = [self.read_chain()]
        while self.take(";"):
            chains.append(self.read_chain())
        if not self.take(")"):
            self.fail("this bracket is not closed", self.text.index("(", at))
        self.depth -= 1
        return tuple(layers for layers, _ in chains), sum(size for _, size in chains)

    def read_layer(self, at: int) -> Layer:
        word = self.match(TORCH_WORD) or self.match(WORD)
        if word is None:
            input_ = self.match(SIZES) if at == 0 else None
            if input_:
                self.fail(f"the input begins with its word: in {input_[1]}", at)
            self.fail(f'a layer begins with its word, such as conv or fc, not with "{self.text[at]}"', at)
        if word[0].lower() == "like":
            return Like(self.read_name("like shared"), text=self.text[at : self.here], at=at)
        rate = self.match(RATE) if word[0].lower() in ("dropout", "drop") else None
        kernel = self.read_sizes(self.match(SIZES))
        number = self.read_sizes(self.match(NUMBER))
        stride = self.read_sizes(self.match(STRIDE))
        options, name = self.read_options()
        written = LayerText(
            word[word.lastindex or 0].lower(), kernel, number[0] if number else None, stride, options, self.text, at,
            self.here, float(rate[1]) if rate else None,
        )  # fmt: skip
        layer = layer_words.build_layer(written)
        if not name:
            return layer
        if not isinstance(layer, layer_words.SHAREABLE):
            self.fail(f'"{layer.text}" learns nothing that another layer could share', at)
        return replace(layer, label=name)

    def read_options(self) -> tuple[tuple[Option, ...], str]:
        """The options of a layer and its name, empty where it has none."""
        options: list[Option] = []
        while (sign := self.skip_spaces()) and sign not in ENDS:
            at = self.here
            option = self.read_option()
            if option.word != "as":
                options.append(option)
                continue
            if self.repeats:
                self.fail("a layer that is repeated cannot have a name: which of its copies would share?", at)
            return tuple(options), self.read_name("as shared")
        return tuple(options), ""

    def read_name(self, example: str) -> str:
        """The name of a layer."""
        found = self.match(NAME)
        if found is None:
            self.fail(f"the name of a layer is missing, as in {example}", self.here)
        return found[1]

    def read_option(self) -> Option:
        """One option, such as `p1`, `same` or `d2x1`."""
        at = self.here
        word = self.match(WORD)
        if word is None:
            number = self.match(SIZES)
            if number:
                self.fail(f"filters and units stand behind a hyphen: conv3-{number[1]}, fc-{number[1]}", at)
            self.fail(f'"{self.text[at]}" does not fit here; is a "|" missing before it?', at)
        return Option(word[0].lower(), self.read_sizes(self.match(SIZES)), at)


def reads_like_channels_first(shape: tuple[int, ...]) -> bool:
    """Whether a shape is likely written in PyTorch's order: 3x32x32."""
    return len(shape) == 3 and shape[0] in (1, 3) and shape[2] not in (1, 3) and min(shape[1:]) >= 8


def reads_like_image(shape: tuple[int, ...], layers: tuple[Layer, ...]) -> bool:
    """Whether two equal sizes are likely an image without its channel: 28x28 before a window."""
    return len(shape) == 2 and shape[0] == shape[1] >= 8 and isinstance(layers[0] if layers else None, Window)


@lru_cache(256)
def read_network(text: str) -> Network:
    """The network that a text describes; FormulaError with the place of the first fault."""
    return NotationReader(text).read()
