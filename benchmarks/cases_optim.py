"""Steps of optimizers: over many small parameters, and over a large one."""

from benchmarks.case import Case, Group

NAMES = ["SGD", "Adam", "AdamW", "NAdam", "RAdam", "Adamax", "Adagrad", "Adadelta"]
NAMES += ["RMSprop", "Rprop", "ASGD", "Adafactor"]

SETUP = """
def make(kind, count, shape):
    params = [lib.randn(shape).requires_grad_() for _ in range(count)]
    for p in params:
        p.grad = lib.randn(shape)
    return getattr(lib.optim, kind)(params, lr=1e-6).step
"""


def steps(name: str, title: str, arguments: str, target: float) -> Group:
    """One step of each optimizer."""
    return Group(
        name,
        title,
        tensor_setup=SETUP,
        cases=[
            Case(
                kind,
                "step()",
                setup=f"step = make({kind!r}, {arguments})",
                target={"torch": target} if kind == "Adam" else {},
            )
            for kind in NAMES
        ],
    )


OPTIM = steps(
    "optim", "One step over 100 parameters of 25 x 40 numbers", "100, (25, 40)", 10
)
OPTIM_LARGE = steps(
    "optim-large", "One step over 1000 x 1000 numbers", "1, (1000, 1000)", 2
)
