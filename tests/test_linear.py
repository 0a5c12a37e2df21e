"""linear: its bias in every way that a product takes, and biases that are no rows."""

import numpy as np
import pytest

import ctensor as ct

# (rows, outputs, inputs): thin, dot products, small, packed, of several blocks and
# slabs, turned on its side, divided along k, of no steps.
SIZES = [
    *((1, 300, 70), (4, 40, 300), (3, 1, 9), (40, 3, 300)),
    *((9, 40, 200), (16, 33, 128), (17, 33, 128)),
    *((5, 6, 7), (33, 65, 17), (64, 120, 400)),
    *((300, 129, 257), (257, 300, 385), (512, 33, 512)),
    *((384, 200, 256), (385, 200, 256), (192, 300, 300), (193, 300, 300)),
    *((128, 1024, 1024), (128, 1024, 1025)),
    *((1000, 10, 64), (12, 9, 40000), (33, 40, 33000), (6, 5, 0)),
]


def operands(sizes, dtype):
    rng = np.random.default_rng(0)
    m, n, k = sizes
    x, w, b = (rng.uniform(-1, 1, shape) for shape in ((m, k), (n, k), (n,)))
    return [ct.tensor(t).to(dtype) for t in (x, w, 10 * b)]


def exact(x, w, b):
    wide = ct.complex128 if x.is_complex() else ct.float64
    x, w, b = (t.to(wide).numpy() for t in (x, w, b))
    return x @ w.T + b


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "complex64"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_bias_in_every_way(sizes, dtype) -> None:
    x, w, b = operands(sizes, getattr(ct, dtype))
    kept, threads, found = b.clone(), ct.get_num_threads(), []
    for count in (1, 3):
        ct.set_num_threads(count)
        found.append(ct.nn.functional.linear(x, w, b))
    ct.set_num_threads(threads)
    if dtype != "complex64":
        assert found[0].equal(found[1])
    assert b.equal(kept)
    eps = ct.finfo(getattr(ct, dtype)).eps
    tolerance = 2 * eps if dtype == "bfloat16" else eps * (8 + sizes[2] ** 0.5)
    want = exact(x, w, b)
    wide = found[0].to(ct.complex128 if x.is_complex() else ct.float64).numpy()
    assert abs(wide - want).max() <= tolerance * abs(want).max()


@pytest.mark.parametrize("sizes", [(5, 6, 7), (300, 129, 257)], ids=str)
def test_bias_of_other_shapes_and_layouts(sizes) -> None:
    x, w, b = operands(sizes, ct.float64)
    m, n = sizes[:2]
    spread = ct.zeros(2 * n, dtype=ct.float64)[::2]
    biases = {
        "apart": spread.copy_(b),
        "reversed": b.flip(0),
        "one for all": b[:1].expand(n),
        "a number": b[0],
        "a column": ct.arange(m, dtype=ct.float64)[:, None],
        "a matrix": b * ct.ones(m, 1, dtype=ct.float64),
    }
    for name, bias in biases.items():
        got = ct.nn.functional.linear(x, w, bias)
        want = x.numpy() @ w.numpy().T + bias.numpy()
        np.testing.assert_allclose(got.numpy(), want, 1e-12, 1e-12, err_msg=name)


def test_bias_of_infinity_and_nan() -> None:
    """It is added to sums, not multiplied."""
    x, w, b = operands((33, 65, 17), ct.float32)
    b[3], b[40] = float("inf"), float("nan")
    y = ct.nn.functional.linear(x, w, b)
    assert y[:, 3].eq(float("inf")).all() and y[:, 40].isnan().all()
    assert y[:, [2, 4, 39, 41]].isfinite().all()
