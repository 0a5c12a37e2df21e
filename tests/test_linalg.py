"""Linear algebra: products of the factors, gradients, errors, sizes and scales."""

from __future__ import annotations

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import _C, linalg
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

RNG = np.random.default_rng(7)
INF, NAN = float("inf"), float("nan")
DTYPES = [ct.float64, ct.complex128]
each_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=str)
SIZES = [(3, 3), (2, 5, 3), (2, 3, 5), (1, 1), (4, 0), (0, 4), (0, 3, 3), (2, 0, 0)]
each_size = pytest.mark.parametrize("size", SIZES, ids=str)


def draw(*size: int, dtype: ct.dtype = ct.float64) -> ct.Tensor:
    x = RNG.standard_normal(size)
    if dtype.is_complex:
        x = x + 1j * RNG.standard_normal(size)
    return ct.tensor(x).to(dtype)


def adjoint(x: ct.Tensor) -> ct.Tensor:
    return x.conj().transpose(-2, -1)


def positive(x: ct.Tensor) -> ct.Tensor:
    return x @ adjoint(x) + ct.eye(x.shape[-2], dtype=x.dtype)


def scaled(x: ct.Tensor, v: ct.Tensor) -> ct.Tensor:
    """Columns of x times the elements of v."""
    return x * v.unsqueeze(-2).to(x.dtype)


def same(a: ct.Tensor, b: ct.Tensor | np.ndarray, tolerance: float = 1e-9) -> None:
    b = b.numpy() if isinstance(b, ct.Tensor) else b
    np.testing.assert_allclose(a.numpy(), b, tolerance, tolerance)


# ---- values -------------------------------------------------------------------


@each_dtype
@each_size
def test_factors_multiply_to_the_matrix(size, dtype) -> None:
    x = draw(*size, dtype=dtype)
    m, n = size[-2:]
    k = min(m, n)
    for mode in ("reduced", "complete"):
        q, r = linalg.qr(x, mode)
        same(q @ r, x)
        same(r, r.triu())
        assert q.shape[-1] == (m if mode == "complete" else k)
        same(adjoint(q) @ q, ct.eye(q.shape[-1]).expand(*size[:-2], -1, -1))
    assert linalg.qr(x, "r").Q.shape == (0,)
    for full in (False, True):
        u, s, vh = linalg.svd(x, full)
        same(scaled(u[..., :k], s) @ vh[..., :k, :], x)
        same(adjoint(u) @ u, ct.eye(u.shape[-1]).expand(*size[:-2], -1, -1))
        same(vh @ adjoint(vh), ct.eye(vh.shape[-2]).expand(*size[:-2], -1, -1))
        assert (u.shape[-1], vh.shape[-2]) == ((m, n) if full else (k, k))
    same(linalg.svdvals(x), s)
    p, low, up = linalg.lu(x)
    same(p @ low @ up, x)
    same(linalg.pinv(x), np.linalg.pinv(x.numpy()))


@each_dtype
@pytest.mark.parametrize(
    "size",
    [(4, 4), (2, 3, 3), (0, 0), (0, 2, 2), (1, 1), (5, 2, 2), (8, 8), (9, 9)],
    ids=str,
)
def test_square_matrices(size, dtype) -> None:
    x = draw(*size, dtype=dtype)
    h = positive(x)
    values, vectors = linalg.eigh(h)
    same(scaled(vectors, values) @ adjoint(vectors), h)
    same(linalg.eigvalsh(h), values)
    same(linalg.eigh(h.triu(), "U").eigenvalues, values)
    values, vectors = linalg.eig(x)
    same(scaled(vectors, values), x.to(vectors.dtype) @ vectors)
    same(linalg.eigvals(x), values, 1e-7)
    same(linalg.inv(x), np.linalg.inv(x.numpy()))
    same(ct.det(x), np.linalg.det(x.numpy()))
    for got, want in zip(ct.slogdet(x), np.linalg.slogdet(x.numpy()), strict=True):
        same(got, want)
    same(linalg.cholesky(h), np.linalg.cholesky(h.numpy()))
    upper = linalg.cholesky(h, upper=True)
    same(adjoint(upper) @ upper, h)
    same(ct.logdet(h), ct.slogdet(h).logabsdet)


