"""Functions of layers as `torch` has them: beside nn.functional's and the modules'."""

from __future__ import annotations

import doctest
import inspect
import math
import warnings

import numpy as np
import pytest

import ctensor as ct
from ctensor import (
    _config,
    _dropout,
    _elements,
    _layers,
    _lobpcg,
    _matrices,
    _orthogonal,
    _recurrent,
    func,
    nn,
    torch_version,
)
from ctensor.linalg import _householder, _indefinite
from ctensor.nn import functional as F

MODULES = [_config, _dropout, _elements, _householder, _layers, _matrices, _recurrent]
MODULES += [_orthogonal, _indefinite, _lobpcg, func, torch_version]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_examples(module) -> None:
    result = doctest.testmod(module, extraglobs={"ct": ct, "nn": nn})
    assert result.attempted > 1 and not result.failed


def normal(*shape: int, dtype: ct.dtype = ct.float64) -> ct.Tensor:
    return ct.randn(shape, dtype=dtype, requires_grad=True)


def same(ours, theirs) -> None:
    """Equal results, and gradients of all leaves that either has."""
    ours = ours if isinstance(ours, tuple) else (ours,)
    theirs = theirs if isinstance(theirs, tuple) else (theirs,)
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.dtype == b.dtype and a.shape == b.shape
        np.testing.assert_array_equal(a.detach().numpy(), b.detach().numpy())


# ---- losses ------------------------------------------------------------------------

T = ct.tensor([1.0, -1.0, 1.0], dtype=ct.float64)
LOSSES = {
    "binary_cross_entropy_with_logits": lambda f, r, x, y: f(
        x, y.sigmoid(), pos_weight=ct.full((4,), 2.0), reduction=r
    ),
    "cosine_embedding_loss": lambda f, r, x, y: f(x, y, T, 0.1, reduction=r),
    "hinge_embedding_loss": lambda f, r, x, y: f(x[:, 0], T, 0.5, reduction=r),
    "kl_div": lambda f, r, x, y: f(x.log_softmax(1), y.softmax(1), reduction=r),
    "margin_ranking_loss": lambda f, r, x, y: f(x[:, 0], y[:, 0], T, 0.1, reduction=r),
    "triplet_margin_loss": lambda f, r, x, y: f(x, y, x.roll(1, 0), p=2.0, reduction=r),
    "poisson_nll_loss": lambda f, r, x, y: f(
        x, y.exp(), log_input=True, full=True, eps=1e-8, reduction=r
    ),
    "ctc_loss": lambda f, r, x, y: f(
        x.expand(5, 3, 4).log_softmax(2), ct.full((3, 2), 1), [5, 4, 5], [2, 1, 0], 0, r
    ),
}


@pytest.mark.filterwarnings("ignore:reduction")
@pytest.mark.parametrize("reduction", [(0, "none"), (1, "mean"), (2, "sum")])
@pytest.mark.parametrize("name", LOSSES)
def test_losses_take_reductions_as_numbers(name, reduction):
    number, word = reduction
    call = LOSSES[name]
    x, y = normal(3, 4), normal(3, 4)
    ours = call(getattr(ct, name), number, x, y)
    theirs = call(getattr(F, name), word, x, y)
    same(ours, theirs)
    (mine,) = ct.autograd.grad(ours.sum(), x, retain_graph=True)
    (its,) = ct.autograd.grad(theirs.sum(), x)
    same(mine, its)


@pytest.mark.parametrize("number", [-1, 3])
@pytest.mark.parametrize("name", LOSSES)
def test_losses_refuse_other_numbers(name, number):
    with pytest.raises(ValueError, match=f"{name}: expected reduction .* got {number}"):
        LOSSES[name](getattr(ct, name), number, normal(3, 4), normal(3, 4))


# ---- normalization -----------------------------------------------------------------


