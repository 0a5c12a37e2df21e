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


# Rows of the batch about those of a tile, of a task and of a thread's share, and states
# about a tile's columns and the steps of a tile along k.
SIZES = [
    *((3, n, 3, 5) for n in (1, 6, 7, 8, 9, 14, 15, 16, 17, 63, 64, 65, 129)),
    *((2, 9, 3, h) for h in (1, 4, 8, 15, 16, 17, 33, 97)),
    *((2, 5, i, 3) for i in (1, 255, 256, 257, 383, 384, 385)),
]


CELLS = [
    (nn.LSTM, {}),
    (nn.GRU, {}),
    (nn.GRU, {"bias": False}),
    (nn.RNN, {}),
    (nn.RNN, {"nonlinearity": "relu"}),
]


@pytest.mark.isa
@pytest.mark.parametrize(("kind", "options"), CELLS)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_layer_of_many_sizes(kind, options, sizes) -> None:
    """Values, and the same bits on any number of threads, in both directions."""
    steps, rows, inputs, hidden = sizes
    layer = kind(inputs, hidden, bidirectional=True, **options)
    x, states = draw(steps, rows, inputs).float(), states_of(layer, rows)
    states = [s.float() for s in states]
    got, threads = [], ct.get_num_threads()
    for count in (1, 3):
        ct.set_num_threads(count)
        layer.zero_grad()
        y, ends = run(layer, x, states)
        (y.square().sum() + ends[-1].sum()).backward()
        got.append([y, *ends, *(p.grad for p in layer.parameters())])
    ct.set_num_threads(threads)
    for a, b in zip(*got, strict=True):
        assert a.tolist() == b.tolist()
    double = kind(inputs, hidden, bidirectional=True, dtype=ct.float64, **options)
    double.load_state_dict(layer.state_dict())
    states = [s.double() for s in states]
    want, last = by_hand(double, x.double().numpy(), states)
    results = [want, *last]
    for a, b in zip(got[0], results, strict=False):
        np.testing.assert_allclose(a.detach().numpy(), b, 2e-5, 2e-6)
    by_steps = gradients_by_steps(double, x.double(), states)
    for a, b in zip(got[0][len(results) :], by_steps, strict=True):
        scale = max(1.0, b.abs().max().item())
        assert (a.double() - b).abs().max() < 1e-5 * scale


def tensor_step(mode, x, state, w):
    """`step` in ops."""
    own = state[0] @ w["weight_hh"].T + w.get("bias_hh", 0)
    x = x @ w["weight_ih"].T + w.get("bias_ih", 0)
    if mode == "LSTM":
        i, f, g, o = (x + own).chunk(4, 1)
        c = f.sigmoid() * state[1] + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c
    if mode == "GRU":
        (xr, xz, xn), (hr, hz, hn) = x.chunk(3, 1), own.chunk(3, 1)
        z, n = (xz + hz).sigmoid(), (xn + (xr + hr).sigmoid() * hn).tanh()
        return ((1 - z) * n + z * state[0],)
    return ((x + own).tanh() if mode == "RNN_TANH" else (x + own).relu(),)


def gradients_by_steps(layer, x, states):
    """Those of the same loss, each step being a call by itself."""
    total = 0
    for direction, suffix in enumerate(("_l0", "_l0_reverse")):
        named = dict(layer.named_parameters())
        w = {n.removesuffix(suffix): p for n, p in named.items() if n.endswith(suffix)}
        state = tuple(s[direction] for s in states)
        for part in reversed(x.unbind(0)) if direction else x.unbind(0):
            state = tensor_step(layer.mode, part, state, w)
            total = total + state[0].square().sum()
        total = total + state[-1].sum()
    return ct.autograd.grad(total, list(layer.parameters()))


@pytest.mark.isa
@pytest.mark.parametrize(("kind", "options"), CELLS)
def test_layer_far_from_zero(kind, options) -> None:
    """Gates beyond the functions' range, and numbers near the ends of float32's."""
    for scale in (1e30, 1e-30, 0.0):
        layer = kind(3, 5, **options)
        x = (draw(4, 9, 3).float() * scale).requires_grad_()
        y, end = layer(x)
        y.sum().backward()
        double = kind(3, 5, dtype=ct.float64, **options)
        double.load_state_dict(layer.state_dict())
        want, last = double(x.detach().double())
        size = max(1, want.abs().max().item())
        np.testing.assert_allclose(y.detach() / size, want.detach() / size, 1e-5, 1e-7)
        assert x.grad.isfinite().all()
        if layer.mode == "LSTM":
            end, last = end[1], last[1]
        np.testing.assert_allclose(
            end.detach() / size, last.detach() / size, 1e-5, 1e-7
        )


@pytest.mark.isa
@pytest.mark.parametrize(("kind", "options"), CELLS)
def test_layer_of_nan_in_one_row(kind, options) -> None:
    """It stays there, and reaches all later steps."""
    layer, x = kind(3, 5, **options), draw(4, 9, 3).float()
    want = layer(x)[0]
    x[1, 4, 2] = ct.nan
    y = layer(x)[0]
    assert y[1:, 4].isnan().all()
    y[1:, 4] = want[1:, 4]
    assert y.equal(want)


