"""The ends of lerp, and what nan_to_num puts where."""

import numpy as np
import pytest

import ctensor as ct

FLOATS = [ct.float16, ct.bfloat16, ct.float32, ct.float64]


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_lerp_reaches_both_ends(dtype) -> None:
    a = ct.tensor([1e-3, 1.0, -60000.0], dtype=dtype)
    b = ct.tensor([50000.0, 1.0, 3.0], dtype=dtype)
    assert ct.lerp(a, b, 0.0).equal(a)
    assert ct.lerp(a, b, 1.0).equal(b)
    assert ct.lerp(a, b, ct.ones(3, dtype=dtype)).equal(b)


@pytest.mark.parametrize("weight", [0.25, 0.75])
def test_lerp_along_a_way_that_is_infinite(weight) -> None:
    """What is not taken adds no NaN to the gradients."""
    a = ct.tensor([1.0, np.inf, 3e38], requires_grad=True)
    b = ct.tensor([np.inf, 1.0, -3e38], requires_grad=True)
    w = ct.full((3,), weight, requires_grad=True)
    ct.lerp(a, b, w).sum().backward()
    assert a.grad.tolist() == [1 - weight] * 3
    assert b.grad.tolist() == [weight] * 3
    assert w.grad.tolist() == [np.inf, -np.inf, -np.inf]


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_nan_to_num(dtype) -> None:
    x = ct.tensor([np.nan, np.inf, -np.inf, 1.5], dtype=dtype, requires_grad=True)
    y = x.nan_to_num()
    most = ct.finfo(dtype).max
    assert y.tolist() == [0, most, -most, 1.5]
    assert x.nan_to_num(nan=2, posinf=3, neginf=-4).tolist() == [2, 3, -4, 1.5]
    y.sum().backward()
    assert x.grad.tolist() == [0, 0, 0, 1]
    whole = ct.tensor([1, 2])
    assert whole.nan_to_num().equal(whole)


def test_errors_name_the_op() -> None:
    one = ct.ones(2, dtype=ct.int64)
    with pytest.raises(NotImplementedError, match="addcdiv: expected a floating"):
        ct.addcdiv(one, one, one)
    with pytest.raises(NotImplementedError, match="lerp: expected a floating"):
        ct.lerp(one, one, 0.5)
    with pytest.raises(NotImplementedError, match="lerp: expected end of input's"):
        ct.lerp(ct.ones(2), ct.ones(2).double(), 0.5)