def test_norms_in_the_order_of_cpp() -> None:
    x, w, b = normal(4, 3, 5), normal(3), normal(3)
    mean, var = ct.zeros(3, dtype=x.dtype), ct.ones(3, dtype=x.dtype)
    mean2, var2 = mean.clone(), var.clone()
    ours = ct.batch_norm(x, w, b, mean, var, True, 0.1, 1e-5, True)
    same(ours, F.batch_norm(x, mean2, var2, w, b, True, 0.1, 1e-5))
    same((mean, var), (mean2, var2))
    same(
        ct.instance_norm(x, w, b, None, None, True, 0.1, 1e-5, True),
        F.instance_norm(x, None, None, w, b),
    )


def test_native_norms_give_means_and_scales() -> None:
    x = normal(4, 6, 5)
    a = x.detach().numpy()
    y, mean, scale = ct.native_layer_norm(x, (6, 5), None, None, 1e-3)
    rows = a.reshape(4, -1)
    np.testing.assert_allclose(mean.flatten(), rows.mean(1), 1e-12)
    np.testing.assert_allclose(scale.flatten(), (rows.var(1) + 1e-3) ** -0.5, 1e-12)
    assert mean.shape == scale.shape == (4, 1, 1)
    np.testing.assert_allclose(
        y.detach(), (x.detach() - mean).mul(scale), 1e-10, atol=1e-12
    )
    with ct.no_grad():
        _, mean, scale = ct.native_group_norm(x, None, None, 4, 6, 5, 3, 0.0)
    groups = a.reshape(4, 3, -1)
    np.testing.assert_allclose(mean, groups.mean(2), 1e-12, atol=1e-15)
    np.testing.assert_allclose(scale, groups.std(2) ** -1, 1e-12)
    _, mean, scale = ct.native_batch_norm(x, None, None, None, None, True, 0.1, 0.0)
    np.testing.assert_allclose(mean, a.mean((0, 2)), 1e-12)
    np.testing.assert_allclose(scale, a.std((0, 2)) ** -1, 1e-12)
    found = ct.native_batch_norm(
        x, None, None, ct.zeros(6), ct.ones(6), False, 0.1, 0.0
    )
    assert found[1].shape == found[2].shape == (0,)
    call = lambda x: ct.native_group_norm(x, None, None, 4, 6, 5, 3, 0.1)  # noqa: E731
    assert ct.autograd.gradcheck(call, (x,))
    with pytest.raises(RuntimeError, match="a group that divides C"):
        ct.native_group_norm(x, None, None, 4, 6, 5, 4, 0.0)


# ---- dropout -----------------------------------------------------------------------


def test_dropout_forms() -> None:
    x = ct.ones(2, 3, 50)
    for name in ("feature_dropout", "feature_alpha_dropout"):
        y = getattr(ct, name)(x, 0.5, True)
        assert (y == y[:, :, :1]).all()  # whole channels
        z = x.clone()
        assert getattr(ct, f"{name}_")(z, 1.0, True) is z and not z.any()
    for name in ("dropout", "alpha_dropout"):
        z = ct.ones(100)
        assert getattr(ct, f"{name}_")(z, 0.5, True) is z
        assert 20 < int((z != z.max()).sum()) < 80
        same(getattr(ct, name)(x, 0.5, False), x)
    with pytest.raises(RuntimeError, match="at least 2 dimensions"):
        ct.feature_dropout(ct.ones(3), 0.5, True)
    with pytest.raises(ValueError, match="between 0 and 1"):
        ct.alpha_dropout(x, 1.5, True)


@pytest.mark.parametrize("train", [True, None, False])
def test_native_dropout_gives_its_mask(train):
    x = normal(1000)
    y, mask = ct.native_dropout(x, 0.25, train)
    assert mask.dtype == ct.bool and (mask.all() if train is False else not mask.all())
    scale = 1.0 if train is False else 1 / 0.75
    np.testing.assert_allclose(y.detach(), (x * mask * scale).detach(), 1e-12)
    (g,) = ct.autograd.grad(y.sum(), x)
    np.testing.assert_allclose(g, mask.double() * scale, 1e-12)


# ---- tables, sampling, sequences ---------------------------------------------------


