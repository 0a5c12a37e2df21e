"""The pickle of a file, read by an interpreter that executes nothing of it.

Python's unpickler calls whatever a file names, and allocates what it asks for. This one
knows the opcodes that pickle writes, looks names up in `_names.py` alone, calls only
what it finds there, and allocates no more than the file is long.
"""

from __future__ import annotations

import io
import pickle
import struct
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from typing import IO, Any

import ctensor as ct
from ctensor.serialization._archive import Reader, is_archive
from ctensor.serialization._names import (
    FACTORIES,
    Rebuilding,
    attributes,
    known_global,
)
from ctensor.serialization._storages import Storages
from ctensor.serialization.common import (
    MapLocation,
    UnpicklingError,
    damaged,
    user_global,
)

__all__ = ["read_archive"]


class Mark:
    """Where a run of items on the stack begins."""


MARK = Mark()
Step = Callable[["Machine"], None]
STEPS: dict[int, Step] = {}


def opcode(*codes: bytes) -> Callable[[Step], Step]:
    """Registers the step for opcodes."""

    def register(step: Step) -> Step:
        STEPS.update({code[0]: step for code in codes})
        return step

    return register


class Machine:
    """A stack, a memo, and the place in the text."""

    def __init__(self, text: bytes, storages: Storages) -> None:
        self.text = text
        self.at = 0
        self.storages = storages
        self.rebuilding = Rebuilding(storages)
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> Any:
        """Runs to the STOP opcode; its result."""
        while (code := self.take(1)[0]) != pickle.STOP[0]:
            step = STEPS.get(code)
            if step is None:
                raise UnpicklingError(f"load: unexpected opcode {bytes([code])!r}")
            step(self)
        return self.pop()

    def take(self, n: int) -> bytes:
        """The next n bytes."""
        part = self.text[self.at : self.at + n]
        if n < 0 or len(part) != n:
            raise damaged("the pickle ends early")
        self.at += n
        return part

    def number(self, form: str) -> Any:
        """The next bytes as a number of struct's form."""
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def line(self) -> str:
        """Text to the next end of line."""
        end = self.text.find(b"\n", self.at)
        line = self.take(end - self.at if end >= 0 else len(self.text))
        self.at += 1
        return line.decode()

    def push(self, value: Any) -> None:
        """Puts a value on the stack."""
        self.stack.append(value)

    def pop(self) -> Any:
        """Takes the last value."""
        if not self.stack or self.stack[-1] is MARK:
            raise damaged("the stack is empty")
        return self.stack.pop()

    def top(self, *types: type) -> Any:
        """The last value, which must be of one of the types."""
        value = self.pop()
        if types and not isinstance(value, types):
            raise UnpicklingError(f"load: unexpected {type(value).__name__}")
        self.stack.append(value)
        return value

    def items(self) -> list[Any]:
        """What lies above the last mark, taken with it."""
        for i in range(len(self.stack) - 1, -1, -1):
            if self.stack[i] is MARK:
                items = self.stack[i + 1 :]
                del self.stack[i:]
                return items
        raise damaged("a mark is missing")

    def find(self, module: str, name: str) -> Any:
        """What a name means; the error says the name."""
        found = known_global(module, name, self.rebuilding)
        if found is None:
            found = user_global(module, name)
        if found is None:
            raise UnpicklingError(
                f"load: the file names {module}.{name}, which is not one of the types "
                "that tensors and containers need. If you trust it, declare it with "
                "ctensor.serialization.add_safe_globals, or read the whole file with "
                "weights_only=False, which executes what it says"
            )
        return found

    def call(self, function: Any, arguments: Any) -> Any:
        """Calls what `find` gave, with a tuple."""
        if not isinstance(arguments, tuple):
            raise UnpicklingError("load: expected a tuple of arguments")
        if not callable(function) or function in FACTORIES.values():
            raise UnpicklingError(f"load: {function!r} cannot be called")
        if function in (bytes, bytearray) and not all(
            isinstance(a, bytes) for a in arguments
        ):  # a number would be a size
            raise UnpicklingError(f"load: expected bytes for {function.__name__}")
        try:
            return function(*arguments)
        except (UnpicklingError, MemoryError):
            raise
        except Exception as error:
            raise UnpicklingError(f"load: {error}") from error


# ---- constants ---------------------------------------------------------------

for _code, _value in {
    pickle.NONE: None,
    pickle.NEWTRUE: True,
    pickle.NEWFALSE: False,
    pickle.EMPTY_TUPLE: (),
}.items():
    STEPS[_code[0]] = lambda m, value=_value: m.push(value)  # type: ignore[misc]

