"""Datasets and loading of batches."""

from ctensor._package import adopt as _adopt
from ctensor.utils.data import readers
from ctensor.utils.data.collate import (
    default_collate,
    default_collate_fn_map,
    default_convert,
)
from ctensor.utils.data.dataloader import DataLoader
from ctensor.utils.data.dataset import (
    ChainDataset,
    ColumnDataset,
    ConcatDataset,
    Dataset,
    IterableDataset,
    StackDataset,
    Subset,
    TensorDataset,
    random_split,
)
from ctensor.utils.data.distributed import DistributedSampler
from ctensor.utils.data.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)
from ctensor.utils.data.worker import WorkerInfo, get_worker_info

__all__ = [
    "BatchSampler",
    "ChainDataset",
    "ColumnDataset",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "DistributedSampler",
    "IterableDataset",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "StackDataset",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "WeightedRandomSampler",
    "WorkerInfo",
    "default_collate",
    "default_collate_fn_map",
    "default_convert",
    "get_worker_info",
    "random_split",
    "readers",
]

_adopt(__name__)
