"""Linear algebra through LAPACK, small matrices by the thousand, random numbers."""

from benchmarks.case import Case, Group


def alike(name: str, statement: str) -> Case:
    """All three libraries write it alike."""
    return Case(name, statement, statement)


LINALG = Group(
    "linalg",
    "Linear algebra and random numbers, float32",
    settings=True,
    mean={"torch": 1.5},
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
linalg = lib.linalg
a, b, c = lib.randn(500, 500), lib.randn(500, 1), lib.randn(300, 300)
spd, symmetric = a @ a.T + 500 * lib.eye(500), c + c.T
small = lib.randn(10_000, 4, 4) + 4 * lib.eye(4)
sides = lib.randn(10_000, 4, 1)
""",
    numpy_setup="""
linalg = lib.linalg
generator = lib.random.default_rng(0)
randn = lambda *shape: generator.standard_normal(shape, lib.float32)
a, b, c = randn(500, 500), randn(500, 1), randn(300, 300)
spd, symmetric = a @ a.T + 500 * lib.eye(500, dtype=lib.float32), c + c.T
small = randn(10_000, 4, 4) + 4 * lib.eye(4, dtype=lib.float32)
sides = randn(10_000, 4, 1)
""",
    cases=[
        alike("solve 500", "linalg.solve(a, b)"),
        alike("svd 300", "linalg.svd(c)"),
        alike("cholesky 500", "linalg.cholesky(spd)"),
        alike("eigh 300", "linalg.eigh(symmetric)"),
        alike("inverse, 10,000 of 4x4", "linalg.inv(small)"),
        alike("solve, 10,000 of 4x4", "linalg.solve(small, sides)"),
        Case("randn, 1,000,000", "lib.randn(1_000_000)", "randn(1_000_000)"),
    ],
)
