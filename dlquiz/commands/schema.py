"""`dlquiz schema`: the JSON Schema of banks, for editors."""

from __future__ import annotations

import json

from dlquiz.bank.keys import json_schema


def run() -> int:
    """Print the schema."""
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
