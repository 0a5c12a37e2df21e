"""What is drawn by parameters in tensors on the device `cuda`: the CPU's bits."""

import pytest
from on_cuda import FLOATS, drawn

import ctensor as ct

pytestmark = pytest.mark.cuda


def same(call, *arguments) -> None:
    """After the same seed, and the seed's next number after it, too."""
    made = []
    for device in ("cpu", "cuda"):
        ct.manual_seed(7)
        given = [a.to(device) if isinstance(a, ct.Tensor) else a for a in arguments]
        made.append([call(*given), ct.rand(3)])
    (want, after), (got, later) = made
    assert got.is_cuda
    assert (got.dtype, got.shape) == (want.dtype, want.shape)
    assert (got.cpu() == want).all()
    assert (after == later).all()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(), (1,), (3, 5), (300, 7), (0, 3)])
def test_each_by_its_parameters(shape, dtype) -> None:
    mean, std = drawn(*shape, dtype=dtype), drawn(*shape, dtype=dtype, seed=1).abs()
    same(ct.normal, mean, std)
    same(ct.normal, mean, 2.0)
    same(ct.normal, 1.5, std)
    same(ct.bernoulli, std / (std.max() if std.numel() else 1))
    if len(shape) == 2:
        same(ct.normal, mean.mT, std.mT[:1])
        same(lambda x, p: x.clone().bernoulli_(p), mean, (std[:1] / 8).clamp(0, 1))
        same(lambda x, p: x.mT.clone().mT.bernoulli_(p), mean, ct.full([1], 0.5))


def test_parameters_that_are_none() -> None:
    std = ct.tensor([1.0, -2.0, -3.0]).cuda()
    with pytest.raises(RuntimeError, match=r"all elements of std >= 0.*got -2"):
        ct.normal(0.0, std)
    with pytest.raises(RuntimeError, match=r"std >= 0.*got -1"):
        ct.normal(std, -1.0)
    with pytest.raises(RuntimeError, match=r"expected p in \[0, 1\], got -2"):
        ct.bernoulli(std)
