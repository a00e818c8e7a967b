"""`dlquiz schema`: print the JSON Schema of banks, for editors."""

from __future__ import annotations

from dlquiz.bank.keys import json_schema
from dlquiz.screen.stdio import print_json


def run() -> int:
    """Print the schema."""
    print_json(json_schema(), indent=2)
    return 0
