"""Activations: each by element, but for those over a dim: softmax and its kin."""

from __future__ import annotations

import warnings

import ctensor as ct
from ctensor import _C
from ctensor._warnings import level_outside

# gelu(input, approximate='none'): x * Phi(x), or its tanh form with 'tanh'
# (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415).
gelu = _C.gelu


def relu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """max(input, 0) by element; in place if `inplace`."""
    return input.relu_() if inplace else _C.relu(input)


def tanh(input: ct.Tensor) -> ct.Tensor:
    """Hyperbolic tangent by element."""
    return _C.tanh(input)


def sigmoid(input: ct.Tensor) -> ct.Tensor:
    """1 / (1 + exp(-input)) by element."""
    return _C.sigmoid(input)


def leaky_relu(
    input: ct.Tensor, negative_slope: float = 0.01, inplace: bool = False
) -> ct.Tensor:
    """Elements above 0 as they are, others times `negative_slope`."""
    if inplace:
        return input._leaky_relu_(negative_slope)
    return _C._leaky_relu(input, negative_slope)


def elu(input: ct.Tensor, alpha: float = 1.0, inplace: bool = False) -> ct.Tensor:
    """Elements above 0 as they are, others as alpha * (exp(x) - 1)."""
    return input._elu_(alpha) if inplace else _C._elu(input, alpha)


def selu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """`elu` scaled so that mean 0 and variance 1 stay through the layers.

    The constants are those of Klambauer and others 2017,
    https://arxiv.org/abs/1706.02515.
    """
    return input.selu_() if inplace else _C.selu(input)


def celu(input: ct.Tensor, alpha: float = 1.0, inplace: bool = False) -> ct.Tensor:
    """Elements above 0 as they are, others as alpha * (exp(x / alpha) - 1)."""
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return input._celu_(alpha) if inplace else _C._celu(input, alpha)


def softplus(
    input: ct.Tensor,
    beta: float = 1.0,
    threshold: float = 20.0,
    *,
    out: ct.Tensor | None = None,
) -> ct.Tensor:
    """log(1 + exp(beta * x)) / beta; x itself where beta * x is above `threshold`."""
    return _C._softplus(input, beta, threshold, out=out)


def logsigmoid(input: ct.Tensor, *, out: ct.Tensor | None = None) -> ct.Tensor:
    """log(sigmoid(input)) by element, without overflow."""
    return _C._logsigmoid(input, out=out)


def hardtanh(
    input: ct.Tensor,
    min_val: float = -1.0,
    max_val: float = 1.0,
    inplace: bool = False,
) -> ct.Tensor:
    """Elements moved into [min_val, max_val]."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    if inplace:
        return input._hardtanh_(min_val, max_val)
    return _C._hardtanh(input, min_val, max_val)


def relu6(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """Elements moved into [0, 6]."""
    return hardtanh(input, 0.0, 6.0, inplace)


def hardsigmoid(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """(x + 3) / 6, moved into [0, 1]."""
    return input._hardsigmoid_() if inplace else _C._hardsigmoid(input)


def hardswish(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * hardsigmoid(x) by element (Howard and others 2019)."""
    return input._hardswish_() if inplace else _C._hardswish(input)


def silu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * sigmoid(x) by element."""
    return input._silu_() if inplace else _C._silu(input)


def mish(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * tanh(softplus(x)) by element (Misra 2019, https://arxiv.org/abs/1908.08681)."""
    return input._mish_() if inplace else _C._mish(input)


def softsign(input: ct.Tensor) -> ct.Tensor:
    """X / (1 + |x|) by element."""
    if input.is_complex():
        return input / (input.abs() + 1)
    return _C._softsign(input)


def tanhshrink(input: ct.Tensor) -> ct.Tensor:
    """X - tanh(x) by element."""
    return input - input.tanh()


def softshrink(
    input: ct.Tensor, lambd: float = 0.5, *, out: ct.Tensor | None = None
) -> ct.Tensor:
    """Elements moved towards 0 by `lambd`, which is not negative."""
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found {lambd}")
    return _C._softshrink(input, lambd, out=out)


# hardshrink(input, lambd=0.5): elements within [-lambd, lambd] become 0.
hardshrink = _C.hardshrink


def threshold(
    input: ct.Tensor, threshold: float, value: float, inplace: bool = False
) -> ct.Tensor:
    """Elements up to `threshold` become `value`; in place if `inplace`."""
    if inplace:
        return input.threshold_(threshold, value)
    return _C.threshold(input, threshold, value)


