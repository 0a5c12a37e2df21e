"""Functional forms of the layers and losses, a file for each family.

Shapes: N is the batch, C the number of channels or classes, `*` any further dimensions.
"""

from ctensor import _C
from ctensor.nn.functional._activation import (
    celu,
    celu_,
    elu,
    elu_,
    gelu,
    glu,
    hardshrink,
    hardsigmoid,
    hardswish,
    hardtanh,
    hardtanh_,
    leaky_relu,
    leaky_relu_,
    log_softmax,
    logsigmoid,
    mish,
    prelu,
    relu,
    relu6,
    relu_,
    rrelu,
    rrelu_,
    selu,
    selu_,
    sigmoid,
    silu,
    softmax,
    softmin,
    softplus,
    softshrink,
    softsign,
    tanh,
    tanhshrink,
    threshold,
    threshold_,
)
from ctensor.nn.functional._conv import (
    conv1d,
    conv2d,
    conv3d,
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from ctensor.nn.functional._distance import (
    cosine_similarity,
    normalize,
    pairwise_distance,
    pdist,
)
from ctensor.nn.functional._dropout import dropout
from ctensor.nn.functional._loss import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    l1_loss,
    mse_loss,
    nll_loss,
)
from ctensor.nn.functional._loss_element import (
    binary_cross_entropy,
    gaussian_nll_loss,
    hinge_embedding_loss,
    huber_loss,
    kl_div,
    poisson_nll_loss,
    smooth_l1_loss,
    soft_margin_loss,
)
from ctensor.nn.functional._loss_margin import (
    cosine_embedding_loss,
    margin_ranking_loss,
    multi_margin_loss,
    multilabel_margin_loss,
    multilabel_soft_margin_loss,
    triplet_margin_loss,
    triplet_margin_with_distance_loss,
)
from ctensor.nn.functional._loss_sequence import ctc_loss
from ctensor.nn.functional._norm import (
    batch_norm,
    group_norm,
    instance_norm,
    local_response_norm,
    rms_norm,
)
from ctensor.nn.functional._padding import pad
from ctensor.nn.functional._sparse import one_hot

__all__ = [
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "linear",
    "relu",
    "tanh",
    "sigmoid",
    "gelu",
    "leaky_relu",
    "elu",
    "selu",
    "celu",
    "softplus",
    "logsigmoid",
    "hardtanh",
    "relu6",
    "hardsigmoid",
    "hardswish",
    "silu",
    "mish",
    "softsign",
    "tanhshrink",
    "softshrink",
    "hardshrink",
    "threshold",
    "prelu",
    "rrelu",
    "glu",
    "relu_",
    "rrelu_",
    "leaky_relu_",
    "elu_",
    "selu_",
    "celu_",
    "hardtanh_",
    "threshold_",
    "softmax",
    "softmin",
    "log_softmax",
    "dropout",
    "layer_norm",
    "batch_norm",
    "instance_norm",
    "group_norm",
    "rms_norm",
    "local_response_norm",
    "cross_entropy",
    "nll_loss",
    "mse_loss",
    "l1_loss",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy",
    "smooth_l1_loss",
    "huber_loss",
    "kl_div",
    "poisson_nll_loss",
    "gaussian_nll_loss",
    "soft_margin_loss",
    "hinge_embedding_loss",
    "margin_ranking_loss",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "cosine_embedding_loss",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
    "ctc_loss",
    "cosine_similarity",
    "pairwise_distance",
    "pdist",
    "normalize",
    "one_hot",
    "pad",
]

# linear(input, weight, bias=None): input @ weight.T + bias, one native call.
# input: (*, in_features), weight: (out_features, in_features), bias: (out_features), or
# weight: (in_features) and bias: (), which leave (*).
linear = _C.linear

# layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05), also one call:
# the last dims less their mean, over their deviation, times weight, plus bias.
layer_norm = _C.layer_norm
