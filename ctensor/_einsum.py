"""Einstein's sums: each pair of operands is one batched matrix product.

`ct.einsum` and `np.einsum` of Tensors end here. What the text says is worked out once
(`product_plan`, `parse_text`), and so is the order of more than two operands for their
shapes (`greedy_path`).
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

from ctensor import _C

Labels = tuple[Any, ...]  # of one operand; Ellipsis stands for any axes
Shape = tuple[int, ...]


class SubscriptsError(RuntimeError, ValueError):
    """Subscripts that do not fit: PyTorch's users and NumPy's both catch it."""


def einsum_of(operands: tuple[Any, ...], *, open_ellipsis: bool = False) -> _C.Tensor:
    """The sum that NumPy's and PyTorch's forms of arguments ask for, of one dtype.

    `open_ellipsis`: dims under an ellipsis that the output lacks are summed, which is
    PyTorch's rule; NumPy's is an error.
    """
    if len(operands) == 3:
        result: _C.Tensor | None = as_product(*operands)
        if result is not None:
            return result
    inputs, output, tensors = parse(operands)
    shapes = tuple(tuple(t.shape) for t in tensors)
    steps, last = plan_of(inputs, output, open_ellipsis, shapes)
    values: list[_C.Tensor] = list(tensors)
    for function, k, argument in steps:
        if type(argument) is int:
            argument = values[argument]
        values[k] = function(values[k], argument)
    return values[last]


# ---- one product -----------------------------------------------------------


def as_product(text: Any, a: Any, b: Any) -> Any:
    """The sum as one matmul, or None where it is none."""
    plan = product_plan(text) if type(text) is str else None
    if plan is None or not (isinstance(a, _C.Tensor) and isinstance(b, _C.Tensor)):
        return None
    ndim_a, ndim_b, order_a, order_b, order = plan
    if a.ndim != ndim_a or b.ndim != ndim_b:
        return None
    try:
        if order_a:
            a = a.permute(order_a)
        if order_b:
            b = b.permute(order_b)
        result = _C.matmul(a, b)
    except RuntimeError:  # sizes of 1, which broadcast, or an error: contract knows
        return None
    return result.permute(order) if order else result


@lru_cache(256)
def product_plan(text: str) -> Any:
    """What makes "ij,jk->ik" and its like a matmul.

    How many axes the operands have, and the orders of axes of both and of the result,
    None where that is as they are. No plan, None, is for all else: sums of one operand,
    products without a sum or with several.
    """
    inputs: Any
    output: Any
    inputs, output = parse_text(text)
    if len(inputs) != 2 or any(... in x or len(set(x)) < len(x) for x in inputs):
        return None
    la, lb = inputs
    if output is None:
        output = sorted(set(la) ^ set(lb))
    if ... in output:
        return None
    g = groups(la, lb, frozenset(output))
    one_each = len(g.inner) == len(g.left) == len(g.right) == 1
    if not one_each or sorted(g.result) != sorted(output):
        return None
    order = tuple(map(g.result.index, output))
    orders = (
        None if x == tuple(range(len(x))) else x for x in (g.order_a, g.order_b, order)
    )
    return (len(la), len(lb), *orders)


# ---- the text --------------------------------------------------------------


def parse(operands: tuple[Any, ...]) -> Any:
    """Labels of each operand and of the result (None: implied), and the operands.

    An ellipsis is the label Ellipsis.
    """
    if not operands or not isinstance(operands[0], str):
        return parse_lists(operands)
    text, *tensors = operands
    inputs, output = parse_text(text)
    if len(inputs) != len(tensors):
        raise SubscriptsError(
            f"einsum: expected {len(inputs)} operands for {text!r}, got {len(tensors)}"
        )
    return inputs, output, tensors


@lru_cache(256)
def parse_text(text: str) -> tuple[tuple[Labels, ...], Labels | None]:
    left, arrow, right = text.replace(" ", "").partition("->")
    inputs = tuple(labels_of(term) for term in left.split(","))
    return inputs, labels_of(right) if arrow else None


def labels_of(term: str) -> Labels:
    labels: list[Any] = [... if c == "." else c for c in term.replace("...", ".")]
    for label in labels:
        if label is not ... and not label.isalpha():
            raise SubscriptsError(
                f"einsum: expected letters as subscripts, got {label!r}"
            )
    return tuple(labels)


def parse_lists(operands: tuple[Any, ...]) -> Any:
    """The form einsum(a, [0, 1], b, [1, 2], [0, 2])."""
    if len(operands) < 2:
        raise SubscriptsError("einsum: expected subscripts and operands")
    pairs = len(operands) // 2
    inputs = tuple(tuple(operands[2 * i + 1]) for i in range(pairs))
    output = tuple(operands[-1]) if len(operands) % 2 else None
    return inputs, output, [operands[2 * i] for i in range(pairs)]


def labelled(shape: Shape, labels: Labels) -> list[Any]:
    """One label per axis of an operand.

    The axes of an ellipsis are ("...", k), k counted from the last.
    """
    extra = len(shape) - sum(label is not ... for label in labels)
    if extra < 0 or (extra and ... not in labels):
        raise SubscriptsError(
            f"einsum: expected {len(labels)} subscripts to fit shape {shape}"
        )
    found: list[Any] = []
    for label in labels:
        more = [("...", k) for k in range(extra, 0, -1)] if label is ... else [label]
        found += more
    return found


def resolve_output(
    output: Labels | None, terms: list[list[Any]], open_ellipsis: bool
) -> list[Any]:
    """The output's labels, each axis of an ellipsis by itself."""
    every = [label for labels in terms for label in labels]
    dots = sorted({x for x in every if isinstance(x, tuple)}, reverse=True)
    if output is None:
        counts = Counter(x for x in every if not isinstance(x, tuple))
        return dots + sorted(label for label, n in counts.items() if n == 1)
    if dots and ... not in output and not open_ellipsis:
        raise SubscriptsError(
            "einsum: expected an ellipsis in the output, as in the inputs"
        )
    found = [x for label in output for x in (dots if label is ... else [label])]
    if len(set(found)) != len(found) or not set(found) <= set(every):
        raise SubscriptsError(
            "einsum: expected output subscripts that the inputs have, each once"
        )
    return found


