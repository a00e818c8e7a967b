"""What the outputs of a map see, place by place, along one axis.

Behind transposed convolutions, upsampling and adaptive pooling neighbouring outputs do not see alike, so one number for
the field and one for the padding do not tell it.  What they see repeats: output i + P sees what output i sees, moved by
a fixed number of pixels.  A pattern holds one turn, as intervals from the first pixel seen to the last, and every layer
maps patterns exactly.  Borders are left out, as in every receptive field: intervals may begin before the input.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

Span = tuple[int, int]  # the first pixel that is seen, and the last

MAX_TURN = 256  # outputs in one turn; a layer costs a millisecond then


class Pattern(NamedTuple):
    """The spans of outputs 0, 1, …, of one turn, and how far the next turn is moved; None sees nothing."""

    spans: tuple[Span | None, ...]
    shift: int

    def span(self, place: int) -> Span | None:
        """What the output at any place sees."""
        turn, at = divmod(place, len(self.spans))
        span = self.spans[at]
        return span and (span[0] + turn * self.shift, span[1] + turn * self.shift)


def plain_pattern(sees: int, jump: int, pad: int) -> Pattern:
    """The pattern of a map whose outputs all see alike."""
    return Pattern(((-pad, sees - 1 - pad),), jump)


def enclose_spans(spans: Iterable[Span | None]) -> Span | None:
    """The smallest span around several; None where none of them sees anything."""
    seen = [span for span in spans if span is not None]
    return (min(first for first, _ in seen), max(last for _, last in seen)) if seen else None


def enclose_places(pattern: Pattern, places: range) -> Span | None:
    """What outputs at evenly spaced places see together.

    Spans move on from turn to turn, so the first and the last turn have all that matters.
    """
    turn = len(pattern.spans)
    ends = places if len(places) <= 2 * turn else (*places[:turn], *places[-turn:])
    return enclose_spans(pattern.span(place) for place in ends)


def slide_pattern(pattern: Pattern, kernel: int, stride: int, dilation: int, padding: int) -> Pattern | None:
    """The pattern after a window that slides; `padding` is before the map.  None where a turn is too long."""
    turn = len(pattern.spans)
    common = gcd(turn, stride)
    starts = range(-padding, -padding + stride * (turn // common), stride)
    taps = (kernel - 1) * dilation + 1
    spans = (enclose_places(pattern, range(start, start + taps, dilation)) for start in starts)
    return build_pattern(spans, turn // common, pattern.shift * (stride // common))


def spread_pattern(pattern: Pattern, kernel: int, stride: int, dilation: int, cut: int) -> Pattern | None:
    """The pattern after a transposed convolution, of whose full output `cut` values before the map are left out.

    Input i adds to the outputs i·stride + m·dilation, m from 0 to kernel - 1.
    """
    turn = len(pattern.spans) * stride
    if turn > MAX_TURN:
        return None
    spans = (enclose_places(pattern, contributors(place + cut, kernel, stride, dilation)) for place in range(turn))
    return build_pattern(spans, turn, pattern.shift)


def contributors(place: int, kernel: int, stride: int, dilation: int) -> range:
    """The inputs of a transposed convolution that add to one output."""
    common = gcd(stride, dilation)
    if place % common:
        return range(0)
    apart = dilation // common  # inputs that lie so far apart reach the same outputs
    lowest = -(((kernel - 1) * dilation - place) // stride)  # i·stride ≥ place - (kernel - 1)·dilation
    fits = place // common * pow(stride // common, -1, apart)  # i·stride ≡ place, modulo dilation
    return range(lowest + (fits - lowest) % apart, place // stride + 1, apart)


def adapt_pattern(pattern: Pattern, n_in: int, n_out: int) -> Pattern | None:
    """The pattern after adaptive pooling: output i pools inputs ⌊i·n_in/n_out⌋ to ⌈(i + 1)·n_in/n_out⌉ - 1."""
    common = gcd(n_in, n_out)
    n_in, n_out = n_in // common, n_out // common
    turns = len(pattern.spans) // gcd(len(pattern.spans), n_in)
    turn = n_out * turns
    if turn > MAX_TURN:
        return None
    windows = (range(i * n_in // n_out, -(-(i + 1) * n_in // n_out)) for i in range(turn))
    spans = [enclose_places(pattern, window) for window in windows]
    return build_pattern(spans, turn, pattern.shift * (n_in * turns // len(pattern.spans)))


def enlarge_pattern(pattern: Pattern, factor: int, smooth: bool) -> Pattern | None:
    """The pattern after upsampling: each output takes the nearest input, or the two around it that have a weight."""
    turn = len(pattern.spans) * factor
    if turn > MAX_TURN:
        return None
    nearest = ((place // factor, place // factor) for place in range(turn))
    between = (divmod(2 * place + 1 - factor, 2 * factor) for place in range(turn))  # (place + ½)/factor - ½
    ends = ((low, low + (rest > 0)) for low, rest in between) if smooth else nearest
    spans = [enclose_places(pattern, range(first, last + 1)) for first, last in ends]
    return build_pattern(spans, turn, pattern.shift)


def join_patterns(patterns: list[Pattern]) -> Pattern | None:
    """What the outputs of several paths see together; all paths move on equally fast."""
    turn = 1
    for pattern in patterns:
        turn = turn * len(pattern.spans) // gcd(turn, len(pattern.spans))
    if turn > MAX_TURN:
        return None
    first = patterns[0]
    spans = (enclose_spans(pattern.span(place) for pattern in patterns) for place in range(turn))
    return build_pattern(spans, turn, first.shift * (turn // len(first.spans)))


def build_pattern(spans: Iterable[Span | None], turn: int, shift: int) -> Pattern | None:
    """The pattern with its shortest turn; None where even that is too long."""
    if turn > MAX_TURN:
        return None
    whole = Pattern(tuple(spans), shift)
    for shorter in range(1, turn):
        if turn % shorter == 0 and shift * shorter % turn == 0:
            part = Pattern(whole.spans[:shorter], shift * shorter // turn)
            if all(part.span(place) == whole.spans[place] for place in range(turn)):
                return part
    return whole


def widest_span(pattern: Pattern, count: int) -> Span | None:
    """The first of the widest spans of a map of `count` outputs; None where all see nothing."""
    spans = [span for span in pattern.spans[:count] if span is not None]
    return max(spans, key=lambda span: span[1] - span[0], default=None)
