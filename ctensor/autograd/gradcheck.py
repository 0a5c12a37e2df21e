"""gradcheck: recorded gradients against finite differences.

NOTE [Real Jacobians] A complex element counts as two real ones, its real and its
imaginary part. A function then has one real Jacobian, whatever its dtypes, and the
gradient for a cotangent of 1 (of i) at an output element holds the derivatives of its
real (imaginary) part: by that of the input in its own real part, by the imaginary part
of the input in its imaginary part.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


class GradcheckError(RuntimeError):
    """A gradient that differs from finite differences, or cannot be checked."""


def gradcheck(
    func: Callable[..., Any],
    inputs: ct.Tensor | Sequence[Any],
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Compare the gradients of `func` with central finite differences.

    Args:
        func: takes the inputs, returns a Tensor or several.
        inputs: a Tensor or a sequence of arguments; those checked require grad and
            should be float64 or complex128.
        eps: step of the differences.
        atol: absolute tolerance of each derivative.
        rtol: relative tolerance of each derivative.
        raise_exception: raise GradcheckError on a mismatch, else return False.
        nondet_tol: largest difference between two runs of backward.
        check_undefined_grad: accepted as in PyTorch; outputs are always checked one by
            one, with no gradient for the others.
        check_grad_dtypes: also require gradients of the dtype of their inputs.
        check_batched_grad: must be False, as there are no batched gradients.
        check_batched_forward_grad: must be False.
        check_forward_ad: must be False, as there is no forward mode.
        check_backward_ad: must be True.
        fast_mode: accepted as in PyTorch; every derivative is always checked.
        masked: accepted as in PyTorch; has no effect on dense tensors.

    Returns:
        True if all derivatives agree.
    """
    _refuse(
        check_batched_grad=check_batched_grad,
        check_batched_forward_grad=check_batched_forward_grad,
        check_forward_ad=check_forward_ad,
    )
    if not check_backward_ad:
        raise ValueError("gradcheck: expected check_backward_ad=True, got False")
    args = (inputs,) if isinstance(inputs, ct.Tensor) else tuple(inputs)
    try:
        checked = _checked_inputs(args)
        outputs = _outputs(func(*args))
        for i in range(len(outputs)):
            _check_output(
                func, args, checked, i, eps, atol, rtol, nondet_tol, check_grad_dtypes
            )
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: ct.Tensor | Sequence[Any],
    grad_outputs: ct.Tensor | Sequence[ct.Tensor] | None = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """Compare second gradients with finite differences of the first.

    Takes the arguments of `gradcheck`, and `grad_outputs`, the gradients that backward
    starts from: drawn at random if not given, as every second row of a larger tensor
    if `gen_non_contig_grad_outputs`. `check_rev_over_rev` must be True.
    """
    _refuse(
        check_batched_grad=check_batched_grad, check_fwd_over_rev=check_fwd_over_rev
    )
    if not check_rev_over_rev:
        raise ValueError("gradgradcheck: expected check_rev_over_rev=True, got False")
    args = (inputs,) if isinstance(inputs, ct.Tensor) else tuple(inputs)
    if grad_outputs is None:
        starts = [
            _random_like(o, gen_non_contig_grad_outputs)
            for o in _outputs(func(*args))
            if o.requires_grad
        ]
    elif isinstance(grad_outputs, ct.Tensor):
        starts = [grad_outputs]
    else:
        starts = list(grad_outputs)

    def first_gradients(*every: Any) -> tuple[ct.Tensor, ...]:
        own, start = every[: len(args)], every[len(args) :]
        outputs = [o for o in _outputs(func(*own)) if o.requires_grad]
        wanted = [x for x in own if isinstance(x, ct.Tensor) and x.requires_grad]
        grads = ct.autograd.grad(
            outputs, wanted, start, create_graph=True, allow_unused=True
        )
        return tuple(g for g in grads if g is not None)

    return gradcheck(
        first_gradients,
        (*args, *starts),
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_grad_dtypes=check_grad_dtypes,
    )


def _refuse(**checks: bool) -> None:
    """Raise ValueError for checks of what there is not."""
    for name, wanted in checks.items():
        if wanted:
            raise ValueError(f"gradcheck: {name}=True is not supported")


def _checked_inputs(args: Iterable[Any]) -> list[tuple[int, ct.Tensor]]:
    """The inputs that require grad, with their positions among the arguments."""
    checked = [
        (i, x)
        for i, x in enumerate(args)
        if isinstance(x, ct.Tensor) and x.requires_grad
    ]
    if not checked:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none "
            "of them have requires_grad=True."
        )
    for i, x in checked:
        if x.dtype not in (ct.float64, ct.complex128):
            warnings.warn(
                f"Input #{i} requires gradient and is not a double precision floating "
                "point or complex. This check will likely fail if all the inputs are "
                "not of double precision floating point or complex. ",
                stacklevel=3,
            )
        if any(s == 0 and n > 1 for s, n in zip(x.stride(), x.shape, strict=True)):
            raise RuntimeError(
                f"gradcheck: input {i} is expanded, so that one element stands for "
                "several and finite differences cannot change it alone; pass a clone"
            )
        x.retain_grad()
    return checked


