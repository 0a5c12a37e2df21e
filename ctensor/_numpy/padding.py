"""np.pad: what is put around a tensor, axis by axis, in each of NumPy's modes."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axis_of, cast, is_integral
from ctensor._numpy._registry import arrays, at_stake, implements

#: Modes in which each element that is put around is one of the tensor's.
COPIES = ("edge", "reflect", "symmetric", "wrap")
#: Modes in which what is put around is one number of a stretch at each end.
STRETCHES = {
    "maximum": lambda t, axis: t.amax(axis, True),
    "minimum": lambda t, axis: t.amin(axis, True),
    "mean": lambda t, axis: t.mean(axis, True),
    "median": lambda t, axis: ct.quantile(t, 0.5, axis, True),
}
#: What a mode may be told, and what it is by default.
OPTIONS = {
    "constant": {"constant_values": 0},
    "linear_ramp": {"end_values": 0},
    **{mode: {"stat_length": None} for mode in STRETCHES},
    **{mode: {"reflect_type": "even"} for mode in ("reflect", "symmetric")},
}


def pairs(value, ndim):
    """A value before and after along each axis, as Tensors."""
    value = as_tensor(value)
    spread = value.broadcast_to((ndim, 2))
    return [[spread[axis, side] for side in (0, 1)] for axis in range(ndim)]


def widths_of(pad_width, ndim):
    """How many places before and after along each axis, which a dict may name."""
    if isinstance(pad_width, dict):
        widths = [[0, 0] for _ in range(ndim)]
        for axis, width in pad_width.items():
            widths[axis_of(axis, ndim)] = np.broadcast_to(width, 2).tolist()
        return widths
    return np.broadcast_to(pad_width, (ndim, 2)).tolist()


@implements(np.pad)
def pad(array, pad_width, mode="constant", **kwargs):
    array = as_tensor(array)
    widths = widths_of(pad_width, array.ndim)
    if callable(mode) and at_stake(array) and np.min(widths) >= 0:
        return by_function(array, widths, mode, kwargs)
    options = OPTIONS.get(mode, {}) if isinstance(mode, str) else None
    if options is None or not kwargs.keys() <= options.keys() or np.min(widths) < 0:
        return NotImplemented
    options = options | kwargs
    if mode == "constant" and np.ndim(options["constant_values"]) == 0:
        return pad_constant(array, widths, options["constant_values"])
    if mode in COPIES and options.get("reflect_type", "even") == "even":
        for axis, width in enumerate(widths):  # the same padding of the places
            places = np.pad(np.arange(array.shape[axis]), width, mode)
            array = array.index_select(axis, ct.from_numpy(places))
        return array
    unordered = array.dtype.is_complex and mode in ("maximum", "minimum", "median")
    if is_integral(array) or array.numel() == 0 or unordered:
        return NotImplemented
    return by_ends(array, widths, mode, options)


def pad_constant(array, widths, value):
    sizes = [n + sum(w) for n, w in zip(array.shape, widths, strict=True)]
    result = cast(as_tensor(value), array.dtype).broadcast_to(sizes).clone()
    inside = [
        slice(before, before + n)
        for n, (before, _) in zip(array.shape, widths, strict=True)
    ]
    result[tuple(inside)] = array
    return result


def by_function(array, widths, function, kwargs):
    """The function writes the ends of each vector along each axis."""
    padded = pad_constant(array, widths, 0)
    for axis, width in enumerate(widths):
        lines = padded.movedim(axis, -1)
        for at in np.ndindex(*lines.shape[:-1]):
            function(lines[at], tuple(width), axis, kwargs)
    return padded


def by_ends(array, widths, mode, options):
    """The modes that make something for each end of each axis."""
    if mode in ("constant", "linear_ramp"):
        (value,) = options.values()
        values = pairs(value, array.ndim)
    elif mode in STRETCHES:
        length = options["stat_length"]
        values = [[None, None]] * array.ndim
        if length is not None:
            values = np.broadcast_to(arrays(length), (array.ndim, 2)).tolist()
    elif mode in COPIES:
        values = [[None, None]] * array.ndim
    else:
        return NotImplemented
    for axis, (width, value) in enumerate(zip(widths, values, strict=True)):
        if mode in COPIES:
            array = odd(array, axis, width, mode)
            continue
        ends = [
            end(array, axis, n, mode, v, side)
            for side, (n, v) in enumerate(zip(width, value, strict=True))
        ]
        array = ct.cat([ends[0], array, ends[1]], axis)
    return array


def end(array, axis, width, mode, value, side):
    """What is put before (side 0) or after along an axis."""
    n = array.shape[axis]
    sizes = [width if d == axis else m for d, m in enumerate(array.shape)]
    if mode == "constant":
        return cast(value, array.dtype).broadcast_to(sizes)
    if mode == "linear_ramp":
        edge = array.narrow(axis, side * (n - 1), 1)
        steps = ct.arange(width, dtype=array.dtype.to_real()) / max(width, 1)
        steps = steps[::-1] if side else steps
        steps = steps.reshape([-1 if d == axis else 1 for d in range(array.ndim)])
        value = cast(value, array.dtype)
        return value + (edge - value) * steps
    length = n if value is None else min(value, n)
    if length < 1:
        raise ValueError("stat_length of 0 yields no value for padding")
    stretch = array.narrow(axis, side * (n - length), length)
    return STRETCHES[mode](stretch, axis).broadcast_to(sizes)


def odd(array, axis, width, mode):
    """Reflections through the ends' values: sums of elements with whole factors."""
    n = array.shape[axis]
    factors = np.pad(np.eye(n), (width, (0, 0)), mode, reflect_type="odd")
    around = np.r_[: width[0], width[0] + n : len(factors)]
    rows = array.movedim(axis, 0)
    made = ct.tensordot(ct.from_numpy(factors[around]).to(array.dtype), rows, 1)
    parts = [made[: width[0]], rows, made[width[0] :]]
    return ct.cat(parts).movedim(0, axis)
