"""Under what a group is timed: an instruction set and a number of threads.

Each library is told by its environment, which it reads when it is loaded, so that a
worker is of one setting. Without an instruction set each takes the best that it has for
the machine, without a number of threads as many as it likes.
"""

from __future__ import annotations

import os
from typing import NamedTuple

THREADS = ("CTENSOR", "OMP", "OPENBLAS")
# What keeps each library, and those that it calls, to AVX2.
AVX2 = {
    "CTENSOR_ISA": "avx2",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "OPENBLAS_CORETYPE": "Haswell",
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
}


class Setting(NamedTuple):
    """`isa` is "avx2", or empty for the best; `threads` is 0 for the usual number."""

    isa: str = ""
    threads: int = 0

    @classmethod
    def parse(cls, text: str) -> Setting:
        """From "avx2:1", "avx2" or "best:2"."""
        isa, _, threads = text.partition(":")
        if isa not in ("avx2", "best", ""):
            raise ValueError(f"expected avx2 or best, got {isa!r}")
        return cls("avx2" if isa == "avx2" else "", int(threads or 0))

    def environment(self) -> dict[str, str]:
        """What to add to a worker's environment."""
        count = {f"{name}_NUM_THREADS": str(self.threads) for name in THREADS}
        return (AVX2 if self.isa else {}) | (count if self.threads else {})

    def title(self) -> str:
        """In words, for the head of a column."""
        threads = f"{self.threads} thread{'s' * (self.threads != 1)}"
        return f"{self.isa or 'best'}, {threads}" if self.threads else self.isa


USUAL = Setting()


def all_settings() -> list[Setting]:
    """AVX2 and the best that there is beyond it, on one core and on all."""
    import ctensor

    available = ctensor._C._isa()[1].split()
    isas = ["avx2"] * ("avx2" in available) + [""] * (available[-1] != "avx2")
    counts = sorted({1, len(os.sched_getaffinity(0))})
    return [Setting(isa, count) for isa in isas for count in counts]
