"""Gradients: a chain of scalar ops, and whole eager training steps."""

from benchmarks.case import Case, Group

AUTOGRAD = Group(
    "autograd",
    "Forward and backward of a chain of 100 scalar ops",
    tensor_setup="""
from benchmarks.training import scalar_chain
x = lib.tensor(0.5, requires_grad=True)
""",
    cases=[Case("100 ops", "scalar_chain(x, 100)", target={"torch": 10})],
)

TRAINING = Group(
    "training",
    "Training steps, eager",
    tensor_setup="from benchmarks.training import training_step",
    cases=[
        Case(
            "4-16-16-3, batch 16, SGD",
            "step()",
            setup="step = training_step(lib, [4, 16, 16, 3], 16, 'SGD')",
            target={"torch": 6},
        ),
        Case(
            "64-128-64-10, batch 64, Adam",
            "step()",
            setup="step = training_step(lib, [64, 128, 64, 10], 64, 'Adam')",
            target={"torch": 3},
        ),
        Case(
            "784-512-512-10, batch 128, Adam",
            "step()",
            setup="step = training_step(lib, [784, 512, 512, 10], 128, 'Adam')",
            target={"torch": 1.5},
        ),
        Case(
            "Linear(1000, 10), batch 64, Adam",
            "step()",
            setup="step = training_step(lib, [1000, 10], 64, 'Adam')",
            target={"torch": 4},
        ),
    ],
)
