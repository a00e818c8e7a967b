"""Figures that others have published, each with its source."""

from __future__ import annotations

import pytest

from dlquiz.errors import NotFound
from dlquiz.networks.classics import CLASSICS, find_classic
from dlquiz.networks.notation import read_network
from dlquiz.networks.table import Row, Table, tabulate

WEIGHTS = "torchvision 0.20.1, torchvision/models/{}: num_params and _ops (GFLOPS, one for a multiply-add) of {}.{}"
FIRST = "IMAGENET1K_V1"
DISTILL = "Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks, Distill 2019, last table"
HUGGING_FACE = "Hugging Face transformers, whose count takes a tied matrix once"
DUMOULIN = "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, 2016"


def tabulate_network(name: str) -> Table:
    """The table of a classic, or of a network in the notation."""
    made = tabulate(read_network(find_classic(name).text if name in CLASSICS else name))
    assert made.broken is None
    return made


def find_last_map(name: str) -> Row:
    """The last map of a classic."""
    row = tabulate_network(name).last_map
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "parameters", "gigaflops", "source"),
    [
        ("alexnet", 61_100_840, 0.714, WEIGHTS.format("alexnet.py", "AlexNet_Weights", FIRST)),
        ("vgg-11", 132_863_336, 7.609, WEIGHTS.format("vgg.py", "VGG11_Weights", FIRST)),
        ("vgg-13", 133_047_848, 11.308, WEIGHTS.format("vgg.py", "VGG13_Weights", FIRST)),
        ("vgg-16", 138_357_544, 15.470, WEIGHTS.format("vgg.py", "VGG16_Weights", FIRST)),
        ("vgg-19", 143_667_240, 19.632, WEIGHTS.format("vgg.py", "VGG19_Weights", FIRST)),
        ("resnet-18", 11_689_512, 1.814, WEIGHTS.format("resnet.py", "ResNet18_Weights", FIRST)),
        ("resnet-50", 25_557_032, 4.089, WEIGHTS.format("resnet.py", "ResNet50_Weights", FIRST)),
        ("resnet-34", 21_797_672, 3.664, WEIGHTS.format("resnet.py", "ResNet34_Weights", FIRST)),
        ("resnet-101", 44_549_160, 7.801, WEIGHTS.format("resnet.py", "ResNet101_Weights", FIRST)),
        ("resnet-152", 60_192_808, 11.514, WEIGHTS.format("resnet.py", "ResNet152_Weights", FIRST)),
        ("vgg-16-bn", 138_365_992, 15.470, WEIGHTS.format("vgg.py", "VGG16_BN_Weights", FIRST)),
        ("mobilenet-v2", 3_504_872, 0.301, WEIGHTS.format("mobilenetv2.py", "MobileNet_V2_Weights", FIRST)),
        ("vit-b-16", 86_567_656, 17.564, WEIGHTS.format("vision_transformer.py", "ViT_B_16_Weights", FIRST)),
    ],
)
def test_torchvision(name: str, parameters: int, gigaflops: float, source: str) -> None:
    table = tabulate_network(name)
    assert table.parameters == parameters, source
    assert table.operations / 1e9 == pytest.approx(gigaflops, abs=0.001), source


@pytest.mark.parametrize(
    ("name", "sees", "stride", "padding"),
    [
        ("alexnet-paper", 195, 32, 64),  # as alexnet_v2 of TF-slim: no padding in the first convolution
        ("vgg-16", 212, 32, 90),
        ("mobilenet-v1", 315, 32, 126),
        ("resnet-50-slim", 483, 32, 239),  # resnet_v1_50
        ("resnet-50-paper", 483, 32, 239),
    ],
)
def test_receptive_fields(name: str, sees: int, stride: int, padding: int) -> None:
    row = find_last_map(name)
    assert (row.sees, row.jump, row.pad) == ((sees, sees), (stride, stride), (padding, padding)), DISTILL


@pytest.mark.parametrize(
    ("name", "parameters", "source"),
    [
        ("vgg-11-bn", 132_868_840, WEIGHTS.format("vgg.py", "VGG11_BN_Weights", FIRST)),
        ("vgg-13-bn", 133_053_736, WEIGHTS.format("vgg.py", "VGG13_BN_Weights", FIRST)),
        ("vgg-19-bn", 143_678_248, WEIGHTS.format("vgg.py", "VGG19_BN_Weights", FIRST)),
        ("inception-v3", 27_161_264, WEIGHTS.format("inception.py", "Inception_V3_Weights", FIRST)),
        ("gpt-2", 124_439_808, f"{HUGGING_FACE}: GPT2LMHeadModel of openai-community/gpt2, num_parameters()"),
        ("bert-base", 109_482_240, f"{HUGGING_FACE}: BertModel of google-bert/bert-base-uncased, num_parameters()"),
        (
            "u-net",
            31_037_633,
            "milesial/Pytorch-UNet, unet/unet_model.py: UNet(n_channels=3, n_classes=1), bilinear=False",
        ),
    ],
)
def test_published_counts(name: str, parameters: int, source: str) -> None:
    assert tabulate_network(name).parameters == parameters, source


