"""`assert_close`: PyTorch's rules and messages.

A pair of values is compared by the first rule that knows both: None, bools, numbers
and tensors (arrays count as such). Sequences and mappings are taken apart first, and an
error says which item it is about. Distances are those of float64; of integers exact.
"""

from __future__ import annotations

import cmath
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["assert_allclose", "assert_close"]

#: rtol and atol by dtype; all other dtypes are compared exactly.
TOLERANCES = {
    ct.float16: (1e-3, 1e-5),
    ct.bfloat16: (1.6e-2, 1e-5),
    ct.float32: (1.3e-6, 1e-5),
    ct.float64: (1e-7, 1e-7),
    ct.complex64: (1.3e-6, 1e-5),
    ct.complex128: (1e-7, 1e-7),
}
PYTHONS = {bool: ct.bool, int: ct.int64, float: ct.float64, complex: ct.complex128}


class _Options:
    """What the caller of assert_close wants."""

    def __init__(self, rtol: Any, atol: Any, equal_nan: bool, checks: dict[str, bool]):
        if (rtol is None) != (atol is None):
            missing = "rtol" if rtol is None else "atol"
            raise ValueError(
                "Both 'rtol' and 'atol' must be either specified or omitted, but got "
                f"no {missing}."
            )
        self.rtol, self.atol = rtol, atol
        self.equal_nan = equal_nan
        self.checks = checks

    def tolerances(self, *dtypes: ct.dtype) -> tuple[float, float]:
        """Those given, or the larger of the dtypes'."""
        if self.rtol is not None:
            return self.rtol, self.atol
        pairs = [TOLERANCES.get(d, (0.0, 0.0)) for d in dtypes]
        return max(p[0] for p in pairs), max(p[1] for p in pairs)


class _Differs(Exception):  # noqa: N818  # becomes an AssertionError
    """What differs, and in which item."""

    def __init__(self, text: str, path: tuple[Any, ...] = ()) -> None:
        self.text, self.path = text, path

    def __str__(self) -> str:
        if not self.path:
            return self.text
        item = "".join(f"[{key!r}]" for key in self.path)
        return f"{self.text}\n\nThe failure occurred for item {item}"


def assert_close(
    actual: Any,
    expected: Any,
    *,
    allow_subclasses: bool = True,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_device: bool = True,
    check_dtype: bool = True,
    check_layout: bool = True,
    check_stride: bool = False,
    msg: str | Callable[[str], str] | None = None,
) -> None:
    """AssertionError unless all `|actual - expected| <= atol + rtol * |expected|`.

    Tensors, arrays, numbers, bools and None are compared, and sequences and mappings of
    them item by item. Shapes are the same, and dtypes and devices unless they are not
    to be checked; numbers are Python's of one type. Without tolerances those of the
    dtypes are taken: rtol 1.3e-6 and atol 1e-5 for float32, 1e-7 for float64, 1e-3 and
    1e-5 for float16, 1.6e-2 and 1e-5 for bfloat16, exactly equal for integers. NaN
    equals NaN only with `equal_nan`. `msg` replaces the message, or makes one of it.

    Example:
    >>> import ctensor as ct
    >>> ct.testing.assert_close(ct.ones(2) / 3, ct.full((2,), 0.3333333))
    """
    checks = {
        "device": check_device,
        "dtype": check_dtype,
        "layout": check_layout,
        "stride": check_stride,
        "subclasses": allow_subclasses,
    }
    options = _Options(rtol, atol, equal_nan, checks)
    try:
        for path, a, e in _pairs(actual, expected, ()):
            _compare(a, e, path, options)
    except _Differs as found:
        text = str(found)
    else:
        return
    if msg is not None:
        text = msg(text) if callable(msg) else msg
    raise AssertionError(text)


