"""Calls on 8 elements: the cost of a call, as nothing else is left."""

from benchmarks.case import Case, Group

CALLS = Group(
    "calls",
    "Calls on 8 elements",
    tensor_setup="""
x, y, acc = lib.ones(8), lib.ones(8), lib.zeros(8)
g = lib.ones(8, requires_grad=True)
s = lib.tensor(1.5)
a, b = lib.ones(4, 4), lib.ones(4, 4)
values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
""",
    numpy_setup="""
x, y, acc = (f(8, lib.float32) for f in (lib.ones, lib.ones, lib.zeros))
s = lib.array(1.5, lib.float32)
a, b = lib.ones((4, 4), lib.float32), lib.ones((4, 4), lib.float32)
values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
""",
    mean={"numpy": 2.5, "torch": 10},
    worst={"numpy": 1},
    cases=[
        Case("add", "x + y", "x + y"),
        Case("add a Python scalar", "x + 2.0", "x + 2.0"),
        Case("add, recording the gradient", "g + y", "x + y"),
        Case("exp", "lib.exp(x)", "lib.exp(x)"),
        Case("sum", "x.sum()", "x.sum()"),
        Case("integer index", "x[3]", "x[3]"),
        Case("slice", "x[2:6]", "x[2:6]"),
        Case("reshape", "x.reshape(2, 4)", "x.reshape(2, 4)"),
        Case("item", "s.item()", "s.item()"),
        Case("zeros", "lib.zeros(8)", "lib.zeros(8)"),
        Case("from a list", "lib.tensor(values)", "lib.array(values)"),
        Case("in-place add", "acc += y", "acc += y"),
        Case("4x4 matmul", "a @ b", "a @ b"),
    ],
)
