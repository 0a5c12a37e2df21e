"""Train a network on handwritten digits, from arrays to pictures.

The data are scikit-learn's 1,797 scanned digits of 8x8 grey pixels. Three quarters
train a multilayer perceptron, the rest tests it. Pictures go to demo-output/.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from tqdm import tqdm

import ctensor as ct
from ctensor import nn
from ctensor.utils.data import DataLoader, Subset, TensorDataset, random_split

Samples = tuple[ct.Tensor, ...]  # the pixels of a digit, and which it is


def load_data(generator: ct.Generator) -> list[Subset[Samples]]:
    """The digits as tensors over scikit-learn's arrays, split at random."""
    digits: Any = load_digits()
    pixels = (digits.data / 16).astype(np.float32)  # (1797, 64), 0 to 1
    samples = TensorDataset(ct.from_numpy(pixels), ct.from_numpy(digits.target))
    return random_split(samples, [0.75, 0.25], generator)


def make_model() -> nn.Sequential:
    """64 pixels in, 10 logits out."""
    return nn.Sequential(
        nn.Linear(64, 256),
        nn.ReLU(),
        nn.Dropout(0.4),
        nn.Linear(256, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def train(
    model: nn.Module, samples: Subset[Samples], epochs: int, generator: ct.Generator
) -> tuple[list[float], float]:
    """Train the model; returns the mean loss of each epoch and the seconds a step."""
    loader = DataLoader(samples, batch_size=64, shuffle=True, generator=generator)
    optimizer = ct.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.1)
    schedule = ct.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    loss_fn = nn.CrossEntropyLoss()
    history = []
    start = time.perf_counter()
    progress = tqdm(range(epochs), desc="training", unit="epoch")
    for _ in progress:
        losses = []
        for pixels, labels in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(pixels), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        schedule.step()
        history.append(sum(losses) / len(losses))
        progress.set_postfix(loss=f"{history[-1]:.4f}")
    seconds = time.perf_counter() - start
    return history, seconds / (epochs * len(loader))


@ct.no_grad()
def test(
    model: nn.Module, samples: Subset[Samples]
) -> tuple[ct.Tensor, ct.Tensor, ct.Tensor]:
    """The held-out pixels, their labels and what the model reads in them."""
    pixels, labels = next(iter(DataLoader(samples, batch_size=len(samples))))
    model.eval()
    return pixels, labels, model(pixels).argmax(dim=1)


def draw_loss(history: list[float], path: Path) -> None:
    """Save the loss curve."""
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.plot(range(1, len(history) + 1), history)
    axes.set(xlabel="epoch", ylabel="training loss", yscale="log")
    figure.savefig(path)
    plt.close(figure)


def draw_misread(
    pixels: ct.Tensor, labels: ct.Tensor, read: ct.Tensor, path: Path
) -> None:
    """Save the digits that were read wrongly, each with both labels."""
    wrong = read != labels
    pixels, labels, read = pixels[wrong], labels[wrong], read[wrong]
    columns = min(8, max(1, len(pixels)))
    rows = max(1, -(-len(pixels) // columns))
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(columns, 1.3 * rows),
        layout="constrained",
        squeeze=False,
    )
    for axes in grid.flat:
        axes.axis("off")
    for axes, image, truth, guess in zip(grid.flat, pixels, labels, read, strict=False):
        axes.imshow(image.reshape(8, 8), cmap="gray_r")
        axes.set_title(f"{int(truth)} read as {int(guess)}", fontsize=7)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> None:
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--output", type=Path, default=Path("demo-output"))
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)

    generator = ct.manual_seed(3)
    train_set, test_set = load_data(generator)
    model = make_model()
    print(f"{len(train_set)} digits to train, {len(test_set)} to test")
    print(model)

    view = model[0].weight.detach().numpy()  # the weight's own memory
    before = view[0, 20:24].copy()
    history, seconds = train(model, train_set, options.epochs, generator)
    print(f"a NumPy view of a weight, before: {before}")
    print(f"the same view after training:     {view[0, 20:24]}")

    pixels, labels, read = test(model, test_set)
    accuracy = (read == labels).float().mean().item()
    draw_loss(history, options.output / "loss.png")
    draw_misread(pixels, labels, read, options.output / "misread.png")
    print(f"pictures: {options.output}/loss.png, {options.output}/misread.png")
    print(f"training loss {history[-1]:.4f}, test accuracy {accuracy:.4f}")
    print(f"time per step: {seconds * 1e6:.0f} us")


if __name__ == "__main__":
    main()
