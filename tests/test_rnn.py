"""Recurrent layers against their steps in NumPy; packed and padded sequences."""

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn.utils import rnn


def draw(*shape, seed=0):
    generator = ct.Generator().manual_seed(seed)
    return ct.randn(*shape, generator=generator, dtype=ct.float64)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def step(mode, x, state, w):
    """One step; `w` are the parameters by their first names."""
    hidden = state[0] @ w["weight_hh"].T + w.get("bias_hh", 0)
    x = x @ w["weight_ih"].T + w.get("bias_ih", 0)
    if mode == "LSTM":
        i, f, g, o = np.split(x + hidden, 4, 1)
        c = sigmoid(f) * state[1] + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        return (h @ w["weight_hr"].T if "weight_hr" in w else h), c
    if mode == "GRU":
        (xr, xz, xn), (hr, hz, hn) = np.split(x, 3, 1), np.split(hidden, 3, 1)
        n = np.tanh(xn + sigmoid(xr + hr) * hn)
        z = sigmoid(xz + hz)
        return ((1 - z) * n + z * state[0],)
    return (np.tanh(x + hidden) if mode == "RNN_TANH" else np.maximum(x + hidden, 0),)


def by_hand(layer, x, states):
    """Outputs (T, N, *) and last states, each layer and direction in turn."""
    ends, directions = [], 1 + layer.bidirectional
    for number in range(layer.num_layers):
        outputs = []
        for direction in range(directions):
            suffix = f"_l{number}" + "_reverse" * direction
            w = {
                name.removesuffix(suffix): value.numpy()
                for name, value in layer.state_dict().items()
                if name.endswith(suffix)
            }
            state = [s[number * directions + direction].numpy() for s in states]
            steps = []
            for t in reversed(range(len(x))) if direction else range(len(x)):
                state = step(layer.mode, x[t], state, w)
                steps.append(state[0])
            outputs.append(np.stack(steps[::-1] if direction else steps))
            ends.append(state)
        x = np.concatenate(outputs, -1)
    return x, [np.stack(each) for each in zip(*ends, strict=True)]


def states_of(layer, batch):
    sizes = [layer.proj_size or layer.hidden_size]
    if layer.mode == "LSTM":
        sizes.append(layer.hidden_size)
    count = layer.num_layers * (1 + layer.bidirectional)
    return [draw(count, batch, n, seed=n) for n in sizes]


def run(layer, x, states):
    y, end = layer(x, tuple(states) if layer.mode == "LSTM" else states[0])
    return y, end if isinstance(end, tuple) else (end,)


def close(a, b):
    np.testing.assert_allclose(a.detach().numpy(), b, 1e-9, 1e-12)


OPTIONS = [
    {},
    {"num_layers": 2},
    {"bidirectional": True, "num_layers": 2},
    {"bias": False},
]
LAYERS = [
    *((kind, options) for kind in (nn.LSTM, nn.GRU, nn.RNN) for options in OPTIONS),
    (nn.LSTM, {"proj_size": 2, "num_layers": 2, "bidirectional": True}),
    (nn.RNN, {"nonlinearity": "relu"}),
]


@pytest.mark.parametrize(("kind", "options"), LAYERS)
def test_layers(kind, options):
    layer = kind(3, 5, dtype=ct.float64, **options)
    x, states = draw(4, 2, 3, seed=1), states_of(layer, 2)
    want, ends = by_hand(layer, x.numpy(), states)
    y, got = run(layer, x, states)
    close(y, want)
    for a, b in zip(got, ends, strict=True):
        close(a, b)
    y, got = run(layer, x[:, 0], [s[:, 0] for s in states])  # without a batch
    close(y, want[:, 0])
    close(got[0], ends[0][:, 0])
    layer.batch_first = True
    close(run(layer, x.transpose(0, 1), states)[0], want.swapaxes(0, 1))
    zeros = [s * 0 for s in states]
    close(
        layer(x.transpose(0, 1))[0], by_hand(layer, x.numpy(), zeros)[0].swapaxes(0, 1)
    )


