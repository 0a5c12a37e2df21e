"""Classes and modes that answer for ops in their place: `__torch_function__`.

A class with a classmethod `__torch_function__(cls, func, types, args=(), kwargs=None)`
is asked for every op that an instance of it is an argument of, and its answer is the
result; where it gives NotImplemented the next class is asked. Subclasses of Tensor
inherit one that computes as usual and makes the results instances of the subclass. A
`TorchFunctionMode` is asked for everything that is called while it is active.
`csrc/python/override/` is how; `docs/overrides.md` has examples.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import ctensor as ct
from ctensor import _C

__all__ = [
    "TorchFunctionMode",
    "get_ignored_functions",
    "get_overridable_functions",
    "handle_torch_function",
    "has_torch_function",
    "has_torch_function_unary",
    "has_torch_function_variadic",
    "is_tensor_like",
    "is_tensor_method_or_property",
    "resolve_name",
    "wrap_torch_function",
]

has_torch_function = _C._has_torch_function
has_torch_function_unary = _C._has_torch_function_unary
has_torch_function_variadic = _C._has_torch_function_variadic

Function = Callable[..., Any]


def handle_torch_function(
    public_api: Function, relevant_args: Iterable[Any], *args: Any, **kwargs: Any
) -> Any:
    """What the classes of `relevant_args`, or a mode, answer for a call.

    `public_api` is the function that they are told of, with `args` and `kwargs`.
    TypeError, naming the classes, if none has an answer.
    """
    return _C._handle_torch_function(public_api, relevant_args, args, kwargs)


def wrap_torch_function(
    dispatcher: Function,
) -> Callable[[Function], Function]:
    """Make a function of one's own ask: `dispatcher` gives the arguments to look at.

    >>> @wrap_torch_function(lambda a: (a,))
    ... def double(a):
    ...     return a + a
    """

    def inner(func: Function) -> Function:
        @functools.wraps(func)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            relevant = dispatcher(*args, **kwargs)
            if has_torch_function(relevant):
                return handle_torch_function(wrapped, relevant, *args, **kwargs)
            return func(*args, **kwargs)

        return wrapped

    return inner


def is_tensor_like(inp: Any) -> bool:
    """Is it a Tensor, or an object whose class has a `__torch_function__`?"""
    return type(inp) is ct.Tensor or hasattr(inp, "__torch_function__")


class TorchFunctionMode:
    """Answers, while it is active, for all that this thread calls.

    A subclass defines `__torch_function__(self, func, types, args=(), kwargs=None)`; in
    it the modes below are active. Of several, entered one in the other, the last is
    asked first.

    >>> class Log(TorchFunctionMode):
    ...     def __torch_function__(self, func, types, args=(), kwargs=None):
    ...         print(resolve_name(func))
    ...         return func(*args, **(kwargs or {}))
    >>> with Log():
    ...     x = ct.ones(2) + 1
    ctensor.ones
    ctensor.Tensor.add
    """

    def __torch_function__(
        self, func: Function, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        raise NotImplementedError

    def __enter__(self) -> Any:
        _C._push_on_torch_function_stack(self)
        return self

    def __exit__(self, *exc: object) -> None:
        _C._pop_torch_function_stack()


class BaseTorchFunctionMode(TorchFunctionMode):
    """The mode that changes nothing, to derive from."""

    def __torch_function__(
        self, func: Function, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        return func(*args, **(kwargs or {}))


@contextmanager
def _pop_mode_temporarily() -> Iterator[TorchFunctionMode]:
    """The uppermost mode, which is inactive inside."""
    mode: TorchFunctionMode = _C._pop_torch_function_stack()
    try:
        yield mode
    finally:
        _C._push_on_torch_function_stack(mode)


# ---- which functions -------------------------------------------------------------


# What a Tensor is as an object.
_OBJECT = frozenset(
    {
        *("__class__", "__delattr__", "__dict__", "__dir__", "__getattribute__"),
        "__hash__",
        *("__iter__", "__new__", "__setattr__", "__torch_function__"),
        *("_make_subclass", "as_subclass"),
    }
)


def _namespaces() -> Iterator[tuple[str, Any, list[str]]]:
    """The places where functions of tensors are public, and the names there."""
    places = [ct.functional, ct.nn.functional, ct.linalg, ct.fft]
    yield "ctensor", ct, dir(ct)
    for module in places:
        yield module.__name__, module, module.__all__
    own = [n for n in dir(ct.Tensor) if n in vars(ct.Tensor) and n not in _OBJECT]
    yield "ctensor.Tensor", ct.Tensor, own


@functools.cache
def get_ignored_functions() -> set[Function]:
    """Public functions of tensors for which no class is asked.

    They make tensors, or say what an object is. Modes are asked for those that make
    tensors.
    """
    asked = {f for funcs in get_overridable_functions().values() for f in funcs}
    found = [getattr(ct, name) for name in dir(ct)]
    return {f for f in found if inspect.isroutine(f)} - asked | {ct.Tensor.as_subclass}


def _of_rows() -> set[str]:
    """The names of rows, and their aliases, that have tensors among their arguments."""
    kinds = ("tensor", "operand", "tensors")
    rows = [
        r for r in _C._op_table() if any(p["type"] in kinds for p in r["parameters"])
    ]
    names = {r["pyname"] for r in rows} | {f"_{r['pyname']}" for r in rows}
    return names | {a for a, row in _C._op_aliases().items() if row in names}


def _is_overridable(func: Any, rows: set[str]) -> bool:
    if isinstance(func, _C._Overridable):
        return True
    if not inspect.isbuiltin(func):
        return False
    asks = ("numel", "is_floating_point", "is_complex", "result_type", "equal")
    return func.__name__ in rows - {"full"} or func.__name__ in asks


@functools.cache
def get_overridable_functions() -> dict[Any, list[Function]]:
    """For each namespace, `ctensor` or `Tensor` say, the functions that ask.

    An attribute stands there as its `__get__`.
    """
    rows = _of_rows()
    found: dict[Any, list[Function]] = {}
    for _, place, names in _namespaces():
        members = [getattr(place, n) for n in names if hasattr(place, n)]
        if place is ct.Tensor:
            getters = [m.__get__ for m in members if inspect.isgetsetdescriptor(m)]
            methods = [m for m in members if callable(m)]
            found[place] = [*methods, *getters]
        else:
            found[place] = [m for m in members if _is_overridable(m, rows)]
    return found


@functools.cache
def _names() -> dict[Any, str]:
    """The name of each function that a class may be told of."""
    names: dict[Any, str] = {}
    for prefix, place, members in _namespaces():
        for member in members:
            value = getattr(place, member, None)
            if inspect.isgetsetdescriptor(value):
                for part in ("__get__", "__set__", "__delete__"):
                    names[getattr(value, part)] = f"{prefix}.{member}.{part}"
            elif callable(value) and not inspect.isclass(value):
                names.setdefault(value, f"{prefix}.{member}")
    return names


def resolve_name(f: Function) -> str | None:
    """The name of a function that a `__torch_function__` is told of.

    >>> resolve_name(ct.Tensor.shape.__get__)
    'ctensor.Tensor.shape.__get__'
    """
    return _names().get(f)


def is_tensor_method_or_property(func: Function) -> bool:
    """Is it a method of Tensor, or an attribute's `__get__`?"""
    name = getattr(func, "__name__", None)
    return name == "__get__" or func in get_overridable_functions()[ct.Tensor]


