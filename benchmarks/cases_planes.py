"""2000 x 2000 float32 numbers folded, ordered and counted: down, across and whole."""

from benchmarks.case import Case, Group

# What is written for each of them, with {dim} for the axis, and of all elements;
# ctensor's and PyTorch's text, then NumPy's.
FOLDS = {
    "sum": ("m.sum({dim})", "m.sum({dim})"),
    "mean": ("m.mean({dim})", "m.mean({dim})"),
    "max": ("m.amax({dim})", "m.max({dim})"),
    "argmax": ("m.argmax({dim})", "m.argmax({dim})"),
    "var": ("m.var({dim})", "m.var({dim}, ddof=1)"),
    "norm": ("lib.linalg.vector_norm(m, 2, {dim})", "lib.linalg.norm(m, None, {dim})"),
    "softmax": ("m.softmax({dim})", None),
    "logsumexp": ("m.logsumexp({dim})", None),
    "cumsum": ("m.cumsum({dim})", "m.cumsum({dim})"),
    "sort": (
        "m.sort({dim})",
        "lib.take_along_axis(m, lib.argsort(m, {dim}), {dim})",
    ),
    "topk": ("m.topk(10, {dim})", None),
    "median": ("m.median({dim})", "lib.median(m, {dim})"),
}
WHOLE = {
    "sum": ("m.sum()", "m.sum()"),
    "mean": ("m.mean()", "m.mean()"),
    "max": ("m.amax()", "m.max()"),
    "argmax": ("m.argmax()", "m.argmax()"),
    "var": ("m.var()", "m.var(ddof=1)"),
    "norm": ("lib.linalg.vector_norm(m)", "lib.linalg.norm(m)"),
    "softmax": ("line.softmax(0)", None),
    "logsumexp": ("m.logsumexp((0, 1))", None),
    "cumsum": ("line.cumsum(0)", "line.cumsum(0)"),
    "sort": ("line.sort()", "line[lib.argsort(line)]"),
    "topk": ("line.topk(10)", None),
    "median": ("m.median()", "lib.median(m)"),
}


def places(name: str) -> list[Case]:
    """Of columns, of rows and of all elements."""
    tensor, numpy = FOLDS[name]
    return [
        *(
            Case(
                f"{name}, {word}",
                tensor.format(dim=dim),
                numpy and numpy.format(dim=dim),
            )
            for dim, word in enumerate(("columns", "rows"))
        ),
        Case(f"{name}, all", *WHOLE[name]),
    ]


PLANES = Group(
    "planes",
    "2000 x 2000, float32: of columns, of rows, of all",
    settings=True,
    mean={"torch": 1.5},
    worst={"numpy": 1, "torch": 1},
    tensor_setup="""
m = lib.randn(2000, 2000)
line, few = m.flatten(), (m * 100).to(lib.int64)
""",
    numpy_setup="""
m = lib.random.default_rng(0).standard_normal((2000, 2000), lib.float32)
line, few = m.reshape(-1), (m * 100).astype(lib.int64)
""",
    cases=[
        *(case for name in FOLDS for case in places(name)),
        Case("sorted values, columns", "lib.msort(m)", "lib.sort(m, 0)"),
        Case("sorted values, rows", "lib.msort(m.T)", "lib.sort(m.T, 0)"),
        Case("sorted values, all", "lib.msort(line)", "lib.sort(line)"),
        Case("unique rows", "m.unique(dim=0)", "lib.unique(m, axis=0)"),
        Case("unique columns", "m.unique(dim=1)", "lib.unique(m, axis=1)"),
        Case("unique, all", "m.unique()", "lib.unique(m)"),
        Case("unique of few, int64", "few.unique()", "lib.unique(few)"),
    ],
)
