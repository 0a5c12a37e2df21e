"""Convolutions, one native call each.

Shapes: input (N, C, *) or (C, *), weight (K, C / groups, *kernel), bias (K); transposed
weight (C, K / groups, *kernel). Numbers stand for all dims.
"""

from ctensor import _C
from ctensor._C import Tensor

# conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1): sums over
# windows of input times weight, plus bias. padding is a number of zeros around input,
# 'valid' (none), or 'same': so many that the result has the input's size.
conv1d = _C.conv1d
conv2d = _C.conv2d
conv3d = _C.conv3d

# conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0,
# groups=1, dilation=1): what a convolution passes back to its input. Of the sizes that
# a convolution of this stride takes to the input's, the smallest plus output_padding.
conv_transpose1d = _C.conv_transpose1d
conv_transpose2d = _C.conv_transpose2d
conv_transpose3d = _C.conv_transpose3d


def conv_tbc(input: Tensor, weight: Tensor, bias: Tensor, pad: int = 0) -> Tensor:
    """Convolution of sequences that lie time first, (T, N, C): (T', N, K).

    weight (width, C, K), bias (K); `pad` zeros at both ends. RuntimeError where they
    do not fit.

    >>> x = ct.tensor([1.0, 2.0, 3.0]).reshape(3, 1, 1)
    >>> conv_tbc(x, ct.ones(2, 1, 1), ct.zeros(1)).flatten()
    tensor([3., 5.])
    """
    fits = input.dim() == weight.dim() == 3 and input.shape[2] == weight.shape[1]
    if not fits or bias.shape != weight.shape[2:]:
        raise RuntimeError(
            "conv_tbc: expected input (T, N, C), weight (width, C, K) and bias (K), "
            f"got {tuple(input.shape)}, {tuple(weight.shape)} and {tuple(bias.shape)}"
        )
    y = conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, padding=pad)
    return y.permute(2, 0, 1)
