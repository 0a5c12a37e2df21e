"""Parameter, the tensor that a module trains; Buffer, one that it keeps.

And both before their shapes are known, as lazy modules (`modules/lazy.py`) have them.
"""

from __future__ import annotations

from typing import Any, SupportsIndex, cast

import ctensor as ct
from ctensor import _C

__all__ = [
    "Buffer",
    "Parameter",
    "UninitializedBuffer",
    "UninitializedParameter",
    "UninitializedTensorMixin",
    "is_lazy",
]


class _ParameterMeta(type(ct.Tensor)):  # type: ignore[misc]
    """A Tensor of another class that was made a parameter is a Parameter too."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if cls is Parameter and getattr(instance, "_is_param", False):
            return isinstance(instance, ct.Tensor)
        return super().__instancecheck__(instance)  # type: ignore[no-any-return]


class Parameter(ct.Tensor, metaclass=_ParameterMeta):
    """A tensor that becomes a parameter of the module it is assigned to.

    It shares the memory of `data`, is a leaf, and by default requires a gradient.
    `data` is a Tensor of a floating point or complex dtype (any dtype where
    `requires_grad` is False); without it the parameter is empty. The results of
    operations on a Parameter are plain Tensors. Of an instance of another subclass of
    Tensor it makes one of that class, which is a parameter: `isinstance` says so.
    """

    _repr_name = "tensor"
    _is_param: bool
    __torch_function__ = _C._disabled_torch_function_impl  # type: ignore[assignment]

    def __new__(
        cls, data: ct.Tensor | None = None, requires_grad: bool = True
    ) -> Parameter:
        """Make an alias of `data` that is a leaf; TypeError unless it is a Tensor."""
        if data is None:
            data = ct.empty(0)
        if not isinstance(data, ct.Tensor):
            raise TypeError(
                f"Parameter: expected data to be a Tensor, got {type(data).__name__}"
            )
        if type(data) in (ct.Tensor, Parameter):
            return ct.Tensor._make_subclass(cls, data.detach(), requires_grad)
        made = cast("Parameter", data.detach().requires_grad_(requires_grad))
        if type(made) is not type(data):
            raise RuntimeError(
                f"Parameter: expected detach() of a {type(data).__name__} to be one "
                f"too, got {type(made).__name__}"
            )
        made._is_param = True
        return made

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.data.clone(), self.requires_grad)
        copied: Parameter = memo[id(self)]
        return copied

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return type(self), (self.data, self.requires_grad), self.__dict__ or None


class _BufferMeta(type(ct.Tensor)):  # type: ignore[misc]
    """A tensor that was made a buffer is a Buffer."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if cls is Buffer and getattr(instance, "_is_buffer", False):
            return isinstance(instance, ct.Tensor)
        return super().__instancecheck__(instance)  # type: ignore[no-any-return]


class Buffer(ct.Tensor, metaclass=_BufferMeta):
    """A tensor that becomes a buffer of the module it is assigned to.

    It shares the memory of `data`, of whose class it is; without `data` it is empty.
    Unless `persistent`, state dicts leave it out.

    >>> module = nn.Module()
    >>> module.mean = Buffer(ct.zeros(2))
    >>> list(module.state_dict())
    ['mean']
    """

    persistent: bool
    __torch_function__ = _C._disabled_torch_function_impl  # type: ignore[assignment]

    def __new__(cls, data: ct.Tensor | None = None, *, persistent: bool = True) -> Any:
        """Make an alias of `data`; TypeError unless it is a Tensor."""
        if data is None:
            data = ct.empty(0)
        if not isinstance(data, ct.Tensor):
            raise TypeError(
                f"Buffer: expected data to be a Tensor, got {type(data).__name__}"
            )
        made: Any = data.detach().requires_grad_(data.requires_grad)
        made.persistent = persistent
        made._is_buffer = True
        return made


