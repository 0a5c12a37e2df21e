"""Segments, hashes, places, memory of files; what Tensor has of older PyTorch."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import ctensor as ct

FOLDS = {
    "sum": (np.sum, 0.0),
    "mean": (np.mean, np.nan),
    "prod": (np.prod, 1.0),
    "max": (np.max, -np.inf),
    "min": (np.min, np.inf),
}


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.bfloat16])
@pytest.mark.parametrize("reduce", FOLDS)
def test_segments(reduce, dtype):
    fold, empty = FOLDS[reduce]
    x = ct.randn(2, 6, 3).to(dtype)
    lengths = [[2, 0, 4], [1, 5, 0]]
    y = ct.segment_reduce(x, reduce, lengths=ct.tensor(lengths), axis=1)
    assert y.dtype == dtype and y.shape == (2, 3, 3)
    offsets = ct.tensor([[0, 2, 2, 6], [0, 1, 6, 6]], dtype=ct.int32)
    again = ct.segment_reduce(x, reduce, offsets=offsets, axis=1)
    for row in range(2):
        start = 0
        for i, n in enumerate(lengths[row]):
            part = x[row, start : start + n].double().numpy()
            want = fold(part, 0) if n else np.full(3, empty)
            tol = ct.finfo(dtype).eps * 4
            np.testing.assert_allclose(y[row, i].double(), want, tol, tol)
            start += n
    np.testing.assert_array_equal(again.double(), y.double())


def test_segments_begin_with_initial() -> None:
    x, lengths = ct.tensor([2.0, 4.0, 8.0]), ct.tensor([2, 0, 1])
    want = {"sum": [7, 1, 9], "mean": [3.5, 1, 9], "prod": [8, 1, 8]}
    want |= {"max": [4, 1, 8], "min": [1, 1, 1]}
    for reduce, numbers in want.items():
        y = ct.segment_reduce(x, reduce, lengths=lengths, initial=1)
        assert y.tolist() == numbers


@pytest.mark.parametrize("reduce", FOLDS)
def test_segments_have_gradients(reduce):
    x = ct.randn(6, 2, dtype=ct.float64, requires_grad=True)
    lengths = ct.tensor([2, 4])
    call = lambda x: ct.segment_reduce(x, reduce, lengths=lengths)  # noqa: E731
    assert ct.autograd.gradcheck(call, (x,))
    assert ct.autograd.gradgradcheck(call, (x,))


def test_segments_refuse() -> None:
    x, n = ct.ones(3, 2), ct.tensor([2, 1])
    bad = [
        ({"lengths": ct.tensor([2, 2])}, RuntimeError, "to sum to 3"),
        ({"lengths": ct.tensor([4, -1])}, RuntimeError, "negative"),
        ({"lengths": n.float()}, NotImplementedError, "of integers"),
        ({"lengths": n, "axis": 1}, RuntimeError, "before axis 1"),
        ({"lengths": n, "indices": n}, RuntimeError, "indices based"),
        ({"offsets": ct.tensor([1, 3])}, RuntimeError, "begin with 0"),
        ({"offsets": ct.tensor([0, 2])}, RuntimeError, "to sum to 3"),
        ({"offsets": ct.tensor([], dtype=ct.int64)}, RuntimeError, "one offset"),
        ({}, RuntimeError, "Either lengths or offsets"),
    ]
    for kwargs, error, match in bad:
        with pytest.raises(error, match=f"segment_reduce: .*{match}"):
            ct.segment_reduce(x, "sum", **kwargs)
    with pytest.raises(RuntimeError, match="reduce to be one of sum, mean"):
        ct.segment_reduce(x, "median", lengths=n)
    with pytest.raises(NotImplementedError, match=r"floating dtype, got ctensor.int64"):
        ct.segment_reduce(x.long(), "sum", lengths=n)


# ---- hashes and places -------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64", "int16", "uint8", "int64"])
@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 3, 4), ()])
def test_hash_is_the_exclusive_or_of_bits(dtype, shape):
    a = (np.random.default_rng(3).standard_normal(shape) * 100).astype(dtype)
    wide = a.astype(np.float64 if dtype.startswith("float") else np.int64)
    bits = np.asarray(wide).view(np.uint64)
    x = ct.tensor(a)
    want = np.bitwise_xor.reduce(bits, axis=None)
    assert ct.hash_tensor(x).item() == x.hash_tensor().item() == want
    for dim in range(len(shape)):
        y = ct.hash_tensor(x, dim, keepdim=True)
        assert y.dtype == ct.uint64
        assert (
            y.tolist() == np.bitwise_xor.reduce(bits, axis=dim, keepdims=True).tolist()
        )
    if len(shape) == 3:
        folded = np.bitwise_xor.reduce(bits, axis=(0, 2)).tolist()
        assert ct.hash_tensor(x, (0, -1)).tolist() == folded
        out = ct.empty(0, dtype=ct.uint64)
        assert ct.hash_tensor(x, (2, 0), out=out) is out and out.tolist() == folded


def test_hash_refuses() -> None:
    with pytest.raises(RuntimeError, match="mode: 1"):
        ct.hash_tensor(ct.ones(1), mode=1)
    with pytest.raises(RuntimeError, match="dim to be specified"):
        ct.hash_tensor(ct.ones(0))
    with pytest.raises(IndexError, match="non-zero size"):
        ct.hash_tensor(ct.ones(2, 0), 1)
    with pytest.raises(IndexError, match="expected dim in"):
        ct.hash_tensor(ct.ones(2), 1)
    with pytest.raises(RuntimeError, match="multiple times"):
        ct.hash_tensor(ct.ones(2, 2), (0, -2))
    with pytest.raises(NotImplementedError, match="real dtype"):
        ct.hash_tensor(ct.ones(2, dtype=ct.complex64))
    assert ct.hash_tensor(ct.ones(2, 0), 0).tolist() == []


@pytest.mark.parametrize("values", [[1, 0, 2], [[1, 0], [0, 3]], 5, 0, []])
@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_nonzero_static(values, size):
    x = ct.tensor(values)
    y = ct.nonzero_static(x, size=size, fill_value=9)
    want = ct.nonzero(x)[:size].tolist()
    want += [[9] * x.dim()] * (size - len(want))
    assert y.shape == (size, x.dim()) and y.tolist() == want
    assert x.nonzero_static(size=size, fill_value=9).tolist() == want
    with pytest.raises(RuntimeError, match="non-negative"):
        ct.nonzero_static(x, size=-1)


def test_as_strided_in_place() -> None:
    x = ct.arange(6.0)
    view = x[1:]
    assert view.as_strided_((2, 2), (2, 1)) is view
    assert view.tolist() == [[1, 2], [3, 4]]
    ct.as_strided_(view, [2], [3], 0)[0] = 9
    assert x.tolist() == [9, 1, 2, 3, 4, 5] and view.tolist() == [9, 3]
    with pytest.raises(RuntimeError, match="as_strided"):
        ct.as_strided_(x, (7,), (1,))
    assert x.shape == (6,)
    with pytest.raises(RuntimeError, match="does not require grad"):
        ct.as_strided_(ct.ones(4, requires_grad=True) * 2, (2,), (1,))


# ---- memory ------------------------------------------------------------------------


def test_files_as_memory(tmp_path) -> None:
    path = tmp_path / "numbers"
    x = ct.from_file(str(path), True, 4, dtype=ct.float64)
    assert x.tolist() == [0] * 4 and x.dtype == ct.float64
    x.copy_(ct.arange(4.0))
    assert np.fromfile(path).tolist() == [0, 1, 2, 3]
    longer = ct.from_file(path, shared=True, size=6, dtype=ct.float64)
    assert longer.tolist() == [0, 1, 2, 3, 0, 0] and path.stat().st_size == 48
    own = ct.from_file(path, size=2, dtype=ct.float64)
    own.fill_(7)
    assert np.fromfile(path)[:2].tolist() == [0, 1]
    half = ct.from_file(path, size=8, dtype=ct.bfloat16)
    assert half.dtype == ct.bfloat16 and half.shape == (8,)
    assert ct.from_file(path, size=0).shape == (0,)
    assert ct.from_file(path, size=3).dtype == ct.get_default_dtype()
    with pytest.raises(RuntimeError, match="of 48 bytes is smaller than the 56"):
        ct.from_file(path, size=7, dtype=ct.float64)
    with pytest.raises(RuntimeError, match="unable to open"):
        ct.from_file(tmp_path / "none", size=1)
    with pytest.raises(RuntimeError, match="expected the CPU"):
        ct.from_file(path, size=1, device="meta")


# ---- Tensor ------------------------------------------------------------------------


def test_order_of_dims() -> None:
    x = ct.empty(2, 3, 5, 7)
    last = ct.channels_last
    assert x.dim_order() == (0, 1, 2, 3)
    assert x.transpose(1, 2).dim_order(ambiguity_check=True) == (0, 2, 1, 3)
    assert x.to(memory_format=last).dim_order() == (0, 2, 3, 1)
    thin = ct.empty(1, 2, 3, 4)
    assert thin.dim_order() == (0, 1, 2, 3)
    both = [ct.contiguous_format, last]
    assert thin.dim_order(ambiguity_check=both) == (0, 1, 2, 3)
    for value in (True, [ct.channels_last]):
        with pytest.raises(RuntimeError, match="does not have unique dim order"):
            thin.dim_order(ambiguity_check=value)
    with pytest.raises(TypeError, match="expected ambiguity_check to be a bool"):
        x.dim_order(ambiguity_check="yes")


def test_in_place_forms_of_rows_without_them() -> None:
    x = ct.tensor([4.0, 9.0], dtype=ct.float64, requires_grad=True)
    y = x * 1
    assert y.float_power_(0.5) is y and y.tolist() == [2, 3]
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [0.25, 1 / 6])
    with pytest.raises(RuntimeError, match=r"float_power: .* float64, got float32"):
        ct.ones(2).float_power_(2)
    with pytest.raises(RuntimeError, match="can't be cast"):
        ct.ones(2, dtype=ct.int64).polygamma_(1)
    z = ct.tensor([1.0, 2.0], dtype=ct.float64)
    want = ct.polygamma(1, z).tolist()
    assert z.polygamma_(1).tolist() == want


def test_older_methods() -> None:
    x = ct.arange(4.0, requires_grad=True)
    with pytest.warns(UserWarning, match="non-inplace resize is deprecated"):
        y = x.resize(2, 2)
    with pytest.warns(UserWarning, match="deprecated"):
        assert x.resize_as(y).tolist() == y.tolist()
    y.sum().backward()
    assert x.grad.tolist() == [1] * 4
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(RuntimeError, match="requested resize to"):
            x.resize(3)
    with pytest.raises(RuntimeError, match=r"reinforce.. was removed"):
        x.reinforce(1)
    assert x.name is None and x.volatile is False
    x.name = "mine"
    assert (x.name, (x + 1).name) == ("mine", None)


def test_methods_of_devices_and_loading() -> None:
    x, other = ct.zeros(2), ct.ones(2)
    with pytest.raises(RuntimeError, match="none is available"):
        x.pin_memory()
    with pytest.raises(NotImplementedError, match="got one on cpu"):
        x.record_stream(ct.Stream("cpu"))
    assert x.module_load(other, assign=True).data_ptr() == other.data_ptr()
    loaded = x.module_load(other)
    assert loaded.data_ptr() == x.data_ptr() and x.tolist() == [1, 1]


def test_histogram_into_given_tensors() -> None:
    x, out = ct.tensor([1.0, 2.0, 1.0]), (ct.empty(0), ct.empty(0))
    found = ct.histogram(x, 2, range=(0, 3), out=out)
    assert found.hist is out[0] and found.bin_edges is out[1]
    assert out[0].tolist() == [2, 1] and out[1].tolist() == [0, 1.5, 3]
    with pytest.raises(ValueError, match="zip"):
        ct.histogram(x, 2, out=out[:1])


def test_a_window_asks_for_memory_as_empty_does() -> None:
    window = ct.hamming_window(4, pin_memory=False)
    assert window.tolist() == ct.hamming_window(4).tolist()
    for call in (lambda: ct.empty(4, pin_memory=True), None):
        call = call or (lambda: ct.hamming_window(4, pin_memory=True))
        with pytest.raises(RuntimeError) as error:
            call()
        assert "pin" in str(error.value)
