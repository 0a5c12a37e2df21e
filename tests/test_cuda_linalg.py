"""Triangular factors, solutions, determinants on the device `cuda` beside the CPU."""

import numpy as np
import pytest
from on_cuda import check

import ctensor as ct

pytestmark = pytest.mark.cuda
each_dtype = pytest.mark.parametrize(
    "dtype", ["float32", "float64", "complex64", "complex128"]
)
SIZES = [1, 2, 5, 16, 17, 70]


def matrices(*shape: int, dtype: str, seed: int = 0) -> ct.Tensor:
    rng = np.random.default_rng(seed + sum(shape))
    values = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    dtype = getattr(ct, dtype)
    return ct.tensor(values if dtype.is_complex else values.real).to(dtype)


def real(x):
    """Complex numbers as their parts, for which `check` has directions."""
    if isinstance(x, tuple):
        return tuple(real(t) for t in x)
    return ct.view_as_real(x) if x.is_complex() else x


@each_dtype
@pytest.mark.parametrize("n", SIZES)
def test_factors_and_solutions(n, dtype) -> None:
    x, b = matrices(3, n, n, dtype=dtype), matrices(3, n, 4, dtype=dtype, seed=1)
    x = x + 2 * n * ct.eye(n, dtype=x.dtype)  # far from singular
    eps = 4096
    check(lambda x: real(ct.linalg.cholesky(x @ x.mH)), x / n, eps=eps)
    check(lambda x, b: real(ct.linalg.solve(x, b)), x, b, eps=eps)
    check(lambda x, b: real(ct.linalg.solve(x[0], b[0, :, 0])), x, b, eps=eps)
    check(lambda x: real(ct.linalg.inv(x.mT)), x, eps=eps)
    check(lambda x: real(ct.linalg.det(x / (2 * n))), x, eps=eps, grad=False)
    check(lambda x: real(tuple(ct.linalg.slogdet(x))), x, eps=eps)
    for upper in (False, True):
        for unit in (False, True):
            how = {"upper": upper, "unitriangular": unit}
            check(
                lambda x, b, h=how: real(ct.linalg.solve_triangular(x / n, b, **h)),
                x, b, eps=eps,
            )  # fmt: skip


@each_dtype
@pytest.mark.parametrize("shape", [(5, 5), (2, 7, 3), (2, 3, 7), (40, 40), (1, 1)])
def test_lu(shape, dtype) -> None:
    x = matrices(*shape, dtype=dtype)
    check(lambda x: real(tuple(ct.linalg.lu(x))), x, eps=4096)
    host, device = ct.linalg.lu_factor(x), ct.linalg.lu_factor(x.cuda())
    assert (host.pivots == device.pivots.cpu()).all()


def test_what_fails() -> None:
    singular = ct.tensor([[[1.0, 2], [2, 4]], [[1, 0], [0, 1]]])
    for call in (
        ct.linalg.inv,
        ct.linalg.cholesky,
        ct.linalg.lu_factor,
        lambda x: ct.linalg.solve(x, x),
    ):
        with pytest.raises(ct.linalg.LinAlgError) as want:
            call(singular)
        with pytest.raises(ct.linalg.LinAlgError) as got:
            call(singular.cuda())
        assert str(got.value) == str(want.value)
    inverse, info = ct.linalg.inv_ex(singular.cuda())
    assert info.tolist() == [2, 0]
    assert inverse[0].isnan().all()
    assert (inverse[1].cpu() == ct.eye(2)).all()
    check(ct.linalg.det, singular, grad=False)
    check(lambda x: tuple(ct.linalg.slogdet(x)), singular, grad=False)


def test_of_no_elements() -> None:
    check(ct.linalg.det, ct.zeros(3, 0, 0), grad=False)
    check(ct.linalg.inv, ct.zeros(0, 3, 3))
    check(lambda x: ct.linalg.solve(x, x[..., :0]), ct.eye(3).reshape(1, 3, 3))
