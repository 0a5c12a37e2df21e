"""Random programs run in both packages: views, writes, indexing, autograd.

usage: programs.py [--count 2000] [--seed 0]

A program is lines of Python in which T is the package. Each line is made by looking at
the values that there are, run in both, and what has changed is compared: values,
dtypes, shapes, strides, requires_grad, is_leaf; at the end the gradients of all leaves.
A program in which the packages differ is shortened as far as they still do, and
printed: it runs as it stands with `import torch as T` or `import ctensor as T`.
"""

from __future__ import annotations

import argparse
import random
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from judge import between
from twins import FAILURES, Part, is_tensor, short, values_of

import ctensor as ct

LINES = 14
TOLERANCE = 4096  # eps of float32, after so many lines
# Errors at which a program ends: writes to memory that elements share; what was needed
# for a gradient and is written; integers, which PyTorch takes where there are none.
MEANT = (
    "refers to a single memory location",
    "modified by an in-place",
    "modified by an inplace",
    "expected a floating dtype",
    "roll: Dimension out of range",  # PyTorch asks only where there are elements
)
UNARY = ["sin", "exp", "abs", "neg", "tanh", "relu", "sigmoid", "square", "floor"]
# Not drawn, as it is meant to differ: what PyTorch refuses (a line is run there first);
# t_ and its kind on views; logsumexp of complex numbers; flatten, which gives the
# tensor itself there where it has one dim; mT of no dims; what makes NaN, whose sign
# PyTorch takes for 0; writes under no_grad to a view of a leaf, or to its detach(),
# after which PyTorch loses the view's gradient.
BINARY = ["+", "-", "*", "/"]
COMPARISONS = ["<", ">=", "==", "!="]
REDUCTIONS = ["sum", "mean", "amax", "amin"]


