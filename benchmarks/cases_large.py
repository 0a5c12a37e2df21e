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
small = lib.rand(100_000, 10)
hundred = lib.rand(100_000)
whole, part = (x * 1000).to(lib.int32), (y * 100).to(lib.int32)
at = (lib.rand(1000, 1000) * 1000).to(lib.int64)
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
small = rand(100_000, 10)
hundred = rand(100_000)
whole, part = (x * 1000).astype(lib.int32), (y * 100).astype(lib.int32)
at = (rand(1000, 1000) * 1000).astype(lib.int64)
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
        Case("copy transposed, 1000x1000", "m.T.contiguous()", "m.T.copy()"),
        Case("add a column, 1000x1000", "m + m[:, :1]", "m + m[:, :1]"),
        Case("power 1.7", "x**1.7", "x**1.7"),
        Case("int32 floor division", "whole // part", "whole // part"),
        Case("float32 to float16", "x.to(lib.float16)", "x.astype(lib.float16)"),
        Case("sum of rows, 100000x10", "small.sum(1)", "small.sum(1)"),
        Case("variance", "x.var()", "x.var(ddof=1)"),
        Case("argmax of columns, 1000x1000", "m.argmax(0)", "m.argmax(0)"),
        Case("argsort of rows, 1000x1000", "m.argsort(1)", "m.argsort(1)"),
        Case("argsort of columns, 1000x1000", "m.argsort(0)", "m.argsort(0)"),
        Case("topk of rows, 1000x1000", "m.topk(10)"),
        Case("median of rows, 1000x1000", "m.median(1)", "lib.median(m, 1)"),
        Case("unique", "x.unique()", "lib.unique(x)"),
        Case("stack on the last dim", "lib.stack([x, y], 1)", "lib.stack([x, y], 1)"),
        Case("gather, 1000x1000", "m.gather(1, at)", "lib.take_along_axis(m, at, 1)"),
        Case("select by a mask", "x[mask]", "x[mask]"),
        Case("exp, 100,000 elements", "lib.exp(hundred)", "lib.exp(hundred)"),
        Case("softmax, 1000x1000", "m.softmax(1)"),
        Case("softmax, 100000x10", "small.softmax(1)"),
        Case("matmul 512", "a5 @ b5", "a5 @ b5"),
        Case("matmul 1024", "a10 @ b10", "a10 @ b10"),
    ],
)
