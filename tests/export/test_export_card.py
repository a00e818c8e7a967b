"""The card in a browser: which variant it shows, without script too, and its mathematics."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path

import browser
import pytest

from dlquiz.export import collection
from dlquiz.export.anki_note import FIELDS

Export = Callable[..., Path]
SCRIPT = r"""
var Real = Date;
function at(time) {
  var f = function () { return new Real(time[0], time[1], time[2], time[3], time[4]); };
  f.UTC = Real.UTC; window.Date = f; }
function visible(one) { return getComputedStyle(one).display !== "none"; }
function shown(box) { return [].filter.call(box.children, visible).map(function (one) { return one.outerHTML; }); }
function boxes() { return [].map.call(document.querySelectorAll(".variants"), shown); }
function on(time) { at(time); put(DATA.front); var front = boxes(); put(DATA.back); return [front, boxes()]; }
function bare(html) { document.getElementById("qa").innerHTML = html; return boxes(); }
async function typeset(html) {
  var box = put(html);
  box.querySelectorAll("script, style").forEach(function (one) { one.remove(); });
  var before = box.textContent;
  await MathJax.typesetPromise([box]);
  var made = box.querySelectorAll("mjx-container").length, wrong = box.querySelectorAll("[data-mjx-error]").length;
  box.querySelectorAll("mjx-container").forEach(function (one) { one.remove(); });
  return [before, made, wrong, box.textContent, document.documentElement.scrollWidth - window.innerWidth]; }
async function all(sides) { var made = []; for (var one of sides) made.push(await typeset(one)); tell(made); }
function tell(made) { document.getElementById("report").textContent = JSON.stringify(made); }
"""
DATES = SCRIPT + "tell(DATA.times.map(on));"
BARE = SCRIPT + "tell([bare(DATA.front), bare(DATA.back)]);"
MATHS = SCRIPT + "MathJax.startup.promise.then(function () { all(DATA.sides); });"


@pytest.fixture
def cards(export: Export, tmp_path: Path) -> dict[str, dict[str, str]]:
    """The notes of a package with twenty variants each, by id."""
    with zipfile.ZipFile(export("anki", variants=20)) as archive:
        (tmp_path / "inside.anki2").write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(tmp_path / "inside.anki2")
    rows = database.execute("select flds from notes").fetchall()
    database.close()
    notes = [dict(zip(FIELDS, row[0].split("\x1f"), strict=True)) for row in rows]
    return {note["Id"]: note for note in notes}


def side(note: dict[str, str], name: str) -> str:
    """One side of a card, its template filled in as Anki does."""
    model = collection.make_note_type()
    template = re.sub(r"\{\{#(.*?)\}\}.*?\{\{/\1\}\}", "", model["tmpls"][0][name], flags=re.DOTALL)
    filled = re.sub(r"\{\{(?:text:)?(.*?)\}\}", lambda match: note[match[1]], template)
    return f"<style>{model['css']}</style>{filled}"


def sides(note: dict[str, str]) -> dict[str, str]:
    """Both sides of a card."""
    return {"front": side(note, "qfmt"), "back": side(note, "afmt")}


def variants(field: str) -> list[str]:
    """The variants in a field."""
    return re.findall(r'<section class="variant">.*?</section>', field, re.DOTALL)


def words(html: str) -> str:
    """The words of a piece of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def number(html: str) -> int:
    """Which variant a solution belongs to."""
    found = re.search(r"@(\d+)", html)
    assert found
    return int(found[1])


def test_front_and_back_agree_on_a_hundred_dates(
    cards: dict[str, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")  # its clocks change on day 57
    note = cards["kind-number"]
    questions = variants(note["Question"])
    assert [number(one) for one in variants(note["Solution"])] == list(range(20))
    times = [[2026, 1, 1 + day, 4 + day % 20, day % 60] for day in range(100)]
    page = browser.page(tmp_path / "dates.html", sides(note) | {"times": times}, DATES)
    picked = []
    for (front,), (again, back) in browser.report(page):
        assert len(front) == len(back) == 1 and front == again
        picked.append(number(back[0]))
        assert words(front[0]) == words(questions[picked[-1]])
    assert all(a != b for a, b in pairwise(picked))
    assert all(set(picked[i : i + 20]) == set(range(20)) for i in range(0, 100, 20))


def test_the_day_begins_at_four(cards: dict[str, dict[str, str]], tmp_path: Path) -> None:
    times = [[2026, 0, 10, 4, 0], [2026, 0, 10, 23, 59], [2026, 0, 11, 0, 0], [2026, 0, 11, 3, 59], [2026, 0, 11, 4, 0]]
    page = browser.page(tmp_path / "hours.html", sides(cards["kind-number"]) | {"times": times}, DATES)
    seen = [number(back[0]) for _, (_, back) in browser.report(page)]
    assert len(set(seen[:4])) == 1 and seen[4] != seen[0]


def test_without_script_the_first_variant_shows(cards: dict[str, dict[str, str]], tmp_path: Path) -> None:
    note = cards["kind-number"]
    (front,), (again, back) = browser.report(browser.page(tmp_path / "bare.html", sides(note), BARE))
    assert [len(box) for box in (front, again, back)] == [1, 1, 1]
    assert words(front[0]) == words(again[0]) == words(variants(note["Question"])[0])
    assert number(back[0]) == 0


def test_cards_start_at_different_variants(cards: dict[str, dict[str, str]], tmp_path: Path) -> None:
    places = set()
    for id in ("kind-number", "kind-yes-no", "kind-shape", "kind-matrix"):
        data = sides(cards[id]) | {"times": [[2026, 0, 10, 12, 0]]}
        ((_, (_, back)),) = browser.report(browser.page(tmp_path / "one.html", data, DATES))
        places.add(number(back[0]))
    assert len(places) > 1


def test_mathematics_is_typeset_and_nothing_else(cards: dict[str, dict[str, str]], tmp_path: Path) -> None:
    made = [text for note in cards.values() for text in sides(note).values()]
    reports = browser.report(browser.page(tmp_path / "maths.html", {"sides": made}, MATHS, typeset=True))
    assert len(reports) == len(made) and sum(report[1] for report in reports) > 50
    for before, typeset, errors, after, wide in reports:
        left = [text.count(r"\(") + text.count(r"\[") for text in (before, after)]
        assert (typeset, errors) == (left[0] - left[1], 0)
        assert wide <= 0
    assert [report[3].count("\\") for report in reports if "\\" in report[3]] == [6, 6]  # the hostile one's words
    hostile = reports[2 * list(cards).index("hostile")][3]
    assert r"\(not math\) \[nor this\] $5 and \(code\)" in hostile and "<script>alert(" in hostile