@pytest.mark.parametrize("mode", range(3))
def test_embedding_bag_says_what_its_bags_are(mode):
    w, index, offsets = normal(4, 2), ct.tensor([1, 3, 2, 0, 3]), ct.tensor([0, 2, 2])
    y, bags, sizes, rows = ct.embedding_bag(w, index, offsets, mode=mode, padding_idx=3)
    word = ("sum", "mean", "max")[mode]
    same(y, F.embedding_bag(index, w, offsets, mode=word, padding_idx=3))
    assert bags.tolist() == [0, 0, 2, 2, 2] and sizes.tolist() == [1, 0, 2]
    if mode < 2:
        assert rows is sizes
        return
    larger = [[2, 0][i] for i in w.detach()[[2, 0]].argmax(0).tolist()]
    assert rows.tolist() == [[1, 1], [0, 0], larger]


def test_embedding_has_the_table_first() -> None:
    w, index = normal(4, 2), ct.tensor([[1, 3], [1, 0]])
    same(ct.embedding(w, index), F.embedding(index, w))
    (g,) = ct.autograd.grad(ct.embedding(w, index, 1, True).sum(), w)
    assert g.tolist() == [[1, 1], [0, 0], [0, 0], [1, 1]]
    with pytest.raises(ValueError, match=r"mode to be one of 0 .sum."):
        ct.embedding_bag(w, index[0], ct.tensor([0]), mode=3)


def test_sampling_by_numbers() -> None:
    x, grid, theta = normal(2, 1, 3, 4), normal(2, 2, 2, 2), normal(2, 2, 3)
    for i, how in enumerate(("bilinear", "nearest", "bicubic")):
        for j, beyond in enumerate(("zeros", "border", "reflection")):
            theirs = F.grid_sample(x, grid, how, beyond, False)
            same(ct.grid_sampler(x, grid, i, j, False), theirs)
            same(ct.grid_sampler_2d(x, grid, i, j, False), theirs)
    size = (2, 1, 3, 4)
    same(ct.affine_grid_generator(theta, size, True), F.affine_grid(theta, size, True))
    with pytest.raises(RuntimeError, match="grid_sampler_3d: expected input of 5 dims"):
        ct.grid_sampler_3d(x, grid, 0, 0, True)
    with pytest.raises(ValueError, match="padding_mode"):
        ct.grid_sampler(x, grid, 0, 3, True)


def test_conv_tbc() -> None:
    x, w, b = normal(6, 2, 3), normal(2, 3, 4), normal(4)
    y = ct.conv_tbc(x, w, b, 1)
    padded = np.pad(x.detach().numpy(), ((1, 1), (0, 0), (0, 0)))
    want = sum(padded[k : k + 7] @ w.detach().numpy()[k] for k in range(2))
    np.testing.assert_allclose(y.detach(), want + b.detach().numpy(), 1e-12)
    assert ct.autograd.gradcheck(ct.conv_tbc, (x, w, b))
    with pytest.raises(RuntimeError, match=r"conv_tbc: expected input .T, N, C."):
        ct.conv_tbc(x, w[:, :2], b)


# ---- recurrent layers --------------------------------------------------------------

LAYERS = {
    "lstm": nn.LSTM,
    "gru": nn.GRU,
    "rnn_tanh": nn.RNN,
    "rnn_relu": lambda *args, **kwargs: nn.RNN(*args, nonlinearity="relu", **kwargs),
}


def flat(found) -> tuple[ct.Tensor, ...]:
    y, state = found
    return (y, *(state if isinstance(state, tuple) else (state,)))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize("name", LAYERS)
def test_layers_of_given_weights(name, both, bias):
    options = {"bias": bias, "bidirectional": both, "dtype": ct.float64}
    layer = LAYERS[name](3, 4, 2, batch_first=True, **options)
    x, h = normal(2, 5, 3), normal(4 if both else 2, 2, 4)
    hx = (h, h.detach()) if name == "lstm" else h
    ours = getattr(ct, name)(
        x, hx, list(layer.parameters()), bias, 2, 0.0, True, both, True
    )
    same(ours, flat(layer(x, hx)))
    grads = ct.autograd.grad(sum(t.sum() for t in ours), [x, h, *layer.parameters()])
    theirs = ct.autograd.grad(
        sum(t.sum() for t in flat(layer(x, hx))), [x, h, *layer.parameters()]
    )
    same(grads, theirs)


