"""Normalization: over the batch, over groups of channels, over the last dims.

Means and variances are taken in float64 about a center among the elements, so that
those of equal elements, of 1e30 and of a small spread far from 0 are exact to the last
bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import ctensor as ct
from ctensor import _C
from ctensor.nn.functional._loss import _wide


def batch_norm(
    input: ct.Tensor,
    running_mean: ct.Tensor | None,
    running_var: ct.Tensor | None,
    weight: ct.Tensor | None = None,
    bias: ct.Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> ct.Tensor:
    """(x - mean) / sqrt(var + eps) * weight + bias for each channel of (N, C, *).

    Args:
        input: (N, C) or (N, C, *), of any memory format, which the result keeps.
        running_mean: (C), or None in training. Without training this is the mean; in
            training it moves by `momentum` towards that of the input.
        running_var: the same of variances: towards the unbiased one, while the
            result takes the biased one.
        weight: (C).
        bias: (C).
        training: whether statistics are those of the input. ValueError then for one
            value in each channel.
        momentum: see above.
        eps: added to the variance.

    Source: Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167.

    >>> batch_norm(ct.tensor([[1.0], [3.0]]), None, None, training=True, eps=0)
    tensor([[-1.],
            [ 1.]])
    """
    if not training:
        if running_mean is None or running_var is None:
            raise RuntimeError(
                "batch_norm: expected running_mean and running_var to be defined in "
                "evaluation mode, got None"
            )
        return _C._batch_norm_eval(input, running_mean, running_var, weight, bias, eps)
    count = _values_in_each(input)
    _check_running(input, running_mean, running_var)
    y, mean, var = _C._batch_norm_train(input, weight, bias, eps)
    _move(running_mean, mean, momentum)
    _move(running_var, var, momentum * count / max(count - 1, 1), momentum)
    return y


def _values_in_each(input: ct.Tensor) -> int:
    """How many values each channel has; ValueError for one."""
    if input.dim() < 2:
        raise RuntimeError(
            f"batch_norm: expected input (N, C, *), got {tuple(input.shape)}"
        )
    count = input.shape[0] * math.prod(input.shape[2:])
    if count == 1:
        raise ValueError(
            "Expected more than 1 value per channel when training, got input size "
            f"{input.size()}"
        )
    return count


def _check_running(input: ct.Tensor, *running: ct.Tensor | None) -> None:
    channels = input.shape[1]
    for name, values in zip(("running_mean", "running_var"), running, strict=True):
        if values is not None and values.shape != (channels,):
            raise RuntimeError(
                f"batch_norm: expected {name} to have {channels} elements, one for "
                f"each channel, got {tuple(values.shape)}"
            )


@ct.no_grad()
def _move(
    running: ct.Tensor | None, new: ct.Tensor, by: float, momentum: float | None = None
) -> None:
    """Running * (1 - momentum) + new * by, in place."""
    if running is not None:
        running.mul_(1 - (by if momentum is None else momentum)).add_(new, alpha=by)


def instance_norm(
    input: ct.Tensor,
    running_mean: ct.Tensor | None = None,
    running_var: ct.Tensor | None = None,
    weight: ct.Tensor | None = None,
    bias: ct.Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> ct.Tensor:
    """(x - mean) / sqrt(var + eps) * weight + bias for each channel of each sample.

    Arguments as of `batch_norm`; running statistics move towards the means of those of
    the samples. ValueError for one value in a channel of a sample. Source: Ulyanov and
    others 2016, https://arxiv.org/abs/1607.08022.

    >>> instance_norm(ct.tensor([[[1.0, 3.0]], [[5.0, 5.0]]]))
    tensor([[[-1.0000,  1.0000]],
    <BLANKLINE>
            [[ 0.0000,  0.0000]]])
    """
    if not use_input_stats:
        if running_mean is None or running_var is None:
            raise ValueError(
                "instance_norm: expected running_mean and running_var to be defined "
                "when use_input_stats=False, got None"
            )
        return _C._batch_norm_eval(input, running_mean, running_var, weight, bias, eps)
    count = math.prod(input.shape[2:])
    if input.dim() < 3 or count == 1:
        raise ValueError(
            "Expected more than 1 spatial element when training, got input size "
            f"{input.size()}"
        )
    _check_running(input, running_mean, running_var)
    if running_mean is not None or running_var is not None:
        dims = tuple(range(2, input.dim()))
        var, mean = ct.var_mean(input.detach(), dims)
        _move(running_mean, mean.mean(0), momentum)
        _move(running_var, var.mean(0), momentum)
    return _C.group_norm(input, input.shape[1], weight, bias, eps)


def group_norm(
    input: ct.Tensor,
    num_groups: int,
    weight: ct.Tensor | None = None,
    bias: ct.Tensor | None = None,
    eps: float = 1e-5,
) -> ct.Tensor:
    """`layer_norm` over each of `num_groups` parts of the channels of each sample.

    input (N, C, *) with C a multiple of num_groups, weight and bias (C). Source: Wu and
    He 2018, https://arxiv.org/abs/1803.08494.

    >>> group_norm(ct.tensor([[1.0, 3.0, 10.0, 30.0]]), 2)
    tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])
    """
    if input.dim() >= 2 and input.shape[0] * math.prod(input.shape[1:]) == (
        input.shape[0] * num_groups
    ):
        count = math.prod(input.shape[2:]) * (input.shape[1] // num_groups)
        if count * input.shape[0] == 1:
            raise ValueError(
                "Expected more than 1 value per channel when training, got input size "
                f"{input.size()}"
            )
    return _C.group_norm(input, num_groups, weight, bias, eps)


def rms_norm(
    input: ct.Tensor,
    normalized_shape: Sequence[int],
    weight: ct.Tensor | None = None,
    eps: float | None = None,
) -> ct.Tensor:
    """X / sqrt(mean(x^2) + eps) * weight over the last dims, of this shape.

    `eps` is the dtype's own, finfo(dtype).eps, if None. The squares of no float32 are
    too large or small. Source: Zhang and Sennrich 2019,
    https://arxiv.org/abs/1910.07467.

    >>> rms_norm(ct.tensor([3e30, 4e30]), (2,))
    tensor([0.8485, 1.1314])
    """
    shape = tuple(normalized_shape)
    if len(shape) < 1 or input.shape[max(input.dim() - len(shape), 0) :] != shape:
        raise RuntimeError(
            f"rms_norm: expected normalized_shape, one or more of the last dims of "
            f"input, got normalized_shape={list(shape)} and input of size "
            f"{list(input.shape)}"
        )
    if weight is not None and weight.shape != shape:
        raise RuntimeError(
            f"rms_norm: Expected weight to be of same shape as normalized_shape, but "
            f"got weight of shape {list(weight.shape)} and normalized_shape = "
            f"{list(shape)}"
        )
    if eps is None:
        exact = input.dtype in (ct.float64, ct.complex128)
        wide = ct.float64 if exact else ct.float32
        eps = ct.finfo(wide).eps
    if input.is_complex():
        dims = tuple(range(-len(shape), 0))
        y = input * (input.square().mean(dims, keepdim=True) + eps).rsqrt()
        return y if weight is None else y * weight
    return _C._rms_norm(input, shape, weight, eps)


def local_response_norm(
    input: ct.Tensor,
    size: int,
    alpha: float = 1e-4,
    beta: float = 0.75,
    k: float = 1.0,
) -> ct.Tensor:
    """X / (k + alpha * mean of x^2 over `size` channels around) ** beta, of (N, C, *).

    ValueError for less than three dims. Source: Krizhevsky and others 2012.

    >>> local_response_norm(ct.ones(1, 3, 1), 2, alpha=1.0, beta=1.0).flatten()
    tensor([0.6667, 0.5000, 0.5000])
    """
    if input.dim() < 3:
        raise ValueError(
            f"Expected 3D or higher dimensionality input (got {input.dim()} dimensions)"
        )
    if size < 1:
        raise RuntimeError(f"local_response_norm: expected size > 0, got {size}")
    if input.numel() == 0:
        return input
    squares = _wide(input).square()
    padded = ct.nn.functional.pad(
        squares.flatten(2), (0, 0, size // 2, (size - 1) // 2)
    )
    windows = padded.unfold(1, size, 1)
    if not (input.is_floating_point() or input.is_complex()):
        mean = (windows.sum(-1) // size).reshape(squares.shape)  # as avg_pool's
        return input / (mean * alpha + k) ** beta
    mean = windows.mean(-1).reshape(squares.shape)
    return (_wide(input) / (mean * alpha + k) ** beta).to(input.dtype)
