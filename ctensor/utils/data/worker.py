"""Workers of a loader: processes, or threads.

Processes are forked, so a dataset needs no pickling. Each takes tasks (pass, number,
indices) from a queue of its own and answers (number, batch) on one queue for all; the
loader puts the answers in order. A batch travels pickled. Several passes can be under
way at a time: a task's number says to which of them its answer belongs.
"""

from __future__ import annotations

import copy
import itertools
import multiprocessing
import os
import queue
import random
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["StreamEnd", "WorkerInfo", "WorkerPool", "get_worker_info"]

_POLL = 0.5  # seconds between two looks at whether a silent process is alive
_NO_MORE = object()  # after the last task: a sampler may well yield None


@dataclass(frozen=True)
class WorkerInfo:
    """What a worker knows of itself."""

    id: int
    num_workers: int
    seed: int
    dataset: Any


_info: WorkerInfo | None = None  # of this process
_of_thread = threading.local()  # .info: of a worker that is a thread


def get_worker_info() -> WorkerInfo | None:
    """In a worker, what it is; None in the main process, and in its other threads."""
    return getattr(_of_thread, "info", _info)


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


class StreamEnd(Exception):  # noqa: N818  (no error)
    """A stream has no more samples; what fetches a batch of one raises it.

    It is not StopIteration, which user code may raise by mistake.
    """


class _End:
    """The answer of a worker whose stream is at its end."""


def _watch(parent: int) -> None:
    """End this process soon after its parent, however that ended."""
    while os.getppid() == parent:
        time.sleep(_POLL)
    os._exit(1)


def _work(
    info: WorkerInfo,
    make_fetch: Callable[[Any], Callable[[Any], Any]],
    init: Callable[[int], None] | None,
    tasks: Any,
    answers: Any,
    parent: int,
) -> None:
    """The life of a worker process."""
    global _info
    _info = info
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    ct.set_num_threads(1)  # the workers share the processors
    ct.manual_seed(info.seed)
    random.seed(info.seed)
    np.random.seed(info.seed % 2**32)
    _serve(info, make_fetch, init, tasks, answers)


def _work_here(info: WorkerInfo, *rest: Any) -> None:
    """The life of a worker thread."""
    _of_thread.info = info
    _serve(info, *rest)


def _serve(
    info: WorkerInfo,
    make_fetch: Callable[[Any], Callable[[Any], Any]],
    init: Callable[[int], None] | None,
    tasks: Any,
    answers: Any,
) -> None:
    """Fetch what is asked for until None comes."""
    fetches: dict[int, Callable[[Any], Any]] = {}  # by pass
    failure = None
    try:
        if init is not None:
            init(info.id)
    except Exception as error:
        failure = _Failure(info.id, error)
    while (task := tasks.get()) is not None:
        key, number, indices = task
        if number is None:
            fetches.pop(key, None)
            continue
        try:
            if failure is None and key not in fetches:
                fetches[key] = make_fetch(info.dataset)
            answer = failure or fetches[key](indices)
        except StreamEnd:
            answer = _End()
        except Exception as error:
            answer = _Failure(info.id, error)
        answers.put((number, answer))


def _shallow(dataset: Any) -> Any:
    """A copy of a dataset for one thread, or itself where there is none."""
    try:
        return copy.copy(dataset)
    except TypeError:
        return dataset


