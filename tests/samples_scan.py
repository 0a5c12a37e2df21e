"""Samples of running folds and products."""

import numpy as np
from references import logaddexp
from samples import SAMPLES, Sample, real, whole


def products(x, dim=None, keepdim=False):
    """The product over dims, of integers as int64."""
    dim = tuple(dim) if isinstance(dim, list) else dim
    return np.prod(x, dim, keepdims=keepdim)


def others(x, dim):
    """For each element the product of the others along dim."""
    x = np.moveaxis(x, dim, -1)
    y = [np.prod(np.delete(x, i, -1), -1) for i in range(x.shape[-1])]
    return np.moveaxis(np.stack(y, -1), -1, dim)


def recurrence(a, b, dim):
    """y[i] = b[i] + a[i - 1] y[i - 1]."""
    a, b = np.moveaxis(a, dim, -1), np.moveaxis(b, dim, -1)
    y = b.copy()
    for i in range(1, b.shape[-1]):
        y[..., i] += a[..., i - 1] * y[..., i - 1]
    return np.moveaxis(y, -1, dim)


def running_logaddexp(x, dim):
    """log of the running sum of exp(x), of complex numbers too."""
    steps = np.moveaxis(x, dim, 0).copy()
    for i in range(1, len(steps)):
        steps[i] = logaddexp(steps[i - 1], steps[i])
    return np.moveaxis(steps, 0, dim)


def products_gradient(g, x, dim):
    """g at each place times the product of what is before x there, but x itself."""
    g, x = np.moveaxis(g, dim, -1), np.conj(np.moveaxis(x, dim, -1))
    result = 0 * g
    for i in range(x.shape[-1]):
        others = np.concatenate([x[..., :i], 0 * x[..., :1] + 1, x[..., i + 1 :]], -1)
        result[..., i] = (g * np.cumprod(others, -1))[..., i:].sum(-1)
    return np.moveaxis(result, -1, dim)


def running_extreme(f, x, dim):
    """Running extremes, and the last place of each."""
    y = f.accumulate(x, dim)
    n = np.arange(x.shape[dim]).reshape([-1] + [1] * (x.ndim - dim % x.ndim - 1))
    return y, np.maximum.accumulate(np.where(x == y, n, 0), dim)


SAMPLES |= {
    "prod": [
        Sample([real(3, 4)], products),
        Sample([real(3, 4, 2), [0, 2], True], products),
        Sample([whole(3, 4), 1], products),
    ],
    "prod_others": [Sample([real(3, 4), 1], others), Sample([real(3, 2), 0], others)],
    "cumprod": [
        Sample([real(3, 4), 1], np.cumprod),
        Sample([real(3, 2, 2), 0], np.cumprod),
    ],
    "cumprod_grad": [
        Sample([real(3, 4), real(3, 4), 1], products_gradient),
        Sample([real(3, 2), real(3, 2), 0], products_gradient),
    ],
    "logcumsumexp": [
        Sample([real(3, 4), 1], running_logaddexp),
        Sample([real(3, 2, 2), 0], running_logaddexp),
    ],
    "cummax": [
        Sample([real(3, 4), 1], lambda x, d: running_extreme(np.maximum, x, d)),
        Sample([real(4, 3), 0], lambda x, d: running_extreme(np.maximum, x, d)),
    ],
    "cummin": [Sample([real(3, 4), 1], lambda x, d: running_extreme(np.minimum, x, d))],
    "recurrence": [
        Sample([real(3, 4), real(3, 4), 1], recurrence),
        Sample([real(3, 2), real(3, 2), 0], recurrence),
    ],
}
