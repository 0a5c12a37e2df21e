"""einsum, tensordot and chains against NumPy: forms of arguments, order, errors."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct
from ctensor._einsum import greedy_path
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

RNG = np.random.default_rng(4)


def arrays(*shapes, dtype=np.float64):
    drawn = [RNG.standard_normal(shape) for shape in shapes]
    if dtype == np.complex128:
        drawn = [x + 1j * RNG.standard_normal(x.shape) for x in drawn]
    return drawn


CALLS = [
    ("i->", [(3,)]),
    ("ii", [(3, 3)]),
    ("ii->i", [(3, 3)]),
    ("iji->j", [(3, 2, 3)]),
    ("ij->ji", [(2, 3)]),
    ("ba", [(2, 3)]),
    ("...i->i...", [(2, 3, 4)]),
    ("i,i", [(3,), (3,)]),
    ("i,j", [(3,), (4,)]),
    ("i,i->i", [(3,), (3,)]),
    (" ij , jk -> ik ", [(2, 3), (3, 4)]),
    ("ij,kj->ki", [(2, 3), (4, 3)]),
    ("ij,jk", [(2, 3), (3, 4)]),
    ("ij,jk->", [(2, 3), (3, 4)]),
    ("bij,bjk->bik", [(2, 3, 4), (2, 4, 5)]),
    ("bij,bjk->bik", [(2, 3, 4), (1, 4, 5)]),
    ("bhqd,bhkd->bhqk", [(2, 2, 3, 4), (2, 2, 5, 4)]),
    ("bhqk,bkhd->bqhd", [(2, 2, 3, 4), (2, 4, 2, 5)]),
    ("abc,bcd->ad", [(2, 3, 4), (3, 4, 5)]),
    ("...ij,...jk->...ik", [(5, 2, 3), (3, 4)]),
    ("...ij,jk", [(5, 2, 3), (3, 4)]),
    ("...,...->...", [(5, 1), (2,)]),
    ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 2)]),
    ("i,i,i->i", [(3,), (3,), (3,)]),
    ("ab,bc,cd,de->ae", [(2, 9), (9, 2), (2, 9), (9, 2)]),
    ("bn,anm,bm->ba", [(2, 3), (5, 3, 4), (2, 4)]),
    ("ii,ij,jj->j", [(3, 3), (3, 2), (2, 2)]),
    ("i,j,k->kij", [(2,), (3,), (4,)]),
    ("Aa,aB", [(2, 3), (3, 2)]),
    ("ij,jk->ik", [(0, 3), (3, 2)]),
    ("ij,jk->ik", [(2, 0), (0, 2)]),
]
each_call = pytest.mark.parametrize(("text", "shapes"), CALLS)


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
@each_call
def test_values(text, shapes, dtype) -> None:
    operands = arrays(*shapes, dtype=dtype)
    got = ct.einsum(text, *map(ct.tensor, operands))
    want = np.einsum(text, *operands)
    assert got.shape == want.shape
    np.testing.assert_allclose(got.numpy(), want, 1e-12, 1e-12)
    again = ct.einsum(text, list(map(ct.tensor, operands)))
    np.testing.assert_array_equal(again.numpy(), got.numpy())
    tensors = np.einsum(text, *map(ct.tensor, operands))
    np.testing.assert_array_equal(tensors.numpy(), got.numpy())


@each_call
def test_gradients(text, shapes) -> None:
    if any(0 in shape for shape in shapes):
        return
    leaves = [ct.tensor(x).requires_grad_() for x in arrays(*shapes)]
    assert gradcheck(lambda *x: ct.einsum(text, *x), leaves)
    assert gradgradcheck(lambda *x: ct.einsum(text, *x), leaves)


def test_lists_of_ints() -> None:
    a, b = map(ct.tensor, arrays((2, 3), (3, 4)))
    want = (a @ b).numpy()
    for call in (
        lambda e: e(a, [0, 1], b, [1, 2]),
        lambda e: e(a, [0, 1], b, [1, 2], [0, 2]),
        lambda e: e(a, [7, 9], b, [9, 30], [7, 30]),
    ):
        np.testing.assert_allclose(call(ct.einsum).numpy(), want)
        np.testing.assert_allclose(call(np.einsum).numpy(), want)
    batch = ct.tensor(arrays((2, 3, 4))[0])
    got = ct.einsum(batch, [..., 0, 1], [..., 1, 0])
    np.testing.assert_array_equal(got.numpy(), batch.transpose(1, 2).numpy())


def test_integers_and_16_bits() -> None:
    a, b = ct.arange(6).reshape(2, 3), ct.arange(12).reshape(3, 4)
    assert ct.einsum("ij,jk->ik", a, b).equal(a @ b)
    assert ct.einsum("ij->i", a.to(ct.int32)).dtype == ct.int32
    x = ct.ones(2, 3, dtype=ct.bfloat16)
    assert ct.einsum("ij,kj->ik", x, x).dtype == ct.bfloat16


def test_dims_under_an_ellipsis_are_summed_as_pytorch_does() -> None:
    x = ct.tensor(arrays((2, 3, 4))[0])
    got = ct.einsum("...i->i", x)
    np.testing.assert_allclose(got.numpy(), x.numpy().sum((0, 1)))
    with pytest.raises(ValueError, match="einsum: expected an ellipsis"):
        np.einsum("...i->i", x)


def test_the_pair_that_leaves_least_goes_first() -> None:
    sizes = {"a": 100, "b": 2, "c": 100, "d": 2}
    path = greedy_path((("a", "b"), ("b", "c"), ("c", "d")), ("a", "d"), sizes)
    assert path == ((1, 2), (0, 1))
    outer_last = greedy_path((("a",), ("b",), ("a", "c")), ("b", "c"), sizes)
    assert outer_last[0] == (0, 2)


@pytest.mark.parametrize(
    ("text", "shapes", "message"),
    [
        ("ij,jk->ik", [(2, 3), (4, 5)], "expected one size under a subscript"),
        ("ij,jk->ik", [(2, 3)], "expected 2 operands"),
        ("ijk", [(2, 3)], "to fit shape"),
        ("i", [(2, 3)], "to fit shape"),
        ("i1", [(2, 3)], "expected letters"),
        ("ij->k", [(2, 3)], "expected output subscripts"),
        ("ij->ii", [(2, 3)], "expected output subscripts"),
        ("ii", [(2, 3)], "expected equal sizes"),
    ],
)
def test_errors(text, shapes, message) -> None:
    operands = [ct.zeros(shape) for shape in shapes]
    for error in (RuntimeError, ValueError):
        with pytest.raises(error, match=f"^einsum: .*{message}"):
            ct.einsum(text, *operands)


def test_no_operands() -> None:
    for call in (lambda: ct.einsum(), lambda: ct.einsum("ij")):
        with pytest.raises(RuntimeError, match=r"^einsum: expected"):
            call()


def test_tensordot_forms() -> None:
    a, b = arrays((2, 3, 4), (3, 4, 5))
    x, y = ct.tensor(a), ct.tensor(b)
    want = np.tensordot(a, b)
    for dims in (2, ([1, 2], [0, 1]), ct.tensor([[1, 2], [0, 1]]), ((-2, -1), (0, 1))):
        np.testing.assert_allclose(ct.tensordot(x, y, dims).numpy(), want)
    assert ct.tensordot(x, y, 0).shape == (2, 3, 4, 3, 4, 5)
    assert ct.tensordot(x, y, (2, 1)).shape == (2, 3, 3, 5)
    out = ct.empty(0, dtype=ct.float64)
    assert ct.tensordot(x, y, out=out) is out


@pytest.mark.parametrize(
    "dims", [-1, 4, [1], ([0], [0, 1]), ([0, 0], [0, 1]), ([2], [0])]
)
def test_tensordot_errors(dims) -> None:
    with pytest.raises(RuntimeError, match=r"^tensordot: expected"):
        ct.tensordot(ct.zeros(2, 3, 4), ct.zeros(3, 4, 5), dims)


@pytest.mark.parametrize("n", [2, 3, 256, 257])
def test_chains(n: int) -> None:
    matrices = [x / 2 for x in arrays(*[(2, 2)] * n)]
    got = ct.chain_matmul(*map(ct.tensor, matrices))
    want = matrices[0]
    for m in matrices[1:]:
        want = want @ m
    np.testing.assert_allclose(got.numpy(), want, 1e-9)


def test_chain_of_one_and_chains_that_do_not_fit() -> None:
    x, out = ct.ones(2, 3), ct.empty(0)
    assert ct.chain_matmul(x).data_ptr() != x.data_ptr()
    assert ct.chain_matmul(x, out=out) is out
    assert ct.equal(out, x)
    with pytest.raises(RuntimeError, match=r"^multi_dot: expected as many rows"):
        ct.chain_matmul(x, x)
    with pytest.raises(RuntimeError, match=r"^multi_dot: expected matrices"):
        ct.chain_matmul(x, ct.zeros(3), ct.zeros(3, 2))


def test_addmm_and_its_kin_do_not_read_input_with_beta_0() -> None:
    nan = ct.full((2, 2), float("nan"))
    v, m, b = ct.ones(2), ct.ones(2, 2), ct.ones(3, 2, 2)
    assert (ct.addmm(nan, m, m, beta=0) == 2).all()
    assert (ct.addmv(nan[0], m, v, beta=0) == 2).all()
    assert (ct.addr(nan, v, v, beta=0) == 1).all()
    assert (ct.baddbmm(nan, b, b, beta=0) == 2).all()
    assert (ct.addbmm(nan, b, b, beta=0, alpha=2) == 12).all()
    with pytest.raises(RuntimeError, match=r"^addbmm: expected"):
        ct.addbmm(nan, b, m)
