"""Einstein's sums: each pair of operands is one batched matrix product."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import alike, is_integral, permuted, promote
from ctensor._numpy._registry import implements, store


@implements(np.einsum)
def einsum(*operands, out=None, optimize=False, **kwargs):
    if len(operands) == 3 and out is None and not kwargs:
        result = as_product(*operands)
        if result is not None:
            return result
    if any(value is not None for value in kwargs.values()):
        return NotImplemented
    inputs, output, tensors = parse(operands)
    tensors = promote(*tensors)
    if is_integral(tensors[0]):
        return NotImplemented
    terms = [labelled(t, labels) for t, labels in zip(tensors, inputs, strict=True)]
    output = resolve_output(output, terms)
    terms = [diagonals(t, labels) for t, labels in terms]
    while len(terms) > 1:
        (a, la), (b, lb) = terms[0], terms[1]
        later = set(output).union(*(labels for _, labels in terms[2:]))
        terms[:2] = [contract(a, la, b, lb, later)]
    t, labels = sum_out(*terms[0], set(output))
    result = permuted(t, (labels.index(label) for label in output))
    return store(result, out)


# ---- one product -----------------------------------------------------------


def as_product(text, a, b):
    """The sum as one matmul, or None where it is none."""
    plan = product_plan(text) if type(text) is str else None
    if plan is None or not alike((a, b)) or is_integral(a):
        return None
    ndim_a, ndim_b, order_a, order_b, order = plan
    if a.ndim != ndim_a or b.ndim != ndim_b:
        return None
    try:
        if order_a:
            a = a.permute(order_a)
        if order_b:
            b = b.permute(order_b)
        result = ct.matmul(a, b)
    except RuntimeError:  # sizes of 1, which broadcast, or an error: contract knows
        return None
    return result.permute(order) if order else result


@lru_cache(256)
def product_plan(text):
    """What makes "ij,jk->ik" and its like a matmul.

    How many axes the operands have, and the orders of axes of both and of the result,
    None where that is as they are. No plan, None, is for all else: sums of one operand,
    products without a sum or with several.
    """
    inputs, output = parse_text(text)
    if len(inputs) != 2 or any(... in x or len(set(x)) < len(x) for x in inputs):
        return None
    la, lb = map(tuple, inputs)
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


def parse(operands):
    """Labels of each operand and of the result (None: implied), and the operands.

    An ellipsis is the label Ellipsis.
    """
    if not isinstance(operands[0], str):
        return parse_lists(operands)
    text, *tensors = operands
    inputs, output = parse_text(text)
    if len(inputs) != len(tensors):
        raise ValueError(
            f"einsum: expected {len(inputs)} operands for {text!r}, got {len(tensors)}"
        )
    return inputs, output, tensors


@lru_cache(256)
def parse_text(text):
    left, arrow, right = text.replace(" ", "").partition("->")
    inputs = [labels_of(term) for term in left.split(",")]
    return inputs, labels_of(right) if arrow else None


def labels_of(term):
    labels = [... if c == "." else c for c in term.replace("...", ".")]
    for label in labels:
        if label is not ... and not label.isalpha():
            raise ValueError(f"einsum: expected letters as subscripts, got {label!r}")
    return labels


def parse_lists(operands):
    """The form einsum(a, [0, 1], b, [1, 2], [0, 2])."""
    pairs = len(operands) // 2
    inputs = [list(operands[2 * i + 1]) for i in range(pairs)]
    output = list(operands[-1]) if len(operands) % 2 else None
    return inputs, output, [operands[2 * i] for i in range(pairs)]


def labelled(t, labels):
    """The operand with one label per axis.

    The axes of an ellipsis are ("...", k), k counted from the last.
    """
    extra = t.ndim - sum(label is not ... for label in labels)
    if extra < 0 or (extra and ... not in labels):
        raise ValueError(
            f"einsum: expected {len(labels)} subscripts to fit shape {tuple(t.shape)}"
        )
    found = []
    for label in labels:
        more = [("...", k) for k in range(extra, 0, -1)] if label is ... else [label]
        found += more
    return t, found


def resolve_output(output, terms):
    every = [label for _, labels in terms for label in labels]
    dots = sorted({x for x in every if isinstance(x, tuple)}, reverse=True)
    if output is None:
        counts = Counter(x for x in every if not isinstance(x, tuple))
        return dots + sorted(label for label, n in counts.items() if n == 1)
    if dots and ... not in output:
        raise ValueError("einsum: expected an ellipsis in the output, as in the inputs")
    found = [x for label in output for x in (dots if label is ... else [label])]
    if len(set(found)) != len(found) or not set(found) <= set(every):
        raise ValueError(
            "einsum: expected output subscripts that the inputs have, each once"
        )
    return found


# ---- the sums --------------------------------------------------------------


def diagonals(t, labels):
    """Repeated labels of one operand: the diagonal over their axes."""
    labels = list(labels)
    if len(set(labels)) == len(labels):
        return t, labels
    for label, n in Counter(labels).items():
        for _ in range(n - 1):
            first = labels.index(label)
            second = labels.index(label, first + 1)
            if t.shape[first] != t.shape[second]:
                raise ValueError("einsum: expected equal sizes under one subscript")
            t = t.diagonal(0, first, second)
            labels = [x for i, x in enumerate(labels) if i not in (first, second)]
            labels.append(label)
    return t, labels


def sum_out(t, labels, kept):
    """Sums over the labels that nobody needs any more."""
    gone = tuple(i for i, label in enumerate(labels) if label not in kept)
    if not gone:
        return t, labels
    return t.sum(gone), [label for label in labels if label in kept]


def expanded(t, labels, sizes):
    """Axes of size 1 broadcast to what the other operand has."""
    shape = [sizes[label] for label in labels]
    return t if list(t.shape) == shape else t.broadcast_to(shape)


def contract(a, la, b, lb, later):
    """One operand out of two; `later` are the labels that are still needed."""
    a, la = sum_out(a, la, later | set(lb))
    b, lb = sum_out(b, lb, later | set(la))
    sizes = dict(zip(la, a.shape, strict=True))
    for label, n in zip(lb, b.shape, strict=True):
        if sizes.setdefault(label, n) == 1:
            sizes[label] = n
        elif n not in (1, sizes[label]):
            raise ValueError(
                f"einsum: expected one size under a subscript, got {sizes[label]} "
                f"and {n}"
            )
    a, b = expanded(a, la, sizes), expanded(b, lb, sizes)
    g = groups(tuple(la), tuple(lb), frozenset(later))
    x = arranged(a, g.order_a, (g.batch, g.left, g.inner), sizes)
    y = arranged(b, g.order_b, (g.batch, g.inner, g.right), sizes)
    product = ct.matmul(x, y) if g.inner else x * y
    return product.reshape([sizes[label] for label in g.result]), g.result


class Groups(NamedTuple):
    """Where the labels of two operands belong, and the orders that bring them there."""

    batch: list
    inner: list
    left: list
    right: list
    order_a: tuple
    order_b: tuple
    result: list


@lru_cache(256)
def groups(la, lb, later):
    batch = [x for x in la if x in lb and x in later]
    inner = [x for x in la if x in lb and x not in later]
    left = [x for x in la if x not in lb]
    right = [x for x in lb if x not in la]
    order_a = tuple(map(la.index, batch + left + inner))
    order_b = tuple(map(lb.index, batch + inner + right))
    return Groups(batch, inner, left, right, order_a, order_b, batch + left + right)


def arranged(t, order, parts, sizes):
    """The axes in an order, and each part of them made one axis."""
    shape = [math.prod(sizes[x] for x in part) for part in parts]
    return permuted(t, order).reshape(shape)
