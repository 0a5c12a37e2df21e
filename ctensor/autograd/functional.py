"""Products with the Jacobian and the Hessian of a function, and both as a whole.

`func` takes one or more tensors and returns a tensor or a tuple of tensors; `inputs` is
a tensor or a tuple. A result has the structure of what it is made of: a tensor for a
tensor, a tuple for a tuple. With `create_graph` results can be differentiated; without
it they have no history. What `func` does not depend on has zeros, with `strict` it is a
RuntimeError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import ctensor as ct
from ctensor.autograd import grad

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]

Tensors = tuple[ct.Tensor, ...]
Nested = ct.Tensor | Tensors
Strategy = Literal["reverse-mode", "forward-mode"]


def vjp(
    func: Callable[..., Any],
    inputs: Nested,
    v: Nested | None = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """The outputs of `func`, and `v` times its Jacobian.

    Args:
        func: of the inputs.
        inputs: where the Jacobian is taken.
        v: of the outputs' shapes; may be left out for one output of one element.
        create_graph: record the calculation, so that the product has a gradient.
        strict: raise where an output does not depend on an input.

    Returns:
        The outputs, and a product of each input's shape.

    Raises:
        TypeError: inputs or outputs that are no tensors.
        RuntimeError: `v` has other shapes, or is missing; with `strict` see above.

    >>> x = ct.tensor([1.0, 2.0])
    >>> ct.autograd.functional.vjp(lambda x: x**2, x, ct.ones(2))[1]
    tensor([2., 4.])
    """
    with ct.enable_grad():
        call = _Call("vjp", func, inputs, create_graph, strict)
        vectors = call.vectors(v, call.outputs, "the outputs")
        products = call.gradients(call.outputs, vectors, call.inputs)
    return call.result(), call.like_inputs(products)


def jvp(
    func: Callable[..., Any],
    inputs: Nested,
    v: Nested | None = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """The outputs of `func`, and its Jacobian times `v`.

    By backward through backward: the gradient of `u @ J` by `u`, times `v`.

    Args:
        func: of the inputs.
        inputs: where the Jacobian is taken.
        v: of the inputs' shapes; may be left out for one input of one element.
        create_graph: record the calculation, so that the product has a gradient.
        strict: raise where an output does not depend on an input.

    Returns:
        The outputs, and a product of each output's shape.

    Raises:
        TypeError: inputs or outputs that are no tensors.
        RuntimeError: `v` has other shapes, or is missing; with `strict` see above.

    >>> x = ct.tensor([1.0, 2.0])
    >>> ct.autograd.functional.jvp(lambda x: x**2, x, ct.ones(2))[1]
    tensor([2., 4.])
    """
    with ct.enable_grad():
        call = _Call("jvp", func, inputs, create_graph, strict)
        vectors = call.vectors(v, call.inputs, "the inputs")
        u = tuple(ct.zeros_like(y, requires_grad=True) for y in call.outputs)
        back = call.gradients(call.outputs, u, call.inputs, again=True)
        products = call.gradients(back, vectors, u)
    return call.result(), call.like_outputs(products)


def jacobian(
    func: Callable[..., Any],
    inputs: Nested,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: Strategy = "reverse-mode",
) -> Any:
    """The derivatives of each element of the outputs by each element of the inputs.

    Args:
        func: of the inputs.
        inputs: where the derivatives are taken.
        create_graph: record the calculation, so that the Jacobian has a gradient.
        strict: raise where an output does not depend on an input.
        vectorize: taken and of no effect, but not together with `strict`.
        strategy: taken and of no effect: one backward for each element of the outputs.

    Returns:
        A tensor of the output's shape followed by the input's; for several outputs or
        inputs a tuple of them, for both a tuple for each output of one for each input.

    Raises:
        TypeError: inputs or outputs that are no tensors.
        RuntimeError: with `strict` see above, or with `vectorize` too.

    >>> ct.autograd.functional.jacobian(lambda x: x**2, ct.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """
    _check_strategy("jacobian", strict, vectorize, strategy)
    with ct.enable_grad():
        call = _Call("jacobian", func, inputs, create_graph, strict)
        rows = [call.like_inputs(call.jacobian_of(y)) for y in call.outputs]
    return call.like_outputs(tuple(rows))


def hessian(
    func: Callable[..., Any],
    inputs: Nested,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: Strategy = "reverse-mode",
) -> Any:
    """The second derivatives of a function of one output of one element.

    Args:
        func: of the inputs.
        inputs: where the derivatives are taken.
        create_graph: record the calculation, so that the Hessian has a gradient.
        strict: raise where the result does not depend on an input.
        vectorize: taken and of no effect, but not together with `strict`.
        outer_jacobian_strategy: taken and of no effect.

    Returns:
        A tensor of the input's shape twice; for a tuple of inputs a tuple for each of a
        tensor for each: `h[i][j]` has the shape of input i followed by that of input j.

    Raises:
        TypeError: inputs or an output that are no tensors.
        RuntimeError: an output of more than one element; with `strict` see above.

    >>> ct.autograd.functional.hessian(lambda x: (x**3).sum(), ct.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    _check_strategy("hessian", strict, vectorize, outer_jacobian_strategy)

    def gradient(*inputs: ct.Tensor) -> Any:
        call = _Call("hessian", func, inputs, True, strict)
        return call.gradients(call.one_output(), None, call.inputs, again=True)

    single = isinstance(inputs, ct.Tensor)
    found = jacobian(gradient, inputs, create_graph=create_graph, strict=strict)
    return found[0] if single else found


def vhp(
    func: Callable[..., Any],
    inputs: Nested,
    v: Nested | None = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """The output of `func`, and `v` times its Hessian.

    Args:
        func: of the inputs; one output of one element.
        inputs: where the Hessian is taken.
        v: of the inputs' shapes; may be left out for one input of one element.
        create_graph: record the calculation, so that the product has a gradient.
        strict: raise where the result does not depend on an input.

    Returns:
        The output, and a product of each input's shape.

    Raises:
        TypeError: inputs or an output that are no tensors.
        RuntimeError: `v` has other shapes, or is missing; the output has more than one
            element; with `strict` see above.

    >>> x = ct.tensor([1.0, 2.0])
    >>> ct.autograd.functional.vhp(lambda x: (x**3).sum(), x, ct.ones(2))[1]
    tensor([ 6., 12.])
    """
    with ct.enable_grad():
        call = _Call("vhp", func, inputs, create_graph, strict)
        vectors = call.vectors(v, call.inputs, "the inputs")
        first = call.gradients(call.one_output(), None, call.inputs, again=True)
        products = call.gradients(first, vectors, call.inputs)
    return call.result(), call.like_inputs(products)


def hvp(
    func: Callable[..., Any],
    inputs: Nested,
    v: Nested | None = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """The output of `func`, and its Hessian times `v`.

    What `vhp` gives as far as the Hessian is symmetric, which takes one backward less.

    Args:
        func: of the inputs; one output of one element.
        inputs: where the Hessian is taken.
        v: of the inputs' shapes; may be left out for one input of one element.
        create_graph: record the calculation, so that the product has a gradient.
        strict: raise where the result does not depend on an input.

    Returns:
        The output, and a product of each input's shape.

    Raises:
        TypeError: inputs or an output that are no tensors.
        RuntimeError: `v` has other shapes, or is missing; the output has more than one
            element; with `strict` see above.

    >>> x = ct.tensor([1.0, 2.0])
    >>> ct.autograd.functional.hvp(lambda x: (x**3).sum(), x, ct.ones(2))[1]
    tensor([ 6., 12.])
    """
    with ct.enable_grad():
        call = _Call("hvp", func, inputs, create_graph, strict)
        vectors = call.vectors(v, call.inputs, "the inputs")
        first = call.gradients(call.one_output(), None, call.inputs, again=True)
        u = tuple(ct.zeros_like(g, requires_grad=True) for g in first)
        back = call.gradients(first, u, call.inputs, again=True)
        products = call.gradients(back, vectors, u)
    return call.result(), call.like_inputs(products)


class _Call:
    """A call of `func` on inputs of its own; the structure of both sides is kept."""

    def __init__(
        self,
        op: str,
        func: Callable[..., Any],
        inputs: Nested,
        create_graph: bool,
        strict: bool,
    ) -> None:
        self.op, self.create_graph, self.strict = op, create_graph, strict
        self.one_in = isinstance(inputs, ct.Tensor)
        given = self.tensors(inputs, "inputs")
        self.inputs = tuple(
            x.view_as(x) if create_graph and x.requires_grad else _leaf(x)
            for x in given
        )
        found = func(*self.inputs)
        self.one_out = isinstance(found, ct.Tensor)
        self.outputs = self.tensors(found, "outputs of the function")

    def tensors(self, value: Any, what: str) -> Tensors:
        """One or more tensors as a tuple."""
        values = (value,) if isinstance(value, ct.Tensor) else value
        if not isinstance(values, (tuple, list)) or not values:
            kind = type(value).__name__
            raise TypeError(f"{self.op}: expected {what} to be tensors, got {kind}")
        for i, t in enumerate(values):
            if not isinstance(t, ct.Tensor):
                kind = type(t).__name__
                raise TypeError(
                    f"{self.op}: expected tensors as {what}, got {kind} at {i}"
                )
        return tuple(values)

    def vectors(self, v: Nested | None, like: Tensors, what: str) -> Tensors:
        """The vectors of a product, of the shapes of `like`."""
        if v is None:
            if len(like) != 1 or like[0].numel() != 1:
                raise RuntimeError(
                    f"{self.op}: v may be left out only if {what} are one tensor of "
                    "one element"
                )
            return (ct.ones_like(like[0]),)
        vectors = self.tensors(v, "v")
        shapes = [tuple(t.shape) for t in vectors]
        expected = [tuple(t.shape) for t in like]
        if shapes != expected:
            raise RuntimeError(
                f"{self.op}: expected v of the shapes of {what}, {expected}, got "
                f"{shapes}"
            )
        if not self.create_graph:
            return tuple(t.detach() for t in vectors)
        return vectors

    def one_output(self) -> Tensors:
        """The output, which must be one of one element."""
        if len(self.outputs) != 1 or self.outputs[0].numel() != 1:
            shapes = [tuple(y.shape) for y in self.outputs]
            raise RuntimeError(
                f"{self.op}: expected a function of one output of one element, got "
                f"outputs of shapes {shapes}"
            )
        return self.outputs

    def gradients(
        self,
        outputs: Tensors,
        vectors: Sequence[ct.Tensor] | None,
        inputs: Tensors,
        again: bool = False,
    ) -> Tensors:
        """Of outputs by inputs; with `again` they will be differentiated themselves."""
        create = self.create_graph or again
        given = vectors or (None,) * len(outputs)
        pairs = zip(outputs, given, strict=True)
        kept = [(y, v) for y, v in pairs if y.requires_grad]
        if self.strict and len(kept) < len(outputs):
            raise RuntimeError(f"{self.op}: an output does not depend on the inputs")
        found: Sequence[ct.Tensor | None] = [None] * len(inputs)
        if kept:
            roots, grads = zip(*kept, strict=True)
            found = grad(roots, inputs, grads, True, create, allow_unused=True)
        if self.strict and any(g is None for g in found):
            i = next(i for i, g in enumerate(found) if g is None)
            raise RuntimeError(f"{self.op}: no output depends on input {i}")
        return tuple(
            ct.zeros_like(x, requires_grad=create) if g is None else g
            for g, x in zip(found, inputs, strict=True)
        )

    def jacobian_of(self, y: ct.Tensor) -> Tensors:
        """The derivatives of each element of one output, stacked."""
        rows = []
        for i in range(y.numel()):
            unit = ct.zeros_like(y, memory_format=ct.contiguous_format)
            unit.view(-1)[i] = 1
            rows.append(self.gradients((y,), (unit,), self.inputs))
        if not rows:
            return tuple(x.new_zeros(y.shape + x.shape) for x in self.inputs)
        columns = zip(*rows, strict=True)
        return tuple(
            ct.stack(column).view(y.shape + x.shape)
            for column, x in zip(columns, self.inputs, strict=True)
        )

    def result(self) -> Any:
        """The outputs as the function gave them."""
        outputs = self.outputs
        if not self.create_graph:
            outputs = tuple(y.detach() for y in outputs)
        return self.like_outputs(outputs)

    def like_inputs(self, values: tuple[Any, ...]) -> Any:
        """One value for a tensor, a tuple for a tuple."""
        return values[0] if self.one_in else values

    def like_outputs(self, values: tuple[Any, ...]) -> Any:
        """One value for a tensor, a tuple for a tuple."""
        return values[0] if self.one_out else values


def _leaf(x: ct.Tensor) -> ct.Tensor:
    return x.detach().requires_grad_()


def _check_strategy(op: str, strict: bool, vectorize: bool, strategy: str) -> None:
    if strategy not in ("reverse-mode", "forward-mode"):
        raise ValueError(
            f"{op}: expected 'reverse-mode' or 'forward-mode', got {strategy!r}"
        )
    if strict and vectorize:
        raise RuntimeError(f"{op}: strict and vectorize cannot be given together")
