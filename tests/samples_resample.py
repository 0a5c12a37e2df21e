"""Samples of resampling, sampling at places, bags of rows and the loss of sequences."""

import itertools

import numpy as np
from samples import SAMPLES, Derived, Sample, real, whole

# ---- other sizes ------------------------------------------------------------


def cubic(x, a):
    """Keys 1981: the weight at a distance."""
    x = abs(x)
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    return near if x <= 1 else far if x < 2 else 0.0


def wide_row(n, center, scale, kind):
    """Weights of all places by a filter that grows."""
    wider = max(scale, 1.0)
    support = (2 if kind == "cubic" else 1) * wider
    places = np.arange(n)
    low, high = int(max(center - support + 0.5, 0)), int(center + support + 0.5)
    t = np.abs((places - center + 0.5) / wider)
    weights = [cubic(x, -0.5) if kind == "cubic" else max(1 - x, 0) for x in t]
    weights = np.array(weights) * ((places >= low) & (places < high))
    return weights / weights.sum()


def weights_of(n, out, mode, corners, factor):
    """The matrix (out, n) of one dim."""
    if corners:
        scale = (n - 1) / (out - 1) if out > 1 else 0.0
    else:
        scale = 1 / factor if factor else n / out
    moves = mode in ("nearest", "exact", "cubic")
    if n == out and (scale == 1 or not moves):
        return np.eye(n)
    matrix = np.zeros((out, n))
    for i in range(out):
        if mode in ("nearest", "exact"):
            at = int((i + (0.5 if mode == "exact" else 0)) * scale)
            matrix[i, min(at, n - 1)] = 1
        elif mode[:5] == "wide_":
            matrix[i] = wide_row(n, (i + 0.5) * scale, scale, mode[5:])
        else:
            at = i * scale if corners else (i + 0.5) * scale - 0.5
            at = max(at, 0) if mode == "linear" else at
            first = int(np.floor(at))
            for p in range(first - 1, first + 3):
                w = (
                    max(1 - abs(at - p), 0)
                    if mode == "linear"
                    else cubic(at - p, -0.75)
                )
                matrix[i, min(max(p, 0), n - 1)] += w
    return matrix


def resample(x, size, mode, corners, *factors):
    """Each dim by its matrix."""
    factors = factors[3 - len(size) :]
    for d, (out, factor) in enumerate(zip(size, factors, strict=True), 2):
        matrix = weights_of(x.shape[d], out, mode, corners, factor)
        x = np.moveaxis(np.moveaxis(x, d, -1) @ matrix.T, -1, d)
    return x


def resample_back(g, size, mode, corners, *factors):
    """Each dim by the transposed matrix."""
    factors = factors[3 - len(size) :]
    for d, (n, factor) in enumerate(zip(size, factors, strict=True), 2):
        matrix = weights_of(n, g.shape[d], mode, corners, factor)
        g = np.moveaxis(np.moveaxis(g, d, -1) @ matrix, -1, d)
    return g


SAMPLES |= {
    "resample": [
        Sample([real(2, 3, 5), [8], "linear", False, 0.0, 0.0, 0.0], resample),
        Sample([real(1, 2, 3, 4), [5, 9], "cubic", True, 0.0, 0.0, 0.0], resample),
        Sample([real(1, 2, 3, 4), [6, 2], "nearest", False, 0.0, 2.0, 0.5], resample),
        Sample([real(2, 1, 9, 4), [4, 4], "exact", False, 0.0, 0.5, 1.0], resample),
        Sample(
            [real(1, 1, 9, 7), [4, 3], "wide_linear", False, 0.0, 0.0, 0.0], resample
        ),
        Sample(
            [real(1, 1, 9, 7), [4, 11], "wide_cubic", False, 0.0, 0.0, 0.0], resample
        ),
        Sample(
            [real(1, 2, 2, 3, 3), [3, 3, 5], "linear", False, 1.5, 1.0, 1.7], resample
        ),
    ],
    "resample_back": [
        Sample([real(2, 3, 8), [5], "linear", False, 0.0, 0.0, 0.0], resample_back),
        Sample([real(1, 2, 5, 9), [3, 4], "cubic", True, 0.0, 0.0, 0.0], resample_back),
        Sample(
            [real(1, 2, 6, 2), [3, 4], "nearest", False, 0.0, 2.0, 0.5], resample_back
        ),
        Sample(
            [real(1, 1, 4, 11), [9, 7], "wide_cubic", False, 0.0, 0.0, 0.0],
            resample_back,
        ),
    ],
}


