"""Mixed precision: what runs in which dtype, gradients, regions; scaled gradients."""

import copy
import gc
import pickle
import threading

import numpy as np
import pytest

import ctensor as ct
from ctensor import amp, nn, optim
from ctensor.nn import functional as F
from ctensor.utils.checkpoint import checkpoint

HALF = [ct.bfloat16, ct.float16]
half = pytest.mark.parametrize("dtype", HALF)


def test_every_listed_name_is_a_function():
    """Of those that are there: a row by its Python name, or what Python composes."""
    lists = ct._C._autocast_lists()
    rows = {row["pyname"].lstrip("_") for row in ct._C._op_table()}
    later = {"_native_multi_head_attention", "conv_tbc", "geqrf", "convolution"}
    later |= {"linalg_householder_product", "scaled_dot_product_attention"}
    later |= {n for n in lists if n.startswith(("conv", "max_", "avg_", "adaptive_"))}
    later |= {n for n in lists if n.startswith("fractional") or n.endswith("_loss")}
    later |= {"binary_cross_entropy", "kl_div", "grid_sample"}
    for name in set(lists) - later - rows:
        short = name.removeprefix("linalg_").removeprefix("fft_")
        places = [ct, F, ct.linalg, ct.fft]
        assert any(hasattr(place, short) for place in places), name
    assert set(lists.values()) == {"lower", "float32", "widest", "given"}


X, Y = ct.arange(12.0).reshape(3, 4) / 7, ct.arange(20.0).reshape(5, 4) / 9
LOWER = {
    "matmul": lambda x, y: x @ y.mT,
    "method": lambda x, y: x.matmul(y.mT),
    "mm": lambda x, y: ct.mm(x, y.mT),
    "linear": lambda x, y: F.linear(x, y, y[:, 0]),
    "einsum": lambda x, y: ct.einsum("ij,kj->ik", x, y),
    "addmm": lambda x, y: ct.addmm(x[0, 0], x, y.mT),
    "prelu": lambda x, y: F.prelu(-x, y[0, 0]),
    "module": lambda x, y: nn.Linear(4, 2)(x),
}
FLOAT32 = {
    "prod": lambda x, y: x.prod(),
    "mse_loss": lambda x, y: F.mse_loss(x, y[:3]),
    "l1_loss": lambda x, y: F.l1_loss(x, y[:3]),
    "cross_entropy": lambda x, y: F.cross_entropy(x, ct.tensor([0, 1, 2])),
    "cdist": lambda x, y: ct.cdist(x, y),
    "inv": lambda x, y: ct.linalg.inv(x[:2, :2]),
    "quantile": lambda x, y: ct.quantile(x, 0.5),
    "rfft": lambda x, y: ct.fft.rfft(x).real,
    "stft": lambda x, y: (
        ct.stft(x.reshape(-1), 4, window=ct.ones(4), return_complex=True).real
    ),
}
GIVEN = {
    "mv": lambda x, y: ct.mv(x, y[0]),
    "add": lambda x, y: x + y[:3],
    "softmax": lambda x, y: x.softmax(-1),
    "sum": lambda x, y: x.sum(),
    "in place": lambda x, y: x.new_zeros(3, 5).addmm_(x, y.mT),
    "out": lambda x, y: ct.mm(x, y.mT, out=x.new_empty(3, 5)),
}


@half
@pytest.mark.parametrize("given", [ct.float32, *HALF])
@pytest.mark.parametrize(
    ("call", "result"),
    [(f, "lower") for f in LOWER.values()]
    + [(f, "float32") for f in FLOAT32.values()]
    + [(f, "given") for f in GIVEN.values()],
    ids=[*LOWER, *FLOAT32, *GIVEN],
)
def test_dtypes_of_results(call, result, given, dtype):
    x, y = X.to(given), Y.to(given)
    with ct.autocast("cpu", dtype=dtype):
        found = call(x, y)
    wanted = {"lower": dtype, "float32": ct.float32, "given": given}[result]
    assert found.dtype == wanted
    if result == "float32" and given != ct.float32:
        np.testing.assert_array_equal(found, call(x.float(), y.float()))


