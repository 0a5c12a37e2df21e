"""Products as layers have them: attention, linear and gelu, batches, other dtypes."""

from benchmarks.case import Case, Group

SCORES = "'bhqd,bhkd->bhqk'"
VALUES = "'bhqk,bhkd->bhqd'"

BATCHES = Group(
    "batches",
    "Products in layers, float32 where no other is given",
    settings=True,
    mean={"torch": 1.5},
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
F, rand = lib.nn.functional, lib.rand
q, k, v = (rand(8, 8, 256, 64) for _ in range(3))
weights = lib.einsum('bhqd,bhkd->bhqk', q, k)
x, w, b = rand(512, 768) - 0.5, rand(3072, 768) - 0.5, rand(3072)
left, right = rand(64, 128, 128), rand(64, 128, 128)
d1, d2 = (rand(512, 512).to(lib.float64) for _ in range(2))
h1, h2 = (rand(512, 512).to(lib.bfloat16) for _ in range(2))
""",
    numpy_setup="""
generator = lib.random.default_rng(0)
rand = lambda *shape: generator.random(shape, lib.float32)
q, k, v = (rand(8, 8, 256, 64) for _ in range(3))
weights = q @ k.swapaxes(2, 3)
left, right = rand(64, 128, 128), rand(64, 128, 128)
d1, d2 = generator.random((512, 512)), generator.random((512, 512))
""",
    cases=[
        Case(
            "attention, scores", f"lib.einsum({SCORES}, q, k)", "q @ k.swapaxes(2, 3)"
        ),
        Case("attention, values", f"lib.einsum({VALUES}, weights, v)", "weights @ v"),
        Case("linear and gelu", "F.gelu(F.linear(x, w, b))"),
        Case("64 of 128x128", "left @ right", "left @ right"),
        Case("512, float64", "d1 @ d2", "d1 @ d2"),
        Case("512, bfloat16", "h1 @ h2"),
    ],
)
