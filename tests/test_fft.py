"""Fourier transforms: errors of all lengths, layouts, scales, forms, windows."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck

RNG = np.random.default_rng(3)
INF, NAN = float("inf"), float("nan")
PRECISIONS = [(ct.float32, ct.complex64), (ct.float64, ct.complex128)]
each_precision = pytest.mark.parametrize(
    "dtypes", PRECISIONS, ids=["float32", "float64"]
)
# All small ones, whose factors are in every order; a large prime and its neighbours,
# products of those that have a pass, both sides of 61 and of 4096, long lines.
SMALL = [*range(1, 41), 48, 49, 59, 61, 62, 64, 67, 72, 100, 121, 122, 128, 134, 169]
LARGE = [256, 360, 509, 512, 625, 1000, 1001, 2048, 2187, 3721, 4096, 4099, 6000, 8192]
HUGE = [30030, 65536, 98304]


def draw(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape) + 1j * RNG.standard_normal(shape)


def error(got: ct.Tensor, want: np.ndarray) -> float:
    """The relative error in the 2-norm, in units of eps."""
    eps = np.finfo(got.dtype.to_real().dtype).eps
    got = got.numpy().astype(np.clongdouble)
    return float(np.linalg.norm(got - want) / max(np.linalg.norm(want), 1e-300) / eps)


def bound(n: int) -> float:
    """That of a transform of n numbers whose steps each have an error of eps."""
    return 2 + 1.5 * np.sqrt(np.log2(n) + 1)


def direct(x: np.ndarray) -> np.ndarray:
    """The definition, in long double: sums of products with roots of 1."""
    n = x.shape[-1]
    k = np.arange(n)
    angle = np.longdouble(2) * np.arctan2(np.longdouble(0), np.longdouble(-1)) / n
    roots = np.cos(angle * k) - 1j * np.sin(angle * k)
    return x.astype(np.clongdouble) @ roots[np.outer(k, k) % n]


@each_precision
@pytest.mark.parametrize("n", [*range(1, 20), 31, 45, 64, 67, 97])
def test_the_definition(n, dtypes) -> None:
    x = ct.tensor(draw(n)).to(dtypes[1])
    want = direct(x.numpy())
    assert error(ct.fft.fft(x), want) < bound(n)
    assert error(
        ct.fft.ifft(ct.tensor(want.astype(complex)).to(dtypes[1])), x.numpy()
    ) < bound(n)


def check_line(n: int, real: ct.dtype, whole: ct.dtype) -> None:
    """All transforms of one line."""
    z = ct.tensor(draw(n)).to(whole)
    x = ct.tensor(RNG.standard_normal(n)).to(real)
    higher = complex if whole == ct.complex64 else np.clongdouble
    wide, line = z.numpy().astype(higher), x.numpy().astype(higher).real
    half = ct.tensor(np.fft.rfft(x.numpy().astype(float))).to(whole)
    limit = bound(n) * (3 if n > 61 else 1)  # of a convolution
    assert error(ct.fft.fft(z), np.fft.fft(wide)) < limit
    assert error(ct.fft.ifft(z), np.fft.ifft(wide)) < limit
    assert error(ct.fft.rfft(x), np.fft.rfft(line)) < limit
    assert error(ct.fft.fft(x), np.fft.fft(line)) < limit
    assert error(ct.fft.ihfft(x), np.fft.ihfft(line)) < limit
    half_wide = half.numpy().astype(higher)
    assert error(ct.fft.irfft(half, n), np.fft.irfft(half_wide, n)) < limit
    assert error(ct.fft.hfft(half, n), np.fft.hfft(half_wide, n)) < limit


@each_precision
@pytest.mark.parametrize("sizes", [SMALL, LARGE, HUGE], ids=["small", "large", "huge"])
def test_lines_of_all_lengths(sizes, dtypes) -> None:
    for n in sizes:
        check_line(n, *dtypes)


def test_a_long_prime() -> None:
    n = 65537
    z = draw(n)
    assert error(ct.fft.fft(ct.tensor(z).to(ct.complex64)), np.fft.fft(z)) < 3 * bound(
        n
    )
    assert error(ct.fft.ifft(ct.fft.fft(ct.tensor(z))), z) < 6 * bound(n)


@each_precision
@pytest.mark.parametrize(
    ("shape", "dim"),
    [((n, c), 0) for n in (1, 6, 17, 67) for c in (1, 3, 16, 37)]
    + [((c, n), 1) for n in (1, 6, 17, 64, 67, 256) for c in (2, 16, 37)]
    + [((3, n, 5), 1) for n in (2, 7, 32, 67)]
    + [((2, 8, 40), 1), ((2, 4100, 3), 1), ((40, 512), 1), ((3, 1000), 1)],
    ids=str,
)
def test_lines_side_by_side(shape, dim, dtypes) -> None:
    z = ct.tensor(draw(*shape)).to(dtypes[1])
    x = z.real.contiguous()
    wide, n = z.numpy().astype(np.clongdouble), shape[dim]
    assert error(ct.fft.fft(z, dim=dim), np.fft.fft(wide, axis=dim)) < 3 * bound(n)
    half = np.fft.rfft(wide.real, axis=dim)
    assert error(ct.fft.rfft(x, dim=dim), half) < 3 * bound(n)
    assert error(ct.fft.ihfft(x, dim=dim) * n, half.conj()) < 3 * bound(n)
    assert error(ct.fft.fft(x, dim=dim), np.fft.fft(wide.real, axis=dim)) < 3 * bound(n)
    got = ct.fft.irfft(ct.tensor(half.astype(complex)).to(dtypes[1]), n, dim)
    assert error(got, wide.real) < 3 * bound(n)


def check_lines(shape: tuple[int, ...], dim: int, real: ct.dtype) -> None:
    """All transforms of many lines, and of those of a tensor that is not contiguous."""
    n = shape[dim]
    whole = ct.complex64 if real == ct.float32 else ct.complex128
    z = ct.tensor(draw(*shape)).to(whole)
    x, wide = z.real.contiguous(), z.numpy().astype(np.clongdouble)
    half = np.fft.rfft(wide.real, axis=dim)
    limit = bound(n) * (3 if n > 61 else 1)
    got = ct.fft.irfft(ct.tensor(half.astype(complex)).to(whole), n, dim)
    assert error(got, wide.real) < 2 * limit
    assert error(ct.fft.fft(z, dim=dim), np.fft.fft(wide, axis=dim)) < limit
    assert error(ct.fft.ifft(z, dim=dim), np.fft.ifft(wide, axis=dim)) < limit
    assert error(ct.fft.rfft(x, dim=dim), half) < limit
    assert error(ct.fft.fft(x, dim=dim), np.fft.fft(wide.real, axis=dim)) < limit
    turned = x.transpose(0, -1).contiguous().transpose(0, -1)
    assert error(ct.fft.rfft(turned, dim=dim), half) < limit


@pytest.mark.isa
@pytest.mark.parametrize("real", [ct.float32, ct.float64], ids=str)
@pytest.mark.parametrize("n", range(1, 25))
def test_short_lines(n, real) -> None:
    """Joined to whole vectors, in groups that are full or not."""
    for count in (2, 15, 16, 33, 127, 128, 129, 300):
        check_lines((count, n), 1, real)


@pytest.mark.isa
@pytest.mark.parametrize("real", [ct.float32, ct.float64], ids=str)
@pytest.mark.parametrize("side", [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33])
def test_few_lines_beside_each_other(side, real) -> None:
    """As rows, if there are more of those than lines in them, or some to a vector."""
    for n in (1, 2, 3, 8, 9, 12, 20):
        for count in (1, side - 1 or 2, side, 2 * side + 1, 40):
            check_lines((count, n, side), 1, real)


@pytest.mark.isa
@pytest.mark.parametrize("real", [ct.float32, ct.float64], ids=str)
@pytest.mark.parametrize(
    ("shape", "dim"),
    [((18, n), 1) for n in (61, 67, 127, 131, 134, 504, 511, 512, 1008, 1024)]
    + [((5, n), 1) for n in (67, 101, 202)]
    + [((17, n), 1) for n in (4080, 4096, 4104, 8192, 8208)]
    + [((n, c), 0) for n in (4096, 4104, 8208) for c in (3, 16, 17)]
    + [((n, c), 0) for n in (992, 1000, 1024, 2000) for c in (2, 3, 5, 6)]
    + [((2, n, 3), 1) for n in (992, 1000, 2000)]
    + [((n, 17), 0) for n in (65536, 65600)]
    + [((9, n, 8), 1) for n in (511, 512, 513, 1024, 1026)],
    ids=str,
)
def test_both_sides_of_each_limit(shape, dim, real) -> None:
    check_lines(shape, dim, real)


@pytest.mark.parametrize("n", [1, 2, 9, 12, 64, 67, 256])
def test_gradients_of_many_real_lines(n) -> None:
    x, half = ct.tensor(RNG.standard_normal((20, n))), ct.tensor(draw(20, n // 2 + 1))
    weights = draw(20, n)
    x.requires_grad_()
    (ct.fft.rfft(x) * ct.tensor(weights[:, : n // 2 + 1])).real.sum().backward()
    padded = np.pad(weights[:, : n // 2 + 1], ((0, 0), (0, n - n // 2 - 1)))
    assert error(x.grad, np.fft.fft(padded).real) < 3 * bound(n)
    half.requires_grad_()
    (ct.fft.irfft(half, n) * ct.tensor(weights.real)).sum().backward()
    k = np.arange(n // 2 + 1)
    twice = np.where((k == 0) | (2 * k == n), 1, 2)
    assert error(half.grad, np.fft.rfft(weights.real) * twice / n) < 3 * bound(n)


def test_lines_do_not_touch_each_other() -> None:
    x = np.ones((40, 24))
    x[::3] *= 1e-30
    x[1::3] *= 1e30
    x[5, 3], x[17, 0] = NAN, INF
    for y in (ct.fft.fft(ct.tensor(x)), ct.fft.rfft(ct.tensor(x))):
        sums = np.abs(y.numpy()[:, 0])
        good = np.ones(40, bool)
        good[[5, 17]] = False
        np.testing.assert_allclose(sums[good], np.abs(x.sum(1))[good], 1e-14)
        assert np.isfinite(y.numpy()[good]).all()
        assert np.isnan(y.numpy()[[5, 17]]).any(1).all()


def test_constants_and_impulses_are_exact() -> None:
    for n in (4, 15, 16, 60, 256, 1024):
        y = ct.fft.fft(ct.full((n,), 3.0))
        assert y[0].item() == 3 * n
        assert ct.fft.fft(ct.eye(1, n)[0]).tolist() == [1] * n
        assert ct.fft.rfft(ct.zeros(n)).abs().max().item() == 0


@pytest.mark.parametrize("threads", [1, 3])
def test_any_number_of_threads_gives_the_same_bits(threads) -> None:
    x = ct.tensor(draw(1 << 17)).to(ct.complex64)
    many = ct.tensor(draw(300, 96)).to(ct.complex64)
    before = ct.get_num_threads()
    want = [ct.fft.fft(x), ct.fft.fft(many), ct.fft.fft(many, dim=0)]
    try:
        ct.set_num_threads(threads)
        got = [ct.fft.fft(x), ct.fft.fft(many), ct.fft.fft(many, dim=0)]
    finally:
        ct.set_num_threads(before)
    assert all(ct.equal(a, b) for a, b in zip(got, want, strict=True))


def test_more_plans_than_are_kept_from_many_threads() -> None:
    x = ct.tensor(draw(400))
    wants = {n: np.fft.fft(x.numpy()[:n]) for n in range(1, 400, 3)}
    bad = []

    def work(step: int) -> None:
        for n in [*wants][::step]:
            if not np.allclose(ct.fft.fft(x[:n]).numpy(), wants[n]):
                bad.append(n)

    threads = [threading.Thread(target=work, args=(step,)) for step in (1, -1, 2, -3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not bad


# ---- forms ----------------------------------------------------------------------

BAD = [
    (lambda: ct.fft.fft(ct.ones(3).half()), RuntimeError, "float16"),
    (lambda: ct.fft.rfft(ct.ones(3).bfloat16()), RuntimeError, "bfloat16"),
    (lambda: ct.fft.rfft(ct.ones(3) + 0j), RuntimeError, "a real dtype"),
    (lambda: ct.fft.ihfftn(ct.ones(3) + 0j), RuntimeError, "a real dtype"),
    (lambda: ct.fft.fft(ct.tensor(1.0)), RuntimeError, "0-d"),
    (lambda: ct.fft.fft(ct.ones(0)), RuntimeError, "at least 1"),
    (lambda: ct.fft.fft(ct.ones(3), 0), RuntimeError, "at least 1"),
    (lambda: ct.fft.fft(ct.ones(3), -1), RuntimeError, "at least 1"),
    (lambda: ct.fft.irfft(ct.ones(1)), RuntimeError, "at least 1"),
    (lambda: ct.fft.fft(ct.ones(3), dim=1), IndexError, "dim"),
    (lambda: ct.fft.rfftn(ct.ones(3), dim=()), RuntimeError, "at least 1 dim"),
    (lambda: ct.fft.fftn(ct.ones(3, 4), (2,), (0, 1)), RuntimeError, "size for each"),
    (lambda: ct.fft.fftn(ct.ones(3, 4), (2, 2, 2)), RuntimeError, "size for each"),
    (lambda: ct.fft.fftn(ct.ones(3, 4), dim=(0, 0)), RuntimeError, "dim"),
    (lambda: ct.fft.fftn(ct.ones(3, 4), (0, 2)), RuntimeError, "at least 1"),
    (lambda: ct.fft.fft2(ct.ones(3)), IndexError, "dim"),
    (lambda: ct.fft.fft(ct.ones(3), out=ct.ones(3)), RuntimeError, "complex64"),
    (lambda: ct.fft.fftfreq(4, dtype=ct.int64), RuntimeError, "floating"),
    (lambda: ct.hann_window(-1), RuntimeError, "at least 0"),
    (lambda: ct.hann_window(4, dtype=ct.int64), RuntimeError, "floating"),
    (lambda: ct.signal.windows.hann(-1), ValueError, "at least 0"),
    (lambda: ct.signal.windows.kaiser(4, beta=-1.0), ValueError, "beta"),
    (lambda: ct.signal.windows.gaussian(4, std=0), ValueError, "std"),
    (lambda: ct.signal.windows.exponential(4, tau=0), ValueError, "tau"),
    (lambda: ct.signal.windows.exponential(4, center=1.0), ValueError, "center"),
    (lambda: ct.signal.windows.general_cosine(4, a=[]), ValueError, "coefficients"),
]


@pytest.mark.parametrize(("call", "kind", "words"), BAD)
def test_what_is_refused(call, kind, words) -> None:
    with pytest.raises(kind, match=words):
        call()
    with pytest.raises(RuntimeError, match=r"^fft\.fft: expected "):
        ct.fft.fft(ct.ones(0))


def test_dtypes_and_shapes() -> None:
    assert ct.fft.fft(ct.tensor([True, False])).dtype == ct.complex64
    assert ct.fft.rfft(ct.arange(5)).dtype == ct.complex64
    assert ct.fft.irfft(ct.ones(3, dtype=ct.float64)).dtype == ct.float64
    assert ct.fft.fftn(ct.tensor(2.0)).item() == 2 + 0j
    assert ct.fft.fftn(ct.ones(3), dim=()).dtype == ct.complex64
    assert ct.fft.fft(ct.ones(0, 3)).shape == (0, 3)
    assert ct.fft.rfft(ct.ones(2, 0, 3)).shape == (2, 0, 2)
    assert ct.fft.irfftn(ct.ones(0, 3), dim=1).shape == (0, 4)
    assert ct.fft.rfft(ct.ones(5, 4, device="meta"), dim=0).shape == (3, 4)
    assert ct.fft.fftn(ct.ones(3, 4), s=(-1, 2)).shape == (3, 2)
    out = ct.empty(0, dtype=ct.complex128)
    assert ct.fft.fft2(ct.ones(2, 3), out=out) is out
    assert out.tolist() == [[6, 0, 0], [0, 0, 0]]


def test_two_dims_and_shifts() -> None:
    x, z = RNG.standard_normal((3, 4, 5)), draw(3, 4, 5)
    for name in ("fft2", "ifft2", "rfft2", "irfft2"):
        given = x if name == "rfft2" else z
        for dims in ((-2, -1), (0, 2)):
            want = getattr(np.fft, name)(given, None, dims, "ortho")
            got = getattr(ct.fft, name)(ct.tensor(given), None, dims, "ortho")
            np.testing.assert_allclose(got.numpy(), want, 1e-12, 1e-12)
    np.testing.assert_allclose(
        ct.fft.ihfft2(ct.fft.hfft2(ct.tensor(z), (4, 7)), (4, 7)).numpy()[0, 1:, 1:4],
        z[0, 1:, 1:4],
        1e-12,
    )
    for name in ("fftshift", "ifftshift"):
        for dims in (None, 1, (0, -1)):
            want = getattr(np.fft, name)(x, dims)
            assert (getattr(ct.fft, name)(ct.tensor(x), dims).numpy() == want).all()
    for n in (1, 4, 5):
        for name in ("fftfreq", "rfftfreq"):
            got = getattr(ct.fft, name)(n, 0.5, dtype=ct.float64)
            np.testing.assert_allclose(got.numpy(), getattr(np.fft, name)(n, 0.5))
    assert ct.fft.fftfreq(0).shape == (0,)
    out = ct.empty(0)
    assert ct.fft.fftfreq(4, out=out) is out
    assert out.tolist() == [0, 0.25, -0.5, -0.25]
    assert ct.fft.rfftfreq(4, requires_grad=True).requires_grad


# ---- windows, frames ----------------------------------------------------------------


def test_windows() -> None:
    for n in (0, 1, 2, 3, 8, 9):
        for name in ("hanning", "hamming", "blackman", "bartlett"):
            name_here = "hann" if name == "hanning" else name
            want = getattr(np, name)(n)
            windows = [
                getattr(ct, f"{name_here}_window")(n, False, dtype=ct.float64),
                getattr(ct.signal.windows, name_here)(n, dtype=ct.float64),
            ]
            if n > 1:
                whole = getattr(ct, f"{name_here}_window")(n - 1, dtype=ct.float64)
                windows.append(ct.cat([whole, whole[:1]]) if n > 2 else windows[0])
            for window in windows:
                np.testing.assert_allclose(window.numpy(), want, 1e-12, 1e-12)
        np.testing.assert_allclose(
            ct.kaiser_window(n, False, 5.0, dtype=ct.float64).numpy(), np.kaiser(n, 5)
        )
    windows = ct.signal.windows
    assert windows.cosine(2).tolist() == pytest.approx([0.5**0.5] * 2)
    assert windows.gaussian(3, std=2).tolist() == pytest.approx(
        [np.exp(-1 / 8), 1, np.exp(-1 / 8)]
    )
    assert windows.exponential(3, center=0, sym=False).tolist() == pytest.approx(
        np.exp([0.0, -1, -2]).tolist()
    )
    assert windows.nuttall(3).tolist() == pytest.approx([0.0003628, 1, 0.0003628])
    assert windows.general_hamming(3, alpha=0.7).tolist() == pytest.approx(
        [0.4, 1, 0.4]
    )
    assert ct.hann_window(4, dtype=ct.float16, requires_grad=True).requires_grad


def frames_of(x: np.ndarray, n: int, hop: int, window: np.ndarray) -> np.ndarray:
    starts = range(0, len(x) - n + 1, hop)
    return np.stack([np.fft.fft(x[i : i + n] * window) for i in starts], -1)


@pytest.mark.parametrize("mode", ["reflect", "constant", "replicate", "circular"])
def test_stft(mode) -> None:
    x = RNG.standard_normal((2, 30))
    names = {"replicate": "edge", "circular": "wrap"}
    padded = np.pad(x, ((0, 0), (4, 4)), names.get(mode, mode))
    window = np.pad(np.hanning(6), (1, 1))
    want = np.stack([frames_of(row, 8, 3, window) for row in padded])
    options = {"window": ct.tensor(np.hanning(6)), "win_length": 6, "pad_mode": mode}
    got = ct.stft(ct.tensor(x), 8, 3, return_complex=True, **options)
    np.testing.assert_allclose(got.numpy(), want[:, :5], 1e-12, 1e-12)
    got = ct.stft(
        ct.tensor(x[0]), 8, 3, onesided=False, return_complex=False, **options
    )
    np.testing.assert_allclose(ct.view_as_complex(got).numpy(), want[0], 1e-12, 1e-12)
    got = ct.stft(ct.tensor(x + 0j), 8, 3, normalized=True, **options)
    np.testing.assert_allclose(got.numpy() * 8**0.5, want, 1e-12, 1e-12)
    plain = ct.stft(
        ct.tensor(padded), 8, 3, 6, options["window"], False, return_complex=True
    )
    np.testing.assert_allclose(plain.numpy(), want[:, :5], 1e-12, 1e-12)


@pytest.mark.parametrize("center", [True, False])
def test_istft_brings_the_signal_back(center) -> None:
    x, window = ct.tensor(RNG.standard_normal((2, 40))), ct.hamming_window(8)
    for signal in (x, x + 1j * x.flip(0)):
        options = {"window": window.double(), "center": center, "normalized": True}
        y = ct.stft(signal, 8, 2, return_complex=True, **options)
        options["return_complex"] = signal.is_complex()
        back = ct.istft(y, 8, 2, **options)
        np.testing.assert_allclose(back.numpy(), signal.numpy(), 1e-10, 1e-12)
        longer = ct.istft(y, 8, 2, length=50, **options).numpy()
        np.testing.assert_allclose(longer[:, :40], signal.numpy(), 1e-10, 1e-12)
        assert longer.shape == (2, 50)
        assert (longer[:, 44:] == 0).all()
    with pytest.raises(RuntimeError, match="add up"):
        ct.istft(
            y,
            8,
            2,
            window=ct.hann_window(8).double(),
            center=False,
            return_complex=True,
        )


def test_methods_of_frames() -> None:
    x, window = ct.tensor(RNG.standard_normal(40)), ct.hann_window(8).double()
    y = x.stft(8, 2, window=window, return_complex=True)
    assert ct.equal(y, ct.stft(x, 8, 2, window=window, return_complex=True))
    assert ct.equal(y.istft(8, 2, window=window), ct.istft(y, 8, 2, window=window))


STFT_BAD = [
    ({"return_complex": None}, "return_complex"),
    ({"hop_length": 0}, "hop_length"),
    ({"win_length": 9}, "win_length"),
    ({"window": ct.ones(3)}, "window of shape"),
    ({"window": ct.ones(8) + 0j, "onesided": True}, "onesided"),
    ({"align_to_window": True}, "align_to_window"),
    ({"n_fft": 60}, "more elements"),
    ({"n_fft": 60, "center": False}, "n_fft"),
    ({"input": ct.arange(20)}, "floating"),
    ({"input": ct.ones(2, 2, 9)}, "dims"),
]


@pytest.mark.parametrize(("options", "words"), STFT_BAD)
def test_what_stft_refuses(options, words) -> None:
    call = {"input": ct.ones(20), "n_fft": 8, "return_complex": True, **options}
    with pytest.raises(RuntimeError, match=words):
        ct.stft(**call)


def test_gradients_of_frames() -> None:
    x, window = ct.tensor(RNG.standard_normal(12)), ct.hann_window(4).double() + 0.5

    def there_and_back(x, window):
        y = ct.stft(x, 4, 2, window=window, return_complex=True)
        return ct.istft(y * y, 4, 2, window=window)

    assert gradcheck(there_and_back, (x.requires_grad_(), window.requires_grad_()))


def test_numpy_functions_keep_gradients() -> None:
    x = ct.arange(6.0, dtype=ct.float64, requires_grad=True)
    assert np.fft.fft(x, norm="ortho").requires_grad
    np.fft.irfft(np.fft.rfft(x) * 2, 6).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), 2, 1e-12)
    assert np.fft.fft(ct.arange(3)).dtype == ct.complex128
    with pytest.raises(ValueError, match="data points"):
        np.fft.fft(x, 0)
    with pytest.raises(TypeError, match="real"):
        np.fft.rfft(x + 1j)
