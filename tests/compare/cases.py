"""The calls of a row that both packages are asked: samples, dtypes, layouts, mistakes.

Rows that are formulas have no samples; theirs are made from the table, as
tests/hostile.py does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import hostile
import numpy as np
from samples import SAMPLES, Drawn, Sample

import ctensor as ct

FLOATS = ("float32", "float64", "float16", "bfloat16", "complex64", "complex128")
INTEGERS = ("bool", "uint8", "int8", "int16", "int32", "int64")
WIDE_UNSIGNED = ("uint16", "uint32", "uint64")
DTYPES = (*FLOATS, *INTEGERS, *WIDE_UNSIGNED)
# Values in tests/hostile.py that only mean something for our arrays or take for ever.
SKIPPED = ("expanded", "read-only", "unaligned", "big-endian", "ndarray", "structured")
SKIPPED += ("objects", "dates", "long double", "all 9223", "a thousand", "itself")


class Case(NamedTuple):
    """A call: its label, and what makes fresh arguments of ours."""

    label: str
    make: Callable[[], tuple[list[Any], dict[str, Any]]]
    gradients: bool = False
    values: bool = True
    tolerance: float = 64


def samples_of(row: dict[str, Any]) -> list[Sample]:
    """The row's samples; of a formula, in its domain, with each set of attributes."""
    if row["name"] in SAMPLES:
        return SAMPLES[row["name"]]
    if row["kind"] != "pointwise":
        return []
    facts = row["pointwise"]
    low, high = facts["domain"]
    drawn = [Drawn((3, 5), low, high) for _ in range(facts["arity"])]
    if row["name"] == "where":
        drawn[0] = Drawn((3, 5), 0, 2, ct.bool)
    tests = [one.split() for one in facts["tests"].split(",") if one.strip()]
    attributes = row["parameters"][facts["arity"] :]
    if all(p["default"] is not None for p in attributes):
        tests.insert(0, [])
    numbers = [{k: float(v) for k, v in (t.split("=") for t in one)} for one in tests]
    return [Sample(drawn, None, keywords=given, tolerance=8) for given in numbers]


def plain(row: dict[str, Any]) -> Iterator[Case]:
    """Each sample in each dtype, with gradients where it has them."""
    random = "random" in row["forms"]
    for number, sample in enumerate(samples_of(row)):
        for dtype in DTYPES if sample.varies else ("float32",):
            gradients = dtype in FLOATS and sample.has_gradient and not random
            yield Case(
                f"{dtype}: sample {number}",
                functools.partial(sample.arguments, getattr(ct, dtype)),
                gradients,
                sample.values and not random,
                max(64, 4 * sample.tolerance),
            )


def strided(t: ct.Tensor) -> ct.Tensor:
    """The same values in every second column."""
    if t.ndim == 0:
        return t
    return ct.stack([t, t], -1).flatten(-2)[..., ::2]


def transposed(t: ct.Tensor) -> ct.Tensor:
    """The same values with the dims in the opposite order in memory."""
    order = tuple(range(t.ndim))[::-1]
    return t.permute(order).contiguous().permute(order)


def expanded(t: ct.Tensor) -> ct.Tensor:
    """The first of the last dim in all its places."""
    return t[..., :1].expand(t.shape) if t.ndim and t.shape[-1] else t


def empty(t: ct.Tensor) -> ct.Tensor:
    """None of the rows."""
    return t[:0] if t.ndim else t


def scalar(t: ct.Tensor) -> ct.Tensor:
    """The first element alone, without dims."""
    return t.reshape(-1)[0].clone() if t.numel() else t


LAYOUTS = {f.__name__: f for f in (strided, transposed, expanded, empty, scalar)}


def layouts(row: dict[str, Any]) -> Iterator[Case]:
    """Each sample with all tensors of another layout or size."""
    random = "random" in row["forms"]
    for number, sample in enumerate(samples_of(row)):
        for name, change in LAYOUTS.items():
            for dtype in ("float32", "int64") if sample.varies else ("float32",):
                make = functools.partial(sample.arguments, getattr(ct, dtype), change)
                label = f"{dtype} {name}: sample {number}"
                gradients = sample.has_gradient and dtype == "float32" and not random
                values = sample.values and not random
                tolerance = max(64, 4 * sample.tolerance)
                yield Case(label, make, gradients, values, tolerance)


def mixed(row: dict[str, Any]) -> Iterator[Case]:
    """The first sample with its first two tensors of each pair of dtypes.

    Of formulas one of them also without dims, and a number of each kind.
    """
    samples = samples_of(row)
    operands = [p for p in row["parameters"] if p["type"] in ("operand", "tensor")]
    if not samples or len(operands) < 2 or "random" in row["forms"]:
        return
    shapes = {"": (None, None)}
    if row["kind"] == "pointwise":
        shapes |= {" 0-d left": (scalar, None), " 0-d right": (None, scalar)}
    for a in DTYPES:
        for b in DTYPES:
            for name, changes in shapes.items():
                if a != b:
                    make = functools.partial(of_dtypes, samples[0], (a, b), changes)
                    yield Case(f"{a} {b}{name}: mixed", make)
        if row["kind"] == "pointwise":
            for number in (True, 3, 2.5, 1j):
                make = functools.partial(with_number, samples[0], a, number)
                yield Case(f"{a} {type(number).__name__}: number", make)


def of_dtypes(sample: Sample, dtypes: tuple, changes: tuple) -> tuple[list, dict]:
    """A sample's arguments, the first two tensors converted and changed."""
    arguments, keywords = sample.arguments(ct.float32)
    places = [i for i, a in enumerate(arguments) if isinstance(a, ct.Tensor)]
    for place, dtype, change in zip(places, dtypes, changes, strict=False):
        t = magnitude(arguments[place]).to(getattr(ct, dtype))
        arguments[place] = change(t) if change else t
    return arguments, keywords


