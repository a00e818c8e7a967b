"""Files, the cache, several banks together, and the learner's own banks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from bank_text import HEAD, write_bank

from dlquiz.bank import cache as cache_module
from dlquiz.bank import compile as compile_module
from dlquiz.bank.cache import cache_folder, load_compiled, unpack_question
from dlquiz.bank.question_set import QuestionSet, data_folder, load_questions, load_with_own_banks, questions_folder
from dlquiz.errors import BankError, NotFound


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for banks and cache."""
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "banks").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def warm(folder: Path, cache: Path) -> None:
    """The home begins with the compiled banks."""
    (folder / "home" / "cache").symlink_to(cache)


def write_file(path: Path, text: str) -> Path:
    """A file with a text."""
    path.write_text(text, "utf-8")
    return path


@pytest.mark.usefixtures("warm")
def test_the_shipped_banks_are_loaded_without_paths(folder: Path) -> None:
    made = load_questions()
    assert "conv-params" in made
    assert len(made) == len(list(made)) == len(made.ids) > 50
    assert {path.stem for path in questions_folder().glob("*.yaml")} <= {question.topic for question in made}


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(BankError, match=r"nowhere\.yaml:1:1: there is no such file"):
        load_questions([folder / "nowhere.yaml"])


def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(BankError, match="cannot be read"):
        load_questions([folder])


def test_faults_of_all_files_are_reported(folder: Path) -> None:
    paths = [write_file(folder / name, write_bank("answer: nobody")) for name in ("a.yaml", "b.yaml")]
    with pytest.raises(BankError) as error:
        load_questions(paths)
    assert [fault.place.file for fault in error.value.faults] == [str(path) for path in paths]


def test_an_id_in_two_files_names_both_places(folder: Path) -> None:
    first = write_file(folder / "a.yaml", "# x\n" + write_bank("answer: 1"))
    second = write_file(folder / "b.yaml", HEAD + "- ask: x\n  answer: 1\n  id: q-0\n")
    with pytest.raises(BankError) as error:
        load_questions([first, second])
    (fault,) = error.value.faults
    assert str(fault) == f'{second}:6:7: the id "q-0" is already used at {first}:5:7'


def test_a_file_named_twice_is_loaded_once(folder: Path) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    assert len(load_questions([path, str(path), path.parent / "." / path.name])) == 1


def test_the_same_topic_in_two_files_is_one_topic(folder: Path) -> None:
    first = write_file(folder / "a.yaml", write_bank("answer: 1"))
    second = write_file(folder / "b.yaml", write_bank("id: other\nanswer: 1").replace("title: T", "title: Other"))
    made = load_questions([first, second])
    assert list(made.topics) == ["t"]
    assert made.list_ids("t") == ["q-0", "other"]
    assert made.topics["t"].title == "T"


def test_choosing_by_topics_and_ids(folder: Path) -> None:
    made = load_questions([write_file(folder / "a.yaml", write_bank("answer: 1", "answer: 2"))])
    assert made.select_ids(["q-1", "t"]) == ["q-1", "q-0"]
    assert made.select_ids([]) == ["q-0", "q-1"]
    with pytest.raises(NotFound, match='did you mean "q-1"'):
        made.select_ids(["q1"])
    with pytest.raises(NotFound):
        made["nobody"]


# the learner's own banks


def write_own_bank(folder: Path, name: str, text: str) -> Path:
    """A bank of the learner."""
    return write_file(folder / "home" / "banks" / name, text)


@pytest.mark.usefixtures("warm")
def test_own_banks_are_loaded_too(folder: Path) -> None:
    write_own_bank(folder, "mine.yaml", write_bank("id: mine\nanswer: 1"))
    write_own_bank(folder, "more.yml", write_bank("id: more\nanswer: 1"))
    made, left_out = load_with_own_banks([], data_folder())
    assert "mine" in made and "more" in made and "conv-params" in made
    assert left_out == []


def test_own_banks_are_loaded_beside_named_ones(folder: Path) -> None:
    write_own_bank(folder, "mine.yaml", write_bank("id: mine\nanswer: 1"))
    made, left_out = load_with_own_banks([write_file(folder / "a.yaml", write_bank("answer: 1"))], data_folder())
    assert made.ids == ["q-0", "mine"]
    assert left_out == []


