"""Steps of the optimizers in NumPy float64, as their docstrings have them.

Each takes a parameter, the list of its gradients, and options; a generator of the
parameter after each step. What tests of ctensor.optim and of its rows compare with.
"""

from __future__ import annotations

import math

import numpy as np


def sgd(p, grads, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    buffer = None
    for g in grads:
        g = g + weight_decay * p
        if momentum:
            first = buffer is None
            buffer = g if first else momentum * buffer + (1 - dampening) * g
            g = g + momentum * buffer if nesterov else buffer
        p = p - lr * g
        yield p


def adam(
    p, grads, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False,
    decoupled=False,
):  # fmt: skip
    """Kingma and Ba 2015, algorithm 1, with the usual additions."""
    m, v, largest = np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads, 1):
        p, g = decayed(p, g, lr, weight_decay, decoupled)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        largest = np.maximum(largest, v)
        root = np.sqrt((largest if amsgrad else v) / (1 - betas[1] ** t))
        p = p - lr * m / (1 - betas[0] ** t) / (root + eps)
        yield p


def decayed(p, g, lr, weight_decay, decoupled):
    """The parameter and its gradient after weight decay, of one or the other."""
    if decoupled:
        return p - lr * weight_decay * p, g
    return p, g + weight_decay * p


def nadam(
    p, grads, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0,
    momentum_decay=4e-3, decoupled=False,
):  # fmt: skip
    m, v, product = np.zeros_like(p), np.zeros_like(p), 1.0
    for t, g in enumerate(grads, 1):
        p, g = decayed(p, g, lr, weight_decay, decoupled)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        mu, after = (
            betas[0] * (1 - 0.5 * 0.96 ** (i * momentum_decay)) for i in (t, t + 1)
        )
        product *= mu
        ahead = after * m / (1 - product * after) + (1 - mu) * g / (1 - product)
        p = p - lr * ahead / (np.sqrt(v / (1 - betas[1] ** t)) + eps)
        yield p


def radam(
    p, grads, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled=False
):
    m, v = np.zeros_like(p), np.zeros_like(p)
    last = 2 / (1 - betas[1]) - 1
    for t, g in enumerate(grads, 1):
        p, g = decayed(p, g, lr, weight_decay, decoupled)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        power = betas[1] ** t
        rho = last - 2 * t * power / (1 - power)
        step = lr * m / (1 - betas[0] ** t)
        if rho > 5:
            r = (rho - 4) * (rho - 2) * last / ((last - 4) * (last - 2) * rho)
            step = step * math.sqrt(r * (1 - power)) / (np.sqrt(v) + eps)
        p = p - step
        yield p


def adamax(p, grads, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
    m, u = np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(grads, 1):
        g = g + weight_decay * p
        m = betas[0] * m + (1 - betas[0]) * g
        u = np.maximum(betas[1] * u, np.abs(g) + eps)
        p = p - lr / (1 - betas[0] ** t) * m / u
        yield p


def adagrad(
    p, grads, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0,
    eps=1e-10,
):  # fmt: skip
    s = np.full_like(p, initial_accumulator_value)
    for t, g in enumerate(grads, 1):
        g = g + weight_decay * p
        s = s + g**2
        p = p - lr / (1 + (t - 1) * lr_decay) * g / (np.sqrt(s) + eps)
        yield p


def adadelta(p, grads, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0):
    s, a = np.zeros_like(p), np.zeros_like(p)
    for g in grads:
        g = g + weight_decay * p
        s = rho * s + (1 - rho) * g**2
        d = np.sqrt(a + eps) / np.sqrt(s + eps) * g
        a = rho * a + (1 - rho) * d**2
        p = p - lr * d
        yield p


def rmsprop(
    p, grads, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False
):
    s, a, b = np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    for g in grads:
        g = g + weight_decay * p
        s = alpha * s + (1 - alpha) * g**2
        a = alpha * a + (1 - alpha) * g
        b = momentum * b + g / (np.sqrt(s - a**2 if centered else s) + eps)
        p = p - lr * b
        yield p


def rprop(p, grads, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50)):
    size, before = np.full_like(p, lr), np.zeros_like(p)
    for g in grads:
        turn = np.sign(g * before)
        size = size * np.where(turn > 0, etas[1], np.where(turn < 0, etas[0], 1))
        size = np.clip(size, *step_sizes)
        before = np.where(turn < 0, 0, g)
        p = p - np.sign(before) * size
        yield p


def asgd(p, grads, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0):
    rate = lr
    for t, g in enumerate(grads, 1):
        g = g + weight_decay * p
        p = (1 - lambd * rate) * p - rate * g
        rate = lr / (1 + lambd * lr * t) ** alpha
        yield p


def adafactor(
    p, grads, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0
):
    """Shazeer and Stern 2018, algorithms 4 and 5, with PyTorch's use of lr and eps."""
    p = np.asarray(p)  # also of a 0-d one
    least = np.finfo(p.dtype).eps if eps[0] is None else eps[0]
    row, column, whole = 0.0, 0.0, 0.0
    for t, g in enumerate(grads if p.size else (), 1):
        weight = t**beta2_decay
        size = max(eps[1], rms(p)) * min(lr, t**-0.5)
        p = p - lr * weight_decay * p
        if np.ndim(p) > 1:
            row = row + weight * ((g**2).mean(-1, keepdims=True) - row)
            column = column + weight * ((g**2).mean(-2, keepdims=True) - column)
            v = row * column / np.maximum(row.mean(-2, keepdims=True), least)
        else:
            v = whole = whole + weight * (g**2 - whole)
        u = g / np.maximum(np.sqrt(v), least)
        p = p - size * u / max(1.0, rms(u) / d)
        yield p
    if not p.size:
        yield p


def rms(x):
    return math.sqrt((x**2).mean()) if x.size else 0.0


def last(steps):
    """The parameter after all steps."""
    *_, p = steps
    return p
