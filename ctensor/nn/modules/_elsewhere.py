"""Names that PyTorch has in another file of nn.modules than this package.

Programs import `torch.nn.modules.loss.BCELoss` and test for
`torch.nn.modules.conv._ConvNd`: each file finds here where the class is.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["install"]

_LAZY_CONV = "LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d"

# PyTorch's file: names, and ours; `a=b` where the name there is b.
PLACES = {
    "activation": {"attention": "MultiheadAttention"},
    "batchnorm": {"lazy": "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d"},
    "container": {
        "older": "Container",
        "parameters": "ParameterDict ParameterList",
    },
    "conv": {
        "conv": "_ConvNd=_Conv _ConvTransposeNd=_Transposed",
        "lazy": f"{_LAZY_CONV} LazyConvTranspose3d",
    },
    "instancenorm": {
        "lazy": "LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d"
    },
    "linear": {"lazy": "LazyLinear"},
    "loss": {
        "linear_cross_entropy": "LinearCrossEntropyLoss",
        "loss_element": (
            "BCELoss GaussianNLLLoss HingeEmbeddingLoss HuberLoss KLDivLoss "
            "PoissonNLLLoss SmoothL1Loss SoftMarginLoss"
        ),
        "loss_margin": (
            "CTCLoss CosineEmbeddingLoss MarginRankingLoss MultiLabelMarginLoss "
            "MultiLabelSoftMarginLoss MultiMarginLoss TripletMarginLoss "
            "TripletMarginWithDistanceLoss"
        ),
        "older": "NLLLoss2d",
    },
    "module": {"state": "_IncompatibleKeys"},
    "normalization": {"older": "CrossMapLRN2d"},
    "padding": {"padding": "_ConstantPadNd=_ConstantPad"},
    "pooling": {
        "pooling": (
            "_MaxPoolNd=_MaxPool _MaxUnpoolNd=_MaxUnpool _AvgPoolNd=_AvgPool "
            "_LPPoolNd=_LPPool _AdaptiveMaxPoolNd=_AdaptiveMax"
        )
    },
}


def _found(places: dict[str, str]) -> dict[str, tuple[str, str]]:
    """For each name the file and the name there."""
    return {
        name.partition("=")[0]: (place, name.rpartition("=")[2])
        for place, names in places.items()
        for name in names.split()
    }


def _getattr(module: str, found: dict[str, tuple[str, str]]) -> Callable[[str], Any]:
    def __getattr__(name: str) -> Any:  # noqa: N807
        if name not in found:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        place, own = found[name]
        return getattr(importlib.import_module(f"ctensor.nn.modules.{place}"), own)

    return __getattr__


def install() -> None:
    """Let the files of nn.modules, all imported, find these names."""
    for file, places in PLACES.items():
        name = f"ctensor.nn.modules.{file}"
        vars(sys.modules[name])["__getattr__"] = _getattr(name, _found(places))