for _code, _type in {
    pickle.EMPTY_DICT: dict,
    pickle.EMPTY_LIST: list,
    pickle.EMPTY_SET: set,
}.items():
    STEPS[_code[0]] = lambda m, type=_type: m.push(type())  # type: ignore[misc]

for _code, _form in {
    pickle.BININT: "<i",
    pickle.BININT1: "<B",
    pickle.BININT2: "<H",
    pickle.BINFLOAT: ">d",
}.items():
    STEPS[_code[0]] = lambda m, form=_form: m.push(m.number(form))  # type: ignore[misc]

for _code, _form in {
    pickle.SHORT_BINBYTES: "<B",
    pickle.BINBYTES: "<I",
    pickle.BINBYTES8: "<Q",
}.items():
    STEPS[_code[0]] = lambda m, form=_form: m.push(  # type: ignore[misc]
        m.take(m.number(form))
    )

for _code, _form in {
    pickle.SHORT_BINUNICODE: "<B",
    pickle.BINUNICODE: "<I",
    pickle.BINUNICODE8: "<Q",
}.items():
    STEPS[_code[0]] = lambda m, form=_form: m.push(  # type: ignore[misc]
        m.take(m.number(form)).decode("utf-8", "surrogatepass")
    )

for _code, _form in {pickle.LONG1: "<B", pickle.LONG4: "<i"}.items():
    STEPS[_code[0]] = lambda m, form=_form: m.push(  # type: ignore[misc]
        int.from_bytes(m.take(m.number(form)), "little", signed=True)
    )


@opcode(pickle.BYTEARRAY8)
def _bytearray(m: Machine) -> None:
    m.push(bytearray(m.take(m.number("<Q"))))


# ---- the stack and the memo --------------------------------------------------


@opcode(pickle.PROTO)
def _protocol(m: Machine) -> None:
    version = m.take(1)[0]
    if version > pickle.HIGHEST_PROTOCOL:
        raise UnpicklingError(f"load: unexpected pickle protocol {version}")


@opcode(pickle.FRAME)
def _frame(m: Machine) -> None:
    m.take(8)


@opcode(pickle.MARK)
def _mark(m: Machine) -> None:
    m.push(MARK)


@opcode(pickle.POP)
def _pop(m: Machine) -> None:
    if m.stack and m.stack[-1] is MARK:
        m.stack.pop()
    else:
        m.pop()


@opcode(pickle.POP_MARK)
def _pop_mark(m: Machine) -> None:
    m.items()


@opcode(pickle.DUP)
def _dup(m: Machine) -> None:
    m.push(m.top())


@opcode(pickle.BINPUT)
def _put(m: Machine) -> None:
    m.memo[m.take(1)[0]] = m.top()


@opcode(pickle.LONG_BINPUT)
def _put_long(m: Machine) -> None:
    m.memo[m.number("<I")] = m.top()


@opcode(pickle.MEMOIZE)
def _memoize(m: Machine) -> None:
    m.memo[len(m.memo)] = m.top()


def _get(m: Machine, index: int) -> None:
    if index not in m.memo:
        raise damaged(f"nothing is kept as {index}")
    m.push(m.memo[index])


@opcode(pickle.BINGET)
def _get_short(m: Machine) -> None:
    _get(m, m.take(1)[0])


@opcode(pickle.LONG_BINGET)
def _get_long(m: Machine) -> None:
    _get(m, m.number("<I"))


# ---- containers --------------------------------------------------------------


@opcode(pickle.TUPLE)
def _tuple(m: Machine) -> None:
    m.push(tuple(m.items()))


for _code, _n in {pickle.TUPLE1: 1, pickle.TUPLE2: 2, pickle.TUPLE3: 3}.items():
    STEPS[_code[0]] = lambda m, n=_n: m.push(  # type: ignore[misc]
        tuple(m.pop() for _ in range(n))[::-1]
    )


@opcode(pickle.FROZENSET)
def _frozenset(m: Machine) -> None:
    m.push(frozenset(m.items()))


@opcode(pickle.APPEND)
def _append(m: Machine) -> None:
    item = m.pop()
    m.top(list).append(item)


@opcode(pickle.APPENDS)
def _appends(m: Machine) -> None:
    items = m.items()
    m.top(list).extend(items)


@opcode(pickle.ADDITEMS)
def _add_items(m: Machine) -> None:
    items = m.items()
    m.top(set).update(items)


