"""What Anki itself makes of our files: its own library imports them, again and again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dlquiz.export import collection as our
from dlquiz.export.anki_note import make_guid

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
Export = Callable[..., Path]
LATER = 1_780_000_000
COUNTS = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")
REVIEWED = "update cards set type = 2, queue = 2, ivl = 42, factor = 2300, reps = 7, due = 99"


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    """An empty collection; the test is skipped where Anki's library is not installed."""
    library = pytest.importorskip(
        "anki.collection", reason="no anki: packages were not imported (.ci/oracles installs it)"
    )
    collection = library.Collection(str(tmp_path / "learner.anki2"))
    yield collection
    collection.close()


def take(anki: Any, path: Path) -> dict[str, int]:
    """Import a package as a double click does; how many notes were new, updated and so on."""
    from anki.collection import ImportAnkiPackageRequest

    log = anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(path))).log
    return {name: n for name in COUNTS if (n := len(getattr(log, name)))}


def take_text(anki: Any, path: Path) -> dict[str, int]:
    """Import a text file with the settings that its header asks for."""
    from anki.collection import ImportCsvRequest

    metadata = anki.get_csv_metadata(str(path), None)
    log = anki.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    return {name: n for name in COUNTS if (n := len(getattr(log, name)))}


def card(anki: Any, id: str) -> Any:
    """The card of a question."""
    (found,) = anki.db.list("select c.id from cards c join notes n on n.id = c.nid where n.guid = ?", make_guid(id))
    return anki.get_card(found)


def bodies(anki: Any) -> list[str]:
    """Front and back of every card as rendered, without style and script."""
    cards = map(anki.get_card, anki.find_cards(""))
    sides = (side for one in cards for side in (one.question(), one.answer()))
    return [re.sub(r"<(style|script)>.*?</\1>", "", side, flags=re.DOTALL) for side in sides]


def test_a_package_arrives_whole(anki: Any, export: Export) -> None:
    assert take(anki, export("anki")) == {"new": 13}
    assert (anki.note_count(), anki.card_count()) == (13, 13)
    assert {deck.name for deck in anki.decks.all_names_and_ids()} == {
        "Default",
        "dlquiz",
        "dlquiz::All <kinds> & signs",
    }
    assert set(anki.tags.all()) == {"dlquiz::kinds", "dlquiz::level-1", "dlquiz::level-2"}
    assert anki.fix_integrity()[1]


def test_no_side_is_blank_or_wrong(anki: Any, export: Export) -> None:
    take(anki, export("anki"))
    for body in bodies(anki):
        assert len(re.sub(r"<[^>]*>|\s", "", body)) > 20
        assert "template-error" not in body and "{{" not in body
        assert not re.search(r"\(card has|problem with|no such field", body, re.IGNORECASE)


def test_no_text_of_a_bank_means_anything_to_anki(anki: Any, export: Export) -> None:
    take(anki, export("anki"))
    one = card(anki, "hostile")
    assert not one.question_av_tags() and not one.answer_av_tags()
    front = one.question()
    assert front.count("<script>") == 1 and "<b>bold" not in front and "<img" not in front
    assert "[sound:" not in front and "[[type" not in front and "[latex]" not in front
    assert not anki.media.check().missing


def test_a_second_import_adds_nothing(anki: Any, export: Export) -> None:
    path = export("anki")
    take(anki, path)
    anki.db.execute(REVIEWED)
    before = anki.db.all("select * from cards"), anki.db.all("select * from notes")
    assert take(anki, path) == {"duplicate": 13}
    assert (anki.db.all("select * from cards"), anki.db.all("select * from notes")) == before


def test_a_changed_question_updates_in_place_and_keeps_its_interval(anki: Any, export: Export, kinds: str) -> None:
    take(anki, export("anki"))
    anki.db.execute(REVIEWED)
    changed = kinds.replace("Which one is a loss?", "Which of these is a loss?")
    assert take(anki, export("anki", changed, time=LATER)) == {"updated": 1, "duplicate": 12}
    one = card(anki, "kind-choice")
    assert "Which of these is a loss?" in one.note()["Question"]
    assert (one.ivl, one.reps, one.type, one.factor) == (42, 7, 2, 2300)
    assert anki.card_count() == 13


