"""Small programs of many kinds beside PyTorch: losses of their first 100 steps.

usage: networks.py        (make compare runs it, in an environment with PyTorch)

Each is a function of the package, `lib`, as its users write it, and yields its losses.
Weights, data and what a program draws come from NumPy, the same for both. Losses are
compared in float64, where a hundred steps do not part what rounding parts, and in
float32 as far as that goes: FLOAT32 has the bound of each.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

import ctensor as ct

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from benchmarks.networks import NETWORKS

STEPS = 100


class Draws:
    """Numbers for one of the packages, of one dtype."""

    def __init__(self, lib: Any, dtype: str) -> None:
        self.lib, self.dtype = lib, getattr(lib, dtype)
        self.generator = np.random.default_rng(0)

    def normal(self, *shape: int) -> Any:
        return self.lib.tensor(self.generator.standard_normal(shape)).to(self.dtype)

    def uniform(self, *shape: int) -> Any:
        return self.lib.tensor(self.generator.random(shape)).to(self.dtype)

    def whole(self, high: int, *shape: int) -> Any:
        return self.lib.tensor(self.generator.integers(0, high, shape))

    def weights(self, model: Any) -> Any:
        """The model, of new weights."""
        model = model.to(self.dtype)
        with self.lib.no_grad():
            for p in model.parameters():
                fan = p[0].numel() if p.dim() > 1 else 100
                p.copy_(self.normal(*p.shape) / fan**0.5 + (p.dim() == 1))
        return model


# ---- programs ----


def benchmark(name: str) -> Callable[[Any, Draws], Iterator[float]]:
    """A network of benchmarks/networks.py, on batches of 8."""

    def program(lib: Any, draws: Draws) -> Iterator[float]:
        network = NETWORKS[name]
        model, x, labels = network.make(lib)
        model = draws.weights(model)
        options = {"lr": 1e-3} | dict(network.options)
        optimizer = getattr(lib.optim, network.optimizer)(model.parameters(), **options)
        criterion = lib.nn.CrossEntropyLoss()
        classes = int(labels.max()) + 1
        for _ in range(STEPS):
            if x.is_floating_point():
                batch, wanted = draws.normal(8, *x.shape[1:]), draws.whole(10, 8)
            else:
                batch = draws.whole(classes, 4, x.shape[1])
                wanted = batch.roll(-1, 1).flatten()
            optimizer.zero_grad()
            loss = criterion(model(batch), wanted)
            loss.backward()
            optimizer.step()
            yield loss.item()

    return program


def gan(lib: Any, draws: Draws) -> Iterator[float]:
    """Two networks against each other, with a penalty on a gradient's length."""
    nn = lib.nn
    maker = nn.Sequential(
        *(nn.ConvTranspose2d(8, 16, 4, bias=False), nn.BatchNorm2d(16), nn.ReLU(True)),
        *(nn.ConvTranspose2d(16, 1, 4, 2, 1), nn.Tanh()),
    )
    judge = nn.Sequential(
        *(nn.Conv2d(1, 8, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)),
        *(nn.Conv2d(8, 1, 4), nn.Flatten(0)),
    )
    maker, judge = draws.weights(maker), draws.weights(judge)
    first, second = (
        lib.optim.Adam(m.parameters(), lr=1e-3, betas=(0.5, 0.999))
        for m in (maker, judge)
    )
    criterion = nn.BCEWithLogitsLoss()
    ones = lib.ones(8, dtype=draws.dtype)
    for _ in range(STEPS):
        real, made = draws.normal(8, 1, 8, 8).tanh(), maker(draws.normal(8, 8, 1, 1))
        mixed = (real + made.detach()).div(2).requires_grad_()
        (slope,) = lib.autograd.grad(judge(mixed).sum(), mixed, create_graph=True)
        penalty = (slope.flatten(1).norm(2, dim=1) - 1).square().mean()
        found = judge(made.detach())
        loss = criterion(judge(real), ones) + criterion(found, 0 * ones) + penalty
        second.zero_grad()
        loss.backward()
        second.step()
        yield loss.item()
        first.zero_grad()
        loss = criterion(judge(made), ones)
        loss.backward()
        first.step()
        yield loss.item()


def vae(lib: Any, draws: Draws) -> Iterator[float]:
    """A code with a mean and a spread, drawn from in between."""
    nn, functional = lib.nn, lib.nn.functional
    coder = draws.weights(nn.Sequential(nn.Linear(36, 24), nn.ReLU(), nn.Linear(24, 8)))
    maker = draws.weights(nn.Sequential(nn.Linear(4, 24), nn.SiLU(), nn.Linear(24, 36)))
    parameters = [*coder.parameters(), *maker.parameters()]
    optimizer = lib.optim.Adamax(parameters, lr=1e-2)
    normal = lib.distributions.Normal
    for _ in range(STEPS):
        x = (draws.uniform(16, 36) > 0.5).to(draws.dtype)
        mean, spread = coder(x).chunk(2, dim=1)
        code = normal(mean, functional.softplus(spread))
        z = code.loc + code.scale * draws.normal(16, 4)
        divergence = lib.distributions.kl_divergence(code, normal(0.0, 1.0)).sum()
        made = lib.sigmoid(maker(z))
        loss = functional.binary_cross_entropy(made, x, reduction="sum") + divergence
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        yield loss.item()


