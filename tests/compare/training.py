"""Optimizers and schedules beside PyTorch: parameters after steps, states, rates.

usage: training.py        (make compare runs it, in an environment with PyTorch)

Each optimizer takes 12 steps on the same parameters and gradients, of several sizes and
dtypes; compared are the parameters, within rounding, the keys, shapes and dtypes of the
state dict, and what is printed. Each schedule takes 20 steps, is saved and resumed here
in the middle, and is asked for single epochs; compared are all options of the groups,
and the keys of its state. A small network is trained for 100 steps in both, and goes on
in each from the checkpoint of the other.

What differs on purpose: NAdam keeps its product in float32 as PyTorch does but
multiplies in float64, so that float64 parameters part by 1e-9; Muon's iteration is in
bfloat16, whose products PyTorch rounds otherwise; 16-bit parameters are stepped in
float32, where PyTorch rounds after each operation (and 1e-8 to 0), so that only their
states are compared.
"""

from __future__ import annotations

import copy
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

import ctensor as ct

OPTIMIZERS: dict[str, list[dict[str, Any]]] = {
    "SGD": [
        {},
        {"lr": 0.1, "momentum": 0.9},
        {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1},
        {"lr": 0.1, "momentum": 0.9, "nesterov": True},
    ],
    "Adam": [
        {},
        {"lr": 0.1, "betas": (0.5, 0.7), "eps": 1e-3, "weight_decay": 0.2},
        {"lr": 0.1, "betas": (0.5, 0.2), "amsgrad": True},
        {"decoupled_weight_decay": True, "weight_decay": 0.3},
    ],
    "AdamW": [{}, {"lr": 0.1, "amsgrad": True}],
    "NAdam": [
        {},
        {"lr": 0.1, "weight_decay": 0.1},
        {"weight_decay": 0.1, "decoupled_weight_decay": True, "momentum_decay": 0.1},
    ],
    "RAdam": [
        {},
        {"lr": 0.1, "weight_decay": 0.1},
        {"weight_decay": 0.1, "decoupled_weight_decay": True, "betas": (0.8, 0.9)},
    ],
    "Adamax": [{}, {"lr": 0.1, "weight_decay": 0.1, "betas": (0.5, 0.6)}],
    "Adagrad": [
        {},
        {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1},
        {"initial_accumulator_value": 0.5},
    ],
    "Adadelta": [{}, {"rho": 0.7, "weight_decay": 0.1, "lr": 0.5}],
    "RMSprop": [
        {},
        {"momentum": 0.9, "weight_decay": 0.1},
        {"centered": True, "eps": 1e-3},
        {"centered": True, "momentum": 0.5, "alpha": 0.6, "eps": 1e-3},
    ],
    "Rprop": [{}, {"lr": 0.1, "etas": (0.3, 1.5), "step_sizes": (1e-3, 0.2)}],
    "ASGD": [{}, {"lr": 0.1, "t0": 2, "lambd": 0.1, "weight_decay": 0.1}],
    "Adafactor": [{}, {"lr": 0.1, "weight_decay": 0.1, "d": 1.5, "eps": (1e-6, 1e-2)}],
    "Muon": [{}, {"nesterov": False, "adjust_lr_fn": "match_rms_adamw"}],
}
BOUNDS = {"float32": 3e-6, "float64": 1e-13, "complex64": 3e-6}
BOUNDS |= {"bfloat16": np.inf, "float16": np.inf}  # for the state's sake
SCHEDULES: dict[str, list[dict[str, Any]]] = {
    "LambdaLR": [{"lr_lambda": lambda t: 1 / (1 + t)}],
    "MultiplicativeLR": [{"lr_lambda": lambda t: 0.9}],
    "StepLR": [{"step_size": 3, "gamma": 0.5}],
    "MultiStepLR": [{"milestones": [2, 5, 5, 9], "gamma": 0.3}],
    "ConstantLR": [{}, {"factor": 0.2, "total_iters": 4}],
    "LinearLR": [{}, {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 7}],
    "ExponentialLR": [{"gamma": 0.9}],
    "PolynomialLR": [{}, {"total_iters": 6, "power": 2.0}],
    "CosineAnnealingLR": [{"T_max": 5}, {"T_max": 4, "eta_min": 0.1}],
    "CosineAnnealingWarmRestarts": [{"T_0": 3}, {"T_0": 2, "T_mult": 2}],
    "CyclicLR": [
        {"base_lr": 0.1, "max_lr": 0.9, "step_size_up": 3},
        {"base_lr": 0.1, "max_lr": 0.9, "step_size_up": 3, "mode": "triangular2"},
        {
            "base_lr": 0.1,
            "max_lr": 0.9,
            "step_size_up": 3,
            "step_size_down": 5,
            "mode": "exp_range",
            "gamma": 0.9,
        },
        {
            "base_lr": 0.1,
            "max_lr": 0.9,
            "step_size_up": 3,
            "scale_fn": lambda x: 1 / x,
        },
    ],
    "OneCycleLR": [
        {"max_lr": 0.9, "total_steps": 25},
        {
            "max_lr": 0.9,
            "epochs": 5,
            "steps_per_epoch": 5,
            "anneal_strategy": "linear",
            "three_phase": True,
        },
    ],
}


