"""Operations whose forward and backward are written in Python."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ctensor._C import (
    FunctionCtx,
    Tensor,
    _function_apply,
    is_grad_enabled,
    no_grad,
)

__all__ = ["Function", "FunctionCtx", "once_differentiable"]


class Function:
    """Base class of operations with a gradient of their own; used by `apply`.

    Write two static methods::

        class Exp(Function):
            @staticmethod
            def forward(ctx, x):
                y = x.exp()
                ctx.save_for_backward(y)
                return y

            @staticmethod
            def backward(ctx, grad):
                (y,) = ctx.saved_tensors
                return grad * y

        y = Exp.apply(x)

    `forward(ctx, *args)` takes any arguments and returns a tensor or a tuple; gradients
    are not recorded in it. It may also be split into `forward(*args)` and
    `setup_context(ctx, inputs, output)`. `backward(ctx, *grads)` gets a gradient for
    each output and returns one for each argument of forward, None for those that are no
    tensors. What it computes is recorded under `create_graph`. `vjp` is another name
    for it; a class has one or the other.
    """

    _has_setup_context = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "vjp" in cls.__dict__:
            both = "backward" in cls.__dict__
            backward = staticmethod(_refuse_both if both else cls.vjp)
            setattr(cls, "backward", backward)  # noqa: B010
        cls._has_setup_context = cls.setup_context is not Function.setup_context
        if cls._has_setup_context and "apply" not in cls.__dict__:
            # setup_context gets the values of arguments that were left out, too.
            parameters = inspect.signature(cls.forward).parameters.values()
            if any(p.default is not p.empty for p in parameters):
                cls.apply = Function.__dict__["_apply_bound"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError(
            f"{type(self)} should not be instantiated. Methods on autograd functions "
            "are all static, so you should invoke them on the class itself: "
            f"{type(self).__name__}.apply(...)"
        )

    @staticmethod
    def forward(*args: Any, **kwargs: Any) -> Any:
        """Compute the result; see the class."""
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> Any:
        """Save what backward needs, when forward does not take a ctx."""
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(*args: Any, **kwargs: Any) -> Any:
        """Compute the gradients of the arguments; see the class."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom "
            "autograd.Function to use it with backward mode AD."
        )

    vjp = backward

    apply = classmethod(_function_apply)

    @classmethod
    def _apply_bound(cls, *args: Any, **kwargs: Any) -> Any:
        """`apply` with every argument in its place among those of forward."""
        ctx = () if cls._has_setup_context else (None,)
        bound = inspect.signature(cls.forward).bind(*ctx, *args, **kwargs)
        if cls._has_setup_context:
            bound.apply_defaults()
        if bound.kwargs:
            raise TypeError(
                f"{cls.__name__}.apply: expected arguments that can be given by "
                f"position, got {', '.join(bound.kwargs)}"
            )
        return _function_apply(cls, *bound.args[len(ctx) :])


def _refuse_both(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(
        "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. "
        "You should only implement one of them."
    )


class _NotTwice(Function):
    """Identity whose gradient is an error."""

    @staticmethod
    def forward(ctx: Any, *grads: Any) -> tuple[Any, ...]:
        return tuple(g.detach() if isinstance(g, Tensor) else g for g in grads)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with "
            "@once_differentiable"
        )


def once_differentiable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a `backward` that is not to be differentiated itself.

    It runs without recording; under `create_graph` the gradient of what it returns is
    an error rather than wrong.
    """

    @functools.wraps(function)
    def run(ctx: Any, *grads: Any) -> Any:
        with no_grad():
            result = function(ctx, *grads)
        if not is_grad_enabled():
            return result
        single = not isinstance(result, tuple)
        results = (result,) if single else result
        marked = _NotTwice.apply(
            *(
                g.detach().requires_grad_() if isinstance(g, Tensor) else g
                for g in results
            )
        )
        return marked[0] if single else marked

    return run
