"""cdist at its edges: widths, equal vectors, ranges, dtypes."""

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

each_p = pytest.mark.parametrize("p", [0.0, 0.5, 1.0, 2.0, 3.0, np.inf])


@each_p
@pytest.mark.parametrize(("rows", "width", "m"), [(2, 63, 3), (1, 64, 1), (3, 130, 0)])
def test_distances_of_all_widths(p, rows, width, m) -> None:
    rng = np.random.default_rng(width)
    a, b = rng.standard_normal((rows, m)), rng.standard_normal((width, m))
    d = np.abs(a[:, None] - b[None])
    if p == np.inf:
        want = d.max(-1, initial=0)
    else:
        want = (d**p * (d != 0)).sum(-1) ** (1 / p if p else 1)
    for dtype, tolerance in ((ct.float64, 1e-12), (ct.float32, 1e-5)):
        got = ct.cdist(ct.tensor(a, dtype=dtype), ct.tensor(b, dtype=dtype), p)
        np.testing.assert_allclose(got.numpy(), want, tolerance, tolerance)


@each_p
def test_equal_vectors_have_distance_and_gradient_zero(p) -> None:
    a = ct.tensor([[1.0, 2], [3, 4]], requires_grad=True)
    y = ct.cdist(a, a.detach(), p)
    assert y.diagonal().tolist() == [0, 0]
    y.diagonal().sum().backward()
    assert a.grad.tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("p", [1.5, 2.0])
def test_both_gradients_of_batches_that_broadcast(p) -> None:
    a = ct.randn(2, 1, 2, 2, dtype=ct.float64, requires_grad=True)
    b = ct.randn(3, 2, 2, dtype=ct.float64, requires_grad=True)
    assert ct.cdist(a, b).shape == (2, 3, 2, 2)
    assert gradcheck(lambda a, b: ct.cdist(a, b, p), (a, b))
    assert gradgradcheck(lambda a, b: ct.cdist(a, b, p), (a[:1, :, :1], b[:1, :1]))


def test_distances_that_squares_do_not_hold() -> None:
    x = ct.tensor([[1e30, 0], [1e-30, 0], [np.inf, 0], [np.nan, 0]])
    got = ct.cdist(x, ct.zeros(1, 2))[:, 0].tolist()
    assert got[:3] == pytest.approx([1e30, 1e-30, np.inf], rel=1e-6)
    assert np.isnan(got[3])
    wide = ct.tensor([[1e200], [1e-200]], dtype=ct.float64)
    zero = ct.zeros(1, 1, dtype=ct.float64)
    assert ct.cdist(wide, zero)[:, 0].tolist() == pytest.approx([1e200, 1e-200])


@pytest.mark.parametrize(
    ("a", "b", "p"),
    [
        ((3,), (2, 3), 2),
        ((2, 4), (2, 3), 2),
        ((2, 3), (2, 3), -1),
        ((2, 3), (2, 3), np.nan),
    ],
)
def test_what_does_not_fit_is_refused(a, b, p) -> None:
    with pytest.raises(RuntimeError, match=r"cdist: expected \(\*, P, M\)"):
        ct.cdist(ct.zeros(a), ct.zeros(b), p)
