"""cat, stack and their kin: promotion, old customs, out=, gradients, refusals."""

import numpy as np
import pytest

import ctensor as ct


def test_promotion_and_dtypes() -> None:
    a, b = ct.ones(2, dtype=ct.int8), ct.ones(2, dtype=ct.float16)
    assert ct.cat([a, b]).dtype == ct.float16
    assert ct.stack([a, ct.ones(2, dtype=ct.bool)]).dtype == ct.int8
    assert ct.cat([a, b, ct.ones(1, dtype=ct.complex64)]).dtype == ct.complex64
    for name in ("bool", "uint8", "int16", "bfloat16", "float64", "complex128"):
        x = ct.tensor([[1, 0], [0, 1]]).to(getattr(ct, name))
        assert (ct.cat([x, x.T, x[:1]])[2:] == ct.cat([x.T, x[:1]])).all()


def test_layouts() -> None:
    x = ct.arange(24).reshape(4, 6)
    parts = [x[:, ::2], x.T[:4, :3], x[::-1, :3], x[:, 3:]]
    for dim in (0, 1, -1):
        want = np.concatenate([p.numpy() for p in parts], dim)
        np.testing.assert_array_equal(
            ct.cat([p[:, :3] for p in parts], dim).numpy(), want
        )
        want = np.stack([p.numpy() for p in parts], dim)
        np.testing.assert_array_equal(ct.stack(parts, dim).numpy(), want)
    assert ct.stack([ct.tensor(1), ct.tensor(2)]).tolist() == [1, 2]
    assert ct.stack(list(x), 1).tolist() == x.T.tolist()


def test_large() -> None:
    x = ct.arange(100000.0).reshape(1000, 100)
    assert (ct.cat([x, x], 1)[:, 100:] == x).all()
    assert (ct.cat(list(x)).reshape(1000, 100) == x).all()
    assert (ct.stack([x.T, x.T], 1)[:, 1] == x.T).all()


def test_empty_vectors_are_passed_over() -> None:
    x = ct.ones(2, 3)
    assert ct.cat([ct.zeros(0), x, ct.zeros(0)], 1).shape == (2, 3)
    assert ct.cat([ct.zeros(0), ct.zeros(0)]).shape == (0,)
    assert ct.cat([x, ct.zeros(0, 3)]).shape == (2, 3)
    assert ct.cat([x[:, :0], x], 1).shape == (2, 3)


def test_out() -> None:
    x, out = ct.ones(2, 2), ct.zeros(4, 2, dtype=ct.float64)
    assert ct.cat([x, x + 1], out=out) is out
    assert out.sum().item() == 12
    y = ct.arange(6.0)
    ct.cat([y[1:3], y[:2]], out=y[:4])
    assert y.tolist() == [1, 2, 0, 1, 4, 5]
    assert ct.stack([x, x], out=ct.zeros(0)).shape == (2, 2, 2)
    with pytest.raises(RuntimeError, match="can't be cast"):
        ct.cat([x, x], out=ct.zeros(0, dtype=ct.int64))
    with pytest.raises(RuntimeError, match="out="):
        ct.hstack([x.requires_grad_(), x], out=ct.zeros(0))


def test_gradients_keep_each_dtype() -> None:
    a = ct.ones(2, dtype=ct.float32, requires_grad=True)
    b = ct.ones(3, dtype=ct.float64, requires_grad=True)
    (ct.cat([a, ct.zeros(0), b, a]) * ct.arange(7.0)).sum().backward()
    assert a.grad.dtype == ct.float32
    assert (a.grad.tolist(), b.grad.tolist()) == ([0 + 5, 1 + 6], [2, 3, 4])


REFUSED = [
    (lambda x: ct.cat([]), ValueError, "non-empty list"),
    (lambda x: ct.stack([]), RuntimeError, "non-empty list"),
    (lambda x: ct.cat(3), TypeError, "cat"),
    (lambda x: ct.cat([x, 3]), TypeError, "cat"),
    (lambda x: ct.cat([x, x[0]]), RuntimeError, "got 2 and 1"),
    (
        lambda x: ct.cat([x, x[:, :2]]),
        RuntimeError,
        "size 3 but got size 2 for tensor nu",
    ),
    (
        lambda x: ct.cat([x, ct.tensor(1.0)]),
        RuntimeError,
        r"zero-dim.* \(at position 1\)",
    ),
    (lambda x: ct.cat([x, x], 2), IndexError, r"dim in \[-2, 1\], got 2"),
    (lambda x: ct.cat([x, x], 2**40), IndexError, "1099511627776"),
    (lambda x: ct.stack([x, x[0]]), RuntimeError, r"\[2, 3\] at entry 0 and \[3\] at"),
    (lambda x: ct.stack([x, x], 4), IndexError, r"dim in \[-3, 2\], got 4"),
    (lambda x: ct.cat([x[:1].expand(2**61, 3)[:, :1]] * 4), RuntimeError, r"2\*\*63"),
    (lambda x: ct.stack([ct.zeros([1] * 64)]), RuntimeError, "at most 64"),
    (lambda x: ct.hstack([]), ValueError, "non-empty list"),
    (lambda x: ct.cat([x, x], out=x), RuntimeError, "shape"),
]


@pytest.mark.parametrize("case", REFUSED, ids=range(len(REFUSED)))
def test_refused(case) -> None:
    call, kind, message = case
    with pytest.raises(kind, match=message):
        call(ct.ones(2, 3))


def test_a_list_that_contains_itself() -> None:
    loop: list = [ct.ones(1)]
    loop.append(loop)
    with pytest.raises(TypeError):
        ct.cat(loop)


@pytest.mark.parametrize("n", [15, 16, 17, 300])
def test_rows_of_views_are_joined(n: int) -> None:
    """Runs of bytes, wherever they lie; others beside them, and empty ones."""
    a = np.random.default_rng(n).random((40, 2, n + 5))
    views = {
        "narrow": lambda t: t[..., 3 : n + 3],
        "back": lambda t: t[::-1, :, :n],
        "expanded": lambda t: (
            t[:1, :, 5:].expand(40, 2, n)
            if isinstance(t, ct.Tensor)
            else np.broadcast_to(t[:1, :, 5:], (40, 2, n))
        ),
        "every other": lambda t: (
            t.repeat(2, 0)[::2, :, 1 : n + 1]
            if isinstance(t, np.ndarray)
            else t.repeat_interleave(2, 0)[::2, :, 1 : n + 1]
        ),
        "gaps": lambda t: t.reshape(20, 4, n + 5)[:, 1:3, :n],
        "apart": lambda t: t[..., ::2],
        "none": lambda t: t[..., :0],
    }
    x = ct.from_numpy(a)
    for first in views.values():
        for second in views.values():
            parts, of_numpy = [first(x), second(x)], [first(a), second(a)]
            for axis in (0, 1, 2):
                sizes = [p.shape[:axis] + p.shape[axis + 1 :] for p in of_numpy]
                if sizes[0] != sizes[1]:
                    continue
                want = np.concatenate(of_numpy, axis)
                np.testing.assert_array_equal(ct.cat(parts, axis).numpy(), want)
                if parts[0].shape == parts[1].shape:
                    want = np.stack(of_numpy, axis)
                    np.testing.assert_array_equal(ct.stack(parts, axis).numpy(), want)
    for shift in (3, -3, n):
        for dim in (0, 1, 2):
            want = np.roll(a, shift, dim)
            np.testing.assert_array_equal(x.roll(shift, dim).numpy(), want)