@each_dtype
@pytest.mark.parametrize("driver", ["gelsy", "gels", "gelsd", "gelss"])
@pytest.mark.parametrize("size", [(5, 3), (2, 3, 5), (3, 3)], ids=str)
def test_least_squares(size, driver, dtype) -> None:
    a, b = draw(*size, dtype=dtype), draw(*size[:-1], 2, dtype=dtype)
    got = linalg.lstsq(a, b, driver=driver)
    same(got.solution, np.linalg.pinv(a.numpy()) @ b.numpy())
    if driver != "gels":
        assert (got.rank == 3).all()
    if driver in ("gelsd", "gelss"):
        same(got.singular_values, linalg.svdvals(a))
    if size == (5, 3) and driver != "gelsy":
        same(got.residuals, ((a @ got.solution - b).abs() ** 2).sum(0))
    else:
        assert got.residuals.numel() == 0
    vector = linalg.lstsq(a, b[..., 0], driver=driver).solution
    same(vector, got.solution[..., 0])


def test_least_squares_of_less_than_full_rank() -> None:
    a = ct.ones(4, 3, dtype=ct.float64)
    got = linalg.lstsq(a, a[:, :1])
    assert got.rank.item() == 1
    same(got.solution, np.full((3, 1), 1 / 3))


@each_dtype
def test_solutions(dtype) -> None:
    a, b = draw(2, 3, 3, dtype=dtype), draw(3, 4, dtype=dtype)
    same(a @ linalg.solve(a, b), b.expand(2, 3, 4))
    c = draw(2, 4, 3, dtype=dtype)
    same(linalg.solve(a, c, left=False) @ a, c)
    lu, pivots = linalg.lu_factor(a)
    assert pivots.dtype == ct.int32
    same(linalg.lu_solve(lu, pivots, b), linalg.solve(a, b))
    same(linalg.lu_solve(lu, pivots, b, adjoint=True), linalg.solve(adjoint(a), b))
    same(linalg.lu_solve(lu, pivots, c, left=False), linalg.solve(a, c, left=False))
    same(ct.lu_solve(b, lu, pivots), linalg.solve(a, b))
    h = positive(a)
    same(ct.cholesky_solve(b, linalg.cholesky(h)), linalg.solve(h, b))
    same(ct.cholesky_inverse(linalg.cholesky(h, upper=True), upper=True), linalg.inv(h))


@pytest.mark.parametrize("ord", ["fro", "nuc", 2, -2, 1, -1, INF, -INF])
def test_matrix_norms(ord) -> None:
    x = draw(4, 2, 3)
    want = np.stack([np.linalg.norm(m, ord) for m in x.numpy()])
    same(linalg.matrix_norm(x, ord), want)
    same(linalg.norm(x, ord, (1, 2), True), want.reshape(4, 1, 1))
    same(linalg.matrix_norm(x.movedim(0, 1), ord, (0, 2)), want)
    same(
        linalg.matrix_norm(x, ord, (-1, -2)),
        np.stack([np.linalg.norm(m.T, ord) for m in x.numpy()]),
    )
    out = ct.empty(4, dtype=ct.float64)
    assert linalg.matrix_norm(x, ord, out=out) is out
    same(out, want)


@pytest.mark.parametrize("ord", ["fro", "nuc", 2, 1, INF])
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)], ids=str)
def test_norms_of_matrices_without_elements(shape, ord) -> None:
    assert linalg.matrix_norm(ct.zeros(shape), ord).item() == 0
    assert linalg.matrix_norm(ct.zeros(2, *shape), ord).tolist() == [0, 0]
    assert linalg.matrix_norm(ct.zeros(2, *shape), ord, keepdim=True).shape == (2, 1, 1)
    if shape == (0, 0) or ord == 2:
        assert linalg.cond(ct.zeros(shape), ord).item() == 0
        assert linalg.cond(ct.zeros(2, *shape), ord).tolist() == [0, 0]
    with pytest.raises(IndexError, match="non-zero size"):
        linalg.matrix_norm(ct.zeros(0, 0), -2)


@pytest.mark.parametrize("p", [None, 2, -2, "fro", "nuc", 1, -1, INF, -INF])
def test_conditions(p) -> None:
    x = draw(3, 3)
    same(linalg.cond(x, p), np.linalg.cond(x.numpy(), p))
    if p not in (None, 2, -2):
        assert linalg.cond(ct.zeros(2, 2), p).item() == INF


def test_ranks() -> None:
    x = ct.tensor([[1.0, 0], [0, 1e-3]])
    assert linalg.matrix_rank(x).item() == 2
    assert linalg.matrix_rank(x, atol=1e-2).item() == 1
    assert linalg.matrix_rank(x, rtol=1e-2, hermitian=True).item() == 1
    assert linalg.matrix_rank(ct.zeros(0, 3)).item() == 0
    assert linalg.matrix_rank(ct.zeros(2, 0, 0)).tolist() == [0, 0]


