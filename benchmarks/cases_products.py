"""Thin products: one matrix of the two, or the result, has few rows or columns."""

from benchmarks.case import Case, Group


def product(name: str, statement: str) -> Case:
    """All three libraries write a product alike."""
    return Case(name, statement, statement)


PRODUCTS = Group(
    "products",
    "Thin products, float32",
    tensor_setup="""
rand = lib.rand
row, square, tall = rand(1, 4096), rand(4096, 4096), rand(100_000, 64)
narrow, few = rand(64, 8), rand(16, 4096)
left, right = rand(256, 32, 32), rand(256, 32, 32)
""",
    numpy_setup="""
generator = lib.random.default_rng(0)
rand = lambda *shape: generator.random(shape, lib.float32)
row, square, tall = rand(1, 4096), rand(4096, 4096), rand(100_000, 64)
narrow, few = rand(64, 8), rand(16, 4096)
left, right = rand(256, 32, 32), rand(256, 32, 32)
""",
    cases=[
        product("1x4096 by 4096x4096", "row @ square"),
        product("1x4096 by 4096x4096 transposed", "row @ square.T"),
        product("4096x4096 by 4096x1", "square @ row.T"),
        product("4096x4096 by a vector", "square @ row[0]"),
        product("16x4096 by 4096x4096", "few @ square"),
        product("100000x64 by 64x8", "tall @ narrow"),
        product("64x100000 by 100000x64", "tall.T @ tall"),
        product("4096x16 by 16x4096", "few.T @ few"),
        product("256 of 32x32", "left @ right"),
    ],
)
