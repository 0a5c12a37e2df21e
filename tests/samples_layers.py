"""Samples of the rows of layers: normalization, embedding, attention, recurrence."""

import numpy as np
from samples import SAMPLES, Derived, Sample, real, whole


def by_channel(values, x):
    """One number for each channel, beside x."""
    return np.reshape(values, (-1,) + (1,) * (x.ndim - 2))


def normal(x, mean, var, weight, bias, eps):
    """(x - mean) / sqrt(var + eps) * weight + bias."""
    y = (x - mean) / np.sqrt(var + eps)
    y = y if weight is None else y * by_channel(weight, x)
    return y if bias is None else y + by_channel(bias, x)


def over_batch(x):
    """All dims but the channels'."""
    return tuple(d for d in range(x.ndim) if d != 1)


def batch_norm(x, weight, bias, eps):
    """By the batch's own statistics, which come too."""
    mean, var = x.mean(over_batch(x)), x.var(over_batch(x))
    y = normal(x, by_channel(mean, x), by_channel(var, x), weight, bias, eps)
    return y, mean, var


def batch_norm_eval(x, mean, var, weight, bias, eps):
    """By given statistics."""
    return normal(x, by_channel(mean, x), by_channel(var, x), weight, bias, eps)


def group_norm(x, groups, weight=None, bias=None, eps=1e-5):
    """By those of parts of the channels."""
    parts = x.reshape(x.shape[0], groups, -1)
    z = parts - parts.mean(2, keepdims=True)
    z = (z / np.sqrt((z * z).mean(2, keepdims=True) + eps)).reshape(x.shape)
    z = z if weight is None else z * by_channel(weight, x)
    return z if bias is None else z + by_channel(bias, x)


def channel_gradient(g, x, mean, var, weight, eps, groups, affine):
    """The gradients that both rules ask for, of statistics that are x's."""
    shape = (x.shape[0], groups, -1) if groups else (x.shape[0], x.shape[1], -1)
    over = 2 if groups else (0, 2)
    h = g if weight is None else g * by_channel(weight, x)
    h, parts = h.reshape(shape), x.reshape(shape)
    mean = mean.reshape((-1, groups, 1) if groups else (1, -1, 1))
    rstd = 1 / np.sqrt(var.reshape(mean.shape) + eps)
    z = (parts - mean) * rstd
    along = (h * z).mean(over, keepdims=True)
    gx = (h - h.mean(over, keepdims=True) - z * along) * rstd
    z = z.reshape(x.shape)
    kept = x.shape[1] * affine
    gweight, gbias = (g * z).sum(over_batch(x)), g.sum(over_batch(x))
    return gx.reshape(x.shape), gweight[:kept], gbias[:kept]


_x = real(3, 4, 5)
_mean, _var = (
    Derived(_x, lambda x: x.mean((0, 2))),
    Derived(_x, lambda x: x.var((0, 2))),
)
_means = Derived(_x, lambda x: x.reshape(3, 2, -1).mean(2))
_vars = Derived(_x, lambda x: x.reshape(3, 2, -1).var(2))
_rows = real(6, 3)

SAMPLES |= {
    "batch_norm_train": [
        # Its second and third result pass no gradient on.
        Sample([_x, real(4), real(4), 0.1], batch_norm, differentiable=False),
        Sample([_rows, None, real(3), 0.1], batch_norm, differentiable=False),
        Sample(
            [real(2, 3, 2, 2), real(3), None, 0.1], batch_norm, differentiable=False
        ),
    ],
    "batch_norm_eval": [
        Sample([_x, real(4), real(4, low=0.5), real(4), real(4), 0.1], batch_norm_eval),
        Sample([_rows, real(3), real(3, low=0.5), None, None, 0.1], batch_norm_eval),
    ],
    "group_norm": [
        Sample([_x, 2], group_norm),
        Sample([real(2, 3, 2, 2), 3, real(3), real(3), 0.1], group_norm),
        Sample([_rows, 1, None, real(3), 0.1], group_norm),
    ],
    "channel_norm_grad": [
        Sample(
            [real(3, 4, 5), _x, _mean, _var, real(4), 0.1, 0, True],
            channel_gradient,
            differentiable=False,
        ),
        Sample(
            [real(3, 4, 5), _x, _means, _vars, real(4), 0.1, 2, True],
            channel_gradient,
            differentiable=False,
        ),
        Sample(
            [real(3, 4, 5), _x, _means, _vars, None, 0.1, 2, False],
            channel_gradient,
            differentiable=False,
        ),
    ],
}


