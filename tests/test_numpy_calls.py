"""Calls of NumPy's functions that run a row: the column numpy_call of the op table."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import numpy as np
import pytest

import ctensor as ct
from ctensor import _C
from ctensor._numpy._registry import IMPLEMENTED, lookup

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import optable

TABLE = [
    (row, call)
    for row in optable.rows()
    for call in row.numpy_calls
    if lookup(call.name) is not None
]
each_call = pytest.mark.parametrize(
    ("row", "call"), TABLE, ids=[f"{call.name}-{row.name}" for row, call in TABLE]
)
X, A = ct.arange(1.0, 9.0), ct.arange(1.0, 17.0).reshape(4, 4)
#: A call of each function, with the words that are the row's.
BOUND = {
    "add.accumulate": [lambda f: f(A), lambda f: f(X), lambda f: f(A, axis=1)],
    "add.reduce": [
        lambda f: f(A),
        lambda f: f(A, axis=None),
        lambda f: f(A, (0, 1), keepdims=True),
        lambda f: f(A.long(), -1),
    ],
    "logaddexp.accumulate": [lambda f: f(X), lambda f: f(A, axis=1)],
    "multiply.accumulate": [lambda f: f(A), lambda f: f(X), lambda f: f(A, axis=1)],
    "multiply.reduce": [lambda f: f(A), lambda f: f(A, axis=None)],
    "logical_and.reduce": [lambda f: f(A > 3), lambda f: f(A, 1)],
    "logical_or.reduce": [lambda f: f(A > 30, axis=None)],
    "maximum.reduce": [lambda f: f(A), lambda f: f(A, None), lambda f: f(X)],
    "minimum.reduce": [lambda f: f(A, axis=-1, keepdims=True)],
    "angle": [lambda f: f(A + 1j)],
    "i0": [lambda f: f(X)],
    "isreal": [lambda f: f(X), lambda f: f(A + 1j)],
    "sinc": [lambda f: f(X.double() * 0.3)],
    "all": [lambda f: f(X, axis=0), lambda f: f(A > 3, (0, 1), keepdims=True)],
    "amax": [lambda f: f(A, axis=(0, 1))],
    "amin": [lambda f: f(A, -1)],
    "any": [lambda f: f(X), lambda f: f(A, axis=None)],
    "argmax": [lambda f: f(A, axis=1, keepdims=True), lambda f: f(A)],
    "argmin": [lambda f: f(A, 0)],
    "argsort": [lambda f: f(X), lambda f: f(A, axis=0), lambda f: f(A, 1, None)],
    "bincount": [lambda f: f(X.long()), lambda f: f(X.int(), None, 12)],
    "broadcast_to": [lambda f: f(X, (2, 8))],
    "concatenate": [lambda f: f([A, A]), lambda f: f((A, A, A), axis=-1)],
    "copy": [lambda f: f(A)],
    "cumsum": [lambda f: f(X), lambda f: f(A, axis=1), lambda f: f(X, None)],
    "cumprod": [lambda f: f(X), lambda f: f(A, axis=1), lambda f: f(X, None)],
    "diag": [lambda f: f(X), lambda f: f(A, 1)],
    "diagflat": [lambda f: f(A, k=-1)],
    "fliplr": [lambda f: f(A)],
    "flipud": [lambda f: f(X)],
    "tril": [lambda f: f(A), lambda f: f(A, k=1)],
    "triu": [lambda f: f(A, -1)],
    "diagonal": [lambda f: f(A, 1), lambda f: f(A, axis1=1, axis2=0)],
    "dot": [lambda f: f(A, A), lambda f: f(a=A, b=A), lambda f: f(X, X, None)],
    "empty_like": [lambda f: f(A) * 0],
    "dstack": [lambda f: f([X, X])],
    "expand_dims": [lambda f: f(A, 1), lambda f: f(A, axis=-1)],
    "hstack": [lambda f: f((X, X)), lambda f: f([A, A])],
    "column_stack": [lambda f: f((X, X)), lambda f: f([A, A])],
    "repeat": [lambda f: f(X, 2), lambda f: f(A, 3, 1), lambda f: f(A, 2, axis=0)],
    "imag": [lambda f: f(X + 1j)],
    "inner": [lambda f: f(X, X)],
    "kron": [lambda f: f(A, X), lambda f: f(a=X, b=A)],
    "fft.fft": [lambda f: f(X), lambda f: f(A, 3, axis=0)],
    "fft.ifft": [lambda f: f(X), lambda f: f(A, n=5, norm=None)],
    "fft.rfft": [lambda f: f(X), lambda f: f(A, axis=0)],
    "fft.irfft": [lambda f: f(X * X, 5), lambda f: f(A, 5, 0)],
    "fft.hfft": [lambda f: f(X * X, 5), lambda f: f(A, 5)],
    "fft.ihfft": [lambda f: f(X), lambda f: f(a=A)],
    "linalg.cholesky": [lambda f: f(ct.eye(3)), lambda f: f(ct.eye(3), upper=True)],
    "linalg.det": [lambda f: f(ct.eye(3)), lambda f: f(a=ct.eye(2))],
    "linalg.inv": [lambda f: f(ct.eye(3)), lambda f: f(a=ct.eye(2))],
    "linalg.cross": [lambda f: f(A[:3], A[:3], axis=0)],
    "linalg.vecdot": [lambda f: f(X, X), lambda f: f(A, A, axis=0)],
    "linalg.matmul": [lambda f: f(A, A)],
    "linalg.matrix_transpose": [lambda f: f(A)],
    "linalg.outer": [lambda f: f(X, X)],
    "matrix_transpose": [lambda f: f(A)],
    "max": [lambda f: f(A, 1), lambda f: f(X, axis=None, keepdims=False)],
    "mean": [lambda f: f(A, (0, -1), None, None, True)],
    "min": [lambda f: f(A, 1, out=None)],
    "moveaxis": [lambda f: f(A, 0, 1), lambda f: f(A, (0, 1), (1, 0))],
    "ones_like": [lambda f: f(A), lambda f: f(A.t(), None)],
    "prod": [lambda f: f(A, axis=(0, 1)), lambda f: f(X.long())],
    "real": [lambda f: f(X), lambda f: f(val=X + 1j)],
    "zeros_like": [lambda f: f(a=A)],
    "outer": [lambda f: f(X, b=X)],
    "permute_dims": [lambda f: f(A), lambda f: f(A, (1, 0))],
    "ravel": [lambda f: f(A)],
    "reshape": [
        lambda f: f(X, (2, -1)),
        lambda f: f(A, 16),
        lambda f: f(A, shape=(16,)),
    ],
    "roll": [lambda f: f(X, 3), lambda f: f(A, (1, 2), axis=(0, 1))],
    "isin": [lambda f: f(A, X), lambda f: f(X, X, invert=True)],
    "searchsorted": [lambda f: f(X, X), lambda f: f(a=X, v=-X, sorter=None)],
    "sort": [lambda f: f(-X), lambda f: f(-A, axis=0), lambda f: f(A, 1, None)],
    "squeeze": [lambda f: f(A)],
    "stack": [lambda f: f([X, X], 1)],
    "std": [lambda f: f(A, 0), lambda f: f(A, ddof=1), lambda f: f(X, ddof=0.5)],
    "sum": [lambda f: f(A, axis=(0, 1)), lambda f: f(X > 3), lambda f: f(A.long(), -1)],
    "swapaxes": [lambda f: f(A, 0, -1)],
    "take": [lambda f: f(X, ct.tensor([1, 3])), lambda f: f(A, ct.tensor([0]), axis=1)],
    "take_along_axis": [lambda f: f(A, ct.tensor([[0], [1], [-1], [2]]), 1)],
    "tile": [lambda f: f(A, (2, 1)), lambda f: f(X, 2)],
    "transpose": [lambda f: f(A), lambda f: f(A, axes=(-1, 0)), lambda f: f(A, None)],
    "unstack": [lambda f: f(A), lambda f: f(A, axis=1)],
    "var": [lambda f: f(A, 0), lambda f: f(A, None, None, None, 1, keepdims=True)],
    "vdot": [lambda f: f(X, X)],
    "vstack": [lambda f: f([X, X])],
    "where": [
        lambda f: f(X > 3, X, X),
        lambda f: f(A > 3, A, A[0]),
        lambda f: f(X > 3, X, 0.0),
        lambda f: f(X > 3, 1, X),
    ],
    "clip": [
        lambda f: f(A, 3, 5.5),
        lambda f: f(X, None, 4.0),
        lambda f: f(X, 2.0, None),
        lambda f: f(X, min=2),
        lambda f: f(X, max=X - 1, min=2.5),
        lambda f: f(A, X[:4], A + 1, None),
    ],
    "diff": [lambda f: f(X), lambda f: f(A, 2, axis=0), lambda f: f(A > 3, 1, -1)],
    "linalg.norm": [
        lambda f: f(X),
        lambda f: f(A, None, (0, 1)),
        lambda f: f(A + 1j, axis=0, keepdims=True),
    ],
    "linalg.vector_norm": [lambda f: f(X), lambda f: f(A, axis=(0, 1), ord=3)],
}
#: Calls that mean something else, beside those that do: Python has them.
ELSEWHERE = {
    "sum": [
        lambda f: f(A, ()),
        lambda f: f(X, dtype="f8"),
        lambda f: f(X, initial=1.0),
        lambda f: f(X, where=X > 3),
        lambda f: f(X.to(ct.uint8)),
    ],
    "mean": [lambda f: f(X.long())],
    "max": [lambda f: f(A, ()), lambda f: f(A, 1, X[:4].clone())],
    "std": [lambda f: f(X, correction=1), lambda f: f(X.long())],
    "cumsum": [lambda f: f(A), lambda f: f(A, None)],
    "dot": [
        lambda f: f(A, A.double()),
        lambda f: f(A[None], A),
        lambda f: f(A, 2.0),
        lambda f: f(A, A.numpy()),
    ],
    "inner": [lambda f: f(A, X[:4].long())],
    "concatenate": [
        lambda f: f([X, X.double()]),
        lambda f: f([X] * 33),
        lambda f: f([A, A], None),
        lambda f: f([X, X], dtype="f8"),
    ],
    "transpose": [lambda f: f(A, [1, 0])],
    "reshape": [lambda f: f(A, 16, order="F"), lambda f: f(A, 16, copy=True)],
    "ravel": [lambda f: f(A, "F")],
    "take": [
        lambda f: f(A, ct.tensor([1])),
        lambda f: f(X, 1),
        lambda f: f(X, ct.tensor([[1]])),
        lambda f: f(X, ct.tensor([-1])),
        lambda f: f(X, ct.tensor([9]), mode="wrap"),
        lambda f: f(X, ct.tensor(1)),
    ],
    "where": [
        lambda f: f(X, X, X),
        lambda f: f(X > 3, X.long(), 0.5),
        lambda f: f(X > 3, 1.0, 0.0),
        lambda f: f(X > 3, X, True),
        lambda f: f(X > 3),
    ],
    "clip": [
        lambda f: f(X.long(), 2, 5),
        lambda f: f(X, 2.0, X.double()),
        lambda f: f(X, np.float64(2), 4.5),
        lambda f: f(X),
    ],
    "diff": [lambda f: f(X, 1, -1, X[:1]), lambda f: f(A, prepend=0.0)],
    "linalg.norm": [
        lambda f: f(X, 2),
        lambda f: f(A, "fro"),
        lambda f: f(A[None], None, 0),
        lambda f: f(X.long()),
    ],
    "roll": [lambda f: f(A, 1, (0, 1))],
    "squeeze": [lambda f: f(A[None], 0)],
    "expand_dims": [lambda f: f(A, (0, 1))],
}


class ReachedError(Exception):
    """Raised by what stands in for the implementation in Python."""


@pytest.fixture
def only_rows():
    """Makes the implementation of a function raise ReachedError."""
    changed = []

    def block(function):
        def reached(*args, **kwargs):
            raise ReachedError

        if function in IMPLEMENTED:
            changed.append(function)
            _C._numpy_implement(function, reached)

    yield block
    for function in changed:
        _C._numpy_implement(function, IMPLEMENTED[function])


def arrays(value):
    return value.numpy() if isinstance(value, ct.Tensor) else value


def same(got, wanted) -> None:
    """Type, dtype, shape and values."""
    if isinstance(wanted, (tuple, list)):
        assert type(got) is type(wanted)
        for g, w in zip(got, wanted, strict=True):
            same(g, w)
        return
    assert type(got) is ct.Tensor
    assert np.dtype(got.dtype) == wanted.dtype
    assert tuple(got.shape) == wanted.shape
    np.testing.assert_allclose(got.numpy(), wanted, rtol=1e-6)


def on_arrays(call, function):
    """The call with ndarrays: the function gets what NumPy's own gets."""
    return call(lambda *a, **k: function(*nested(a), **nested(k)))


