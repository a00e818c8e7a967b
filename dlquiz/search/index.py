"""What can be found: topics, questions, layers and well-known networks of the notation, functions and verbs.

An entry matches a concept of the query where one of its phrases stands in one of its texts; titles weigh most, rare
concepts more than frequent ones.  Entries that match more concepts come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import DlquizError, UsageError, did_you_mean
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.networks.classics import CLASSICS, find_classic
from dlquiz.networks.layer_words import LAYER_WORDS
from dlquiz.problem import make_problem
from dlquiz.search.words import (
    MAX_QUERY,
    SAME,
    Concept,
    Quantity,
    read_concepts,
    read_quantities,
    remove_numbers,
    split_words,
    to_line,
)
from dlquiz.worked.typed_pins import read_pin

TITLE, NAME, TOPIC, ASKED, SOLUTION = 6.0, 3.5, 2.5, 2.0, 1.0  # how much a text weighs
SHORT = 1.0  # how much more a title of one word weighs than a long one
EXACT = 1.5  # how much more what was typed weighs than another word for it
KINDS = ("topic", "question", "layer", "network", "function", "command")
WEIGHTS = {"topic": 1.6, "layer": 1.1, "command": 1.2, "network": 0.9, "function": 0.8}
ON_SEQUENCES = ("rnn", "lstm", "gru", "attention", "transformer", "cls", "pos", "types", "first")
MAX_PINNED = 12  # questions for which numbers are tried
ASKS, SOLVES = ("ask", "parts", "answer"), ("hint", "plan", "steps", "remark", "often", "see")


class Entry(NamedTuple):
    """One thing that can be found, the texts by which it is found, and the command line that leads to it."""

    kind: str
    name: str
    title: str
    command: str
    texts: tuple[tuple[float, str], ...]  # weight and stemmed words
    topic: str = ""
    level: int = 0


class Hit(NamedTuple):
    """An entry that was found; `matched` counts concepts, `pins` are the numbers of the query that it takes."""

    entry: Entry
    score: float
    matched: int
    pins: Mapping[str, str] = {}

    @property
    def command(self) -> str:
        """The command line, with the numbers where there are some."""
        if not self.pins:
            return self.entry.command
        return " ".join(["dlquiz solve", self.entry.name, *(f"{name}={text}" for name, text in self.pins.items())])


class Findings(NamedTuple):
    """What was found, best first; what each concept of the query was taken for, and how many match all of them."""

    hits: tuple[Hit, ...]
    concepts: tuple[Concept, ...]
    replaced: Mapping[str, str]  # words that nothing has, and those that were taken instead
    whole: bool  # whether the hits match the whole query


# the entries


def list_entries(bank: QuestionSet, verbs: Mapping[str, str]) -> list[Entry]:
    """All that can be found; `verbs` maps each verb of the command line to its help."""
    return [
        *list_topics(bank),
        *(describe_question(bank, name) for name in bank.ids),
        *list_layers(),
        *list_networks(),
        *list_functions(),
        *list_verbs(verbs),
    ]


def list_topics(bank: QuestionSet) -> Iterator[Entry]:
    for slug, topic in bank.topics.items():
        texts = ((TITLE, to_line(f"{slug} {topic.title}")), (ASKED, to_line(topic.about)))
        yield Entry("topic", slug, topic.title, f"dlquiz quiz {slug}", texts)


def describe_question(bank: QuestionSet, name: str) -> Entry:
    """The entry of a question, from its plain data."""
    plain, slug = bank.plain_of(name), bank.topic_of(name)
    texts = (
        (TITLE, to_line(plain["title"])),
        (NAME, to_line(f"{name} {' '.join(plain.get('covers', ()))}")),
        (TOPIC, to_line(f"{slug} {bank.topics[slug].title}")),
        (ASKED, to_line(" ".join(text for key in ASKS for text in list_texts(plain.get(key))))),
        (SOLUTION, to_line(" ".join(text for key in SOLVES for text in list_texts(plain.get(key))))),
    )
    return Entry("question", name, plain["title"], f"dlquiz quiz {name}", texts, slug, plain.get("level", 1))


def list_texts(value: Any) -> Iterator[str]:
    """The texts in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from list_texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from list_texts(item)


def list_layers() -> Iterator[Entry]:
    usages: dict[str, list[str]] = {}
    for word, kind in LAYER_WORDS.items():
        usages.setdefault(word if kind.doc == "activation" else kind.usage, []).append(word)
    for usage, words in usages.items():
        kind = LAYER_WORDS[words[0]]
        options = to_line(" ".join(kind.options))
        texts = ((TITLE, to_line(" ".join(words))), (NAME, to_line(kind.doc)), (SOLUTION, options))
        shape = "20x8" if words[0] in ON_SEQUENCES else "20" if words[0] == "embed" else "32x32x3"
        yield Entry("layer", usage, kind.doc, f'dlquiz net "in {shape} | {usage}"', texts)


def list_networks() -> Iterator[Entry]:
    for name in CLASSICS:
        says = find_classic(name).says
        texts = ((TITLE, to_line(f"{name} {name.replace('-', '')}")), (ASKED, to_line(says)))
        title = re.split(r"(?<!et al)\. |; |: ", says)[0].removesuffix(".")
        yield Entry("network", name, title, f"dlquiz net {name}", texts)


