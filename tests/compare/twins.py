"""A value of ours as PyTorch's, and what a call gave, in terms that both share."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import torch
from places import Place

import ctensor as ct

NAMED = (ct.dtype, ct.memory_format)
FAILURES = (
    RuntimeError,
    IndexError,
    TypeError,
    ValueError,
    MemoryError,
    OverflowError,
    ZeroDivisionError,
    BufferError,
    NotImplementedError,
    AssertionError,
    AttributeError,
)


def twin(value: Any) -> Any:
    """The same value for PyTorch: tensors with the same strides, dtypes by name."""
    if isinstance(value, ct.Tensor):
        return tensor_twin(value)
    if isinstance(value, NAMED):
        return getattr(torch, short(value))
    if isinstance(value, ct.device):
        return torch.device(str(value))
    if isinstance(value, (list, tuple)) and value and value[0] is not value:
        return type(value)(map(twin, value))
    if isinstance(value, dict):
        return {name: twin(item) for name, item in value.items()}
    return value


def short(value: Any) -> str:
    """A dtype or layout without its package."""
    return str(value).rpartition(".")[2]


def tensor_twin(t: ct.Tensor) -> torch.Tensor:
    """A copy in memory of its own; strides below 0, which PyTorch lacks, are turned."""
    dtype = getattr(torch, short(t.dtype))
    if t.device.type == "meta":
        return torch.empty(tuple(t.shape), dtype=dtype, device="meta")
    own = t.detach()
    if any(s < 0 for s in t.stride()) or 0 in t.shape:
        own = own.clone()
    strides = own.stride()
    index = tuple(
        slice(0, 1) if s == 0 and n > 1 else slice(None)
        for s, n in zip(strides, own.shape, strict=True)
    )
    small = own[index]
    result = torch.empty_strided(tuple(small.shape), strides, dtype=dtype)
    bits = small.contiguous().view(ct.int16) if t.dtype == ct.bfloat16 else small
    source = torch.from_numpy(np.array(bits.numpy()))
    result.copy_(source.view(dtype) if t.dtype == ct.bfloat16 else source)
    result = result.as_strided(tuple(own.shape), strides)
    return result.requires_grad_() if t.requires_grad else result


class Part(NamedTuple):
    """One result or gradient: what it is called, dtype, shape, strides, values.

    Of something that is no tensor `values` is the thing itself and dtype its type.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    strides: tuple[int, ...] | None
    values: Any


class Outcome(NamedTuple):
    """What a call gave: an error, or parts."""

    error: Exception | None
    parts: list[Part]


def flat(value: Any) -> list[Any]:
    """A result's parts one by one."""
    if isinstance(value, (list, tuple)) and not isinstance(
        value, (ct.Size, torch.Size)
    ):
        return [part for item in value for part in flat(item)]
    return [value]


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor of either package."""
    return isinstance(value, (ct.Tensor, torch.Tensor))


def values_of(t: Any) -> np.ndarray:
    """A tensor's elements, wide."""
    if isinstance(t, torch.Tensor):
        t = torch.zeros_like(t, device="cpu") if t._is_zerotensor() else t
        t = t.detach().resolve_conj().resolve_neg()
        return t.to(torch.float64).numpy() if t.is_floating_point() else t.numpy()
    t = t.detach()
    return t.to(ct.float64).numpy() if t.is_floating_point() else t.numpy()


def part_of(name: str, value: Any, base: list[Any]) -> Part:
    """A part of an outcome; of a view of an argument with its strides."""
    if not is_tensor(value):
        kind = type(value).__name__
        plain = tuple(value) if kind == "Size" else value
        return Part(name, kind, (), None, short(value) if kind == "dtype" else plain)
    shown = np.array(values_of(value)) if value.numel() <= 1 << 20 else None
    start = memory_of(value)
    is_view = start and start in map(memory_of, base)
    strides = tuple(value.stride()) if is_view else None
    return Part(name, short(value.dtype), tuple(value.shape), strides, shown)


def memory_of(t: Any) -> int:
    """Where the memory begins that a tensor is a view of."""
    if t.numel() == 0 or (isinstance(t, torch.Tensor) and t._is_zerotensor()):
        return 0
    return t.untyped_storage().data_ptr()


def tensors_in(values: Any) -> list[Any]:
    """All tensors among some arguments."""
    return [t for t in flat(list(values)) if is_tensor(t)]


def attempt(
    place: Place, arguments: list, keywords: dict, gradients: bool, package: Any
) -> Outcome:
    """Makes a package's call; with gradients, also takes the first and second ones."""
    function = place.ours if package is ct else place.theirs
    base = tensors_in([*arguments, *keywords.values()])
    leaves = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if gradients:
                leaves = [t.requires_grad_() for t in base if differentiable(t)]
                if place.writes:  # which a leaf may not be
                    arguments = [arguments[0].clone(), *arguments[1:]]
            results = flat(function(*arguments, **keywords))
            parts = [part_of(f"result {i}", r, base) for i, r in enumerate(results)]
            if gradients:
                parts += gradients_of(results, leaves, package)
    except FAILURES as error:
        return Outcome(error.with_traceback(None), [])
    return Outcome(None, parts)


def differentiable(t: Any) -> bool:
    """Whether a tensor can require a gradient."""
    return t.is_floating_point() or t.is_complex()


def directions(t: Any, package: Any) -> Any:
    """Numbers that differ from place to place, which every dtype has."""
    ways = package.arange(t.numel()) % 5 - 1.5
    return ways.reshape(tuple(t.shape)).to(t.dtype)


def gradients_of(results: list[Any], leaves: list[Any], package: Any) -> list[Part]:
    """First and second gradients along directions()."""
    parts = []
    outputs = [t for t in results if is_tensor(t) and t.requires_grad]
    for name in ("gradient", "second gradient"):
        if not outputs:
            break
        ways = [directions(t, package) for t in outputs]
        found = package.autograd.grad(
            outputs, leaves, ways, create_graph=True, materialize_grads=True
        )
        parts += [part_of(f"{name} {i}", g, []) for i, g in enumerate(found)]
        outputs = [g for g in found if g.requires_grad]
    return parts
