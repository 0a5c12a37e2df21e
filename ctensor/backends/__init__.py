"""Switches of libraries that PyTorch may have been built with: `torch.backends`.

None of them is part of ctensor. They are here so that the lines with which scripts
begin run: what can be asked says no, and what can be set has no effect.
"""

from ctensor.backends import cuda, cudnn, mps

__all__ = ["cuda", "cudnn", "mps"]
