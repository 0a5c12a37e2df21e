"""Modules called with parameters that are not their own, as by `torch.func`.

Its transforms, derivatives as functions of functions, are in `ctensor/_transforms.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ctensor._C import Tensor
from ctensor._transforms import (
    grad,
    grad_and_value,
    hessian,
    jacfwd,
    jacrev,
    jvp,
    vjp,
)
from ctensor.nn import Module

__all__ = [
    "functional_call",
    "grad",
    "grad_and_value",
    "hessian",
    "jacfwd",
    "jacrev",
    "jvp",
    "vjp",
]


def functional_call(
    module: Module,
    parameter_and_buffer_dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]],
    args: Any = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call a module with other tensors in the places of its parameters and buffers.

    Args:
        module: it is as before afterwards.
        parameter_and_buffer_dicts: tensors by dotted name, or several such dicts,
            whose names differ.
        args: the arguments of the call; what is no tuple is one argument.
        kwargs: those by name.
        tie_weights: whether a tensor that the module has under several names is
            replaced under all of them. ValueError where different ones are given.
        strict: RuntimeError then unless all names are given, and no others.

    Gradients flow to the tensors that are given. What the call writes to a buffer in
    place is in the one that was given, and what it puts in its place is in the dict, if
    that is one. A name that the module lacks is an AttributeError.

    >>> layer = ct.nn.Linear(2, 1, bias=False)
    >>> w = ct.tensor([[1.0, 2.0]])
    >>> functional_call(layer, {"weight": w}, ct.ones(2))
    tensor([3.])
    """
    given = _joined(parameter_and_buffer_dicts)
    call = () if args is None else args if isinstance(args, tuple) else (args,)
    with _replaced(module, given, tie_weights, strict):
        return module(*call, **(kwargs or {}))


def _joined(
    dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]],
) -> dict[str, Tensor]:
    if isinstance(dicts, Mapping):
        return dicts if isinstance(dicts, dict) else dict(dicts)
    if not isinstance(dicts, (list, tuple)) or not all(
        isinstance(d, Mapping) for d in dicts
    ):
        raise ValueError(
            "functional_call: expected a dict of tensors or a list or tuple of such, "
            f"got {type(dicts).__name__}"
        )
    joined: dict[str, Tensor] = {}
    for one in dicts:
        twice = joined.keys() & one.keys()
        if twice:
            raise ValueError(
                f"functional_call: {', '.join(sorted(twice))} appears in multiple "
                "dictionaries"
            )
        joined.update(one)
    return joined


def _own(module: Module) -> dict[str, Any]:
    """Parameters and buffers under all their names."""
    named = dict(module.named_parameters(remove_duplicate=False))
    return named | dict(module.named_buffers(remove_duplicate=False))


def _tied(own: dict[str, Any], given: dict[str, Tensor]) -> dict[str, Tensor]:
    """What is given, under all names that the module's own has."""
    chosen: dict[int, tuple[str, Tensor]] = {}
    for name, value in given.items():
        if name not in own:
            continue
        before = chosen.setdefault(id(own[name]), (name, value))
        if before[1] is not value:
            raise ValueError(
                "functional_call got multiple values for keys "
                f"{sorted([before[0], name])}, which are tied. Consider using "
                "tie_weights=False"
            )
    more = {n: chosen[id(v)][1] for n, v in own.items() if id(v) in chosen}
    return given | more


def _check_names(own: dict[str, Any], given: dict[str, Tensor]) -> None:
    unexpected, missing = given.keys() - own.keys(), own.keys() - given.keys()
    if unexpected or missing:
        raise RuntimeError(
            "functional_call: expected the names of all parameters and buffers, got "
            f"unexpected {sorted(unexpected)} and missing {sorted(missing)}"
        )


@contextmanager
def _replaced(
    module: Module, given: dict[str, Tensor], tie_weights: bool, strict: bool
) -> Iterator[None]:
    own = _own(module)
    if strict:
        _check_names(own, given)
    places = _tied(own, given) if tie_weights else given
    before: dict[str, tuple[dict[str, Any], str, Any]] = {}
    try:
        for name, value in places.items():
            holder, attribute = module._find(name)
            if attribute not in holder._registry or not isinstance(value, Tensor):
                raise AttributeError(
                    "functional_call: expected names of parameters and buffers, and "
                    f"tensors for them, got {name} and {type(value).__name__}"
                )
            state = holder.__dict__
            before[name] = (state, attribute, state[attribute])
            state[attribute] = value
        yield
    finally:
        for name, (state, attribute, value) in before.items():
            now, state[attribute] = state[attribute], value
            if name in given and now is not given[name]:
                given[name] = now
