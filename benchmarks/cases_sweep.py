"""Statements timed over sizes, so that cliffs show: what runs with n elements each."""

from benchmarks.sweep import Sweep

FLOATS = "x, y = lib.rand(n), lib.rand(n)"
NUMPY_FLOATS = """
generator = lib.random.default_rng(0)
x, y = generator.random(n, lib.float32), generator.random(n, lib.float32)
"""


def plain(name: str, tensor: str, numpy: str | None = None) -> Sweep:
    """Of two arrays of n numbers."""
    return Sweep(name, tensor, numpy, FLOATS, NUMPY_FLOATS)


def rows(name: str, width: int, tensor: str, numpy: str | None = None) -> Sweep:
    """Of n numbers in rows of `width`."""
    turn = f"x = x[: n // {width} * {width}].reshape(-1, {width})\n"
    return Sweep(
        name, tensor, numpy, f"{FLOATS}\n{turn}", NUMPY_FLOATS + turn, smallest=width
    )


def indexed(name: str, width: int, tensor: str, numpy: str | None = None) -> Sweep:
    """Of n indices that name rows of `width` numbers in a table of 5,000."""
    return Sweep(
        name,
        tensor,
        numpy,
        f"""
from benchmarks.training import gather_step
i, v = lib.randint(0, 5000, (n,)), lib.rand(n, {width})
e, own = lib.randint(0, 5000, v.shape), lib.randint(0, {width}, v.shape)
u = lib.rand(n, {width})
table, leaf = lib.rand(5000, {width}), lib.rand(5000, {width})
leaf.requires_grad_()
m = lib.rand(n) > 0.5
""",
        f"""
generator = lib.random.default_rng(0)
i, v = generator.integers(0, 5000, n), generator.random((n, {width}), lib.float32)
table, m = generator.random((5000, {width}), lib.float32), generator.random(n) > 0.5
""",
        largest=2**22 // width,
    )


SWEEPS = [
    plain("x + y", "x + y", "x + y"),
    plain("exp", "lib.exp(x)", "lib.exp(x)"),
    plain("copy", "lib.clone(x)", "x.copy()"),
    plain("to float64", "x.double()", "x.astype('d')"),
    plain("where", "lib.where(x > y, x, y)", "lib.where(x > y, x, y)"),
    plain("sum", "x.sum()", "x.sum()"),
    plain("max", "x.max()", "x.max()"),
    plain("argmax", "x.argmax()", "x.argmax()"),
    plain("cumsum", "x.cumsum(0)", "x.cumsum(0)"),
    plain("softmax", "x.softmax(0)"),
    plain("select by a mask", "x[x > y]", "x[x > y]"),
    plain("join", "lib.cat([x, y])", "lib.concatenate([x, y])"),
    plain("random numbers", "x.uniform_()"),
    rows("sum of rows of 64", 64, "x.sum(1)", "x.sum(1)"),
    rows("sum of 64 columns", 64, "x.sum(0)", "x.sum(0)"),
    rows("sum of rows of 10", 10, "x.sum(1)", "x.sum(1)"),
    rows("max of rows of 64", 64, "x.amax(1)", "x.max(1)"),
    rows("add a column to rows of 16", 16, "x + x[:, :1]", "x + x[:, :1]"),
    rows("argmax of rows of 10", 10, "x.argmax(1)", "x.argmax(1)"),
    rows("argmax of rows of 64", 64, "x.argmax(1)", "x.argmax(1)"),
    rows("softmax of rows of 64", 64, "x.softmax(1)"),
    rows("copy transposed, 64 wide", 64, "x.T.contiguous()", "x.T.copy()"),
    indexed("x[i]", 1, "table[:, 0][i]", "table[:, 0][i]"),
    indexed("x[i] = v", 1, "table[:, 0][i] = v[:, 0]", "table[:, 0][i] = v[:, 0]"),
    indexed("scatter_add_", 1, "table[:, 0].scatter_add_(0, i, v[:, 0])"),
    indexed("x[m] = 1", 1, "v[m] = 1", "v[m] = 1"),
    indexed("x[i] = rows of 4", 4, "table[i] = v", "table[i] = v"),
    indexed("x[i] = rows of 16", 16, "table[i] = v", "table[i] = v"),
    indexed("x[i] = rows of 64", 64, "table[i] = v", "table[i] = v"),
    indexed("scatter_add_, 16 columns", 16, "table.scatter_add_(0, e, v)"),
    indexed("scatter_add_ along rows of 16", 16, "v.scatter_add_(1, own, u)"),
    indexed("index_add_ of rows of 16", 16, "table.index_add_(0, i, v)"),
    indexed("gradient of x[i], rows of 16", 16, "gather_step(leaf, i, v)"),
]
