"""The networks of the training benchmarks, one text for ctensor and PyTorch.

Each function gives a model, its input and its labels, drawn by the library's own
generator; `benchmarks.training` trains them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, NamedTuple

Parts = tuple[Any, Any, Any]  # model, input, labels


class Network(NamedTuple):
    """What makes a network and its data, and the optimizer that trains it."""

    make: Callable[[ModuleType], Parts]
    optimizer: str
    options: Mapping[str, Any] = {}


def lenet(lib: ModuleType) -> Parts:
    """LeNet-5 with rectifiers and max pooling, on 64 images of 28 x 28."""
    nn = lib.nn
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )
    return model, lib.randn(64, 1, 28, 28), lib.randint(0, 10, (64,))


def residual(lib: ModuleType) -> Parts:
    """Six convolutions of 16 to 32 channels with batch norm and two shortcuts.

    On 32 images of 3 x 32 x 32.
    """
    nn = lib.nn

    class Block(nn.Module):
        """relu(x + two convolutions of x), x through one of 1x1 where it widens."""

        def __init__(self, below: int, width: int, stride: int) -> None:
            super().__init__()
            options = {"padding": 1, "bias": False}
            self.conv1 = nn.Conv2d(below, width, 3, stride, **options)
            self.norm1 = nn.BatchNorm2d(width)
            self.conv2 = nn.Conv2d(width, width, 3, **options)
            self.norm2 = nn.BatchNorm2d(width)
            self.relu = nn.ReLU()
            self.way = nn.Sequential()
            if stride > 1 or below != width:
                self.way = nn.Sequential(
                    nn.Conv2d(below, width, 1, stride, bias=False),
                    nn.BatchNorm2d(width),
                )

        def forward(self, x: Any) -> Any:
            y = self.norm2(self.conv2(self.relu(self.norm1(self.conv1(x)))))
            return self.relu(y + self.way(x))

    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        Block(16, 16, 1),
        Block(16, 32, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    )
    return model, lib.randn(32, 3, 32, 32), lib.randint(0, 10, (32,))


def gpt(lib: ModuleType) -> Parts:
    """Two blocks of causal attention, 128 wide with 4 heads, on 8 x 64 tokens of 65."""
    nn, functional = lib.nn, lib.nn.functional

    class Block(nn.Module):
        """Attention and a network of two layers, each behind a norm."""

        def __init__(self, width: int, heads: int) -> None:
            super().__init__()
            self.heads = heads
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = (
                nn.Linear(width, 4 * width),
                nn.Linear(4 * width, width),
            )

        def forward(self, x: Any) -> Any:
            n, t, width = x.shape
            parts = self.qkv(self.norm1(x)).split(width, dim=2)
            q, k, v = (
                part.view(n, t, self.heads, width // self.heads).transpose(1, 2)
                for part in parts
            )
            y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(y.transpose(1, 2).reshape(n, t, width))
            return x + self.down(functional.gelu(self.up(self.norm2(x))))

    class Model(nn.Module):
        """Embeddings of tokens and places, blocks, logits of the next token."""

        def __init__(self) -> None:
            super().__init__()
            self.tokens, self.places = nn.Embedding(65, 128), nn.Embedding(64, 128)
            self.blocks = nn.Sequential(Block(128, 4), Block(128, 4))
            self.norm, self.head = nn.LayerNorm(128), nn.Linear(128, 65)
            self.register_buffer("order", lib.arange(64))

        def forward(self, x: Any) -> Any:
            y = self.blocks(self.tokens(x) + self.places(self.order))
            return self.head(self.norm(y)).flatten(0, 1)

    return Model(), lib.randint(0, 65, (8, 64)), lib.randint(0, 65, (512,))


def lstm(lib: ModuleType) -> Parts:
    """An LSTM of 64 units over 32 series of 40 steps of 16, classified at the end."""
    nn = lib.nn

    class Model(nn.Module):
        """The last output through a linear layer."""

        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(16, 64, batch_first=True)
            self.head = nn.Linear(64, 10)

        def forward(self, x: Any) -> Any:
            return self.head(self.lstm(x)[0][:, -1])

    return Model(), lib.randn(32, 40, 16), lib.randint(0, 10, (32,))


NETWORKS = {
    "LeNet": Network(lenet, "SGD", {"momentum": 0.9}),
    "residual CNN": Network(residual, "SGD", {"momentum": 0.9}),
    "GPT": Network(gpt, "AdamW"),
    "LSTM": Network(lstm, "Adam"),
}
