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


class Sample:
    """One way to call a row: arguments, keywords, and the reference for the result.

    `tolerance` is in eps of the dtype, relative to the largest value. A sample that is
    not `differentiable` stays out of the gradient tests; of one
    without `values` only the result's shape is compared. The arguments at the places
    `constant` have no gradient.
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
    ) -> None:
        self.given = arguments
        self.keywords = keywords or {}
        self.reference = reference
        self.tolerance = tolerance
        self.differentiable = differentiable
        self.values = values
        self.constant = constant

    def arguments(
        self, dtype: ct.dtype, change: Callable[[ct.Tensor], ct.Tensor] = lambda t: t
    ) -> tuple[list[Any], dict[str, Any]]:
        """Fresh arguments and keywords, arrays as tensors, each changed by `change`."""

        def convert(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(convert, value))
            if not isinstance(value, np.ndarray):
                return value
            tensor = ct.tensor(value)
            return change(tensor.to(dtype) if tensor.is_floating_point() else tensor)

        keywords = {name: convert(value) for name, value in self.keywords.items()}
        return [convert(value) for value in self.given], keywords

    def expected(self, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """The reference's result for these arguments."""

        def widen(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(widen, value))
            if not isinstance(value, ct.Tensor):
                return value
            array = value.numpy().copy()
            return array.astype(np.float64) if value.is_floating_point() else array

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

    @staticmethod
    def tensors(arguments: list[Any]) -> list[ct.Tensor]:
        """All tensors among the arguments, those in lists included."""
        found = []
        for value in arguments:
            found += value if isinstance(value, (list, tuple)) else [value]
        return [value for value in found if isinstance(value, ct.Tensor)]

    @staticmethod
    def replaced(arguments: list[Any], old: list[Any], new: tuple[Any, ...]) -> list[Any]:
        """The arguments with each tensor of `old` replaced by its partner in `new`."""
        partner = {id(a): b for a, b in zip(old, new, strict=True)}

        def swap(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(map(swap, value))
            return partner.get(id(value), value)

        return [swap(value) for value in arguments]

    def function(self, row: dict[str, Any]) -> Callable[..., Any]:
        """The row as a function."""
        if "private" in row["forms"]:
            return getattr(_C, "_" + row["pyname"].lstrip("_"))
        if "function" in row["forms"]:
            return getattr(ct, row["pyname"])
        return self.method(row)

    def method(self, row: dict[str, Any]) -> Callable[..., Any]:
        """The row as a method of its parameter `input`, or of the first."""
        names = [parameter["name"] for parameter in row["parameters"]]
        own = names.index("input") if "input" in names else 0

        def call(*arguments: Any, **keywords: Any) -> Any:
            others = arguments[:own] + arguments[own + 1 :]
            return getattr(arguments[own], row["pyname"])(*others, **keywords)

        return call


SAMPLES: dict[str, list[Sample]] = {}
