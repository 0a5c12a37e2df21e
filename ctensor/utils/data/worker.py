"""Worker processes of a loader.

The workers are forked, so a dataset needs no pickling. Each takes tasks (number,
indices) from a queue of its own and answers (number, batch) on one queue for all; the
loader puts the answers in order. A batch travels pickled.
"""

from __future__ import annotations

import itertools
import multiprocessing
import queue
import random
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["WorkerInfo", "WorkerPool", "get_worker_info"]

_POLL = 0.5  # seconds between two looks at whether a silent worker is alive


@dataclass(frozen=True)
class WorkerInfo:
    """What a worker process knows of itself."""

    id: int
    num_workers: int
    seed: int
    dataset: Any


_info: WorkerInfo | None = None


def get_worker_info() -> WorkerInfo | None:
    """In a worker process, what it is; None in the main process."""
    return _info


class _Failure:
    """An exception of a worker on its way to the main process."""

    def __init__(self, worker: int, error: BaseException) -> None:
        self.kind = type(error)
        self.text = (
            f"Caught {self.kind.__name__} in DataLoader worker process {worker}.\n"
            f"Original {traceback.format_exc()}"
        )

    def raise_here(self) -> None:
        """Raise the same kind of exception with the worker's traceback as text."""
        try:
            error = self.kind(self.text)
        except Exception:
            error = RuntimeError(self.text)
        raise error


class _End:
    """The answer of a worker whose stream is at its end."""


def _work(
    info: WorkerInfo,
    make_fetch: Callable[[], Callable[[Any], Any]],
    init: Callable[[int], None] | None,
    tasks: Any,
    answers: Any,
) -> None:
    """The life of a worker process: fetch what is asked for until None comes."""
    global _info
    _info = info
    ct.manual_seed(info.seed)
    random.seed(info.seed)
    np.random.seed(info.seed % 2**32)
    fetch = None
    failure = None
    try:
        if init is not None:
            init(info.id)
    except Exception as error:
        failure = _Failure(info.id, error)
    while (task := tasks.get()) is not None:
        number, indices = task
        try:
            if indices is None:
                fetch = None
                continue
            if failure is None and fetch is None:
                fetch = make_fetch()
            answer = failure or fetch(indices)
        except StopIteration:
            answer = _End()
        except Exception as error:
            answer = _Failure(info.id, error)
        answers.put((number, answer))


class WorkerPool:
    """`count` forked processes that fetch batches.

    `make_fetch()` runs in a worker at the start of each pass and returns the function
    that makes a batch of the indices of a task. `timeout` seconds without an answer
    are an error; 0 waits as long as the workers live.
    """

    def __init__(
        self,
        count: int,
        dataset: Any,
        make_fetch: Callable[[], Callable[[Any], Any]],
        init: Callable[[int], None] | None,
        seed: int,
        timeout: float,
    ) -> None:
        context = multiprocessing.get_context("fork")
        self.timeout = timeout
        self.answers = context.Queue()
        self.tasks = [context.Queue() for _ in range(count)]
        self.processes = [
            context.Process(
                target=_work,
                args=(
                    WorkerInfo(i, count, seed + i, dataset),
                    make_fetch,
                    init,
                    tasks,
                    self.answers,
                ),
                daemon=True,
            )
            for i, tasks in enumerate(self.tasks)
        ]
        self._numbers = itertools.count()
        for process in self.processes:
            process.start()

    def run(
        self, batches: Iterator[Any], ahead: int, in_order: bool = True
    ) -> Iterator[Any]:
        """Yield the batch of each element of `batches`, in order or as they come.

        Each worker has up to `ahead` tasks at a time. For streams `batches` is
        endless, and the pass ends when every worker has reached its end.
        """
        busy = deque(range(len(self.tasks)))  # those whose stream goes on, by turn
        waiting: dict[int, int] = {}  # task number -> worker, oldest first
        ready: dict[int, Any] = {}

        def send() -> None:
            try:
                indices = next(batches) if busy else None
            except StopIteration:
                return
            if indices is not None:
                number, worker = next(self._numbers), busy[0]
                busy.rotate(-1)
                self.tasks[worker].put((number, indices))
                waiting[number] = worker

        for tasks in self.tasks:
            tasks.put((-1, None))
        for _ in range(ahead * len(self.tasks)):
            send()
        while waiting:
            number = next(iter(waiting))
            while number not in ready:
                answered, answer = self._receive()
                if answered in waiting:
                    ready[answered] = answer
                    number = number if in_order else answered
            worker = waiting.pop(number)
            answer = ready.pop(number)
            if isinstance(answer, _End):
                if worker in busy:
                    busy.remove(worker)
                send()
                continue
            send()
            if isinstance(answer, _Failure):
                answer.raise_here()
            yield answer

    def _receive(self) -> tuple[int, Any]:
        waited = 0.0
        while True:
            step = min(_POLL, self.timeout - waited) if self.timeout else _POLL
            try:
                return self.answers.get(timeout=step)
            except queue.Empty:
                waited += step
            dead = [p.pid for p in self.processes if not p.is_alive()]
            if dead:
                raise RuntimeError(
                    f"DataLoader worker (pid(s) {', '.join(map(str, dead))}) exited "
                    "unexpectedly"
                )
            if self.timeout and waited >= self.timeout:
                raise RuntimeError(f"DataLoader timed out after {self.timeout} seconds")

    def close(self) -> None:
        """End the processes; what they still work on is lost."""
        for tasks in self.tasks:
            tasks.put(None)
        for process in self.processes:
            process.join(timeout=1.0)
            if process.is_alive():
                process.terminate()
                process.join()
        for channel in [*self.tasks, self.answers]:
            channel.cancel_join_thread()
            channel.close()
