"""Padding: `torch.nn.functional.pad`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from ctensor import _C
from ctensor._C import Tensor

_Mode = Literal["reflect", "replicate", "circular"]
_MODES = ("reflect", "replicate", "circular")


def pad(
    input: Tensor,
    pad: Sequence[int],
    mode: str = "constant",
    value: float | None = None,
) -> Tensor:
    """`input` with more around it, or, for pads below 0, less.

    `pad` names pairs, what comes before and behind, of the last dim, then of the one
    before it, and so on. The mode "constant" puts `value` there (0 unless given), in
    any number of dims; "reflect" mirrors at the edge, "replicate" repeats the edge,
    "circular" goes on at the other side: of the last dim of 2 or 3, the last two of 3
    or 4, the last three of 4 or 5. RuntimeError where a pad does not fit the input.

    >>> pad(_C.tensor([[1, 2, 3]]), (2, 1), "reflect").tolist()
    [[3, 2, 1, 2, 3, 2]]
    """
    if len(pad) % 2:
        raise RuntimeError(f"pad: expected pairs of pads, got {len(pad)} pads")
    if len(pad) > 2 * input.ndim:
        raise RuntimeError(
            f"pad: expected at most two pads for each of {input.ndim} dims, got "
            f"{len(pad)} pads"
        )
    if mode == "constant":
        return _C.constant_pad_nd(input, pad, 0 if value is None else value)
    if mode not in _MODES:
        raise NotImplementedError(
            f"pad: expected mode 'constant', 'reflect', 'replicate' or 'circular', got "
            f"{mode!r}"
        )
    if value:
        raise RuntimeError(f"pad: expected no value with mode {mode!r}, got {value}")
    if len(pad) not in (2, 4, 6) or input.ndim - len(pad) // 2 not in (1, 2):
        raise NotImplementedError(
            f"pad: expected {mode!r} pads of the last dim of 2 or 3, the last two of 3 "
            f"or 4, or the last three of 4 or 5, got {len(pad)} pads for "
            f"{input.ndim} dims"
        )
    return _with_edges(input, pad, cast("_Mode", mode))


def _with_edges(input: Tensor, pad: Sequence[int], mode: _Mode) -> Tensor:
    """What a pad below 0 takes away is mirrored, but not seen at the other side."""
    more = [max(int(n), 0) for n in pad]
    less = [min(int(n), 0) for n in pad]
    shorter = any(less)
    if shorter and mode == "circular":
        input = _C.constant_pad_nd(input, less)
    padded = _C._edge_pad(input, more, mode)
    if shorter and mode != "circular":
        padded = _C.constant_pad_nd(padded, less)
    return padded