# ---- at places --------------------------------------------------------------


def mirrored(x, low, high):
    """X mirrored at both ends; with the sign of how it moves."""
    if high <= low:
        return 0.0, 0.0
    far, sign = abs(x - low), 1 if x >= low else -1
    flips, rest = divmod(far, high - low)
    return (rest + low, sign) if flips % 2 == 0 else (high - rest, -sign)


def padded(x, n, padding, corners):
    """A coordinate by the padding mode, and how it moves."""
    slope = 1.0
    if padding == "reflection":
        x, slope = mirrored(x, *((0, n - 1) if corners else (-0.5, n - 0.5)))
    if padding != "zeros":
        slope = slope if 0 < x < n - 1 else 0.0
        x = min(max(x, 0), n - 1)
    return x, slope


def cubic_slope(x):
    """The derivative of `cubic` with -0.75."""
    a, v = -0.75, abs(x)
    near = (3 * (a + 2) * v - 2 * (a + 3)) * v
    far = (3 * a * v - 10 * a) * v + 8 * a
    return np.sign(x) * (near if v <= 1 else far if v < 2 else 0.0)


def around(x, n, mode, padding, corners):
    """Along one dim: triples of place, weight, and slope by the coordinate."""
    scale = (n - 1) / 2 if corners else n / 2
    x = (x + 1) / 2 * (n - 1) if corners else ((x + 1) * n - 1) / 2
    if mode != "bicubic":
        x, slope = padded(x, n, padding, corners)
        scale *= slope
    first = int(np.floor(x))
    if mode == "nearest":
        found = [(int(np.rint(x)), 1.0, 0.0)]
    elif mode == "bilinear":
        t = x - first
        found = [(first, 1 - t, -scale), (first + 1, t, scale)]
    else:
        found = []
        for p in range(first - 1, first + 3):
            place = padded(p, n, padding, corners)[0]
            found.append((int(place), cubic(x - p, -0.75), scale * cubic_slope(x - p)))
    return [tap for tap in found if 0 <= tap[0] < n]


def taps_of(x, grid, *how):
    """Of each place of the grid: its index, and all taps of all dims."""
    for at in np.ndindex(grid.shape[:-1]):
        lines = [
            around(v, n, *how) for v, n in zip(grid[at][::-1], x.shape[2:], strict=True)
        ]
        yield at, list(itertools.product(*lines))


def grid_sample(x, grid, *how):
    """One place after the other."""
    y = np.zeros((*x.shape[:2], *grid.shape[1:-1]))
    for (n, *place), taps in taps_of(x, grid, *how):
        for tap in taps:
            weight = np.prod([t[1] for t in tap])
            y[(n, slice(None), *place)] += (
                weight * x[(n, slice(None), *(t[0] for t in tap))]
            )
    return y


def grid_gradients(g, x, grid, *how):
    """The gradients of both operands."""
    gx, ggrid = np.zeros(x.shape), np.zeros(grid.shape)
    for (n, *place), taps in taps_of(x, grid, *how):
        here = g[(n, slice(None), *place)]
        for tap in taps:
            at = (n, slice(None), *(t[0] for t in tap))
            gx[at] += np.prod([t[1] for t in tap]) * here
            for d in range(len(tap)):
                slope = np.prod([t[2] if e == d else t[1] for e, t in enumerate(tap)])
                ggrid[(n, *place, len(tap) - 1 - d)] += slope * (here @ x[at])
    return gx, ggrid