def nested(value):
    if isinstance(value, (tuple, list)):
        return type(value)(nested(v) for v in value)
    if isinstance(value, dict):
        return {key: nested(v) for key, v in value.items()}
    return arrays(value)


@each_call
def test_the_column_is_numpys_signature(row, call):
    try:
        signature = inspect.signature(lookup(call.name))
    except ValueError:
        pytest.skip("NumPy has no signature of it")
    theirs = list(signature.parameters.values())
    said = len(theirs)
    if theirs[-1].kind == inspect.Parameter.VAR_KEYWORD:  # the signature says no more
        said -= 1
    else:
        assert len(call.parameters) == said
    assert [p.name for p in call.parameters[:said]] == [p.name for p in theirs[:said]]
    for ours, p in zip(call.parameters[:said], theirs[:said], strict=True):
        assert ours.positional_only == (p.kind == p.POSITIONAL_ONLY), ours.name
        assert ours.keyword_only == (p.kind == p.KEYWORD_ONLY), ours.name
        if ours.own is None:
            assert p.default is not p.empty, ours.name
            assert (ours.absent == "None") == (p.default is None), ours.name
        else:
            own = row.parameters[row.names.index(ours.own)]
            check_default(own, ours, p.default)


def check_default(own, ours, default):
    """NumPy's default is the row's, or written in the column."""
    if default is inspect.Parameter.empty or default is np._NoValue:
        return
    if ours.default == "flat":
        assert default is None
    elif default is None:  # not said, the call is the row's only where it may be
        assert own.optional or own.default is None
    else:
        assert repr(default) == (ours.default or own.default)


