"""`dlquiz net`: what it prints in wide and narrow terminals, as lines and as JSON, and its exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from dlquiz.commands import net
from dlquiz.errors import NotFound, UsageError

SKETCH = "in 32x32x3 | conv3-64 p1 | relu | pool2 | conv5-128 | pool2 | fc-10"


def run_net(capsys: pytest.CaptureFixture[str], *arguments: Any, **switches: Any) -> tuple[int, str]:
    """The exit code and what is printed."""
    code = net.run(*arguments, **switches)
    return code, capsys.readouterr().out


def test_the_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, text = run_net(capsys, SKETCH)
    assert code == 0
    assert "64·(3·3·3 + 1) = 1,792" in text
    assert "252,810" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert all(word in text for word in ("output", "parameters", "MACs", "memory", "sees", "jump", "pad"))


@pytest.mark.parametrize("columns", ["20", "40", "60", "100", "200"])
def test_any_width(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _, text = run_net(capsys, "in 32x48x3 | 2x(conv3x5-64 p1x2 | bn) | cat(conv1-8 ; conv3-16 p1) | pool2 ceil | fc-10")
    assert all(len(line) <= int(columns) for line in text.splitlines())
    assert "parameters" in text and "pad" in text


def test_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, SKETCH, plain=True)
    assert "layer: conv3-64 p1; output: 32 × 32 × 64; parameters: 64·(3·3·3 + 1) = 1,792" in text


def test_a_layer(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run_net(capsys, SKETCH, layer=4)
    assert code == 0
    assert "params = filters·(k·k·c + 1) = 128·(5·5·64 + 1) = 204928" in text
    assert "sees = sees_in + (k - 1)·jump = 4 + (5 - 1)·2 = 12" in text
    with pytest.raises(UsageError, match="layers 1 to 6"):
        net.run(SKETCH, layer=7)


def test_where_it_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run_net(capsys, "in 16x16x3 | 5x(pool2)")
    assert code == 1
    assert "Here it breaks, at layer 5:" in text
    lines = text.splitlines()
    caret = next(line for line in lines if line.strip() == "^")
    assert lines[lines.index(caret) - 1][caret.index("^") :].startswith("pool2")


def test_a_fault_of_the_notation_shows_its_place() -> None:
    with pytest.raises(UsageError) as caught:
        net.run("in 32x32x3 | relu | cnov3-4")
    message, text, caret = str(caught.value).splitlines()
    assert 'did you mean "conv"' in message
    assert text[caret.index("^") :].startswith("cnov")


def test_classics(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, "resnet50")
    assert text.startswith("torchvision's resnet50, also called v1.5")
    assert "25,557,032" in text
    with pytest.raises(NotFound, match='did you mean "resnet-101"'):
        net.run("resnet-100")


@pytest.mark.parametrize("text", ["conv3/2", "pool2", "", "  "])
def test_what_is_neither_a_name_nor_a_network(text: str) -> None:
    with pytest.raises(UsageError):
        net.run(text)


@pytest.mark.parametrize("name", ["LeNet", "lenet5", "mobilenet", "VGG", "ResNet50"])
def test_names_as_people_write_them(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run_net(capsys, name, as_json=True)[0] == 0


def test_a_file_and_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "my.net"
    file.write_text("# my network\nin 32x32x3\n| conv3-64 p1\n  # and a pooling\n| pool2\n", encoding="utf-8")
    assert "1,792" in run_net(capsys, str(file))[1]
    monkeypatch.setattr("sys.stdin", io.StringIO("in 784 | fc-10\n"))
    assert "7,850" in run_net(capsys, "-")[1]
    with pytest.raises(NotFound, match="no file"):
        net.run(str(tmp_path / "other.net"))


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, SKETCH, as_json=True)
    data = json.loads(text)
    assert data["total"]["parameters"] == 252_810
    assert data["rows"][1] == {
        "layer": 1, "text": "conv3-64 p1", "depth": 0, "shape": [32, 32, 64], "parameters": 1792,
        "formula": "64·(3·3·3 + 1)", "macs": 1_769_472, "activations": 65_536, "memory": 262_144,
        "receptive_field": 3, "jump": 1, "effective_padding": 1,
    }  # fmt: skip
    assert data["last_map"]["layer"] == 5
    assert data["broken"] is None


def test_json_of_a_layer(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, SKETCH, layer=3, as_json=True)
    assert [step["name"] for step in json.loads(text)["steps"]] == ["n", "sees", "jump", "values", "memory"]


def test_what_comes_in_and_what_goes_out_have_two_names(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, "in 32x32x3 | conv3-64/2 p1", layer=1)
    assert "n = ⌊(n_in + 2·p - k)/s⌋ + 1 = ⌊(32 + 2·1 - 3)/2⌋ + 1 = 16" in text
    assert "sees = sees_in + (k - 1)·jump = 1 + (3 - 1)·1 = 3" in text
    _, text = run_net(capsys, "in 32x32x3 | conv3-64/2 p1", layer=1, as_json=True)
    assert json.loads(text)["steps"][0]["formula"] == "(n_in + 2*p - k)//s + 1"


def test_json_of_a_broken_network(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run_net(capsys, "in 5x3x2 | pool4", as_json=True)
    assert code == 1
    broken = json.loads(text)["broken"]
    assert (broken["layer"], broken["at"]) == (1, 11)


def test_the_memory_of_training(capsys: pytest.CaptureFixture[str]) -> None:
    """VGG-16: 138,357,544 parameters of 4 bytes, as often for the gradients, twice for Adam."""
    _, text = run_net(capsys, "vgg-16", as_json=True)
    total = json.loads(text)["total"]
    bytes_of_all = 4 * 138_357_544
    assert total["training"] == {
        "parameters": bytes_of_all, "gradients": bytes_of_all, "adam": 2 * bytes_of_all, "maps": total["memory"],
        "total": 4 * bytes_of_all + total["memory"],
    }  # fmt: skip
    assert round(total["activations"] / 1e6, 1) == 28.8
    _, text = run_net(capsys, "vgg-16", as_json=True, in_place=True)
    assert round(json.loads(text)["total"]["activations"] / 1e6, 1) == 15.2
    assert "To train with Adam: parameters 527.8 MiB" in run_net(capsys, "vgg-16", plain=True)[1]


def test_frameworks(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nn.Conv2d" in run_net(capsys, SKETCH, framework="torch")[1]
    assert "layers.Conv2D" in run_net(capsys, SKETCH, framework="keras")[1]
    with pytest.raises(UsageError, match='did you mean "torch"'):
        net.run(SKETCH, framework="torhc")


@pytest.mark.parametrize("switches", [{"sizes": "up"}, {"bias_vectors": 3}, {"operations": 0}, {"bytes_": 0}])
def test_conventions_that_do_not_exist(switches: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        net.run(SKETCH, **switches)


def test_conventions(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run_net(capsys, "in 7x7x1 | pool2 | fc-3", sizes="ceil", biases=False, plain=True)
    assert "4 × 4 × 1" in text and "3·16 = 48" in text and "rounded up" in text


@pytest.mark.parametrize("columns", ["40", "80"])
def test_the_notation_is_explained(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, text = run_net(capsys)
    assert code == 0
    assert all(word in text for word in ("conv3-64/2 p1", "res(conv3-64 p1 ; conv1-64)", "softplus", "resnet-50-paper"))
    assert all(len(line) <= int(columns) for line in text.splitlines())
    assert "gap" in json.loads(run_net(capsys, as_json=True)[1])["words"]


def test_what_keras_cannot_say_is_told() -> None:
    with pytest.raises(UsageError, match="Keras has no dilated pooling"):
        net.run("in 9x9x1 | pool2 d2", framework="keras")
