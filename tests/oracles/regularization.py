"""What PyTorch, NumPy or plain loops say of the questions of regularization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def l1_penalty(values: Values) -> float:
    import torch

    weights = torch.tensor(values["w"], dtype=torch.float64)
    return float(values["lambda"] * torch.nn.functional.l1_loss(weights, torch.zeros_like(weights), reduction="sum"))


def l2_loss(values: Values) -> float:
    import torch

    weights = torch.tensor(values["w"], dtype=torch.float64)
    return float(values["L_0"] + values["lambda"] / 2 * torch.linalg.vector_norm(weights) ** 2)


def l1_step(values: Values) -> float:
    """The slope of data and penalty by automatic differentiation."""
    import torch

    weight = torch.tensor(values["w"], dtype=torch.float64, requires_grad=True)
    (values["g"] * weight + values["lambda"] * weight.abs()).backward()
    return float(weight.detach() - values["eta"] * weight.grad)


def l2_step(values: Values) -> float:
    """A step of PyTorch's SGD with weight decay."""
    import torch

    weight = torch.tensor(values["w"], dtype=torch.float64, requires_grad=True)
    weight.grad = torch.tensor(values["g"], dtype=torch.float64)
    torch.optim.SGD([weight], lr=values["eta"], weight_decay=values["lambda"]).step()
    return float(weight.detach())


def soft_threshold(values: Values) -> float:
    import torch

    u = torch.tensor(values["w"] - values["eta"] * values["g"], dtype=torch.float64)
    return float(torch.nn.functional.softshrink(u, values["eta"] * values["lambda"]))


def unneeded_weight(values: Values) -> dict[str, float]:
    """Step by step: L1 stops at 0, L2 takes as many steps."""
    move = values["eta"] * values["lambda"]
    l1 = l2 = values["w"]
    steps = 0
    while l1 > 1e-12:
        l1 = max(l1 - move, 0)
        l2 -= values["eta"] * values["lambda"] * l2
        steps += 1
    return {"move": move, "steps_L1": steps, "w_L2": l2, "pull_ratio": values["big"]}


def regularizer(values: Values) -> str:
    text = values["case"][0].lower()
    if "exactly 0, so" in text or "small number" in text:
        return "L1 (lasso)"
    if "smaller" in text or "proportion" in text:
        return "L2 (ridge)"
    return "early stopping" if "validation" in text else "dropout"


def sparse_weights(values: Values) -> str:
    if values["wanted"] == "L1":
        return f"{values['a']}, 0, 0, -0.7, 0"
    return f"0.5, {values['b']}, -0.11, -0.4, 0.13"


def correlated_inputs(values: Values) -> dict[str, float]:
    import torch

    a = torch.tensor([values["c"], 0.0], dtype=torch.float64)
    b = torch.tensor([values["c"] * values["share"], values["c"] * (1 - values["share"])], dtype=torch.float64)
    return {"L1_gap": float(b.norm(1) - a.norm(1)), "L2_gap": float(b.norm(2) ** 2 - a.norm(2) ** 2)}


def adjust_strength(values: Values) -> str:
    train, validation = values["train"], values["train"] + values["gap"]
    if validation - train > train - 1 and validation - train > 5:
        return "increase it"
    return "decrease it" if train > 6 else "leave it as it is"


def penalty_share(values: Values) -> float:
    losses = [values["mean_loss"]] * (values["n"] * values["times"])
    return float(values["penalty"] / (sum(losses) + values["penalty"]))


def early_stopping(values: Values) -> list[int]:
    down = sorted(values["falling"], reverse=True)
    head = [down[0], down[0] + 0.03, *down[1:]] if values["bump"] else down
    losses = [*head, *(down[-1] + rise for rise in values["rise"]), down[-1] - values["later"]]
    best, kept = float("inf"), 0
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best, kept = loss, epoch
        elif epoch - kept == values["patience"]:
            return [epoch, kept]
    return [len(losses), kept]


ORACLES = {
    "reg-l1-penalty": l1_penalty,
    "reg-l2-loss": l2_loss,
    "reg-l1-step": l1_step,
    "reg-l2-step": l2_step,
    "reg-soft-threshold": soft_threshold,
    "reg-l1-l2-exam": unneeded_weight,
    "reg-for-a-goal": regularizer,
    "reg-sparse-weights": sparse_weights,
    "reg-correlated-inputs": correlated_inputs,
    "reg-adjust-strength": adjust_strength,
    "reg-penalty-share": penalty_share,
    "reg-early-stopping": early_stopping,
}
