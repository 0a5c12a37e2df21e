"""Lazy modules, parameters without a shape, Buffer, modules of one device."""

from __future__ import annotations

import copy
import pickle
import warnings

import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn.modules.lazy import LazyModuleMixin
from ctensor.nn.parameter import UninitializedTensorMixin, is_lazy

# A lazy layer, the plain one it becomes with its first size, and the shape of an input.
LAYERS = {
    "LazyLinear": ((3,), lambda: nn.Linear(5, 3), (2, 5)),
    "LazyConv1d": ((4, 3), lambda: nn.Conv1d(2, 4, 3), (2, 2, 7)),
    "LazyConv2d": ((4, 3), lambda: nn.Conv2d(2, 4, 3), (2, 2, 7, 6)),
    "LazyConv3d": ((4, 2), lambda: nn.Conv3d(2, 4, 2), (2, 2, 3, 4, 3)),
    "LazyConvTranspose1d": ((4, 3), lambda: nn.ConvTranspose1d(2, 4, 3), (2, 2, 7)),
    "LazyConvTranspose2d": ((4, 3), lambda: nn.ConvTranspose2d(2, 4, 3), (1, 2, 4, 4)),
    "LazyConvTranspose3d": (
        (4, 2),
        lambda: nn.ConvTranspose3d(2, 4, 2),
        (1, 2, 2, 2, 2),
    ),
    "LazyBatchNorm1d": ((), lambda: nn.BatchNorm1d(3), (4, 3)),
    "LazyBatchNorm2d": ((), lambda: nn.BatchNorm2d(3), (4, 3, 2, 2)),
    "LazyBatchNorm3d": ((), lambda: nn.BatchNorm3d(3), (4, 3, 2, 2, 1)),
    "LazyInstanceNorm1d": (
        (),
        lambda: nn.InstanceNorm1d(3, affine=True, track_running_stats=True),
        (3, 5),
    ),
    "LazyInstanceNorm2d": (
        (),
        lambda: nn.InstanceNorm2d(3, affine=True, track_running_stats=True),
        (4, 3, 2, 2),
    ),
    "LazyInstanceNorm3d": (
        (),
        lambda: nn.InstanceNorm3d(3, affine=True, track_running_stats=True),
        (4, 3, 2, 2, 1),
    ),
}
each = pytest.mark.parametrize("name", LAYERS)


def layer(name: str, **kwargs) -> nn.Module:
    return getattr(nn, name)(*LAYERS[name][0], **kwargs)


@each
def test_becomes_the_plain_layer(name):
    _, plain, shape = LAYERS[name]
    ct.manual_seed(3)
    want = plain()
    lazy, x = layer(name), ct.randn(shape)
    assert lazy.has_uninitialized_params() and isinstance(lazy, type(want))
    ct.manual_seed(3)
    y = lazy(x)
    assert type(lazy) is type(want) and repr(lazy) == repr(want)
    assert y.tolist() == want(x).tolist()
    ours, theirs = lazy.state_dict(), want.state_dict()
    assert {k: v.tolist() for k, v in ours.items()} == {
        k: v.tolist() for k, v in theirs.items()
    }
    assert all(type(p) is nn.Parameter and p.requires_grad for p in lazy.parameters())
    y.sum().backward()
    assert all(p.grad is not None for p in lazy.parameters())


@each
def test_takes_shapes_from_a_state_dict(name):
    _, plain, shape = LAYERS[name]
    want, lazy = plain(), layer(name)
    want(ct.randn(shape))
    lazy.load_state_dict(want.state_dict())
    assert not lazy.has_uninitialized_params()
    lazy.eval(), want.eval()
    x = ct.randn(shape)
    assert lazy(x).tolist() == want(x).tolist() and type(lazy) is type(want)
    assert repr(lazy) == repr(want)


@each
def test_copies_pickles_and_casts_before_it_has_a_shape(name):
    lazy = layer(name, dtype=ct.float32).double()
    for other in (copy.deepcopy(lazy), pickle.loads(pickle.dumps(lazy))):
        assert other.has_uninitialized_params()
        assert other.state_dict().keys() == lazy.state_dict().keys()
        other(ct.randn(LAYERS[name][2], dtype=ct.float64))
        assert all(p.dtype == ct.float64 for p in other.parameters())
    assert lazy.has_uninitialized_params()
    twin = layer(name)
    twin.load_state_dict(lazy.state_dict())
    assert twin.has_uninitialized_params()
    with pytest.raises(RuntimeError, match="Can't access the shape"):
        LAYERS[name][1]().load_state_dict(lazy.state_dict())


