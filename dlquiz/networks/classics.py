"""Well-known networks in the notation; each says whose variant it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from dlquiz.errors import NotFound, did_you_mean
from dlquiz.networks.layer_words import LAYER_WORDS


class Classic(NamedTuple):
    """A well-known network."""

    text: str  # in the notation
    says: str  # whose variant it is, and what differs elsewhere


def join_layers(*parts: str) -> str:
    """Layers, one after another."""
    return " | ".join(parts)


def lenet() -> str:
    """LeNet-5 as it is built today."""
    return join_layers(
        "in 32x32x1 | conv5-6 | tanh | avgpool2 | conv5-16 | tanh | avgpool2", "conv5-120 | tanh | fc-84 | tanh | fc-10"
    )


def alexnet(first: str, widths: tuple[int, int, int, int], groups: str) -> str:
    """AlexNet, given its first convolution and the filters of the others; `groups` as in the paper, for two GPUs."""
    second, third, fourth, fifth = widths
    return join_layers(
        f"{first} | relu | pool3/2",
        f"conv5-{second} p2{groups} | relu | pool3/2",
        f"conv3-{third} p1 | relu",
        f"conv3-{fourth} p1{groups} | relu",
        f"conv3-{fifth} p1{groups} | relu | pool3/2",
        "flatten | dropout | fc-4096 | relu | dropout | fc-4096 | relu | fc-1000",
    )


def vgg(*depths: int, norm: str = "") -> str:
    """VGG, given the number of convolutions before each of its five poolings, and what stands behind each of them."""
    stages = [
        join_layers(*[f"conv3-{filters} p1{norm} | relu"] * depth, "pool2")
        for depth, filters in zip(depths, (64, 128, 256, 512, 512), strict=True)
    ]
    head = "flatten | fc-4096 | relu | dropout | fc-4096 | relu | dropout | fc-1000"
    return join_layers("in 224x224x3", *stages, head)


def mobilenet() -> str:
    """MobileNet of width 1: a convolution, then thirteen pairs of depthwise and 1 × 1 convolutions."""
    pairs = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    body = [separable_block(filters, stride) for filters, stride in pairs]
    return join_layers("in 224x224x3", "conv3-32/2 same nobias | bn | relu", *body, "gap | dropout0.001 | fc-1000")


def separable_block(filters: int, stride: int) -> str:
    """A depthwise convolution and a 1 × 1 convolution, each with normalisation and activation."""
    return f"dwconv3{write_stride(stride)} same nobias | bn | relu | conv1-{filters} nobias | bn | relu"


def write_stride(stride: int) -> str:
    """The stride in the notation; empty for 1."""
    return f"/{stride}" if stride > 1 else ""


def basic_block(filters: int, stride: int, widen: bool) -> str:
    """A block of two 3 × 3 convolutions; the stride is in the first."""
    body = f"conv3-{filters}{write_stride(stride)} p1 nobias | bn | relu | conv3-{filters} p1 nobias | bn"
    return f"res({body}{close_block(filters, stride, widen)}) | relu"


def bottleneck_block(filters: int, stride: int, widen: bool) -> str:
    """1 × 1, 3 × 3, 1 × 1, the last four times as wide; the stride is in the 3 × 3 convolution."""
    return open_bottleneck(filters, "", write_stride(stride)) + f"{close_block(4 * filters, stride, widen)}) | relu"


def early_bottleneck_block(filters: int, stride: int, widen: bool) -> str:
    """The same with the stride in the first 1 × 1 convolution."""
    return open_bottleneck(filters, write_stride(stride), "") + f"{close_block(4 * filters, stride, widen)}) | relu"


def open_bottleneck(filters: int, first: str, middle: str) -> str:
    """The body of a bottleneck, with the strides of its first two convolutions."""
    return join_layers(
        f"res(conv1-{filters}{first} nobias | bn | relu",
        f"conv3-{filters}{middle} p1 nobias | bn | relu",
        f"conv1-{4 * filters} nobias | bn",
    )


def close_block(filters: int, stride: int, widen: bool) -> str:
    """The skip path of a block: nothing where the sizes agree, else a 1 × 1 convolution, or a thinning out."""
    if widen:
        return f" ; conv1-{filters}{write_stride(stride)} nobias | bn"
    return f" ; pool1/{stride}" if stride > 1 else ""


Block = Callable[[int, int, bool], str]


def resnet(depths: tuple[int, ...], block: Block, pool: str = "pool3/2 p1") -> str:
    """A ResNet that halves the map in the first block of each stage but the first."""
    blocks = []
    for stage, depth in enumerate(depths):
        filters, stride = 64 << stage, 2 if stage else 1
        widen = stage > 0 or block is not basic_block
        blocks += [block(filters, stride, widen), *[block(filters, 1, False)] * (depth - 1)]
    return join_layers(f"in 224x224x3 | conv7-64/2 p3 nobias | bn | relu | {pool}", *blocks, "gap | fc-1000")


def slim_resnet(depths: tuple[int, ...], block: Block) -> str:
    """A ResNet that halves the map in the last block of each stage but the last, as TF-slim does."""
    blocks = []
    for stage, depth in enumerate(depths):
        filters, widen = 64 << stage, stage > 0 or block is not basic_block
        strides = [1] * (depth - 1) + [2 if stage < len(depths) - 1 else 1]
        blocks += [block(filters, stride, widen and i == 0) for i, stride in enumerate(strides)]
    stem = "in 224x224x3 | conv7-64/2 p3 nobias | bn | relu | pool3/2 same"
    return join_layers(stem, *blocks, "gap | fc-1000")


def mobilenet_v2() -> str:
    """MobileNet v2: blocks that widen by 1 × 1, see by depthwise 3 × 3, and narrow by 1 × 1 without activation."""
    layers, channels = ["conv3-32/2 p1 nobias | bn | relu6"], 32
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for factor, filters, depth, first in stages:
        for stride in [first] + [1] * (depth - 1):
            layers.append(inverted_block(factor * channels, filters, stride, channels))
            channels = filters
    return join_layers("in 224x224x3", *layers, "conv1-1280 nobias | bn | relu6 | gap | dropout0.2 | fc-1000")


def inverted_block(width: int, filters: int, stride: int, channels: int) -> str:
    """A block that is `width` channels wide inside; with a skip path where the sizes agree."""
    widen = f"conv1-{width} nobias | bn | relu6 | " if width > channels else ""
    body = f"{widen}dwconv3{write_stride(stride)} p1 nobias | bn | relu6 | conv1-{filters} nobias | bn"
    return f"res({body})" if stride == 1 and filters == channels else body


def unit(window: str, filters: int, options: str = "") -> str:
    """A convolution of Inception with normalisation and activation."""
    return f"conv{window}-{filters}{options} nobias | bn | relu"


def inception_a(filters: int) -> str:
    """Module A, with so many filters behind its pooling."""
    fine = join_layers(unit("1", 64), unit("3", 96, " p1"), unit("3", 96, " p1"))
    pooled = join_layers("avgpool3/1 p1", unit("1", filters))
    return f"cat({unit('1', 64)} ; {unit('1', 48)} | {unit('5', 64, ' p2')} ; {fine} ; {pooled})"


def inception_c(width: int) -> str:
    """Module C, whose long filters of 7 × 1 and 1 × 7 have so many channels between them."""
    once = join_layers(unit("1", width), row_unit(width), column_unit(192))
    twice = join_layers(unit("1", width), column_unit(width), row_unit(width), column_unit(width), row_unit(192))
    return f"cat({unit('1', 192)} ; {once} ; {twice} ; avgpool3/1 p1 | {unit('1', 192)})"


def row_unit(filters: int) -> str:
    """A filter of 1 × 7."""
    return unit("1x7", filters, " p0x3")


def column_unit(filters: int) -> str:
    """A filter of 7 × 1."""
    return unit("7x1", filters, " p3x0")


def inception_e() -> str:
    """Module E, which ends in two filters side by side."""
    pair = f"cat({unit('1x3', 384, ' p0x1')} ; {unit('3x1', 384, ' p1x0')})"
    fine = join_layers(unit("1", 448), unit("3", 384, " p1"), pair)
    return f"cat({unit('1', 320)} ; {unit('1', 384)} | {pair} ; {fine} ; avgpool3/1 p1 | {unit('1', 192)})"


def inception_v3() -> str:
    """Inception v3 with its second head for training."""
    stem = [
        unit("3", 32, "/2"),
        unit("3", 32),
        unit("3", 64, " p1"),
        "pool3/2",
        unit("1", 80),
        unit("3", 192),
        "pool3/2",
    ]
    shrink = join_layers(unit("1", 64), unit("3", 96, " p1"), unit("3", 96, "/2"))
    long = join_layers(unit("1", 192), unit("1x7", 192, " p0x3"), unit("7x1", 192, " p3x0"), unit("3", 192, "/2"))
    return join_layers(
        "in 299x299x3",
        *stem,
        *map(inception_a, (32, 64, 64)),
        f"cat({unit('3', 384, '/2')} ; {shrink} ; pool3/2)",
        *map(inception_c, (128, 160, 160, 192)),
        f"aux(avgpool5/3 | {unit('1', 128)} | {unit('5', 768)} | gap | fc-1000)",
        f"cat({unit('1', 192)} | {unit('3', 320, '/2')} ; {long} ; pool3/2)",
        inception_e(),
        inception_e(),
        "gap | dropout | fc-1000",
    )


def unet() -> str:
    """A U-Net of depth four: each level goes down, comes back, and joins what it had."""
    level = double_conv(1024)
    for filters in (512, 256, 128, 64):
        level = f"{double_conv(filters)} | cat(id ; pool2 | {level} | tconv2-{filters}/2) | {double_conv(filters)}"
    return join_layers("in 512x512x3", level, "conv1-1")


def double_conv(filters: int) -> str:
    """Two padded convolutions with normalisation and activation."""
    return join_layers(*[f"conv3-{filters} p1 nobias | bn | relu"] * 2)


def vision_transformer() -> str:
    """ViT-B/16: patches of 16 × 16, a class token, positions, and 12 blocks."""
    patches = "in 224x224x3 | conv16-768/16 | seq | cls | pos"
    return join_layers(patches, "12x(transformer12-3072 pre gelu) | ln | first | fc-1000")


def gpt2() -> str:
    """GPT-2 small; the scores of the next token use the embedding once more."""
    embedding = "in 1024 | embed50257-768 as tokens | pos1024 | dropout0.1"
    return join_layers(embedding, "12x(transformer12-3072 pre gelu causal) | ln | like tokens")


def bert() -> str:
    """BERT-base with its pooler: the first position goes through a dense layer."""
    embedding = "in 512 | embed30522-768 | pos512 | types2 | ln | dropout0.1"
    return join_layers(embedding, "12x(transformer12-3072 gelu) | first | fc-768 | tanh")


Entry = tuple[Callable[[], str], str]
VGG_DEPTHS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
CLASSICS: dict[str, Entry] = {
    "lenet-5": (
        lenet,
        "LeNet-5 as it is built today: every map of the second convolution sees all six maps, pooling has no weights, "
        "and the output is a dense layer. In LeCun et al. 1998 the maps are joined sparsely, pooling learns two "
        "numbers a map, and about 60,000 parameters are trained.",
    ),
    "alexnet": (
        lambda: alexnet("in 224x224x3 | conv11-64/4 p2", (192, 384, 256, 256), ""),
        "torchvision's AlexNet, the one-tower form of Krizhevsky's \"One weird trick\", 2014. alexnet-paper is that of "
        "2012.",
    ),
    "alexnet-paper": (
        lambda: alexnet("in 227x227x3 | conv11-96/4", (256, 384, 384, 256), " g2"),
        "AlexNet as in the paper of 2012, on two GPUs: convolutions 2, 4 and 5 see only the half on their own GPU (two "
        "groups). The paper says 224 × 224, but the sizes come out with 227. Local response normalisation has no "
        "parameters and is left out. alexnet is torchvision's.",
    ),
    "vgg-11": (lambda: vgg(*VGG_DEPTHS[11]), "Configuration A of Simonyan and Zisserman 2014; torchvision's vgg11."),
    "vgg-13": (lambda: vgg(*VGG_DEPTHS[13]), "Configuration B of Simonyan and Zisserman 2014; torchvision's vgg13."),
    "vgg-16": (lambda: vgg(*VGG_DEPTHS[16]), "Configuration D of Simonyan and Zisserman 2014; torchvision's vgg16."),
    "vgg-19": (lambda: vgg(*VGG_DEPTHS[19]), "Configuration E of Simonyan and Zisserman 2014; torchvision's vgg19."),
    **{
        f"vgg-{depth}-bn": (
            partial(vgg, *depths, norm=" | bn"),
            f"vgg-{depth} with batch normalisation behind each convolution; torchvision's vgg{depth}_bn, which keeps "
            "the biases of the convolutions.",
        )
        for depth, depths in VGG_DEPTHS.items()
    },
    "mobilenet-v1": (
        mobilenet,
        "MobileNet of width 1 on 224 × 224, Howard et al. 2017, with the padding of TF-slim and Keras (same). Keras "
        "counts 21,888 parameters more: the running means and variances, which are not learned.",
    ),
    "mobilenet-v2": (
        mobilenet_v2,
        "MobileNet v2 of width 1 on 224 × 224, Sandler et al. 2018; torchvision's mobilenet_v2.",
    ),
    "resnet-18": (
        lambda: resnet((2, 2, 2, 2), basic_block),
        "ResNet-18 of He et al. 2015; torchvision's resnet18. Both put the stride in the first 3 × 3 convolution of a "
        "stage. resnet-18-slim has it in the last block of the stage before.",
    ),
    "resnet-18-slim": (
        lambda: slim_resnet((2, 2, 2, 2), basic_block),
        "ResNet-18 with the stride placed as in TF-slim: in the last block of a stage, whose skip path only thins out. "
        "resnet-18 has the placement of the paper and of torchvision.",
    ),
    "resnet-34": (
        lambda: resnet((3, 4, 6, 3), basic_block),
        "ResNet-34 of He et al. 2015; torchvision's resnet34.",
    ),
    "resnet-101": (
        lambda: resnet((3, 4, 23, 3), bottleneck_block),
        "torchvision's resnet101; as in resnet-50, the stride is in the 3 × 3 convolution of a stage's first block.",
    ),
    "resnet-152": (
        lambda: resnet((3, 8, 36, 3), bottleneck_block),
        "torchvision's resnet152; as in resnet-50, the stride is in the 3 × 3 convolution of a stage's first block.",
    ),
    "resnet-50": (
        lambda: resnet((3, 4, 6, 3), bottleneck_block),
        "torchvision's resnet50, also called v1.5: the stride is in the 3 × 3 convolution of a stage's first block. "
        "resnet-50-paper has it in the first 1 × 1 convolution; then the last map sees 483 pixels, not 427.",
    ),
    "resnet-50-paper": (
        lambda: resnet((3, 4, 6, 3), early_bottleneck_block, "pool3/2 ceil"),
        "ResNet-50 as in He et al. 2015 and their Caffe model: the stride is in the first 1 × 1 convolution of a "
        "stage's first block. resnet-50 is torchvision's, with the stride in the 3 × 3 convolution.",
    ),
    "resnet-50-slim": (
        lambda: slim_resnet((3, 4, 6, 3), bottleneck_block),
        "ResNet-50 v1 of TF-slim: the stride is in the 3 × 3 convolution of a stage's last block, whose skip path only "
        "thins out. resnet-50 is torchvision's, resnet-50-paper that of He et al. 2015.",
    ),
    "inception-v3": (
        inception_v3,
        "Inception v3 of Szegedy et al. 2015 with its auxiliary head, as in torchvision's inception_v3. Without the "
        "head, which is used in training only, it has 23,834,568 parameters.",
    ),
    "u-net": (
        unet,
        "A U-Net like that of Ronneberger et al. 2015 with four poolings, in the form that is built most today: padded "
        "convolutions with batch normalisation, so that nothing is cropped, transposed convolutions on the way up, "
        "3 channels in, 1 class out. The paper's has no padding (572 × 572 in, 388 × 388 out) and no normalisation.",
    ),
    "vit-b-16": (
        vision_transformer,
        "ViT-B/16 of Dosovitskiy et al. 2020 on 224 × 224 with a head for 1,000 classes; torchvision's vit_b_16.",
    ),
    "gpt-2": (
        gpt2,
        "GPT-2 small of Radford et al. 2019. The matrix of the embedding is used again for the scores (tied) and "
        "counted once.",
    ),
    "bert-base": (
        bert,
        "BERT-base, uncased, of Devlin et al. 2018: 30,522 tokens, 512 positions, two segments, and the pooler behind "
        "the first position, as in Hugging Face's BertModel.",
    ),
}


SHORT = {  # the usual variant of a name
    "lenet": "lenet-5", "vgg": "vgg-16", "vggbn": "vgg-16-bn", "resnet": "resnet-50", "mobilenet": "mobilenet-v1",
    "inception": "inception-v3", "vit": "vit-b-16", "vitb": "vit-b-16", "gpt": "gpt-2", "gpt2small": "gpt-2",
    "bert": "bert-base",
}  # fmt: skip


def find_classic(name: str) -> Classic:
    """The network of that name, hyphens and capitals aside; NotFound where there is none."""
    wanted = normalise_name(SHORT.get(normalise_name(name), name))
    for known, (build, says) in CLASSICS.items():
        if normalise_name(known) == wanted:
            return Classic(build(), says)
    hint = did_you_mean(name, CLASSICS) or f"; there are {', '.join(CLASSICS)}"
    raise NotFound(f'there is no network "{name}"{hint}')


def find_named(what: str) -> Classic | None:
    """The well-known network of that name; None where the text is notation.  NotFound where it is neither."""
    word = re.match(r"\s*([a-z]*)", what.lower())
    written = (
        any(sign in what for sign in ("|", "(", "->", "→", ","))
        or not what.strip()
        or (word and word[1] in {"in", *LAYER_WORDS})
    )
    return None if written and not is_classic(what) else find_classic(what)


def is_classic(name: str) -> bool:
    """Whether a network has this name."""
    return normalise_name(name) in {*map(normalise_name, CLASSICS), *SHORT}


def normalise_name(name: str) -> str:
    """The name without what people write differently: resnet50, ResNet-50, resnet_50."""
    return "".join(char for char in name.lower() if char.isalnum() or char == "+")  # unet++ is another network