@half
def test_values_are_those_of_the_casts(dtype):
    with ct.autocast("cpu", dtype=dtype):
        found = X @ Y.mT
    assert found.tolist() == (X.to(dtype) @ Y.to(dtype).mT).tolist()


@pytest.mark.parametrize("call", [LOWER["matmul"], LOWER["linear"], FLOAT32["prod"]])
def test_float64_and_integers_stay(call):
    for kind in (ct.float64, ct.complex64):
        with ct.autocast("cpu"):
            assert call(X.to(kind), Y.to(kind)).dtype == kind
    with ct.autocast("cpu"):
        assert (
            ct.ones(2, 2, dtype=ct.int64) @ ct.ones(2, 2, dtype=ct.int64)
        ).dtype == (ct.int64)


@half
def test_widest(dtype):
    low = X.to(dtype)
    with ct.autocast("cpu", dtype=dtype):
        assert ct.cat([low, X]).dtype == ct.float32
        assert ct.stack([low, low]).dtype == dtype
        assert ct.vstack([X, low]).dtype == ct.float32
        index = ct.tensor([1])
        assert ct.index_copy(X, 0, index, low[:1]).dtype == ct.float32


def test_gradients_come_back_in_their_own_dtype():
    model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
    x = X.clone().requires_grad_()
    with ct.autocast("cpu"):
        loss = F.mse_loss(model(x), ct.zeros(3, 1))
    assert loss.dtype == ct.float32
    loss.backward()
    assert all(p.grad.dtype == ct.float32 for p in model.parameters())
    assert x.grad.dtype == ct.float32
    expected = ct.autograd.grad(F.mse_loss(model(x), ct.zeros(3, 1)), x)[0]
    np.testing.assert_allclose(x.grad, expected, rtol=0.1, atol=0.01)


@half
@pytest.mark.parametrize("kind", ["LSTM", "GRU", "LSTMCell", "GRUCell"])
def test_recurrent_layers_keep_their_state_in_float32(kind, dtype):
    cell = kind.endswith("Cell")
    layer = getattr(nn, kind)(4, 3)
    x = ct.randn(5, 2, 4)[0] if cell else ct.randn(5, 2, 4)
    with ct.autocast("cpu", dtype=dtype):
        found = layer(x)
    expected = layer(x)
    found, expected = (y[0] if isinstance(y, tuple) else y for y in (found, expected))
    assert found.dtype == ct.float32
    np.testing.assert_allclose(found.detach(), expected.detach(), atol=0.02)
    found.sum().backward()
    assert all(p.grad.dtype == ct.float32 for p in layer.parameters())


def test_backward_is_outside_even_inside():
    """What a region-free part has in float32, its gradient has too."""
    w = ct.full((4, 4), 1 + 2**-12, requires_grad=True)
    x = ct.full((4, 4), 1 + 2**-12)
    y = x @ w
    with ct.autocast("cpu"):
        y.sum().backward()
    assert w.grad.tolist() == (x.mT @ ct.ones(4, 4)).tolist()


def test_regions_nest():
    state = ct.is_autocast_enabled
    with ct.autocast("cpu"):
        assert state("cpu") and ct.get_autocast_dtype("cpu") == ct.bfloat16
        with ct.autocast("cpu", dtype=ct.float16):
            assert (X @ X.mT).dtype == ct.float16
            with ct.autocast("cpu", enabled=False):
                assert not state("cpu") and (X @ X.mT).dtype == ct.float32
            assert (X @ X.mT).dtype == ct.float16
        assert (X @ X.mT).dtype == ct.bfloat16
        with pytest.raises(ZeroDivisionError), ct.autocast("cpu", enabled=False):
            1 / 0  # noqa: B018
        assert state("cpu")
    assert not state("cpu") and (X @ X.mT).dtype == ct.float32
    region = ct.autocast("cpu")
    with region, region:
        assert state("cpu")
    assert not state("cpu") and ct.autocast_increment_nesting() == 1
    assert ct.autocast_decrement_nesting() == 0


def test_as_a_decorator():
    @ct.autocast("cpu", dtype=ct.float16)
    def product(x):
        """Doc."""
        return x @ x.mT

    assert product(X).dtype == ct.float16 and product.__doc__ == "Doc."
    with pytest.raises(TypeError, match="requires a callable, but got int"):
        ct.autocast("cpu")(3)


