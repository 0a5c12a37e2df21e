"""Mistakes: the lines that end in `error` are those that a checker marks, no others."""

import ctensor as ct
from ctensor import Tensor, nn
from ctensor.utils.data import DataLoader, Dataset

x = ct.zeros(2)
x.no_such_method()  # error
ct.no_such_function(x)  # error
ct.nn.NoSuchLayer()  # error
ct.zeros(2, dtype=3)  # error
ct.zeros(2, dtipe=ct.float32)  # error
ct.sin("x")  # error
ct.cat(x)  # error
ct.sum(x, dim="rows")  # error
ct.tensor()  # error
nn.Linear(3)  # error
nn.Linear(3, "4")  # error
ct.optim.SGD()  # error
x.requires_grad = "yes"  # error
x.shape = (2, 1)  # error
number: int = x.sum()  # error
values, indices, more = x.max(dim=0)  # error
x.max(dim=0).places  # error
ct.return_types.add  # error
ct.max(x, 0, out=x)  # error
ct.div(x, x, rounding_mode="flor")  # error
nn.functional.gelu(x, approximate="tan")  # error
x.backward(retain_grad=True)  # error
ct.manual_seed("three")  # error


class Words(Dataset[str]):
    def __getitem__(self, index: int) -> int:  # error
        return index

    def __len__(self) -> int:
        return 3


DataLoader(3)  # error


@ct.no_grad()
def f(x: Tensor) -> Tensor:
    return x


f(3)  # error
