"""Functions and layers that a printed program may need where Keras has none, as text."""

from __future__ import annotations

HELPERS = {
    "average_real": '''
def average_real(x, pool, sides):
    """Average pooling of windows that stick out of the map: what lies outside is left out."""
    pad = {1: layers.ZeroPadding1D, 2: layers.ZeroPadding2D, 3: layers.ZeroPadding3D}[len(sides)]
    pad = pad(sides if len(sides) > 1 else sides[0])
    return pool(pad(x)) / pool(pad(ops.ones_like(x)))
''',
    "ClassToken": '''
class ClassToken(layers.Layer):
    """A learned element before a sequence."""

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, shape[-1]), name="token")

    def call(self, x):
        token = ops.broadcast_to(self.token, (ops.shape(x)[0], 1, x.shape[-1]))
        return ops.concatenate([token, x], axis=1)
''',
    "Positions": '''
class Positions(layers.Layer):
    """A learned vector for each position."""

    def __init__(self, count):
        super().__init__()
        self.count = count

    def build(self, shape):
        self.vectors = self.add_weight(shape=(self.count, shape[-1]), name="vectors")

    def call(self, x):
        return x + self.vectors[: x.shape[1]]
''',
    "TokenTypes": '''
class TokenTypes(layers.Layer):
    """A learned vector for each segment; here all elements stand in the first."""

    def __init__(self, count):
        super().__init__()
        self.count = count

    def build(self, shape):
        self.vectors = self.add_weight(shape=(self.count, shape[-1]), name="vectors")

    def call(self, x):
        return x + self.vectors[0]
''',
}
