"""Where PyTorch's scripts look for what collates: `torch.utils.data._utils.collate`."""

from ctensor.utils.data._utils import collate

__all__ = ["collate"]
