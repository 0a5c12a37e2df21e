"""profile and its schedule; scopes that the user names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import ContextDecorator
from enum import Enum
from types import TracebackType
from typing import Any

from ctensor import _C
from ctensor.profiler.events import OWN_TIME, EventList, from_threads

__all__ = [
    "ProfilerAction",
    "ProfilerActivity",
    "profile",
    "record_function",
    "schedule",
    "supported_activities",
    "tensorboard_trace_handler",
]


class ProfilerActivity(Enum):
    """What is watched. There is only the CPU as yet."""

    CPU = 0
    CUDA = 2


class ProfilerAction(Enum):
    """What a profiler does in a step."""

    NONE = 0
    WARMUP = 1  # records, and throws it away
    RECORD = 2
    RECORD_AND_SAVE = 3  # records, and calls on_trace_ready at the step's end


def supported_activities() -> set[ProfilerActivity]:
    """The activities that can be recorded."""
    return {ProfilerActivity.CPU}


def schedule(
    *, wait: int, warmup: int, active: int, repeat: int = 0, skip_first: int = 0
) -> Callable[[int], ProfilerAction]:
    """Cycles of `wait` idle steps, `warmup` steps that do not count, `active` ones.

    Args:
        wait: idle steps at the begin of a cycle.
        warmup: then steps that are recorded and thrown away.
        active: then steps that are recorded.
        repeat: so many cycles; 0: without end.
        skip_first: steps before the first cycle.

    Raises:
        ValueError: a negative number, or no active step.
    """
    if min(wait, warmup, repeat, skip_first) < 0 or active <= 0:
        raise ValueError(
            "schedule: expected wait, warmup, repeat, skip_first >= 0 and active > 0, "
            f"got {wait}, {warmup}, {repeat}, {skip_first} and {active}"
        )

    def action(step: int) -> ProfilerAction:
        cycle, at = divmod(step - skip_first, wait + warmup + active)
        if step < skip_first or (repeat and cycle >= repeat) or at < wait:
            return ProfilerAction.NONE
        if at < wait + warmup:
            return ProfilerAction.WARMUP
        last = at == wait + warmup + active - 1
        return ProfilerAction.RECORD_AND_SAVE if last else ProfilerAction.RECORD

    return action


def tensorboard_trace_handler(
    dir_name: str, worker_name: str | None = None, use_gzip: bool = False
) -> Callable[[profile], None]:
    """An `on_trace_ready` that writes each trace into the folder `dir_name`."""
    worker = worker_name or f"{os.uname().nodename}_{os.getpid()}"

    def write(prof: profile) -> None:
        os.makedirs(dir_name, exist_ok=True)
        name = f"{worker}.{time.time_ns()}.pt.trace.json" + (".gz" if use_gzip else "")
        prof.export_chrome_trace(os.path.join(dir_name, name))

    return write


class profile:  # noqa: N801
    """Context manager that records what ctensor does, on all threads.

    Args:
        activities: of ProfilerActivity; only CPU is there.
        schedule: from the number of a step (see `step`) to a ProfilerAction; by default
            all is recorded.
        on_trace_ready: called with the profiler when a cycle of the schedule, or the
            profile, ends.
        record_shapes: note the shapes of operands.
        profile_memory: note what is allocated and freed.
        with_stack: note the functions and lines that called.
        with_flops, with_modules, acc_events, experimental_config, use_cuda,
        execution_trace_observer: accepted for PyTorch's sake, without effect.

    Raises:
        ValueError: an activity that is none.
    """

    def __init__(
        self,
        *,
        activities: Iterable[ProfilerActivity] | None = None,
        schedule: Callable[[int], ProfilerAction] | None = None,
        on_trace_ready: Callable[[Any], Any] | None = None,
        record_shapes: bool = False,
        profile_memory: bool = False,
        with_stack: bool = False,
        with_flops: bool = False,
        with_modules: bool = False,
        experimental_config: object = None,
        execution_trace_observer: object = None,
        acc_events: bool = False,
        use_cuda: bool | None = None,
    ) -> None:
        for activity in activities or ():
            if not isinstance(activity, ProfilerActivity):
                raise ValueError(
                    f"profile: expected a ProfilerActivity, got {activity!r}"
                )
        self.step_num = 0
        self.on_trace_ready = on_trace_ready
        self._schedule = schedule
        self._what = bool(record_shapes), bool(profile_memory), bool(with_stack)
        self._recording: Any = None
        self._step: record_function | None = None
        self._events: EventList | None = None
        self.lost = 0  # events that there was no memory for

    @property
    def current_action(self) -> ProfilerAction:
        """What is done in this step."""
        if self._schedule is None:
            return ProfilerAction.RECORD
        return self._schedule(self.step_num)

    def __enter__(self) -> profile:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin; as `with` does."""
        self._begin()

    def stop(self) -> None:
        """End; as `with` does."""
        recorded = self.current_action in (
            ProfilerAction.RECORD,
            ProfilerAction.RECORD_AND_SAVE,
        )
        self._end(recorded)

    def step(self) -> None:
        """Say that a step of the training has ended and the next begins."""
        before = self.current_action
        self.step_num += 1
        after = self.current_action
        goes_on = before is after or (before, after) == (
            ProfilerAction.RECORD,
            ProfilerAction.RECORD_AND_SAVE,
        )
        if goes_on and before is not ProfilerAction.RECORD_AND_SAVE:
            self._end_step()
            self._begin_step()
            return
        self._end(before is ProfilerAction.RECORD_AND_SAVE)
        self._begin()

    def _begin(self) -> None:
        if self.current_action is not ProfilerAction.NONE:
            self._recording = _C._profiler_start(*self._what)
            self._begin_step()

    def _begin_step(self) -> None:
        if self._schedule is not None and self._recording is not None:
            self._step = record_function(f"ProfilerStep#{self.step_num}")
            self._step.__enter__()

    def _end_step(self) -> None:
        if self._step is not None:
            self._step.__exit__(None, None, None)
            self._step = None

    def _end(self, ready: bool) -> None:
        self._end_step()
        recording, self._recording = self._recording, None
        if recording is None:
            return
        began, ended, threads = _C._profiler_stop(recording)
        if ready:
            self.lost = sum(thread[1] for thread in threads)
            events = sorted(
                from_threads(threads, began), key=lambda e: e.time_range.start
            )
            self._events = EventList(events, (ended - began) / 1000)
            if self.on_trace_ready is not None:
                self.on_trace_ready(self)

    def events(self) -> EventList:
        """All events, in order of their begin.

        Raises:
            RuntimeError: nothing has been recorded to its end yet.
        """
        if self._events is None:
            raise RuntimeError("profile: expected a profile that has ended, got none")
        return self._events

    def key_averages(
        self, group_by_input_shape: bool = False, group_by_stack_n: int = 0
    ) -> EventList:
        """The events summed by name; see `EventList.key_averages`."""
        return self.events().key_averages(group_by_input_shape, group_by_stack_n)

    def export_chrome_trace(self, path: str) -> None:
        """Write a trace for chrome://tracing or ui.perfetto.dev."""
        self.events().export_chrome_trace(path)

    def export_stacks(self, path: str, metric: str = OWN_TIME) -> None:
        """Write stacks for a flame graph; needs `with_stack`."""
        self.events().export_stacks(path, metric)

    def __repr__(self) -> str:
        return "<profile>" if self._events is None else self._events.table()


class record_function(ContextDecorator):  # noqa: N801
    """Context manager and decorator: a name for what runs within, in every profile."""

    def __init__(self, name: str, args: str | None = None) -> None:
        """`args` is accepted for PyTorch's sake, without effect."""
        self.name = name
        self._heard: list[bool] = []

    def _recreate_cm(self) -> record_function:
        return record_function(self.name)

    def __enter__(self) -> record_function:
        self._heard.append(_C._profiler_scope_begin(self.name))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        back: TracebackType | None,
    ) -> None:
        if self._heard.pop():
            _C._profiler_scope_end(kind is not None)
