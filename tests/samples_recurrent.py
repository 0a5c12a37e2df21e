"""Samples of the rows of whole recurrent layers, dense and packed."""

import itertools

import numpy as np
from samples import SAMPLES, Derived, Sample, real
from samples_layers import sigmoid

PARTS = {"lstm": 4, "gru": 3, "tanh": 1, "relu": 1}


def one_step(cell, x, own, states):
    """States, gates behind their functions and what is beside them, of some rows."""
    nothing = np.zeros((len(x), 0), x.dtype)
    if cell == "lstm":
        i, f, g, o = np.split(x + own, 4, 1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        c = f * states[1] + i * g
        return np.stack([o * np.tanh(c), c]), np.concatenate([i, f, g, o], 1), c
    if cell == "gru":
        (xr, xz, xn), (hr, hz, hn) = np.split(x, 3, 1), np.split(own, 3, 1)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        n = np.tanh(xn + r * hn)
        new = n + z * (states[0] - n)
        return new[None], np.concatenate([r, z, n], 1), hn
    y = np.tanh(x + own) if cell == "tanh" else np.maximum(x + own, 0)
    return y[None], nothing, nothing


def flat(a):
    """The rows of all steps, one behind the other."""
    return a.reshape(int(np.prod(a.shape[:-1])), a.shape[-1])


def order_of(x, sizes, reverse):
    """The rows of each step, in the order in which they run."""
    counts = sizes if sizes is not None else [x.shape[1]] * len(x)
    ends = np.cumsum([0, *counts])
    steps = [slice(a, b) for a, b in itertools.pairwise(ends)]
    return steps[::-1] if reverse else steps


def walk(x, states, ih, hh, b_ih, b_hh, sizes, cell, reverse):
    """Output, last states, gates behind their functions, and what is kept beside."""
    below, now = flat(x), states.copy()
    b_ih, b_hh = (0 if b is None else b for b in (b_ih, b_hh))
    found = [None] * len(below)
    for rows in order_of(x, sizes, reverse):
        part = now[:, : rows.stop - rows.start]
        given, own = below[rows] @ ih.T + b_ih, part[0] @ hh.T + b_hh
        part[:], gates, beside = one_step(cell, given, own, part)
        found[rows] = zip(part[0].copy(), gates, beside, strict=True)
    kept = [np.stack(each) for each in zip(*found, strict=True)]
    output, gates, beside = (a.reshape(*x.shape[:-1], a.shape[-1]) for a in kept)
    return output, now, gates, beside


def recurrent_layer(*operands):
    """What the steps give."""
    return walk(*operands)[:2]


def step_back(cell, gh, gc, gates, beside, old, y, hh):
    """Gradients of the gates, of what the state gives, and of the states before."""
    if cell == "lstm":
        i, f, g, o = np.split(gates, 4, 1)
        tanh = np.tanh(beside)
        gc = gc + gh * o * (1 - tanh * tanh)
        parts = [gc * g * i * (1 - i), gc * old[:, 1] * f * (1 - f)]
        parts += [gc * i * (1 - g * g), gh * tanh * o * (1 - o)]
        both = np.concatenate(parts, 1)
        return both, both, [both @ hh, gc * f]
    if cell == "gru":
        r, z, n = np.split(gates, 3, 1)
        gn = gh * (1 - z) * (1 - n * n)
        parts = [gn * beside * r * (1 - r), gh * (old[:, 0] - n) * z * (1 - z)]
        own = np.concatenate([*parts, gn * r], 1)
        return np.concatenate([*parts, gn], 1), own, [gh * z + own @ hh]
    both = gh * (1 - y * y) if cell == "tanh" else np.where(y <= 0, 0, gh)
    return both, both, [both @ hh]


def recurrent_gradient(grad, gends, x, states, ih, hh, b_ih, b_hh, *kept):
    """Step by step back, of an output and of what is kept that are theirs."""
    output, gates, beside, sizes, cell, reverse = kept
    y, gates, beside, gy = map(flat, (output, gates, beside, grad))
    order, old, now = order_of(x, sizes, reverse), [None] * len(y), states.copy()
    for rows in order:
        part = now[:, : rows.stop - rows.start]
        old[rows] = part.swapaxes(0, 1).copy()
        part[:] = [y[rows], beside[rows]][: len(part)]
    both, own, back = [None] * len(y), [None] * len(y), gends.copy()
    for rows in reversed(order):
        part = back[:, : rows.stop - rows.start]
        gc = part[-1]
        of_rows = np.stack(old[rows])
        both[rows], own[rows], part[:] = step_back(
            *(cell, gy[rows] + part[0], gc, gates[rows], beside[rows], of_rows),
            *(y[rows], hh),
        )
    both, own, h = np.stack(both), np.stack(own), states.shape[-1]
    inner = own[:, 2 * h :] if cell == "gru" else own[:, :0]
    like = [a.reshape(*x.shape[:-1], a.shape[-1]) for a in (both, inner)]
    return *like, back, own.T @ np.stack(old)[:, 0]


def operands(cell, sizes, rows, inputs, hidden, biased, reverse):
    """Those of a layer from one array, and what its steps are; sizes, or how many."""
    dense = isinstance(sizes, int)
    parts, states = PARTS[cell], 2 if cell == "lstm" else 1
    shapes = [(sizes, rows, inputs) if dense else (sum(sizes), inputs)]
    shapes += [(states, rows, hidden), (parts * hidden, inputs)]
    shapes += [(parts * hidden, hidden), (parts * hidden,), (parts * hidden,)]
    ends = np.cumsum([0] + [int(np.prod(shape)) for shape in shapes])
    source = real(int(ends[-1]), low=-1, high=1)
    options = [None if dense else sizes, cell, reverse]

    def part(i):
        return lambda t: t[ends[i] : ends[i + 1]].reshape(shapes[i])

    def kept(i):
        def of(t):
            given = [part(j)(t) for j in range(6)]
            return walk(*given[:4], *(given[4:] if biased else (None, None)), *options)[
                i
            ]

        return of

    made = [Derived(source, part(i)) for i in range(6)]
    made[4:] = made[4:] if biased else (None, None)
    results = [Derived(source, kept(i)) for i in (0, 2, 3)]
    output = real(*shapes[0][:-1], hidden)
    return made, results, options, [output, real(*shapes[1])]


def forward_sample(*how):
    """The same operands, each drawn by itself."""
    cell, sizes, rows, inputs, hidden, biased, reverse = how
    dense, parts = isinstance(sizes, int), PARTS[cell]
    x = real(sizes, rows, inputs) if dense else real(sum(sizes), inputs)
    biases = [real(parts * hidden), real(parts * hidden)] if biased else [None, None]
    return Sample(
        [
            *(x, real(2 if cell == "lstm" else 1, rows, hidden)),
            *(real(parts * hidden, inputs), real(parts * hidden, hidden), *biases),
            *(None if dense else sizes, cell, reverse),
        ],
        recurrent_layer,
    )


def gradient_sample(*how):
    """Of an output and gates that are the operands'."""
    made, results, options, grads = operands(*how)
    return Sample(
        [*grads, *made, *results, *options],
        recurrent_gradient,
        differentiable=False,
        roundings=4,
    )


SHAPES = [
    ("lstm", 3, 2, 3, 2, True, False),
    ("lstm", 2, 17, 2, 3, False, True),
    ("lstm", [3, 3, 1], 3, 2, 2, True, True),
    ("gru", 3, 2, 3, 2, True, False),
    ("gru", 2, 17, 2, 3, False, True),
    ("gru", [4, 2, 2, 1], 4, 2, 3, True, False),
    ("tanh", 3, 2, 3, 2, True, True),
    ("tanh", [2, 1], 2, 3, 2, False, True),
    ("relu", 3, 2, 3, 2, True, False),
]

SAMPLES |= {
    "recurrent_layer": [forward_sample(*how) for how in SHAPES],
    "recurrent_layer_grad": [gradient_sample(*how) for how in SHAPES],
}
