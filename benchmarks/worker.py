"""A library in its own process: `python -m benchmarks.worker LIBRARY CLOCK QUICK`.

CLOCK is a function of the module time; QUICK is 1 or 0, what setups know as `quick`.
Reads a request as JSON from each line of standard input, [group, case, seconds], times
the case's statement for about that long, and answers with one line of JSON: {"best":
seconds per call}, {"error": text}, or, when the request is "versions", a description of
the library. Whatever else the library prints goes to standard error.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import timeit
from typing import Any

from benchmarks.tables import TIMED

ONE_RUN = 0.01  # seconds of one timing, from which the number of calls follows


class Timers:
    """The statements of one group, set up, each with its number of calls per timing."""

    def __init__(
        self, library: str, clock: str = "perf_counter", quick: bool = True
    ) -> None:
        self.library = library
        self.quick = quick
        self.clock = getattr(time, clock)
        self.lib = importlib.import_module(library)
        self.group = ""
        self.names: dict[str, Any] = {}
        self.timers: dict[str, tuple[timeit.Timer, int, float]] = {}

    def best(self, group: str, case: str, seconds: float) -> float:
        """The shortest time of a call, of timings that take `seconds` together."""
        if case not in self.timers or group != self.group:
            timer = self.timer(group, case)
            self.timers[case] = timer, *calibrate(timer)
        timer, calls, run = self.timers[case]
        timings = timer.repeat(max(1, round(seconds / run)), calls)
        return min(timings) / calls

    def timer(self, group: str, name: str) -> timeit.Timer:
        """What runs a case's statement; sets up its group when that is another one."""
        if group != self.group:
            self.group, self.timers = group, {}
            self.names = {"lib": self.lib, "quick": self.quick}
            self._execute(TIMED[group].setup(self.library))
        case = TIMED[group].case(name)
        self._execute(case.setup)
        # The names become local variables of the timed loop, as in a function.
        local = "".join(f"{name} = names[{name!r}]\n" for name in self.names)
        statement = case.statement(self.library)
        return timeit.Timer(
            statement, local, timer=self.clock, globals={"names": self.names}
        )

    def _execute(self, setup: str) -> None:
        exec(setup.replace("from lib.", f"from {self.library}."), self.names)
        self.names.pop("__builtins__", None)

    def versions(self) -> dict[str, Any]:
        """The library's version and how many threads it uses, where it says so."""
        threads = getattr(self.lib, "get_num_threads", lambda: None)()
        return {"version": self.lib.__version__, "threads": threads}


def calibrate(timer: timeit.Timer) -> tuple[int, float]:
    """How many calls take about ONE_RUN, and what they take; finding out warms up."""
    calls = 1
    while (taken := timer.timeit(calls)) < ONE_RUN / 2:
        calls = max(2 * calls, int(calls * ONE_RUN / max(taken, 1e-9) / 4))
    fewer = max(1, round(calls * ONE_RUN / taken))
    return fewer, taken * fewer / calls


def main(library: str, clock: str, quick: str) -> None:
    """Answers requests until standard input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    timers = Timers(library, clock, quick == "1")
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request == "versions":
                answer = timers.versions()
            else:
                answer = {"best": timers.best(*request)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