@pytest.mark.parametrize(("kind", "options"), LAYERS)
def test_packed_sequences_are_each_by_itself(kind, options):
    layer = kind(3, 5, dtype=ct.float64, **options)
    lengths = [2, 4, 1]
    x, states = draw(4, 3, 3, seed=1), states_of(layer, 3)
    packed = rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    y, ends = run(layer, packed, states)
    padded, got = rnn.pad_packed_sequence(y)
    assert got.tolist() == lengths
    for i, length in enumerate(lengths):
        one, last = run(layer, x[:length, i], [s[:, i] for s in states])
        close(padded[:length, i], one.detach().numpy())
        for a, b in zip(ends, last, strict=True):
            close(a[:, i], b.detach().numpy())
        assert padded[length:, i].eq(0).all()


@pytest.mark.parametrize(("kind", "options"), LAYERS[::3])
def test_gradients(kind, options):
    layer = kind(2, 3, dtype=ct.float64, **options)
    x = draw(3, 2, 2, seed=1).requires_grad_()
    f = lambda x, *_: layer(x)[0]  # noqa: E731
    inputs = (x, *layer.parameters())
    assert ct.autograd.gradcheck(f, inputs)
    assert ct.autograd.gradgradcheck(f, inputs)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (nn.LSTMCell(3, 5), 2),
        (nn.GRUCell(3, 5), 1),
        (nn.RNNCell(3, 5), 1),
        (nn.RNNCell(3, 5, nonlinearity="relu"), 1),
        (nn.GRUCell(3, 5, bias=False), 1),
    ],
)
def test_cells(cell, count):
    cell = cell.double()
    mode = type(cell).__name__.removesuffix("Cell")
    mode = f"RNN_{cell.nonlinearity.upper()}" if mode == "RNN" else mode
    w = {name: value.numpy() for name, value in cell.state_dict().items()}
    x, states = draw(2, 3, seed=1), [draw(2, 5, seed=i + 2) for i in range(count)]
    want = step(mode, x.numpy(), [s.numpy() for s in states], w)
    for given in ((x, states), (x[0], [s[0] for s in states])):
        got = cell(given[0], tuple(given[1]) if count == 2 else given[1][0])
        got = got if count == 2 else (got,)
        for a, b in zip(got, want, strict=True):
            close(a, b if a.dim() == 2 else b[0])
    got = cell(x)
    want = step(mode, x.numpy(), [np.zeros((2, 5))] * count, w)
    close(got[0] if count == 2 else got, want[0])


def test_dropout_between_layers() -> None:
    layer = nn.GRU(3, 50, 2, dropout=1.0, dtype=ct.float64)
    x = draw(4, 2, 3)
    y, _ = layer(x)
    z, _ = layer(x * 2)
    assert y.tolist() == z.tolist()  # nothing of the input arrives
    layer.eval()
    assert layer(x)[0].tolist() != layer(x * 2)[0].tolist()
    with pytest.warns(UserWarning, match="num_layers greater than 1"):
        nn.GRU(3, 5, dropout=0.5)


def test_names_and_what_is_printed() -> None:
    layer = nn.LSTM(3, 5, 2, bidirectional=True, proj_size=2, dropout=0.5)
    names = list(layer.state_dict())
    assert names[:5] == [f"{n}_l0" for n in ("weight_ih", "weight_hh", "bias_ih")] + [
        "bias_hh_l0",
        "weight_hr_l0",
    ]
    assert names[-1] == "weight_hr_l1_reverse"
    assert len(layer.all_weights) == 4
    assert repr(layer) == (
        "LSTM(3, 5, proj_size=2, num_layers=2, dropout=0.5, bidirectional=True)"
    )
    assert repr(nn.RNNCell(3, 5, False, "relu")) == (
        "RNNCell(3, 5, bias=False, nonlinearity=relu)"
    )
    layer.flatten_parameters()


def test_no_steps() -> None:
    y, h = nn.GRU(3, 5)(ct.zeros(0, 2, 3))
    assert y.shape == (0, 2, 5)
    assert h.eq(0).all()


def test_16_bits() -> None:
    layer = nn.LSTM(3, 5).bfloat16()
    x = draw(4, 2, 3).bfloat16()
    y, _ = layer(x)
    want, _ = layer.double()(x.double())
    assert y.dtype == ct.bfloat16
    assert (y.double() - want).abs().max() < 0.02


# ---- sequences ------------------------------------------------------------------