def assert_allclose(
    actual: Any,
    expected: Any,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = True,
    msg: str = "",
) -> None:
    """The older name of `assert_close`: checks no dtype or device; deprecated."""
    warnings.warn(
        "assert_allclose is deprecated, use assert_close", FutureWarning, stacklevel=2
    )
    if not isinstance(actual, ct.Tensor):
        actual = ct.tensor(actual)
    if not isinstance(expected, ct.Tensor):
        expected = ct.tensor(expected, dtype=actual.dtype)
    assert_close(
        actual, expected, rtol=rtol, atol=atol, equal_nan=equal_nan,
        check_device=True, check_dtype=False, check_stride=False, msg=msg or None,
    )  # fmt: skip


# ---- containers ------------------------------------------------------------------


def _is_sequence(x: Any) -> bool:
    return isinstance(x, Sequence) and not isinstance(x, (str, bytes))


def _pairs(a: Any, e: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, Any, Any]]:
    """(path, actual, expected) of all that are no containers."""
    if _is_sequence(a) and _is_sequence(e):
        if len(a) != len(e):
            raise _Differs(
                f"The length of the sequences mismatch: {len(a)} != {len(e)}", path
            )
        for i, (x, y) in enumerate(zip(a, e, strict=True)):
            yield from _pairs(x, y, (*path, i))
    elif isinstance(a, Mapping) and isinstance(e, Mapping):
        missing, more = set(e) - set(a), set(a) - set(e)
        if missing or more:
            text = "The keys of the mappings do not match:"
            if missing:
                text += f"\nMissing keys in the actual mapping: {_sorted(missing)}"
            if more:
                text += f"\nAdditional keys in the actual mapping: {_sorted(more)}"
            raise _Differs(text, path)
        for key in _sorted(a):
            yield from _pairs(a[key], e[key], (*path, key))
    else:
        yield path, a, e


def _sorted(keys: Any) -> list[Any]:
    try:
        return sorted(keys)
    except TypeError:
        return list(keys)


# ---- one pair --------------------------------------------------------------------


def _compare(a: Any, e: Any, path: tuple[Any, ...], options: _Options) -> None:
    """The first rule that knows both."""
    if a is None or e is None:
        if a is not e:
            raise _Differs(f"None mismatch: {a} is not {e}", path)
    elif _are(a, e, (bool, np.bool_)):
        if bool(a) is not bool(e):
            raise _Differs(f"Booleans mismatch: {bool(a)} is not {bool(e)}", path)
    elif _are(a, e, (int, float, complex, np.number)):
        _compare_numbers(a, e, path, options)
    elif _are(a, e, ct.Tensor) or _are(a, e, np.ndarray):
        related = isinstance(a, type(e)) or isinstance(e, type(a))
        if type(a) is not type(e) and not (options.checks["subclasses"] and related):
            _refuse(a, e, path)
        _compare_tensors(ct.as_tensor(a), ct.as_tensor(e), path, options)
    else:
        _refuse(a, e, path)


def _are(a: Any, e: Any, types: Any) -> bool:
    return isinstance(a, types) and isinstance(e, types)


def _refuse(a: Any, e: Any, path: tuple[Any, ...]) -> None:
    where = "".join(f"[{key!r}]" for key in path)
    raise TypeError(
        f"No comparison pair was able to handle inputs of type {type(a)} and {type(e)}."
        + (f"\n\nThe failure occurred for item {where}" if where else "")
    )


def _up_to(tolerance: float, exact: bool) -> str:
    return "" if exact else f" (up to {tolerance} allowed)"


