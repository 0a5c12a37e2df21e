"""Events as files: Chrome's trace format, and stacks for flame graphs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

__all__ = ["write", "write_stacks"]


def _entry(event: Any) -> dict[str, Any]:
    """One event in the trace."""
    arguments: dict[str, Any] = {"bytes": event.bytes}
    if event.input_shapes:
        arguments["Input Dims"] = event.input_shapes
    if event.stack:
        arguments["Source"] = event.stack
    if event.sequence_nr > 0:
        arguments["Sequence number"] = event.sequence_nr
    if event.failed:
        arguments["failed"] = True
    entry = {
        "name": event.name,
        "cat": "user_annotation" if event.kind == "scope" else f"cpu_{event.kind}",
        "pid": os.getpid(),
        "tid": event.thread,
        "ts": event.time_range.start,
        "args": arguments,
    }
    if event.kind == "memory":
        return {**entry, "ph": "i", "s": "t"}
    return {**entry, "ph": "X", "dur": event.cpu_time_total}


def write(path: str, events: Iterable[Any]) -> None:
    """The events as a Chrome trace in the file `path`."""
    entries = [_entry(event) for event in events]
    import gzip
    import json

    text = json.dumps({"schemaVersion": 1, "traceEvents": entries})
    if str(path).endswith(".gz"):
        with gzip.open(path, "wt") as file:
            file.write(text)
    else:
        with open(path, "w") as file:
            file.write(text)


def write_stacks(path: str, events: Iterable[Any], metric: str) -> None:
    """The µs spent in each stack, which ends in the event's name."""
    metrics = ("self_cpu_time_total", "cpu_time_total")
    if metric not in metrics:
        raise ValueError(f"export_stacks: expected metric in {metrics}, got {metric!r}")
    times: Counter[str] = Counter()
    for event in events:
        if event.stack:
            time = int(getattr(event, metric))
            times[";".join([*reversed(event.stack), event.name])] += time
    with open(path, "w") as file:
        for stack, time in times.items():
            if time > 0:
                file.write(f"{stack.replace(' ', '_')} {time}\n")