def test_a_region_is_the_threads():
    seen = []

    def run():
        seen.append((ct.is_autocast_enabled("cpu"), (X @ X.mT).dtype))

    with ct.autocast("cpu"):
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert seen == [(False, ct.float32)]


def test_casts_of_weights_are_kept_as_long_as_they_hold():
    w = ct.ones(4, 4, requires_grad=True)

    def casts(x=X):
        with ct.profiler.profile() as prof:
            x @ w
        return sum(e.name == "_to_dtype" for e in prof.events())

    with ct.autocast("cpu"):
        half = X.bfloat16()
        assert (casts(half), casts(half)) == (1, 0)
        with ct.no_grad():
            assert casts(half) == 1  # without a gradient
            w.mul_(3)
        assert (half @ w)[0, 0].item() == pytest.approx(3 * 6 / 7, rel=1e-2)
        ct.clear_autocast_cache()
        assert casts(half) == 1
    with ct.autocast("cpu", cache_enabled=False):
        assert (casts(half), casts(half)) == (1, 1)
        assert not ct.is_autocast_cache_enabled()
    assert ct.is_autocast_cache_enabled()
    with ct.autocast("cpu"):
        first = (X @ w).sum()
        second = (X @ w).sum()
    (first + second).backward()  # both through one cast
    expected = 2 * X.bfloat16().float().sum(0, keepdim=True).mT.expand(4, 4)
    np.testing.assert_allclose(w.grad, expected, rtol=1e-2)


def test_what_is_kept_ends_with_the_region():
    w = ct.ones(4, 4, requires_grad=True)
    before = len(gc.get_referrers(w))
    with ct.autocast("cpu"):
        for i in range(40):
            X @ ct.full((4, 4), float(i), requires_grad=True)
        X @ w
    assert len(gc.get_referrers(w)) == before


def test_checkpoint_computes_again_as_before():
    w = ct.randn(4, 4).requires_grad_()
    grads = []
    for run in (lambda f: f(X), lambda f: checkpoint(f, X)):
        w.grad = None
        with ct.autocast("cpu"):
            y = run(lambda x: (x @ w).relu() @ w)
        y.float().sum().backward()
        grads.append(w.grad.tolist())
    assert grads[0] == grads[1]


def test_listeners_hear_the_casts():
    with ct.profiler.profile() as prof, ct.autocast("cpu"):
        X @ X.mT
    names = [e.name for e in prof.events() if e.kind == "call"]
    assert names.count("_to_dtype") == 2 and names.count("matmul") == 1


# ---- autograd.Function ----


def make_function(**options):
    class Product(ct.autograd.Function):
        @staticmethod
        @amp.custom_fwd(device_type="cpu", **options)
        def forward(ctx, x, w):
            ctx.save_for_backward(x, w)
            seen.append((x.dtype, ct.is_autocast_enabled("cpu")))
            return x @ w

        @staticmethod
        @amp.custom_bwd(device_type="cpu")
        def backward(ctx, grad):
            x, w = ctx.saved_tensors
            seen.append((grad.dtype, ct.is_autocast_enabled("cpu")))
            return grad @ w.mT, x.mT @ grad

    seen = []
    return Product.apply, seen


def test_custom_functions():
    w = ct.randn(4, 4).requires_grad_()
    product, seen = make_function()
    with ct.autocast("cpu"):
        y = product(X, w)
    y.float().sum().backward()
    assert y.dtype == ct.bfloat16
    assert seen == [(ct.float32, True), (ct.bfloat16, True)]
    product, seen = make_function(cast_inputs=ct.float32)
    with ct.autocast("cpu"):
        y = product(X.bfloat16(), w)
    y.sum().backward()
    assert y.dtype == ct.float32
    assert seen == [(ct.float32, False), (ct.float32, False)]
    product, seen = make_function(cast_inputs=ct.float16)
    assert product(X, w).dtype == ct.float32  # outside of any region
    with pytest.raises(ValueError, match="Expected `device_type` of type `str`"):
        amp.custom_fwd(device_type=1)
    with pytest.raises(ValueError, match="Expected `device_type` of type `str`"):
        amp.custom_bwd(device_type=1)


