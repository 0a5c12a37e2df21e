"""Feeding data: an epoch of a DataLoader against batches taken by plain indexing."""

from benchmarks.case import Case, Group

DATA = Group(
    "data",
    "An epoch over 10,000 rows of 64 numbers and a label, batches of 100",
    tensor_setup="""
from lib.utils.data import DataLoader, TensorDataset
from benchmarks.feeding import index_batches, run_through
rows, labels = lib.randn(10_000, 64), lib.randint(0, 10, (10_000,))
lone = DataLoader(rows, batch_size=100, shuffle=True)
loader = DataLoader(TensorDataset(rows, labels), batch_size=100, shuffle=True)
shuffle = lambda: lib.randperm(10_000)
""",
    numpy_setup="""
from benchmarks.feeding import index_batches, run_through
generator = lib.random.default_rng(0)
rows = generator.standard_normal((10_000, 64), lib.float32)
labels = generator.integers(0, 10, 10_000)
shuffle = lambda: generator.permutation(10_000)
""",
    cases=[
        Case(
            "plain index batches",
            "run_through(index_batches(rows, labels, shuffle(), 100))",
            "run_through(index_batches(rows, labels, shuffle(), 100))",
        ),
        Case("DataLoader of one tensor", "run_through(lone)"),
        Case(
            "DataLoader",
            "run_through(loader)",
            target={"plain index batches": 1 / 1.2},
        ),
    ],
)
