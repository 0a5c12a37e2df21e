"""The process's random stream: `torch.random`'s names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ctensor._C import Generator, Tensor, default_generator

__all__ = [
    "Generator",
    "default_generator",
    "fork_rng",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "seed",
    "set_rng_state",
]


def manual_seed(seed: int) -> Generator:
    """Starts the stream of `seed`, from -2**63 to 2**64-1, on all devices.

    Returns the default generator. ValueError for a seed out of that range.
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Takes a seed that nobody can foresee from the system, and returns it."""
    return default_generator.seed()


def initial_seed() -> int:
    """The seed that the stream was started with."""
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """Seed and position of the stream, as a uint8 tensor of shape [16]."""
    return default_generator.get_state()


def set_rng_state(new_state: Tensor) -> None:
    """Goes back to what `get_rng_state` gave.

    TypeError unless it is a uint8 tensor, RuntimeError unless it has shape [16].
    """
    default_generator.set_state(new_state)


@contextmanager
def fork_rng(
    devices: Iterable[Any] | None = None,
    enabled: bool = True,
    device_type: str | None = None,
) -> Iterator[None]:
    """Inside, random numbers may be drawn; afterwards the stream is where it was.

    There is one stream for all devices, so `devices` and `device_type` change nothing.
    """
    state = get_rng_state()
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)
