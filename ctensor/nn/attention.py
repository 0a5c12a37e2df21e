"""`sdpa_kernel` and `SDPBackend`, for programs that choose between kernels.

There is one kernel for each device, so that a choice changes nothing.

>>> with sdpa_kernel(SDPBackend.MATH):
...     pass
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Iterator

__all__ = ["SDPBackend", "sdpa_kernel"]


class SDPBackend(enum.Enum):
    """The kernels that PyTorch has."""

    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4


@contextlib.contextmanager
def sdpa_kernel(
    backends: list[SDPBackend] | SDPBackend, set_priority: bool = False
) -> Iterator[None]:
    """A context in which `scaled_dot_product_attention` is what it is outside.

    TypeError for what is no SDPBackend or list of them.
    """
    given = [backends] if isinstance(backends, SDPBackend) else list(backends)
    for backend in given:
        if not isinstance(backend, SDPBackend):
            raise TypeError(
                "sdpa_kernel: expected an SDPBackend or a list of them, got "
                f"{backend!r}"
            )
    yield
