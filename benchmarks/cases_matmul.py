"""Matrix products: sizes from 16 to 4096, narrow shapes, batches, 16 bits."""

from benchmarks.case import Case, Group

SIZES = (16, 17, 33, 63, 64, 100, 127, 128, 257, 512, 1000, 1024, 2048, 4096)
# Rows, columns, steps, and whether the right operand lies transposed.
SHAPES = [
    (2, 512, 512, False),
    (2, 512, 512, True),
    (8, 1024, 1024, True),
    (1024, 8, 1024, False),
    (1000, 17, 1000, False),
    (64, 10, 512, True),
    (512, 512, 8, False),
    (16, 16, 100_000, True),
]


def shape_case(m: int, n: int, k: int, turned: bool) -> Case:
    """A product of this shape; `turned`: by a transposed matrix."""
    right = f"rand({n}, {k}).T" if turned else f"rand({k}, {n})"
    name = f"{m}x{k} by {k}x{n}{' transposed' if turned else ''}"
    return Case(name, "a @ b", "a @ b", f"a, b = rand({m}, {k}), {right}")


def square(n: int) -> Case:
    """A product of two n x n matrices in float32."""
    return Case(f"{n}", "a @ b", "a @ b", f"a, b = rand({n}, {n}), rand({n}, {n})")


MATMUL = Group(
    "matmul",
    "Matrix products by size and shape, float32 unless named",
    tensor_setup="rand = lib.rand",
    numpy_setup="""
generator = lib.random.default_rng(0)
rand = lambda *shape: generator.random(shape, lib.float32)
""",
    cases=[
        *(square(n) for n in SIZES),
        *(shape_case(*shape) for shape in SHAPES),
        Case(
            "1000, left transposed",
            "a.T @ b",
            "a.T @ b",
            "a, b = rand(1000, 1000), rand(1000, 1000)",
        ),
        Case(
            "1000 batches of 16",
            "a @ b",
            "a @ b",
            "a, b = rand(1000, 16, 16), rand(1000, 16, 16)",
        ),
        Case(
            "8 batches of 256",
            "a @ b",
            "a @ b",
            "a, b = rand(8, 256, 256), rand(8, 256, 256)",
        ),
        Case("1024, bfloat16", "a @ b", None, "a = b = rand(1024, 1024).bfloat16()"),
        Case("1024, float16", "a @ b", None, "a = b = rand(1024, 1024).half()"),
    ],
)