@pytest.mark.parametrize("bias", [True, False])
def test_options_are_kept(bias):
    conv = nn.LazyConv2d(4, 3, 2, 1, 1, 2, bias, "reflect")
    conv(ct.ones(1, 6, 8, 8))
    assert repr(conv) == repr(nn.Conv2d(6, 4, 3, 2, 1, 1, 2, bias, "reflect"))
    norm = nn.LazyBatchNorm1d(affine=bias, track_running_stats=not bias)
    norm(ct.randn(3, 4))
    same = nn.BatchNorm1d(4, affine=bias, track_running_stats=not bias)
    assert repr(norm) == repr(same)
    assert norm.state_dict().keys() == same.state_dict().keys()


def test_in_a_network_and_its_optimizer() -> None:
    model = nn.Sequential(
        nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(2)
    )
    model(ct.randn(2, 3, 5, 5))
    assert [type(m).__name__ for m in model] == [
        *("Conv2d", "BatchNorm2d", "Flatten", "Linear")
    ]
    before = model[3].weight.detach().clone()
    optimizer = ct.optim.SGD(model.parameters(), 0.1)
    model(ct.randn(2, 3, 5, 5)).square().sum().backward()
    optimizer.step()
    assert not ct.equal(before, model[3].weight)


def test_mistakes_of_inputs() -> None:
    with pytest.raises(RuntimeError, match=r"Expected 3D .* or 4D .* to LazyConv2d"):
        nn.LazyConv2d(4, 3)(ct.ones(2, 2))
    with pytest.raises(ValueError, match="in_channels must be divisible by groups"):
        nn.LazyConv1d(4, 3, groups=2)(ct.ones(1, 3, 5))
    with pytest.raises(ValueError, match="expected 4D input"):
        nn.LazyBatchNorm2d()(ct.ones(2, 2))


class Scale(LazyModuleMixin):
    """A lazy module of one's own, which keeps its class."""

    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.UninitializedParameter()

    def initialize_parameters(self, x):
        if is_lazy(self.factor):
            self.factor.materialize(x.shape[-1:])
            nn.init.ones_(self.factor)

    def forward(self, x):
        return x * self.factor


def test_lazy_modules_of_ones_own() -> None:
    scale = Scale()
    for _ in range(2):
        assert scale(ct.full((2, 3), 2.0)).tolist() == [[2] * 3] * 2
        assert type(scale) is Scale
    with pytest.raises(NotImplementedError, match="initialize_parameters"):
        LazyModuleMixin()(1)

    class Forgets(Scale):
        def initialize_parameters(self, x):
            pass

    with pytest.raises(RuntimeError, match="Forgets has not been fully initialized"):
        Forgets()(ct.ones(2))


@pytest.mark.parametrize("kind", [nn.UninitializedParameter, nn.UninitializedBuffer])
def test_without_a_shape_nothing_is_computed(kind):
    p = kind(dtype=ct.float64)
    assert is_lazy(p) and isinstance(p, UninitializedTensorMixin)
    assert repr(p) == f"<{kind.__name__}>" and p.dtype == ct.float64
    assert p.is_floating_point() and p.device == ct.device("cpu")
    with pytest.raises(RuntimeError, match="Can't access the shape"):
        _ = p.shape
    for call in (lambda: p + 1, lambda: ct.exp(p), lambda: p.view(1), lambda: 2 * p):
        with pytest.raises(ValueError, match="Attempted to use an uninitialized"):
            call()
    p.materialize((2, 3), dtype=ct.float32)
    assert type(p) is kind.cls_to_become and p.shape == (2, 3)
    assert p.dtype == ct.float32 and not is_lazy(p)


# ---- buffers -----------------------------------------------------------------------


def test_buffers_register_themselves() -> None:
    m, values = nn.Module(), ct.zeros(2)
    m.kept = nn.Buffer(values)
    m.passing = nn.Buffer(ct.ones(1), persistent=False)
    assert isinstance(m.kept, nn.Buffer) and not isinstance(values, nn.Buffer)
    assert type(m.kept) is ct.Tensor and m.kept.data_ptr() == values.data_ptr()
    assert list(m.state_dict()) == ["kept"]
    assert [name for name, _ in m.named_buffers()] == ["kept", "passing"]
    m.double()
    assert m.kept.dtype == m.passing.dtype == ct.float64
    assert nn.Buffer().shape == (0,) and list(m.parameters()) == []
    m.kept = ct.ones(3)
    assert m.state_dict()["kept"].tolist() == [1, 1, 1]
    with pytest.raises(TypeError, match="expected data to be a Tensor"):
        nn.Buffer([1.0])


# ---- one device, older names -------------------------------------------------------


