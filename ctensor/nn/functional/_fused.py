"""What functions share that run in one kernel both ways, beside a composition.

The composition, in other functions, has every derivative and runs on every device; the
kernels are the CPU's and of CUDA devices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ctensor as ct


def has_kernels(*tensors: ct.Tensor | None) -> bool:
    """Whether all lie where the kernels do."""
    return all(t is None or t.device.type in ("cpu", "meta", "cuda") for t in tensors)


def second_gradients(
    composed: Callable[..., ct.Tensor],
    grad: ct.Tensor,
    inputs: Sequence[ct.Tensor],
    given: Sequence[ct.Tensor | None],
) -> tuple[ct.Tensor | None, ...]:
    """Gradients, for `grad` and each of `inputs`, of first gradients.

    `given` comes in for the gradients of `composed(*inputs)` by `grad` for each of
    `inputs`. They go back through the composition; None where there is none.
    """
    recorded = ct.is_grad_enabled()
    with ct.enable_grad():
        leaves = [
            t if recorded and t.requires_grad else t.detach().requires_grad_()
            for t in (grad, *inputs)
        ]
        first = ct.autograd.grad(
            composed(*leaves[1:]),
            leaves[1:],
            leaves[0],
            create_graph=True,
            allow_unused=True,
        )
        pairs = [
            (f, g)
            for f, g in zip(first, given, strict=True)
            if f is not None and f.requires_grad and g is not None
        ]
        if not pairs:
            return (None,) * len(leaves)
        found: tuple[ct.Tensor | None, ...] = ct.autograd.grad(
            [f for f, _ in pairs],
            leaves,
            [g for _, g in pairs],
            create_graph=recorded,
            allow_unused=True,
        )
        return found