# ---- optimizers ----


def run(lib: Any, name: str, options: dict[str, Any], dtype: str, data: Any) -> Any:
    """The parameters and the optimizer after the steps."""
    start, grads = data
    kind = getattr(lib, dtype)
    params = [lib.tensor(x).to(kind).requires_grad_() for x in start]
    optimizer = getattr(lib.optim, name)(params, **options)
    for step in grads:
        for p, g in zip(params, step, strict=True):
            p.grad = lib.tensor(g).to(kind)
        optimizer.step()
    return params, optimizer


def draw(name: str, dtype: str) -> tuple[list[Any], list[list[Any]]]:
    """Parameters and gradients, the same for both."""
    generator = np.random.default_rng(0)
    shapes = [(3,), (20, 70), (), (2, 3, 4), (5000,)]
    shapes = [(3, 4), (20, 70)] if name == "Muon" else shapes

    def one(shape: tuple[int, ...]) -> Any:
        x = np.asarray(generator.standard_normal(shape))
        return x + 1j * generator.standard_normal(shape) if "complex" in dtype else x

    return [one(s) for s in shapes], [[one(s) for s in shapes] for _ in range(12)]


def numbers(lib: Any, t: Any) -> Any:
    t = t.detach()
    return (lib.view_as_real(t) if t.is_complex() else t).double().numpy()


def optimizer_differences() -> Iterator[str]:
    """What is not the same of the optimizers."""
    for name, cases in OPTIMIZERS.items():
        for options in cases:
            for dtype, bound in BOUNDS.items():
                if "complex" in dtype and name in ("Adafactor", "Muon"):
                    continue
                where = f"{name} {options} {dtype}"
                bound = max(bound, {"NAdam": 1e-8, "Muon": 0.03}.get(name, 0))
                for extra in [{}] if name == "Muon" else [{}, {"maximize": True}]:
                    yield from compare_runs(where, name, options | extra, dtype, bound)


def compare_runs(
    where: str, name: str, options: dict[str, Any], dtype: str, bound: float
) -> Iterator[str]:
    """What is not the same of one optimizer with these options."""
    data = draw(name, dtype)
    theirs, their = run(torch, name, options, dtype, data)
    ours, our = run(ct, name, options, dtype, data)
    for p, q in zip(theirs, ours, strict=True):
        x, y = numbers(torch, p), numbers(ct, q)
        if bound < 1 and not np.all(np.abs(x - y) <= bound * (np.abs(x) + 1)):
            yield f"{where}: parameters differ by {np.abs(x - y).max():.1e}"
            break
    if repr(their) != repr(our):
        yield f"{where}: printed otherwise"
    left, right = their.state_dict(), our.state_dict()
    if list(left["param_groups"][0]) != list(right["param_groups"][0]):
        yield f"{where}: other options in the state dict"
    for number, state in left["state"].items():
        if shape_of(state) != shape_of(right["state"][number]):
            yield f"{where}: other state"
            break