def test_data_parallel_on_one_device() -> None:
    model = nn.Linear(3, 2)
    wrapped, x = nn.DataParallel(model, device_ids=[0, 1]), ct.randn(4, 3)
    assert wrapped(x).tolist() == model(x).tolist() and wrapped.module is model
    assert list(wrapped.state_dict()) == ["module.weight", "module.bias"]
    assert nn.parallel.data_parallel(model, (x,)).tolist() == model(x).tolist()
    assert wrapped.device_ids == []


def test_older_modules() -> None:
    with pytest.warns(FutureWarning, match="Container is deprecated"):
        box = nn.Container(a=nn.Linear(2, 2))
    assert list(dict(box.named_children())) == ["a"]
    with pytest.warns(FutureWarning, match="NLLLoss2d is deprecated"):
        loss = nn.NLLLoss2d(reduction="sum")
    x = ct.randn(2, 3, 4, 4).log_softmax(1)
    t = ct.zeros(2, 4, 4, dtype=ct.int64)
    assert loss(x, t).item() == nn.NLLLoss(reduction="sum")(x, t).item()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_normalization_over_channels(size):
    x = ct.randn(2, 7, 3, 2, dtype=ct.float64)
    y = nn.CrossMapLRN2d(size, 0.5, 0.7, 2.0)(x)
    reach = (size - 1) // 2
    for c in range(7):
        near = x[:, max(c - reach, 0) : c + reach + 1].square().sum(1)
        want = x[:, c] / (2 + 0.5 / size * near) ** 0.7
        assert ct.allclose(y[:, c], want, 1e-12)
    with pytest.raises(ValueError, match="to be 4D, got 3D"):
        nn.CrossMapLRN2d(3)(x[0])


def test_factory_kwargs() -> None:
    assert nn.factory_kwargs(None) == {}
    inner = {"dtype": ct.float64}
    both = {"device": "cpu", "factory_kwargs": inner}
    assert nn.factory_kwargs(both) == {"device": "cpu", "dtype": ct.float64}
    with pytest.raises(TypeError, match=r"unexpected kwargs {'size'}"):
        nn.factory_kwargs({"size": 3})
    with pytest.raises(TypeError, match="dtype specified twice"):
        nn.factory_kwargs({"dtype": ct.float32, "factory_kwargs": inner})


# ---- modules with other parameters -------------------------------------------------


class Counter(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 1)
        self.tied = self.layer.weight
        self.register_buffer("count", ct.zeros(()))

    def forward(self, x, scale=1.0):
        self.count = self.count + 1
        return self.layer(x) * scale + self.tied.sum()


@pytest.mark.parametrize("old", [False, True])
def test_functional_call(old):
    call = nn.utils.stateless.functional_call if old else ct.func.functional_call
    m, x = Counter(), ct.ones(1, 2)
    w = ct.tensor([[1.0, 2.0]], requires_grad=True)
    given = {"layer.weight": w, "layer.bias": ct.zeros(1), "count": ct.zeros(())}
    before = {k: v.tolist() for k, v in m.state_dict().items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error" if not old else "ignore")
        y = call(m, given, x, {"scale": 2.0}, strict=False)
        assert y.item() == 2 * 3 + 3  # tied weights too
        assert given["count"].item() == 1
        assert {k: v.tolist() for k, v in m.state_dict().items()} == before
        y.sum().backward()
        assert w.grad.tolist() == [[3, 3]] and m.layer.weight.grad is None
        apart = call(m, given, (x,), tie_weights=False)
        assert apart.item() == pytest.approx(3 + m.tied.sum().item())
        with pytest.raises(AttributeError, match="no attribute `nothing`"):
            call(m, {"nothing": w}, x)
        with pytest.raises(AttributeError, match="names of parameters and buffers"):
            call(m, {"training": w}, x)
        with pytest.raises(RuntimeError, match=r"unexpected .'more'. and missing"):
            call(m, {"more": w}, x, strict=True)
        with pytest.raises(ValueError, match="multiple values for keys"):
            call(m, {"layer.weight": w, "tied": w * 2}, x)
    assert {k: v.tolist() for k, v in m.state_dict().items()} == before


def test_functional_call_of_several_dicts() -> None:
    layer, x = nn.Linear(2, 1), ct.ones(2)
    parts = ({"weight": ct.ones(1, 2)}, {"bias": ct.zeros(1)})
    assert ct.func.functional_call(layer, parts, x).tolist() == [2]
    with pytest.raises(ValueError, match="weight appears in multiple"):
        ct.func.functional_call(layer, (parts[0], parts[0]), x)
    with pytest.raises(ValueError, match="a dict of tensors or a list"):
        ct.func.functional_call(layer, 3, x)
    bad = {"weight": ct.ones(1, 5)}
    before = layer.weight
    with pytest.raises(RuntimeError, match="linear"):
        ct.func.functional_call(layer, bad, x)
    assert layer.weight is before
