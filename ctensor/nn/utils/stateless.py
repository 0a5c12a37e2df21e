"""`functional_call` under its older name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ctensor._C import Tensor
from ctensor._warnings import warn

__all__ = ["functional_call"]


def functional_call(
    module: Any,
    parameters_and_buffers: Mapping[str, Tensor],
    args: Any = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """`func.functional_call`, with a FutureWarning.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     layer = nn.Linear(2, 1, bias=False)
    ...     functional_call(layer, {"weight": ct.ones(1, 2)}, ct.ones(2))
    tensor([2.])
    """
    from ctensor import func

    warn(
        "nn.utils.stateless.functional_call is deprecated: use func.functional_call",
        FutureWarning,
    )
    return func.functional_call(
        module,
        parameters_and_buffers,
        args,
        kwargs,
        tie_weights=tie_weights,
        strict=strict,
    )
