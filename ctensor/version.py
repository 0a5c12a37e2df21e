"""What this build is: `torch.version`'s names. There is no CUDA, HIP or XPU in it."""

from __future__ import annotations

__all__ = ["cuda", "debug", "git_version", "hip", "rocm", "xpu"]

__version__ = "0.1.0"
debug = False
git_version = "unknown"
cuda: str | None = None
hip: str | None = None
rocm: str | None = None
xpu: str | None = None
