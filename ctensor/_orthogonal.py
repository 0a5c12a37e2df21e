"""Orthogonal polynomials of an order for each element, of `torch.special`.

They are computed by their recurrences in three terms, which have gradients in x (there
is none in the order n, whose fraction is dropped). Polynomials of negative order are 0.
16-bit floats are computed in float32; integers become the default float. Source:
Abramowitz and Stegun, Handbook of Mathematical Functions, table 22.7.
"""

from __future__ import annotations

from collections.abc import Callable

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor

__all__ = [
    "chebyshev_polynomial_t",
    "chebyshev_polynomial_u",
    "chebyshev_polynomial_v",
    "chebyshev_polynomial_w",
    "hermite_polynomial_h",
    "hermite_polynomial_he",
    "laguerre_polynomial_l",
    "legendre_polynomial_p",
    "shifted_chebyshev_polynomial_t",
    "shifted_chebyshev_polynomial_u",
    "shifted_chebyshev_polynomial_v",
    "shifted_chebyshev_polynomial_w",
    "spherical_bessel_j0",
]

# What follows p and the one before it, from order k to k + 1.
_Step = Callable[[int, Tensor, Tensor, Tensor], Tensor]
_Operand = Tensor | float


def _operands(op: str, x: _Operand, n: _Operand) -> tuple[Tensor, Tensor, ct.dtype]:
    """X in a dtype to compute in, the orders as int64, and the result's dtype."""
    if not isinstance(x, Tensor) and not isinstance(n, Tensor):
        raise TypeError(f"{op}: expected a Tensor among input and n, got two numbers")
    dtype = ct.result_type(x, n)
    if dtype.is_complex:
        raise NotImplementedError(f"{op}: expected real numbers, got {dtype}")
    dtype = dtype if dtype.is_floating_point else ct.get_default_dtype()
    if isinstance(n, Tensor) and n.requires_grad:
        raise RuntimeError(
            f"{op}: expected an order that does not require grad, as there is no "
            "gradient in it; use n.detach()"
        )
    wide = ct.float32 if dtype.itemsize == 2 else dtype
    x, order = (ct.as_tensor(v) for v in (x, n))
    if order.is_floating_point():
        order = order.double().nan_to_num(0.0, 2.0**31, -1.0)
    return x.to(wide), order.clamp(-1, 2**31).long(), dtype


def _polynomial(
    op: str,
    input: _Operand,
    n: _Operand,
    first: Callable[[Tensor], Tensor],
    step: _Step,
    out: Tensor | None,
) -> Tensor:
    x, order, dtype = _operands(op, input, n)
    x, order = ct.broadcast_tensors(x, order)
    y = ct.where(order == 0, 1.0, 0.0).to(x.dtype)
    before, now = ct.ones_like(x), first(x)
    y = ct.where(order == 1, now, y)
    last = int(order.max()) if order.numel() else 0
    for k in range(1, last):
        on = order > k  # the others stay where nothing can overflow
        x, before, now = (ct.where(on, t, 0.0) for t in (x, before, now))
        before, now = now, step(k, x, now, before)
        y = ct.where(order == k + 1, now, y)
    y = y.to(dtype)
    return y if out is None else _C.mul(y, True, out=out)


