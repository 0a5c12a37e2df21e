"""Arguments that change the tensor they are given to, while they are read."""

import gc
from collections.abc import Callable

import pytest

import ctensor as ct


class Number:
    """The number 1; runs a function when it is asked for its value."""

    def __init__(self, then: Callable[[], None]) -> None:
        self.then = then

    def __index__(self) -> int:
        self.then()
        return 1

    def __float__(self) -> float:
        self.then()
        return 1.0

    def __bool__(self) -> bool:
        self.then()
        return True


CALLS = {
    "t[n]": lambda t, n: t[n],
    "t[n, n]": lambda t, n: t[n, n],
    "t[n:n]": lambda t, n: t[n:n],
    "t[..., n:]": lambda t, n: t[..., n:],
    "t[[0, n]]": lambda t, n: t[[0, n]],
    "t[n] = 1": lambda t, n: t.__setitem__(n, 1.0),
    "t[:, n] = 1": lambda t, n: t.__setitem__((slice(None), n), 1.0),
    "t[0] = n": lambda t, n: t.__setitem__(0, n),
    "t[[0, n]] = 1": lambda t, n: t.__setitem__([0, n], 1.0),
    "t + n": lambda t, n: t + n,
    "sum": lambda t, n: t.sum((0, n), keepdim=n),
    "max": lambda t, n: t.max(n),
    "cumsum": lambda t, n: t.cumsum(n),
    "softmax": lambda t, n: t.softmax(n),
    "reshape": lambda t, n: t.reshape(n, -1),
    "view": lambda t, n: t.view([n, 120]),
    "expand": lambda t, n: t.expand(n, 2, 3, 4, 5),
    "permute": lambda t, n: t.permute(0, n, 2, 3),
    "transpose": lambda t, n: t.transpose(0, n),
    "narrow": lambda t, n: t.narrow(0, 0, n),
    "as_strided": lambda t, n: t.as_strided((2, n), (n, 1)),
    "split": lambda t, n: t.split([n, 1]),
    "unflatten": lambda t, n: t.unflatten(3, (n, 5)),
    "flip": lambda t, n: t.flip([0, n]),
    "roll": lambda t, n: t.roll(n),
    "repeat": lambda t, n: t.repeat(n, 1, 1, 1),
    "clamp": lambda t, n: t.clamp(n, 3.0),
    "add": lambda t, n: t.add(t, alpha=n),
    "fill_": lambda t, n: t.fill_(n),
    "masked_fill": lambda t, n: t.masked_fill(t > 3, n),
    "index_fill": lambda t, n: t.index_fill(0, ct.tensor([1]), n),
    "cat": lambda t, n: ct.cat([t, t], n),
    "stack": lambda t, n: ct.stack([t, t], n),
}


@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize("shape", [(0,), (1,), (2,) * 7])
@pytest.mark.parametrize("call", CALLS)
def test_numbers_that_change_the_tensor(call: str, shape, requires_grad: bool) -> None:
    """An error, or a result that lies within its memory."""
    t = ct.arange(120.0).reshape(2, 3, 4, 5).requires_grad_(requires_grad)

    def change() -> None:
        t.data = ct.zeros(shape)
        gc.collect()

    try:
        result = CALLS[call](t, Number(change))
    except (TypeError, ValueError, IndexError, RuntimeError):
        return
    for r in result if isinstance(result, (tuple, list)) else [result]:
        if isinstance(r, ct.Tensor) and r.numel() > 0:
            reach = sum((n - 1) * s for n, s in zip(r.shape, r.stride(), strict=True))
            end = (r.storage_offset() + reach + 1) * r.itemsize
            assert end <= r.untyped_storage().nbytes()
            assert len(r.detach().clone().reshape(-1).tolist()) == r.numel()
