"""The questions of bank files, by id, and where bank files are found."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dlquiz.bank.cache import cache_folder, home_folder, load_compiled, unpack_question
from dlquiz.errors import BankError, Fault, NotFound, Place, did_you_mean
from dlquiz.model import Question, Topic

SUCCESSORS = {  # ids of questions that went, and of those that ask the same now
    "cnn-two-blocks-total": "cnn-layer-table",
    "field-pixels-choice": "field-of-four-layers",
    "net-sees-whole-image": "first-layer-that-sees",
}


class QuestionSet:
    """Questions by id, in the order of their files; each is built when it is first needed."""

    def __init__(self, files: Sequence[tuple[str, Mapping[str, Any]]] = ()) -> None:
        self.topics: dict[str, Topic] = {}
        self._plain: dict[str, tuple[dict[str, Any], str, str]] = {}
        self._built: dict[str, Question] = {}
        faults: list[Fault] = []
        for file, plain in files:
            faults += self.add_file(file, plain)
        if faults:
            raise BankError(faults)

    def add_file(self, file: str, plain: Mapping[str, Any]) -> list[Fault]:
        """Add the questions of a file; the faults are the ids that exist already."""
        topic = Topic(plain["topic"], plain["title"], plain.get("about", ""), tuple(plain.get("after", ())))
        self.topics.setdefault(topic.slug, topic)
        faults = []
        for question in plain["questions"]:
            known = self._plain.get(question["id"])
            if known is not None:
                place, other = Place(file, *question["at"]), Place(known[2], *known[0]["at"])
                faults.append(Fault(place, f'the id "{question["id"]}" is already used at {other}'))
            else:
                self._plain[question["id"]] = (question, topic.slug, file)
        return faults

    def __len__(self) -> int:
        return len(self._plain)

    def __iter__(self) -> Iterator[Question]:
        return (self[name] for name in self._plain)

    def __contains__(self, name: object) -> bool:
        return name in self._plain

    def __getitem__(self, name: str) -> Question:
        """The question with an id; NotFound with a suggestion."""
        if name not in self._built:
            self._built[name] = self.build(name)
        return self._built[name]

    def build(self, name: str) -> Question:
        """The question with an id, which is not kept here: for those who need each question once, of thousands."""
        if name not in self._plain:
            raise NotFound(f'There is no question "{name}"{self.suggest_id(name, self._plain) or "."}')
        question, topic, file = self._plain[name]
        from dlquiz.bank import build  # what questions are made of is not needed to choose one

        return build.build_question(unpack_question(question), topic, file)

    def suggest_id(self, name: str, known: Iterable[str]) -> str:
        """What to ask for in place of an unknown id: its successor, or one that is similar."""
        successor = SUCCESSORS.get(name)
        if successor in self._plain:
            return f' any more; "{successor}" asks for the same.'
        return did_you_mean(name, known)

    @property
    def ids(self) -> list[str]:
        return list(self._plain)

    def list_ids(self, topic: str) -> list[str]:
        return [name for name, (_, slug, _) in self._plain.items() if slug == topic]

    def level_of(self, name: str) -> int:
        """The level of a question, from 1 to 3, without building it."""
        return int(self._plain[name][0].get("level", 1))

    def topic_of(self, name: str) -> str:
        """The topic of a question, without building it."""
        return self._plain[name][1]

    def plain_of(self, name: str) -> Mapping[str, Any]:
        """The data of a question as its bank writes it, without building it."""
        return unpack_question(self._plain[name][0])

    def has_draws(self, name: str) -> bool:
        """Whether a question draws new numbers each time, without building it."""
        return bool(self._plain[name][0].get("draw"))

    def has_letters(self, name: str) -> bool:
        """Whether values of a question hold letters, without building it."""
        question = self._plain[name][0]
        return bool(question.get("letters", "variables" in question))

    def skills_of(self, name: str) -> tuple[str, ...]:
        """The skills that a question trains, without building it."""
        return tuple(self._plain[name][0].get("trains", ()))

    def select_ids(self, words: Iterable[str]) -> list[str]:
        """The ids that a list of topics and ids names; all ids where it is empty.  NotFound with a suggestion."""
        ids: list[str] = []
        for word in words:
            if word in self._plain:
                ids.append(word)
            elif word in self.topics:
                ids += self.list_ids(word)
            else:
                known = self.suggest_id(word, [*self.topics, *self._plain]) or f"; `dlquiz find {word}` looks for it."
                raise NotFound(f'There is no topic or question "{word}"{known}')
        return list(dict.fromkeys(ids)) or self.ids


def questions_folder() -> Path:
    """The folder of the shipped banks: that of the checkout, else that of the installed package."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "questions"
    return checkout if (package.parent / "pyproject.toml").exists() and checkout.is_dir() else package / "questions"


def data_folder() -> Path:
    """The platform's data directory for dlquiz, or `DLQUIZ_HOME` where that is set."""
    home = os.environ.get("DLQUIZ_HOME")
    if home:
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local") / "dlquiz"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Application Support" / "dlquiz"
    return Path(os.environ.get("XDG_DATA_HOME") or home_folder() / ".local" / "share") / "dlquiz"


def list_banks(folder: Path) -> list[Path]:
    """The bank files of a folder, in order; none where the folder does not exist."""
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def load_questions(paths: Sequence[str | Path] = (), cache: Path | None = None) -> QuestionSet:
    """The questions of these files, or of the shipped banks; BankError with every fault of all files."""
    folder = cache_folder() if cache is None else cache
    files = {os.path.realpath(path): Path(path) for path in paths}.values() or list_banks(questions_folder())
    loaded: list[tuple[str, dict[str, Any]]] = []
    faults: list[Fault] = []
    for path in files:
        try:
            loaded.append((str(path), load_compiled(path, folder)))
        except BankError as error:
            faults += error.faults
    if faults:
        raise BankError(faults)
    return QuestionSet(loaded)


def load_with_own_banks(
    paths: Sequence[str | Path], own: Path, cache: Path | None = None
) -> tuple[QuestionSet, list[str]]:
    """`load_questions` plus the learner's own banks, in `own`/banks, with a sentence for each that is left out.

    An own bank is left out where it has a fault or repeats an id, so that it never keeps the program from starting.
    """
    folder = cache_folder() if cache is None else cache
    bank = load_questions(paths, cache)
    left_out = []
    named = {os.path.realpath(path) for path in paths}
    for path in list_banks(own / "banks"):
        if os.path.realpath(path) in named:
            continue
        try:
            plain = load_compiled(path, folder)
            repeated = [q["id"] for q in plain["questions"] if q["id"] in bank]
            if repeated:
                left_out.append(f'{path} is left out: its id "{repeated[0]}" is already taken.')
            else:
                bank.add_file(str(path), plain)
        except BankError as error:
            left_out.append(f"{path} is left out: {error.faults[0]}")
    return bank, left_out
