"""Files of 1 GB, 64 MB in a quick run, in each library's own format."""

from benchmarks.case import Case, Group

FILES = Group(
    "files",
    "Files of 1 GB of float32, written and read",
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
from benchmarks.files import scratch
path = scratch('bench.pt')
x = lib.rand(1 << (24 if quick else 28))
lib.save(x, path)
""",
    numpy_setup="""
from benchmarks.files import scratch
path = scratch('bench.npy')
x = lib.random.default_rng(0).random(1 << (24 if quick else 28), lib.float32)
lib.save(path, x)
""",
    cases=[
        Case("save", "lib.save(x, path)", "lib.save(path, x)"),
        Case("load", "lib.load(path)", "lib.load(path)"),
        Case(
            "load, mmap, and sum",
            "lib.load(path, mmap=True).sum()",
            "lib.load(path, mmap_mode='r').sum()",
        ),
    ],
)
