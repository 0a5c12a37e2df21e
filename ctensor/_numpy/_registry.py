"""Who does what: implementations, constants, and the way back to NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C

#: Every function of NumPy's that has an implementation here.
IMPLEMENTED: dict[Any, Callable[..., Any]] = {}
#: Those that NumPy computes where no gradient is at stake.
ONLY_GRADIENT: set[Any] = set()
#: Those whose results have no gradient: places, truths, counts, dtypes, text.
CONSTANT: set[Any] = set()


def implements(
    *functions: Any, only_gradient: bool = False, writes: bool = False
) -> Callable[[Any], Any]:
    """Registers what is decorated for functions of NumPy's.

    A name in place of a function is looked up, and skipped by a NumPy that has it not.
    `only_gradient`: where none is at stake, NumPy's own computes as well, and is not
    slower. `writes`: the function writes into its first argument.
    """

    def register(implementation: Any) -> Any:
        for function in functions:
            if isinstance(function, str):
                function = lookup(function)
            if function is not None:
                IMPLEMENTED[function] = implementation
                _C._numpy_implement(function, implementation, only_gradient, writes)
                if only_gradient:
                    ONLY_GRADIENT.add(function)
        return implementation

    return register


def lookup(name: str) -> Any:
    """The function `np.name`, or None; the name may be dotted."""
    found: Any = np
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def name_of(function: Any) -> str:
    """`linalg.norm` for np.linalg.norm, for messages."""
    module = (getattr(function, "__module__", None) or "numpy").removeprefix("numpy")
    name = getattr(function, "__name__", repr(function))
    return f"{module.lstrip('.')}.{name}".lstrip(".")


def tensors_in(value: Any) -> Iterator[ct.Tensor]:
    """The Tensors in nested tuples, lists and dicts of arguments."""
    if isinstance(value, ct.Tensor):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from tensors_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item)


def at_stake(*values: Any) -> bool:
    """Is a gradient recorded for any Tensor in the arguments?"""
    return _C._numpy_records(values)


def view(t: ct.Tensor) -> np.ndarray:
    """An array over t's memory, not to be written."""
    array = t.detach().numpy()
    array.flags.writeable = False
    return array


def arrays(value: Any) -> Any:
    """The arguments with views in place of Tensors."""
    if isinstance(value, ct.Tensor):
        return view(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(arrays(item) for item in value)
    if isinstance(value, list):
        return [arrays(item) for item in value]
    if isinstance(value, dict):
        return {key: arrays(item) for key, item in value.items()}
    return value


def fallback(function: Any, args: tuple, kwargs: dict, name: str = "") -> Any:
    """NumPy's own computation, on views; TypeError where a gradient would be lost."""
    if function not in CONSTANT and at_stake(args, kwargs):
        raise TypeError(
            f"numpy.{name or name_of(function)}: expected Tensors that do not require "
            f"grad, as this function, called so, has no gradient in ctensor; use a "
            f"function of ctensor's, or .detach() to do without the gradient"
        )
    out = kwargs.get("out")
    if not any(True for _ in tensors_in(out)):
        return _C._numpy_fallback(function, args, kwargs)
    kwargs = {key: value for key, value in kwargs.items() if key != "out"}
    result = _C._numpy_fallback(function, args, kwargs)
    if isinstance(out, tuple):
        results = result if isinstance(result, tuple) else (result,)
        stored = tuple(store(r, o) for r, o in zip(results, out, strict=True))
        return stored if isinstance(result, tuple) else stored[0]
    return store(result, out)


def store(result: Any, out: Any) -> Any:
    """`result`, or `out` with the result written into it, the gradient kept."""
    if out is None:
        return result
    if isinstance(out, tuple) and len(out) == 1:
        return store(result, out[0])
    if tuple(out.shape) != tuple(result.shape):
        raise ValueError(
            f"out: expected shape {tuple(result.shape)}, got {tuple(out.shape)}"
        )
    if not np.can_cast(result.dtype.dtype, np.dtype(out.dtype), "same_kind"):
        raise TypeError(
            f"out: expected a dtype that {result.dtype.dtype} may be cast to, "
            f"got {np.dtype(out.dtype)}"
        )
    if isinstance(out, ct.Tensor):
        return out.copy_(result)
    if at_stake(result):
        raise TypeError(
            "out: expected a Tensor, as the result requires grad, got an ndarray; "
            "use .detach() to do without the gradient"
        )
    out[...] = view(result)
    return out
