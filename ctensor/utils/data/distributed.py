"""DistributedSampler: each of several processes takes its part of a dataset."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sized

import ctensor as ct
from ctensor.utils.data.sampler import Sampler

__all__ = ["DistributedSampler"]


class DistributedSampler(Sampler[int]):
    """Every `num_replicas`-th index from `rank` on, in an order that all share.

    With `shuffle` the order is drawn from `seed` and the epoch: call `set_epoch` before
    each, or all are the same. Where the parts would differ in size some samples come
    twice, or with `drop_last` are left out. Raises RuntimeError where `num_replicas` or
    `rank` is not given and there is no `ctensor.distributed` to ask, and ValueError for
    a rank that is out of range.
    """

    def __init__(
        self,
        dataset: Sized,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ) -> None:
        distributed = getattr(ct, "distributed", None)
        if (num_replicas is None or rank is None) and not (
            distributed and distributed.is_available()
        ):
            raise RuntimeError("Requires distributed package to be available")
        if distributed is not None:
            if num_replicas is None:
                num_replicas = distributed.get_world_size()
            if rank is None:
                rank = distributed.get_rank()
        assert num_replicas is not None
        assert rank is not None
        if not 0 <= rank < num_replicas:
            raise ValueError(
                f"Invalid rank {rank}, rank should be in the interval "
                f"[0, {num_replicas - 1}]"
            )
        self.dataset = dataset
        self.num_replicas = num_replicas
        self.rank = rank
        self.epoch = 0
        self.drop_last = drop_last
        each = len(dataset) / num_replicas
        self.num_samples = math.floor(each) if drop_last else math.ceil(each)
        self.total_size = self.num_samples * num_replicas
        self.shuffle = shuffle
        self.seed = seed

    def __iter__(self) -> Iterator[int]:
        size = len(self.dataset)
        if self.shuffle:
            generator = ct.Generator().manual_seed(self.seed + self.epoch)
            order = ct.randperm(size, generator=generator).tolist()
        else:
            order = list(range(size))
        if not self.drop_last and size:
            order *= -(-self.total_size // size)
        return iter(order[self.rank : self.total_size : self.num_replicas])

    def __len__(self) -> int:
        return self.num_samples

    def set_epoch(self, epoch: int) -> None:
        """Draw another order from now on, the same in all processes."""
        self.epoch = epoch