def test_powers_and_exponentials() -> None:
    x = draw(2, 3, 3) / 2
    same(ct.matrix_power(x, 5), np.linalg.matrix_power(x.numpy(), 5))
    same(ct.matrix_power(x, -1), linalg.inv(x))
    assert ct.matrix_power(ct.eye(2).long() * 2, 3).tolist() == [[8, 0], [0, 8]]
    turn = ct.tensor([[0.0, -math.pi], [math.pi, 0]], dtype=ct.float64)
    same(linalg.matrix_exp(turn), -np.eye(2))
    same(linalg.matrix_exp(turn * 100), np.eye(2), 1e-6)
    same(linalg.matrix_exp(ct.zeros(3, 3)), np.eye(3))
    assert np.isnan(linalg.matrix_exp(ct.full((2, 2), NAN)).numpy()).all()
    assert linalg.matrix_exp(ct.zeros(0, 0)).shape == (0, 0)


def test_tensor_forms() -> None:
    a = draw(2, 3, 6)
    same(ct.tensordot(linalg.tensorinv(a), a, 2), np.eye(6))
    b = draw(2, 3)
    same(ct.tensordot(a, linalg.tensorsolve(a, b), 1), b)
    assert linalg.vander(ct.tensor([2, 3]), N=3).tolist() == [[1, 2, 4], [1, 3, 9]]
    small = linalg.vander(ct.tensor([100], dtype=ct.int8), N=3)
    assert small.tolist() == [[1, 100, 10000]]
    same(linalg.diagonal(ct.eye(2)), np.ones(2))


# ---- scales -------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1e-30, 1, 1e30])
def test_scales_change_nothing(scale) -> None:
    x = draw(4, 4)
    same(linalg.inv(x * scale) * scale, linalg.inv(x))
    same(linalg.solve(x * scale, x) * scale, np.eye(4))
    same(linalg.svdvals(x * scale) / scale, linalg.svdvals(x))
    same(linalg.pinv(x * scale) * scale, linalg.pinv(x))
    same(linalg.eigvals(x * scale) / scale, linalg.eigvals(x), 1e-7)
    same(ct.slogdet(x * scale).logabsdet - 4 * math.log(scale), ct.slogdet(x).logabsdet)
    h = positive(x)
    same(linalg.cholesky(h * scale) / math.sqrt(scale), linalg.cholesky(h))
    assert linalg.matrix_rank(x * scale).item() == 4


def test_16_bits_by_way_of_float32() -> None:
    x = draw(3, 3)
    for dtype in (ct.float16, ct.bfloat16):
        half = x.to(dtype)
        want = linalg.inv(half.float())
        assert linalg.inv(half).equal(want.to(dtype))
        assert linalg.svd(half).S.dtype == dtype
        assert ct.det(half).dtype == dtype


# ---- gradients ------------------------------------------------------------------

SQUARES = {
    "inv": linalg.inv,
    "det": ct.det,
    "slogdet": ct.slogdet,
    "logdet": lambda x: ct.logdet(positive(x)),
    "cholesky": lambda x: linalg.cholesky(positive(x)),
    "upper": lambda x: linalg.cholesky(positive(x), upper=True),
    "eigh": lambda x: moduli(linalg.eigh(x + adjoint(x))),
    "eigvalsh": lambda x: linalg.eigvalsh(x + adjoint(x)),
    "eig": lambda x: moduli(linalg.eig(x)),
    "eigvals": linalg.eigvals,
    "exp": linalg.matrix_exp,
    "power": lambda x: ct.matrix_power(x, -2),
    "cond": linalg.cond,
}
ANY = {
    "lu": lambda x: linalg.lu(x)[1:],
    "qr": linalg.qr,
    "svd": lambda x: products(*linalg.svd(x, False)),
    "full": lambda x: linalg.svd(x).S,
    "svdvals": linalg.svdvals,
    "pinv": linalg.pinv,
    "nuc": lambda x: linalg.matrix_norm(x, "nuc"),
    "2": lambda x: linalg.matrix_norm(x, 2),
}


def moduli(result):
    """Values, and what of vectors does not depend on their phases."""
    return result[0], result[1].abs()


def products(u, s, vh):
    return s, u.abs(), vh.abs(), u @ vh