# ---- the order -------------------------------------------------------------------


def path_of(terms: list[list[Any]], output: list[Any], sizes: dict[Any, int]) -> Any:
    """Pairs of places of operands to contract; a result goes behind the others."""
    if len(terms) < 3:
        return ((0, 1),) * (len(terms) - 1)
    return greedy_path(terms, output, sizes)


def greedy_path(inputs: Any, output: Any, sizes: dict[Any, int]) -> Any:
    """The pair first whose result is smallest beside what it replaces.

    The rule is that of D. G. A. Smith and J. Gray, "opt_einsum", JOSS 3 (2018); between
    equal ones the product of fewer multiplications, then the first.
    """
    terms, path = [frozenset(labels) for labels in inputs], []

    def elements(labels: Any) -> int:
        return math.prod(sizes[x] for x in labels)

    def cost(pair: tuple[int, int]) -> tuple[int, int]:
        a, b = terms[pair[0]], terms[pair[1]]
        rest = [t for k, t in enumerate(terms) if k not in pair]
        kept = (a | b) & frozenset(output).union(*rest)
        return elements(kept) - elements(a) - elements(b), elements(a | b)

    while len(terms) > 1:
        n = len(terms)
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        sharing = [(i, j) for i, j in pairs if terms[i] & terms[j]]
        i, j = min(sharing or pairs, key=cost)
        path.append((i, j))
        b, a = terms.pop(j), terms.pop(i)
        terms.append((a | b) & frozenset(output).union(*terms))
    return tuple(path)


# ---- the plan --------------------------------------------------------------------


@lru_cache(512)
def plan_of(
    inputs: tuple[Labels, ...],
    output: Labels | None,
    open_ellipsis: bool,
    shapes: tuple[Shape, ...],
) -> tuple[list[Any], int]:
    """Steps (function, k, argument) for operands of these shapes, and where they end.

    A step puts function(values[k], argument) in place of values[k]; an argument that is
    an int is another value.
    """
    pairs = list(zip(shapes, inputs, strict=True))
    labels = [labelled(shape, given) for shape, given in pairs]
    kept = resolve_output(output, labels, open_ellipsis)
    plan = Plan([list(shape) for shape in shapes], labels, [])
    alive = list(range(len(inputs)))
    for k in alive:
        plan.take_diagonals(k)
    sizes: dict[Any, int] = {}
    for shape, given in zip(plan.shapes, plan.labels, strict=True):
        for label, n in zip(given, shape, strict=True):
            sizes[label] = n if sizes.get(label, 1) == 1 else sizes[label]
    for i, j in path_of(plan.labels, kept, sizes):
        b, a = alive.pop(j), alive.pop(i)
        plan.contract(a, b, set(kept).union(*(plan.labels[k] for k in alive)))
        alive.append(a)
    last = alive[0]
    plan.sum_out(last, set(kept))
    plan.permute(last, [plan.labels[last].index(label) for label in kept])
    return plan.steps, last


def diagonal(t: _C.Tensor, dims: tuple[int, int]) -> _C.Tensor:
    return t.diagonal(0, *dims)


def summed(t: _C.Tensor, dims: Shape) -> _C.Tensor:
    return t.sum(dims, dtype=t.dtype)


