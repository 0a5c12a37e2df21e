"""GradScaler: losses scaled up, so that 16-bit gradients do not vanish."""

from __future__ import annotations

import enum
import warnings
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import ctensor as ct

if TYPE_CHECKING:
    from ctensor.optim import Optimizer

__all__ = ["GradScaler"]

_FIX = (
    "This may indicate your script did not use scaler.scale(loss or outputs) earlier "
    "in the iteration."
)


class OptState(enum.Enum):
    """What was done with an optimizer since the last `update`."""

    READY = 0
    UNSCALED = 1
    STEPPED = 2


class _Progress:
    """Of one optimizer: its stage, and whether a gradient was no finite number."""

    def __init__(self) -> None:
        self.stage = OptState.READY
        self.found_inf: bool | None = None  # None: nobody has looked


class GradScaler:
    """Scales losses, takes the scale off the gradients, and skips steps that overflow.

    The scale begins with `init_scale`; a step whose gradients hold infinities or NaN is
    left out and multiplies it by `backoff_factor`, `growth_interval` steps without one
    by `growth_factor`. With `enabled=False`, and for "cuda" without a GPU, which warns,
    all methods pass on what they are given. Raises AssertionError for factors that do
    not grow or shrink.

        scaler = ct.amp.GradScaler("cpu")
        for input, target in data:
            optimizer.zero_grad()
            with ct.autocast("cpu", dtype=ct.float16):
                loss = loss_fn(model(input), target)
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
    """

    def __init__(
        self,
        device: str = "cuda",
        init_scale: float = 2.0**16,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None:
        self._device = device
        self._enabled = enabled
        if device == "cuda" and enabled and not ct.cuda.is_available():
            warnings.warn(
                "GradScaler is enabled, but CUDA is not available.  Disabling.",
                stacklevel=2,
            )
            self._enabled = False
        if self._enabled:
            if growth_factor <= 1.0:
                raise AssertionError("The growth factor must be > 1.0.")
            if backoff_factor >= 1.0:
                raise AssertionError("The backoff factor must be < 1.0.")
            self._init_scale = init_scale
            self._scale: ct.Tensor | None = None
            self._growth_factor = growth_factor
            self._backoff_factor = backoff_factor
            self._growth_interval = growth_interval
            self._growth_tracker = 0
            self._progress: dict[int, _Progress] = defaultdict(_Progress)

    def _begun(self, method: str) -> ct.Tensor:
        """The scale; AssertionError where nothing was scaled yet."""
        if self._scale is None:
            raise AssertionError(f"Attempted {method} but _scale is None.  {_FIX}")
        return self._scale

    def scale(self, outputs: Any) -> Any:
        """`outputs`, a tensor or an iterable of them, times the scale."""
        if not self._enabled:
            return outputs
        if isinstance(outputs, ct.Tensor):
            if self._scale is None:
                self._scale = ct.tensor(self._init_scale, dtype=ct.float32)
            return outputs * self._scale.to(outputs.device)
        if isinstance(outputs, (list, tuple)):
            return type(outputs)(map(self.scale, outputs))
        if isinstance(outputs, Iterable):
            return map(self.scale, outputs)
        raise ValueError("outputs must be a Tensor or an iterable of Tensors")

    def _unscale(self, optimizer: Optimizer, factor: float, half: bool) -> bool:
        """Multiply all gradients; whether any of them is no finite number."""
        found = False
        with ct.no_grad():
            for group in optimizer.param_groups:
                for param in group["params"]:
                    if param.grad is None:
                        continue
                    if param.grad.dtype is ct.float16 and not half:
                        raise ValueError("Attempting to unscale FP16 gradients.")
                    found |= not bool(ct.isfinite(param.grad).all())
                    if factor != 1:
                        param.grad.mul_(factor)
        return found

    def unscale_(self, optimizer: Optimizer) -> None:
        """Take the scale off an optimizer's gradients, as before they are clipped.

        `step` does so otherwise. RuntimeError the second time before `update`;
        ValueError for gradients of float16, whose scale is there for them.
        """
        if not self._enabled:
            return
        scale = self._begun("unscale_")
        own = self._progress[id(optimizer)]
        if own.stage is OptState.UNSCALED:
            raise RuntimeError(
                "unscale_() has already been called on this optimizer since the last "
                "update()."
            )
        if own.stage is OptState.STEPPED:
            raise RuntimeError("unscale_() is being called after step().")
        own.found_inf = self._unscale(optimizer, 1.0 / scale.item(), False)
        own.stage = OptState.UNSCALED

    def step(self, optimizer: Optimizer, *args: Any, **kwargs: Any) -> Any:
        """`optimizer.step(*args, **kwargs)`, unless a gradient is no finite number."""
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs:
            raise RuntimeError(
                "Closure use is not currently supported if GradScaler is enabled."
            )
        self._begun("step")
        own = self._progress[id(optimizer)]
        if own.stage is OptState.STEPPED:
            raise RuntimeError(
                "step() has already been called since the last update()."
            )
        if own.stage is OptState.READY:
            self.unscale_(optimizer)
        result = None if own.found_inf else optimizer.step(*args, **kwargs)
        own.stage = OptState.STEPPED
        return result

    def update(self, new_scale: float | ct.Tensor | None = None) -> None:
        """Change the scale by what the steps have met, or to `new_scale`."""
        if not self._enabled:
            return
        scale = self._begun("update")
        if new_scale is not None:
            if isinstance(new_scale, ct.Tensor) and (
                new_scale.numel() != 1 or new_scale.requires_grad
            ):
                raise AssertionError(
                    "new_scale should be a float or a 1-element FloatTensor with "
                    "requires_grad=False."
                )
            scale.fill_(float(new_scale))
        else:
            found = [own.found_inf for own in self._progress.values()]
            if not any(one is not None for one in found):
                raise AssertionError("No inf checks were recorded prior to update.")
            self._adapt(scale, any(found))
        self._progress.clear()

    def _adapt(self, scale: ct.Tensor, found_inf: bool) -> None:
        if found_inf:
            scale.mul_(self._backoff_factor)
            self._growth_tracker = 0
            return
        self._growth_tracker += 1
        if self._growth_tracker == self._growth_interval:
            grown = scale * self._growth_factor
            if bool(ct.isfinite(grown)):
                scale.copy_(grown)
            self._growth_tracker = 0

    def get_scale(self) -> float:
        """The scale; 1 where it is not enabled."""
        if not self._enabled:
            return 1.0
        return self._init_scale if self._scale is None else float(self._scale.item())

    def get_growth_factor(self) -> float:
        """What the scale grows by."""
        return self._growth_factor

    def set_growth_factor(self, new_factor: float) -> None:
        """Set it."""
        self._growth_factor = new_factor

    def get_backoff_factor(self) -> float:
        """What the scale shrinks by."""
        return self._backoff_factor

    def set_backoff_factor(self, new_factor: float) -> None:
        """Set it."""
        self._backoff_factor = new_factor

    def get_growth_interval(self) -> int:
        """How many steps without overflow there are before the scale grows."""
        return self._growth_interval

    def set_growth_interval(self, new_interval: int) -> None:
        """Set it."""
        self._growth_interval = new_interval

    def _get_growth_tracker(self) -> int:
        return self._growth_tracker if self._enabled else 0

    def is_enabled(self) -> bool:
        """Whether it does anything."""
        return self._enabled

    def state_dict(self) -> dict[str, Any]:
        """The scale, the factors and the steps since; {} where it is not enabled."""
        if not self._enabled:
            return {}
        return {
            "scale": self.get_scale(),
            "growth_factor": self._growth_factor,
            "backoff_factor": self._backoff_factor,
            "growth_interval": self._growth_interval,
            "_growth_tracker": self._growth_tracker,
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict()` gave; RuntimeError for an empty one."""
        if not self._enabled:
            return
        if not state_dict:
            raise RuntimeError(
                "The source state dict is empty, possibly because it was saved from a "
                "disabled instance of GradScaler."
            )
        self._init_scale = state_dict["scale"]
        if self._scale is not None:
            self._scale.fill_(state_dict["scale"])
        self._growth_factor = state_dict["growth_factor"]
        self._backoff_factor = state_dict["backoff_factor"]
        self._growth_interval = state_dict["growth_interval"]
        self._growth_tracker = state_dict["_growth_tracker"]

    def __getstate__(self) -> dict[str, Any]:
        if self._enabled and self._progress:
            raise AssertionError(
                "A GradScaler instance may only be pickled at the beginning of an "
                "iteration, or at the end after scaler.update()."
            )
        return self.__dict__.copy()
