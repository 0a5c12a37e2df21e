"""What the longer examples share: options, a bar, and checkpoints to go on from.

A `Run` keeps in its folder all that its next step depends on: the state of each part,
the curves so far, and where the random numbers are. The same command therefore goes on
from there, after Ctrl-C too, to the same end as if nothing had happened.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

import ctensor as ct


def make_parser(
    text: str | None, unit: str, count: int, output: str
) -> argparse.ArgumentParser:
    """Options of a run of `count` units, whose number is `options.count`."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument(f"--{unit}s", dest="count", type=int, default=count)
    parser.add_argument(
        "--stop-after", type=int, help=f"end early, after so many {unit}s"
    )
    parser.add_argument("--output", type=Path, default=Path(output))
    return parser


class Run:
    """A run of `options`: its folder, its parts, its curves.

    Args:
        options: of a `make_parser`.
        unit: "step" or "epoch".
        parts: what has a `state_dict` and is to go on where it was.
    """

    def __init__(
        self, options: argparse.Namespace, unit: str, parts: dict[str, Any]
    ) -> None:
        self.folder: Path = options.output
        self.unit = unit
        self.parts = parts
        self.last: int = min(options.count, options.stop_after or options.count)
        self.done = 0
        self.curves: dict[str, list[float]] = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.folder / "checkpoint.pt").exists():
            self._load()
            print(f"going on after {unit} {self.done}")

    def _load(self) -> None:
        state = ct.load(self.folder / "checkpoint.pt")
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        ct.set_rng_state(state["random"])
        self.done, self.curves = state["done"], state["curves"]

    def _save(self) -> None:
        state: dict[str, Any] = {n: p.state_dict() for n, p in self.parts.items()}
        state |= {"random": ct.get_rng_state(), "done": self.done}
        ct.save(state | {"curves": self.curves}, self.folder / "checkpoint.pt")

    def rounds(self, every: int = 1) -> Iterator[int]:
        """The numbers of what is left, behind a bar; after `every` one a checkpoint."""
        bar = tqdm(total=self.last, initial=self.done, desc="training", unit=self.unit)
        while self.done < self.last:
            yield self.done
            self.done += 1
            if self.done % every == 0 or self.done == self.last:
                self._save()
            shown = {name: f"{self.mean(name, every):.4f}" for name in self.curves}
            bar.set_postfix(shown, refresh=False)
            bar.update()
        bar.close()

    def note(self, **values: float) -> None:
        """Another point of each of these curves."""
        for name, value in values.items():
            self.curves.setdefault(name, []).append(value)

    def mean(self, name: str, count: int) -> float:
        """Of the curve's last points."""
        return float(np.mean(self.curves[name][-count:]))
