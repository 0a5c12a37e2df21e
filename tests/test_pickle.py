"""Pickling, copying, deep copying and weak references."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

import ctensor as ct

DTYPES = [
    *("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"),
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
]
protocols = pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))


class Mine(ct.Tensor):
    """A subclass that pickle can find."""


def rebuilt(*arguments):
    return ct._C._rebuild_tensor(*arguments)


# ---- pickle -----------------------------------------------------------------


@protocols
@pytest.mark.parametrize("name", DTYPES)
def test_every_dtype(name: str, protocol: int) -> None:
    t = ct.tensor([[0, 1, 1], [1, 0, 1]]).to(getattr(ct, name))
    back = pickle.loads(pickle.dumps(t, protocol))
    assert back.dtype == t.dtype
    assert back.tolist() == t.tolist()
    assert not back.requires_grad
    back.zero_()
    assert t.to(ct.bool).any()


@protocols
@pytest.mark.parametrize(
    ("of", "stride"),
    [
        (lambda t: t, (4, 1)),
        (lambda t: t.t(), (1, 4)),
        (lambda t: t[::-1], (4, 1)),
        (lambda t: t[:, ::2], (2, 1)),
        (lambda t: t[1], (1,)),
        (lambda t: t[1, 2], ()),
        (lambda t: t[:0], (4, 1)),
        (lambda t: t.expand(2, 3, 4), (12, 4, 1)),
        (lambda t: t[None].movedim(2, 0), (1, 12, 4)),
    ],
)
def test_layouts(of, stride, protocol: int) -> None:
    t = of(ct.arange(12.0).reshape(3, 4))
    back = pickle.loads(pickle.dumps(t, protocol))
    assert back.shape == t.shape
    assert back.tolist() == t.tolist()
    assert t.numel() == 0 or t.ndim == 3 or back.stride() == stride


def test_only_what_a_view_shows_is_pickled() -> None:
    big = ct.zeros(10**6)
    assert len(pickle.dumps(big[:10])) < 400


@protocols
def test_class_gradient_flag_and_attributes(protocol: int) -> None:
    t = Mine([1.0, 2.0]).requires_grad_()
    t.note = {"a": [1]}
    back = pickle.loads(pickle.dumps(t, protocol))
    assert type(back) is Mine
    assert back.requires_grad
    assert back.is_leaf
    assert back.note == {"a": [1]}
    plain = ct.ones(2)
    plain.note = 5
    assert pickle.loads(pickle.dumps(plain, protocol)).note == 5
    assert pickle.loads(pickle.dumps(t * 2, protocol)).is_leaf


def test_out_of_band_buffers_are_shared() -> None:
    t = ct.arange(1000.0)
    buffers: list[pickle.PickleBuffer] = []
    data = pickle.dumps(t.reshape(10, 100).t(), 5, buffer_callback=buffers.append)
    assert len(data) < 400
    assert len(buffers) == 1
    back = pickle.loads(data, buffers=buffers)
    assert back.shape == (100, 10)
    t.zero_()
    assert not back.any()
    memory = bytearray(buffers[0])
    back = pickle.loads(data, buffers=[memory])
    back[0, 0] = 1
    assert np.frombuffer(memory, "f4")[0] == 1
    back = pickle.loads(data, buffers=[bytes(memory)])
    back.fill_(3)  # a read-only buffer is copied
    assert memory[:4] == np.float32(1).tobytes()


def test_read_only_memory_pickles() -> None:
    t = ct.frombuffer(b"abcd", dtype=ct.uint8)
    for protocol in range(6):
        back = pickle.loads(pickle.dumps(t, protocol))
        assert back.tolist() == t.tolist()
        back.zero_()


def test_generators_and_dtypes() -> None:
    g = ct.Generator().manual_seed(7)
    ct.rand(3, generator=g)
    back = pickle.loads(pickle.dumps(g))
    assert ct.rand(3, generator=back).tolist() == ct.rand(3, generator=g).tolist()
    assert pickle.loads(pickle.dumps(ct.float32)) is ct.float32


GOOD = (b"\0" * 24, "float32", (2, 3), None, False, None)


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        (0, b"\0" * 23, ValueError),
        (0, b"\0" * 20, ValueError),
        (0, b"", ValueError),
        (0, None, (TypeError, ValueError)),
        (0, "text", (TypeError, ValueError)),
        (1, "no such", TypeError),
        (1, 5, TypeError),
        (1, "float64", ValueError),
        (2, (2, 4), ValueError),
        (2, (-2, -3), RuntimeError),
        (2, (2**62, 4), RuntimeError),
        (2, (0, 2**62, 2**62), RuntimeError),
        (2, (2**70,), (OverflowError, TypeError, RuntimeError)),
        (2, (1,) * 65, (ValueError, RuntimeError)),
        (2, "ab", TypeError),
        (2, (2.0, 3.0), TypeError),
        (3, (4, 1), ValueError),
        (3, (3, -1), ValueError),
        (3, (-3, 1), ValueError),
        (3, (2**61, 1), (ValueError, RuntimeError)),
        (3, (2**62, 2**62), (ValueError, RuntimeError)),
        (3, (3,), ValueError),
        (3, (3, 1, 1), ValueError),
        (3, "ab", TypeError),
        (4, "yes", TypeError),
        (5, int, TypeError),
        (5, "Tensor", TypeError),
        (5, 3, TypeError),
    ],
)
def test_state_that_lies(place: int, value, error) -> None:
    assert rebuilt(*GOOD).shape == (2, 3)
    arguments = [*GOOD[:place], value, *GOOD[place + 1 :]]
    with pytest.raises(error):
        rebuilt(*arguments)


def test_state_of_the_wrong_dtype_for_a_gradient() -> None:
    with pytest.raises(RuntimeError, match="floating"):
        rebuilt(b"\0" * 8, "int64", (1,), None, True, None)
    with pytest.raises(TypeError):
        rebuilt(b"")


def test_unaligned_buffers_are_copied() -> None:
    memory = memoryview(bytearray(25))[1:]
    assert rebuilt(memory, "float32", (2, 3), (1, 2), False, None).stride() == (1, 2)


# ---- copy -------------------------------------------------------------------


def test_copy_shares_memory() -> None:
    t = Mine([1.0, 2.0]).requires_grad_()
    t.note = [1]
    for c in (copy.copy(t), copy.copy(t * 2)):
        assert c.requires_grad
        assert c.is_leaf
    c = copy.copy(t)
    assert type(c) is Mine
    assert c.note is t.note
    assert c.data_ptr() == t.data_ptr()
    assert copy.copy(ct.arange(3)).tolist() == [0, 1, 2]
    assert copy.copy(ct.arange(6).reshape(2, 3).t()).stride() == (1, 3)


def test_deepcopy() -> None:
    t = Mine([1.0, 2.0]).requires_grad_()
    t.note = [1]
    (t * 3).sum().backward()
    c = copy.deepcopy(t)
    assert type(c) is Mine
    assert c.tolist() == [1, 2]
    assert c.requires_grad
    assert c.grad.tolist() == [3, 3]
    assert c.grad is not t.grad
    assert c.note == [1]
    assert c.note is not t.note
    with ct.no_grad():
        c.zero_()
        c.grad.zero_()
    assert t.tolist() == [1, 2]
    assert t.grad.tolist() == [3, 3]


def test_deepcopy_keeps_layout_and_sharing() -> None:
    t = ct.arange(6.0).reshape(2, 3)
    whole, row, turned, same = copy.deepcopy([t, t[1], t.t(), t])
    assert same is whole
    assert turned.stride() == (1, 3)
    whole[1, 1] = 100
    assert row.tolist() == [3, 100, 5]
    assert turned[1, 1] == 100
    assert t[1, 1] == 4
    a = np.arange(4.0)
    t = copy.deepcopy(ct.from_numpy(a[::-1]))
    assert t.tolist() == [3, 2, 1, 0]
    t.zero_()
    assert a.tolist() == [0, 1, 2, 3]
    assert copy.deepcopy(ct.frombuffer(b"ab", dtype=ct.uint8)).add_(1).tolist() == [
        98,
        99,
    ]
    assert copy.deepcopy(ct.ones(0, 3)).shape == (0, 3)
    assert copy.deepcopy(ct.tensor(5)).item() == 5


def test_deepcopy_is_for_leaves() -> None:
    w = ct.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="graph leaves"):
        copy.deepcopy(w * 2)
    assert copy.deepcopy((w * 2).detach()).tolist() == [2, 2]


def test_deepcopy_of_cycles() -> None:
    t = ct.ones(1)
    t.me = [t]
    c = copy.deepcopy(t)
    assert c.me[0] is c


def test_deepcopy_with_a_strange_memo() -> None:
    t = ct.ones(2)
    with pytest.raises(TypeError, match="memo"):
        t.__deepcopy__(None)
    known = object()
    assert t.__deepcopy__({id(t): known}) is known
    memo: dict = {}
    copy.deepcopy(t, memo)
    for key in [k for k in memo if isinstance(k, tuple)]:
        memo[key] = "spoiled"
    with pytest.raises(ValueError, match="memo"):
        t[:1].__deepcopy__(memo)


class Bomb:
    """Fails when it is copied."""

    def __deepcopy__(self, memo):
        raise ZeroDivisionError("boom")

    def __reduce__(self):
        raise ZeroDivisionError("boom")


def test_attributes_that_fail() -> None:
    t = ct.ones(2)
    t.bomb = Bomb()
    with pytest.raises(ZeroDivisionError):
        copy.deepcopy(t)
    with pytest.raises(ZeroDivisionError):
        pickle.dumps(t)
    assert copy.copy(t).bomb is t.bomb


# ---- weak references --------------------------------------------------------


def test_weak_references() -> None:
    called = []
    for make in (lambda: ct.ones(2), lambda: ct.ones(1000), lambda: Mine([1.0])):
        t = make()
        r = weakref.ref(t, lambda _: called.append(1))
        view = t.detach()
        assert r() is t
        del t
        assert r() is None
        assert view[0] == 1
    assert len(called) == 3
    cache = weakref.WeakKeyDictionary({(k := ct.ones(1)): "v"})
    assert cache[k] == "v"
    del k
    gc.collect()
    assert len(cache) == 0