@pytest.mark.parametrize(("kind", "options"), CELLS)
def test_layer_without_steps_rows_or_numbers(kind, options) -> None:
    layer = kind(3, 5, **options)
    for shape in ((0, 2, 3), (2, 0, 3), (0, 0, 3)):
        states = [
            ct.ones(1, shape[1], 5, requires_grad=True)
            for _ in range(1 + (layer.mode == "LSTM"))
        ]
        layer.zero_grad()
        x = ct.zeros(shape).requires_grad_()
        y, ends = run(layer, x, states)
        assert y.shape == (*shape[:2], 5)
        assert all(end.shape == (1, shape[1], 5) for end in ends)
        (y.sum() + sum((i + 1) * end.sum() for i, end in enumerate(ends))).backward()
        assert all(p.grad.eq(0).all() for p in layer.parameters())
        if shape[0] == 0:
            assert all(s.grad.eq(i + 1).all() for i, s in enumerate(states))
    empty = kind(3, 5, **options)
    empty.weight_ih_l0 = nn.Parameter(ct.zeros(len(empty.weight_ih_l0), 0))
    empty.input_size = 0
    assert empty(ct.zeros(2, 3, 0))[0].shape == (2, 3, 5)


@pytest.mark.parametrize(("kind", "options"), CELLS)
def test_layer_of_operands_as_they_lie(kind, options) -> None:
    """Transposed, reversed, expanded and strided inputs, and one that nobody needs."""
    layer = kind(3, 5, dtype=ct.float64, **options)
    base = draw(6, 8, 4)
    inputs = {
        "transposed": base[:, :4, :3].transpose(0, 1),
        "reversed": base[:, :, :3].flip(0),
        "expanded": base[:1, :, :3].expand(6, 8, 3),
        "columns apart": base.permute(0, 2, 1)[:, :, ::3],
        "one column": base[:, :, :1].expand(6, 8, 3),
    }
    for name, x in inputs.items():
        states = states_of(layer, x.shape[1])
        want, _ = by_hand(layer, np.ascontiguousarray(x.numpy()), states)
        close(run(layer, x, states)[0], want)
        like, plain = x.detach().requires_grad_(), x.clone().requires_grad_()
        for leaf in (like, plain):
            layer(leaf)[0].square().sum().backward()
        np.testing.assert_allclose(like.grad, plain.grad, 1e-12, err_msg=name)


# Numbers of steps: rows that end within a task and with it, and a whole task early.
LENGTHS = [[3], [4, 4, 4], [1, 5, 2, 2, 5], [9, *[2] * 8], [6, *[3] * 15, *[1] * 20]]


@pytest.mark.isa
@pytest.mark.parametrize(("kind", "options"), CELLS)
@pytest.mark.parametrize("lengths", LENGTHS, ids=str)
def test_packed_gradients_are_those_of_each_by_itself(kind, options, lengths) -> None:
    layer = kind(3, 5, bidirectional=True, dtype=ct.float64, **options)
    states = [s.requires_grad_() for s in states_of(layer, len(lengths))]
    x = draw(max(lengths), len(lengths), 3, seed=1).requires_grad_()
    leaves = [x, *states, *layer.parameters()]
    y, ends = run(layer, rnn.pack_padded_sequence(x, lengths, False, False), states)
    y = rnn.pad_packed_sequence(y)[0]
    total = (y * y.cos()).sum() + sum((e * e.sin()).sum() for e in ends)
    got = ct.autograd.grad(total, leaves)
    total = 0
    for i, n in enumerate(lengths):
        y, ends = run(layer, x[:n, i], [s[:, i] for s in states])
        total = total + (y * y.cos()).sum() + sum((e * e.sin()).sum() for e in ends)
    for a, b in zip(got, ct.autograd.grad(total, leaves), strict=True):
        np.testing.assert_allclose(a, b, 1e-9, 1e-11)


@pytest.mark.parametrize("kind", [nn.LSTM, nn.GRU])
def test_layer_in_mixed_precision_runs_step_by_step(kind) -> None:
    layer, x = kind(3, 5), draw(4, 2, 3).float()
    want, _ = layer(x)
    with ct.autocast("cpu", ct.bfloat16):
        y, _ = layer(x)
    assert y.dtype == ct.float32
    assert 0 < (y - want).abs().max() < 0.05


def test_layer_says_what_does_not_fit() -> None:
    layer = ct._C._recurrent_layer
    x, s, ih, hh = ct.ones(2, 3, 4), ct.ones(1, 3, 5), ct.ones(15, 4), ct.ones(15, 5)
    rest = (None, "gru", False)
    assert layer(x, s, ih, hh, None, None, *rest)[0].shape == (2, 3, 5)
    for wrong in (
        (x[0], s, ih, hh, None, None),
        (x, s[:, :2], ih, hh, None, None),
        (x, ct.ones(2, 3, 5), ih, hh, None, None),
        (x, s, ih[:, :3], hh, None, None),
        (x, s, ih, hh[:10], None, None),
        (x, s, ih, hh, ct.ones(5), None),
        (x, s, ih, hh, None, ct.ones(5)),
    ):
        with pytest.raises(RuntimeError, match=r"^recurrent_layer: expected input"):
            layer(*wrong, *rest)
    for sizes in ([3, 2], [2, 3], [3, 3, 0], [3, 4], [2, 2, 2], []):
        with pytest.raises(RuntimeError, match=r"^recurrent_layer: expected sizes"):
            layer(ct.ones(6, 4), s, ih, hh, None, None, sizes, "gru", False)
    with pytest.raises(RuntimeError, match=r"^recurrent_layer: expected one dtype"):
        layer(x, s.double(), ih, hh, None, None, *rest)
    with pytest.raises(NotImplementedError, match=r"^recurrent_layer: "):
        layer(*(t.int() for t in (x, s, ih, hh)), None, None, *rest)


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