class Maker:
    """Draws the lines of one program, in the light of ctensor's values."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.names = 0

    def start(self) -> list[str]:
        """Two leaves and a plain tensor."""
        lines = []
        for grad in (True, True, False):
            shape = [
                self.random.choice((1, 2, 3))
                for _ in range(self.random.choice((1, 2, 3)))
            ]
            dtype = "float64" if self.random.random() < 0.7 else "float32"
            count = 1
            for n in shape:
                count *= n
            values = [round(self.random.uniform(-2, 2), 2) for _ in range(count)]
            tensor = f"T.tensor({values}, dtype=T.{dtype})"
            line = f"{self.name()} = {tensor}.reshape({shape})"
            lines.append(line + (".requires_grad_()" if grad else ""))
        count = self.random.choice((2, 3, 4))
        lines.append(f"{self.name()} = T.arange({count})")
        return lines

    def name(self) -> str:
        """A new variable."""
        self.names += 1
        return f"v{self.names}"

    def line(self, values: dict[str, Any]) -> str:
        """The next line."""
        kinds = (self.view, self.view, self.index, self.pointwise, self.pointwise)
        kinds += (self.write, self.write, self.assign, self.reduce, self.join)
        kinds += (self.move, self.mode, self.cast)
        return self.random.choice(kinds)(values)

    def any(self, values: dict[str, Any]) -> tuple[str, Any]:
        """A variable, the newer the likelier."""
        names = list(values)
        place = int(len(names) * self.random.random() ** 0.6)
        return names[place], values[names[place]]

    def dim(self, t: Any) -> int:
        """A dim, counted from either end; at times one that is not there."""
        if self.random.random() < 0.03:
            return t.ndim
        return self.random.randrange(-t.ndim, t.ndim) if t.ndim else 0

    def view(self, values: dict[str, Any]) -> str:
        """A view of a variable."""
        name, t = self.any(values)
        a, b = self.dim(t), self.dim(t)
        size = t.shape[a] if t.ndim and a < t.ndim else 1
        order = self.random.sample(range(t.ndim), t.ndim)
        start = self.random.randint(0, max(size - 1, 0))
        calls = [
            f"transpose({a}, {b})",
            f"permute({order})",
            f"unsqueeze({a})",
            f"squeeze({a})",
            "squeeze()",
            f"narrow({a}, {start}, {self.random.randint(0, size - start)})",
            f"select({a}, {start})",
            f"diagonal({self.random.choice((-1, 0, 1))})",
            "view(-1)",
            "reshape(-1)",
            f"expand({[2, *t.shape]})",
            f"expand({[3 if n == 1 else -1 for n in t.shape]})",
            f"unfold({a}, {min(2, size)}, 1)",
            f"movedim({a}, {b})",
            "t()",
            f"chunk(2, {a})[0]",
            f"split(1, {a})[-1]",
            f"unbind({a})[0]",
            "view_as(" + self.any(values)[0] + ")",
            "real",
        ]
        return f"{self.name()} = {name}.{self.random.choice(calls)}"

    def subscript(self, values: dict[str, Any], t: Any) -> str:
        """What stands in brackets: ints, slices, None, masks, lists of indices."""
        parts = []
        for n in t.shape[: self.random.randint(0, t.ndim)]:
            start, stop = self.random.randint(-n, n), self.random.randint(-n, n)
            choices = [":", f"{start}:", f":{stop}", "::2", f"{start}:{stop}", "None"]
            choices += [str(self.random.randint(-n, n)) if n else ":"]
            choices += [f"[{self.random.randint(-n, max(n - 1, 0))}, 0]", "..."]
            choices += [f"T.arange({n}) > 0", f"T.tensor([[0], [{-n}]])"]
            parts.append(self.random.choice(choices))
        return ", ".join(parts) or "..."

    def index(self, values: dict[str, Any]) -> str:
        """An element, a slice or a selection."""
        name, t = self.any(values)
        if self.random.random() < 0.2:
            return f"{self.name()} = {name}[{name} > 0]"
        return f"{self.name()} = {name}[{self.subscript(values, t)}]"

    def assign(self, values: dict[str, Any]) -> str:
        """Writes to a part of a variable."""
        name, t = self.any(values)
        other = self.random.choice((self.any(values)[0], "1.5", "2"))
        if self.random.random() < 0.2:
            return f"{name}[{name} > 0] = {other}"
        return f"{name}[{self.subscript(values, t)}] = {other}"

    def pointwise(self, values: dict[str, Any]) -> str:
        """A function of one or two, a comparison, a choice."""
        a, b = self.any(values)[0], self.any(values)[0]
        number = self.random.choice(("2", "0.5", "-1.25", "True"))
        texts = [
            f"{a}.{self.random.choice(UNARY)}()",
            f"{a} {self.random.choice(BINARY)} {b}",
            f"{a} {self.random.choice(BINARY)} {number}",
            f"{number} {self.random.choice(BINARY)} {a}",
            f"{a} {self.random.choice(COMPARISONS)} {b}",
            f"T.where({a} > 0, {a}, {b})",
            f"T.maximum({a}, {b})",
            f"T.lerp({a}, {b}, 0.25)",
            f"{a} ** 2",
        ]
        return f"{self.name()} = {self.random.choice(texts)}"

    def write(self, values: dict[str, Any]) -> str:
        """An in-place form."""
        a, t = self.any(values)
        b, d = self.any(values)[0], self.dim(t)
        texts = [
            f"add_({b})",
            f"mul_({b})",
            f"sub_({b}, alpha=2)",
            f"copy_({b})",
            "mul_(2)",
            "zero_()",
            "fill_(1.5)",
            f"masked_fill_({a} > 0, 0.5)",
            "tanh_()",
            "abs_()",
            f"index_add_({d}, T.tensor([0]), {a}.narrow({d}, 0, 1).clone())",
            f"index_fill_({d}, T.tensor([0]), 3)",
            f"addcmul_({b}, {b})",
        ]
        return f"{a}.{self.random.choice(texts)}"

    def reduce(self, values: dict[str, Any]) -> str:
        """A reduction, a scan, an order."""
        a, t = self.any(values)
        d, keep = self.dim(t), self.random.choice(("", ", keepdim=True"))
        texts = [f"{name}({d}{keep})" for name in REDUCTIONS]
        texts += ["sum()", "mean()", "norm()", f"cumsum({d})", f"softmax({d})"]
        texts += [f"sort({d})[0]", f"max({d})[0]", f"argmin({d})", "any()"]
        return f"{self.name()} = {a}.{self.random.choice(texts)}"

    def join(self, values: dict[str, Any]) -> str:
        """Several tensors made one, and products."""
        (a, t), b = self.any(values), self.any(values)[0]
        d = self.dim(t)
        texts = [
            f"T.cat([{a}, {b}], {d})",
            f"T.stack([{a}, {b}], {d})",
            f"T.cat([{a}, {a}], {d})",
            f"T.stack([{a}, {a} * 2], {d})",
            f"{a} @ {b}",
            f"T.outer({a}.flatten(), {b}.flatten())",
            f"T.einsum('...i,...i->...', {a}, {a})",
        ]
        return f"{self.name()} = {self.random.choice(texts)}"

    def move(self, values: dict[str, Any]) -> str:
        """Elements to other places."""
        a, t = self.any(values)
        d = self.dim(t)
        texts = [
            f"flip({d})",
            f"roll(1, {d})",
            f"index_select({d}, T.tensor([0, 0]))",
            f"gather({d}, T.zeros_like({a}, dtype=T.int64))",
            f"scatter({d}, T.zeros_like({a}, dtype=T.int64), {a})",
            f"repeat({[1] * t.ndim + [2]})",
            "tril()",
            "clone()",
            "contiguous()",
            f"masked_select({a} > 0)",
            "take(T.tensor([0, -1]))",
        ]
        return f"{self.name()} = {a}.{self.random.choice(texts)}"

    def mode(self, values: dict[str, Any]) -> str:
        """What concerns gradients alone."""
        a, _ = self.any(values)
        texts = [
            f"with T.no_grad(): {self.name()} = {a} * 2",
            f"{self.name()} = {a}.detach().requires_grad_()",
            f"T.autograd.backward({a}.sum(), retain_graph=True)",
            f"{a}.retain_grad()",
            f"{self.name()} = T.autograd.grad({a}.sum(), v1, create_graph=True)[0]",
        ]
        return self.random.choice(texts)

    def cast(self, values: dict[str, Any]) -> str:
        """Another dtype."""
        a, _ = self.any(values)
        dtypes = ["float32", "float64", "int64", "int32", "bool", "uint8", "complex128"]
        return f"{self.name()} = {a}.to(T.{self.random.choice(dtypes)})"


class Run:
    """A program's run in one package."""

    def __init__(self, package: Any) -> None:
        self.names: dict[str, Any] = {"T": package}

    def do(self, line: str) -> str:
        """Runs a line; the name of its error, or ""."""
        try:
            exec(line, self.names)
        except (*FAILURES, NameError) as error:
            return f"{type(error).__name__}: {error}"
        return ""

    @property
    def values(self) -> dict[str, Any]:
        """The variables that are tensors."""
        return {n: t for n, t in self.names.items() if n != "T" and is_tensor(t)}