def check(function, *operands) -> None:
    leaves = [x.detach().requires_grad_() for x in operands]
    assert gradcheck(function, leaves)
    assert gradgradcheck(function, leaves)


@each_dtype
@pytest.mark.parametrize("name", SQUARES)
def test_gradients_of_square_matrices(name, dtype) -> None:
    check(SQUARES[name], draw(3, 3, dtype=dtype))


@each_dtype
@pytest.mark.parametrize("size", [(3, 3), (2, 4), (2, 4, 2)], ids=str)
@pytest.mark.parametrize("name", ANY)
def test_gradients_of_any_matrices(name, size, dtype) -> None:
    check(ANY[name], draw(*size, dtype=dtype))


@each_dtype
def test_gradients_of_solutions(dtype) -> None:
    a, b = draw(3, 3, dtype=dtype), draw(3, 2, dtype=dtype)
    check(linalg.solve, a, b)
    check(linalg.solve, a, draw(2, 3, 2, dtype=dtype))
    check(linalg.solve, a, draw(3, dtype=dtype))
    check(lambda x, y: linalg.solve(x, y, left=False), a, draw(2, 3, dtype=dtype))
    for options in (
        {"upper": True},
        {"upper": False, "unitriangular": True},
        {"upper": False, "left": False},
    ):
        check(
            lambda x, y, options=options: linalg.solve_triangular(x, y, **options),
            a + 3 * ct.eye(3, dtype=dtype),
            b if options.get("left", True) else draw(2, 3, dtype=dtype),
        )
    check(lambda x, y: linalg.lstsq(x, y).solution, draw(4, 3, dtype=dtype),
          draw(4, 2, dtype=dtype))  # fmt: skip
    check(lambda x, y: linalg.lu_solve(*linalg.lu_factor(x), y), a, b)


def test_what_has_no_gradient_says_so() -> None:
    x = draw(3, 2).requires_grad_()
    for mode in ("r", "complete"):
        with pytest.raises(RuntimeError, match="expected mode 'reduced'"):
            linalg.qr(x, mode).R.sum().backward()


# ---- errors ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: linalg.inv(x), "linalg.inv: .*The diagonal element 1 is zero"),
        (lambda x: linalg.solve(x, x), "linalg.solve: .*matrix is singular"),
        (lambda x: linalg.lu_factor(x), r"linalg.lu_factor: .*U\[1,1\] is zero"),
        (lambda x: linalg.cholesky(x), "linalg.cholesky: .*leading minor of order 1"),
        (lambda x: ct.cholesky(x), "cholesky: .*leading minor of order 1"),
        (lambda x: linalg.cholesky(x + NAN), "linalg.cholesky: .*minor of order 1"),
        (lambda x: linalg.svd(x + NAN), "linalg.svd: .*non-finite"),
        (lambda x: linalg.eigh(x + INF), "linalg.eigh: .*non-finite"),
        (lambda x: linalg.eig(x + INF), "linalg.eig: .*non-finite"),
        (lambda x: linalg.pinv(x + NAN), "linalg.pinv: .*non-finite"),
        (lambda x: linalg.lstsq(x + NAN, x), "linalg.lstsq: .*non-finite"),
    ],
)
def test_matrices_that_cannot_be_factored(call, message) -> None:
    with pytest.raises(linalg.LinAlgError, match=f"^{message}"):
        call(ct.zeros(2, 2))
    bad = ct.stack([ct.eye(2), ct.zeros(2, 2)])
    with pytest.raises(RuntimeError, match=r"\(Batch element [01]\): "):
        call(bad)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 8, 9])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.complex64], ids=str)
def test_singular_small_and_large(n, dtype) -> None:
    x = draw(n, n, dtype=dtype)
    x[:, n - 1] = 0
    assert linalg.inv_ex(x).info.item() == n
    assert np.isnan(linalg.inv_ex(x).inverse.numpy()).all()
    x.requires_grad_()
    (g,) = ct.autograd.grad(ct.slogdet(x).logabsdet, x)
    assert np.isnan(g.numpy()).all()
    (g,) = ct.autograd.grad(ct.det(x), x, ct.ones((), dtype=dtype))
    assert (g[:, : n - 1] == 0).all() and (g[:, n - 1] != 0).all()
    x = x.detach()
    assert linalg.solve_ex(x, x).info.item() == n
    assert ct.det(x).item() == 0
    y = draw(3, n, n, dtype=dtype) + n * ct.eye(n, dtype=dtype)
    b = draw(n, 5, dtype=dtype)
    same(y @ linalg.solve(y, b), b.expand(3, n, 5), 1e-4)
    same(y @ linalg.inv(y), ct.eye(n).expand(3, n, n), 1e-4)


