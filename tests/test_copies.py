"""Copies of views, and what Tensor has in Python."""

import doctest

import numpy as np
import pytest

import ctensor as ct
from ctensor import _copies, _methods

X = ct.arange(24.0).reshape(2, 3, 4)
Z = X[..., :2] + 1j * X[..., 2:]

CALLS = {
    "alias": ((X,), lambda x: x),
    "as_strided": ((X, (2, 2), (1, 5), 3), None),
    "detach": ((X,), None),
    "diagonal": ((X, 1, 0, 2), None),
    "expand": ((X[:1], (5, 3, 4)), ct.Tensor.expand),
    "narrow": ((X, 1, 1, 2), None),
    "permute": ((X, (2, 0, 1)), None),
    "select": ((X, 1, -1), None),
    "slice": ((X, 2, 1, 4, 2), lambda x, d, a, b, s: x[:, :, a:b:s]),
    "split": ((X, 2, 1), None),
    "split_with_sizes": ((X, [1, 2], 1), None),
    "squeeze": ((X[:1],), None),
    "t": ((X[0],), None),
    "transpose": ((X, 0, 2), None),
    "unbind": ((X, 1), None),
    "unfold": ((X, 2, 2, 1), ct.Tensor.unfold),
    "unsqueeze": ((X, 1), None),
    "view": ((X, (6, 4)), ct.Tensor.view),
    "view_as_complex": ((ct.view_as_real(Z),), None),
    "view_as_real": ((Z,), None),
}


def listed(found):
    return [found] if isinstance(found, ct.Tensor) else list(found)


def test_every_copy_has_a_call():
    assert {f"{name}_copy" for name in CALLS} == set(_copies.__all__)


@pytest.mark.parametrize("name", CALLS)
def test_copies_are_the_views_in_memory_of_their_own(name) -> None:
    arguments, view = CALLS[name]
    function = getattr(ct, f"{name}_copy")
    found = function(*arguments)
    wanted = (view or getattr(ct, name))(*arguments)
    assert type(found) is type(wanted)
    for copy, part in zip(listed(found), listed(wanted), strict=True):
        np.testing.assert_array_equal(copy.numpy(), part.numpy())
        assert copy.is_contiguous() and copy._base is None
        assert not np.shares_memory(copy.numpy(), arguments[0].numpy())
    if isinstance(found, ct.Tensor):
        out = ct.empty_like(found)
        assert function(*arguments, out=out) is out
        np.testing.assert_array_equal(out.numpy(), found.numpy())
    else:
        with pytest.raises(TypeError, match="several results"):
            function(*arguments, out=ct.empty(1))


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"detach"}))
def test_copies_have_the_gradients_of_their_views(name) -> None:
    (x, *rest), view = CALLS[name]
    grads = []
    for function in (getattr(ct, f"{name}_copy"), view or getattr(ct, name)):
        leaf = x.clone().requires_grad_()
        parts = [
            ct.view_as_real(t) if t.is_complex() else t
            for t in listed(function(leaf, *rest))
        ]
        sum((t * ct.arange(t.numel()).view(t.shape)).sum() for t in parts).backward()
        grads.append(leaf.grad.numpy())
    assert grads[0].any()
    np.testing.assert_array_equal(*grads)


def test_dims_out_of_range():
    with pytest.raises(IndexError, match=r"expected dim in \[-3, 2\], got 3"):
        ct.slice_copy(X, 3)


def test_examples():
    result = doctest.testmod(_methods, extraglobs={"ct": ct})
    assert result.attempted >= 3 and not result.failed


def test_adjoint_and_ger():
    np.testing.assert_array_equal(Z.adjoint().numpy(), np.conj(Z.numpy()).mT)
    with pytest.raises(RuntimeError):
        ct.adjoint(ct.zeros(2))
    x, y = ct.tensor([1.0, 2.0]), ct.tensor([3.0, 4.0, 5.0])
    out = ct.empty(2, 3)
    assert ct.ger(x, y, out=out) is out
    assert x.ger(y).tolist() == out.tolist() == np.outer(x, y).tolist()


def test_nothing_waits_to_be_conjugated_or_negated():
    for ask in (ct.is_conj, ct.is_neg):
        assert ask(Z.conj()) is False
        with pytest.raises(TypeError, match="expected a Tensor, got int"):
            ask(1)
    assert Z.resolve_conj() is Z and ct.resolve_neg(Z) is Z


