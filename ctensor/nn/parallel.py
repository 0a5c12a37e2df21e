"""Modules on several devices at once, of which there is one here: `torch.nn.parallel`.

Several processes, DistributedDataParallel, are not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor.nn.modules.module import Module

__all__ = ["DataParallel", "data_parallel"]


class DataParallel(Module):
    """Calls `module`, on the one device there is: as PyTorch's without a GPU.

    `device_ids` then says nothing. With an accelerator it may name one device, on which
    the module has to be; RuntimeError for several, as batches are not divided.

    >>> model = nn.DataParallel(nn.Linear(2, 1))
    >>> list(model.state_dict())
    ['module.weight', 'module.bias']
    """

    def __init__(
        self,
        module: Module,
        device_ids: Sequence[Any] | None = None,
        output_device: Any = None,
        dim: int = 0,
    ) -> None:
        super().__init__()
        self.module = module
        self.dim = dim
        self.device_ids: list[Any] = []
        self.output_device = output_device
        if ct.accelerator.is_available():
            _check_one(device_ids)
            self.device_ids = list(device_ids or [ct.cuda.current_device()])

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the module gives."""
        return self.module(*inputs, **kwargs)


def _check_one(device_ids: Sequence[Any] | None) -> None:
    if device_ids is not None and len(device_ids) > 1:
        raise RuntimeError(
            "DataParallel: expected one device, as batches are not divided among "
            f"several, got {list(device_ids)}"
        )


def data_parallel(
    module: Module,
    inputs: Any,
    device_ids: Sequence[Any] | None = None,
    output_device: Any = None,
    dim: int = 0,
    module_kwargs: dict[str, Any] | None = None,
) -> Any:
    """Call `module` as DataParallel does; `inputs` is a tuple of arguments, or one.

    >>> data_parallel(nn.Identity(), ct.ones(2))
    tensor([1., 1.])
    """
    if inputs is None:
        inputs = ()
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    wrapped = DataParallel(module, device_ids, output_device, dim)
    return wrapped(*given, **(module_kwargs or {}))