def _outputs(result: Any) -> list[ct.Tensor]:
    """The floating point and complex Tensors of what a function returned."""
    several = result if isinstance(result, (tuple, list)) else (result,)
    if not all(isinstance(o, ct.Tensor) for o in several):
        kinds = ", ".join(type(o).__name__ for o in several)
        raise ValueError(f"gradcheck: expected Tensors as outputs, got {kinds}")
    return [o for o in several if o.is_floating_point() or o.is_complex()]


def _random_like(output: ct.Tensor, strided: bool) -> ct.Tensor:
    shape = list(output.shape)
    if strided and shape:
        shape[0] *= 2
    real = ct.float32 if output.dtype == ct.complex64 else output.dtype
    real = ct.float64 if output.dtype == ct.complex128 else real
    start = ct.randn(shape, dtype=real, device=output.device)
    if output.is_complex():
        start = start + 1j * ct.randn(shape, dtype=real, device=output.device)
    if strided and shape:
        start = start[::2]
    return start.detach().requires_grad_()


def _array(t: ct.Tensor) -> np.ndarray:
    """The elements as a new flat float64 array; see NOTE [Real Jacobians]."""
    array: Any = t.detach().cpu().numpy().reshape(-1)
    if t.is_complex():
        array = np.stack([array.real, array.imag], -1).reshape(-1)
    return np.asarray(array.astype(np.float64))


def _steps(t: ct.Tensor) -> list[tuple[tuple[int, ...], complex | float]]:
    """Index and unit of every real element of t; see NOTE [Real Jacobians]."""
    units: tuple[complex | float, ...] = (1.0, 1.0j) if t.is_complex() else (1.0,)
    return [(index, unit) for index in np.ndindex(*t.shape) for unit in units]


def _numerical(
    func: Callable[..., Any], args: Sequence[Any], x: ct.Tensor, output: int, eps: float
) -> np.ndarray:
    """The Jacobian of one output by x, (elements of x, elements of the output)."""
    memory = x.detach()
    rows = []
    for index, unit in _steps(x):
        before = memory[index].clone()
        sides = []
        for sign in (1.0, -1.0):
            memory[index] = before + sign * eps * unit
            sides.append(_array(_outputs(func(*args))[output]))
        memory[index] = before
        rows.append((sides[0] - sides[1]) / (2 * eps))
    return np.stack(rows) if rows else np.zeros((0, 0))


def _analytical(
    output: ct.Tensor, wanted: list[ct.Tensor], check_dtypes: bool
) -> list[np.ndarray]:
    """The Jacobians of `output` by each wanted tensor, from backward."""
    columns: list[list[np.ndarray]] = [[] for _ in wanted]
    for index, unit in _steps(output):
        start = ct.zeros_like(output, requires_grad=False)
        start[index] = unit
        grads = ct.autograd.grad(
            output, wanted, start, retain_graph=True, allow_unused=True
        )
        for column, x, grad in zip(columns, wanted, grads, strict=True):
            if grad is None:
                grad = ct.zeros_like(x, requires_grad=False)
            if grad.shape != x.shape:
                raise GradcheckError(
                    "grad is incorrect size: expected "
                    f"{tuple(x.shape)}, got {tuple(grad.shape)}"
                )
            if check_dtypes and grad.dtype != x.dtype:
                raise GradcheckError(
                    f"grad is incorrect type: expected {x.dtype}, got {grad.dtype}"
                )
            column.append(_array(grad))
    return [
        np.stack(column, 1) if column else np.zeros((len(_steps(x)), 0))
        for column, x in zip(columns, wanted, strict=True)
    ]


def _check_output(
    func: Callable[..., Any],
    args: Sequence[Any],
    checked: list[tuple[int, ct.Tensor]],
    i: int,
    eps: float,
    atol: float,
    rtol: float,
    nondet_tol: float,
    check_grad_dtypes: bool,
) -> None:
    """Compare the Jacobians of output i by all checked inputs."""
    output = _outputs(func(*args))[i]
    wanted = [x for _, x in checked]
    if output.requires_grad:
        analytical = _analytical(output, wanted, check_grad_dtypes)
        again = _analytical(output, wanted, check_grad_dtypes)
    else:
        analytical = [np.zeros((len(_steps(x)), len(_steps(output)))) for x in wanted]
        again = analytical
    pairs = zip(checked, analytical, again, strict=True)
    for (j, x), recorded, repeated in pairs:
        numerical = _numerical(func, args, x, i, eps)
        if numerical.size == 0:
            continue
        if not output.requires_grad and np.abs(numerical).max() > atol:
            raise GradcheckError(
                f"Numerical gradient for function expected to be zero: output {i} does "
                f"not require grad but depends on input {j}"
            )
        if not np.allclose(recorded, numerical, rtol, atol):
            raise GradcheckError(
                f"Jacobian mismatch for output {i} with respect to input {j},\n"
                f"numerical:{ct.from_numpy(numerical)}\n"
                f"analytical:{ct.from_numpy(recorded)}\n"
            )
        if np.abs(recorded - repeated).max() > nondet_tol:
            raise GradcheckError(
                "Backward is not reentrant, i.e., running backward with same input "
                "and grad_output multiple times gives different values, although "
                "analytical gradient matches numerical gradient. The tolerance for "
                f"nondeterminism was {nondet_tol}."
            )
