"""Completion in the shell: topics and ids, read from the compiled banks so that Tab answers at once."""

from __future__ import annotations

import typer


def complete_topics(context: typer.Context, incomplete: str) -> list[str]:
    """The topics that begin with `incomplete`."""
    return [topic for topic in list_names(context)[0] if topic.startswith(incomplete)]


def complete_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids that begin with `incomplete`."""
    return [name for name in list_names(context)[1] if name.startswith(incomplete)]


def complete_names(context: typer.Context, incomplete: str) -> list[str]:
    """The topics and ids that begin with `incomplete`, topics first."""
    return complete_topics(context, incomplete) + complete_ids(context, incomplete)


def list_names(context: typer.Context) -> tuple[list[str], list[str]]:
    """Topics and ids of the banks that the command line would load; none where they cannot be loaded.

    Completion must never print an error into a half-typed command line.
    """
    from dlquiz.bank.question_set import data_folder, load_with_own_banks
    from dlquiz.errors import DlquizError

    try:
        bank, _ = load_with_own_banks(context.params.get("bank") or [], data_folder())
    except (DlquizError, OSError):
        return [], []
    return list(bank.topics), bank.ids
