"""A training script as users write it: no checker has anything to say."""

from collections.abc import Iterator

import numpy as np
from typing_extensions import assert_type

import ctensor as ct
import ctensor as torch
import ctensor.nn.functional as F
from ctensor import Tensor, nn
from ctensor.utils.data import DataLoader, Dataset, TensorDataset, random_split


class Net(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, width), nn.ReLU())
        self.heads = nn.ModuleList([nn.Linear(width, 1) for _ in range(2)])
        self.scale = nn.Parameter(ct.ones(1))
        self.register_buffer("mean", ct.zeros(3))

    def forward(self, x: Tensor) -> Tensor:
        x = self.layers(x - self.mean)
        return F.gelu(sum((head(x) for head in self.heads), ct.zeros(1))) * self.scale


class Squares(Dataset[tuple[Tensor, int]]):
    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return ct.tensor([index**2.0]), index

    def __len__(self) -> int:
        return 10


def train(model: nn.Module, batches: Iterator[tuple[Tensor, Tensor]]) -> list[float]:
    optimizer = ct.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99))
    schedule = ct.optim.lr_scheduler.StepLR(optimizer, step_size=10)
    losses = []
    for pixels, labels in batches:
        optimizer.zero_grad()
        loss = F.mse_loss(model(pixels), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    schedule.step()
    return losses


@ct.no_grad()
def predict(model: nn.Module, x: Tensor) -> Tensor:
    scores: Tensor = model.eval()(x)
    return scores.argmax(dim=1)


def loaders() -> None:
    data = TensorDataset(ct.zeros(8, 3), ct.zeros(8))
    first, second = random_split(data, [6, 2])
    loader = DataLoader(first, batch_size=2, shuffle=True)
    for x, y in loader:
        x + y
    assert_type(data[0], tuple[Tensor, ...])
    for x, index in DataLoader(Squares(), batch_size=None):
        x * index
    assert len(second) == 2


class Double(ct.autograd.Function):
    @staticmethod
    def forward(ctx: ct.FunctionCtx, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx: ct.FunctionCtx, grad: Tensor) -> Tensor:
        return grad * 2


state = Net(4).state_dict()
Net(4).load_state_dict(state)
model = Net(4).to(ct.float64).train()
assert_type(model, Net)
assert_type(predict(model, ct.zeros(2, 3)), Tensor)
assert isinstance(Double.apply(ct.ones(2)), torch.Tensor)
weights = {name: p.detach().numpy() for name, p in model.named_parameters()}
assert_type(weights["scale"], np.ndarray)
