"""Where the time and the memory go: PyTorch's `torch.profiler`.

    with ctensor.profiler.profile(with_stack=True) as prof:
        train_step()
    print(prof.key_averages(group_by_stack_n=1).table(sort_by="self_cpu_time_total"))

Every row of the op table, every copy, fill and step of backward is one event; what runs
in backward is put down to the line of the forward pass that made it.
"""

from __future__ import annotations

from ctensor.profiler.events import EventList, FunctionEvent, FunctionEventAvg
from ctensor.profiler.profile import (
    ProfilerAction,
    ProfilerActivity,
    profile,
    record_function,
    schedule,
    supported_activities,
    tensorboard_trace_handler,
)

__all__ = [
    "EventList",
    "FunctionEvent",
    "FunctionEventAvg",
    "ProfilerAction",
    "ProfilerActivity",
    "profile",
    "record_function",
    "schedule",
    "supported_activities",
    "tensorboard_trace_handler",
]