def test_each_function_of_the_column_has_calls():
    assert {call.name for _, call in TABLE} <= BOUND.keys()


@pytest.mark.parametrize("name", [n for n in BOUND if lookup(n) is not None])
def test_calls_that_mean_a_row_run_it(name, only_rows):
    function = lookup(name)
    only_rows(function)
    for call in BOUND[name]:
        same(call(function), on_arrays(call, function))


@pytest.mark.parametrize("name", ELSEWHERE)
def test_calls_that_mean_something_else_do_not(name, only_rows):
    function = lookup(name)
    wanted = [on_arrays(call, function) for call in ELSEWHERE[name]]
    got = [call(function) for call in ELSEWHERE[name]]
    for g, w in zip(got, wanted, strict=True):
        same(g, w)
    only_rows(function)
    for call in ELSEWHERE[name]:
        with pytest.raises(ReachedError):
            call(function)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("sum", lambda f, x: f(x, axis=2)),
        ("dot", lambda f, x: f(x, x[:1])),
        ("reshape", lambda f, x: f(x, (3, 5))),
        ("reshape", lambda f, x: f(x, (3, 5), order="F")),
        ("broadcast_to", lambda f, x: f(x, (3, 3))),
        ("swapaxes", lambda f, x: f(x, 0, 5)),
        ("transpose", lambda f, x: f(x, (0, 0))),
        ("concatenate", lambda f, x: f([x, x[:, 0]])),
        ("stack", lambda f, x: f([x, x[:1]])),
        ("take", lambda f, x: f(x, ct.tensor([99]), 0)),
    ],
)
def test_what_the_row_refuses_is_numpys_error(name, call):
    function = lookup(name)
    with pytest.raises((ValueError, IndexError)):
        on_arrays(lambda g: call(g, A), function)
    with pytest.raises((ValueError, IndexError)):
        call(function, A)


