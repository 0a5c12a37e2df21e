"""Module: base of all layers and networks.

Members (parameters, buffers, submodules), hooks and the state dict come from one base
class each; here are the call, and what is done to a whole tree.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import ctensor as ct
from ctensor.nn.modules.hooks import (
    Hooked,
    register_module_forward_hook,
    register_module_forward_pre_hook,
    register_module_full_backward_hook,
    register_module_full_backward_pre_hook,
)
from ctensor.nn.modules.members import BUFFER, MODULE, PARAMETER, TRANSIENT, Members
from ctensor.nn.modules.state import StateDict

__all__ = [
    "Module",
    "register_module_forward_hook",
    "register_module_forward_pre_hook",
    "register_module_full_backward_hook",
    "register_module_full_backward_pre_hook",
]

T = TypeVar("T", bound="Module")


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


class Module(Members, Hooked, StateDict):
    """Base of all layers and networks, as in PyTorch.

    Assigning a Parameter or a Module to an attribute registers it, so that
    `parameters()`, `state_dict()`, `to()` and their like find it. A subclass calls
    `super().__init__()` first and defines `forward`; the module is then called like
    a function.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:  # what register_buffer adds
            ...

    def __init__(self) -> None:
        super().__init__()

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module computes; every subclass defines it."""
        raise NotImplementedError(
            f'Module [{type(self).__name__}] is missing the required "forward" function'
        )

    def apply(self: T, fn: Callable[[Module], Any]) -> T:
        """Call `fn` on every module of the tree, children first; returns self."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    # ---- mode and gradients ----

    def train(self: T, mode: bool = True) -> T:
        """Set training mode (evaluation if not `mode`) in the whole tree."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self: T) -> T:
        """Set evaluation mode in the whole tree: dropout does nothing."""
        return self.train(False)

    def requires_grad_(self: T, requires_grad: bool = True) -> T:
        """Set `requires_grad` of every parameter; returns self."""
        for param in self.parameters():
            param.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drop the gradients of all parameters, or fill them with zeros."""
        for param in self.parameters():
            if param.grad is None:
                continue
            if set_to_none:
                param.grad = None
            else:
                param.grad.detach_().zero_()

    # ---- dtype and device ----

    def _apply(
        self: T, fn: Callable[[ct.Tensor], ct.Tensor], recurse: bool = True
    ) -> T:
        """Replace the data of every parameter, its gradient, and every buffer."""
        for module in self.children() if recurse else ():
            module._apply(fn)
        for _, param in self._members(PARAMETER):
            if param is not None:
                param.data = fn(param.data)
                if param.grad is not None:
                    param.grad.data = fn(param.grad.data)
        for name, buffer in self._members(BUFFER, TRANSIENT):
            if buffer is not None:
                self.__dict__[name] = fn(buffer)
        return self

    def to(self: T, *args: Any, **kwargs: Any) -> T:
        """Move and cast the parameters and buffers in place; returns self.

        Called as `to(device)`, `to(dtype)`, `to(device, dtype)` or `to(tensor)`. Only
        floating point and complex tensors change their dtype. The keyword
        `memory_format` lays out those that have as many dims as it is for.
        """
        layout = kwargs.pop("memory_format", None)
        if layout is not None:
            dims = {ct.channels_last: 4, ct.channels_last_3d: 5}
            self._apply(
                lambda t: (
                    t.to(memory_format=layout)
                    if dims.get(layout, t.dim()) == t.dim()
                    else t
                )
            )
        probe = ct.empty(0, dtype=ct.float32).to(*args, **kwargs)
        device, dtype = probe.device, _dtype_argument(args, kwargs)
        if dtype is None:
            return self._apply(lambda t: t.to(*args, **kwargs))
        if not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, but got "
                f"desired dtype={dtype}"
            )
        moves = _names_device(args, kwargs)

        def convert(t: ct.Tensor) -> ct.Tensor:
            if t.is_floating_point() or t.is_complex():
                return t.to(*args, **kwargs)
            return t.to(device) if moves else t

        return self._apply(convert)

    def _cast(self: T, dtype: ct.dtype) -> T:
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def float(self: T) -> T:
        """Cast the floating point parameters and buffers to float32."""
        return self._cast(ct.float32)

    def double(self: T) -> T:
        """Cast the floating point parameters and buffers to float64."""
        return self._cast(ct.float64)

    def half(self: T) -> T:
        """Cast the floating point parameters and buffers to float16."""
        return self._cast(ct.float16)

    def bfloat16(self: T) -> T:
        """Cast the floating point parameters and buffers to bfloat16."""
        return self._cast(ct.bfloat16)

    def type(self: T, dst_type: ct.dtype) -> T:
        """Cast all parameters and buffers to `dst_type`."""
        return self._apply(lambda t: t.to(dst_type))

    def to_empty(self: T, *, device: Any, recurse: bool = True) -> T:
        """Give parameters and buffers uninitialised memory on `device`; returns self.

        What a module made on 'meta' needs before it is loaded or initialised. Without
        `recurse` the children stay as they are.
        """
        return self._apply(lambda t: ct.empty_like(t, device=device), recurse)

    def cpu(self: T) -> T:
        """Move the parameters and buffers to the CPU."""
        return self.to("cpu")

    def cuda(self: T, device: int | str | None = None) -> T:
        """Move the parameters and buffers to a GPU, the current one by default."""
        return self.to(
            f"cuda:{device}" if isinstance(device, int) else device or "cuda"
        )

    # ---- printing ----

    def _get_name(self) -> str:
        return type(self).__name__

    def extra_repr(self) -> str:
        """What a subclass shows of itself between the brackets of its repr."""
        return ""

    def __repr__(self) -> str:
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        children = [
            f"({name}): {_indented(repr(module))}"
            for name, module in self._members(MODULE)
        ]
        if len(lines) == 1 and not children:
            return f"{self._get_name()}({lines[0]})"
        if not lines and not children:
            return f"{self._get_name()}()"
        body = "".join(f"  {line}\n" for line in lines + children)
        return f"{self._get_name()}(\n{body})"


def _dtype_argument(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The dtype that the arguments of `to` name, or None."""
    for value in itertools.chain(args, kwargs.values()):
        if isinstance(value, ct.dtype):
            return value
        if isinstance(value, ct.Tensor):
            return value.dtype
    return None


def _names_device(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether the arguments of `to` name a device."""
    return any(
        isinstance(value, (ct.Tensor, ct.device, str))
        for value in itertools.chain(args, kwargs.values())
    )