def magnitude(t: ct.Tensor) -> ct.Tensor:
    """What every dtype holds of a sample's tensor."""
    return t.abs() if t.dtype != ct.bool else t


def with_number(sample: Sample, dtype: str, number: Any) -> tuple[list, dict]:
    """A sample's arguments with a number for the second."""
    arguments, keywords = sample.arguments(getattr(ct, dtype))
    return [arguments[0], number, *arguments[2:]], keywords


def special(row: dict[str, Any]) -> Iterator[Case]:
    """Formulas of zeros, infinities, NaN and integers' limits."""
    if row["kind"] != "pointwise" or row["name"] in SAMPLES:
        return
    arity = row["pointwise"]["arity"]
    for sample in samples_of(row):
        for dtype in ("float32", "float64", "float16", "bfloat16"):
            make = functools.partial(of_specials, sample, arity, dtype)
            yield Case(f"{dtype} {sample.keywords or ''}: special values", make)
        for dtype in ("int8", "int64", "uint8", "bool"):
            make = functools.partial(of_limits, sample, arity, dtype)
            yield Case(f"{dtype} {sample.keywords or ''}: limits", make)


SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -7.25, np.inf, -np.inf, np.nan, 1e4, -1e4]


def of_specials(sample: Sample, arity: int, dtype: str) -> tuple[list, dict]:
    """All combinations of special values."""
    grid = np.meshgrid(*[np.array(SPECIAL)] * arity)
    return conditions(sample, [ct.tensor(g).to(getattr(ct, dtype)) for g in grid])


def of_limits(sample: Sample, arity: int, dtype: str) -> tuple[list, dict]:
    """All combinations of small integers and a dtype's limits, but for 0."""
    if dtype == "bool":
        values = np.array([True, False])
    else:
        limits = np.iinfo(dtype)
        values = np.array([limits.min, limits.max, 1, 2, 3, limits.max - 1], dtype)
        values = values[values != 0]
    return conditions(sample, [ct.tensor(g) for g in np.meshgrid(*[values] * arity)])


def conditions(sample: Sample, operands: list[ct.Tensor]) -> tuple[list, dict]:
    """The operands, those that are to be bools made such."""
    for i, drawn in enumerate(sample.given):
        if isinstance(drawn, Drawn) and drawn.own == ct.bool:
            operands[i] = operands[i] > 0
    return operands, dict(sample.keywords)


def mistakes(row: dict[str, Any]) -> Iterator[Case]:
    """Samples with one argument replaced by what does not belong there."""
    if "random" in row["forms"]:
        return
    for number, sample in enumerate(samples_of(row)[:1]):
        given, named = sample.arguments(ct.float32)
        for place, parameter in enumerate(row["parameters"]):
            if place >= len(given) and parameter["name"] not in named:
                continue
            value = given[place] if place < len(given) else named[parameter["name"]]
            for label, other in hostile.instead(parameter["type"], value):
                if not label.startswith(SKIPPED) and "] expanded" not in label:
                    make = functools.partial(
                        replaced, sample, place, parameter["name"], other
                    )
                    yield Case(f"{parameter['name']} {label}: sample {number}", make)


def replaced(sample: Sample, place: int, name: str, other: Any) -> tuple[list, dict]:
    """A sample's arguments with another at a place."""
    arguments, keywords = sample.arguments(ct.float32)
    if place < len(arguments):
        arguments[place] = other
    else:
        keywords[name] = other
    return arguments, keywords


OUTS: dict[str, Callable[[ct.Tensor], ct.Tensor]] = {
    "empty": lambda t: t.new_empty(0),
    "of the shape": lambda t: t.new_zeros(t.shape),
    "strided": lambda t: strided(t.new_zeros(t.shape)),
    "transposed": lambda t: transposed(t.new_zeros(t.shape)),
    "wider": lambda t: t.new_zeros(t.shape, dtype=ct.complex128),
    "narrower": lambda t: t.new_zeros(t.shape, dtype=ct.float16),
    "whole": lambda t: t.new_zeros(t.shape, dtype=ct.int32),
    "of another shape": lambda t: t.new_zeros(7),
    "with a gradient": lambda t: t.new_zeros(t.shape).requires_grad_(
        t.is_floating_point()
    ),
}


def outs(row: dict[str, Any]) -> Iterator[Case]:
    """Each sample with results of every kind to write to."""
    if "out" not in row["forms"] or "random" in row["forms"]:
        return
    for number, sample in enumerate(samples_of(row)):
        for name in OUTS:
            for dtype in ("float32", "int64", "complex64") if sample.varies else [""]:
                make = functools.partial(
                    with_out, row, sample, dtype or "float32", name
                )
                label = f"{dtype} out {name}: sample {number}"
                tolerance = max(64, 4 * sample.tolerance)
                if name == "wider":  # PyTorch computes in either dtype
                    tolerance *= 2**29
                yield Case(label, make, False, sample.values, tolerance)


def with_out(row: dict[str, Any], sample: Sample, dtype: str, name: str) -> tuple:
    """A sample's arguments and tensors for its results, made of the results."""
    arguments, keywords = sample.arguments(getattr(ct, dtype))
    try:
        results = getattr(ct._C, row["pyname"])(*arguments, **keywords)
    except Exception:  # what is refused is refused with any tensor to write to
        results = (ct.zeros(0),) * row["outputs"]
    many = isinstance(results, tuple)
    made = tuple(OUTS[name](t) for t in (results if many else (results,)))
    return arguments, {**keywords, "out": made if many else made[0]}


KINDS = {f.__name__: f for f in (plain, layouts, mixed, special, outs, mistakes)}
