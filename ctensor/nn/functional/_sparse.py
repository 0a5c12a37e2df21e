"""Classes as vectors."""

from __future__ import annotations

import ctensor as ct


def one_hot(tensor: ct.Tensor, num_classes: int = -1) -> ct.Tensor:
    """int64 tensor of shape (*, num_classes), 1 at the class and 0 elsewhere.

    `num_classes` of -1 means one more than the largest class.
    """
    if not isinstance(tensor, ct.Tensor):
        raise TypeError(
            f"one_hot: expected tensor: Tensor, got {type(tensor).__name__}"
        )
    if tensor.dtype != ct.int64:
        raise RuntimeError(f"one_hot: expected an int64 tensor, got {tensor.dtype}")
    if num_classes == -1:
        if tensor.numel() == 0:
            raise RuntimeError(
                "Can not infer total number of classes from empty tensor."
            )
        num_classes = int(tensor.max()) + 1
    if tensor.numel() and int(tensor.min()) < 0:
        raise RuntimeError("Class values must be non-negative.")
    if tensor.numel() and int(tensor.max()) >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    classes = ct.arange(num_classes, device=tensor.device)
    return (tensor.unsqueeze(-1) == classes).to(ct.int64)