# ---- names and refusals ----


def test_refused():
    with pytest.raises(ValueError, match="Expected `device_type` of type `str`"):
        ct.autocast(1)
    with pytest.raises(RuntimeError, match="unsupported autocast device_type 'tpu'"):
        ct.autocast("tpu")
    with pytest.warns(UserWarning, match="target dtype is not supported"):
        region = ct.autocast("cpu", dtype=ct.float32)
    with region:
        assert not ct.is_autocast_enabled("cpu") and (X @ X.mT).dtype == ct.float32
    with pytest.warns(UserWarning, match="CUDA is not available"):
        region = ct.autocast("cuda")
    with region:
        assert not ct.is_autocast_enabled()
    assert amp.is_autocast_available("cpu") and not amp.is_autocast_available("tpu")


def test_state_functions():
    ct.set_autocast_enabled("cpu", True)
    ct.set_autocast_dtype("cpu", ct.float16)
    try:
        assert (X @ X.mT).dtype == ct.get_autocast_cpu_dtype() == ct.float16
        assert ct.is_autocast_cpu_enabled()
    finally:
        ct.set_autocast_cpu_enabled(False)
        ct.set_autocast_cpu_dtype(ct.bfloat16)
    ct.set_autocast_cache_enabled(False)
    assert not ct.is_autocast_cache_enabled()
    ct.set_autocast_cache_enabled(True)
    assert ct.get_autocast_gpu_dtype() == ct.float16
    ct.set_autocast_gpu_dtype(ct.bfloat16)
    assert ct.get_autocast_dtype("cuda") == ct.bfloat16
    ct.set_autocast_gpu_dtype(ct.float16)
    ct.set_autocast_enabled(True)  # of a GPU, in older scripts
    assert ct.is_autocast_enabled() and not ct.is_autocast_enabled("cpu")
    ct.set_autocast_enabled(False)


def test_older_names():
    with pytest.warns(FutureWarning, match=r"ctensor.amp.autocast\('cpu', args"):
        region = ct.cpu.amp.autocast()
    with region:
        assert (X @ X.mT).dtype == ct.bfloat16
    with pytest.warns(FutureWarning), pytest.warns(UserWarning, match="CUDA"):
        ct.cuda.amp.autocast()
    with pytest.warns(FutureWarning), pytest.warns(UserWarning, match="CUDA"):
        assert not ct.cuda.amp.GradScaler().is_enabled()
    with pytest.warns(FutureWarning, match="custom_fwd"):
        ct.cuda.amp.custom_fwd(lambda ctx: None)
    with pytest.warns(FutureWarning, match="custom_bwd"):
        ct.cuda.amp.custom_bwd(lambda ctx: None)


# ---- GradScaler ----


