"""Linear algebra beside linalg: reflectors, low ranks, older names and removed ones."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct

DTYPES = [ct.float32, ct.float64, ct.complex64, ct.complex128]


def normal(*shape: int, dtype: ct.dtype = ct.float64) -> ct.Tensor:
    return ct.randn(shape, dtype=dtype, requires_grad=True)


def close(x: ct.Tensor, want, dtype: ct.dtype = ct.float64) -> None:
    tol = 1e-4 if dtype in (ct.float32, ct.complex64) else 1e-10
    np.testing.assert_allclose(x.detach().numpy(), want, tol, tol)


def reflected(v: np.ndarray, tau: np.ndarray) -> np.ndarray:
    """H_1 ... H_k, one by one."""
    m, q = v.shape[0], np.eye(v.shape[0], dtype=v.dtype)
    for i, t in enumerate(tau):
        u = np.r_[np.zeros(i), 1, v[i + 1 :, i]].reshape(m, 1)
        q = q @ (np.eye(m) - t * u @ u.conj().T)
    return q


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    "sizes", [(5, 3, 3), (4, 4, 4), (5, 3, 2), (1, 1, 1), (3, 2, 0)]
)
def test_products_of_reflectors(sizes, dtype):
    m, n, k = sizes
    v, tau = normal(2, m, n, dtype=dtype), normal(2, k, dtype=dtype)
    c = normal(2, m, 2, dtype=dtype)
    q = ct.linalg.householder_product(v, tau)
    left, right = ct.ormqr(v, tau, c), ct.ormqr(v, tau, c.mT, left=False)
    turned = ct.ormqr(v, tau, c, transpose=True)
    assert q.dtype == left.dtype == dtype and ct.orgqr(v, tau).shape == q.shape
    for b in range(2):
        whole = reflected(v[b].detach().numpy(), tau[b].detach().numpy())
        other = c[b].detach().numpy()
        close(q[b], whole[:, :n], dtype)
        close(left[b], whole @ other, dtype)
        close(right[b], other.T @ whole, dtype)
        close(turned[b], whole.conj().T @ other, dtype)


def test_reflectors_have_gradients_and_out() -> None:
    v, tau, c = normal(4, 3), normal(2), normal(4, 2)
    assert ct.autograd.gradcheck(ct.linalg.householder_product, (v, tau))
    assert ct.autograd.gradcheck(ct.ormqr, (v, tau, c))
    assert ct.autograd.gradgradcheck(ct.orgqr, (v, tau))
    out = ct.empty(4, 3, dtype=ct.float64)
    with ct.no_grad():
        assert ct.linalg.householder_product(v, tau, out=out) is out
        close(out, ct.orgqr(v, tau).numpy())
        close(v.orgqr(tau), out.numpy())
        close(v.ormqr(tau, c), ct.ormqr(v, tau, c).numpy())


def test_reflectors_refuse() -> None:
    v, tau = ct.ones(4, 3), ct.ones(3)
    for bad in ((v, ct.ones(4)), (v, ct.ones(2, 3)), (v[0], tau), (v.T, tau)):
        with pytest.raises(RuntimeError, match="householder_product: expected"):
            ct.linalg.householder_product(*bad)
    with pytest.raises(RuntimeError, match="one floating or complex dtype"):
        ct.linalg.householder_product(v, tau.double())
    with pytest.raises(RuntimeError, match="one floating or complex dtype"):
        ct.linalg.householder_product(v.long(), tau.long())
    with pytest.raises(RuntimeError, match="ormqr: expected reflectors of 3 elements"):
        ct.ormqr(v, tau, ct.ones(3, 2))
    with pytest.raises(RuntimeError, match="ormqr: expected other"):
        ct.ormqr(v, tau, ct.ones(4))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(12, 7), (7, 12), (2, 9, 9)])
def test_low_rank(shape, dtype):
    left, right = normal(*shape[:-1], 3, dtype=dtype), normal(3, shape[-1], dtype=dtype)
    with ct.no_grad():
        a = left @ right
        u, s, v = ct.svd_lowrank(a, q=4)
        close(u @ (s.unsqueeze(-1) * v.mH), a.numpy(), dtype)
        close(s[..., :3], np.linalg.svd(a.numpy(), compute_uv=False)[..., :3], dtype)
        close(u.mH @ u, np.broadcast_to(np.eye(4), (*shape[:-2], 4, 4)), dtype)
        shift = normal(*shape[:-2], 1, shape[-1], dtype=dtype)
        moved = ct.svd_lowrank(a + shift, q=3, M=shift)
        close(moved[1], s[..., :3].numpy(), dtype)


def test_principal_components() -> None:
    a = normal(30, 2) @ normal(2, 8) + 5
    with ct.no_grad():
        u, s, v = ct.pca_lowrank(a)
        centered = a.numpy() - a.numpy().mean(0)
        assert s.shape == (6,) and u.shape == (30, 6) and v.shape == (8, 6)
        close(s[:2], np.linalg.svd(centered, compute_uv=False)[:2])
        close((a - a.mean(0)) @ v @ v.mT, centered)
        apart = ct.pca_lowrank(a, 3, center=False)[1]
        close(apart, np.linalg.svd(a.numpy(), compute_uv=False)[:3])
    with pytest.raises(ValueError, match="not greater than min"):
        ct.pca_lowrank(a, 9)
    with pytest.raises(ValueError, match="niter"):
        ct.pca_lowrank(a, 2, niter=-1)
    with pytest.raises(ValueError, match="svd_lowrank: expected A"):
        ct.svd_lowrank(a, 9)
    (g,) = ct.autograd.grad(ct.svd_lowrank(x := normal(6, 4), q=4)[1].sum(), x)
    close(
        g,
        np.linalg.svd(x.detach().numpy(), full_matrices=False)[0]
        @ (np.linalg.svd(x.detach().numpy(), full_matrices=False)[2]),
    )


def test_norms_of_older_names() -> None:
    x = normal(3, 4, 5)
    a = x.detach().numpy()
    close(
        ct.frobenius_norm(x, (0, 2), True), np.sqrt((a**2).sum((0, 2), keepdims=True))
    )
    close(ct.frobenius_norm(x, 1), np.sqrt((a**2).sum(1)))
    close(ct.frobenius_norm(x, ()), np.sqrt((a**2).sum()))
    values = np.linalg.svd(a, compute_uv=False).sum(-1)
    close(ct.nuclear_norm(x, (1, 2)), values)
    close(ct.nuclear_norm(x, dim=(1, 2), keepdim=True), values[:, None, None])
    close(ct.nuclear_norm(x[0], True), values[:1, None])
    for dim in range(3):
        others = tuple(d for d in range(3) if d != dim)
        close(ct.norm_except_dim(x, 1, dim), np.abs(a).sum(others, keepdims=True))
    close(ct.norm_except_dim(x, 2, -1), np.sqrt((a**2).sum()))
    close(ct.norm_except_dim(x[0, 0]), np.abs(a[0, 0]))
    assert ct.autograd.gradcheck(lambda x: ct.norm_except_dim(x, 2, 1), (x,))
    with pytest.raises(RuntimeError, match="at most 2 dims, got 3"):
        ct.frobenius_norm(x, (0, 1, 2))
    with pytest.raises(RuntimeError, match="nuclear_norm: expected a matrix"):
        ct.nuclear_norm(x)
    with pytest.raises(IndexError, match="norm_except_dim: expected dim"):
        ct.norm_except_dim(x, 2, 3)


def test_lu() -> None:
    x = normal(3, 4, 4)
    lu, pivots = ct.lu(x)
    assert [t.shape for t in x.lu(get_infos=True)] == [(3, 4, 4), (3, 4), (3,)]
    p, low, up = ct.lu_unpack(lu, pivots)
    close(p @ low @ up, x.detach().numpy())
    parts = ct.lu_unpack(lu, pivots, unpack_pivots=False)
    assert parts.P.numel() == 0 and parts.U.tolist() == up.tolist()
    parts = ct.lu_unpack(lu, pivots, unpack_data=False)
    assert parts.L.numel() == parts.U.numel() == 0 and parts.P.tolist() == p.tolist()
    assert ct.lu(ct.zeros(2, 2), get_infos=True)[2].item() == 1
    with pytest.raises(RuntimeError, match=r"singular|zero"):
        ct.lu(ct.zeros(2, 2))
    out = (ct.empty(0, dtype=x.dtype), ct.empty(0, dtype=ct.int32))
    with ct.no_grad():
        assert ct.lu(x, out=out)[0] is out[0]
        close(out[0], lu.detach().numpy())
    with pytest.raises(TypeError, match="out of 2 tensors, got 1"):
        ct.lu(x, out=out[:1])


@pytest.mark.parametrize("upper", [True, False])
@pytest.mark.parametrize("transpose", [True, False])
@pytest.mark.parametrize("unit", [True, False])
def test_triangular_solve(upper, transpose, unit):
    a, b = normal(2, 4, 4), normal(4, 3)
    made = a.triu() if upper else a.tril()
    used = made.detach() + 3 * ct.eye(4, dtype=a.dtype)
    x, copy = ct.triangular_solve(b, used, upper, transpose, unit)
    whole = used.numpy().copy()
    if unit:
        whole[:, range(4), range(4)] = 1
    whole = whole.swapaxes(1, 2) if transpose else whole
    close(x, np.linalg.solve(whole, np.broadcast_to(b.detach().numpy(), (2, 4, 3))))
    close(copy, used.numpy())
    leaf = used.clone().requires_grad_()
    ct.triangular_solve(b, leaf, upper)[1].sum().backward()
    assert leaf.grad.tolist() == ct.ones(2, 4, 4).tolist()
    assert copy.data_ptr() != used.data_ptr()


@pytest.mark.parametrize("name", ["solve", "lstsq", "eig", "symeig", "matrix_rank"])
def test_removed_functions_say_what_took_their_place(name):
    x = ct.eye(2)
    args = (x, x) if name in ("solve", "lstsq") else (x,)
    with pytest.raises(RuntimeError, match=f"{name}: .* now removed.*linalg"):
        getattr(ct, name)(*args)
    if name != "matrix_rank":
        with pytest.raises(RuntimeError, match=f"{name}: .* now removed"):
            getattr(x, name)(*args[1:])


# ---- reflectors of LAPACK's, indefinite matrices ---------------------------------


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (2, 4, 4), (0, 3), (2, 0)])
def test_geqrf(shape, dtype):
    x = normal(*shape, dtype=dtype).detach()
    a, tau = ct.geqrf(x)
    r = x.geqrf().a.triu()
    m, k = shape[-2], min(shape[-2:])
    assert tau.shape == (*shape[:-2], k) and a.shape == x.shape and a.dtype == dtype
    q = ct.linalg.householder_product(a[..., :k], tau)
    close(q @ r[..., :k, :], x.numpy(), dtype)
    close(
        ct.ormqr(a, tau, ct.eye(m, dtype=dtype).expand(*shape[:-2], m, m))[..., :k], q
    )
    with pytest.raises(RuntimeError, match="geqrf: expected a tensor that does not"):
        ct.geqrf(x.requires_grad_())


def unpacked(ld: np.ndarray, pivots: np.ndarray, hermitian: bool) -> np.ndarray:
    """P L D L^T P^T by its definition: each block of columns, and its exchange."""
    n = len(ld)
    left, d = np.eye(n, dtype=ld.dtype), np.zeros_like(ld)
    i = 0
    while i < n:
        size = 1 if pivots[i] > 0 else 2
        last = i + size - 1
        to = abs(int(pivots[i])) - 1
        step = np.eye(n, dtype=ld.dtype)
        step[last + 1 :, i : last + 1] = ld[last + 1 :, i : last + 1]
        swap = np.eye(n)
        swap[[last, to]] = swap[[to, last]]
        left = left @ swap @ step
        d[i : last + 1, i : last + 1] = np.tril(ld[i : last + 1, i : last + 1])
        if size == 2:
            low = ld[last, i]
            d[i, last] = low.conj() if hermitian else low
        i += size
    return left @ d @ (left.conj() if hermitian else left).T


@pytest.mark.parametrize("hermitian", [False, True])
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_ldl(n, dtype, hermitian):
    x = normal(3, n, n, dtype=dtype).detach()
    a = x + (x.mH if hermitian else x.mT)
    a[0] -= a[0].diagonal().diag_embed()  # which takes blocks of two
    a += ct.eye(n, dtype=dtype) * (n == 1)
    ld, pivots = ct.linalg.ldl_factor(a.tril(), hermitian=hermitian)
    assert pivots.dtype == ct.int32 and (n == 1 or (pivots[0] < 0).any())
    for b in range(3):
        made = unpacked(ld[b].numpy(), pivots[b].numpy(), hermitian)
        close(ct.tensor(made), a[b].numpy(), dtype)
    right = normal(n, 2, dtype=dtype)
    y = ct.linalg.ldl_solve(ld, pivots, right, hermitian=hermitian)
    wide = np.complex128 if dtype.is_complex else np.float64
    want = np.linalg.solve(a.numpy().astype(wide), right.detach().numpy().astype(wide))
    np.testing.assert_allclose(y.detach(), want, 1e-2 if dtype.itemsize < 16 else 1e-8)
    if dtype in (ct.float64, ct.complex128):
        solve = lambda b: ct.linalg.ldl_solve(ld, pivots, b, hermitian=hermitian)  # noqa: E731
        assert ct.autograd.gradcheck(solve, (right,))
        assert ct.autograd.gradgradcheck(solve, (right,))


def test_ldl_of_few_and_halves_and_out() -> None:
    half = ct.tensor([[2.0, 1.0], [1.0, 4.0]], dtype=ct.bfloat16)
    ld, pivots = ct.linalg.ldl_factor(half)
    assert ld.dtype == ct.bfloat16 and pivots.tolist() == [1, 2]
    x = ct.linalg.ldl_solve(ld, pivots, half)
    assert x.dtype == ct.bfloat16 and x.tolist() == [[1, 0], [0, 1]]
    empty = ct.linalg.ldl_factor_ex(ct.ones(2, 0, 0))
    assert empty.LD.shape == (2, 0, 0) and empty.info.tolist() == [0, 0]
    out = [ct.empty(0), ct.empty(0, dtype=ct.int32)]
    whole = half.float()
    assert ct.linalg.ldl_factor(whole, out=out).LD is out[0]
    place = ct.empty(0)
    assert ct.linalg.ldl_solve(*out, whole, out=place) is place
    assert place.tolist() == [[1, 0], [0, 1]]


def test_ldl_refuses() -> None:
    a = ct.tensor([[2.0, 1.0], [1.0, 4.0]])
    ld, pivots = ct.linalg.ldl_factor(a)
    with pytest.raises(ct.linalg.LinAlgError, match="is zero"):
        ct.linalg.ldl_factor(ct.zeros(2, 2))
    assert ct.linalg.ldl_factor_ex(ct.zeros(2, 2)).info.item() == 1
    with pytest.raises(RuntimeError, match="ldl_factor: expected a tensor that does"):
        ct.linalg.ldl_factor(a.clone().requires_grad_())
    with pytest.raises(RuntimeError, match="ldl_solve: expected a tensor that does"):
        ct.linalg.ldl_solve(ld.clone().requires_grad_(), pivots, a)
    least = -(2**31)
    for bad in ([0, 1], [3, 1], [-1, 2], [-3, -3], [1, -2], [-1, -2], [least, least]):
        with pytest.raises(ct.linalg.LinAlgError, match="Expected pivots"):
            ct.linalg.ldl_solve(ld, ct.tensor(bad, dtype=ct.int32), a)
    for bad in (pivots.long(), pivots[:1], pivots.expand(2, 2)[..., :1]):
        with pytest.raises(RuntimeError, match=r"an int32|expected pivots"):
            ct.linalg.ldl_solve(ld, bad, a)
    with pytest.raises(RuntimeError, match="batches that broadcast"):
        ct.linalg.ldl_solve(ld.expand(3, 2, 2), pivots, a.expand(2, 2, 2))
    with pytest.raises(RuntimeError, match="LD and B of one dtype"):
        ct.linalg.ldl_solve(ld, pivots, a.double())
    with pytest.raises(RuntimeError, match="square"):
        ct.linalg.ldl_factor(ct.ones(2, 3))


# ---- a few eigenvalues -------------------------------------------------------------


@pytest.mark.parametrize("general", [False, True])
@pytest.mark.parametrize("largest", [True, False, None])
@pytest.mark.parametrize("batch", [(), (2,)])
def test_lobpcg(batch, largest, general):
    x = normal(*batch, 30, 30).detach()
    a, c = x + x.mT, normal(*batch, 30, 30).detach()
    b = c @ c.mT + ct.eye(30, dtype=a.dtype) if general else None
    seen = []
    e, v = ct.lobpcg(
        a, 3, b, largest=largest, tol=1e-10, tracker=lambda w: seen.append(w.E)
    )
    assert e.shape == (*batch, 3) and v.shape == (*batch, 30, 3) and len(seen) > 3
    for i in np.ndindex(*batch):
        one = a[i].numpy()
        right = np.eye(30) if b is None else b[i].numpy()
        half = np.linalg.inv(np.linalg.cholesky(right))
        values = np.linalg.eigvalsh(half @ one @ half.T)
        want = values[:3] if largest is False else values[::-1][:3]
        np.testing.assert_allclose(e[i], want, 1e-7)
        w = v[i].numpy()
        np.testing.assert_allclose(one @ w, right @ w * e[i].numpy(), 1e-4, 1e-4)
        np.testing.assert_allclose(w.T @ right @ w, np.eye(3), 1e-7, 1e-7)


def test_lobpcg_with_a_guess_and_a_preconditioner() -> None:
    d = ct.arange(1.0, 41, dtype=ct.float64) ** 2
    a, steps = d.diag(), {}
    for name, inverse in (("plain", None), ("preconditioned", (1 / d).diag())):
        count = []
        e, _ = ct.lobpcg(a, 2, iK=inverse, largest=False, tracker=count.append)
        np.testing.assert_allclose(e, [1, 4], 1e-4)
        steps[name] = len(count)
    assert steps["preconditioned"] < steps["plain"]
    guess = ct.eye(40, 3, dtype=ct.float64)
    count = []
    e, _ = ct.lobpcg(a, X=guess, largest=False, tracker=count.append)
    assert e.tolist() == pytest.approx([1, 4, 9]) and len(count) == 1
    few = ct.lobpcg(a, 1, n=4, niter=0)[0]
    assert few.shape == (1,)


def test_lobpcg_refuses() -> None:
    a = ct.eye(9)
    for call in (
        lambda: ct.lobpcg(a, 4),
        lambda: ct.lobpcg(a[:5]),
        lambda: ct.lobpcg(a, 0),
        lambda: ct.lobpcg(a, method="other"),
    ):
        with pytest.raises(ValueError, match=r"not applicable|expected A"):
            call()
    with pytest.raises(NotImplementedError, match="float32 or float64"):
        ct.lobpcg(a.half())
    with pytest.raises(RuntimeError, match="it has no gradient"):
        ct.lobpcg(a.requires_grad_())