# ---- functions written in Python ---------------------------------------------------


_OF_NUMBERS = ("broadcast_shapes", "fftfreq", "rfftfreq")  # no tensors among arguments


def ask_first(*groups: tuple[Any, Iterable[str]]) -> None:
    """Put functions that modules, or Tensor, have in Python behind a question.

    Each group is a place and the names there. So does C with those that it has; none of
    them has to know of classes that answer, nor of mixed precision, which asks at the
    same place. Where the package has one of them under this name, it has the other.
    """
    from ctensor.amp.state import cast_listed

    asking: dict[str, list[tuple[Any, Any]]] = {}
    for place, names in groups:
        part = place.__name__.rpartition(".")[2]
        prefix = f"{part}_" if part in ("linalg", "fft") else ""
        for name in names:
            func = getattr(place, name)
            if not inspect.isfunction(func) or name in _OF_NUMBERS:
                continue
            if func.__module__ != __name__:
                cast = cast_listed(prefix + name, func)
                made = functools.update_wrapper(_C._Overridable(func, cast), func)
                asking.setdefault(name, []).append((func, made))
    parts = [m for n, m in sys.modules.items() if f"{n}.".startswith("ctensor.")]
    for part in (ct.Tensor, *parts):
        for name in asking.keys() & vars(part).keys():
            for func, made in asking[name]:
                if vars(part)[name] is func:
                    setattr(part, name, made)
