"""Both sides of every size above which a loop is done another way.

Each op gives NumPy's value there, and the same bits on one thread and on three. Writes
at indices are in test_index_sizes.py, long rows in test_long_rows.py.
"""

from collections.abc import Callable

import numpy as np
import pytest

import ctensor as ct

EDGES = [64, 512, 1024, 8192, 16384, 32768, 65536, 131072, 262144]
SIZES = [n for edge in EDGES for n in (edge, edge + 1)]

Case = tuple[Callable, Callable | None, float]  # of x and y, of NumPy's; tolerance

EXACT: dict[str, Case] = {
    "add": (lambda x, y: x + y, lambda x, y: x + y, 0),
    "add a number": (lambda x, y: x + 2, lambda x, y: x + 2, 0),
    "broadcast": (lambda x, y: x[:, None] + y[:3], lambda x, y: x[:, None] + y[:3], 0),
    "reversed": (lambda x, y: x.flip(0) * y, lambda x, y: x[::-1] * y, 0),
    "strided": (lambda x, y: x[::2] - y[::2], lambda x, y: x[::2] - y[::2], 0),
    "where": (lambda x, y: ct.where(x > y, x, y), np.maximum, 0),
    "copy": (lambda x, y: x.clone(), lambda x, y: x, 0),
    "cast": (lambda x, y: x.double(), lambda x, y: x.astype("d"), 0),
    "to int": (lambda x, y: (x * 99).int(), lambda x, y: (x * 99).astype("i4"), 0),
    "join": (lambda x, y: ct.cat([x, y, x]), lambda x, y: np.concatenate([x, y, x]), 0),
    "stack": (lambda x, y: ct.stack([x, y], 1), lambda x, y: np.stack([x, y], 1), 0),
    "arange": (lambda x, y: ct.arange(len(x)), lambda x, y: np.arange(len(x)), 0),
    "full": (lambda x, y: ct.full_like(x, 3), lambda x, y: np.full_like(x, 3), 0),
    "max": (lambda x, y: x.max(), lambda x, y: x.max(), 0),
    "argmin": (lambda x, y: x.argmin(), lambda x, y: x.argmin(), 0),
    "any": (lambda x, y: (x > 2).any(), lambda x, y: (x > 2).any(), 0),
    "mask": (lambda x, y: x[x > y], lambda x, y: x[x > y], 0),
    "nonzero": (
        lambda x, y: (x > y).nonzero()[:, 0],
        lambda x, y: (x > y).nonzero()[0],
        0,
    ),
    "masked_fill": (
        lambda x, y: x.masked_fill(x > y, 7),
        lambda x, y: np.where(x > y, np.float32(7), x),
        0,
    ),
    "columns": (
        lambda x, y: ct.stack([x, y], 1).max(0).values,
        lambda x, y: np.stack([x.max(), y.max()]),
        0,
    ),
}
CLOSE: dict[str, Case] = {
    "exp": (lambda x, y: x.exp(), lambda x, y: np.exp(x), 1e-6),
    "sum": (lambda x, y: x.sum(), lambda x, y: x.sum(dtype="d"), 1e-6),
    "mean": (lambda x, y: x.mean(), lambda x, y: x.mean(dtype="d"), 1e-6),
    "var": (lambda x, y: x.var(), lambda x, y: x.var(ddof=1, dtype="d"), 1e-5),
    "cumsum": (lambda x, y: x.cumsum(0), lambda x, y: x.cumsum(dtype="d"), 1e-5),
    "dot": (lambda x, y: x @ y, lambda x, y: x.astype("d") @ y, 1e-5),
    "softmax": (
        lambda x, y: x.softmax(0),
        lambda x, y: np.exp(x) / np.exp(x).sum(dtype="d"),
        1e-5,
    ),
    "sum of pairs": (lambda x, y: ct.stack([x, y], 1).sum(1), lambda x, y: x + y, 1e-6),
    "sums of columns": (
        lambda x, y: ct.stack([x, y], 1).sum(0),
        lambda x, y: np.stack([x, y]).sum(1, dtype="d"),
        1e-5,
    ),
}
RANDOM: dict[str, Case] = {
    "uniform_": (lambda x, y: x.clone().uniform_(), None, 0),
    "normal_": (lambda x, y: x.clone().normal_(), None, 0),
    "randperm": (lambda x, y: ct.randperm(len(x)), None, 0),
}
CASES = EXACT | CLOSE | RANDOM


@pytest.mark.isa
@pytest.mark.parametrize("name", CASES)
def test_both_sides(name: str) -> None:
    op, reference, tolerance = CASES[name]
    before = ct.get_num_threads()
    for n in SIZES:
        x, y = np.random.rand(2, n).astype("f")
        found = []
        for threads in (1, 3):
            ct.set_num_threads(threads)
            ct.manual_seed(n)
            found.append(op(ct.from_numpy(x), ct.from_numpy(y)).numpy())
        ct.set_num_threads(before)
        np.testing.assert_array_equal(*found, err_msg=str(n))
        if reference:
            want = np.asarray(reference(x, y))
            np.testing.assert_allclose(found[0], want, tolerance, err_msg=str(n))


@pytest.mark.parametrize("n", SIZES)
def test_a_step_of_adam(n: int) -> None:
    before, found = ct.get_num_threads(), []
    start, grad = np.random.rand(2, n).astype("f") + 1
    for threads in (1, 3):
        ct.set_num_threads(threads)
        p = ct.nn.Parameter(ct.tensor(start))
        p.grad = ct.tensor(grad)
        ct.optim.Adam([p], lr=0.5).step()
        found.append(p.detach().numpy())
    ct.set_num_threads(before)
    np.testing.assert_array_equal(*found)
    np.testing.assert_allclose(found[0], start - 0.5, 1e-4, 1e-4)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f8", "c16"])
@pytest.mark.parametrize("past", [0, 1, 2, 3, 15, 16, 63, 64])
def test_elements_move_to_any_place(dtype: str, past: int) -> None:
    """Also where the target is a little past the source, modulo a page."""
    a = np.random.randint(0, 100, 2**16).astype(dtype)
    x = ct.from_numpy(a)
    for n in (63, 64, 65, 128, 129, 1023, 1024, 1025, 2049, 40_000):
        want, got = np.zeros_like(a), ct.zeros_like(x)
        want[past : past + n] = a[:n]
        got[past : past + n] = x[:n]
        np.testing.assert_array_equal(got.numpy(), want)
        np.testing.assert_array_equal(ct.cat([x[:past], x[:n]]), [*a[:past], *a[:n]])
