"""Derivatives as functions of functions: what `ctensor.func` has of `torch.func`.

Each transform calls `func` with inputs of its own, which share the memory of those that
are given, and differentiates by them. Transforms nest, and what they return has a
gradient of whatever else `func` used: arguments, and tensors that it closes over. Where
there is nothing of the kind, results have no history.

Arguments and results are tensors, or tuples, lists and dicts of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any

import ctensor as ct

Argnums = int | tuple[int, ...]
Tensors = list[ct.Tensor]


def grad(
    func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """The function that gives the gradient of `func`.

    Args:
        func: gives a tensor without dims.
        argnums: by which arguments to differentiate; a tuple gives a tuple.
        has_aux: `func` gives its result and something else, which is passed on.

    >>> ct.func.grad(lambda x: (x**3).sum())(ct.tensor([1.0, 2.0]))
    tensor([ 3., 12.])
    """
    both = grad_and_value(func, argnums, has_aux)

    @wraps(func)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        found, value = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def grad_and_value(
    func: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """The function that gives the gradient of `func` and what `func` gives.

    Arguments as of `grad`; with `has_aux` the second is a pair.

    >>> ct.func.grad_and_value(lambda x: (x**3).sum())(ct.tensor([1.0, 2.0]))
    (tensor([ 3., 12.]), tensor(9.))
    """

    @wraps(func)
    def both(*args: Any, **kwargs: Any) -> Any:
        call = _Call("grad", func, args, kwargs, argnums, has_aux)
        value = call.value
        if not isinstance(value, ct.Tensor) or value.ndim:
            shape = tuple(value.shape) if isinstance(value, ct.Tensor) else None
            got = type(value).__name__ if shape is None else f"one of shape {shape}"
            raise RuntimeError(
                f"grad: expected a function that gives a tensor without dims, got {got}"
            )
        found = call.like_inputs(call.back([value], [ct.ones_like(value)]))
        return found, call.closed()

    return both


def vjp(func: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """What `func` gives, and the function from `v` to `v` times the Jacobian.

    `v` has the structure of the result; a product is a tuple, of one for each primal.
    With `has_aux` a third is what else `func` gave.

    >>> y, back = ct.func.vjp(lambda x: x**2, ct.tensor([1.0, 2.0]))
    >>> back(ct.ones(2))
    (tensor([2., 4.]),)
    """
    call = _Call("vjp", func, primals, {}, tuple(range(len(primals))), has_aux)

    def product(cotangents: Any) -> Any:
        vectors = call.vectors(cotangents, call.outputs, "the result")
        return call.like_inputs(call.back(call.outputs, vectors))

    value = call.closed()
    return (value[0], product, value[1]) if has_aux else (value, product)


def jvp(
    func: Callable[..., Any],
    primals: tuple[Any, ...],
    tangents: tuple[Any, ...],
    *,
    strict: bool = False,
    has_aux: bool = False,
) -> Any:
    """What `func` gives, and its Jacobian times the tangents.

    By backward through backward: the gradient of `u @ J` by `u`, times the tangents.
    `strict` is taken and of no effect: what does not depend on the primals has zeros.

    >>> x = ct.tensor([1.0, 2.0])
    >>> ct.func.jvp(lambda x: x**2, (x,), (ct.ones(2),))[1]
    tensor([2., 4.])
    """
    if not isinstance(primals, tuple) or not isinstance(tangents, tuple):
        raise RuntimeError("jvp: expected primals and tangents to be tuples")
    call = _Call("jvp", func, primals, {}, tuple(range(len(primals))), has_aux)
    vectors = call.vectors(tangents, call.inputs, "the primals")
    found = call.like_outputs(call.forth(vectors))
    value = call.closed()
    return (value[0], found, value[1]) if has_aux else (value, found)


def jacrev(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
    _preallocate_and_copy: bool = False,
) -> Callable[..., Any]:
    """The function that gives the Jacobian, by a backward per element of the result.

    Args:
        func: gives a tensor, or a tuple, list or dict of them, which the Jacobians take
            the places of.
        argnums: by which arguments to differentiate; a tuple gives a tuple.
        has_aux: `func` gives its result and something else, which is passed on.
        chunk_size: taken and of no effect.

    >>> ct.func.jacrev(lambda x: x**2)(ct.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """

    @wraps(func)
    def jacobian(*args: Any, **kwargs: Any) -> Any:
        call = _Call("jacrev", func, args, kwargs, argnums, has_aux)
        found = []
        for y in call.outputs:
            rows = [call.back([y], [v]) for v in _units(y)]
            found.append(
                [
                    _stacked([row[k] for row in rows], (*y.shape, *x.shape), x)
                    for k, x in enumerate(call.inputs)
                ]
            )
        return call.jacobians(found)

    return jacobian


def jacfwd(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    chunk_size: int | None = None,
    randomness: str = "error",
) -> Callable[..., Any]:
    """The function that gives the Jacobian, by two backwards per element of the inputs.

    What `jacrev` gives, sooner where there are fewer inputs than results. Arguments as
    there; `randomness` is taken and of no effect.

    >>> ct.func.jacfwd(lambda x: x**2)(ct.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """

    @wraps(func)
    def jacobian(*args: Any, **kwargs: Any) -> Any:
        call = _Call("jacfwd", func, args, kwargs, argnums, has_aux)
        found: list[Tensors] = [[] for _ in call.outputs]
        zeros = [ct.zeros_like(x) for x in call.inputs]
        for k, x in enumerate(call.inputs):
            columns = [call.forth([*zeros[:k], v, *zeros[k + 1 :]]) for v in _units(x)]
            for i, y in enumerate(call.outputs):
                parts = [column[i] for column in columns]
                whole = _stacked(parts, (*x.shape, *y.shape), y)
                dims = range(whole.ndim)
                found[i].append(whole.permute((*dims[x.ndim :], *dims[: x.ndim])))
        return call.jacobians(found)

    return jacobian


def hessian(func: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """The function that gives the Hessian: the Jacobian of the Jacobian.

    >>> ct.func.hessian(lambda x: (x**3).sum())(ct.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    return jacrev(jacrev(func, argnums), argnums)


class _Call:
    """A call of `func` on inputs of its own, with what is to be differentiated."""

    def __init__(
        self,
        op: str,
        func: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: Argnums,
        has_aux: bool,
    ) -> None:
        self.op, self.has_aux = op, has_aux
        recording = ct.is_grad_enabled()
        numbers = _numbers(op, argnums, len(args))
        self.chosen = (
            args[argnums]
            if isinstance(argnums, int)
            else tuple(args[i] for i in numbers)
        )
        given = self._tensors(self.chosen, "the arguments to differentiate by")
        with ct.enable_grad():
            self.inputs = [x.view_as(x) if x.requires_grad else _leaf(x) for x in given]
            own = self.like_inputs(self.inputs)
            own = (own,) if isinstance(argnums, int) else own
            called = list(args)
            for i, value in zip(numbers, own, strict=True):
                called[i] = value
            result = func(*called, **kwargs)
        self.value, self.aux = self._split(result)
        self.outputs = self._tensors(self.value, "the results")
        self.recorded = recording and (
            any(x.requires_grad for x in given)
            or _has_other_leaves(self.outputs, self.inputs)
        )

    def _split(self, result: Any) -> tuple[Any, Any]:
        if not self.has_aux:
            return result, None
        if not isinstance(result, tuple) or len(result) != 2:
            raise RuntimeError(
                f"{self.op}: expected a function that gives a tuple (result, aux) with "
                f"has_aux=True, got {type(result).__name__}"
            )
        return result

    def _tensors(self, tree: Any, what: str) -> Tensors:
        leaves = list(_leaves(tree))
        for leaf in leaves:
            if not isinstance(leaf, ct.Tensor):
                raise RuntimeError(
                    f"{self.op}: expected tensors, or tuples, lists and dicts of them, "
                    f"as {what}, got {type(leaf).__name__}"
                )
        return leaves

    def vectors(self, tree: Any, like: Tensors, what: str) -> Tensors:
        """The vectors of a product, of the shapes of `like`."""
        vectors = self._tensors(tree, "vectors")
        shapes, expected = ([tuple(t.shape) for t in ts] for ts in (vectors, like))
        if shapes != expected:
            raise RuntimeError(
                f"{self.op}: expected vectors of the shapes of {what}, {expected}, got "
                f"{shapes}"
            )
        return vectors

    def back(
        self, outputs: Tensors, vectors: Sequence[ct.Tensor], again: bool = False
    ) -> Tensors:
        """The vectors times the Jacobian; with `again` to be differentiated itself."""
        create = again or self.recorded or any(v.requires_grad for v in vectors)
        with ct.enable_grad():
            return _gradients(outputs, self.inputs, vectors, create)

    def forth(self, vectors: Sequence[ct.Tensor]) -> Tensors:
        """The Jacobian times the vectors."""
        create = self.recorded or any(v.requires_grad for v in vectors)
        with ct.enable_grad():
            u = [ct.zeros_like(y, requires_grad=True) for y in self.outputs]
            return _gradients(self.back(self.outputs, u, True), u, vectors, create)

    def like_inputs(self, leaves: Iterable[Any]) -> Any:
        return _rebuilt(self.chosen, iter(leaves))

    def like_outputs(self, leaves: Iterable[Any]) -> Any:
        return _rebuilt(self.value, iter(leaves))

    def jacobians(self, found: list[Tensors]) -> Any:
        """Of each output by each input, and what else the function gave."""
        whole = self.like_outputs(map(self.like_inputs, found))
        return (whole, self.closed()[1]) if self.has_aux else whole

    def closed(self) -> Any:
        """What the function gave, without a history that is of this call alone."""
        value = (self.value, self.aux) if self.has_aux else self.value
        return value if self.recorded else _without_history(value)


# ---- tensors ----------------------------------------------------------------


def _leaf(x: ct.Tensor) -> ct.Tensor:
    return x.detach().requires_grad_()


def _gradients(
    outputs: Sequence[ct.Tensor],
    inputs: Sequence[ct.Tensor],
    vectors: Sequence[ct.Tensor],
    create_graph: bool,
) -> Tensors:
    """Of what depends on the inputs; zeros where nothing does."""
    pairs = [(y, v) for y, v in zip(outputs, vectors, strict=True) if y.requires_grad]
    if not pairs:
        return [ct.zeros_like(x) for x in inputs]
    found = ct.autograd.grad(
        [y for y, _ in pairs],
        list(inputs),
        [v for _, v in pairs],
        retain_graph=True,
        create_graph=create_graph,
        allow_unused=True,
    )
    return [
        ct.zeros_like(x) if g is None else g for g, x in zip(found, inputs, strict=True)
    ]


def _has_other_leaves(outputs: Tensors, inputs: Tensors) -> bool:
    """Do the outputs depend on a leaf that requires grad and is no input?"""
    own = {id(x) for x in inputs}
    if any(y.requires_grad and y.is_leaf and id(y) not in own for y in outputs):
        return True
    waiting = [y.grad_fn for y in outputs if y.grad_fn is not None]
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        variable = getattr(node, "variable", None)
        if variable is not None and id(variable) not in own:
            return True
        for after, _ in node.next_functions:
            if after is not None and after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


def _units(t: ct.Tensor) -> Iterator[ct.Tensor]:
    """For each element of t zeros of its shape with a 1 there."""
    for i in range(t.numel()):
        unit = ct.zeros(t.numel(), dtype=t.dtype, device=t.device)
        unit[i] = 1
        yield unit.view(t.shape)


def _stacked(parts: Tensors, shape: tuple[int, ...], like: ct.Tensor) -> ct.Tensor:
    if not parts:
        return ct.zeros(shape, dtype=like.dtype, device=like.device)
    return ct.stack(parts).reshape(shape)


# ---- trees ------------------------------------------------------------------


def _numbers(op: str, argnums: Argnums, count: int) -> list[int]:
    given = (argnums,) if isinstance(argnums, int) else argnums
    if not isinstance(given, tuple) or not given:
        raise RuntimeError(
            f"{op}: expected argnums to be an int or ints, got {argnums}"
        )
    for i in given:
        if not isinstance(i, int) or not -count <= i < count:
            raise RuntimeError(
                f"{op}: expected argnums of the {count} positional arguments, got {i}"
            )
    return [i % count for i in given]


def _leaves(tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from _leaves(value)
    elif isinstance(tree, (tuple, list)):
        for value in tree:
            yield from _leaves(value)
    else:
        yield tree


def _rebuilt(tree: Any, leaves: Iterator[Any]) -> Any:
    """The tree with other leaves."""
    if isinstance(tree, dict):
        values = [_rebuilt(value, leaves) for value in tree.values()]
        return type(tree)(zip(tree, values, strict=True))
    if isinstance(tree, (tuple, list)):
        items = [_rebuilt(value, leaves) for value in tree]
        named = isinstance(tree, tuple) and hasattr(tree, "_fields")
        return type(tree)(*items) if named else type(tree)(items)
    return next(leaves)


def _without_history(tree: Any) -> Any:
    leaves = (x.detach() if isinstance(x, ct.Tensor) else x for x in _leaves(tree))
    return _rebuilt(tree, leaves)
