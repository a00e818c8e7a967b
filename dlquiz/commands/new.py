"""`dlquiz new`: write a commented bank to start from, or print a brief for whoever drafts one."""

from __future__ import annotations

import re
from pathlib import Path

from dlquiz.errors import UsageError
from dlquiz.files import create_file, read_named_file
from dlquiz.screen.stdio import print_text

BRIEF = Path(__file__).with_name("brief.md")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def run(topic: str | None, out: Path | None) -> int:
    """Write the bank, but never over a file that already exists."""
    if topic is None:
        raise UsageError("Name the topic, as in: dlquiz new loss-functions")
    slug = slug_of(topic)
    path = out or Path(f"{slug}.yaml")
    try:
        create_file(path, bank_text(slug, title_of(topic)).encode())
    except FileExistsError:
        raise UsageError(f"{path} already exists; choose another name with --out.") from None
    print_text(f"{path} is written. Edit it, and watch it while you do:")
    print_text(f"  dlquiz show {slug}-total --bank {path} --steps --watch")
    print_text(f"  dlquiz check {path}")
    return 0


def print_brief(notes: Path | None) -> int:
    """Print what a colleague or a language model needs to draft a bank from lecture notes."""
    text = read_notes(notes) if notes is not None else "(Put the lecture notes here.)"
    brief = BRIEF.read_text(encoding="utf-8")
    example = bank_text("dense-layers", "Dense layers")
    print_text(brief.replace("EXAMPLE", example).replace("NOTES", text.strip()))
    return 0


def read_notes(path: Path) -> str:
    """The notes; UsageError where they cannot be read."""
    try:
        return read_named_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8 and try again.") from None


def slug_of(topic: str) -> str:
    """`Loss functions` as loss-functions; UsageError where the topic cannot be written so."""
    slug = re.sub(r"[\s_]+", "-", topic.strip().lower())
    if not SLUG.fullmatch(slug):
        raise UsageError(f'"{topic}" is not a topic: use small letters, digits and hyphens, as in loss-functions.')
    return slug


def title_of(topic: str) -> str:
    """`loss-functions` as Loss functions."""
    words = re.sub(r"[\s_-]+", " ", topic.strip())
    return words[:1].upper() + words[1:]


def bank_text(slug: str, title: str) -> str:
    """The commented bank, about this topic."""
    return TEXT.replace("TOPIC", slug).replace("TITLE", title)


TEXT = r"""# A question bank. `dlquiz check` finds what is wrong; `dlquiz formulas` lists what formulas may call;
# `dlquiz schema` writes a schema that lets an editor complete and check the keys.
topic: TOPIC
title: 'TITLE'
about: What these questions practise, in one sentence.
questions:

# A question with new numbers every time. Replace it with your own.
- id: TOPIC-total                  # unique among all banks; a learner's history depends on it
  title: Parameters of a dense layer
  level: 1                         # 1 recall, 2 one idea, 3 several ideas
  draw:                            # what is randomised, in this order
    n_in: {from: 2, to: 12}        # a whole number, both ends included
    n_out: [4, 8, 16]              # one of a list
    bias: [true, false]
  keep:                            # drawn again until all of these hold
    - n_in != n_out
  ask: |                           # Markdown; mathematics between dollars, formulas between double braces
    A dense layer takes {{ plural(n_in, "input") }} to {{ plural(n_out, "output") }},
    $y = W x{{ " + b" if bias else "" }}$. How many parameters does it learn?
  hint: First count the parameters of one output.
  steps:                           # the worked solution; hints and feedback are made from it
    - name: per_output
      formula: n_in + (1 if bias else 0)
      why: An output has a weight for each of {{ plural(n_in, "input") }}{{ ", and a bias" if bias else "" }}.
    - name: total
      formula: n_out * per_output
      why: Every output has its own weights.
  answer: {value: total, kind: integer, unit: [parameters]}
  mistakes:                        # what learners get wrong, and what to tell them
    - instead:
        per_output: n_in
      says: The biases are missing; each output has one.
    - gives: n_in + n_out
      says: Inputs and outputs are multiplied; every output is connected to every input.
  examples:                        # judged by `dlquiz check`
    - with: {n_in: 3, n_out: 4, bias: true}
      answer: 16
      mistakes: [12, 7]
  remark: The batch size makes no difference.

# Several parts, asked in turn on the same numbers.
- id: TOPIC-parts
  title: Forward pass of one neuron
  level: 2
  draw:
    w: {from: -1, to: 1, step: 0.1}
    x: [2, 3, 4]
    b: {from: 0.1, to: 0.5, step: 0.1}
  keep:
    - w != 0
    - abs(z) > 0.15
  ask: |
    A neuron computes $z = w x + b$ and $a = \sigma(z)$, with $w = {{ w }}$, $x = {{ x }}$ and $b = {{ b }}$.
  steps:
    - name: z
      formula: w * x + b
      why: The weighted input and the bias add up.
    - name: a
      formula: sigmoid(z)
      why: The sigmoid squashes $z$ into the range from 0 to 1.
      within: [0, 1]
  parts:
    - name: z
      ask: What is $z$?
      answer: {value: z, decimals: 2}
    - name: a
      ask: And the activation $a$?    # to 4 decimals unless you say otherwise
  mistakes:
    - instead:
        z: w * x
      says: The bias is missing.
  examples:
    - with: {w: 0.5, x: 2, b: 0.2}
      answer: {z: 1.2, a: 0.7685}
      mistakes: [{z: 1, a: 0.7311}]

# A choice; its options are shuffled.
- id: TOPIC-choice
  title: What a bias is for
  level: 1
  ask: What does the bias of a neuron do?
  answer:
    options:
      - right: It shifts the point at which the neuron becomes active.
        because: It is added to the weighted sum, whatever the input is.
      - wrong: It scales the input, so that large values count less than small ones.
        because: That is what the weights do.
      - wrong: It speeds up the descent.
"""