class Plan(NamedTuple):
    """The shapes and labels that the values have after the steps so far."""

    shapes: list[list[int]]
    labels: list[list[Any]]
    steps: list[tuple[Any, int, Any]]

    def permute(self, k: int, order: list[int]) -> None:
        if order != list(range(len(order))):
            self.steps.append((_C.permute, k, tuple(order)))
            self.shapes[k] = [self.shapes[k][i] for i in order]
            self.labels[k] = [self.labels[k][i] for i in order]

    def reshape(self, k: int, shape: list[int], function: Any = _C.reshape) -> None:
        if shape != self.shapes[k]:
            self.steps.append((function, k, tuple(shape)))
            self.shapes[k] = shape

    def take_diagonals(self, k: int) -> None:
        """Repeated labels of one operand: the diagonal over their axes."""
        labels = self.labels[k]
        for label in [x for i, x in enumerate(labels) if x in labels[:i]]:
            shape, labels = self.shapes[k], self.labels[k]
            first = labels.index(label)
            second = labels.index(label, first + 1)
            if shape[first] != shape[second]:
                raise SubscriptsError(
                    "einsum: expected equal sizes under one subscript"
                )
            self.steps.append((diagonal, k, (first, second)))
            n = shape[first]
            rest = [i for i in range(len(shape)) if i not in (first, second)]
            self.shapes[k] = [*(shape[i] for i in rest), n]
            self.labels[k] = [*(labels[i] for i in rest), label]

    def sum_out(self, k: int, kept: set[Any]) -> None:
        """Sums over the labels that nobody needs any more."""
        labels, shape = self.labels[k], self.shapes[k]
        gone = tuple(i for i, label in enumerate(labels) if label not in kept)
        if gone:
            self.steps.append((summed, k, gone))
            self.shapes[k] = [n for i, n in enumerate(shape) if i not in gone]
            self.labels[k] = [x for i, x in enumerate(labels) if i not in gone]

    def common_sizes(self, a: int, b: int) -> dict[Any, int]:
        """The size of each label of two values, 1 broadcasting."""
        sizes = dict(zip(self.labels[a], self.shapes[a], strict=True))
        for label, n in zip(self.labels[b], self.shapes[b], strict=True):
            if sizes.setdefault(label, n) == 1:
                sizes[label] = n
            elif n not in (1, sizes[label]):
                raise SubscriptsError(
                    f"einsum: expected one size under a subscript, got {sizes[label]} "
                    f"and {n}"
                )
        return sizes

    def arrange(self, k: int, order: Any, parts: Any, sizes: dict[Any, int]) -> None:
        """Brings the axes in an order and makes each part of them one axis."""
        self.reshape(k, [sizes[x] for x in self.labels[k]], _C.broadcast_to)
        self.permute(k, list(order))
        self.reshape(k, [math.prod(sizes[x] for x in part) for part in parts])

    def contract(self, a: int, b: int, later: set[Any]) -> None:
        """Value a becomes the product; `later` are the labels that are still needed."""
        self.sum_out(a, later | set(self.labels[b]))
        self.sum_out(b, later | set(self.labels[a]))
        sizes = self.common_sizes(a, b)
        g = groups(tuple(self.labels[a]), tuple(self.labels[b]), frozenset(later))
        if g.inner:
            self.arrange(a, g.order_a, (g.batch, g.left, g.inner), sizes)
            self.arrange(b, g.order_b, (g.batch, g.inner, g.right), sizes)
            self.steps.append((_C.matmul, a, b))
            parts = (g.batch, g.left, g.right)
            self.shapes[a] = [math.prod(sizes[x] for x in part) for part in parts]
            self.reshape(a, [sizes[x] for x in g.result])
        else:
            self.permute(a, list(g.order_a))
            self.permute(b, list(g.order_b))
            last = self.shapes[b][len(g.batch) :]
            self.reshape(a, [*self.shapes[a], *(1 for _ in g.right)])
            self.reshape(
                b, [*self.shapes[b][: len(g.batch)], *(1 for _ in g.left), *last]
            )
            self.steps.append((_C.mul, a, b))
            self.shapes[a] = [sizes[x] for x in g.result]
        self.labels[a] = g.result


class Groups(NamedTuple):
    """Where the labels of two operands belong, and the orders that bring them there."""

    batch: list[Any]
    inner: list[Any]
    left: list[Any]
    right: list[Any]
    order_a: tuple[int, ...]
    order_b: tuple[int, ...]
    result: list[Any]


@lru_cache(256)
def groups(la: Labels, lb: Labels, later: frozenset[Any]) -> Groups:
    batch = [x for x in la if x in lb and x in later]
    inner = [x for x in la if x in lb and x not in later]
    left = [x for x in la if x not in lb]
    right = [x for x in lb if x not in la]
    order_a = tuple(map(la.index, batch + left + inner))
    order_b = tuple(map(lb.index, batch + inner + right))
    return Groups(batch, inner, left, right, order_a, order_b, batch + left + right)
