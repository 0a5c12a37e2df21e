"""F.pad, repeat_interleave and what else moves elements, at their edges."""

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck
from ctensor.nn import functional as F

MODES = ("constant", "reflect", "replicate", "circular")


@pytest.mark.parametrize(
    ("mode", "pad", "want"),
    [
        ("constant", (-1, 2), [1, 2, 0, 0]),
        ("reflect", (-1, 2), [1, 2, 1, 0]),
        ("replicate", (-1, 2), [1, 2, 2, 2]),
        ("circular", (-1, 2), [1, 2, 1, 2]),
        ("reflect", (2, 2), [2, 1, 0, 1, 2, 1, 0]),
        ("circular", (3, 3), [0, 1, 2] * 3),
        ("replicate", (0, 0), [0, 1, 2]),
        ("constant", (-3, 1), [0]),
    ],
)
def test_pads_below_zero_and_as_long_as_the_input(mode, pad, want) -> None:
    assert F.pad(ct.arange(3)[None], pad, mode)[0].tolist() == want


@pytest.mark.parametrize("mode", MODES)
def test_pads_of_three_dims_and_their_gradients(mode) -> None:
    pad = (1, 2, 0, 1, 2, 1)
    x = ct.randn(1, 3, 2, 3, dtype=ct.float64, requires_grad=True)
    widths = [(0, 0), (2, 1), (0, 1), (1, 2)]
    kind = {"replicate": "edge", "circular": "wrap"}.get(mode, mode)
    np.testing.assert_array_equal(
        F.pad(x, pad, mode).detach(), np.pad(x.detach().numpy(), widths, kind)
    )
    x = ct.randn(1, 1, 2, 3, dtype=ct.float64, requires_grad=True)
    assert gradcheck(lambda t: F.pad(t, (1, 1, 1, 0), mode) ** 2, (x,))
    assert gradgradcheck(lambda t: F.pad(t, (1, 1, 1, 0), mode) ** 2, (x,))


@pytest.mark.parametrize(
    ("pad", "mode", "error"),
    [
        ((1,), "constant", r"pad: expected pairs"),
        ((1, 1, 1, 1, 1, 1), "constant", r"pad: expected at most two"),
        ((-2, -2), "constant", r"constant_pad_nd: expected pads that leave"),
        ((-4, 5), "constant", r"constant_pad_nd: expected pads that leave"),
        ((3, 0), "reflect", r"pad: expected a padding of 0 to 2"),
        ((4, 0), "circular", r"pad: expected a padding of 0 to 3"),
        ((2**62, 2**62), "replicate", r"expected pads that leave|too large"),
        ((2**63 - 1, 1), "constant", r"expected pads that leave|too large"),
    ],
)
def test_pads_that_do_not_fit(pad, mode, error) -> None:
    with pytest.raises(RuntimeError, match=error):
        F.pad(ct.zeros(2, 3), pad, mode)


def test_modes_and_values_that_are_refused() -> None:
    x = ct.zeros(2, 3)
    with pytest.raises(NotImplementedError, match=r"pad: expected mode .*'other'"):
        F.pad(x, (1, 1), "other")
    with pytest.raises(NotImplementedError, match=r"pad: expected 'reflect' pads of"):
        F.pad(x, (1, 1, 1, 1), "reflect")
    with pytest.raises(RuntimeError, match=r"pad: expected no value"):
        F.pad(x, (1, 1), "reflect", 1.0)
    assert F.pad(x, ()).shape == (2, 3)
    assert F.pad(ct.zeros(0, 3), (1, 1), value=2.0).shape == (0, 5)
    assert F.pad(ct.zeros(2, 0), (1, 1), value=2.0).tolist() == [[2, 2]] * 2