@pytest.mark.parametrize("name", LAYERS)
def test_layers_of_packed_sequences(name):
    layer = LAYERS[name](3, 4, dtype=ct.float64)
    x = [normal(n, 3) for n in (4, 2, 1)]
    packed = nn.utils.rnn.pack_sequence(x)
    h = ct.zeros(1, 3, 4, dtype=ct.float64)
    hx = (h, h) if name == "lstm" else h
    params = list(layer.parameters())
    args = (packed.data, packed.batch_sizes, hx, params, True, 1, 0.0, False, False)
    y, *ends = getattr(ct, name)(*args)
    theirs = layer(packed)
    same((y, *ends), (theirs[0].data, *flat(theirs)[1:]))
    names = _recurrent._DATA
    by_name = getattr(ct, name)(**dict(zip(names, args, strict=True)))
    same(by_name[0], y)


def test_projection_and_dropout_of_layers() -> None:
    layer = nn.LSTM(3, 4, 2, proj_size=2, dropout=0.5, dtype=ct.float64)
    x, h = normal(5, 2, 3), ct.zeros(2, 2, 2, dtype=ct.float64)
    c, params = ct.zeros(2, 2, 4, dtype=ct.float64), list(layer.parameters())
    for train in (True, False):
        layer.train(train)
        ct.manual_seed(1)
        theirs = flat(layer(x))
        ct.manual_seed(1)
        same(ct.lstm(x, (h, c), params, True, 2, 0.5, train, False, False), theirs)


def test_single_steps() -> None:
    x, h, c = normal(5, 3), normal(5, 4), normal(5, 4)
    cell = nn.LSTMCell(3, 4, dtype=ct.float64)
    same(ct.lstm_cell(x, (h, c), *cell.parameters()), cell(x, (h, c)))
    for name, cell in (
        ("gru_cell", nn.GRUCell(3, 4, dtype=ct.float64)),
        ("rnn_tanh_cell", nn.RNNCell(3, 4, dtype=ct.float64)),
        ("rnn_relu_cell", nn.RNNCell(3, 4, nonlinearity="relu", dtype=ct.float64)),
    ):
        w_ih, w_hh, b_ih, b_hh = cell.parameters()
        call = getattr(ct, name)
        same(call(x, h, w_ih, w_hh, b_ih, b_hh), cell(x, h))
        zeros = ct.zeros_like(b_hh)
        same(call(x, h, w_ih, w_hh, b_ih), call(x, h, w_ih, w_hh, b_ih, zeros))
        same(call(x, h, w_ih, w_hh, None, b_hh), call(x, h, w_ih, w_hh, zeros, b_hh))


def test_recurrent_mistakes() -> None:
    w = [ct.ones(4, 3), ct.ones(4, 1)]
    x, h = ct.ones(5, 2, 3), ct.zeros(1, 2, 1)
    rest = (False, 1, 0.0, False, False, False)
    with pytest.raises(TypeError, match="lstm: expected the arguments input, hx"):
        ct.lstm(x, (h, h), w)
    with pytest.raises(RuntimeError, match="expected 2 states as hx, got 1"):
        ct.lstm(x, h, w, *rest)
    with pytest.raises(RuntimeError, match="expected 2 params for each of 1"):
        ct.lstm(x, (h, h), w * 2, *rest)
    with pytest.raises(RuntimeError, match="Expected hidden size"):
        ct.lstm(x, (h[:, :1], h), w, *rest)
    with pytest.raises(RuntimeError, match="expected input of 3 dims, got 2"):
        ct.lstm(x[0], (h, h), w, *rest)
    with pytest.raises(RuntimeError, match="expected hidden state of shape"):
        ct.gru_cell(x[0], h[0, :1], ct.ones(3, 3), ct.ones(3, 1))


