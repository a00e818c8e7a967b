"""`dlquiz find`: find questions, layers, networks, functions and commands by the words that people say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dlquiz.commands.banks import open_banks
from dlquiz.errors import did_you_mean
from dlquiz.networks.classics import is_classic
from dlquiz.screen.stdio import print_json
from dlquiz.search.index import Findings, Hit, search


def run(
    words: Sequence[str], files: Sequence[Path], as_json: bool, plain: bool, limit: int, verbs: Mapping[str, str]
) -> int:
    """Print what matches the words best; 1 where nothing does."""
    query = " ".join(words)
    found = search(open_banks(files), verbs, query)
    hits = take_hits(found.hits, limit)
    if as_json:
        print_json(findings_data(query, found, hits))
    else:
        from dlquiz.screen.findings import show_findings
        from dlquiz.screen.screen import detect_screen

        show_findings(query, found, hits, detect_screen(plain))
    return 0 if hits else 1


def take_hits(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best hits; of what is not a question, a third as many of each kind, so that no kind hides the others."""
    taken: list[Hit] = []
    counts: dict[str, int] = {}
    for hit in hits:
        kind = hit.entry.kind
        if counts.get(kind, 0) < (limit if kind == "question" else max(1, limit // 3)):
            counts[kind] = counts.get(kind, 0) + 1
            taken.append(hit)
    return taken


def findings_data(query: str, found: Findings, hits: Sequence[Hit]) -> dict[str, Any]:
    """What was found, best first."""
    return {
        "query": query,
        "words": [concept.typed for concept in found.concepts],
        "replaced": dict(found.replaced),
        "whole": found.whole,
        "count": len(found.hits),
        "found": [
            {
                "kind": hit.entry.kind,
                "name": hit.entry.name,
                "title": hit.entry.title,
                "topic": hit.entry.topic or None,
                "level": hit.entry.level or None,
                "command": hit.command,
                "pins": dict(hit.pins),
                "score": round(hit.score, 3),
            }
            for hit in hits
        ],
    }


def suggest_command(word: str, verbs: Iterable[str]) -> str:
    """The sentence about a word that is not a verb: the command line that was likely meant."""
    bank = open_banks([])
    if word in bank.topics or word in bank:
        meant = f"quiz {word}"
    elif is_classic(word):
        meant = f"net {word}"
    elif near := did_you_mean(word, [*verbs, *bank.topics, *bank.ids]):
        name = near.partition('"')[2].removesuffix('"?')
        meant = f"quiz {name}" if name in bank.topics or name in bank else name
    else:
        return f'There is no command "{word}"; `dlquiz find {word}` looks for it, `dlquiz --help` lists the commands.'
    return f'There is no command "{word}"; did you mean `dlquiz {meant}`?'
