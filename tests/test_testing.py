"""`ct.testing`: what is close, what is said where it is not, and drawn tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import ctensor as ct
from ctensor.testing import assert_close, make_tensor

t = ct.tensor
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("a", "e", "options"),
    [
        (None, None, {}),
        (1, 1, {}),
        (1.0, 1.0 + 1e-8, {}),
        (NAN, NAN, {"equal_nan": True}),
        (INF, INF, {}),
        (1, 1.0, {"check_dtype": False}),
        (np.float32(1), np.float32(1), {}),
        (True, np.bool_(True), {}),
        (t([1.0]), t([1.0 + 1e-6]), {}),
        (t([1.0]), t([1.1]), {"rtol": 0.1, "atol": 0}),
        (t([1.0]), t([1.1]), {"rtol": 0, "atol": 0.2}),
        (t([1.0]), t([1], dtype=ct.float64), {"check_dtype": False}),
        (t([1.0]), t([1]), {"check_dtype": False}),
        (t([NAN, INF]), t([NAN, INF]), {"equal_nan": True}),
        (t([1.0], dtype=ct.bfloat16), t([1.01], dtype=ct.bfloat16), {}),
        (t([2**64 - 1], dtype=ct.uint64), t([2**64 - 1], dtype=ct.uint64), {}),
        (ct.ones(2, 3), ct.ones(3, 2).t(), {}),
        (ct.ones(0), ct.ones(0), {}),
        (ct.ones(2, requires_grad=True), ct.nn.Parameter(ct.ones(2)), {}),
        (np.ones(2), np.ones(2), {}),
        ([t(1.0), {"a": (1, 2)}], (t(1.0), {"a": [1, 2]}), {}),
    ],
)
def test_close(a: Any, e: Any, options: dict[str, Any]) -> None:
    assert_close(a, e, **options)


@pytest.mark.parametrize(
    ("a", "e", "options", "message"),
    [
        (None, 1, {}, "None mismatch: None is not 1"),
        (True, False, {}, "Booleans mismatch: True is not False"),
        (1, 2, {}, "Scalars are not equal!\n\nExpected 2 but got 1.\n"
         "Absolute difference: 1\nRelative difference: 0.5"),
        (1.0, 2.0, {}, "Scalars are not close!\n\nExpected 2.0 but got 1.0.\n"
         "Absolute difference: 1.0 (up to 1e-07 allowed)\n"
         "Relative difference: 0.5 (up to 1e-07 allowed)"),
        (1, 1.0, {}, "The (d)types do not match: <class 'int'> != <class 'float'>."),
        (t(1.0), t(2.0), {}, "Scalars are not close!\n\nExpected 2.0 but got 1.0.\n"
         "Absolute difference: 1.0 (up to 1e-05 allowed)\n"
         "Relative difference: 0.5 (up to 1.3e-06 allowed)"),
        (t([1.0, 2, 3]), t([1.0, 2, 4]), {}, "Tensor-likes are not close!\n\n"
         "Mismatched elements: 1 / 3 (33.3%)\n"
         "Greatest absolute difference: 1.0 at index (2,) (up to 1e-05 allowed)\n"
         "Greatest relative difference: 0.25 at index (2,) (up to 1.3e-06 allowed)"),
        (t([200], dtype=ct.uint8), t([100], dtype=ct.uint8), {},
         "Tensor-likes are not equal!\n\nMismatched elements: 1 / 1 (100.0%)\n"
         "Greatest absolute difference: 100 at index (0,)\n"
         "Greatest relative difference: 1.0 at index (0,)"),
        (t([2**64 - 1, 0], dtype=ct.uint64), t([2**64 - 2, 0], dtype=ct.uint64), {},
         "Tensor-likes are not equal!\n\nMismatched elements: 1 / 2 (50.0%)\n"
         "Greatest absolute difference: 1 at index (0,)\n"
         "Greatest relative difference: 5.421010862427522e-20 at index (0,)"),
        (t([NAN]), t([NAN]), {}, "Tensor-likes are not close!\n\n"
         "Mismatched elements: 1 / 1 (100.0%)\n"
         "Greatest absolute difference: nan at index (0,) (up to 1e-05 allowed)\n"
         "Greatest relative difference: nan at index (0,) (up to 1.3e-06 allowed)"),
        (t([1.0]), t([1.0, 1]), {}, "The values for attribute 'shape' do not match: "
         "ctensor.Size([1]) != ctensor.Size([2])."),
        (t([1.0]), t([1]), {}, "The values for attribute 'dtype' do not match: "
         "ctensor.float32 != ctensor.int64."),
        (ct.ones(2, 3), ct.ones(3, 2).t(), {"check_stride": True},
         "The values for attribute 'stride()' do not match: (3, 1) != (1, 2)."),
        (ct.ones(2, device="meta"), ct.ones(2), {},
         "The values for attribute 'device' do not match: meta != cpu."),
        ({"a": 1}, {"b": 1}, {}, "The keys of the mappings do not match:\n"
         "Missing keys in the actual mapping: ['b']\n"
         "Additional keys in the actual mapping: ['a']"),
        ([1], [1, 2], {}, "The length of the sequences mismatch: 1 != 2"),
        ({"x": [1, 2]}, {"x": [1, 3]}, {}, "Scalars are not equal!\n\n"
         "Expected 3 but got 2.\nAbsolute difference: 1\n"
         "Relative difference: 0.3333333333333333\n\n"
         "The failure occurred for item ['x'][1]"),
        (1, 2, {"msg": "own"}, "own"),
        (None, 1, {"msg": lambda text: text[:4]}, "None"),
    ],
)  # fmt: skip
def test_not_close(a: Any, e: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_close(a, e, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64])
def test_both_sides_of_the_tolerance(dtype: ct.dtype) -> None:
    step = ct.finfo(dtype).eps
    rtol, near = 8.5 * step, t([1 + 8 * step], dtype=dtype)
    assert_close(near, t([1.0], dtype=dtype), rtol=rtol, atol=0)
    with pytest.raises(AssertionError):
        assert_close(near, t([1.0], dtype=dtype), rtol=7.5 * step, atol=0)


def test_what_cannot_be_compared() -> None:
    with pytest.raises(TypeError, match="No comparison pair"):
        assert_close("a", "a")
    with pytest.raises(TypeError, match="No comparison pair"):
        assert_close(ct.ones(2), np.ones(2))
    with pytest.raises(TypeError, match="No comparison pair"):
        assert_close(ct.ones(2), ct.nn.Parameter(ct.ones(2)), allow_subclasses=False)
    with pytest.raises(ValueError, match="got no atol"):
        assert_close(1, 1, rtol=0.1)


def test_older_name() -> None:
    with pytest.warns(FutureWarning, match="assert_close"):
        ct.testing.assert_allclose(t([1.0, NAN]), [1, NAN])


DTYPES = [
    ct.bool, ct.uint8, ct.int8, ct.uint16, ct.int32, ct.int64, ct.uint64, ct.float16,
    ct.bfloat16, ct.float32, ct.float64, ct.complex64, ct.complex128,
]  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_make_tensor(dtype: ct.dtype) -> None:
    ct.manual_seed(1)
    x = make_tensor((40, 50), dtype=dtype)
    assert x.dtype == dtype and x.shape == (40, 50) and x.is_contiguous()
    parts = ct.view_as_real(x) if dtype.is_complex else x.double()
    low, high = (0, 10) if not (dtype.is_signed or dtype.is_complex) else (-9, 10)
    if dtype != ct.bool:
        assert low <= parts.min() and parts.max() < high
        assert parts.max() - parts.min() > 0.9 * (high - low) - 1
    y = make_tensor(3, 4, dtype=dtype, noncontiguous=True, exclude_zero=True)
    assert not y.is_contiguous() and y.all()
    assert make_tensor(0, 3, dtype=dtype, noncontiguous=True).shape == (0, 3)
    assert make_tensor(dtype=dtype).shape == ()
    if dtype.is_floating_point:
        z = make_tensor(1000, dtype=dtype, low=1, high=1 + 2 * ct.finfo(dtype).eps)
        assert (z >= 1).all() and (z < 1 + 2 * ct.finfo(dtype).eps).all()
        assert make_tensor(2, dtype=dtype, requires_grad=True).requires_grad


def test_make_tensor_refuses() -> None:
    with pytest.raises(ValueError, match="low < high"):
        make_tensor(2, dtype=ct.float32, low=1, high=1)
    with pytest.raises(ValueError, match="requires_grad"):
        make_tensor(2, dtype=ct.int32, requires_grad=True)
    with pytest.raises(ValueError, match="memory_format"):
        make_tensor(
            2, dtype=ct.int32, noncontiguous=True, memory_format=ct.contiguous_format
        )