# ---- products of groups ------------------------------------------------------------

GROUPS = {
    "rows": ((6, 4), (3, 4, 2)),
    "columns": ((3, 5, 4), (4, 6)),
    "summands": ((5, 6), (6, 2)),
}


@pytest.mark.parametrize("name", GROUPS)
def test_grouped_products(name):
    a, b = (normal(*shape) for shape in GROUPS[name])
    offs = ct.tensor([2, 2, 5], dtype=ct.int32)
    y = F.grouped_mm(a, b, offs=offs)
    spans, x, w = [(0, 2), (2, 2), (2, 5)], a.detach().numpy(), b.detach().numpy()
    if name == "rows":
        want = np.zeros((6, 2))
        for g, (i, j) in enumerate(spans):
            want[i:j] = x[i:j] @ w[g]
    elif name == "columns":
        want = np.zeros((5, 6))
        for g, (i, j) in enumerate(spans):
            want[:, i:j] = x[g] @ w[:, i:j]
    else:
        want = np.stack([x[:, i:j] @ w[i:j] for i, j in spans])
    np.testing.assert_allclose(y.detach(), want, 1e-12)
    assert ct.autograd.gradcheck(lambda a, b: F.grouped_mm(a, b, offs=offs), (a, b))
    for bad in ([2, 1, 5], [2, 2, 7], [2, 5]):
        if name != "summands" or len(bad) > 2:
            with pytest.raises(RuntimeError, match="grouped_mm: expected"):
                F.grouped_mm(a, b, offs=ct.tensor(bad))
    with pytest.raises(RuntimeError, match="grouped_mm: expected mat_a"):
        F.grouped_mm(a, b)


def test_grouped_products_of_batches() -> None:
    a, b = normal(2, 3, 4, dtype=ct.float32), normal(2, 4, 5, dtype=ct.float32)
    y = F.grouped_mm(a, b, bias=ct.ones(5), out_dtype=ct.float64)
    assert y.dtype == ct.float64
    same(y, (a @ b + 1).double())


# ---- settings and versions ---------------------------------------------------------


def test_deterministic_debug_mode() -> None:
    try:
        for number, word in enumerate(("default", "warn", "error")):
            for mode in (number, word):
                ct.set_deterministic_debug_mode(mode)
                assert ct.get_deterministic_debug_mode() == number
                assert ct.are_deterministic_algorithms_enabled() == (number > 0)
                warns = ct.is_deterministic_algorithms_warn_only_enabled()
                assert warns == (number == 1)
        for mode in (3, "warm"):
            with pytest.raises(RuntimeError, match="invalid value of debug_mode"):
                ct.set_deterministic_debug_mode(mode)
        with pytest.raises(TypeError, match="must be str or int"):
            ct.set_deterministic_debug_mode(None)
    finally:
        ct.set_deterministic_debug_mode(0)


def test_warnings_each_time() -> None:
    def warned() -> int:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("default")
            for _ in range(3):
                F.mse_loss(ct.ones(2), ct.ones(2), size_average=True)
        return len(seen)

    assert warned() == 1
    ct.set_warn_always(True)
    try:
        assert warned() == 3
    finally:
        ct.set_warn_always(False)
    with pytest.raises(TypeError, match="expected a bool"):
        ct.set_warn_always(1)


def test_settings_without_effect() -> None:
    assert not ct.set_flush_denormal(True) and ct.set_flush_denormal(False)
    tiny = ct.tensor([1e-45])
    assert float(tiny * 1) > 0
    before = ct.get_num_interop_threads()
    ct.set_num_interop_threads(3)
    assert ct.get_num_interop_threads() == 3
    ct.set_num_interop_threads(before)
    with pytest.raises(RuntimeError, match="positive integer"):
        ct.set_num_interop_threads(0)


