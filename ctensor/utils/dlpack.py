"""DLPack under the names of `torch.utils.dlpack`."""

from __future__ import annotations

from ctensor import from_dlpack, to_dlpack
from ctensor._package import adopt as _adopt

__all__ = ["from_dlpack", "to_dlpack"]

_adopt(__name__)
