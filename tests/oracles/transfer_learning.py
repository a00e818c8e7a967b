"""What PyTorch says of the questions of transfer learning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def trained(model: Any) -> int:
    """The parameters that an optimizer would change."""
    return sum(weights.numel() for weights in model.parameters() if weights.requires_grad)


def head_params(values: Values) -> int:
    import torch

    backbone = torch.nn.Linear(3, values["d"], device="meta").requires_grad_(False)
    head = torch.nn.Linear(values["d"], values["K"], device="meta")
    return trained(torch.nn.Sequential(backbone, head, torch.nn.Softmax(1)))


def partly_frozen(values: Values) -> int:
    import torch

    frozen = torch.nn.Conv2d(3, values["c_in"], 3, device="meta").requires_grad_(False)
    last = torch.nn.Conv2d(values["c_in"], values["F"], values["k"], device="meta")
    head = torch.nn.Linear(values["F"], values["K"], device="meta")
    return trained(torch.nn.Sequential(frozen, last, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), head))


ORACLES = {
    "transfer-head-params": head_params,
    "transfer-partly-frozen": partly_frozen,
}
