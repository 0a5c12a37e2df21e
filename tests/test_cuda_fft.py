"""Fourier transforms on the device `cuda` beside the CPU: sizes of all kinds of
factors, several dims, halves of real ones, odd layouts.
"""

import pytest
from on_cuda import check, drawn

import ctensor as ct

pytestmark = pytest.mark.cuda
each_real = pytest.mark.parametrize("dtype", ["float32", "float64"])
SIZES = [1, 2, 3, 4, 5, 7, 8, 12, 30, 64, 97, 128, 360, 1024, 1536, 1931]


@each_real
@pytest.mark.parametrize("n", SIZES)
def test_lines(n, dtype) -> None:
    x = drawn(3, n, dtype=dtype)
    check(lambda x: ct.view_as_real(ct.fft.fft(x, norm="ortho")), x, eps=256)
    check(lambda x: ct.view_as_real(ct.fft.rfft(x, norm="ortho")), x, eps=256)
    check(lambda x: ct.fft.irfft(ct.fft.rfft(x), n), x, eps=256)
    if n > 1:
        check(lambda x: ct.fft.hfft(ct.complex(x, x.flip(0)), norm="ortho"), x, eps=256)
    check(lambda x: ct.view_as_real(ct.fft.ihfft(x)), x, eps=256)


@each_real
def test_several_dims(dtype) -> None:
    x = drawn(4, 6, 5, 8, dtype=dtype)
    z = ct.complex(x, x.flip(1))
    for dims in ((0,), (1, 2), (0, 1, 2, 3), (3, 0), (-2, -3, -1)):
        for call in (ct.fft.fftn, ct.fft.ifftn):
            check(
                lambda z, f=call, d=dims: ct.view_as_real(f(z, dim=d, norm="ortho")),
                z, eps=256,
            )  # fmt: skip
        check(lambda x, d=dims: ct.view_as_real(ct.fft.rfftn(x, dim=d)), x, eps=256)
        check(lambda z, d=dims: ct.fft.irfftn(z, dim=d), z, eps=256)
        check(lambda z, d=dims: ct.fft.hfftn(z, dim=d), z, eps=256)
    check(lambda x: ct.view_as_real(ct.fft.rfft2(x.mT[::2].flip(3))), x, eps=256)
    check(lambda x: ct.view_as_real(ct.fft.fft2(x, s=(9, 3))), x, eps=256)
    check(lambda x: ct.view_as_real(ct.fft.fft(x, dim=1)), x[:0])
    short = x.reshape(16, 60)
    frames = {"n_fft": 16, "hop_length": 4, "return_complex": True}
    check(lambda x: ct.view_as_real(ct.stft(x, **frames)), short, eps=512)