def forget(ours: Run, theirs: Run) -> None:
    """Drops what PyTorch lets nobody read: outputs of unbind after a write beside."""
    for name, t in theirs.values.items():
        try:
            _ = t.grad_fn
        except RuntimeError:
            del theirs.names[name]
            ours.names.pop(name, None)


def difference(ours: Run, theirs: Run) -> str:
    """What the variables differ in; "" where they are alike."""
    forget(ours, theirs)
    for name, a in ours.values.items():
        b = theirs.names[name]
        for what, x, y in ((name, a, b), (f"{name}.grad", grad(a), grad(b))):
            if (x is None) != (y is None):
                return f"{what} is {x} for {y}"
            if x is not None and (found := of_tensors(x, y)):
                return f"{what}: {found}"
    return ""


def grad(t: Any) -> Any:
    """Its gradient, where one is kept."""
    return t.grad if t.is_leaf or t.retains_grad else None


def of_tensors(a: Any, b: Any) -> str:
    """What two tensors differ in."""
    if a.dtype.is_floating_point and b.requires_grad > a.requires_grad:
        return "a gradient is lost"
    if a.requires_grad == b.requires_grad and a.is_leaf != b.is_leaf:
        return f"is_leaf is {a.is_leaf} for {b.is_leaf}"
    bases = [t._base for t in (a, b) if t._base is not None]
    is_view = len(bases) == 2 and strides(bases[0]) == strides(bases[1])
    parts = [
        Part("gradient", short(t.dtype), tuple(t.shape), shown, values_of(t))
        for t in (a, b)
        for shown in [strides(t) if is_view else None]
    ]
    wide = b.dtype in (torch.float64, torch.complex128)  # of float32, perhaps
    for what, found in between(*parts, TOLERANCE * (2.0**29 if wide else 1), True):
        return f"{what}: {found}"
    return ""


