"""Dicts whose keys are tensors, by identity and without keeping them.

Tensors compare by element, so that a plain WeakKeyDictionary cannot find them.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from ctensor._package import adopt as _adopt

__all__ = [
    "TensorWeakRef",
    "WeakIdKeyDictionary",
    "WeakIdRef",
    "WeakTensorKeyDictionary",
]


class WeakIdRef(weakref.ref):  # type: ignore[type-arg]
    """A weak reference that compares, and hashes, by the identity of its object."""

    __slots__ = ("_id",)

    def __init__(self, key: Any, callback: Any = None) -> None:
        super().__init__(key, callback)  # type: ignore[call-arg]
        self._id = id(key)

    def __hash__(self) -> int:
        return self._id

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WeakIdRef):
            return NotImplemented
        a, b = self(), other()
        return self is other if a is None or b is None else a is b

    def __ne__(self, other: object) -> bool:
        return not self == other


class WeakIdKeyDictionary(MutableMapping[Any, Any]):
    """A dict that finds its keys by identity, and loses an entry with its key.

    >>> x, y = ct.ones(2), ct.ones(2)
    >>> names = WeakIdKeyDictionary({x: "x"})
    >>> x in names, y in names
    (True, False)
    >>> del x
    >>> len(names)
    0
    """

    def __init__(
        self, dict: Mapping[Any, Any] | None = None, ref_type: Any = WeakIdRef
    ) -> None:
        self.data: Any = {}
        self.ref_type = ref_type
        if dict is not None:
            self.update(dict)

    def _remove(self, ref: Any) -> None:
        self.data.pop(ref, None)

    def __getitem__(self, key: Any) -> Any:
        found = self.data.get(self.ref_type(key), self)
        if found is self:
            raise KeyError(key)
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        me = weakref.ref(self)

        def remove(ref: Any) -> None:
            own = me()
            if own is not None:
                own._remove(ref)

        self.data[self.ref_type(key, remove)] = value

    def __delitem__(self, key: Any) -> None:
        del self.data[self.ref_type(key)]

    def __iter__(self) -> Iterator[Any]:
        keys = [ref() for ref in list(self.data)]
        return iter([key for key in keys if key is not None])

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, key: object) -> bool:
        try:
            return self.ref_type(key) in self.data
        except TypeError:  # of what has no weak references
            return False

    def copy(self) -> WeakIdKeyDictionary:
        """Another one with the same entries."""
        return type(self)(self, self.ref_type)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"


WeakTensorKeyDictionary = WeakIdKeyDictionary


class TensorWeakRef:
    """A weak reference to a tensor: called, it gives the tensor, or None.

    >>> x = ct.ones(2)
    >>> ref = TensorWeakRef(x)
    >>> ref() is x
    True
    """

    def __init__(self, tensor: Any) -> None:
        import ctensor as ct

        if not isinstance(tensor, ct.Tensor):
            raise TypeError(
                f"TensorWeakRef: expected a Tensor, got {type(tensor).__name__}"
            )
        self.ref = weakref.ref(tensor)

    def __call__(self) -> Any:
        """The tensor, or None where it is no more."""
        return self.ref()


_adopt(__name__)
