"""Calls of the rows that are no formulas, each with the NumPy function it must match.

    "cumsum": [Sample([real(3, 4), 1], lambda x, dim: np.cumsum(x, dim))],

`real`, `whole` and `flags` make arrays. The test gives floating ones the dtype under
test and makes tensors of them; the reference gets the same values as arrays of higher
precision. A row takes as many samples as it has ways to be called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C

_random = np.random.default_rng(20240229)


def real(*shape: int, low: float = -2, high: float = 2) -> np.ndarray:
    """Floating values."""
    return _random.uniform(low, high, shape)


def whole(*shape: int, low: int = -9, high: int = 10) -> np.ndarray:
    """int64 values from low to high - 1."""
    return _random.integers(low, high, shape)


def flags(*shape: int) -> np.ndarray:
    """Bools."""
    return _random.integers(0, 2, shape).astype(bool)


def _flat(values: list[Any]) -> list[Any]:
    """The values, those in lists and tuples one by one."""
    found = []
    for value in values:
        found += _flat(value) if isinstance(value, (list, tuple)) else [value]
    return found


class Sample:
    """One way to call a row: arguments, keywords, and the reference for the result.

    `tolerance` is in eps of the dtype, relative to the largest value. A sample that is
    not `differentiable` stays out of the gradient tests; of one
    without `values` only the result's shape is compared. The arguments at the places
    `constant` have no gradient. `scattered` is False where strided input is an error.
    An argument that is a function is called with the dtype.
    """

    def __init__(
        self,
        arguments: list[Any],
        reference: Callable[..., Any],
        *,
        keywords: dict[str, Any] | None = None,
        tolerance: float = 32,
        differentiable: bool = True,
        values: bool = True,
        constant: tuple[int, ...] = (),
        scattered: bool = True,
    ) -> None:
        self.given = arguments
        self.keywords = keywords or {}
        self.reference = reference
        self.tolerance = tolerance
        self.differentiable = differentiable
        self.values = values
        self.constant = constant
        self.scattered = scattered

    def arguments(
        self, dtype: ct.dtype, change: Callable[[ct.Tensor], ct.Tensor] = lambda t: t
    ) -> tuple[list[Any], dict[str, Any]]:
        """Fresh arguments and keywords, arrays as tensors, each changed by `change`."""

        def convert(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(convert, value))
            if callable(value):
                return value(dtype)
            if not isinstance(value, np.ndarray):
                return value
            kinds = {"f": dtype, "c": dtype.to_complex()}
            tensor = ct.tensor(value)
            return change(tensor.to(kinds.get(value.dtype.kind, tensor.dtype)))

        keywords = {name: convert(value) for name, value in self.keywords.items()}
        return [convert(value) for value in self.given], keywords

    def expected(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """The reference's result for these arguments."""

        def widen(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(widen, value))
            if not isinstance(value, ct.Tensor):
                return value
            wider = {"f": np.float64, "c": np.complex128}
            array = value.numpy().copy()
            return array.astype(wider.get(array.dtype.kind, array.dtype))

        named = {name: widen(value) for name, value in keywords.items()}
        with np.errstate(all="ignore"):
            return self.reference(*map(widen, arguments), **named)

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
        arrays = [value for value in _flat(self.given) if isinstance(value, np.ndarray)]
        return self.differentiable and any(a.dtype.kind in "fc" for a in arrays)

    def variables(self, arguments: list[Any]) -> list[ct.Tensor]:
        """The tensors among the arguments, those in lists too, but for constants."""
        given = [a for i, a in enumerate(arguments) if i not in self.constant]
        return [value for value in _flat(given) if isinstance(value, ct.Tensor)]

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


SAMPLES: dict[str, list[Sample]] = {}
