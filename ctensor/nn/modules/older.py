"""Modules and helpers of older PyTorch that programs still name."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor._warnings import warn
from ctensor.nn import functional as F
from ctensor.nn.modules.loss import NLLLoss
from ctensor.nn.modules.module import Module

__all__ = ["Container", "CrossMapLRN2d", "NLLLoss2d", "factory_kwargs"]


class Container(Module):
    """A module of named children, with a FutureWarning: any Module is that now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__()
        warn("nn.Container is deprecated: subclass nn.Module instead", FutureWarning)
        for name, module in kwargs.items():
            self.add_module(name, module)


class NLLLoss2d(NLLLoss):
    """`NLLLoss`, which takes (N, C, H, W) too, with a FutureWarning."""

    def __init__(
        self,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        warn("nn.NLLLoss2d is deprecated: use nn.NLLLoss instead", FutureWarning)
        super().__init__(weight, size_average, ignore_index, reduce, reduction)


class CrossMapLRN2d(Module):
    """x / (k + alpha / size * sum of x^2 over channels around) ** beta.

    Input (N, C, H, W). The sum is over as many channels on both sides, `size` of them,
    one less if that is even; PyTorch's sums never lose the first channel again.
    ValueError for other than 4 dims. Source: Krizhevsky and others 2012.

    >>> nn.CrossMapLRN2d(3, alpha=3.0, beta=1.0)(ct.ones(1, 3, 1, 1)).flatten()
    tensor([0.3333, 0.2500, 0.3333])
    """

    def __init__(
        self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1
    ) -> None:
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The normal input, of the same shape."""
        if input.dim() != 4:
            raise ValueError(
                f"CrossMapLRN2d: Expected input to be 4D, got {input.dim()}D instead"
            )
        window = 2 * ((self.size + 1) // 2) - 1
        alpha = self.alpha * window / self.size
        return F.local_response_norm(input, window, alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        """The options."""
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"


def factory_kwargs(kwargs: dict[str, Any] | None) -> dict[str, Any]:
    """The `device`, `dtype` and `memory_format` among a module's keywords, for `empty`.

    Also those of a dict `factory_kwargs` among them. TypeError for other keywords, and
    for one that is given twice.

    >>> nn.factory_kwargs({"dtype": ct.float64})
    {'dtype': ctensor.float64}
    """
    if kwargs is None:
        return {}
    simple = {"device", "dtype", "memory_format"}
    unexpected = kwargs.keys() - simple - {"factory_kwargs"}
    if unexpected:
        raise TypeError(f"unexpected kwargs {unexpected}")
    made = dict(kwargs.get("factory_kwargs", {}))
    for name in sorted(simple & kwargs.keys()):
        if name in made:
            raise TypeError(
                f"{name} specified twice, in **kwargs and in factory_kwargs"
            )
        made[name] = kwargs[name]
    return made
