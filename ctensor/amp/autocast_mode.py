"""autocast: a region of mixed precision; and autograd.Functions in it."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

import ctensor as ct
from ctensor import _C
from ctensor.amp import state

__all__ = ["autocast", "custom_bwd", "custom_fwd", "is_autocast_available"]

F = TypeVar("F", bound=Callable[..., Any])


def is_autocast_available(device_type: str) -> bool:
    """Whether mixed precision knows such devices: "cpu" and "cuda"."""
    return device_type in state.DEVICES


class autocast:  # noqa: N801  (PyTorch's name)
    """A region in which products run in 16 bits and sums of many terms in float32.

    Matrix products, linear layers, convolutions and attention get their tensors as
    `dtype`, bfloat16 (the default) or float16; losses, factorizations, Fourier
    transforms and their like get 16-bit tensors as float32; `cat`, `stack` and
    `index_copy` the widest that there is (csrc/ops/autocast.def, PyTorch's lists for
    the CPU). All others run in the dtypes that they are given, float64 stays what it
    is, and so do calls in place and with `out=`. Gradients come back in each tensor's
    own dtype. Casts of weights are kept until the outermost region ends unless
    `cache_enabled=False`.

    `with autocast("cpu"):` for the region, which may hold another with
    `enabled=False`, or as a decorator. It is the thread's. Without a GPU, "cuda" warns
    and does nothing, and so does another dtype. Raises ValueError and RuntimeError for
    a device type that is no str, and for one that is not known.

        with ct.autocast("cpu", dtype=ct.bfloat16):
            loss = loss_fn(model(input), target)
        loss.backward()
    """

    def __init__(
        self,
        device_type: str,
        dtype: ct.dtype | None = None,
        enabled: bool = True,
        cache_enabled: bool | None = None,
    ) -> None:
        if not isinstance(device_type, str):
            raise ValueError(
                f"Expected `device_type` of type `str`, got: `{type(device_type)}`"
            )
        self.device = state.check_device(device_type)
        self.fast_dtype = (
            state.get_autocast_dtype(device_type) if dtype is None else dtype
        )
        if cache_enabled is None:
            cache_enabled = state.is_autocast_cache_enabled()
        self._cache_enabled = cache_enabled
        if enabled and self.device == "cuda" and not ct.cuda.is_available():
            warnings.warn("CUDA is not available. Disabling autocast.", stacklevel=2)
            enabled = False
        elif enabled and self.fast_dtype not in (ct.bfloat16, ct.float16):
            warnings.warn(
                f"In {self.device.upper()} autocast, but the target dtype is not "
                f"supported. Disabling autocast.\n{self.device.upper()} Autocast only "
                "supports dtypes of ctensor.bfloat16, ctensor.float16 currently.",
                stacklevel=2,
            )
            enabled = False
        self._enabled = enabled
        self._outer: list[Any] = []  # states to go back to, one for each entry

    def __enter__(self) -> autocast:
        if self.device == "cuda":
            cuda = state._cuda
            self._outer.append(dict(cuda))
            cuda.update(enabled=self._enabled, dtype=self.fast_dtype)
        else:
            self._outer.append(_C._autocast_get())
            lower = self.fast_dtype
            if lower not in (ct.bfloat16, ct.float16):
                lower = self._outer[-1][1]
            _C._autocast_set(self._enabled, lower, self._cache_enabled)
        state.autocast_increment_nesting()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state.autocast_decrement_nesting()
        outer = self._outer.pop()
        if self.device == "cuda":
            state._cuda.update(outer)
        else:
            _C._autocast_set(*outer)

    def __call__(self, func: F) -> F:
        """`func`, each call of which is such a region."""
        if not callable(func):
            raise TypeError(
                f"autocast()(func) requires a callable, but got {type(func).__name__}. "
                "Did you mean to use autocast as a context manager?"
            )

        @functools.wraps(func)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self:
                return func(*args, **kwargs)

        return run  # type: ignore[return-value]


def _check_type(device_type: Any) -> None:
    if not isinstance(device_type, str):
        raise ValueError(
            f"Expected `device_type` of type `str`, got: `{type(device_type)}`"
        )


def custom_fwd(
    fwd: Callable[..., Any] | None = None,
    *,
    device_type: str,
    cast_inputs: ct.dtype | None = None,
) -> Any:
    """For the `forward` of an autograd.Function, above `staticmethod`'s function.

    With `cast_inputs`, in a region of mixed precision, its tensors get that dtype and
    it runs outside of the region; without, it runs in whatever it is called in. In
    either case `ctx` knows, for `custom_bwd`.
    """
    _check_type(device_type)
    if fwd is None:
        return functools.partial(
            custom_fwd, device_type=device_type, cast_inputs=cast_inputs
        )

    @functools.wraps(fwd)
    def run(*args: Any, **kwargs: Any) -> Any:
        ctx = args[0]
        ctx._dtype = state.get_autocast_dtype(device_type)
        on = state.is_autocast_enabled(device_type)
        ctx._fwd_used_autocast = on and cast_inputs is None
        if not on or cast_inputs is None:
            return fwd(*args, **kwargs)
        with autocast(device_type, enabled=False):
            rest = state.cast_tree(args[1:], device_type, cast_inputs)
            return fwd(ctx, *rest, **state.cast_tree(kwargs, device_type, cast_inputs))

    return run


def custom_bwd(bwd: Callable[..., Any] | None = None, *, device_type: str) -> Any:
    """For the `backward` that goes with it: runs in what `forward` ran in."""
    _check_type(device_type)
    if bwd is None:
        return functools.partial(custom_bwd, device_type=device_type)

    @functools.wraps(bwd)
    def run(*args: Any, **kwargs: Any) -> Any:
        ctx = args[0]
        with autocast(device_type, ctx._dtype, enabled=ctx._fwd_used_autocast):
            return bwd(*args, **kwargs)

    return run