def dqn(lib: Any, draws: Draws) -> Iterator[float]:
    """Values of actions, learned of a slow copy's, in a walk on a line."""
    nn = lib.nn
    make = lambda: nn.Sequential(nn.Linear(2, 24), nn.ReLU(), nn.Linear(24, 3))  # noqa: E731
    now, then = draws.weights(make()), make().to(draws.dtype)
    then.load_state_dict(now.state_dict())
    optimizer = lib.optim.AdamW(now.parameters(), lr=3e-3, amsgrad=True)
    criterion, state, memory = nn.SmoothL1Loss(), draws.normal(1, 2), []
    for step in range(STEPS):
        with lib.no_grad():
            best = now(state).max(1).indices.view(1, 1)
        action = best if step % 3 else draws.whole(3, 1, 1)
        later = state + 0.1 * (action - 1).to(draws.dtype) + 0.02 * draws.normal(1, 2)
        memory.append((state, action, later, -later.abs().sum(1)))
        state = later
        chosen = draws.generator.integers(0, len(memory), 16)
        states, actions, laters, gains = map(
            lib.cat, zip(*(memory[i] for i in chosen), strict=True)
        )
        with lib.no_grad():
            wanted = gains + 0.9 * then(laters).max(1).values
        loss = criterion(now(states).gather(1, actions), wanted.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(now.parameters(), 1.0)
        optimizer.step()
        kept, new = then.state_dict(), now.state_dict()
        then.load_state_dict({k: 0.9 * kept[k] + 0.1 * new[k] for k in new})
        yield loss.item()


def sequences(lib: Any, draws: Draws) -> Iterator[float]:
    """Packed sequences through an LSTM in both directions and a GRU."""
    nn, rnn = lib.nn, lib.nn.utils.rnn
    parts = nn.ModuleDict(
        {
            "table": nn.Embedding(20, 8, padding_idx=0),
            "lstm": nn.LSTM(8, 10, 2, batch_first=True, bidirectional=True),
            "gru": nn.GRU(20, 10, batch_first=True),
            "head": nn.Linear(20, 1),
        }
    )
    draws.weights(parts)
    optimizer = lib.optim.RMSprop(parts.parameters(), lr=1e-3, momentum=0.5)
    schedule = lib.optim.lr_scheduler.ExponentialLR(optimizer, 0.99)
    criterion = nn.BCEWithLogitsLoss(pos_weight=lib.tensor(1.5, dtype=draws.dtype))
    for _ in range(STEPS):
        lengths = draws.whole(7, 6) + 1
        rows = [draws.whole(19, int(n)) + 1 for n in lengths]
        x = parts["table"](rnn.pad_sequence(rows, batch_first=True))
        packed = rnn.pack_padded_sequence(x, lengths, True, enforce_sorted=False)
        y, (h, _) = parts["lstm"](packed)
        y, _ = rnn.pad_packed_sequence(parts["gru"](y)[0], batch_first=True)
        seen = lib.arange(y.shape[1]) < lengths[:, None]
        mean = y.masked_fill(~seen[:, :, None], 0).sum(1) / lengths[:, None]
        logits = parts["head"](lib.cat([mean, h[-1]], 1)).squeeze(1)
        wanted = (lib.stack([row[0] for row in rows]) > 10).to(draws.dtype)
        loss = criterion(logits, wanted)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parts.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        yield loss.item()


def transformer(lib: Any, draws: Draws) -> Iterator[float]:
    """Encoder and decoder with masks, the rate rising at first."""
    nn = lib.nn
    model = nn.Transformer(16, 2, 1, 1, 32, dropout=0.0, batch_first=True)
    model = draws.weights(model)
    optimizer = lib.optim.NAdam(model.parameters(), lr=1e-3)
    schedule = lib.optim.lr_scheduler.LambdaLR(optimizer, lambda t: min(1, (t + 1) / 9))
    later = nn.Transformer.generate_square_subsequent_mask(5).to(draws.dtype)
    for _ in range(STEPS):
        x, y = draws.normal(4, 7, 16), draws.normal(4, 5, 16)
        padded = draws.whole(2, 4, 7) == 1
        padded[:, 0] = False
        options = {"src_key_padding_mask": padded, "memory_key_padding_mask": padded}
        options["tgt_mask"] = later
        loss = (model(x, y, **options) - x[:, :5]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        yield loss.item()


def siamese(lib: Any, draws: Draws) -> Iterator[float]:
    """Images of one kind brought together, others apart, by the hardest of a batch."""
    nn, functional = lib.nn, lib.nn.functional
    model = nn.Sequential(
        *(nn.Conv2d(1, 8, 3), nn.PReLU(), nn.MaxPool2d(2), nn.GroupNorm(4, 8)),
        *(nn.Flatten(), nn.Linear(8 * 9, 8), nn.LayerNorm(8)),
    )
    model = draws.weights(model)
    centers = draws.normal(4, 1, 8, 8)
    optimizer = lib.optim.SGD(model.parameters(), lr=1e-2, momentum=0.9, nesterov=True)
    schedule = lib.optim.lr_scheduler.OneCycleLR(optimizer, 2e-2, total_steps=STEPS)
    for _ in range(STEPS):
        kinds = draws.whole(4, 12)
        x = functional.normalize(model(centers[kinds] + draws.normal(12, 1, 8, 8)))
        far = lib.cdist(x, x)
        same = kinds[:, None] == kinds
        other = lib.eye(12, dtype=lib.bool)
        most = far.masked_fill(~same | other, 0.0).max(1)[0]
        least = far.masked_fill(same, 9.0).min(1)[0]
        pairs = functional.pairwise_distance(x[:6], x[6:])
        apart = (kinds[:6] != kinds[6:]).to(draws.dtype)
        margin = functional.relu(most - least + 0.3).mean()
        loss = margin + (apart * (1 - pairs).clamp(min=0) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        yield loss.item()


def segmentation(lib: Any, draws: Draws) -> Iterator[float]:
    """Each pixel's class by a network that goes down and up again."""
    nn, functional = lib.nn, lib.nn.functional
    down = nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1, padding_mode="reflect"), nn.Mish())
    up = nn.Sequential(
        nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True),
        *(nn.InstanceNorm2d(8, affine=True), nn.Conv2d(8, 3, 3, padding="same")),
    )
    down, up = draws.weights(down), draws.weights(up)
    parameters = [*down.parameters(), *up.parameters()]
    optimizer = lib.optim.RAdam(parameters, lr=1e-2, weight_decay=1e-4)
    for _ in range(STEPS):
        x = draws.normal(4, 1, 12, 12)
        classes = x[:, 0].cumsum(1).clamp(0, 2).long()
        logits = up(down(x))
        chances = logits.softmax(1)
        wanted = functional.one_hot(classes, 3).permute(0, 3, 1, 2).to(draws.dtype)
        both = (chances * wanted).sum((2, 3))
        dice = 2 * both / (chances.sum((2, 3)) + wanted.sum((2, 3)) + 1e-6)
        loss = functional.cross_entropy(logits, classes) + 1 - dice.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield loss.item()


