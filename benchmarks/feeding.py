"""The programs behind the data benchmarks, the same text for all libraries."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any


def index_batches(
    rows: Any, labels: Any, order: Any, size: int
) -> Iterator[tuple[Any, Any]]:
    """Batches of `size` rows and labels in the given order, by plain indexing."""
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        yield rows[chosen], labels[chosen]


def run_through(batches: Iterable[Any]) -> None:
    """Takes every batch and drops it."""
    deque(batches, maxlen=0)