def test_gradients_of_a_bound_call_are_the_rows():
    x = A.clone().requires_grad_()
    np.sum(np.dot(x, A), axis=0).sum().backward()
    assert x.grad.equal(ct.matmul(ct.ones(4, 4), A.t()))


def test_numbers_are_arrays_of_their_own_dtype_for_products():
    for name in ("dot", "inner", "outer", "kron"):
        for dtype in (np.float32, np.float16):
            a = np.ones((2, 2), dtype)
            wanted = lookup(name)(a, 2.0)
            same(lookup(name)(ct.tensor(a), 2.0), wanted)


def test_a_list_that_is_given_twice_and_emptied_is_held():
    parts = [A, A]
    result = np.concatenate(parts)
    parts.clear()
    assert result.equal(ct.cat([A, A]))


def test_a_column_that_makes_no_sense_stops_the_build():
    head = 'op f(input: tensor, dim: axis)\n    "A row."\n    numpy_call '
    bad = ["f(a, b)", "f(a: other)", "f(a) of string", "f(a,", "f(axis = x)"]
    for text in bad:
        with pytest.raises(optable.TableError, match="numpy_call"):
            list(optable.read_rows("family", head + text + "\n"))
    (row,) = optable.read_rows("family", head + "g(a, axis = flat, out=) ndim 2..\n")
    (call,) = row.numpy_calls
    assert (call.name, call.low, call.high) == ("g", 2, 64)
