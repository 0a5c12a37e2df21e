"""The gradients of convolutions, called by themselves: `torch.nn.grad`.

Shapes: input (N, C, *), weight (K, C / groups, *kernel), grad_output (N, K, *). Numbers
stand for all dims.
"""

from __future__ import annotations

from collections.abc import Sequence

from ctensor import _C
from ctensor._C import Tensor
from ctensor._whole import spread_numbers

__all__ = [
    "conv1d_input",
    "conv1d_weight",
    "conv2d_input",
    "conv2d_weight",
    "conv3d_input",
    "conv3d_weight",
]

_Size = int | Sequence[int]


def _check(op: str, dims: int, size: Sequence[int], *tensors: Tensor) -> list[int]:
    got = [tuple(t.shape) for t in tensors]
    if len(size) != dims + 2 or any(len(shape) != dims + 2 for shape in got):
        raise RuntimeError(
            f"{op}: expected a size and tensors of {dims + 2} dims, got {tuple(size)}, "
            f"{got[0]} and {got[1]}"
        )
    return [int(n) for n in size]


def _spread(size: _Size, dims: int) -> list[int]:
    """A number for each dim."""
    return list(spread_numbers(size, dims, "expected a number, or one for each dim"))


def _fits(
    op: str,
    input: Sequence[int],
    weight: Sequence[int],
    grad: Sequence[int],
    options: tuple[_Size, _Size, _Size],
    groups: int,
) -> None:
    """RuntimeError unless a convolution of these sizes has such a result."""
    dims = len(input) - 2
    meta = _C.empty(tuple(input), device="meta")
    y = getattr(_C, f"conv{dims}d")(
        meta, _C.empty(tuple(weight), device="meta"), None, *options, groups
    )
    if tuple(y.shape) != tuple(grad):
        raise RuntimeError(
            f"{op}: expected grad_output of the shape of the result, {tuple(y.shape)}, "
            f"got {tuple(grad)}"
        )


def _input(
    op: str,
    dims: int,
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    options: tuple[_Size, _Size, _Size],
    groups: int,
) -> Tensor:
    size = _check(op, dims, input_size, weight, grad_output)
    stride, padding, dilation = (_spread(option, dims) for option in options)
    _fits(op, size, weight.shape, grad_output.shape, options, groups)
    return _C._conv_back(
        grad_output, weight, None, size[2:], stride, padding, dilation, groups
    )


def _weight(
    op: str,
    dims: int,
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    options: tuple[_Size, _Size, _Size],
    groups: int,
) -> Tensor:
    size = _check(op, dims, weight_size, input, grad_output)
    _fits(op, input.shape, size, grad_output.shape, options, groups)
    stride, padding, dilation = (_spread(option, dims) for option in options)
    like = _C.contiguous_format
    return _C._conv_weight(
        input, grad_output, size[2:], stride, padding, dilation, groups, like
    )


def conv1d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv1d` passes back to an input of this size.

    >>> conv1d_input((1, 1, 3), ct.tensor([[[1.0, 2.0]]]), ct.ones(1, 1, 2)).tolist()
    [[[1.0, 3.0, 2.0]]]
    """
    options = (stride, padding, dilation)
    return _input("conv1d_input", 1, input_size, weight, grad_output, options, groups)


def conv1d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv1d` passes back to a weight of this size.

    >>> x = ct.tensor([[[1.0, 2.0, 4.0]]])
    >>> conv1d_weight(x, (1, 1, 2), ct.ones(1, 1, 2)).tolist()
    [[[3.0, 6.0]]]
    """
    options = (stride, padding, dilation)
    return _weight("conv1d_weight", 1, input, weight_size, grad_output, options, groups)


def conv2d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv2d` passes back to an input of this size.

    >>> conv2d_input((1, 1, 1, 2), ct.full((1, 1, 1, 1), 3.0), ct.ones(1, 1, 1, 2))
    tensor([[[[3., 3.]]]])
    """
    options = (stride, padding, dilation)
    return _input("conv2d_input", 2, input_size, weight, grad_output, options, groups)


def conv2d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv2d` passes back to a weight of this size.

    >>> conv2d_weight(ct.ones(1, 1, 2, 2), (1, 1, 1, 1), ct.ones(1, 1, 2, 2)).item()
    4.0
    """
    options = (stride, padding, dilation)
    return _weight("conv2d_weight", 2, input, weight_size, grad_output, options, groups)


def conv3d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv3d` passes back to an input of this size.

    >>> one = ct.ones(1, 1, 1, 1, 1)
    >>> conv3d_input((1, 1, 1, 1, 1), one, one * 2).item()
    2.0
    """
    options = (stride, padding, dilation)
    return _input("conv3d_input", 3, input_size, weight, grad_output, options, groups)


def conv3d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: _Size = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """What `F.conv3d` passes back to a weight of this size.

    >>> one = ct.ones(1, 1, 1, 1, 1)
    >>> conv3d_weight(one * 3, (1, 1, 1, 1, 1), one * 2).item()
    6.0
    """
    options = (stride, padding, dilation)
    return _weight("conv3d_weight", 3, input, weight_size, grad_output, options, groups)
