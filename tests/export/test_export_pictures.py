"""Pictures on cards and sheets: SVG where it can be shown, the sentence elsewhere, and nothing that runs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from conftest import Export

from dlquiz.cli import main
from dlquiz.errors import UsageError

BANK = (Path(__file__).parents[1] / "banks" / "pictures.yaml").read_text(encoding="utf-8")
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_cards_hold_svg(export: Export, format: str) -> None:
    text = export(format, BANK, variants=1).read_text(encoding="utf-8").replace('""', '"')
    pictures = SVG.findall(text)
    assert len(pictures) == 3
    for picture in pictures:
        ET.fromstring(picture)
    assert "<script" not in text


def test_sheets_hold_svg_and_its_sentence(export: Export) -> None:
    path = export("markdown", BANK, variants=1)
    sheet = path.read_text(encoding="utf-8")
    key = path.with_name(f"{path.stem}-key.md").read_text(encoding="utf-8")
    found = [re.findall(r"!\[([^\]]+)\]\(data:image/svg\+xml;base64,([\w+/=]+)\)", text) for text in (sheet, key)]
    assert [len(pictures) for pictures in found] == [1, 2]
    for words, data in [*found[0], *found[1]]:
        ET.fromstring(b64decode(data))
        assert words.endswith(".")


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_plain_text_tells_pictures(export: Export, format: str) -> None:
    text = export(format, BANK, variants=1, plain=True).read_text(encoding="utf-8")
    assert text.count("Picture: ") == 3 and "<svg" not in text


@pytest.mark.parametrize("format", ["moodle", "gift"])
def test_course_systems_are_told_pictures(export: Export, format: str) -> None:
    text = export(format, BANK, variants=1).read_text(encoding="utf-8").replace("\\", "")
    assert "Picture: " in text and "<svg" not in text


def test_json_tells_pictures(export: Export) -> None:
    problem = json.loads(export("json", BANK, variants=1).read_text(encoding="utf-8"))["problems"][0]
    assert [picture["of"] for picture in problem["pictures"]] == ["question", "slope", "solution"]


def run_dlquiz(*arguments: Any) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["dlquiz", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0)


def test_show_draws_and_writes_the_picture_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = tmp_path / "bank.yaml"
    bank.write_text(BANK, encoding="utf-8")
    assert run_dlquiz("show", "picture-step@2", "--picture", "--bank", bank) == 0
    shown = capsys.readouterr().out
    assert "f(w)" in shown and "Where does" not in shown and "the step" not in shown
    assert run_dlquiz("show", "picture-step@2", "--steps", "--svg", tmp_path / "p.svg", "--bank", bank) == 0
    names = sorted(path.name for path in tmp_path.glob("*.svg"))
    assert names == ["p-2.svg", "p-3.svg", "p.svg"]
    with pytest.raises(UsageError, match="has no picture"):
        run_dlquiz("show", "conv-params@2", "--picture")
