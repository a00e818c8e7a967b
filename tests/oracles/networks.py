"""What PyTorch and plain loops say of the questions of networks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def lenet(values: Values) -> dict[str, Any]:
    """Build it in PyTorch; the field is where the gradient of one value is not 0."""
    import torch

    nn = torch.nn
    body = nn.Sequential(nn.Conv2d(values["channels"], 6, 5), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.AvgPool2d(2))
    image = torch.rand(1, values["channels"], values["side"], values["side"], requires_grad=True)
    maps = body(image)
    flat = int(maps.numel())
    layers = [*body, nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, values["classes"])]
    second = body[2](body[1](body[0](image)))
    maps[0, :, 0, 0].sum().backward()
    assert image.grad is not None
    return {
        "flat": flat,
        "total": sum(one.numel() for layer in layers for one in layer.parameters()),
        "macs": int(second.numel()) * 25 * 6,
        "field": int((image.grad[0].abs().sum(0).sum(0) > 0).sum()),
    }


def order_by_size(values: Values) -> list[str]:
    known = [values[name] for name in ("small", "middle", "large", "largest")]
    return [name for name, _ in sorted(known, key=lambda pair: pair[1])]


def first_layer(values: Values) -> dict[str, int]:
    import torch

    _, n, c, filters, k, s, p = values["known"]
    layer = torch.nn.Conv2d(c + values["extra"], filters, k, s, p, device="meta")
    made = layer(torch.zeros(1, c + values["extra"], n * values["scale"], n * values["scale"], device="meta"))
    return {
        "n_out": int(made.shape[2]),
        "params": sum(one.numel() for one in layer.parameters()),
        "values": int(made.numel()),
    }


def skip_path(values: Values) -> str:
    """Try the four ways, the cheapest first."""
    import torch

    nn = torch.nn
    side, channels, filters = values["side"], values["channels"], values["channels"] * values["factor"]
    image = torch.zeros(1, channels, side, side, device="meta")
    body = nn.Sequential(
        nn.Conv2d(channels, filters, 3, values["stride"], 1, device="meta"),
        nn.Conv2d(filters, filters, 3, 1, 1, device="meta"),
    )
    ways = {
        "the input itself": nn.Identity(),
        "2 × 2 max pooling with stride 2": nn.MaxPool2d(2),
        "a 1 × 1 convolution with stride 1": nn.Conv2d(channels, filters, 1, device="meta"),
        "a 1 × 1 convolution with stride 2": nn.Conv2d(channels, filters, 1, 2, device="meta"),
    }
    return next(name for name, way in ways.items() if way(image).shape == body(image).shape)


ORACLES = {
    "net-first-layers-known": first_layer,
    "net-lenet-exam": lenet,
    "net-order-by-size": order_by_size,
    "net-skip-path": skip_path,
}
