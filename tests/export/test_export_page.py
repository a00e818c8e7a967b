"""The page is practised in Chromium by keys alone, judges as dlquiz does where it judges, and runs nothing of a bank."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dlquiz import kinds
from dlquiz.export import page
from dlquiz.kinds.fields import NumberField
from tests.export.devtools import Tab, open_tab
from tests.kinds.bank_mapping import key_from_mapping

Export = Callable[..., Path]
AXE = Path(os.environ.get("DLQUIZ_AXE", "."), "node_modules", "axe-core", "axe.min.js")
BANK = r"""topic: page
title: Page
questions:
- id: page-count
  title: Count
  draw:
    n: {from: 200, to: 900}
  ask: What is $3 \cdot {{ n }}$?
  hint: Three times.
  steps:
    - name: triple
      formula: 3 * n
      why: As asked.
    - name: total
      formula: triple + 0
  parts:
    - name: triple
      ask: The triple?
    - name: total
      ask: And again?
  mistakes:
    - instead:
        triple: 2 * n
      says: That is **twice** the number.
- id: page-choice
  ask: Which?
  answer:
    options:
      - right: this
      - wrong: that
        because: It is *not* that.
      - wrong: <img src=x onerror=document.title="run">
- id: page-recall
  ask: Why?
  answer:
    points:
      - because
"""
HOSTILE = r"""topic: hostile
title: <script>document.title='run'</script>
questions:
- id: hostile-one
  title: </script><script>document.title='run'</script>
  ask: |
    <img src=x onerror="document.title='run'"> $</math><script>document.title='run'</script>$ [a](javascript:alert(1))
    `</textarea><script>document.title='run'</script>` $\href{javascript:alert(1)}{x}$ &lt;b onclick=x&gt;
  hint: </details><script>document.title='run'</script>
  answer:
    options:
      - right: "\" onclick=\"document.title='run'"
        because: <svg onload="document.title='run'">
      - wrong: "'></div><script>document.title='run'</script>"
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with open_tab(tmp_path_factory.mktemp("browser")) as made:
        yield made


def read(tab: Tab, selector: str) -> str:
    """The text of the first element that is found."""
    return str(tab.run(f"document.querySelector({json.dumps(selector)}).textContent"))


def answer(tab: Tab, text: str) -> str:
    """What the page says to a text, typed where the focus is and handed in by Enter."""
    tab.run("document.activeElement.value = ''")
    tab.run("window.asked = document.activeElement.closest('.part'); 0")
    tab.type(text)
    tab.press("Enter")
    return str(tab.run("window.asked.querySelector('.told-verdict').className.split(' ').pop()"))


@pytest.mark.parametrize("width", [360, 1000])
def test_it_is_practised_by_keys_alone(width: int, export: Export, tab: Tab) -> None:
    tab.events.clear()
    tab.open(export("html", BANK, variants=2), width)
    n = int(re.findall(r"\d+", read(tab, "section math").replace("3", "", 1))[-1])
    for _ in range(20):
        tab.press("Tab")
        if tab.run("document.activeElement.tagName") == "INPUT":
            break
    assert answer(tab, "twelve") == "unreadable"
    assert answer(tab, str(2 * n)) == "wrong"
    assert "twice" in str(tab.run("window.asked.querySelector('.reason').textContent"))
    assert answer(tab, f"{3 * n}/1") == "right"
    assert answer(tab, f"{3 * n:,}") == "right"  # the focus has gone on to the second part
    assert read(tab, "#score") == "2 of 2 answered"
    assert tab.run("document.activeElement.tagName") == "SUMMARY"
    tab.press("Enter")
    assert tab.run("document.activeElement.parentElement.open") is True
    hidden = "[...document.querySelectorAll('section .steps > li')].filter((one) => one.hidden).length"
    before = tab.run(hidden)
    tab.run("document.querySelector('section details[open] button.more').focus()")
    tab.press("Enter")
    assert tab.run(hidden) == before - 1
    assert tab.run("document.documentElement.scrollWidth <= window.innerWidth")
    tab.run("document.querySelector('button.other').focus()")
    tab.press("Enter")
    shown = "[...document.querySelectorAll('.group')[0].children].map((one) => one.hidden)"
    assert tab.run(shown) == [True, False]
    assert tab.faults == []


