"""Calls of the rows that are no formulas, each with the NumPy function it must match.

    "cumsum": [Sample([real(3, 4), 1], lambda x, dim: np.cumsum(x, dim))],

`real`, `imaginary`, `whole` and `flags` say which arrays are drawn. They are drawn for
the dtype under test, from a generator seeded by the row's name and the sample's number:
a new row leaves the data of the others as they are. The reference gets the same values
as arrays of higher precision. A row takes as many samples as it has ways to be called.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C


class Drawn:
    """An array to be drawn: of the dtype under test, or of one of its own.

    Integers lie within the same limits; unsigned ones are their absolute values.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        low: float,
        high: float,
        own: ct.dtype | None = None,
        *,
        as_complex: bool = False,
    ) -> None:
        self.shape, self.low, self.high = shape, low, high
        self.own, self.as_complex = own, as_complex

    def draw(self, rng: np.random.Generator, dtype: ct.dtype) -> ct.Tensor:
        """A tensor of fresh values."""
        dtype = self.own or (dtype.to_complex() if self.as_complex else dtype)
        if dtype == ct.bool:
            return ct.tensor(rng.integers(0, 2, self.shape)).to(dtype)
        if not (dtype.is_floating_point or dtype.is_complex):
            last = int(np.ceil(self.high))
            values = rng.integers(int(np.ceil(self.low)), last, self.shape)
            return ct.tensor(values if dtype.is_signed else np.abs(values)).to(dtype)
        values = rng.uniform(self.low, self.high, self.shape)
        if dtype.is_complex:
            values = values + 1j * rng.uniform(self.low, self.high, self.shape)
        return ct.tensor(values).to(dtype)


class Derived:
    """An array that is a function of a drawn one of the same sample."""

    def __init__(self, source: Drawn, function: Callable[..., np.ndarray]) -> None:
        self.source, self.function = source, function


def real(*shape: int, low: float = -2, high: float = 2) -> Drawn:
    """Values of the dtype under test."""
    return Drawn(shape, low, high)


def imaginary(*shape: int, low: float = -2, high: float = 2) -> Drawn:
    """Complex values of the precision under test."""
    return Drawn(shape, low, high, as_complex=True)


def whole(*shape: int, low: int = -9, high: int = 10) -> Drawn:
    """int64 values from low to high - 1."""
    return Drawn(shape, low, high, ct.int64)


def flags(*shape: int) -> Drawn:
    """Bools."""
    return Drawn(shape, 0, 2, ct.bool)


def _flat(values: list[Any]) -> list[Any]:
    """The values, those in lists and tuples one by one."""
    found = []
    for value in values:
        found += _flat(value) if isinstance(value, (list, tuple)) else [value]
    return found


def _varies(value: Any) -> bool:
    """Whether an argument is another one for another dtype."""
    if isinstance(value, Drawn):
        return value.own is None
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fc"
    return callable(value) or isinstance(value, Derived)


