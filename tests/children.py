"""Work done in child processes, as what is asked may crash or hang either package.

A child notes what it is about to do in memory that its parent sees. When it dies, the
parent knows of what, and starts another from the next item on.
"""

from __future__ import annotations

import mmap
import os
import pickle
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

HANG = 10  # seconds that a call may take
ROOM = 4 << 30  # bytes that a child may take beside what its parent has
NOTE = 1 << 20


class Notes:
    """What comes next, in memory that parent and child share: number, row, what."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, NOTE)

    def write(self, number: int, row: str, text: str) -> None:
        """Notes what comes next; gives it HANG seconds."""
        signal.alarm(HANG)
        line = f"{number} {row} {text}".encode(errors="replace")[: NOTE - 1]
        self.memory.seek(0)
        self.memory.write(line + b"\0")

    def read(self) -> tuple[int, str, str]:
        """The last note."""
        self.memory.seek(0)
        line = self.memory.read(NOTE).split(b"\0")[0].decode(errors="replace")
        number, row, text = line.split(" ", 2) if line else ("-1", "", "nothing")
        return int(number), row, text


Work = Callable[[int, Notes], Iterable[Any]]


def gather(work: Work) -> list[Any]:
    """All that `work(first, notes)` yields from the item `first` on, in a child.

    For an item that kills the child (row, ("died", what it noted)) stands among them.
    """
    found: list[Any] = []
    first = 0
    while True:
        notes = Notes()
        with tempfile.TemporaryFile(buffering=0) as file:
            child = os.fork()
            if child == 0:
                in_child(work, first, notes, file)
            _, status = os.waitpid(child, 0)
            file.seek(0)
            found += read_all(file)
        if status == 0:
            return found
        number, row, text = notes.read()
        death = (
            signal.Signals(os.WTERMSIG(status)).name
            if os.WIFSIGNALED(status)
            else "failed"
        )
        found.append((row, ("died", f"{text}: {death}")))
        first = number + 1


def in_child(work: Work, first: int, notes: Notes, file: Any) -> None:
    """Runs the work and ends the process."""
    status = 1
    try:
        with open("/proc/self/statm") as memory:
            room = int(memory.read().split()[0]) * resource.getpagesize() + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
        for result in work(first, notes):
            pickle.dump(result, file)
        file.flush()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def read_all(file: Any) -> list[Any]:
    """The results in a file, whose last one may be cut off."""
    found = []
    while True:
        try:
            found.append(pickle.load(file))
        except (EOFError, pickle.UnpicklingError):
            return found


def in_lanes(items: list[Any], lanes: int, handle: Callable[[Any], list]) -> list[Any]:
    """`handle` of every so manieth item, in processes side by side; all they give."""
    files = [tempfile.TemporaryFile() for _ in range(lanes)]  # noqa: SIM115
    found = []
    for lane, file in enumerate(files):
        if os.fork() == 0:
            try:
                pickle.dump(handle(items[lane::lanes]), file)
                file.flush()
            except BaseException as error:
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
    for _ in range(lanes):
        if os.wait()[1]:
            sys.exit("the comparison failed")
    for file in files:
        file.seek(0)
        found += pickle.load(file)
    return found