@pytest.mark.usefixtures("warm")
def test_a_faulty_own_bank_is_named_and_left_out(folder: Path) -> None:
    path = write_own_bank(folder, "bad.yaml", write_bank("answer: nobody"))
    write_own_bank(folder, "good.yaml", write_bank("id: mine\nanswer: 1"))
    made, left_out = load_with_own_banks([], data_folder())
    assert "mine" in made and "q-0" not in made
    assert left_out == [f'{path} is left out: {path}:6:11: there is no "nobody" here']


@pytest.mark.usefixtures("warm")
def test_an_own_bank_that_repeats_an_id_is_named_and_left_out(folder: Path) -> None:
    write_own_bank(folder, "a.yaml", write_bank("id: mine\nanswer: 1"))
    path = write_own_bank(folder, "b.yaml", write_bank("id: other\nanswer: 1", "id: mine\nanswer: 1"))
    again = write_own_bank(folder, "c.yaml", write_bank("id: conv-params\nanswer: 1"))
    made, left_out = load_with_own_banks([], data_folder())
    assert "mine" in made and "other" not in made
    assert [line.split(" is left out")[0] for line in left_out] == [str(path), str(again)]


def test_an_own_bank_that_is_named_as_well_is_no_repetition(folder: Path) -> None:
    path = write_own_bank(folder, "mine.yaml", write_bank("id: mine\nanswer: 1"))
    made, left_out = load_with_own_banks([path], data_folder())
    assert made.ids == ["mine"]
    assert left_out == []


def test_without_a_folder_of_own_banks(tmp_path: Path) -> None:
    made, left_out = load_with_own_banks([], tmp_path / "nowhere")
    assert len(made) > 50
    assert left_out == []


# the cache


def first_answer(made: dict[str, Any]) -> str:
    """The answer of a bank's first question."""
    return str(unpack_question(made["questions"][0])["answer"])


def test_a_bank_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    first = load_compiled(path, cache_folder())
    monkeypatch.setattr(compile_module, "compile_text", None)
    assert load_compiled(path, cache_folder()) == first


def test_a_changed_file_is_compiled_anew_and_kept_in_the_same_place(folder: Path) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    load_compiled(path, cache_folder())
    write_file(path, write_bank("answer: 22"))
    assert first_answer(load_compiled(path, cache_folder())) == "22"
    assert len(list(cache_folder().iterdir())) == 1


def test_the_same_size_at_another_time(folder: Path) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    load_compiled(path, cache_folder())
    write_file(path, write_bank("answer: 2"))
    os.utime(path, ns=(1, 1))
    assert first_answer(load_compiled(path, cache_folder())) == "2"


def test_another_version_compiles_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    load_compiled(path, cache_folder())
    monkeypatch.setattr(cache_module, "VERSION", "other")
    monkeypatch.setattr(compile_module, "compile_text", lambda *_: {"fresh": True, "questions": []})
    assert load_compiled(path, cache_folder())["fresh"]


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\xa9\x02", b"i\x01\x00\x00\x00", b"(\x00\x00\x00\x00"])
def test_a_broken_cache_is_no_matter(folder: Path, rubbish: bytes) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    first = load_compiled(path, cache_folder())
    (kept,) = cache_folder().iterdir()
    kept.write_bytes(rubbish)
    assert load_compiled(path, cache_folder()) == first


def test_no_cache_can_be_written(folder: Path) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: 1"))
    blocked = write_file(folder / "file", "")
    assert load_compiled(path, blocked / "cache")["topic"] == "t"


def test_a_faulty_bank_is_not_kept(folder: Path) -> None:
    path = write_file(folder / "a.yaml", write_bank("answer: nobody"))
    with pytest.raises(BankError):
        load_compiled(path, cache_folder())
    assert not cache_folder().exists()


def test_questions_of_a_cached_bank_are_the_same(folder: Path) -> None:
    first, again = load_questions(), load_questions()
    for one, other in zip(first, again, strict=True):
        assert one.id == other.id
        assert one.ask == other.ask
        assert one.program == other.program
        assert one.draws == other.draws


def test_an_empty_bank() -> None:
    assert len(QuestionSet()) == 0
    assert QuestionSet().ids == []