def test_other_variants_update_in_place(anki: Any, export: Export) -> None:
    take(anki, export("anki", variants=3))
    assert take(anki, export("anki", variants=4, time=LATER))["updated"] > 5
    assert anki.card_count() == 13


def test_a_renamed_topic_doubles_no_note(anki: Any, export: Export, kinds: str) -> None:
    take(anki, export("anki"))
    anki.db.execute(REVIEWED)
    renamed = kinds.replace("topic: kinds", "topic: sorts").replace("All <kinds> & signs", "All sorts")
    assert take(anki, export("anki", renamed, time=LATER)) == {"updated": 13}
    assert (anki.note_count(), anki.card_count()) == (13, 13)
    one = card(anki, "kind-choice")
    assert one.ivl == 42 and "dlquiz::sorts" in one.note().tags


def test_a_new_look_reaches_old_cards(anki: Any, export: Export, kinds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    take(anki, export("anki"))
    look = our.make_template()
    monkeypatch.setattr(our, "CHANGED", our.CHANGED + 1)
    monkeypatch.setattr(our, "make_template", lambda: look | {"afmt": look["afmt"] + "<i>new</i>"})
    take(anki, export("anki", kinds.replace("What is", "How is"), time=LATER))
    assert card(anki, "kind-choice").answer().endswith("<i>new</i>")
    assert len([name for name in anki.models.all_names_and_ids() if name.name.startswith("dlquiz")]) == 1


def test_a_learners_own_cards_stay(anki: Any, export: Export) -> None:
    own = anki.new_note(anki.models.by_name("Basic"))
    own["Front"], own["Back"] = "mine", "too"
    anki.add_note(own, 1)
    assert take(anki, export("anki")) == {"new": 13}
    assert (anki.note_count(), anki.get_note(own.id)["Front"]) == (14, "mine")


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_a_text_file_arrives_and_updates(anki: Any, export: Export, kinds: str, format: str) -> None:
    path = export(format, variants=1)
    assert take_text(anki, path) == {"new": 13}
    anki.db.execute(REVIEWED)
    one = card(anki, "hostile")
    assert one.note_type()["name"] == "Basic" and "dlquiz::kinds" in one.note().tags
    assert anki.decks.name(one.did) == "dlquiz::All <kinds> & signs"
    assert "&lt;script&gt;alert(" in one.note()["Front"] and not one.question_av_tags()
    assert "new" not in take_text(anki, path)
    changed = kinds.replace("Which one is a loss?", "Which of these is a loss?")
    assert take_text(anki, export(format, changed, variants=1)).get("new") is None
    one = card(anki, "kind-choice")
    assert "Which of these is a loss?" in one.note()["Front"] and one.ivl == 42
    assert anki.card_count() == 13


def test_further_variants_of_a_text_file_are_cards_of_their_own(anki: Any, export: Export) -> None:
    path = export("tsv", variants=3)
    new = take_text(anki, path)["new"]
    assert new > 20
    assert "new" not in take_text(anki, path)
    assert anki.note_count() == new


def test_package_and_text_file_of_the_same_questions_double_nothing(anki: Any, export: Export) -> None:
    take(anki, export("anki"))
    assert take_text(anki, export("tsv", variants=1)) == {"conflicting": 13}
    assert anki.note_count() == 13


def test_a_field_of_the_learners_own_stays_where_note_types_are_merged(anki: Any, export: Export, kinds: str) -> None:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    take(anki, export("anki"))
    model = anki.models.by_name("dlquiz")
    anki.models.add_field(model, anki.models.new_field("Mine"))
    anki.models.update_dict(model)  # this dates all notes now
    path = export("anki", kinds.replace("Which one is a loss?", "Which is a loss?"), time=int(time.time()) + 60)
    merging = ImportAnkiPackageOptions(merge_notetypes=True)
    log = anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=merging)).log
    assert (len(log.updated), len(log.new), anki.note_count()) == (1, 0, 13)
    assert card(anki, "kind-choice").note().keys()[-1] == "Mine"
    assert "Which is a loss?" in card(anki, "kind-choice").note()["Question"]