def test_options_are_picked_by_a_press_and_explained(export: Export, tab: Tab) -> None:
    tab.open(export("html", BANK, variants=1))
    section = "document.querySelectorAll('section')[1]"
    tab.run(f"[...{section}.querySelectorAll('button.pick')].find((one) => one.textContent.endsWith('that')).click()")
    assert tab.run("document.activeElement.tagName") == "INPUT"
    tab.press("Enter")
    assert tab.run(f"{section}.querySelector('.told-verdict').className") == "told-verdict wrong"
    assert tab.run(f"{section}.querySelector('.reason').innerHTML") == "It is <em>not</em> that."
    assert tab.run("document.title") == "Practice"


@pytest.mark.parametrize("text", [HOSTILE, BANK], ids=["hostile", "plain"])
def test_nothing_of_a_bank_runs(text: str, export: Export, tab: Tab) -> None:
    tab.events.clear()
    tab.open(export("html", text, variants=1))
    tab.run("document.querySelectorAll('button').forEach((one) => one.click())")
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.run("document.title") == "Practice"
    assert tab.run("document.scripts.length") == 1
    assert (
        tab.run(
            "[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length"
        )
        == 0
    )
    assert tab.run("[...document.querySelectorAll('a')].every((a) => /^(https?|mailto):/.test(a.href))") is True
    assert tab.faults == []


def test_every_kind_is_there_and_formulas_are_mathml(export: Export, tab: Tab) -> None:
    tab.events.clear()
    tab.open(export("html", variants=2))
    assert tab.run("document.querySelectorAll('math').length") > 20
    assert tab.run("document.body.textContent.includes('\\\\\\\\(')") is False
    assert tab.run("document.querySelectorAll('math parsererror, math merror').length") == 0
    assert tab.faults == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: .ci/oracles axe; DLQUIZ_AXE names its folder")
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_serious_fault(dark: bool, export: Export, tab: Tab) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    tab.call("Emulation.setEmulatedMedia", features=features)
    tab.open(export("html", variants=1))
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.run(AXE.read_text(encoding="utf-8") + "; 0")
    found = tab.run("axe.run().then((r) => r.violations.map((v) => [v.impact, v.id, v.nodes.length, v.nodes[0].html]))")
    assert [fault for fault in found if fault[0] in ("serious", "critical")] == []


# the reader of the page beside the program's

CASES = [
    case
    for case in json.loads((Path(__file__).parents[1] / "kinds" / "checker_cases.json").read_text(encoding="utf-8"))
    if case["answer"]["kind"] in page.JUDGED
]


def make_page_key(answer: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The key of a case, as the program and as the page have it."""
    key = key_from_mapping(answer)
    fields = kinds.kind(key.kind).list_fields(key)
    data: dict[str, Any] = {"kind": key.kind}
    if key.kind == "choice":
        return key, data | {"options": key.options, "value": sorted(key.right), "several": len(key.right) > 1}
    if key.kind == "yes-no":
        return key, data | {"value": key.value, "yes": key.yes, "no": key.no}
    if key.kind == "shape":
        return key, data | {
            "value": [page.write_exact(Fraction(f.value)) for f in fields if isinstance(f, NumberField)]
        }
    (field,) = fields
    assert isinstance(field, NumberField)
    return key, data | {"unit": key.unit, "right": page.write_range(field.value, field.tolerance)}


def test_the_page_reads_as_the_program_does(export: Export, tab: Tab) -> None:
    tab.open(export("html", BANK, variants=1))
    read_right = right = 0
    for case in CASES:
        key, data = make_page_key(case["answer"])
        expected = kinds.judge(key, case["typed"]).verdict
        found = tab.run(f"judge({json.dumps(data)}, {json.dumps(case['typed'])}).verdict")
        if expected == "right":
            right += 1
            read_right += found == "right"
        if found != "unreadable":
            assert found == ("wrong" if expected == "close" else expected), case
    assert read_right >= 0.9 * right
