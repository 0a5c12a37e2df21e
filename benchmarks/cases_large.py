"""Large arrays: memory bandwidth, vector kernels and BLAS. For information."""

from benchmarks.case import Case, Group

LARGE = Group(
    "large",
    "Large arrays, float32 (1,000,000 elements where no size is given)",
    tensor_setup="""
n = 1_000_000
x, y, out = lib.rand(n) + 0.5, lib.rand(n) + 0.5, lib.zeros(n)
m = lib.rand(1000, 1000)
mask = x > y
a5, b5 = lib.rand(512, 512), lib.rand(512, 512)
a10, b10 = lib.rand(1024, 1024), lib.rand(1024, 1024)
""",
    numpy_setup="""
n = 1_000_000
generator = lib.random.default_rng(0)
rand = lambda *shape: generator.random(shape, lib.float32)
half = lib.float32(0.5)
x, y, out = rand(n) + half, rand(n) + half, lib.zeros(n, lib.float32)
m = rand(1000, 1000)
mask = x > y
a5, b5 = rand(512, 512), rand(512, 512)
a10, b10 = rand(1024, 1024), rand(1024, 1024)
""",
    cases=[
        Case("add", "x + y", "x + y"),
        Case("add, out=", "lib.add(x, y, out=out)", "lib.add(x, y, out=out)"),
        Case("in-place add", "out += y", "out += y"),
        Case("divide", "x / y", "x / y"),
        Case("greater", "x > y", "x > y"),
        Case("where", "lib.where(mask, x, y)", "lib.where(mask, x, y)"),
        Case("sqrt", "lib.sqrt(x)", "lib.sqrt(x)"),
        Case("exp", "lib.exp(x)", "lib.exp(x)"),
        Case("log", "lib.log(x)", "lib.log(x)"),
        Case("sin", "lib.sin(x)", "lib.sin(x)"),
        Case("tanh", "lib.tanh(x)", "lib.tanh(x)"),
        Case("sigmoid", "lib.sigmoid(x)", "1 / (1 + lib.exp(-x))"),
        Case("sum", "x.sum()", "x.sum()"),
        Case("max", "x.max()", "x.max()"),
        Case("mean of rows, 1000x1000", "m.mean(1)", "m.mean(1)"),
        Case("mean of columns, 1000x1000", "m.mean(0)", "m.mean(0)"),
        Case("cumsum", "x.cumsum(0)", "x.cumsum(0)"),
        Case("add transposed, 1000x1000", "m + m.T", "m + m.T"),
        Case("softmax, 1000x1000", "m.softmax(1)"),
        Case("matmul 512", "a5 @ b5", "a5 @ b5"),
        Case("matmul 1024", "a10 @ b10", "a10 @ b10"),
    ],
)
