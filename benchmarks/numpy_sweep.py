"""NumPy's functions on 8 elements: their times on tensors over those on ndarrays.

    python -m benchmarks.numpy_sweep [NAME ...]

Both sides run in one process, in turns; the least of many counts. The benchmark proper
(`benchmarks/cases_numpy.py`) has the calls that programs make most.
"""

from __future__ import annotations

import sys
import time
import timeit
from collections.abc import Iterator

import numpy as np

import ctensor as ct

LIMIT = 1.2
ROUNDS = 9
SECONDS = 0.002  # of one round

#: Calls that are not `np.name(x)`: x and y have 8 elements, a and b are 4x4.
CALLS = {
    "reshape": "(x, (2, 4))", "expand_dims": "(x, 0)", "transpose": "(a)",
    "squeeze": "(x)", "broadcast_to": "(x, (2, 8))", "broadcast_arrays": "(x, y)",
    "permute_dims": "(a, (1, 0))", "matrix_transpose": "(a)", "swapaxes": "(a, 0, 1)",
    "linalg.matrix_transpose": "(a)", "moveaxis": "(a, 0, 1)", "rollaxis": "(a, 1)",
    "fliplr": "(a)", "rot90": "(a)", "roll": "(x, 1)", "array_split": "(x, 2)",
    "split": "(x, 2)", "hsplit": "(x, 2)", "vsplit": "(a, 2)", "dsplit": "(h, 2)",
    "unstack": "(a)", "diagonal": "(a)", "linalg.diagonal": "(a)", "diag": "(a)",
    "tril": "(a)", "triu": "(a)", "astype": "(x, np.float64)", "repeat": "(x, 2)",
    "tile": "(x, 2)", "resize": "(x, (2, 4))", "full_like": "(x, 2.0)",
    "array": "([1.0, 2.0], like=x)", "asarray": "([1.0, 2.0], like=x)",
    "asanyarray": "([1.0, 2.0], like=x)", "ascontiguousarray": "([1.0, 2.0], like=x)",
    "concatenate": "([x, y])", "stack": "([x, y])", "hstack": "([x, y])",
    "vstack": "([x, y])", "dstack": "([x, y])", "column_stack": "([x, y])",
    "block": "([x, y])", "append": "(x, y)", "pad": "(x, 1)", "trace": "(a)",
    "linalg.trace": "(a)", "quantile": "(x, 0.3)", "percentile": "(x, 30)",
    "clip": "(x, 0.3, 0.7)", "polyval": "(y, x)", "interp": "(x, s, y)",
    "where": "(c, x, y)", "take": "(x, i)", "take_along_axis": "(x, i, 0)",
    "compress": "(c, x)", "extract": "(c, x)", "delete": "(x, 1)",
    "insert": "(x, 1, 2.0)", "select": "([c], [x])", "choose": "(i, [x, y])",
    "apply_along_axis": "(np.sum, 0, a)", "partition": "(x, 1)", "dot": "(a, b)",
    "inner": "(x, y)", "vdot": "(x, y)", "outer": "(x, y)", "linalg.outer": "(x, y)",
    "tensordot": "(a, b, 1)", "linalg.tensordot": "(a, b, axes=1)",
    "linalg.matmul": "(a, b)", "linalg.vecdot": "(x, y)",
    "linalg.multi_dot": "([a, b])", "linalg.matrix_power": "(a, 2)", "kron": "(a, b)",
    "cross": "(v, w)", "linalg.cross": "(v, w)",
    "einsum": "('ij,jk->ik', a, b)", "linalg.matrix_norm": "(a)", "convolve": "(x, y)",
    "correlate": "(x, y)", "cov": "(a)", "corrcoef": "(a)", "bincount": "(n, x)",
    "copyto": "(o, x)", "put": "(o, i, x)", "putmask": "(o, c, x)",
    "place": "(o, c, x)", "put_along_axis": "(o, i, x, 0)", "fill_diagonal": "(q, 1.0)",
    "sort_complex": "(z)", "vander": "(x, 3)", "cumulative_sum": "(x)",
    "cumulative_prod": "(x)",
}  # fmt: skip
#: Functions whose result has no gradient, and ufuncs, which programs call often.
MORE = {
    "argsort": "(x)", "searchsorted": "(s, x)", "nonzero": "(x)", "isclose": "(x, y)",
    "allclose": "(x, y)", "zeros_like": "(x)", "ones_like": "(x)",
    "empty_like": "(x)", "count_nonzero": "(x)", "array_equal": "(x, y)",
    "result_type": "(x, y)", "isin": "(x, y)", "isfinite": "(x)", "sin": "(x)",
    "exp": "(x)", "add": "(x, y)", "maximum": "(x, 0.5)", "matmul": "(a, b)",
    "hypot": "(x, y)", "greater": "(x, 0.5)", "add.reduce": "(x)",
    "maximum.reduce": "(x)", "add.outer": "(x, y)", "linalg.svd": "(a)",
    "linalg.inv": "(a + 4 * e)", "fft.fft": "(x)",
}  # fmt: skip