def list_functions() -> Iterator[Entry]:
    for function in TEXT_FUNCTIONS.values():
        texts = ((TITLE, to_line(function.name)), (NAME, to_line(function.doc)))
        yield Entry("function", function.usage, function.doc, "dlquiz formulas", texts)


def list_verbs(verbs: Mapping[str, str]) -> Iterator[Entry]:
    for verb, help_text in verbs.items():
        lines = [line.strip() for line in help_text.strip().splitlines()]
        example = next((line.removeprefix("Example: ") for line in lines if line.startswith("Example: ")), "")
        says = " ".join(line for line in lines if not line.startswith("Example"))
        texts = ((TITLE, to_line(verb)), (NAME, to_line(says)))
        yield Entry("command", verb, lines[0], example or f"dlquiz {verb} --help", texts)


# the search


def search(bank: QuestionSet, verbs: Mapping[str, str], query: str) -> Findings:
    """What matches a query best; UsageError where it has no word to search for."""
    if len(query) > MAX_QUERY:
        raise UsageError(f"A search has at most {MAX_QUERY} characters.")
    concepts = read_concepts(remove_numbers(query))
    if not concepts:
        raise UsageError('Name what you look for in words, such as: dlquiz find "receptive field".')
    entries = list_entries(bank, verbs)
    concepts, replaced = replace_unknown(concepts, entries)
    hits = rank_entries(entries, concepts)
    most = max((hit.matched for hit in hits), default=0)
    best = [hit for hit in hits if hit.matched == most]
    hits = sorted(add_pins(bank, best, read_quantities(query)), key=rank_pins)
    return Findings(tuple(hits), tuple(concepts), replaced, most == len(concepts))


def replace_unknown(concepts: Sequence[Concept], entries: Sequence[Entry]) -> tuple[list[Concept], dict[str, str]]:
    """The concepts, with the nearest known word for one that stands nowhere."""
    lines = [text for entry in entries for _, text in entry.texts]
    known: list[Concept] = []
    replaced: dict[str, str] = {}
    for concept in concepts:
        missing = not any(f" {phrase} " in line for phrase in concept.phrases for line in lines)
        word = find_similar(concept.typed, entries) if missing else ""
        if word:
            replaced[concept.typed] = word
            known += read_concepts(word)
        else:
            known.append(concept)
    return known, replaced


def find_similar(typed: str, entries: Sequence[Entry]) -> str:
    """A similar word of a title or of the groups; empty where there is none."""
    titles = {word for entry in entries for word in split_words(entry.title) if len(word) > 3}
    groups = {word for group in SAME for phrase in group for word in split_words(phrase)}
    return did_you_mean(typed, titles | groups).partition('"')[2].removesuffix('"?')


def rank_entries(entries: Sequence[Entry], concepts: Sequence[Concept]) -> list[Hit]:
    """The entries that match a concept, those that match more of them first, then by score."""
    scores = [[match_entry(entry, concept) for entry in entries] for concept in concepts]
    rarity = [log(1 + len(entries) / max(1, sum(score > 0 for score in row))) for row in scores]
    hits = []
    for place, entry in enumerate(entries):
        own = [row[place] * rare for row, rare in zip(scores, rarity, strict=True)]
        if matched := sum(score > 0 for score in own):
            plain = 1 + SHORT / max(1, len(entry.texts[0][1].split()))
            hits.append(Hit(entry, sum(own) * plain * WEIGHTS.get(entry.kind, 1.0), matched))
    return sorted(hits, key=lambda hit: (-hit.matched, -hit.score))


def match_entry(entry: Entry, concept: Concept) -> float:
    """How well an entry matches a concept: the weight of its best text, and a little of the others."""
    weights = []
    for weight, text in entry.texts:
        if f" {concept.phrases[0]} " in text:
            weights.append(weight * EXACT)
        elif any(f" {phrase} " in text for phrase in concept.phrases[1:]):
            weights.append(weight)
    return max(weights, default=0.0) + 0.1 * sum(weights)


# numbers


def add_pins(bank: QuestionSet, hits: Iterable[Hit], quantities: Sequence[Quantity]) -> Iterator[Hit]:
    """The hits, the best questions among them with those numbers of the query that they draw and take."""
    tried = 0
    for hit in hits:
        if quantities and hit.entry.kind == "question" and tried < MAX_PINNED and bank.has_draws(hit.entry.name):
            tried += 1
            hit = hit._replace(pins=fit_pins(bank, hit.entry.name, quantities))
        yield hit


def rank_pins(hit: Hit) -> int:
    """Questions that take several numbers of the query come first, those that take most of them before the others."""
    return -len(hit.pins) if len(hit.pins) > 1 else 0


def fit_pins(bank: QuestionSet, name: str, quantities: Sequence[Quantity]) -> dict[str, str]:
    """The numbers that a question takes; none where one of them leads nowhere."""
    question = bank[name]
    drawn = {spec.name: spec for spec in question.draws if spec.shape is None}
    texts: dict[str, str] = {}
    for quantity in quantities:
        own = next((one for one in quantity.names if one in drawn and one not in texts), None)
        if own is not None:
            texts[own] = quantity.text
    try:
        pins = {own: read_pin(question, own, text) for own, text in texts.items()}
        if pins:
            make_problem(question, 0, pins)
    except DlquizError:
        return {}
    return texts
