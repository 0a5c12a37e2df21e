"""Each row of the op table with hostile code at every place where code may run.

    python tests/seam.py 2 8

runs part 2 of 8. Where an operation might let another thread or a signal handler run
(csrc/core/runtime.h), this code tries to give the operation's tensors other memory,
layout, and gradient state. What the operation uses must stay: the attempt is an error,
and the result is the one without such code.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import sys
from typing import Any

import numpy as np
from hostile import ROWS, forms, plain_samples, rows_of
from samples import SAMPLES

import ctensor as ct
from ctensor import _C


def tensors_of(values: list[Any]) -> list[ct.Tensor]:
    """The tensors in a list, and in the lists in it."""
    found = []
    for value in values:
        if isinstance(value, ct.Tensor):
            found.append(value)
        elif isinstance(value, (list, tuple)):
            found += tensors_of(list(value))
    return found


class Attack:
    """What runs in the seam; `moved` counts the attempts that succeeded."""

    def __init__(self, targets: list[ct.Tensor]) -> None:
        self.targets, self.calls, self.moved = targets, 0, 0
        self.forward = True  # backward uses what the tensors show when it comes to it

    def attempts(self, t: ct.Tensor) -> Any:
        other = ct.zeros((1,) * 9, dtype=t.dtype)
        yield lambda: setattr(t, "data", other)
        yield lambda: setattr(t, "data", ct.zeros(0, dtype=ct.float64))
        yield lambda: t.unsqueeze_(0)
        if t.ndim > 1:
            yield lambda: t.transpose_(0, 1)

    def flip_gradient(self, t: ct.Tensor) -> None:
        """Allowed, and not to matter for what is under way."""
        if t.is_floating_point() and t.is_leaf:
            t.requires_grad_(not t.requires_grad)

    def __call__(self) -> None:
        self.calls += 1
        for t in self.targets:
            self.flip_gradient(t)
            for attempt in self.attempts(t):
                try:
                    attempt()
                except (RuntimeError, IndexError):
                    pass
                else:
                    self.moved += self.forward
        if self.calls % 50 == 0:
            gc.collect(0)


def result_of(function: Any, sample: Any, mode: str, attack: bool) -> Any:
    """The result as arrays, and the attack if there was one."""
    ct.manual_seed(0)
    dtype = ct.float16 if mode == "float16" else ct.float32
    arguments, keywords = sample.arguments(dtype)
    for t in tensors_of(arguments) if mode == "gradient" else []:
        t.requires_grad_(t.is_floating_point())
    inside = Attack(tensors_of([*arguments, *keywords.values()]))
    _C._seam(inside if attack else None)
    try:
        result = function(*arguments, **keywords)
    except (RuntimeError, TypeError, ValueError, IndexError) as error:
        result = str(error)
    tensors = tensors_of([result])
    shown = [t.detach().numpy(force=True).copy() for t in tensors] or str(result)
    inside.forward = False
    for t in tensors if mode == "gradient" else []:
        with contextlib.suppress(RuntimeError, IndexError):
            t.sum().backward(retain_graph=True)
    _C._seam(None)
    return shown, inside


def same(a: Any, b: Any) -> bool:
    """Of one shape, and equal in every place."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    pairs = zip(a, b, strict=True)
    return all(np.array_equal(x, y, equal_nan=True) for x, y in pairs)


def main(rows: list[dict[str, Any]]) -> None:
    """Runs the calls of some rows; the exit status is 1 where one went wrong."""
    faulthandler.enable()
    calls, wrong = 0, []
    for row in rows:
        for number, sample in enumerate(SAMPLES.get(row["name"]) or plain_samples(row)):
            for form, function in forms(row, sample):
                for mode in ("float32", "float16", "gradient"):
                    expected, _ = result_of(function, sample, mode, False)
                    result, attack = result_of(function, sample, mode, True)
                    calls += attack.calls
                    good = "empty" in row["name"] or same(result, expected)
                    if not good or attack.moved:
                        wrong.append(f"{row['name']} {form} {number} {mode}")
    print(*wrong, f"{calls} calls of hostile code", sep="\n")
    sys.exit(bool(wrong) or calls == 0)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(rows_of(sys.argv[1]))
    else:
        main(ROWS[int(sys.argv[1]) :: int(sys.argv[2])])
