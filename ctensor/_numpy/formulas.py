"""Ufuncs that are no rows.

NumPy computes the values, a formula in our ops the gradient, which thereby has
gradients of its own.
"""

from __future__ import annotations

import math

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor
from ctensor._numpy._registry import lookup, view


class Formula(ct.autograd.Function):
    """f(*x) by NumPy, for x of one shape; partials gives df/dx_i in ops of ours."""

    @staticmethod
    def forward(ctx, f, partials, *x):
        ctx.partials = partials
        ctx.save_for_backward(*x)
        return ct.asarray(np.asarray(f(*map(view, x))))

    @staticmethod
    def backward(ctx, g):
        x = ctx.saved_tensors
        grads = [
            g * ct.conj(d(*x)) if needed else None
            for d, needed in zip(ctx.partials, ctx.needs_input_grad[2:], strict=True)
        ]
        return None, None, *grads


#: For each ufunc of real or complex numbers, its partial derivatives.
PARTIALS = {
    "positive": (lambda x: ct.ones_like(x),),
    "fabs": (lambda x: ct.sign(x),),
    "radians": (lambda x: ct.full_like(x, math.pi / 180),),
    "degrees": (lambda x: ct.full_like(x, 180 / math.pi),),
}
FORMULAS = {lookup(name): partials for name, partials in PARTIALS.items()}


def apply(f, *x):
    """f(*x) with its gradient; x are Tensors of the dtypes of f's loop."""
    x = [as_tensor(v) for v in x]
    sizes = np.broadcast_shapes(*(tuple(v.shape) for v in x))
    x = [v if tuple(v.shape) == sizes else v.broadcast_to(sizes) for v in x]
    return Formula.apply(f, FORMULAS[f], *x)