def scaled(scaler, grad=1.0, lr=0.5):
    """One step on x with this gradient; x afterwards."""
    x = ct.ones(2, requires_grad=True)
    optimizer = optim.SGD([x], lr=lr)
    scaler.scale((x * grad).sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    return x


def test_scaler_takes_the_scale_off_again():
    scaler = amp.GradScaler("cpu", init_scale=8.0, growth_interval=2)
    assert scaler.get_scale() == 8.0
    assert scaled(scaler, 2.0).tolist() == [0.0, 0.0]
    assert scaled(scaler).grad.tolist() == [1.0, 1.0]
    assert scaler.get_scale() == 16.0  # after growth_interval steps


@pytest.mark.parametrize("bad", [float("inf"), float("nan")])
def test_scaler_leaves_steps_out_that_overflow(bad):
    scaler = amp.GradScaler("cpu", init_scale=8.0, growth_interval=2)
    scaled(scaler)
    assert scaled(scaler, bad).tolist() == [1.0, 1.0]
    assert scaler.get_scale() == 4.0
    scaled(scaler)
    assert scaler.get_scale() == 4.0  # the count began anew
    scaled(scaler)
    assert scaler.get_scale() == 8.0


def test_scaler_grows_no_further_than_numbers_go():
    scaler = amp.GradScaler("cpu", init_scale=2.0**127, growth_interval=1)
    scaled(scaler, 0.0)
    assert scaler.get_scale() == 2.0**127


def test_scaler_of_several_and_of_none():
    scaler = amp.GradScaler("cpu", init_scale=4.0)
    pair = scaler.scale((ct.ones(1), [ct.ones(2)]))
    assert pair[0].tolist() == [4.0] and pair[1][0].tolist() == [4.0, 4.0]
    assert [x.item() for x in scaler.scale(iter([ct.ones(())]))] == [4.0]
    with pytest.raises(ValueError, match="outputs must be a Tensor or an iterable"):
        scaler.scale(3)
    off = amp.GradScaler("cpu", enabled=False)
    assert off.scale(3) == 3 and off.get_scale() == 1.0 and off.state_dict() == {}
    x = ct.ones(1, requires_grad=True)
    x.grad = ct.ones(1)
    optimizer = optim.SGD([x], lr=1.0)
    off.unscale_(optimizer)
    off.step(optimizer)
    off.update()
    assert x.item() == 0.0


def test_scaler_stages():
    scaler, x = amp.GradScaler("cpu", init_scale=4.0), ct.ones(1, requires_grad=True)
    optimizer = optim.SGD([x], lr=1.0)
    with pytest.raises(AssertionError, match="Attempted step but _scale is None"):
        scaler.step(optimizer)
    scaler.scale((x * 3).sum()).backward()
    with pytest.raises(AssertionError, match="No inf checks were recorded"):
        scaler.update()
    scaler.unscale_(optimizer)
    assert x.grad.item() == 3.0
    with pytest.raises(RuntimeError, match="unscale_\\(\\) has already been called"):
        scaler.unscale_(optimizer)
    scaler.step(optimizer)
    with pytest.raises(RuntimeError, match="step\\(\\) has already been called"):
        scaler.step(optimizer)
    with pytest.raises(RuntimeError, match="unscale_\\(\\) is being called after step"):
        scaler.unscale_(optimizer)
    with pytest.raises(AssertionError, match="may only be pickled at the beginning"):
        pickle.dumps(scaler)
    scaler.update(2.0)
    assert x.item() == -2.0 and scaler.get_scale() == 2.0
    with pytest.raises(RuntimeError, match="Closure use is not currently supported"):
        scaler.step(optimizer, closure=lambda: 0)
    x16 = ct.ones(1, dtype=ct.float16, requires_grad=True)
    x16.grad = ct.ones(1, dtype=ct.float16)
    with pytest.raises(ValueError, match="Attempting to unscale FP16 gradients"):
        scaler.unscale_(optim.SGD([x16]))


def test_scaler_options_and_state():
    with pytest.raises(AssertionError, match="growth factor must be > 1"):
        amp.GradScaler("cpu", growth_factor=1.0)
    with pytest.raises(AssertionError, match="backoff factor must be < 1"):
        amp.GradScaler("cpu", backoff_factor=1.0)
    scaler = amp.GradScaler("cpu", 4.0, growth_interval=3)
    scaled(scaler)
    scaler.set_growth_factor(3.0)
    scaler.set_backoff_factor(0.25)
    state = copy.deepcopy(scaler.state_dict())
    assert list(state.values()) == [4.0, 3.0, 0.25, 3, 1]
    for other in (amp.GradScaler("cpu"), pickle.loads(pickle.dumps(scaler))):
        other.load_state_dict(state)
        scaled(other)
        scaled(other)
        assert other.get_scale() == 12.0 and other.get_growth_factor() == 3.0
        assert other.get_backoff_factor() == 0.25 and other.get_growth_interval() == 3
    scaler.set_growth_interval(1)
    scaled(scaler)
    assert scaler.get_scale() == 4.0  # its count is past it, as in PyTorch
    with pytest.raises(RuntimeError, match="source state dict is empty"):
        scaler.load_state_dict({})


@half
def test_training_in_mixed_precision(dtype):
    ct.manual_seed(0)
    x = ct.randn(64, 8)
    target = (x.sum(1, keepdim=True) > 0).float()
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = optim.Adam(model.parameters(), lr=0.05)
    scaler = amp.GradScaler("cpu", enabled=dtype == ct.float16)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        with ct.autocast("cpu", dtype=dtype):
            loss = F.binary_cross_entropy_with_logits(model(x), target)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 4