GRIDS = [
    ("bilinear", "zeros", False),
    ("bilinear", "border", True),
    ("bilinear", "reflection", False),
    ("nearest", "reflection", True),
    ("bicubic", "zeros", True),
    ("bicubic", "reflection", False),
]

SAMPLES |= {
    "grid_sample": [
        *(
            Sample([real(2, 3, 4, 5), real(2, 3, 2, 2), *how], grid_sample)
            for how in GRIDS
        ),
        Sample([real(1, 2, 2, 3, 4), real(1, 2, 1, 3, 3), *GRIDS[0]], grid_sample),
    ],
    "grid_sample_grad": [
        *(
            Sample(
                [real(2, 3, 3, 2), real(2, 3, 4, 5), real(2, 3, 2, 2), *how],
                grid_gradients,
            )
            for how in GRIDS
        ),
        Sample(
            [real(1, 2, 2, 1, 3), real(1, 2, 2, 3, 4), real(1, 2, 1, 3, 3), *GRIDS[0]],
            grid_gradients,
        ),
    ],
}


# ---- bags -------------------------------------------------------------------


def bags_of(indices, offsets, closed, padding):
    """Of each bag the places of the indices that count."""
    flat = indices.ravel()
    if offsets is None:
        begins = np.arange(len(indices) + 1) * indices.shape[1]
    else:
        begins = np.append(offsets, [] if closed else [flat.size])
    for begin, end in itertools.pairwise(begins.astype(int)):
        yield [k for k in range(begin, end) if flat[k] != padding]


def embedding_bag(w, indices, offsets, factor, mode, closed, padding):
    """The bags, and which of the indices each largest number comes from."""
    flat, rows, places = indices.ravel(), [], []
    for kept in bags_of(indices, offsets, closed, padding):
        values = w[flat[kept]]
        if factor is not None:
            values = values * factor.ravel()[kept][:, None]
        if mode == "max":
            places.append(
                np.array(kept)[values.argmax(0)] if kept else [-1] * w.shape[1]
            )
            rows.append(values.max(0) if kept else np.zeros(w.shape[1]))
        else:
            size = max(len(kept), 1) if mode == "mean" else 1
            rows.append(values.sum(0) / size)
    width = w.shape[1]
    return np.reshape(rows, (-1, width)), np.reshape(places, (-1, width)).astype(
        np.int64
    )


def bag_gradients(g, w, indices, offsets, factor, places, mode, closed, padding, often):
    """The gradients of the table and of the factors."""
    flat, gw = indices.ravel(), np.zeros(w.shape)
    gf = np.zeros(0 if factor is None else factor.shape)
    for b, kept in enumerate(bags_of(indices, offsets, closed, padding)):
        if mode == "max":
            for j in range(w.shape[1]):
                if places[b, j] >= 0:
                    gw[flat[places[b, j]], j] += g[b, j]
            continue
        for k in kept:
            scale = 1 if factor is None else factor.ravel()[k]
            gw[flat[k]] += scale * g[b] / (len(kept) if mode == "mean" else 1)
            if factor is not None:
                gf.reshape(-1)[k] = w[flat[k]] @ g[b]
    if often:
        gw /= np.maximum(np.bincount(flat, minlength=len(w)), 1)[:, None]
    return gw, gf


_index, _flat = whole(3, 4, low=0, high=5), whole(9, low=0, high=5)
_offsets = np.array([0, 2, 2, 7])