def strides(t: Any) -> tuple[int, ...]:
    """Those that say anything."""
    return (
        ()
        if t.numel() == 0
        else tuple(s for s, n in zip(t.stride(), t.shape, strict=True) if n > 1)
    )


def replay(lines: list[str]) -> str:
    """Runs a program; the first difference."""
    ours, theirs = Run(ct), Run(torch)
    for line in lines:
        if theirs.do(line):
            continue
        if error := ours.do(line):
            return f"{line}: {error}"
        if found := difference(ours, theirs):
            return f"{line}: {found}"
    return ""


def program(seed: int) -> tuple[list[str], str]:
    """A program up to its first difference, and that."""
    maker, ours, theirs, lines = Maker(seed), Run(ct), Run(torch), []
    for line in [*maker.start(), *[""] * LINES, "end"]:
        if line == "end":
            names = [n for n, t in ours.values.items() if t.requires_grad]
            total = " + ".join(f"{n}.square().sum()" for n in names)
            line = f"T.autograd.backward({total or 'v1.sum()'})"
        line = line or maker.line(ours.values)
        if theirs.do(line):
            if difference(ours, theirs):
                break  # PyTorch has written, and then refused
            continue  # as if it were not there
        if error := ours.do(line):
            if any(words in error for words in MEANT):
                break
            return [*lines, line], f"{line}: {error}"
        lines.append(line)
        if found := difference(ours, theirs):
            return lines, f"{line}: {found}"
        if any(t.numel() > 4096 for t in ours.values.values()):
            break
        if any(map(whole_with_gradient, theirs.values.values())):
            break
    return lines, ""


def whole_with_gradient(t: torch.Tensor) -> bool:
    """Whether PyTorch has an integer require a gradient, as after a write of floats."""
    return t.requires_grad and not (t.is_floating_point() or t.is_complex())


def shortened(lines: list[str]) -> list[str]:
    """The program without the lines that the difference does not need."""
    last = lines[-1]
    for i in range(len(lines) - 2, -1, -1):
        fewer = lines[:i] + lines[i + 1 :]
        found = replay(fewer)
        if found.startswith(last) and "NameError" not in found:
            lines = fewer
    return lines


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    bad = 0
    for seed in range(options.seed, options.seed + options.count):
        lines, found = program(seed)
        if found:
            bad += 1
            print(f"# program {seed}: {found}", *shortened(lines), sep="\n", end="\n\n")
    print(f"{options.count} programs, {bad} differences")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
