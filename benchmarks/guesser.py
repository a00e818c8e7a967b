"""`python -m benchmarks.guesser [DRAWS]`: how far one comes who knows nothing and looks at how options are worded.

The guesser sees what is printed: the question, its options, whether several are to be picked, and, at the second
meeting, which options were right and which wrong on the draw before.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dlquiz.bank.question_set import QuestionSet, load_questions
from dlquiz.model import AnswerKey
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.markdown import render_inline

DRAWS = 20
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"(?<=[.?!:])\s+")
HEDGES = frozenset(
    re.findall(r"\w+", "usually often can may might could some sometimes tend tends typically generally mostly likely")
)
STRICT = frozenset(re.findall(r"\w+", "always never all every only none no must cannot any exactly completely"))
EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by does do for from has have how in is it its of on one or than that the their them then"
        " there these they this to was were what when where which who why will with would",
    )
)
TRUTHS = ("no", "yes")


class Sight(NamedTuple):
    """What the guesser sees of a part on one draw."""

    ask: str
    options: tuple[str, ...]
    several: bool = False
    was_right: frozenset[str] = frozenset()  # options of the draw before
    was_wrong: frozenset[str] = frozenset()


class Meeting(NamedTuple):
    """A sight, and the places of the options that are right."""

    sight: Sight
    right: frozenset[int]


Strategy = Callable[[Sight], Sequence[float]]  # how much speaks for each option


def list_words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.casefold())


def list_stems(text: str) -> set[str]:
    """The beginnings of the words that say something."""
    return {word[:5] for word in list_words(text) if word not in EMPTY}


def weigh_length(sight: Sight) -> list[float]:
    """Long options are right, since their author had to be exact."""
    return [render_inline(option).cell_len for option in sight.options]


def weigh_hedges(sight: Sight) -> list[float]:
    """`Usually` and `may` are right, `always` and `never` are wrong."""
    texts = [f"{sight.ask} {option}" if option in TRUTHS else option for option in sight.options]
    scores = [sum((word in HEDGES) - (word in STRICT) for word in list_words(text)) for text in texts]
    return [-score if option == "no" else score for score, option in zip(scores, sight.options, strict=True)]


def weigh_grammar(sight: Sight) -> list[float]:
    """What continues the question, or is built like the other options, is right."""
    words = list_words(SENTENCE.split(sight.ask.strip())[-1])
    plural = bool({"are", "do", "have", "were"} & set(words[:4]))
    article = words[-1] if words and words[-1] in ("a", "an") else ""
    heads = [(list_words(option) or [""])[0] for option in sight.options]
    shapes = Counter(describe_shape(option) for option in sight.options)
    return [
        shapes[describe_shape(option)] / len(heads)
        + (bool(article) and (head[:1] in tuple("aeiou")) == (article == "an"))
        + (plural == head.endswith("s"))
        for option, head in zip(sight.options, heads, strict=True)
    ]


def describe_shape(option: str) -> tuple[str, bool, bool]:
    """How an option is built: its first word if that says nothing, a capital before it, a point behind it."""
    words = list_words(option) or [""]
    first = words[0] if words[0] in EMPTY else "…ing" if words[0].endswith("ing") else ""
    return first, option[:1].isupper(), option.rstrip().endswith(".")


def weigh_shared_words(sight: Sight) -> list[float]:
    """What repeats words of the question is right."""
    stems = list_stems(sight.ask)
    return [len(stems & list_stems(option)) for option in sight.options]


def weigh_last_key(sight: Sight) -> list[float]:
    """What was right on the draw before is right again."""
    return [(option in sight.was_right) - (option in sight.was_wrong) for option in sight.options]


STRATEGIES: dict[str, Strategy] = {
    "longest option": weigh_length,
    "most hedged": weigh_hedges,
    "grammatical fit": weigh_grammar,
    "words shared with the question": weigh_shared_words,
    "key of the last draw": weigh_last_key,
}


def weigh_votes(sight: Sight) -> list[float]:
    """What most of the strategies would pick; one that is torn shares its vote."""
    votes = [0.0] * len(sight.options)
    for strategy in STRATEGIES.values():
        weights = strategy(sight)
        best = [i for i, weight in enumerate(weights) if weight == max(weights)]
        for i in best:
            votes[i] += 1 / len(best)
    return votes


ALL_STRATEGIES = {**STRATEGIES, "the majority of these": weigh_votes}


def score_guess(weights: Sequence[float], meeting: Meeting) -> float:
    """How likely a guess by these weights is right: ties are broken by chance; of several, all above the mean count."""
    if not meeting.sight.several:
        best = [i for i, weight in enumerate(weights) if weight == max(weights)]
        return len(meeting.right.intersection(best)) / len(best)
    mean = sum(weights) / len(weights)
    picked = {i for i, weight in enumerate(weights) if weight > mean}
    return (
        float(picked == meeting.right)
        if len(picked) > 1
        else compute_chance(len(meeting.sight.options), meeting.sight.several)
    )


def compute_chance(count: int, several: bool) -> float:
    """How likely a blind guess is right: one option of all, or one set of two and more."""
    return 1 / (2**count - count - 1) if several else 1 / count


def list_meetings(problems: Iterable[Problem], part: str) -> Iterator[Meeting]:
    """The meetings with a part of a question, from the second on."""
    for before, now in pairwise(problems):
        known, key = list_options(before.parts[part].key), list_options(now.parts[part].key)
        right = frozenset(option for option, holds in known if holds)
        wrong = frozenset(option for option, holds in known if not holds)
        ask = f"{now.ask}\n{now.parts[part].ask}"
        sight = Sight(ask, tuple(option for option, _ in key), sum(holds for _, holds in key) > 1, right, wrong)
        yield Meeting(sight, frozenset(i for i, (_, holds) in enumerate(key) if holds))


def list_options(key: AnswerKey) -> list[tuple[str, bool]]:
    """What can be picked, in the order shown, and whether it is right."""
    if key.kind == "yes-no":
        return [(word, key.value == bool(i)) for i, word in enumerate(TRUTHS)]
    return [(option, at in key.right) for at, option in enumerate(key.options)]


class Figures(NamedTuple):
    """Shares of right guesses of a kind of parts: by chance, and by strategy."""

    parts: int
    chance: float
    shares: dict[str, float]


def measure(bank: QuestionSet, draws: int) -> dict[str, Figures]:
    """The figures of choices and of yes-no parts, each part counted once."""
    rows: dict[str, list[dict[str, float]]] = {"choice": [], "yes-no": []}
    for question in bank:
        first = make_problem(question, 0)
        asked = [part for part in first.parts.values() if part.kind in rows]
        problems = [first, *(make_problem(question, seed) for seed in range(1, draws))] if asked else []
        for part in asked:
            rows[part.kind].append(measure_part(list(list_meetings(problems, part.name))))
    return {kind: summarize(found) for kind, found in rows.items()}


def measure_part(meetings: Sequence[Meeting]) -> dict[str, float]:
    """The share of right guesses of each strategy, and of chance under an empty name."""
    chance = sum(compute_chance(len(meeting.sight.options), meeting.sight.several) for meeting in meetings) / len(
        meetings
    )
    shares = {
        name: sum(score_guess(strategy(meeting.sight), meeting) for meeting in meetings) / len(meetings)
        for name, strategy in ALL_STRATEGIES.items()
    }
    return {"": chance, **shares}


def summarize(rows: Sequence[dict[str, float]]) -> Figures:
    """The means over parts."""
    means = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    return Figures(len(rows), means.pop(""), means)


def format_report(figures: dict[str, Figures]) -> list[str]:
    """The figures as lines of text."""
    lines = []
    for kind, found in figures.items():
        lines.append(f"{found.parts} parts of the kind {kind}, by chance {found.chance:.1%}")
        for name, share in found.shares.items():
            lines.append(f"  {name:<32}{share:6.1%}  {100 * (share - found.chance):+5.1f} points")
    return lines


def main() -> None:
    """Print the figures of the shipped questions."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    print("\n".join(format_report(measure(load_questions(), draws))))


if __name__ == "__main__":
    main()
