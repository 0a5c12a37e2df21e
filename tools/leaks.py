"""A pytest plugin: looks for leaks when a process has run its tests.

`make asan` loads it; LeakSanitizer then finds the memory that nothing points to any
more. The check comes before the interpreter ends, which leaves some of its own memory
behind. What the imports of NumPy and SciPy leave behind is not counted.
"""

import ctypes
import gc
import sys

lsan = ctypes.CDLL(None)
lsan.__lsan_disable()
import numpy  # noqa: E402, F401
import sklearn.datasets  # noqa: E402, F401  (imports SciPy)

lsan.__lsan_enable()


running = []  # objects of frames, which the sanitizer does not see on Python's stack


def pytest_sessionfinish() -> None:
    """Reports leaks into the sanitizer's log."""
    frame = sys._getframe()
    while frame:
        running.append(frame)
        frame = frame.f_back
    gc.collect()
    lsan.__lsan_do_recoverable_leak_check()