class WorkerPool:
    """`count` forked processes, or threads, that fetch batches.

    `make_fetch(dataset)` runs in a worker at the start of each pass and returns the
    function that makes a batch of the indices of a task. `timeout` seconds without an
    answer are an error; 0 waits as long as the workers live. A process that was forked
    from the one that made the pool has a copy, with the same queues: it tells the
    workers nothing.
    """

    def __init__(
        self,
        count: int,
        dataset: Any,
        make_fetch: Callable[[Any], Callable[[Any], Any]],
        init: Callable[[int], None] | None,
        seed: int,
        timeout: float,
        threads: bool = False,
    ) -> None:
        context: Any = multiprocessing.get_context("fork")
        channel: Any = queue.Queue if threads else context.Queue
        self.timeout = timeout
        self.threads = threads
        self.answers = channel()
        self.tasks = [channel() for _ in range(count)]
        self.processes: list[Any] = []
        self._owner = os.getpid()
        for i, tasks in enumerate(self.tasks):
            own = _shallow(dataset) if threads else dataset
            info = WorkerInfo(i, count, seed + i, own)
            rest = (info, make_fetch, init, tasks, self.answers)
            self.processes.append(
                threading.Thread(target=_work_here, args=rest, daemon=True)
                if threads
                else context.Process(
                    target=_work, args=(*rest, os.getpid()), daemon=True
                )
            )
        self._passes = itertools.count()
        self._numbers = itertools.count()
        self._ready: dict[int, dict[int, Any]] = {}  # task number -> its pass's answers
        for process in self.processes:
            process.start()

    def run(
        self, batches: Iterator[Any], ahead: int, in_order: bool = True
    ) -> Iterator[Any]:
        """Yield the batch of each element of `batches`, in order or as they come.

        Each worker has up to `ahead` tasks at a time. For streams `batches` is
        endless, and the pass ends when every worker has reached its end. Passes may
        run side by side, each with workers' streams of its own.
        """
        busy = deque(range(len(self.tasks)))  # those whose stream goes on, by turn
        waiting: dict[int, int] = {}  # task number -> worker, oldest first
        ready: dict[int, Any] = {}
        key = next(self._passes)

        def send() -> None:
            indices = next(batches, _NO_MORE) if busy else _NO_MORE
            if indices is not _NO_MORE:
                number, worker = next(self._numbers), busy[0]
                busy.rotate(-1)
                waiting[number] = worker
                self._ready[number] = ready
                self.tasks[worker].put((key, number, indices))

        try:
            for _ in range(ahead * len(self.tasks)):
                send()
            while waiting:
                first = next(iter(waiting)) if in_order else None
                number = self._receive(ready, first)
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
        finally:
            for number in waiting:
                self._ready.pop(number, None)
            self._tell((key, None, None))

    def _tell(self, word: Any) -> bool:
        """Send all workers a word; False where they are another process's."""
        ours = os.getpid() == self._owner
        for tasks in self.tasks if ours else ():
            tasks.put(word)
        return ours

    def _receive(self, ready: dict[int, Any], wanted: int | None) -> int:
        """Hand answers to their passes until `ready` has the wanted one, or any.

        Returns its number.
        """
        waited = 0.0
        while not ready if wanted is None else wanted not in ready:
            step = min(_POLL, self.timeout - waited) if self.timeout else _POLL
            try:
                number, answer = self.answers.get(timeout=step)
            except queue.Empty:
                waited += step
                self._check(waited)
            else:
                waited = 0.0
                owner = self._ready.pop(number, None)
                if owner is not None:  # else its pass was broken off
                    owner[number] = answer
        return next(iter(ready)) if wanted is None else wanted

    def _check(self, waited: float) -> None:
        """Raise for workers that died or were silent for too long."""
        dead = [getattr(p, "pid", p.name) for p in self.processes if not p.is_alive()]
        if dead:
            raise RuntimeError(
                f"DataLoader worker (pid(s) {', '.join(map(str, dead))}) exited "
                "unexpectedly"
            )
        if self.timeout and waited >= self.timeout:
            raise RuntimeError(f"DataLoader timed out after {self.timeout} seconds")

    def close(self) -> None:
        """End the workers; what they still work on is lost.

        Threads end when they are done with it.
        """
        if not self._tell(None) or self.threads:
            return
        for process in self.processes:
            process.join(timeout=1.0)
            if process.is_alive():
                process.terminate()
                process.join()
        for channel in [*self.tasks, self.answers]:
            channel.cancel_join_thread()
            channel.close()
