"""Convolutions, one native call each.

Shapes: input (N, C, *) or (C, *), weight (K, C / groups, *kernel), bias (K); transposed
weight (C, K / groups, *kernel). Numbers stand for all dims.
"""

from ctensor import _C

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
