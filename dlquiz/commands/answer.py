"""`dlquiz answer`: judge answers without a dialogue."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import MAX_SEED, open_banks, open_problem
from dlquiz.errors import DlquizError, UsageError
from dlquiz.json_data import verdict_to_json
from dlquiz.model import Verdict
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.stdio import decode_line, print_json, read_lines

EXIT = {"right": 0, "close": 1, "follows": 1, "wrong": 1, "unreadable": 2}


def run(
    word: str | None,
    text: str | None,
    part: str | None,
    earlier: Sequence[str],
    files: Sequence[Path],
    as_json: bool,
    decimal: str,
) -> int:
    """Judge one answer from the command line, or, with --json and no text, many from standard input."""
    bank = open_banks(files)
    if text is None:
        if not as_json or word is not None:
            raise UsageError("Give a question and an answer, as in: dlquiz answer conv-params@7 438")
        return judge_lines(bank, read_lines(sys.stdin.buffer), decimal)
    problem = open_problem(bank, word or "")
    if "@" not in (word or "") and problem.question.draws:
        raise UsageError(f"{word} draws its numbers; name a variant, such as {word}@7.")
    verdict = problem.check(text, part, read_earlier(earlier), decimal)
    if as_json:
        print_json(verdict_to_json(verdict))
    else:
        from dlquiz.screen.screen import detect_screen
        from dlquiz.screen.verdict import show_verdict

        show_verdict(verdict, text, detect_screen(plain=False))
    return EXIT[verdict.verdict]


def read_earlier(words: Sequence[str]) -> dict[str, str]:
    """The answers to earlier parts, each written `z=0.5`."""
    earlier = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f'--earlier "{word}" is not of the form name=text.')
        earlier[name.strip()] = text
    return earlier


def judge_lines(bank: QuestionSet, lines: Iterable[bytes], decimal: str) -> int:
    """Answer one JSON object per line, in order; answer a bad line with {"error": …}."""
    problems: dict[tuple[str, int], Problem] = {}
    for line in lines:
        if not line.strip():
            continue
        try:
            data: Mapping[str, Any] = verdict_to_json(judge_line(bank, line, problems, decimal))
        except DlquizError as error:
            data = {"error": str(error)}
        print_json(data)
    return 0


def judge_line(bank: QuestionSet, line: bytes, problems: dict[tuple[str, int], Problem], decimal: str) -> Verdict:
    """The verdict on one line; UsageError where it does not hold a question and an answer.

    `problems` keeps what was drawn: graders send many answers to the same variant.
    """
    try:
        asked = json.loads(decode_line(line))
    except (ValueError, RecursionError):
        raise UsageError("this line is not JSON") from None
    if not isinstance(asked, dict):
        raise UsageError("this line is not a JSON object")
    for key, kind in (("id", str), ("seed", int), ("text", str)):
        if not isinstance(asked.get(key), kind) or isinstance(asked.get(key), bool):
            raise UsageError(f'"{key}" is missing or of the wrong type')
    if not 0 <= asked["seed"] < MAX_SEED:
        raise UsageError('"seed" must be a whole number from 0 on, with at most 18 digits')
    part, earlier = asked.get("part"), asked.get("earlier") or {}
    if part is not None and not isinstance(part, str):
        raise UsageError('"part" must be a name')
    if not isinstance(earlier, dict) or not all(isinstance(text, str) for text in earlier.values()):
        raise UsageError('"earlier" must map names of parts to texts')
    key_ = (asked["id"], asked["seed"])
    if key_ not in problems:
        if len(problems) > 1_000:
            problems.clear()
        problems[key_] = make_problem(bank[asked["id"]], asked["seed"])
    return problems[key_].check(asked["text"], part, earlier, decimal)
