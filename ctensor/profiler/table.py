"""Events as a table of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["bytes_text", "text", "time_text"]

SORTS = (
    "cpu_time",
    "cpu_time_total",
    "self_cpu_time_total",
    "cpu_memory_usage",
    "self_cpu_memory_usage",
    "count",
)


def time_text(us: float) -> str:
    """A time in µs with its unit: "12.000us", "1.500ms", "2.000s"."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if us >= size:
            return f"{us / size:.3f}{unit}"
    return f"{us:.3f}us"


def bytes_text(n: int) -> str:
    """A number of bytes with its unit: "12 b", "1.50 Kb"."""
    for unit, size in (("Gb", 1 << 30), ("Mb", 1 << 20), ("Kb", 1 << 10)):
        if abs(n) >= size:
            return f"{n / size:.2f} {unit}"
    return f"{n} b"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."


def _cut_left(text: str, width: int) -> str:
    return text if len(text) <= width else "..." + text[3 - width :]


def _columns(
    rows: Sequence[Any], total: float, widths: tuple[int, int, int]
) -> list[tuple[str, Callable[[Any], str]]]:
    """Heads, and what stands below them."""

    def percent(us: float) -> str:
        return f"{100 * us / total:.2f}%" if total else "0.00%"

    columns: list[tuple[str, Callable[[Any], str]]] = [
        ("Name", lambda e: _cut(e.key, widths[0])),
        ("Self CPU %", lambda e: percent(e.self_cpu_time_total)),
        ("Self CPU", lambda e: time_text(e.self_cpu_time_total)),
        ("CPU total %", lambda e: percent(e.cpu_time_total)),
        ("CPU total", lambda e: time_text(e.cpu_time_total)),
        ("CPU time avg", lambda e: time_text(e.cpu_time)),
    ]
    if any(e.cpu_memory_usage or e.self_cpu_memory_usage for e in rows):
        columns += [
            ("CPU Mem", lambda e: bytes_text(e.cpu_memory_usage)),
            ("Self CPU Mem", lambda e: bytes_text(e.self_cpu_memory_usage)),
        ]
    columns.append(("# of Calls", lambda e: str(e.count)))
    if any(e.input_shapes for e in rows):
        columns.append(("Input Shapes", lambda e: _cut(str(e.input_shapes), widths[2])))
    if any(e.stack for e in rows):
        columns.append(
            ("Source Location", lambda e: _cut_left("".join(e.stack[:1]), widths[1]))
        )
    return columns


def text(
    rows: list[Any],
    events: Any,
    sort_by: str | None,
    row_limit: int,
    widths: tuple[int, int, int],
    header: str | None,
) -> str:
    """The table of `rows`, with percents of the time of all `events`."""
    if sort_by is not None:
        if sort_by not in SORTS:
            raise ValueError(f"table: expected sort_by in {SORTS}, got {sort_by!r}")
        rows = sorted(rows, key=lambda e: getattr(e, sort_by), reverse=True)
    total = events.self_cpu_time_total
    columns = _columns(rows, total, widths)
    shown = rows if row_limit < 0 else rows[:row_limit]
    cells = [[head for head, _ in columns]]
    cells += [[cell(event) for _, cell in columns] for event in shown]
    sizes = [max(map(len, column)) for column in zip(*cells, strict=True)]
    sides = [str.rjust if 0 < i < 6 else str.ljust for i in range(len(columns))]
    lines = [
        "  ".join(
            side(cell, size)
            for side, cell, size in zip(sides, line, sizes, strict=True)
        ).rstrip()
        for line in cells
    ]
    rule = "  ".join("-" * size for size in sizes)
    top = [header] if header else []
    end = f"Self CPU time total: {time_text(total)}"
    if events.wall:
        end += f" of {time_text(events.wall)}"
    return "\n".join([*top, rule, lines[0], rule, *lines[1:], rule, end, ""])