# ---- without a shape ---------------------------------------------------------------


def is_lazy(param: Any) -> bool:
    """Is it a parameter or buffer whose shape is not known yet?"""
    return isinstance(param, UninitializedTensorMixin)


class UninitializedTensorMixin:
    """What parameters and buffers have in common whose shapes are not known yet.

    They have a dtype and a device, and can be moved and cast; all else that is asked of
    them is a ValueError, their shape a RuntimeError.
    """

    cls_to_become: type[ct.Tensor]
    data: Any

    def materialize(self, shape: Any, device: Any = None, dtype: Any = None) -> None:
        """Become an ordinary one of this shape, uninitialised, in place."""
        own = self.data
        self.data = ct.empty(
            tuple(shape), device=device or own.device, dtype=dtype or own.dtype
        )
        self.__class__ = self.cls_to_become  # type: ignore[assignment]

    @property
    def shape(self) -> Any:
        """RuntimeError: there is none yet."""
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. This "
            "error usually happens in `load_state_dict` when trying to load an "
            "uninitialized parameter into an initialized module. Call `forward` to "
            "initialize the parameters before accessing their attributes."
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if id(self) not in memo:
            memo[id(self)] = self._again()
        return memo[id(self)]

    def _again(self) -> Any:
        make, arguments = self.__reduce_ex__(2)
        return make(*arguments)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        own = self.data
        return type(self), (self.requires_grad, own.device, own.dtype)  # type: ignore[attr-defined]

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        """Attributes, and what moves or casts, as usual; ValueError for the rest."""
        attribute = type(func).__name__ == "method-wrapper"
        if attribute or getattr(func, "__name__", "") in _ALLOWED:
            return super().__torch_function__(func, types, args, kwargs or {})  # type: ignore[misc]
        raise ValueError(
            f"Attempted to use an uninitialized parameter in {func}. This error "
            "happens when you are using a `LazyModule` or explicitly manipulating "
            f"`{cls.__name__}` objects. When using LazyModules call `forward` with a "
            "dummy batch to initialize the parameters before calling ctensor functions"
        )


_ALLOWED = frozenset(
    (
        *("__hash__", "size", "copy_", "is_complex", "is_floating_point", "half"),
        *("float", "double", "char", "short", "int", "long", "bfloat16", "cuda", "cpu"),
        *("to", "get_device", "requires_grad_"),
    )
)


class UninitializedParameter(UninitializedTensorMixin, Parameter):  # type: ignore[misc]
    """A parameter whose shape is not known yet; `materialize` gives it one.

    >>> weight = UninitializedParameter()
    >>> weight.materialize((2, 3))
    >>> type(weight).__name__, weight.shape
    ('Parameter', ctensor.Size([2, 3]))
    """

    cls_to_become = Parameter

    def __new__(
        cls, requires_grad: bool = True, device: Any = None, dtype: Any = None
    ) -> UninitializedParameter:
        """Without elements."""
        data = ct.empty(0, device=device, dtype=dtype)
        return ct.Tensor._make_subclass(cls, data, requires_grad)


class UninitializedBuffer(UninitializedTensorMixin, ct.Tensor):
    """A buffer whose shape is not known yet; `materialize` gives it one.

    >>> mean = UninitializedBuffer(dtype=ct.float64)
    >>> mean.materialize((3,))
    >>> type(mean).__name__, mean.dtype
    ('Tensor', ctensor.float64)
    """

    cls_to_become = ct.Tensor
    _is_buffer = True
    persistent = True

    def __new__(
        cls,
        requires_grad: bool = False,
        device: Any = None,
        dtype: Any = None,
        persistent: bool = True,
    ) -> UninitializedBuffer:
        """Without elements."""
        data = ct.empty(0, device=device, dtype=dtype)
        made = ct.Tensor._make_subclass(cls, data, requires_grad)
        if not persistent:
            made.persistent = persistent
        return made
