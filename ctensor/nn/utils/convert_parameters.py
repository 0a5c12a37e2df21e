"""Parameters as one vector and back."""

from __future__ import annotations

from collections.abc import Iterable

import ctensor as ct

__all__ = ["parameters_to_vector", "vector_to_parameters"]


def parameters_to_vector(parameters: Iterable[ct.Tensor]) -> ct.Tensor:
    """All elements in one tensor of shape (total,); the gradient is recorded."""
    return ct.cat([param.reshape(-1) for param in parameters])


def vector_to_parameters(vec: ct.Tensor, parameters: Iterable[ct.Tensor]) -> None:
    """Make consecutive parts of `vec` the data of the parameters.

    Raises ValueError unless `vec` has as many elements as the parameters.
    """
    if not isinstance(vec, ct.Tensor):
        raise TypeError(
            f"vector_to_parameters: expected a Tensor, got {type(vec).__name__}"
        )
    parameters = list(parameters)
    total = sum(param.numel() for param in parameters)
    if vec.dim() != 1 or vec.numel() != total:
        raise ValueError(
            f"vector_to_parameters: expected a vector of {total} elements, got shape "
            f"{tuple(vec.shape)}"
        )
    start = 0
    for param in parameters:
        part = vec[start : start + param.numel()]
        param.data = part.reshape(param.shape).detach()
        start += param.numel()
