"""DLPack under the names of `torch.utils.dlpack`."""

from __future__ import annotations

from typing import Any

from ctensor import Tensor, from_dlpack
from ctensor._package import adopt as _adopt

__all__ = ["from_dlpack", "to_dlpack"]


def to_dlpack(tensor: Tensor) -> Any:
    """An unversioned DLPack capsule over the tensor's memory, to be consumed once.

    BufferError for a tensor that requires grad or is read-only. New code passes the
    tensor itself to the consumer's `from_dlpack`.
    """
    return tensor.__dlpack__()


_adopt(__name__)