def test_info_in_place_of_errors() -> None:
    bad = ct.stack([ct.eye(2), ct.zeros(2, 2)])
    for call in (linalg.inv_ex, linalg.cholesky_ex, linalg.lu_factor_ex):
        assert call(bad)[-1].tolist() == [0, 1]
        with pytest.raises(linalg.LinAlgError):
            call(bad, check_errors=True)
    assert linalg.solve_ex(bad, bad).info.tolist() == [0, 1]
    assert ct.det(bad).tolist() == [1, 0]
    assert ct.slogdet(bad)[1].tolist() == [0, -INF]
    assert ct.logdet(-ct.eye(1)).item() != ct.logdet(-ct.eye(1)).item()


@pytest.mark.parametrize(
    "call",
    [
        lambda: linalg.inv(ct.zeros(2, 3)),
        lambda: linalg.inv(ct.zeros(3)),
        lambda: linalg.inv(ct.zeros(2, 2).long()),
        lambda: linalg.solve(ct.eye(2), ct.zeros(3, 1)),
        lambda: linalg.solve(ct.eye(2), ct.zeros(2, 1).double()),
        lambda: linalg.solve(ct.eye(2), ct.zeros(2), left=False),
        lambda: linalg.solve(ct.zeros(2, 2, 2), ct.zeros(3, 2, 1)),
        lambda: linalg.lu(ct.eye(2), pivot=False),
        lambda: linalg.svd(ct.eye(2), driver="gesvd"),
        lambda: linalg.lstsq(ct.eye(2), ct.eye(2), driver="no"),
        lambda: linalg.matrix_norm(ct.eye(2), 3),
        lambda: linalg.matrix_norm(ct.eye(2), "fro", (0, 0)),
        lambda: linalg.matrix_norm(ct.zeros(2)),
        lambda: linalg.norm(ct.zeros(2), "fro"),
        lambda: linalg.norm(ct.zeros(2, 2, 2), 1),
        lambda: linalg.cond(ct.zeros(2, 3), 1),
        lambda: linalg.tensorinv(ct.zeros(2, 3)),
        lambda: linalg.tensorsolve(ct.eye(2), ct.zeros(3)),
        lambda: linalg.vander(ct.tensor(1.0)),
        lambda: ct.matrix_power(ct.zeros(2, 3), 2),
    ],
)
def test_operands_that_do_not_fit(call) -> None:
    with pytest.raises(RuntimeError, match=r"^[\w.]+: "):
        call()


@pytest.mark.parametrize("count", [1, 63, 64, 65, 500])
def test_batches_on_threads(count) -> None:
    x = draw(count, 3, 3)
    same(linalg.inv(x), np.linalg.inv(x.numpy()))
    same(
        ct.det(x.transpose(0, 1).contiguous().transpose(0, 1)), np.linalg.det(x.numpy())
    )


FACTORS = [ct.linalg.qr, ct.linalg.svd, ct.linalg.eigh, ct.linalg.eig, ct.slogdet]
FACTORS += [ct.linalg.lu_factor, ct.linalg.inv_ex, ct.qr, ct.svd, ct.aminmax]


@pytest.mark.parametrize("function", FACTORS, ids=lambda f: f.__name__)
def test_out_of_several_results(function):
    x = ct.randn(3, 3, dtype=ct.float64) + 3 * ct.eye(3, dtype=ct.float64)
    want = function(x)
    out = tuple(ct.empty(0, dtype=t.dtype) for t in want)
    found = function(x, out=out)
    for given, made, value in zip(out, found, want, strict=True):
        assert made is given and made.tolist() == value.tolist()
    with pytest.raises(RuntimeError, match="don't support automatic differentiation"):
        function(x.clone().requires_grad_(), out=out)


def minors(a: np.ndarray) -> np.ndarray:
    """The signed determinants of a without one row and column each."""
    n = len(a)
    return np.array(
        [
            [
                (-1) ** (i + k)
                * np.linalg.det(np.delete(np.delete(a, i, 0), k, 1))
                for k in range(n)
            ]
            for i in range(n)
        ]
    )  # fmt: skip