def test_packing_and_back() -> None:
    sequences = [draw(n, 2, seed=n) for n in (3, 5, 1)]
    packed = rnn.pack_sequence(sequences, enforce_sorted=False)
    assert packed.batch_sizes.tolist() == [3, 2, 2, 1, 1]
    assert packed.sorted_indices.tolist() == [1, 0, 2]
    for a, b in zip(rnn.unpack_sequence(packed), sequences, strict=True):
        assert a.tolist() == b.tolist()
    padded, lengths = rnn.pad_packed_sequence(packed, True, -1.0, 7)
    assert (padded.shape, lengths.tolist()) == ((3, 7, 2), [3, 5, 1])
    assert padded[2, 1:].eq(-1).all()
    assert packed.to(ct.float32).data.dtype == ct.float32
    assert packed.to(ct.float64) is packed
    assert packed.half().float().data.dtype == ct.float32


def test_padding_before_and_behind() -> None:
    a, b = draw(2, 3), draw(4, 3, seed=1)
    right = rnn.pad_sequence([a, b], padding_value=7.0)
    assert right[:2, 0].tolist() == a.tolist()
    assert right[2:, 0].eq(7).all()
    left = rnn.pad_sequence([a, b], True, padding_side="left")
    assert left[0, 2:].tolist() == a.tolist()
    assert left[0, :2].eq(0).all()
    back = rnn.unpad_sequence(right, ct.tensor([2, 4]))
    assert [t.tolist() for t in back] == [a.tolist(), b.tolist()]


def test_gradients_of_packing() -> None:
    x = draw(4, 3, 2).requires_grad_()

    def f(x):
        packed = rnn.pack_padded_sequence(x, [2, 4, 1], enforce_sorted=False)
        return rnn.pad_packed_sequence(packed)[0]

    assert ct.autograd.gradcheck(f, x)


X = ct.ones(3, 2, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.LSTM(3, 0), "greater than zero"),
        (lambda: nn.LSTM(3, 5, 0), "num_layers must"),
        (lambda: nn.LSTM(3, 5, proj_size=5), "smaller than hidden_size"),
        (lambda: nn.GRU(3, 5, dropout=2), r"range \[0, 1\]"),
        (lambda: nn.RNN(3, 5, nonlinearity="x"), "nonlinearity"),
        (lambda: nn.RNNBase("X", 3, 5), "mode"),
        (lambda: nn.LSTM(3, 5)(X[..., :2]), "input_size"),
        (lambda: nn.LSTM(3, 5)(X[0, 0]), "2D or 3D"),
        (lambda: nn.LSTM(3, 5)(X.double()), "dtype"),
        (lambda: nn.GRU(3, 5)(X, ct.ones(1, 3, 5)), "hidden size"),
        (lambda: nn.GRU(3, 5)(X[0], ct.ones(1, 2, 5)), "unbatched"),
        (
            lambda: nn.LSTM(3, 5)(X, (ct.ones(1, 2, 5), ct.ones(1, 2, 4))),
            r"hidden\[1\]",
        ),
        (lambda: nn.LSTMCell(3, 5)(X[0, :, :2]), "3 numbers"),
        (lambda: nn.LSTMCell(3, 5)(X), "1D or 2D"),
        (lambda: nn.GRUCell(3, 5)(X[0], ct.ones(3, 5)), "hidden"),
        (lambda: rnn.pack_padded_sequence(X, [1, 2]), "decreasing"),
        (lambda: rnn.pack_padded_sequence(X, [2, 0]), "greater than 0"),
        (lambda: rnn.pack_padded_sequence(X, [4, 1]), "at most 3"),
        (lambda: rnn.pack_padded_sequence(X, [1]), "batch_size"),
        (lambda: rnn.pad_packed_sequence(rnn.pack_sequence([X]), total_length=2), "3"),
        (lambda: rnn.pad_sequence([]), "empty"),
        (lambda: rnn.pad_sequence([X, X[:, :1]]), "behind the first"),
        (lambda: rnn.pad_sequence([X], padding_side="up"), "padding_side"),
        (lambda: rnn.PackedSequence(X), "batch_sizes"),
    ],
)
def test_refused(call, message):
    with pytest.raises((RuntimeError, ValueError), match=message):
        call()
