"""What a profiler has recorded: events, and their sums by name, shapes and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ctensor.profiler import table, trace

__all__ = ["EventList", "FunctionEvent", "FunctionEventAvg", "Record", "Times"]

Place = tuple[str, int, str]  # file, line, function
OWN_TIME = "self_cpu_time_total"


class Record(NamedTuple):
    """One thing that happened, as the C side tells it; times in ns."""

    name: str
    kind: str
    begin: int
    end: int
    seq: int  # of the graph node that it made, or that ran; 0: none
    bytes: int
    memory: int
    parent: int
    failed: bool
    composite: bool
    shapes: list[list[int]]
    places: tuple[Place, ...]


class Times(NamedTuple):
    """Begin and end of an event, in µs since the profiler began."""

    start: float
    end: float

    def elapsed_us(self) -> float:
        """The time between them."""
        return self.end - self.start


class _Sums:
    """Times in µs and memory in bytes, of one event or of several with one key."""

    key: str
    count: int
    cpu_time_total: float
    self_cpu_time_total: float
    cpu_memory_usage: int
    self_cpu_memory_usage: int
    input_shapes: list[list[int]]
    stack: list[str]

    @property
    def cpu_time(self) -> float:
        """The mean time of one call, in µs."""
        return self.cpu_time_total / self.count if self.count else 0.0

    @property
    def cpu_time_str(self) -> str:
        """`cpu_time` with its unit."""
        return table.time_text(self.cpu_time)

    @property
    def cpu_time_total_str(self) -> str:
        """`cpu_time_total` with its unit."""
        return table.time_text(self.cpu_time_total)

    @property
    def self_cpu_time_total_str(self) -> str:
        """`self_cpu_time_total` with its unit."""
        return table.time_text(self.self_cpu_time_total)


class FunctionEvent(_Sums):
    """One event: a row of the op table, a copy, a step of backward or a named scope.

    `kind` says which: "call", "copy", "fill", "node", "grad", "backward", "scope",
    "memory" or "read" (of values by the host); `composite` is true of a row that only
    runs others, its `cpu_children`.
    """

    count = 1
    is_async = False

    def __init__(
        self, record: Record, id: int, thread: int, times: Times, outer: Any
    ) -> None:
        """`outer`: the event that it is part of, or None."""
        self.id = id
        self.key = self.name = record.name
        self.kind = record.kind
        self.thread = thread
        self.time_range = times
        self.cpu_time_total = self.self_cpu_time_total = times.elapsed_us()
        self.cpu_memory_usage = self.self_cpu_memory_usage = record.memory
        self.sequence_nr = record.seq or -1
        self.bytes = record.bytes
        self.failed = record.failed
        self.composite = record.composite
        self.input_shapes = record.shapes
        self.stack = []
        self.cpu_parent: FunctionEvent | None = outer
        self.cpu_children: list[FunctionEvent] = []

    @property
    def is_user_annotation(self) -> bool:
        """Whether it is a scope of `record_function`."""
        return self.kind == "scope"

    def __repr__(self) -> str:
        return (
            f"<FunctionEvent name={self.name} thread={self.thread} "
            f"cpu_time={self.cpu_time_total_str} input_shapes={self.input_shapes}>"
        )


class FunctionEventAvg(_Sums):
    """The events of one key, summed."""

    def __init__(self, first: FunctionEvent, stack: list[str]) -> None:
        """No event yet; those to come have the name of `first`."""
        self.key = first.key
        self.kind = first.kind
        self.input_shapes = first.input_shapes
        self.stack = stack
        self.count = self.cpu_memory_usage = self.self_cpu_memory_usage = 0
        self.cpu_time_total = self.self_cpu_time_total = 0.0

    def add(self, event: FunctionEvent) -> None:
        """One more."""
        self.count += 1
        self.self_cpu_time_total += event.self_cpu_time_total
        self.self_cpu_memory_usage += event.self_cpu_memory_usage
        if not _within_its_key(event):
            self.cpu_time_total += event.cpu_time_total
            self.cpu_memory_usage += event.cpu_memory_usage

    def __repr__(self) -> str:
        return (
            f"<FunctionEventAvg key={self.key} self_cpu_time="
            f"{self.self_cpu_time_total_str} cpu_time={self.cpu_time_str} "
            f"input_shapes={self.input_shapes}>"
        )


def _within_its_key(event: FunctionEvent) -> bool:
    """Whether its time is counted already, in an outer event of the same name."""
    outer = event.cpu_parent
    while outer is not None and outer.key != event.key:
        outer = outer.cpu_parent
    return outer is not None


class EventList(list[Any]):
    """Events in order of their begin, or sums of them."""

    def __init__(self, events: Iterable[Any] = (), wall: float = 0.0) -> None:
        """`wall`: µs from the begin of the profile to its end."""
        super().__init__(events)
        self.wall = wall

    @property
    def self_cpu_time_total(self) -> float:
        """The time of all events, in µs, each moment counted once."""
        total: float = sum(event.self_cpu_time_total for event in self)
        return total

    def key_averages(
        self, group_by_input_shape: bool = False, group_by_stack_n: int = 0
    ) -> EventList:
        """The sums of events with one name.

        Args:
            group_by_input_shape: and one list of shapes.
            group_by_stack_n: and the same innermost lines, so many of them.
        """
        groups: dict[Any, FunctionEventAvg] = {}
        for event in self:
            if event.kind == "memory":  # it is in the sums of what took it
                continue
            stack = event.stack[:group_by_stack_n]
            shapes = str(event.input_shapes) if group_by_input_shape else ""
            key = event.key, event.kind == "scope", shapes, *stack
            if key not in groups:
                groups[key] = FunctionEventAvg(event, stack)
                if not group_by_input_shape:
                    groups[key].input_shapes = []
            groups[key].add(event)
        return EventList(groups.values(), self.wall)

    def total_average(self) -> FunctionEventAvg:
        """The sum of all events, under the name "Total"."""
        if not self:
            raise ValueError("total_average: expected events, got none")
        total = FunctionEventAvg(self[0], [])
        total.key = "Total"
        for event in self:
            total.add(event)
        return total

    def table(
        self,
        sort_by: str | None = None,
        row_limit: int = 100,
        max_src_column_width: int = 75,
        max_name_column_width: int = 55,
        max_shapes_column_width: int = 80,
        header: str | None = None,
        top_level_events_only: bool = False,
    ) -> str:
        """The events as text.

        Args:
            sort_by: "cpu_time", "cpu_time_total", "self_cpu_time_total",
                "cpu_memory_usage", "self_cpu_memory_usage" or "count", largest first.
            row_limit: at most so many rows; -1 for all.
            max_src_column_width: of a source line.
            max_name_column_width: of a name.
            max_shapes_column_width: of shapes.
            header: a line above it.
            top_level_events_only: leave out what is part of another event.

        Raises:
            ValueError: another `sort_by`.
        """
        rows = [
            event
            for event in self
            if not (top_level_events_only and getattr(event, "cpu_parent", None))
        ]
        widths = max_name_column_width, max_src_column_width, max_shapes_column_width
        return table.text(rows, self, sort_by, row_limit, widths, header)

    def export_chrome_trace(self, path: str) -> None:
        """Write the events for chrome://tracing or ui.perfetto.dev, as JSON.

        A path that ends in ".gz" is compressed.
        """
        trace.write(path, self)

    def export_stacks(self, path: str, metric: str = OWN_TIME) -> None:
        """Write "outer;...;inner number" lines, as flame graphs are made of.

        `metric`: "self_cpu_time_total" or "cpu_time_total", in µs.
        """
        trace.write_stacks(path, self, metric)

    def __str__(self) -> str:
        return self.table()


def from_threads(
    threads: Iterable[tuple[int, int, int, list[tuple[Any, ...]]]], began: int
) -> Iterator[FunctionEvent]:
    """The events of all threads of a recording, those of each in order."""
    records = [(thread, list(map(Record._make, raw))) for thread, _, _, raw in threads]
    forward: dict[int, tuple[Place, ...]] = {}
    for _, of_thread in records:
        for record in of_thread:
            if record.seq and record.kind == "call" and record.places:
                forward[record.seq] = record.places
    for thread, of_thread in records:
        yield from _of_thread(thread, of_thread, began, forward)


def _of_thread(
    thread: int, records: list[Record], began: int, forward: dict[int, Any]
) -> list[FunctionEvent]:
    made: list[FunctionEvent] = []
    for i, r in enumerate(records):
        outer = made[r.parent] if r.parent >= 0 else None
        times = Times((r.begin - began) / 1000, (r.end - began) / 1000)
        event = FunctionEvent(r, i, thread, times, outer)
        places = forward.get(r.seq, r.places) if r.kind == "node" else r.places
        event.stack = [f"{file}({line}): {name}" for file, line, name in places]
        if outer is not None:
            event.stack = event.stack or outer.stack
            outer.cpu_children.append(event)
            outer.self_cpu_time_total -= event.cpu_time_total
        made.append(event)
    for event in reversed(made):  # parts come behind the whole
        if event.cpu_parent is not None:
            event.cpu_parent.cpu_memory_usage += event.cpu_memory_usage
    return made
