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


def network(name: str, title: str) -> Case:
    """A step of one of benchmarks.networks."""
    return Case(title, "step()", setup=f"step = network_step(lib, {name!r})")


def mlp(title: str, arguments: str, target: float) -> Case:
    """A step of an MLP."""
    setup = f"step = training_step(lib, {arguments})"
    return Case(title, "step()", setup=setup, target={"torch": target})


TRAINING = Group(
    "training",
    "Training steps, eager",
    tensor_setup="from benchmarks.training import network_step, training_step",
    cases=[
        mlp("4-16-16-3, batch 16, SGD", "[4, 16, 16, 3], 16, 'SGD'", 6),
        mlp("64-128-64-10, batch 64, Adam", "[64, 128, 64, 10], 64, 'Adam'", 4),
        mlp("784-512-512-10, batch 128, Adam", "[784, 512, 512, 10], 128, 'Adam'", 1.5),
        mlp("Linear(1000, 10), batch 64, Adam", "[1000, 10], 64, 'Adam'", 4),
        network("LeNet", "LeNet, batch 64 of 28x28, SGD"),
        network("residual CNN", "residual CNN, batch 32 of 32x32, SGD"),
        network("GPT", "GPT, 2 x 128, batch 8 of 64, AdamW"),
        network("LSTM", "LSTM, 64 units, batch 32 of 40 steps, Adam"),
    ],
    mean={"torch": 2},
    worst={"torch": 1},
    settings=True,
)

INFERENCE = Group(
    "inference",
    "A 64-64-10 MLP on one sample, no gradients",
    tensor_setup="""
from benchmarks.training import mlp
model, x, _ = mlp(lib, [64, 64, 10], 1)
model.eval()
def infer():
    with lib.no_grad():
        return model(x)
def mode():
    with lib.inference_mode():
        return model(x)
""",
    cases=[
        Case("no_grad", "infer()", target={"torch": 10}),
        Case("inference_mode", "mode()", target={"torch": 10}),
    ],
)
