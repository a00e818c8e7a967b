"""What plain loops say of the questions of object detection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Values = Mapping[str, Any]
Box = Sequence[float]


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes of whole pixels, by counting unit squares."""
    first = {(x, y) for x in range(int(a[0]), int(a[2])) for y in range(int(a[1]), int(a[3]))}
    second = {(x, y) for x in range(int(b[0]), int(b[2])) for y in range(int(b[1]), int(b[3]))}
    return len(first & second) / len(first | second)


def cell_values(boxes: int, classes: int) -> int:
    return len([*["x", "y", "w", "h", "confidence"] * boxes, *range(classes)])


def yolo_shape(values: Values) -> list[int]:
    return [values["S"], values["S"], cell_values(values["B"], values["C"])]


def boxes_from_depth(values: Values) -> int:
    depth = cell_values(values["B"], values["C"])
    return next(boxes for boxes in range(100) if cell_values(boxes, values["C"]) == depth)


def yolo_values(values: Values) -> int:
    return sum(cell_values(values["B"], values["C"]) for _ in range(values["S"]) for _ in range(values["S"]))


def anchor_values(values: Values) -> int:
    return sum(cell_values(1, values["C"]) for _ in range(values["S"] ** 2) for _ in range(values["A"]))


def box_count(values: Values) -> int:
    return len([box for _ in range(values["S"]) for _ in range(values["S"]) for box in range(values["B"])])


def find_cell(position: float, side: int) -> int:
    cell = 0
    while (cell + 1) * side <= position:
        cell += 1
    return cell


def yolo_cell(values: Values) -> list[int]:
    return [find_cell(values["x"], values["cell_w"]), find_cell(values["y"], values["cell_h"])]


def corners(start: Sequence[int], size: Sequence[int]) -> list[int]:
    return [*start, *(a + b for a, b in zip(start, size, strict=True))]


def iou(values: Values) -> float:
    first = corners([values["x_1"], values["y_1"]], [values["w_a"], values["h_a"]])
    second = corners([values["x_3"], values["y_3"]], [values["w_b"], values["h_b"]])
    return overlap(first, second)


def shifted(values: Values) -> bool:
    size, d = values["size"], values["d"]
    return overlap([0, 0, size, size], [d, 0, size + d, size]) >= values["limit"]


def nms(values: Values) -> list[int]:
    boxes = [corners(start, [10, 10]) for start in zip(values["x"], values["y"], strict=True)]
    kept: list[int] = []
    for k in sorted(range(4), key=lambda k: -values["scores"][k]):
        if all(overlap(boxes[k], boxes[j]) <= values["u"] for j in kept):
            kept.append(k)
    return [kept.index(k) + 1 if k in kept else 0 for k in range(4)]


def average_precision(values: Values) -> float:
    hits, total = 0, 0.0
    for place, hit in enumerate(values["d"], 1):
        hits += hit
        total += hits / place if hit else 0
    return total / values["n"]


def label(values: Values) -> dict[str, Any]:
    true_box = corners([values["x_1"], values["y_1"]], [values["w"], values["h"]])
    moved = [true_box[0] + values["d"], true_box[1], true_box[2] + values["d"], true_box[3]]
    center = [(true_box[0] + true_box[2]) / 2, (true_box[1] + true_box[3]) / 2]
    return {
        "depth": cell_values(values["B"], values["C"]),
        "cell": [find_cell(position, values["side"]) for position in center],
        "iou": overlap(true_box, moved),
    }


ORACLES = {
    "det-yolo-shape": yolo_shape,
    "det-yolo-boxes-from-depth": boxes_from_depth,
    "det-yolo-values": yolo_values,
    "det-head-with-anchors": anchor_values,
    "det-yolo-box-count": box_count,
    "det-yolo-cell": yolo_cell,
    "det-iou": iou,
    "det-iou-shift": shifted,
    "det-nms": nms,
    "det-average-precision": average_precision,
    "det-label-exam": label,
}