def test_repeats_one_for_all_and_one_for_each() -> None:
    x = ct.tensor([[1, 2], [3, 4]])
    assert x.repeat_interleave(2).tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    assert x.repeat_interleave(ct.tensor([2, 0]), 0).tolist() == [[1, 2], [1, 2]]
    assert x.repeat_interleave(ct.tensor(2), 1).tolist() == [[1, 1, 2, 2], [3, 3, 4, 4]]
    assert x.repeat_interleave(0, 0).shape == (0, 2)
    assert ct.tensor(5).repeat_interleave(3).tolist() == [5, 5, 5]
    places = ct.repeat_interleave(ct.tensor([1, 0, 2], dtype=ct.int32))
    assert places.tolist() == [0, 2, 2] and places.dtype == ct.int32
    assert x.repeat_interleave(1, 0).data_ptr() != x.data_ptr()


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda x: x.repeat_interleave(-1), "at least 0"),
        (lambda x: x.repeat_interleave(2**62), "fits"),
        (lambda x: x.repeat_interleave(ct.tensor([1, -1]), 0), "at least 0.* got -1"),
        (lambda x: x.repeat_interleave(ct.tensor([2**62] * 2), 0), "fits|memory|large"),
        (lambda x: x.repeat_interleave(ct.tensor([1.0, 1]), 0), "an index of dtype"),
        (lambda x: x.repeat_interleave(ct.tensor([1, 1, 1]), 0), "one for all"),
        (lambda x: x.repeat_interleave(2, 0, output_size=3), "output_size"),
        (
            lambda x: x.repeat_interleave(ct.tensor([2, 2]), 0, output_size=3),
            "output_size",
        ),
        (lambda x: x.put(ct.tensor([0, 4]), x[0]), "out of bounds"),
        (lambda x: x.put(ct.tensor([0]), x[0]), "as many elements"),
        (lambda x: x.hsplit(3), "hsplit: expected a number of parts"),
        (lambda x: x[0].vsplit(1), "vsplit: expected at least 2 dims"),
    ],
)
def test_what_does_not_fit_is_refused(call, error) -> None:
    with pytest.raises((RuntimeError, IndexError), match=error):
        call(ct.ones(2, 2))


def test_put_in_place_keeps_the_gradient() -> None:
    x = ct.ones(2, 2, dtype=ct.float64, requires_grad=True)
    v = ct.tensor([2.0, 3.0], dtype=ct.float64, requires_grad=True)
    y = x * 1
    assert y.put_(ct.tensor([-1, 0]), v) is y
    assert y.tolist() == [[3, 1], [1, 2]]
    (y * ct.tensor([[1.0, 2], [3, 4]])).sum().backward()
    assert x.grad.tolist() == [[0, 2], [3, 0]] and v.grad.tolist() == [4, 1]


@pytest.mark.parametrize("reduce", ["prod", "amax", "amin", "mean"])
@pytest.mark.parametrize("include_self", [True, False])
def test_folds_at_places_have_both_gradients(reduce, include_self) -> None:
    """With none, one and several zeros at a place, and with ties."""
    index = ct.tensor([0, 0, 1, 1, 1, 3, 0])
    src = [2.0, 3, 0, 1.5, 4, 0, 0.5] if reduce != "prod" else [2.0, 0, 0, 0, 4, 0, 5]
    x = ct.tensor([1.5, 2.5, -1, 0], dtype=ct.float64, requires_grad=True)
    s = ct.tensor(src, dtype=ct.float64, requires_grad=True)

    def f(x, s):
        y = x.scatter_reduce(0, index, s, reduce, include_self=include_self)
        z = x.index_reduce(0, index, s, reduce, include_self=include_self)
        return y * z

    assert (f(x, s) >= 0).all()
    if reduce in ("prod", "mean"):
        assert gradcheck(f, (x, s)) and gradgradcheck(f, (x, s))


def test_equal_extremes_at_a_place_share_the_gradient() -> None:
    x = ct.tensor([2.0, 5.0], requires_grad=True)
    s = ct.tensor([2.0, 2, 1], requires_grad=True)
    index = ct.tensor([0, 0, 0])
    x.scatter_reduce(0, index, s, "amax").sum().backward()
    third = pytest.approx(1 / 3)
    assert x.grad.tolist() == [third, 1] and s.grad.tolist() == [third, third, 0]
    s.grad = None
    x.scatter_reduce(0, index, s, "amax", include_self=False).sum().backward()
    assert s.grad.tolist() == [0.5, 0.5, 0]


def test_folds_of_integers_and_nan() -> None:
    index = ct.tensor([0, 0, 2])
    x = ct.tensor([200, 7, 9], dtype=ct.uint8)
    s = ct.tensor([3, 5, 250], dtype=ct.uint8)
    assert x.scatter_reduce(0, index, s, "amax").tolist() == [200, 7, 250]
    least = x.scatter_reduce(0, index, s, "amax", include_self=False)
    assert least.tolist() == [5, 7, 250]
    assert x.scatter_reduce(0, index, s, "mean").tolist() == [69, 7, 129]
    nan = ct.tensor([1.0, np.nan, 2])
    found = ct.zeros(3).scatter_reduce(0, index, nan, "amax").tolist()
    assert np.isnan(found[0]) and found[1:] == [0, 2]


