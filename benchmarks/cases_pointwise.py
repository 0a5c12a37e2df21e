"""Four million float32 elements, one formula each: what memory and vectors give."""

from benchmarks.case import Case, Group

CHAIN = "(x + y) * y - x / p"


def alike(name: str, statement: str, **more) -> Case:
    """All three libraries write it alike."""
    return Case(name, statement, statement, **more)


def function(name: str) -> Case:
    """A function of one array, which both modules have under this name."""
    return alike(name, f"lib.{name}(x)")


def cast(source: str, target: str, array: str = "x") -> Case:
    """From one dtype to another."""
    convert = f"{array}.to(lib.{target})"
    numpy = None if "bfloat16" in (source, target) else f"{array}.astype(lib.{target})"
    return Case(f"{source} to {target}", convert, numpy)


POINTWISE = Group(
    "pointwise",
    "Pointwise, 4 million elements of float32",
    settings=True,
    mean={"torch": 1.5},
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
F = lib.nn.functional
n = 4_000_000
x, y, p = lib.randn(n), lib.randn(n), lib.rand(n) + 0.5
m, row, mask = x.reshape(2000, 2000), y[:2000], x > 0
double, half, brain = x.to(lib.float64), x.to(lib.float16), x.to(lib.bfloat16)
whole = (x * 1000).to(lib.int64)
""",
    numpy_setup="""
n = 4_000_000
generator = lib.random.default_rng(0)
x, y = (generator.standard_normal(n, lib.float32) for _ in range(2))
p = generator.random(n, lib.float32) + lib.float32(0.5)
m, row, mask = x.reshape(2000, 2000), y[:2000], x > 0
double, half = x.astype(lib.float64), x.astype(lib.float16)
whole = (x * 1000).astype(lib.int64)
""",
    cases=[
        function("exp"),
        alike("log", "lib.log(p)"),
        function("tanh"),
        function("sin"),
        alike("sqrt", "lib.sqrt(p)"),
        Case("sigmoid", "lib.sigmoid(x)", "1 / (1 + lib.exp(-x))"),
        Case("gelu", "F.gelu(x)"),
        Case("relu", "lib.relu(x)", "lib.maximum(x, 0)"),
        Case("erf", "lib.erf(x)"),
        alike("power 2", "x**2"),
        alike("power 2.5", "p**2.5"),
        alike("add", "x + y"),
        alike("divide", "x / p"),
        alike("greater", "x > y"),
        alike("maximum", "lib.maximum(x, y)"),
        alike("where", "lib.where(mask, x, y)"),
        alike("chain of 4", CHAIN),
        alike("add a row", "m + row"),
        alike("add transposed", "m + m.T"),
        cast("float32", "float64"),
        cast("float32", "float16"),
        cast("float32", "bfloat16"),
        cast("float32", "int32"),
        cast("float64", "float32", "double"),
        cast("float16", "float32", "half"),
        cast("bfloat16", "float32", "brain"),
        cast("int64", "float32", "whole"),
    ],
)