def test_what_a_u_net_sees() -> None:
    """As the gradient of one output through the same layers along one axis, with weights of 1, shows it."""
    rows = tabulate_network("u-net").rows
    floor = [row for row in rows if row.jump == (16, 16)][-1]
    assert (floor.sees, rows[-1].sees, rows[-1].jump) == ((140, 140), (204, 204), (1, 1))


def test_the_stride_placements_differ() -> None:
    assert find_last_map("resnet-50").sees == (427, 427)
    assert find_last_map("resnet-18").sees == (435, 435)
    assert find_last_map("resnet-18-slim").sees == (547, 547)
    assert len({tabulate_network(name).parameters for name in ("resnet-50", "resnet-50-paper", "resnet-50-slim")}) == 1


def test_torchvision_alexnet_sees_as_much() -> None:
    assert find_last_map("alexnet").sees == (195, 195), DISTILL


def test_resnets_of_the_table() -> None:
    """resnet_v1_101 and resnet_v1_152 of the same table: 1027 and 1507 pixels."""
    from dlquiz.networks.classics import bottleneck_block, slim_resnet

    for depths, sees, padding in (((3, 4, 23, 3), 1027, 511), ((3, 8, 36, 3), 1507, 751)):
        row = tabulate_network(slim_resnet(depths, bottleneck_block)).last_map
        assert row is not None and (row.sees, row.pad) == ((sees, sees), (padding, padding)), DISTILL


def test_mobilenet() -> None:
    """Howard et al.: MobileNets, arXiv 1704.04861, 2017, table 4: 4.2 million parameters and 569 million multiply-adds.

    Keras 2 documentation, Applications, table of models: MobileNet has 4,253,864 parameters, of which 21,888 are not trained.
    """
    table = tabulate_network("mobilenet-v1")
    assert table.parameters == 4_253_864 - 21_888
    assert round(table.operations / 1e6) == 569


def test_lenet() -> None:
    """LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998, section II.B.

    Sizes and the parameters of C1 (156), C5 (48,120) and F6 (10,164) are the paper's; C3 is joined to all maps here
    (2,416 in place of 1,516) and the output is dense, which gives the 61,706 of today's versions.
    """
    table = tabulate_network("lenet-5")
    assert [row.shape for row in table.rows if row.text != "tanh"] == [
        (32, 32, 1), (28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16), (1, 1, 120), (84,), (10,),
    ]  # fmt: skip
    learned = [row.parameters for row in table.rows if row.parameters]
    assert learned == [156, 2_416, 48_120, 10_164, 850]
    assert table.parameters == 61_706


def test_alexnet_of_the_paper() -> None:
    """Krizhevsky, Sutskever, Hinton 2012: 60 million parameters; Caffe's bvlc_reference model has 60,965,224."""
    table = tabulate_network("alexnet-paper")
    assert table.parameters == 60_965_224
    maps = [row.shape for row in table.rows if row.text.startswith("conv")]
    assert maps == [(55, 55, 96), (27, 27, 256), (13, 13, 384), (13, 13, 384), (13, 13, 256)]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("in 4x4x1 | conv3-1", 2),  # figure 2.1
        ("in 5x5x1 | conv4-1 p2", 6),  # figure 2.2
        ("in 5x5x1 | conv3-1 p1", 5),  # figure 2.3
        ("in 5x5x1 | conv3-1 p2", 7),  # figure 2.4
        ("in 5x5x1 | conv3-1/2", 2),  # figure 2.5
        ("in 5x5x1 | conv3-1/2 p1", 3),  # figure 2.6
        ("in 6x6x1 | conv3-1/2 p1", 3),  # figure 2.7
        ("in 7x7x1 | conv3-1 d2", 3),  # figure 5.1
        ("in 2x2x1 | tconv3-1", 4),  # figure 4.1
        ("in 6x6x1 | tconv4-1 p2", 5),  # figure 4.2
        ("in 5x5x1 | tconv3-1 p1", 5),  # figure 4.3
        ("in 7x7x1 | tconv3-1 p2", 5),  # figure 4.4
        ("in 2x2x1 | tconv3-1/2", 5),  # figure 4.5
        ("in 3x3x1 | tconv3-1/2 p1", 5),  # figure 4.6
        ("in 3x3x1 | tconv3-1/2 p1 op1", 6),  # figure 4.7
    ],
)
def test_convolution_arithmetic(text: str, side: int) -> None:
    assert tabulate_network(text).shape == (side, side, 1), DUMOULIN


def test_names_are_found_however_they_are_written() -> None:
    for written in ("ResNet50", "resnet_50", "RESNET-50"):
        assert find_classic(written) == find_classic("resnet-50")
    with pytest.raises(NotFound, match='did you mean "lenet-5"'):
        find_classic("lenet-6")


def test_each_says_whose_variant_it_is() -> None:
    for name in CLASSICS:
        assert any(source in find_classic(name).says for source in ("torchvision", "et al.", "TF-slim", "paper")), name