def test_versions_compare() -> None:
    assert ct.__version__ == ct.version.__version__ == ct.torch_version.__version__
    v = torch_version.TorchVersion
    order = ["0.9", "0.10.dev1", "0.10a1", "0.10b2", "0.10rc1", "0.10.0", "0.10.post1"]
    order += ["0.10.1", "1.0"]
    for i, a in enumerate(order):
        for j, b in enumerate(order):
            assert (v(a) < b, v(a) <= b, v(a) > b, v(a) >= b, v(a) == b, v(a) != b) == (
                i < j,
                i <= j,
                i > j,
                i >= j,
                i == j,
                i != j,
            )
    assert v("1.13.0+cpu") >= (1, 13) and v("1.2") != "parrot" and v("a") < "b"
    assert hash(v("1.2")) == hash("1.2") and f"{v('1.2')}" == "1.2"


def test_what_is_there() -> None:
    assert ct.has_lapack and not ct.has_mkl and ct.version.cuda is None
    assert isinstance(ct.ones(1).storage(), ct.FloatStorage)
    assert not isinstance(ct.ones(1).storage(), ct.LongStorage)
    assert ct.Storage is ct.ones(1).storage_type() is ct.FloatStorage
    assert ct.LongStorage([1, 2]).tolist() == [1, 2] and len(ct.ByteStorage(3)) == 3
    assert ct.ones(1, dtype=ct.uint16).storage_type() is ct.TypedStorage
    assert ct.HalfStorage(2, dtype=ct.float16, device="cpu").nbytes() == 4
    with pytest.raises(
        RuntimeError, match=r"HalfStorage: expected dtype ctensor\.float16"
    ):
        ct.HalfStorage(2, dtype=ct.float32)
    assert ct.GradScaler is ct.amp.GradScaler
    assert set(ct.types.__all__) == {"Device", "FileLike", "Number", "Storage"}
    assert isinstance(3, ct.types.Number) and isinstance("x", ct.types.FileLike)
    assert "_size_2_t" in vars(nn.common_types)
    assert F.has_torch_function is ct.overrides.has_torch_function
    assert inspect.ismodule(F.grad) and math.isnan(ct.nan)


def test_var_mean_with_the_old_flag() -> None:
    t = ct.arange(6.0).reshape(2, 3)
    for given, named in (
        ((False,), {}),
        ((None, False), {}),
        ((), {"unbiased": False}),
        (((0, 1),), {"unbiased": False}),
    ):
        for found in ct.var_mean(t, *given, **named), ct.std_mean(t, *given, **named):
            assert found[1] == 2.5 and found[0].shape == found[1].shape == ()
        assert ct.var_mean(t, *given, **named).var.item() == pytest.approx(35 / 12)
    assert ct.std_mean(t, 1, True, True).std.tolist() == [[1.0], [1.0]]


def test_tensor_split_at_a_tensor() -> None:
    t = ct.arange(6).reshape(2, 3)
    sizes = [p.shape[1] for p in ct.tensor_split(t, ct.tensor([1, 2]), 1)]
    assert sizes == [1, 1, 1]
    assert [p.shape[1] for p in t.tensor_split(ct.tensor([1]), 1)] == [1, 2]
    assert [p.shape[1] for p in t.tensor_split(ct.tensor(2), dim=1)] == [2, 1]
    named = ct.tensor_split(t, tensor_indices_or_sections=ct.tensor([1]))
    assert [len(p) for p in named] == [1, 1]
    assert len(t.tensor_split(ct.tensor([], dtype=ct.int64))) == 1
    for wrong in ct.tensor([[1]]), ct.tensor([1.0]), ct.tensor(1.0), ct.tensor([True]):
        with pytest.raises(TypeError, match="tensor_split: expected"):
            t.tensor_split(wrong)


def test_float_arguments_are_given_integers_of_any_size() -> None:
    x = ct.ones(3)
    assert (F.softplus(x, 2**70) == 1).all()
    assert (F.layer_norm(x, (3,), eps=2**70) == 0).all()
    got = ct.addcmul(x, x, x, value=-(2**64) - 1)
    assert got[0].item() == 1 - 2.0**64
    assert F.softplus(x, 2**64).tolist() == F.softplus(x, 2.0**64).tolist()
    with pytest.raises(OverflowError):
        F.softplus(x, 10**400)
