"""Sums of many 16-bit floats, in results and in gradients: in 16 bits, one by one, they
would stop at 256 (bfloat16) or 2048 (float16).
"""

from __future__ import annotations

import pytest

import ctensor as ct

N = 3000
TO_0 = ct.zeros(N, dtype=ct.int64)


def ones(*shape: int, dtype=None) -> ct.Tensor:
    return ct.ones(shape, dtype=dtype)


SUMS = {
    "sum": lambda x: x.sum(),
    "sum of rows": lambda x: x.expand(7, N).contiguous().sum(1)[3],
    "sum of columns": lambda x: x.view(N, 1).expand(N, 40).contiguous().sum(0)[3],
    "mean": lambda x: x.mean() * N,
    "cumsum": lambda x: x.cumsum(0)[-1],
    "dot": lambda x: x @ x,
    "matrix by vector": lambda x: (x.expand(2, N) @ x)[1],
    "index_add": lambda x: x.new_zeros(3).index_add(0, TO_0, x)[0],
    "index_add of rows": lambda x: x.new_zeros(3, 4).index_add(
        0, TO_0, x.view(N, 1).expand(N, 4)
    )[0, 1],
    "scatter_add": lambda x: x.new_zeros(3).scatter_add(0, TO_0, x)[0],
    "index_put": lambda x: x.new_zeros(3).index_put((TO_0,), x, accumulate=True)[0],
}


def shared_and_written(x: ct.Tensor) -> ct.Tensor:
    base = x.clone()
    view = base.expand(N, 4)
    base.mul_(1)  # the view's gradient goes through its place in the base
    return view


def windows(x: ct.Tensor) -> ct.Tensor:
    base = ct.cat([x] * 4)
    view = base.as_strided((N, 2, 2), (0, 1, 1))
    base.mul_(1)
    return view


GRADIENTS = {
    "expand": (4, lambda x: x.expand(N, 4)),
    "expand, then write": (4, shared_and_written),
    "overlap, then write": (1, windows),
    "broadcast": (4, lambda x: x * ones(N, 4, dtype=x.dtype)),
    "as_strided": (4, lambda x: x.as_strided((N, 4), (0, 1))),
    "repeat": (4, lambda x: x.repeat(N)),
    "x[i]": (4, lambda x: x[TO_0.view(-1, 1) + ct.arange(4)]),
    "x[i] of rows": (4, lambda x: x.view(1, 4)[TO_0]),
    "index_select": (4, lambda x: x.view(1, 4).index_select(0, TO_0)),
    "gather": (4, lambda x: x.view(1, 4).gather(0, TO_0.view(-1, 1).expand(N, 4))),
    "take": (1, lambda x: x.take(TO_0)),
    "where": (4, lambda x: ct.where(ones(N, 4) > 0, x, x.new_zeros(1))),
    "setitem": (4, lambda x: set_rows(x)),
    "sum of terms": (4, lambda x: x.new_zeros(N, 4) + x),
}


def set_rows(x: ct.Tensor) -> ct.Tensor:
    y = x.new_zeros(N, 4)
    y[:] = x
    return y


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.bfloat16, ct.float16], ids=str)
@pytest.mark.parametrize("name", SUMS)
def test_a_sum_is_wide(name, dtype) -> None:
    nearest = ct.tensor(float(N)).to(dtype).item()
    assert SUMS[name](ones(N, dtype=dtype)).item() == nearest


@pytest.mark.parametrize("dtype", [ct.bfloat16, ct.float16], ids=str)
@pytest.mark.parametrize("name", GRADIENTS)
def test_the_sum_in_a_gradient_is_wide(name, dtype) -> None:
    size, function = GRADIENTS[name]
    x = ones(size, dtype=dtype).requires_grad_()
    y = function(x)
    y.float().sum().backward()
    assert (x.grad == ct.tensor(y.numel() / size).to(dtype)).all()
    assert x.grad.dtype is dtype