def arrays() -> dict:
    """The operands as ndarrays."""
    rng = np.random.default_rng(0)
    x, y, s = (rng.uniform(0.2, 0.9, 8).astype("f4") for _ in range(3))
    a, b, q = (rng.uniform(0.2, 0.9, (4, 4)).astype("f4") for _ in range(3))
    return {
        "x": x, "y": y, "s": np.sort(s), "a": a, "b": b, "q": q, "c": x > 0.5,
        "h": x.reshape(2, 2, 2), "i": np.array([0, 1, 1, 0, 1, 0, 0, 1]),
        "n": np.arange(8), "v": x[:3], "w": y[:3], "o": x.copy(),
        "z": x.astype("c8"), "e": np.eye(4, dtype="f4"),
    }  # fmt: skip


def statements() -> dict[str, str]:
    """The call of each function that this NumPy has."""
    from ctensor._numpy._registry import IMPLEMENTED, lookup, name_of

    names = sorted({name_of(f) for f in IMPLEMENTED})
    calls = {name: CALLS.get(name, "(x)") for name in names} | MORE
    return {name: f"np.{name}{call}" for name, call in calls.items() if lookup(name)}


def best(statement: str, sides: list[dict]) -> list[float]:
    """Seconds of one call on each side, the least of the rounds, in turns."""
    timers = [
        timeit.Timer(statement, timer=time.thread_time, globals={"np": np, **side})
        for side in sides
    ]
    number = max(1, int(SECONDS / max(t.timeit(20) / 20 for t in timers)))
    rounds = [[t.timeit(number) / number for t in timers] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def ratios(names: list[str]) -> Iterator[tuple[float, float, float, str]]:
    """The ratio, both times in ns and the statement of each, or of those named."""
    of_numpy = arrays()
    of_tensors = {k: ct.tensor(v) for k, v in of_numpy.items()}
    for name, statement in statements().items():
        if names and name not in names:
            continue
        try:
            with np.errstate(all="ignore"):
                numpys, ours = best(statement, [of_numpy, of_tensors])
        except Exception as error:
            print(f"{statement}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        yield ours / numpys, ours * 1e9, numpys * 1e9, statement


def main() -> None:
    """Prints the table, the slowest first."""
    rows = sorted(ratios(sys.argv[1:]), reverse=True)
    for ratio, ours, numpys, statement in rows:
        mark = "*" if ratio > LIMIT else " "
        print(f"{ratio:6.2f}{mark} {ours:7.0f} ns {numpys:7.0f} ns  {statement}")
    slow = sum(ratio > LIMIT for ratio, *_ in rows)
    print(f"{len(rows)} calls, {slow} beyond {LIMIT}")


if __name__ == "__main__":
    main()