def _compare_numbers(a: Any, e: Any, path: tuple[Any, ...], options: _Options) -> None:
    a, e = (x.item() if isinstance(x, np.number) else x for x in (a, e))
    if options.checks["dtype"] and type(a) is not type(e):
        raise _Differs(f"The (d)types do not match: {type(a)} != {type(e)}.", path)
    rtol, atol = options.tolerances(PYTHONS[type(a)], PYTHONS[type(e)])
    if a == e or (options.equal_nan and cmath.isnan(a) and cmath.isnan(e)):
        return
    distance = abs(a - e)
    if cmath.isfinite(distance) and distance <= atol + rtol * abs(e):
        return
    exact = not rtol and not atol
    relative = distance / abs(e) if e else float("inf")
    raise _Differs(
        f"Scalars are not {'equal' if exact else 'close'}!\n\n"
        f"Expected {e} but got {a}.\n"
        f"Absolute difference: {distance}{_up_to(atol, exact)}\n"
        f"Relative difference: {relative}{_up_to(rtol, exact)}",
        path,
    )


def _compare_tensors(
    a: ct.Tensor, e: ct.Tensor, path: tuple[Any, ...], options: _Options
) -> None:
    attributes: list[tuple[str, Any, Any, bool]] = [
        ("shape", a.shape, e.shape, True),
        ("device", a.device, e.device, options.checks["device"]),
        ("dtype", a.dtype, e.dtype, options.checks["dtype"]),
        ("stride()", a.stride(), e.stride(), options.checks["stride"]),
    ]
    for name, x, y, wanted in attributes:
        if wanted and x != y:
            raise _Differs(
                f"The values for attribute '{name}' do not match: {x} != {y}.", path
            )
    rtol, atol = options.tolerances(a.dtype, e.dtype)
    if "meta" in (a.device.type, e.device.type):
        return
    x, y = _array(a), _array(e)
    far = ~_close(x, y, rtol, atol, options.equal_nan)
    if far.any():
        raise _Differs(_described(x, y, far, rtol, atol), path)


def _array(t: ct.Tensor) -> np.ndarray[Any, Any]:
    """Values in which differences are exact or of float64."""
    t = t.detach().cpu()
    if t.is_floating_point():
        return np.asarray(t.double())
    return np.asarray(t.to(ct.complex128) if t.is_complex() else t)


def _close(x: Any, y: Any, rtol: float, atol: float, equal_nan: bool) -> Any:
    same = x == y
    if rtol or atol:
        with np.errstate(all="ignore"):
            y = y.astype(float) if y.dtype.kind in "biu" else y
            distance = np.abs(x - y)
            same |= np.isfinite(y) & (distance <= atol + rtol * np.abs(y))
    if equal_nan and (x.dtype.kind in "fc" or y.dtype.kind in "fc"):
        same |= np.isnan(x) & np.isnan(y)
    return same


def _described(x: Any, y: Any, far: Any, rtol: float, atol: float) -> str:
    """How many elements are too far, and where the largest differences are."""
    if x.dtype.kind in "biu" and y.dtype.kind in "biu":  # Python's ints: no wrapping
        x, y = x.astype(object) + 0, y.astype(object) + 0
    with np.errstate(all="ignore"):
        distance = np.where(far, abs(x - y), 0)
        size = np.abs(y).astype(float)
        relative = np.where(far, distance.astype(float) / size, 0)
    exact = not rtol and not atol
    count, total = int(far.sum()), far.size
    lines = [f"Tensor-likes are not {'equal' if exact else 'close'}!", ""]
    if far.ndim:
        share = f"{count / total:.1%}"
        lines.append(f"Mismatched elements: {count} / {total} ({share})")
    for name, values, allowed in (
        ("absolute", distance, atol),
        ("relative", relative, rtol),
    ):
        flat = int(np.argmax(values.ravel()))
        place = tuple(int(i) for i in np.unravel_index(flat, values.shape))
        value = values.ravel()[flat]
        value = value.item() if isinstance(value, np.generic) else value
        if far.ndim:
            text = f"Greatest {name} difference: {value} at index {place}"
        else:
            text = f"{name.capitalize()} difference: {value}"
        lines.append(text + _up_to(allowed, exact))
    if not far.ndim:
        lines[0] = lines[0].replace("Tensor-likes", "Scalars")
        lines.insert(2, f"Expected {y.item()} but got {x.item()}.")
    return "\n".join(lines)
