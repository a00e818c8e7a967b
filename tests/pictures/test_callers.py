"""Pictures that commands draw without a bank: the boxes of `net`."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dlquiz.commands import net


def test_net_shows_its_layers_as_boxes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert net.run_picture("in 8x8x3 | conv3-4 | fc-2", "floor", None, False) == 0
    shown = capsys.readouterr().out
    assert "6 × 6 × 4" in shown and shown.count("▶") == 2 and shown.count("┌") == 3
    assert net.run_picture("in 8x8x3 | conv3-4", "floor", None, True) == 0
    assert "Picture: input with output 8 × 8 × 3, then conv3-4" in " ".join(capsys.readouterr().out.split())
    assert net.run_picture("resnet-50", "floor", tmp_path / "r.svg", False) == 0
    ET.fromstring((tmp_path / "r.svg").read_text(encoding="utf-8"))
    assert net.run_picture("in 4x4x1 | conv9-2", "floor", None, False) == 1
    assert "Here the network breaks: " in capsys.readouterr().out
