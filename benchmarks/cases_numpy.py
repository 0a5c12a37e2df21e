"""NumPy's functions called with tensors of 8 elements, beside NumPy's own arrays.

PyTorch's tensors go through `__array__` there, and lose their gradient.
"""

from benchmarks.case import Case, Group

# An np. call takes at most 1.2 of the time that it takes on an ndarray.
WITHIN = {"numpy": 1 / 1.2}


def row(name: str, statement: str) -> Case:
    """One statement for all libraries."""
    return Case(name, statement, statement, target=WITHIN)


NUMPY = Group(
    "numpy",
    "NumPy's functions on tensors of 8 elements",
    tensor_setup="""
import numpy as np
x, a, c = lib.ones(8), lib.ones(4, 4), lib.ones(8) > 0.5
r, i = lib.ones(1, 8), lib.arange(8)
""",
    numpy_setup="""
import numpy as np
x, a = lib.ones(8, lib.float32), lib.ones((4, 4), lib.float32)
c, r, i = x > 0.5, lib.ones((1, 8), lib.float32), lib.arange(8)
""",
    cases=[
        row("np.sin", "np.sin(x)"),
        row("np.add", "np.add(x, x)"),
        row("np.maximum with a number", "np.maximum(x, 0.5)"),
        row("np.matmul, 4x4", "np.matmul(a, a)"),
        row("np.sum", "np.sum(x)"),
        row("np.mean", "np.mean(x)"),
        row("np.std", "np.std(x)"),
        row("np.max", "np.max(x)"),
        row("np.cumsum", "np.cumsum(x)"),
        row("np.reshape", "np.reshape(x, (2, 4))"),
        row("np.transpose", "np.transpose(a)"),
        row("np.expand_dims", "np.expand_dims(x, 0)"),
        row("np.concatenate", "np.concatenate([x, x])"),
        row("np.stack", "np.stack([x, x])"),
        row("np.where", "np.where(c, x, x)"),
        row("np.diff", "np.diff(x)"),
        row("np.dot, 4x4", "np.dot(a, a)"),
        row("np.einsum, 4x4", "np.einsum('ij,jk->ik', a, a)"),
        row("np.linalg.norm", "np.linalg.norm(x)"),
        row("np.sort", "np.sort(x)"),
        row("np.argsort", "np.argsort(x)"),
        row("np.repeat", "np.repeat(x, 2)"),
        row("np.hstack", "np.hstack([x, x])"),
        row("np.prod", "np.prod(x)"),
        row("np.squeeze", "np.squeeze(r)"),
        row("np.clip", "np.clip(x, 0.3, 0.7)"),
        row("np.var", "np.var(x)"),
        row("np.argmax", "np.argmax(x)"),
        row("np.min over an axis", "np.min(a, axis=0)"),
        row("np.take", "np.take(x, i)"),
        row("np.outer", "np.outer(x, x)"),
        row("np.tensordot, 4x4", "np.tensordot(a, a, 1)"),
    ],
)
