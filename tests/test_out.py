"""out=: of another shape, and of functions that make tensors."""

import warnings

import numpy as np
import pytest

import ctensor as ct

RESIZED = "An output with one or more elements was resized since it had shape"
ones = ct.ones


@pytest.mark.parametrize("shape", [(2,), (4,), (2, 2), (3, 3)])
@pytest.mark.parametrize(
    "call",
    [
        lambda out: ct.add(ones(3), 1, out=out),
        lambda out: ct.add(ones(3), 1, alpha=1, out=out),
        lambda out: ct.sum(ones(2, 3), 0, out=out),
        lambda out: ct.matmul(ones(3, 2), ones(2), out=out),
        lambda out: ct.cat([ones(2), ones(1)], out=out),
        lambda out: ct.cumsum(ct.tensor([2.0, 0, 0]), 0, out=out),
        lambda out: ct.gather(ones(3), 0, ct.tensor([0, 1, 2]), out=out),
        lambda out: ct.masked_select(ones(4), ones(4).cumsum(0) > 1, out=out),
        lambda out: ct.softmax(ones(3), 0, out=out),
    ],
)
def test_out_of_another_shape_is_resized_with_a_warning(call, shape):
    want = call(ct.empty(0))
    out = ct.zeros(shape)
    place = out.data_ptr()
    with pytest.warns(UserWarning, match=RESIZED) as seen:
        assert call(out) is out
    assert seen[0].filename == __file__
    assert out.tolist() == want.tolist()
    assert out.is_contiguous()
    assert (out.data_ptr() == place) == (np.prod(shape) >= 3)  # where there is room


def test_the_warning_may_be_an_error() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match=RESIZED):
            ct.add(ones(3), 1, out=ct.zeros(2))
        assert ct.add(ones(3), 1, out=ct.zeros(3)).tolist() == [2, 2, 2]
        with pytest.raises(RuntimeError, match="can't be cast"):
            ct.add(ones(3), 1, out=ct.zeros(2, dtype=ct.int64))


def test_two_results_that_are_resized() -> None:
    outs = (ct.zeros(2), ct.zeros(2, dtype=ct.int64))
    with pytest.warns(UserWarning, match=RESIZED):
        ct.max(ones(2, 3), 0, out=outs)
    assert [out.tolist() for out in outs] == [[1] * 3, [0] * 3]


@pytest.mark.parametrize(
    "call",
    [
        lambda x: ct.add(x, ones(3, 3), out=x),
        lambda x: ct.sum(x, 0, out=x),
        lambda x: ct.cat([x, x], out=x),
    ],
)
def test_an_argument_is_not_resized(call):
    x = ones(3)
    with pytest.raises(RuntimeError, match="got an argument of shape"):
        call(x)
    assert x.tolist() == [1, 1, 1]


def test_resizing_leaves_the_memory_of_arguments_alone() -> None:
    base = ct.arange(6.0)
    with pytest.warns(UserWarning, match=RESIZED):
        out = ct.mul(base[1:4], 2, out=base[:2])
    assert out.tolist() == [2, 4, 6]
    assert base.tolist() == [0, 1, 2, 3, 4, 5]


def test_read_only_memory_is_not_resized() -> None:
    array = np.zeros(2, np.float32)
    array.flags.writeable = False
    with pytest.raises((RuntimeError, ValueError), match="read-only"):
        ct.add(ones(3), 1, out=ct.asarray(array))


MAKERS = {
    "zeros": lambda **k: ct.zeros(2, 3, **k),
    "zeros size": lambda **k: ct.zeros(size=(2, 3), **k),
    "ones": lambda **k: ct.ones((2, 3), **k),
    "full": lambda **k: ct.full((2, 3), 7, **k),
    "full size": lambda **k: ct.full(size=[2, 3], fill_value=7, **k),
    "eye": lambda **k: ct.eye(2, 3, **k),
    "arange": lambda **k: ct.arange(6, **k).view(2, 3),
    "linspace": lambda **k: ct.linspace(0, 5, 6, **k).view(2, 3),
    "randperm": lambda **k: ct.randperm(1, **k).expand(2, 3),
    "randint": lambda **k: ct.randint(4, 5, (2, 3), **k),
    "randint size": lambda **k: ct.randint(high=1, size=(2, 3), **k),
}


@pytest.mark.parametrize("dtype", [ct.float32, ct.int64, ct.float64, ct.int16])
@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("shape", [(0,), (2, 3), (7,), (6,)])
def test_functions_that_make_tensors_fill_out(name, dtype, shape):
    """Its dtype decides; as in PyTorch it is resized without a word."""
    make, out = MAKERS[name], ct.full(shape, 9, dtype=dtype)
    made = make(out=out)
    assert made.dtype == dtype
    assert made.tolist() == make(dtype=dtype).tolist()
    assert made.data_ptr() == out.data_ptr()
    with pytest.raises(RuntimeError, match="expected out of dtype complex64"):
        make(out=out, dtype=ct.complex64)


@pytest.mark.parametrize("make", [ct.rand, ct.randn])
def test_random_numbers_fill_out(make):
    generator = ct.Generator().manual_seed(3)
    want = make(size=(2, 3), generator=generator)
    for out in (ct.zeros(2, 3), ct.zeros(3, 2).t(), ct.zeros(0), ct.zeros(9)):
        assert make(2, 3, out=out, generator=generator.manual_seed(3)) is out
        assert out.tolist() == want.tolist()


def test_empty_leaves_out_as_it_is() -> None:
    out = ct.arange(6.0).view(2, 3)
    assert ct.empty(2, 3, out=out) is out
    assert out.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert ct.empty(3, out=out).tolist() == [0, 1, 2]
    assert ct.empty(2, 3, out=ct.zeros(3, 2).t()).stride() == (1, 2)


def test_composites_write_out_by_themselves() -> None:
    """div and clamp: what they are made of takes the result, whose errors name them."""
    x, y = ct.tensor([7.0, -7.0, 1.0]), ct.tensor([2.0, 2.0, 0.0])
    out = ct.zeros(3)
    assert ct.div(x, y, out=out) is out and out.tolist() == [3.5, -3.5, ct.inf]
    assert ct.div(x, y, rounding_mode="trunc", out=out) is out
    assert out.tolist() == [3, -3, ct.inf]
    assert ct.clamp(x, -2, 2, out=x) is x and x.tolist() == [2, -2, 1]
    whole, halves = ct.tensor([7, -7]), ct.zeros(2, dtype=ct.int64)
    assert ct.div(whole, 2, rounding_mode="trunc", out=halves) is halves
    assert halves.tolist() == [3, -3]
    assert whole.div_(2, rounding_mode="trunc").tolist() == [3, -3]
    with pytest.raises(RuntimeError, match=r"^div: result type float32 can't be cast"):
        ct.div(whole, 2, out=halves)
    needs = ct.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"^div\(\): functions with out="):
        ct.div(needs, 2, out=out)
    with pytest.raises(RuntimeError, match=r"^clamp\(\): functions with out="):
        ct.clamp(needs, 0, 1, out=out)
