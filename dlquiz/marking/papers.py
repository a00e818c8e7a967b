"""Papers: the same questions with other numbers for each student, found again by the code that is printed on each page.

A code is a digest of what the paper asks, then the number of the paper: `7KQ2M-12`.  The list of papers, a JSON file
beside them, says which questions they hold; it keeps a digest of each question, so that one that has changed since is
named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dlquiz.bank.question_set import QuestionSet
from dlquiz.errors import UsageError
from dlquiz.files import read_named_file
from dlquiz.problem import AskedPart, Problem, make_problem

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that are taken for digits
SIMILAR = str.maketrans("OIL", "011")
CODE = re.compile(r"([0-9A-Z]{5})-?(\d{1,6})")
VERSION = 1
SUFFIX = "-papers.json"


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one student."""

    number: int
    code: str
    problems: tuple[Problem, ...]

    @property
    def columns(self) -> dict[str, tuple[Problem, AskedPart]]:
        """What is asked, by the number that stands before it: 1, 2a, 2b."""
        return {name: (problem, asked) for name, problem, asked in number_parts(self.problems)}

    @property
    def marks(self) -> int:
        """The marks of the whole paper."""
        return sum(asked.marks for _, asked in self.columns.values())


def number_parts(problems: Sequence[Problem]) -> Iterator[tuple[str, Problem, AskedPart]]:
    """The parts of all problems with their numbers."""
    for number, problem in enumerate(problems, 1):
        parts = list(problem.parts.values())
        for letter, asked in zip("abcdefghijklmnopqrstuvwxyz", parts, strict=False):
            yield f"{number}{letter if len(parts) > 1 else ''}", problem, asked


def make_code(digests: Sequence[str], number: int) -> str:
    """The code of a paper with the questions of these digests."""
    value = int.from_bytes(blake2b("\0".join(digests).encode(), digest_size=8).digest(), "big")
    letters = "".join(ALPHABET[value >> 5 * i & 31] for i in range(5))
    return f"{letters}-{number}"


def digest_problem(problem: Problem) -> str:
    """A digest of what a problem asks and what is right."""
    asked = [(part.ask, part.marks, repr(part.key)) for part in problem.parts.values()]
    return blake2b(
        repr((problem.question.id, problem.ask, asked)).encode("utf-8", "replace"), digest_size=8
    ).hexdigest()


def write_list(ids: Sequence[str], papers: Mapping[str, Sequence[str]], seed: int) -> bytes:
    """The list of papers: for each code, the digests of its questions, which have these ids."""
    data = {"papers": VERSION, "seed": seed, "questions": list(ids), "codes": dict(papers)}
    return (json.dumps(data, indent=1) + "\n").encode()


class PaperList:
    """The papers that were printed, by their codes."""

    def __init__(self, path: Path, bank: QuestionSet) -> None:
        self.path, self.bank = path, bank
        try:
            data: Any = json.loads(read_named_file(path))
            self.seed, self.ids = int(data["seed"]), list(map(str, data["questions"]))
            self.codes: Mapping[str, Any] = dict(data["codes"])
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{path} is not a list of papers; `dlquiz export pdf` writes one.") from None
        self._made: dict[str, Paper] = {}

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: it makes its own papers."""
        return {**self.__dict__, "_made": {}}

    def find(self, typed: str) -> Paper:
        """The paper of a code; UsageError where there is none, or a question of it has changed since."""
        found = CODE.fullmatch(typed.strip().upper().translate(SIMILAR).replace(" ", ""))
        code = f"{found[1]}-{int(found[2])}" if found else ""
        if code not in self.codes:
            raise UsageError(f'there is no paper "{typed.strip()[:20]}" in {self.path.name}')
        if code not in self._made:
            self._made[code] = self.make(code)
        return self._made[code]

    def make(self, code: str) -> Paper:
        """A paper, made again from its questions and seed."""
        number, digests = int(code.rpartition("-")[2]), list(self.codes[code])
        problems = []
        for id, digest in zip(self.ids, digests, strict=True):
            if id not in self.bank:
                raise UsageError(f"the question {id} of paper {code} is not in the banks; load its bank with --bank")
            problem = make_problem(self.bank[id], self.seed + number - 1)
            if digest_problem(problem) != digest:
                raise UsageError(f"the question {id} has changed since paper {code} was printed")
            problems.append(problem)
        return Paper(number, code, tuple(problems))
