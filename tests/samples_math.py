"""Samples of the arithmetic choices, reductions, products, layers and losses."""

from __future__ import annotations

import numpy as np
from references import gelu, gelu_tanh
from samples import SAMPLES, Derived, Sample, flags, imaginary, real, whole


def extreme_along(find, pick):
    """NumPy's (values, indices) along a dim."""

    def apply(x, dim, keepdim=False):
        return pick(x, axis=dim, keepdims=keepdim), find(x, axis=dim, keepdims=keepdim)

    return apply


def kth(x, k, dim=-1, keepdim=False):
    """The k-th of a stable sort along a dim, and where it was."""
    x = np.asarray(x)
    if x.ndim == 0:
        return x, np.int64(0)
    order = np.argsort(x, axis=dim, kind="stable").take([k - 1], dim)
    both = np.take_along_axis(x, order, dim), order
    return both if keepdim else tuple(a.squeeze(dim) for a in both)


def softmax(x, dim):
    """exp(x - max) over its sum."""
    e = np.exp(x - x.max(axis=dim, keepdims=True))
    return e / e.sum(axis=dim, keepdims=True)


def log_softmax(x, dim):
    """Logarithm of softmax."""
    shifted = x - x.max(axis=dim, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=dim, keepdims=True))


def linear(x, w, b=0):
    """x w' + b."""
    return x @ w.T + b


def logsumexp(x, dim, keepdim=False):
    """Log of the sum of exponentials; over all dims where none are given."""
    dim = dim if dim != () else None
    return np.log(np.exp(x + 0.0).sum(dim, keepdims=keepdim))


def cross_entropy(x, target, weight=None, reduction="mean", ignore=-100, smoothing=0.0):
    """The textbook formula, row by row."""
    rows = np.moveaxis(x, min(1, x.ndim - 1), -1)
    classes = rows.shape[-1]
    rows, target_shape = rows.reshape(-1, classes), np.shape(target)
    weight = np.ones(classes) if weight is None else weight
    losses, weights = [], []
    for row, t in zip(rows, np.reshape(target, -1), strict=True):
        counts = t != ignore
        logp = log_softmax(row, 0)
        hit = -weight[t] * logp[t] if counts else 0.0
        spread = -(weight * logp).sum() / classes if counts else 0.0
        losses.append((1 - smoothing) * hit + smoothing * spread)
        weights.append(weight[t] if counts else 0.0)
    if reduction == "none":
        return np.reshape(losses, target_shape)
    return np.sum(losses) / (np.sum(weights) if reduction == "mean" else 1)


def entropy_gradient(g, x, target, weight, lse, ignore, smoothing, mean):
    """The gradient that cross_entropy's rule asks for."""
    p = np.exp(x - lse[:, None])
    weight = np.ones(x.shape[1]) if weight is None else weight
    counted = target != ignore
    scale = 1 / weight[target[counted]].sum() if mean else 1
    q = np.eye(x.shape[1])[target] * (1 - smoothing) + smoothing / x.shape[1]
    q = q * weight * counted[:, None]
    return g * scale * (q.sum(1, keepdims=True) * p - q)


def layer_norm(x, shape, weight=None, bias=None, eps=1e-5):
    """Less the mean and over the deviation of the last dims."""
    dims = tuple(range(-len(shape), 0))
    z = x - x.mean(dims, keepdims=True)
    z = z / np.sqrt((z * z).mean(dims, keepdims=True) + eps)
    z = z if weight is None else z * weight
    return z if bias is None else z + bias


def layer_norm_gradient(g, x, mean, rstd, weight, eps, size, affine):
    """The gradients that layer_norm's rule asks for, of rows that are x's."""
    z = (x - mean[:, None]) * rstd[:, None]
    h = g if weight is None else g * weight
    along = (h * z).mean(1, keepdims=True)
    gx = (h - h.mean(1, keepdims=True) - z * along) * rstd[:, None]
    return gx, (g * z).sum(0)[: size * affine], g.sum(0)[: size * affine]