class Sample:
    """One way to call a row: arguments, keywords, and the reference for the result.

    `tolerance` is in eps of the dtype that is computed in, relative to the largest
    value; float16 and bfloat16 are computed in float32. To it comes, for these two,
    what rounding loses: of the result once, or `roundings` times where what is computed
    on the way is rounded too. A sample that is not `differentiable` stays out of the
    gradient tests; of one without `values` only the result's shape is compared. The
    arguments at the places `constant` have no gradient. `scattered` is False where
    strided input is an error. An argument that is a function is called with the dtype.
    """

    def __init__(
        self,
        arguments: list[Any],
        reference: Callable[..., Any],
        *,
        keywords: dict[str, Any] | None = None,
        tolerance: float = 32,
        roundings: int = 1,
        differentiable: bool = True,
        values: bool = True,
        constant: tuple[int, ...] = (),
        scattered: bool = True,
    ) -> None:
        self.given = arguments
        self.keywords = keywords or {}
        self.reference = reference
        self.tolerance = tolerance
        self.roundings = roundings
        self.differentiable = differentiable
        self.values = values
        self.constant = constant
        self.scattered = scattered
        self.seed = 0

    def arguments(
        self, dtype: ct.dtype, change: Callable[[ct.Tensor], ct.Tensor] = lambda t: t
    ) -> tuple[list[Any], dict[str, Any]]:
        """Fresh arguments and keywords, arrays as tensors, each changed by `change`."""
        rng = np.random.default_rng(self.seed)
        drawn: dict[Drawn, ct.Tensor] = {}

        def draw(array: Drawn) -> ct.Tensor:
            if array not in drawn:
                drawn[array] = array.draw(rng, dtype)
            return drawn[array]

        def convert(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(convert, value))
            if isinstance(value, Drawn):
                return change(draw(value).clone())
            if isinstance(value, Derived):
                source = draw(value.source).to(ct.float64).numpy()
                return change(ct.tensor(value.function(source)).to(dtype))
            if callable(value):
                return value(dtype)
            if not isinstance(value, np.ndarray):
                return value
            kinds = {"f": dtype, "c": dtype.to_complex()}
            tensor = ct.tensor(value)
            return change(tensor.to(kinds.get(value.dtype.kind, tensor.dtype)))

        keywords = {name: convert(value) for name, value in self.keywords.items()}
        arguments = [convert(value) for value in self.given]
        drawn.clear()  # convert is in a cycle with itself, and keeps nothing alive
        return arguments, keywords

    def expected(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """The reference's result for these arguments."""

        def widen(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(widen, value))
            if not isinstance(value, ct.Tensor):
                return value
            if value.is_floating_point():
                return value.to(ct.float64, copy=True).numpy()
            if value.is_complex():
                return value.to(ct.complex128, copy=True).numpy()
            return value.numpy().copy()

        named = {name: widen(value) for name, value in keywords.items()}
        with np.errstate(all="ignore"):
            return self.reference(*map(widen, arguments), **named)

    @property
    def varies(self) -> bool:
        """Whether its arguments are others for another dtype."""
        given = _flat([*self.given, *self.keywords.values()])
        return any(_varies(value) for value in given)

    @staticmethod
    def scatter(t: ct.Tensor) -> ct.Tensor:
        """The same values, every second place of a larger buffer, back to front."""
        if t.ndim == 0:
            return t
        steps = (slice(None, None, -2),) * t.ndim
        buffer = ct.zeros([2 * n for n in t.shape], dtype=t.dtype).numpy()
        view = ct.from_numpy(buffer[steps])
        view.copy_(t)
        return view

    @property
    def has_gradient(self) -> bool:
        """Whether some argument is inexact, so that gradients can be tested."""
        return self.differentiable and any(map(_varies, _flat(self.given)))

    def variables(self, arguments: list[Any]) -> list[ct.Tensor]:
        """The tensors among the arguments, those in lists too, but for constants."""
        given = [a for i, a in enumerate(arguments) if i not in self.constant]
        return self.tensors(given)

    @staticmethod
    def tensors(values: list[Any]) -> list[ct.Tensor]:
        """The tensors among some values, those in lists too."""
        return [value for value in _flat(values) if isinstance(value, ct.Tensor)]

    @staticmethod
    def replaced(
        arguments: list[Any], old: list[Any], new: tuple[Any, ...]
    ) -> list[Any]:
        """The arguments with each tensor of `old` replaced by its partner in `new`."""
        partner = {id(a): b for a, b in zip(old, new, strict=True)}

        def swap(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(swap, value))
            return partner.get(id(value), value)

        return [swap(value) for value in arguments]

    def function(self, row: dict[str, Any]) -> Callable[..., Any]:
        """The row as a function."""
        if row["outputs"] == 0:
            return self.changed(row)
        if "private" in row["forms"]:
            return getattr(_C, "_" + row["pyname"].lstrip("_"))
        if "function" in row["forms"]:
            return getattr(ct, row["pyname"])
        return self.method(row)

    @staticmethod
    def changed(row: dict[str, Any]) -> Callable[..., Any]:
        """A row without results as a function: it gives the first list, changed."""

        def call(*arguments: Any) -> tuple[ct.Tensor, ...]:
            assert getattr(_C, row["pyname"])(*arguments) is None
            return tuple(arguments[0])

        return call

    def method(self, row: dict[str, Any]) -> Callable[..., Any]:
        """The row as a method of its parameter `input`, or of the first."""
        names = [parameter["name"] for parameter in row["parameters"]]
        own = names.index("input") if "input" in names else 0

        def call(*arguments: Any, **keywords: Any) -> Any:
            others = arguments[:own] + arguments[own + 1 :]
            function = getattr(ct.Tensor, row["pyname"])
            return function(arguments[own], *others, **keywords)

        return call


class Samples(dict[str, list[Sample]]):
    """Samples by the name of their row, which seeds what they draw."""

    def __ior__(self, rows: dict[str, list[Sample]]) -> Samples:  # type: ignore[override]
        for name, samples in rows.items():
            for number, sample in enumerate(samples):
                sample.seed = zlib.crc32(f"{name} {number}".encode())
        self.update(rows)
        return self


SAMPLES = Samples()
