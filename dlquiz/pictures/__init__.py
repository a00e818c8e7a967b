"""Pictures as data: one class a kind, and two renderers, characters and SVG.  Words stand for both.

Kinds are found through one table and imported on first use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pkgutil import resolve_name
from typing import Any, cast

from dlquiz.errors import FormulaError
from dlquiz.language.budget import WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.pictures.given import Given
from dlquiz.pictures.kind import Picture

KINDS = {
    "curve": "dlquiz.pictures.curve:CurvePicture",
    "contour": "dlquiz.pictures.contour:ContourPicture",
    "graph": "dlquiz.pictures.graph:GraphPicture",
    "network": "dlquiz.pictures.network:NetworkPicture",
    "field": "dlquiz.pictures.field:FieldPicture",
    "window": "dlquiz.pictures.window:WindowPicture",
    "bars": "dlquiz.pictures.bars:BarsPicture",
    "boxes": "dlquiz.pictures.boxes:BoxesPicture",
}
DRAWING = 3_000  # half microseconds that it costs at most to lay a picture out and to write it, its values apart


@cache
def load_kind(name: str) -> type[Picture]:
    """The class of a kind of picture."""
    return cast("type[Picture]", resolve_name(KINDS[name]))


def make_picture(
    kind: str, keys: Mapping[str, Any], scope: Scope, stream_key: Sequence[object], budget: WorkBudget
) -> Picture:
    """The picture that a bank describes, with the values of one draw; paid from the budget.

    FormulaError where a value does not fit; `stream_key` is what its chance hangs on.
    """
    budget.spend(DRAWING)
    try:
        return load_kind(kind).read(Given(keys, scope, stream_key, budget))
    except FormulaError as error:
        raise FormulaError(f"the picture cannot be drawn: {error.message}", error.text, error.at) from None
