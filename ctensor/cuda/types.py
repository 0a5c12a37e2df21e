"""FloatTensor and its kin of a GPU: names that programs choose by `is_available()`."""

from __future__ import annotations

from typing import Any, NoReturn

from ctensor._C import Tensor
from ctensor._factories import DTYPES, _TensorType

__all__ = [
    "BFloat16Tensor",
    "BoolTensor",
    "ByteTensor",
    "CharTensor",
    "DoubleTensor",
    "FloatTensor",
    "HalfTensor",
    "IntTensor",
    "LongTensor",
    "ShortTensor",
]


class _CudaType(_TensorType):
    """Their type: instances are tensors of one dtype on a GPU."""

    is_cuda = True

    def __call__(self, *args: Any, device: Any = None) -> NoReturn:
        raise TypeError(
            f"type ctensor.cuda.{self.__name__} not available: expected a CUDA device, "
            "but no CUDA backend is loaded"
        )

    def __instancecheck__(self, instance: Any) -> bool:
        return (
            isinstance(instance, Tensor)
            and instance.is_cuda
            and instance.dtype == self.dtype
        )

    def __repr__(self) -> str:
        return f"<class 'ctensor.cuda.{self.__name__}'>"


def _cuda_type(name: str) -> Any:
    doc = f"{name} of a GPU; TypeError without one."
    names = {"dtype": DTYPES[name], "__doc__": doc, "__module__": "ctensor.cuda"}
    return _CudaType(name, (), names)


BFloat16Tensor = _cuda_type("BFloat16Tensor")
BoolTensor = _cuda_type("BoolTensor")
ByteTensor = _cuda_type("ByteTensor")
CharTensor = _cuda_type("CharTensor")
DoubleTensor = _cuda_type("DoubleTensor")
FloatTensor = _cuda_type("FloatTensor")
HalfTensor = _cuda_type("HalfTensor")
IntTensor = _cuda_type("IntTensor")
LongTensor = _cuda_type("LongTensor")
ShortTensor = _cuda_type("ShortTensor")
