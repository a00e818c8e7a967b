"""The text forms: what stands in them, and that nothing of a bank breaks out."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dlquiz.export.delimited import COLUMNS

Export = Callable[..., Path]
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@pytest.mark.parametrize(("format", "separator"), [("tsv", "\t"), ("csv", ",")])
def test_every_row_has_its_columns(export: Export, format: str, separator: str) -> None:
    text = export(format).read_text(encoding="utf-8")
    header, body = text.split('"', 1)
    assert header.splitlines()[1:4] == ["#html:true", "#notetype:Basic", f"#columns:{separator.join(COLUMNS)}"]
    rows = list(csv.reader(('"' + body).splitlines(keepends=True), delimiter=separator))
    assert all(len(row) == len(COLUMNS) and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows) > 30
    assert not any(re.search(r"<script|\[sound:|\{\{c1", cell) for row in rows for cell in row)


def test_plain_rows_are_two_columns_of_text(export: Export) -> None:
    lines = export("tsv", plain=True, variants=1).read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines)
    assert len(lines) == 13
    number = next(front for front in rows if "example" in front)
    assert re.fullmatch(r"What is σ\(\d+\.?\d*\) for example \d+\? \(4 decimals\)", number)
    assert rows[number].endswith("A squashed value. It grows with x.")
    match = next(front for front in rows if front.startswith("Match"))
    assert re.fullmatch(r".* 1\) convolution 2\) batch norm a\) .* b\) .* c\) .*", match)
    assert re.fullmatch(r"1[abc] 2[abc]: 1\) convolution → filters; 2\) batch norm → scale and shift\. *", rows[match])


def test_plain_csv_has_the_same_rows(export: Export) -> None:
    tabs = export("tsv", plain=True).read_text(encoding="utf-8").splitlines()
    with export("csv", plain=True).open(encoding="utf-8", newline="") as file:
        assert ["\t".join(row) for row in csv.reader(file)] == tabs


def test_sheet_and_key_agree(export: Export) -> None:
    path = export("markdown", variants=1)
    sheet, key = (p.read_text(encoding="utf-8") for p in (path, path.with_name("out-key.md")))
    headings = re.findall(r"^## .*$", sheet, re.MULTILINE)
    assert headings == re.findall(r"^## .*$", key, re.MULTILINE) and len(headings) == 13
    assert "\n\n\n" not in sheet + key
    assert "**Answer:**" not in sheet and key.count("**Answer:**") == 13  # two parts, and no answer to a recall
    assert "| conv   |" in sheet and "```\ny = x * 2  # <not a tag>\n```" in sheet
    assert r"${\text{per}\_\text{unit}} = -x = " in key


def test_no_text_of_a_bank_is_a_tag_in_the_sheet(export: Export) -> None:
    path = export("markdown", variants=1)
    for text in (path.read_text(encoding="utf-8"), path.with_name("out-key.md").read_text(encoding="utf-8")):
        outside = re.sub(r"```.*?```|`[^`]*`|\$[^$\n]*\$", "", text, flags=re.DOTALL)
        assert not re.search(r"(?<!\\)<[a-zA-Z/!]", outside)


def test_json_holds_the_tapes(export: Export) -> None:
    data = json.loads(export("json", variants=2).read_text(encoding="utf-8"))
    made = {problem["variant"]: problem for problem in data["problems"]}
    number = made["kind-number@1"]
    assert [step["name"] for step in number["steps"]] == ["per_unit", "total"]
    assert number["parts"][0]["value"] == number["steps"][-1]["value"]
    assert (made["kind-recall@0"]["topic"], made["kind-recall@0"]["parts"][0]["kind"]) == ("kinds", "recall")
    assert "kind-recall@1" not in made


def test_json_fits_its_schema(export: Export) -> None:
    path = export("json")
    data, schema = (json.loads(p.read_bytes()) for p in (path, path.with_name("out.schema.json")))
    assert data["$schema"] == "out.schema.json"
    assert faults(data, schema, schema) == []
    for damaged in (data | {"format": 2}, data | {"more": 1}, data | {"problems": [{}]}):
        assert faults(damaged, schema, schema)


def faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = "") -> list[str]:
    """Where a value does not fit: of JSON Schema the words that ours uses."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, at)
    found = []
    if "anyOf" in schema and all(faults(value, one, root, at) for one in schema["anyOf"]):
        found.append(f"{at}: none of the forms")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value} is not listed")
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(typed(value, name) for name in types):
        found.append(f"{at}: not of type {schema['type']}")
    if isinstance(value, dict):
        found += [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, one in value.items():
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            found += [f"{at}: {name} is unknown"] if below is False else faults(one, below, root, f"{at}/{name}")
    below = schema.get("items", {})
    rows = enumerate(value) if isinstance(value, list) else ()
    return found + [fault for i, one in rows for fault in faults(one, below, root, f"{at}/{i}")]


def typed(value: Any, name: str) -> bool:
    """Whether a value is of a type of JSON."""
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name]) and (name != "integer" or not isinstance(value, bool))


@pytest.mark.parametrize("format", ["tsv", "csv", "json", "markdown"])
def test_the_same_questions_give_the_same_bytes(export: Export, format: str) -> None:
    assert export(format).read_bytes() == export(format, time=1_780_000_000).read_bytes()