# prelu(input, weight): elements above 0 as they are, others times `weight`.
# input: (N, C, *), weight: (C), or one element for all; () and (N) have one channel.
prelu = _C.prelu


def rrelu(
    input: ct.Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> ct.Tensor:
    """Elements above 0 as they are, others times a slope (Xu and others 2015).

    In training each has a slope of its own, drawn from [lower, upper); else it is the
    mean of both. RuntimeError where lower is above upper.
    """
    if lower > upper:
        raise RuntimeError(
            "Lower bound should be less than or equal to the upper bound"
        )
    if not training:
        return leaky_relu(input, (lower + upper) / 2, inplace)
    slopes = ct.empty_like(input).uniform_(lower, upper)
    if inplace:
        return input._prelu_broadcast_(slopes)
    return _C._prelu_broadcast(input, slopes)


def glu(input: ct.Tensor, dim: int = -1) -> ct.Tensor:
    """The first half along `dim` times the sigmoid of the second (Dauphin and others).

    RuntimeError for a dim of odd size.
    """
    if input.dim() == 0:
        raise RuntimeError(
            "glu does not support scalars because halving size must be even"
        )
    size = input.shape[dim]
    if size % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {dim % input.dim()} is "
            f"size {size}"
        )
    half = size // 2
    return input.narrow(dim, 0, half) * input.narrow(dim, half, half).sigmoid()


def relu_(input: ct.Tensor) -> ct.Tensor:
    """`relu` in place."""
    return input.relu_()


def rrelu_(
    input: ct.Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
) -> ct.Tensor:
    """`rrelu` in place."""
    return rrelu(input, lower, upper, training, True)


def leaky_relu_(input: ct.Tensor, negative_slope: float = 0.01) -> ct.Tensor:
    """`leaky_relu` in place."""
    return leaky_relu(input, negative_slope, True)


def elu_(input: ct.Tensor, alpha: float = 1.0) -> ct.Tensor:
    """`elu` in place."""
    return elu(input, alpha, True)


def selu_(input: ct.Tensor) -> ct.Tensor:
    """`selu` in place."""
    return selu(input, True)


def celu_(input: ct.Tensor, alpha: float = 1.0) -> ct.Tensor:
    """`celu` in place."""
    return celu(input, alpha, True)


def hardtanh_(
    input: ct.Tensor, min_val: float = -1.0, max_val: float = 1.0
) -> ct.Tensor:
    """`hardtanh` in place."""
    return hardtanh(input, min_val, max_val, True)


def threshold_(input: ct.Tensor, threshold: float, value: float) -> ct.Tensor:
    """`threshold` in place."""
    return input.threshold_(threshold, value)


def _implicit_dim(name: str, input: ct.Tensor, level: int) -> int:
    """The dimension that softmax took before it was asked for one."""
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to "
        "include dim=X as an argument.",
        stacklevel=level_outside(level),
    )
    return 0 if input.dim() in (0, 1, 3) else 1


def softmax(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """exp(input) normalised to sum 1 along `dim`; computed in `dtype` if given."""
    if dim is None:
        dim = _implicit_dim("softmax", input, _stacklevel)
    return _C.softmax(input if dtype is None else input.to(dtype), dim)


def softmin(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """`softmax` of -input."""
    if dim is None:
        dim = _implicit_dim("softmin", input, _stacklevel)
    return _C.softmax(-input if dtype is None else -input.to(dtype), dim)


def log_softmax(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """Logarithm of `softmax`, accurate where that is near 0."""
    if dim is None:
        dim = _implicit_dim("log_softmax", input, _stacklevel)
    return _C.log_softmax(input if dtype is None else input.to(dtype), dim)


def gumbel_softmax(
    logits: ct.Tensor,
    tau: float = 1,
    hard: bool = False,
    eps: float = 1e-10,
    dim: int = -1,
) -> ct.Tensor:
    """Softmax of (logits + noise) / tau: near a draw of a class by its chance.

    The noise is Gumbel's. With `hard` it is the draw, a 1 among zeros, with the
    gradient of the softmax. `eps` has no effect, as in PyTorch. Source: Jang and others
    2016, https://arxiv.org/abs/1611.01144.

    >>> gumbel_softmax(ct.zeros(3, 4), hard=True).sum(-1)
    tensor([1., 1., 1.])
    """
    noise = -ct.empty_like(logits, requires_grad=False).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    index = soft.detach().argmax(dim, keepdim=True)
    one = ct.zeros_like(logits, requires_grad=False).scatter(dim, index, 1.0)
    return one - soft.detach() + soft
