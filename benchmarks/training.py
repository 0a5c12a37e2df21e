"""The programs behind the gradient benchmarks, one text for ctensor and PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import ModuleType
from typing import Any

from benchmarks.networks import NETWORKS, Parts


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


def stepper(lib: ModuleType, model: Any, optimizer: str, **options: Any) -> Any:
    """A function that trains a classifier one step, with these inputs and labels.

    The learning rate is small, so that each step does the same work on numbers of the
    same size however often it runs.
    """
    loss_function = lib.nn.CrossEntropyLoss()
    update = getattr(lib.optim, optimizer)(model.parameters(), lr=1e-6, **options)

    def step(x: Any, labels: Any) -> None:
        update.zero_grad()
        loss_function(model(x), labels).backward()
        update.step()

    return step


def mlp(lib: ModuleType, sizes: list[int], batch: int) -> Parts:
    """A classifier of these layer sizes, random input and labels."""
    nn = lib.nn
    layers: list[Any] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    x, labels = lib.randn(batch, sizes[0]), lib.randint(0, sizes[-1], (batch,))
    return nn.Sequential(*layers[:-1]), x, labels


def training_step(
    lib: ModuleType, sizes: list[int], batch: int, optimizer: str
) -> Callable[[], None]:
    """A step of an `mlp`."""
    lib.manual_seed(0)
    model, x, labels = mlp(lib, sizes, batch)
    step = stepper(lib, model, optimizer)
    return lambda: step(x, labels)


def network_step(lib: ModuleType, name: str) -> Callable[[], None]:
    """A step of one of `networks` on random data."""
    lib.manual_seed(0)
    network = NETWORKS[name]
    model, x, labels = network.make(lib)
    step = stepper(lib, model, network.optimizer, **network.options)
    return lambda: step(x, labels)
