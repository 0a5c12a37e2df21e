"""Writes by index from 10^3 to 10^6 rows of 64 numbers, into a table of 10,000 rows."""

from benchmarks.case import Case, Group

COUNTS = (1_000, 10_000, 100_000, 1_000_000)
SETUP = "n = {n}; i, v = index[:n], values[:n]"


def rows(name: str, tensor: str, numpy: str | None = None) -> list[Case]:
    """The case for each number of rows."""
    return [Case(f"{name}, {n:,}", tensor, numpy, SETUP.format(n=n)) for n in COUNTS]


INDEX = Group(
    "index",
    "Writing rows of 64 numbers by index, float32, into 10,000 rows",
    tensor_setup="""
from benchmarks.training import gather_step
table, source = lib.rand(10_000, 64), lib.rand(10_000, 64)
source.requires_grad_()
index, values = lib.randint(0, 10_000, (1_000_000,)), lib.rand(1_000_000, 64)
""",
    numpy_setup="""
generator = lib.random.default_rng(0)
table = generator.random((10_000, 64), lib.float32)
index = generator.integers(0, 10_000, 1_000_000)
values = generator.random((1_000_000, 64), lib.float32)
""",
    cases=[
        *rows("x[i] = v", "table[i] = v", "table[i] = v"),
        *rows("index_add_", "table.index_add_(0, i, v)", "lib.add.at(table, i, v)"),
        *rows("index_put_ that adds", "table.index_put_((i,), v, accumulate=True)"),
        *rows("scatter_add_", "table.scatter_add_(0, i[:, None].expand(-1, 64), v)"),
        *rows("gradient of x[i]", "gather_step(source, i, v)"),
        *rows("x[:, i] = v.T", "table.T[:, i] = v.T", "table.T[:, i] = v.T"),
    ],
)
