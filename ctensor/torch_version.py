"""A version that is a string and compares as a version: `torch.torch_version`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ctensor.version import __version__ as _version

__all__ = ["TorchVersion"]

# What comes before a release of the same numbers, and in which order.
_EARLIER = {"dev": -4, "a": -3, "b": -2, "rc": -1}


def _parsed(version: str) -> tuple[tuple[int, ...], int, int] | None:
    """The numbers, without zeros at the end, and what is before or after them."""
    found = re.fullmatch(
        r"v?(\d+(?:\.\d+)*)(?:[._-]?(dev|a|b|rc|post)(\d*))?(?:\+.*)?", version.strip()
    )
    if found is None:
        return None
    numbers = [int(n) for n in found[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    place = _EARLIER.get(found[2], 1) if found[2] else 0
    return tuple(numbers), place, int(found[3] or 0)


class TorchVersion(str):
    """A version as text, which compares as one with texts and with tuples of numbers.

    Texts that are no versions compare as texts.

    >>> v = TorchVersion("0.10.0")
    >>> v > "0.9", v >= (0, 10), v == "0.10", v < "0.10.0rc1"
    (True, True, True, False)
    """

    __slots__ = ()

    def _both(self, other: Any) -> tuple[Any, Any]:
        if isinstance(other, Iterable) and not isinstance(other, str):
            other = ".".join(str(part) for part in other)
        left, right = _parsed(str(self)), _parsed(str(other))
        if left is None or right is None:
            return str(self), str(other)
        return left, right

    def __lt__(self, other: Any) -> bool:
        left, right = self._both(other)
        return bool(left < right)

    def __le__(self, other: Any) -> bool:
        left, right = self._both(other)
        return bool(left <= right)

    def __gt__(self, other: Any) -> bool:
        left, right = self._both(other)
        return bool(left > right)

    def __ge__(self, other: Any) -> bool:
        left, right = self._both(other)
        return bool(left >= right)

    def __eq__(self, other: Any) -> bool:
        left, right = self._both(other)
        return bool(left == right)

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)


__version__ = TorchVersion(_version)