def equation(lib: Any, draws: Draws) -> Iterator[float]:
    """A network that solves a differential equation, by LBFGS: second gradients."""
    nn, grad = lib.nn, lib.autograd.grad
    model = nn.Sequential(nn.Linear(1, 12), nn.Tanh(), nn.Linear(12, 1))
    model = draws.weights(model)
    optimizer = lib.optim.LBFGS(
        model.parameters(), max_iter=4, line_search_fn="strong_wolfe"
    )
    t = draws.uniform(20, 1).requires_grad_()

    def closure() -> Any:
        optimizer.zero_grad()
        y = model(t)
        (first,) = grad(y.sum(), t, create_graph=True)
        (second,) = grad(first.sum(), t, create_graph=True)
        start = (model(0 * t[:1]) - 1).square().sum()
        loss = (second + 4 * y).square().mean() + start
        loss.backward()
        return loss

    for _ in range(10):
        yield optimizer.step(closure).item()


PROGRAMS: dict[str, Callable[[Any, Draws], Iterator[float]]] = {
    name: benchmark(name) for name in NETWORKS
}
PROGRAMS |= {
    f.__name__: f
    for f in (gan, vae, dqn, sequences, transformer, siamese, segmentation, equation)
}
# What rounding makes of losses in float32, where it is more than BOUND: a line search
# that takes another step, and losses that sums of thousands of steps lead to.
BOUND = 5e-6
FLOAT32 = {"LSTM": 5e-5, "siamese": 5e-5, "equation": 5e-2}


def losses(lib: Any, name: str, dtype: str) -> np.ndarray:
    lib.manual_seed(0)
    return np.array([*PROGRAMS[name](lib, Draws(lib, dtype))])


def main() -> int:
    """Prints what differs; 1 if anything does."""
    warnings.simplefilter("ignore")
    found = []
    for name in PROGRAMS:
        for dtype, bound in (("float64", 1e-9), ("float32", FLOAT32.get(name, BOUND))):
            theirs, ours = losses(torch, name, dtype), losses(ct, name, dtype)
            worst = np.max(np.abs(theirs - ours) / (np.abs(theirs) + 1e-3))
            if "--show" in sys.argv:
                print(f"{name} {dtype} {worst:.1e} {ours[0]:.3f} {ours[-1]:.3f}")
            if not worst <= bound:
                found.append(f"{name} {dtype}: losses differ by {worst:.1e}")
    print("\n".join(found) or f"{len(PROGRAMS)} programs: losses are PyTorch's")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
