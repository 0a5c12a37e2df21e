"""Gradients: backward, grad, functions of your own, modes, and checks.

The graph and its engine are in C (`csrc/autograd`); here is their Python face.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from ctensor._C import Node, Tensor, _run_backward
from ctensor.autograd import graph, profiler, variable
from ctensor.autograd.anomaly_mode import detect_anomaly, set_detect_anomaly
from ctensor.autograd.function import Function
from ctensor.autograd.grad_mode import (
    enable_grad,
    inference_mode,
    no_grad,
    set_grad_enabled,
    set_multithreading_enabled,
)
from ctensor.autograd.gradcheck import GradcheckError, gradcheck, gradgradcheck
from ctensor.autograd.variable import Variable

__all__ = [
    "Function",
    "GradcheckError",
    "Node",
    "Variable",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "graph",
    "inference_mode",
    "no_grad",
    "profiler",
    "set_detect_anomaly",
    "set_grad_enabled",
    "set_multithreading_enabled",
    "variable",
]


def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Tensor | Sequence[Tensor | None] | None = None,
    inputs: Tensor | Sequence[Tensor] | None = None,
) -> None:
    """Add the gradients of `tensors` to the `.grad` of the leaves they were made of.

    Args:
        tensors: what to differentiate.
        grad_tensors: for each of them a gradient of its shape, or None, which stands
            for 1 and needs a tensor of one element.
        retain_graph: keep what the graph has saved, to run through it again; by default
            what `create_graph` is.
        create_graph: record backward itself, so that gradients have gradients.
        grad_variables: the old name of `grad_tensors`.
        inputs: only into these; all other leaves stay as they are.

    Raises:
        RuntimeError: a tensor that needs no gradient, a gradient of another shape, a
            graph whose saved tensors were freed or changed in place.
    """
    if grad_tensors is None:
        grad_tensors = grad_variables
    _run_backward(tensors, grad_tensors, retain_graph, create_graph, inputs, False)


def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor] | dict[Any, Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """Return the gradients of `outputs` by `inputs`, without touching any `.grad`.

    Args:
        outputs: what to differentiate.
        inputs: by what: leaves or results, which must require grad.
        grad_outputs: for each output a gradient of its shape, or None, which stands for
            1 and needs a tensor of one element.
        retain_graph: keep what the graph has saved; by default what `create_graph` is.
        create_graph: record backward itself, so that gradients have gradients.
        only_inputs: deprecated; only True has an effect, others a warning.
        allow_unused: None for inputs that the outputs do not depend on, instead of an
            error; by default what `materialize_grads` is.
        is_grads_batched: each of `grad_outputs` has a first dim more, of one gradient
            each; so have the results.
        materialize_grads: zeros instead of None.

    Returns:
        A tuple of one gradient, of the input's shape and dtype, for each input; for a
        dict of inputs a dict of them.

    Raises:
        RuntimeError: as `backward`, and for an unused input.
    """
    if not only_inputs:
        warnings.warn(
            "only_inputs argument is deprecated and is ignored now (defaults to True).",
            FutureWarning,
            stacklevel=2,
        )
    if type(inputs) is dict:
        grads = grad(
            outputs,
            tuple(inputs.values()),
            grad_outputs,
            retain_graph,
            create_graph,
            allow_unused=allow_unused,
            is_grads_batched=is_grads_batched,
            materialize_grads=materialize_grads,
        )
        return dict(zip(inputs, grads, strict=True))
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when "
            "materialize_grads=True, but got: allow_unused=False."
        )
    wanted = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    if is_grads_batched:
        return _grads_of_batch(
            outputs,
            wanted,
            grad_outputs,
            retain_graph=retain_graph,
            create_graph=create_graph,
            allow_unused=allow_unused,
            materialize_grads=materialize_grads,
        )
    grads = _run_backward(
        outputs, grad_outputs, retain_graph, create_graph, wanted, True
    )
    if not any(g is None for g in grads):
        return grads
    if materialize_grads:
        return tuple(
            _zeros_like(x, create_graph) if g is None else g
            for x, g in zip(wanted, grads, strict=True)
        )
    if not allow_unused:
        unused = next(i for i, g in enumerate(grads) if g is None)
        raise RuntimeError(
            f"The differentiated Tensor at index {unused} appears to not have been "
            "used in the graph. Set allow_unused=True if this is the desired behavior."
        )
    return grads


def _grads_of_batch(
    outputs: Tensor | Sequence[Tensor],
    inputs: tuple[Tensor, ...],
    grad_outputs: Tensor | Sequence[Tensor | None] | None,
    retain_graph: bool | None,
    create_graph: bool,
    **options: Any,
) -> tuple[Tensor | None, ...]:
    """One run for each gradient of a batch, and the results stacked."""
    import ctensor as ct

    batches = (grad_outputs,) if isinstance(grad_outputs, Tensor) else grad_outputs
    sizes = {b.shape[0] for b in batches or () if b is not None and b.dim()}
    if len(sizes) != 1 or 0 in sizes:
        raise RuntimeError(
            "grad: expected grad_outputs with one first dim of 1 or more gradients "
            f"(is_grads_batched), got sizes {sorted(sizes)}"
        )
    kept = create_graph if retain_graph is None else retain_graph
    last = sizes.pop() - 1
    runs = []
    for i in range(last + 1):
        grads = [None if b is None else b[i] for b in batches or ()]
        keep = kept or i < last
        runs.append(grad(outputs, inputs, grads, keep, create_graph, **options))
    return tuple(
        None if one[0] is None else ct.stack(one) for one in zip(*runs, strict=True)
    )


def _zeros_like(x: Tensor, requires_grad: bool) -> Any:
    import ctensor as ct

    return ct.zeros_like(x, requires_grad=requires_grad)


from ctensor.autograd import functional  # noqa: E402  (it stands on grad)