def _set_pairs(m: Machine, items: list[Any]) -> None:
    if len(items) % 2:
        raise damaged("a key has no value")
    m.top(dict).update(zip(items[::2], items[1::2], strict=True))


@opcode(pickle.SETITEM)
def _set_item(m: Machine) -> None:
    value = m.pop()
    _set_pairs(m, [m.pop(), value])


@opcode(pickle.SETITEMS)
def _set_items(m: Machine) -> None:
    _set_pairs(m, m.items())


# ---- names, calls and storages -----------------------------------------------


@opcode(pickle.GLOBAL)
def _global(m: Machine) -> None:
    module = m.line()
    m.push(m.find(module, m.line()))


@opcode(pickle.STACK_GLOBAL)
def _stack_global(m: Machine) -> None:
    name, module = m.pop(), m.pop()
    if not isinstance(module, str) or not isinstance(name, str):
        raise damaged("a name is no text")
    m.push(m.find(module, name))


@opcode(pickle.REDUCE)
def _reduce(m: Machine) -> None:
    arguments = m.pop()
    m.push(m.call(m.pop(), arguments))


@opcode(pickle.NEWOBJ)
def _new_object(m: Machine) -> None:
    arguments, cls = m.pop(), m.pop()
    if not isinstance(cls, type):
        raise UnpicklingError(f"load: {cls!r} is no class")
    if cls in (OrderedDict, Counter, defaultdict, set, frozenset, dict):
        m.push(m.call(cls, arguments))
    else:
        m.push(m.call(cls.__new__, (cls, *arguments)))


@opcode(pickle.BUILD)
def _build(m: Machine) -> None:
    state = m.pop()
    target = m.top()
    if user_global(type(target).__module__, type(target).__qualname__) is None:
        if not isinstance(target, OrderedDict):
            raise UnpicklingError(
                f"load: unexpected state of a {type(target).__name__}"
            )
        target.__dict__.update(attributes(state))
    elif hasattr(target, "__setstate__"):
        m.call(target.__setstate__, (state,))
    else:
        for part in state if isinstance(state, tuple) else (state,):
            for name, value in (part or {}).items():
                setattr(target, sys.intern(name), value)


@opcode(pickle.BINPERSID)
def _persistent(m: Machine) -> None:
    m.push(storage_of(m.storages, m.pop()))


def storage_of(storages: Storages, key: Any) -> tuple[Any, Any]:
    """("storage", type, key, location, numel) of a file as a storage and a dtype."""
    types = (str, ct.dtype, str, str, int)
    fits = isinstance(key, tuple) and len(key) == 5 and key[0] == "storage"
    if not fits or not all(map(isinstance, key, types)) or key[4] < 0:
        raise damaged("unexpected storage")
    _, dtype, name, location, numel = key
    return storages.storage(name, dtype, location, numel), dtype


def unpickle(text: bytes, storages: Storages) -> Any:
    """The object that a pickle describes."""
    try:
        return Machine(text, storages).run()
    except (ArithmeticError, LookupError, TypeError, ValueError, struct.error) as error:
        if storages.error is error:  # of the user's map_location
            raise
        raise damaged(str(error)) from None


class _Unsafe(pickle.Unpickler):
    """Python's unpickler, which knows PyTorch's names as ours."""

    storages: Storages

    def find_class(self, module: str, name: str) -> Any:
        found = known_global(module, name, Rebuilding(self.storages))
        if found is not None:
            return found
        if module.partition(".")[0] == "torch":
            module = "ctensor" + module.removeprefix("torch")
        return super().find_class(module, name)

    def persistent_load(self, key: Any) -> Any:
        return storage_of(self.storages, key)


def unpickle_unsafe(text: bytes, storages: Storages) -> Any:
    """The object that a pickle describes; executes whatever the file says."""
    reader = _Unsafe(io.BytesIO(text))
    reader.storages = storages
    return reader.load()


def read_archive(
    file: IO[bytes], map_location: MapLocation, weights_only: bool, mapped: bool
) -> Any:
    """The object in an archive."""
    if not is_archive(file):
        raise UnpicklingError(
            "load: expected a zip archive as torch.save has written it since "
            "version 1.6; load older files with PyTorch and save them again"
        )
    reader = Reader(file, mapped)
    storages = Storages(reader, map_location)
    read = unpickle if weights_only else unpickle_unsafe
    with ct.no_grad():
        return read(reader.bytes_of("data.pkl"), storages)