def shape_of(state: dict[str, Any]) -> list[Any]:
    """Keys, shapes and dtypes of a parameter's state."""
    return [(k, tuple(v.shape), str(v.dtype).split(".")[-1]) for k, v in state.items()]


def lbfgs_differences() -> Iterator[str]:
    """Losses and parameters of LBFGS in a bent valley."""
    for search in (None, "strong_wolfe"):
        found = []
        for lib in (torch, ct):
            x = lib.tensor([-1.2, 1.0], dtype=lib.float64).requires_grad_()
            rate = 1 if search else 1e-3
            optimizer = lib.optim.LBFGS([x], lr=rate, line_search_fn=search)

            def closure(x: Any = x, optimizer: Any = optimizer) -> Any:
                optimizer.zero_grad()
                loss = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
                loss.backward()
                return loss

            losses = [optimizer.step(closure).item() for _ in range(8)]
            found.append([*losses, *x.tolist()])
        if not np.allclose(*found, rtol=1e-9):
            yield f"LBFGS {search}: {found}"


# ---- training ----


def network(lib: Any) -> Any:
    nn = lib.nn
    return nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 10))


def steps(lib: Any, model: Any, optimizer: Any, first: int, last: int) -> list[float]:
    """Losses of steps on batches that both packages are given alike."""
    losses = []
    for step in range(first, last):
        generator = np.random.default_rng(step)
        x = lib.tensor(generator.standard_normal((64, 20)).astype(np.float32))
        y = lib.tensor(generator.integers(0, 10, 64))
        optimizer.zero_grad()
        loss = lib.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def curve_differences() -> Iterator[str]:
    """Losses of 100 steps, and of 20 more from the other package's checkpoint."""
    for name in ("SGD", "Adam", "AdamW", "NAdam", "RMSprop", "Adagrad", "ASGD"):
        found, files = [], []
        for lib in (torch, ct):
            model = network(lib)
            weights = np.random.default_rng(0)
            with lib.no_grad():
                for p in model.parameters():
                    drawn = weights.uniform(-0.2, 0.2, tuple(p.shape))
                    p.copy_(lib.tensor(drawn.astype(np.float32)))
            optimizer = getattr(lib.optim, name)(model.parameters(), lr=0.01)
            losses = steps(lib, model, optimizer, 0, 100)
            file = io.BytesIO()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            lib.save(state, file)
            files.append(file)
            found.append(losses + steps(lib, model, optimizer, 100, 120))
        if not np.allclose(*found, rtol=2e-4):
            yield f"{name}: other losses in 100 steps"
        for lib, file, expected in (
            (ct, files[0], found[0]),
            (torch, files[1], found[1]),
        ):
            file.seek(0)
            state = lib.load(file)
            model = network(lib)
            model.load_state_dict(state["model"])
            optimizer = getattr(lib.optim, name)(model.parameters())
            optimizer.load_state_dict(state["optimizer"])
            losses = steps(lib, model, optimizer, 100, 120)
            if not np.allclose(losses, expected[100:], rtol=2e-4):
                yield f"{name}: other losses from the other package's checkpoint"


# ---- schedules ----


def begin(lib: Any, make: Callable[[Any, Any], Any], adam: bool) -> list[Any]:
    """An optimizer of two groups and its schedule."""
    groups = [
        {"params": [lib.zeros(1, requires_grad=True)], "lr": lr} for lr in (0.5, 1.0)
    ]
    optim = lib.optim
    optimizer = optim.Adam(groups) if adam else optim.SGD(groups, momentum=0.9)
    return [optimizer, make(lib, optimizer)]


