"""Matrix products of every layout and way: thin, small, packed, 16-bit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import ctensor as ct

pytestmark = pytest.mark.isa

RNG = np.random.default_rng(0)
LAYOUTS = {
    "straight": lambda x: x.copy(),
    "transposed": lambda x: x.T.copy().T,
    "reversed": lambda x: x[::-1, ::-1].copy()[::-1, ::-1],
    "transposed, reversed": lambda x: x[::-1].T.copy().T[::-1],
    "every other": lambda x: x.repeat(2, 0).repeat(3, 1)[::2, ::3],
    "padded": lambda x: np.pad(x, ((1, 2), (3, 1)))[1:-2, 3:-1],
}
# Past each threshold between ways, and past what a tile, a slab and a chunk hold.
SIZES = [
    (1, 1, 1), (1, 17, 9), (17, 1, 9), (3, 40, 130), (40, 4, 130), (5, 33, 20),
    (2, 300, 70), (15, 63, 385), (63, 65, 67), (64, 64, 64), (65, 64, 64),
    (29, 400, 390), (100, 33, 769), (1, 2100, 65), (4, 1025, 33), (2050, 3, 5),
    (90, 10, 63), (90, 10, 64), (90, 10, 257), (10, 90, 64), (257, 256, 256),
    (2100, 40, 33), (40, 1100, 33), (1100, 32, 20),
    # Tiles of up to 12 rows, of half a vector's width; few steps along k.
    (12, 24, 8), (13, 25, 9), (24, 12, 8), (25, 13, 257), (65, 65, 9), (40, 70, 8),
    # A few dot products at a time.
    (16, 40, 128), (40, 16, 127), (3, 15, 140), (3, 16, 1025), (16, 1300, 14),
    (17, 40, 128), (5, 300, 1500), (300, 7, 1500), (8, 40, 128), (40, 9, 128),
    # Two tiles of 16 rows and columns of 32 steps, and past all three.
    (32, 32, 32), (31, 33, 33), (33, 31, 31), (48, 16, 65), (49, 48, 513),
    (33, 1057, 34),
]  # fmt: skip


def whole(*shape: int) -> np.ndarray:
    """Small integers, of which sums are exact in every dtype."""
    return RNG.integers(-2, 3, shape).astype(np.float32)


def lay(x: np.ndarray, layout: str) -> ct.Tensor:
    return ct.from_numpy(LAYOUTS[layout](x))


@pytest.mark.parametrize(
    "pair", list(itertools.product(LAYOUTS, LAYOUTS)), ids="-".join
)
def test_any_strides(pair: tuple[str, str]) -> None:
    for m, n, k in [*SIZES, (0, 5, 3), (5, 0, 3), (5, 3, 0)]:
        a, b = whole(m, k), whole(k, n)
        got = lay(a, pair[0]) @ lay(b, pair[1])
        assert np.array_equal(got.numpy(), a @ b), (m, n, k)


@pytest.mark.parametrize("few", [9, 16, 17])
@pytest.mark.parametrize(
    ("lines", "k"), [(2048, 1024), (2047, 1024), (4100, 512), (4105, 511)]
)
def test_few_rows_times_much_memory(few: int, lines: int, k: int) -> None:
    """Both sides of 8 MB and 512 steps, from which rows are multiplied as they lie."""
    a, b = whole(few, k), whole(lines, k)
    x, y = ct.from_numpy(a), ct.from_numpy(b)
    assert np.array_equal((x @ y.t()).numpy(), a @ b.T)
    assert np.array_equal((y @ x.t()).numpy(), b @ a.T)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_dtype(size: tuple[int, int, int]) -> None:
    m, n, k = size
    a, b = whole(m, k) % 2, whole(k, n) % 2
    for name in ["float64", "int64", "int32", "int16", "uint8", "bool", "complex64"]:
        x, y = a.astype(name), b.astype(name)
        for left, right in itertools.product(["straight", "transposed"], repeat=2):
            got = (lay(x, left) @ lay(y, right)).numpy()
            assert np.array_equal(got, x @ y), (name, left, right)


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16], ids=str)
@pytest.mark.parametrize("layout", ["straight", "transposed", "every other"])
def test_half_products_are_summed_in_float32(dtype: ct.dtype, layout: str) -> None:
    for m, n, k in SIZES:
        a, b = RNG.normal(size=(m, k)), RNG.normal(size=(k, n))
        x, y = lay(a, layout).to(dtype), lay(b, layout).to(dtype)
        exact = x.double().numpy() @ y.double().numpy()
        size = np.abs(x.double().numpy()) @ np.abs(y.double().numpy())
        step = 2.0**-11 if dtype == ct.float16 else 2.0**-8
        bound = np.abs(exact) * step + size * k * 2.0**-24 + 1e-7
        assert (np.abs((x @ y).double().numpy() - exact) <= bound).all(), (m, n, k)


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.bfloat16])
def test_nan_and_infinity_go_where_they_belong(dtype: ct.dtype) -> None:
    sizes = [(3, 40, 50), (40, 3, 50), (1, 70, 90), (70, 70, 772), (8, 8, 8)]
    for m, n, k in [*sizes, (33, 33, 33), (70, 40, 544)]:
        a, b = np.ones((m, k)), np.ones((k, n))
        a[0, k - 1], b[k - 1, n - 1] = np.nan, np.inf
        got = ct.tensor(a).to(dtype) @ ct.tensor(b).to(dtype)
        with np.errstate(invalid="ignore"):
            assert np.array_equal(got.double().numpy(), a @ b, equal_nan=True)


def test_bits_do_not_depend_on_threads() -> None:
    before = ct.get_num_threads()
    for dtype in [ct.float32, ct.float64, ct.bfloat16]:
        for m, n, k in [
            (1, 3000, 700),
            (700, 3, 900),
            (150, 170, 900),
            (5, 4, 99999),
            (9, 2500, 600),
            (2500, 16, 600),
            (33, 3000, 8),
        ]:
            a, b = ct.rand(m, k).to(dtype), ct.rand(n, k).to(dtype).t()
            results = []
            for threads in [1, 2, 5]:
                ct.set_num_threads(threads)
                results.append(a @ b)
            ct.set_num_threads(before)
            assert all(results[0].equal(other) for other in results[1:])


def test_batches() -> None:
    for batch, m, n, k in [(7, 5, 6, 4), (200, 16, 16, 16), (3, 130, 140, 150)]:
        a, b = whole(batch, m, k), whole(batch, k, n)
        assert np.array_equal((ct.tensor(a) @ ct.tensor(b)).numpy(), a @ b)
        turned = ct.tensor(b.swapaxes(1, 2).copy()).transpose(1, 2)
        assert np.array_equal((ct.tensor(a) @ turned).numpy(), a @ b)
        assert np.array_equal((ct.tensor(a) @ turned[0]).numpy(), a @ b[0])


def test_expanded_operands() -> None:
    row, column = whole(1, 300), whole(70, 1)
    a, b = ct.tensor(row).expand(70, 300), ct.tensor(whole(300, 1)).expand(300, 40)
    assert np.array_equal((a @ b).numpy(), a.numpy() @ b.numpy())
    one = ct.tensor(column).expand(70, 300) @ b
    assert np.array_equal(one.numpy(), np.broadcast_to(column, (70, 300)) @ b.numpy())


PRODUCTS = {
    "matrices": lambda x: x @ ct.ones(3, 2),
    "the right one": lambda x: ct.ones(4, 2) @ x,
    "batches": lambda x: x.expand(5, 2, 3) @ ct.ones(3, 4),
    "a batch of one matrix": lambda x: ct.ones(5, 4, 2) @ x,
    "a matrix and a vector": lambda x: x @ ct.ones(3),
    "a vector and a matrix": lambda x: x[0] @ ct.ones(3, 4),
    "vectors": lambda x: ct.dot(ct.ones(3), x[0]),
    "addmm": lambda x: ct.addmm(ct.ones(2, 2), x, ct.ones(3, 2)),
    "einsum": lambda x: ct.einsum("ij,jk->ik", x, ct.ones(3, 2)),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_an_operand_that_no_gradient_reads_may_be_written_over(name) -> None:
    """The other one's gradient would read it, and has not been asked for."""
    leaf = ct.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
    (want,) = ct.autograd.grad(PRODUCTS[name](leaf).sum(), leaf)
    x = leaf * 1
    y = PRODUCTS[name](x)
    x.detach().zero_()
    (gradient,) = ct.autograd.grad(y.sum(), leaf)
    assert gradient.equal(want)


def test_an_operand_that_a_gradient_reads_may_not() -> None:
    a, b = ct.ones(2, 3, requires_grad=True), ct.ones(3, 2, requires_grad=True)
    x = a * 1
    y = x @ b
    x.detach().zero_()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


@pytest.mark.parametrize("steps", [384, 769])
@pytest.mark.parametrize("columns", [40, 700])
@pytest.mark.parametrize("rows", [5, 6, 47, 48, 49, 54, 95, 111, 112, 113, 225])
def test_left_operands_whose_rows_lie_side_by_side(
    rows: int, columns: int, steps: int
) -> None:
    """Their strips are packed several at once, with the last of them alone or short.

    Of 40 columns the strips replace each other, of 700 all chunks find the same; 769
    steps are three slabs, of which the last is shorter.
    """
    rng = np.random.default_rng(0)
    a, b = (
        rng.integers(-3, 4, shape).astype(np.float32)
        for shape in [(steps, rows), (steps, columns)]
    )
    for dtype in (ct.float32, ct.float64):
        got = ct.tensor(a).to(dtype).T @ ct.tensor(b).to(dtype)
        np.testing.assert_array_equal(got.numpy(), a.T @ b)
