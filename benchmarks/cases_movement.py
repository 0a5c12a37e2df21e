"""Data moved and not computed with: rows taken, picked, turned, joined, repeated."""

from benchmarks.case import Case, Group

MOVEMENT = Group(
    "movement",
    "Movement, 4 to 6 million elements of float32",
    settings=True,
    mean={"torch": 1.5},
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
n = 4_000_000
x = lib.randn(n)
m, mask = x.reshape(2000, 2000), x > 0
table, values = lib.randn(50_000, 64), lib.randn(100_000, 64)
at, lists = lib.randint(0, 50_000, (100_000,)), lib.randint(1, 4, (50_000,))
images, heads = lib.randn(32, 64, 56, 56), lib.randn(16, 256, 16, 64)
""",
    numpy_setup="""
n = 4_000_000
generator = lib.random.default_rng(0)
randn = lambda *shape: generator.standard_normal(shape, lib.float32)
x = randn(n)
m, mask = x.reshape(2000, 2000), x > 0
table, values = randn(50_000, 64), randn(100_000, 64)
at, lists = generator.integers(0, 50_000, 100_000), generator.integers(1, 4, 50_000)
images, heads = randn(32, 64, 56, 56), randn(16, 256, 16, 64)
""",
    cases=[
        Case("row gather", "table[at]", "table[at]"),
        Case("boolean mask", "x[mask]", "x[mask]"),
        Case("boolean mask of rows", "m[mask[:2000]]", "m[mask[:2000]]"),
        Case("transpose copy", "m.T.contiguous()", "m.T.copy()"),
        Case(
            "4-d permute, channels last",
            "images.permute(0, 2, 3, 1).contiguous()",
            "images.transpose(0, 2, 3, 1).copy()",
        ),
        Case(
            "4-d permute, heads",
            "heads.permute(0, 2, 1, 3).contiguous()",
            "heads.transpose(0, 2, 1, 3).copy()",
        ),
        Case(
            "4-d permute, reversed",
            "heads.permute(3, 2, 1, 0).contiguous()",
            "heads.transpose(3, 2, 1, 0).copy()",
        ),
        Case("cat of rows", "lib.cat([m, m])", "lib.concatenate([m, m])"),
        Case("cat of columns", "lib.cat([m, m], 1)", "lib.concatenate([m, m], 1)"),
        Case(
            "repeat_interleave by 4",
            "x[:1_000_000].repeat_interleave(4)",
            "x[:1_000_000].repeat(4)",
        ),
        Case(
            "repeat_interleave of rows",
            "table.repeat_interleave(lists, 0)",
            "table.repeat(lists, 0)",
        ),
        Case(
            "index_add",
            "table.index_add(0, at, values)",
            "out = table.copy(); lib.add.at(out, at, values)",
        ),
        Case("nonzero", "mask.nonzero()", "lib.argwhere(mask)"),
        Case("nonzero, 2-d", "(m > 0).nonzero()", "lib.argwhere(m > 0)"),
    ],
)