def test_gradient_of_samples() -> None:
    x = ct.tensor([[1.0, 2, 4, 8], [0, 1, 4, 9]], dtype=ct.float64)
    at = ct.tensor([0.0, 1, 3, 4], dtype=ct.float64)
    for order in (1, 2):
        got = ct.gradient(x, spacing=(at,), dim=1, edge_order=order)[0]
        want = np.gradient(x.numpy(), at.numpy(), axis=1, edge_order=order)
        np.testing.assert_allclose(got.numpy(), want)
        got = np.gradient(x, 0.5, axis=1, edge_order=order)
        want = np.gradient(x.numpy(), 0.5, axis=1, edge_order=order)
        np.testing.assert_allclose(got.numpy(), want)
    assert len(ct.gradient(x)) == 2
    with pytest.raises(RuntimeError, match="gradient: expected at least 3 samples"):
        ct.gradient(x, edge_order=2)
    with pytest.raises(RuntimeError, match="gradient: expected distinct dims"):
        ct.gradient(x, dim=(0, 0))


def test_histograms_are_numpys() -> None:
    a = np.random.default_rng(0).standard_normal((50, 2))
    x = ct.tensor(a)
    for bins, limits in ((7, None), (3, (-1.0, 1.0))):
        got = x.histogram(bins, range=limits, weight=x.abs(), density=True)
        want = np.histogram(a, bins, limits, True, np.abs(a))
        for g, w in zip(got, want, strict=True):
            np.testing.assert_allclose(g.numpy(), w)
    ends = ct.tensor([-1.0, 0, 0.5], dtype=ct.float64)
    got = ct.histogramdd(x, [ends, ends])
    want, _ = np.histogramdd(a, [ends.numpy()] * 2)
    np.testing.assert_array_equal(got.hist.numpy(), want)
    assert ct.histogram(ct.tensor([np.nan, 1.0, 1.0]), ct.tensor([0.0, 1])).hist == 2
    for bad, error in ((0, "at least 1 bin"), (2, "finite range")):
        with pytest.raises(RuntimeError, match=f"histogram: expected .*{error}"):
            ct.histogram(ct.tensor([np.inf, 0]), bad)
    with pytest.raises(NotImplementedError, match="histogram: expected a floating"):
        ct.histogram(ct.tensor([1]), 2)


def test_unravel_index_and_parts() -> None:
    at = ct.tensor([3, 5])
    assert [t.tolist() for t in ct.unravel_index(at, (2, 3))] == [[1, 1], [0, 2]]
    assert ct.unravel_index(at.byte(), (2, 3))[0].dtype == ct.int64
    with pytest.raises(TypeError, match="unravel_index: expected indices"):
        ct.unravel_index(ct.zeros(2), (2, 3))
    with pytest.raises(ValueError, match="unravel_index: expected sizes"):
        ct.unravel_index(at, (-2, 3))
    x = ct.arange(8).reshape(2, 2, 2)
    assert x.dsplit(2)[1].tolist() == [[[1], [3]], [[5], [7]]]
    assert [len(p) for p in ct.arange(3).split_with_sizes([1, 2])] == [1, 2]
    assert len(ct.unsafe_chunk(x, 2)) == len(x.unsafe_split(1)) == 2


@pytest.mark.isa
@pytest.mark.parametrize("n", [16383, 16384, 16385, 40000])
@pytest.mark.parametrize("mode", ["constant", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("dtype", [ct.uint8, ct.bfloat16, ct.float32, ct.complex128])
def test_lines_longer_than_a_piece(n, mode, dtype) -> None:
    x = ct.arange(3 * n).to(dtype).view(3, n)
    kinds = {"constant": "constant", "replicate": "edge", "circular": "wrap"}
    before = np.arange(3 * n).reshape(3, n)
    expected = np.pad(before, [(0, 0), (7, 5)], kinds.get(mode, mode))
    padded = F.pad(x, (7, 5), mode=mode)
    assert ct.equal(padded, ct.from_numpy(expected).to(dtype))
    back = F.pad(x.t().contiguous().t(), (7, 5), mode=mode)
    assert ct.equal(padded, back)
