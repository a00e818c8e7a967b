"""Modules that a printed program may need where PyTorch has no such layer, as text."""

from __future__ import annotations

HELPERS = {
    "Residual": '''
class Residual(nn.Module):
    """body(x) + skip(x)"""

    def __init__(self, body, skip):
        super().__init__()
        self.body, self.skip = body, skip

    def forward(self, x):
        return self.body(x) + self.skip(x)
''',
    "Concat": '''
class Concat(nn.Module):
    """Branches on one input, stacked along an axis."""

    def __init__(self, axis, *branches):
        super().__init__()
        self.axis, self.branches = axis, nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], self.axis)
''',
    "States": '''
class States(nn.Module):
    """A recurrent layer's states, or the last one: its forward state and its backward state."""

    def __init__(self, cell, last):
        super().__init__()
        self.cell, self.last = cell, last

    def forward(self, x):
        states = self.cell(x)[0]
        if not self.last:
            return states
        ahead, back = states[:, -1, : self.cell.hidden_size], states[:, 0, self.cell.hidden_size :]
        return torch.cat([ahead, back], 1)
''',
    "SelfAttention": '''
class SelfAttention(nn.Module):
    """Attention of a sequence to itself."""

    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]
''',
    "ChannelsLast": '''
class ChannelsLast(nn.Module):
    """A layer that works on the last axis, on maps whose channels stand first."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.movedim(1, -1)).movedim(-1, 1)
''',
    "FeaturesFirst": '''
class FeaturesFirst(nn.Module):
    """A layer that works on the axis behind the batch, on sequences whose features stand last."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.transpose(1, 2)).transpose(1, 2)
''',
    "RealAverage": '''
class RealAverage(nn.Module):
    """Average pooling that leaves out what was padded."""

    def __init__(self, pad, pool):
        super().__init__()
        self.pad, self.pool = pad, pool

    def forward(self, x):
        return self.pool(self.pad(x)) / self.pool(self.pad(torch.ones_like(x)))
''',
    "Auxiliary": '''
class Auxiliary(nn.Module):
    """Passes x on, and keeps the scores of a second head for training."""

    def __init__(self, head):
        super().__init__()
        self.head = head

    def forward(self, x):
        self.scores = self.head(x)
        return x
''',
    "Causal": '''
class Causal(nn.Module):
    """A block in which each position sees only those before it."""

    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1], device=x.device)
        return self.block(x, mask, is_causal=True)
''',
    "Rows": '''
class Rows(nn.Module):
    """A sequence of the positions of a map."""

    def forward(self, x):
        return x.flatten(2).transpose(1, 2)
''',
    "ClassToken": '''
class ClassToken(nn.Module):
    """A learned element before a sequence."""

    def __init__(self, size):
        super().__init__()
        self.token = nn.Parameter(torch.zeros(1, 1, size))

    def forward(self, x):
        return torch.cat([self.token.expand(len(x), -1, -1), x], 1)
''',
    "Positions": '''
class Positions(nn.Module):
    """A learned vector for each position."""

    def __init__(self, count, size):
        super().__init__()
        self.vectors = nn.Parameter(torch.zeros(count, size))

    def forward(self, x):
        return x + self.vectors[: x.shape[1]]
''',
    "TokenTypes": '''
class TokenTypes(nn.Module):
    """A learned vector for each segment; here all elements stand in the first."""

    def __init__(self, count, size):
        super().__init__()
        self.vectors = nn.Parameter(torch.zeros(count, size))

    def forward(self, x):
        return x + self.vectors[0]
''',
    "First": '''
class First(nn.Module):
    """The first element of a sequence."""

    def forward(self, x):
        return x[:, 0]
''',
    "Scores": '''
class Scores(nn.Module):
    """Scores of all tokens, by the vectors of an embedding."""

    def __init__(self, embedding):
        super().__init__()
        self.embedding = embedding

    def forward(self, x):
        return x @ self.embedding.weight.T
''',
}