@each_dtype
@pytest.mark.parametrize("n", [1, 2, 3, 8, 9, 20])
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_the_gradient_of_a_determinant_is_the_cofactors(n, lost, dtype) -> None:
    rank = max(n - lost, 0)
    x = draw(n, rank, dtype=dtype) @ draw(rank, n, dtype=dtype) if lost else draw(n, n)
    x = x.to(dtype)
    if lost == 1 and n > 2:  # in whole numbers the last pivot is 0 without rounding
        x[-1] = x[0] * 2
        x[:, 1] = x[:, 0]
    x.requires_grad_()
    (g,) = ct.autograd.grad(ct.det(x), x, ct.ones((), dtype=dtype))
    want = np.conj(minors(x.detach().numpy()))
    scale = np.abs(want).max() + np.abs(x.detach().numpy()).max() ** max(n - 1, 0)
    np.testing.assert_allclose(g.numpy(), want, atol=1e-11 * scale)


@each_dtype
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_the_second_gradient_of_a_singular_determinant(n, lost, dtype) -> None:
    """Each element of the cofactors is a polynomial: differences are its gradient."""
    rank = max(n - lost, 0)
    x = draw(n, rank, dtype=dtype) @ draw(rank, n, dtype=dtype)
    g = draw(n, n, dtype=dtype)
    (got,) = ct.autograd.grad(_C._lapack_cofactors(x.requires_grad_()), x, g)
    want = np.empty((n, n), complex)
    for at in np.ndindex(n, n):
        parts = []
        for step in (1e-4, 1e-4j) if dtype.is_complex else (1e-4,):
            moved = x.detach().numpy().copy(), x.detach().numpy().copy()
            moved[0][at] += step
            moved[1][at] -= step
            change = (minors(moved[0]) - minors(moved[1])) / 2e-4
            parts.append(np.sum(np.conj(g.numpy()) * np.conj(change)).real)
        want[at] = complex(*parts)
    np.testing.assert_allclose(
        got.numpy(), want, atol=1e-5 * max(np.abs(want).max(initial=0), 1)
    )


def test_the_hessian_of_a_determinant_of_zeros_and_of_ranks_that_rounding_hides() -> (
    None
):
    def hessian(x: ct.Tensor) -> np.ndarray:
        return ct.autograd.functional.hessian(ct.det, x).numpy()

    want = np.zeros((2, 2, 2, 2))
    want[0, 0, 1, 1] = want[1, 1, 0, 0] = 1
    want[0, 1, 1, 0] = want[1, 0, 0, 1] = -1
    np.testing.assert_array_equal(hessian(ct.zeros(2, 2)), want)
    nine = np.arange(1.0, 10).reshape(3, 3)
    near, far = (hessian(ct.tensor(nine + e)) for e in (0, 1e-9 * np.eye(3)))
    np.testing.assert_allclose(near, far, atol=1e-7)
    assert not hessian(ct.zeros(4, 4)).any()
    assert np.isnan(hessian(ct.full((2, 2), float("nan")))[0, 0]).any()


def test_determinants_of_a_batch_of_which_some_are_singular() -> None:
    x = ct.tensor(
        [[[1.0, 2], [2, 4]], [[0, 0], [0, 0]], [[1, 2], [3, 4]], [[0, 1], [0, 0]]],
        requires_grad=True,
    )
    ct.det(x).backward(ct.tensor([1.0, 1, 2, 1]))
    want = [[[4, -2], [-2, 1]], [[0, 0], [0, 0]], [[8, -6], [-4, 2]], [[0, 0], [-1, 0]]]
    np.testing.assert_allclose(x.grad.numpy(), want, atol=1e-5)
    assert gradcheck(ct.det, x.detach().double().requires_grad_())


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.complex128])
def test_a_power_of_none_depends_on_its_base(dtype) -> None:
    x = ct.tensor([[INF, 2.0], [3.0, 0.0]], dtype=dtype, requires_grad=True)
    y = linalg.matrix_power(x, 0)
    assert y.tolist() == [[1, 0], [0, 1]]
    (g,) = ct.autograd.grad(y.real.sum(), x)
    assert g.tolist() == [[0, 0], [0, 0]]


def test_logdet_of_a_negative_determinant_in_complex_numbers() -> None:
    for rows in [[1, 2], [3, 4]], [[0, 1], [1, 0]], [[-1, 0], [0, 2]]:
        x = ct.tensor(rows, dtype=ct.complex128)
        want = np.log(complex(np.linalg.det(np.array(rows, float)), 0))
        assert ct.logdet(x).item() == pytest.approx(want)