_classes = whole(5, low=0, high=4)
_logits = real(5, 4)
_mean = Derived(_logits, lambda x: x.mean(1))
_rstd = Derived(_logits, lambda x: 1 / np.sqrt(x.var(1) + 1e-5))
_lse = Derived(_logits, lambda x: np.log(np.exp(x).sum(1)))

SAMPLES |= {
    "variance": [
        Sample([real(3, 4), None, False, 1], lambda x, *_: x.var(ddof=1)),
        Sample(
            [real(3, 4, 5), [0, -1], True, 0],
            lambda x, *_: x.var((0, 2), keepdims=True),
        ),
    ],
    "deviation": [
        Sample([real(3, 4), None, False, 1], lambda x, *_: x.std(ddof=1)),
        Sample(
            [real(3, 4, 5), [0, -1], True, 0],
            lambda x, *_: x.std((0, 2), keepdims=True),
        ),
    ],
    "centered": [
        Sample([real(3, 4), None], lambda x, _: x - x.mean()),
        Sample(
            [real(3, 4, 5), [0, -1]], lambda x, _: x - x.mean((0, 2), keepdims=True)
        ),
    ],
    "add_scaled": [
        Sample(
            [real(3, 4), real(4)],
            lambda a, b, alpha: a + alpha * b,
            keywords={"alpha": 2.5},
        ),
        Sample(
            [whole(3, 4), 2], lambda a, b, alpha: a + alpha * b, keywords={"alpha": 3}
        ),
        Sample(
            [flags(4), flags(4)],
            lambda a, b, alpha: a | (b & (alpha != 0)),
            keywords={"alpha": 2},
        ),
    ],
    "sub_scaled": [
        Sample(
            [real(3, 4), real(4)],
            lambda a, b, alpha: a - alpha * b,
            keywords={"alpha": 2},
        ),
    ],
    "conj": [Sample([real(3)], np.conj), Sample([imaginary(3)], np.conj)],
    "round_decimals": [
        Sample([real(3, 4)], np.round, keywords={"decimals": 1}),
        Sample([real(5, low=-999, high=999)], np.round, keywords={"decimals": -2}),
    ],
    "div": [
        Sample([real(3, 4), real(4, low=1)], np.divide),
        Sample([whole(3, 4), 4], lambda a, b: np.float32(a / b)),
        Sample(
            [whole(3, 4), whole(4, low=1)],
            lambda a, b, rounding_mode: np.trunc(a / b).astype(int),
            keywords={"rounding_mode": "trunc"},
        ),
        Sample(
            [whole(3, 4), -3],
            lambda a, b, rounding_mode: a // b,
            keywords={"rounding_mode": "floor"},
        ),
    ],
    "clamp": [
        Sample([real(3, 4), -0.5, 0.75], np.clip),
        Sample([real(3, 4)], lambda x, min: np.maximum(x, min), keywords={"min": 0.25}),
        Sample([real(3, 4)], lambda x, max: np.minimum(x, max), keywords={"max": 0.25}),
        Sample([whole(3, 4), -3, 5], np.clip),
        Sample([real(3, 4), real(4, high=-1), real(3, 1, low=1)], np.clip),
    ],
    "gelu": [
        Sample([real(3, 4)], lambda x: gelu(np.float64(x))),
        Sample(
            [real(3, 4)],
            lambda x, approximate: gelu_tanh(np.float64(x)),
            keywords={"approximate": "tanh"},
        ),
    ],
    "sum": [
        Sample([real(3, 4, 5)], np.sum),
        Sample([real(3, 4, 5), 1], np.sum),
        Sample(
            [real(3, 4, 5), (0, -1), True],
            lambda x, dim, keep: np.sum(x, axis=dim, keepdims=keep),
        ),
        Sample([whole(3, 4), 0], np.sum),
        Sample([flags(3, 4), 1], np.sum),
        Sample([real()], np.sum),
        Sample([real(3, 0), 1], np.sum),
    ],
    "mean": [
        Sample([real(3, 4, 5)], np.mean),
        Sample([real(3, 4, 5), (0, 2)], lambda x, dim: np.mean(x, axis=dim)),
        Sample(
            [real(3, 4, 5), 1, True],
            lambda x, dim, keep: np.mean(x, axis=dim, keepdims=keep),
        ),
    ],
    "var": [
        Sample([real(3, 5)], lambda x: np.var(x, ddof=1)),
        Sample(
            [real(3, 5), 1],
            lambda x, dim, correction: np.var(x, dim),
            keywords={"correction": 0},
        ),
    ],
    "var_unbiased": [
        Sample(
            [real(3, 5), 0, False, True], lambda x, d, u, k: np.var(x, d, keepdims=k)
        )
    ],
    "var_all": [Sample([real(3, 5), False], lambda x, unbiased: np.var(x))],
    "std": [Sample([real(3, 5), (0, 1)], lambda x, dim: np.std(x, dim, ddof=1))],
    "std_unbiased": [
        Sample([real(3, 5), -1, True], lambda x, d, u: np.std(x, d, ddof=1))
    ],
    "std_all": [Sample([real(3, 5), True], lambda x, unbiased: np.std(x, ddof=1))],
    "max": [Sample([real(3, 4)], np.max), Sample([whole(3, 4)], np.max)],
    "min": [Sample([real(3, 4)], np.min), Sample([flags(3, 4)], np.min)],
    "max_dim": [
        Sample([real(3, 4, 2), 1], extreme_along(np.argmax, np.max)),
        Sample([whole(3, 4), -1, True], extreme_along(np.argmax, np.max)),
    ],
    "min_dim": [
        Sample([real(3, 4, 2), 0, True], extreme_along(np.argmin, np.min)),
        Sample([whole(3, 4), 1], extreme_along(np.argmin, np.min)),
    ],
    "kthvalue": [
        Sample([real(3, 4, 2), 2], kth),
        Sample([real(40, 3), 33, 0, True], kth),
        Sample([whole(3, 5), 5, 1], kth),
        Sample([real(), 1], kth),
    ],
    "max_other": [Sample([real(3, 4), real(4)], np.maximum)],
    "min_other": [Sample([real(3, 4), real(4)], np.minimum)],
    "amax": [
        Sample([real(3, 4, 2)], np.max),
        Sample(
            [real(3, 4, 2), (0, 2), True],
            lambda x, dim, keep: np.max(x, axis=dim, keepdims=keep),
        ),
    ],
    "amin": [Sample([real(3, 4, 2), 1], np.min)],
    "argmax": [Sample([real(3, 4)], np.argmax), Sample([real(3, 4), 0], np.argmax)],
    "argmin": [
        Sample([real(3, 4), 1, True], lambda x, d, k: np.argmin(x, d, keepdims=k)),
    ],
    "any": [Sample([flags(3, 4)], np.any), Sample([whole(3, 4, high=0), 1], np.any)],
    "all": [Sample([flags(3, 4), 0], np.all), Sample([real(3, 4)], np.all)],
    "frexp": [Sample([real(3, 4)], np.frexp)],
    "cumsum": [
        Sample([real(3, 4), 1], np.cumsum),
        Sample([real(3, 4, 2), 0], np.cumsum),
        Sample([whole(3, 4), -1], np.cumsum),
    ],
    "softmax": [Sample([real(3, 4), 1], softmax), Sample([real(3, 4, 2), 0], softmax)],
    "log_softmax": [
        Sample([real(3, 4), 1], log_softmax),
        Sample([real(2, 3, 4), -2], log_softmax),
    ],
    "logsumexp": [
        Sample([real(3, 4), 1], logsumexp),
        Sample([real(2, 3, 4), (0, -1), True], logsumexp),
        Sample([whole(3, 4), ()], logsumexp),
    ],
    "matmul": [
        Sample([real(3, 4), real(4, 5)], np.matmul),
        Sample([real(4), real(4)], np.matmul),
        Sample([real(3, 4), real(4)], np.matmul),
        Sample([real(4), real(2, 4, 5)], np.matmul),
        Sample([real(2, 3, 4), real(4, 5)], np.matmul),
        Sample([real(2, 1, 3, 4), real(3, 4, 5)], np.matmul),
        Sample([whole(3, 4), whole(4, 2)], np.matmul),
        Sample([real(3, 0), real(0, 2)], np.matmul, differentiable=False),
    ],
    "mm": [Sample([real(3, 4), real(4, 5)], np.matmul)],
    "bmm": [Sample([real(2, 3, 4), real(2, 4, 5)], np.matmul)],
    "mv": [Sample([real(3, 4), real(4)], np.matmul)],
    "dot": [Sample([real(4), real(4)], np.dot)],
    "outer": [Sample([real(3), real(4)], np.outer)],
    "linear": [
        Sample([real(3, 4), real(5, 4), real(5)], linear),
        Sample([real(2, 3, 4), real(5, 4)], linear),
        Sample([real(4), real(5, 4), real(5)], linear),
    ],
    "cross_entropy": [
        Sample([_logits, _classes], cross_entropy),
        Sample([_logits, _classes, real(4, low=0.5)], cross_entropy, constant=(2,)),
        Sample(
            [real(3, 4, 2), whole(3, 2, low=0, high=4), None, "none"], cross_entropy
        ),
        Sample(
            [_logits, _classes, real(4, low=0.5), "sum", 1, 0.2],
            cross_entropy,
            constant=(2,),
        ),
        Sample([real(4), whole(low=0, high=4)], cross_entropy),
    ],
    "layer_norm": [
        Sample([real(3, 4), (4,)], layer_norm),
        Sample([real(2, 3, 4), (3, 4), real(3, 4), real(3, 4), 0.1], layer_norm),
        Sample([real(5, 3), (3,), None, real(3)], layer_norm),
        Sample([real(5, 3), (3,), real(3)], layer_norm),
    ],
    "layer_norm_grad": [
        Sample(
            [real(5, 4), _logits, _mean, _rstd, real(4), 1e-5, 4, True],
            layer_norm_gradient,
            differentiable=False,
        ),
        Sample(
            [real(5, 4), _logits, _mean, _rstd, None, 1e-5, 4, False],
            layer_norm_gradient,
            differentiable=False,
        ),
    ],
    # Finite differences in the logits alone would leave lse as it is: its own gradient
    # is tested as the second of cross_entropy.
    "cross_entropy_grad": [
        Sample(
            [real(), _logits, _classes, None, _lse, -100, 0.1, False],
            entropy_gradient,
            differentiable=False,
        ),
        Sample(
            [real(), _logits, _classes, real(4, low=0.5), _lse, -100, 0.1, True],
            entropy_gradient,
            differentiable=False,
        ),
        Sample(
            [real(), _logits, _classes, None, _lse, 2, 0.0, True],
            entropy_gradient,
            differentiable=False,
        ),
        Sample(
            [real(5), _logits, _classes, None, _lse, 2, 0.0, False],
            lambda g, *others: entropy_gradient(g[:, None], *others),
            differentiable=False,
        ),
    ],
    "mse_loss": [
        Sample(
            [real(3, 4), real(3, 4)], lambda x, y: np.mean((x - y) ** 2), roundings=4
        ),
        Sample(
            [real(3, 4), real(3, 4), "none"],
            lambda x, y, r: (x - y) ** 2,
            roundings=3,
        ),
    ],
    "dropout": [
        Sample([real(3, 4), 0.0], lambda x, p: x),
        Sample([real(3, 4), 1.0], lambda x, p: 0 * x),
        Sample([real(3, 4), 0.5, False], lambda x, p, training: x),
    ],
}