# ---- attention --------------------------------------------------------------


def scores(q, k, mask, causal, scale):
    """q k' scale + mask, -infinity where not to look."""
    k = np.repeat(k, q.shape[1] // k.shape[1], 1)
    x = q @ np.swapaxes(k, -1, -2) * scale
    if causal:
        x = np.where(np.tri(*x.shape[-2:], dtype=bool), x, -np.inf)
    if mask is not None:
        x = np.where(mask, x, -np.inf) if mask.dtype == bool else x + mask
    return x


def chances(q, k, mask, causal, scale):
    """Their softmax, 0 where there is nowhere to look."""
    x = scores(q, k, mask, causal, scale)
    most = x.max(-1, keepdims=True)
    p = np.exp(x - np.where(np.isinf(most), 0, most))
    sums = p.sum(-1, keepdims=True)
    return p / np.where(sums == 0, 1, sums)


def attention(q, k, v, mask, causal, scale):
    """The mean of the values by these chances."""
    return chances(q, k, mask, causal, scale) @ np.repeat(
        v, q.shape[1] // k.shape[1], 1
    )


def log_sums(q, k, mask, causal, scale):
    """The log of the sums of exponentials of the scores."""
    return np.log(np.exp(scores(q, k, mask, causal, scale)).sum(-1))


def attention_gradient(g, q, k, v, mask, result, lse, causal, scale):
    """The gradients that attention's rule asks for, of a result that is theirs."""
    share = q.shape[1] // k.shape[1]
    p = np.exp(scores(q, k, mask, causal, scale) - lse[..., None])
    gp = g @ np.swapaxes(np.repeat(v, share, 1), -1, -2)
    ds = p * (gp - (g * result).sum(-1, keepdims=True)) * scale
    gk, gv = np.swapaxes(ds, -1, -2) @ q, np.swapaxes(p, -1, -2) @ g
    of_keys = (k.shape[0], k.shape[1], share, k.shape[2], -1)
    gk, gv = (t.reshape(of_keys).sum(2) for t in (gk, gv))
    return ds @ np.repeat(k, share, 1), gk, gv


_qkv = real(3, 2, 4, 5, 3)
_q = Derived(_qkv, lambda t: t[0])
_k, _v = Derived(_qkv, lambda t: t[1][:, :2]), Derived(_qkv, lambda t: t[2][:, :2])
_y = Derived(_qkv, lambda t: attention(t[0], t[1][:, :2], t[2][:, :2], None, True, 0.5))
_lse = Derived(_qkv, lambda t: log_sums(t[0], t[1][:, :2], None, True, 0.5))
_seen = np.array([[True, False, True], [False, False, False]])

SAMPLES |= {
    "attention": [
        Sample(
            [real(2, 2, 4, 3), real(2, 2, 5, 3), real(2, 2, 5, 3), None, False, 0.5],
            attention,
        ),
        Sample(
            [real(2, 4, 4, 3), real(2, 2, 5, 3), real(2, 2, 5, 2), None, True, 0.5],
            attention,
        ),
        Sample(
            [
                real(1, 2, 2, 3),
                real(1, 1, 3, 3),
                real(1, 1, 3, 3),
                np.broadcast_to(_seen, (1, 2, 2, 3)),
                False,
                0.5,
            ],
            attention,
        ),
        Sample(
            [
                real(1, 2, 2, 3),
                real(1, 1, 3, 3),
                real(1, 1, 3, 3),
                real(1, 2, 2, 3),
                False,
                0.5,
            ],
            attention,
            constant=(3,),
            differentiable=False,
        ),
    ],
    "attention_grad": [
        Sample(
            [real(2, 4, 5, 3), _q, _k, _v, None, _y, _lse, True, 0.5],
            attention_gradient,
            differentiable=False,
        ),
    ],
}


# ---- recurrence -------------------------------------------------------------


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def lstm_gates(gates, cell):
    """One step behind the products."""
    i, f, g, o = np.split(gates, 4, 1)
    following = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(following), following


def lstm_gradient(gh, gc, gates, cell):
    """Its gradients."""
    i, f, g, o = np.split(gates, 4, 1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    t = np.tanh(f * cell + i * g)
    dc = gc + gh * o * (1 - t * t)
    parts = [dc * g * i * (1 - i), dc * cell * f * (1 - f)]
    parts += [dc * i * (1 - g * g), gh * t * o * (1 - o)]
    return np.concatenate(parts, 1), dc * f


def gru_gates(x, hidden, state):
    """One step behind the products."""
    (xr, xz, xn), (hr, hz, hn) = np.split(x, 3, 1), np.split(hidden, 3, 1)
    n = np.tanh(xn + sigmoid(xr + hr) * hn)
    return n + sigmoid(xz + hz) * (state - n)


def gru_gradient(g, x, hidden, state):
    """Its gradients."""
    (xr, xz, xn), (hr, hz, hn) = np.split(x, 3, 1), np.split(hidden, 3, 1)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    n = np.tanh(xn + r * hn)
    gn = g * (1 - z) * (1 - n * n)
    gr, gz = gn * hn * r * (1 - r), g * (state - n) * z * (1 - z)
    both = [np.concatenate([gr, gz, last], 1) for last in (gn, gn * r)]
    return *both, g * z


SAMPLES |= {
    "lstm_gates": [
        Sample([real(3, 8), real(3, 2)], lstm_gates),
        Sample([real(2, 68), real(2, 17)], lstm_gates),
    ],
    "lstm_gates_grad": [
        Sample(
            [real(3, 2), real(3, 2), real(3, 8), real(3, 2)],
            lstm_gradient,
            differentiable=False,
        ),
    ],
    "gru_gates": [
        Sample([real(3, 6), real(3, 6), real(3, 2)], gru_gates),
        Sample([real(2, 51), real(2, 51), real(2, 17)], gru_gates),
    ],
    "gru_gates_grad": [
        Sample(
            [real(3, 2), real(3, 6), real(3, 6), real(3, 2)],
            gru_gradient,
            differentiable=False,
        ),
    ],
}


# ---- embedding --------------------------------------------------------------


def embedding_gradient(g, indices, rows, padding, by_frequency):
    """Rows of g added where they are named."""
    made, index = np.zeros((rows, g.shape[-1]), g.dtype), indices.reshape(-1)
    g = np.where((index != padding)[:, None], g.reshape(len(index), -1), 0)
    if by_frequency:
        g = g / np.bincount(index, minlength=rows)[index][:, None]
    np.add.at(made, index, g)
    return made


SAMPLES |= {
    "embedding": [
        Sample([real(5, 3), whole(2, 4, low=0, high=5)], lambda w, i: w[i]),
        Sample([real(5, 3), whole(low=0, high=5)], lambda w, i: w[i]),
    ],
    "embedding_grad": [
        Sample(
            [real(2, 4, 3), whole(2, 4, low=0, high=5), 5, 2, False], embedding_gradient
        ),
        Sample([real(9, 3), whole(9, low=0, high=5), 5, -1, True], embedding_gradient),
    ],
}


# ---- rows about 0 -----------------------------------------------------------


def rms_norm(x, shape, weight, eps):
    """Rows over the root of the mean of their squares."""
    over = tuple(range(-len(shape), 0))
    y = x / np.sqrt((x * x).mean(over, keepdims=True) + eps)
    return y if weight is None else y * weight


def rms_gradient(g, x, rstd, weight, eps, size, affine):
    """The gradients that its rule asks for, of factors that are x's."""
    rows, scale = x.reshape(-1, size), rstd.reshape(-1, 1)
    h = g.reshape(-1, size) * (1 if weight is None else weight.ravel())
    z = rows * scale
    gx = (h - z * (h * z).mean(1, keepdims=True)) * scale
    gweight = (g.reshape(-1, size) * z).sum(0)
    return gx.reshape(x.shape), gweight[: size * affine]


def _roots(x):
    return 1 / np.sqrt((x * x).mean(-1) + 0.1)


_long = real(3, 4, 5)
SAMPLES |= {
    "rms_norm": [
        Sample([_long, [5], None, 0.1], rms_norm),
        Sample([_long, [4, 5], real(4, 5), 0.1], rms_norm),
    ],
    "rms_norm_grad": [
        Sample(
            [real(3, 4, 5), _long, Derived(_long, _roots), real(5), 0.1, 5, True],
            rms_gradient,
            differentiable=False,
        ),
        Sample(
            [real(3, 4, 5), _long, Derived(_long, _roots), None, 0.1, 5, False],
            rms_gradient,
            differentiable=False,
        ),
    ],
}
