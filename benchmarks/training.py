"""The programs behind the gradient benchmarks, one text for ctensor and PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import ModuleType
from typing import Any


def scalar_chain(x: Any, length: int) -> None:
    """`length` ops, each on the result of the one before, then backward to x."""
    x.grad = None
    y = x
    for _ in range(length // 4):
        y = (y * x + x).sin() - x
    y.backward()


def gather_step(x: Any, index: Any, gradient: Any) -> None:
    """Reads rows of x and adds the gradient back into them."""
    x.grad = None
    x[index].backward(gradient)


def training_step(
    lib: ModuleType, sizes: list[int], batch: int, optimizer: str
) -> Callable[[], None]:
    """A classifier of these layer sizes, and a function that trains it one step.

    The data is random and the learning rate small, so that each step does the same work
    on numbers of the same size however often it runs.
    """
    nn = lib.nn
    lib.manual_seed(0)
    layers: list[Any] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    loss_function = nn.CrossEntropyLoss()
    update = getattr(lib.optim, optimizer)(model.parameters(), lr=1e-6)
    x = lib.randn(batch, sizes[0])
    labels = lib.randint(0, sizes[-1], (batch,))

    def step() -> None:
        update.zero_grad()
        loss_function(model(x), labels).backward()
        update.step()

    return step