SAMPLES |= {
    "embedding_bag": [
        Sample([real(5, 3), _index, None, None, "sum", False, -1], embedding_bag),
        Sample([real(5, 3), _index, None, real(3, 4), "sum", False, 2], embedding_bag),
        Sample([real(5, 3), _flat, _offsets, None, "mean", False, 1], embedding_bag),
        Sample([real(5, 3), _flat, _offsets, None, "max", True, -1], embedding_bag),
    ],
    "embedding_bag_grad": [
        Sample(
            [
                *(real(3, 3), real(5, 3), _index, None, real(3, 4)),
                *(np.zeros((0, 3), np.int64), "sum", False, -1, True),
            ],
            bag_gradients,
        ),
        Sample(
            [
                *(real(4, 3), real(5, 3), _flat, _offsets, None),
                *(np.zeros((0, 3), np.int64), "mean", False, 1, False),
            ],
            bag_gradients,
        ),
        Sample(
            [
                *(real(4, 3), real(5, 3), _flat, _offsets, None),
                *(whole(4, 3, low=-1, high=9), "max", False, -1, False),
            ],
            bag_gradients,
        ),
    ],
}


# ---- sequences --------------------------------------------------------------


def chances_of(x, targets, steps, labels, blank):
    """Of each sequence: its places, and their chances up to each step and after it."""
    for n in range(x.shape[1]):
        size, total = 2 * labels[n] + 1, steps[n]
        place = np.full(size, blank)
        place[1::2] = targets[n, : labels[n]]
        ways = np.eye(size) + np.eye(size, k=1)
        for i in range(2, size):
            ways[i - 2, i] = place[i] not in (blank, place[i - 2])
        said = np.exp(x[:total, n][:, place])
        before, after = np.zeros((total, size)), np.zeros((total, size))
        for t in range(total):
            from_ = before[t - 1] @ ways if t else np.arange(size) < 2
            before[t] = from_ * said[t]
        for t in reversed(range(total)):
            last = np.arange(size) >= size - 2
            after[t] = ways @ (after[t + 1] * said[t + 1]) if t < total - 1 else last
        yield n, place, before, after


def ctc(x, targets, steps, labels, blank):
    """The losses, and the logs of the chances up to each step."""
    total, batch, _ = x.shape
    loss, ways = np.zeros(batch), np.zeros((batch, total, 2 * targets.shape[1] + 1))
    for n, place, before, after in chances_of(x, targets, steps, labels, blank):
        ways[n, : steps[n], : len(place)] = np.log(before)
        chance = (before[-1] * after[-1]).sum() if len(before) else len(place) == 1
        loss[n] = -np.log(float(chance))
    return loss, ways


def ctc_gradient(g, x, targets, steps, labels, loss, ways, blank):
    """Less the chance of each label at each step, given those up to it."""
    gx = np.zeros(x.shape)
    for n, place, before, after in chances_of(x, targets, steps, labels, blank):
        if loss[n] == np.inf:
            continue
        before = np.exp(ways[n, : steps[n], : len(place)])
        chances = before * after / np.exp(-loss[n])
        for i, label in enumerate(place):
            gx[: steps[n], n, label] -= g[n] * chances[:, i]
    return gx


_logs = real(6, 3, 4, low=-3, high=-0.5)
_said = np.array([[1, 1], [3, 2], [2, 0]])
_steps, _labels = np.array([6, 4, 5]), np.array([2, 2, 1])


def _kept(result):
    """What the forward pass keeps of the sample below."""

    def function(x):
        with np.errstate(divide="ignore"):
            return ctc(x, _said, _steps, _labels, 0)[result]

    return Derived(_logs, function)


SAMPLES |= {
    "ctc": [
        Sample([_logs, _said, _steps, _labels, 0], ctc),
        Sample(
            [real(3, 1, 2), np.zeros((1, 0), int), np.array([3]), np.array([0]), 1], ctc
        ),
    ],
    "ctc_grad": [
        Sample(
            [
                *(real(3), _logs, _said, _steps, _labels),
                *(_kept(0), _kept(1), 0),
            ],
            ctc_gradient,
        )
    ],
}