def options_of(optimizer: Any) -> list[float]:
    """All numbers in the groups."""
    found: list[float] = []
    for group in optimizer.param_groups:
        for key, value in sorted(group.items()):
            if key != "params" and value is not None:
                found += map(float, value if isinstance(value, tuple) else [value])
    return found


def compare_schedules(
    where: str, make: Callable[[Any, Any], Any], metrics: Any = None
) -> Iterator[str]:
    """What is not the same in 20 steps, ours resumed after 7, and in their states."""
    for adam in (False, True):
        theirs, ours = begin(torch, make, adam), begin(ct, make, adam)
        if set(theirs[1].state_dict()) != set(ours[1].state_dict()):
            yield f"{where}: other keys in the state"
        for t in range(20):
            if not np.allclose(options_of(theirs[0]), options_of(ours[0]), rtol=1e-12):
                yield f"{where}: other rates in step {t}"
                break
            if t == 7:
                states = [copy.deepcopy(one.state_dict()) for one in ours]
                ours = begin(ct, make, adam)
                for one, state in zip(ours, states, strict=True):
                    one.load_state_dict(state)
            for optimizer, schedule in (theirs, ours):
                optimizer.step()
                schedule.step(*([] if metrics is None else [metrics[t]]))


def named(name: str, options: dict[str, Any]) -> Callable[[Any, Any], Any]:
    return lambda lib, o: getattr(lib.optim.lr_scheduler, name)(o, **options)


def sequence(lib: Any, o: Any) -> Any:
    kinds = lib.optim.lr_scheduler
    parts = [kinds.ConstantLR(o, 0.1, 4), kinds.ExponentialLR(o, 0.9)]
    return kinds.SequentialLR(o, [*parts, kinds.CosineAnnealingLR(o, 5)], [3, 8])


def chain(lib: Any, o: Any) -> Any:
    kinds = lib.optim.lr_scheduler
    return kinds.ChainedScheduler(
        [kinds.ConstantLR(o, 0.1, 4), kinds.ExponentialLR(o, 0.9)]
    )


def schedule_differences() -> Iterator[str]:
    """What is not the same of the schedules."""
    for name, cases in SCHEDULES.items():
        for options in cases:
            make, where = named(name, options), f"{name} {list(options)}"
            yield from compare_schedules(where, make)
            for epoch in (0, 1, 4, 9):
                theirs, ours = begin(torch, make, False), begin(ct, make, False)
                theirs[1].step(epoch)
                ours[1].step(epoch)
                left, right = options_of(theirs[0]), options_of(ours[0])
                if not np.allclose(left, right, rtol=1e-12):
                    yield f"{where}: other rates in epoch {epoch}"
    yield from compare_schedules("SequentialLR", sequence)
    yield from compare_schedules("ChainedScheduler", chain)
    for epochs, strategy in ((5, "cos"), (0, "linear")):
        yield from compare_schedules(
            "SWALR",
            lambda lib, o, e=epochs, s=strategy: lib.optim.swa_utils.SWALR(
                o, 0.1, e, s
            ),
        )
    metrics = np.random.default_rng(1).random(20) * 0.9 ** np.arange(20)
    for options in (
        {"patience": 2},
        {"mode": "max", "patience": 1, "cooldown": 2, "min_lr": [0.01, 0.02]},
        {"patience": 0, "threshold_mode": "abs", "factor": 0.5, "eps": 0.1},
    ):
        make = named("ReduceLROnPlateau", options)
        yield from compare_schedules(f"ReduceLROnPlateau {options}", make, metrics)


def main() -> int:
    """Prints what differs; 1 if anything does."""
    warnings.simplefilter("ignore")
    parts = (optimizer_differences, lbfgs_differences, curve_differences)
    found = [line for part in (*parts, schedule_differences) for line in part()]
    print("\n".join(found) or "optimizers and schedules: as PyTorch's")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
