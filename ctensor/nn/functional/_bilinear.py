"""Products of two inputs and a weight."""

from __future__ import annotations

import ctensor as ct


def bilinear(
    input1: ct.Tensor,
    input2: ct.Tensor,
    weight: ct.Tensor,
    bias: ct.Tensor | None = None,
) -> ct.Tensor:
    """For each output o: x1' weight[o] x2 + bias[o].

    input1 (*, in1), input2 (*, in2), weight (out, in1, in2), bias (out); the result is
    (*, out). RuntimeError where they do not fit.

    >>> bilinear(ct.tensor([1.0, 2.0]), ct.tensor([3.0]), ct.ones(1, 2, 1))
    tensor([9.])
    """
    outputs, in1, in2 = weight.shape if weight.dim() == 3 else (-1, -1, -1)
    if (
        input1.shape[:-1] != input2.shape[:-1]
        or (input1.shape[-1:], input2.shape[-1:]) != ((in1,), (in2,))
        or (bias is not None and bias.shape != (outputs,))
    ):
        raise RuntimeError(
            "bilinear: expected input1 (*, in1), input2 (*, in2), weight (out, in1, "
            "in2)"
            f" and bias (out), got {tuple(input1.shape)}, {tuple(input2.shape)}, "
            f"{tuple(weight.shape)} and {None if bias is None else tuple(bias.shape)}"
        )
    lead = input1.shape[:-1]
    left = input1.reshape(-1, in1) @ weight.permute(1, 0, 2).reshape(in1, outputs * in2)
    right = input2.reshape(-1, in2, 1)
    y = (left.reshape(len(right), outputs, in2) @ right).squeeze(2)
    y = y if bias is None else y + bias
    return y.reshape((*lead, outputs))