def _chebyshev(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
    return 2 * x * p - before


def chebyshev_polynomial_t(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """cos(n arccos x), Chebyshev's polynomials of the first kind.

    >>> ct.special.chebyshev_polynomial_t(ct.tensor([0.5, 2.0]), 2)
    tensor([-0.5000,  7.0000])
    """
    op = "chebyshev_polynomial_t"
    return _polynomial(op, input, n, lambda x: x, _chebyshev, out)


def chebyshev_polynomial_u(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Chebyshev's polynomials of the second kind: the first is 2 x.

    >>> ct.special.chebyshev_polynomial_u(ct.tensor([0.5, 2.0]), 2)
    tensor([ 0., 15.])
    """
    op = "chebyshev_polynomial_u"
    return _polynomial(op, input, n, lambda x: 2 * x, _chebyshev, out)


def chebyshev_polynomial_v(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Chebyshev's polynomials of the third kind: the first is 2 x - 1.

    >>> ct.special.chebyshev_polynomial_v(ct.tensor([0.5, 2.0]), 2)
    tensor([-1., 11.])
    """
    op = "chebyshev_polynomial_v"
    return _polynomial(op, input, n, lambda x: 2 * x - 1, _chebyshev, out)


def chebyshev_polynomial_w(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Chebyshev's polynomials of the fourth kind: the first is 2 x + 1.

    >>> ct.special.chebyshev_polynomial_w(ct.tensor([0.5, 2.0]), 2)
    tensor([ 1., 19.])
    """
    op = "chebyshev_polynomial_w"
    return _polynomial(op, input, n, lambda x: 2 * x + 1, _chebyshev, out)


def _shifted(x: Tensor, shift: int) -> Tensor:
    return 2 * (2 * x - 1) + shift


def _shifted_chebyshev(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
    return _shifted(x, 0) * p - before


def shifted_chebyshev_polynomial_t(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """chebyshev_polynomial_t of 2 x - 1.

    >>> ct.special.shifted_chebyshev_polynomial_t(ct.tensor([0.75]), 2)
    tensor([-0.5000])
    """
    op = "shifted_chebyshev_polynomial_t"
    return _polynomial(op, input, n, lambda x: 2 * x - 1, _shifted_chebyshev, out)


def shifted_chebyshev_polynomial_u(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """chebyshev_polynomial_u of 2 x - 1.

    >>> ct.special.shifted_chebyshev_polynomial_u(ct.tensor([0.75]), 2)
    tensor([0.])
    """
    op = "shifted_chebyshev_polynomial_u"
    first: Callable[[Tensor], Tensor] = lambda x: _shifted(x, 0)  # noqa: E731
    return _polynomial(op, input, n, first, _shifted_chebyshev, out)


def shifted_chebyshev_polynomial_v(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """chebyshev_polynomial_v of 2 x - 1.

    >>> ct.special.shifted_chebyshev_polynomial_v(ct.tensor([0.75]), 2)
    tensor([-1.])
    """
    op = "shifted_chebyshev_polynomial_v"
    first: Callable[[Tensor], Tensor] = lambda x: _shifted(x, -1)  # noqa: E731
    return _polynomial(op, input, n, first, _shifted_chebyshev, out)


def shifted_chebyshev_polynomial_w(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """chebyshev_polynomial_w of 2 x - 1.

    >>> ct.special.shifted_chebyshev_polynomial_w(ct.tensor([0.75]), 2)
    tensor([1.])
    """
    op = "shifted_chebyshev_polynomial_w"
    first: Callable[[Tensor], Tensor] = lambda x: _shifted(x, 1)  # noqa: E731
    return _polynomial(op, input, n, first, _shifted_chebyshev, out)


def hermite_polynomial_h(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Hermite's polynomials, the physicists': the first is 2 x.

    >>> ct.special.hermite_polynomial_h(ct.tensor([0.5, 2.0]), 2)
    tensor([-1., 14.])
    """

    def step(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
        return 2 * x * p - 2 * k * before

    return _polynomial("hermite_polynomial_h", input, n, lambda x: 2 * x, step, out)


def hermite_polynomial_he(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Hermite's polynomials, those of probability theory: the first is x.

    >>> ct.special.hermite_polynomial_he(ct.tensor([0.5, 2.0]), 2)
    tensor([-0.7500,  3.0000])
    """

    def step(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
        return x * p - k * before

    return _polynomial("hermite_polynomial_he", input, n, lambda x: x, step, out)


def laguerre_polynomial_l(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Laguerre's polynomials: the first is 1 - x.

    >>> ct.special.laguerre_polynomial_l(ct.tensor([0.5, 2.0]), 2)
    tensor([ 0.1250, -1.0000])
    """

    def step(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
        return ((2 * k + 1 - x) * p - k * before) / (k + 1)

    return _polynomial("laguerre_polynomial_l", input, n, lambda x: 1 - x, step, out)


def legendre_polynomial_p(
    input: _Operand, n: _Operand, *, out: Tensor | None = None
) -> Tensor:
    """Legendre's polynomials: the first is x.

    >>> ct.special.legendre_polynomial_p(ct.tensor([0.5, 2.0]), 2)
    tensor([-0.1250,  5.5000])
    """

    def step(k: int, x: Tensor, p: Tensor, before: Tensor) -> Tensor:
        return ((2 * k + 1) * x * p - k * before) / (k + 1)

    return _polynomial("legendre_polynomial_p", input, n, lambda x: x, step, out)


def spherical_bessel_j0(input: Tensor, *, out: Tensor | None = None) -> Tensor:
    """sin(x) / x, 1 at 0 and 0 at infinity: Bessel's spherical function of order 0.

    Of real numbers; integers become the default float.

    >>> ct.special.spherical_bessel_j0(ct.tensor([0.0, 2.0]))
    tensor([1.0000, 0.4546])
    """
    if input.is_complex():
        raise NotImplementedError(
            f"spherical_bessel_j0: expected real numbers, got {input.dtype}"
        )
    x = input if input.is_floating_point() else input.to(ct.get_default_dtype())
    wide = x.float() if x.dtype.itemsize == 2 else x
    near = wide.abs() < 0.5
    square = ct.where(near, wide, 0.0).square()
    series = ct.ones_like(square)
    for term in (156, 110, 72, 42, 20, 6):  # 2 k (2 k + 1)
        series = 1 - square / term * series
    finite = ct.where(near | wide.isinf(), 1.0, wide)
    y = ct.where(near, series, finite.sin() / finite)
    y = ct.where(wide.isinf(), 0.0, y).to(x.dtype)
    return y if out is None else _C.mul(y, True, out=out)