def test_inference_detach_and_fill():
    with ct.inference_mode():
        t = ct.zeros(2)
    assert ct.is_inference(t) and not ct.is_inference(X)
    x = ct.ones(2, requires_grad=True)
    assert not ct.detach(x).requires_grad
    y = ct.fill(x, 3)
    assert y.tolist() == [3, 3] and x.tolist() == [1, 1]
    y.sum().backward()
    assert x.grad.tolist() == [0, 0]
    value = ct.tensor(2.0, requires_grad=True)
    ct.fill(x, value).sum().backward()
    assert value.grad.item() == 2


def test_names_of_types():
    assert ct.typename(ct.zeros(1, dtype=ct.int64)) == "ctensor.LongTensor"
    assert ct.typename(ct.stft) == "ctensor.stft"
    assert ct.typename(ct.sum) == "ctensor.sum"
    assert ct.typename(ct.linalg.lstsq) == "ctensor.linalg.lstsq"
    assert ct.typename(ct.nn.ReLU()) == "ctensor.nn.modules.activation.ReLU"
    assert ct.typename(1) == "int" and ct.typename(np.ndarray) == "numpy.ndarray"


@pytest.mark.parametrize(
    "size", [(2, 3, 4), (3, 4), (1, 4), (3, 1), (1,), (), (2, 1, 1)]
)
def test_sums_to_a_size(size) -> None:
    x = X.clone().requires_grad_()
    found = x.sum_to_size(size)
    part = ct.zeros(size).requires_grad_()
    (part.expand(2, 3, 4) * X).sum().backward()
    np.testing.assert_array_equal(found.detach().numpy(), part.grad.numpy())
    if size:
        assert found.tolist() == x.sum_to_size(*size).tolist()
    found.sum().backward()
    assert x.grad.unique().tolist() == [1]


@pytest.mark.parametrize("size", [(2, 3), (4, 3, 4), (1, 2, 3, 4), (0, 4)])
def test_sizes_that_do_not_broadcast(size) -> None:
    with pytest.raises(RuntimeError, match="expected a size that broadcasts"):
        X.sum_to_size(size)


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize(
    "shape", [(3, 3), (7, 3), (3, 7), (8, 3), (9, 1), (0, 3), (3, 0)]
)
def test_fill_diagonal(shape, wrap) -> None:
    wanted = np.zeros(shape)
    if wanted.size:
        np.fill_diagonal(wanted, 5, wrap=wrap)
    for t in (ct.zeros(shape), ct.zeros(shape[::-1]).T):
        assert t.fill_diagonal_(5, wrap) is t
        np.testing.assert_array_equal(t.numpy(), wanted)


def test_fill_diagonal_of_more_dims():
    wanted = np.zeros((3, 3, 3))
    np.fill_diagonal(wanted, 2)
    t = ct.zeros(4, 3, 3)[1:]
    np.testing.assert_array_equal(t.fill_diagonal_(2).numpy(), wanted)
    for shape in ((3,), (2, 3, 3)):
        with pytest.raises(RuntimeError, match="2 dims, or more of one size"):
            ct.zeros(shape).fill_diagonal_(1)
    x = ct.ones(2, 2, requires_grad=True)
    (x * 1).fill_diagonal_(3).sum().backward()
    assert x.grad.tolist() == [[0, 1], [1, 0]]


def test_python_functions_on_elements():
    t = ct.tensor([[1, 2], [3, 4]])
    assert t.apply_(lambda v: v * 10) is t
    assert t.tolist() == [[10, 20], [30, 40]]
    assert t.T.map_(ct.tensor([1, 2]), lambda a, b: a + b).tolist() == [
        [11, 32],
        [21, 42],
    ]
    assert t.map2_(t, ct.tensor(1), lambda a, b, c: a - b + c).unique().tolist() == [1]
    assert ct.zeros(0).apply_(lambda v: 1 / 0).shape == (0,)
    with pytest.raises(RuntimeError, match=r"\.detach\(\)"):
        ct.ones(1, requires_grad=True).apply_(abs)
    with pytest.raises(ZeroDivisionError):
        t.apply_(lambda v: v / 0)
    assert t.unique().tolist() == [1]


def test_copies_into_any_dtype_and_of_any_strides():
    flags = ct.tensor([True, False])
    out = ct.empty(0, dtype=ct.bool)
    assert ct.alias_copy(flags, out=out) is out
    assert out.tolist() == [True, False]
    assert ct.view_copy(ct.arange(6).reshape(2, 3).T, (6,)).tolist() == [
        0,
        3,
        1,
        4,
        2,
        5,
    ]
    assert ct.view_copy(ct.ones(2), ct.int32).dtype == ct.int32


def test_to_dense():
    assert X.to_dense() is X
    assert X.to_dense(ct.float64).dtype == ct.float64
